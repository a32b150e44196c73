//! Certificates: each fault by itself, since one verifier error hides the others.

use std::net::IpAddr;

use jiff::Timestamp;

use super::clock;
use super::concerned::{concerned, quoted, quoted_list};
use super::intercepted::is_intercepted;
use super::path::{NoPath, faulty, no_path};
use super::rule::{Judge, Rule};
use crate::evidence::{
    AddressView, Attempt, Chain, EndpointView, LookupFailure, Step, TlsFailure, Trust,
};
use crate::model::Host;
use crate::report::{Advice, Severity, Who};
use crate::wire::certificate::{Certificate, Weakness};

/// A certificate ended: the server's own, or one that it needs on the way to the root.
pub(super) static EXPIRED: Rule = Rule {
    id: "tls.certificate-expired",
    severity: Severity::Error,
    reference: "RFC 5280 §6.1.3",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| expired(address))?;
        let (certificate, is_leaf) = found.first;
        let told = clock::by_servers(view.evidence, certificate);
        let is_clock = told.is_some() || clock::is_ahead(view.evidence);
        let who = if is_clock { Who::Device } else { Who::Provider };
        let advice = found.advice(who).case(match (is_clock, is_leaf) {
            (true, _) if told.is_some() => "server-clock",
            (true, _) => "clock",
            (false, true) => "other",
            (false, false) => "intermediate",
        });
        let advice = advice.arg("subject", quoted(&certificate.subject));
        let advice = advice.arg("end", certificate.not_after).arg("today", view.evidence.started);
        Some(with_server_date(advice, told))
    }),
};

/// The certificate's time has not come. That is nearly always this device's clock: authorities date
/// certificates back, not forward.
pub(super) static NOT_YET_VALID: Rule = Rule {
    id: "tls.certificate-not-yet-valid",
    severity: Severity::Error,
    reference: "RFC 5280 §6.1.3",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| not_yet_valid(address))?;
        let today = view.evidence.started;
        let told = clock::by_servers(view.evidence, found.first);
        let case = if told.is_some() {
            "server-clock"
        } else if clock::is_behind(view.evidence, found.first) {
            "clock"
        } else {
            "other"
        };
        let advice = found.advice(Who::Device).case(case);
        let advice = advice.arg("begin", found.first.not_before).arg("today", today);
        Some(with_server_date(advice, told))
    }),
};

/// The certificate ends within 14 days, and nobody seems to have renewed it.
pub(super) static EXPIRES_SOON: Rule = Rule {
    id: "tls.certificate-expires-soon",
    severity: Severity::Warning,
    reference: "RFC 5280 §4.1.2.5",
    judge: Judge::Endpoint(|view| {
        let now = view.evidence.started;
        let found = concerned(view, |address| {
            let leaf = leaf(address)?;
            let left = leaf.not_after.as_second() - now.as_second();
            (0..=SOON_S).contains(&left).then_some((leaf.not_after, (left + DAY_S / 2) / DAY_S))
        })?;
        let (end, days) = found.first;
        Some(found.advice(Who::Provider).arg("end", end).arg("days", days))
    }),
};

/// The certificate is for other names than the one that was asked for.
pub(super) static NAME_MISMATCH: Rule = Rule {
    id: "tls.certificate-name-mismatch",
    severity: Severity::Error,
    reference: "RFC 9525 §6, RFC 7817 §3",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| mismatched(address).map(|leaf| (*address, leaf)))?;
        let (address, leaf) = found.first;
        let names = quoted_list(&leaf.names);
        if names.is_empty() {
            return Some(found.advice(Who::Provider).case("no-names"));
        }
        let advice = found.advice(Who::You).arg("names", names);
        let is_number = view.endpoint().host.ip().is_some();
        Some(match same_server(&address, leaf) {
            SameServer::Name(host) => {
                advice.case("alternative").arg("alternative", host.to_string())
            }
            _none_to_enter if is_number => advice.case("number"),
            SameServer::Elsewhere => advice.case("elsewhere"),
            SameServer::Unanswered => advice.case("unanswered"),
            SameServer::NotAsked => advice,
        })
    }),
};

