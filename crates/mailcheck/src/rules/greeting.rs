//! The greeting: who answers, and whether it lets us in.

use super::beside::{is_captive, naming, swallows_all, working};
use super::causes::{self, Whose};
use super::concerned::concerned;
use super::meaning::{self, asked, busy_case, is_busy, limit, told, wait};
use super::opening::{
    Dismissal, Opening, Refusal, breakdown, dismissal, first_question, greeting, opening,
};
use super::outcome::answer;
use super::provider::{self, named};
use super::rule::{Judge, Rule};
use super::sending::{Envelope, Sending, sending};
use super::waits::{self, Lock};
use crate::evidence::{AddressView, Attempt, EndpointView, GreetingKind, ReadFailure, Step};
use crate::knowledge::providers::LimitKind;
use crate::knowledge::replies::{Kind, Meaning, Moment};
use crate::model::{Security, ServerText, Service};
use crate::report::{Advice, Decides, LoginOutcome, Severity, Who};
use crate::wire;
use crate::wire::imap::{Condition, Response, Status};
use crate::wire::pop3;

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
        let advice = found.advice(Who::You).evidence(found.first.heard());
        let advice = advice.wait(waits::HUNG_UP).decides(Decides::No);
        Some(match working(view) {
            Some(works) => naming(advice.case("other-port"), works),
            None => advice.case(found.first.case()).causes(&causes),
        })
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
        let advice = found.advice(Who::You).evidence(found.first.heard());
        let advice = advice.decides(Decides::No);
        // Where another port works nobody has to wait.
        if let Some(works) = working(view) {
            return Some(naming(advice.case("other-port"), works));
        }
        let advice = advice.wait(waits::BUSY);
        if swallows_all(view) {
            let causes = ["cause-sign-in", "cause-security-software", "cause-server-overloaded"];
            return Some(advice.case("every-port").causes(&causes));
        }
        let causes = ["cause-server-overloaded", "cause-wrong-server-or-port"];
        Some(advice.case(found.first.case()).causes(&causes))
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
        let case = if is_captive(view.evidence) { "captive-portal" } else { case };
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
        let endpoint = view.endpoint();
        let is_usual =
            endpoint.security == Security::Tls && endpoint.port == endpoint.service.tls_port();
        let case = if is_usual { "usual-port" } else { "other" };
        let advice = found.advice(Who::You).case(case).arg("found", service.acronym());
        Some(advice.evidence(lines.iter().cloned()))
    }),
};

/// The right service turns us away for now: IMAP's `BYE`, SMTP's 421 or another 4xx, or a limit or
/// maintenance that it tells of only at the log-in or when asked to take mail.
pub(super) static BUSY: Rule = Rule {
    id: "greeting.busy",
    severity: Severity::Error,
    reference: "RFC 9051 §7.1.5, RFC 5321 §3.8",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| turned_away(address, &GreetingKind::Busy))?;
        let TurnedAway { case, lines, meanings } = &found.first;
        let told = busy_case(meanings);
        // Elsewhere a code says too little; this one says all.
        let is_open = told.is_none_or(|told| told == "concurrency");
        let told = if is_open && lines.last().is_some_and(is_mailbox_open) {
            Some("in-use")
        } else {
            told
        };
        let mut advice = found.advice(Who::You).case(told.unwrap_or(case));
        if told == Some("concurrency") {
            advice = with_published_limit(view, advice);
        }
        if let Some(limit) = limit(meanings) {
            advice = advice.arg("limit", i64::from(limit));
        }
        let causes = meaning::causes(meanings);
        if is_banned(meanings) {
            advice = causes::add(view, advice, &["cause-blocked-for-now"], Whose::Seen);
        } else if causes.len() > 1 || told.is_none() {
            advice = advice.causes(&causes);
        }
        let wait = match waits::lock(view, meanings, waits::BUSY) {
            Lock::Passes(wait) if is_banned(meanings) => wait,
            Lock::Passes(_) | Lock::UntilLifted(..) => wait(meanings).unwrap_or(waits::BUSY),
        };
        Some(advice.evidence(lines.clone()).wait(wait).decides(Decides::No))
    }),
};

/// The server turns us away for good: SMTP's 554 or another 5xx, or a policy reply to the log-in.
pub(super) static REFUSED: Rule = Rule {
    id: "greeting.refused",
    severity: Severity::Error,
    reference: "RFC 5321 §3.1, RFC 5321 §4.3.2",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| turned_away(address, &GreetingKind::Refused))?;
        let TurnedAway { case, lines, meanings } = &found.first;
        if *case == "after-greeting" && is_about_our_name(meanings) {
            let advice = found.advice(Who::Provider).case("client-name");
            return Some(advice.evidence(lines.clone()));
        }
        let is_told = meanings.iter().all(|it| it.finding == "greeting.refused");
        let causes = if is_told { meaning::causes(meanings) } else { Vec::new() };
        let causes = if causes.is_empty() { CAUSES_OF_REFUSAL } else { &causes };
        let advice = causes::add(view, found.advice(Who::You).case(case), causes, Whose::Seen);
        Some(advice.evidence(lines.clone()))
    }),
};

/// Whether POP3 says that somebody has the mailbox open, which is for one at a time (RFC 2449 §8.1.2).
fn is_mailbox_open(line: &ServerText) -> bool {
    match pop3::Response::parse(line.as_str().as_bytes()) {
        Ok(pop3::Response::Status(status)) => status.code.as_deref() == Some("IN-USE"),
        Ok(_) | Err(_) => false,
    }
}

