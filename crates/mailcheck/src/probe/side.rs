//! One side of the account, incoming or outgoing: its candidates, which of them is chosen, and the
//! ticket for its log-in.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::join_all;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::control;
use super::desk::{Desk, Spot};
use super::gate::Outcome;
use super::session;
use super::watch::StepName;
use crate::evidence::{
    Asked, Attempt, Evidence, Fact, Family, GreetingKind, LookupFailure, NotAttempted, Place,
    SourceOutcome, Step, Via,
};
use crate::model::{Endpoint, Source};
use crate::net::Net;

/// The candidates of one side.
pub(super) struct Side {
    /// The turn to log in.
    pub(super) ticket: usize,
    candidates: Mutex<Vec<Arc<Candidate>>>,
    pub(super) states: watch::Sender<States>,
    /// Ends every candidate.
    stop: CancellationToken,
}

/// A server that is looked at for a side.
pub(super) struct Candidate {
    pub(super) index: usize,
    pub(super) endpoint: Endpoint,
    pub(super) source: Source,
    /// Cancelled when another candidate won, or the run is stopped.
    pub(super) stop: CancellationToken,
}

/// How far the candidates are, and which of them is the one.
#[derive(Clone, Debug, Default)]
pub(super) struct States {
    each: Vec<(usize, State)>,
    winner: Option<usize>,
}

impl States {
    /// How far the candidate with this index is.
    pub(super) fn of(&self, index: usize) -> State {
        let found = self.each.iter().find(|(known, _)| *known == index);
        found.map_or(State::Gone, |(_, state)| *state)
    }
}

/// How far a candidate is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum State {
    /// Done without getting to where a log-in could begin.
    Gone,
    Pending,
    /// At the point of logging in.
    Ready,
}

impl Side {
    /// A side without candidates.
    pub(super) fn new(ticket: usize, stop: &CancellationToken) -> Self {
        let states = watch::Sender::new(States::default());
        Self { ticket, candidates: Mutex::default(), states, stop: stop.clone() }
    }

    /// Takes a candidate in.
    pub(super) fn add<N: Net>(
        &self,
        desk: &Desk<'_, N>,
        endpoint: Endpoint,
        source: Source,
    ) -> Arc<Candidate> {
        let is_given = source == Source::Given;
        let index = desk.add(endpoint.clone(), source, is_given);
        let stop = self.stop.child_token();
        let candidate = Arc::new(Candidate { index, endpoint, source, stop });
        self.candidates.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&candidate));
        self.states.send_modify(|states| {
            states.each.push((index, State::Pending));
            if is_given {
                states.winner = Some(index);
            }
        });
        candidate
    }

    pub(super) fn candidates(&self) -> Vec<Arc<Candidate>> {
        self.candidates.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tries the one endpoint that was named.
    pub(super) async fn run_given<N: Net>(&self, desk: &Desk<'_, N>, endpoint: Endpoint) {
        self.probe(desk, self.add(desk, endpoint, Source::Given)).await;
        desk.gate.settle(self.ticket, Outcome::Unused);
        self.look_beside(desk).await;
    }

    /// Makes one candidate the one, and ends the others.
    pub(super) fn choose<N: Net>(&self, desk: &Desk<'_, N>, index: usize) {
        desk.choose(index);
        for candidate in self.candidates() {
            if candidate.index != index {
                candidate.stop.cancel();
            }
        }
        self.states.send_modify(|states| states.winner = Some(index));
    }

    /// Finds out more where what was chosen failed. The other side does not wait for that.
    pub(super) async fn look_beside<N: Net>(&self, desk: &Desk<'_, N>) {
        let chosen: Vec<_> =
            self.candidates().into_iter().filter(|it| is_chosen(desk, it.index)).collect();
        join_all(chosen.iter().map(|it| control::look(desk, it.index, &it.stop))).await;
    }

    /// Says that this connection could log in, and waits for whether its endpoint is the one; if it
    /// is not, says why.
    pub(super) async fn chosen<N: Net>(&self, spot: &Spot<'_, N>) -> Result<(), NotAttempted> {
        let Some(index) = spot.place.endpoint else { return Err(NotAttempted::NotChosen) };
        self.set(index, State::Ready);
        if spot.plan().search.is_survey {
            // Nobody is logged in to, so nobody need wait for who is the one.
            return Ok(());
        }
        let mut changes = self.states.subscribe();
        tokio::select! {
            biased;
            outcome = changes.wait_for(|states| states.winner.is_some()) => {
                let is_it = outcome.is_ok_and(|states| states.winner == Some(index));
                if is_it { Ok(()) } else { Err(NotAttempted::NotChosen) }
            }
            () = spot.stop.cancelled() => Err(NotAttempted::Stopped),
        }
    }

    fn set(&self, index: usize, state: State) {
        self.states.send_if_modified(|states| {
            match states.each.iter_mut().find(|(known, _)| *known == index) {
                Some((_, mine)) if *mine == State::Pending => {
                    *mine = state;
                    true
                }
                Some(_) | None => false,
            }
        });
    }

    /// Looks the host up, A and AAAA apart, and at every address as soon as it is known or its turn has
    /// come.
    pub(super) async fn probe<N: Net>(&self, desk: &Desk<'_, N>, candidate: Arc<Candidate>) {
        let families = desk.net.families().iter();
        let all = families.map(|&family| self.family(desk, &candidate, family));
        all_of(all, desk.plan.pace.is_some()).await;
        self.set(candidate.index, State::Gone);
    }

    async fn family<N: Net>(&self, desk: &Desk<'_, N>, candidate: &Candidate, family: Family) {
        let Candidate { index, endpoint, stop, .. } = candidate;
        let place = Place { endpoint: Some(*index), ip: None, attempt: None };
        let spot = Spot { desk, endpoint, place, stop: stop.clone() };
        spot.waiting(StepName::Dns);
        let began = desk.now_ms();
        let (outcome, via, took_ms) = tokio::select! {
            biased;
            () = stop.cancelled() => {
                let took_ms = desk.now_ms().saturating_sub(began);
                (Err(LookupFailure::Stopped), Via::Dns, took_ms)
            }
            found = desk.lookup(&endpoint.host, family) => found,
        };
        let ips = match outcome {
            Ok(ips) => ips,
            Err(why) => return spot.record(Fact::LookupFailed { family, why, took_ms }),
        };
        spot.record(Fact::Resolved { family, ips: ips.clone(), via, took_ms });
        let all = ips.into_iter().take(desk.plan.most_addresses).map(|ip| {
            let mut spot = spot.clone();
            spot.place.ip = Some(ip);
            spot.place.attempt = Some(Attempt::Client);
            async move { Box::pin(session::address(&spot, self)).await }
        });
        all_of(all, desk.plan.pace.is_some()).await;
    }
}

