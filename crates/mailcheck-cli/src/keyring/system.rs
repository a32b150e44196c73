//! The keyring that the system has.

use std::sync::Arc;

use ::keyring::Entry as SystemEntry;
use keyring_core::{CredentialStore, Entry, Error, get_default_store};
use mailcheck::model::Secret;
use zeroize::Zeroizing;

use super::SERVICE;
use crate::complaint::{Complaint, Message};

/// The keyring, reached.
pub(super) struct Store(Arc<CredentialStore>);

impl Store {
    pub(super) fn open() -> Result<Self, Complaint> {
        match SystemEntry::store_status() {
            Ok(()) => {
                get_default_store().map(Self).ok_or_else(|| unreachable(&Error::NoDefaultStore))
            }
            Err(why) => Err(unreachable(why)),
        }
    }

    /// As octets: a keyring of Windows, which has room for 2,560, would take two for each letter of a text.
    pub(super) fn put(&self, name: &str, token: &Secret) -> Result<(), Complaint> {
        let entry = self.entry(name)?;
        entry.set_secret(token.expose().as_bytes()).map_err(|why| failed(why, name))
    }

    /// What is there under this name, if something is.
    pub(super) fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Complaint> {
        match self.entry(name)?.get_secret() {
            Ok(octets) => Ok(Some(Zeroizing::new(octets))),
            Err(Error::NoEntry) => Ok(None),
            Err(why) => Err(failed(why, name)),
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, Complaint> {
        Entry::new_in_store(&self.0, SERVICE, name).map_err(|why| failed(why, name))
    }
}

fn unreachable(why: &Error) -> Complaint {
    Message::new("keyring-unreachable").with("why", told(why)).into()
}

/// What became of the entry of this name.
fn failed(why: Error, name: &str) -> Complaint {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the library's")]
    let message = match why {
        Error::Ambiguous(_) => Message::new("keyring-ambiguous"),
        Error::NoStorageAccess(_) => Message::new("keyring-locked"),
        Error::TooLong(_, most) => Message::new("keyring-too-long").with("most", most.to_string()),
        // What could not be read comes along, and may be a token.
        Error::BadEncoding(octets) | Error::BadDataFormat(octets, _) => {
            drop(Zeroizing::new(octets));
            Message::new("keyring-damaged")
        }
        why => Message::new("keyring-failed").with("why", told(&why)),
    };
    message.with("name", name).into()
}

/// Why, without the library's words before it.
fn told(why: &Error) -> String {
    if let Error::PlatformFailure(why) = why { why.to_string() } else { why.to_string() }
}

#[cfg(test)]
mod tests {
    use keyring_core::mock::{self, Cred};

    use super::*;
    use crate::keyring::find;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().copied().map(str::to_owned).collect()
    }

    fn store() -> Store {
        Store(mock::Store::new().expect("is made"))
    }

    #[test]
    fn a_token_is_found_under_the_first_name_that_has_one() {
        let store = store();
        let put = |name, token: &str| store.put(name, &Secret::new(token.to_owned()));
        put("you@example.org", "ya29.old").expect("is put");
        put("you@example.org", "ya29.a0-_~+/=").expect("takes its place");
        put("gmail", "another").expect("is put");
        let found = find(&store, &names(&["you", "you@example.org", "gmail"])).expect("is there");
        assert_eq!(found.expose(), "ya29.a0-_~+/=");
        let why = find(&store, &names(&["you", "me@example.org"])).expect_err("is not there");
        let why = format!("{why:?}");
        assert!(why.contains("keyring-no-token") && why.contains("me@example.org"), "{why}");
    }

    #[test]
    fn what_a_keyring_refuses_is_told_without_the_token() {
        let denied = || Error::NoStorageAccess("it is locked".into());
        for (error, part) in [
            (denied(), "keyring-locked"),
            (Error::TooLong("secret".to_owned(), 2560), "2560"),
            (Error::Ambiguous(Vec::new()), "keyring-ambiguous"),
            (Error::BadEncoding(b"geheim".to_vec()), "keyring-damaged"),
            (Error::BadDataFormat(b"geheim".to_vec(), "geheim".into()), "keyring-damaged"),
            (Error::PlatformFailure("the bus is gone".into()), "the bus is gone"),
        ] {
            let store = store();
            store.put("you", &Secret::new("geheim".to_owned())).expect("is put");
            let entry = store.entry("you").expect("is there");
            let kept = entry.as_any().downcast_ref::<Cred>().expect("is a mock's");
            kept.set_error(error);
            let why = format!("{:?}", find(&store, &names(&["you"])).expect_err(part));
            assert!(why.contains(part) && !why.contains("geheim"), "{why}");
            assert!(!why.contains("103, 101"), "{why}");
        }
    }

    #[test]
    fn what_cannot_be_a_token_is_not_taken_from_there() {
        for token in ["", "two\nlines", &"a".repeat(9_000)] {
            let store = store();
            store.put("you", &Secret::new(token.to_owned())).expect("is put");
            assert!(find(&store, &names(&["you"])).is_err(), "{token}");
        }
    }
}
