//! Strategies: what an organisation has decided, plans or refuses to do.

use crate::Party;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What the plan is to do.
    pub enum StrategyAction as "strategy action" {
        /// Bring out something new.
        Launch = "LAUNCH",
        /// Develop, set up.
        Develop = "DEVELOP",
        /// Grow, open more.
        Expand = "EXPAND",
        /// Go into a market.
        Enter = "ENTER",
        /// Leave a market, close.
        Exit = "EXIT",
        /// Spend or raise money on something.
        Invest = "INVEST",
        /// Cut jobs or costs.
        Cut = "CUT",
        /// Reorganise.
        Reorganise = "REORGANISE",
        /// Look for something.
        Seek = "SEEK",
        /// A dated or numbered target.
        Target = "TARGET",
        /// None of these.
        Other = "OTHER",
    }
}

vocabulary! {
    /// How far it has come.
    pub enum StrategyStatus as "strategy status" {
        /// Intended.
        Planned = "PLANNED",
        /// Being done.
        Underway = "UNDERWAY",
        /// Done.
        Completed = "COMPLETED",
        /// Given up.
        Abandoned = "ABANDONED",
    }
}

/// A plan of an organisation about its own business.
#[derive(Debug, Clone, PartialEq)]
pub struct Strategy {
    /// Whose plan.
    pub actor: Party,
    /// What to do.
    pub action: StrategyAction,
    /// How far it has come.
    pub status: StrategyStatus,
    /// A few words of the text.
    pub topic: Option<String>,
    /// Where, in the words of the text.
    pub regions: Vec<String>,
}
