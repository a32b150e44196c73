//! What a mail program finds right after the log-in to IMAP. Never a message, never the name of a folder
//! that is for nothing in particular.

use serde::{Deserialize, Serialize};

use super::ReadFailure;
use crate::model::ServerText;
use crate::wire::imap::{Namespace, Role, Usage};

/// What was found. `None` is what was not asked, as it is not offered, or not answered as hoped.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Mailbox {
    /// What came of opening INBOX for reading, before the server was told which program this is.
    pub inbox: Opened,
    /// The same once it was told, where it had refused before.
    pub inbox_after_id: Option<Opened>,
    /// Where folders are.
    pub namespace: Option<Namespace>,
    /// The folders that are for something, each once.
    pub folders: Option<Vec<Folder>>,
    /// The storage that INBOX draws on: of several limits the one that is closest.
    pub storage: Option<Usage>,
    /// How many messages there may be, in the same way.
    pub messages: Option<Usage>,
    /// How the server calls its software: name and version (RFC 2971 §3.3).
    pub software: Option<ServerText>,
    /// How long all of it took, in milliseconds.
    pub took_ms: u64,
}

/// What came of opening a mailbox for reading (RFC 9051 §6.3.3).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Opened {
    /// There was no answer.
    Failed {
        /// Why.
        why: ReadFailure,
        /// The goodbye, if there was one.
        lines: Vec<ServerText>,
    },
    /// It is open.
    Open {
        /// How many messages it has.
        messages: Option<u32>,
    },
    /// The server refused.
    Refused {
        /// In these words.
        reply: ServerText,
        /// Whether the response code says that it may pass (RFC 5530 §3).
        transient: bool,
    },
}

/// A folder that is for something.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Folder {
    /// What it is for.
    pub role: Role,
    /// Its whole name.
    pub name: ServerText,
    /// Whether the server says what it is for; else its name does.
    pub marked: bool,
}

impl Mailbox {
    /// Nothing is known but this.
    pub fn new(inbox: Opened) -> Self {
        Self {
            inbox,
            inbox_after_id: None,
            namespace: None,
            folders: None,
            storage: None,
            messages: None,
            software: None,
            took_ms: 0,
        }
    }

    /// What came of opening INBOX in the end.
    pub fn opened(&self) -> &Opened {
        self.inbox_after_id.as_ref().unwrap_or(&self.inbox)
    }

    /// The folder for this.
    pub fn folder(&self, role: Role) -> Option<&Folder> {
        self.folders.as_ref()?.iter().find(|folder| folder.role == role)
    }
}

impl Folder {
    /// Puts a folder together.
    pub fn new(role: Role, name: &str, marked: bool) -> Self {
        Self { role, name: ServerText::from(name), marked }
    }
}
