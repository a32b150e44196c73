//! Where the names of certificates lead that were refused for their name: only DNS is asked, once the
//! run has seen all else.

use std::net::IpAddr;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::desk::Desk;
use crate::evidence::{AddressView, Evidence, Fact, LookupFailure, Place, Step, TlsFailure};
use crate::model::{Host, Service};
use crate::net::Net;
use crate::wire::certificate::Certificate;

/// Looks the names up, all at once, of every chosen address whose certificate is for other names.
pub(super) async fn look_up<N: Net>(desk: &Desk<'_, N>, stop: &CancellationToken) {
    let refused = refused(&desk.evidence());
    let found = join_all(refused.iter().map(|it| of_address(desk, it, stop))).await;
    for (refused, facts) in refused.iter().zip(found) {
        for fact in facts {
            desk.record(refused.place, fact);
        }
    }
}

/// An address whose certificate was refused, and is for other names.
struct Refused {
    place: Place,
    ip: IpAddr,
    leaf: Certificate,
    names: Vec<Host>,
}

fn refused(evidence: &Evidence) -> Vec<Refused> {
    let addresses = evidence.views().flat_map(|view| view.addresses());
    let refused = addresses.filter_map(|address| {
        let Step::Failed(TlsFailure::Certificate { .. }) = address.handshake() else { return None };
        let chain = address.chain().filter(|chain| !chain.name_matches)?;
        let leaf = chain.leaf()?.clone();
        let place =
            Place { endpoint: Some(address.endpoint.index), ip: Some(address.ip), attempt: None };
        Some(Refused { place, ip: address.ip, names: candidates(&address, &leaf), leaf })
    });
    refused.collect()
}

/// Looks up the names of one certificate and, where it has a wildcard, the address's own name.
async fn of_address<N: Net>(
    desk: &Desk<'_, N>,
    refused: &Refused,
    stop: &CancellationToken,
) -> Vec<Fact> {
    let Refused { leaf, names, .. } = refused;
    let all = join_all(names.iter().map(|name| looked_up(desk, name, stop)));
    let (mut facts, own) = tokio::join!(all, own_name(desk, refused, stop));
    let is_new = |own: &Host| leaf.is_for(own.as_str()) && !names.contains(own);
    if let Some(own) = own.filter(is_new)
        && names.len() < MOST_NAMES
    {
        facts.push(looked_up(desk, &own, stop).await);
    }
    facts
}

/// The name of the address in the reverse tree, where a wildcard leaves the name open. Whoever has the
/// address may name it as he likes, so it is a candidate and no more.
async fn own_name<N: Net>(
    desk: &Desk<'_, N>,
    refused: &Refused,
    stop: &CancellationToken,
) -> Option<Host> {
    wildcards(&refused.leaf).next()?;
    let answer = tokio::time::timeout(desk.plan.timeout, desk.net.reverse(refused.ip));
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        answer = answer => answer.ok()?.ok()?.into_iter().find(is_to_be_entered),
    }
}

async fn looked_up<N: Net>(desk: &Desk<'_, N>, name: &Host, stop: &CancellationToken) -> Fact {
    let families = desk.net.families().iter();
    let all = join_all(families.map(|&family| desk.lookup(name, family)));
    let (mut ips, mut why) = (Vec::new(), None);
    tokio::select! {
        biased;
        () = stop.cancelled() => why = Some(LookupFailure::Stopped),
        answers = all => for (outcome, _via, _took_ms) in answers {
            match outcome {
                Ok(found) => ips.extend(found),
                Err(failure) => _ = why.get_or_insert(failure),
            }
        }
    }
    Fact::NameLookedUp { name: name.clone(), ips, why }
}

/// The names to look up, the likeliest first: those that stand in the certificate, then such as its
/// wildcards stand for.
fn candidates(address: &AddressView<'_>, leaf: &Certificate) -> Vec<Host> {
    let endpoint = address.endpoint.endpoint();
    let label = match endpoint.service {
        Service::Imap => "imap",
        Service::Pop3 => "pop",
        Service::Smtp => "smtp",
    };
    let said = names_said(address).filter(|name| leaf.is_for(name.as_str()));
    let is_for_mail = |name: &Host| {
        let first = name.as_str().split('.').next();
        first.is_some_and(|first| first == label || first == "mail")
    };
    let mut standing: Vec<Host> = leaf.names.iter().filter_map(|name| name.parse().ok()).collect();
    standing.sort_by_key(|name| !is_for_mail(name));
    let own = endpoint.host.as_str().split('.').next().filter(|_| endpoint.host.ip().is_none());
    let usual: Vec<&str> = [own, Some("mail"), Some(label)].into_iter().flatten().collect();
    let below = wildcards(leaf).flat_map(|domain| {
        let usual = usual.clone().into_iter();
        usual.filter_map(move |label| domain.below(label).ok())
    });
    let mut names = Vec::new();
    for name in standing.into_iter().chain(said).chain(below) {
        if is_to_be_entered(&name) && name != endpoint.host && !names.contains(&name) {
            names.push(name);
        }
        if names.len() == MOST_NAMES {
            break;
        }
    }
    names
}

/// What the server calls itself, in its greeting and its answer to EHLO.
fn names_said(address: &AddressView<'_>) -> impl Iterator<Item = Host> {
    let greeting = address.greeting().done().and_then(|greeting| greeting.lines.first());
    let texts = address.identity().into_iter().chain(greeting);
    let words = texts.flat_map(|text| text.as_str().split_whitespace().take(MOST_WORDS));
    words.filter_map(|word| word.trim_matches(['<', '>', '(', ')', '[', ']', ',']).parse().ok())
}

/// The domains that a certificate is for with all names below.
fn wildcards(leaf: &Certificate) -> impl Iterator<Item = Host> {
    leaf.names.iter().filter_map(|name| name.strip_prefix("*.")?.parse().ok())
}

/// A name of the whole world, which a phone can use as well.
fn is_to_be_entered(name: &Host) -> bool {
    name.ip().is_none() && name.as_str().contains('.')
}

/// More names than a mail server has; certificates of hosters are for hundreds of customers.
const MOST_NAMES: usize = 8;
/// Words of a line in which the server's own name may stand.
const MOST_WORDS: usize = 16;

#[cfg(test)]
mod tests;
