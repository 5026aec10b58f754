//! `entente contradictions`: what is at odds, both sides with their evidence.

use clap::Args;
use entente_wire::v1::{
    Contradiction, ContradictionKind, FactSupport, ListContradictionsRequest, OffsetUnit,
};

use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::listing::{ListingArgs, Page};
use crate::telling::{Word as _, instant, paragraph, report, reported, word};

#[derive(Debug, Args)]
pub(crate) struct ContradictionsArgs {
    /// Takes part: any name or alias, or an entity's id
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Only of this kind; any when not given
    #[arg(long = "kind", value_name = "KIND", value_parser = ContradictionKind::parser(), ignore_case = true)]
    kinds: Vec<i32>,
    #[command(flatten)]
    listing: ListingArgs,
}

pub(crate) async fn run(args: ContradictionsArgs) -> Result<Outcome, Error> {
    let page = async |service: &Service, page_size, page_token| {
        let request = ListContradictionsRequest {
            tenant: args.listing.read.tenant.clone(),
            entity: args.entity.clone().unwrap_or_default(),
            kinds: args.kinds.clone(),
            page_size,
            page_token,
            cursor: args.listing.read.cursor.clone(),
            offset_unit: OffsetUnit::CodePoints.into(),
        };
        let page = service.query().list_contradictions(request).await?.into_inner();
        Ok(Page { items: page.contradictions, next: page.next_page_token })
    };
    args.listing
        .print("Contradiction", page, |found, _| match found {
            [] => Ok("nothing is at odds\n".to_owned()),
            found => found.iter().map(|contradiction| in_words(0, contradiction)).collect(),
        })
        .await
}

/// What is at odds, then each side with its quotes.
pub(crate) fn in_words(indent: usize, contradiction: &Contradiction) -> Result<String, Error> {
    let time = contradiction.time.as_ref().map_or(Ok(String::new()), instant)?;
    let kind = word(contradiction.kind());
    let mut out = paragraph(indent, &format!("{time} {kind}: {}", contradiction.description));
    out += &paragraph(indent + 2, &format!("of {}", contradiction.fact_ids.join(", ")));
    for (name, side) in [("one side", &contradiction.one_side), ("the other", &contradiction.other_side)] {
        out += &told(indent + 2, name, side)?;
    }
    Ok(out)
}

fn told(indent: usize, name: &str, side: &[FactSupport]) -> Result<String, Error> {
    let mut out = String::new();
    for support in side {
        out += &paragraph(indent, &format!("{name}: {}", report(support)?));
        out += &reported(indent + 2, support)?;
    }
    if out.is_empty() {
        // A sale of what was never held has only one side.
        out = paragraph(indent, &format!("{name}: no report"));
    }
    Ok(out)
}
