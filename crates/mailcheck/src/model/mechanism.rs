//! The ways to log in, by their names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A way to log in that this program can carry out.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Mechanism {
    /// POP3's APOP: a digest of the greeting's timestamp and the password (RFC 1939 §7).
    Apop,
    /// CRAM-MD5 (RFC 2195).
    CramMd5,
    /// EXTERNAL: the certificate that was shown in the handshake (RFC 4422 appendix A).
    External,
    /// IMAP's LOGIN command (RFC 3501 §6.2.3).
    ImapLogin,
    /// SASL LOGIN, never standardised (draft-murchison-sasl-login).
    Login,
    /// OAUTHBEARER (RFC 7628).
    OauthBearer,
    /// SASL PLAIN (RFC 4616).
    Plain,
    /// POP3's USER and PASS commands (RFC 1939 §7).
    Pop3User,
    /// SCRAM-SHA-1 (RFC 5802).
    ScramSha1,
    /// SCRAM-SHA-1 bound to the TLS connection.
    ScramSha1Plus,
    /// SCRAM-SHA-256 (RFC 7677).
    ScramSha256,
    /// SCRAM-SHA-256 bound to the TLS connection.
    ScramSha256Plus,
    /// SCRAM-SHA-512 (draft-melnikov-scram-sha-512).
    ScramSha512,
    /// SCRAM-SHA-512 bound to the TLS connection.
    ScramSha512Plus,
    /// XOAUTH2, as Google and Microsoft take it.
    Xoauth2,
}

impl Mechanism {
    /// Every one, in the order of the variants.
    pub const ALL: [Self; 15] = [
        Self::Apop,
        Self::CramMd5,
        Self::External,
        Self::ImapLogin,
        Self::Login,
        Self::OauthBearer,
        Self::Plain,
        Self::Pop3User,
        Self::ScramSha1,
        Self::ScramSha1Plus,
        Self::ScramSha256,
        Self::ScramSha256Plus,
        Self::ScramSha512,
        Self::ScramSha512Plus,
        Self::Xoauth2,
    ];

    /// The name in reports: as registered with IANA, and `IMAP LOGIN`, `USER`, `APOP` for the commands
    /// that are no SASL mechanism.
    pub fn name(self) -> &'static str {
        match self {
            Self::Apop => "APOP",
            Self::CramMd5 => "CRAM-MD5",
            Self::External => "EXTERNAL",
            Self::ImapLogin => "IMAP LOGIN",
            Self::Login => "LOGIN",
            Self::OauthBearer => "OAUTHBEARER",
            Self::Plain => "PLAIN",
            Self::Pop3User => "USER",
            Self::ScramSha1 => "SCRAM-SHA-1",
            Self::ScramSha1Plus => "SCRAM-SHA-1-PLUS",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha256Plus => "SCRAM-SHA-256-PLUS",
            Self::ScramSha512 => "SCRAM-SHA-512",
            Self::ScramSha512Plus => "SCRAM-SHA-512-PLUS",
            Self::Xoauth2 => "XOAUTH2",
        }
    }

    /// Whether it is a SASL mechanism (RFC 4422), and not a command of its own.
    pub fn is_sasl(self) -> bool {
        !matches!(self, Self::Apop | Self::ImapLogin | Self::Pop3User)
    }

    /// Whether the server comes to see the secret itself, as opposed to a proof of it.
    pub fn shows_secret(self) -> bool {
        match self {
            Self::ImapLogin
            | Self::Login
            | Self::OauthBearer
            | Self::Plain
            | Self::Pop3User
            | Self::Xoauth2 => true,
            Self::Apop
            | Self::CramMd5
            | Self::External
            | Self::ScramSha1
            | Self::ScramSha1Plus
            | Self::ScramSha256
            | Self::ScramSha256Plus
            | Self::ScramSha512
            | Self::ScramSha512Plus => false,
        }
    }

    /// Whether it is bound to the TLS connection (RFC 5802 §6).
    pub fn is_bound(self) -> bool {
        matches!(self, Self::ScramSha1Plus | Self::ScramSha256Plus | Self::ScramSha512Plus)
    }

    /// Whether a bearer token is what it takes, and not a password.
    pub fn takes_token(self) -> bool {
        matches!(self, Self::OauthBearer | Self::Xoauth2)
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Mechanism {
    type Err = ParseMechanismError;

    /// Reads the names of [`Mechanism::name`], whatever their case.
    fn from_str(text: &str) -> Result<Self, ParseMechanismError> {
        let known = Self::ALL.into_iter().find(|it| it.name().eq_ignore_ascii_case(text));
        known.ok_or_else(|| ParseMechanismError { text: text.to_owned() })
    }
}

impl TryFrom<String> for Mechanism {
    type Error = ParseMechanismError;

    fn try_from(text: String) -> Result<Self, ParseMechanismError> {
        text.parse()
    }
}

impl From<Mechanism> for String {
    fn from(mechanism: Mechanism) -> Self {
        mechanism.name().to_owned()
    }
}

/// No mechanism that can be carried out has this name.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no mechanism is called {text:?}")]
#[non_exhaustive]
pub struct ParseMechanismError {
    /// What was read.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_mechanism() {
        for mechanism in Mechanism::ALL {
            assert_eq!(mechanism.name().to_lowercase().parse(), Ok(mechanism));
            assert_eq!(mechanism.is_bound(), mechanism.name().ends_with("-PLUS"));
        }
        assert!("GSSAPI".parse::<Mechanism>().is_err());
        // The last variant's number is the number of the others.
        assert_eq!(Mechanism::ALL.len(), Mechanism::Xoauth2 as usize + 1);
    }
}
