//! Taking an article in: what a repetition is, which revision comes next, and the append that makes it so.

use entente_log::{Append, Expected, LogError};
use entente_model::{Language, Reading};
use entente_runtime::Turn;
use entente_wire::change::{Accepted, Change};
use entente_wire::places::Places;
use entente_wire::submission::Submission;
use entente_wire::v1::{ErrorReason, IngestOutcome};
use entente_wire::{Failure, Given, article, change, v1};

use crate::brought::join;
use crate::failures::{fault, outrun};
use crate::ingest::{Ingest, recount};
use crate::metrics;
use crate::stored::{Stored, message_id};
use crate::workers::run_part;

/// How often a race with another writer is run again. Each loss means that another revision got in.
const RACES_MOST: usize = 8;

/// What an article's newest entry makes of a submission.
enum Verdict {
    /// It is the one that stands.
    Unchanged,
    /// It is to be appended.
    Next {
        expected: Expected,
        revision: u64,
        version: u64,
        /// There is none before it that it revises.
        created: bool,
    },
}

impl Ingest {
    /// Takes an article in: reads it and appends it, unless the log has it already.
    pub(crate) async fn take(
        &self,
        request: v1::IngestArticleRequest,
    ) -> Result<v1::IngestArticleResponse, Failure> {
        let answer = self.take_uncounted(request).await;
        metrics::taken(&answer);
        answer
    }

    async fn take_uncounted(
        &self,
        request: v1::IngestArticleRequest,
    ) -> Result<v1::IngestArticleResponse, Failure> {
        let mut turn = self.workers.admit()?;
        let submission = self.check(&turn, request).await?;
        if let Some(first) = self.first_answer(&submission).await? {
            return self.answer(&first, IngestOutcome::Unchanged, &submission);
        }
        // Before the article is read: most repetitions and late versions end here.
        let mut newest = self.standing(&submission).await?;
        let mut reading = None;
        for _ in 0..RACES_MOST {
            let (expected, revision, version, created) = match judge(&submission, newest.as_ref())? {
                Verdict::Next { expected, revision, version, created } => {
                    (expected, revision, version, created)
                }
                Verdict::Unchanged => {
                    let stored = newest.ok_or_else(|| fault(&"nothing stands unchanged"))?;
                    return self.answer(&stored, IngestOutcome::Unchanged, &submission);
                }
            };
            let reading = if let Some(reading) = &reading {
                reading
            } else {
                let read = self.read_submission(&turn, &submission).await?;
                turn.end();
                reading.insert(read)
            };
            let change = Change::Accepted(Box::new(accepted(&submission, reading, revision, version)));
            let append = Append {
                subject: article::subject(&submission.article.tenant, &submission.article.id),
                expected: Some(expected),
                message_id: submission
                    .request_id
                    .as_ref()
                    .map(|id| message_id(&submission.article.tenant, id)),
                payload: change.encode().into(),
            };
            match self.append(append).await {
                Ok(appended) if appended.duplicate => {
                    // The same request came in twice at once, or its id was used for something else meanwhile.
                    let first = self.first_answer(&submission).await?;
                    let first = first.ok_or_else(|| fault(&"a repeated request is not in the log"))?;
                    return self.answer(&first, IngestOutcome::Unchanged, &submission);
                }
                Ok(appended) => {
                    let outcome = if created { IngestOutcome::Created } else { IngestOutcome::Revised };
                    let stored = Stored { position: appended.position, time: appended.time, change };
                    return self.answer(&stored, outcome, &submission);
                }
                Err(LogError::Conflict { .. }) => newest = self.standing(&submission).await?,
                Err(error) => return Err(self.failure(&error)),
            }
        }
        Err(outrun())
    }

