//! Commands about mailboxes: choosing one, making and naming them, their sizes.

use super::name::from_utf7;
use super::name::to_utf7;
use super::reply::Out;
use super::reply::Reply;
use super::session::Answer;
use super::session::Session;
use super::session::invalid;
use super::syntax::Value;
use super::view::View;
use crate::store::Flags;
use crate::store::MAX_MESSAGES;
use crate::store::MAX_OCTETS;
use crate::store::Mailbox;
use crate::store::Refusal;

impl Session {
    pub(super) fn select(&mut self, arguments: &[Value], read_only: bool) -> Answer {
        let verb = if read_only { "EXAMINE" } else { "SELECT" };
        let name = self.name(arguments.first(), verb)?;
        if self.selected.take().is_some() {
            self.out.line("* OK [CLOSED] Previous mailbox closed.");
        }
        let (rev2, out) = (self.rev2, &mut self.out);
        self.changes.mark_unchanged();
        self.stale = false;
        let view = self.maildrop.change_unseen(|mailboxes| {
            let mailbox = mailboxes.named(&name).ok_or(Refusal::NonExistent)?;
            let mut view = View::new(mailbox, read_only);
            let empty = mailbox.messages().is_empty();
            let next = mailbox.uid_next();
            view.sync(mailboxes, true, rev2, out);
            if empty {
                view.announce_count(rev2, out);
            }
            out.line(&format!("* OK [UIDVALIDITY {}] UIDs valid", view.uid_validity));
            out.line(&format!("* OK [UIDNEXT {next}] Predicted next UID"));
            Ok::<_, Refusal>(view)
        })?;
        let unseen = view.shown.iter().position(|shown| !shown.flags.contains(Flags::SEEN));
        if let Some(unseen) = unseen.filter(|_| !self.rev2) {
            self.out.line(&format!("* OK [UNSEEN {}] First unseen.", unseen + 1));
        }
        if self.rev2 {
            let name = self.shown(&name);
            self.out.text("* LIST () \"/\" ");
            self.out.string(name.as_bytes());
            self.out.line("");
        }
        self.selected = Some(view);
        let code = if read_only { "[READ-ONLY] " } else { "[READ-WRITE] " };
        Ok(Reply::ok(code, format!("{verb} completed.")))
    }

    pub(super) fn close(&mut self) -> Answer {
        let view = self.view()?;
        let (uid_validity, read_only) = (view.uid_validity, view.read_only);
        self.selected = None;
        if !read_only {
            self.maildrop.change(|mailboxes| {
                if let Some(mailbox) = mailboxes.valid_mut(uid_validity) {
                    mailbox.remove(|message| message.flags.contains(Flags::DELETED));
                }
            });
        }
        Ok(Reply::ok("", "Close completed."))
    }

    pub(super) fn unselect(&mut self) -> Answer {
        self.view()?;
        self.selected = None;
        Ok(Reply::ok("", "Unselect completed."))
    }

    pub(super) fn create(&mut self, arguments: &[Value]) -> Answer {
        let name = self.name(arguments.first(), "CREATE")?;
        self.maildrop.change(|mailboxes| mailboxes.create(&name).map(drop))?;
        Ok(Reply::ok("", "Create completed."))
    }

    pub(super) fn delete(&mut self, arguments: &[Value]) -> Answer {
        let name = self.name(arguments.first(), "DELETE")?;
        self.maildrop.change(|mailboxes| mailboxes.delete(&name))?;
        Ok(Reply::ok("", "Delete completed."))
    }

    pub(super) fn rename(&mut self, arguments: &[Value]) -> Answer {
        let from = self.name(arguments.first(), "RENAME")?;
        let to = self.name(arguments.get(1), "RENAME")?;
        self.maildrop.change(|mailboxes| mailboxes.rename(&from, &to))?;
        Ok(Reply::ok("", "Rename completed."))
    }

    pub(super) fn subscribe(&mut self, arguments: &[Value]) -> Answer {
        let name = self.name(arguments.first(), "SUBSCRIBE")?;
        self.maildrop.change(|mailboxes| mailboxes.subscribe(&name))?;
        Ok(Reply::ok("", "Subscribe completed."))
    }

