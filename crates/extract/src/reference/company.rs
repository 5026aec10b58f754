//! For which company a person speaks: "nous" in the mouth of its chief executive.

use crate::entity::Sort;
use crate::scene::Scene;

/// How many tokens may stand between a person's name and that of the company in whose service they are told to be.
const REACH: usize = 9;
/// How many tokens before that of a company the role may begin of who leads it.
const ROLE: usize = 6;
/// No name is longer, in tokens.
const LONGEST: usize = 12;

impl Scene<'_> {
    /// The company that the words at a token are said for: the one that is quoted there, or that of the person quoted.
    pub(super) fn spoken_for(&self, sentence: usize, token: usize) -> Option<usize> {
        let place = self.document.tokens()[token].span();
        let quotation = self.document.quotations().iter().find(|quotation| quotation.span.contains(place))?;
        let tokens = self.document.tokens();
        // What is said in one quotation is told once: in the sentence of the token, or where the quotation opens or closes.
        let attribution = self.attributions.iter().find(|attribution| {
            let scope = tokens[attribution.scope.start].start()..tokens[attribution.scope.end - 1].end();
            attribution.sentence == sentence && attribution.scope.contains(&token)
                || scope.start < quotation.span.end && quotation.span.start < scope.end
        })?;
        let &[speaker] = attribution.speakers.as_slice() else { return None };
        match self.entities.all[speaker].sort {
            Sort::Organisation | Sort::Medium => Some(speaker),
            Sort::Person => self.employer(speaker),
            Sort::State | Sort::Place | Sort::Political => None,
        }
    }

    /// "Jean Martin, PDG de X", "le patron de X, Jean Martin", "X CEO Jean Martin": the company beside a person's name,
    /// what the person is there standing between.
    fn employer(&self, person: usize) -> Option<usize> {
        self.entities.all[person].names.iter().find_map(|&name| {
            let own = &self.names[name].tokens;
            let around = own.start.saturating_sub(REACH + LONGEST)..own.end + REACH + 1;
            let near = self.named_within(around).filter(|&index| {
                let other = &self.names[index];
                let sort = self.entities.all[self.entities.of_name(index)].sort;
                let between = if other.tokens.start >= own.end {
                    own.end..other.tokens.start
                } else {
                    other.tokens.end..own.start.max(other.tokens.end)
                };
                // ("le patron de X, Jean Martin": the role stands before both.)
                let led = other.tokens.end <= own.start && between.len() <= 2;
                let told = if led { self.opening_role(other.tokens.start) } else { other.tokens.start };
                matches!(sort, Sort::Organisation | Sort::Medium)
                    && between.len() <= REACH
                    && (told < other.tokens.start || between.clone().any(|at| self.is_role(at)))
                    && !between.clone().any(|at| self.tags[at].is_finite() || self.ends_sentence(at))
            });
            near.map(|index| self.entities.of_name(index)).next()
        })
    }

    /// Where the role of a person begins whose company is named from `name` on: "le directeur général de X"; there itself
    /// where none does.
    fn opening_role(&self, name: usize) -> usize {
        let first = name.saturating_sub(ROLE);
        let near =
            (first..name).rev().take_while(|&at| !self.tags[at].is_finite() && !self.ends_sentence(at));
        let parted = |at: &usize| self.document.tokens()[*at].is_mark(entente_text::Mark::Comma);
        let mut near = near.take_while(|at| !parted(at));
        near.find(|&at| self.is_role(at)).unwrap_or(name)
    }

    fn is_role(&self, at: usize) -> bool {
        let tokens = &self.document.tokens()[at..];
        let words = tokens.iter().take(4).map(|token| self.document.lower(token));
        let found = self.lang.descriptors().longest(words);
        found.is_some_and(|(_, found)| found.iter().any(|d| d.meaning.is_person()))
    }

    fn ends_sentence(&self, at: usize) -> bool {
        self.document.tokens()[at].is_mark(entente_text::Mark::Period)
    }
}
