//! What a person wants to use the account on.

use serde::{Deserialize, Serialize};

/// Mail programs of one kind that are to use the account.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Wanted {
    /// Which, by a word of [`crate::knowledge::devices`].
    pub device: String,
    /// How many of them.
    pub count: u32,
}

impl Wanted {
    /// So many of one kind.
    pub fn new(device: String, count: u32) -> Self {
        Self { device, count }
    }
}
