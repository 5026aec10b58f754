//! Where a page ended, inside its token.

use std::marker::PhantomData;

use entente_facts::{ContradictionId, FactId};
use entente_facts::{ContradictionPosition, EventId, EventPosition, FactPosition, Moment, TimelinePosition};
use entente_model::ArticleId;
use entente_wire::page_token::PageTokens;
use entente_wire::{Failure, Within as _};
use jiff::Timestamp;
use prost::Message;

/// The same in every replica. Tokens keep no secret: the checksum under it only tells mistakes.
pub(crate) const KEY: &[u8] = b"entente query pages";

/// A place of a list, as words that hold no blank.
pub(crate) trait Place: Sized {
    /// Its words.
    fn write(&self) -> String;

    /// The place of these words.
    fn read<'t>(words: impl Iterator<Item = &'t str>) -> Option<Self>;
}

/// The tokens of a call with certain conditions.
pub(crate) struct Pages<P> {
    tokens: PageTokens,
    places: PhantomData<P>,
}

impl<P: Place> Pages<P> {
    /// Those of a call by its name, whose `conditions` are its request without all that does not decide what is listed.
    pub(crate) fn new(call: &str, conditions: &impl Message) -> Self {
        let tokens = PageTokens::new(KEY, call, &[&conditions.encode_to_vec()]);
        Self { tokens, places: PhantomData }
    }

    /// The token for what comes after a place; the empty one for none.
    pub(crate) fn issue(&self, place: Option<&P>) -> String {
        place.map_or_else(String::new, |place| self.tokens.issue(place.write().as_bytes()))
    }

    /// The place of a token, none for the empty one.
    pub(crate) fn read(&self, token: &str) -> Result<Option<P>, Failure> {
        let Some(place) = self.tokens.read(token).within("page_token")? else { return Ok(None) };
        // The checksum held, so this service wrote it.
        let spoilt = || Failure::internal("a page token of this service can't be read");
        let text = String::from_utf8(place).map_err(|_| spoilt())?;
        P::read(text.split(' ')).ok_or_else(spoilt).map(Some)
    }
}

impl Place for EventPosition {
    fn write(&self) -> String {
        let EventId { article, revision, place } = &self.id;
        format!("{} {} {article} {revision} {place}", maybe(self.published), nanoseconds(self.appended))
    }

    fn read<'t>(mut words: impl Iterator<Item = &'t str>) -> Option<Self> {
        let (published, appended) = (told(words.next()?, read_time).ok()?, read_time(words.next()?)?);
        let article = ArticleId::new(words.next()?).ok()?;
        let (revision, place) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Self { published, appended, id: EventId { article, revision, place } })
    }
}

impl Place for FactPosition {
    fn write(&self) -> String {
        format!("{} {} {}", maybe(self.published), moment(self.learned), self.id)
    }

    fn read<'t>(mut words: impl Iterator<Item = &'t str>) -> Option<Self> {
        let published = told(words.next()?, read_time).ok()?;
        let learned = read_moment(&mut words)?;
        Some(Self { published, learned, id: words.next()?.parse::<FactId>().ok()? })
    }
}

impl Place for ContradictionPosition {
    fn write(&self) -> String {
        format!("{} {}", moment(self.raised), self.id)
    }

    fn read<'t>(mut words: impl Iterator<Item = &'t str>) -> Option<Self> {
        let raised = read_moment(&mut words)?;
        Some(Self { raised, id: words.next()?.parse::<ContradictionId>().ok()? })
    }
}

impl Place for TimelinePosition {
    fn write(&self) -> String {
        let day = self.day.map_or_else(|| NONE.to_owned(), |day| day.to_string());
        format!("{day} {} {}", self.fact, self.place)
    }

    fn read<'t>(mut words: impl Iterator<Item = &'t str>) -> Option<Self> {
        let day = told(words.next()?, |day| day.parse().ok()).ok()?;
        Some(Self { day, fact: words.next()?.parse().ok()?, place: words.next()?.parse().ok()? })
    }
}

/// In the place of a time that is not told.
const NONE: &str = "-";

/// Nanoseconds since 1970.
fn nanoseconds(time: Timestamp) -> String {
    time.as_nanosecond().to_string()
}

fn maybe(time: Option<Timestamp>) -> String {
    time.map_or_else(|| NONE.to_owned(), nanoseconds)
}

fn moment(moment: Moment) -> String {
    format!("{} {}", nanoseconds(moment.time), moment.position)
}

fn read_time(word: &str) -> Option<Timestamp> {
    Timestamp::from_nanosecond(word.parse().ok()?).ok()
}

/// A word that is none of a place.
struct Spoilt;

/// What a word says, where it says something.
fn told<T>(word: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Spoilt> {
    if word == NONE { Ok(None) } else { read(word).map(Some).ok_or(Spoilt) }
}

fn read_moment<'t>(words: &mut impl Iterator<Item = &'t str>) -> Option<Moment> {
    Some(Moment { time: read_time(words.next()?)?, position: words.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use entente_wire::v1::{ErrorReason, ListStakesRequest};

    use super::*;

    fn comes_back<P: Place + PartialEq + Debug>(place: P) {
        let conditions = |tenant: &str| ListStakesRequest { tenant: tenant.to_owned(), ..Default::default() };
        let pages = Pages::<P>::new("ListStakes", &conditions("mine"));
        let token = pages.issue(Some(&place));
        assert_eq!(pages.read(&token), Ok(Some(place)));
        let other = Pages::<P>::new("ListStakes", &conditions("other")).read(&token).unwrap_err();
        assert_eq!((other.reason, other.field.as_str()), (ErrorReason::PageTokenInvalid, "page_token"));
    }

    #[test]
    fn a_place_comes_back() {
        let id = EventId { article: ArticleId::new("wire:a-1").unwrap(), revision: 3, place: 12 };
        let moment = Moment { time: Timestamp::UNIX_EPOCH, position: 7 };
        for published in [None, "1969-07-20T20:17:40.5Z".parse().ok(), Some(Timestamp::MAX)] {
            comes_back(EventPosition { published, appended: Timestamp::UNIX_EPOCH, id: id.clone() });
            comes_back(FactPosition { published, learned: moment, id: FactId::from_bytes([9; 16]) });
        }
        comes_back(ContradictionPosition { raised: moment, id: ContradictionId::from_bytes([8; 16]) });
        for day in [None, Some(jiff::civil::date(2023, 2, 6))] {
            comes_back(TimelinePosition { day, fact: FactId::from_bytes([7; 16]), place: 2 });
        }
    }

    #[test]
    fn the_last_page_has_no_token() {
        let pages = Pages::<EventPosition>::new("ListEvents", &ListStakesRequest::default());
        assert_eq!((pages.issue(None), pages.read("")), (String::new(), Ok(None)));
    }
}
