//! `entente erase`: articles that were taken in, gone for good.

use clap::{ArgGroup, Args, ValueEnum};
use entente_wire::v1;
use entente_wire::v1::erase_articles_request::Which;
use entente_wire::v1::erase_articles_response::Step;

use crate::error::{Error, Outcome};
use crate::ingest::WriteArgs;
use crate::listing::Output;
use crate::output::complain;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(crate) struct EraseArgs {
    /// This article, in all its revisions
    #[arg(value_name = "ID", group = "which")]
    article: Option<String>,
    /// All articles that this source published, by their newest revisions; needs --yes or --dry-run
    #[arg(long, value_name = "SOURCE", group = "which")]
    source: Option<String>,
    /// All articles of the tenant; needs --yes or --dry-run
    #[arg(long, group = "which")]
    all_of_tenant: bool,
    /// Why; the tombstone tells it
    #[arg(long, value_enum)]
    reason: Reason,
    /// Erase nothing: print what would be
    #[arg(long, conflicts_with = "article")]
    dry_run: bool,
    /// Yes, all of them, for good
    #[arg(long)]
    yes: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    write: WriteArgs,
}

/// Why articles are erased.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Reason {
    /// Somebody asked for the removal of personal data
    PersonalData,
    /// A court, an authority or the publisher had it taken down
    Takedown,
    /// The licence to keep it has ended
    Licence,
    /// It was kept as long as it was to be
    Retention,
    /// Any other
    Other,
}

impl From<Reason> for v1::ErasureReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::PersonalData => Self::PersonalData,
            Reason::Takedown => Self::Takedown,
            Reason::Licence => Self::Licence,
            Reason::Retention => Self::Retention,
            Reason::Other => Self::Other,
        }
    }
}

pub(crate) async fn run(args: EraseArgs) -> Result<Outcome, Error> {
    let reason = v1::ErasureReason::from(args.reason).into();
    let Some(article_id) = args.article else { return many(args, reason).await };
    let service = args.write.connect().await?;
    let request = v1::EraseArticleRequest {
        tenant: args.write.tenant,
        article_id: article_id.clone(),
        reason,
        wait_for_purge: true,
    };
    let answer = service.ingest().erase_article(request).await;
    let answer = answer.map_err(|status| service.failed(&status))?.into_inner();
    args.output.print("EraseArticleResponse", &answer, |answer| {
        Ok(format!("{article_id} is erased{}, cursor {}\n", left(answer.purged), answer.cursor))
    })?;
    Ok(Outcome::Done)
}

/// What is to be said of the files.
fn left(purged: bool) -> &'static str {
    if purged { "" } else { " (the log's files are being rewritten)" }
}

async fn many(args: EraseArgs, reason: i32) -> Result<Outcome, Error> {
    if !args.yes && !args.dry_run {
        let expected = "expected --yes, since what is erased is gone for good, or --dry-run".to_owned();
        return Err(Error::Flag { flag: "--yes", value: "not given".to_owned(), expected });
    }
    let service = args.write.connect().await?;
    let request = v1::EraseArticlesRequest {
        tenant: args.write.tenant,
        which: Some(args.source.map_or(Which::All(true), Which::Source)),
        reason,
        dry_run: args.dry_run,
        wait_for_purge: !args.dry_run,
    };
    let steps = service.ingest().erase_articles(request).await;
    let mut steps = steps.map_err(|status| service.failed(&status))?.into_inner();
    let mut failed = 0;
    while let Some(step) = steps.message().await.map_err(|status| service.failed(&status))? {
        if let Some(Step::Progress(progress)) = &step.step {
            failed = progress.failed_count.try_into().unwrap_or_default();
        }
        args.output.print("EraseArticlesResponse", &step, |step| Ok(in_words(step, args.dry_run)))?;
    }
    Ok(Outcome::after(failed))
}

fn in_words(step: &v1::EraseArticlesResponse, dry_run: bool) -> String {
    match &step.step {
        Some(Step::Article(article)) => format!("{}\n", article.article_id),
        Some(Step::Progress(progress)) => {
            let counts = format!(
                "{} seen, {} erased, {} failed",
                progress.seen_count, progress.erased_count, progress.failed_count
            );
            match (progress.done, dry_run) {
                (true, true) => format!("{counts}; nothing was written\n"),
                (true, false) => format!("{counts}{}\n", left(progress.purged)),
                (false, _) => {
                    complain(&counts);
                    String::new()
                }
            }
        }
        None => String::new(),
    }
}
