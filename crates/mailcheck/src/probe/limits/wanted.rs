//! How limits are to be measured.

use std::net::IpAddr;
use std::time::Duration;

use crate::model::Secret;

/// How to measure how many connections a server lets be held at once.
///
/// No server is asked to hold more than [`Limits::most`] at a time, whoever asks, and none is sent more log-ins
/// that it may refuse than [`Limits::refusals`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Limits {
    /// How many connections to hold at the most.
    pub most: MostConnections,
    /// Further addresses of this device: from each, one more connection tells whether the limit that was met
    /// is one of the address.
    pub from: Vec<IpAddr>,
    /// Whoever else has an account there: one more log-in, which tells whether the limit is one of the user.
    pub other: Option<OtherUser>,
    /// How long to wait before the last try of a server that lets nobody in any more, though all were said
    /// goodbye to: a rate is counted in minutes.
    pub later: Duration,
    /// Whether to hold connections that are not logged in, too.
    pub before_login: bool,
}

impl Limits {
    /// Holds so many at the most, of the account that is tested, from the address that the system takes.
    pub fn new(most: MostConnections) -> Self {
        Self { most, from: Vec::new(), other: None, later: LATER, before_login: true }
    }

    /// How many log-ins one server may refuse at the most: of those that are held one, and one more where that may
    /// have had another reason, then one for each further address and user, and three to see whether the account
    /// is usable again.
    pub fn refusals(&self) -> usize {
        let addresses = self.from.len().max(1);
        2 + addresses + usize::from(self.other.is_some()) + 3
    }
}

/// Whoever else has an account.
#[derive(Debug)]
#[non_exhaustive]
pub struct OtherUser {
    /// The log-in name.
    pub username: String,
    /// What to log in with, of the same kind as that of the account that is tested.
    pub secret: Secret,
}

impl OtherUser {
    /// Somebody else.
    pub fn new(username: String, secret: Secret) -> Self {
        Self { username, secret }
    }
}

/// A number of connections that a server may be asked to hold.
///
/// # Examples
///
/// ```
/// use mailcheck::probe::MostConnections;
/// assert_eq!(MostConnections::new(16)?.get(), 16);
/// assert!(MostConnections::new(65).is_err());
/// # Ok::<(), mailcheck::probe::TooManyConnectionsError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MostConnections(u32);

impl MostConnections {
    /// No server is asked to hold more, whoever wants to know.
    pub const CEILING: u32 = 64;

    /// Takes a number.
    ///
    /// # Errors
    ///
    /// [`TooManyConnectionsError`] for none at all, and for more than [`MostConnections::CEILING`].
    pub fn new(most: u32) -> Result<Self, TooManyConnectionsError> {
        if (1..=Self::CEILING).contains(&most) {
            Ok(Self(most))
        } else {
            Err(TooManyConnectionsError { most })
        }
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// It is none, or more than a server is asked to hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{most} is not from 1 to {}", MostConnections::CEILING)]
#[non_exhaustive]
pub struct TooManyConnectionsError {
    /// What was wanted.
    pub most: u32,
}

/// Postfix counts rates for a minute (`anvil_rate_time_unit`), and so does mox.
const LATER: Duration = Duration::from_secs(61);
