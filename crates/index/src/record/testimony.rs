//! The record of what an article tells of who is who.

use entente_facts::{EntityId, Testimony, Told};
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::vocabulary::Coded;

#[derive(Serialize, Deserialize)]
pub(super) struct TestimonyRecord<'a> {
    about: [u8; 16],
    name: &'a str,
    #[serde(borrow)]
    told: ToldRecord<'a>,
}

#[derive(Serialize, Deserialize)]
enum ToldRecord<'a> {
    Named {
        kind: Option<u8>,
        #[serde(borrow)]
        country: Option<&'a str>,
    },
    ShortFor([u8; 16]),
    CallsPerson([u8; 16]),
    NamesPerson([u8; 16]),
    Apart([u8; 16]),
}

impl<'a> TestimonyRecord<'a> {
    pub(super) fn of(testimony: &'a Testimony) -> Self {
        let told = match &testimony.told {
            Told::Named { kind, country } => {
                ToldRecord::Named { kind: kind.map(Coded::code), country: country.as_deref() }
            }
            Told::ShortFor(id) => ToldRecord::ShortFor(id.to_bytes()),
            Told::CallsPerson(id) => ToldRecord::CallsPerson(id.to_bytes()),
            Told::NamesPerson(id) => ToldRecord::NamesPerson(id.to_bytes()),
            Told::Apart(id) => ToldRecord::Apart(id.to_bytes()),
        };
        Self { about: testimony.about.to_bytes(), name: &testimony.name, told }
    }

    pub(super) fn rebuild(self) -> Result<Testimony, RecordError> {
        let told = match self.told {
            ToldRecord::Named { kind, country } => Told::Named {
                kind: kind.map(Coded::of_code).transpose()?,
                country: country.map(str::to_owned),
            },
            ToldRecord::ShortFor(id) => Told::ShortFor(EntityId::from_bytes(id)),
            ToldRecord::CallsPerson(id) => Told::CallsPerson(EntityId::from_bytes(id)),
            ToldRecord::NamesPerson(id) => Told::NamesPerson(EntityId::from_bytes(id)),
            ToldRecord::Apart(id) => Told::Apart(EntityId::from_bytes(id)),
        };
        Ok(Testimony { about: EntityId::from_bytes(self.about), name: self.name.to_owned(), told })
    }
}
