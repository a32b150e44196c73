//! DNS: whether the server's name leads to an address.

use std::collections::BTreeSet;

use super::concerned::{about, quoted};
use super::rule::{Judge, Rule};
use super::settings::unanswered;
use super::waits;
use crate::evidence::{EndpointView, Evidence, Fact, Family, LookupFailure, SourceOutcome, Via};
use crate::model::{Host, ServerText, Source};
use crate::report::{Advice, Decides, Severity, Who};

/// The name does not exist, or has no address at all.
pub(super) static NAME_NOT_FOUND: Rule = Rule {
    id: "dns.name-not-found",
    severity: Severity::Error,
    reference: "RFC 1035 §4.1.1, RFC 2308 §2",
    judge: Judge::Endpoint(|view| {
        let Unresolved::NotFound { case } = unresolved(view)? else { return None };
        let above = (case == "other").then(|| above(view)).flatten();
        let Some((domain, failed)) = above else { return Some(about(view, Who::You).case(case)) };
        let case = match failed {
            None => "domain-exists",
            Some(LookupFailure::NotFound) => "no-domain",
            Some(_open) => case,
        };
        Some(about(view, Who::You).case(case).arg("domain", domain.to_string()))
    }),
};

/// The resolver did not answer, or answered with an error: whether the name is right stays open.
pub(super) static NO_ANSWER: Rule = Rule {
    id: "dns.no-answer",
    severity: Severity::Error,
    reference: "RFC 9520 §2",
    judge: Judge::Both {
        endpoint: |view| {
            let Unresolved::NoAnswer { why } = unresolved(view)? else { return None };
            let resolver = Resolver::of(view.evidence, Some(&view.endpoint().host));
            Some(without_answer(|who| about(view, who), why, resolver))
        },
        run: |evidence| {
            let (domain, why) = unanswered(evidence)?;
            let advice = |who| Advice::new(who).arg("host", domain.to_string());
            // What else is answered of the same domain says nothing of this question.
            let resolver = match Resolver::of(evidence, None) {
                Resolver::Answers | Resolver::Unknown => Resolver::Unknown,
                Resolver::Mute => Resolver::Mute,
            };
            (*why != LookupFailure::Bogus).then(|| without_answer(advice, why, resolver))
        },
    },
};

fn without_answer(
    advice: impl Fn(Who) -> Advice,
    why: &LookupFailure,
    resolver: Resolver,
) -> Advice {
    let advice = match (why, resolver) {
        (LookupFailure::ServerError { code }, Resolver::Answers) => {
            advice(Who::Provider).case("name-only-error").arg("code", quoted(code))
        }
        (LookupFailure::ServerError { code }, Resolver::Mute | Resolver::Unknown) => {
            advice(Who::You).case("server-error").arg("code", quoted(code))
        }
        (_open, Resolver::Answers) => advice(Who::Provider).case("name-only"),
        (_open, Resolver::Mute) => advice(Who::Line).case("nothing-answered"),
        (_open, Resolver::Unknown) => advice(Who::You),
    };
    let advice = advice.wait(waits::DNS).decides(Decides::No);
    match why {
        LookupFailure::Other { text } => advice.evidence([ServerText::from(text.as_str())]),
        LookupFailure::Bogus
        | LookupFailure::NoAnswer
        | LookupFailure::NotFound
        | LookupFailure::ServerError { .. }
        | LookupFailure::Stopped => advice,
    }
}

/// The signatures of the domain do not fit, so validating resolvers withhold the address.
pub(super) static BOGUS: Rule = Rule {
    id: "dns.bogus",
    severity: Severity::Error,
    reference: "RFC 4035 §5.5",
    judge: Judge::Both {
        endpoint: |view| {
            let Unresolved::Bogus = unresolved(view)? else { return None };
            Some(about(view, Who::Provider))
        },
        run: |evidence| {
            let (domain, why) = unanswered(evidence)?;
            let advice = Advice::new(Who::Provider).arg("host", domain.to_string());
            (*why == LookupFailure::Bogus).then_some(advice)
        },
    },
};

/// What the other questions of the run say of the resolver.
enum Resolver {
    /// It answers some.
    Answers,
    /// There were others, and none got any answer.
    Mute,
    /// There were no others, or it answers them with errors.
    Unknown,
}

