//! Commands that add, mark, copy and remove messages.

use jiff::Timestamp;

use super::reply::Reply;
use super::session::Answer;
use super::session::Session;
use super::session::invalid;
use super::set::written;
use super::syntax::Value;
use crate::store::Flags;
use crate::store::Mailboxes;
use crate::store::Message;
use crate::store::Refusal;

impl Session {
    /// RFC 9051 §6.3.12.
    pub(super) fn append(&mut self, arguments: &[Value]) -> Answer {
        let name = self.name(arguments.first(), "APPEND")?;
        let (flags, date, octets) = match arguments.get(1..).unwrap_or_default() {
            [Value::Text(octets)] => (None, None, octets),
            [flags @ Value::List(_), Value::Text(octets)] => (Some(flags), None, octets),
            [flags @ Value::List(_), date, Value::Text(octets)] => {
                (Some(flags), Some(date), octets)
            }
            [date, Value::Text(octets)] => (None, Some(date), octets),
            _ => return Err(invalid("APPEND")),
        };
        let date = date.map_or_else(
            || Ok(Timestamp::now()),
            |date| date.bytes().and_then(date_time).ok_or_else(|| invalid("APPEND")),
        )?;
        let uid_plus = self.maildrop.change(|mailboxes| {
            let flags = flags_named(mailboxes, flags.map_or(&[], Value::list))?;
            let uid = match mailboxes.append(&name, octets, flags, date) {
                Err(Refusal::NonExistent) => return Err(try_create()),
                appended => appended?,
            };
            let mailbox = mailboxes.named(&name).map_or(0, |mailbox| mailbox.uid_validity);
            Ok(format!("[APPENDUID {mailbox} {uid}] "))
        })?;
        Ok(Reply::ok(uid_plus, "Append completed."))
    }

    /// RFC 9051 §6.4.6.
    pub(super) fn store(&mut self, arguments: &[Value], by_uid: bool) -> Answer {
        let [set, how, flags @ ..] = arguments else { return Err(invalid("STORE")) };
        let how = how.word().unwrap_or_default();
        let (how, silent) = how.strip_suffix(".SILENT").map_or((&*how, false), |how| (how, true));
        if !["FLAGS", "+FLAGS", "-FLAGS"].contains(&how) || flags.is_empty() {
            return Err(invalid("STORE"));
        }
        let rev2 = self.rev2;
        self.writable_view()?;
        let Some(view) = &mut self.selected else { return Err(invalid("STORE")) };
        let set = set.bytes().and_then(|set| view.set(set, by_uid));
        let places = view.places(&set.ok_or_else(|| invalid("STORE"))?, by_uid);
        let out = &mut self.out;
        self.maildrop.change(|mailboxes| {
            let flags = if let [Value::List(flags)] = flags { flags } else { flags };
            let flags = flags_named(mailboxes, flags)?;
            let Some(mailbox) = mailboxes.valid_mut(view.uid_validity) else { return Ok(()) };
            let mut changed = Vec::new();
            for at in places {
                let shown = &mut view.shown[at];
                let Some(message) = mailbox.message_mut(shown.uid) else { continue };
                message.flags = match how {
                    "+FLAGS" => message.flags.with(flags),
                    "-FLAGS" => message.flags.without(flags),
                    _ => flags,
                };
                shown.flags = message.flags;
                changed.push(at);
            }
            view.announce_flags(mailboxes, out);
            for at in changed.into_iter().filter(|_| !silent) {
                let flags = view.flags(at, mailboxes, rev2);
                let uid =
                    if by_uid { format!("UID {} ", view.shown[at].uid) } else { String::new() };
                out.line(&format!("* {} FETCH ({uid}FLAGS {flags})", at + 1));
            }
            Ok::<_, Reply>(())
        })?;
        Ok(Reply::ok("", "Store completed."))
    }

    /// RFC 9051 §6.4.7.
    pub(super) fn copy(&mut self, arguments: &[Value], by_uid: bool) -> Answer {
        let code = self.transfer(arguments, by_uid, false)?;
        let code = if code.is_empty() { code } else { format!("{code} ") };
        Ok(Reply::ok(code, "Copy completed."))
    }

    /// RFC 9051 §6.4.8.
    pub(super) fn move_away(&mut self, arguments: &[Value], by_uid: bool) -> Answer {
        self.writable_view()?;
        let code = self.transfer(arguments, by_uid, true)?;
        if !code.is_empty() {
            self.out.line(&format!("* OK {code} Moved UIDs."));
        }
        Ok(Reply::ok("", "Move completed."))
    }

