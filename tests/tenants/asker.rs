//! A house of two services with tokens, and who asks there.

use std::path::{Path, PathBuf};

use entente_runtime::auth::token_entry;
use entente_runtime::{Credentials, Dialer, Role, Secret, Way};
use entente_tests::Running;
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::{Article, IngestArticleRequest};
use prost_types::Timestamp;
use tempfile::TempDir;

/// Two services that take calls with tokens alone.
pub(crate) struct House {
    pub(crate) acme: Asker,
    pub(crate) borealis: Asker,
    /// Sees all tenants.
    pub(crate) root: Asker,
    /// Reads of acme, and brings to it.
    pub(crate) reader: Asker,
    pub(crate) writer: Asker,
    ingest: Running,
    query: Running,
    _folder: TempDir,
}

/// Who holds a token, as clients of both services.
#[derive(Clone)]
pub(crate) struct Asker {
    pub(crate) ingest: Way,
    pub(crate) query: Way,
}

impl Asker {
    pub(crate) fn ingest(&self) -> IngestServiceClient<Way> {
        IngestServiceClient::new(self.ingest.clone())
    }

    pub(crate) fn log(&self) -> EventLogServiceClient<Way> {
        EventLogServiceClient::new(self.ingest.clone())
    }

    pub(crate) fn query(&self) -> QueryServiceClient<Way> {
        QueryServiceClient::new(self.query.clone())
    }
}

impl House {
    /// Both services.
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Both services, ingest with these flags beside.
    pub(crate) async fn start_with(ingest: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let tokens = folder.path().join("tokens.toml");
        let holders = [
            ("acme", Role::Admin, "acme"),
            ("borealis", Role::Admin, "borealis"),
            ("root", Role::Admin, "*"),
            ("reader", Role::Reader, "acme"),
            ("writer", Role::Writer, "acme"),
            ("query", Role::Reader, "*"),
        ];
        let mut entries = String::new();
        for (id, role, tenant) in holders {
            let secret = Secret::generate().unwrap();
            entries += &token_entry(id, &secret, role, &[tenant.to_owned()]).unwrap();
            std::fs::write(file(folder.path(), id), secret.reveal()).unwrap();
        }
        std::fs::write(&tokens, entries).unwrap();
        let flags = ["--tokens", tokens.to_str().unwrap()];
        let quick = [&flags[..], &["--checkpoint-interval", "20ms"], ingest].concat();
        let ingest = Running::ingest(&folder.path().join("ingest"), &quick).await;
        let own = file(folder.path(), "query");
        let query = [&flags[..], &["--ingest-token-file", own.to_str().unwrap()]].concat();
        let query = Running::query(&folder.path().join("query"), ingest.address, &query).await;
        let asker = |id: &str| {
            let credentials =
                Credentials { token_file: Some(file(folder.path(), id)), ..Credentials::default() };
            let way = |address: std::net::SocketAddr| {
                Dialer::new("address", &address.to_string(), "--", &credentials).unwrap().connect_lazy()
            };
            Asker { ingest: way(ingest.address), query: way(query.address) }
        };
        let [acme, borealis, root, reader, writer] =
            ["acme", "borealis", "root", "reader", "writer"].map(asker);
        Self { acme, borealis, root, reader, writer, ingest, query, _folder: folder }
    }

    /// Whoever has no token.
    pub(crate) fn nobody(&self) -> Asker {
        let way = |address: std::net::SocketAddr| {
            Dialer::new("address", &address.to_string(), "--", &Credentials::default())
                .unwrap()
                .connect_lazy()
        };
        Asker { ingest: way(self.ingest.address), query: way(self.query.address) }
    }

    pub(crate) async fn stop(self) {
        let Self { acme, borealis, root, reader, writer, ingest, query, _folder } = self;
        drop((acme, borealis, root, reader, writer));
        ingest.stop().await;
        query.stop().await;
    }
}

fn file(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.token"))
}

/// An article of a tenant.
pub(crate) fn article(tenant: &str, id: &str, body: &str) -> IngestArticleRequest {
    let article = Article {
        tenant: tenant.to_owned(),
        article_id: id.to_owned(),
        body: body.to_owned(),
        language: "fr".to_owned(),
        publish_time: Some(Timestamp { seconds: 1_700_000_000, nanos: 0 }),
        ..Article::default()
    };
    IngestArticleRequest { article: Some(article), request_id: format!("bring {id}"), ..Default::default() }
}
