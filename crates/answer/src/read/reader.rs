//! Reads the questions of one language.

use std::cmp::Reverse;

use entente_facts::FactsError;
use entente_lang::{Analysis, Lang, Tense};

use crate::error::{DataError, File};
use crate::plan::{Ask, Detail, Name, Plan, Stage, Told, Word};
use crate::question::Question;
use crate::read::aside;
use crate::read::gazetteer::Gazetteer;
use crate::read::mention::Sentence;
use crate::read::pattern::{Item, Match};
use crate::read::period;
use crate::read::rule::{Rule, Rules};
use crate::read::word::Cut;

/// Most words of a question: what is longer asks for more than one thing.
pub(crate) const MOST_WORDS: usize = 64;

/// Why a question was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It has no word.
    Empty,
    /// It has more words than one question has.
    Long,
    /// No rule reads it; the first word that none knows, if there is one.
    NoRule(Option<String>),
}

/// The reader of one language's questions.
#[derive(Debug)]
pub(crate) struct Reader {
    lang: &'static Lang,
    rules: Rules,
}

/// A rule that matches, and what it leaves.
struct Candidate<'a> {
    rule: &'a Rule,
    found: Match,
    /// Items that carry meaning and that nothing took.
    left: Vec<usize>,
}

impl Reader {
    /// Reads a language's data and checks every example in it.
    pub(crate) fn load(lang: &'static Lang, file: File<'_>) -> Result<Self, DataError> {
        let reader = Self { lang, rules: Rules::load(file)? };
        reader.check(file)?;
        Ok(reader)
    }

