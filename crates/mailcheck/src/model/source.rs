//! Where settings came from.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A source of settings, in the contract's words.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Source {
    /// The person named the server.
    Given,
    /// SRV records of the mail domain (RFC 6186, RFC 8314 §5.1).
    Srv,
    /// A usual host name was tried.
    Guess,
}

impl Source {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Srv => "srv",
            Self::Guess => "guess",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
