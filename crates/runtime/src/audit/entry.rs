//! What one line tells.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde::ser::SerializeMap as _;
use tonic::Code;

use super::{Audit, Unrecorded};

/// Longest value that a line repeats of a message, in bytes.
const VALUE_MOST: usize = 2048;

/// Who made a call, and which: the same in all lines about it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Who {
    /// The id of its token; none where the server knows no tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) peer: Option<SocketAddr>,
    /// Who its certificate is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) certificate: Option<Arc<str>>,
    pub(crate) method: Arc<str>,
    pub(crate) request_id: String,
}

/// A call, or one message of a stream, as it is told.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) who: Arc<Who>,
    /// Whose data; none where it is nobody's, or all tenants'.
    pub(crate) tenant: Option<String>,
    /// Names of fields and what they hold.
    pub(crate) about: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
struct Told<'a> {
    time: String,
    event: &'static str,
    #[serde(flatten)]
    who: &'a Who,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "About::is_empty")]
    about: About<'a>,
}

struct About<'a>(&'a [(&'static str, String)]);

impl About<'_> {
    fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, value)| value.is_empty())
    }
}

impl Serialize for About<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0.iter().filter(|(_, value)| !value.is_empty()) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Entry {
    /// An entry about a call of which no more is known.
    pub(crate) fn of(who: Arc<Who>) -> Self {
        Self { who, tenant: None, about: Vec::new() }
    }

    /// Tells what it is about; long values are cut.
    pub(crate) fn about(mut self, tenant: &str, about: Vec<(&'static str, String)>) -> Self {
        let cut = |mut value: String| {
            let end = (0..=value.len().min(VALUE_MOST)).rev().find(|&at| value.is_char_boundary(at));
            value.truncate(end.unwrap_or_default());
            value
        };
        self.tenant = (!tenant.is_empty()).then(|| cut(tenant.to_owned()));
        self.about = about.into_iter().map(|(name, value)| (name, cut(value))).collect();
        self
    }

    /// Tells durably that it is about to be done.
    pub(crate) async fn begun(&self, audit: &Audit) -> Result<(), Unrecorded> {
        audit.durably(self.line("begun", None)).await
    }

    /// Tells what came of it; without a code, that nobody waited for it.
    pub(crate) fn answered(&self, audit: &Audit, code: Option<Code>) {
        let event = if code.is_some() { "answered" } else { "abandoned" };
        audit.lagging(self.line(event, code));
    }

    fn line(&self, event: &'static str, code: Option<Code>) -> String {
        let told = Told {
            time: Timestamp::now().to_string(),
            event,
            who: &self.who,
            tenant: self.tenant.as_deref(),
            code: code.map(|code| format!("{code:?}")),
            about: About(&self.about),
        };
        // Texts and numbers are always JSON.
        serde_json::to_string(&told).unwrap_or_default()
    }
}
