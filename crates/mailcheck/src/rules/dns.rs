//! DNS: whether the server's name leads to an address.

use super::concerned::{about, quoted};
use super::rule::{Judge, Rule};
use super::settings::unanswered;
use super::waits;
use crate::evidence::{EndpointView, Family, LookupFailure};
use crate::model::ServerText;
use crate::report::{Advice, Decides, Severity, Who};

/// The name does not exist, or has no address at all.
pub(super) static NAME_NOT_FOUND: Rule = Rule {
    id: "dns.name-not-found",
    severity: Severity::Error,
    reference: "RFC 1035 §4.1.1, RFC 2308 §2",
    judge: Judge::Endpoint(|view| {
        let Unresolved::NotFound { case } = unresolved(view)? else { return None };
        Some(about(view, Who::You).case(case))
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
            Some(without_answer(about(view, Who::You), why))
        },
        run: |evidence| {
            let (domain, why) = unanswered(evidence)?;
            let advice = Advice::new(Who::You).arg("host", domain.to_string());
            (*why != LookupFailure::Bogus).then(|| without_answer(advice, why))
        },
    },
};

fn without_answer(advice: Advice, why: &LookupFailure) -> Advice {
    let advice = advice.wait(waits::DNS).decides(Decides::No);
    match why {
        LookupFailure::ServerError { code } => {
            advice.case("server-error").arg("code", quoted(code))
        }
        LookupFailure::Other { text } => advice.evidence([ServerText::from(text.as_str())]),
        LookupFailure::Bogus
        | LookupFailure::NoAnswer
        | LookupFailure::NotFound
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
