//! Where settings came from.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A source of settings, in the contract's words.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Source {
    /// The person named the server.
    Given,
    /// A preset file or folder that the person named.
    Preset,
    /// The provider's automatic configuration (draft-ietf-mailmaint-pacc).
    Pacc,
    /// `https://autoconfig.DOMAIN/mail/config-v1.1.xml` (draft-ietf-mailmaint-autoconfig).
    Autoconfig,
    /// `https://DOMAIN/.well-known/autoconfig/mail/config-v1.1.xml` (the same draft).
    WellKnown,
    /// A TXT record at the mail domain that says where the autoconfig document is: `mailconf=URL`.
    Mailconf,
    /// SRV records of the mail domain (RFC 6186, RFC 8314 §5.1).
    Srv,
    /// Microsoft's Autodiscover, "plain old XML" (MS-OXDSCLI).
    Autodiscover,
    /// The public database of mail settings that Thunderbird asks.
    Ispdb,
    /// What this program knows of the provider.
    Provider,
    /// The autoconfig document or database entry of the mail hoster that MX records lead to.
    Mx,
    /// A usual host name was tried.
    Guess,
}

impl Source {
    /// All, in the order of this list: from what a person said to what nobody said.
    pub const ALL: [Self; 12] = [
        Self::Given,
        Self::Preset,
        Self::Pacc,
        Self::Autoconfig,
        Self::WellKnown,
        Self::Mailconf,
        Self::Srv,
        Self::Autodiscover,
        Self::Ispdb,
        Self::Provider,
        Self::Mx,
        Self::Guess,
    ];

    /// The word in reports and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Preset => "preset",
            Self::Pacc => "pacc",
            Self::Autoconfig => "autoconfig",
            Self::WellKnown => "well-known",
            Self::Mailconf => "mailconf",
            Self::Srv => "srv",
            Self::Autodiscover => "autodiscover",
            Self::Ispdb => "ispdb",
            Self::Provider => "provider",
            Self::Mx => "mx",
            Self::Guess => "guess",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Source {
    type Err = ParseSourceError;

    fn from_str(text: &str) -> Result<Self, ParseSourceError> {
        let known = Self::ALL.into_iter().find(|source| source.name() == text);
        known.ok_or(ParseSourceError)
    }
}

/// No source has this name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no source of settings has this name")]
#[non_exhaustive]
pub struct ParseSourceError;
