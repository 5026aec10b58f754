//! The analyses as tantivy knows them.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::analysis::{Analysis, Terms};

/// Stands between a tenant and what is the tenant's.
const BOUND: char = '\0';

/// What a tenant owns, as it is indexed: terms of different tenants are never the same, whatever is asked.
pub(crate) fn owned(tenant: &str, text: &str) -> String {
    format!("{tenant}{BOUND}{text}")
}

/// Cuts what [`owned`] gives into terms that are the tenant's in their turn.
#[derive(Debug, Clone)]
pub(crate) struct OwnedTerms {
    analysis: Analysis,
    token: Token,
}

impl OwnedTerms {
    pub(crate) fn new(analysis: Analysis) -> Self {
        Self { analysis, token: Token::default() }
    }
}

pub(crate) struct OwnedStream<'a> {
    terms: Terms<'a>,
    tenant: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for OwnedTerms {
    type TokenStream<'a> = OwnedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> OwnedStream<'a> {
        let (tenant, text) = text.split_once(BOUND).unwrap_or_default();
        self.token.reset();
        OwnedStream { terms: Terms::new(self.analysis, text), tenant, token: &mut self.token }
    }
}

impl TokenStream for OwnedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(span) = self.terms.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        (self.token.offset_from, self.token.offset_to) = (span.start, span.end);
        self.token.text.clear();
        self.token.text.push_str(self.tenant);
        self.token.text.push(BOUND);
        self.token.text.push_str(self.terms.term());
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
