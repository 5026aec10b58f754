//! How long articles are kept: what is older than it may be is erased, in the background.

use std::path::Path;
use std::time::Duration;

use entente_log::{Limit, Position};
use entente_model::{ArticleId, Tenant};
use entente_runtime::Error;
use entente_wire::change::Change;
use entente_wire::v1::ErasureReason;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::erasure::Wish;
use crate::ingest::Ingest;
use crate::stored::Stored;

/// Articles are looked through in batches.
const BATCH: Limit = Limit { entries: 256, bytes: 8 * 1024 * 1024 };
/// Between two batches, so that what clients ask for comes first.
const PAUSE: Duration = Duration::from_millis(20);
/// How often all articles are looked through.
const ROUND: Duration = Duration::from_secs(3600);
/// Longest file, in bytes.
const FILE_MOST: u64 = 1024 * 1024;
/// Longest time that can be asked for, in days: a century.
const DAYS_MOST: i64 = 36_525;

const SETTING: &str = "--retention (ENTENTE_RETENTION)";

/// How long articles are kept. The first rule that an article meets is its own; one that meets none is kept for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retention {
    /// The rules, in their order.
    #[serde(default)]
    keep: Vec<Rule>,
}

/// How long some articles are kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// Those of this tenant; of all when it is `*`.
    #[serde(default = "any")]
    tenant: String,
    /// Those whose newest revision this source published; all when it is `*`.
    #[serde(default = "any")]
    source: String,
    /// For so many days.
    days: i64,
    /// Since when.
    #[serde(default)]
    since: Since,
}

/// Since when the age of an article counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Since {
    /// Since it came out; since it was taken in, where that is not told.
    #[default]
    Published,
    /// Since its newest revision was taken in.
    Taken,
}

fn any() -> String {
    "*".to_owned()
}

impl Retention {
    /// The rules of a file. The error names the flag, the variable and the file.
    pub(crate) fn read(file: &Path) -> Result<Self, Error> {
        let refused = |expected: String| Error::Setting {
            setting: SETTING.to_owned(),
            value: file.display().to_string(),
            expected,
        };
        let size =
            std::fs::metadata(file).map_err(|error| refused(format!("expected a file: {error}")))?.len();
        if size > FILE_MOST {
            return Err(refused(format!("expected at most {FILE_MOST} bytes, it has {size}")));
        }
        let text =
            std::fs::read_to_string(file).map_err(|error| refused(format!("expected a file: {error}")))?;
        Self::parse(&text).map_err(refused)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let retention: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        match retention.keep.iter().find(|rule| !(1..=DAYS_MOST).contains(&rule.days)) {
            Some(rule) => Err(format!("keep.days is {}: expected 1 to {DAYS_MOST}", rule.days)),
            None => Ok(retention),
        }
    }

    /// Whether an article is older than it may be.
    fn is_over(&self, stored: &Stored, now: Timestamp) -> bool {
        let accepted = match &stored.change {
            Change::Accepted(accepted) | Change::Reextracted(accepted) => accepted,
            Change::Retracted(retracted) => &retracted.withdrawn,
            Change::Erased(_) => return false,
        };
        let article = &accepted.article;
        let meets = |wanted: &str, is: &str| wanted == "*" || wanted == is;
        let mut rules = self.keep.iter();
        let rule = rules.find(|rule| {
            meets(&rule.tenant, article.tenant.as_str()) && meets(&rule.source, &article.source)
        });
        let Some(rule) = rule else { return false };
        let taken = stored.accept_time();
        let since = match rule.since {
            Since::Published => article.published.as_ref().map_or(taken, |publication| publication.time),
            Since::Taken => taken,
        };
        now.duration_since(since) > SignedDuration::from_hours(24 * rule.days)
    }
}

impl Ingest {
    /// Erases what is older than it may be, round after round. It ends with the service.
    pub(crate) async fn keep(self, retention: Retention) {
        loop {
            match self.round(&retention, Timestamp::now()).await {
                Ok(erased) => tracing::info!(erased, "retention: all articles were looked through"),
                Err(error) => tracing::error!(%error, "retention: articles could not be looked through"),
            }
            tokio::select! {
                () = self.shutdown.draining() => return,
                () = tokio::time::sleep(ROUND) => {}
            }
        }
    }

    /// One look at all articles, as of a time; how many were erased.
    async fn round(&self, retention: &Retention, now: Timestamp) -> Result<u64, entente_wire::Failure> {
        let wish = Wish {
            reason: ErasureReason::Retention,
            erased_by: "retention".to_owned(),
            request_id: String::new(),
        };
        let (mut after, mut erased) = (None::<Vec<u8>>, 0);
        while !self.shutdown.is_draining() {
            let entries = self.log.subjects(b"", after.as_deref(), BATCH).await;
            let entries = entries.map_err(|error| self.failure(&error))?;
            let Some(last) = entries.last() else { break };
            after = Some(last.subject.clone());
            let over: Vec<(Tenant, ArticleId, Position)> = entries
                .iter()
                .filter_map(|entry| Stored::of(entry).ok())
                .filter(|stored| retention.is_over(stored, now))
                .map(|stored| {
                    (stored.change.tenant().clone(), stored.change.article_id().clone(), stored.position)
                })
                .collect();
            for (tenant, id, position) in over {
                // One that was revised meanwhile is looked at in the next round.
                let newest = self.newest(&tenant, &id).await?;
                if newest.is_some_and(|newest| newest.position == position) {
                    self.erase_article(&tenant, &id, &wish).await?;
                    erased += 1;
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(erased)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_and_bad_ones_are_named() {
        let text = "[[keep]]\nsource = 'Gazette'\ndays = 30\n[[keep]]\ntenant = 'acme'\ndays = 365\nsince = 'taken'\n";
        let retention = Retention::parse(text).unwrap();
        assert_eq!(
            retention.keep[0],
            Rule { tenant: any(), source: "Gazette".to_owned(), days: 30, since: Since::Published }
        );
        assert_eq!(retention.keep[1].since, Since::Taken);
        for (text, said) in [
            ("[[keep]]\ndays = 0", "keep.days is 0: expected 1 to 36525"),
            ("[[keep]]\nsource = 'x'", "missing field `days`"),
            ("[[keep]]\ndays = 1\nsince = 'ever'", "unknown variant `ever`"),
            ("[[kep]]\ndays = 1", "unknown field `kep`"),
        ] {
            let error = Retention::parse(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
