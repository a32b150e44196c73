//! One client that is logged in: which command does what, and what it hears besides.

use std::sync::Arc;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::sync::watch;

use super::reply::Out;
use super::reply::Reply;
use super::syntax::Value;
use super::syntax::patient_line;
use super::view::Sync;
use super::view::View;
use crate::imap_command::Command;
use crate::line::Lines;
use crate::log::Ending;
use crate::store::Mailboxes;
use crate::store::Maildrop;

/// What a session is about.
pub(super) struct Session {
    pub(super) maildrop: Arc<Maildrop>,
    pub(super) changes: watch::Receiver<()>,
    pub(super) selected: Option<View>,
    /// Whether the client has enabled `IMAP4rev2` (RFC 9051 §6.3.1).
    pub(super) rev2: bool,
    /// Whether something may have changed that the client has not heard of.
    pub(super) stale: bool,
    pub(super) out: Out,
    /// Whether nothing is told while the client idles.
    silent_idle: bool,
}

/// The answer to a command; `Err` is for `?`, and said in the same way.
pub(super) type Answer = Result<Reply, Reply>;

impl Session {
    pub(super) fn new(maildrop: Arc<Maildrop>, silent_idle: bool) -> Self {
        let changes = maildrop.changes();
        let out = Out::default();
        Self { maildrop, changes, selected: None, rev2: false, stale: false, out, silent_idle }
    }

