//! The port that tells metrics and answers probes.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, sync::Semaphore};

use super::{MONITOR, Monitor};
use crate::Error;

/// Connections at one time: a scraper, probes, and somebody who looks.
const CONNECTIONS: usize = 16;
/// A connection is for one request, and this long at most.
const PATIENCE: Duration = Duration::from_secs(10);
/// Values wait in memory until they are folded into their histograms: at least this often.
const UPKEEP: Duration = Duration::from_secs(5);

/// Listens, and serves from here on; the address that was bound.
pub(super) async fn serve(address: SocketAddr) -> Result<SocketAddr, Error> {
    let at = |source| Error::Bind { address, source };
    let listener = TcpListener::bind(address).await.map_err(at)?;
    let bound = listener.local_addr().map_err(at)?;
    tokio::spawn(accept(listener));
    tokio::spawn(async {
        let mut tick = tokio::time::interval(UPKEEP);
        loop {
            tick.tick().await;
            if let Some(monitor) = MONITOR.get() {
                monitor.handle.run_upkeep();
            }
        }
    });
    tracing::info!(address = %bound, "metrics are served");
    Ok(bound)
}

async fn accept(listener: TcpListener) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // No file handle is left, most likely: asking again at once would only burn a processor.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        tokio::spawn(async move {
            let _permit = permit;
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), service_fn(answer));
            let _ = tokio::time::timeout(PATIENCE, connection).await;
        });
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let Some(monitor) = MONITOR.get() else { return Ok(told(StatusCode::SERVICE_UNAVAILABLE, "starting\n")) };
    let known = matches!(request.uri().path(), "/metrics" | "/healthz" | "/readyz");
    if known && request.method() != Method::GET && request.method() != Method::HEAD {
        return Ok(told(StatusCode::METHOD_NOT_ALLOWED, "GET alone is answered\n"));
    }
    Ok(match request.uri().path() {
        "/metrics" => metrics(monitor).await,
        "/healthz" => told(StatusCode::OK, "alive\n"),
        "/readyz" if monitor.is_ready().await => told(StatusCode::OK, "ready\n"),
        "/readyz" => told(StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
        _ => told(StatusCode::NOT_FOUND, "here are /metrics, /healthz and /readyz\n"),
    })
}

async fn metrics(monitor: &'static Monitor) -> Response<Full<Bytes>> {
    // Sizes are read from the disk.
    match tokio::task::spawn_blocking(|| monitor.render()).await {
        Ok(text) => {
            let mut response = told(StatusCode::OK, text);
            let format = header::HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, format);
            response
        }
        Err(_) => told(StatusCode::INTERNAL_SERVER_ERROR, "the metrics could not be told\n"),
    }
}

fn told(status: StatusCode, text: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(text.into()));
    *response.status_mut() = status;
    response
}
