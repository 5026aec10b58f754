//! From a plan to the events that answer it.

mod agreements;
mod compare;
mod context;
mod deals;
mod holdings;
mod merge;
mod mergers;
mod moment;
mod nearest;
mod partners;
mod plans;
mod prices;
mod quoted;
mod reading;
mod relevance;
mod search;
mod sources;
mod standing;
mod statements;
mod talks;
mod verdict;

use entente_facts::{Day, FactsError, IndexedEvent};
use entente_model::{Money, Share, Timex};

pub(crate) use nearest::nearest;
pub(crate) use search::Search;

use crate::plan::{Ask, Plan};

/// What answers a plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Finding {
    /// What to tell, in order: events that tell the same are one.
    pub(crate) told: Vec<Vec<IndexedEvent>>,
    /// Who is the answer, by the name that the first event told has for them.
    pub(crate) entities: Vec<String>,
    pub(crate) share: Option<Share>,
    pub(crate) amount: Option<Money>,
    pub(crate) verdict: Option<bool>,
    pub(crate) time: Option<Timex>,
    /// Since when what is told first has been so.
    pub(crate) since: Option<Day>,
    /// There may be more than what is told.
    pub(crate) more: bool,
    /// Articles are at odds about it; both sides are told.
    pub(crate) disputed: bool,
}

/// Why nothing answers a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Nothing is told of somebody that the question names.
    Name(String),
    /// Something is told of those named, but not with these words.
    Words(Vec<String>),
    /// Nothing that answers is told.
    Facts,
    /// What is told contradicts itself.
    Contradiction,
    /// It is not read for.
    OutOfScope,
}

/// What answers a plan, or why nothing does.
pub(crate) type Found = Result<Result<Finding, Missing>, FactsError>;

/// The plan with the name of a target that nobody is known by among the words that evidence must hold: what is bought and
/// sold is often no company of its own.
pub(crate) fn described(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let deals = matches!(
        plan.ask,
        Ask::Buyers | Ask::Bidders | Ask::Sellers | Ask::Price | Ask::DealDate | Ask::Closed
    );
    if deals && !plan.subject.is_empty() && plan.subject.iter().all(|name| !name.is_known()) {
        let strangers = std::mem::take(&mut plan.subject);
        plan.with.extend(strangers);
    }
    plan
}

impl Search<'_> {
    /// Looks the plan up.
    pub(crate) fn run(&self) -> Found {
        let plan = self.plan();
        if plan.ask == Ask::OutOfScope {
            return Ok(Err(Missing::OutOfScope));
        }
        if let Some(stranger) = plan.subject.iter().chain(&plan.object).find(|name| !name.is_known()) {
            return Ok(Err(Missing::Name(stranger.name.clone())));
        }
        match plan.ask {
            Ask::Partners => partners::partners(self),
            Ask::Partnered => partners::partnered(self),
            Ask::Seeks => partners::seeks(self),
            Ask::Involved => partners::involved(self),
            Ask::Talks => talks::talks(self),
            Ask::Talking => talks::talking(self),
            Ask::Broken => talks::broken(self),
            Ask::Signed => agreements::signed(self),
            Ask::Agreement => agreements::date(self),
            Ask::Share => holdings::share(self),
            Ask::Holders => holdings::holders(self),
            Ask::Holdings => holdings::holdings(self),
            Ask::Owns => holdings::owns(self),
            Ask::Buyers => deals::buyers(self),
            Ask::Purchases => deals::purchases(self),
            Ask::Buys => deals::buys(self),
            Ask::Bidders => deals::bidders(self),
            Ask::Sellers => deals::sellers(self),
            Ask::Sales => deals::sales(self),
            Ask::Sells => deals::sells(self),
            Ask::Closed => deals::closed(self),
            Ask::Price => prices::price(self),
            Ask::DealDate => prices::date(self),
            Ask::Plans => plans::plans(self),
            Ask::Acts => plans::acts(self),
            Ask::Does => plans::does(self),
            Ask::Refusals => plans::refusals(self),
            Ask::PlanDate => plans::date(self),
            Ask::Refuses => plans::refuses(self),
            Ask::Says => statements::says(self),
            Ask::Deniers => sources::deniers(self),
            Ask::Sources => sources::sources(self),
            Ask::Mergers => mergers::mergers(self),
            Ask::Changes => compare::changes(self),
            Ask::Compare => compare::compare(self),
            Ask::OutOfScope => Ok(Err(Missing::OutOfScope)),
        }
    }
}
