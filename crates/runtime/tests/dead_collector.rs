//! A collector that takes connections and never answers hinders nobody; alone in its process, as tracer and recorder are the process's.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::{Duration, Instant};

use clap::Parser;
use entente_runtime::{Bound, Health, RuntimeArgs, SecureArgs, Server, Shutdown, monitor, trace};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tonic::transport::Endpoint;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

/// More than wait for a collector.
const CALLS: usize = 4000;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    runtime: RuntimeArgs,
}

async fn lost(metrics: std::net::SocketAddr) -> u64 {
    let mut stream = TcpStream::connect(metrics).await.unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: test\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let lines = answer.lines().filter(|line| line.starts_with("entente_spans_lost_total{"));
    lines.map(|line| line.rsplit_once(' ').unwrap().1.parse::<u64>().unwrap()).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_and_the_end_do_not_wait_for_it() {
    // Connections are made to it by the system; nobody reads them.
    let collector = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let flags = ["test", "--metrics-listen", "127.0.0.1:0", "--otlp-endpoint", &endpoint];
    let args = Arguments::parse_from(flags).runtime;
    args.validate().unwrap();
    let metrics = monitor::start(&args.monitor, &[]).await.unwrap().unwrap();
    let traces = trace::start(&args.trace, "entente-test").unwrap();
    assert!(trace::start(&args.trace, "entente-test").is_err(), "the tracer is the process's");

    let (shutdown, health) = (Shutdown::new(), Health::new(["a.A"]).await);
    let bound = Bound::bind(([127, 0, 0, 1], 0).into(), &SecureArgs::default()).await.unwrap();
    let address = bound.address();
    let server = Server::new(&args, shutdown.clone(), health);
    let serving = tokio::spawn(server.serve(bound, tonic::service::Routes::default()));
    let way = Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
    let mut client = HealthClient::new(way);
    let mut longest = Duration::ZERO;
    for _ in 0..CALLS {
        let began = Instant::now();
        client.check(HealthCheckRequest::default()).await.unwrap();
        longest = longest.max(began.elapsed());
    }
    // Less than any wait for a collector.
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    drop(client);
    shutdown.begin();
    serving.await.unwrap().unwrap();
    assert!(lost(metrics).await > 0, "what has no room is counted");

    let began = Instant::now();
    tokio::task::spawn_blocking(move || drop(traces)).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    drop(collector);
}
