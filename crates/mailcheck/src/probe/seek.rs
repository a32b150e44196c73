//! A side whose settings are sought: which of the servers that sources name is looked at, when, and which
//! one is chosen.
//!
//! A server is looked at as soon as a source names it that may be believed, while other sources are still
//! out. One after the other: another begins only when it is better, or when the one before is of no use.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::desk::Desk;
use super::gate::Outcome;
use super::side::{self, Candidate, Side, State};
use crate::discover::{guesses, pop3_guesses};
use crate::evidence::{Answer, Evidence, Offer, SourceOutcome};
use crate::model::{Endpoint, Host, Security, Service, Source};
use crate::net::Net;

/// What is known of the sources.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// How many have answered.
    pub(super) answers: usize,
    /// Whether all have.
    pub(super) is_over: bool,
}

/// A side, and what it is sought by.
pub(super) struct Seek<'s, 'd, N> {
    pub(super) side: &'s Side,
    pub(super) desk: &'s Desk<'d, N>,
    pub(super) domain: &'s Host,
    pub(super) incoming: bool,
    pub(super) progress: watch::Receiver<Progress>,
}

/// Where the side stands.
enum Standing {
    /// This one is it.
    Chosen(usize),
    /// There is none.
    None,
    /// More may come, or at least until then.
    Wait(Option<Instant>),
}

impl<N: Net> Seek<'_, '_, N> {
    /// Looks at what is named until one is chosen, and sees that one through.
    pub(super) async fn run(mut self) {
        let began = Instant::now();
        let mut changes = self.side.states.subscribe();
        let mut probes = FuturesUnordered::new();
        let mut ready_since = None;
        loop {
            let progress = *self.progress.borrow_and_update();
            changes.borrow_and_update();
            for candidate in self.next(progress, began) {
                probes.push(self.side.probe(self.desk, candidate));
            }
            let until = match self.standing(progress, began, &mut ready_since) {
                Standing::Chosen(index) => {
                    self.side.choose(self.desk, index);
                    break;
                }
                Standing::None => break,
                Standing::Wait(until) => until,
            };
            tokio::select! {
                biased;
                Some(()) = probes.next() => {}
                Ok(()) = changes.changed() => {}
                Ok(()) = self.progress.changed() => {}
                () = sleep_until(until.unwrap_or(began)), if until.is_some() => {}
                else => break,
            }
        }
        while probes.next().await.is_some() {}
        self.conclude().await;
    }

    /// What is to be looked at now.
    fn next(&self, progress: Progress, began: Instant) -> Vec<Arc<Candidate>> {
        let tried = self.side.candidates();
        let survey = self.desk.plan.search.is_survey;
        if survey && !self.desk.plan.search.probe {
            return Vec::new();
        }
        let mut chosen: Vec<(Endpoint, Source)> = Vec::new();
        {
            let evidence = self.desk.evidence();
            let offers = self.offers(&evidence);
            let states = self.side.states.borrow();
            let is_alive = |it: &&Arc<Candidate>| states.of(it.index) != State::Gone;
            let alive =
                tried.iter().filter(is_alive).map(|it| self.rank(&offers, &it.endpoint)).min();
            let room = MAX_TRIED.saturating_sub(tried.len());
            let new = offers
                .iter()
                .enumerate()
                .filter(|(_, offer)| !tried.iter().any(|it| it.endpoint == *offer.endpoint));
            for (rank, offer) in new.take(room) {
                let is_plain = offer.endpoint.security == Security::Plain;
                let is_better = alive.is_none_or(|alive| rank < alive);
                let is_time = if survey {
                    true
                } else if is_plain {
                    progress.is_over && alive.is_none()
                } else {
                    is_better && chosen.is_empty()
                };
                if is_time {
                    let source = offer.best().map_or(Source::Guess, |it| it.asked.source);
                    chosen.push((offer.endpoint.clone(), source));
                }
            }
            if chosen.is_empty() && self.may_guess_pop3(&evidence, progress, &tried) {
                let all = pop3_guesses(self.domain);
                chosen.extend(all.into_iter().map(|it| (it, Source::Guess)));
            }
            let is_time = progress.is_over || began.elapsed() >= GUESS_AFTER;
            if chosen.is_empty() && tried.is_empty() && is_time && self.may_guess(&evidence) {
                let all = guesses(self.domain, self.incoming);
                chosen.extend(all.into_iter().map(|it| (it, Source::Guess)));
            }
        }
        chosen.into_iter().map(|(it, source)| self.side.add(self.desk, it, source)).collect()
    }

    /// Whether the usual names are to be tried: nobody names a server or says that there is none.
    fn may_guess(&self, evidence: &Evidence) -> bool {
        evidence.offers(self.incoming).iter().all(is_guess)
            && self.desk.plan.search.sources.contains(&Source::Guess)
            && !self.is_declined(evidence)
    }

    /// Whether the usual names of POP3 servers are to be tried: those of IMAP servers were, and nobody spoke
    /// there. Where nobody answered at all it may be the line, and more names would only cost more time.
    fn may_guess_pop3(
        &self,
        evidence: &Evidence,
        progress: Progress,
        tried: &[Arc<Candidate>],
    ) -> bool {
        let states = self.side.states.borrow();
        let is_nobody = |it: &Arc<Candidate>| {
            let is_imap = it.source == Source::Guess && it.endpoint.service == Service::Imap;
            let answer = evidence.view(it.index).map(|view| view.answer());
            let is_none = matches!(answer, None | Some(Answer::Refused | Answer::Unknown));
            is_imap && is_none && states.of(it.index) == State::Gone
        };
        progress.is_over
            && !tried.is_empty()
            && tried.iter().all(is_nobody)
            && self.may_guess(evidence)
    }

