//! The question that a service's own program asks of it, as probes of containers do.

use entente_runtime::probe::HealthArgs;
use tonic_health::pb::health_check_response::ServingStatus::{NotServing, Serving};

use crate::harness::Harness;
use crate::probe::Probe;
use tonic::server::NamedService;

const READY: HealthArgs = HealthArgs { live: false };
const LIVE: HealthArgs = HealthArgs { live: true };

#[tokio::test]
async fn who_serves_is_ready_and_who_answers_lives() {
    let server = Harness::start(&[]).await;
    let address = server.address();
    assert_eq!(READY.ask(address, &entente_runtime::SecureArgs::default()).await.unwrap(), Serving);
    assert_eq!(LIVE.ask(address, &entente_runtime::SecureArgs::default()).await.unwrap(), Serving);
    server.health.not_serving(Probe::NAME).await;
    let told = READY.ask(address, &entente_runtime::SecureArgs::default()).await.unwrap_err().to_string();
    assert_eq!(told, format!("the service on {address} is not well: NOT_SERVING"));
    assert_eq!(LIVE.ask(address, &entente_runtime::SecureArgs::default()).await.unwrap(), NotServing);
    server.shutdown.begin();
    server.ended().await.unwrap();
    for question in [READY, LIVE] {
        let told =
            question.ask(address, &entente_runtime::SecureArgs::default()).await.unwrap_err().to_string();
        assert_eq!(told, format!("no service answers on {address}"));
    }
}
