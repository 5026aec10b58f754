//! What sort of body or person a name is of, told by the name and the words around it.

use entente_lang::{Descriptor, Meaning, OrganisationKind, PlaceKind, Pos, Role};
use entente_text::{Mark, Shape, fold};

use super::{EntityLinker, Sort};

/// How many tokens back a ministry stands from the last of what it is for.
const PORTFOLIO_REACH: usize = 7;
/// How many tokens may stand between a role and the name of who has it.
const ROLE_REACH: usize = 9;

impl EntityLinker<'_> {
    /// What the name and the words around it say of its sort, and whether that is more than a default.
    pub(super) fn sort(&self, index: usize) -> (Sort, bool) {
        let name = &self.names[index];
        if self.is_town(index) {
            return (Sort::Place, true);
        }
        if let Some(organisation) = name.organisation {
            let sort = match self.knowledge.get(organisation).kind {
                OrganisationKind::Media => Sort::Medium,
                OrganisationKind::State => Sort::State,
                OrganisationKind::Party | OrganisationKind::Club | OrganisationKind::Union => Sort::Political,
                _ => Sort::Organisation,
            };
            return (sort, true);
        }
        match name.place {
            Some(PlaceKind::Country) => return (Sort::State, true),
            Some(_) => return (Sort::Place, true),
            None => {}
        }
        if self.is_base(index) {
            return (Sort::Place, true);
        }
        if self.is_portfolio(index) {
            return (Sort::Place, false);
        }
        let folded = fold(&self.text(name));
        if self.lang.discourse().is_state_word(&folded) {
            return (Sort::State, true);
        }
        let mut words = folded.split_whitespace();
        let first = words.next();
        if words.any(|word| self.lang.discourse().is_legal_form(word)) {
            return (Sort::Organisation, true);
        }
        if self.role_behind(index).is_some() {
            return (Sort::Person, true);
        }
        let before = self.descriptor_before(index);
        let acronym =
            name.tokens.len() == 1 && self.document.tokens()[name.tokens.start].shape() == Shape::Upper;
        let person = before.is_some_and(|d| d.meaning.is_person());
        if self.title_before(index) || person && !acronym {
            return (Sort::Person, true);
        }
        if before.is_some_and(|d| matches!(d.meaning, Meaning::Company(_))) {
            return (Sort::Organisation, true);
        }
        // Before the relation: people too are partners, rivals and shareholders.
        if name.tokens.len() >= 2 && first.is_some_and(|first| self.lang.discourse().is_given_name(first)) {
            return (Sort::Person, true);
        }
        if before.is_some_and(|d| matches!(d.meaning, Meaning::Relation(_))) {
            return (Sort::Organisation, true);
        }
        if self.age_after(index) {
            return (Sort::Person, true);
        }
        if let Some(descriptor) = self.descriptor_after(index) {
            match descriptor.meaning {
                Meaning::Person(_) => return (Sort::Person, true),
                Meaning::Company(_) => return (Sort::Organisation, true),
                Meaning::Relation(_) => {}
            }
        }
        if self.lang.discourse().is_place_name(&folded) || self.is_located(index) {
            return (Sort::Place, false);
        }
        (Sort::Organisation, false)
    }

    /// "l'usine, à Flins", "a plant in Sunderland": a name behind such a preposition, itself behind a site or a comma, is
    /// where something is.
    fn is_located(&self, index: usize) -> bool {
        let at = self.names[index].tokens.start;
        let Some(before) = at.checked_sub(1) else { return false };
        let has = |at: usize, class: &str| {
            let class = self.lang.discourse().class(class);
            self.lang.classes_of(self.lower(at)).any(class)
        };
        // "A Flins, ...": at the head of a sentence too.
        let comma = |at: usize| self.document.tokens().get(at).is_some_and(|t| t.is_mark(Mark::Comma));
        let sentences = self.document.sentences();
        let sentence = sentences.partition_point(|s| (s.tokens.end as usize) <= before);
        let heads = sentences.get(sentence).is_some_and(|s| s.tokens.start as usize == before);
        let anchored = heads && comma(self.names[index].tokens.end)
            || at.checked_sub(2).is_some_and(|anchor| has(anchor, "sites") || comma(anchor));
        has(before, "at-place") && anchored
    }

    /// "Leamside, Ontario, based Norvane": the town before the country or state where a company is at home.
    fn is_base(&self, index: usize) -> bool {
        let tokens = self.document.tokens();
        let comma = |at: usize| tokens.get(at).is_some_and(|t| t.is_mark(Mark::Comma));
        let end = self.names[index].tokens.end;
        let words = (end + 1..tokens.len().min(end + 4)).map(|at| self.document.folded(&tokens[at]));
        let place = self.lang.places().longest(words);
        let Some((taken, _)) = place.filter(|_| comma(end)) else { return false };
        let behind = end + 1 + taken;
        let mut at = behind + usize::from(comma(behind));
        at += usize::from(tokens.get(at).is_some_and(|t| t.is_mark(Mark::Dash)));
        let based = self.lang.discourse().class("based");
        at < tokens.len() && self.lang.classes_of(self.lower(at)).any(based)
    }

    /// "la ville d'Orange", "the mayor of Orange": the place, also where a company bears the same name.
    pub(super) fn is_town(&self, index: usize) -> bool {
        let at = self.names[index].tokens.start;
        let has = |at: usize, class: &str| {
            let class = self.lang.discourse().class(class);
            self.lang.classes_of(self.lower(at)).any(class)
        };
        // A capital makes it a part of a name; "la filiale commune de Nissan" is no commune.
        let common = |at: usize| !crate::name::is_capital(&self.document.tokens()[at]);
        let adjective =
            |at: usize| self.lang.analyses(self.lower(at)).iter().any(|a| a.pos == Pos::Adjective);
        let determined = |at: usize| {
            let readings = self.lang.analyses(self.lower(at));
            readings.iter().any(|a| matches!(a.pos, Pos::Determiner(_)))
        };
        at >= 2
            && has(at - 1, "of")
            && has(at - 2, "town")
            && common(at - 2)
            && (!adjective(at - 2) || at >= 3 && determined(at - 3))
    }

    /// "le ministre de l'Intérieur", "le ministère de l'Action et des Comptes publics": what a ministry is for is no body of its
    /// own.
    fn is_portfolio(&self, index: usize) -> bool {
        let tokens = self.document.tokens();
        let at = self.names[index].tokens.start;
        let portfolio = self.lang.discourse().class("portfolio");
        let of = self.lang.discourse().class("of");
        let links = |at: usize| {
            let small = self
                .lang
                .analyses(self.lower(at))
                .iter()
                .any(|a| matches!(a.pos, Pos::Determiner(_) | Pos::Coordinator | Pos::Contraction));
            small || self.lang.classes_of(self.lower(at)).any(of)
        };
        let first = at.saturating_sub(PORTFOLIO_REACH);
        let linked = at > 0 && links(at - 1);
        let head = (first..at).rev().find(|&at| !links(at) && !crate::name::is_capital(&tokens[at]));
        linked && head.is_some_and(|head| self.lang.classes_of(self.lower(head)).any(portfolio))
    }

    fn lower(&self, at: usize) -> &str {
        self.document.lower(&self.document.tokens()[at])
    }

    /// "le syndicat de police X", "the union X".
    pub(super) fn is_union(&self, index: usize) -> bool {
        let at = self.names[index].tokens.start;
        let class = self.lang.discourse().class("union");
        (at.saturating_sub(3)..at).any(|before| self.lang.classes_of(self.lower(before)).any(class))
    }

    fn title_before(&self, index: usize) -> bool {
        let at = self.names[index].tokens.start;
        at.checked_sub(1).is_some_and(|before| self.lang.discourse().is_title(self.lower(before)))
    }

    /// A descriptor right before the name, an adjective between allowed: "le constructeur japonais Nissan".
    pub(super) fn descriptor_before(&self, index: usize) -> Option<Descriptor> {
        let at = self.names[index].tokens.start;
        (1..=4.min(at)).find_map(|back| {
            let words = (at - back..at).map(|i| self.lower(i));
            let (taken, found) = self.lang.descriptors().longest(words)?;
            // "la société de conseil X": what the company does is not who X is.
            let complement = at > back && {
                let before = self.lang.analyses(self.lower(at - back - 1));
                before.iter().any(|a| a.pos == Pos::Preposition)
            };
            if complement && found[0].meaning.is_person() {
                return None;
            }
            let rest = at - back + taken..at;
            let adjectives = rest
                .into_iter()
                .all(|i| self.lang.analyses(self.lower(i)).iter().any(|a| a.pos == Pos::Adjective));
            adjectives.then_some(found[0])
        })
    }

    /// "Nissan, premier constructeur ..."; "Jean Martin, directeur général de ...".
    pub(super) fn descriptor_after(&self, index: usize) -> Option<Descriptor> {
        let tokens = self.document.tokens();
        let comma = self.names[index].tokens.end;
        if !tokens.get(comma)?.is_mark(Mark::Comma) {
            return None;
        }
        let start = comma + 1;
        for at in start..(start + 4).min(tokens.len()) {
            let words = tokens[at..(at + 4).min(tokens.len())].iter().map(|token| self.document.lower(token));
            if let Some((taken, found)) = self.lang.descriptors().longest(words) {
                let speaks = found[0].meaning.is_person() && self.tells_before_comma(at + taken);
                return (!speaks).then_some(found[0]);
            }
            // Only articles and adjectives stand before it: behind a preposition or a verb it is someone else
            // ("..., according to three people").
            let readings = self.lang.analyses(self.lower(at));
            let opens = |pos| matches!(pos, Pos::Determiner(_) | Pos::Adjective | Pos::Noun);
            if !readings.is_empty() && !readings.iter().any(|a| opens(a.pos)) || tokens[at].mark().is_some() {
                return None;
            }
        }
        None
    }

    /// "will buy X, a spokesman for Y said": a verb of saying before any comma.
    fn tells_before_comma(&self, at: usize) -> bool {
        let tokens = self.document.tokens();
        let says = self.lang.discourse().class("say");
        tokens[at.min(tokens.len())..]
            .iter()
            .take(ROLE_REACH)
            .take_while(|token| token.mark().is_none())
            .any(|token| self.lang.classes_of(self.document.lower(token)).any(says))
    }

    /// "la ministre du Travail Ana Lopes", "le vice-président de Biotrel, Ana Lopes": a role whose complement stands
    /// between it and the name.
    pub(super) fn role_behind(&self, index: usize) -> Option<Role> {
        let name = &self.names[index];
        let tokens = self.document.tokens();
        let mut at = name.tokens.start.checked_sub(1)?;
        if name.tokens.len() < 2 {
            return None;
        }
        let given = self.lang.discourse().is_given_name(self.document.folded(&tokens[name.tokens.start]));
        if tokens[at].is_mark(Mark::Comma) {
            // Apposed: what follows closes it again, and is no list.
            let next = tokens.get(name.tokens.end);
            let listed = next.is_none_or(|token| {
                token.is_word()
                    && self
                        .lang
                        .analyses(self.document.lower(token))
                        .iter()
                        .any(|a| a.pos == Pos::Coordinator)
            });
            if listed || at == 0 {
                return None;
            }
            at -= 1;
        } else if self.is_function_word(at) {
            return None;
        } else if !given
            && !crate::name::is_capital(&tokens[at])
            && self.descriptor_before(index).is_some_and(|d| !d.meaning.is_person())
        {
            // "le patron du constructeur Biotrel Motors".
            return None;
        }
        let stop = at.saturating_sub(ROLE_REACH);
        while at > stop {
            if tokens[at].mark().is_some() || tokens[at].is_enclitic() {
                return None;
            }
            let words =
                tokens[at..(at + 4).min(name.tokens.start)].iter().map(|token| self.document.lower(token));
            if let Some((_, found)) = self.lang.descriptors().longest(words) {
                match found[0].meaning {
                    Meaning::Person(role) => return Some(role),
                    Meaning::Company(_) | Meaning::Relation(_) => {}
                }
            }
            let readings = self.lang.analyses(self.document.lower(&tokens[at]));
            if !readings.is_empty()
                && readings.iter().all(|a| a.pos == Pos::Verb || a.pos == Pos::Coordinator)
            {
                return None;
            }
            at -= 1;
        }
        None
    }

    fn is_function_word(&self, at: usize) -> bool {
        let open = |a: &entente_lang::Analysis| {
            matches!(a.pos, Pos::Noun | Pos::Adjective | Pos::Adverb | Pos::Numeral)
        };
        let readings = self.lang.analyses(self.lower(at));
        !readings.is_empty() && !readings.iter().any(open)
    }

    /// "Jean Martin, 54 ans, ...", "John Martin, 54, ...".
    fn age_after(&self, index: usize) -> bool {
        let tokens = self.document.tokens();
        let end = self.names[index].tokens.end;
        let comma = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(Mark::Comma));
        let age =
            tokens.get(end + 1).is_some_and(|token| token.is_number() && token.end() - token.start() == 2);
        let years = tokens.get(end + 2).is_some_and(|token| {
            let time = self.lang.discourse().class("time");
            self.lang.classes_of(self.document.lower(token)).any(time)
        });
        comma(end) && age && (comma(end + 2) || years && comma(end + 3))
    }
}
