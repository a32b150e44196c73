//! What TLS brings to light: a handshake, why there is none, and certificates.

use serde::{Deserialize, Serialize};

use super::ReadFailure;
use crate::model::{ServerText, Service};
use crate::wire::certificate::Certificate;

/// A finished handshake.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Encryption {
    /// `TLS 1.3` …
    pub version: String,
    /// IANA's name.
    pub cipher_suite: String,
    /// IANA's name of the group, where there is one.
    pub key_exchange_group: Option<String>,
    /// The application protocol, where one was agreed on (RFC 7301).
    pub alpn: Option<String>,
    /// Whether certificate and name were verified.
    pub verified: bool,
    /// How long it took.
    pub took_ms: u64,
}

impl Encryption {
    /// Puts together what a handshake agreed on; nothing more is known than version and suite.
    pub fn new(version: String, cipher_suite: String, verified: bool, took_ms: u64) -> Self {
        let (key_exchange_group, alpn) = (None, None);
        Self { version, cipher_suite, key_exchange_group, alpn, verified, took_ms }
    }
}

/// Why a handshake failed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TlsFailure {
    /// The server sent an alert.
    Alert {
        /// Its name as in RFC 8446 §6, with underscores.
        name: String,
    },
    /// Our verifier refused the certificates; what is wrong with them stands in [`Chain`].
    Certificate {
        /// In the words of the verifier.
        text: String,
    },
    /// The server hung up.
    Closed,
    /// Anything we have no word for yet.
    Other {
        /// In the words of the TLS library.
        text: String,
    },
    /// The server answered in clear.
    PlainText {
        /// Its first line.
        text: ServerText,
        /// The mail service that this line is of, if any.
        service: Option<Service>,
    },
    /// The connection was torn down.
    Reset,
    /// The run ended first.
    Stopped,
    /// The server did not answer to the `ClientHello` in time.
    TimedOut,
}

/// The certificates that a server showed, and whether they can be trusted.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Chain {
    /// As they came, the server's own first.
    pub certificates: Vec<Sent>,
    /// Whether a path to a trusted root exists, dates and name apart.
    pub trust: Trust,
    /// Whether the name that was asked for is among the first certificate's (RFC 9525 §6).
    pub name_matches: bool,
    /// What the verifier said of all together; `None` when it was content.
    pub verifier: Option<String>,
}

impl Chain {
    /// Puts together what was shown and what was made of it.
    pub fn new(
        certificates: impl IntoIterator<Item: Into<Sent>>,
        trust: Trust,
        name_matches: bool,
        verifier: Option<String>,
    ) -> Self {
        let certificates = certificates.into_iter().map(Into::into).collect();
        Self { certificates, trust, name_matches, verifier }
    }

    /// The server's own certificate; `None` when it sent none, or one that cannot be read.
    pub fn leaf(&self) -> Option<&Certificate> {
        self.certificates.first()?.certificate()
    }

    /// Those that can be read, in order. The first of them need not be the server's own.
    pub fn readable(&self) -> impl Iterator<Item = &Certificate> {
        self.certificates.iter().filter_map(Sent::certificate)
    }
}

/// What a server sent in the place of one certificate.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Sent {
    /// A certificate.
    Certificate(Box<Certificate>),
    /// Octets that are no certificate, or none that can be read here.
    Unreadable {
        /// Why, in the words of the reader.
        unreadable: String,
    },
}

impl Sent {
    /// The certificate, if it can be read.
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Self::Certificate(certificate) => Some(certificate),
            Self::Unreadable { .. } => None,
        }
    }
}

impl From<Certificate> for Sent {
    fn from(certificate: Certificate) -> Self {
        Self::Certificate(Box::new(certificate))
    }
}

/// Whether a path to a trusted root exists, dates and name apart.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Trust {
    /// The path could not be checked; the verifier's words say why.
    Unknown {
        /// In the words of the verifier.
        text: String,
    },
    /// There is no path.
    NoPath,
    /// There is a path.
    Path,
}

/// What the hand-made `ClientHello` brought to light.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Flight {
    /// The server refused this as well.
    Alert {
        /// Its name as in RFC 8446 §6.
        name: String,
    },
    /// The server answered.
    Answered {
        /// `TLS 1.0` …
        version: String,
        /// IANA's name.
        cipher_suite: String,
        /// `static RSA`, `DHE 1024`, `ECDHE secp521r1` …
        key_exchange: String,
        /// Octets of the Diffie-Hellman prime times eight, where there is one.
        dh_bits: Option<u32>,
    },
    /// No answer of use.
    Failed {
        /// Why.
        why: ReadFailure,
    },
}