    /// The entry that the same request made the first time.
    async fn first_answer(&self, submission: &Submission) -> Result<Option<Stored>, Failure> {
        let Some(request_id) = &submission.request_id else { return Ok(None) };
        let id = message_id(&submission.article.tenant, request_id);
        let Some(entry) = self.log.by_message_id(&id).await.map_err(|error| self.failure(&error))? else {
            return Ok(None);
        };
        let stored = Stored::of(&entry)?;
        let same = stored.standing().is_some_and(|first| {
            first.article.id == submission.article.id && first.content_sha256 == submission.content_sha256
        });
        if same { Ok(Some(stored)) } else { Err(reused(request_id)) }
    }

    async fn standing(&self, submission: &Submission) -> Result<Option<Stored>, Failure> {
        let entry = self.newest(&submission.article.tenant, &submission.article.id).await?;
        entry.as_ref().map(Stored::of).transpose()
    }

    /// What the article says: as read here, and as brought.
    async fn read_submission(&self, turn: &Turn, submission: &Submission) -> Result<Reading, Failure> {
        let read = if submission.skip_extraction {
            // The caller knows its language, if anyone does.
            Reading { language: submission.article.language, ..Reading::default() }
        } else {
            let (ingest, text, article) = (self.clone(), submission.text.clone(), submission.article.clone());
            run_part(turn, move || ingest.read(&text, &article)).await?
        };
        Ok(join(read, submission.events.clone(), submission.entities.clone()))
    }

    fn answer(
        &self,
        stored: &Stored,
        outcome: IngestOutcome,
        submission: &Submission,
    ) -> Result<v1::IngestArticleResponse, Failure> {
        let accepted = stored.article()?;
        let mut reading = accepted.reading();
        recount(&mut reading, &submission.text, submission.unit)?;
        Ok(v1::IngestArticleResponse {
            article_id: accepted.article.id.to_string(),
            revision: change::number(accepted.revision),
            outcome: outcome.into(),
            cursor: self.cursor(stored.position),
            reading: Some(reading),
        })
    }
}

/// A request id that stands for something else.
pub(crate) fn reused(request_id: &str) -> Failure {
    let message = format!("{request_id:?} was used before for another article, content or call");
    Failure::new(ErrorReason::RequestIdReused, message).within("request_id")
}

fn judge(submission: &Submission, newest: Option<&Stored>) -> Result<Verdict, Failure> {
    let Some(stored) = newest else {
        return Ok(Verdict::Next {
            expected: Expected::Absent,
            revision: 1,
            version: submission.version,
            created: true,
        });
    };
    let Ok(before) = stored.article() else {
        // It was erased: this is a new article. Its revisions are counted on, so that no event's id is used twice.
        let (expected, revision) = (Expected::At(stored.position), stored.change.revision() + 1);
        return Ok(Verdict::Next { expected, revision, version: submission.version, created: true });
    };
    let same = before.content_sha256 == submission.content_sha256;
    if same && stored.standing().is_some() {
        return Ok(Verdict::Unchanged);
    }
    if submission.version != 0 && submission.version <= before.version {
        let message = format!("{} is not above {}, the one stored", submission.version, before.version);
        return Err(Failure::new(ErrorReason::StaleVersion, message)
            .with("given", submission.version)
            .with("stored", before.version)
            .within("version"));
    }
    let (revision, version) = (before.revision + 1, submission.version.max(before.version));
    Ok(Verdict::Next { expected: Expected::At(stored.position), revision, version, created: false })
}

fn accepted(submission: &Submission, reading: &Reading, revision: u64, version: u64) -> Accepted {
    let language: Option<Language> = reading.language;
    Accepted {
        article: entente_model::Article { language, ..submission.article.clone() },
        revision,
        version,
        text_sha256: submission.text_sha256.clone(),
        reading: reading.clone(),
        request_id: submission.request_id.clone(),
        content_sha256: submission.content_sha256.clone(),
        places: Places::default(),
        accept_time: None,
        given: Given {
            language: submission.article.language,
            entities: submission.entities.clone(),
            skip_extraction: submission.skip_extraction,
        },
    }
}