    /// Copies or moves all messages or none, and gives the response code of RFC 4315.
    fn transfer(
        &mut self,
        arguments: &[Value],
        by_uid: bool,
        moving: bool,
    ) -> Result<String, Reply> {
        let verb = if moving { "MOVE" } else { "COPY" };
        let name = self.name(arguments.get(1), verb)?;
        let view = self.view()?;
        let set = arguments.first().and_then(Value::bytes).and_then(|set| view.set(set, by_uid));
        let places = view.places(&set.ok_or_else(|| invalid(verb))?, by_uid);
        let uids: Vec<u32> = places.into_iter().map(|at| view.shown[at].uid).collect();
        let source = view.uid_validity;
        self.maildrop.change(|mailboxes| {
            let target = mailboxes.named(&name).ok_or_else(try_create)?.uid_validity;
            let Some(mailbox) = mailboxes.valid(source) else { return Ok(String::new()) };
            let found = |uid: &u32| mailbox.message(*uid).cloned();
            let messages: Vec<Message> = uids.iter().filter_map(found).collect();
            let octets = messages.iter().map(|message| message.octets.len()).sum();
            if !moving && !mailboxes.has_room(messages.len(), octets) {
                return Err(Refusal::OverQuota.into());
            }
            let from: Vec<u32> = messages.iter().map(|message| message.uid).collect();
            if let Some(mailbox) = mailboxes.valid_mut(source).filter(|_| moving) {
                mailbox.remove(|message| from.binary_search(&message.uid).is_ok());
            }
            let add = |message| mailboxes.add(&name, message);
            let to: Vec<u32> = messages.into_iter().map(add).collect::<Result<_, _>>()?;
            if to.is_empty() {
                return Ok(String::new());
            }
            Ok(format!("[COPYUID {target} {} {}]", written(&from), written(&to)))
        })
    }

    /// RFC 9051 §6.4.3, and with `uids` §6.4.9.
    pub(super) fn expunge(&mut self, uids: Option<&[Value]>) -> Answer {
        let view = self.writable_view()?;
        let only = match uids {
            None => None,
            Some(uids) => {
                let set = uids.first().and_then(Value::bytes).and_then(|set| view.set(set, true));
                let places = view.places(&set.ok_or_else(|| invalid("EXPUNGE"))?, true);
                Some(places.into_iter().map(|at| view.shown[at].uid).collect::<Vec<_>>())
            }
        };
        let uid_validity = view.uid_validity;
        self.maildrop.change(|mailboxes| {
            let Some(mailbox) = mailboxes.valid_mut(uid_validity) else { return };
            mailbox.remove(|message| {
                let asked = only.as_ref().is_none_or(|it| it.binary_search(&message.uid).is_ok());
                asked && message.flags.contains(Flags::DELETED)
            });
        });
        Ok(Reply::ok("", "Expunge completed."))
    }
}

fn try_create() -> Reply {
    Reply::no("[TRYCREATE] ", "Mailbox doesn't exist.")
}

/// The flags of these names. `\Recent` is the server's own, and not listened to.
fn flags_named(mailboxes: &mut Mailboxes, names: &[Value]) -> Result<Flags, Reply> {
    let mut flags = Flags::default();
    for name in names {
        let name = name.bytes().and_then(|name| str::from_utf8(name).ok());
        let name = name.ok_or_else(|| Reply::bad("Flags are words."))?;
        if !name.eq_ignore_ascii_case("\\Recent") {
            flags = flags.with(mailboxes.flag_or_new(name)?);
        }
    }
    Ok(flags)
}

/// `17-Jul-1996 02:44:25 -0700`, the day with a space or a zero before it, or neither.
fn date_time(text: &[u8]) -> Option<Timestamp> {
    let text = str::from_utf8(text).ok()?.trim_start();
    Timestamp::strptime("%d-%b-%Y %H:%M:%S %z", text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_their_zone() {
        let expected: Timestamp = "1996-07-07T09:44:25Z".parse().unwrap();
        for text in [" 7-Jul-1996 02:44:25 -0700", "07-jul-1996 09:44:25 +0000"] {
            assert_eq!(date_time(text.as_bytes()), Some(expected), "{text}");
        }
        assert_eq!(date_time(b"yesterday"), None);
        assert_eq!(date_time(b"31-Feb-1996 02:44:25 -0700"), None);
    }
}
