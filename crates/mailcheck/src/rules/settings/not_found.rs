//! Whether any settings were found, and if not, whether anybody could still have them.

use std::collections::BTreeSet;

use super::super::concerned::{quoted, quoted_list};
use super::super::connect;
use super::super::rule::{Judge, Rule};
use super::published;
use crate::evidence::{
    AddressView, Asked, ConnectFailure, Ended, EndpointView, Evidence, FetchFailure, LookupFailure,
    ReadFailure, SourceOutcome, Step, TlsFailure, Unusable,
};
use crate::model::{Host, ServerText, Source};
use crate::report::{Advice, Decides, Severity, Who};

/// Settings were sought, and those for reading, sending or both were not found.
pub(in super::super) static NOT_FOUND: Rule = Rule {
    id: "settings.not-found",
    severity: Severity::Error,
    reference: "RFC 6186 §3, RFC 8314 §5.1",
    judge: Judge::Run(|evidence| {
        let domain = evidence.account.domain.as_ref()?;
        let missing = missing(evidence);
        // What is certain goes before what is not.
        let absent = sides(&missing, |why| matches!(why, Why::Absent));
        if let Some((side, asked)) = absent {
            let case = case(domain, &asked);
            let advice = about(domain, side).case(case);
            // Who does not ask does not know.
            let is_told = case != "names-left-out";
            let advice = if is_told { advice } else { advice.decides(Decides::No) };
            return Some(match sent_to(&asked) {
                Some(to) => advice.arg("to", to),
                None => advice,
            });
        }
        if let Some((side, asked)) = sides(&missing, |why| matches!(why, Why::Captive)) {
            let advice = about(domain, side).case("captive-portal");
            return Some(advice.evidence(unusable(&asked)).decides(Decides::No));
        }
        if let Some((side, _asked)) = sides(&missing, |why| matches!(why, Why::Unfetched(_))) {
            let places: BTreeSet<String> = missing.iter().flat_map(Missing::unfetched).collect();
            let places: Vec<String> = places.into_iter().collect();
            let advice = about(domain, side).case("unfetched");
            return Some(advice.arg("places", quoted_list(&places)).decides(Decides::No));
        }
        let (side, _asked) = sides(&missing, |why| matches!(why, Why::Unreached(_)))?;
        let places: Vec<String> = missing.iter().flat_map(Missing::unreached).collect();
        let advice = about(domain, side).case("unreached").arg("places", quoted_list(&places));
        let causes = ["cause-line-blocks-port", "cause-no-network"];
        Some(advice.causes(&causes).decides(Decides::No))
    }),
};

fn about(domain: &Host, side: &'static str) -> Advice {
    Advice::new(Who::You).arg("domain", domain.to_string()).arg("side", side)
}

