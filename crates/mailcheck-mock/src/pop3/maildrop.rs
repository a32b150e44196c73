//! What lies there for one client, who has it alone until it is gone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::site::Site;
use crate::store::Store;

/// Whose maildrop is open at the moment, on whichever port.
#[derive(Debug, Default)]
pub(crate) struct Locks(Mutex<BTreeSet<String>>);

impl Locks {
    fn held(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One INBOX as it was at log-in. What arrives later belongs to the next session (RFC 1939 §3).
///
/// Dropping it without `QUIT` deletes nothing.
#[derive(Debug)]
pub(super) struct Maildrop<'a> {
    store: &'a Store,
    user: String,
    messages: Vec<Message>,
}

#[derive(Debug)]
struct Message {
    uid: u32,
    content: Arc<[u8]>,
    /// How long it is with a CR LF at the end of every line, which is how it is sent.
    octets: usize,
    is_deleted: bool,
}

/// What a command led to.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Answer {
    /// The words behind `+OK` or `-ERR`.
    status: Result<String, String>,
    /// All lines of a multi-line answer, the last dot included.
    body: Option<Vec<u8>>,
}

impl Answer {
    /// All of it as it is sent.
    pub(super) fn octets(&self) -> Vec<u8> {
        let (head, text) = match &self.status {
            Ok(text) => ("+OK", text),
            Err(text) => ("-ERR", text),
        };
        let space = if text.is_empty() { "" } else { " " };
        let status = format!("{head}{space}{text}\r\n");
        [status.as_bytes(), self.body.as_deref().unwrap_or_default()].concat()
    }

    fn lines(text: String, lines: &str) -> Self {
        Self { status: Ok(text), body: Some(format!("{lines}.\r\n").into_bytes()) }
    }
}

impl From<Result<String, String>> for Answer {
    fn from(status: Result<String, String>) -> Self {
        Self { status, body: None }
    }
}

impl<'a> Maildrop<'a> {
    /// `None` if another session has it.
    pub(super) fn open(site: &'a Site, user: &str) -> Option<Self> {
        let (store, user) = (&*site.store, user.to_ascii_lowercase());
        if !store.locks.held().insert(user.clone()) {
            return None;
        }
        let message = |(uid, content): (u32, Arc<[u8]>)| {
            let octets = lines(&content).map(|line| line.len() + 2).sum();
            Message { uid, content, octets, is_deleted: false }
        };
        let messages = store.inbox(&user).into_iter().map(message).collect();
        Some(Self { store, user, messages })
    }

    pub(super) fn obey(&mut self, verb: &str, rest: &str) -> Answer {
        match verb {
            "DELE" => self.delete(rest).into(),
            "LIST" => self.list(rest),
            "NOOP" => Ok(String::new()).into(),
            "QUIT" => Ok(self.update()).into(),
            "RETR" => self.retrieve(rest),
            "RSET" => {
                self.messages.iter_mut().for_each(|message| message.is_deleted = false);
                Ok(String::new()).into()
            }
            "STAT" => {
                let octets: usize = self.present().map(|(_, message)| message.octets).sum();
                Ok(format!("{} {octets}", self.present().count())).into()
            }
            "TOP" => self.top(rest),
            "UIDL" => self.uids(rest),
            _ => Err(format!("Unknown command: {verb}")).into(),
        }
    }

    /// The messages that are not deleted, with their numbers.
    fn present(&self) -> impl Iterator<Item = (usize, &Message)> {
        (1..).zip(&self.messages).filter(|(_, message)| !message.is_deleted)
    }

    fn list(&self, rest: &str) -> Answer {
        if !rest.is_empty() {
            let one = self.place(rest);
            return one.map(|at| format!("{} {}", at + 1, self.messages[at].octets)).into();
        }
        let mut list = String::new();
        for (number, message) in self.present() {
            // A string takes everything.
            let _ = writeln!(list, "{number} {}\r", message.octets);
        }
        Answer::lines(format!("{} messages:", self.present().count()), &list)
    }

