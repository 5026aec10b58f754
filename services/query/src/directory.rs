//! Who is known beforehand, as facts take it.

use entente_facts::{Directory, Identifier, Known};
use entente_lang::{Knowledge, OrganisationKind, Sector};
use entente_model::EntityKind;

/// The organisations that are known.
pub(crate) fn of(knowledge: &Knowledge) -> Directory {
    Directory::new(knowledge.iter().map(|organisation| Known {
        name: organisation.name.to_string(),
        aliases: organisation.aliases.iter().map(ToString::to_string).collect(),
        country: organisation.country.as_ref().map(ToString::to_string),
        sector: organisation.sector.map(sector),
        kind: Some(kind(organisation.kind)),
        identifiers: organisation.ids.iter().map(|(scheme, code)| identifier(scheme, code)).collect(),
    }))
}

fn identifier(scheme: &str, code: &str) -> Identifier {
    Identifier { scheme: scheme.to_owned(), code: code.to_owned() }
}

/// What articles present an organisation of this kind as.
const fn kind(kind: OrganisationKind) -> EntityKind {
    match kind {
        OrganisationKind::State => EntityKind::State,
        OrganisationKind::Media => EntityKind::Media,
        OrganisationKind::Party | OrganisationKind::Union | OrganisationKind::Club => EntityKind::Association,
        OrganisationKind::Company
        | OrganisationKind::Bank
        | OrganisationKind::Fund
        | OrganisationKind::PublicBody
        | OrganisationKind::Brand
        | OrganisationKind::Family
        | OrganisationKind::Institute => EntityKind::Organization,
    }
}

/// A sector's published name: its variant in kebab case, as the data files have it.
fn sector(sector: Sector) -> String {
    let mut name = String::new();
    for (index, letter) in format!("{sector:?}").char_indices() {
        if letter.is_uppercase() && index > 0 {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sectors_have_the_names_of_the_data() {
        assert_eq!([Sector::Auto, Sector::RealEstate].map(sector), ["auto", "real-estate"]);
    }

    #[test]
    fn no_known_organisation_is_taken_for_another() {
        let knowledge = Knowledge::builtin();
        let directory = of(&knowledge);
        let article = entente_model::ArticleId::new("a").unwrap();
        for organisation in &*knowledge {
            let id = directory.identify(&organisation.name, Some(kind(organisation.kind)), &article);
            // None where several share the name and nobody can tell.
            if let Some(known) = directory.get(id) {
                assert_eq!(known.name, *organisation.name);
            }
        }
    }
}
