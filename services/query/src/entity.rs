//! Entities on the wire, and the calls that ask for them.

use entente_facts::{EntityRecord, Facts as _, NameMatch, Resolved};
use entente_runtime::{Deadline, LimitArgs};
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _, field, v1};

use crate::filter::NAME_MOST;
use crate::reader::{Reader, unread};

/// How many entities a name is resolved to when the request does not say.
const PAGE_SIZE: usize = 20;

pub(crate) async fn get(
    reader: &Reader,
    deadline: Option<Deadline>,
    request: v1::GetEntityRequest,
) -> Result<v1::GetEntityResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    if request.entity_id.is_empty() {
        return Err(Failure::invalid("is empty")).within("entity_id");
    }
    let wanted = field::line(&request.entity_id, NAME_MOST).within("entity_id")?.to_owned();
    let read = move |view: &entente_index::View| {
        // A text that is no id is the id of nobody.
        let found = match wanted.parse() {
            Ok(id) => view.entity(&tenant, id).map_err(|error| unread(&error))?,
            Err(_) => None,
        };
        let unknown =
            || Failure::new(ErrorReason::EntityNotFound, format!("no entity has the id {wanted:?}"));
        let entity = Some(entity(found.ok_or_else(unknown)?));
        Ok(v1::GetEntityResponse { entity, ..v1::GetEntityResponse::default() })
    };
    reader.read(&request.cursor, deadline, read).await
}

pub(crate) async fn resolve(
    reader: &Reader,
    limits: &LimitArgs,
    deadline: Option<Deadline>,
    request: v1::ResolveEntitiesRequest,
) -> Result<v1::ResolveEntitiesResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    let name = field::line(&request.name, NAME_MOST).within("name")?.to_owned();
    if name.trim().is_empty() {
        return Err(Failure::invalid("is empty")).within("name");
    }
    let size = field::page_size(request.page_size, PAGE_SIZE, limits.max_page_size).within("page_size")?;
    let read = move |view: &entente_index::View| {
        let found = view.resolve(&tenant, &name, size).map_err(|error| unread(&error))?;
        Ok(v1::ResolveEntitiesResponse { entities: found.into_iter().map(resolved).collect() })
    };
    reader.read(&request.cursor, deadline, read).await
}

fn resolved(resolved: Resolved) -> v1::ResolvedEntity {
    let found = match resolved.found {
        NameMatch::Own | NameMatch::Seen => v1::NameMatch::Exact,
        NameMatch::Prefix => v1::NameMatch::Prefix,
    };
    v1::ResolvedEntity { entity: Some(entity(resolved.entity)), r#match: found.into() }
}

fn entity(record: EntityRecord) -> v1::IndexedEntity {
    v1::IndexedEntity {
        entity_id: record.id.to_string(),
        name: record.name,
        aliases: record.aliases,
        country: record.country.unwrap_or_default(),
        sector: record.sector.unwrap_or_default(),
        event_count: i64::try_from(record.event_count).unwrap_or(i64::MAX),
        ..v1::IndexedEntity::default()
    }
}
