//! What became of a message that was sent to the account's own address.

use serde::{Deserialize, Serialize};

use super::{Attempt, EnvelopeFailure, EnvelopePart, EnvelopeReply, Evidence, Fact, ReadFailure};
use crate::model::ServerText;
use crate::wire::trace::{Authentication, Received};

/// The last word of the outgoing server on the message: to DATA if that was no, else to the message
/// itself (RFC 5321 §3.3).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SendReply {
    /// The `Message-ID` that it was given, without angle brackets.
    pub message_id: String,
    /// The basic code, such as 250.
    pub code: u16,
    /// The lines, as they came.
    pub lines: Vec<ServerText>,
    /// How long after the end of the message they came, in milliseconds.
    pub took_ms: u64,
}

impl SendReply {
    /// Puts an answer together.
    pub fn new(message_id: String, code: u16, lines: Vec<ServerText>, took_ms: u64) -> Self {
        Self { message_id, code, lines, took_ms }
    }

    /// 2xx.
    pub fn is_accepted(&self) -> bool {
        self.code / 100 == 2
    }

    /// 4xx: another time may be better.
    pub fn is_transient(&self) -> bool {
        self.code / 100 == 4
    }
}

/// The message has arrived, and was found.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Delivered {
    /// Where it was found.
    pub folder: FoundIn,
    /// How long after the outgoing server's answer it was seen, in milliseconds; 0 if before it.
    pub after_ms: u64,
    /// Whether the server announced it.
    pub idle: Idle,
    /// Whether it still has the `Message-ID` that it was given.
    pub same_id: bool,
    /// Its steps, the last first, as the servers on its way tell them.
    pub received: Vec<Received>,
    /// What the servers on its way made of its sender.
    pub authentication: Vec<Authentication>,
}

impl Delivered {
    /// A message of which nothing is known but where it is and when it was seen.
    pub fn new(folder: FoundIn, after_ms: u64, idle: Idle) -> Self {
        let (received, authentication) = (Vec::new(), Vec::new());
        Self { folder, after_ms, idle, same_id: true, received, authentication }
    }
}

/// Where a message is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FoundIn {
    /// In no other than that of all mail (`\All`, RFC 6154).
    All,
    /// Where new mail belongs.
    Inbox,
    /// Among what is taken for spam (`\Junk`, RFC 6154).
    Junk,
}

impl FoundIn {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Inbox => "inbox",
            Self::Junk => "junk",
        }
    }
}

/// Whether IDLE (RFC 2177) announced the message.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "idle")]
#[non_exhaustive]
pub enum Idle {
    /// Yes.
    Announced,
    /// The server does not have it.
    NotOffered,
    /// Nothing came, and when asked the server had the message.
    Silent {
        /// How long it had been listened to since the outgoing server's answer, in milliseconds.
        for_ms: u64,
    },
    /// It cannot be told: the message came late, or into another folder.
    Untold,
}

/// What became of the message once it was found.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "removal")]
#[non_exhaustive]
pub enum Removal {
    /// It is gone for good.
    Expunged,
    /// It is marked to be deleted. The server cannot delete it without all others that are marked (no
    /// `UIDPLUS`, RFC 4315).
    Flagged,
    /// Nobody allowed to delete it.
    Kept,
    /// The server would not, or did not answer.
    Failed {
        /// What came instead.
        why: ReadFailure,
    },
}

/// All that is known of the message to oneself.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Circle<'a> {
    /// At which endpoint it was sent, as an index.
    pub outgoing: Option<usize>,
    /// At which endpoint it was looked for, as an index.
    pub incoming: Option<usize>,
    /// What the outgoing server said to the last part of the envelope.
    pub envelope: Option<&'a EnvelopeReply>,
    /// Why a part of the envelope got no answer.
    pub envelope_failed: Option<&'a EnvelopeFailure>,
    /// The outgoing server's last word on the message.
    pub sent: Option<&'a SendReply>,
    /// Why there is no such word, though the message was handed over: it may have been taken.
    pub unanswered: Option<&'a ReadFailure>,
    /// Where it was found.
    pub delivered: Option<&'a Delivered>,
    /// How long it was looked for in vain, in milliseconds.
    pub waited_ms: Option<u64>,
    /// It was not sent, as the mail is fetched by POP3.
    pub is_by_pop3: bool,
    /// Why it could not be looked for any longer.
    pub search_failed: Option<&'a ReadFailure>,
    /// What became of it then.
    pub removal: Option<&'a Removal>,
}

impl Evidence {
    /// What is known of the message to oneself; `None` where none was to be sent.
    pub fn circle(&self) -> Option<Circle<'_>> {
        let mut circle = Circle::default();
        for seen in self.observations.iter() {
            match seen.place.attempt {
                Some(Attempt::Delivery) => circle.outgoing = seen.place.endpoint,
                Some(Attempt::Mailbox) => circle.incoming = seen.place.endpoint,
                Some(_) | None => continue,
            }
            circle.take(&seen.fact);
        }
        (circle.outgoing.is_some() || circle.incoming.is_some()).then_some(circle)
    }
}

impl<'a> Circle<'a> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the question names the facts it is about")]
    fn take(&mut self, fact: &'a Fact) {
        match fact {
            Fact::Envelope(reply) => self.envelope = Some(reply),
            Fact::EnvelopeFailed(failure) => self.envelope_failed = Some(failure),
            Fact::Sent(sent) => self.sent = Some(sent),
            Fact::SendUnanswered { why } => self.unanswered = Some(why),
            Fact::Delivered(delivered) => self.delivered = Some(delivered),
            Fact::NotDelivered { waited_ms } => self.waited_ms = Some(*waited_ms),
            Fact::NotSearched => self.is_by_pop3 = true,
            Fact::SearchFailed { why } => self.search_failed = Some(why),
            Fact::Removed(removal) => self.removal = Some(removal),
            _other => {}
        }
    }

    /// Whether the outgoing server took the message.
    pub fn is_accepted(&self) -> bool {
        self.sent.is_some_and(SendReply::is_accepted)
    }

    /// The part of the envelope that was refused, if one was.
    pub fn refused_part(&self) -> Option<EnvelopePart> {
        self.envelope.filter(|reply| !reply.is_positive()).map(|reply| reply.part)
    }
}
