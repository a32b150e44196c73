//! The greeting: who answers, and whether it lets us in.

use super::concerned::{concerned, written};
use super::opening::{Opening, Refusal, breakdown, dismissal, first_question, greeting, opening};
use super::outcome::{outcome, said};
use super::rule::{Judge, Rule};
use super::waits;
use crate::evidence::{AddressView, GreetingKind, ReadFailure, Step};
use crate::model::{ServerText, Service};
use crate::report::{Decides, LoginOutcome, Severity, Who};
use crate::wire;
use crate::wire::imap::{Condition, Response, Status};

/// The server hangs up before its greeting is complete, or right after it. Courier does so at its
/// connection limit, and fail2ban and TCP wrappers do so to addresses they ban.
pub(super) static DROPPED: Rule = Rule {
    id: "greeting.dropped",
    severity: Severity::Error,
    reference: "RFC 5321 §3.1, RFC 9051 §7.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            breakdown(address).filter(|broken| match broken.why {
                ReadFailure::Closed | ReadFailure::Other { .. } | ReadFailure::Reset => true,
                ReadFailure::Garbled { .. }
                | ReadFailure::Stopped
                | ReadFailure::TimedOut
                | ReadFailure::TooLong { .. } => false,
            })
        })?;
        let causes =
            ["cause-too-many-connections", "cause-blocked-for-now", "cause-server-trouble"];
        let advice = found.advice(Who::You).case(found.first.case()).causes(&causes);
        let advice = advice.evidence(found.first.heard());
        Some(advice.wait(waits::HUNG_UP).decides(Decides::No))
    }),
};

/// The greeting came late. Servers may take 5 minutes; clients give up long before.
pub(super) static SLOW: Rule = Rule {
    id: "greeting.slow",
    severity: Severity::Warning,
    reference: "RFC 5321 §4.5.3.2.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let took_ms = greeting(address).done()?.took_ms;
            (took_ms > SLOW_MS).then_some(took_ms)
        })?;
        let seconds = i64::try_from(found.first / 1_000).unwrap_or(i64::MAX);
        Some(found.advice(Who::Provider).arg("seconds", seconds))
    }),
};

/// Connected, and then nothing in time. Servers at their limit (`OpenSMTPD`, Dovecot) let connections
/// wait in the queue, and firewalls may answer in place of a server that is off.
pub(super) static SILENT: Rule = Rule {
    id: "greeting.silent",
    severity: Severity::Error,
    reference: "RFC 5321 §4.5.3.2, RFC 9051 §7.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            breakdown(address).filter(|broken| *broken.why == ReadFailure::TimedOut)
        })?;
        let causes = ["cause-server-overloaded", "cause-wrong-server-or-port"];
        let advice = found.advice(Who::You).case(found.first.case()).causes(&causes);
        let advice = advice.evidence(found.first.heard());
        Some(advice.wait(waits::BUSY).decides(Decides::No))
    }),
};

/// Something else answers: a web server, a captive portal, SSH, a flood, or what only greets like it.
pub(super) static NOT_MAIL: Rule = Rule {
    id: "greeting.not-mail",
    severity: Severity::Error,
    reference: "RFC 5321 §3.1, RFC 9051 §7.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, stranger)?;
        let (case, heard) = &found.first;
        Some(found.advice(Who::You).case(case).evidence(heard.clone()))
    }),
};

/// Another mail service answers: usually the ports of two services were mixed up.
pub(super) static OTHER_SERVICE: Rule = Rule {
    id: "greeting.other-service",
    severity: Severity::Error,
    reference: "RFC 8314 §3",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let Opening { kind: GreetingKind::OtherService { service }, lines, .. } =
                opening(address)?
            else {
                return None;
            };
            Some((service, lines))
        })?;
        let (service, lines) = found.first;
        let advice = found.advice(Who::You).arg("found", written(service));
        Some(advice.evidence(lines.iter().cloned()))
    }),
};

/// The right service turns us away for now: IMAP's `BYE`, SMTP's 421 or another 4xx.
pub(super) static BUSY: Rule = Rule {
    id: "greeting.busy",
    severity: Severity::Error,
    reference: "RFC 9051 §7.1.5, RFC 5321 §3.8",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| turned_away(address, &GreetingKind::Busy))?;
        let is_limit = found.first.lines.iter().any(says_limit);
        let case = if is_limit { "limit" } else { found.first.case };
        let advice = found.advice(Who::You).case(case).evidence(found.first.lines);
        Some(advice.wait(waits::BUSY).decides(Decides::No))
    }),
};

/// The server turns us away for good: SMTP's 554 or another 5xx, or a policy reply to the log-in.
pub(super) static REFUSED: Rule = Rule {
    id: "greeting.refused",
    severity: Severity::Error,
    reference: "RFC 5321 §3.1, RFC 5321 §4.3.2",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            turned_away(address, &GreetingKind::Refused).or_else(|| turned_away_late(address))
        })?;
        let causes = ["cause-listed-address", "cause-foreign-filter", "cause-wrong-server-or-port"];
        let advice = found.advice(Who::You).case(found.first.case).causes(&causes);
        Some(advice.evidence(found.first.lines))
    }),
};

