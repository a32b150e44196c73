//! Sending, as far as it can be told without a message: who may send, and who need not log in to.

use super::beside::RELAY_PORT;
use super::concerned::{Concerned, concerned, quoted};
use super::meaning;
use super::rule::{Judge, Rule};
use super::sending::{Envelope, Sending, sending};
use super::waits;
use crate::evidence::{Attempt, EndpointView, ReadFailure};
use crate::knowledge::replies::Kind;
use crate::report::{Advice, Decides, Severity, Who};

/// The log-in works, and the server does not let this address send.
pub(super) static SENDER_REJECTED: Rule = Rule {
    id: "send.sender-rejected",
    severity: Severity::Error,
    reference: "RFC 6409 §6.1",
    judge: Judge::Endpoint(|view| {
        let found = refused(view, Sending::SenderRejected)?;
        Some(advice(&found, view, Who::You))
    }),
};

/// The log-in was accepted, and the server treats the session as not logged in all the same.
pub(super) static RELAY_DENIED: Rule = Rule {
    id: "send.relay-denied",
    severity: Severity::Error,
    reference: "RFC 4954 §6, RFC 6409 §4.3",
    judge: Judge::Endpoint(|view| {
        let found = refused(view, Sending::RelayDenied)?;
        let is_relay_port = view.endpoint().port == RELAY_PORT;
        let (case, who) =
            if is_relay_port { ("port-25", Who::You) } else { ("other", Who::Provider) };
        Some(advice(&found, view, who).case(case))
    }),
};

/// Mail to the account's own address is refused; others may well get theirs.
pub(super) static RECIPIENT_REJECTED: Rule = Rule {
    id: "send.recipient-rejected",
    severity: Severity::Warning,
    reference: "RFC 5321 §3.3, RFC 3463 §3.2",
    judge: Judge::Endpoint(|view| {
        let found = refused(view, Sending::RecipientRejected)?;
        let first = found.first.meanings.first();
        let is_full = first.is_some_and(|meaning| meaning.finding == "send.over-quota");
        Some(advice(&found, view, Who::You).case(if is_full { "full" } else { "other" }))
    }),
};

/// Another time may be better. That is no fault of the settings, so it settles nothing.
pub(super) static DEFERRED: Rule = Rule {
    id: "send.deferred",
    severity: Severity::Notice,
    reference: "RFC 5321 §4.2.1, RFC 6647 §2",
    judge: Judge::Endpoint(|view| {
        let own = refused(view, Sending::Deferred);
        let is_own = own.is_some();
        let elsewhere = || told(view, Attempt::Unauthenticated, Sending::Deferred);
        let Some(found) = own.or_else(elsewhere) else { return unanswered(view) };
        let Envelope { lines, meanings, .. } = &found.first;
        let case = match meanings.first().and_then(|meaning| meaning.kind) {
            _ if !is_own => "without-login",
            Some(Kind::Greylisting) => "greylisting",
            Some(Kind::Rate) => "rate",
            _load_or_unknown => "other",
        };
        let wait = meaning::wait(meanings).unwrap_or(waits::DEFERRED);
        let advice = found.advice(Who::You).case(case).evidence(lines.iter().cloned());
        Some(advice.wait(wait).decides(Decides::No))
    }),
};

/// Nothing came when it was asked whether the address may send, or nothing that could be read.
fn unanswered(view: &EndpointView<'_>) -> Option<Advice> {
    let found = concerned(view, |address| {
        let own = address.envelope(Attempt::Client).failed();
        let failure = own.or_else(|| address.envelope(Attempt::Delivery).failed())?;
        (failure.why != ReadFailure::Stopped).then_some(&failure.why)
    })?;
    let heard =
        if let ReadFailure::Garbled { text } = found.first { Some(text.clone()) } else { None };
    let advice = found.advice(Who::You).case("no-answer").evidence(heard);
    Some(advice.wait(waits::BUSY).decides(Decides::No))
}

/// The server takes mail to elsewhere from somebody who has not logged in: from anybody, or from this
/// line.
pub(super) static NOT_AUTHENTICATED: Rule = Rule {
    id: "send.not-authenticated",
    severity: Severity::Warning,
    reference: "RFC 6409 §4.3, RFC 2505 §2.1",
    judge: Judge::Endpoint(|view| {
        let found = told(view, Attempt::Unauthenticated, Sending::Accepted)?;
        let lines = found.first.lines.iter().cloned();
        Some(found.advice(Who::Provider).evidence(lines))
    }),
};

/// The addresses where this came of an envelope.
fn told<'a>(
    view: &EndpointView<'a>,
    attempt: Attempt,
    outcome: Sending,
) -> Option<Concerned<'a, Envelope<'a>>> {
    concerned(view, |address| sending(address, attempt).filter(|it| it.outcome == outcome))
}

/// The same after the log-in, with or without a message that was to follow.
fn refused<'a>(view: &EndpointView<'a>, outcome: Sending) -> Option<Concerned<'a, Envelope<'a>>> {
    told(view, Attempt::Client, outcome).or_else(|| told(view, Attempt::Delivery, outcome))
}

/// Advice with the address that was asked about and the server's own words; where these stand for
/// more than this finding, with all of it.
fn advice(found: &Concerned<'_, Envelope<'_>>, view: &EndpointView<'_>, who: Who) -> Advice {
    let Envelope { lines, meanings, .. } = &found.first;
    let address = view.evidence.account.address.as_deref().unwrap_or_default();
    let advice = found.advice(who).arg("address", quoted(address));
    let causes = if meanings.len() > 1 { meaning::causes(meanings) } else { Vec::new() };
    advice.causes(&causes).evidence(lines.iter().cloned())
}
