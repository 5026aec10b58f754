//! From words to what is found.

use std::collections::HashMap;
use std::ops::Bound;
use std::sync::Arc;

use entente_facts::ArticleInfo;
use entente_model::{ArticleId, Language, Span, Tenant};
use jiff::Timestamp;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::analysis::Analysis;
use super::document::{Shown, published, shown};
use super::engine::{Commit, SearchStatus};
use super::excluded::Excluded;
use super::passage::{matches, passage};
use super::schema::{PUBLISHED, SearchScope};
use super::stop_words::is_stop_word;
use super::tokenizer::owned;
use super::words::SearchWords;
use crate::IndexError;

/// Deepest result that can be asked for.
pub const SEARCH_DEPTH: usize = 10_000;

/// What to look for. Every condition that is set must hold.
#[derive(Debug, Clone)]
pub struct SearchQuery {
    /// Whose articles.
    pub tenant: Tenant,
    /// The words.
    pub words: SearchWords,
    /// Only articles that were read in this language.
    pub language: Option<Language>,
    /// Where to look.
    pub scope: SearchScope,
    /// The article came out at or after this time.
    pub published_after: Option<Timestamp>,
    /// The article came out before this time.
    pub published_before: Option<Timestamp>,
    /// So many of the best results are passed over.
    pub offset: usize,
    /// At most so many are given; none past the first [`SEARCH_DEPTH`].
    pub limit: usize,
    /// True when the texts of the articles are wanted too, to count offsets in them.
    pub texts: bool,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Best first; of equal ones the newest article.
    pub hits: Vec<SearchHit>,
    /// How many match in all.
    pub total: usize,
    /// How far the index had come.
    pub status: SearchStatus,
}

/// A passage or an article that matches.
#[derive(Debug, Clone)]
pub struct SearchHit {
    /// The article.
    pub article: ArticleInfo,
    /// The id of the event that the passage carries; none of an article.
    pub event: Option<String>,
    /// The passage, or the sentences of the article around what matches.
    pub text: String,
    /// Where it stands in the article's text.
    pub span: Span,
    /// Where the words that match stand in the article's text, in order, all within `span`.
    pub highlights: Vec<Span>,
    /// The text of the article, where it was asked for.
    pub article_text: Option<Arc<str>>,
    /// How well it matches; only the order counts.
    pub score: f32,
}

/// The words as one analysis has them.
struct Wanted {
    analysis: Analysis,
    /// What has to occur, each with its terms.
    required: Vec<Vec<String>>,
    excluded: Vec<Vec<String>>,
}

impl Wanted {
    /// None where nothing is left that has to occur.
    fn of(words: &SearchWords, analysis: Analysis) -> Option<Self> {
        let (mut required, mut excluded, mut small) = (Vec::new(), Vec::new(), Vec::new());
        for clause in words.clauses() {
            let terms = analysis.terms(&clause.text);
            if terms.is_empty() {
            } else if clause.excluded {
                excluded.push(terms);
            } else if !clause.quoted && is_stop_word(analysis, &clause.text) {
                small.push(terms);
            } else {
                required.push(terms);
            }
        }
        if required.is_empty() {
            required = small;
        }
        (!required.is_empty()).then_some(Self { analysis, required, excluded })
    }
}

impl SearchQuery {
    /// Looks for the words among what a commit holds.
    pub(crate) fn run(&self, commit: &Commit) -> Result<Found, IndexError> {
        let empty = Found { hits: Vec::new(), total: 0, status: commit.status.clone() };
        let analyses: Vec<Analysis> = match self.language {
            Some(language) => vec![Analysis::of(Some(language))],
            None => Analysis::ALL.to_vec(),
        };
        let wanted: Vec<Wanted> =
            analyses.into_iter().filter_map(|analysis| Wanted::of(&self.words, analysis)).collect();
        let statistics = OfTenant::new(commit, self)?;
        if wanted.is_empty() || statistics.documents == 0 {
            return Ok(empty);
        }
        let each = wanted.iter().map(|wanted| (Occur::Should, self.query(commit, wanted)));
        let query = BooleanQuery::new(each.collect());
        let limit = self.limit.min(SEARCH_DEPTH.saturating_sub(self.offset));
        let search =
            |collector| commit.searcher.search_with_statistics_provider(&query, collector, &statistics);
        let (top, total) = if limit == 0 {
            (Vec::new(), commit.searcher.search(&query, &Count)?)
        } else {
            let order = (SortBySimilarityScore, SortByStaticFastValue::<i64>::for_field(PUBLISHED));
            search(&(TopDocs::with_limit(limit).and_offset(self.offset).order_by(order), Count))?
        };
        let mut texts = Texts { commit, tenant: &self.tenant, read: HashMap::new() };
        let mut hits = Vec::with_capacity(top.len());
        for ((score, _), address) in top {
            let shown = shown(&commit.fields, &commit.searcher.doc(address)?)?;
            hits.push(self.hit(shown, score, &wanted, &mut texts)?);
        }
        Ok(Found { hits, total, ..empty })
    }

