//! What is said to a client that is logged in.

use crate::store::Refusal;

/// The end of the answer to a command.
#[derive(Debug)]
pub(super) struct Reply {
    condition: &'static str,
    /// A response code and the space behind it, or nothing.
    code: String,
    text: String,
}

impl Reply {
    pub(super) fn ok(code: impl Into<String>, text: impl Into<String>) -> Self {
        Self { condition: "OK", code: code.into(), text: text.into() }
    }

    pub(super) fn no(code: impl Into<String>, text: impl Into<String>) -> Self {
        Self { condition: "NO", code: code.into(), text: text.into() }
    }

    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self { condition: "BAD", code: String::new(), text: text.into() }
    }

    pub(super) fn line(&self, tag: &str) -> Vec<u8> {
        let Self { condition, code, text } = self;
        format!("{tag} {condition} {code}{text}\r\n").into_bytes()
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Exists => Self::no("[ALREADYEXISTS] ", "Mailbox already exists."),
            Refusal::Forbidden => Self::no("[CANNOT] ", "This name is not allowed here."),
            Refusal::Limit => Self::no("[LIMIT] ", "There are too many of them."),
            Refusal::NonExistent => Self::no("[NONEXISTENT] ", "Mailbox doesn't exist."),
            Refusal::OverQuota => Self::no("[OVERQUOTA] ", "Quota exceeded (mailbox is full)."),
        }
    }
}

/// Untagged responses, on their way out.
#[derive(Debug, Default)]
pub(super) struct Out(pub(super) Vec<u8>);

impl Out {
    pub(super) fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn line(&mut self, text: &str) {
        self.text(text);
        self.text("\r\n");
    }

    /// A quoted string where that can be, else a literal.
    pub(super) fn string(&mut self, bytes: &[u8]) {
        let plain = |byte: &u8| matches!(byte, b' '..=b'~') && !b"\"\\".contains(byte);
        if bytes.len() <= MAX_QUOTED_OCTETS && bytes.iter().all(plain) {
            self.text("\"");
            self.0.extend_from_slice(bytes);
            self.text("\"");
        } else {
            self.literal(bytes);
        }
    }

    /// A string, or NIL.
    pub(super) fn nstring(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => self.string(bytes),
            None => self.text("NIL"),
        }
    }

    pub(super) fn literal(&mut self, bytes: &[u8]) {
        self.text(&format!("{{{}}}\r\n", bytes.len()));
        self.0.extend_from_slice(bytes);
    }
}

/// Longest string that is sent in quotes, in octets: some clients read lines into small buffers.
const MAX_QUOTED_OCTETS: usize = 1000;
