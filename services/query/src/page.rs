//! Where a page ended, inside its token.

use entente_facts::{EventId, EventPosition};
use entente_model::ArticleId;
use entente_wire::page_token::PageTokens;
use entente_wire::{Failure, Within as _};
use jiff::Timestamp;

/// The same in every replica. Tokens keep no secret: the checksum under it only tells mistakes.
const KEY: &[u8] = b"entente query pages";

/// The tokens of a call with certain conditions.
pub(crate) struct Pages(PageTokens);

impl Pages {
    pub(crate) fn new(call: &str, conditions: &[u8]) -> Self {
        Self(PageTokens::new(KEY, call, &[conditions]))
    }

    /// The token for what comes after a position.
    pub(crate) fn issue(&self, position: &EventPosition) -> String {
        self.0.issue(write(position).as_bytes())
    }

    /// The position of a token, none for the empty one.
    pub(crate) fn read(&self, token: &str) -> Result<Option<EventPosition>, Failure> {
        let Some(position) = self.0.read(token).within("page_token")? else { return Ok(None) };
        // The checksum held, so this service wrote it.
        let spoilt = || Failure::internal("a page token of this service can't be read");
        String::from_utf8(position).ok().and_then(|text| read(&text)).ok_or_else(spoilt).map(Some)
    }
}

/// Nanoseconds since 1970 of publication or `-`, of appending, article, revision and place; ids hold no blank.
fn write(position: &EventPosition) -> String {
    let published =
        position.published.map_or_else(|| "-".to_owned(), |time| time.as_nanosecond().to_string());
    let EventId { article, revision, place } = &position.id;
    format!("{published} {} {article} {revision} {place}", position.appended.as_nanosecond())
}

fn read(text: &str) -> Option<EventPosition> {
    let time = |text: &str| Timestamp::from_nanosecond(text.parse().ok()?).ok();
    let mut parts = text.split(' ');
    let published = match parts.next()? {
        "-" => None,
        published => Some(time(published)?),
    };
    let appended = time(parts.next()?)?;
    let article = ArticleId::new(parts.next()?).ok()?;
    let id = EventId { article, revision: parts.next()?.parse().ok()?, place: parts.next()?.parse().ok()? };
    Some(EventPosition { published, appended, id })
}

#[cfg(test)]
mod tests {
    use entente_wire::v1::ErrorReason;

    use super::*;

    #[test]
    fn a_position_comes_back() {
        for published in [None, "1969-07-20T20:17:40.5Z".parse().ok(), Some(Timestamp::MAX)] {
            let id = EventId { article: ArticleId::new("wire:a-1").unwrap(), revision: 3, place: 12 };
            let position = EventPosition { published, appended: Timestamp::UNIX_EPOCH, id };
            let pages = Pages::new("ListStakes", b"conditions");
            assert_eq!(pages.read(&pages.issue(&position)), Ok(Some(position.clone())));
            let other =
                Pages::new("ListStakes", b"other conditions").read(&pages.issue(&position)).unwrap_err();
            assert_eq!((other.reason, other.field.as_str()), (ErrorReason::PageTokenInvalid, "page_token"));
        }
    }
}
