//! The names of entities that were asked for since the index last changed: a page of facts names some fifty, and most
//! pages name the same ones.

use std::sync::{PoisonError, RwLock};

use entente_facts::EntityId;
use entente_model::Tenant;
use rustc_hash::FxHashMap;

/// Most names that are remembered: some 10 MB. Beyond it nothing is added until the index changes.
const MOST: usize = 100_000;

/// Names that hold for views of one age of the index. Each change begins a new age.
#[derive(Debug, Default)]
pub(crate) struct NameCache(RwLock<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    age: u64,
    /// False while a change is being written: a view made meanwhile may be of either age.
    settled: bool,
    names: FxHashMap<Tenant, FxHashMap<EntityId, Box<str>>>,
    count: usize,
}

impl NameCache {
    /// The age of a view that is made after this call; none while the index is changing. Ask before taking the snapshot: one that is
    /// taken before would be older than its age.
    pub(crate) fn age(&self) -> Option<u64> {
        let remembered = self.0.read().unwrap_or_else(PoisonError::into_inner);
        remembered.settled.then_some(remembered.age)
    }

    /// Says that a change is about to be written: what is remembered no longer holds.
    pub(crate) fn change(&self) {
        let mut remembered = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *remembered = Remembered { age: remembered.age + 1, ..Remembered::default() };
    }

    /// Says that nothing is being written.
    pub(crate) fn settle(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).settled = true;
    }

    /// The name that views of this age have for the entity, if it is remembered.
    pub(crate) fn get(&self, age: u64, tenant: &Tenant, id: EntityId) -> Option<String> {
        let remembered = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let named = remembered.names.get(tenant).filter(|_| remembered.age == age)?;
        named.get(&id).map(|name| name.as_ref().to_owned())
    }

    /// Remembers the name that a view of this age has for the entity.
    pub(crate) fn put(&self, age: u64, tenant: &Tenant, id: EntityId, name: &str) {
        let mut remembered = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Remembered { age: current, names, count, .. } = &mut *remembered;
        if *current == age
            && *count < MOST
            && names.entry(tenant.clone()).or_default().insert(id, name.into()).is_none()
        {
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: EntityId = EntityId::from_bytes([7; 16]);

    #[test]
    fn a_name_holds_for_views_of_its_age() {
        let (cache, tenant) = (NameCache::default(), Tenant::default());
        assert_eq!(cache.age(), None, "not yet settled");
        cache.settle();
        let age = cache.age().unwrap();
        assert_eq!(cache.get(age, &tenant, ID), None);
        cache.put(age, &tenant, ID, "Velnor");
        assert_eq!(cache.get(age, &tenant, ID).as_deref(), Some("Velnor"));
        cache.change();
        assert_eq!(cache.age(), None, "being written");
        assert_eq!(cache.get(age, &tenant, ID), None);
        cache.put(age, &tenant, ID, "Velnor");
        cache.settle();
        let later = cache.age().unwrap();
        assert_eq!(cache.get(later, &tenant, ID), None, "an old view has no say");
    }

    #[test]
    fn tenants_are_apart() {
        let (cache, one, other) = (NameCache::default(), Tenant::default(), Tenant::new("other").unwrap());
        cache.settle();
        let age = cache.age().unwrap();
        cache.put(age, &one, ID, "Velnor");
        assert_eq!(cache.get(age, &other, ID), None);
        cache.put(age, &other, ID, "Norvane");
        assert_eq!(cache.get(age, &one, ID).as_deref(), Some("Velnor"));
        assert_eq!(cache.get(age, &other, ID).as_deref(), Some("Norvane"));
    }
}