    fn uids(&self, rest: &str) -> Answer {
        if !rest.is_empty() {
            let one = self.place(rest);
            return one.map(|at| format!("{} {}", at + 1, self.messages[at].unique_id())).into();
        }
        let mut list = String::new();
        for (number, message) in self.present() {
            let _ = writeln!(list, "{number} {}\r", message.unique_id());
        }
        Answer::lines(String::new(), &list)
    }

    fn retrieve(&self, rest: &str) -> Answer {
        let at = match self.place(rest) {
            Ok(at) => at,
            Err(refusal) => return Err(refusal).into(),
        };
        let message = &self.messages[at];
        let body = Some(stuffed(lines(&message.content)));
        Answer { status: Ok(format!("{} octets", message.octets)), body }
    }

    /// The head, and so many lines of the body (RFC 1939 §7).
    fn top(&self, rest: &str) -> Answer {
        let (number, count) = rest.split_once(' ').unwrap_or((rest, ""));
        let at = match self.place(number) {
            Ok(at) => at,
            Err(refusal) => return Err(refusal).into(),
        };
        let Ok(count) = count.trim_start().parse::<usize>() else {
            return Err(format!("Invalid size: {count}")).into();
        };
        let mut body_lines = None;
        let wanted = lines(&self.messages[at].content).take_while(|line| {
            match &mut body_lines {
                None if line.is_empty() => body_lines = Some(0),
                None => {}
                Some(lines) => *lines += 1,
            }
            body_lines.is_none_or(|lines| lines <= count)
        });
        Answer { status: Ok(String::new()), body: Some(stuffed(wanted)) }
    }

    fn delete(&mut self, rest: &str) -> Result<String, String> {
        let at = self.place(rest)?;
        self.messages[at].is_deleted = true;
        Ok("Marked to be deleted.".to_owned())
    }

    /// Deletes what was marked, and says goodbye.
    fn update(&mut self) -> String {
        let marked = self.messages.iter().filter(|message| message.is_deleted);
        let uids: Vec<u32> = marked.map(|message| message.uid).collect();
        if uids.is_empty() {
            return "Logging out.".to_owned();
        }
        self.store.expunge(&self.user, &uids);
        "Logging out, messages deleted.".to_owned()
    }

    /// Where the message with this number is, or why there is none.
    fn place(&self, number: &str) -> Result<usize, String> {
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, noise) = number.split_at(digits);
        if digits.is_empty() {
            return Err(format!("Invalid message number: {number}"));
        }
        if !noise.is_empty() {
            return Err(format!("Noise after message number: {noise}"));
        }
        let Ok(number) = digits.parse::<u32>() else {
            return Err(format!("Message number too large: {digits}"));
        };
        let at = (number as usize).wrapping_sub(1);
        match self.messages.get(at) {
            None => Err(format!("There's no message {number}.")),
            Some(message) if message.is_deleted => Err("Message is deleted.".to_owned()),
            Some(_) => Ok(at),
        }
    }
}

impl Drop for Maildrop<'_> {
    fn drop(&mut self) {
        self.store.locks.held().remove(&self.user);
    }
}

impl Message {
    /// Dovecot's usual form, `%08Xu%08Xv`, where the mailbox is always the same one.
    fn unique_id(&self) -> String {
        format!("{:08x}{UIDVALIDITY:08x}", self.uid)
    }
}

/// The mailbox' own number in a unique identifier; it never changes while a provider runs.
const UIDVALIDITY: u32 = 1;

/// The lines of a message without their ends, which may be bare LFs.
fn lines(message: &[u8]) -> impl Iterator<Item = &[u8]> {
    message.split_inclusive(|&byte| byte == b'\n').map(|line| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    })
}

/// Lines as they are sent: a dot before a dot, and a dot alone at the end (RFC 1939 §3).
fn stuffed<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for line in lines {
        if line.starts_with(b".") {
            body.push(b'.');
        }
        body.extend_from_slice(line);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b".\r\n");
    body
}
