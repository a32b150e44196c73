//! Control probes: when a server did not answer as mail, what else of it does tells the line from the
//! server. They are made only then, once each, and no credential comes near them.

use std::net::IpAddr;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::capability;
use super::desk::{Desk, Spot};
use super::dialogue::Dialogue;
use super::secure::{self, Line};
use super::session;
use crate::evidence::{
    AddressView, Answer, Attempt, Candidate, EndpointView, Fact, Family, GreetingKind,
    LookupFailure, Place, Stage,
};
use crate::model::{Endpoint, Host, Security, Service, Source};
use crate::net::Net;

/// Looks at what stands beside an endpoint that failed: the other ports of its host, or, when that
/// was not found, the domain above it.
pub(super) async fn look<N: Net>(desk: &Desk<'_, N>, index: usize, stop: &CancellationToken) {
    let (ports, domain) = {
        let evidence = desk.evidence();
        let Some(view) = evidence.view(index).filter(|_| !stop.is_cancelled()) else { return };
        (ports(&view).filter(|_| desk.plan.other_ports), domain(&view))
    };
    let ports = async {
        let Some((ip, endpoints)) = ports else { return };
        let new = endpoints.into_iter().filter_map(|it| Some((desk.add_control(&it)?, it)));
        let new: Vec<(usize, Endpoint)> = new.collect();
        join_all(new.iter().map(|(index, endpoint)| {
            let attempt = Some(Attempt::Control);
            let place = Place { endpoint: Some(*index), ip: Some(ip), attempt };
            knock(Spot { desk, endpoint, place, stop: stop.clone() })
        }))
        .await;
    };
    let domain = async {
        let Some(domain) = domain else { return };
        let Some(&family) = desk.net.families().last() else { return };
        let began = desk.now_ms();
        let failed = tokio::select! {
            biased;
            () = stop.cancelled() => Some(LookupFailure::Stopped),
            (outcome, _via, _took_ms) = desk.lookup(&domain, family) => outcome.err(),
        };
        let took_ms = desk.now_ms().saturating_sub(began);
        let place = Place { endpoint: Some(index), ip: None, attempt: None };
        desk.record(place, Fact::DomainLookedUp { domain, failed, took_ms });
    };
    tokio::join!(ports, domain);
}

/// Which other ports there are to try, and at which address; `None` where mail answers, or where no
/// port could tell more: without a network, or in a run that ends.
fn ports(view: &EndpointView<'_>) -> Option<(IpAddr, Vec<Endpoint>)> {
    let addresses = view.addresses();
    let answers: Vec<Answer> = addresses.iter().map(AddressView::answer).collect();
    if answers.iter().any(Answer::is_server) {
        return None;
    }
    // Most lines have IPv4.
    let tried = addresses.iter().zip(&answers).filter(|(_, answer)| **answer != Answer::Unknown);
    let ip = tried.map(|(address, _)| address.ip).min_by_key(|ip| Family::of(*ip))?;
    let Endpoint { service, host, port, .. } = view.endpoint();
    let usual = [Security::Tls, Security::Starttls]
        .map(|security| Endpoint::usual(*service, host.clone(), security));
    let relay = Endpoint {
        port: RELAY_PORT,
        ..Endpoint::usual(*service, host.clone(), Security::Starttls)
    };
    let relay = Some(relay).filter(|_| *service == Service::Smtp);
    Some((ip, usual.into_iter().chain(relay).filter(|it| it.port != *port).collect()))
}

/// The domain above a host that has no address; `None` where there is one, or no answer is awaited.
fn domain(view: &EndpointView<'_>) -> Option<Host> {
    let lookups = view.lookups();
    let is_open =
        |why: &LookupFailure| !matches!(why, LookupFailure::Bogus | LookupFailure::Stopped);
    let is_missing =
        !lookups.is_empty() && lookups.iter().all(|lookup| lookup.outcome.is_err_and(is_open));
    view.endpoint().host.parent().filter(|_| is_missing)
}

/// One connection, as far as what tells whether a client could use it, and a goodbye.
async fn knock<N: Net>(spot: Spot<'_, N>) {
    let Some(Line { stream, local, .. }) = secure::connect(&spot).await else { return };
    if spot.endpoint.security == Security::Tls {
        let Ok(connection) = secure::diagnostic(&spot, stream).await else { return };
        let mut talk = Dialogue::new(&spot, connection, true);
        let greeted = session::greet(&mut talk, Stage::AfterTls).await;
        return session::turn_away(talk, greeted).await;
    }
    let mut talk = Dialogue::new(&spot, stream, false);
    let greeted = session::greet(&mut talk, Stage::BeforeTls).await;
    if greeted == Some(GreetingKind::Ready) {
        // Whether STARTTLS is offered; what it would do is no matter of a comparison.
        let _list = capability::known_or_asked(&mut talk, Stage::BeforeTls, local).await;
    }
    session::turn_away(talk, greeted).await;
}

impl<N: Net> Desk<'_, N> {
    /// Takes a port into the evidence that is no part of the report, and says at which index; `None`
    /// when the run has it already.
    fn add_control(&self, endpoint: &Endpoint) -> Option<usize> {
        let mut evidence = self.evidence();
        let is_it = |known: &Candidate| {
            let known = &known.endpoint;
            (known.service, &known.host, known.port)
                == (endpoint.service, &endpoint.host, endpoint.port)
        };
        if evidence.endpoints.iter().any(is_it) {
            return None;
        }
        let mut candidate = Candidate::new(endpoint.clone(), Source::Guess);
        candidate.chosen = false;
        evidence.endpoints.push(candidate);
        Some(evidence.endpoints.len() - 1)
    }
}

/// The port between mail servers, which many lines block (RFC 5068): tried for comparison only.
const RELAY_PORT: u16 = 25;
