//! The conditions on facts, checked, and turned into a query of facts.

use entente_facts::{AsOf, FactQuery, Facts, Words};
use entente_model::{Certainty, EventType, FactStatus, Tenant};
use entente_wire::vocabulary::{optional, required};
use entente_wire::{Failure, Within as _, field, v1};
use jiff::Timestamp;

use crate::filter::{meanings, name, period, words};

/// Most statuses of a filter: each once.
const STATUSES_MOST: usize = FactStatus::ALL.len();

/// The conditions of a request.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct FactFilter {
    entity: Option<String>,
    counterpart: Option<String>,
    statuses: Vec<FactStatus>,
    minimum_certainty: Option<Certainty>,
    minimum_belief: f64,
    disputed_only: bool,
    words: Words,
    published_from: Option<Timestamp>,
    published_before: Option<Timestamp>,
}

impl FactFilter {
    /// The conditions that the message tells; failures name the field within it.
    pub(super) fn decode(filter: Option<&v1::FactFilter>) -> Result<Self, Failure> {
        let Some(filter) = filter else { return Ok(Self::default()) };
        let (published_from, published_before) =
            period(filter.published_after.as_ref(), filter.published_before.as_ref())?;
        field::count(filter.statuses.len(), STATUSES_MOST).within("statuses")?;
        let status = |(index, &number): (usize, &i32)| required(number).within_item("statuses", index);
        Ok(Self {
            entity: name(&filter.entity).within("entity")?,
            counterpart: name(&filter.counterpart).within("counterpart")?,
            statuses: filter.statuses.iter().enumerate().map(status).collect::<Result<_, _>>()?,
            minimum_certainty: optional(filter.minimum_certainty).within("minimum_certainty")?,
            minimum_belief: belief(filter.minimum_belief).within("minimum_belief")?,
            disputed_only: filter.disputed_only,
            words: words(&filter.words)?,
            published_from,
            published_before,
        })
    }

    /// True when it asks for facts of an entity, or for all: none is looked at and passed over.
    pub(super) fn names_only(&self) -> bool {
        *self == Self { entity: self.entity.clone(), ..Self::default() }
    }

    /// The query of these conditions; none where a name is not known, so that nothing can match.
    pub(super) fn query(
        self,
        facts: &dyn Facts,
        tenant: &Tenant,
        event_type: EventType,
        as_of: AsOf,
        limit: usize,
    ) -> Result<Option<FactQuery>, Failure> {
        let entities = meanings(facts, tenant, self.entity.as_deref())?;
        let counterparts = meanings(facts, tenant, self.counterpart.as_deref())?;
        let (Some(entities), Some(counterparts)) = (entities, counterparts) else { return Ok(None) };
        Ok(Some(FactQuery {
            entities,
            counterparts,
            statuses: self.statuses,
            minimum_certainty: self.minimum_certainty,
            minimum_belief: self.minimum_belief,
            disputed_only: self.disputed_only,
            words: self.words,
            published_from: self.published_from,
            published_before: self.published_before,
            as_of,
            ..FactQuery::new(event_type, limit)
        }))
    }
}

/// How strongly articles must bear a fact out, 0 to 1.
pub(crate) fn belief(value: f64) -> Result<f64, Failure> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(Failure::invalid(format!("{value} is not between 0 and 1")))
    }
}

#[cfg(test)]
mod tests {
    use entente_wire::v1::ErrorReason;

    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let filter = v1::FactFilter::default;
        let time = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
        let invalid = ErrorReason::FieldInvalid;
        for (bad, field, reason) in [
            (v1::FactFilter { entity: "x".repeat(257), ..filter() }, "entity", ErrorReason::FieldTooLong),
            (v1::FactFilter { counterpart: "a\nb".to_owned(), ..filter() }, "counterpart", invalid),
            (v1::FactFilter { statuses: vec![1, 11], ..filter() }, "statuses[1]", invalid),
            (v1::FactFilter { statuses: vec![0], ..filter() }, "statuses[0]", invalid),
            (v1::FactFilter { statuses: vec![1; 11], ..filter() }, "statuses", ErrorReason::FieldTooLong),
            (v1::FactFilter { minimum_certainty: 4, ..filter() }, "minimum_certainty", invalid),
            (v1::FactFilter { minimum_belief: 1.5, ..filter() }, "minimum_belief", invalid),
            (v1::FactFilter { minimum_belief: f64::NAN, ..filter() }, "minimum_belief", invalid),
            (v1::FactFilter { words: vec!["…".to_owned()], ..filter() }, "words[0]", invalid),
            (
                v1::FactFilter { published_after: time(9), published_before: time(8), ..filter() },
                "published_after",
                invalid,
            ),
        ] {
            let failure = FactFilter::decode(Some(&bad)).unwrap_err();
            assert_eq!((failure.field.as_str(), failure.reason), (field, reason), "{failure}");
        }
    }

    #[test]
    fn nothing_set_is_no_condition() {
        assert_eq!(FactFilter::decode(None), Ok(FactFilter::default()));
        assert_eq!(FactFilter::decode(Some(&v1::FactFilter::default())), Ok(FactFilter::default()));
    }
}
