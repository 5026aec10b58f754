//! Entities on the wire, and the calls that ask for them.

use entente_facts::{
    Beliefs as _, EntityRecord, Facts as _, Identifier, Identity, IdentityBasis, IdentityChange,
    IdentityReason, NameMatch, Resolved,
};
use entente_model::EntityKind;
use entente_runtime::{Deadline, LimitArgs};
use entente_wire::change::number;
use entente_wire::v1::ErrorReason;
use entente_wire::vocabulary::Vocabulary as _;
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
            Ok(id) => view.identity(&tenant, id).map_err(|error| unread(&error))?,
            Err(_) => None,
        };
        let unknown =
            || Failure::new(ErrorReason::EntityNotFound, format!("no entity has the id {wanted:?}"));
        Ok(identity(found.ok_or_else(unknown)?))
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

fn identity(identity: Identity) -> v1::GetEntityResponse {
    v1::GetEntityResponse {
        entity: Some(entity(identity.entity)),
        reasons: identity.reasons.into_iter().map(reason).collect(),
        changes: identity.changes.into_iter().map(change).collect(),
    }
}

fn reason(reason: IdentityReason) -> v1::IdentityReason {
    let basis = match reason.basis {
        IdentityBasis::Known => v1::IdentityBasis::Known,
        IdentityBasis::SameName => v1::IdentityBasis::SameName,
        IdentityBasis::ShortForm => v1::IdentityBasis::ShortForm,
        IdentityBasis::InArticle => v1::IdentityBasis::InArticle,
    };
    v1::IdentityReason {
        name: reason.name,
        basis: basis.into(),
        article_ids: reason.articles.iter().map(ToString::to_string).collect(),
        article_count: number(reason.article_count),
    }
}

fn change(change: IdentityChange) -> v1::IdentityChange {
    v1::IdentityChange {
        time: Some(field::to_timestamp(change.moment.time)),
        merged: change.merged,
        name: change.name,
        entity_id: change.id.to_string(),
        of_entity_id: change.of.to_string(),
        article_id: change.article.to_string(),
    }
}

fn entity(record: EntityRecord) -> v1::IndexedEntity {
    let identifiers = record.identifiers.into_iter();
    v1::IndexedEntity {
        entity_id: record.id.to_string(),
        name: record.name,
        aliases: record.aliases,
        country: record.country.unwrap_or_default(),
        sector: record.sector.unwrap_or_default(),
        event_count: number(record.event_count),
        kind: record.kind.map_or(0, EntityKind::number),
        identifiers: identifiers.map(|Identifier { scheme, code }| v1::Identifier { scheme, code }).collect(),
    }
}
