//! Holdings by the million: who holds how much of whom, told by articles that bring their events with them.

use std::collections::HashMap;

use entente_wire::v1::event::Assertion;
use entente_wire::v1::{
    Article, Certainty, Event, Evidence, Extractor, IngestArticleRequest, Interest, Polarity, Share, Source,
    SourceKind, Span, Stake, StakeAction, StakeStatus,
};
use prost_types::Timestamp;

use crate::Dice;

/// How many holdings an article tells: as many as annotated articles of business news tell events (608 in 75).
pub const HOLDINGS_OF_EACH: usize = 8;
/// Few enough companies that those that make news hold thousands, as in life.
const HOLDINGS_OF_A_COMPANY: usize = 5;
/// Fewer would not let the first holder hold as many different ones as its part of all holdings.
const FEWEST_COMPANIES: usize = 100;
/// The newest article's time: 2024-01-01.
const NEWEST: i64 = 1_704_067_200;
/// Articles come out over so many seconds: five years.
const SPREAD: usize = 5 * 365 * 86_400;

const CONSONANTS: &[u8; 14] = b"bcdfglmnprstvz";
const VOWELS: &[u8; 5] = b"aeiou";
const SYLLABLES: usize = 70;
/// Names of four syllables.
const NAMES: usize = SYLLABLES * SYLLABLES * SYLLABLES * SYLLABLES;
/// Has no divisor in common with `NAMES`: neighbours get names that are not alike.
const STRIDE: usize = 7_368_787;

/// One holder's share of one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// Who holds; its number says how often it does: 0 the most.
    pub holder: usize,
    /// What is held.
    pub target: usize,
    /// How much, in tenths of a percent. So little that the holders of one company hardly ever come to more than all of it.
    pub share: u32,
}

impl Holding {
    /// The sentence that tells it.
    pub fn sentence(&self) -> String {
        let (whole, tenth) = (self.share / 10, self.share % 10);
        format!("{} détient {whole},{tenth}% de {}.", company(self.holder), company(self.target))
    }
}

/// An article that tells of holdings.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its number, from 0.
    pub number: usize,
    /// When it came out, in seconds since 1970.
    pub published: i64,
    /// What it tells.
    pub holdings: Vec<Holding>,
}

impl Told {
    /// Its id.
    pub fn id(&self) -> String {
        format!("holdings-{}", self.number)
    }

    /// The request that brings it and its events; nothing is left to be read.
    pub fn request(&self) -> IngestArticleRequest {
        let mut body = String::new();
        let mut events = Vec::with_capacity(self.holdings.len());
        for holding in &self.holdings {
            let sentence = holding.sentence();
            let start = body.len();
            body.push_str(&sentence);
            events.push(event(holding, start, sentence));
            body.push(' ');
        }
        body.pop();
        let article = Article {
            article_id: self.id(),
            body,
            language: "fr".to_owned(),
            publish_time: Some(Timestamp { seconds: self.published, nanos: 0 }),
            source: SOURCE.to_owned(),
            ..Article::default()
        };
        IngestArticleRequest { article: Some(article), events, skip_extraction: true, ..Default::default() }
    }
}

/// Who publishes all of it.
pub const SOURCE: &str = "La Gazette des parts";

fn event(holding: &Holding, start: usize, sentence: String) -> Event {
    let place = |offset: usize| i64::try_from(offset).unwrap();
    let span = Span { start: place(start), end: place(start + sentence.len()) };
    Event {
        assertion: Some(Assertion::Stake(Stake {
            holders: vec![company(holding.holder)],
            target: company(holding.target),
            action: StakeAction::Hold.into(),
            status: StakeStatus::Held.into(),
            share: Some(Share { exact: Some(f64::from(holding.share) / 10.0), ..Share::default() }),
            interest: Interest::Shareholding.into(),
            ..Stake::default()
        })),
        polarity: Polarity::Positive.into(),
        certainty: Certainty::Certain.into(),
        source: Some(Source { kind: SourceKind::Author.into(), ..Source::default() }),
        evidence: vec![Evidence { span: Some(span), quote: sentence, text_sha256: String::new() }],
        confidence: 0.9,
        extractor: Some(Extractor { name: "generated".to_owned(), version: "1".to_owned() }),
        ..Event::default()
    }
}

