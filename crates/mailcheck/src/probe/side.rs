//! One side of the account, incoming or outgoing: its candidates, which of them is chosen, and the
//! ticket for its log-in.

use std::time::Duration;

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

/// The candidates of one side, best first.
pub(super) struct Side {
    /// The turn to log in.
    pub(super) ticket: usize,
    /// Who named the candidates.
    pub(super) source: Source,
    candidates: Vec<Candidate>,
    states: watch::Sender<States>,
}

struct Candidate {
    index: usize,
    endpoint: Endpoint,
    /// Cancelled when another candidate won, or the run is stopped.
    stop: CancellationToken,
}

#[derive(Clone, Debug)]
struct States {
    each: Vec<State>,
    winner: Option<usize>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// Done without getting to where a log-in could begin.
    Gone,
    Pending,
    /// At the point of logging in.
    Ready,
}

impl Side {
    /// Candidates of one side, best first. `chosen` says that the report is about them whatever
    /// happens.
    pub(super) fn new<N: Net>(
        desk: &Desk<'_, N>,
        ticket: usize,
        endpoints: Vec<Endpoint>,
        source: Source,
        stop: &CancellationToken,
    ) -> Self {
        let given = source == Source::Given;
        let candidates: Vec<Candidate> = endpoints
            .into_iter()
            .map(|endpoint| Candidate {
                index: desk.add(endpoint.clone(), source, given),
                endpoint,
                stop: stop.child_token(),
            })
            .collect();
        let each = vec![State::Pending; candidates.len()];
        let winner = if given { Some(0) } else { None };
        Self { ticket, source, candidates, states: watch::Sender::new(States { each, winner }) }
    }

    /// Tries the one endpoint that was named.
    pub(super) async fn run_given<N: Net>(&self, desk: &Desk<'_, N>) {
        join_all(self.candidates.iter().map(|candidate| self.probe(desk, candidate))).await;
        desk.gate.settle(self.ticket, Outcome::Unused);
        self.look_beside(desk).await;
    }

    /// Tries the candidates one after the other, until one can be logged in to (RFC 6186 §3.4). If
    /// none can, the report is about the first. Says whether the side has a winner.
    pub(super) async fn run_in_order<N: Net>(&self, desk: &Desk<'_, N>) {
        for (rank, candidate) in self.candidates.iter().enumerate().take(MAX_TRIED) {
            self.states.send_modify(|states| states.winner = Some(rank));
            self.probe(desk, candidate).await;
            let ready = self.states.borrow().each.get(rank) == Some(&State::Ready);
            if ready || candidate.stop.is_cancelled() {
                desk.choose(candidate.index);
                break;
            }
        }
        if let Some(first) = self.candidates.first()
            && !self.candidates.iter().any(|candidate| is_chosen(desk, candidate.index))
        {
            desk.choose(first.index);
        }
        desk.gate.settle(self.ticket, Outcome::Unused);
        self.look_beside(desk).await;
    }

    /// Finds out more where what was chosen failed. The other side does not wait for that.
    async fn look_beside<N: Net>(&self, desk: &Desk<'_, N>) {
        let chosen = self.candidates.iter().filter(|it| is_chosen(desk, it.index));
        join_all(chosen.map(|it| control::look(desk, it.index, &it.stop))).await;
    }

    /// Tries all candidates at once and keeps the best that can be logged in to, else the best that
    /// answers as a mail server, else none.
    pub(super) async fn run_at_once<N: Net>(&self, desk: &Desk<'_, N>) {
        let probes = join_all(self.candidates.iter().map(|candidate| self.probe(desk, candidate)));
        tokio::join!(probes, self.decide(desk));
        if self.states.borrow().winner.is_none() {
            let evidence = desk.evidence();
            let answers = |candidate: &&Candidate| answers_as_mail(&evidence, candidate.index);
            let best = self.candidates.iter().find(answers).map(|candidate| candidate.index);
            drop(evidence);
            if let Some(index) = best {
                desk.choose(index);
            }
        }
        for candidate in &self.candidates {
            record_guess(desk, candidate);
        }
        let is_found = self.candidates.iter().any(|candidate| is_chosen(desk, candidate.index));
        let outcome = if is_found { Outcome::Unused } else { Outcome::Absent };
        desk.gate.settle(self.ticket, outcome);
    }

