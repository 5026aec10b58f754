//! Companies under invented names: the same article about companies that nobody knows.
//!
//! Names are changed word by word, so that short and full names stay those of one company: "Norvane Motor SA", "Norvane" and
//! "NM" become "Pelture Motor SA", "Pelture" and "PN". Ordinary words and legal forms stay: they tell a reader that it is a company. The
//! same function changes texts, gold and sentences, so that what stood in the text still does.

mod word;

use std::collections::{BTreeMap, BTreeSet};

use entente_lang::{Knowledge, Lang, OrganisationKind};

use self::word::Inventor;

/// Renames the companies of one article.
#[derive(Debug)]
pub struct Renamer {
    /// Names and what they become, longest first.
    names: Vec<(String, String)>,
}

impl Renamer {
    /// A renamer of all companies that the article names: those of `entities`, each with its forms, the key first, that are
    /// no people, places or public bodies; and those that are known beforehand. `people` are known to be people.
    pub fn new(
        lang: &Lang,
        knowledge: &Knowledge,
        text: &str,
        entities: &BTreeMap<String, Vec<String>>,
        people: &BTreeSet<String>,
    ) -> Self {
        let census = Census { lang, knowledge, text, people };
        let mut bodies: Vec<BTreeSet<String>> = census.known();
        for (key, forms) in entities {
            let part = |form: &String| words(form).all(|word| words(key).any(|other| other == word));
            // "The Company" is what everybody calls itself.
            let tells = |form: &&String| is_proper(form) && (part(form) || !census.is_plain(form));
            let forms: BTreeSet<String> = std::iter::once(key).chain(forms).filter(tells).cloned().collect();
            if !census.is_company(key, &forms) {
                bodies.retain(|body| body.is_disjoint(&forms));
            } else if let Some(body) = bodies.iter_mut().find(|body| !body.is_disjoint(&forms)) {
                body.extend(forms);
            } else {
                bodies.push(forms);
            }
        }
        let taken =
            |name: &str| !knowledge.find(name).is_empty() || text.contains(name) || census.is_ordinary(name);
        let mut inventor = Inventor::new(text, &taken);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let plain: Vec<&String> = bodies.iter().flatten().filter(|name| census.is_plain(name)).collect();
        for body in &bodies {
            for (name, invented) in census.invent(body, &plain, &mut inventor) {
                names.entry(name).or_insert(invented);
            }
        }
        let mut names: Vec<(String, String)> = names.into_iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        Self { names }
    }

    /// How many names it changes.
    pub fn names(&self) -> &[(String, String)] {
        &self.names
    }

    /// The words with every name changed that stands in them as a whole.
    pub fn rename(&self, words: &str) -> String {
        let mut renamed = String::with_capacity(words.len());
        let mut before: Option<char> = None;
        let mut left = words;
        while let Some(c) = left.chars().next() {
            let starts = !before.is_some_and(char::is_alphanumeric);
            let ends = |name: &str| !left[name.len()..].chars().next().is_some_and(char::is_alphanumeric);
            let found =
                self.names.iter().find(|(name, _)| starts && left.starts_with(name.as_str()) && ends(name));
            let taken = if let Some((name, invented)) = found {
                renamed.push_str(invented);
                name.len()
            } else {
                renamed.push(c);
                c.len_utf8()
            };
            before = left[..taken].chars().next_back();
            left = &left[taken..];
        }
        renamed
    }
}

/// Who of an article is a company.
struct Census<'a> {
    lang: &'a Lang,
    knowledge: &'a Knowledge,
    text: &'a str,
    people: &'a BTreeSet<String>,
}

