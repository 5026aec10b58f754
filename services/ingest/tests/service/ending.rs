//! Health, reflection and the end.

use entente_log::EmbeddedLog;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use crate::harness::{Harness, quoting, request, soon};

#[tokio::test]
async fn both_services_are_healthy() {
    let harness = Harness::start(&[]).await;
    let mut client = HealthClient::with_origin(Harness::http(), harness.origin.clone());
    for service in ["", "entente.v1.IngestService", "entente.v1.EventLogService"] {
        let answer = soon(client.check(HealthCheckRequest { service: service.to_owned() })).await.unwrap();
        assert_eq!(answer.into_inner().status(), ServingStatus::Serving, "{service}");
    }
}

#[tokio::test]
async fn the_end_lets_go_of_the_log() {
    let directory = tempfile::TempDir::new().unwrap();
    let harness = Harness::over(directory.path(), &[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    harness.stop().await;
    let log = EmbeddedLog::open(directory.path(), entente_log::Options::default()).unwrap();
    assert_eq!(entente_log::EventLog::newest(&log).get(), 1);
}
