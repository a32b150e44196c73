//! The desk that the stages of a run write at, and the spot at it that belongs to one connection.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::gate::Gate;
use super::plan::Plan;
use super::watch::{Event, StepName};
use crate::evidence::{
    Attempt, Candidate, Evidence, Fact, Family, LookupFailure, Observation, Place, ReadFailure, Via,
};
use crate::model::{Endpoint, Host, Source};
use crate::net::Net;
use crate::net::tls::Tls;

/// A callback that is told what happens.
pub(super) type Watch<'a> = dyn Fn(&Event<'_>) + Send + Sync + 'a;

/// What one look-up gave, for all who need it.
type Found = (Result<Vec<IpAddr>, LookupFailure>, Via, u64);
type Lookups = BTreeMap<(Host, Family), Arc<OnceCell<Found>>>;

/// What all stages of a run share.
pub(super) struct Desk<'a, N> {
    pub(super) net: &'a N,
    pub(super) plan: &'a Plan,
    pub(super) gate: Gate,
    watch: Option<&'a Watch<'a>>,
    evidence: Mutex<Evidence>,
    lookups: Mutex<Lookups>,
    tls: OnceCell<Tls>,
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
            lookups: Mutex::default(),
            tls: OnceCell::new(),
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

    /// Makes an endpoint part of the report.
    pub(super) fn choose(&self, index: usize) {
        if let Some(candidate) = self.evidence().endpoints.get_mut(index) {
            candidate.chosen = true;
        }
    }

    pub(super) fn now_ms(&self) -> u64 {
        millis(self.net.elapsed())
    }

    pub(super) fn record(&self, place: Place, fact: Fact) {
        let observation = Observation::new(self.now_ms(), place, fact);
        self.tell(&Event::Observed(&observation));
        self.evidence().observations.push(observation);
    }

    pub(super) fn tell(&self, event: &Event<'_>) {
        if let Some(watch) = self.watch {
            watch(event);
        }
    }

    /// The TLS of this run. Reading the system's roots takes longer than a round trip at home, so a
    /// run begins with it.
    pub(super) async fn tls(&self) -> &Tls {
        let load = || async {
            let roots = self.plan.roots.clone();
            let ready = tokio::task::spawn_blocking(move || Tls::new(roots.load())).await;
            // The task neither panics nor is it aborted; without roots nothing is trusted.
            ready.unwrap_or_else(|_| Tls::new(Arc::new(rustls::RootCertStore::empty())))
        };
        self.tls.get_or_init(load).await
    }

    /// Looks a host up, once for all who ask.
    pub(super) async fn lookup(&self, host: &Host, family: Family) -> Found {
        let cell = {
            let mut lookups = self.lookups.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lookups.entry((host.clone(), family)).or_default())
        };
        let ask = || async {
            let began = self.now_ms();
            let answer = tokio::time::timeout(self.plan.timeout, self.net.lookup(host, family));
            let none = |_elapsed| (Err(LookupFailure::NoAnswer), Via::Dns);
            let (mut outcome, via) = answer.await.unwrap_or_else(none);
            if let Ok(ips) = &mut outcome {
                // Two connections to one address could not be told apart.
                let mut seen = BTreeSet::new();
                ips.retain(|ip| seen.insert(*ip));
            }
            (outcome, via, self.now_ms().saturating_sub(began))
        };
        cell.get_or_init(ask).await.clone()
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
        self.desk.tell(&Event::Waiting { place, endpoint, step });
    }

    /// When a step that begins now has to be over.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.plan().timeout
    }

    /// Waits for something until a deadline, or until the run is stopped.
    pub(super) async fn until<T>(
        &self,
        deadline: Instant,
        work: impl Future<Output = T>,
    ) -> Result<T, Cut> {
        tokio::select! {
            biased;
            outcome = tokio::time::timeout_at(deadline, work) => outcome.map_err(|_| Cut::TimedOut),
            () = self.stop.cancelled() => Err(Cut::Stopped),
        }
    }
}

/// Whole milliseconds.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
