//! The message to oneself: whether it was taken, came, where to, how, and what the servers on its way
//! made of it.

use super::concerned::{about, concerned, quoted};
use super::rule::{Judge, Rule};
use super::sending::{Envelope, Sending, sending};
use crate::evidence::{
    Attempt, Circle, Delivered, EndpointView, FoundIn, Idle, ReadFailure, Removal,
};
use crate::model::ServerText;
use crate::report::{Advice, Severity, Who};
use crate::wire::trace::{Authentication, Passage, Received};

/// The server took sender and recipient, and not the message.
pub(super) static REFUSED: Rule = Rule {
    id: "send.refused",
    severity: Severity::Error,
    reference: "RFC 5321 §3.3, §4.2.1",
    judge: Judge::Endpoint(|view| {
        let refused = |it: &Envelope<'_>| it.outcome == Sending::MessageRefused;
        let found = concerned(view, |address| sending(address, Attempt::Delivery).filter(refused))?;
        let lines = found.first.lines.iter().cloned();
        Some(found.advice(Who::Provider).evidence(lines))
    }),
};

/// It was found, where mail belongs.
pub(super) static DELIVERED: Rule = Rule {
    id: "send.delivered",
    severity: Severity::Notice,
    reference: "RFC 5321 §6.1",
    judge: Judge::Endpoint(|view| {
        let (circle, delivered) = found(view).filter(|(_, it)| it.folder != FoundIn::Junk)?;
        let case = match circle.removal {
            _ if delivered.folder == FoundIn::All => "all-mail",
            Some(Removal::Expunged) => "deleted",
            Some(Removal::Flagged) => "marked",
            Some(Removal::Failed { .. }) => "not-deleted",
            Some(Removal::Kept) | None => "other",
        };
        Some(timed(view, delivered, Who::You).case(case))
    }),
};

/// It was found among what is taken for spam.
pub(super) static JUNKED: Rule = Rule {
    id: "send.junked",
    severity: Severity::Warning,
    reference: "RFC 6154 §2",
    judge: Judge::Endpoint(|view| {
        let (_, delivered) = found(view).filter(|(_, it)| it.folder == FoundIn::Junk)?;
        Some(timed(view, delivered, Who::You))
    }),
};

/// It was taken, and did not come in the time that was waited.
pub(super) static NOT_DELIVERED: Rule = Rule {
    id: "send.not-delivered",
    severity: Severity::Warning,
    reference: "RFC 5321 §4.5.4.1, §6.1",
    judge: Judge::Endpoint(|view| {
        let circle = incoming(view)?;
        let waited_ms = circle.waited_ms?;
        let case = if circle.is_accepted() { "other" } else { "unanswered" };
        let lines = circle.sent.iter().flat_map(|sent| sent.lines.iter().cloned());
        let advice = about(view, Who::You).case(case).evidence(lines);
        Some(advice.arg("seconds", seconds(waited_ms)))
    }),
};

/// It could not be sent, or not be looked for, for reasons that say nothing of it.
pub(super) static NOT_TESTED: Rule = Rule {
    id: "send.not-tested",
    severity: Severity::Notice,
    reference: "RFC 5321 §3.3, RFC 9051 §6.3.2",
    judge: Judge::Endpoint(|view| {
        if let Some(circle) = incoming(view) {
            let is_seen = circle.delivered.is_some() || circle.waited_ms.is_some();
            let is_sent = circle.sent.is_some() || circle.unanswered.is_some();
            let case = match circle.search_failed {
                _ if circle.is_by_pop3 => "pop3",
                _ if is_seen => return None,
                Some(ReadFailure::Stopped) if is_sent => "stopped",
                Some(_) if is_sent => "search",
                Some(_) => "mailbox",
                None if circle.outgoing.is_none() => "mailbox",
                None => return None,
            };
            let heard = circle.search_failed.and_then(heard);
            return Some(about(view, Who::You).case(case).evidence(heard));
        }
        let circle = outgoing(view)?;
        let is_told = circle.envelope.is_some()
            || circle.envelope_failed.is_some()
            || circle.sent.is_some()
            || circle.unanswered.is_some();
        (!is_told).then(|| about(view, Who::You).case("outgoing"))
    }),
};

