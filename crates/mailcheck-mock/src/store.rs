//! The mail of a provider: accounts, their mailboxes, what is in them. All in memory.
//!
//! One [`Store`] is shared by every connection of a provider, whatever it speaks.

mod mailbox;
mod maildrop;

use std::sync::Arc;

pub(crate) use mailbox::Flags;
pub(crate) use mailbox::Mailbox;
pub(crate) use mailbox::Message;
pub(crate) use mailbox::Role;
pub(crate) use maildrop::DELIMITER;
pub(crate) use maildrop::MAX_MESSAGES;
pub(crate) use maildrop::MAX_OCTETS;
pub(crate) use maildrop::Mailboxes;
pub(crate) use maildrop::Maildrop;
pub(crate) use maildrop::Refusal;
pub(crate) use maildrop::canonical;

use crate::pop3::Locks;

/// The mailbox that mail is delivered to (RFC 9051 §5.1).
pub(crate) const INBOX: &str = "INBOX";

/// Everybody's mail, by the address.
#[derive(Debug)]
pub(crate) struct Store {
    accounts: Vec<(String, Arc<Maildrop>)>,
    /// Whose mail a POP3 client has for itself.
    pub(crate) locks: Locks,
}

impl Store {
    /// An account with the usual mailboxes, all empty, for each address.
    pub(crate) fn new(addresses: impl IntoIterator<Item = String>) -> Self {
        let account = |address| (address, Arc::new(Maildrop::new()));
        let accounts = addresses.into_iter().map(account).collect();
        Self { accounts, locks: Locks::default() }
    }

    /// The mail of the account with this address, in whatever case.
    pub(crate) fn maildrop(&self, address: &str) -> Option<&Arc<Maildrop>> {
        let same = |known: &str| known.eq_ignore_ascii_case(address);
        self.accounts.iter().find(|(known, _)| same(known)).map(|(_, maildrop)| maildrop)
    }

    /// The mail of a user who is logged in. Without a name it is the first account's, and whoever
    /// has no account finds the usual mailboxes, empty.
    pub(crate) fn maildrop_of(&self, user: &str) -> Arc<Maildrop> {
        let nameless = || self.accounts.first().filter(|_| user.is_empty());
        let known = self.maildrop(user).or_else(|| nameless().map(|(_, maildrop)| maildrop));
        known.map_or_else(|| Arc::new(Maildrop::new()), Arc::clone)
    }

    /// Puts a message into the INBOX of this address.
    ///
    /// Returns `false` if nobody here has that address, or if the account is over its quota.
    pub(crate) fn deliver(&self, address: &str, message: &[u8]) -> bool {
        self.deliver_into(address, INBOX, message)
    }

    /// Puts a message into a mailbox of this address; `false` also if there is no such mailbox.
    pub(crate) fn deliver_into(&self, address: &str, mailbox: &str, message: &[u8]) -> bool {
        let Some(maildrop) = self.maildrop(address) else { return false };
        let now = jiff::Timestamp::now();
        maildrop
            .change(|mailboxes| mailboxes.append(mailbox, message, Flags::default(), now))
            .is_ok()
    }

    /// What is in the INBOX of this address, with the UIDs. Nothing for an unknown address.
    pub(crate) fn inbox(&self, address: &str) -> Vec<(u32, Arc<[u8]>)> {
        let Some(maildrop) = self.maildrop(address) else { return Vec::new() };
        maildrop.look(|mailboxes| {
            let inbox = mailboxes.named(INBOX);
            let messages = inbox.map_or(&[][..], Mailbox::messages);
            messages.iter().map(|message| (message.uid, Arc::clone(&message.octets))).collect()
        })
    }

    /// Takes these messages out of the INBOX of this address; those that are gone are no news.
    pub(crate) fn expunge(&self, address: &str, uids: &[u32]) {
        let Some(maildrop) = self.maildrop(address) else { return };
        maildrop.change(|mailboxes| {
            if let Some(inbox) = mailboxes.named_mut(INBOX) {
                inbox.remove(|message| uids.contains(&message.uid));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> Store {
        Store::new(["you@example.org".to_owned(), "me@example.org".to_owned()])
    }

    #[test]
    fn mail_arrives_for_those_who_are_there_and_nobody_else() {
        let store = store();
        assert!(store.deliver("You@Example.ORG", b"Subject: one\r\n\r\n"));
        assert!(store.deliver("you@example.org", b"Subject: two\r\n\r\n"));
        assert!(!store.deliver("nobody@example.org", b"Subject: none\r\n\r\n"));
        let inbox = store.inbox("you@example.org");
        let inbox: Vec<_> = inbox.iter().map(|(uid, octets)| (*uid, &octets[..])).collect();
        assert_eq!(inbox, [(1, &b"Subject: one\r\n\r\n"[..]), (2, b"Subject: two\r\n\r\n")]);
        assert!(store.inbox("me@example.org").is_empty());
    }

    #[test]
    fn what_is_expunged_is_gone_and_its_uid_is_never_given_again() {
        let store = store();
        store.deliver("you@example.org", b"one");
        store.deliver("you@example.org", b"two");
        store.expunge("YOU@example.org", &[2, 7]);
        store.deliver("you@example.org", b"three");
        let uids: Vec<_> = store.inbox("you@example.org").iter().map(|(uid, _)| *uid).collect();
        assert_eq!(uids, [1, 3]);
    }

    #[test]
    fn an_account_holds_only_so_much() {
        let store = store();
        let message = vec![b'x'; 1024 * 1024];
        let taken = (0..100).filter(|_| store.deliver("you@example.org", &message)).count();
        assert_eq!(taken, 64);
        assert!(store.deliver("me@example.org", &message));
    }

    #[tokio::test]
    async fn a_delivery_wakes_who_waits_for_it() {
        let store = store();
        let mut changes = store.maildrop("you@example.org").unwrap().changes();
        assert!(!changes.has_changed().unwrap());
        store.deliver("me@example.org", b"one");
        assert!(!changes.has_changed().unwrap());
        store.deliver("you@example.org", b"one");
        changes.changed().await.unwrap();
    }
}