impl Census<'_> {
    /// The names of each known company in the text.
    fn known(&self) -> Vec<BTreeSet<String>> {
        let starts: BTreeSet<&str> = words(self.text).collect();
        let mut bodies = Vec::new();
        for organisation in self.knowledge.iter().filter(|organisation| is_business(organisation.kind)) {
            let names = std::iter::once(&organisation.name).chain(&organisation.aliases);
            let found: BTreeSet<String> = names
                // A surname or an ordinary word is the company's where the gold says so.
                .filter(|name| !organisation.common_word || words(name).count() > 1)
                .filter(|name| words(name).next().is_some_and(|first| starts.contains(first)))
                .filter(|name| stands(self.text, name) && is_proper(name))
                .map(ToString::to_string)
                .collect();
            if !found.is_empty() {
                bodies.push(found);
            }
        }
        bodies
    }

    fn is_company(&self, key: &str, forms: &BTreeSet<String>) -> bool {
        if !is_proper(key) || self.people.contains(key) {
            return false;
        }
        let kinds: Vec<OrganisationKind> = forms
            .iter()
            .flat_map(|form| self.knowledge.find(form))
            .map(|&index| self.knowledge.get(index).kind)
            .collect();
        if !kinds.is_empty() {
            return kinds.into_iter().all(is_business);
        }
        let discourse = self.lang.discourse();
        let folded: Vec<String> = words(key).map(entente_text::fold).collect();
        let tokens = folded.iter().map(String::as_str);
        let place = self.lang.places().longest(tokens).is_some_and(|(taken, _)| taken == folded.len());
        let person = folded.first().is_some_and(|first| discourse.is_given_name(first));
        let body = words(key).any(|word| discourse.is_institution(&word.to_lowercase()));
        // Words that all are ordinary name a ministry or an agency, where nobody knows a company of that name.
        !place && !person && !body && words(key).any(|word| !self.is_kept(word))
    }

    /// Whether the lexicon has the word, as more than a name.
    fn is_ordinary(&self, word: &str) -> bool {
        !self.lang.analyses(&word.to_lowercase()).is_empty()
    }

    /// Whether a word stays what it is.
    fn is_kept(&self, word: &str) -> bool {
        !word.chars().any(char::is_uppercase)
            || is_letter(word)
            || self.lang.discourse().is_legal_form(&entente_text::fold(word))
            || self.is_ordinary(word)
    }

    /// A name of ordinary words alone.
    fn is_plain(&self, name: &str) -> bool {
        words(name).all(|word| self.is_kept(word))
    }

    /// The words of a name that change all the same, though they are ordinary: else nothing of it would.
    fn forced<'n>(&self, name: &'n str) -> impl Iterator<Item = &'n str> {
        let legal = |word: &str| self.lang.discourse().is_legal_form(&entente_text::fold(word));
        let telling =
            move |word: &&str| word.chars().any(char::is_uppercase) && !legal(word) && !is_letter(word);
        words(name).filter(telling).collect::<Vec<_>>().into_iter()
    }

    /// What the names of one company become. `plain` are the names of ordinary words in the article: wherever one stands in
    /// another name, its words change too.
    fn invent(
        &self,
        names: &BTreeSet<String>,
        plain: &[&String],
        inventor: &mut Inventor<'_>,
    ) -> Vec<(String, String)> {
        let all: BTreeSet<&str> = names.iter().map(String::as_str).flat_map(words).collect();
        let of = |name: &String| {
            let inside = plain.iter().filter(|other| stands(name, other) || names.contains(**other));
            inside.flat_map(|other| self.forced(other)).collect::<BTreeSet<&str>>()
        };
        let renamed = names.iter().map(|name| {
            let forced = of(name);
            let mut renamed = String::new();
            let mut rest = name.as_str();
            for word in words(name) {
                let at = rest.find(word).unwrap();
                renamed.push_str(&rest[..at]);
                if forced.contains(word) || !self.is_kept(word) {
                    let spelt = all.iter().any(|other| *other != word && other.eq_ignore_ascii_case(word));
                    renamed.push_str(&inventor.instead_of(word, spelt));
                } else {
                    renamed.push_str(word);
                }
                rest = &rest[at + word.len()..];
            }
            (name.clone(), renamed + rest)
        });
        renamed.filter(|(name, renamed)| name != renamed).collect()
    }
}

/// A letter by itself: an elided article, an initial.
fn is_letter(word: &str) -> bool {
    word.chars().count() == 1
}

