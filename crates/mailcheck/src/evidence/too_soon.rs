//! Why a log-in was held back for the refusals of earlier runs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What whoever counts refused log-ins says against one more.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TooSoon {
    /// What one more could bring about.
    pub risk: Risk,
    /// Refusals that count, log-ins without an answer among them.
    pub refusals: u32,
    /// When a log-in is no such risk any more.
    pub until: Timestamp,
}

impl TooSoon {
    /// Puts it together.
    pub fn new(risk: Risk, refusals: u32, until: Timestamp) -> Self {
        Self { risk, refusals, until }
    }
}

/// What one more refused log-in could bring about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Risk {
    /// The server bans this device's address, for the refusals of all accounts together.
    Ban,
    /// The server locks the account.
    Lock,
    /// The lock lasts longer: the server has said that there is one.
    LongerLock,
}
