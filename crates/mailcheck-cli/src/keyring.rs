//! The system's keyring as the place of a token: the Secret Service on Linux, the Keychain on macOS, the
//! Credential Manager on Windows. Only builds with the feature `keyring` have it; the others say so.

#[cfg(not(feature = "keyring"))]
mod absent;
#[cfg(feature = "keyring")]
mod system;

use std::io;
use std::time::Duration;

use mailcheck::model::Secret;
use tokio::time::timeout;

use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::password::{self, Kind};
use crate::tongue::{self, say};
#[cfg(not(feature = "keyring"))]
use absent::Store;
#[cfg(feature = "keyring")]
use system::Store;

/// Finds out whether there is a keyring, before somebody signs in for a token that is to go there.
pub(crate) async fn reach(patience: Duration) -> Result<(), Complaint> {
    within(patience, || Store::open().map(drop)).await
}

/// Puts a token there under this name, in place of the one that was there.
pub(crate) async fn put(name: String, token: Secret, patience: Duration) -> Result<(), Complaint> {
    within(patience, move || Store::open()?.put(&name, &token)).await
}

/// Gets the token of the first of these names that has one.
pub(crate) async fn get(names: Vec<String>, patience: Duration) -> Result<Secret, Complaint> {
    within(patience, move || find(&Store::open()?, &names)).await
}

fn find(store: &Store, names: &[String]) -> Result<Secret, Complaint> {
    for name in names {
        if let Some(octets) = store.get(name)? {
            let from = say("from-keyring", &[("name", name.as_str().into())]);
            let token = password::single_line(Kind::Token, &from, octets);
            return token.map_err(|why| why.about(Kind::Token));
        }
    }
    Err(Message::new("keyring-no-token").with("names", tongue::words().list(names)).into())
}

/// Does it on a thread of its own: the keyring may ask the person to unlock it, and waits for that.
async fn within<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, Complaint> + Send + 'static,
) -> Result<T, Complaint> {
    let work = password::aside(move || io::Result::Ok(work()));
    match timeout(patience, work).await {
        Ok(Ok(done)) => done,
        Ok(Err(why)) => {
            let why = crate::reasons::of(&why);
            Err(Message::new("keyring-unreachable").with("why", why).into())
        }
        Err(_late) => {
            let seconds = patience.as_secs_f64().to_string();
            let message = Message::new("keyring-timed-out").with("seconds", seconds);
            Err(Complaint::from(message).ending(Ending::CouldNotTell))
        }
    }
}

/// What entries are filed under, along with the name.
#[cfg(feature = "keyring")]
const SERVICE: &str = "mailcheck";
