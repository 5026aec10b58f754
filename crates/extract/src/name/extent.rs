//! Where a name ends: links, numbers, firms of two names, particles of people.

use super::{MOST_TOKENS, NameFinder, is_capital};
use entente_lang::{Meaning, Pos, Role};
use entente_text::Mark;
use entente_text::Shape;
use entente_text::Token;

/// Most words between a role and the name of the house that it is in: "l'héritier du géant sud-coréen de la chimie".
const ROLE_REACH: usize = 7;

impl NameFinder<'_> {
    /// Where the name ends if what stands at `stop` belongs to it.
    pub(super) fn extension(&self, stop: usize, end: usize, start: usize, headline: bool) -> Option<usize> {
        if stop >= end || stop - start >= MOST_TOKENS {
            return None;
        }
        let token = &self.tokens()[stop];
        if token.is_enclitic() || self.is_compound_adjective(stop) {
            return None;
        }
        // "Biotrel, Inc.": a legal form parted by a comma.
        if token.is_mark(Mark::Comma)
            && stop + 1 < end
            && is_capital(&self.tokens()[stop + 1])
            && matches!(self.tokens()[stop + 1].shape(), Shape::Title | Shape::Upper | Shape::Mixed)
            && self.lang.discourse().is_legal_form(self.folded(stop + 1))
            && !self.is_lexical(stop + 1)
        {
            return Some(stop + 2);
        }
        if is_capital(token) {
            if headline
                && self.is_lexical(stop)
                && self.longest_known(start, end).is_none_or(|(n, _)| start + n <= stop)
            {
                return None;
            }
            // "Biotrel Corp. Analysts", "Biotrel Corp. Biotrel": behind its legal form a name is over.
            let legal = |i: usize| self.lang.discourse().is_legal_form(self.folded(i)) && !self.is_lexical(i);
            if stop > start + 1 && legal(stop - 1) && !legal(stop) {
                return None;
            }
            let role = self.is_role_at(stop)
                && stop + 1 < end
                && is_capital(&self.tokens()[stop + 1])
                && (!self.is_lexical(stop + 1) || self.lang.discourse().is_given_name(self.folded(stop + 1)))
                && !self.lang.discourse().is_legal_form(self.folded(stop + 1));
            // "Biotrel CEO, Ben Lopes,", "Biotrel President and CEO".
            let office = !self.lang.discourse().is_head_first()
                && self.is_office_at(stop)
                && self.tokens().get(stop + 1).is_none_or(|next| !is_capital(next));
            if role || office || self.begins_person(stop, end, start) || self.begins_house(stop, end, start) {
                return None;
            }
            // "Bruno Le Maire", "Marie El Fassi".
            if self.is_function_word(stop)
                && stop == start + 1
                && self.lang.discourse().is_given_name(self.folded(start))
                && stop + 1 < end
                && is_capital(&self.tokens()[stop + 1])
            {
                return Some(stop + 2);
            }
            let institution = self.tokens().get(stop + 1).is_some_and(|next| {
                is_capital(next) && self.lang.discourse().is_institution(self.document.lower(next))
            });
            // ("North American Sports Network" goes on behind the demonym.)
            // ("South Korean President N N" does not: what somebody is follows.)
            let mut run =
                (stop + 1..end.min(stop + MOST_TOKENS)).take_while(|&i| is_capital(&self.tokens()[i]));
            let goes_on = !headline
                && self.tokens().get(stop + 1).is_some_and(is_capital)
                && !run.any(|i| self.is_role_at(i));
            let stopper = self.is_function_word(stop)
                || self.is_demonym(stop) && self.is_lexical(start) && !institution && !goes_on;
            return (!stopper).then_some(stop + 1);
        }
        // "Europe 1", "Canal 3": a short number right behind a name.
        if token.is_number() && token.end() - token.start() <= 2 && token.space_before() {
            let unit = self.tokens().get(stop + 1).and_then(Token::mark);
            let counted = matches!(unit, Some(Mark::Percent | Mark::Currency))
                || self.tokens().get(stop + 1).is_some_and(|next| next.is_word() && !is_capital(next));
            return (!counted).then_some(stop + 1);
        }
        // "Procter & Gamble", "Bank of America", "Banque de France".
        let next = stop + 1;
        if next >= end || !is_capital(&self.tokens()[next]) {
            return None;
        }
        if token.is_mark(Mark::Ampersand) {
            return Some(next + 1);
        }
        let joins = self.lang.discourse().is_name_link(self.document.lower(token));
        // "Nicolas de Tavernost": a person's name goes on behind a given name.
        // ("Ana et Jean Martin" are two.)
        let given = stop == start + 1
            && self.lang.discourse().is_given_name(self.folded(start))
            && !self.is_coordinator(stop);
        let headed = given
            || (start..stop)
                .any(|i| self.lang.discourse().is_institution(self.document.lower(&self.tokens()[i])));
        // "Coastal Bancorp of Portland, Maine": where it is, not what it is called.
        let behind = (next..end).find(|&i| !is_capital(&self.tokens()[i])).unwrap_or(end);
        let located = stop > start + 1
            && self.tokens().get(behind).is_some_and(|t| t.is_mark(Mark::Comma))
            && self.tokens().get(behind + 1).is_some_and(is_capital);
        // "Union Bancorp Inc and Wayne Bancorp": a legal form ends a name.
        let ended = (start..stop).any(|i| self.is_ended_by(i));
        (joins && headed && !located && !ended && !self.is_function_word(next)
            || self.is_firm_of_two(stop, end, start))
        .then_some(next + 1)
    }

    /// "le groupe de Jean Martin Biotrel Media": the known name of several words behind a person's is another's.
    fn begins_house(&self, stop: usize, end: usize, start: usize) -> bool {
        stop == start + 2
            && self.lang.discourse().is_given_name(self.folded(start))
            && !self.is_lexical(start + 1)
            && self.longest_known(start, end).is_none()
            && self.longest_known(stop, end).is_some_and(|(taken, name)| taken > 1 && !name.common_word)
    }

    /// "Conseil des entreprises du numérique (CEN)": where a name ends whose words of small letters its abbreviation behind
    /// it spells out.
    pub(super) fn spelt_out(&self, at: usize, end: usize) -> Option<usize> {
        let tokens = self.tokens();
        let open = (at + 2..end.min(at + MOST_TOKENS)).find(|&i| tokens[i].is_mark(Mark::OpenParen))?;
        let closed = tokens.get(open + 2).is_some_and(|t| t.is_mark(Mark::CloseParen));
        let words = tokens[at..open].iter().all(Token::is_word);
        if !closed || !words || self.is_function_word(at) || tokens[open + 1].shape() != Shape::Upper {
            return None;
        }
        let initials = |all: bool| {
            let told = (at..open).filter(move |&i| all || !self.is_function_word(i));
            told.filter_map(|i| self.folded(i).chars().next())
        };
        let short = self.folded(open + 1);
        let spelt = initials(false).eq(short.chars()) || initials(true).eq(short.chars());
        (spelt && short.len() > 1).then_some(open)
    }

    /// A legal form that stands last in a name.
    fn is_ended_by(&self, at: usize) -> bool {
        !self.lang.discourse().is_head_first()
            && self.lang.discourse().is_legal_form(self.folded(at))
            && !self.is_lexical(at)
    }

    /// "Rogers and Cowan Inc": two words joined before a legal form are one firm, unless the first has one of its own or is
    /// named without the other.
    pub(super) fn is_firm_of_two(&self, stop: usize, end: usize, start: usize) -> bool {
        let coordinator = |at: usize| self.is_coordinator(at);
        let legal = |at: usize| self.lang.discourse().is_legal_form(self.folded(at));
        let tokens = self.tokens();
        if self.lang.discourse().is_head_first() || !coordinator(stop) || (start..stop).any(legal) {
            return false;
        }
        let last = (stop + 1..end.min(stop + 5)).take_while(|&i| is_capital(&tokens[i])).last();
        // "Minnesota Mining and Co", "Savings and Loan Association".
        let institution = |at: usize| self.lang.discourse().is_institution(self.document.lower(&tokens[at]));
        let formed = last.is_some_and(|last| {
            legal(last) && !self.is_lexical(last) || last > stop + 1 && institution(last)
        });
        let known = self.known.longest((start..stop).map(|i| self.folded(i))).is_some();
        let alone = (0..tokens.len().saturating_sub(1)).any(|i| {
            i != start
                && self.folded(i) == self.folded(start)
                && is_capital(&tokens[i])
                && !coordinator(i + 1)
                && !is_capital(&tokens[i + 1])
        });
        formed && !known && !alone
    }

    fn is_coordinator(&self, at: usize) -> bool {
        let readings = self.lang.analyses(self.document.lower(&self.tokens()[at]));
        readings.iter().any(|a| a.pos == Pos::Coordinator)
    }

    /// "CEO", "Chairman".
    pub(super) fn is_role_at(&self, at: usize) -> bool {
        let word = self.document.lower(&self.tokens()[at]);
        self.lang.descriptors().longest([word]).is_some_and(|(_, d)| d[0].meaning.is_person())
    }

    /// "CEO", "President": a role that is held in one house, and no part of what that is called.
    fn is_office_at(&self, at: usize) -> bool {
        let word = self.document.lower(&self.tokens()[at]);
        self.lang.descriptors().longest([word]).is_some_and(|(_, found)| {
            matches!(found[0].meaning, Meaning::Person(Role::Executive | Role::Chair | Role::Spokesperson))
        })
    }

    /// Behind a role and one word that governs: "le dirigeant de ...".
    pub(super) fn is_of_role(&self, start: usize) -> bool {
        (2..=5.min(start)).any(|back| {
            let words = (start - back..start - 1).map(|i| self.document.lower(&self.tokens()[i]));
            self.lang
                .descriptors()
                .longest(words)
                .is_some_and(|(taken, found)| taken == back - 1 && found[0].meaning.is_person())
        })
    }

    /// "l'héritier du géant coréen ...": a role stands some words before, with nothing but its complement between.
    fn is_behind_role(&self, start: usize) -> bool {
        let tokens = self.tokens();
        let verb = |at: usize| {
            let readings = self.lang.analyses(self.document.lower(&tokens[at]));
            !readings.is_empty() && readings.iter().all(|a| a.pos == Pos::Verb)
        };
        (start.saturating_sub(ROLE_REACH)..start)
            .rev()
            .take_while(|&at| tokens[at].is_word() && !is_capital(&tokens[at]) && !verb(at))
            .any(|at| self.is_role_at(at))
    }

    /// "Recently Norvane bought", "Meanwhile Norvane said": an adverb at the head of a sentence is no part of the name.
    pub(super) fn opens_with_adverb(&self, at: usize, end: usize) -> bool {
        let readings = self.lang.analyses(self.document.lower(&self.tokens()[at]));
        let adverb = |a: &entente_lang::Analysis| matches!(a.pos, Pos::Adverb | Pos::Subordinator);
        let next = at + 1;
        let named =
            || !self.is_lexical(next) || self.longest_known(next, end).is_some() || self.stands_alone(next);
        !readings.is_empty()
            && readings.iter().all(adverb)
            && next < end
            && is_capital(&self.tokens()[next])
            && !self.has_legal_form(at, end)
            && named()
    }

    /// The word is a name of its own elsewhere.
    pub(super) fn stands_alone(&self, at: usize) -> bool {
        let tokens = self.tokens();
        let beside = |i: usize| tokens.get(i).is_some_and(is_capital);
        (1..tokens.len()).any(|i| {
            i != at
                && self.folded(i) == self.folded(at)
                && is_capital(&tokens[i])
                && !beside(i - 1)
                && !beside(i + 1)
        })
    }

    /// "le patron de Biotrel Jean Martin", "la ministre de la Santé Ana Lopes": a person's name right behind another name.
    pub(super) fn begins_person(&self, stop: usize, end: usize, start: usize) -> bool {
        let discourse = self.lang.discourse();
        let next = stop + 1;
        let known = self.longest_known(start, end).is_some_and(|(taken, _)| start + taken > stop);
        // "Fondation Marie Curie" is one; "Cirque du Soleil Guy Martin" is two.
        let institution = discourse.is_institution(self.document.lower(&self.tokens()[stop - 1]));
        if next >= end || !is_capital(&self.tokens()[next]) || known || institution {
            return false;
        }
        if discourse.is_given_name(self.folded(stop)) {
            return !(start..stop).any(|i| discourse.is_given_name(self.folded(i)))
                && self.longest_known(stop, end).is_none_or(|(taken, _)| taken == 1);
        }
        if self.is_role_at(stop - 1)
            || stop == start + 1 && self.is_of_role(start) && self.stands_alone(start)
        {
            return !self.is_lexical(stop) && !discourse.is_legal_form(self.folded(stop));
        }
        // "à l'AFP Ilan Perroz", "l'héritier du groupe Biotrel Ilan Perroz": a known acronym, or behind a role any known name,
        // then two words that are none.
        let title = |at: usize| self.tokens()[at].shape() == Shape::Title && !self.is_lexical(at);
        if discourse.is_head_first()
            && self.longest_known(start, end).is_some_and(|(taken, _)| start + taken == stop)
            && (stop == start + 1 && self.tokens()[start].shape() == Shape::Upper
                || self.is_behind_role(start))
            && title(stop)
            && title(next)
            && self.tokens().get(next + 1).is_none_or(|after| !is_capital(after))
        {
            return true;
        }
        // A noun in capitals, governed, then two words that are none: where nouns don't join, no one name.
        discourse.is_head_first()
            && stop == start + 1
            && start > 0
            && self.tokens()[start - 1].is_word()
            && !is_capital(&self.tokens()[start - 1])
            && self.is_lexical(start)
            && self.longest_known(start, end).is_none()
            && !self.is_lexical(stop)
            && !self.is_lexical(next)
    }
}
