//! One mailbox and the messages in it (RFC 9051 §2.3).

use std::sync::Arc;

use jiff::Timestamp;

/// What a mailbox is for (RFC 6154 §2).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    Archive,
    Drafts,
    Junk,
    Sent,
    Trash,
}

impl Role {
    /// Every role but the one of INBOX, in the order in which they are listed.
    pub(crate) const ALL: [Self; 5] =
        [Self::Archive, Self::Drafts, Self::Junk, Self::Sent, Self::Trash];

    /// The usual name of a mailbox for this; behind a backslash, the attribute in LIST.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Archive => "Archive",
            Self::Drafts => "Drafts",
            Self::Junk => "Junk",
            Self::Sent => "Sent",
            Self::Trash => "Trash",
        }
    }
}

/// A set of flags: bits, whose names the account knows ([`Mailboxes::flag_names`]).
///
/// [`Mailboxes::flag_names`]: super::maildrop::Mailboxes::flag_names
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Flags(pub(super) u64);

impl Flags {
    pub(crate) const ANSWERED: Self = Self(1);
    pub(crate) const FLAGGED: Self = Self(1 << 1);
    pub(crate) const DELETED: Self = Self(1 << 2);
    pub(crate) const SEEN: Self = Self(1 << 3);
    pub(crate) const DRAFT: Self = Self(1 << 4);

    /// The flags of the protocol itself, in the order of their bits.
    pub(super) const SYSTEM: [&'static str; 5] =
        ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"];

    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    #[must_use]
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// One message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) uid: u32,
    pub(crate) flags: Flags,
    pub(crate) internal_date: Timestamp,
    pub(crate) octets: Arc<[u8]>,
}

/// Messages in the order of their UIDs.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// Also what a session knows the mailbox by: unlike the name it never changes.
    pub(crate) uid_validity: u32,
    pub(crate) role: Option<Role>,
    /// Messages from this UID on were not shown to any session (RFC 3501 §2.3.2, `\Recent`).
    pub(crate) recent_from: u32,
    uid_next: u32,
    messages: Vec<Message>,
}

impl Mailbox {
    pub(super) fn new(uid_validity: u32, role: Option<Role>) -> Self {
        Self { uid_validity, role, recent_from: 1, uid_next: 1, messages: Vec::new() }
    }

    pub(crate) fn uid_next(&self) -> u32 {
        self.uid_next
    }

    pub(crate) fn messages(&self) -> &[Message] {
        &self.messages
    }

    pub(crate) fn message(&self, uid: u32) -> Option<&Message> {
        let at = self.messages.binary_search_by_key(&uid, |message| message.uid).ok()?;
        self.messages.get(at)
    }

    pub(crate) fn message_mut(&mut self, uid: u32) -> Option<&mut Message> {
        let at = self.messages.binary_search_by_key(&uid, |message| message.uid).ok()?;
        self.messages.get_mut(at)
    }

    pub(crate) fn octets(&self) -> usize {
        self.messages.iter().map(|message| message.octets.len()).sum()
    }

    /// Takes out what is `unwanted`.
    pub(crate) fn remove(&mut self, unwanted: impl Fn(&Message) -> bool) {
        self.messages.retain(|message| !unwanted(message));
    }

    /// Gives the message the next UID. `None` when there is no next one.
    pub(super) fn push(&mut self, mut message: Message) -> Option<u32> {
        let uid = self.uid_next;
        self.uid_next = uid.checked_add(1)?;
        message.uid = uid;
        self.messages.push(message);
        Some(uid)
    }

    /// All messages, which are here no longer.
    pub(super) fn take(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.messages)
    }
}