    /// Does what is asked, and says everything but the last line of the answer.
    pub(super) async fn obey<S>(
        &mut self,
        lines: &mut Lines<S>,
        command: &Command,
    ) -> Result<Reply, Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (tag, verb) = (&command.tag(), command.verb());
        let answer = match &command.values {
            None => Err(Reply::bad("Error in IMAP command: parentheses do not match.")),
            Some(arguments) => match verb.as_str() {
                "IDLE" => self.idle(lines).await?,
                "FETCH" => self.fetch(lines, arguments, false).await?,
                "UID" => match split_verb(arguments) {
                    Some((verb, rest)) if verb == "FETCH" => self.fetch(lines, rest, true).await?,
                    Some((verb, rest)) => self.obey_uid(tag, &verb, rest),
                    None => Err(unknown()),
                },
                verb => self.obey_at_once(tag, verb, arguments),
            },
        };
        // RFC 9051 §7.5.1: message numbers must not change while they are talked about.
        let may_expunge = !["FETCH", "SEARCH", "STORE"].contains(&verb.as_str());
        let synced = self.sync(may_expunge);
        self.flush(lines).await?;
        if synced == Sync::Gone {
            lines.send(b"* BYE Selected mailbox was deleted, have to disconnect.\r\n").await?;
            return Err(Ending::ByServer);
        }
        Ok(answer.unwrap_or_else(|refusal| refusal))
    }

    fn obey_at_once(&mut self, tag: &str, verb: &str, arguments: &[Value]) -> Answer {
        match verb {
            "APPEND" => self.append(arguments),
            "CHECK" => self.view().map(|_| Reply::ok("", "Check completed.")),
            "CLOSE" => self.close(),
            "COPY" => self.copy(arguments, false),
            "CREATE" => self.create(arguments),
            "DELETE" => self.delete(arguments),
            "ENABLE" => Ok(self.enable(arguments)),
            "EXAMINE" => self.select(arguments, true),
            "EXPUNGE" => self.expunge(None),
            "GETQUOTA" => self.quota(arguments),
            "GETQUOTAROOT" => self.quota_root(arguments),
            "LIST" => self.list(arguments),
            "LSUB" => self.lsub(arguments),
            "MOVE" => self.move_away(arguments, false),
            "NAMESPACE" => {
                self.out.line("* NAMESPACE ((\"\" \"/\")) NIL NIL");
                Ok(Reply::ok("", "Namespace completed."))
            }
            "NOOP" => Ok(Reply::ok("", "NOOP completed.")),
            "RENAME" => self.rename(arguments),
            "SEARCH" => self.search(tag, arguments, false),
            "SELECT" => self.select(arguments, false),
            "SETQUOTA" => Err(Reply::no("[NOPERM] ", "Quotas are as they are.")),
            "STATUS" => self.status(arguments),
            "STORE" => self.store(arguments, false),
            "SUBSCRIBE" => self.subscribe(arguments),
            "UNSELECT" => self.unselect(),
            "UNSUBSCRIBE" => self.unsubscribe(arguments),
            _ => Err(unknown()),
        }
    }

    fn obey_uid(&mut self, tag: &str, verb: &str, arguments: &[Value]) -> Answer {
        match verb {
            "COPY" => self.copy(arguments, true),
            "EXPUNGE" => self.expunge(Some(arguments)),
            "MOVE" => self.move_away(arguments, true),
            "SEARCH" => self.search(tag, arguments, true),
            "STORE" => self.store(arguments, true),
            _ => Err(unknown()),
        }
    }

    fn enable(&mut self, arguments: &[Value]) -> Reply {
        let asked = arguments.iter().any(|it| it.word().is_some_and(|it| it == "IMAP4REV2"));
        self.rev2 |= asked;
        self.out.line(if asked { "* ENABLED IMAP4rev2" } else { "* ENABLED" });
        Reply::ok("", "Enabled.")
    }

    /// Waits for the client to say `DONE`, and tells what changes meanwhile (RFC 9051 §6.3.13).
    async fn idle<S>(&mut self, lines: &mut Lines<S>) -> Result<Answer, Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        lines.send(b"+ idling\r\n").await?;
        let mut changes = self.maildrop.changes();
        loop {
            let synced = if self.silent_idle { Sync::Done } else { self.sync(true) };
            self.flush(lines).await?;
            if synced == Sync::Gone {
                // The caller says so.
                self.stale = true;
                return Ok(Err(Reply::no("", "Mailbox deleted.")));
            }
            // Dropping either future halfway loses nothing: lines keep what was read.
            tokio::select! {
                line = patient_line(lines) => {
                    let done = line?.eq_ignore_ascii_case(b"DONE");
                    let unexpected = || Reply::bad("Expected DONE.");
                    return Ok(done.then(|| Reply::ok("", "Idle completed.")).ok_or_else(unexpected));
                }
                // Fails only when the sender is gone, which this session holds.
                _ = changes.changed() => self.stale = true,
            }
        }
    }

    /// The selected mailbox.
    pub(super) fn view(&mut self) -> Result<&mut View, Reply> {
        self.selected.as_mut().ok_or_else(|| Reply::bad("No mailbox selected."))
    }

    /// The selected mailbox, if it may be changed.
    pub(super) fn writable_view(&mut self) -> Result<&mut View, Reply> {
        let view = self.view()?;
        if view.read_only {
            return Err(Reply::no("", "Mailbox is read-only."));
        }
        Ok(view)
    }

    /// Tells what has changed in the selected mailbox.
    pub(super) fn sync(&mut self, may_expunge: bool) -> Sync {
        self.stale |= self.changes.has_changed().unwrap_or(false);
        let Some(view) = self.selected.as_mut().filter(|_| self.stale) else { return Sync::Done };
        self.changes.mark_unchanged();
        self.stale = !may_expunge;
        let (rev2, out) = (self.rev2, &mut self.out);
        let sync = |mailboxes: &mut Mailboxes| view.sync(mailboxes, may_expunge, rev2, out);
        self.maildrop.change_unseen(sync)
    }

    pub(super) async fn flush<S>(&mut self, lines: &mut Lines<S>) -> Result<(), Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let out = std::mem::take(&mut self.out.0);
        if out.is_empty() { Ok(()) } else { lines.send(&out).await }
    }
}

/// The first word, and what is behind it.
fn split_verb(arguments: &[Value]) -> Option<(String, &[Value])> {
    let (verb, rest) = arguments.split_first()?;
    Some((verb.word()?, rest))
}

fn unknown() -> Reply {
    Reply::bad("Error in IMAP command: unknown command.")
}

/// For a command whose arguments are not understood.
pub(super) fn invalid(verb: &str) -> Reply {
    Reply::bad(format!("Error in IMAP command {verb}: Invalid arguments."))
}