/// The server signed its certificate itself, so nobody vouches for it.
pub(super) static SELF_SIGNED: Rule = Rule {
    id: "tls.certificate-self-signed",
    severity: Severity::Error,
    reference: "RFC 5280 §6.1, RFC 8314 §5.3",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            matches!(own_path(address)?, NoPath::SelfSigned).then_some(())
        })?;
        Some(found.advice(Who::You))
    }),
};

/// The chain ends at an authority that this device does not know.
pub(super) static UNKNOWN_ISSUER: Rule = Rule {
    id: "tls.certificate-unknown-issuer",
    severity: Severity::Error,
    reference: "RFC 5280 §6.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| match own_path(address)? {
            NoPath::UnknownIssuer { issuer } => Some(("other", issuer)),
            NoPath::UnknownOrIncomplete { issuer } => Some(("maybe-incomplete", issuer)),
            NoPath::Incomplete { .. } | NoPath::SelfSigned => None,
        })?;
        let (case, issuer) = found.first;
        Some(found.advice(Who::Provider).case(case).arg("issuer", quoted(issuer)))
    }),
};

/// The server does not send the certificate between its own and the root. Browsers fetch it or
/// remember it; mail programs do not.
pub(super) static CHAIN_INCOMPLETE: Rule = Rule {
    id: "tls.certificate-chain-incomplete",
    severity: Severity::Error,
    reference: "RFC 8446 §4.4.2, RFC 5246 §7.4.2",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| match own_path(address)? {
            NoPath::Incomplete { issuer } => Some(issuer),
            NoPath::SelfSigned
            | NoPath::UnknownIssuer { .. }
            | NoPath::UnknownOrIncomplete { .. } => None,
        })?;
        Some(found.advice(Who::Provider).arg("issuer", quoted(found.first)))
    }),
};

/// Key or signature are below today's floor.
pub(super) static WEAK: Rule = Rule {
    id: "tls.certificate-weak",
    severity: Severity::Error,
    reference: "RFC 9325 §4.5",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let (certificate, weakness) = weak(address)?;
            Some((certificate.subject.as_str(), weakness.to_string()))
        })?;
        let (subject, weakness) = &found.first;
        let advice = found.advice(Who::Provider).arg("subject", quoted(subject));
        Some(advice.arg("weakness", quoted(weakness)))
    }),
};

/// One address or port of a host shows a good certificate and another a different one that is not:
/// whether a phone connects is chance, or the usual server was set up and this one was not. Different
/// certificates that are all good are how large providers work.
pub(super) static DIFFER: Rule = Rule {
    id: "tls.certificates-differ",
    severity: Severity::Warning,
    reference: "RFC 8305 §9.2",
    judge: Judge::Endpoint(|view| {
        if !view.addresses().iter().any(is_refused) {
            return None;
        }
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            good_of_host(view).into_iter().partition(|(port, _good)| *port == view.endpoint().port);
        let refused_beside = |good: &[(u16, &Certificate)]| {
            concerned(view, |address| {
                let is_own = is_refused(address) && !is_intercepted(address);
                let leaf = leaf(address).filter(|_| is_own)?;
                let is_other = |(_port, good): &&(u16, &Certificate)| {
                    good.names != leaf.names || good.issuer != leaf.issuer
                };
                good.iter().find(is_other).map(|(port, _good)| *port)
            })
        };
        if let Some(found) = refused_beside(&here) {
            return Some(found.advice(Who::Provider));
        }
        let found = refused_beside(&elsewhere)?;
        let advice = found.advice(Who::Provider).case("port");
        Some(advice.arg("good-port", i64::from(found.first)))
    }),
};

/// The certificates that the verifier took on any port of this endpoint's host.
fn good_of_host<'a>(view: &EndpointView<'a>) -> Vec<(u16, &'a Certificate)> {
    let all = (0..view.evidence.endpoints.len()).filter_map(|index| view.evidence.view(index));
    let host = &view.endpoint().host;
    all.filter(|other| other.endpoint().host == *host)
        .flat_map(|other| other.addresses())
        .filter(|address| matches!(address.handshake(), Step::Done(tls) if tls.verified))
        .filter_map(|address| Some((address.endpoint.endpoint().port, leaf(&address)?)))
        .collect()
}

/// Whether one of the rules here says why the verifier refused.
pub(super) fn explains(address: &AddressView<'_>) -> bool {
    expired(address).is_some()
        || not_yet_valid(address).is_some()
        || mismatched(address).is_some()
        || no_path(address).is_some()
        || weak(address).is_some()
}

