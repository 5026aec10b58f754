//! How tables say what an event is: `field: value; field: value`, as in `holders: Norvane; target: Caldora; share: <=15`.
//!
//! Fields are those of the events format, and `type`, which may be left out where the others tell it. Lists are parted by commas and
//! have no order; `none` is a field that is not set. A share is `15`, `~15` (about), `<=15`, `>=50` or `10..15`; an amount is
//! `300000000 EUR`; a source is its kind and its name or count, `PERSON Jane Doe` or `ANONYMOUS 3`. What a line does not name may have any value.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use entente_model::{
    Assertion, Event, EventType, Money, Partnership, Party, Share, Source, Stake, Statement, Strategy, Timex,
};

/// A field that is not set.
const NONE: &str = "none";

/// The fields of each type, in the order in which they are written, and those that tell it by themselves.
const FIELDS: [(EventType, &[&str], &[&str]); 4] = [
    (
        EventType::Partnership,
        &["parties", "excluded", "kind", "status", "topic", "regions"],
        &["parties", "excluded", "kind"],
    ),
    (
        EventType::Stake,
        &[
            "holders",
            "target",
            "seller",
            "action",
            "status",
            "share",
            "share_before",
            "share_change",
            "interest",
            "amount",
        ],
        &["holders", "target", "seller", "share", "share_before", "share_change", "interest", "amount"],
    ),
    (EventType::Strategy, &["actor", "action", "status", "topic", "regions"], &["actor"]),
    (EventType::Statement, &["speakers", "quote"], &["speakers", "quote"]),
];

/// The fields that events of every type have.
const EVERY: [&str; 5] = ["polarity", "certainty", "source", "time", "expected"];

/// Values that go without saying when an event is written.
const PLAIN: [(&str, &str); 4] =
    [("polarity", "POSITIVE"), ("certainty", "CERTAIN"), ("source", "AUTHOR"), ("interest", "SHAREHOLDING")];

/// What a line says of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    kind: EventType,
    fields: BTreeMap<String, String>,
}

impl Line {
    /// Reads a line; `implied` is the type where its fields don't tell it. The error names the field.
    pub fn parse(line: &str, implied: Option<EventType>) -> Result<Self, String> {
        let mut fields = BTreeMap::new();
        for part in line.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (field, value) =
                part.split_once(':').ok_or_else(|| format!("{part:?} is no field: value"))?;
            let (field, value) = (field.trim(), value.trim());
            if fields.insert(field.to_owned(), canonical(field, value)).is_some() {
                return Err(format!("{field} is given twice"));
            }
        }
        let stated =
            fields.remove("type").map(|name| name.parse::<EventType>().map_err(|error| error.to_string()));
        let telling = |tells: &[&str]| tells.iter().any(|&field| fields.contains_key(field));
        let told = FIELDS.iter().find(|(_, _, tells)| telling(tells)).map(|&(kind, ..)| kind);
        let kind = stated.transpose()?.or(told).or(implied).ok_or("its type is untold: add `type: ...`")?;
        let known = fields_of(kind);
        match fields.keys().find(|field| !known.contains(&field.as_str())) {
            Some(field) => Err(format!("{field} is no field of a {kind}")),
            None => Ok(Self { kind, fields }),
        }
    }

    /// Why the event is not what the line says; nothing where it is.
    pub fn differs(&self, event: &Event) -> Option<String> {
        let kind = event.assertion.event_type();
        if kind != self.kind {
            return Some(format!("it is a {kind}"));
        }
        let has = values(event);
        let other = self.fields.iter().find(|(field, value)| has.get(field.as_str()) != Some(*value));
        other.map(|(field, value)| format!("{field} is {}, not {value}", has[field.as_str()]))
    }
}

/// Writes an event as a line that it fits. What goes without saying is left out.
pub fn write(event: &Event) -> String {
    let values = values(event);
    let kind = event.assertion.event_type();
    let mut line = String::new();
    for field in fields_of(kind) {
        let Some(value) = values.get(field).filter(|value| *value != NONE) else { continue };
        let speaks = event.assertion.event_type() == EventType::Statement && EVERY.contains(&field);
        if speaks || PLAIN.contains(&(field, value)) {
            continue;
        }
        let parting = if line.is_empty() { "" } else { "; " };
        write!(line, "{parting}{field}: {value}").expect("a string takes everything");
    }
    line
}

fn fields_of(kind: EventType) -> Vec<&'static str> {
    let own = FIELDS.iter().find(|(of, ..)| *of == kind).map_or(&[][..], |(_, fields, _)| fields);
    own.iter().chain(&EVERY).copied().collect()
}

/// A value as [`values`] writes it: lists sorted.
fn canonical(field: &str, value: &str) -> String {
    if !matches!(field, "parties" | "excluded" | "holders" | "speakers" | "regions") {
        return value.to_owned();
    }
    list(value.split(',').map(|name| name.trim().to_owned()).collect())
}

