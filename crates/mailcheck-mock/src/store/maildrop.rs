//! The mailboxes of one account, bounded in number and size.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;

use jiff::Timestamp;
use tokio::sync::watch;

use super::INBOX;
use super::mailbox::Flags;
use super::mailbox::Mailbox;
use super::mailbox::Message;
use super::mailbox::Role;

/// The mail of one account, and who waits for it to change.
#[derive(Debug)]
pub(crate) struct Maildrop {
    mailboxes: Mutex<Mailboxes>,
    changed: watch::Sender<()>,
}

impl Maildrop {
    pub(crate) fn new() -> Self {
        Self { mailboxes: Mutex::new(Mailboxes::new()), changed: watch::Sender::new(()) }
    }

    pub(crate) fn look<T>(&self, look: impl FnOnce(&Mailboxes) -> T) -> T {
        look(&self.mailboxes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes something, and wakes everybody who waits for that.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Mailboxes) -> T) -> T {
        let outcome = self.change_unseen(change);
        self.changed.send_replace(());
        outcome
    }

    /// Changes something that is no news to anybody.
    pub(crate) fn change_unseen<T>(&self, change: impl FnOnce(&mut Mailboxes) -> T) -> T {
        change(&mut self.mailboxes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reports every change from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}

/// Why something is not done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refusal {
    /// There is a mailbox of that name.
    Exists,
    /// The name cannot be one, or INBOX must stay.
    Forbidden,
    /// No more mailboxes, subscriptions or keywords.
    Limit,
    /// No mailbox of that name.
    NonExistent,
    /// No more messages, or no more octets.
    OverQuota,
}

/// What an account has.
#[derive(Debug)]
pub(crate) struct Mailboxes {
    by_name: BTreeMap<String, Mailbox>,
    subscribed: BTreeSet<String>,
    /// Names of flags in the order of their bits, those of the protocol first.
    flag_names: Vec<String>,
    /// The last UIDVALIDITY that was given.
    uid_validity: u32,
}

impl Mailboxes {
    fn new() -> Self {
        // From the clock, so that a client that met an earlier provider forgets what it knows.
        let now = Timestamp::now().as_second();
        let mut mailboxes = Self {
            by_name: BTreeMap::new(),
            subscribed: BTreeSet::new(),
            flag_names: Flags::SYSTEM.map(str::to_owned).into(),
            uid_validity: u32::try_from(now).unwrap_or(1),
        };
        mailboxes.insert(INBOX, None);
        for role in Role::ALL {
            mailboxes.insert(role.name(), Some(role));
        }
        mailboxes.subscribed = mailboxes.by_name.keys().cloned().collect();
        mailboxes
    }

    fn insert(&mut self, name: &str, role: Option<Role>) {
        self.uid_validity += 1;
        self.by_name.insert(name.to_owned(), Mailbox::new(self.uid_validity, role));
    }

    /// Every mailbox by its name, in UTF-8.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Mailbox)> {
        self.by_name.iter().map(|(name, mailbox)| (name.as_str(), mailbox))
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Mailbox> {
        self.by_name.get(&canonical(name))
    }

    pub(crate) fn named_mut(&mut self, name: &str) -> Option<&mut Mailbox> {
        self.by_name.get_mut(&canonical(name))
    }

    pub(crate) fn valid(&self, uid_validity: u32) -> Option<&Mailbox> {
        self.by_name.values().find(|mailbox| mailbox.uid_validity == uid_validity)
    }

    pub(crate) fn valid_mut(&mut self, uid_validity: u32) -> Option<&mut Mailbox> {
        self.by_name.values_mut().find(|mailbox| mailbox.uid_validity == uid_validity)
    }

    /// Adds a message, and gives its UID.
    pub(crate) fn append(
        &mut self,
        name: &str,
        octets: &[u8],
        flags: Flags,
        internal_date: Timestamp,
    ) -> Result<u32, Refusal> {
        let message = Message { uid: 0, flags, internal_date, octets: octets.into() };
        self.add(name, message)
    }

    /// Adds what may be a copy of another message; the octets are shared.
    pub(crate) fn add(&mut self, name: &str, message: Message) -> Result<u32, Refusal> {
        if self.named(name).is_none() {
            return Err(Refusal::NonExistent);
        }
        let fits = self.has_room(1, message.octets.len());
        let pushed = self.named_mut(name).filter(|_| fits).and_then(|it| it.push(message));
        pushed.ok_or(Refusal::OverQuota)
    }

    /// Whether that much more is within the quota.
    pub(crate) fn has_room(&self, messages: usize, octets: usize) -> bool {
        self.messages() + messages <= MAX_MESSAGES && self.octets() + octets <= MAX_OCTETS
    }

    pub(crate) fn messages(&self) -> usize {
        self.by_name.values().map(|mailbox| mailbox.messages().len()).sum()
    }

    pub(crate) fn octets(&self) -> usize {
        self.by_name.values().map(Mailbox::octets).sum()
    }

    /// Makes a mailbox, and those above it that are missing (RFC 9051 §6.3.4).
    pub(crate) fn create(&mut self, name: &str) -> Result<&Mailbox, Refusal> {
        let name = canonical(name.strip_suffix(DELIMITER).unwrap_or(name));
        if !may_be_named(&name) {
            return Err(Refusal::Forbidden);
        }
        if self.by_name.contains_key(&name) {
            return Err(Refusal::Exists);
        }
        let above = name.match_indices(DELIMITER).map(|(at, _)| name[..at].to_owned());
        let missing: Vec<_> = above.filter(|name| !self.by_name.contains_key(name)).collect();
        if self.by_name.len() + missing.len() >= MAX_MAILBOXES {
            return Err(Refusal::Limit);
        }
        for above in missing {
            self.insert(&above, None);
        }
        self.insert(&name, None);
        self.by_name.get(&name).ok_or(Refusal::Limit)
    }