    /// The documents that match in one analysis.
    fn query(&self, commit: &Commit, wanted: &Wanted) -> Box<dyn Query> {
        let fields = &commit.fields;
        let field = fields.text(self.scope, wanted.analysis);
        let required = wanted.required.iter().map(|terms| (Occur::Must, self.clause(field, terms)));
        let excluded = wanted.excluded.iter().map(|terms| -> (Occur, Box<dyn Query>) {
            (Occur::MustNot, Box::new(Excluded(self.clause(field, terms))))
        });
        let mut all: Vec<_> = required.chain(excluded).collect();
        let unscored = |query: Box<dyn Query>| -> (Occur, Box<dyn Query>) {
            (Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0)))
        };
        if let Some(language) = self.language.filter(|_| wanted.analysis == Analysis::Plain) {
            let group = fields.of_group(self.tenant.as_str(), self.scope, language.as_str());
            all.push(unscored(Box::new(TermQuery::new(group, IndexRecordOption::Basic))));
        }
        if self.published_after.is_some() || self.published_before.is_some() {
            let term = |time: Timestamp| Term::from_field_i64(fields.published, published(time));
            let from = self.published_after.map_or(Bound::Unbounded, |time| Bound::Included(term(time)));
            let before = self.published_before.map_or(Bound::Unbounded, |time| Bound::Excluded(term(time)));
            all.push(unscored(Box::new(RangeQuery::new(from, before))));
        }
        Box::new(BooleanQuery::new(all))
    }

    fn clause(&self, field: Field, terms: &[String]) -> Box<dyn Query> {
        let term = |term: &String| Term::from_field_text(field, &owned(self.tenant.as_str(), term));
        match terms {
            [single] => Box::new(TermQuery::new(term(single), IndexRecordOption::WithFreqs)),
            several => Box::new(PhraseQuery::new(several.iter().map(term).collect())),
        }
    }

    fn hit(
        &self,
        shown: Shown,
        score: f32,
        wanted: &[Wanted],
        texts: &mut Texts<'_>,
    ) -> Result<SearchHit, IndexError> {
        let Shown { article, event, mut span, mut text } = shown;
        let analysis = Analysis::of(article.language);
        let clauses = wanted.iter().find(|wanted| wanted.analysis == analysis);
        let found = clauses.map_or_else(Vec::new, |wanted| matches(analysis, &text, &wanted.required));
        let places = found.iter().map(|found| found.span);
        let mut highlights: Vec<Span> = places
            .map(|place| Span { start: span.start + place.start, end: span.start + place.end })
            .collect();
        let mut article_text = None;
        if self.scope == SearchScope::Articles {
            let whole = std::mem::take(&mut text);
            span = passage(&whole, &article.title, &found);
            span.of(&whole).clone_into(&mut text);
            highlights.retain(|place| span.contains(*place));
            article_text = self.texts.then(|| whole.into());
        } else if self.texts {
            article_text = texts.of(&article.id)?;
        }
        Ok(SearchHit { article, event, text, span, highlights, article_text, score })
    }
}

/// The texts of articles, each read once.
struct Texts<'a> {
    commit: &'a Commit,
    tenant: &'a Tenant,
    read: HashMap<ArticleId, Option<Arc<str>>>,
}

impl Texts<'_> {
    fn of(&mut self, id: &ArticleId) -> Result<Option<Arc<str>>, IndexError> {
        if let Some(text) = self.read.get(id) {
            return Ok(text.clone());
        }
        let Commit { searcher, fields, .. } = self.commit;
        let whole =
            TermQuery::new(fields.of_whole(self.tenant.as_str(), id.as_str()), IndexRecordOption::Basic);
        let found = searcher.search(&whole, &TopDocs::with_limit(1).order_by_score())?;
        let mut text = None;
        if let Some(&(_, address)) = found.first() {
            text = Some(shown(fields, &searcher.doc(address)?)?.text.into());
        }
        self.read.insert(id.clone(), text.clone());
        Ok(text)
    }
}

/// How rare words are among a tenant's own documents of the scope: what others have does not move the order.
struct OfTenant<'a> {
    searcher: &'a Searcher,
    documents: u64,
    /// Words of a usual document: lengths are compared with it.
    length: u64,
}

impl<'a> OfTenant<'a> {
    fn new(commit: &'a Commit, query: &SearchQuery) -> Result<Self, IndexError> {
        let all = commit.fields.of_group(query.tenant.as_str(), query.scope, "");
        let documents = commit.searcher.doc_freq(&all)?;
        let length = match query.scope {
            SearchScope::Evidence => 30,
            SearchScope::Articles => 400,
        };
        Ok(Self { searcher: &commit.searcher, documents, length })
    }
}

impl Bm25StatisticsProvider for OfTenant<'_> {
    fn total_num_tokens(&self, _field: Field) -> tantivy::Result<u64> {
        Ok(self.documents.saturating_mul(self.length))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // Never above the number of documents, which scoring relies on.
        Ok(self.searcher.doc_freq(term)?.min(self.documents))
    }
}