    /// Waits until the best candidate is known, or none is left, and ends the others.
    async fn decide<N: Net>(&self, desk: &Desk<'_, N>) {
        let mut changes = self.states.subscribe();
        let any_ready = |states: &States| {
            states.each.contains(&State::Ready) || !states.each.contains(&State::Pending)
        };
        let settled = |states: &States| {
            states.each.iter().find(|state| **state != State::Gone) != Some(&State::Pending)
        };
        // The sender is ours, so the waits cannot fail.
        if changes.wait_for(any_ready).await.is_err() {
            return;
        }
        let better = tokio::time::timeout(GRACE, changes.wait_for(settled)).await;
        drop(better);
        let best = self.states.borrow().each.iter().position(|state| *state == State::Ready);
        self.states.send_modify(|states| states.winner = best);
        for (rank, candidate) in self.candidates.iter().enumerate() {
            if Some(rank) == best {
                desk.choose(candidate.index);
            } else if best.is_some() {
                candidate.stop.cancel();
            }
        }
    }

    /// Says that this connection could log in, and waits for whether its endpoint is the one; if it
    /// is not, says why.
    pub(super) async fn chosen<N: Net>(&self, spot: &Spot<'_, N>) -> Result<(), NotAttempted> {
        let Some(rank) = self.rank(spot.place.endpoint) else {
            return Err(NotAttempted::NotChosen);
        };
        self.set(rank, State::Ready);
        let mut changes = self.states.subscribe();
        tokio::select! {
            biased;
            outcome = changes.wait_for(|states| states.winner.is_some()) => {
                let is_it = outcome.is_ok_and(|states| states.winner == Some(rank));
                if is_it { Ok(()) } else { Err(NotAttempted::NotChosen) }
            }
            () = spot.stop.cancelled() => Err(NotAttempted::Stopped),
        }
    }

    fn rank(&self, index: Option<usize>) -> Option<usize> {
        self.candidates.iter().position(|candidate| Some(candidate.index) == index)
    }

    fn set(&self, rank: usize, state: State) {
        self.states.send_if_modified(|states| match states.each.get_mut(rank) {
            Some(mine) if *mine == State::Pending => {
                *mine = state;
                true
            }
            Some(_) | None => false,
        });
    }

    /// Looks the host up, A and AAAA apart, and at every address as soon as it is known.
    async fn probe<N: Net>(&self, desk: &Desk<'_, N>, candidate: &Candidate) {
        let families = desk.net.families().iter();
        join_all(families.map(|&family| self.family(desk, candidate, family))).await;
        if let Some(rank) = self.rank(Some(candidate.index)) {
            self.set(rank, State::Gone);
        }
    }

    async fn family<N: Net>(&self, desk: &Desk<'_, N>, candidate: &Candidate, family: Family) {
        let Candidate { index, endpoint, stop } = candidate;
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
        join_all(ips.into_iter().take(MAX_ADDRESSES).map(|ip| {
            let mut spot = spot.clone();
            spot.place.ip = Some(ip);
            spot.place.attempt = Some(Attempt::Client);
            async move { session::address(&spot, self).await }
        }))
        .await;
    }
}

/// Tells what came of a guess, as every source's answer is kept.
fn record_guess<N: Net>(desk: &Desk<'_, N>, candidate: &Candidate) {
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

fn is_chosen<N: Net>(desk: &Desk<'_, N>, index: usize) -> bool {
    desk.evidence().endpoints.get(index).is_some_and(|candidate| candidate.chosen)
}

/// Whether something that speaks the service is there, though it may not be usable.
fn answers_as_mail(evidence: &Evidence, index: usize) -> bool {
    let Some(view) = evidence.view(index) else { return false };
    view.addresses().iter().any(|address| {
        matches!(address.greeting(), Step::Done(greeting) if matches!(
            greeting.kind,
            GreetingKind::Ready | GreetingKind::Busy | GreetingKind::Refused | GreetingKind::Preauth
        ))
    })
}

/// How long a better candidate may still come after the first that works.
const GRACE: Duration = Duration::from_secs(1);
/// More servers of one side than any domain publishes; a list without end must not be followed.
const MAX_TRIED: usize = 8;
/// More addresses of one family than any mail host has; a list without end must not be followed.
const MAX_ADDRESSES: usize = 16;
