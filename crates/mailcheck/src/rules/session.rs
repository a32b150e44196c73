//! What a mail program meets right after the log-in to IMAP: a mailbox that cannot be opened or takes no
//! more, and what has to be set for its folders.

use super::concerned::{Concerned, concerned, quoted};
use super::meaning::{self, asked, is_busy};
use super::rule::{Judge, Rule};
use super::waits;
use crate::evidence::{AddressView, EndpointView, Opened, ReadFailure, Usage};
use crate::knowledge::replies::{Meaning, Moment};
use crate::model::ServerText;
use crate::report::{Advice, Decides, Severity, Who};

/// The log-in works, and the mailbox cannot be opened: what only logs in takes that for success.
pub(super) static REFUSED: Rule = Rule {
    id: "session.refused",
    severity: Severity::Error,
    reference: "RFC 9051 §6.3.3, RFC 5530 §3",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, refusal)?;
        let Refusal { case, lines, meanings } = &found.first;
        let who = if *case == "other" { Who::Provider } else { Who::You };
        let causes = meaning::causes(meanings);
        let advice = found.advice(who).case(case).causes(&causes).evidence(lines.iter().cloned());
        if *case == "other" {
            return Some(advice);
        }
        let wait = meaning::wait(meanings).unwrap_or(waits::LOGIN);
        Some(advice.wait(wait).decides(Decides::No))
    }),
};

/// The mailbox opens only for mail programs that say which they are.
pub(super) static ID_REQUIRED: Rule = Rule {
    id: "session.id-required",
    severity: Severity::Warning,
    reference: "RFC 2971",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let mailbox = address.mailbox()?;
            let is_open = matches!(mailbox.inbox_after_id, Some(Opened::Open { .. }));
            match &mailbox.inbox {
                Opened::Refused { reply, .. } if is_open => Some(reply),
                Opened::Failed { .. } | Opened::Open { .. } | Opened::Refused { .. } => None,
            }
        })?;
        Some(found.advice(Who::You).evidence([found.first.clone()]))
    }),
};

/// There is no room left, so that no mail arrives.
pub(super) static MAILBOX_FULL: Rule = Rule {
    id: "session.mailbox-full",
    severity: Severity::Error,
    reference: "RFC 9208 §4.2",
    judge: Judge::Endpoint(|view| {
        let found = filled(view, |percent| percent >= FULL)?;
        Some(room(&found))
    }),
};

/// There will be no room soon.
pub(super) static MAILBOX_NEARLY_FULL: Rule = Rule {
    id: "session.mailbox-nearly-full",
    severity: Severity::Warning,
    reference: "RFC 9208 §4.2",
    judge: Judge::Endpoint(|view| {
        let found = filled(view, |percent| (NEARLY_FULL..FULL).contains(&percent))?;
        Some(room(&found))
    }),
};

/// The folders are below a prefix, which some mail programs have to be told.
pub(super) static PREFIX: Rule = Rule {
    id: "session.prefix",
    severity: Severity::Notice,
    reference: "RFC 2342",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let namespace = address.mailbox()?.namespace.as_ref()?;
            let is_level = |letter: char| Some(letter) == namespace.delimiter;
            let prefix = namespace.prefix.as_str().trim_end_matches(is_level);
            Some(prefix).filter(|prefix| !prefix.is_empty())
        })?;
        Some(found.advice(Who::You).arg("prefix", quoted(found.first)))
    }),
};

/// A mailbox that was not opened, in whose words, and what is known of them.
struct Refusal {
    case: &'static str,
    lines: Vec<ServerText>,
    meanings: Vec<Meaning>,
}

fn refusal(address: &AddressView<'_>) -> Option<Refusal> {
    let opened = address.mailbox()?.opened();
    let lines = match opened {
        Opened::Open { .. } | Opened::Failed { why: ReadFailure::Stopped, .. } => return None,
        Opened::Failed { why: ReadFailure::Garbled { text }, .. } => vec![text.clone()],
        Opened::Failed { lines, .. } => lines.clone(),
        Opened::Refused { reply, .. } => vec![reply.clone()],
    };
    let meanings = asked(address, Moment::AfterLogin, &lines);
    let may_pass = |it: &Meaning| is_busy(it) || it.finding == "login.temporary-failure";
    let case = match opened {
        Opened::Failed { why: ReadFailure::Closed | ReadFailure::Reset, .. } => "hung-up",
        Opened::Failed { .. } => "no-answer",
        Opened::Refused { transient: true, .. } => "later",
        Opened::Refused { .. } if meanings.iter().any(may_pass) => "later",
        Opened::Open { .. } | Opened::Refused { .. } => "other",
    };
    Some(Refusal { case, lines, meanings })
}

/// A limit that is close: of storage, or of messages.
struct Filled {
    usage: Usage,
    is_storage: bool,
}

/// The limit whose usage is such, the closest of both.
fn filled<'a>(view: &EndpointView<'a>, is_such: fn(u64) -> bool) -> Option<Concerned<'a, Filled>> {
    concerned(view, |address| {
        let mailbox = address.mailbox()?;
        let both = [(mailbox.storage, true), (mailbox.messages, false)];
        let limits = both.into_iter().filter_map(|(usage, is_storage)| {
            let usage = usage?;
            Some((usage.percent()?, Filled { usage, is_storage }))
        });
        let (percent, filled) = limits.max_by_key(|(percent, _)| *percent)?;
        is_such(percent).then_some(filled)
    })
}

fn room(found: &Concerned<'_, Filled>) -> Advice {
    let Filled { usage, is_storage } = &found.first;
    let said = |number: u64| if *is_storage { storage(number) } else { number.to_string() };
    let case = if *is_storage { "other" } else { "messages" };
    let advice = found.advice(Who::You).case(case);
    advice.arg("used", said(usage.used)).arg("limit", said(usage.limit))
}

/// Storage in units of 1,024 octets, in the largest unit of which there are some.
fn storage(kib: u64) -> String {
    let units = [(1 << 20, "GiB"), (1 << 10, "MiB")];
    let unit = units.into_iter().find(|(size, _)| kib >= 10 * size);
    unit.map_or_else(|| format!("{kib} KiB"), |(size, name)| format!("{} {name}", kib / size))
}

/// Percent of which on nothing more is taken.
const FULL: u64 = 100;
/// Percent of which on there is not much left: between the 80 and 95 of `quota_warning` in Dovecot's
/// documentation.
const NEARLY_FULL: u64 = 90;