    /// Those below it stay.
    pub(crate) fn delete(&mut self, name: &str) -> Result<(), Refusal> {
        let name = canonical(name);
        if name == INBOX {
            return Err(Refusal::Forbidden);
        }
        self.by_name.remove(&name).map(drop).ok_or(Refusal::NonExistent)
    }

    /// Renames a mailbox and those below it. INBOX stays, and is empty then (RFC 9051 §6.3.6).
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> Result<(), Refusal> {
        let from = canonical(from);
        let to = canonical(to.strip_suffix(DELIMITER).unwrap_or(to));
        if !self.by_name.contains_key(&from) {
            return Err(Refusal::NonExistent);
        }
        let inside = to.strip_prefix(&from).is_some_and(|rest| rest.starts_with(DELIMITER));
        if from != INBOX && inside {
            return Err(Refusal::Forbidden);
        }
        let below = format!("{from}{DELIMITER}");
        let moving = |name: &&String| from != INBOX && (**name == from || name.starts_with(&below));
        let moving: Vec<_> = self.by_name.keys().filter(moving).cloned().collect();
        let new_name = |name: &str| format!("{to}{}", &name[from.len()..]);
        if !moving.iter().all(|name| may_be_named(&new_name(name))) {
            return Err(Refusal::Forbidden);
        }
        if moving.iter().any(|name| self.by_name.contains_key(&new_name(name))) {
            return Err(Refusal::Exists);
        }
        // Creates what is above the new name, or says why that cannot be.
        self.create(&to)?;
        if from == INBOX {
            let messages = self.by_name.get_mut(INBOX).map(Mailbox::take).unwrap_or_default();
            return messages.into_iter().try_for_each(|message| self.add(&to, message).map(drop));
        }
        for name in moving {
            if let Some(mailbox) = self.by_name.remove(&name) {
                self.by_name.insert(new_name(&name), mailbox);
            }
        }
        Ok(())
    }

    pub(crate) fn subscribed(&self) -> impl Iterator<Item = &str> {
        self.subscribed.iter().map(String::as_str)
    }

    pub(crate) fn is_subscribed(&self, name: &str) -> bool {
        self.subscribed.contains(name)
    }

    pub(crate) fn subscribe(&mut self, name: &str) -> Result<(), Refusal> {
        let name = canonical(name);
        if !self.by_name.contains_key(&name) {
            return Err(Refusal::NonExistent);
        }
        if self.subscribed.len() >= MAX_MAILBOXES && !self.subscribed.contains(&name) {
            return Err(Refusal::Limit);
        }
        self.subscribed.insert(name);
        Ok(())
    }

    pub(crate) fn unsubscribe(&mut self, name: &str) {
        self.subscribed.remove(&canonical(name));
    }

    /// Names of all flags that any message of this account may have.
    pub(crate) fn flag_names(&self) -> &[String] {
        &self.flag_names
    }

    /// The names of the flags of a message.
    pub(crate) fn names_of(&self, flags: Flags) -> impl Iterator<Item = &str> {
        let set = move |bit: usize| flags.0 >> bit & 1 == 1;
        let names = self.flag_names.iter().enumerate();
        names.filter(move |(bit, _)| set(*bit)).map(|(_, name)| name.as_str())
    }

    /// The flag of that name, in whatever case, if there is one.
    pub(crate) fn flag(&self, name: &str) -> Option<Flags> {
        let bit = self.flag_names.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        Some(Flags(1 << bit))
    }

    /// The flag of that name; a keyword that is new is remembered.
    pub(crate) fn flag_or_new(&mut self, name: &str) -> Result<Flags, Refusal> {
        if let Some(known) = self.flag(name) {
            return Ok(known);
        }
        let in_atom = |letter: char| letter.is_ascii_graphic() && !"(){%*\"\\]".contains(letter);
        if name.is_empty() || !name.chars().all(in_atom) {
            return Err(Refusal::Forbidden);
        }
        if self.flag_names.len() >= MAX_FLAGS || name.len() > MAX_NAME_OCTETS {
            return Err(Refusal::Limit);
        }
        self.flag_names.push(name.to_owned());
        Ok(Flags(1 << (self.flag_names.len() - 1)))
    }
}

/// INBOX is INBOX in whatever case, also as the first part of a name (RFC 9051 §5.1).
pub(crate) fn canonical(name: &str) -> String {
    let (first, rest) = name.split_at(name.find(DELIMITER).unwrap_or(name.len()));
    if first.eq_ignore_ascii_case(INBOX) { format!("{INBOX}{rest}") } else { name.to_owned() }
}

fn may_be_named(name: &str) -> bool {
    let bad = |letter: char| letter.is_control() || "*%".contains(letter);
    name.len() <= MAX_NAME_OCTETS
        && !name.contains(bad)
        && !name.split(DELIMITER).any(str::is_empty)
}

/// Between the parts of a mailbox's name.
pub(crate) const DELIMITER: char = '/';

/// Most mailboxes of an account, and most names that it is subscribed to: more than any test has.
const MAX_MAILBOXES: usize = 1000;

/// Most messages of an account.
pub(crate) const MAX_MESSAGES: usize = 10_000;

/// Most octets of messages of an account: what one large message is allowed, twice and a half.
pub(crate) const MAX_OCTETS: usize = 64 * 1024 * 1024;

/// Most flags of an account: as many as [`Flags`] has bits.
const MAX_FLAGS: usize = 64;

/// Longest name of a mailbox or a flag, in octets: what a file system allows a name.
const MAX_NAME_OCTETS: usize = 255;
