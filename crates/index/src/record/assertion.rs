//! The part of an event's record that its kind decides.

use entente_model::{
    Assertion, Currency, Money, Partnership, Party, Percent, Share, Stake, Statement, Strategy,
};
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::vocabulary::Coded;

#[derive(Serialize, Deserialize)]
pub(super) enum AssertionRecord<'a> {
    Partnership {
        #[serde(borrow)]
        parties: Vec<&'a str>,
        excluded: Vec<&'a str>,
        kind: u8,
        status: u8,
        topic: Option<&'a str>,
        regions: Vec<&'a str>,
    },
    Stake {
        #[serde(borrow)]
        holders: Vec<&'a str>,
        target: &'a str,
        seller: Option<&'a str>,
        action: u8,
        status: u8,
        share: Option<ShareRecord>,
        share_before: Option<ShareRecord>,
        share_change: Option<ShareRecord>,
        interest: u8,
        amount: Option<(f64, &'a str)>,
    },
    Strategy {
        #[serde(borrow)]
        actor: &'a str,
        action: u8,
        status: u8,
        topic: Option<&'a str>,
        regions: Vec<&'a str>,
    },
    Statement {
        #[serde(borrow)]
        speakers: Vec<&'a str>,
        quote: &'a str,
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

pub(super) fn share(record: Option<ShareRecord>) -> Result<Option<Share>, RecordError> {
    let share = |r: ShareRecord| Share::new(r.exact, r.minimum, r.maximum, r.approximate);
    Ok(record.map(share).transpose()?)
}

pub(super) fn money(record: Option<(f64, &str)>) -> Result<Option<Money>, RecordError> {
    let money = |(value, currency): (f64, &str)| Money::new(value, Currency::new(currency)?);
    Ok(record.map(money).transpose()?)
}

fn all_written(parties: &[Party]) -> Vec<&str> {
    parties.iter().map(Party::as_str).collect()
}

/// The unnamed party is written as its sign, which is read back as itself.
fn parties(written: Vec<&str>) -> Vec<Party> {
    written.into_iter().map(Party::from).collect()
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

impl<'a> From<&'a Assertion> for AssertionRecord<'a> {
    fn from(assertion: &'a Assertion) -> Self {
        match assertion {
            Assertion::Partnership(p) => Self::Partnership {
                parties: all_written(&p.parties),
                excluded: all_written(&p.excluded),
                kind: p.kind.code(),
                status: p.status.code(),
                topic: p.topic.as_deref(),
                regions: borrowed(&p.regions),
            },
            Assertion::Stake(s) => Self::Stake {
                holders: all_written(&s.holders),
                target: s.target.as_str(),
                seller: s.seller.as_ref().map(Party::as_str),
                action: s.action.code(),
                status: s.status.code(),
                share: s.share.as_ref().map(Into::into),
                share_before: s.share_before.as_ref().map(Into::into),
                share_change: s.share_change.as_ref().map(Into::into),
                interest: s.interest.code(),
                amount: s.amount.as_ref().map(|amount| (amount.value, amount.currency.as_str())),
            },
            Assertion::Strategy(s) => Self::Strategy {
                actor: s.actor.as_str(),
                action: s.action.code(),
                status: s.status.code(),
                topic: s.topic.as_deref(),
                regions: borrowed(&s.regions),
            },
            Assertion::Statement(s) => {
                Self::Statement { speakers: all_written(&s.speakers), quote: &s.quote }
            }
        }
    }
}

impl AssertionRecord<'_> {
    pub(super) fn rebuild(self) -> Result<Assertion, RecordError> {
        Ok(match self {
            Self::Partnership { parties: names, excluded, kind, status, topic, regions } => {
                Assertion::Partnership(Partnership {
                    parties: parties(names),
                    excluded: parties(excluded),
                    kind: Coded::of_code(kind)?,
                    status: Coded::of_code(status)?,
                    topic: topic.map(str::to_owned),
                    regions: owned(regions),
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
                holders: parties(holders),
                target: Party::from(target),
                seller: seller.map(Party::from),
                action: Coded::of_code(action)?,
                status: Coded::of_code(status)?,
                share: share(told)?,
                share_before: share(share_before)?,
                share_change: share(share_change)?,
                interest: Coded::of_code(interest)?,
                amount: money(amount)?,
            }),
            Self::Strategy { actor, action, status, topic, regions } => Assertion::Strategy(Strategy {
                actor: Party::from(actor),
                action: Coded::of_code(action)?,
                status: Coded::of_code(status)?,
                topic: topic.map(str::to_owned),
                regions: owned(regions),
            }),
            Self::Statement { speakers, quote } => {
                Assertion::Statement(Statement { speakers: parties(speakers), quote: quote.to_owned() })
            }
        })
    }
}
