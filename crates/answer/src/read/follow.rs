//! Questions that go on from another: "and Nissan?", "and in China?", "since when?", "who owns it?".

use jiff::civil::Date;

use crate::plan::{Ask, Name, Plan};
use crate::read::mention::Sentence;
use crate::read::pattern::Item;
use crate::read::period;
use crate::read::reader::Reader;

impl Reader {
    /// The plan of a question that may go on from the one before. One that names nobody speaks of whom that one named;
    /// one that only names somebody, a place, a date or a topic asks the same of them.
    pub(crate) fn follow(
        &self,
        before: &Plan,
        sentence: &Sentence,
        goes_on: bool,
        today: Option<Date>,
    ) -> Option<Plan> {
        let named = sentence.items.iter().any(|item| matches!(item, Item::Names(..)));
        let whole = self.plan(sentence, today).map(|(_, plan)| plan);
        match whole {
            Some(plan) if plan.ask == Ask::OutOfScope => return Some(plan),
            Some(plan) if named && !goes_on => return Some(plan),
            Some(plan) if named && self.asks(sentence) => return Some(plan),
            Some(_) | None => {}
        }
        if !named
            && let Some(plan) = self.plan(&self.with_pronouns(before, sentence), today)
            && !plan.1.subject.is_empty()
        {
            return Some(plan.1);
        }
        if self.asks(sentence) { whole } else { self.changed(before, sentence, today) }
    }

    /// True when the question has a word that asks.
    fn asks(&self, sentence: &Sentence) -> bool {
        self.rules().vocabulary.occurs("wh", &sentence.items)
    }

    /// The sentence with those named before in place of its pronouns: "its partners" is read as "partners of Norvane".
    fn with_pronouns(&self, before: &Plan, sentence: &Sentence) -> Sentence {
        let vocabulary = &self.rules().vocabulary;
        let named: Vec<Name> = before.subject.clone();
        let mut other = Sentence { names: named.clone(), ..Sentence::default() };
        let whom = || Item::Names(0, named.len());
        let mut owner = false;
        for (item, said) in sentence.items.iter().zip(&sentence.said) {
            if vocabulary.is_one("possessive", item) {
                owner = true;
                continue;
            }
            if vocabulary.is_one("pronoun", item) && !other.items.contains(&whom()) {
                other.items.push(whom());
            } else {
                other.items.push(item.clone());
            }
            other.said.push(said.clone());
        }
        if owner && !other.items.contains(&whom()) {
            other.items.extend([Item::Word(self.rules().belongs.clone()), whom()]);
            other.said.extend([self.rules().belongs.clone(), String::new()]);
        }
        other
    }

    /// The plan before with what the sentence names in its place; none where it names nothing.
    fn changed(&self, before: &Plan, sentence: &Sentence, today: Option<Date>) -> Option<Plan> {
        let mut plan = before.clone();
        let mut changed = false;
        let found = period::find(&sentence.items, self.rules(), today);
        if let Some((period, _)) = &found {
            plan.period = Some(period.clone());
            changed = true;
        }
        let dated = |at: usize| found.as_ref().is_some_and(|(_, named)| named.contains(&at));
        let (mut about, mut places) = (Vec::new(), Vec::new());
        let unmeant = self.unmeant(sentence);
        let mut at = 0;
        while at < sentence.items.len() {
            let place = if unmeant[at] || dated(at) { None } else { self.place(sentence, at) };
            if let Some((code, length)) = place {
                places.push(code);
                at += length;
                continue;
            }
            match &sentence.items[at] {
                Item::Names(start, count) => {
                    let names = sentence.names[*start..*start + *count].to_vec();
                    let beside = at.checked_sub(1).is_some_and(|before| {
                        self.rules().vocabulary.is_one("beside", &sentence.items[before])
                    });
                    *role(&mut plan, beside) = names;
                    changed = true;
                }
                Item::Word(_) if !unmeant[at] && !dated(at) => about.push(sentence.word(at)),
                Item::Word(_) => {}
            }
            at += 1;
        }
        if !places.is_empty() {
            plan.places = places;
            changed = true;
        }
        if !about.is_empty() {
            plan.about = about;
            changed = true;
        }
        changed.then_some(plan)
    }
}

/// The names that another name stands for: behind "with" or "of" those of the second role, where there are some; else
/// those of the first, which the question was about.
fn role(plan: &mut Plan, beside: bool) -> &mut Vec<Name> {
    if beside && !plan.object.is_empty() { &mut plan.object } else { &mut plan.subject }
}
