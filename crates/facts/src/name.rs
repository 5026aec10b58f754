//! Names as they are compared: which words of a name are its own.

use std::sync::LazyLock;

use entente_text::fold;
use rustc_hash::FxHashSet;

/// Legal forms and words for "company" that end a name without being a part of it, folded.
const SUFFIXES: &[&str] = &[
    "a/s",
    "ab",
    "ag",
    "asa",
    "bv",
    "b.v.",
    "co",
    "co.",
    "company",
    "corp",
    "corp.",
    "corporation",
    "gmbh",
    "group",
    "groupe",
    "gruppe",
    "inc",
    "inc.",
    "incorporated",
    "kg",
    "jsc",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltd.",
    "nv",
    "n.v.",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "s.a.",
    "sarl",
    "sas",
    "s.a.s.",
    "sca",
    "se",
    "spa",
    "srl",
    "s.r.l.",
    "s.p.a.",
];

/// Words and legal forms that stand before a name without being a part of it, folded.
const PREFIXES: &[&str] = &["group", "groupe", "oao", "ooo", "pao", "zao"];

/// Articles that a text puts before a name, folded; a name may also begin with one ("Le Monde").
const ARTICLES: &[&str] = &["le", "la", "les", "the", "un", "une", "a", "an"];

/// Nouns that stand for a body or an office, folded: with a capital and without more they are no name of one body alone
/// ("la Banque", "the Commission", "l'Etat", "Santé" for a ministry).
const COMMON: &[&str] = &[
    "agence",
    "agency",
    "air",
    "alliance",
    "army",
    "armee",
    "assemblee",
    "assembly",
    "association",
    "authority",
    "autorite",
    "bank",
    "banque",
    "board",
    "bourse",
    "budget",
    "bureau",
    "cabinet",
    "caisse",
    "center",
    "centre",
    "ceo",
    "chamber",
    "chambre",
    "chairman",
    "chancellor",
    "city",
    "club",
    "comite",
    "commission",
    "committee",
    "commune",
    "communes",
    "compagnie",
    "confederation",
    "congres",
    "congress",
    "conseil",
    "council",
    "cour",
    "court",
    "defense",
    "department",
    "departement",
    "directeur",
    "direction",
    "director",
    "east",
    "economie",
    "economy",
    "education",
    "est",
    "etat",
    "etats",
    "exchange",
    "executive",
    "federation",
    "finance",
    "finances",
    "first",
    "fondation",
    "fonds",
    "foundation",
    "fund",
    "general",
    "gouvernement",
    "government",
    "governor",
    "groupement",
    "haut",
    "haute",
    "hopital",
    "hospital",
    "house",
    "industrie",
    "industry",
    "institut",
    "institute",
    "instituts",
    "interieur",
    "interior",
    "justice",
    "leader",
    "ligue",
    "maire",
    "mairie",
    "maison",
    "marche",
    "marine",
    "mayor",
    "minister",
    "ministere",
    "ministre",
    "ministry",
    "nation",
    "national",
    "nationale",
    "nord",
    "north",
    "office",
    "opposition",
    "organisation",
    "organization",
    "ouest",
    "parlement",
    "parliament",
    "parti",
    "party",
    "police",
    "prefecture",
    "prefet",
    "premier",
    "presidency",
    "president",
    "presidence",
    "prime",
    "region",
    "regions",
    "republic",
    "republique",
    "royal",
    "sante",
    "secretary",
    "secretaire",
    "senat",
    "senate",
    "societe",
    "south",
    "state",
    "states",
    "sud",
    "syndicat",
    "tour",
    "transports",
    "travail",
    "treasury",
    "tresor",
    "tribunal",
    "union",
    "unions",
    "united",
    "universite",
    "university",
    "ville",
    "west",
];

/// Words that are nobody's name by themselves.
static GENERIC: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| [ARTICLES, COMMON, SUFFIXES].into_iter().flatten().copied().collect());

/// Words for a line of business or a part of the world, folded: behind the name of a house they make that of a part of it.
const DIVISIONS: &[&str] = &[
    "africa",
    "afrique",
    "america",
    "americas",
    "amerique",
    "asia",
    "asie",
    "assurance",
    "assurances",
    "bank",
    "banque",
    "belgique",
    "belgium",
    "brasil",
    "brazil",
    "canada",
    "capital",
    "china",
    "chine",
    "deutschland",
    "energie",
    "energies",
    "energy",
    "espana",
    "europe",
    "finance",
    "financial",
    "france",
    "germany",
    "immobilier",
    "india",
    "insurance",
    "italia",
    "japan",
    "japon",
    "logistics",
    "logistique",
    "maroc",
    "media",
    "medias",
    "mexico",
    "mobile",
    "north",
    "presse",
    "press",
    "properties",
    "real",
    "retail",
    "securities",
    "services",
    "solaire",
    "solar",
    "south",
    "suisse",
    "switzerland",
    "transport",
    "uk",
    "us",
    "usa",
    "ventures",
];

