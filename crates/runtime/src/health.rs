//! `grpc.health.v1`, told by the services themselves.

use std::{collections::BTreeMap, sync::Arc};

use tokio::sync::Mutex;
use tonic_health::{
    ServingStatus,
    pb::health_server::HealthServer,
    server::{HealthReporter, HealthService},
};

/// The name by which to ask whether the process lives: what answers for all others, SERVING from the start until a drain begins.
pub const LIVE: &str = "grpc.health.v1.Health";

/// The handle by which a service says whether it can serve. Clones share one state.
///
/// Every service starts as `NOT_SERVING`. The server as a whole, asked for as `""`, is SERVING while all of its
/// services are. After a drain has begun nothing is SERVING any more, whatever is said later.
#[derive(Debug, Clone)]
pub struct Health {
    reporter: HealthReporter,
    services: Arc<Mutex<Services>>,
}

#[derive(Debug)]
struct Services {
    serving: BTreeMap<String, bool>,
    drained: bool,
}

impl Health {
    /// Health of the services with these full names, as in `entente.v1.QueryService`, none of them serving yet.
    pub async fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let serving: BTreeMap<_, _> = names.into_iter().map(|name| (name.to_owned(), false)).collect();
        let health = Self {
            reporter: HealthReporter::new(),
            services: Arc::new(Mutex::new(Services { serving, drained: false })),
        };
        health.publish(&*health.services.lock().await).await;
        health
    }

    /// The service called `name` can serve.
    pub async fn serving(&self, name: &str) {
        self.set(name, true).await;
    }

    /// The service called `name` can't serve for now.
    pub async fn not_serving(&self, name: &str) {
        self.set(name, false).await;
    }

    /// Whether every service can serve and no drain has begun.
    pub(crate) async fn is_serving(&self) -> bool {
        let services = self.services.lock().await;
        !services.drained && services.serving.values().all(|&serving| serving)
    }

    /// Nothing serves from here on.
    pub(crate) async fn drain(&self) {
        let mut services = self.services.lock().await;
        services.drained = true;
        self.publish(&services).await;
    }

    pub(crate) fn server(&self) -> HealthServer<HealthService> {
        HealthServer::new(HealthService::from_health_reporter(self.reporter.clone()))
    }

    async fn set(&self, name: &str, serving: bool) {
        let mut services = self.services.lock().await;
        services.serving.insert(name.to_owned(), serving);
        self.publish(&services).await;
    }

    /// The caller holds the lock: two changes can't be published in the wrong order.
    async fn publish(&self, services: &Services) {
        let status = |serving| {
            if serving && !services.drained { ServingStatus::Serving } else { ServingStatus::NotServing }
        };
        for (name, &serving) in &services.serving {
            self.reporter.set_service_status(name, status(serving)).await;
        }
        self.reporter.set_service_status(LIVE, status(true)).await;
        let all = services.serving.values().all(|&serving| serving);
        self.reporter.set_service_status("", status(all)).await;
    }
}

#[cfg(test)]
mod tests {
    use tonic_health::pb::{
        HealthCheckRequest,
        health_check_response::ServingStatus::{self, NotServing, Serving},
        health_server::Health as _,
    };

    use super::*;

    async fn told(health: &Health, service: &str) -> ServingStatus {
        let request = HealthCheckRequest { service: service.to_owned() };
        let service = HealthService::from_health_reporter(health.reporter.clone());
        service.check(tonic::Request::new(request)).await.unwrap().into_inner().status()
    }

    #[tokio::test]
    async fn nothing_serves_before_it_says_so_nor_after_a_drain() {
        let health = Health::new(["a.A", "b.B"]).await;
        assert_eq!((told(&health, "a.A").await, told(&health, "").await), (NotServing, NotServing));
        assert_eq!(told(&health, LIVE).await, Serving);
        health.serving("a.A").await;
        assert_eq!((told(&health, "a.A").await, told(&health, "").await), (Serving, NotServing));
        health.serving("b.B").await;
        assert_eq!(told(&health, "").await, Serving);
        health.drain().await;
        health.serving("a.A").await;
        for service in ["", "a.A", "b.B", LIVE] {
            assert_eq!(told(&health, service).await, NotServing, "{service}");
        }
    }
}
