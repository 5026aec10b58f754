//! What is known of an event beside its own words: what its article tells around it, and of what sort its target is.

use std::rc::Rc;

use entente_facts::{EventId, EventPosition, EventQuery, IndexedEvent, Wanted};
use entente_model::EventType;

use crate::find::Search;
use crate::find::relevance::EventWords;
use crate::find::search::stake;
use crate::plan::Ask;

/// Most articles read for what they tell around an event.
const MOST_ARTICLES_AROUND: usize = 32;
/// Most events read of each kind for what an article tells around one.
const MOST_AROUND: usize = 64;

impl Search<'_> {
    /// The words of the article's title, and of the evidence of all else that it tells of those who take part.
    pub(super) fn around(&self, event: &IndexedEvent) -> EventWords {
        let parties = event.participants();
        let told = self.told_in_article_of(event);
        let beside = told.iter().filter(|other| other.participants().iter().any(|id| parties.contains(id)));
        let quotes = beside.flat_map(|other| &other.event.evidence).map(|evidence| evidence.quote.as_str());
        EventWords::around(quotes.chain([event.article.title.as_str()]))
    }

    /// What the article of an event tells; of the first articles that are asked for only.
    fn told_in_article_of(&self, event: &IndexedEvent) -> Rc<[IndexedEvent]> {
        let article = &event.article;
        let mut articles = self.articles.borrow_mut();
        if let Some(known) = articles.get(article.id.as_str()) {
            return Rc::clone(known);
        }
        if articles.len() == MOST_ARTICLES_AROUND {
            return Rc::new([]);
        }
        // Right before the article's first event.
        let before = EventId { article: article.id.clone(), revision: 0, place: 0 };
        let after =
            EventPosition { published: article.published, appended: article.appended.time, id: before };
        let mut told = Vec::new();
        for &kind in EventType::ALL {
            let query = EventQuery {
                as_of: self.as_of,
                after: Some(after.clone()),
                looked_through: 1,
                ..EventQuery::new(Wanted::all(kind), MOST_AROUND)
            };
            // What can't be read now is no context; the event itself was read before.
            told.extend(self.facts.events(self.tenant, &query).unwrap_or_default());
        }
        told.retain(|other| other.article.id == article.id);
        let told: Rc<[IndexedEvent]> = told.into();
        articles.insert(article.id.to_string(), Rc::clone(&told));
        told
    }

    /// Adds what the articles of these deals tell of other deals on the same: what one passage describes, another may call by its name.
    pub(super) fn add_deals_on_the_same(&self, deals: &mut Vec<IndexedEvent>) {
        let target =
            |event: &IndexedEvent| stake(event).and_then(|stake| stake.target.name().map(str::to_owned));
        let described: Vec<IndexedEvent> =
            deals.iter().filter(|deal| target(deal).is_some()).cloned().collect();
        for deal in &described {
            for other in self.told_in_article_of(deal).iter() {
                if target(other) == target(deal) && !deals.iter().any(|known| known.id == other.id) {
                    deals.push(other.clone());
                }
            }
        }
    }

    /// What a deal is on, where what was bought, sold or is held is asked for by its sort ("which airlines").
    pub(super) fn chosen_by_sort<'e>(&self, event: &'e IndexedEvent) -> Option<&'e str> {
        let listed = matches!(self.plan().ask, Ask::Holdings | Ask::Purchases | Ask::Sales);
        stake(event).filter(|_| listed)?.target.name()
    }

    /// The sector of what a deal is on, where it is asked for by its sort.
    pub(super) fn sector(&self, event: &IndexedEvent) -> Option<String> {
        let target = event.entity(self.chosen_by_sort(event)?)?;
        // Who can't be looked up now has no sector.
        self.facts.entity(self.tenant, target).ok()??.sector
    }
}
