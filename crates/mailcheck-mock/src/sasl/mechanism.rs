//! The mechanisms by their registered names.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// A SASL mechanism that the provider can speak.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq)]
#[non_exhaustive]
#[serde(try_from = "String")]
pub enum Mechanism {
    /// Challenge and response by MD5 (RFC 2195).
    CramMd5,
    /// The certificate that the client showed (RFC 4422 appendix A).
    External,
    /// User name and password, asked for one after the other (draft-murchison-sasl-login).
    Login,
    /// An OAuth 2 token, as standardised (RFC 7628).
    OauthBearer,
    /// User name and password in one message (RFC 4616).
    Plain,
    /// Salted challenge and response by SHA-1 (RFC 5802).
    ScramSha1,
    /// The same, bound to the TLS connection.
    ScramSha1Plus,
    /// Salted challenge and response by SHA-256 (RFC 7677).
    ScramSha256,
    /// The same, bound to the TLS connection.
    ScramSha256Plus,
    /// Salted challenge and response by SHA-512 (draft-melnikov-scram-sha-512).
    ScramSha512,
    /// The same, bound to the TLS connection.
    ScramSha512Plus,
    /// An OAuth 2 token, as Google and Microsoft take it.
    Xoauth2,
}

impl Mechanism {
    /// Every mechanism, in the order of the variants.
    pub const ALL: &[Self] = &[
        Self::CramMd5,
        Self::External,
        Self::Login,
        Self::OauthBearer,
        Self::Plain,
        Self::ScramSha1,
        Self::ScramSha1Plus,
        Self::ScramSha256,
        Self::ScramSha256Plus,
        Self::ScramSha512,
        Self::ScramSha512Plus,
        Self::Xoauth2,
    ];

    /// What a healthy server offers.
    pub const USUAL: &[Self] = &[Self::Plain, Self::Login];

    /// The name as registered with IANA.
    pub fn name(self) -> &'static str {
        match self {
            Self::CramMd5 => "CRAM-MD5",
            Self::External => "EXTERNAL",
            Self::Login => "LOGIN",
            Self::OauthBearer => "OAUTHBEARER",
            Self::Plain => "PLAIN",
            Self::ScramSha1 => "SCRAM-SHA-1",
            Self::ScramSha1Plus => "SCRAM-SHA-1-PLUS",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha256Plus => "SCRAM-SHA-256-PLUS",
            Self::ScramSha512 => "SCRAM-SHA-512",
            Self::ScramSha512Plus => "SCRAM-SHA-512-PLUS",
            Self::Xoauth2 => "XOAUTH2",
        }
    }

    /// The one with this name, whatever its case.
    pub(crate) fn named(name: &[u8]) -> Option<Self> {
        let is_called = |known: &&Self| known.name().as_bytes().eq_ignore_ascii_case(name);
        Self::ALL.iter().find(is_called).copied()
    }

    /// The same, bound to the TLS connection, if there is such a thing.
    pub(crate) fn plus(self) -> Option<Self> {
        match self {
            Self::ScramSha1 => Some(Self::ScramSha1Plus),
            Self::ScramSha256 => Some(Self::ScramSha256Plus),
            Self::ScramSha512 => Some(Self::ScramSha512Plus),
            Self::CramMd5
            | Self::External
            | Self::Login
            | Self::OauthBearer
            | Self::Plain
            | Self::ScramSha1Plus
            | Self::ScramSha256Plus
            | Self::ScramSha512Plus
            | Self::Xoauth2 => None,
        }
    }

    /// Whether it means anything only inside TLS.
    pub(crate) fn needs_tls(self) -> bool {
        self == Self::External || Self::ALL.iter().any(|plain| plain.plus() == Some(self))
    }

    /// Whether it shows the server the password, as the `LOGIN` command of IMAP does.
    pub(crate) fn shows_password(self) -> bool {
        matches!(self, Self::Login | Self::Plain)
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Mechanism {
    type Err = ParseMechanismError;

    fn from_str(text: &str) -> Result<Self, ParseMechanismError> {
        Self::named(text.as_bytes()).ok_or_else(|| ParseMechanismError { text: text.to_owned() })
    }
}

impl TryFrom<String> for Mechanism {
    type Error = ParseMechanismError;

    fn try_from(text: String) -> Result<Self, ParseMechanismError> {
        text.parse()
    }
}

/// No mechanism has this name, or none that the provider can speak.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no mechanism is called {text:?}; there are {}", names())]
#[non_exhaustive]
pub struct ParseMechanismError {
    /// What was asked for.
    pub text: String,
}

fn names() -> String {
    let names: Vec<_> = Mechanism::ALL.iter().copied().map(Mechanism::name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_mechanism() {
        for &mechanism in Mechanism::ALL {
            assert_eq!(mechanism.name().to_lowercase().parse(), Ok(mechanism));
        }
        assert!("GSSAPI".parse::<Mechanism>().is_err());
    }

    #[test]
    fn every_variant_is_listed() {
        // The last variant's number is the number of the others.
        assert_eq!(Mechanism::ALL.len(), Mechanism::Xoauth2 as usize + 1);
    }

    #[test]
    fn what_is_bound_says_so_in_its_name() {
        for &mechanism in Mechanism::ALL {
            let is_bound = mechanism.name().ends_with("-PLUS");
            assert_eq!(mechanism.needs_tls(), is_bound || mechanism == Mechanism::External);
            let plus = mechanism.plus().map_or("", Mechanism::name);
            assert!(plus.is_empty() || plus == format!("{mechanism}-PLUS"));
        }
    }
}
