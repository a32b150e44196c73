//! LIST in all its forms (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154), and LSUB.

use std::collections::BTreeSet;

use super::mailboxes::status_items;
use super::mailboxes::write_status;
use super::name::from_utf7;
use super::name::matches;
use super::name::to_utf7;
use super::reply::Reply;
use super::session::Answer;
use super::session::Session;
use super::session::invalid;
use super::syntax::Value;
use crate::store::DELIMITER;
use crate::store::Mailboxes;
use crate::store::Role;
use crate::store::canonical;

/// What a LIST asks for.
#[derive(Debug, Default)]
struct Wanted {
    patterns: Vec<String>,
    /// What names must be, besides: `SUBSCRIBED`, mailboxes or not; `SPECIAL-USE`; and
    /// `RECURSIVEMATCH`, which is for those above what is asked for.
    selection: Vec<String>,
    show_subscribed: bool,
    status: Option<Vec<String>>,
}

impl Session {
    pub(super) fn list(&mut self, arguments: &[Value]) -> Answer {
        let wanted = self.wanted(arguments).ok_or_else(|| invalid("LIST"))?;
        // RFC 9051 §6.3.9: an empty name asks for the delimiter.
        if let [pattern] = wanted.patterns.as_slice()
            && pattern.is_empty()
        {
            self.out.line("* LIST (\\Noselect) \"/\" \"\"");
        } else {
            self.write_list("LIST", &wanted);
        }
        Ok(Reply::ok("", "List completed."))
    }

    pub(super) fn lsub(&mut self, arguments: &[Value]) -> Answer {
        let mut wanted = self.wanted(arguments).ok_or_else(|| invalid("LSUB"))?;
        wanted.selection.push("SUBSCRIBED".to_owned());
        self.write_list("LSUB", &wanted);
        Ok(Reply::ok("", "Lsub completed."))
    }

    fn wanted(&self, arguments: &[Value]) -> Option<Wanted> {
        let mut wanted = Wanted::default();
        let mut rest = arguments;
        if let [Value::List(options), behind @ ..] = rest {
            for option in options {
                let option = option.word()?;
                if !SELECTIONS.contains(&option.as_str()) {
                    return None;
                }
                wanted.show_subscribed |= option == "SUBSCRIBED";
                wanted.selection.push(option);
            }
            rest = behind;
        }
        let [reference, patterns, options @ ..] = rest else { return None };
        let name = |value: &Value| {
            let bytes = value.bytes()?;
            // A pattern may be anything; what is no name matches none.
            let lossy = || String::from_utf8_lossy(bytes).into_owned();
            Some(if self.rev2 { lossy() } else { from_utf7(bytes).unwrap_or_else(lossy) })
        };
        let reference = name(reference)?;
        for pattern in patterns.list() {
            let pattern = name(pattern)?;
            let empty = pattern.is_empty() && patterns.list().len() == 1;
            let whole = if empty { String::new() } else { format!("{reference}{pattern}") };
            wanted.patterns.push(canonical(&whole));
        }
        match options {
            [] => {}
            [word, Value::List(options)] if word.word()? == "RETURN" => {
                let mut options = options.iter();
                while let Some(option) = options.next() {
                    match option.word()?.as_str() {
                        // Always shown.
                        "CHILDREN" | "SPECIAL-USE" => {}
                        "STATUS" => wanted.status = Some(status_items(options.next()?)?),
                        "SUBSCRIBED" => wanted.show_subscribed = true,
                        _ => return None,
                    }
                }
            }
            _ => return None,
        }
        (wanted.patterns.len() <= MAX_PATTERNS).then_some(wanted)
    }

    fn write_list(&mut self, response: &str, wanted: &Wanted) {
        let (rev2, out) = (self.rev2, &mut self.out);
        let asks = |what: &str| wanted.selection.iter().any(|it| it == what);
        let (recursive, special) = (asks("RECURSIVEMATCH"), asks("SPECIAL-USE"));
        let only_subscribed = asks("SUBSCRIBED");
        self.maildrop.look(|mailboxes| {
            let names = names(mailboxes);
            for name in &names {
                let subscribed = mailboxes.is_subscribed(name);
                let below = format!("{name}{DELIMITER}");
                let has_child = |name: &&str| name.starts_with(&below);
                let child_subscribed = mailboxes.subscribed().any(|name| has_child(&name));
                let recursive = recursive && only_subscribed && child_subscribed;
                let mailbox = mailboxes.named(name);
                let role = mailbox.and_then(|mailbox| mailbox.role);
                let meant = wanted.patterns.iter().any(|pattern| matches(pattern, name))
                    && (!only_subscribed || subscribed || recursive)
                    && (!special || role.is_some());
                // What is not subscribed to is there for those below it: not in a list of
                // subscriptions, but in one of mailboxes.
                if !meant || (mailbox.is_none() && !only_subscribed && !has_any(mailboxes, &below))
                {
                    continue;
                }
                let mut attributes = Vec::new();
                if mailbox.is_none() {
                    attributes.push("\\NonExistent \\Noselect".to_owned());
                }
                if wanted.show_subscribed && subscribed {
                    attributes.push("\\Subscribed".to_owned());
                }
                let children = has_any(mailboxes, &below);
                attributes.push(if children { "\\HasChildren" } else { "\\HasNoChildren" }.into());
                attributes.extend(role.map(Role::name).map(|name| format!("\\{name}")));
                let shown = if rev2 { name.clone() } else { to_utf7(name) };
                out.text(&format!("* {response} ({}) \"/\" ", attributes.join(" ")));
                out.string(shown.as_bytes());
                out.line(if recursive { " (\"CHILDINFO\" (\"SUBSCRIBED\"))" } else { "" });
                if let (Some(items), Some(mailbox)) = (&wanted.status, mailbox) {
                    write_status(out, &shown, mailbox, items);
                }
            }
        });
    }
}

/// Whether there is a mailbox whose name begins so.
fn has_any(mailboxes: &Mailboxes, prefix: &str) -> bool {
    mailboxes.iter().any(|(name, _)| name.starts_with(prefix))
}

/// Every name that is a mailbox, subscribed to, or above one of these. INBOX comes first.
fn names(mailboxes: &Mailboxes) -> Vec<String> {
    let known = mailboxes.iter().map(|(name, _)| name).chain(mailboxes.subscribed());
    let mut names = BTreeSet::new();
    for name in known {
        names.extend(name.match_indices(DELIMITER).map(|(at, _)| name[..at].to_owned()));
        names.insert(name.to_owned());
    }
    let (mut first, rest): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| name == crate::store::INBOX);
    first.extend(rest);
    first
}

/// What a client can choose names by; there are no remote ones.
const SELECTIONS: [&str; 4] = ["RECURSIVEMATCH", "REMOTE", "SPECIAL-USE", "SUBSCRIBED"];

/// Most patterns of one LIST: each is held against every name.
const MAX_PATTERNS: usize = 50;