/// The domain of which not all was answered that was asked, and why. A broken signature says more
/// than silence.
pub(in super::super) fn unanswered(evidence: &Evidence) -> Option<(&Host, &LookupFailure)> {
    let domain = evidence.account.domain.as_ref()?;
    let missing = missing(evidence);
    let failures = || {
        missing.iter().filter_map(|side| match side.why {
            Why::Unanswered(why) => Some(why),
            Why::Absent | Why::Captive | Why::Unfetched(_) | Why::Unreached(_) => None,
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
    /// A log-in page of the network stands in for the web, so nobody was asked there.
    Captive,
    /// A record or the address of a usual name was not given, so it may be there.
    Unanswered(&'a LookupFailure),
    /// These pages of the web could not be read, so there may be something on them.
    Unfetched(Vec<&'a Asked>),
    /// These usual names have an address that told nothing, so it may be there.
    Unreached(Vec<EndpointView<'a>>),
}

impl Missing<'_> {
    fn unfetched(&self) -> Vec<String> {
        let Why::Unfetched(asked) = &self.why else { return Vec::new() };
        asked.iter().map(|asked| host_of(asked)).collect()
    }

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
        published::chosen(evidence, is_incoming).is_some() || is_named(evidence, is_incoming);
    let asked: Vec<&Asked> =
        evidence.answers().filter(|asked| is_about(asked, is_incoming)).collect();
    if evidence.ended != Ended::Complete || asked.is_empty() || is_found {
        return None;
    }
    let why = why(evidence, is_incoming, &asked);
    Some(Missing { is_incoming, asked, why })
}

/// Whether somebody published a server, be it one that does not answer.
fn is_named(evidence: &Evidence, is_incoming: bool) -> bool {
    let answers = published::answers(evidence);
    answers
        .iter()
        .flat_map(|asked| &asked.settings)
        .any(|it| it.endpoint.service.is_incoming() == is_incoming)
}

/// Why a side is missing: what DNS did not say of the domain hides most, then the domain's own word counts,
/// then whatever could not be asked.
fn why<'a>(evidence: &'a Evidence, is_incoming: bool, asked: &[&'a Asked]) -> Why<'a> {
    let failures = || asked.iter().filter(|it| !is_elsewhere(it)).filter_map(|it| failure(it));
    let bogus = failures().find(|why| **why == LookupFailure::Bogus);
    if let Some(why) = bogus.or_else(|| failures().next()) {
        return Why::Unanswered(why);
    }
    if evidence.account.domain.as_ref().and_then(|domain| declared(domain, asked)).is_some() {
        return Why::Absent;
    }
    let is_portal = |asked: &&Asked| is_unusable(asked, |why| *why == Unusable::CaptivePortal);
    if asked.iter().any(is_portal) && !asked.iter().any(|it| has_answered_verified(it)) {
        return Why::Captive;
    }
    let views = unreached(evidence, is_incoming);
    if !views.is_empty() {
        return Why::Unreached(views);
    }
    let unfetched: Vec<&Asked> = asked.iter().copied().filter(|it| is_unfetched(it)).collect();
    if unfetched.is_empty() { Why::Absent } else { Why::Unfetched(unfetched) }
}

/// Whether the question went to somebody else than the mail domain.
fn is_elsewhere(asked: &Asked) -> bool {
    asked.source == Source::Ispdb || asked.by_mx.is_some()
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

/// Whether a web server answered over verified TLS, which no portal can.
fn has_answered_verified(asked: &Asked) -> bool {
    asked.hops.iter().any(|hop| hop.is_https() && hop.status.is_some())
}

fn is_unusable(asked: &Asked, is_such: fn(&Unusable) -> bool) -> bool {
    matches!(&asked.outcome, SourceOutcome::Unusable { why } if is_such(why))
}

/// Whether the web gave no answer that says that there is nothing: a host without a web server, or one
/// that does not know the page, has said so.
fn is_unfetched(asked: &Asked) -> bool {
    let SourceOutcome::NotFetched { why } = &asked.outcome else {
        return failure(asked).is_some() && is_elsewhere(asked);
    };
    match why {
        FetchFailure::Connect { why } => *why != ConnectFailure::Refused,
        FetchFailure::Lookup { why, .. } => *why != LookupFailure::NotFound,
        FetchFailure::Status { status } => *status >= 500 || *status == TOO_MANY_REQUESTS,
        // Nobody has been told to go there, and a circle leads nowhere for anybody.
        FetchFailure::PrivateAddress { .. } | FetchFailure::Redirect { .. } => false,
        FetchFailure::Read { .. } | FetchFailure::Stopped | FetchFailure::Tls { .. } => true,
    }
}

/// What the domain itself says for certain, or DNS of it.
fn declared(domain: &Host, asked: &[&Asked]) -> Option<&'static str> {
    let is_domain = |asked: &&Asked| {
        let place = asked.location.rsplit_once(':').map_or(&*asked.location, |(host, _port)| host);
        place == domain.as_str()
    };
    let is_gone =
        |asked: &&Asked| asked.outcome == SourceOutcome::Failed { why: LookupFailure::NotFound };
    let declines = |source: Source| {
        let is_no = |it: &&Asked| it.outcome == SourceOutcome::NotOffered;
        asked.iter().filter(|it| it.source == source).any(is_no)
    };
    if asked.iter().any(|asked| is_domain(asked) && is_gone(asked)) {
        Some("no-domain")
    } else if declines(Source::Mx) {
        // A null MX (RFC 7505 §3).
        Some("no-mail")
    } else {
        declines(Source::Srv).then_some("not-offered")
    }
}

/// What came of it as a whole, where nobody is left to ask.
fn case(domain: &Host, missing: &[&Asked]) -> &'static str {
    let has = |is_such: fn(&Unusable) -> bool| missing.iter().any(|it| is_unusable(it, is_such));
    let is_left_out = |which: Option<Source>| {
        let mut skipped = missing.iter().filter(|it| it.outcome == SourceOutcome::Skipped);
        skipped.any(|it| which.is_none_or(|which| it.source == which))
    };
    if let Some(case) = declared(domain, missing) {
        case
    } else if has(|why| *why == Unusable::WildcardDns) {
        "wildcard"
    } else if has(|why| matches!(why, Unusable::DigestMismatch | Unusable::Malformed { .. })) {
        "unreadable"
    } else if sent_to(missing).is_some() {
        "sent-elsewhere"
    } else if is_left_out(Some(Source::Guess)) {
        "names-left-out"
    } else if is_left_out(None) {
        "left-out"
    } else {
        "other"
    }
}

/// Where a source sends on to, outside of the domain, where nobody was asked.
fn sent_to(asked: &[&Asked]) -> Option<String> {
    asked.iter().find_map(|asked| {
        let SourceOutcome::SentElsewhere { to } = &asked.outcome else { return None };
        Some(quoted(to.as_str()))
    })
}

/// The host of a URL, else the place as it is.
fn host_of(asked: &Asked) -> String {
    let rest = asked.location.split_once("://").map_or(&*asked.location, |(_scheme, rest)| rest);
    rest.split('/').next().unwrap_or(rest).to_owned()
}

/// The places that came to something else.
fn unusable(asked: &[&Asked]) -> Vec<ServerText> {
    let is_one = |asked: &&&Asked| matches!(asked.outcome, SourceOutcome::Unusable { .. });
    asked.iter().filter(is_one).map(|it| ServerText::from(it.location.as_str())).collect()
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
/// The server asks for patience (RFC 6585 §4).
const TOO_MANY_REQUESTS: u16 = 429;
