//! The fields of the text index.

use tantivy::Term;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

use super::analysis::Analysis;
use super::tokenizer::owned;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchScope {
    /// In the passages that carry events.
    Evidence,
    /// In whole articles.
    Articles,
}

impl SearchScope {
    const ALL: [Self; 2] = [Self::Evidence, Self::Articles];

    fn name(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Articles => "articles",
        }
    }
}

/// The name of the field that documents of equal score are put in order by.
pub(crate) const PUBLISHED: &str = "published";

/// The fields. Values of all that are indexed begin with the tenant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The article's id, of the article and of each of its passages; of the article itself [`whole`] as well.
    pub(crate) article: Field,
    /// The scope, and the scope with the language.
    pub(crate) group: Field,
    /// Microseconds since 1970; missing where nothing is told.
    pub(crate) published: Field,
    /// The [`Record`](super::document::Record) that is shown of it.
    pub(crate) record: Field,
    /// The words, by scope and analysis: lengths and numbers of words are compared with their likes.
    texts: [[Field; Analysis::ALL.len()]; SearchScope::ALL.len()],
}

impl Fields {
    pub(crate) fn new() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let article = schema.add_text_field("article", STRING);
        let group = schema.add_text_field("group", STRING);
        let published = schema.add_i64_field(PUBLISHED, NumericOptions::from(FAST));
        let record = schema.add_bytes_field("record", STORED);
        let texts =
            SearchScope::ALL.map(|scope| Analysis::ALL.map(|analysis| text(&mut schema, scope, analysis)));
        (schema.build(), Self { article, group, published, record, texts })
    }

    /// Where the words of a scope and analysis are.
    pub(crate) fn text(&self, scope: SearchScope, analysis: Analysis) -> Field {
        self.texts[scope as usize][analysis as usize]
    }

    /// All documents of an article.
    pub(crate) fn of_article(&self, tenant: &str, article: &str) -> Term {
        Term::from_field_text(self.article, &owned(tenant, article))
    }

    /// The document of a whole article.
    pub(crate) fn of_whole(&self, tenant: &str, article: &str) -> Term {
        Term::from_field_text(self.article, &whole(tenant, article))
    }

    /// The documents of a scope, those in one language when that is not empty.
    pub(crate) fn of_group(&self, tenant: &str, scope: SearchScope, language: &str) -> Term {
        Term::from_field_text(self.group, &group(tenant, scope, language))
    }
}

/// What only the document of the whole article is called.
pub(crate) fn whole(tenant: &str, article: &str) -> String {
    owned(&owned(tenant, article), "whole")
}

/// What a document of a scope belongs to, and of a language when that is not empty.
pub(crate) fn group(tenant: &str, scope: SearchScope, language: &str) -> String {
    owned(&owned(tenant, scope.name()), language)
}

/// What the analysis is registered as.
pub(crate) fn tokenizer(analysis: Analysis) -> String {
    format!("entente {}", analysis.name())
}

fn text(schema: &mut SchemaBuilder, scope: SearchScope, analysis: Analysis) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(&tokenizer(analysis))
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    schema.add_text_field(&format!("{} {}", scope.name(), analysis.name()), options)
}