impl Resolver {
    /// By all questions but those about this host. Without a host, by all; one alone says nothing.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the question is about look-ups")]
    fn of(evidence: &Evidence, host: Option<&Host>) -> Self {
        let mut unanswered = BTreeSet::new();
        let mut has_errors = false;
        for seen in evidence.observations.iter() {
            let asked = seen.place.endpoint.and_then(|index| evidence.endpoints.get(index));
            let asked = asked.map(|candidate| &candidate.endpoint.host);
            let (name, failed) = match &seen.fact {
                Fact::Resolved { via: Via::Dns, .. } if asked != host => return Self::Answers,
                Fact::LookupFailed { why, .. } if asked != host => {
                    (asked.map(Host::to_string).unwrap_or_default(), why)
                }
                Fact::DomainLookedUp { failed: None, .. } => return Self::Answers,
                Fact::DomainLookedUp { domain, failed: Some(why), .. } => (domain.to_string(), why),
                Fact::Asked(asked) if asked.source == Source::Srv => match &asked.outcome {
                    SourceOutcome::Failed { why } => (asked.location.clone(), why),
                    SourceOutcome::Found | SourceOutcome::NotOffered | SourceOutcome::Nothing => {
                        return Self::Answers;
                    }
                    SourceOutcome::NotFetched { .. }
                    | SourceOutcome::SentElsewhere { .. }
                    | SourceOutcome::Skipped
                    | SourceOutcome::Unusable { .. } => continue,
                },
                _other => continue,
            };
            match failed {
                LookupFailure::Bogus | LookupFailure::NotFound => return Self::Answers,
                LookupFailure::ServerError { .. } => has_errors = true,
                LookupFailure::NoAnswer | LookupFailure::Other { .. } => {
                    unanswered.insert(name);
                }
                LookupFailure::Stopped => {}
            }
        }
        let is_told = unanswered.len() > usize::from(host.is_none());
        if is_told && !has_errors { Self::Mute } else { Self::Unknown }
    }
}

/// What came of looking up the domain above a host that was not found.
fn above<'a>(view: &EndpointView<'a>) -> Option<(&'a Host, Option<&'a LookupFailure>)> {
    view.observations().find_map(|seen| {
        let Fact::DomainLookedUp { domain, failed, .. } = &seen.fact else { return None };
        Some((domain, failed.as_ref()))
    })
}

/// Whether DNS says for certain that a name leads nowhere, and in which words.
pub(super) fn is_gone(view: &EndpointView<'_>) -> Option<&'static str> {
    let Unresolved::NotFound { case } = unresolved(view)? else { return None };
    match case {
        "other" => Some("no-such-name"),
        "no-address" => Some("no-address"),
        // The other family was not asked for.
        _one_family => None,
    }
}

/// Why there is no address.
enum Unresolved<'a> {
    Bogus,
    NoAnswer { why: &'a LookupFailure },
    NotFound { case: &'static str },
}

/// Why there is no address; `None` when there is one, none was sought, or the run ended before there
/// was an answer. An address of one family
/// is enough: nothing is said of the other, as most clients ask for both and take what comes.
fn unresolved<'a>(view: &EndpointView<'a>) -> Option<Unresolved<'a>> {
    let lookups = view.lookups();
    if lookups.iter().any(|lookup| lookup.outcome.is_ok_and(|ips| !ips.is_empty())) {
        return None;
    }
    let failures = || lookups.iter().filter_map(|lookup| lookup.outcome.err());
    if failures().any(|why| *why == LookupFailure::Bogus) {
        return Some(Unresolved::Bogus);
    }
    if failures().any(|why| *why == LookupFailure::NotFound) {
        return Some(Unresolved::NotFound { case: "other" });
    }
    if let Some(why) = failures().find(|why| **why != LookupFailure::Stopped) {
        return Some(Unresolved::NoAnswer { why });
    }
    if failures().next().is_some() {
        return None;
    }
    let families: Vec<Family> = lookups.iter().map(|lookup| lookup.family).collect();
    let case = match families.as_slice() {
        [] => return None,
        [Family::Ipv4] => "no-ipv4",
        [Family::Ipv6] => "no-ipv6",
        [_, _, ..] => "no-address",
    };
    Some(Unresolved::NotFound { case })
}