/// The server's words when it turned us away.
struct TurnedAway {
    case: &'static str,
    lines: Vec<ServerText>,
}

/// Whether the greeting, or the answer to the first question after it, turns us away like this.
fn turned_away(address: &AddressView<'_>, how: &GreetingKind) -> Option<TurnedAway> {
    if let Some(opening) = opening(address)
        && opening.kind == *how
    {
        return Some(TurnedAway { case: "other", lines: opening.lines.to_vec() });
    }
    if let Some(reply) = dismissal(address) {
        let lines = vec![reply.clone()];
        return (*how == GreetingKind::Busy)
            .then_some(TurnedAway { case: "after-greeting", lines });
    }
    let (answer, reply) = refused_question(address)?;
    let (kind, case) = match answer {
        Question::Limit => (GreetingKind::Busy, "limit"),
        Question::NotNow => (GreetingKind::Busy, "after-greeting"),
        Question::NotUnderstood => return None,
        Question::Refused => (GreetingKind::Refused, "after-greeting"),
    };
    (kind == *how).then(|| TurnedAway { case, lines: vec![reply.clone()] })
}

/// What a reply in place of the capabilities says.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Question {
    Limit,
    NotNow,
    NotUnderstood,
    Refused,
}

/// What the server made of the first question, if it refused it, and its words. `BAD` to CAPABILITY,
/// which every server must know (RFC 9051 §6.1.1), comes from something that is no IMAP server.
fn refused_question<'a>(address: &AddressView<'a>) -> Option<(Question, &'a ServerText)> {
    let Refusal::Said(reply) = first_question(address)? else { return None };
    let service = address.endpoint.endpoint().service;
    let octets = reply.as_str().as_bytes();
    let status = match Response::parse(octets) {
        Ok(Response::Tagged { status, .. }) if service == Service::Imap => Some(status),
        Ok(_) | Err(_) => None,
    };
    let code = status.as_ref().and_then(|status| status.code.as_deref());
    let is_busy = wire::greeting::kind(service, octets) == GreetingKind::Busy;
    let is_busy = is_busy || status.as_ref().is_some_and(Status::is_transient);
    let is_bad = status.as_ref().is_some_and(|status| status.condition == Condition::Bad);
    let answer = if code == Some("LIMIT") || says_limit(reply) {
        Question::Limit
    } else if is_busy {
        Question::NotNow
    } else if is_bad {
        Question::NotUnderstood
    } else {
        Question::Refused
    };
    Some((answer, reply))
}

/// Whether the answer to the log-in is about where we come from, not about who we are.
fn turned_away_late(address: &AddressView<'_>) -> Option<TurnedAway> {
    (outcome(address) == LoginOutcome::TurnedAway)
        .then(|| TurnedAway { case: "at-login", lines: said(address).to_vec() })
}

/// What answers that is not mail: the case, and what it said.
fn stranger(address: &AddressView<'_>) -> Option<(&'static str, Option<ServerText>)> {
    if let Some(opening) = opening(address) {
        let case = match opening.kind {
            GreetingKind::Http => Some("http"),
            GreetingKind::Ssh => Some("ssh"),
            GreetingKind::NotMail => Some("other"),
            // What follows may still be no mail.
            GreetingKind::Ready => None,
            GreetingKind::Busy
            | GreetingKind::OtherService { .. }
            | GreetingKind::Preauth
            | GreetingKind::Refused => return None,
        };
        if let Some(case) = case {
            return Some((case, opening.lines.first().cloned()));
        }
    }
    if let Some((Question::NotUnderstood, reply)) = refused_question(address) {
        return Some(("not-understood", Some(reply.clone())));
    }
    let broken = breakdown(address)?;
    match broken.why {
        ReadFailure::Garbled { .. } => Some(("other", broken.heard())),
        ReadFailure::TooLong { .. } => Some(("endless", broken.heard())),
        ReadFailure::Closed
        | ReadFailure::Other { .. }
        | ReadFailure::Reset
        | ReadFailure::Stopped
        | ReadFailure::TimedOut => None,
    }
}

/// Whether a server says that too many connections are open.
pub(super) fn says_limit(line: &ServerText) -> bool {
    LIMIT_WORDS.iter().any(|words| line.says(words))
}

/// What servers say when too many connections are open.
const LIMIT_WORDS: &[&str] = &[
    "connection queue full",                 // Dovecot 2.3 and 2.4, login-common
    "concurrent connections limit exceeded", // Exchange Online, 432
    "maximum number of connections",         // Dovecot 2.3 and 2.4, mail_max_userip_connections
    "too many concurrent smtp connections",  // Exim 4.96
    "too many connections",                  // Postfix 3.7, Cisco CES
    "too many open connections",             // Cyrus 3, Sendmail 8.17, mox
    "too many simultaneous connections",     // Gmail IMAP
];

/// A greeting later than this is worth a word: the contract's number.
const SLOW_MS: u64 = 5_000;

/// The greeting came, and lets us in.
pub(super) fn is_welcome(address: &AddressView<'_>) -> bool {
    matches!(address.greeting(), Step::Done(greeting) if greeting.kind == GreetingKind::Ready)
}
