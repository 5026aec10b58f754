//! Taking an article in: what a repetition is, which revision comes next, and the append that makes it so.

use entente_log::{Append, Expected, LogError};
use entente_model::{Language, Reading};
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

/// How often a race with another writer is run again. Each loss means that another revision got in.
const RACES_MOST: usize = 8;

/// What an article's newest entry makes of a submission.
enum Verdict {
    /// It is the one that stands.
    Unchanged,
    /// It is to be appended.
    Next(Next),
}

/// What comes after an article's newest entry.
struct Next {
    expected: Expected,
    revision: u64,
    version: u64,
    /// There is none before it that it revises.
    created: bool,
}

/// A submission on its way into the log.
struct Draft {
    submission: Submission,
    /// What the article says, once it was read.
    reading: Option<Reading>,
}

/// What became of a draft.
enum Drafted {
    /// The log has it already, in this entry.
    Known(Box<Stored>),
    /// It is to be appended so, unless another writer was faster.
    New { next: Next, change: Change },
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
        let ingest = self.clone();
        // In one part: to hand a short article from thread to thread costs as much as to read it.
        let worked = self.workers.run(move || {
            let submission = Submission::accept(request, &ingest.rules(), &ingest.signature)?;
            ingest.draft(Draft { submission, reading: None })
        });
        let (mut draft, mut drafted) = worked.await??;
        for _ in 0..RACES_MOST {
            let Draft { submission, reading } = draft;
            let (next, change) = match drafted {
                Drafted::Known(stored) => {
                    return self.answer(&stored, IngestOutcome::Unchanged, &submission);
                }
                Drafted::New { next, change } => (next, change),
            };
            let append = Append {
                subject: article::subject(&submission.article.tenant, &submission.article.id),
                expected: Some(next.expected),
                message_id: submission
                    .request_id
                    .as_ref()
                    .map(|id| message_id(&submission.article.tenant, id)),
                payload: change.encode().into(),
            };
            match self.append(append).await {
                Ok(appended) if !appended.duplicate => {
                    let outcome = if next.created { IngestOutcome::Created } else { IngestOutcome::Revised };
                    let stored = Stored { position: appended.position, time: appended.time, change };
                    return self.answer(&stored, outcome, &submission);
                }
                // The same request came in twice at once, its id was used for something else meanwhile, or the article was revised.
                Ok(_) | Err(LogError::Conflict { .. }) => {}
                Err(error) => return Err(self.failure(&error)),
            }
            let ingest = self.clone();
            let worked = self.workers.run(move || ingest.draft(Draft { submission, reading }));
            (draft, drafted) = worked.await??;
        }
        Err(outrun())
    }

    /// What the log is to be told of a submission, by what it has already. Looks into the log and reads the article, unless that was done: to be called where
    /// it may take a while.
    fn draft(&self, mut draft: Draft) -> Result<(Draft, Drafted), Failure> {
        if let Some(first) = self.first_answer(&draft.submission)? {
            return Ok((draft, Drafted::Known(Box::new(first))));
        }
        // Before the article is read: most repetitions and late versions end here.
        let newest = self.standing(&draft.submission)?;
        let next = match (judge(&draft.submission, newest.as_ref())?, newest) {
            (Verdict::Next(next), _) => next,
            (Verdict::Unchanged, Some(stored)) => return Ok((draft, Drafted::Known(Box::new(stored)))),
            (Verdict::Unchanged, None) => return Err(fault(&"nothing stands unchanged")),
        };
        let reading = draft.reading.take().unwrap_or_else(|| self.read_submission(&draft.submission));
        let change = Change::Accepted(Box::new(accepted(&draft.submission, &reading, &next)));
        draft.reading = Some(reading);
        Ok((draft, Drafted::New { next, change }))
    }

    /// The entry that the same request made the first time.
    fn first_answer(&self, submission: &Submission) -> Result<Option<Stored>, Failure> {
        let Some(request_id) = &submission.request_id else { return Ok(None) };
        let id = message_id(&submission.article.tenant, request_id);
        let entry = self.log.by_message_id_blocking(&id).map_err(|error| self.failure(&error))?;
        let Some(entry) = entry else { return Ok(None) };
        let stored = Stored::of(&entry)?;
        let same = stored.standing().is_some_and(|first| {
            first.article.id == submission.article.id && first.content_sha256 == submission.content_sha256
        });
        if same { Ok(Some(stored)) } else { Err(reused(request_id)) }
    }

    fn standing(&self, submission: &Submission) -> Result<Option<Stored>, Failure> {
        let subject = article::subject(&submission.article.tenant, &submission.article.id);
        let entry = self.log.last_blocking(&subject).map_err(|error| self.failure(&error))?;
        entry.as_ref().map(Stored::of).transpose()
    }

    /// What the article says: as read here, and as brought.
    fn read_submission(&self, submission: &Submission) -> Reading {
        let read = if submission.skip_extraction {
            // The caller knows its language, if anyone does.
            Reading { language: submission.article.language, ..Reading::default() }
        } else {
            self.read(&submission.text, &submission.article)
        };
        join(read, submission.events.clone(), submission.entities.clone())
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
        let (expected, version) = (Expected::Absent, submission.version);
        return Ok(Verdict::Next(Next { expected, revision: 1, version, created: true }));
    };
    let Ok(before) = stored.article() else {
        // It was erased: this is a new article. Its revisions are counted on, so that no event's id is used twice.
        let (expected, revision) = (Expected::At(stored.position), stored.change.revision() + 1);
        return Ok(Verdict::Next(Next { expected, revision, version: submission.version, created: true }));
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
    Ok(Verdict::Next(Next { expected: Expected::At(stored.position), revision, version, created: false }))
}

fn accepted(submission: &Submission, reading: &Reading, next: &Next) -> Accepted {
    let language: Option<Language> = reading.language;
    Accepted {
        article: entente_model::Article { language, ..submission.article.clone() },
        revision: next.revision,
        version: next.version,
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