/// The forms of a folded name that mean the same: the name itself, and without its legal form where it has one.
pub fn forms(folded: &str) -> Vec<String> {
    let core = core(folded);
    let whole = folded.to_owned();
    if core == whole { vec![whole] } else { vec![whole, core] }
}

/// The folded name without its legal form: `renault` for `groupe renault`, `renault sa` and `renault group`. Never
/// empty, never a single letter, and never what a conjunction leaves ("rothschild & co" keeps its "co").
pub(crate) fn core(folded: &str) -> String {
    // Nothing goes from a word that stands alone.
    if !folded.contains([' ', '.', ',']) {
        return folded.to_owned();
    }
    let joined = initials_joined(folded);
    let whole: Vec<&str> = joined.split(' ').collect();
    let mut words = whole.as_slice();
    while let [rest @ .., last] = words {
        let bare = |word: &&str| ARTICLES.contains(word) || matches!(*word, "and" | "et" | "&" | "de" | "of");
        let dangling = rest.last().is_none_or(bare);
        if dangling || !SUFFIXES.contains(&last.trim_end_matches(',')) {
            break;
        }
        words = rest;
    }
    match words {
        // "Le groupe Bolloré" is Bolloré; "Le Groupe" and "Le Monde" keep their article.
        [article, prefix, rest @ ..]
            if ARTICLES.contains(article) && PREFIXES.contains(prefix) && !rest.is_empty() =>
        {
            words = rest;
        }
        [prefix, rest @ ..] if PREFIXES.contains(prefix) && !rest.is_empty() => words = rest,
        _ => {}
    }
    // "The Boeing Company" is Boeing; "The Guardian" keeps its article.
    if words.len() < whole.len()
        && let ["the", rest @ ..] = words
        && !rest.is_empty()
    {
        words = rest;
    }
    let core = words.join(" ");
    let core = core.trim_end_matches(',');
    if core.chars().count() < 2 { folded.to_owned() } else { core.to_owned() }
}

/// The name with the letters that stand alone written together: `jp morgan` for `j. p. morgan` and `j.p. morgan`.
fn initials_joined(folded: &str) -> String {
    let letters = |word: &str| -> Option<String> {
        let letters: String = word.split('.').collect();
        let single = letters.len() == 1 && letters.chars().all(char::is_alphabetic);
        let dotted = word.ends_with('.') && word.split('.').all(|part| part.len() < 2);
        (dotted || (single && word.ends_with('.'))).then_some(letters)
    };
    let mut joined: Vec<String> = Vec::new();
    let mut open = false;
    for word in folded.split(' ') {
        let letters = letters(word).filter(|_| !SUFFIXES.contains(&word));
        match joined.last_mut().filter(|_| open && letters.is_some()) {
            Some(last) => last.extend(letters.iter().map(String::as_str)),
            None => joined.push(letters.clone().unwrap_or_else(|| word.to_owned())),
        }
        open = letters.is_some();
    }
    joined.join(" ")
}

/// True for a proper name ("Le Monde", "groupe Bolloré", "eBay", "3M"), false for a description ("l'usine de Douai").
/// What a description means depends on its article; a proper name means the same everywhere.
pub(crate) fn is_proper(name: &str) -> bool {
    let mut words = name.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let generic = |folded: &str| ARTICLES.contains(&folded) || PREFIXES.contains(&folded);
        if words.peek().is_some() && generic(&fold(word)) {
            continue;
        }
        let own = elided(word);
        return own.chars().next().is_some_and(|first| !first.is_lowercase())
            || own.chars().any(char::is_uppercase);
    }
    false
}

/// The word without an elided article before it: `enseigne` for `L'enseigne`.
fn elided(word: &str) -> &str {
    match word.split_once(['\'', '’']) {
        Some(("l" | "L" | "d" | "D", rest)) if !rest.is_empty() => rest,
        Some(_) | None => word,
    }
}

