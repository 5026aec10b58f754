//! What a caller gave with an article that its reading hides.

use entente_model::{Entity, Language};

use crate::{Failure, Within as _, reading, v1};

/// What a caller gave with an article that its reading hides: from it the article is read anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// The language; none when it was to be detected.
    pub language: Option<Language>,
    /// The entities that came with events made elsewhere.
    pub entities: Vec<Entity>,
    /// Whether the article was not to be read.
    pub skip_extraction: bool,
}

impl Given {
    pub(crate) fn to_wire(&self) -> v1::GivenWithArticle {
        v1::GivenWithArticle {
            language: self.language.map_or_else(String::new, |language| language.to_string()),
            entities: self.entities.iter().map(reading::encode_entity).collect(),
            skip_extraction: self.skip_extraction,
        }
    }

    pub(crate) fn from_wire(wire: v1::GivenWithArticle) -> Result<Self, Failure> {
        let language = match wire.language.as_str() {
            "" => None,
            code => {
                let language = Language::new(code).map_err(|error| Failure::invalid(error.to_string()));
                Some(language.within("language")?)
            }
        };
        let entities = reading::decode_entities(wire.entities)?;
        Ok(Self { language, entities, skip_extraction: wire.skip_extraction })
    }
}
