//! Settings: whether any were found, and by a source that can be believed.

use super::concerned::{self, quoted_list};
use super::connect;
use super::rule::{Judge, Rule};
use crate::evidence::{
    AddressView, Asked, Ended, EndpointView, Evidence, Fact, LookupFailure, NotAttempted,
    ReadFailure, SourceOutcome, Step, TlsFailure,
};
use crate::model::{Host, Source};
use crate::report::{Advice, Decides, Severity, Who};

/// Settings were sought, and those for reading, sending or both were not found.
pub(super) static NOT_FOUND: Rule = Rule {
    id: "settings.not-found",
    severity: Severity::Error,
    reference: "RFC 6186 §3, RFC 8314 §5.1",
    judge: Judge::Run(|evidence| {
        let domain = evidence.account.domain.as_ref()?;
        let missing = missing(evidence);
        // What is certain goes before what is not.
        let absent = sides(&missing, |why| matches!(why, Why::Absent));
        if let Some((side, asked)) = absent {
            return Some(about(domain, side).case(case(domain, &asked)));
        }
        let (side, _asked) = sides(&missing, |why| matches!(why, Why::Unreached(_)))?;
        let places: Vec<String> = missing.iter().flat_map(Missing::unreached).collect();
        let advice = about(domain, side).case("unreached").arg("places", quoted_list(&places));
        let causes = ["cause-line-blocks-port", "cause-no-network"];
        Some(advice.causes(&causes).decides(Decides::No))
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
        let advice = || concerned::about(view, Who::You).arg("domain", domain.to_string());
        addresses.iter().any(is_foreign).then(advice)
    }),
};

fn about(domain: &Host, side: &'static str) -> Advice {
    Advice::new(Who::You).arg("domain", domain.to_string()).arg("side", side)
}

/// The domain of which not all was answered that was asked, and why. A broken signature says more
/// than silence.
pub(super) fn unanswered(evidence: &Evidence) -> Option<(&Host, &LookupFailure)> {
    let domain = evidence.account.domain.as_ref()?;
    let missing = missing(evidence);
    let failures = || {
        missing.iter().filter_map(|side| match side.why {
            Why::Unanswered(why) => Some(why),
            Why::Absent | Why::Unreached(_) => None,
        })
    };
    let bogus = failures().find(|why| **why == LookupFailure::Bogus);
    Some((domain, bogus.or_else(|| failures().next())?))
}

/// A side that was sought and not found.
struct Missing<'a> {
    is_incoming: bool,
    asked: Vec<&'a Asked>,
    why: Why<'a>,
}

/// Why there are no settings for a side.
enum Why<'a> {
    /// All who were asked said that there are none.
    Absent,
    /// A record or the address of a usual name was not given, so it may be there.
    Unanswered(&'a LookupFailure),
    /// These usual names have an address that told nothing, so it may be there.
    Unreached(Vec<EndpointView<'a>>),
}

impl Missing<'_> {
    fn unreached(&self) -> Vec<String> {
        let Why::Unreached(views) = &self.why else { return Vec::new() };
        let endpoints = views.iter().map(EndpointView::endpoint);
        endpoints.map(|it| format!("{}:{}", it.host, it.port)).collect()
    }
}

fn missing(evidence: &Evidence) -> Vec<Missing<'_>> {
    [true, false].into_iter().filter_map(|side| missing_side(evidence, side)).collect()
}

/// One side, if it was sought to the end and nothing was found.
fn missing_side(evidence: &Evidence, is_incoming: bool) -> Option<Missing<'_>> {
    let is_found =
        evidence.views().any(|view| view.endpoint().service.is_incoming() == is_incoming);
    let asked: Vec<&Asked> = asked(evidence)
        .filter(|asked| matches!(asked.source, Source::Srv | Source::Guess))
        .filter(|asked| is_about(asked, is_incoming))
        .collect();
    if evidence.ended != Ended::Complete || asked.is_empty() || is_found {
        return None;
    }
    let failures = || asked.iter().filter_map(|asked| failure(asked));
    let bogus = failures().find(|why| **why == LookupFailure::Bogus);
    let why = match bogus.or_else(|| failures().next()) {
        Some(why) => Why::Unanswered(why),
        None => match unreached(evidence, is_incoming) {
            views if views.is_empty() => Why::Absent,
            views => Why::Unreached(views),
        },
    };
    Some(Missing { is_incoming, asked, why })
}

/// Which sides are missing for such a reason, in a word, and what was asked about them.
fn sides<'a>(
    missing: &[Missing<'a>],
    is_such: fn(&Why<'a>) -> bool,
) -> Option<(&'static str, Vec<&'a Asked>)> {
    let such: Vec<&Missing<'a>> = missing.iter().filter(|side| is_such(&side.why)).collect();
    let side = match such.as_slice() {
        [] => return None,
        [side] if side.is_incoming => "incoming",
        [_outgoing] => "outgoing",
        [_, _, ..] => "both",
    };
    Some((side, such.iter().flat_map(|side| side.asked.iter().copied()).collect()))
}

/// The usual names of which nothing is known but that they lead somewhere.
fn unreached(evidence: &Evidence, is_incoming: bool) -> Vec<EndpointView<'_>> {
    let all = (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index));
    let guesses = all.filter(|view| view.candidate.source == Source::Guess);
    let of_side = guesses.filter(|view| view.endpoint().service.is_incoming() == is_incoming);
    of_side
        .filter(|view| connect::tells_nothing(view) || view.addresses().iter().any(is_mute))
        .collect()
}

/// Connected, and nothing came from which to tell what is there.
fn is_mute(address: &AddressView<'_>) -> bool {
    let is_connected = address.connect().done().is_some();
    is_connected
        && match address.greeting() {
            Step::Done(_) => false,
            Step::Failed(why) => match why {
                ReadFailure::Garbled { .. } | ReadFailure::TooLong { .. } => false,
                ReadFailure::Closed
                | ReadFailure::Other { .. }
                | ReadFailure::Reset
                | ReadFailure::Stopped
                | ReadFailure::TimedOut => true,
            },
            Step::NotReached => {
                !matches!(address.handshake(), Step::Failed(TlsFailure::PlainText { .. }))
            }
        }
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