    pub(super) fn unsubscribe(&mut self, arguments: &[Value]) -> Answer {
        let name = self.name(arguments.first(), "UNSUBSCRIBE")?;
        self.maildrop.change(|mailboxes| mailboxes.unsubscribe(&name));
        Ok(Reply::ok("", "Unsubscribe completed."))
    }

    pub(super) fn status(&mut self, arguments: &[Value]) -> Answer {
        let name = self.name(arguments.first(), "STATUS")?;
        let items = arguments.get(1).and_then(status_items).ok_or_else(|| invalid("STATUS"))?;
        let shown = self.shown(&name);
        let out = &mut self.out;
        self.maildrop.look(|mailboxes| {
            let mailbox = mailboxes.named(&name).ok_or(Refusal::NonExistent)?;
            write_status(out, &shown, mailbox, &items);
            Ok::<_, Refusal>(())
        })?;
        Ok(Reply::ok("", "Status completed."))
    }

    pub(super) fn quota(&mut self, arguments: &[Value]) -> Answer {
        if arguments.first().and_then(Value::bytes) != Some(b"") {
            return Err(Reply::no("[NONEXISTENT] ", "No such quota root."));
        }
        self.write_quota();
        Ok(Reply::ok("", "Getquota completed."))
    }

    pub(super) fn quota_root(&mut self, arguments: &[Value]) -> Answer {
        let name = self.name(arguments.first(), "GETQUOTAROOT")?;
        if self.maildrop.look(|mailboxes| mailboxes.named(&name).is_none()) {
            return Err(Refusal::NonExistent.into());
        }
        let name = self.shown(&name);
        self.out.text("* QUOTAROOT ");
        self.out.string(name.as_bytes());
        self.out.line(" \"\"");
        self.write_quota();
        Ok(Reply::ok("", "Getquotaroot completed."))
    }

    /// RFC 9208 §5.1: storage is counted in units of 1024 octets.
    fn write_quota(&mut self) {
        let (messages, octets) =
            self.maildrop.look(|mailboxes| (mailboxes.messages(), mailboxes.octets()));
        let storage = format!("STORAGE {} {}", octets.div_ceil(1024), MAX_OCTETS / 1024);
        self.out.line(&format!("* QUOTA \"\" ({storage} MESSAGE {messages} {MAX_MESSAGES})"));
    }

    /// The name of a mailbox in UTF-8.
    pub(super) fn name(&self, value: Option<&Value>, verb: &str) -> Result<String, Reply> {
        let bytes = value.and_then(Value::bytes).ok_or_else(|| invalid(verb))?;
        let name = if self.rev2 {
            str::from_utf8(bytes).map(str::to_owned).ok()
        } else {
            from_utf7(bytes)
        };
        name.ok_or_else(|| Reply::bad(format!("Error in IMAP command {verb}: Invalid name.")))
    }

    /// The name of a mailbox as the client is to see it.
    pub(super) fn shown(&self, name: &str) -> String {
        if self.rev2 { name.to_owned() } else { to_utf7(name) }
    }
}

/// What STATUS can tell (RFC 9051 §6.3.11, and RECENT of RFC 3501).
pub(super) fn status_items(list: &Value) -> Option<Vec<String>> {
    let known = ["DELETED", "MESSAGES", "RECENT", "SIZE", "UIDNEXT", "UIDVALIDITY", "UNSEEN"];
    let word = |value: &Value| value.word().filter(|word| known.contains(&word.as_str()));
    list.list().iter().map(word).collect()
}

pub(super) fn write_status(out: &mut Out, name: &str, mailbox: &Mailbox, items: &[String]) {
    let messages = mailbox.messages();
    let value = |item: &str| match item {
        "DELETED" => messages.iter().filter(|it| it.flags.contains(Flags::DELETED)).count(),
        "MESSAGES" => messages.len(),
        "RECENT" => messages.iter().filter(|it| it.uid >= mailbox.recent_from).count(),
        "SIZE" => mailbox.octets(),
        "UIDNEXT" => mailbox.uid_next() as usize,
        "UIDVALIDITY" => mailbox.uid_validity as usize,
        _ => messages.iter().filter(|it| !it.flags.contains(Flags::SEEN)).count(),
    };
    let items: Vec<_> = items.iter().map(|item| format!("{item} {}", value(item))).collect();
    out.text("* STATUS ");
    out.string(name.as_bytes());
    out.line(&format!(" ({})", items.join(" ")));
}