fn is_business(kind: OrganisationKind) -> bool {
    use OrganisationKind as Kind;
    matches!(kind, Kind::Company | Kind::Bank | Kind::Fund | Kind::Brand)
}

/// Whether every long word of a name has a capital or a digit: what has not is a description.
fn is_proper(name: &str) -> bool {
    let telling = |word: &&str| word.chars().count() >= 4;
    let marked = |word: &str| word.chars().any(|c| c.is_uppercase() || c.is_numeric());
    words(name).next().is_some_and(marked) && words(name).filter(telling).all(marked)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether the name stands in the text as a whole.
fn stands(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let outside = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        outside(text[..at].chars().next_back()) && outside(text[at + name.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use entente_lang::Languages;
    use entente_model::Language;

    use super::*;

    fn renamer(text: &str, entities: &[(&str, &[&str])]) -> Renamer {
        let lang = Languages::builtin().get(Language::new("fr").unwrap()).unwrap();
        let forms = |forms: &[&str]| forms.iter().map(|&form| form.to_owned()).collect();
        let entities = entities.iter().map(|(key, others)| ((*key).to_owned(), forms(others))).collect();
        let people = BTreeSet::from(["Norbert Caldora".to_owned()]);
        Renamer::new(lang, &Knowledge::builtin(), text, &entities, &people)
    }

    #[test]
    fn names_of_one_company_stay_those_of_one() {
        let text = "Norvane Énergie SA, ou Norvane, cède NES à l'Air Brévannes. Le patron de Norvane parle.";
        let entities: [(&str, &[&str]); 2] =
            [("Norvane Énergie SA", &["Norvane", "NES", "le groupe"]), ("Air Brévannes", &[])];
        let renamed = renamer(text, &entities).rename(text);
        let words: Vec<&str> = words(&renamed).collect();
        let (full, short, short_again) = (words[0], words[4], words[14]);
        assert_eq!((full, short), (short, short_again), "{renamed}");
        assert!(full != "Norvane" && !renamed.contains("NES") && !renamed.contains("Brévannes"), "{renamed}");
        assert!(renamed.contains(" Énergie SA, ou ") && renamed.contains("l'Air "), "{renamed}");
        // The acronym's first letter is that of the new name.
        assert_eq!(words[6].chars().next(), full.chars().next(), "{renamed}");
        assert_eq!(renamer(text, &entities).rename(text), renamed);
    }

    #[test]
    fn ordinary_words_change_where_they_are_all_of_a_name() {
        let text = "L'Air Liquide, maison mère d'Air Liquide Soudage, achète L'Oréal. Le Site est d'Orange.";
        let renamed = renamer(text, &[("Air Liquide Soudage", &["Le Site"])]).rename(text);
        let words: Vec<&str> = words(&renamed).collect();
        assert_eq!((words[0], words[1..3].join(" ")), ("L", words[6..8].join(" ")), "{renamed}");
        assert!(!renamed.contains("Air Liquide") && renamed.contains("achète L'"), "{renamed}");
        assert!(renamed.contains("Le Site"), "{renamed}");
    }

    #[test]
    fn people_places_and_states_keep_their_names() {
        let text = "Norbert Caldora, à Paris, parle de Danone et de la Commission européenne en France.";
        let entities: [(&str, &[&str]); 3] =
            [("Norbert Caldora", &[]), ("Commission européenne", &["la Commission"]), ("France", &[])];
        let renamed = renamer(text, &entities).rename(text);
        assert!(!renamed.contains("Danone"), "{renamed}");
        for kept in ["Norbert Caldora", "Paris", "Commission européenne", "France"] {
            assert!(renamed.contains(kept), "{renamed}");
        }
    }

    #[test]
    fn parts_of_words_are_no_names() {
        let renamer = renamer("Danone achète. Les danonettes de Danonette.", &[]);
        assert!(renamer.rename("Les danonettes de Danonette").ends_with("Les danonettes de Danonette"));
        assert_eq!(renamer.rename("d'Danone-Nord").matches("Danone").count(), 0);
    }
}
