//! What is bought or sold that is no company and has no name: a plant, a portfolio, the activities somewhere.

use entente_lang::Determiner;
use entente_model::Span;

use super::{Arguments, Filler, Trigger};
use crate::group::Kind;
use crate::tag::Class;

/// Most complements that an asset is described by.
const MOST_COMPLEMENTS: usize = 2;
/// How many sentences back an asset may have been described.
const REACH: usize = 4;

impl Arguments<'_, '_> {
    /// An asset, called by the words that describe it; `own` where a possessive tells whose it is.
    pub(super) fn asset(&self, at: usize, own: bool) -> Option<Filler> {
        let group = self.group(at);
        let span = self.described_span(at);
        // "reprendre l'activité": a lone word describes nothing that could be told from another.
        let lone = !span.of(self.scene.document.text()).contains(' ');
        let counted = group.tokens.clone().any(|token| self.scene.tags[token].class == Class::Number);
        if !lone || own || counted {
            return Some(self.filler(None, at, span));
        }
        self.described_before(at).map(|span| self.filler(None, at, span))
    }

    /// "Cette unité" where "une unité de méthanisation" came before: the words that describe it there.
    fn described_before(&self, at: usize) -> Option<Span> {
        let group = self.group(at);
        let lemma = group.lemma(&self.scene.tags)?;
        if group.determiner(&self.scene.tags) != Some(Determiner::Demonstrative) {
            return None;
        }
        let here = self.trigger.sentence;
        (here.saturating_sub(REACH)..here).rev().find_map(|sentence| {
            let groups = &self.scene.clauses[sentence].groups;
            groups.iter().enumerate().rev().find_map(|(place, other)| {
                let same =
                    other.is_nominal() && !other.masked && other.lemma(&self.scene.tags) == Some(lemma);
                let alike = other.number(&self.scene.tags) == group.number(&self.scene.tags);
                if !(same && alike) {
                    return None;
                }
                let trigger = Trigger { sentence, group: place, verb: None };
                let span = Arguments::new(self.scene, trigger).described_span(place);
                span.of(self.scene.document.text()).contains(' ').then_some(span)
            })
        })
    }

    /// The words that describe an asset: its group without the determiner, and what "of" adds to it ("usine de pneus de
    /// Caldora").
    pub(super) fn described_span(&self, at: usize) -> Span {
        let groups = &self.clauses().groups;
        let mut last = at;
        while last < at + 2 * MOST_COMPLEMENTS
            && groups.get(last + 1).is_some_and(|g| {
                g.kind == Kind::Preposition && !g.masked && self.is(self.scene.tags[g.head].lemma, "of")
            })
            && groups.get(last + 2).is_some_and(|g| g.is_nominal() && !g.masked)
            // Where nouns join, a name behind "of" is whose it is; what it is stands before.
            && (self.scene.lang.discourse().is_head_first()
                || self.group(at).head == self.group(at).tokens.start
                || self.scene.names_in(&groups[last + 2]).is_empty()
                || self.classes_of(at).any(self.class("holder-body")))
        {
            last += 2;
        }
        let end = self.span(self.group(last)).end;
        // "its existing tyre business", "certain assets": which of them is no part of what it is.
        let loose = self.class("loose");
        let tokens = self.group(at).tokens.clone();
        let word =
            |token: &usize| self.scene.tags[*token].is_determiner() || self.scene.classes(*token).any(loose);
        let skipped = tokens.clone().take_while(|token| *token < self.group(at).head && word(token)).last();
        let start = skipped.map_or(tokens.start, |last| last + 1);
        Span::new(self.scene.document.tokens()[start].start().max(self.bare_span(self.group(at)).start), end)
    }
}
