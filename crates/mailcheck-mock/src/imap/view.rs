//! The selected mailbox as one session knows it: message numbers stay as they are until the
//! client was told otherwise (RFC 9051 §7.5.1).

use super::reply::Out;
use super::set::Set;
use crate::store::Flags;
use crate::store::Mailbox;
use crate::store::Mailboxes;

/// A selected mailbox.
#[derive(Debug)]
pub(super) struct View {
    /// What the store knows the mailbox by.
    pub(super) uid_validity: u32,
    pub(super) read_only: bool,
    /// By message number, the first being 1.
    pub(super) shown: Vec<Shown>,
    /// UIDs that a SEARCH saved (RFC 5182).
    pub(super) saved: Vec<u32>,
    /// How many flags the client has been told of.
    known_flags: usize,
}

/// What the client knows of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) uid: u32,
    pub(super) flags: Flags,
    pub(super) recent: bool,
}

/// What a selected mailbox looks like now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sync {
    Done,
    /// The mailbox was deleted.
    Gone,
}

impl View {
    pub(super) fn new(mailbox: &Mailbox, read_only: bool) -> Self {
        let uid_validity = mailbox.uid_validity;
        Self { uid_validity, read_only, shown: Vec::new(), saved: Vec::new(), known_flags: 0 }
    }

    /// Reads a set of message numbers, or of UIDs.
    pub(super) fn set(&self, text: &[u8], by_uid: bool) -> Option<Set> {
        let count = self.count();
        let last_uid = self.shown.last().map_or(0, |last| last.uid);
        let set = Set::parse(text, if by_uid { last_uid } else { count })?;
        let beyond = !by_uid && set.highest().is_some_and(|highest| highest > count.max(1));
        (!beyond).then_some(set)
    }

    /// Where in [`View::shown`] the messages of a set are.
    pub(super) fn places(&self, set: &Set, by_uid: bool) -> Vec<usize> {
        let all = self.shown.iter().zip(1..).enumerate();
        let meant = |shown: &Shown, number| match set {
            Set::Saved => self.saved.binary_search(&shown.uid).is_ok(),
            Set::Numbers(_) => set.contains(if by_uid { shown.uid } else { number }),
        };
        all.filter(|(_, (shown, number))| meant(shown, *number)).map(|(at, _)| at).collect()
    }

    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.shown.len()).unwrap_or(u32::MAX)
    }

    /// Tells the client what has changed. Without `may_expunge` messages that are gone keep their
    /// number, as FETCH, STORE and SEARCH need it.
    pub(super) fn sync(
        &mut self,
        mailboxes: &mut Mailboxes,
        may_expunge: bool,
        rev2: bool,
        out: &mut Out,
    ) -> Sync {
        self.announce_flags(mailboxes, out);
        let Some(mailbox) = mailboxes.valid_mut(self.uid_validity) else { return Sync::Gone };
        if may_expunge {
            self.drop_expunged(mailbox, out);
        }
        let last = self.shown.last().map_or(0, |shown| shown.uid);
        let new = mailbox.messages().partition_point(|message| message.uid <= last);
        let new = &mailbox.messages()[new..];
        if !new.is_empty() {
            let recent_from = mailbox.recent_from;
            self.shown.extend(new.iter().map(|message| {
                let recent = message.uid >= recent_from;
                Shown { uid: message.uid, flags: message.flags, recent }
            }));
            self.announce_count(rev2, out);
        }
        if !self.read_only {
            mailbox.recent_from = mailbox.uid_next();
        }
        let mut changed = Vec::new();
        let mut present = mailbox.messages().iter().peekable();
        for (at, shown) in self.shown.iter_mut().enumerate() {
            while present.next_if(|message| message.uid < shown.uid).is_some() {}
            let Some(message) = present.next_if(|message| message.uid == shown.uid) else {
                continue;
            };
            if message.flags != shown.flags {
                shown.flags = message.flags;
                changed.push(at);
            }
        }
        for at in changed {
            let flags = self.flags(at, mailboxes, rev2);
            out.line(&format!("* {} FETCH (UID {} FLAGS {flags})", at + 1, self.shown[at].uid));
        }
        Sync::Done
    }

    /// Announces all flags if the client has not heard of all.
    pub(super) fn announce_flags(&mut self, mailboxes: &Mailboxes, out: &mut Out) {
        let names = mailboxes.flag_names();
        if self.known_flags == names.len() {
            return;
        }
        self.known_flags = names.len();
        let names = names.join(" ");
        out.line(&format!("* FLAGS ({names})"));
        let (permanent, text) =
            if self.read_only { (String::new(), "Read-only") } else { (names + " \\*", "Kept") };
        out.line(&format!("* OK [PERMANENTFLAGS ({permanent})] {text}."));
    }

    pub(super) fn announce_count(&self, rev2: bool, out: &mut Out) {
        out.line(&format!("* {} EXISTS", self.count()));
        if !rev2 {
            let recent = self.shown.iter().filter(|shown| shown.recent).count();
            out.line(&format!("* {recent} RECENT"));
        }
    }

    /// The flags of a message as a list. `\Recent` is no more in `IMAP4rev2`.
    pub(super) fn flags(&self, at: usize, mailboxes: &Mailboxes, rev2: bool) -> String {
        let shown = self.shown[at];
        let recent = (shown.recent && !rev2).then_some("\\Recent");
        let names: Vec<_> = mailboxes.names_of(shown.flags).chain(recent).collect();
        format!("({})", names.join(" "))
    }

    fn drop_expunged(&mut self, mailbox: &Mailbox, out: &mut Out) {
        let mut present = mailbox.messages().iter().peekable();
        let mut number = 1;
        self.shown.retain(|shown| {
            while present.next_if(|message| message.uid < shown.uid).is_some() {}
            let stays = present.next_if(|message| message.uid == shown.uid).is_some();
            if stays {
                number += 1;
            } else {
                out.line(&format!("* {number} EXPUNGE"));
            }
            stays
        });
    }
}
