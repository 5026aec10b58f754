//! `entente reextract`: articles that were taken in, read anew.

use clap::Args;
use entente_model::Event;
use entente_wire::v1::reextract_articles_response::Step;
use entente_wire::v1::{
    ChangedEvent, OffsetUnit, ReextractArticlesRequest, ReextractArticlesResponse, ReextractedArticle,
    ReextractionProgress,
};
use entente_wire::{event, v1};

use crate::error::{Error, Outcome};
use crate::ingest::WriteArgs;
use crate::listing::Output;
use crate::output::complain;
use crate::sentence::{one_line, sentence};
use crate::telling::paragraph;
use crate::watch::interrupted;

#[derive(Debug, Args)]
pub(crate) struct ReextractArgs {
    /// Write nothing: print what would be added, removed and changed
    #[arg(long)]
    dry_run: bool,
    /// Only this article; all that stand when not given
    #[arg(long = "article", value_name = "ID")]
    articles: Vec<String>,
    /// Only articles whose ids come after this one, where an earlier run ended
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    after: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    write: WriteArgs,
}

pub(crate) async fn run(args: ReextractArgs) -> Result<Outcome, Error> {
    let service = args.write.connect().await?;
    let request = ReextractArticlesRequest {
        tenant: args.write.tenant,
        article_ids: args.articles,
        after_article_id: args.after.clone(),
        dry_run: args.dry_run,
        offset_unit: OffsetUnit::CodePoints.into(),
    };
    let interrupted = interrupted().map_err(Error::Local)?;
    tokio::pin!(interrupted);
    let steps = service.ingest().reextract_articles(request).await;
    let mut steps = steps.map_err(|status| service.failed(&status))?.into_inner();
    let mut reached = Reached { last: args.after, ..Reached::default() };
    let ended = loop {
        let step = tokio::select! {
            // What has come is printed before the end.
            biased;
            step = steps.message() => step,
            () = &mut interrupted => Ok(None),
        };
        match step {
            Ok(Some(step)) => {
                reached.note(&step);
                let in_words = |step: &_| in_words(step, args.dry_run, &reached.cursor);
                args.output.print("ReextractArticlesResponse", &step, in_words)?;
            }
            Ok(None) => break Ok(Outcome::after(reached.failed)),
            Err(status) => break Err(service.failed(&status)),
        }
    };
    if !reached.done && !reached.last.is_empty() {
        complain(&format!("to go on from here: --after {}", reached.last));
    }
    ended
}

/// How far it has come.
#[derive(Default)]
struct Reached {
    last: String,
    /// Where the newest change is applied; empty before the first.
    cursor: String,
    failed: u64,
    done: bool,
}

impl Reached {
    fn note(&mut self, step: &ReextractArticlesResponse) {
        match &step.step {
            Some(Step::Article(article)) => {
                self.last.clone_from(&article.article_id);
                self.cursor.clone_from(&article.cursor);
            }
            Some(Step::Progress(progress)) => {
                if !progress.last_article_id.is_empty() {
                    self.last.clone_from(&progress.last_article_id);
                }
                self.failed = progress.failed_count.try_into().unwrap_or_default();
                self.done = progress.done;
            }
            None => {}
        }
    }
}

fn in_words(step: &ReextractArticlesResponse, dry_run: bool, cursor: &str) -> Result<String, Error> {
    match &step.step {
        Some(Step::Article(article)) => changes(article),
        Some(Step::Progress(progress)) if progress.done => Ok(summary(progress, dry_run, cursor)),
        Some(Step::Progress(progress)) => {
            complain(&counts(progress));
            Ok(String::new())
        }
        None => Ok(String::new()),
    }
}

/// What becomes of an article's events: one line each, marked as comparisons of texts mark theirs.
fn changes(article: &ReextractedArticle) -> Result<String, Error> {
    let ReextractedArticle { article_id, revision, added, removed, changed, .. } = article;
    let mut counts = vec![
        format!("{} added", added.len()),
        format!("{} removed", removed.len()),
        format!("{} changed", changed.len()),
    ];
    if article.entities_changed {
        counts.push("entities changed".to_owned());
    }
    let mut out = paragraph(0, &format!("{article_id}, revision {revision}: {}", counts.join(", ")));
    for event in removed {
        out += &whole('-', event)?;
    }
    for ChangedEvent { before, after } in changed {
        let (before, after) = (decode(before.as_ref())?, decode(after.as_ref())?);
        let (was, is) = (sentence(&before), sentence(&after));
        out += &if was == is {
            marked('~', &format!("{is} ({})", differences(&before, &after).join(", ")))
        } else {
            marked('-', &was) + &marked('+', &is)
        };
        out += &quotes(&after);
    }
    for event in added {
        out += &whole('+', event)?;
    }
    Ok(out)
}

fn decode(wire: Option<&v1::Event>) -> Result<Event, Error> {
    event::decode(wire.cloned().unwrap_or_default()).map_err(|failure| Error::Answer(failure.to_string()))
}

fn whole(mark: char, wire: &v1::Event) -> Result<String, Error> {
    let event = decode(Some(wire))?;
    Ok(marked(mark, &sentence(&event)) + &quotes(&event))
}

fn marked(mark: char, sentence: &str) -> String {
    paragraph(2, &format!("{mark} {sentence}"))
}

fn quotes(event: &Event) -> String {
    event.evidence.iter().map(|passage| paragraph(6, &format!("> {}", one_line(&passage.quote)))).collect()
}

/// In what two events differ that read alike.
fn differences(before: &Event, after: &Event) -> Vec<String> {
    let mut differences = Vec::new();
    if before.confidence.total_cmp(&after.confidence).is_ne() {
        differences.push(format!("confidence {}, was {}", after.confidence, before.confidence));
    }
    if before.rule != after.rule {
        differences.push(format!("rule {}, was {}", after.rule, before.rule));
    }
    let others = [
        ("evidence", before.evidence != after.evidence),
        ("arguments", before.arguments != after.arguments),
        ("source", before.source != after.source),
        ("fields", before.assertion != after.assertion),
    ];
    let others = others.into_iter().filter(|(_, differ)| *differ).map(|(name, _)| format!("other {name}"));
    differences.into_iter().chain(others).collect()
}

fn summary(progress: &ReextractionProgress, dry_run: bool, cursor: &str) -> String {
    let written = if dry_run { "; nothing was written" } else { "" };
    let cursor = if cursor.is_empty() { String::new() } else { format!("cursor {cursor}\n") };
    format!("{}{written}\n{cursor}", counts(progress))
}

fn counts(progress: &ReextractionProgress) -> String {
    let ReextractionProgress { read_count, changed_count, failed_count, .. } = progress;
    format!("{read_count} read, {changed_count} changed, {failed_count} failed")
}
