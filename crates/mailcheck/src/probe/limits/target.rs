//! Which servers can be measured, and at which of their addresses.

use std::net::IpAddr;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::evidence::{
    AddressView, Attempt, EndpointView, Family, GreetingKind, Mechanism, NotAttempted, Place,
    Stage, Step,
};
use crate::model::{Endpoint, ServerText};
use crate::net::Net;
use crate::probe::desk::{Desk, Spot};

/// A server that is measured at one of its addresses.
pub(super) struct Target {
    pub(super) index: usize,
    pub(super) endpoint: Endpoint,
    pub(super) ip: IpAddr,
    /// Another address of it, of the other family.
    pub(super) other: Option<IpAddr>,
    /// How long it took to greet.
    greeting_ms: u64,
    /// How the log-in was accepted, and what was offered for it.
    pub(super) accepted: Option<(Mechanism, Vec<ServerText>)>,
}

/// The servers that stand the test so far, incoming ones first.
pub(super) fn all<N: Net>(desk: &Desk<'_, N>) -> Vec<Target> {
    let evidence = desk.evidence();
    let mut targets: Vec<Target> = evidence.views().filter_map(|view| target(&view)).collect();
    targets.sort_by_key(|target| !target.endpoint.service.is_incoming());
    targets
}

fn target(view: &EndpointView<'_>) -> Option<Target> {
    let addresses = view.addresses();
    let fit = addresses.iter().filter(|it| is_fit(it));
    let chosen = fit.max_by_key(|it| accepted(it).is_some())?;
    let is_other =
        |it: &&AddressView<'_>| Family::of(it.ip) != Family::of(chosen.ip) && is_reached(it);
    Some(Target {
        index: view.index,
        endpoint: view.endpoint().clone(),
        ip: chosen.ip,
        other: addresses.iter().find(is_other).map(|it| it.ip),
        greeting_ms: match chosen.greeting() {
            Step::Done(greeting) => greeting.took_ms,
            Step::Failed(_) | Step::NotReached => 0,
        },
        accepted: accepted(chosen),
    })
}

/// Whether the log-in was accepted there, or there was nothing to log in with.
fn is_fit(address: &AddressView<'_>) -> bool {
    let is_open = address.not_attempted() == Some(NotAttempted::NoCredential);
    let has_answered = address.capabilities(Stage::AfterTls).is_some();
    is_reached(address) && has_answered && (is_open || accepted(address).is_some())
}

/// Whether it is verified, and ready for work.
fn is_reached(address: &AddressView<'_>) -> bool {
    let is_verified = matches!(address.handshake(), Step::Done(tls) if tls.verified);
    let is_ready = matches!(address.greeting(), Step::Done(it) if it.kind == GreetingKind::Ready);
    is_verified && is_ready && address.starttls_leftover().is_none()
}

fn accepted(address: &AddressView<'_>) -> Option<(Mechanism, Vec<ServerText>)> {
    let Step::Done(reply) = address.login() else { return None };
    let list = address.capabilities(Stage::AfterTls)?;
    reply.accepted.then(|| (reply.mechanism, list.to_vec()))
}

impl Target {
    pub(super) fn place(&self, ip: IpAddr) -> Place {
        Place { endpoint: Some(self.index), ip: Some(ip), attempt: Some(Attempt::Ramp) }
    }

    /// A desk for one connection that is held: what is seen of it is told in one fact of all of them. It
    /// waits less than others do, as it is known how quick the server is.
    pub(super) fn aside<'a, N: Net>(
        &self,
        desk: &Desk<'a, N>,
        from: Option<IpAddr>,
    ) -> Desk<'a, N> {
        let patience = PATIENCE + Duration::from_millis(self.greeting_ms);
        desk.aside(from, desk.plan.timeout.min(patience))
    }

    /// A spot for one connection to one of its addresses.
    pub(super) fn spot<'d, N: Net>(
        &'d self,
        desk: &'d Desk<'d, N>,
        ip: IpAddr,
        stop: &CancellationToken,
    ) -> Spot<'d, N> {
        Spot { desk, endpoint: &self.endpoint, place: self.place(ip), stop: stop.clone() }
    }

    /// The address of it that this one of ours can reach, if there is one.
    pub(super) fn ip_for(&self, from: IpAddr) -> Option<IpAddr> {
        let ips = [Some(self.ip), self.other].into_iter().flatten();
        ips.into_iter().find(|ip| Family::of(*ip) == Family::of(from))
    }
}

/// How much longer than before a step may take, until its silence counts as a refusal.
const PATIENCE: Duration = Duration::from_secs(5);