    /// The language it reads.
    pub(crate) fn lang(&self) -> &'static Lang {
        self.lang
    }

    /// What the data says.
    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// How many of a question's words are this language's, in the parts of a thousand.
    pub(crate) fn familiarity(&self, question: &str) -> usize {
        let words = Cut::all(question, MOST_WORDS).unwrap_or_default();
        let vocabulary = &self.rules.vocabulary;
        let known = words.iter().filter(|word| {
            let item = Item::Word(word.folded.clone());
            vocabulary.is_one("function", &item)
                || vocabulary.is_light(&item)
                || vocabulary.is_one("wh", &item)
        });
        known.count() * 1000 / words.len().max(1)
    }

    /// Reads a question.
    pub(crate) fn read(
        &self,
        question: Question<'_>,
        names: &dyn Gazetteer,
    ) -> Result<Result<Plan, Unread>, FactsError> {
        let question = question.text;
        let Some(mut words) = Cut::all(question, MOST_WORDS) else { return Ok(Err(Unread::Long)) };
        if words.is_empty() {
            return Ok(Err(Unread::Empty));
        }
        aside::strip(question, &mut words, &self.rules.vocabulary, self.lang);
        let sentence = Sentence::read(question, &words, &self.rules.vocabulary, self.lang, names)?;
        Ok(self.plan(&sentence).map(|(_, plan)| plan).ok_or_else(|| Unread::NoRule(self.strange(&sentence))))
    }

    /// The plan of the rule that leaves the least unread; among equals of the one that takes the most ("owned by" before
    /// "owned"), then of the earlier rule.
    pub(crate) fn plan(&self, sentence: &Sentence) -> Option<(&Rule, Plan)> {
        let candidates = self.candidates(sentence);
        let best = candidates.iter().min_by_key(|candidate| {
            let taken = candidate.found.taken.iter().filter(|taken| **taken).count();
            (candidate.left.len(), Reverse(taken))
        })?;
        Some((best.rule, self.fill(sentence, best)))
    }

    fn candidates(&self, sentence: &Sentence) -> Vec<Candidate<'_>> {
        let vocabulary = &self.rules.vocabulary;
        let items = &sentence.items;
        let unmeant = self.unmeant(sentence);
        let sort = self.sort(sentence, &unmeant);
        let blocking = vocabulary.mark("blocking", items);
        let mut candidates = Vec::new();
        for rule in &self.rules.all {
            if !rule.with.iter().all(|class| vocabulary.occurs(class, items))
                || rule.without.iter().any(|class| vocabulary.occurs(class, items))
            {
                continue;
            }
            for found in rule.patterns.iter().filter_map(|pattern| pattern.find(items, vocabulary)) {
                let missed = |at: &usize| !found.taken[*at];
                if (0..items.len()).filter(missed).any(|at| blocking[at]) {
                    continue;
                }
                // Among all that somebody holds or bought, the sort chooses.
                let chooses = matches!(rule.ask, Ask::Holdings | Ask::Purchases | Ask::Sales);
                let meant = |at: &usize| !unmeant[*at] && (chooses || !sort[*at]);
                let left = (0..items.len()).filter(missed).filter(meant).collect();
                candidates.push(Candidate { rule, found, left });
            }
        }
        candidates
    }

    /// Items that carry no meaning of their own, or one that is read elsewhere.
    fn unmeant(&self, sentence: &Sentence) -> Vec<bool> {
        let mut unmeant = vec![false; sentence.items.len()];
        for class in [
            "light", "function", "vague", "planned", "now", "past", "exact", "main", "since", "wh", "besides",
        ] {
            for (at, marked) in self.rules.vocabulary.mark(class, &sentence.items).into_iter().enumerate() {
                unmeant[at] |= marked;
            }
        }
        unmeant
    }

    /// Words for the sort of body that is asked for: "which Japanese carmaker ...". Most questions presuppose it of the
    /// answer.
    fn sort(&self, sentence: &Sentence, unmeant: &[bool]) -> Vec<bool> {
        let vocabulary = &self.rules.vocabulary;
        let items = &sentence.items;
        let mut sort = vocabulary.mark("sort", items);
        let Some(asked) = items.iter().position(|item| vocabulary.is_one("which", item)) else { return sort };
        let Some(body) = (asked + 1..items.len().min(asked + 5)).find(|&at| sort[at]) else { return sort };
        let is_plain = |at: usize| {
            matches!(items[at], Item::Word(_)) && !unmeant[at] && self.place(sentence, at).is_none()
        };
        let after = (body + 1..items.len().min(body + 3)).take_while(|&at| is_plain(at));
        let beside: Vec<usize> = (asked + 1..body).filter(|&at| is_plain(at)).chain(after).collect();
        for at in beside {
            sort[at] = true;
        }
        sort
    }

    fn fill(&self, sentence: &Sentence, candidate: &Candidate<'_>) -> Plan {
        let Candidate { rule, found, left } = candidate;
        let vocabulary = &self.rules.vocabulary;
        let items = &sentence.items;
        let names = |slot: Option<usize>| slot.map_or_else(Vec::new, |at| names_of(sentence, at));
        let occurs = |class: &str| vocabulary.occurs(class, items);
        let stage = rule.stage.unwrap_or_else(|| match () {
            () if occurs("planned") || self.looks_ahead(sentence) => Stage::Planned,
            () if occurs("now") => Stage::Now,
            () if occurs("past") => Stage::Past,
            () => Stage::Any,
        });
        let mut plan = Plan {
            ask: rule.ask,
            subject: names(found.subject),
            object: names(found.object),
            stage,
            exact: occurs("exact"),
            main: occurs("main"),
            with: Vec::new(),
            except: Vec::new(),
            about: Vec::new(),
            places: Vec::new(),
            period: None,
            told: Told::Any,
            detail: Detail::Any,
        };
        if rule.ask == Ask::OutOfScope {
            plan.subject.clear();
            return plan;
        }
        let mut read = vec![false; items.len()];
        if let Some((period, named)) = period::find(items, &self.rules)
            && named.iter().all(|&at| !found.taken[at])
        {
            plan.period = Some(period);
            for at in named {
                read[at] = true;
            }
        }
        plan.with = found.others.iter().flat_map(|&at| names_of(sentence, at)).collect();
        for &at in left {
            if std::mem::replace(&mut read[at], true) {
                continue;
            }
            if let Some((code, length)) = self.place(sentence, at) {
                plan.places.push(code);
                read[at..at + length].fill(true);
                continue;
            }
            match &items[at] {
                Item::Word(folded) => {
                    plan.about.push(Word { said: sentence.said[at].clone(), folded: folded.clone() });
                }
                Item::Names(..) if self.is_excepted(sentence, at) => {
                    plan.except.extend(names_of(sentence, at));
                }
                Item::Names(..) => plan.with.extend(names_of(sentence, at)),
            }
        }
        plan
    }

    /// True when a verb is in the future or the conditional.
    fn looks_ahead(&self, sentence: &Sentence) -> bool {
        let ahead = |(item, said): (&Item, &String)| {
            let readings = self.lang.analyses(&said.to_lowercase());
            let future =
                |reading: &Analysis| matches!(reading.tense, Some(Tense::Future | Tense::Conditional));
            matches!(item, Item::Word(_)) && !readings.is_empty() && readings.iter().all(future)
        };
        sentence.items.iter().zip(&sentence.said).any(ahead)
    }

    /// True for names behind "besides".
    fn is_excepted(&self, sentence: &Sentence, at: usize) -> bool {
        let words: Vec<usize> = (0..at)
            .rev()
            .take_while(|&before| self.rules.vocabulary.is_light(&sentence.items[before]))
            .collect();
        let before = at - words.len();
        (1..=3.min(before)).any(|length| {
            let from = before - length;
            self.rules.vocabulary.lengths("besides", &sentence.items[from..]).contains(&length)
        })
    }

    /// The place that is named from an item on, and how many items name it.
    fn place(&self, sentence: &Sentence, from: usize) -> Option<(String, usize)> {
        let places = self.lang.places();
        let (length, forms) = match &sentence.items[from] {
            Item::Word(_) => {
                let words = sentence.items[from..].iter().map_while(|item| match item {
                    Item::Word(word) => Some(word.as_str()),
                    Item::Names(..) => None,
                });
                places.longest(words)?
            }
            &Item::Names(start, 1) => {
                let words = crate::read::word::folded_words(&sentence.names[start].said);
                let (length, forms) = places.longest(words.iter().map(String::as_str))?;
                if length != words.len() {
                    return None;
                }
                (1, forms)
            }
            Item::Names(..) => return None,
        };
        let form = forms.first()?;
        Some((places.get(form.place).code.to_string(), length))
    }

    /// The first word that carries meaning and that no rule knows.
    fn strange(&self, sentence: &Sentence) -> Option<String> {
        let strange = sentence.items.iter().zip(&sentence.said).find(|(item, _)| match item {
            Item::Word(word) => !self.rules.vocabulary.knows(word),
            Item::Names(..) => false,
        });
        strange.map(|(_, said)| said.clone())
    }
}

fn names_of(sentence: &Sentence, at: usize) -> Vec<Name> {
    match sentence.items[at] {
        Item::Names(start, count) => sentence.names[start..start + count].to_vec(),
        Item::Word(_) => Vec::new(),
    }
}
