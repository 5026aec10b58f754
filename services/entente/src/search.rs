//! `entente search`: full-text search over what articles say.

mod highlight;

use std::cell::Cell;
use std::io::IsTerminal as _;

use clap::{Args, ValueEnum};
use entente_wire::v1::{OffsetUnit, SearchEvidenceRequest, SearchHit, SearchScope};

use crate::error::{Error, Outcome};
use crate::input::PublishedArgs;
use crate::listing::{ListingArgs, Page};
use crate::output::complain;
use crate::sentence::one_line;
use crate::table::Table;
use crate::telling::instant;

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Words, all of which have to occur; in "quotation marks" as a phrase; after a minus, and with -- before it all, what
    /// must not occur
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Where to look
    #[arg(long, value_enum, default_value_t = Scope::Evidence)]
    scope: Scope,
    /// Only articles in this language, fr or en for instance
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    language: String,
    #[command(flatten)]
    published: PublishedArgs,
    #[command(flatten)]
    listing: ListingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// The passages that carry what is known
    Evidence,
    /// Whole articles
    Articles,
}

impl From<Scope> for SearchScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Evidence => Self::Evidence,
            Scope::Articles => Self::Articles,
        }
    }
}

pub(crate) async fn run(args: SearchArgs) -> Result<Outcome, Error> {
    let behind = Cell::new(false);
    let page = async |service: &crate::client::Service, page_size, page_token| {
        let request = SearchEvidenceRequest {
            tenant: args.listing.read.tenant.clone(),
            query: args.words.join(" "),
            language: args.language.clone(),
            scope: SearchScope::from(args.scope).into(),
            published_after: args.published.after(),
            published_before: args.published.before(),
            page_size,
            page_token,
            cursor: args.listing.read.cursor.clone(),
            offset_unit: OffsetUnit::CodePoints.into(),
        };
        let page = service.query().search_evidence(request).await?.into_inner();
        behind.set(page.progress.is_some_and(|progress| !progress.current));
        Ok(Page { items: page.hits, next: page.next_page_token })
    };
    let bold = std::io::stdout().is_terminal();
    let outcome = args.listing.print("SearchHit", page, |hits, first| table(hits, first, bold)).await?;
    if behind.get() {
        complain("what came last is not in the text index yet: see --cursor");
    }
    Ok(outcome)
}

/// The page as a table, with the names of its columns if it is the first.
fn table(hits: &[SearchHit], first: bool, bold: bool) -> Result<String, Error> {
    let mut table = Table::new(&["PUBLISHED", "SOURCE", "TITLE", "ARTICLE"]);
    for hit in hits {
        let article = hit.article.clone().unwrap_or_default();
        let published = article.publish_time.as_ref().map(instant).transpose()?.unwrap_or_default();
        let day = published.split(' ').next().unwrap_or_default().to_owned();
        // The event's id begins with the article's.
        let id = if hit.event_id.is_empty() { article.article_id } else { hit.event_id.clone() };
        table.push(
            &[day, one_line(&article.source), one_line(&article.title), id],
            highlight::passage(hit, bold)?,
        );
    }
    Ok(table.print(first))
}