fn list(mut names: Vec<String>) -> String {
    names.sort();
    if names.is_empty() { NONE.to_owned() } else { names.join(", ") }
}

fn values(event: &Event) -> BTreeMap<&'static str, String> {
    let parties = |parties: &[Party]| list(parties.iter().map(ToString::to_string).collect());
    let mut values: BTreeMap<_, _> = match &event.assertion {
        Assertion::Partnership(Partnership { parties: all, excluded, kind, status, topic, regions }) => [
            ("parties", parties(all)),
            ("excluded", parties(excluded)),
            ("kind", kind.to_string()),
            ("status", status.to_string()),
            ("topic", or_none(topic.as_ref())),
            ("regions", list(regions.clone())),
        ]
        .into(),
        Assertion::Stake(stake) => stake_values(stake, parties(&stake.holders)),
        Assertion::Strategy(Strategy { actor, action, status, topic, regions }) => [
            ("actor", actor.to_string()),
            ("action", action.to_string()),
            ("status", status.to_string()),
            ("topic", or_none(topic.as_ref())),
            ("regions", list(regions.clone())),
        ]
        .into(),
        Assertion::Statement(Statement { speakers, quote }) => {
            [("speakers", parties(speakers)), ("quote", quote.clone())].into()
        }
    };
    values.extend([
        ("polarity", event.polarity.to_string()),
        ("certainty", event.certainty.to_string()),
        ("source", source(&event.source)),
        ("time", or_none(event.time.as_ref().map(Timex::as_str))),
        ("expected", or_none(event.expected.as_ref().map(Timex::as_str))),
    ]);
    values
}

fn stake_values(stake: &Stake, holders: String) -> BTreeMap<&'static str, String> {
    let Stake { target, seller, action, status, share, share_before, share_change, interest, amount, .. } =
        stake;
    let percent = |share: &Option<Share>| share.as_ref().map_or_else(|| NONE.to_owned(), self::share);
    [
        ("holders", holders),
        ("target", target.to_string()),
        ("seller", or_none(seller.as_ref())),
        ("action", action.to_string()),
        ("status", status.to_string()),
        ("share", percent(share)),
        ("share_before", percent(share_before)),
        ("share_change", percent(share_change)),
        ("interest", interest.to_string()),
        ("amount", or_none(amount.as_ref().map(|Money { value, currency }| format!("{value} {currency}")))),
    ]
    .into()
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| value.to_string())
}

fn share(share: &Share) -> String {
    let value = |percent: Option<entente_model::Percent>| percent.map(entente_model::Percent::value);
    let about = if share.approximate() { "~" } else { "" };
    match (value(share.exact()), value(share.minimum()), value(share.maximum())) {
        (Some(exact), ..) => format!("{about}{exact}"),
        (None, Some(least), Some(most)) => format!("{about}{least}..{most}"),
        (None, Some(least), None) => format!("{about}>={least}"),
        (None, None, most) => format!("{about}<={}", most.unwrap_or_default()),
    }
}

fn source(source: &Source) -> String {
    let name = source.name.as_ref().map(|name| format!(" {name}"));
    let count = source.count.map(|count| format!(" {count}"));
    format!("{}{}", source.kind, name.or(count).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lines_fields_tell_its_type() {
        for (line, kind) in [
            ("parties: A, B", EventType::Partnership),
            ("target: A; status: HELD", EventType::Stake),
            ("actor: A; action: ENTER", EventType::Strategy),
            ("speakers: A", EventType::Statement),
            ("type: STRATEGY; action: ENTER", EventType::Strategy),
        ] {
            assert_eq!(Line::parse(line, None).unwrap().kind, kind, "{line}");
        }
        assert_eq!(Line::parse("status: PLANNED", Some(EventType::Stake)).unwrap().kind, EventType::Stake);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_named() {
        for (line, wrong) in [
            ("status: PLANNED", "its type is untold"),
            ("parties", "\"parties\" is no field: value"),
            ("actor: A; actor: B", "actor is given twice"),
            ("actor: A; colour: red", "colour is no field of a STRATEGY"),
            ("type: RUMOUR", "unknown event type"),
        ] {
            let error = Line::parse(line, None).unwrap_err();
            assert!(error.contains(wrong), "{line}: {error}");
        }
    }

    #[test]
    fn lists_have_no_order() {
        assert_eq!(Line::parse("parties: B,  A", None), Line::parse("parties: A, B", None));
    }

    #[test]
    fn shares() {
        for (exact, minimum, maximum, approximate, written) in [
            (Some(43.4), None, None, false, "43.4"),
            (Some(15.0), None, None, true, "~15"),
            (None, Some(50.0), None, false, ">=50"),
            (None, None, Some(15.0), false, "<=15"),
            (None, Some(10.0), Some(15.0), false, "10..15"),
        ] {
            assert_eq!(share(&Share::new(exact, minimum, maximum, approximate).unwrap()), written);
        }
    }
}
