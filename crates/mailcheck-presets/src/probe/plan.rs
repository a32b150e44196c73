//! How servers are looked at, and how much each is asked to bear.

use std::time::Duration;

use mailcheck::net::Roots;

/// How to look at servers: how many at once, with what pauses, and how patiently.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// How many servers are looked at at once.
    pub jobs: usize,
    /// How many of them may be on one host.
    pub per_host: usize,
    /// How many of them may be on hosts of one registrable domain.
    pub per_domain: usize,
    /// The time between the beginnings of two connections of one look, and between two looks at a host.
    pub spacing: Duration,
    /// After what time a server is looked at once more whose fault may pass; not at all if `None`.
    pub retry_after: Option<Duration>,
    /// Longest wait for one step, such as connecting or one reply.
    pub timeout: Duration,
    /// Longest wait for all; no limit if `None`.
    pub deadline: Option<Duration>,
    /// How many addresses of each family are tried of a host.
    pub most_addresses: usize,
    /// The roots to trust.
    pub roots: Roots,
}

impl Plan {
    /// With the manners of ADR 20, against the system's roots.
    pub fn new() -> Self {
        Self {
            jobs: 32,
            per_host: 1,
            per_domain: 2,
            spacing: Duration::from_secs(1),
            retry_after: Some(Duration::from_mins(3)),
            timeout: Duration::from_secs(10),
            deadline: None,
            most_addresses: 2,
            roots: Roots::system(),
        }
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self::new()
    }
}
