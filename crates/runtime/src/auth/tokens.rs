//! The tokens that a server knows now.

use std::sync::{Arc, PoisonError, RwLock};

use super::caller::Caller;
use super::rate::Bucket;
use super::secret::Secret;
use super::token_file::{self, Entry};

/// The tokens of a file; what is in it can be replaced while the server runs. Clones are one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens(Arc<RwLock<Arc<Vec<Known>>>>);

#[derive(Debug, Clone)]
struct Known {
    entry: Entry,
    caller: Arc<Caller>,
}

/// Why a secret opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Unknown,
    Expired,
}

impl Tokens {
    /// Those of a file's contents; the error names what is wrong with it.
    pub(crate) fn read(contents: &[u8]) -> Result<Self, String> {
        let tokens = Self::default();
        tokens.replace(contents)?;
        Ok(tokens)
    }

    /// Puts those of a file's contents in the place of those known. A token that is written as before keeps what is left of its
    /// rate; streams of one that is gone or changed are told so.
    pub(crate) fn replace(&self, contents: &[u8]) -> Result<(), String> {
        let text = str::from_utf8(contents).map_err(|error| format!("is not UTF-8: {error}"))?;
        let entries = token_file::read(text)?;
        let mut slot = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let known = entries.into_iter().map(|entry| Known::after(entry, &slot)).collect::<Vec<_>>();
        for before in slot.iter() {
            if !known.iter().any(|after| Arc::ptr_eq(&after.caller, &before.caller)) {
                before.caller.revoked.cancel();
            }
        }
        *slot = Arc::new(known);
        Ok(())
    }

    /// Who holds a secret. All tokens are compared, so that the time tells nothing of which one it was.
    pub(crate) fn holder(&self, secret: &Secret) -> Result<Arc<Caller>, Refused> {
        let known = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        let hash = secret.hash();
        let mut holder = None;
        for token in known.iter() {
            if token.entry.hash.is(&hash) {
                holder = Some(&token.caller);
            }
        }
        match holder {
            None => Err(Refused::Unknown),
            Some(caller) if caller.is_expired() => Err(Refused::Expired),
            Some(caller) => Ok(Arc::clone(caller)),
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Known {
    fn after(entry: Entry, before: &[Self]) -> Self {
        if let Some(same) = before.iter().find(|known| known.entry == entry) {
            return same.clone();
        }
        let kept = before.iter().find(|known| known.entry.id == entry.id && known.entry.rate == entry.rate);
        let bucket = match kept {
            Some(kept) => kept.caller.bucket.clone(),
            None => entry.rate.map(|rate| Arc::new(Bucket::new(rate))),
        };
        let (role, tenants) = (entry.role, entry.tenants.clone());
        let caller = Arc::new(Caller::holder(&entry.id, role, tenants, bucket, entry.expires));
        Self { entry, caller }
    }
}

/// The entry of a file of tokens for one that was made just now, as `entente token new` prints it.
pub fn entry(id: &str, secret: &Secret, role: super::Role, tenants: &[String]) -> Result<String, String> {
    let tenants = match tenants {
        [all] if all == "*" => "\"*\"".to_owned(),
        names => {
            format!("[{}]", names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "))
        }
    };
    let hash = secret.hash();
    let text =
        format!("[[tokens]]\nid = \"{id}\"\nsha256 = \"{hash}\"\nrole = \"{role}\"\ntenants = {tenants}\n");
    token_file::read(&text).map(|_| text)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::auth::Role;

    fn written(id: &str, secret: &Secret, rest: &str) -> String {
        entry(id, secret, Role::Reader, &["acme".to_owned()]).unwrap() + rest
    }

    #[tokio::test]
    async fn what_changes_in_the_file_changes_what_opens() {
        let [kept, changed, gone] = [(); 3].map(|()| Secret::generate().unwrap());
        let rate = "rate = 0.001\nburst = 1\n";
        let file =
            written("kept", &kept, rate) + &written("changed", &changed, "") + &written("gone", &gone, "");
        let tokens = Tokens::read(file.as_bytes()).unwrap();
        let [was_kept, was_changed, was_gone] =
            [&kept, &changed, &gone].map(|secret| tokens.holder(secret).unwrap());
        was_kept.bucket.as_ref().unwrap().take().unwrap();

        let file = written("kept", &kept, rate) + &written("changed", &changed, rate);
        tokens.replace(file.as_bytes()).unwrap();
        assert_eq!(tokens.holder(&gone).err(), Some(Refused::Unknown));
        // What was taken of the rate stays taken.
        assert!(tokens.holder(&kept).unwrap().bucket.as_ref().unwrap().take().is_err());
        assert!(!was_kept.revoked.is_cancelled());
        tokio::time::timeout(Duration::from_secs(5), was_changed.ended()).await.unwrap();
        tokio::time::timeout(Duration::from_secs(5), was_gone.ended()).await.unwrap();

        assert!(tokens.replace(b"[[tokens]]").is_err());
        assert!(tokens.holder(&kept).is_ok(), "a bad file changes nothing");
    }

    #[tokio::test]
    async fn a_token_opens_until_it_expires() {
        let (past, soon) = (Secret::generate().unwrap(), Secret::generate().unwrap());
        let at = jiff::Timestamp::now() + jiff::SignedDuration::from_millis(300);
        let file = written("past", &past, "expires = \"2001-01-01T00:00:00Z\"\n")
            + &written("soon", &soon, &format!("expires = \"{at}\"\n"));
        let tokens = Tokens::read(file.as_bytes()).unwrap();
        assert_eq!(tokens.holder(&past).err(), Some(Refused::Expired));
        let holder = tokens.holder(&soon).unwrap();
        tokio::time::timeout(Duration::from_secs(30), holder.ended()).await.unwrap();
        assert_eq!(tokens.holder(&soon).err(), Some(Refused::Expired));
    }

    #[test]
    fn a_new_entry_is_one_that_can_be_read() {
        let secret = Secret::generate().unwrap();
        let all = entry("a", &secret, Role::Admin, &["*".to_owned()]).unwrap();
        assert!(Tokens::read(all.as_bytes()).unwrap().holder(&secret).is_ok());
        assert!(!all.contains(secret.reveal()));
        assert!(entry("a b", &secret, Role::Admin, &["*".to_owned()]).is_err());
        assert!(entry("a", &secret, Role::Admin, &[]).is_err());
    }
}