    /// Whether the domain says that it does not offer this (RFC 6186 §3.4), or takes no mail (RFC 7505).
    fn is_declined(&self, evidence: &Evidence) -> bool {
        evidence.answers().any(|asked| {
            let labels: [&str; 2] = if self.incoming {
                ["_imaps.", "_imap."]
            } else {
                ["_submissions.", "_submission."]
            };
            let is_of_side = labels.iter().any(|label| asked.location.starts_with(label));
            asked.outcome == SourceOutcome::NotOffered && (asked.source == Source::Mx || is_of_side)
        })
    }

    /// Where the side stands: the best that can be logged in to is chosen, unless a better one may still
    /// come to that.
    fn standing(
        &self,
        progress: Progress,
        began: Instant,
        ready_since: &mut Option<Instant>,
    ) -> Standing {
        let tried = self.side.candidates();
        let evidence = self.desk.evidence();
        let offers = self.offers(&evidence);
        let states = self.side.states.borrow().clone();
        let in_state = |wanted: State| {
            let such = tried.iter().filter(move |it| states.of(it.index) == wanted);
            let ranked = such.map(|it| (self.rank(&offers, &it.endpoint), it));
            ranked.min_by_key(|(rank, _)| *rank)
        };
        let (ready, pending) = (in_state.clone()(State::Ready), in_state(State::Pending));
        let is_survey = self.desk.plan.search.is_survey;
        let Some((rank, best)) = ready else {
            let may_guess = tried.is_empty() && self.may_guess(&evidence);
            return match pending {
                Some(_) => Standing::Wait(None),
                None if !progress.is_over => Standing::Wait(may_guess.then(|| began + GUESS_AFTER)),
                None => Standing::None,
            };
        };
        if is_survey {
            let is_done = progress.is_over && pending.is_none();
            return if is_done { Standing::Chosen(best.index) } else { Standing::Wait(None) };
        }
        drop(evidence);
        if !progress.is_over && !self.desk.trusts(&best.endpoint) {
            // Somebody may still name it whose word counts.
            return Standing::Wait(None);
        }
        let is_better_out = pending.is_some_and(|(other, _)| other < rank);
        let is_guess_early = best.source == Source::Guess && !progress.is_over;
        if is_better_out || is_guess_early {
            let until = *ready_since.get_or_insert_with(Instant::now) + GRACE;
            if Instant::now() < until {
                return Standing::Wait(Some(until));
            }
        }
        Standing::Chosen(best.index)
    }

    /// What can be looked at, in the order of preference: first what a credential may go to. Where somebody
    /// names an encrypted IMAP server, POP3 is for surveys; else it has to be known that nobody does.
    fn offers<'e>(&self, evidence: &'e Evidence) -> Vec<Offer<'e>> {
        let accept = self.desk.plan.accept_foreign_host;
        let mut offers = evidence.offers(self.incoming);
        offers.retain(|it| !is_guess(it));
        let is_imap = |it: &Offer<'_>| {
            it.endpoint.service == Service::Imap && it.endpoint.security != Security::Plain
        };
        let is_over = self.progress.borrow().is_over;
        if !self.desk.plan.search.is_survey && (!is_over || offers.iter().any(is_imap)) {
            offers.retain(|it| it.endpoint.service != Service::Pop3);
        }
        offers.sort_by_key(|it| {
            let is_doubtful = !accept && !it.is_trusted(self.domain);
            let is_pop3 = it.endpoint.service == Service::Pop3;
            (it.endpoint.security == Security::Plain, is_doubtful, is_pop3)
        });
        offers
    }

    /// The place in that order; guesses come last, in theirs.
    fn rank(&self, offers: &[Offer<'_>], endpoint: &Endpoint) -> usize {
        let named = offers.iter().position(|offer| offer.endpoint == endpoint);
        let guessed = || {
            let mut guesses = guesses(self.domain, self.incoming);
            guesses.extend(pop3_guesses(self.domain));
            let place = guesses.iter().position(|it| it == endpoint);
            offers.len().saturating_add(place.unwrap_or(guesses.len()))
        };
        named.unwrap_or_else(guessed)
    }

    /// Makes sure that the report is about something where there is anything, and settles the turn.
    async fn conclude(&self) {
        let (side, desk) = (self.side, self.desk);
        let tried = side.candidates();
        let is_guessed = tried.iter().any(|it| it.source == Source::Guess);
        if !tried.iter().any(|it| side::is_chosen(desk, it.index)) {
            let best = {
                let evidence = desk.evidence();
                let offers = self.offers(&evidence);
                let ranked = tried.iter().filter(|it| {
                    it.source != Source::Guess || side::answers_as_mail(&evidence, it.index)
                });
                ranked.min_by_key(|it| self.rank(&offers, &it.endpoint)).map(|it| it.index)
            };
            if let Some(index) = best {
                desk.choose(index);
            }
        }
        for candidate in tried.iter().filter(|it| it.source == Source::Guess) {
            side::record_guess(desk, candidate);
        }
        let is_found = tried.iter().any(|it| side::is_chosen(desk, it.index));
        let outcome = if is_found { Outcome::Unused } else { Outcome::Absent };
        desk.gate.settle(side.ticket, outcome);
        if !is_guessed {
            side.look_beside(desk).await;
        }
    }
}

/// Whether only a usual name stands behind it.
fn is_guess(offer: &Offer<'_>) -> bool {
    offer.best().is_some_and(|it| it.asked.source == Source::Guess)
}

/// How long a better candidate may still come after the first that works.
const GRACE: Duration = Duration::from_secs(1);
/// When the usual names are tried though not every source has answered.
const GUESS_AFTER: Duration = Duration::from_secs(1);
/// More servers of one side than any domain publishes; a list without end must not be followed.
const MAX_TRIED: usize = 8;
