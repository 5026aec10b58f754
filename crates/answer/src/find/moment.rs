//! When something was so.

use entente_facts::IndexedEvent;

/// When it was so as far as the event tells: its time, else the day that the article came out. Values compare as texts;
/// an unknown year counts as untold.
pub(crate) fn moment(event: &IndexedEvent) -> String {
    let told = event.event.time.as_ref().map(|time| time.as_str().to_owned());
    told.filter(|time| !time.starts_with("XXXX"))
        .or_else(|| event.article.published.map(|time| time.to_string()))
        .unwrap_or_default()
}
