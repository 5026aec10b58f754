//! Sentences with places to fill.

use std::fmt::Write as _;

use entente_text::fold;

/// A text with `{name}` where a value goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Hole(String),
}

impl Template {
    /// Reads a template that may use these holes; the reason why it is none otherwise.
    pub(crate) fn parse(text: &str, holes: &[&str]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (hole, after) = after.split_once('}').ok_or("opens a brace that nothing closes")?;
            if !holes.contains(&hole) {
                return Err(format!("has the unknown place {hole:?}"));
            }
            pieces.extend([Piece::Text(before.to_owned()), Piece::Hole(hole.to_owned())]);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// The text with its holes filled; a hole without a value stays empty. `elisions` are endings that change before a
    /// vowel ("de " and "d'").
    pub(crate) fn fill(&self, values: &[(&str, String)], elisions: &[(String, String)]) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Hole(hole) => {
                    let value = values.iter().find(|(name, _)| name == hole).map_or("", |(_, value)| value);
                    if fold(value).starts_with(['a', 'e', 'i', 'o', 'u']) {
                        elide(&mut filled, elisions);
                    }
                    // Writing to a string can't fail.
                    let _ = write!(filled, "{value}");
                }
            }
        }
        filled
    }
}

fn elide(text: &mut String, elisions: &[(String, String)]) {
    for (full, elided) in elisions {
        let parted = |text: &str| {
            text.strip_suffix(full.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with([' ', '(']))
        };
        if parted(text) {
            text.truncate(text.len() - full.len());
            text.push_str(elided);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filling() {
        let template = Template::parse("{who} détient 5 % de {what}.", &["who", "what"]).unwrap();
        let elisions = [("de ".to_owned(), "d'".to_owned())];
        let fill =
            |what: &str| template.fill(&[("who", "Engie".to_owned()), ("what", what.to_owned())], &elisions);
        assert_eq!(fill("Suez"), "Engie détient 5 % de Suez.");
        assert_eq!(fill("Élis"), "Engie détient 5 % d'Élis.");
        assert!(Template::parse("{whom}", &["who"]).is_err());
        assert!(Template::parse("{who", &["who"]).is_err());
    }
}
