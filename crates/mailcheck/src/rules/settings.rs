//! Settings: whether any were found, and by a source that can be believed.

use super::concerned::about;
use super::rule::{Judge, Rule};
use crate::evidence::{
    AddressView, Asked, Ended, Evidence, Fact, LookupFailure, NotAttempted, SourceOutcome,
};
use crate::model::{Host, Source};
use crate::report::{Advice, Severity, Who};

/// Settings were sought, and those for reading, sending or both were not found.
pub(super) static NOT_FOUND: Rule = Rule {
    id: "settings.not-found",
    severity: Severity::Error,
    reference: "RFC 6186 §3, RFC 8314 §5.1",
    judge: Judge::Run(|evidence| {
        let Missing { domain, side, asked } = missing(evidence)?;
        if why_unanswered(&asked).is_some() {
            return None;
        }
        let advice = Advice::new(Who::You).arg("domain", domain.to_string()).arg("side", side);
        Some(advice.case(case(domain, &asked)))
    }),
};

/// Only unsigned DNS names the server, and it is outside of the mail domain: whoever forges the answer
/// would get the password.
pub(super) static FORGEABLE_SOURCE: Rule = Rule {
    id: "settings.forgeable-source",
    severity: Severity::Warning,
    reference: "RFC 6186 §6",
    judge: Judge::Endpoint(|view| {
        let domain = view.evidence.account.domain.as_ref()?;
        let addresses = view.addresses();
        let is_foreign =
            |address: &AddressView<'_>| address.not_attempted() == Some(NotAttempted::ForeignHost);
        let advice = || about(view, Who::You).arg("domain", domain.to_string());
        addresses.iter().any(is_foreign).then(advice)
    }),
};

/// The domain whose records nobody gave, and why; `None` when they were given or denied.
pub(super) fn unanswered(evidence: &Evidence) -> Option<(&Host, &LookupFailure)> {
    let Missing { domain, asked, .. } = missing(evidence)?;
    Some((domain, why_unanswered(&asked)?))
}

/// What was sought and not found.
struct Missing<'a> {
    domain: &'a Host,
    side: &'static str,
    asked: Vec<&'a Asked>,
}

fn missing(evidence: &Evidence) -> Option<Missing<'_>> {
    let domain = evidence.account.domain.as_ref()?;
    let (incoming, outgoing) = (is_missing(evidence, true), is_missing(evidence, false));
    let side = match (incoming, outgoing) {
        (true, true) => "both",
        (true, false) => "incoming",
        (false, true) => "outgoing",
        (false, false) => return None,
    };
    let concerned =
        |it: &&Asked| (incoming && is_about(it, true)) || (outgoing && is_about(it, false));
    Some(Missing { domain, side, asked: asked(evidence).filter(concerned).collect() })
}

/// Why no record was given, when that is so of every one that was asked for. A broken signature says
/// more than silence.
fn why_unanswered<'a>(asked: &[&'a Asked]) -> Option<&'a LookupFailure> {
    let records = asked.iter().filter(|asked| asked.source == Source::Srv);
    let failures: Option<Vec<&LookupFailure>> = records.map(|asked| failure(asked)).collect();
    let failures = failures?;
    let bogus = failures.iter().find(|why| ***why == LookupFailure::Bogus);
    bogus.or_else(|| failures.first()).copied()
}

fn failure(asked: &Asked) -> Option<&LookupFailure> {
    let SourceOutcome::Failed { why } = &asked.outcome else { return None };
    (*why != LookupFailure::NotFound).then_some(why)
}

/// What came of it as a whole.
fn case(domain: &Host, missing: &[&Asked]) -> &'static str {
    let is_domain = |asked: &&Asked| {
        let place = asked.location.rsplit_once(':').map_or(&*asked.location, |(host, _port)| host);
        place == domain.as_str()
    };
    let failed = |asked: &&Asked, why: fn(&LookupFailure) -> bool| matches!(&asked.outcome, SourceOutcome::Failed { why: seen } if why(seen));
    let is_gone = |why: &LookupFailure| *why == LookupFailure::NotFound;
    if missing.iter().any(|asked| is_domain(asked) && failed(asked, is_gone)) {
        return "no-domain";
    }
    if missing.iter().any(|asked| asked.outcome == SourceOutcome::NotOffered) {
        return "not-offered";
    }
    "other"
}

/// Whether this side was sought to the end and nothing was found.
fn is_missing(evidence: &Evidence, incoming: bool) -> bool {
    let is_found = evidence.views().any(|view| view.endpoint().service.is_incoming() == incoming);
    let is_sought = asked(evidence).any(|asked| is_about(asked, incoming));
    evidence.ended == Ended::Complete && is_sought && !is_found
}

fn asked(evidence: &Evidence) -> impl Iterator<Item = &Asked> {
    evidence.observations.iter().filter_map(|seen| {
        let Fact::Asked(asked) = &seen.fact else { return None };
        Some(asked)
    })
}

/// Whether a source was asked about this side: the name of the record says so, or the port that was
/// tried. A place that says neither is about both.
fn is_about(asked: &Asked, incoming: bool) -> bool {
    let location = asked.location.as_str();
    let port = location.rsplit_once(':').map_or("", |(_host, port)| port);
    let is_incoming = location.starts_with("_imap")
        || location.starts_with("_pop3")
        || INCOMING_PORTS.contains(&port);
    let is_outgoing = location.starts_with("_submission") || OUTGOING_PORTS.contains(&port);
    if is_incoming == is_outgoing { true } else { is_incoming == incoming }
}

/// IMAP's and POP3's registered ports.
const INCOMING_PORTS: &[&str] = &["993", "143", "995", "110"];
/// Submission's registered ports.
const OUTGOING_PORTS: &[&str] = &["465", "587", "25"];
