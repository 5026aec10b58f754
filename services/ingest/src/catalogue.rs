//! Which articles there are.

use entente_log::Limit;
use entente_wire::change::Change;
use entente_wire::page_token::PageTokens;
use entente_wire::{Failure, Within as _, article, field, v1};

use crate::ingest::{Ingest, recount};
use crate::retraction::not_found;
use crate::stored::Stored;

/// Articles on a page when the caller does not say.
const PAGE_SIZE: usize = 50;
/// Entries hold whole texts, of which a page shows none: so many bytes of them are in memory at once.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

impl Ingest {
    /// The newest revision of an article and what it says.
    pub(crate) async fn get(
        &self,
        request: v1::GetArticleRequest,
    ) -> Result<v1::GetArticleResponse, Failure> {
        let tenant = field::tenant(&request.tenant).within("tenant")?;
        let id = field::article_id(&request.article_id).within("article_id")?;
        let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
        let entry = self.newest(&tenant, &id).await?.ok_or_else(|| not_found(&tenant, &id))?;
        let stored = Stored::of(&entry)?;
        let accepted = stored.article()?;
        let mut reading = accepted.reading();
        recount(&mut reading, &accepted.article.text(), unit)?;
        Ok(v1::GetArticleResponse { article: Some(stored.to_wire()?), reading: Some(reading) })
    }

    /// A page of a tenant's articles in the order of their ids.
    pub(crate) async fn list(
        &self,
        request: v1::ListArticlesRequest,
    ) -> Result<v1::ListArticlesResponse, Failure> {
        let tenant = field::tenant(&request.tenant).within("tenant")?;
        let size = field::page_size(request.page_size, PAGE_SIZE, self.settings.max_page_size)
            .within("page_size")?;
        let key = self.log.id().to_bytes();
        let tokens = PageTokens::new(&key, "ListArticles", &[tenant.as_str().as_bytes()]);
        let mut after = tokens.read(&request.page_token).within("page_token")?;

        let prefix = article::subjects_of(&tenant);
        let mut articles = Vec::new();
        // One more than the page holds tells whether there is another page.
        while articles.len() <= size {
            let limit = Limit { entries: size + 1 - articles.len(), bytes: BATCH_BYTES };
            let batch = self.log.subjects(&prefix, after.as_deref(), limit).await;
            let batch = batch.map_err(|error| self.failure(&error))?;
            let Some(last) = batch.last() else { break };
            after = Some(last.subject.clone());
            for entry in &batch {
                let stored = Stored::of(entry)?;
                if matches!(stored.change, Change::Erased(_)) {
                    continue;
                }
                let mut stored = stored.to_wire()?;
                if let Some(article) = &mut stored.article {
                    article.body.clear();
                }
                articles.push(stored);
            }
        }
        let more = articles.len() > size;
        articles.truncate(size);
        let last = articles.last().and_then(|stored| stored.article.as_ref()).filter(|_| more);
        let next_page_token = last
            .map(|article| tokens.issue(&[prefix.as_slice(), article.article_id.as_bytes()].concat()))
            .unwrap_or_default();
        Ok(v1::ListArticlesResponse { articles, next_page_token })
    }
}
