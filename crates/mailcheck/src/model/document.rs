//! What is said of a document with settings: why it cannot be used, how it differs from its format, and
//! what it says to people.

use serde::{Deserialize, Serialize};

use super::{ServerText, Service};

/// Why what came holds no settings.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Unusable {
    /// A log-in page of the network in between.
    CaptivePortal,
    /// The document does not have the digest that DNS gives for it.
    DigestMismatch,
    /// It is a web page, not a document with settings.
    HtmlPage,
    /// It is not well-formed, or not of the format.
    Malformed {
        /// What is wrong, with line and column where there are any.
        text: String,
    },
    /// It is well-formed, and there is no server in it that could be used.
    NoServer,
    /// Every name below the domain leads to the same address, so nothing is meant by this one.
    WildcardDns,
    /// It asks to log in before it answers.
    WantsLogin,
}

/// How a document differs from its format.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Deviation {
    /// What it is, in kebab case: `unknown-socket-type`, `missing-username` … The list stands with the
    /// reader of each format.
    pub kind: String,
    /// The element or value it is about, as it stands there.
    pub text: ServerText,
    /// The line in the document, from 1; 0 where it has none.
    pub line: u32,
    /// The service of the server that it is about; `None` where it is about none, or where the
    /// document does not say of which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// Whether a server was left out because of it.
    pub dropped: bool,
}

impl Deviation {
    /// A deviation that costs nothing.
    pub fn new(kind: &str, text: impl Into<ServerText>, line: u32) -> Self {
        Self { kind: kind.to_owned(), text: text.into(), line, service: None, dropped: false }
    }

    /// The same, about a server for this service.
    #[must_use]
    pub fn of(mut self, service: Option<Service>) -> Self {
        self.service = service;
        self
    }

    /// The same, and a server was left out because of it.
    #[must_use]
    pub fn dropping(mut self) -> Self {
        self.dropped = true;
        self
    }
}

/// What a document says to people, beside the servers.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Notes {
    /// The provider's name.
    pub display_name: Option<ServerText>,
    /// Pages to read, such as how to switch IMAP on.
    pub documentation: Vec<ServerText>,
    /// Pages to visit before mail programs may be used (`enable`).
    pub enable: Vec<ServerText>,
    /// Who gives bearer tokens: the issuer of the OAuth block.
    pub oauth_issuer: Option<ServerText>,
}