/// The name of the company of this number; no two share one.
pub fn company(number: usize) -> String {
    let mut rest = (number + 1) * STRIDE % NAMES;
    let mut name = String::with_capacity(9);
    for _ in 0..4 {
        let syllable = rest % SYLLABLES;
        name.push(char::from(CONSONANTS[syllable / VOWELS.len()]));
        name.push(char::from(VOWELS[syllable % VOWELS.len()]));
        rest /= SYLLABLES;
    }
    // No word of any language that is read, and no name known beforehand, ends so.
    name.push('x');
    name[..1].to_uppercase() + &name[1..]
}

/// A row of articles that tell so many different holdings. Holders are skewed as they are in news (Zipf): the second
/// holds half as often as the first, the third a third as often. The same seed gives the same row.
#[derive(Debug, Clone)]
pub struct Holdings {
    dice: Dice,
    left: usize,
    number: usize,
    /// For each company, the part of all holdings that it and those before it have, 0 to 1.
    parts: Vec<f64>,
    /// How many holdings each holder has so far.
    held: HashMap<usize, usize>,
}

impl Holdings {
    /// So many holdings, from this seed.
    pub fn new(count: usize, seed: u64) -> Self {
        let companies = (count / HOLDINGS_OF_A_COMPANY).max(FEWEST_COMPANIES);
        let mut sum = 0.0;
        let mut parts: Vec<f64> = Vec::with_capacity(companies);
        for rank in 1..=companies {
            sum += 1.0 / f64::from(u32::try_from(rank).unwrap());
            parts.push(sum);
        }
        for part in &mut parts {
            *part /= sum;
        }
        Self { dice: Dice::of(seed), left: count, number: 0, parts, held: HashMap::new() }
    }

    /// How many companies hold and are held.
    pub fn companies(&self) -> usize {
        self.parts.len()
    }

    /// A holder, as often as it holds.
    pub fn holder(&mut self) -> usize {
        let drawn = f64::from(u32::try_from(self.dice.below(1 << 32)).unwrap()) / f64::from(u32::MAX);
        self.parts.partition_point(|&part| part < drawn).min(self.parts.len() - 1)
    }

    fn holding(&mut self) -> Holding {
        let companies = self.parts.len();
        let share = 1 + u32::try_from(self.dice.below(60)).unwrap();
        loop {
            let holder = self.holder();
            let held = self.held.entry(holder).or_default();
            // Each step gives another target until it has been round all of them, which no holder's part comes to.
            let target = (holder * 31 + *held * 7_919) % companies;
            if *held == companies {
                continue;
            }
            *held += 1;
            if target != holder {
                return Holding { holder, target, share };
            }
        }
    }
}

impl Iterator for Holdings {
    type Item = Told;

    fn next(&mut self) -> Option<Told> {
        let count = self.left.min(HOLDINGS_OF_EACH);
        if count == 0 {
            return None;
        }
        self.left -= count;
        let number = self.number;
        self.number += 1;
        let age = i64::try_from(self.dice.below(SPREAD)).unwrap();
        let holdings = (0..count).map(|_| self.holding()).collect();
        Some(Told { number, published: NEWEST - age, holdings })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_holding_is_another() {
        let told: Vec<Told> = Holdings::new(20_001, 1).collect();
        let pairs: HashSet<(usize, usize)> =
            told.iter().flat_map(|told| &told.holdings).map(|held| (held.holder, held.target)).collect();
        assert_eq!(pairs.len(), 20_001);
        assert!(pairs.iter().all(|(holder, target)| holder != target));
        assert_eq!(told, Holdings::new(20_001, 1).collect::<Vec<_>>());
        assert_ne!(told[0], Holdings::new(20_001, 2).next().unwrap());
    }

    #[test]
    fn holders_are_skewed() {
        let mut held = HashMap::<usize, usize>::new();
        for told in Holdings::new(50_000, 7) {
            for holding in told.holdings {
                *held.entry(holding.holder).or_default() += 1;
            }
        }
        assert!(held[&0] > 3 * held[&4] && held[&0] > 1_000, "{} {}", held[&0], held[&4]);
    }

    #[test]
    fn names_are_words_of_their_own() {
        let names: HashSet<String> = (0..200_000).map(company).collect();
        assert_eq!(names.len(), 200_000);
        assert!(names.iter().all(|name| name.len() == 9 && name.starts_with(char::is_uppercase)));
    }

    #[test]
    fn evidence_stands_in_the_text() {
        let request = Holdings::new(5, 3).next().unwrap().request();
        let body = request.article.unwrap().body;
        for event in request.events {
            let evidence = &event.evidence[0];
            let span = evidence.span.unwrap();
            let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
            assert_eq!(&body[start..end], evidence.quote);
        }
    }
}
