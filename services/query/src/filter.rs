//! The conditions on events, checked, and turned into a query of facts.

use entente_facts::{EntityId, EventQuery, Facts, Wanted, Words};
use entente_model::{Certainty, Polarity, Tenant};
use entente_wire::vocabulary::optional;
use entente_wire::{Failure, Within as _, field, v1};
use jiff::Timestamp;

use crate::reader::unread;

/// Longest name of an entity, in bytes.
pub(crate) const NAME_MOST: usize = 256;
/// Most words of a filter.
const WORDS_MOST: usize = 16;
/// Longest word of a filter, in bytes.
const WORD_MOST: usize = 256;
/// Most entities that one name is taken for: so many can only share a short form.
const MEANINGS_MOST: usize = 16;

/// The conditions of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filter {
    entity: Option<String>,
    counterpart: Option<String>,
    polarity: Option<Polarity>,
    minimum_certainty: Option<Certainty>,
    words: Words,
    published_from: Option<Timestamp>,
    published_before: Option<Timestamp>,
}

impl Filter {
    /// The conditions that the message tells; failures name the field within it.
    pub(crate) fn decode(filter: Option<&v1::EventFilter>) -> Result<Self, Failure> {
        let Some(filter) = filter else { return Ok(Self::default()) };
        let (published_from, published_before) =
            period(filter.published_after.as_ref(), filter.published_before.as_ref())?;
        Ok(Self {
            entity: name(&filter.entity).within("entity")?,
            counterpart: name(&filter.counterpart).within("counterpart")?,
            polarity: optional(filter.polarity).within("polarity")?,
            minimum_certainty: optional(filter.minimum_certainty).within("minimum_certainty")?,
            words: words(&filter.words)?,
            published_from,
            published_before,
        })
    }

    /// The query of these conditions; none where a name is not known, so that nothing can match.
    pub(crate) fn query(
        &self,
        facts: &dyn Facts,
        tenant: &Tenant,
        wanted: Wanted,
        limit: usize,
    ) -> Result<Option<EventQuery>, Failure> {
        let entities = meanings(facts, tenant, self.entity.as_deref())?;
        let counterparts = meanings(facts, tenant, self.counterpart.as_deref())?;
        let (Some(entities), Some(counterparts)) = (entities, counterparts) else { return Ok(None) };
        Ok(Some(EventQuery {
            entities,
            counterparts,
            polarity: self.polarity,
            minimum_certainty: self.minimum_certainty,
            words: self.words.clone(),
            published_from: self.published_from,
            published_before: self.published_before,
            ..EventQuery::new(wanted, limit)
        }))
    }
}

/// The entities that a name means: none in the list without a name, no list for a name that is not known. One whose own
/// name it is goes before those that some article only calls so.
pub(crate) fn meanings(
    facts: &dyn Facts,
    tenant: &Tenant,
    name: Option<&str>,
) -> Result<Option<Vec<EntityId>>, Failure> {
    let Some(name) = name else { return Ok(Some(Vec::new())) };
    if let Ok(id) = name.parse() {
        // It may have become part of another, which is who takes part then.
        let entity = facts.canonical(tenant, id).map_err(|error| unread(&error))?;
        return Ok(Some(vec![entity]));
    }
    let meant = facts.meant(tenant, name, MEANINGS_MOST).map_err(|error| unread(&error))?;
    Ok((!meant.is_empty()).then_some(meant))
}

/// The name of an entity in a request; none when it is blank.
pub(crate) fn name(name: &str) -> Result<Option<String>, Failure> {
    field::line(name, NAME_MOST)?;
    Ok((!name.trim().is_empty()).then(|| name.to_owned()))
}

/// The times of publication between which articles are asked for.
pub(crate) fn period(
    after: Option<&prost_types::Timestamp>,
    before: Option<&prost_types::Timestamp>,
) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
    let from = after.map(field::timestamp).transpose().within("published_after")?;
    let before = before.map(field::timestamp).transpose().within("published_before")?;
    if let (Some(from), Some(before)) = (from, before)
        && from > before
    {
        let failure = Failure::invalid(format!("{from} is later than published_before, {before}"));
        return Err(failure.within("published_after"));
    }
    Ok((from, before))
}

/// The words that a filter asks for.
pub(crate) fn words(words: &[String]) -> Result<Words, Failure> {
    field::count(words.len(), WORDS_MOST).within("words")?;
    for (index, word) in words.iter().enumerate() {
        field::line(word, WORD_MOST).within_item("words", index)?;
        if Words::new([word.as_str()]).is_empty() {
            return Err(Failure::invalid("holds no letter and no digit")).within_item("words", index);
        }
    }
    Ok(Words::new(words.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use entente_wire::v1::ErrorReason;

    use super::*;

    const fn time(seconds: i64) -> prost_types::Timestamp {
        prost_types::Timestamp { seconds, nanos: 0 }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let filter = v1::EventFilter::default;
        for (bad, field, reason) in [
            (v1::EventFilter { entity: "x".repeat(257), ..filter() }, "entity", ErrorReason::FieldTooLong),
            (
                v1::EventFilter { counterpart: "a\nb".to_owned(), ..filter() },
                "counterpart",
                ErrorReason::FieldInvalid,
            ),
            (v1::EventFilter { polarity: 7, ..filter() }, "polarity", ErrorReason::FieldInvalid),
            (
                v1::EventFilter { minimum_certainty: -1, ..filter() },
                "minimum_certainty",
                ErrorReason::FieldInvalid,
            ),
            (
                v1::EventFilter { words: vec!["a".to_owned(); 17], ..filter() },
                "words",
                ErrorReason::FieldTooLong,
            ),
            (
                v1::EventFilter { words: vec!["a".to_owned(), "…".to_owned()], ..filter() },
                "words[1]",
                ErrorReason::FieldInvalid,
            ),
            (
                v1::EventFilter {
                    published_after: Some(time(9)),
                    published_before: Some(time(8)),
                    ..filter()
                },
                "published_after",
                ErrorReason::FieldInvalid,
            ),
            (
                v1::EventFilter { published_before: Some(time(i64::MAX)), ..filter() },
                "published_before",
                ErrorReason::FieldInvalid,
            ),
        ] {
            let failure = Filter::decode(Some(&bad)).unwrap_err();
            assert_eq!((failure.field.as_str(), failure.reason), (field, reason), "{failure}");
        }
    }

    #[test]
    fn nothing_set_is_no_condition() {
        assert_eq!(Filter::decode(None), Ok(Filter::default()));
        assert_eq!(Filter::decode(Some(&v1::EventFilter::default())), Ok(Filter::default()));
    }
}