fn chain<'a>(address: &AddressView<'a>) -> Option<&'a Chain> {
    address.chain()
}

fn leaf<'a>(address: &AddressView<'a>) -> Option<&'a Certificate> {
    chain(address)?.leaf()
}

/// Why there is no path from the server's own certificates; those of somebody on the way are not.
fn own_path<'a>(address: &AddressView<'a>) -> Option<NoPath<'a>> {
    no_path(address).filter(|_| !is_intercepted(address))
}

/// The verifier refused the certificates.
fn is_refused(address: &AddressView<'_>) -> bool {
    matches!(address.handshake(), Step::Failed(TlsFailure::Certificate { .. }))
}

fn expired<'a>(address: &AddressView<'a>) -> Option<(&'a Certificate, bool)> {
    let now = address.endpoint.evidence.started;
    faulty(address, |certificate| certificate.not_after < now)
}

fn not_yet_valid<'a>(address: &AddressView<'a>) -> Option<&'a Certificate> {
    let now = address.endpoint.evidence.started;
    let (early, _is_leaf) = faulty(address, |certificate| certificate.not_before > now)?;
    Some(early)
}

fn mismatched<'a>(address: &AddressView<'a>) -> Option<&'a Certificate> {
    let chain = chain(address)?;
    chain.leaf().filter(|_| !chain.name_matches)
}

fn weak<'a>(address: &AddressView<'a>) -> Option<(&'a Certificate, Weakness)> {
    let (weak, is_leaf) = faulty(address, |certificate| certificate.weakness().is_some())?;
    // A path that was found has no weak link, or else the verifier would not take it for one.
    let counts = is_leaf || chain(address)?.trust != Trust::Path;
    Some((weak, weak.weakness()?)).filter(|_| counts)
}

fn with_server_date(advice: Advice, told: Option<Timestamp>) -> Advice {
    told.into_iter().fold(advice, |advice, told| advice.arg("server-date", told))
}

/// Whether a name that a certificate is for leads to the server that showed it.
enum SameServer<'a> {
    /// None of those that were looked up does.
    Elsewhere,
    /// This one does.
    Name(&'a Host),
    /// No name was looked up.
    NotAsked,
    /// None is known to, and not all look-ups were answered.
    Unanswered,
}

/// Which name of the certificate leads to an address of the endpoint: a host of this run, or else the
/// first of those that were looked up for it.
fn same_server<'a>(address: &AddressView<'a>, leaf: &Certificate) -> SameServer<'a> {
    let here: Vec<IpAddr> = address.endpoint.addresses().iter().map(|it| it.ip).collect();
    let leads_here = |ips: &[IpAddr]| ips.iter().any(|ip| here.contains(ip));
    let mut looked_up = address.names_looked_up();
    let found = looked_up.find(|(_name, ips, _why)| leads_here(ips)).map(|(name, ..)| name);
    if let Some(name) = host_of_run(address, leaf).or(found) {
        return SameServer::Name(name);
    }
    let mut all = address.names_looked_up().peekable();
    if all.peek().is_none() {
        return SameServer::NotAsked;
    }
    let is_open =
        |why: Option<&LookupFailure>| !matches!(why, None | Some(LookupFailure::NotFound));
    let is_unanswered = all.any(|(_name, _ips, why)| is_open(why));
    if is_unanswered { SameServer::Unanswered } else { SameServer::Elsewhere }
}

/// A host of this run that the certificate is for and that leads to the same address.
fn host_of_run<'a>(address: &AddressView<'a>, leaf: &Certificate) -> Option<&'a Host> {
    let evidence = address.endpoint.evidence;
    let here = &address.endpoint.endpoint().host;
    let all = (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index));
    let leads_here = |view: &EndpointView<'a>| {
        view.addresses().iter().any(|other| {
            let is_tried = other.facts(Attempt::Client).next().is_some();
            is_tried && other.ip == address.ip
        })
    };
    all.filter(leads_here)
        .map(|view| &view.endpoint().host)
        .find(|host| *host != here && leaf.is_for(host.as_str()))
}

const DAY_S: i64 = 24 * 60 * 60;
/// The contract's 14 days: renewal by machine starts 30 days before the end.
const SOON_S: i64 = 14 * DAY_S;
