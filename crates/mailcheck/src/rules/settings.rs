//! Settings: whether any were found.

use super::rule::{Judge, Rule};
use super::waits;
use crate::evidence::{Asked, Ended, Evidence, Fact, LookupFailure, SourceOutcome};
use crate::model::{Host, Source};
use crate::report::{Advice, Decides, Severity, Who};

/// Settings were sought, and those for reading, sending or both were not found.
pub(super) static NOT_FOUND: Rule = Rule {
    id: "settings.not-found",
    severity: Severity::Error,
    reference: "RFC 6186 §3, RFC 8314 §5.1",
    judge: Judge::Run(|evidence| {
        let domain = evidence.account.domain.as_ref()?;
        let (incoming, outgoing) = (is_missing(evidence, true), is_missing(evidence, false));
        let side = match (incoming, outgoing) {
            (true, true) => "both",
            (true, false) => "incoming",
            (false, true) => "outgoing",
            (false, false) => return None,
        };
        let missing: Vec<&Asked> = asked(evidence)
            .filter(|asked| {
                (incoming && is_about(asked, true)) || (outgoing && is_about(asked, false))
            })
            .collect();
        let advice = Advice::new(Who::You).arg("domain", domain.to_string()).arg("side", side);
        Some(match case(domain, &missing) {
            "no-answer" => advice.case("no-answer").wait(waits::DNS).decides(Decides::No),
            case => advice.case(case),
        })
    }),
};

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
    let mut records = missing.iter().filter(|asked| asked.source == Source::Srv).peekable();
    let no_answer = |why: &LookupFailure| *why != LookupFailure::NotFound;
    if records.peek().is_some() && records.all(|asked| failed(asked, no_answer)) {
        return "no-answer";
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
