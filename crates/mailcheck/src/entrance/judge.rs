//! From a visit to what is known of the address.

use std::cmp::Reverse;

use super::{CertificateFault, Fault, Verdict};
use crate::evidence::{Chain, FetchFailure, Hop, TlsFailure, Trust, Visit};
use crate::knowledge::providers::{self, Entrance, Provider, WebGroup};
use crate::knowledge::shorteners;
use crate::model::Host;
use crate::typing::likeness;

/// What is known of an address.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Judged<'a> {
    /// In a word.
    pub verdict: Verdict,
    /// Whose list it was held against: the provider that was named, else the one that fits best; else
    /// the one that it could be taken for.
    pub provider: Option<&'a Provider>,
    /// The entrance that the address is, if the provider names it.
    pub entrance: Option<&'a Entrance>,
    /// Every hop, in order.
    pub stops: Vec<Stop<'a>>,
    /// What speaks against it or is not known, in the order of the hops.
    pub reasons: Vec<Reason>,
}

/// One hop of the visit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Stop<'a> {
    /// What was seen.
    pub hop: Hop,
    /// The host; `None` when there is none that could be one.
    pub host: Option<Host>,
    /// The hosts of the provider's among which it is.
    pub listed: Option<&'a WebGroup>,
}

/// Something said of a hop.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Reason {
    /// What.
    pub fault: Fault,
    /// Of which hop.
    pub hop: usize,
}

/// Holds a visit against the lists of all known providers, or against that of one of them.
///
/// # Examples
///
/// ```
/// use mailcheck::entrance::{Verdict, judge};
/// use mailcheck::evidence::{Hop, Visit};
///
/// let hops = vec![Hop::new("https://ocn.ne.jp.example.com/".to_owned())];
/// let judged = judge(&Visit::new("2026-11-30T12:00:00Z".parse()?, hops, None), None);
/// assert_eq!(judged.verdict, Verdict::NotOnTheList);
/// assert_eq!(judged.reasons[0].fault.id(), "look-alike");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn judge(visit: &Visit, only: Option<&'static Provider>) -> Judged<'static> {
    let all: Vec<&'static Provider> = providers::all().collect();
    judge_by(visit, &all, only)
}

pub(super) fn judge_by<'a>(
    visit: &Visit,
    all: &[&'a Provider],
    only: Option<&'a Provider>,
) -> Judged<'a> {
    let hosts: Vec<Option<Host>> = visit.hops.iter().map(host).collect();
    let chosen = only.or_else(|| best(&hosts, all));
    let stop = |(hop, host): (Hop, Option<Host>)| {
        let listed = host.as_ref().and_then(|host| chosen?.web_group(host));
        Stop { hop, host, listed }
    };
    let stops: Vec<Stop<'a>> = visit.hops.iter().cloned().zip(hosts).map(stop).collect();
    let mut reasons = Vec::new();
    let mut meant = None;
    for (hop, stop) in stops.iter().enumerate() {
        reasons.extend(of_address(stop).into_iter().map(|fault| Reason { fault, hop }));
        match (stop.listed, &stop.host) {
            (Some(listed), _) => {
                reasons.extend(of_issuer(stop, listed).map(|fault| Reason { fault, hop }));
            }
            (None, Some(host)) => {
                let before = hop.checked_sub(1).filter(|it| is_listed(&stops, *it));
                let (fault, provider) = of_host(host, before.is_some(), chosen, all);
                meant = meant.or(provider);
                // Within the provider's own domain nothing is said to be left.
                if let Some(before) = before.filter(|_| fault.is_against()) {
                    let fault = Fault::LeavesTheList { to: host.clone() };
                    reasons.push(Reason { fault, hop: before });
                }
                reasons.push(Reason { fault, hop });
            }
            (None, None) => reasons.push(Reason { fault: Fault::UnknownHost, hop }),
        }
    }
    if let Some(why) = &visit.failure {
        let chain = stops.last().and_then(|stop| stop.hop.presented.as_ref());
        let hop = stops.len().saturating_sub(1);
        reasons.push(Reason { fault: of_failure(why, chain), hop });
    }
    reasons.sort_by_key(|reason| reason.hop);
    let verdict = if reasons.iter().any(|reason| reason.fault.is_against()) {
        Verdict::NotOnTheList
    } else if !reasons.is_empty() || stops.is_empty() {
        Verdict::Inconclusive
    } else {
        Verdict::OnTheList
    };
    let provider = chosen.or(meant);
    let entrance = provider.filter(|_| verdict != Verdict::NotOnTheList);
    let entrance = entrance.and_then(|provider| entrance_of(provider, &stops));
    Judged { verdict, provider, entrance, stops, reasons }
}

