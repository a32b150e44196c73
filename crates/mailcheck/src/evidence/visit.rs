//! What going to a web address brought to light.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{FetchFailure, Hop};

/// What came of going to a web address.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Visit {
    /// When it began, by this device's clock.
    pub began: Timestamp,
    /// Every request on the way, the first to the address itself. A hop whose status is no redirect led
    /// on by a page that refreshes into the next.
    pub hops: Vec<Hop>,
    /// Why nothing is known of what comes behind the last hop; `None` when it showed a page to stay on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FetchFailure>,
    /// How long it took.
    pub took_ms: u64,
}

impl Visit {
    /// Puts together what was seen.
    pub fn new(began: Timestamp, hops: Vec<Hop>, failure: Option<FetchFailure>) -> Self {
        Self { began, hops, failure, took_ms: 0 }
    }
}
