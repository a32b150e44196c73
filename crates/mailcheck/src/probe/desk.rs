//! The desk that the stages of a run write at, and the spot at it that belongs to one connection.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::gate::Gate;
use super::plan::Plan;
use super::watch::{Event, StepName};
use crate::evidence::{
    self, Asked, Attempt, Candidate, Evidence, Fact, Family, Forgeable, Observation, Place,
    ReadFailure,
};
use crate::model::{Endpoint, Host, Source};
use crate::net::tls::{LazyTls, Tls};
use crate::net::{Found, Lookups, Net};

/// A callback that is told what happens.
pub(super) type Watch<'a> = dyn Fn(&Event<'_>) + Send + Sync + 'a;

/// What all stages of a run share.
pub(super) struct Desk<'a, N> {
    pub(super) net: &'a N,
    pub(super) plan: &'a Plan,
    pub(super) gate: Gate,
    watch: Option<&'a Watch<'a>>,
    evidence: Mutex<Evidence>,
    pub(super) lookups: Lookups<'a, N>,
    pub(super) tls: Arc<LazyTls>,
    /// From which address of this device connections are made; from whichever the system takes if `None`.
    pub(super) from: Option<IpAddr>,
    /// Longest wait for one step.
    pub(super) patience: Duration,
    /// Cancelled a moment after the run was stopped: what was begun by then may still be answered.
    pub(super) late: CancellationToken,
    /// Whether what is recorded here is nobody's but the writer's.
    is_aside: bool,
    /// When the run began, by the clock of the network.
    began: Duration,
    /// When the last connection began; held while the next one waits.
    connected: tokio::sync::Mutex<Option<Instant>>,
    /// What was answered of hosts outside of the mail domain; held while somebody is asked.
    pub(super) confirmed: tokio::sync::Mutex<BTreeMap<Host, bool>>,
}

impl<'a, N: Net> Desk<'a, N> {
    pub(super) fn new(
        net: &'a N,
        plan: &'a Plan,
        gate: Gate,
        watch: Option<&'a Watch<'a>>,
    ) -> Self {
        Self {
            net,
            plan,
            gate,
            watch,
            evidence: Mutex::new(Evidence::new(net.now(), plan.described())),
            lookups: Lookups::new(net, plan.timeout),
            tls: Arc::new(LazyTls::new(plan.roots.clone())),
            from: None,
            patience: plan.timeout,
            late: CancellationToken::new(),
            is_aside: false,
            began: net.elapsed(),
            connected: tokio::sync::Mutex::default(),
            confirmed: tokio::sync::Mutex::default(),
        }
    }

    /// A desk of the same run for one connection of many: what is recorded at it stays there, and who
    /// watches the run is told only what was said, and not what is waited for.
    pub(super) fn aside(&self, from: Option<IpAddr>, patience: Duration) -> Self {
        Self {
            net: self.net,
            plan: self.plan,
            gate: Gate::new(0, 0),
            watch: self.watch,
            evidence: Mutex::new(Evidence::new(self.net.now(), evidence::Account::default())),
            lookups: Lookups::new(self.net, patience),
            tls: Arc::clone(&self.tls),
            from,
            patience,
            late: self.late.clone(),
            is_aside: true,
            began: self.began,
            connected: tokio::sync::Mutex::default(),
            confirmed: tokio::sync::Mutex::default(),
        }
    }