fn is_listed(stops: &[Stop<'_>], hop: usize) -> bool {
    stops.get(hop).is_some_and(|stop| stop.listed.is_some())
}

fn host(hop: &Hop) -> Option<Host> {
    hop.host()?.parse().ok()
}

/// The provider with most of the hosts, of several the one that has the first of them.
fn best<'a>(hosts: &[Option<Host>], all: &[&'a Provider]) -> Option<&'a Provider> {
    let fit = |provider: &Provider| {
        let has = |host: &Option<Host>| {
            host.as_ref().is_some_and(|host| provider.web_group(host).is_some())
        };
        let first = hosts.iter().position(has)?;
        Some((hosts.iter().filter(|host| has(host)).count(), Reverse(first)))
    };
    let fits = all.iter().filter_map(|provider| Some((fit(provider)?, *provider)));
    // The first of equals, so that the same address always gets the same answer.
    fits.rev().max_by_key(|(fit, _)| *fit).map(|(_, provider)| provider)
}

/// What an address says by itself.
fn of_address(stop: &Stop<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if stop.hop.has_user_info {
        faults.push(Fault::UserInfo);
    }
    if !stop.hop.is_https() {
        faults.push(Fault::NotHttps);
    }
    faults.extend(stop.hop.odd_port().map(|port| Fault::OddPort { port }));
    if let Some(host) = stop.host.as_ref().filter(|_| stop.listed.is_none())
        && host.as_str().split('.').any(|label| label.starts_with("xn--"))
    {
        faults.push(Fault::Punycode { ascii: host.as_str().to_owned() });
    }
    faults
}

/// What a host is that is not on the list, and the provider whom it has to do with.
fn of_host<'a>(
    host: &Host,
    by_listed: bool,
    chosen: Option<&'a Provider>,
    all: &[&'a Provider],
) -> (Fault, Option<&'a Provider>) {
    if host.ip().is_some() {
        return (Fault::IpAddress, None);
    }
    if shorteners::has(host) {
        return (Fault::Shortener, None);
    }
    if let Some(other) = all.iter().find(|provider| provider.web_group(host).is_some()) {
        return (Fault::OtherProvider { names: other.names.clone() }, Some(other));
    }
    // Those that were chosen come first.
    let known: Vec<(Host, &'a Provider)> = chosen
        .into_iter()
        .chain(all.iter().copied())
        .flat_map(|provider| domains(provider).into_iter().map(move |domain| (domain, provider)))
        .collect();
    if let Some((domain, provider)) = known.iter().find(|(domain, _)| host.is_within(domain)) {
        let is_ours = chosen.is_none_or(|chosen| chosen.id == provider.id);
        let by_listed = by_listed && is_ours;
        return (Fault::UnlistedHost { domain: domain.clone(), by_listed }, Some(provider));
    }
    let like = known.into_iter().find_map(|(other, provider)| {
        let likeness = likeness(host, &other)?;
        Some((Fault::LookAlike { other, likeness }, Some(provider)))
    });
    like.unwrap_or((Fault::UnknownHost, None))
}

/// What a provider registered for its web pages, each once.
fn domains(provider: &Provider) -> Vec<Host> {
    let names = provider.web.iter().flat_map(|group| &group.names);
    let mut domains: Vec<Host> = names.filter_map(|name| name.base().registrable()).collect();
    domains.sort();
    domains.dedup();
    domains
}

fn of_issuer(stop: &Stop<'_>, listed: &WebGroup) -> Option<Fault> {
    let leaf = stop.hop.presented.as_ref()?.leaf()?;
    let is_expected = listed.issuers.iter().any(|part| leaf.issuer.contains(part));
    (!listed.issuers.is_empty() && !is_expected).then(|| Fault::UnexpectedIssuer {
        issuer: leaf.issuer.clone(),
        expected: listed.issuers.clone(),
    })
}

fn of_failure(why: &FetchFailure, chain: Option<&Chain>) -> Fault {
    match why {
        FetchFailure::Tls { why: TlsFailure::Certificate { text } } => {
            let fault = match chain {
                Some(chain) if !chain.name_matches => CertificateFault::Name,
                Some(chain) if chain.trust == Trust::NoPath => CertificateFault::Untrusted,
                Some(_) | None => CertificateFault::Other,
            };
            Fault::BadCertificate { fault, why: text.clone() }
        }
        FetchFailure::PrivateAddress { .. } => Fault::PrivateAddress,
        FetchFailure::Redirect { to, endless: true } => Fault::EndlessRedirects { to: to.clone() },
        FetchFailure::Redirect { to, endless: false } => Fault::LeadsNowhere { to: to.clone() },
        FetchFailure::Status { status } => Fault::Status { status: *status },
        FetchFailure::Stopped => Fault::Stopped,
        FetchFailure::Connect { .. }
        | FetchFailure::Lookup { .. }
        | FetchFailure::Read { .. }
        | FetchFailure::Tls { .. } => Fault::Unreachable { why: why.clone() },
    }
}

/// The entrance that one of the hops is, or that is at their host.
fn entrance_of<'a>(provider: &'a Provider, stops: &[Stop<'_>]) -> Option<&'a Entrance> {
    let is_at = |entrance: &&Entrance| {
        let there = Hop::new(entrance.url.clone());
        stops.iter().any(|stop| stop.listed.is_some() && stop.hop.host() == there.host())
    };
    provider.entrances.iter().find(is_at)
}
