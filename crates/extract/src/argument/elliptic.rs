//! A percent of nobody told: "Y a pris 20%".

use entente_lang::Number;

use super::{Arguments, Filler};
use crate::dimension::{Value, Wording};

impl Arguments<'_, '_> {
    /// Of whom a percent is, or a holding, that does not say it itself.
    pub(super) fn of_whom(&self, at: usize, assets: bool, depth: usize) -> Vec<Filler> {
        // "X a racheté 60% de Biotrel, Y a pris 20%", and where neither says of whom: of the same.
        let before = self.percent_before(at);
        if let Some(whole) = before.and_then(|before| self.complement(before)).filter(|&whole| whole < at) {
            let found = self.seen_through(whole, assets, depth + 1);
            if !found.is_empty() {
                return found;
            }
        }
        let first = before.unwrap_or(at);
        let finite =
            |&verb: &usize| self.clauses().places[verb] < first && self.clauses().verbs[verb].is_finite();
        let verb =
            if first == at { self.trigger.verb } else { (0..self.clauses().verbs.len()).rev().find(finite) };
        let subject = verb.and_then(|verb| self.scene.subject_entities(self.trigger.sentence, verb));
        let holder = subject.and_then(|entities| entities.first().copied());
        // "les salariés de X possèdent 8% du capital": of X.
        if holder.is_none()
            && verb == self.trigger.verb
            && let Some(body) = self.described_holder()
        {
            let several = self.group(body.group).number(&self.scene.tags) == Some(Number::Plural);
            return match self.complement(body.group).filter(|_| several) {
                Some(company) => self.fillers(company, assets),
                None => Vec::new(),
            };
        }
        let spoken = holder.and_then(|_| self.scene.spoken_of(self.trigger.sentence, first, holder));
        let span = self.span(self.group(at));
        spoken.map(|entity| self.filler(Some(entity), at, span)).into_iter().collect()
    }

    /// The first percent of the sentence, where it stands before this group.
    fn percent_before(&self, at: usize) -> Option<usize> {
        let percent = |before: &usize| {
            let group = self.group(*before);
            let figures = self.scene.dimensions_in(&group.tokens);
            // ("une part de 45%": the figure is what a holding may be of.)
            group.is_nominal() && figures.iter().any(|figure| {
                matches!(&figure.value, Value::Percent(portion) if portion.wording == Wording::Figure)
            })
        };
        // ("accounts for 60% of sales": a share of a result is of no company.)
        let results = self.class("earnings");
        let told =
            |before: &usize| !self.complement(*before).is_some_and(|of| self.group_classes(of).any(results));
        (0..at).find(|before| percent(before) && told(before))
    }
}
