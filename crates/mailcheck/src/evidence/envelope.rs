//! What a server says of an envelope that no message follows.

use serde::{Deserialize, Serialize};

use super::ReadFailure;
use crate::model::ServerText;

/// A part of an envelope (RFC 5321 §3.3).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: who it is from, and to whom")]
pub enum EnvelopePart {
    /// To whom: RCPT.
    Recipient,
    /// Who it is from: MAIL.
    Sender,
}

/// What the server answered to a part of an envelope.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EnvelopeReply {
    /// What it answered to.
    pub part: EnvelopePart,
    /// The basic code, such as 250.
    pub code: u16,
    /// Its lines, as they came.
    pub lines: Vec<ServerText>,
}

impl EnvelopeReply {
    /// Puts a reply together.
    pub fn new(part: EnvelopePart, code: u16, lines: Vec<ServerText>) -> Self {
        Self { part, code, lines }
    }

    /// 2xx.
    pub fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    /// 4xx: another time may be better.
    pub fn is_transient(&self) -> bool {
        self.code / 100 == 4
    }
}

/// A part of an envelope that got no answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EnvelopeFailure {
    /// What was to be answered.
    pub part: EnvelopePart,
    /// Why there is no answer.
    pub why: ReadFailure,
}

impl EnvelopeFailure {
    /// Puts a failure together.
    pub fn new(part: EnvelopePart, why: ReadFailure) -> Self {
        Self { part, why }
    }
}
