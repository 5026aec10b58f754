//! The part of an event's record that its kind decides.

use entente_model::{
    Assertion, Currency, Money, Partnership, Party, Percent, Share, Stake, Statement, Strategy,
};
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::event::written;

#[derive(Serialize, Deserialize)]
pub(super) enum AssertionRecord {
    Partnership {
        parties: Vec<String>,
        excluded: Vec<String>,
        kind: String,
        status: String,
        topic: Option<String>,
        regions: Vec<String>,
    },
    Stake {
        holders: Vec<String>,
        target: String,
        seller: Option<String>,
        action: String,
        status: String,
        share: Option<ShareRecord>,
        share_before: Option<ShareRecord>,
        share_change: Option<ShareRecord>,
        interest: String,
        amount: Option<(f64, String)>,
    },
    Strategy {
        actor: String,
        action: String,
        status: String,
        topic: Option<String>,
        regions: Vec<String>,
    },
    Statement {
        speakers: Vec<String>,
        quote: String,
    },
}

/// Percents, as in the model.
#[derive(Serialize, Deserialize)]
pub(super) struct ShareRecord {
    exact: Option<f64>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    approximate: bool,
}

impl From<&Share> for ShareRecord {
    fn from(share: &Share) -> Self {
        Self {
            exact: share.exact().map(Percent::value),
            minimum: share.minimum().map(Percent::value),
            maximum: share.maximum().map(Percent::value),
            approximate: share.approximate(),
        }
    }
}

fn share(record: Option<ShareRecord>) -> Result<Option<Share>, RecordError> {
    let share = |r: ShareRecord| Share::new(r.exact, r.minimum, r.maximum, r.approximate);
    Ok(record.map(share).transpose()?)
}

fn money(record: Option<(f64, String)>) -> Result<Option<Money>, RecordError> {
    let money = |(value, currency): (f64, String)| Money::new(value, Currency::new(&currency)?);
    Ok(record.map(money).transpose()?)
}

fn all_written(parties: &[Party]) -> Vec<String> {
    parties.iter().map(written).collect()
}

fn parties(written: &[String]) -> Vec<Party> {
    written.iter().map(|name| Party::from(name.as_str())).collect()
}

impl From<&Assertion> for AssertionRecord {
    fn from(assertion: &Assertion) -> Self {
        match assertion {
            Assertion::Partnership(p) => Self::Partnership {
                parties: all_written(&p.parties),
                excluded: all_written(&p.excluded),
                kind: p.kind.name().to_owned(),
                status: p.status.name().to_owned(),
                topic: p.topic.clone(),
                regions: p.regions.clone(),
            },
            Assertion::Stake(s) => Self::Stake {
                holders: all_written(&s.holders),
                target: written(&s.target),
                seller: s.seller.as_ref().map(written),
                action: s.action.name().to_owned(),
                status: s.status.name().to_owned(),
                share: s.share.as_ref().map(Into::into),
                share_before: s.share_before.as_ref().map(Into::into),
                share_change: s.share_change.as_ref().map(Into::into),
                interest: s.interest.name().to_owned(),
                amount: s.amount.map(|amount| (amount.value, amount.currency.to_string())),
            },
            Assertion::Strategy(s) => Self::Strategy {
                actor: written(&s.actor),
                action: s.action.name().to_owned(),
                status: s.status.name().to_owned(),
                topic: s.topic.clone(),
                regions: s.regions.clone(),
            },
            Assertion::Statement(s) => {
                Self::Statement { speakers: all_written(&s.speakers), quote: s.quote.clone() }
            }
        }
    }
}

impl AssertionRecord {
    pub(super) fn rebuild(self) -> Result<Assertion, RecordError> {
        Ok(match self {
            Self::Partnership { parties: names, excluded, kind, status, topic, regions } => {
                Assertion::Partnership(Partnership {
                    parties: parties(&names),
                    excluded: parties(&excluded),
                    kind: kind.parse()?,
                    status: status.parse()?,
                    topic,
                    regions,
                })
            }
            Self::Stake {
                holders,
                target,
                seller,
                action,
                status,
                share: told,
                share_before,
                share_change,
                interest,
                amount,
            } => Assertion::Stake(Stake {
                holders: parties(&holders),
                target: Party::from(target.as_str()),
                seller: seller.as_deref().map(Party::from),
                action: action.parse()?,
                status: status.parse()?,
                share: share(told)?,
                share_before: share(share_before)?,
                share_change: share(share_change)?,
                interest: interest.parse()?,
                amount: money(amount)?,
            }),
            Self::Strategy { actor, action, status, topic, regions } => Assertion::Strategy(Strategy {
                actor: Party::from(actor.as_str()),
                action: action.parse()?,
                status: status.parse()?,
                topic,
                regions,
            }),
            Self::Statement { speakers, quote } => {
                Assertion::Statement(Statement { speakers: parties(&speakers), quote })
            }
        })
    }
}