/// Adds how many connections the provider publishes to allow at once, where the server says that there
/// are too many and not how many it allows.
fn with_published_limit(view: &EndpointView<'_>, advice: Advice) -> Advice {
    let Some(provider) = provider::of(view) else { return advice };
    let published = |of| {
        let limit = provider.limit(of, view.endpoint().service)?;
        Some((limit.most.told()?, limit.source.seen.to_string()))
    };
    let per_user = published(LimitKind::ConnectionsPerUser).map(|it| ("limit-per-user", it));
    let per_line = || published(LimitKind::ConnectionsPerAddress).map(|it| ("limit-per-line", it));
    let Some((case, (most, seen))) = per_user.or_else(per_line) else { return advice };
    let advice = advice.case(case).arg("provider", named(&provider.names));
    advice.arg("limit", i64::from(most)).arg("limit-seen", seen)
}

/// The server's words when it turned us away, and what is known of them.
struct TurnedAway {
    case: &'static str,
    lines: Vec<ServerText>,
    meanings: Vec<Meaning>,
}

/// Whether the greeting, the answer to the first question after it, or that to the log-in, turns us
/// away like this. Where the words are known they decide; where not, the code does.
fn turned_away(address: &AddressView<'_>, how: &GreetingKind) -> Option<TurnedAway> {
    let (kind, away) = dismissed(address)?;
    (kind == *how).then_some(away)
}

fn dismissed(address: &AddressView<'_>) -> Option<(GreetingKind, TurnedAway)> {
    let away = |case, moment, lines: &[ServerText]| {
        let meanings = asked(address, moment, lines);
        TurnedAway { case, lines: lines.to_vec(), meanings }
    };
    if let Some(opening) = opening(address)
        && matches!(opening.kind, GreetingKind::Busy | GreetingKind::Refused)
    {
        let away = away("other", Moment::Greeting, opening.lines);
        return Some((told(&away.meanings).unwrap_or(opening.kind), away));
    }
    if let Some(Dismissal { reply, meanings }) = dismissal(address) {
        let kind = told(&meanings).unwrap_or(GreetingKind::Busy);
        let lines = vec![reply.clone()];
        return Some((kind, TurnedAway { case: "after-greeting", lines, meanings }));
    }
    if let Some((question, reply)) = refused_question(address) {
        let kind = match question {
            Question::NotNow => GreetingKind::Busy,
            Question::NotUnderstood => return None,
            Question::Refused => GreetingKind::Refused,
        };
        let away = away("after-greeting", Moment::FirstQuestion, std::slice::from_ref(reply));
        return Some((kind, away));
    }
    let answer = answer(address);
    let kind = match answer.outcome {
        LoginOutcome::Accepted => return at_sending(address),
        LoginOutcome::Busy => GreetingKind::Busy,
        LoginOutcome::TurnedAway => GreetingKind::Refused,
        LoginOutcome::Denied
        | LoginOutcome::GivenUp
        | LoginOutcome::Later
        | LoginOutcome::Locked
        | LoginOutcome::NotAttempted
        | LoginOutcome::NotCarriedOut
        | LoginOutcome::Rejected
        | LoginOutcome::Stopped
        | LoginOutcome::Unanswered => return None,
    };
    Some((
        kind,
        TurnedAway { case: "at-login", lines: answer.lines.to_vec(), meanings: answer.meanings },
    ))
}

/// Whether the server that took the log-in turns us away when it is asked to take mail.
fn at_sending(address: &AddressView<'_>) -> Option<(GreetingKind, TurnedAway)> {
    let Envelope { outcome, lines, meanings } =
        sending(address, Attempt::Client).or_else(|| sending(address, Attempt::Delivery))?;
    let kind = match outcome {
        Sending::Busy => GreetingKind::Busy,
        Sending::TurnedAway => GreetingKind::Refused,
        Sending::Accepted
        | Sending::Deferred
        | Sending::MessageRefused
        | Sending::RecipientRejected
        | Sending::RelayDenied
        | Sending::SenderRejected => return None,
    };
    Some((kind, TurnedAway { case: "at-sending", lines: lines.to_vec(), meanings }))
}

/// Whether the server does not take the name in our EHLO, and nothing else is known against us.
fn is_about_our_name(meanings: &[Meaning]) -> bool {
    !meanings.is_empty() && meanings.iter().all(|it| it.kind == Some(Kind::ClientName))
}

/// Whether the server has seen too many failed log-ins: before anybody logs in, that is the line's.
fn is_banned(meanings: &[Meaning]) -> bool {
    meanings.first().is_some_and(|meaning| meaning.finding == "login.locked")
}

/// What a reply in place of the capabilities says.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Question {
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
    let meanings = asked(address, Moment::FirstQuestion, std::slice::from_ref(reply));
    let is_known_as_busy = meanings.first().is_some_and(is_busy);
    let is_busy = wire::greeting::kind(service, octets) == GreetingKind::Busy
        || status.as_ref().is_some_and(Status::is_transient);
    let is_bad = status.as_ref().is_some_and(|status| status.condition == Condition::Bad);
    let question = if told(&meanings) == Some(GreetingKind::Refused) {
        Question::Refused
    } else if is_known_as_busy || is_busy {
        Question::NotNow
    } else if is_bad {
        Question::NotUnderstood
    } else {
        Question::Refused
    };
    Some((question, reply))
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

/// Why a server turns an address away for good, where it does not say.
const CAUSES_OF_REFUSAL: &[&str] =
    &["cause-listed-address", "cause-foreign-filter", "cause-wrong-server-or-port"];

/// A greeting later than this is worth a word: the contract's number.
const SLOW_MS: u64 = 5_000;

/// The greeting came, and lets us in.
pub(super) fn is_welcome(address: &AddressView<'_>) -> bool {
    matches!(address.greeting(), Step::Done(greeting) if greeting.kind == GreetingKind::Ready)
}
