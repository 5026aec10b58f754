//! What was asked last in each conversation, for a while.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use entente_answer::Plan;
use entente_model::Tenant;

/// How long a plan is kept after its last use.
const KEPT: Duration = Duration::from_secs(30 * 60);
/// Most plans kept for all tenants; a plan is some kilobytes at most.
const MOST: usize = 4096;
/// Most plans kept for one tenant: none may crowd the others out.
const MOST_OF_ONE: usize = 256;

/// A conversation: whose, and the id that the client gave it.
type Key = (Tenant, String);

/// The last plan of each conversation.
#[derive(Debug, Default)]
pub(crate) struct Conversations(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    plans: HashMap<Key, Remembered>,
    /// The conversations in the order of their last use.
    order: BTreeMap<u64, Key>,
    of_tenant: HashMap<Tenant, usize>,
    next: u64,
}

#[derive(Debug)]
struct Remembered {
    plan: Plan,
    used: Instant,
    place: u64,
}

impl Conversations {
    /// The plan of the last question of a conversation, if it is not too old.
    pub(crate) fn last(&self, tenant: &Tenant, id: &str) -> Option<Plan> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.forget(Instant::now());
        memory.plans.get(&(tenant.clone(), id.to_owned())).map(|remembered| remembered.plan.clone())
    }

    /// Remembers the plan of the last question of a conversation.
    pub(crate) fn remember(&self, tenant: &Tenant, id: &str, plan: Plan) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remember(
            (tenant.clone(), id.to_owned()),
            plan,
            Instant::now(),
        );
    }
}

impl Memory {
    fn remember(&mut self, key: Key, plan: Plan, now: Instant) {
        self.drop(&key);
        let tenant = &key.0;
        if self.of_tenant.get(tenant).is_some_and(|&count| count >= MOST_OF_ONE) {
            let oldest = self.order.values().find(|(whose, _)| whose == tenant).cloned();
            self.drop_any(oldest);
        }
        if self.plans.len() >= MOST {
            let oldest = self.order.values().next().cloned();
            self.drop_any(oldest);
        }
        self.forget(now);
        let place = self.next;
        self.next += 1;
        self.order.insert(place, key.clone());
        *self.of_tenant.entry(key.0.clone()).or_default() += 1;
        self.plans.insert(key, Remembered { plan, used: now, place });
    }

    /// Forgets what is too old.
    fn forget(&mut self, now: Instant) {
        while let Some(key) = self.order.values().next().cloned() {
            let old = self.plans.get(&key).is_none_or(|plan| now.duration_since(plan.used) > KEPT);
            if !old {
                return;
            }
            self.drop(&key);
        }
    }

    fn drop_any(&mut self, key: Option<Key>) {
        if let Some(key) = key {
            self.drop(&key);
        }
    }

    fn drop(&mut self, key: &Key) {
        let Some(Remembered { place, .. }) = self.plans.remove(key) else { return };
        self.order.remove(&place);
        if let Some(count) = self.of_tenant.get_mut(&key.0) {
            *count -= 1;
            if *count == 0 {
                self.of_tenant.remove(&key.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use entente_answer::{Ask, Detail, Stage, Told};

    use super::*;

    fn plan(word: &str) -> Plan {
        Plan {
            ask: Ask::Plans,
            subject: Vec::new(),
            object: Vec::new(),
            stage: Stage::Any,
            exact: false,
            main: false,
            with: Vec::new(),
            except: Vec::new(),
            about: Vec::new(),
            places: vec![word.to_owned()],
            outside: Vec::new(),
            period: None,
            told: Told::Any,
            detail: Detail::Any,
        }
    }

    fn key(tenant: &str, id: usize) -> Key {
        (Tenant::new(tenant).unwrap(), id.to_string())
    }

    #[test]
    fn the_last_plan_is_kept_and_the_oldest_go() {
        let mut memory = Memory::default();
        let now = Instant::now();
        memory.remember(key("a", 0), plan("one"), now);
        memory.remember(key("a", 0), plan("two"), now);
        assert_eq!((memory.plans.len(), &memory.plans[&key("a", 0)].plan), (1, &plan("two")));
        memory.remember(key("b", 0), plan("b"), now);
        for id in 0..2 * MOST_OF_ONE {
            memory.remember(key("a", id), plan("many"), now);
        }
        assert_eq!(memory.of_tenant[&key("a", 0).0], MOST_OF_ONE);
        assert!(memory.plans.contains_key(&key("b", 0)) && !memory.plans.contains_key(&key("a", 0)));
        for tenant in 0..MOST {
            memory.remember(key(&format!("t{tenant}"), 0), plan("all"), now);
        }
        assert_eq!((memory.plans.len(), memory.order.len()), (MOST, MOST));
        memory.forget(now + KEPT + Duration::from_secs(1));
        assert!(memory.plans.is_empty() && memory.order.is_empty() && memory.of_tenant.is_empty());
    }
}
