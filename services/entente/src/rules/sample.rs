//! Events drawn from all that were made: of each type as many as wanted, whatever the order of the articles.

use std::collections::{BTreeMap, BinaryHeap};

use entente_model::{Event, EventType, Language};
use serde_json::{Value, json};

use crate::sentence;

/// An event that was drawn, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    language: Language,
    id: String,
    event: Event,
    /// The paragraphs that hold its evidence.
    context: String,
}

/// The events of each type whose digests are least: a digest knows nothing of an event's merits, so that each is as likely to
/// be drawn as any other, and is drawn again next time.
pub(super) struct Sample {
    wanted: usize,
    types: BTreeMap<EventType, BinaryHeap<Ticket>>,
}

struct Ticket {
    digest: u64,
    drawn: Drawn,
}

impl PartialEq for Ticket {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for Ticket {}

impl PartialOrd for Ticket {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ticket {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.digest.cmp(&other.digest)
    }
}

impl Sample {
    /// So many events of each type.
    pub(super) fn of(wanted: usize) -> Self {
        Self { wanted, types: BTreeMap::new() }
    }

    /// Puts the events of an article into the draw.
    pub(super) fn offer(&mut self, language: Language, id: &str, text: &str, events: Vec<Event>) {
        for event in events {
            let start = event.evidence.first().map_or(0, |evidence| evidence.span.start);
            let digest = digest(format!("{id}\n{}\n{start}", event.rule).as_bytes());
            let heap = self.types.entry(event.assertion.event_type()).or_default();
            // Before the copies are made: most events are not drawn.
            if heap.len() == self.wanted && heap.peek().is_none_or(|last| last.digest <= digest) {
                continue;
            }
            let drawn = Drawn { language, id: id.to_owned(), context: context(text, &event), event };
            heap.push(Ticket { digest, drawn });
            if heap.len() > self.wanted {
                heap.pop();
            }
        }
    }

    /// What was drawn, by type.
    pub(super) fn drawn(self) -> Vec<Drawn> {
        let tickets = self.types.into_values().flat_map(BinaryHeap::into_sorted_vec);
        tickets.map(|ticket| ticket.drawn).collect()
    }
}

impl Drawn {
    pub(super) fn text(&self) -> String {
        let Self { language, id, event, context } = self;
        let mut out = format!("{} {language} {} in {id}\n", event.assertion.event_type(), event.rule);
        out.push_str(&sentence::with_quotes(event));
        out + "    in: " + &sentence::one_line(context) + "\n"
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "language": self.language.to_string(),
            "type": self.event.assertion.event_type().name(),
            "rule": self.event.rule,
            "confidence": self.event.confidence,
            "event": sentence::sentence(&self.event),
            "evidence": self.event.evidence.iter().map(|evidence| &evidence.quote).collect::<Vec<_>>(),
            "context": self.context,
        })
    }
}

/// The lines of the text in which the evidence stands.
fn context(text: &str, event: &Event) -> String {
    let start = event.evidence.iter().map(|evidence| evidence.span.start).min().unwrap_or(0);
    let end = event.evidence.iter().map(|evidence| evidence.span.end).max().unwrap_or(start);
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    text[first..last].to_owned()
}

/// FNV-1a, with the bits mixed once more: its high bits differ little between short texts.
fn digest(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use entente_model::{
        Assertion, Certainty, Evidence, Extractor, Party, Polarity, Source, Span, Statement,
    };

    use super::*;

    fn event(rule: &str, text: &str) -> Event {
        let told = Statement { speakers: vec![Party::Unnamed], quote: text.to_owned() };
        Event {
            assertion: Assertion::Statement(told),
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            source: Source::author(),
            time: None,
            expected: None,
            evidence: vec![Evidence::cut(text, Span::new(6, 10)).unwrap()],
            arguments: Vec::new(),
            confidence: 1.0,
            rule: rule.to_owned(),
            extractor: Extractor { name: String::new(), version: String::new() },
        }
    }

    fn draw(order: impl Iterator<Item = usize>) -> Vec<String> {
        let mut sample = Sample::of(5);
        for number in order {
            let text = "Avant\nIci même\nAprès";
            sample.offer(Language::new("fr").unwrap(), &format!("a{number}"), text, vec![event("r", text)]);
        }
        let drawn = sample.drawn();
        assert!(drawn.iter().all(|drawn| drawn.context == "Ici même"), "{drawn:?}");
        drawn.into_iter().map(|drawn| drawn.id).collect()
    }

    #[test]
    fn the_same_are_drawn_whatever_the_order() {
        let drawn = draw(0..200);
        assert_eq!((drawn.len(), &drawn), (5, &draw((0..200).rev())));
        // Not the first, nor those that look alike.
        assert!(drawn.iter().any(|id| id.len() == 4), "{drawn:?}");
    }

    #[test]
    fn fewer_than_wanted_are_all_drawn() {
        assert_eq!(draw(0..3).len(), 3);
    }
}