    pub(super) fn evidence(&self) -> MutexGuard<'_, Evidence> {
        self.evidence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn into_evidence(self) -> Evidence {
        self.evidence.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an endpoint into the evidence and says at which index.
    pub(super) fn add(&self, endpoint: Endpoint, source: Source, chosen: bool) -> usize {
        let mut candidate = Candidate::new(endpoint, source);
        candidate.chosen = chosen;
        let mut evidence = self.evidence();
        evidence.endpoints.push(candidate);
        evidence.endpoints.len() - 1
    }

    /// Makes an endpoint part of the report, with the log-in name that the sources give for it.
    pub(super) fn choose(&self, index: usize) {
        if let Some(candidate) = self.evidence().endpoints.get_mut(index) {
            candidate.chosen = true;
        }
        self.published_name(index);
    }

    /// The log-in name of a source whose word counts most among those that give one.
    fn name_for(&self, evidence: &Evidence, endpoint: &Endpoint) -> Option<String> {
        if self.plan.account.username.is_some() {
            return None;
        }
        let offers = evidence.offers(endpoint.service.is_incoming());
        let offer = offers.iter().find(|offer| offer.endpoint == endpoint)?;
        let template = offer.named.iter().find_map(|it| it.setting.username.as_deref())?;
        let Some(address) = &self.plan.account.address else { return Some(template.to_owned()) };
        let name = address.fill(template);
        // What is left of a placeholder is no name.
        (!name.contains('%') || !template.contains('%')).then_some(name)
    }

    /// The log-in name that the sources give for an endpoint by now, which is kept along with it: one that
    /// answered since it was chosen counts, too.
    pub(super) fn published_name(&self, index: usize) -> Option<String> {
        let mut evidence = self.evidence();
        let endpoint = evidence.endpoints.get(index)?.endpoint.clone();
        let name = self.name_for(&evidence, &endpoint);
        evidence.endpoints.get_mut(index)?.username.clone_from(&name);
        name
    }

    /// Whether the credential may go there as far as the sources are concerned.
    pub(super) fn trusts(&self, endpoint: &Endpoint) -> bool {
        if self.plan.accept_foreign_host || self.plan.endpoints.contains(endpoint) {
            return true;
        }
        let Some(domain) = self.plan.domain() else { return false };
        let evidence = self.evidence();
        let offers = evidence.offers(endpoint.service.is_incoming());
        let named = offers.iter().find(|offer| offer.endpoint == endpoint);
        endpoint.host.is_within(domain) || named.is_some_and(|offer| offer.is_trusted(domain))
    }

    /// Which sources name an endpoint, and how each could have been forged.
    pub(super) fn named_by(&self, endpoint: &Endpoint) -> Vec<(Source, Option<Forgeable>)> {
        let evidence = self.evidence();
        let offers = evidence.offers(endpoint.service.is_incoming());
        let offer = offers.iter().find(|offer| offer.endpoint == endpoint);
        let named = offer.map(|offer| offer.named.as_slice()).unwrap_or_default();
        named.iter().map(|it| (it.asked.source, it.asked.forgeable())).collect()
    }

    /// Milliseconds since the run began.
    pub(super) fn now_ms(&self) -> u64 {
        millis(self.net.elapsed().saturating_sub(self.began))
    }

    /// Waits until the plan's pace lets another connection begin.
    async fn turn(&self) {
        let Some(pace) = self.plan.pace else { return };
        let mut connected = self.connected.lock().await;
        if let Some(last) = *connected {
            tokio::time::sleep_until(last + pace).await;
        }
        *connected = Some(Instant::now());
    }

    pub(super) fn record(&self, place: Place, fact: Fact) {
        let observation = Observation::new(self.now_ms(), place, fact);
        if !self.is_aside {
            self.tell(&Event::Observed(&observation));
        }
        self.evidence().observations.push(observation);
    }

    /// Records what a source of settings answered. What it says before all is known of it gives way to
    /// what it says then.
    pub(super) fn record_answer(&self, asked: Asked) {
        let is_same = |fact: &Fact| {
            matches!(fact, Fact::Asked(known)
                if known.source == asked.source && known.location == asked.location)
        };
        let mut evidence = self.evidence();
        let known = evidence.observations.iter().position(|seen| is_same(&seen.fact));
        if let Some(seen) = known.and_then(|place| evidence.observations.get_mut(place)) {
            seen.fact = Fact::Asked(asked);
            return;
        }
        drop(evidence);
        self.record(Place::default(), Fact::Asked(asked));
    }

    pub(super) fn tell(&self, event: &Event<'_>) {
        if let Some(watch) = self.watch {
            watch(event);
        }
    }

    /// The TLS of this run.
    pub(super) async fn tls(&self) -> &Tls {
        self.tls.get().await
    }

    /// Looks a host up, once for all who ask.
    pub(super) async fn lookup(&self, host: &Host, family: Family) -> Found {
        self.lookups.lookup(host, family).await
    }
}

/// The place of one connection at the desk.
pub(super) struct Spot<'d, N> {
    pub(super) desk: &'d Desk<'d, N>,
    pub(super) endpoint: &'d Endpoint,
    pub(super) place: Place,
    pub(super) stop: CancellationToken,
}

impl<N> Clone for Spot<'_, N> {
    fn clone(&self) -> Self {
        let Self { desk, endpoint, place, stop } = self;
        Self { desk, endpoint, place: *place, stop: stop.clone() }
    }
}

/// Why a wait was cut short.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Cut {
    Stopped,
    TimedOut,
}

impl From<Cut> for ReadFailure {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::Stopped => Self::Stopped,
            Cut::TimedOut => Self::TimedOut,
        }
    }
}

impl<'d, N: Net> Spot<'d, N> {
    /// The same address, by another kind of connection.
    pub(super) fn by(&self, attempt: Attempt) -> Self {
        let mut other = self.clone();
        other.place.attempt = Some(attempt);
        other
    }

    pub(super) fn attempt(&self) -> Attempt {
        self.place.attempt.unwrap_or(Attempt::Client)
    }

    pub(super) fn plan(&self) -> &'d Plan {
        self.desk.plan
    }

    pub(super) fn record(&self, fact: Fact) {
        self.desk.record(self.place, fact);
    }

    pub(super) fn waiting(&self, step: StepName) {
        let (place, endpoint) = (self.place, self.endpoint);
        if self.desk.is_aside {
            return;
        }
        self.desk.tell(&Event::Waiting { place, endpoint, step });
    }

    /// Waits for the turn of a connection, but not in a run that ends.
    pub(super) async fn turn(&self) {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => {}
            () = self.desk.turn() => {}
        }
    }

    /// When a step that begins now has to be over.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.desk.patience
    }

    /// Waits for something until a deadline, or until the run is stopped.
    pub(super) async fn until<T>(
        &self,
        deadline: Instant,
        work: impl Future<Output = T>,
    ) -> Result<T, Cut> {
        until(deadline, &self.stop, work).await
    }
}

/// Waits for something until a deadline, or until somebody has it stop.
pub(super) async fn until<T>(
    deadline: Instant,
    stop: &CancellationToken,
    work: impl Future<Output = T>,
) -> Result<T, Cut> {
    tokio::select! {
        biased;
        outcome = tokio::time::timeout_at(deadline, work) => outcome.map_err(|_| Cut::TimedOut),
        () = stop.cancelled() => Err(Cut::Stopped),
    }
}

/// Whole milliseconds.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