/// True when `form` is a short form of `name`: some of its words in a row, or its initials. Being alike is not enough.
pub(crate) fn is_short_form(form: &str, name: &str) -> bool {
    let (folded_form, folded_name) = (fold(form), fold(name));
    let name_words: Vec<&str> = folded_name.split(' ').collect();
    let form_words: Vec<&str> = folded_form.split(' ').collect();
    let run = form_words.len() < name_words.len()
        && name_words.windows(form_words.len()).any(|window| window == form_words.as_slice());
    let generic = form_words.iter().all(|word| {
        SUFFIXES.contains(word)
            || PREFIXES.contains(word)
            || ARTICLES.contains(word)
            || word.chars().count() < 2
    });
    (run && !generic) || is_acronym(form, name)
}

/// True when `form` is made of the initials of `name`.
pub(crate) fn is_acronym(form: &str, name: &str) -> bool {
    let letters: String = form.chars().filter(|c| *c != '.').collect();
    if letters.chars().count() < 2 || !letters.chars().all(char::is_uppercase) {
        return false;
    }
    fold(&acronym(name)) == fold(&letters)
}

/// The capitals that the words of a name begin with.
pub(crate) fn acronym(name: &str) -> String {
    let first = |word: &str| elided(word).chars().next();
    name.split([' ', '-']).filter_map(first).filter(|first| first.is_uppercase()).collect()
}

/// True for a name that ends with a legal form: it is told in full.
pub(crate) fn is_incorporated(name: &str) -> bool {
    let folded = fold(name);
    core(&folded).split(' ').next_back() != folded.trim_end_matches(',').split(' ').next_back()
        && folded.split(' ').next_back().is_some_and(|last| SUFFIXES.contains(&last))
}

/// True where the rest of a name tells a part of the house that its beginning names.
pub(crate) fn is_division(rest: &str) -> bool {
    rest.split(' ').any(|word| DIVISIONS.contains(&word))
}

/// True when a folded name can be that of one body alone: it is no common noun and no legal form by itself, and has more
/// than two letters, which stand for many.
pub(crate) fn is_distinctive(folded: &str) -> bool {
    folded.split(' ').any(|word| {
        let word = elided(word);
        word.chars().count() > 2 && !GENERIC.contains(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_no_part_of_a_name() {
        for (name, expected) in [
            ("Renault SA", "renault"),
            ("Groupe Renault", "renault"),
            ("Renault Group", "renault"),
            ("SoftBank Group Corp.", "softbank"),
            ("The Boeing Company", "boeing"),
            ("Acme, Inc.", "acme"),
            ("Le groupe Bolloré", "bollore"),
            ("Le Groupe", "le groupe"),
            ("The Guardian", "the guardian"),
            ("Le Monde", "le monde"),
            ("Rothschild & Co", "rothschild and co"),
            ("Ford Motor Company", "ford motor"),
            ("Group", "group"),
            ("SE", "se"),
            ("X Corp", "x corp"),
            ("Sasu", "sasu"),
            ("J. P. Tessel & Co", "jp tessel and co"),
            ("J.P. Tessel", "jp tessel"),
            ("U.S. Gazenor Inc.", "us gazenor"),
            ("Gazenor S.A.", "gazenor"),
            ("Gazenor Pty Ltd", "gazenor"),
            ("PAO Gazenor", "gazenor"),
        ] {
            assert_eq!(core(&fold(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_description_is_no_proper_name() {
        for name in ["Renault", "Le Monde", "eBay", "3M", "groupe Bolloré", "L'Oréal", "the Guardian", "A"]
        {
            assert!(is_proper(name), "{name}");
        }
        for name in
            ["l'usine de Douai", "usine de Douai", "L'enseigne américaine", "the plant", "le groupe", ""]
        {
            assert!(!is_proper(name), "{name}");
        }
    }

    #[test]
    fn a_short_form_is_made_of_its_name() {
        for (form, name) in [
            ("Hautecombe", "Hautecombe Industries"),
            ("Morel", "Claire Morel"),
            ("BTN", "Banque des Territoires Nouveaux"),
            ("B.T.N.", "Banque des Territoires Nouveaux"),
        ] {
            assert!(is_short_form(form, name), "{form} of {name}");
        }
        for (form, name) in [
            ("Hautecomb", "Hautecombe Industries"),
            ("Group", "Hautecombe Group"),
            ("le groupe nippon", "Nissan"),
            ("BT", "Banque des Territoires Nouveaux"),
            ("Hautecombe Industries", "Hautecombe"),
        ] {
            assert!(!is_short_form(form, name), "{form} of {name}");
        }
    }
}
