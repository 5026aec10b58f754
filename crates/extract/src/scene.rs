//! Everything known of one article before any rule is tried.

use std::cell::OnceCell;

use entente_lang::{Classes, Knowledge, KnownName, Lang, Phrases};
use entente_model::Span;
use entente_text::{Document, Mark};
use jiff::civil::Date;

use crate::attribution::{self, Attribution};
use crate::clause::{Clauses, Parser};
use crate::dimension::{Dimension, dimensions};
use crate::entity::{Entities, EntityLinker};
use crate::group::Chunker;
use crate::name::{Name, NameFinder};
use crate::reference::{Calling, Kin};
use crate::tag::{Tag, tag};

/// Longer sentences are lists or tables: their rest is read as another.
const MOST_TOKENS: usize = 250;

/// An article with this many words of politics,
const FEWEST_POLITICAL: usize = 4;
/// and no fewer than one in so many tokens, is about politics.
const TOKENS_A_POLITICAL: usize = 80;

/// An article, read up to its entities and clauses.
pub(crate) struct Scene<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) lang: &'a Lang,
    /// The day on which it was published.
    pub(crate) published: Option<Date>,
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) names: Vec<Name>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) entities: Entities,
    /// One for each sentence.
    pub(crate) clauses: Vec<Clauses>,
    /// Who says what, in the order of the text.
    pub(crate) attributions: Vec<Attribution>,
    /// It is about politics or war: alliances there are none of business.
    pub(crate) political: bool,
    /// The entity that the article is about, once it has been asked for.
    pub(crate) hero: OnceCell<usize>,
    /// Who is whose subsidiary, once it has been asked for.
    pub(crate) kin: OnceCell<Vec<Kin>>,
    /// What the article says that someone is, once it has been asked for.
    pub(crate) callings: OnceCell<Vec<Calling>>,
}

impl<'a> Scene<'a> {
    /// Reads a document.
    pub(crate) fn read(
        document: &'a Document<'a>,
        lang: &'a Lang,
        knowledge: &Knowledge,
        known: &Phrases<KnownName>,
        published: Option<Date>,
    ) -> Self {
        let dimensions = dimensions(document, lang, published);
        let names = NameFinder { document, lang, known, dimensions: &dimensions }.find();
        let tags = tag(document, lang, &names, &dimensions);
        let entities = EntityLinker { document, lang, knowledge, names: &names }.link();
        let politics = lang.discourse().class("politics");
        let is_political = |tag: &&Tag| lang.discourse().of(tag.lemma).any(politics);
        let told = tags.iter().filter(is_political).count();
        let political = told >= FEWEST_POLITICAL && told * TOKENS_A_POLITICAL >= tags.len();
        let mut scene = Self {
            document,
            lang,
            published,
            dimensions,
            names,
            tags,
            entities,
            clauses: Vec::new(),
            attributions: Vec::new(),
            political,
            hero: OnceCell::new(),
            kin: OnceCell::new(),
            callings: OnceCell::new(),
        };
        let mut clauses = Vec::new();
        for sentence in document.sentences() {
            let mut start = sentence.tokens.start as usize;
            let end = sentence.tokens.end as usize;
            if let Some(dateline) = document.dateline() {
                // "PARIS (Agence) -": who filed a piece takes no part in it.
                while start < end && document.tokens()[start].start() < dateline.body {
                    start += 1;
                }
            }
            while start < end {
                let stop = end.min(start + MOST_TOKENS);
                clauses.push(scene.clauses_of(start..stop));
                start = stop;
            }
        }
        scene.clauses = clauses;
        scene.attributions = attribution::find(&scene);
        scene
    }

    fn clauses_of(&self, tokens: std::ops::Range<usize>) -> Clauses {
        let mut chunks = Chunker {
            document: self.document,
            lang: self.lang,
            tags: &self.tags,
            dimensions: &self.dimensions,
        }
        .chunk(tokens.clone());
        attribution::mask(self, &mut chunks);
        Parser { document: self.document, lang: self.lang, tags: &self.tags }.parse(tokens, chunks)
    }

    /// Who says what in a sentence.
    pub(crate) fn told_in(&self, sentence: usize) -> &[Attribution] {
        let first = self.attributions.partition_point(|attribution| attribution.sentence < sentence);
        let last = self.attributions.partition_point(|attribution| attribution.sentence <= sentence);
        &self.attributions[first..last]
    }

    /// The figures inside a range of tokens.
    pub(crate) fn dimensions_in(&self, tokens: &std::ops::Range<usize>) -> &[Dimension] {
        let first = self.dimensions.partition_point(|d| d.tokens.start < tokens.start);
        let last = self.dimensions.partition_point(|d| d.tokens.start < tokens.end);
        &self.dimensions[first..last.max(first)]
    }

    /// Where tokens stand; at least one.
    pub(crate) fn span_of(&self, tokens: &std::ops::Range<usize>) -> Span {
        let all = self.document.tokens();
        Span::new(all[tokens.start].start(), all[tokens.end - 1].end())
    }

    /// The classes of a token's lemma.
    pub(crate) fn classes(&self, token: usize) -> Classes {
        self.lang.discourse().of(self.tags[token].lemma)
    }

    /// An ending that tells who owns what follows, a token of its own: the "'s" of "Biotrel's", the apostrophe of "Carellis'".
    pub(crate) fn is_genitive(&self, at: usize) -> bool {
        let bare = self.document.tokens()[at].is_mark(Mark::Apostrophe) && self.tags[at].is_determiner();
        bare || self.document.tokens()[at].is_enclitic()
    }

    /// The token in lower case.
    pub(crate) fn lower(&self, at: usize) -> &str {
        self.document.lower(&self.document.tokens()[at])
    }
}
