//! Proper names: runs of capitalised words, known or not, and the places among them.

mod extent;

use std::ops::Range;

use entente_lang::{KnownName, Lang, Meaning, Phrases, PlaceKind, Pos};
use entente_model::Span;
use entente_text::{Document, Mark, Shape, Token};
use rustc_hash::FxHashSet;

use crate::dimension::Dimension;

/// Most words of a country that heads a body: "United Arab Emirates".
const MOST_LABEL: usize = 3;

/// Longest name, in tokens: "Caisse de dépôt et placement du Québec" has seven.
const MOST_TOKENS: usize = 12;

/// Most names joined by hyphens: "Renault-Nissan-Mitsubishi".
const MOST_JOINED: usize = 4;

/// A proper name in the text.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// Its tokens. Names joined by a hyphen into one token share it.
    pub(crate) tokens: Range<usize>,
    /// Its place: part of a token where it is joined to another.
    pub(crate) span: Span,
    /// The known organisation of this very name.
    pub(crate) organisation: Option<usize>,
    /// The place of this name.
    pub(crate) place: Option<PlaceKind>,
}

/// Finds names.
pub(crate) struct NameFinder<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) lang: &'a Lang,
    pub(crate) known: &'a Phrases<KnownName>,
    pub(crate) dimensions: &'a [Dimension],
}

