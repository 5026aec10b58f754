//! Who says it.

use entente_model::{Party, Source};

use crate::vocabulary::{Vocabulary as _, required};
use crate::{Failure, Within as _, v1};

/// The source on the wire.
pub fn encode(source: &Source) -> v1::Source {
    v1::Source {
        kind: source.kind.number(),
        name: source.name.as_ref().map_or_else(String::new, ToString::to_string),
        count: source.count.map(|count| i32::try_from(count).unwrap_or(i32::MAX)),
        descriptor: source.descriptor.clone().unwrap_or_default(),
    }
}

/// The source that the message tells.
pub fn decode(source: v1::Source) -> Result<Source, Failure> {
    let natural = |count| u32::try_from(count).map_err(|_| Failure::invalid(format!("{count} is negative")));
    Ok(Source {
        kind: required(source.kind).within("kind")?,
        name: (!source.name.is_empty()).then(|| Party::from(source.name.as_str())),
        count: source.count.map(natural).transpose().within("count")?,
        descriptor: (!source.descriptor.is_empty()).then_some(source.descriptor),
    })
}
