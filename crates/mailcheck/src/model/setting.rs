//! What a source says of one server.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Endpoint;

/// A server as a source of settings names it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Setting {
    /// Where.
    #[serde(flatten)]
    pub endpoint: Endpoint,
    /// The log-in name as the source has it, with autoconfig's placeholders such as
    /// `%EMAILADDRESS%`; `None` when the source says nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// How to log in, the best first; empty when the source says nothing of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authentication: Vec<Authentication>,
}

impl Setting {
    /// A place of which nothing more is said.
    pub fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, username: None, authentication: Vec::new() }
    }
}

impl From<Endpoint> for Setting {
    fn from(endpoint: Endpoint) -> Self {
        Self::new(endpoint)
    }
}

/// A way to log in, in the words of the autoconfig draft.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum Authentication {
    /// `password-cleartext`: SASL PLAIN or LOGIN, IMAP's LOGIN, POP3's USER.
    PasswordCleartext,
    /// `password-encrypted`: a challenge is answered, CRAM-MD5 or the like.
    PasswordEncrypted,
    /// `NTLM`.
    Ntlm,
    /// `GSSAPI`.
    Gssapi,
    /// `OAuth2`: a bearer token.
    OAuth2,
    /// `TLS-client-cert`.
    TlsClientCert,
    /// `client-IP-address`: whoever is in the provider's network.
    ClientIpAddress,
    /// `none`.
    None,
    /// Anything else, as it stands there.
    Other(String),
}

impl Authentication {
    const WORDS: [(&str, Self); 8] = [
        ("password-cleartext", Self::PasswordCleartext),
        ("password-encrypted", Self::PasswordEncrypted),
        ("NTLM", Self::Ntlm),
        ("GSSAPI", Self::Gssapi),
        ("OAuth2", Self::OAuth2),
        ("TLS-client-cert", Self::TlsClientCert),
        ("client-IP-address", Self::ClientIpAddress),
        ("none", Self::None),
    ];

    /// The draft's word for it.
    pub fn name(&self) -> &str {
        if let Self::Other(text) = self {
            return text;
        }
        let known = Self::WORDS.iter().find(|(_, way)| way == self);
        known.map_or("", |(word, _)| word)
    }
}

impl fmt::Display for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Authentication {
    type Err = Infallible;

    /// Reads the draft's words, whatever their case.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let known = Self::WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        Ok(known.map_or_else(|| Self::Other(text.to_owned()), |(_, way)| way.clone()))
    }
}

impl From<String> for Authentication {
    fn from(text: String) -> Self {
        let Ok(way) = text.parse();
        way
    }
}

impl From<Authentication> for String {
    fn from(way: Authentication) -> Self {
        way.name().to_owned()
    }
}