impl NameFinder<'_> {
    /// Every name of the document, in order.
    pub(crate) fn find(&self) -> Vec<Name> {
        let dated = self.dated();
        let inner = self.capitals_inside_sentences();
        let mut names = Vec::new();
        for sentence in self.document.sentences() {
            let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let headline = self.is_headline(&tokens);
            let mut at = tokens.start;
            while at < tokens.end {
                if dated.contains(&at) {
                    at += 1;
                    continue;
                }
                let first = at == tokens.start || self.opens_clause(at);
                match self.name_at(at, tokens.end, first, headline, &inner) {
                    Some(found) => {
                        at = found.tokens.end;
                        self.split_hyphenated(found, &mut names);
                    }
                    None => at += 1,
                }
            }
        }
        names
    }

    fn tokens(&self) -> &[Token] {
        self.document.tokens()
    }

    fn folded(&self, at: usize) -> &str {
        self.document.folded(&self.tokens()[at])
    }

    /// Tokens of dates and amounts: month and day names are no names, nor are currencies and units ("$4.8 B").
    fn dated(&self) -> FxHashSet<usize> {
        let figures = self.dimensions.iter().filter(|d| d.is_date() || d.is_money());
        figures.flat_map(|d| d.tokens.clone()).collect()
    }

    /// A capital there says nothing: the first word of a quotation or after a colon.
    fn opens_clause(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|before| self.tokens()[before].mark())
            .is_some_and(|mark| matches!(mark, Mark::OpenQuote | Mark::Colon | Mark::Dash | Mark::Bullet))
    }

    /// Folded words that stand capitalised inside some sentence: at the start of another they are names too.
    fn capitals_inside_sentences(&self) -> FxHashSet<&str> {
        let mut inner = FxHashSet::default();
        for sentence in self.document.sentences() {
            let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
            if self.is_headline(&range) {
                continue;
            }
            for at in range.skip(1) {
                if is_capital(&self.tokens()[at]) && !self.opens_clause(at) {
                    inner.insert(self.folded(at));
                }
            }
        }
        inner
    }

    /// Most longer words begin with a capital: in such a headline a capital says nothing.
    fn is_headline(&self, range: &Range<usize>) -> bool {
        // A title has no full stop.
        if range.end > range.start && self.tokens()[range.end - 1].is_mark(Mark::Period) {
            return false;
        }
        let long = range.clone().filter(|&at| self.tokens()[at].is_word() && self.folded(at).len() > 3);
        let (mut capital, mut all) = (0, 0);
        for at in long {
            all += 1;
            capital += usize::from(is_capital(&self.tokens()[at]));
        }
        all >= 4 && capital * 4 >= all * 3
    }

    fn longest_known(&self, at: usize, end: usize) -> Option<(usize, KnownName)> {
        let folded = (at..end.min(at + MOST_TOKENS)).map(|i| self.folded(i));
        self.known.longest(folded).map(|(taken, names)| (taken, names[0]))
    }

    fn is_lexical(&self, at: usize) -> bool {
        !self.lang.analyses(self.document.lower(&self.tokens()[at])).is_empty()
    }

    /// Closed-class words are no part of a name outside known ones.
    fn is_function_word(&self, at: usize) -> bool {
        self.lang.analyses(self.document.lower(&self.tokens()[at])).iter().any(|analysis| {
            !matches!(analysis.pos, Pos::Noun | Pos::Adjective | Pos::Verb | Pos::Adverb | Pos::Numeral)
        })
    }

    fn is_article(&self, at: usize) -> bool {
        let definite = Pos::Determiner(entente_lang::Determiner::Definite);
        self.lang.analyses(self.document.lower(&self.tokens()[at])).iter().any(|a| a.pos == definite)
    }

    /// "la Poste": a known name whose article is written small.
    fn with_article(&self, at: usize, end: usize) -> Option<usize> {
        let next = self.tokens().get(at + 1).filter(|_| at + 1 < end)?;
        if !self.tokens()[at].is_word() || is_capital(&self.tokens()[at]) || !is_capital(next) {
            return None;
        }
        let (taken, known) = self.longest_known(at, end)?;
        (taken > 1 && !known.common_word && self.is_function_word(at)).then_some(at + taken)
    }

    /// "bwin", "back market": a known name that is written without a capital, and is so here.
    fn uncapitalised(&self, at: usize, end: usize) -> Option<Found> {
        let (taken, known) = self.longest_known(at, end).filter(|(_, known)| known.uncapitalised)?;
        let small = (at..at + taken).all(|at| !is_capital(&self.tokens()[at]));
        small.then(|| Found { tokens: at..at + taken, organisation: Some(known.organisation), place: None })
    }

    fn name_at(
        &self,
        at: usize,
        end: usize,
        first: bool,
        headline: bool,
        inner: &FxHashSet<&str>,
    ) -> Option<Found> {
        let token = &self.tokens()[at];
        if let Some(stop) = self.with_article(at, end) {
            let organisation = self.longest_known(at, stop).map(|(_, name)| name.organisation);
            return Some(Found { tokens: at..stop, organisation, place: None });
        }
        if !is_capital(token) {
            return self.uncapitalised(at, end);
        }
        if self.is_compound_adjective(at) || self.is_inside_descriptor(at, end) {
            return None;
        }
        if let Some(stop) = self.spelt_out(at, end) {
            let organisation = self.longest_known(at, stop).filter(|(taken, _)| at + taken == stop);
            let organisation = organisation.map(|(_, name)| name.organisation);
            return Some(Found { tokens: at..stop, organisation, place: None });
        }
        // "l'Alliance X-Y": a common noun, however it is written.
        if at > 0
            && self.is_article(at - 1)
            && self.longest_known(at, end).is_none_or(|(_, name)| name.common_word)
            && self.is_agreement(at)
        {
            return None;
        }
        // "CEO Ben Lopes": nor is the role.
        if at + 1 < end
            && is_capital(&self.tokens()[at + 1])
            && self.is_role_at(at)
            && self.longest_known(at, end).is_none()
            && !self.is_lexical(at + 1)
            && !self.lang.discourse().is_legal_form(self.folded(at + 1))
        {
            return None;
        }
        // "M. Martin", "Sir Ben Lopes": the title is no part of the name.
        if at + 1 < end
            && is_capital(&self.tokens()[at + 1])
            && self.lang.discourse().is_title(self.document.lower(token))
            && (token.is_abbreviated() || !self.is_lexical(at + 1) || !self.is_lexical(at))
            && self.longest_known(at, end).is_none_or(|(taken, _)| taken == 1)
        {
            return None;
        }
        // "Investor David Martin", "Retailer Biotrel": what he or it is, though a company is called so.
        let role = first && self.capital_follows(at, end) && self.is_what(at);
        if role
            && self.longest_known(at, end).is_none_or(|(taken, _)| taken == 1)
            && !self.has_legal_form(at, end)
        {
            return None;
        }
        let known = self.known_at(at, end, first, headline, inner);
        if let Some((taken, _)) = known
            && self.is_function_word(at)
            && taken == 1
            // ("the WHO": three capitals are one where other words have none.)
            && (token.shape() != Shape::Upper || headline || token.end() - token.start() < 3)
        {
            return None;
        }
        if known.is_none() {
            if self.lang.discourse().is_no_name(self.folded(at)) || self.is_what_of_one(at, end) {
                return None;
            }
            if self.is_function_word(at) || self.is_demonym(at) && !self.has_legal_form(at, end) {
                return None;
            }
            // "M. de Tavernost".
            if self.lang.discourse().is_title(self.document.lower(token))
                && (token.is_abbreviated()
                    || at + 1 < end
                        && self.lang.discourse().is_name_link(self.document.lower(&self.tokens()[at + 1])))
            {
                return None;
            }
            if first && !inner.contains(self.folded(at)) && self.opens_with_adverb(at, end) {
                return None;
            }
            let ordinary = self.is_lexical(at) && !inner.contains(self.folded(at));
            if ordinary && (headline || first && !self.capital_follows(at, end)) {
                return None;
            }
        }
        if self.is_label(at, end) {
            return None;
        }
        let mut stop = at + known.map_or(1, |(taken, _)| taken);
        while let Some(next) = self.extension(stop, end, at, headline) {
            stop = next;
        }
        if self.is_base(stop) || stop == at + 1 && self.opens_demonym(at, end) {
            return None;
        }
        let tokens = at..stop;
        let organisation = self
            .longest_known(at, stop)
            .filter(|&(taken, _)| taken == tokens.len() || self.is_legal_rest(at + taken..stop))
            .map(|(_, name)| name.organisation);
        let place = self
            .lang
            .places()
            .longest(tokens.clone().map(|i| self.folded(i)))
            .filter(|(taken, _)| *taken == tokens.len())
            .and_then(|(_, forms)| forms.iter().find(|form| !form.demonym))
            .map(|form| self.lang.places().get(form.place).kind);
        Some(Found { tokens, organisation, place })
    }

    /// The known name that begins here, unless its words may well be common ones.
    fn known_at(
        &self,
        at: usize,
        end: usize,
        first: bool,
        headline: bool,
        inner: &FxHashSet<&str>,
    ) -> Option<(usize, KnownName)> {
        self.longest_known(at, end).filter(|&(taken, name)| {
            let doubtful = taken == 1 && (name.common_word || self.is_function_word(at));
            // "La compagnie aérienne X": the article's capital is the sentence's, the noun has none.
            let common = taken > 1
                && first
                && self.is_article(at)
                && (at + 1..at + taken).all(|i| !is_capital(&self.tokens()[i]) && self.is_lexical(i));
            let ordinary =
                doubtful && (first || headline) && self.is_lexical(at) && !inner.contains(self.folded(at));
            !common && !ordinary
        })
    }

    /// "South Korean President N": one word of a demonym is no name.
    fn opens_demonym(&self, at: usize, end: usize) -> bool {
        let demonym = self.lang.places().longest((at..end.min(at + 2)).map(|i| self.folded(i)));
        demonym.is_some_and(|(taken, forms)| taken == 2 && forms[0].demonym)
    }

    /// "Ireland Merzac has said", "New Zealand The airline": a country that heads an article's body, before a name that it does
    /// without elsewhere, or before a word that begins the sentence.
    fn is_label(&self, at: usize, end: usize) -> bool {
        let Some(body) = self.document.sentences().get(1).map(|sentence| sentence.tokens.start as usize)
        else {
            return false;
        };
        if !(body..body + MOST_LABEL).contains(&at) {
            return false;
        }
        let words = (body..end.min(body + MOST_LABEL)).map(|i| self.folded(i));
        let Some((taken, forms)) = self.lang.places().longest(words) else { return false };
        let next = body + taken;
        if at >= next
            || next >= end
            || !is_capital(&self.tokens()[next])
            || forms.iter().any(|form| form.demonym)
        {
            return false;
        }
        let apart =
            |&i: &usize| self.folded(i) == self.folded(next) && self.folded(i - 1) != self.folded(next - 1);
        let title = self.document.sentences()[0].tokens.end as usize;
        self.is_lexical(next) && self.is_function_word(next)
            || (1..title).chain(next + 1..self.tokens().len()).any(|i| apart(&i))
    }

    /// The capitals that begin here end in a legal form: "Canadian Worldwide Energy Ltd" is a name as a whole.
    fn has_legal_form(&self, at: usize, end: usize) -> bool {
        let joins = |i: usize| self.lang.discourse().is_name_link(self.document.lower(&self.tokens()[i]));
        let run = (at + 1..end.min(at + MOST_TOKENS)).take_while(|&i| {
            is_capital(&self.tokens()[i]) || joins(i) && self.tokens().get(i + 1).is_some_and(is_capital)
        });
        let legal = |i: usize| self.lang.discourse().is_legal_form(self.folded(i)) && !self.is_lexical(i);
        !self.lang.discourse().is_head_first() && run.last().is_some_and(|last| last > at + 1 && legal(last))
    }

    /// "le Groupe", "the Company": what a text calls one that it has named, by a word that any company could bear.
    fn is_what_of_one(&self, at: usize, end: usize) -> bool {
        let found = self.lang.descriptors().longest([self.document.lower(&self.tokens()[at])]);
        let generic = found
            .is_some_and(|(_, found)| found[0].meaning == Meaning::Company(entente_lang::Sector::Generic));
        let determined = at.checked_sub(1).is_some_and(|before| {
            let readings = self.lang.analyses(self.document.lower(&self.tokens()[before]));
            readings.iter().any(|a| matches!(a.pos, Pos::Determiner(_) | Pos::Contraction))
        });
        generic && determined && !self.capital_follows(at, end)
    }

    /// "le ministre des Finances": a capital inside what somebody is called is no name.
    fn is_inside_descriptor(&self, at: usize, end: usize) -> bool {
        (1..=3.min(at)).any(|back| {
            let words = self.tokens()[at - back..end.min(at + 2)].iter();
            let found = self.lang.descriptors().longest(words.map(|token| self.document.lower(token)));
            found.is_some_and(|(taken, _)| taken > back)
        })
    }

    /// A noun that says what somebody is; where nouns join without a preposition also what a company is.
    fn is_what(&self, at: usize) -> bool {
        let found = self.lang.descriptors().longest([self.document.lower(&self.tokens()[at])]);
        found.is_some_and(|(_, found)| match found[0].meaning {
            Meaning::Person(_) => true,
            Meaning::Company(_) => !self.lang.discourse().is_head_first(),
            // ("Rival Norvane", but "Partner Chemicals".)
            Meaning::Relation(_) => !self.lang.discourse().is_head_first() && !self.is_lexical(at + 1),
        })
    }

    /// What hangs on a name by a hyphen and makes it an adjective: "Bristol -based", "Tokyo based".
    fn is_base(&self, stop: usize) -> bool {
        let tokens = self.tokens();
        let word = |at: usize| tokens.get(at).is_some_and(|token| self.document.lower(token) == "based");
        let hyphen = tokens.get(stop).is_some_and(|token| token.is_mark(Mark::Dash));
        let glued = hyphen && word(stop + 1) && !tokens[stop + 1].space_before();
        glued || word(stop) && tokens.get(stop + 1).is_some_and(is_capital)
    }

    /// "Chicago-based", "Fiat-owned", "US-led": a name joined to a participle says something of what follows.
    fn is_compound_adjective(&self, at: usize) -> bool {
        let token = &self.tokens()[at];
        let text = token.span().of(self.document.text());
        let Some((_, last)) = text.rsplit_once('-') else { return false };
        token.is_hyphenated()
            && last.len() > 2
            && last.chars().all(char::is_lowercase)
            && self.known.longest([self.folded(at)]).is_none()
            && self.lang.analyses(last).iter().any(|analysis| {
                analysis.pos == Pos::Adjective
                    || analysis.pos == Pos::Verb
                        && analysis.tense == Some(entente_lang::Tense::PastParticiple)
            })
    }

    /// Adjectives and nouns made from places ("Japanese") are words, not names.
    fn is_demonym(&self, at: usize) -> bool {
        self.lang
            .places()
            .longest([self.folded(at)])
            .is_some_and(|(_, forms)| forms.iter().all(|form| form.demonym))
    }

    fn capital_follows(&self, at: usize, end: usize) -> bool {
        at + 1 < end && is_capital(&self.tokens()[at + 1]) && !self.is_function_word(at + 1)
    }

    fn is_legal_rest(&self, mut range: Range<usize>) -> bool {
        range.all(|i| self.lang.discourse().is_legal_form(self.folded(i)))
    }

    /// "Renault-Nissan" is two names where both parts are known, or written as names and the whole is not.
    fn split_hyphenated(&self, found: Found, names: &mut Vec<Name>) {
        let span =
            Span::new(self.tokens()[found.tokens.start].start(), self.tokens()[found.tokens.end - 1].end());
        let token = &self.tokens()[found.tokens.start];
        if found.organisation.is_none() && found.place.is_none() && token.is_hyphenated() {
            let text = span.of(self.document.text());
            // Of "Renault-Nissan-Mitsubishi Motors" too: the last part takes the words behind it.
            let parts: Vec<&str> = text.split('-').collect();
            let known = parts.iter().filter(|part| !self.organisations(part).is_empty()).count();
            let capital = parts.iter().all(|part| part.chars().next().is_some_and(char::is_uppercase));
            let given = self.lang.discourse().is_given_name(&fold(parts[0]));
            let joined = (self.follows_agreement(found.tokens.start)
                || self.precedes_agreement(found.tokens.end))
                && found.tokens.len() == 1;
            if parts.len() <= MOST_JOINED && capital && !given && (known == parts.len() || joined) {
                let mut start = span.start;
                for part in parts {
                    let organisation = self.organisations(part).first().copied();
                    let span = Span::new(start, start + part.len());
                    names.push(Name { tokens: found.tokens.clone(), span, organisation, place: None });
                    start += part.len() + 1;
                }
                return;
            }
        }
        names.push(Name { tokens: found.tokens, span, organisation: found.organisation, place: found.place });
    }

    /// The known organisations of exactly this name.
    fn organisations(&self, name: &str) -> Vec<usize> {
        let folded = fold(name);
        let found = self.known.exact(folded.split_whitespace().collect::<Vec<_>>());
        found.iter().map(|known| known.organisation).collect()
    }

    /// The word behind is one that joins two companies, where nouns join so: "the Renault-Nissan alliance".
    fn precedes_agreement(&self, end: usize) -> bool {
        let class = self.lang.discourse().class("joining");
        let joins = |token| self.lang.classes_of(self.document.lower(token)).any(class);
        !self.lang.discourse().is_head_first() && self.tokens().get(end).is_some_and(joins)
    }

    /// The word before is one that joins two companies: "l'alliance", "the venture".
    fn follows_agreement(&self, at: usize) -> bool {
        // "l'alliance automobile X-Y": an adjective may stand between.
        (at.saturating_sub(2)..at).any(|before| self.is_agreement(before))
    }

    fn is_agreement(&self, at: usize) -> bool {
        let class = self.lang.discourse().class("joining");
        self.lang.classes_of(self.document.lower(&self.tokens()[at])).any(class)
    }
}

struct Found {
    tokens: Range<usize>,
    organisation: Option<usize>,
    place: Option<PlaceKind>,
}

pub(crate) fn is_capital(token: &Token) -> bool {
    token.is_word() && matches!(token.shape(), Shape::Title | Shape::Upper | Shape::Mixed)
}

fn fold(text: &str) -> String {
    entente_text::fold(text)
}
