//! How many connections a server lets be held at once, as it was seen.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{ConnectFailure, ReadFailure};
use crate::model::ServerText;

/// Connections to one address of a server, held at once: more and more of them, until one was not let
/// in or there were as many as were asked for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Ramp {
    /// How far each connection was taken.
    pub hold: Hold,
    /// How many were to be held at the most.
    pub most: u32,
    /// How many were held at once in the end.
    pub held: u32,
    /// How many were begun, those that were not let in included.
    pub begun: u32,
    /// Why there are no more.
    pub end: RampEnd,
    /// What the first met that was not let in, or that was lost.
    pub refused: Option<Refused>,
    /// How long the first took to be let in, in milliseconds.
    pub first_ms: u64,
    /// How long the slowest took to be let in, in milliseconds.
    pub slowest_ms: u64,
    /// How long all took, in milliseconds.
    pub took_ms: u64,
}

/// How far a connection that is held is taken.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Hold {
    /// Greeted, inside TLS where that is set, and not logged in.
    Greeted,
    /// Logged in.
    LoggedIn,
}

/// Why no more connections were begun.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RampEnd {
    /// There were as many as were asked for.
    Enough,
    /// One was not let in.
    Refused,
    /// One that was held was hung up on.
    Lost,
    /// The run ended first.
    Stopped,
}

/// A connection that was not let in: where it got to, and what it met there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Refused {
    /// What it met.
    pub turn: Turn,
    /// What the server said, if anything.
    pub lines: Vec<ServerText>,
    /// SMTP's basic code such as 421.
    pub code: Option<u16>,
    /// SMTP's enhanced code, or the response code of IMAP or POP3 in upper case, such as `LIMIT`.
    pub detail: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// How a server turns a connection away.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Turn {
    /// TCP did not come up: refused, reset, or no answer at all.
    Connect {
        /// Why.
        why: ConnectFailure,
    },
    /// TCP came up, and no greeting or handshake followed: hung up without an octet
    /// ([`ReadFailure::Closed`]), reset, or silence ([`ReadFailure::TimedOut`]).
    Opening {
        /// Why.
        why: ReadFailure,
    },
    /// The greeting turns away: IMAP's `BYE`, SMTP's 421 or 554, POP3's `-ERR`.
    Greeting,
    /// A later question, such as `CAPABILITY`, EHLO or STARTTLS, is answered by `BYE` or a refusal, or, where
    /// there are no lines, not at all.
    Question,
    /// The log-in was answered, and not by yes.
    Login,
    /// The log-in was answered by `BYE` alone.
    LoginBye,
    /// The log-in was begun and not answered: hung up, reset, or silence.
    Unanswered {
        /// Why.
        why: ReadFailure,
    },
    /// It had been let in, and was hung up on while it was held.
    Held {
        /// How.
        why: ReadFailure,
    },
}

/// One more connection, to find out what ended a ramp.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Trial {
    /// What for.
    pub kind: TrialKind,
    /// How far it was to be taken.
    pub hold: Hold,
    /// Who asked.
    pub asker: Asker,
    /// What it met; `None` when it was let in.
    pub refused: Option<Refused>,
    /// How long after the refusal, or after the last goodbye, it was begun, in milliseconds.
    pub after_ms: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// What one more connection is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TrialKind {
    /// While all are held, by another asker: who shares the limit?
    Beside,
    /// After all goodbyes: is the account usable again?
    Again,
    /// Some time after [`TrialKind::Again`] was refused, too: does time alone help?
    Later,
}

/// Who asks for one more connection.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "asker", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Asker {
    /// The same user from the same address.
    Same,
    /// The same user, or nobody yet, from another address of this device.
    OtherAddress {
        /// Which; the unspecified one of a family stands for whichever the system took of it.
        from: IpAddr,
    },
    /// Another user from the same address.
    OtherUser,
}

impl Ramp {
    /// A ramp of which nothing is known but how it ended.
    pub fn new(kind: Hold, most: u32, held: u32, begun: u32, end: RampEnd) -> Self {
        let (refused, first_ms, slowest_ms, took_ms) = (None, 0, 0, 0);
        Self { hold: kind, most, held, begun, end, refused, first_ms, slowest_ms, took_ms }
    }
}

impl Turn {
    /// Whether it came before any credential was sent.
    pub fn is_before_login(&self) -> bool {
        match self {
            Self::Connect { .. } | Self::Opening { .. } | Self::Greeting | Self::Question => true,
            Self::Login | Self::LoginBye | Self::Unanswered { .. } | Self::Held { .. } => false,
        }
    }
}

impl Refused {
    /// A refusal without a word.
    pub fn new(turn: Turn, took_ms: u64) -> Self {
        Self { turn, lines: Vec::new(), code: None, detail: None, took_ms }
    }
}

impl Trial {
    /// A trial that was let in at once.
    pub fn new(kind: TrialKind, hold: Hold, asker: Asker) -> Self {
        Self { kind, hold, asker, refused: None, after_ms: 0, took_ms: 0 }
    }
}
