//! Reads the questions of one language.

use std::cmp::Reverse;

use entente_facts::FactsError;
use entente_lang::{Analysis, Lang, Pos, Tense};
use entente_text::fold;
use jiff::civil::Date;

use crate::error::{DataError, File};
use crate::plan::{Ask, Name, Plan, Stage, Told, Word};
use crate::question::Question;
use crate::read::aside;
use crate::read::gazetteer::Gazetteer;
use crate::read::mention::{Reading, Sentence};
use crate::read::occurrences::Occurrences;
use crate::read::pattern::{Item, Match};
use crate::read::period;
use crate::read::place;
use crate::read::rule::{Rule, Rules};
use crate::read::vocabulary::UNMEANT;
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

    /// How many of a question's words are this language's, in the parts of a thousand. Its commonest words count whole,
    /// others that questions are made of a fourth: many languages share them.
    pub(crate) fn familiarity(&self, question: &str) -> usize {
        let words = Cut::all(question, MOST_WORDS).unwrap_or_default();
        let vocabulary = &self.rules.vocabulary;
        let known = words.iter().map(|word| {
            let item = Item::Word(word.folded.clone());
            let common = ["function", "light", "wh"].iter().any(|class| vocabulary.is_one(class, &item));
            match () {
                () if common => 1000,
                () if vocabulary.knows(&word.folded) => 250,
                () => 0,
            }
        });
        known.sum::<usize>() / words.len().max(1)
    }

    /// Reads a question. Where a name of the plan is nobody's, or none was found, the question is read again with names
    /// told less strictly; that plan comes second.
    pub(crate) fn read(
        &self,
        question: Question<'_>,
        names: &dyn Gazetteer,
    ) -> Result<Result<(Plan, Option<Plan>), Unread>, FactsError> {
        let Some(mut words) = Cut::all(question.text, MOST_WORDS) else { return Ok(Err(Unread::Long)) };
        if words.is_empty() {
            return Ok(Err(Unread::Empty));
        }
        let vocabulary = &self.rules.vocabulary;
        let goes_on = aside::goes_on(&words, vocabulary);
        aside::strip(question.text, &mut words, vocabulary, self.lang);
        let read = |reading: Reading| {
            let sentence = Sentence::read(question.text, &words, vocabulary, self.lang, names, reading)?;
            let plan = match question.before {
                Some(before) => self.follow(before, &sentence, goes_on, question.today),
                None => self.plan(&sentence, question.today).map(|(_, plan)| plan),
            };
            Ok(plan.ok_or_else(|| self.strange(&sentence)))
        };
        let strict = read(Reading::Strict)?;
        if let Ok(plan) = &strict
            && plan.knows_names()
        {
            return Ok(Ok((plan.clone(), None)));
        }
        let loose = read(Reading::Loose)?;
        Ok(match (strict, loose) {
            (Ok(first), second) => Ok((first, second.ok())),
            (Err(_), Ok(second)) => Ok((second, None)),
            (Err(strange), Err(_)) => Err(Unread::NoRule(strange)),
        })
    }

    /// The plan of the rule that leaves the least unread; among equals of the one that takes the most ("owned by" before
    /// "owned"), then of the earlier rule.
    pub(crate) fn plan(&self, sentence: &Sentence, today: Option<Date>) -> Option<(&Rule, Plan)> {
        let candidates = self.candidates(sentence);
        let best = candidates.iter().min_by_key(|candidate| {
            let taken = candidate.found.taken.iter().filter(|taken| **taken).count();
            (candidate.rule.last, candidate.left.len(), Reverse(taken))
        })?;
        Some((best.rule, self.fill(sentence, best, today)))
    }

    fn candidates(&self, sentence: &Sentence) -> Vec<Candidate<'_>> {
        let vocabulary = &self.rules.vocabulary;
        let items = &sentence.items;
        let unmeant = self.unmeant(sentence);
        let sort = self.sort(sentence, &unmeant);
        let parts = vocabulary.mark("subsidiary", items);
        let denied = vocabulary.mark("denied", items);
        let contrast = vocabulary.mark("contrast", items);
        let mut blocking = vocabulary.mark("blocking", items);
        let apart = self.outside(sentence);
        for (at, apart) in apart.iter().enumerate() {
            blocking[at] &= !apart;
        }
        // "Who owned it before Norvane" asks for an order of events, which is not read.
        for (at, pair) in items.windows(2).enumerate() {
            blocking[at] |= vocabulary.is_one("ordering", &pair[0]) && matches!(pair[1], Item::Names(..));
        }
        let question = Occurrences::new(items, vocabulary);
        let mut candidates = Vec::new();
        for rule in &self.rules.all {
            // "Norvane partners", typed without a verb, asks as well as a word for "who" does.
            let asks = |class: &String| {
                question.occurs(class)
                    || class == "wh" && !question.occurs("auxiliary")
                    || class == "deed" && self.has_deed(sentence, &unmeant)
            };
            if !rule.with.iter().all(asks) || rule.without.iter().any(|class| question.occurs(class)) {
                continue;
            }
            for found in rule.patterns.iter().filter_map(|pattern| pattern.find(&question)) {
                let missed = |at: &usize| !found.taken[*at];
                if (0..items.len()).filter(missed).any(|at| blocking[at]) {
                    continue;
                }
                // Who is asked for is of that sort; among all that somebody holds or bought, it chooses.
                // What is dealt in ("who wants the radios of Norvane?") is no sort of those who deal.
                let chooses = !rule.ask.is_of_bodies();
                let dealt_in = |at: usize| rule.ask.is_deal() && self.is_part(items, at);
                let weighs = rule.ask.is_yes_no();
                let does = matches!(rule.ask, Ask::Does | Ask::Refuses);
                let meant = |at: &usize| {
                    let said_otherwise = unmeant[*at]
                        || apart[*at]
                        || sort[*at] && (!chooses && !dealt_in(*at) || parts[*at])
                        || weighs && denied[*at];
                    !said_otherwise || does && contrast[*at]
                };
                let left = (0..items.len()).filter(missed).filter(meant).collect();
                candidates.push(Candidate { rule, found, left });
            }
        }
        candidates
    }

    /// True for a word that a name follows as its owner, or precedes: "the radios of Norvane", "Norvane's radios".
    fn is_part(&self, items: &[Item], at: usize) -> bool {
        let vocabulary = &self.rules.vocabulary;
        let is_name = |at: usize| matches!(items.get(at), Some(Item::Names(..)));
        let owned =
            items.get(at + 1).is_some_and(|next| vocabulary.is_one("belonging", next)) && is_name(at + 2);
        owned || at > 1 && is_name(at - 2) && items[at - 1] == Item::Word("s".to_owned())
    }

    /// True when a word that carries meaning is a verb and no noun.
    fn has_deed(&self, sentence: &Sentence, unmeant: &[bool]) -> bool {
        sentence.items.iter().zip(&sentence.said).zip(unmeant).any(|((item, said), unmeant)| {
            let readings = self.lang.analyses(&said.to_lowercase());
            matches!(item, Item::Word(_))
                && !unmeant
                && readings.iter().any(|reading| reading.pos == Pos::Verb)
                && readings.iter().all(|reading| reading.pos != Pos::Noun)
        })
    }

    /// Items that carry no meaning of their own, or one that is read elsewhere.
    pub(crate) fn unmeant(&self, sentence: &Sentence) -> Vec<bool> {
        let mut unmeant = vec![false; sentence.items.len()];
        for class in UNMEANT {
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
        let is_plain = |at: usize| {
            matches!(items[at], Item::Word(_)) && !unmeant[at] && self.place(sentence, at).is_none()
        };
        let beside: Vec<usize> = match (asked + 1..items.len().min(asked + 5)).find(|&at| sort[at]) {
            Some(body) => {
                let after = (body + 1..items.len().min(body + 3)).take_while(|&at| is_plain(at));
                (asked + 1..body).filter(|&at| is_plain(at)).chain(after).collect()
            }
            None => (asked + 1..items.len().min(asked + 4)).take_while(|&at| is_plain(at)).collect(),
        };
        for at in beside {
            sort[at] = true;
        }
        sort
    }

    fn fill(&self, sentence: &Sentence, candidate: &Candidate<'_>, today: Option<Date>) -> Plan {
        let Candidate { rule, found, left } = candidate;
        let vocabulary = &self.rules.vocabulary;
        let items = &sentence.items;
        let names = |slot: Option<usize>| slot.map_or_else(Vec::new, |at| names_of(sentence, at));
        let period = period::find(items, &self.rules, today)
            .filter(|(_, named)| named.iter().all(|&at| !found.taken[at]));
        // A month is no modal verb: "May 2024".
        let mut undated = items.clone();
        for &at in period.iter().flat_map(|(_, named)| named) {
            undated[at] = Item::Word(String::new());
        }
        let occurs = |class: &str| vocabulary.occurs(class, &undated);
        let stage = rule.stage.unwrap_or_else(|| match () {
            () if occurs("planned") || self.looks_ahead(sentence) => Stage::Planned,
            () if occurs("now") => Stage::Now,
            () if occurs("past") => Stage::Past,
            () => rule.otherwise,
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
            outside: Vec::new(),
            period: None,
            told: rule.told.unwrap_or_else(|| self.told(&undated, rule.ask, &found.taken)),
            detail: rule.detail.unwrap_or_default(),
        };
        if rule.ask == Ask::Compare {
            plan.subject.append(&mut plan.object);
        }
        if rule.ask == Ask::OutOfScope {
            plan.subject.clear();
            plan.object.clear();
            return plan;
        }
        let apart = self.outside(sentence);
        let mut read = vec![false; items.len()];
        if let Some((period, named)) = period {
            plan.period = Some(period);
            for at in named {
                read[at] = true;
            }
        }
        plan.about.extend(rule.adds.iter().map(|word| Word { said: word.clone(), folded: fold(word) }));
        plan.with = found.others.iter().flat_map(|&at| names_of(sentence, at)).collect();
        for &at in left {
            if std::mem::replace(&mut read[at], true) {
                continue;
            }
            if let Some((code, length)) = self.place(sentence, at) {
                let apart = at.checked_sub(1).is_some_and(|before| apart[before]);
                (if apart { &mut plan.outside } else { &mut plan.places }).push(code);
                read[at..at + length].fill(true);
                continue;
            }
            match &items[at] {
                Item::Word(_) => plan.about.push(sentence.word(at)),
                Item::Names(..) if self.is_excepted(sentence, at) => {
                    plan.except.extend(names_of(sentence, at));
                }
                Item::Names(..) => plan.with.extend(names_of(sentence, at)),
            }
        }
        plan
    }

    /// How surely the words ask for it to be told. Only yes and no are weighed so.
    fn told(&self, items: &[Item], ask: Ask, taken: &[bool]) -> Told {
        let occurs = |class: &str| {
            let marked = self.rules.vocabulary.mark(class, items);
            marked.iter().zip(taken).any(|(marked, taken)| *marked && !taken)
        };
        match () {
            () if !ask.is_yes_no() => Told::Any,
            () if occurs("denied") => Told::Denied,
            () if occurs("rumoured") => Told::Rumoured,
            () if occurs("confirmed") => Told::Confirmed,
            () if self.rules.vocabulary.occurs("possible", items) => Told::Possible,
            () => Told::Any,
        }
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

    /// Marks the words for "outside" that a place follows, with the articles between.
    fn outside(&self, sentence: &Sentence) -> Vec<bool> {
        let vocabulary = &self.rules.vocabulary;
        let items = &sentence.items;
        let mut marked = vec![false; items.len()];
        for at in 0..items.len() {
            let Some(&length) = vocabulary.lengths("outside", &items[at..]).first() else { continue };
            let light = items[at + length..].iter().take_while(|item| vocabulary.is_light(item)).count();
            let place = at + length + light;
            if place < items.len() && self.place(sentence, place).is_some() {
                marked[at..place].fill(true);
            }
        }
        marked
    }

    /// True for names behind "besides".
    fn is_excepted(&self, sentence: &Sentence, at: usize) -> bool {
        let light = |before: &usize| self.rules.vocabulary.is_light(&sentence.items[*before]);
        let near = at - (0..at).rev().take_while(light).count();
        (at.saturating_sub(6)..at).any(|from| {
            let lengths = self.rules.vocabulary.lengths("besides", &sentence.items[from..]);
            lengths.iter().any(|length| (near..=at).contains(&(from + length)))
        })
    }

    /// The place that is named from an item on, and how many items name it.
    pub(crate) fn place(&self, sentence: &Sentence, from: usize) -> Option<(String, usize)> {
        let places = self.lang.places();
        let (length, forms) = match &sentence.items[from] {
            Item::Word(_) => {
                let words = sentence.items[from..].iter().map_while(|item| match item {
                    Item::Word(word) => Some(word.as_str()),
                    Item::Names(..) => None,
                });
                place::longest(places, &words.collect::<Vec<_>>())?
            }
            &Item::Names(start, 1) => {
                let words = crate::read::word::folded_words(&sentence.names[start].said);
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let (length, forms) = place::longest(places, &words)?;
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