/// Does all of this, at once or one after the other.
async fn all_of(work: impl Iterator<Item = impl Future<Output = ()>>, in_turn: bool) {
    if !in_turn {
        join_all(work).await;
        return;
    }
    for each in work {
        each.await;
    }
}

/// Tells what came of a guess, as every source's answer is kept.
pub(super) fn record_guess<N: Net>(desk: &Desk<'_, N>, candidate: &Candidate) {
    let Candidate { index, endpoint, .. } = candidate;
    let evidence = desk.evidence();
    let found = answers_as_mail(&evidence, *index);
    let seen = evidence.observations.iter().rfind(|seen| seen.place.endpoint == Some(*index));
    let took_ms = seen.map_or(0, |seen| seen.at_ms);
    let outcome = match unresolved(&evidence, *index) {
        Some(why) => SourceOutcome::Failed { why },
        None if found => SourceOutcome::Found,
        None => SourceOutcome::Nothing,
    };
    drop(evidence);
    let location = format!("{}:{}", endpoint.host.as_str(), endpoint.port);
    let mut asked = Asked::new(Source::Guess, location, outcome, took_ms);
    if found {
        asked.settings.push(endpoint.clone().into());
    }
    desk.record(Place::default(), Fact::Asked(asked));
}

/// Why the host has no address, where the resolver said so.
fn unresolved(evidence: &Evidence, index: usize) -> Option<LookupFailure> {
    let lookups = evidence.view(index)?.lookups();
    let resolved = lookups.iter().any(|lookup| lookup.outcome.is_ok_and(|ips| !ips.is_empty()));
    let mut failures = lookups.iter().filter_map(|lookup| lookup.outcome.err());
    if resolved { None } else { failures.next().cloned() }
}

pub(super) fn is_chosen<N: Net>(desk: &Desk<'_, N>, index: usize) -> bool {
    desk.evidence().endpoints.get(index).is_some_and(|candidate| candidate.chosen)
}

/// Whether something that speaks the service is there, though it may not be usable.
pub(super) fn answers_as_mail(evidence: &Evidence, index: usize) -> bool {
    let Some(view) = evidence.view(index) else { return false };
    view.addresses().iter().any(|address| {
        matches!(address.greeting(), Step::Done(greeting) if matches!(
            greeting.kind,
            GreetingKind::Ready | GreetingKind::Busy | GreetingKind::Refused | GreetingKind::Preauth
        ))
    })
}
