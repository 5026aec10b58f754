//! The port for metrics and probes, with a server of the stack's behind it; alone in its process, as the recorder is the process's.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::Duration;

use clap::Parser;
use entente_runtime::{Bound, Health, RuntimeArgs, Server, Shutdown, monitor};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    runtime: RuntimeArgs,
}

async fn get(address: std::net::SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tokio::time::timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    (answer[9..12].parse().unwrap(), answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

#[tokio::test]
async fn the_port_tells_metrics_and_answers_probes() {
    let args = Arguments::parse_from(["test", "--metrics-listen", "127.0.0.1:0"]).runtime;
    let address = monitor::start(&args.monitor, &[]).await.unwrap().unwrap();
    assert_eq!(get(address, "/healthz").await.0, 200);
    assert_eq!(get(address, "/readyz").await.0, 503, "nothing serves yet");

    let (shutdown, health) = (Shutdown::new(), Health::new(["a.A"]).await);
    let bound =
        Bound::bind(([127, 0, 0, 1], 0).into(), &entente_runtime::SecureArgs::default()).await.unwrap();
    let server = Server::new(&args, shutdown.clone(), health.clone());
    let serving = tokio::spawn(server.serve(bound, tonic::service::Routes::default()));
    health.serving("a.A").await;
    while get(address, "/readyz").await.0 != 200 {
        tokio::task::yield_now().await;
    }
    health.not_serving("a.A").await;
    assert_eq!(get(address, "/readyz").await.0, 503);

    let (code, text) = get(address, "/metrics").await;
    assert_eq!(code, 200);
    for name in ["process_resident_memory_bytes", "process_open_fds", "process_cpu_seconds_total"] {
        let line = text.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
        assert!(line[name.len() + 1..].parse::<f64>().unwrap() >= 0.0, "{line}");
    }
    assert!(text.contains("entente_build_info{version=\""), "{text}");
    assert_eq!(get(address, "/nothing").await.0, 404);
    shutdown.begin();
    serving.await.unwrap().unwrap();
    assert_eq!(get(address, "/healthz").await.0, 200, "a process that drains is alive");
    assert_eq!(get(address, "/readyz").await.0, 503);
}
