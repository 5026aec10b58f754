//! What stands right beside a word: figures, dates, companies.

use entente_lang::{Analysis, Determiner, Meaning, Number, Pos, Tense};
use entente_text::Mark;

use super::Context;
use crate::tag::{Class, Tag};

impl Context<'_> {
    /// "a $19 billion bid to": an article and an amount or a percent stand right before.
    pub(super) fn is_qualified(&self) -> bool {
        let dimensions = self.tagger.dimensions;
        let before = dimensions.partition_point(|d| d.tokens.start < self.at);
        before.checked_sub(1).map(|last| &dimensions[last]).is_some_and(|figure| {
            let opened = figure.tokens.start.checked_sub(1).is_some_and(|at| self.tags[at].is_determiner());
            figure.tokens.end == self.at && opened && (figure.is_money() || figure.is_percent())
        })
    }

    /// What companies do for a living, right before a noun for a company.
    pub(super) fn is_trade(&self, reading: &Analysis) -> bool {
        let discourse = self.tagger.lang.discourse();
        let document = self.tagger.document;
        let next = document.tokens().get(self.at + 1).map(|token| document.lower(token));
        // ("the mining group X")
        let company = |word: &str| {
            let found = self.tagger.lang.descriptors().longest(std::iter::once(word));
            found.is_some_and(|(_, descriptors)| {
                descriptors.iter().any(|d| matches!(d.meaning, Meaning::Company(_)))
            })
        };
        let trade = |lemma| discourse.of(lemma).any(discourse.class("trades"));
        let own = document.lower(&document.tokens()[self.at]);
        if self.previous.is_some_and(|previous| trade(previous.lemma)) && company(own) {
            return true;
        }
        trade(reading.lemma) && next.is_some_and(company)
    }

    /// The token behind the word and a date after it: "acquired in 2004 by", "bought last year by".
    pub(super) fn past_date(&self) -> Option<usize> {
        let next = self.at + 1;
        let dimensions = self.tagger.dimensions;
        let dated = |at: usize| {
            let index = dimensions.binary_search_by_key(&at, |d| d.tokens.start).ok()?;
            dimensions[index].is_date().then(|| dimensions[index].tokens.end)
        };
        let preposition = self.following?.1.iter().any(|a| a.pos == Pos::Preposition);
        dated(next).or_else(|| dated(next + 1).filter(|_| preposition)).or(Some(next))
    }

    /// A figure with its unit ends right before the word.
    pub(super) fn follows_figure(&self) -> bool {
        let dimensions = self.tagger.dimensions;
        let behind = dimensions.partition_point(|dimension| dimension.tokens.start < self.at);
        let before = behind.checked_sub(1).map(|before| dimensions[before].tokens.end);
        before == Some(self.at) || self.previous.is_some_and(|previous| previous.class == Class::Number)
    }

    /// "Founded in 1990 and sold to X, Y is": joined to the participle that the sentence begins with.
    pub(super) fn joins_participle(&self) -> bool {
        let before = &self.tags[self.tagger.start..self.at];
        before.first().is_some_and(|tag| tag.is_tense(Tense::PastParticiple))
            && before.last().is_some_and(|tag| tag.is(Pos::Coordinator))
            && !before.iter().any(Tag::is_finite)
    }

    /// A conjunction joins what stands right before to something that acts: not "the deal between X and Y covers".
    pub(super) fn follows_joined(&self) -> bool {
        let discourse = self.tagger.lang.discourse();
        let before = self.tags[..self.at].iter().rev();
        let joined = before.clone().take(4).position(|tag| tag.is(Pos::Coordinator));
        let between = |tag: &Tag| discourse.of(tag.lemma).any(discourse.class("between"));
        joined.is_some_and(|joined| !before.skip(joined).take(5).any(between))
    }

    /// "sell cloud services to X": behind a verb and the first noun of its object, where nouns join to nouns.
    pub(super) fn ends_object(&self) -> bool {
        let document = self.tagger.document;
        let own = self.tagger.lang.analyses(document.lower(&document.tokens()[self.at]));
        self.at >= self.tagger.start + 2
            && !self.tagger.lang.discourse().is_head_first()
            && own.iter().any(|a| a.pos == Pos::Noun)
            && self.tags[self.at - 1].is(Pos::Noun)
            && self.tags[self.at - 1].number != Some(Number::Plural)
            && match self.tags[self.at - 2] {
                // ("agrees the sale of its media arm to X" too.)
                verb if verb.is(Pos::Verb) => !self.tagger.is_auxiliary(&verb) && !self.tagger.says(&verb),
                link => link.is(Pos::Preposition) && self.tagger.clause_has_verb(self.tags, self.at),
            }
    }

    /// The preposition of an agent stands behind.
    pub(super) fn agent_follows(&self) -> bool {
        let discourse = self.tagger.lang.discourse();
        let document = self.tagger.document;
        // "a takeover bid by": a noun of that form it is.
        let own = self.tagger.lang.analyses(document.lower(&document.tokens()[self.at]));
        !own.iter().any(|a| a.pos == Pos::Noun)
            && self.past_date().is_some_and(|at| {
                let word = |at: usize| document.tokens().get(at).map(|token| document.lower(token));
                // ("expanded by buying X".)
                let gerund = |word: &str| {
                    let readings = self.tagger.lang.analyses(word);
                    readings.iter().any(|a| a.tense == Some(Tense::PresentParticiple))
                };
                !word(at + 1).is_some_and(gerund)
                    && word(at)
                        .is_some_and(|word| self.tagger.lang.classes_of(word).any(discourse.class("by")))
            })
    }

    /// What speaks for an article behind a date, and for a noun behind the colon of a headline.
    pub(super) fn opening(&self, reading: &Analysis) -> i32 {
        match reading.pos {
            // "produira en 2026 des résines".
            Pos::Determiner(Determiner::Indefinite) if !self.is_elided() && self.resumes_object() => 6,
            // "X, qui a perdu 40 millions, compte supprimer": right before an infinitive a verb that takes one.
            Pos::Verb if reading.tense.is_some_and(Tense::is_finite) && self.takes_infinitive(reading) => 5,
            // "X: commande de 40 avions".
            Pos::Noun if self.heads_headline() => 4,
            _ => 0,
        }
    }

    /// Only adverbs, or a preposition with a date or a name, stand between a verb and the word: what follows is the verb's
    /// object, and not of what stands before, in languages where one word may say either.
    fn resumes_object(&self) -> bool {
        let document = self.tagger.document;
        let word = document.lower(&document.tokens()[self.at]);
        let either = self.tagger.lang.analyses(word).iter().any(|a| a.pos == Pos::Contraction);
        if !either || !self.tagger.lang.discourse().is_head_first() {
            return false;
        }
        let inside = |at: usize| {
            let found = self.tagger.dimensions.partition_point(|d| d.tokens.start <= at);
            found > 0 && {
                let dimension = &self.tagger.dimensions[found - 1];
                dimension.is_date() && dimension.tokens.contains(&at)
            }
        };
        let adverb = |at: usize| matches!(self.tags[at].class, Class::Word(Pos::Adverb) | Class::Rest);
        let mut at = self.at;
        while at > self.tagger.start && adverb(at - 1) {
            at -= 1;
        }
        let behind = at;
        while at > self.tagger.start
            && (inside(at - 1) || matches!(self.tags[at - 1].class, Class::Name(_) | Class::Rest))
        {
            at -= 1;
        }
        while at < behind
            && at > self.tagger.start
            && (self.tags[at - 1].is_preposition()
                || self.tags[at - 1].class == Class::Rest
                || adverb(at - 1))
        {
            at -= 1;
        }
        let verb = at > self.tagger.start && self.tags[at - 1].is(Pos::Verb);
        verb && at < self.at && (at == behind || self.tags[at].is_preposition() || inside(at) || adverb(at))
    }

    /// A colon stands before, and the preposition of what it is of behind, where the first noun heads a group.
    fn heads_headline(&self) -> bool {
        let colon = self.previous.is_some_and(|previous| previous.class == Class::Mark(Mark::Colon));
        if !colon || !self.tagger.lang.discourse().is_head_first() {
            return false;
        }
        let document = self.tagger.document;
        let next = document.tokens().get(self.at + 1).map(|token| document.lower(token));
        let class = self.tagger.lang.discourse().class("of");
        next.is_some_and(|word| self.tagger.lang.classes_of(word).any(class))
    }

    /// A verb of an intention right before an infinitive, where no article makes a noun of it.
    fn takes_infinitive(&self, reading: &Analysis) -> bool {
        let discourse = self.tagger.lang.discourse();
        let plans = discourse.is_head_first() && discourse.of(reading.lemma).any(discourse.class("plan"));
        let infinitive = |(class, readings): (Class, &[Analysis])| {
            class == Class::Unknown && readings.iter().any(|a| a.tense == Some(Tense::Infinitive))
        };
        let free = |p: Tag| !p.is_determiner() && !p.is_preposition();
        plans && self.following.is_some_and(infinitive) && self.previous.is_none_or(free)
    }
}