/// A server on its way passed it on in clear. The first step is ours, and encrypted.
pub(super) static NOT_ENCRYPTED: Rule = Rule {
    id: "send.not-encrypted-on-the-way",
    severity: Severity::Notice,
    reference: "RFC 3207, RFC 3848",
    judge: Judge::Endpoint(|view| {
        let (_, delivered) = found(view)?;
        let (_ours, others) = delivered.received.split_last()?;
        let step = others.iter().find(|step| step.passage() == Passage::Clear)?;
        let Received { from, by, .. } = step;
        let name = |it: &Option<ServerText>| quoted(it.as_ref().map_or("?", ServerText::as_str));
        Some(about(view, Who::Provider).arg("from", name(from)).arg("by", name(by)))
    }),
};

/// A server on its way could not confirm that the mail of this account is from its domain.
pub(super) static AUTHENTICATION_FAILED: Rule = Rule {
    id: "send.authentication-failed",
    severity: Severity::Warning,
    reference: "RFC 7208, RFC 6376, RFC 7489, RFC 8601",
    judge: Judge::Endpoint(|view| {
        let (_, delivered) = found(view)?;
        let failed: Vec<String> = METHODS
            .into_iter()
            .filter(|method| is_failed(&delivered.authentication, method))
            .map(str::to_ascii_uppercase)
            .collect();
        let advice = about(view, Who::Provider).arg("methods", failed.clone());
        (!failed.is_empty()).then_some(advice)
    }),
};

/// IDLE is offered and taken, and says nothing of mail that has come.
pub(super) static IDLE_SILENT: Rule = Rule {
    id: "capability.idle-silent",
    severity: Severity::Warning,
    reference: "RFC 2177 §3",
    judge: Judge::Endpoint(|view| {
        let (_, delivered) = found(view)?;
        let Idle::Silent { for_ms } = delivered.idle else { return None };
        Some(about(view, Who::Provider).arg("seconds", seconds(for_ms)))
    }),
};

/// What is known of the message, at the endpoint where it was looked for.
fn incoming<'a>(view: &EndpointView<'a>) -> Option<Circle<'a>> {
    view.evidence.circle().filter(|circle| circle.incoming == Some(view.index))
}

/// The same at the endpoint where it was sent.
fn outgoing<'a>(view: &EndpointView<'a>) -> Option<Circle<'a>> {
    view.evidence.circle().filter(|circle| circle.outgoing == Some(view.index))
}

/// The message, at the endpoint where it was found.
fn found<'a>(view: &EndpointView<'a>) -> Option<(Circle<'a>, &'a Delivered)> {
    let circle = incoming(view)?;
    Some((circle, circle.delivered?))
}

fn timed(view: &EndpointView<'_>, delivered: &Delivered, who: Who) -> Advice {
    about(view, who).arg("seconds", seconds(delivered.after_ms))
}

/// Whole seconds, at least one: who says 0 has not waited.
fn seconds(ms: u64) -> i64 {
    i64::try_from(ms.div_ceil(1_000).max(1)).unwrap_or(i64::MAX)
}

/// Whether this way of proving the sender failed, and nobody saw it succeed: one of several signatures is
/// enough (RFC 6376 §6.1).
fn is_failed(all: &[Authentication], method: &str) -> bool {
    let has =
        |result: &str| all.iter().any(|it| it.method == method && it.result.as_str() == result);
    has("fail") && !has("pass")
}

/// What the server said instead, if that is known.
fn heard(why: &ReadFailure) -> Option<ServerText> {
    match why {
        ReadFailure::Garbled { text } => {
            Some(text.clone()).filter(|text| !text.as_str().is_empty())
        }
        ReadFailure::Closed
        | ReadFailure::Other { .. }
        | ReadFailure::Reset
        | ReadFailure::Stopped
        | ReadFailure::TimedOut
        | ReadFailure::TooLong { .. } => None,
    }
}

const METHODS: [&str; 3] = ["spf", "dkim", "dmarc"];
