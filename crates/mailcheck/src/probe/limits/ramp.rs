//! More and more connections to one address, held at once.

use futures_util::future::join_all;
use tokio::time::Instant;

use super::HOLD;
use super::refusal::{self, Miss};
use super::session::{self, Login, Session};
use crate::evidence::{Hold, Ramp, RampEnd, Refused};
use crate::net::Net;
use crate::probe::desk::Spot;
use crate::probe::watch::Event;

/// The connections that are held by now, and why there are no more.
pub(super) struct Climb<'s, N: Net> {
    login: Option<Login<'s>>,
    most: u32,
    begun: u32,
    pub(super) held: Vec<Session<'s, N>>,
    first_ms: u64,
    slowest_ms: u64,
    refused: Option<Refused>,
    end: Option<RampEnd>,
}

type Opened<'s, N> = Vec<Result<Session<'s, N>, Miss>>;

impl<'s, N: Net> Climb<'s, N> {
    /// Holds so many connections, at one of these spots each, until one is not let in. There are [`spots`] of them.
    pub(super) async fn up(spots: &'s [Spot<'s, N>], most: u32, login: Option<Login<'s>>) -> Self {
        let mut climb = Self {
            login,
            most,
            begun: 0,
            held: Vec::new(),
            first_ms: 0,
            slowest_ms: 0,
            refused: None,
            end: None,
        };
        climb.by_steps(spots.get(..length(most)).unwrap_or(spots)).await;
        if climb.is_in_doubt() {
            climb.one_by_one(spots.get(length(climb.begun)..).unwrap_or_default()).await;
        }
        if climb.end != Some(RampEnd::Stopped) {
            climb.miss_the_lost(Instant::now() + HOLD).await;
        }
        climb
    }

    /// Log-ins go one after the other, so that one at the most is refused, and while they do, the next connections
    /// are made.
    async fn by_steps(&mut self, spots: &'s [Spot<'s, N>]) {
        let mut steps = steps(spots);
        let mut opened = self.open(steps.next().unwrap_or_default()).await;
        while !opened.is_empty() {
            let is_fine = opened.iter().all(Result::is_ok);
            let next = if is_fine { steps.next().unwrap_or_default() } else { &[] };
            self.begun += count(next.len());
            let hold = self.hold();
            let coming = join_all(next.iter().map(|spot| session::open(spot, hold)));
            let ((), coming) = tokio::join!(self.let_in(opened), coming);
            opened = coming;
            self.miss_the_lost(Instant::now()).await;
            if self.end.is_some() {
                leave(opened.into_iter().filter_map(Result::ok)).await;
                break;
            }
        }
    }

    /// Whether the one that was not let in may not have been one too many. Some servers make room for who comes among
    /// those who are not logged in yet, some let in few of these at once, and some have trouble for a moment.
    fn is_in_doubt(&self) -> bool {
        let is_doubtful = self.refused.as_ref().is_some_and(refusal::is_doubtful);
        let had_company = self.begun > 1;
        self.end == Some(RampEnd::Refused) && self.login.is_some() && is_doubtful && had_company
    }

    /// Goes on from what is held, with nobody else on the way.
    async fn one_by_one(&mut self, spots: &'s [Spot<'s, N>]) {
        self.end = None;
        let doubtful = self.refused.take();
        for spot in spots.chunks(1) {
            if self.held.len() >= length(self.most) {
                return;
            }
            let opened = self.open(spot).await;
            self.let_in(opened).await;
            self.miss_the_lost(Instant::now()).await;
            if self.end.is_some() {
                return;
            }
        }
        (self.end, self.refused) = (Some(RampEnd::Refused), doubtful);
    }

    fn hold(&self) -> Hold {
        if self.login.is_some() { Hold::LoggedIn } else { Hold::Greeted }
    }

    async fn open(&mut self, spots: &'s [Spot<'s, N>]) -> Opened<'s, N> {
        self.begun += count(spots.len());
        let hold = self.hold();
        join_all(spots.iter().map(|spot| session::open(spot, hold))).await
    }

    /// Takes in what was let in so far; a log-in that is refused is the last, and tells more than a connection
    /// that did not come as far.
    async fn let_in(&mut self, opened: Opened<'s, N>) {
        let mut missed = None;
        let mut left = Vec::new();
        let mut is_over = false;
        for outcome in opened {
            let was_over = is_over;
            let let_in = match (outcome, self.login) {
                (Ok(session), _) if is_over => {
                    left.push(session);
                    continue;
                }
                (Ok(session), Some(login)) => {
                    let let_in = session.log_in(login).await;
                    is_over = let_in.is_err();
                    let_in
                }
                (outcome, _) => outcome,
            };
            match let_in {
                Ok(session) => self.take(session),
                Err(miss) if is_over && !was_over => missed = Some(miss),
                Err(miss) => {
                    missed.get_or_insert(miss);
                }
            }
        }
        leave(left).await;
        match missed {
            Some(Miss::Refused(refused)) => {
                self.end = Some(RampEnd::Refused);
                self.refused = Some(refused);
            }
            Some(Miss::Stopped) => self.end = Some(RampEnd::Stopped),
            None => {}
        }
    }

    fn take(&mut self, session: Session<'s, N>) {
        if self.held.is_empty() {
            self.first_ms = session.took_ms;
        }
        self.slowest_ms = self.slowest_ms.max(session.took_ms);
        let (spot, most) = (session.spot(), self.most);
        self.held.push(session);
        let held = count(self.held.len());
        spot.desk.tell(&Event::Held { place: spot.place, endpoint: spot.endpoint, held, most });
    }

    /// Holds what is held until a moment, and drops what the server hangs up on.
    async fn miss_the_lost(&mut self, until: Instant) {
        let outcomes = join_all(self.held.iter_mut().map(|session| session.stay(until))).await;
        let mut lost = outcomes.iter().map(Option::is_some);
        self.held.retain(|_session| !lost.next().unwrap_or_default());
        if let Some(lost) = outcomes.into_iter().flatten().next() {
            self.refused.get_or_insert(lost);
            self.end.get_or_insert(RampEnd::Lost);
        }
    }

    /// What there is to tell, once this is over.
    pub(super) fn told(&self, took_ms: u64) -> Ramp {
        let (hold, end) = (self.hold(), self.end.unwrap_or(RampEnd::Enough));
        let mut ramp = Ramp::new(hold, self.most, count(self.held.len()), self.begun, end);
        ramp.refused.clone_from(&self.refused);
        ramp.first_ms = self.first_ms;
        ramp.slowest_ms = self.slowest_ms;
        ramp.took_ms = took_ms;
        ramp
    }
}

/// Says goodbye to all at once.
pub(super) async fn leave<'s, N: Net + 's>(sessions: impl IntoIterator<Item = Session<'s, N>>) {
    join_all(sessions.into_iter().map(Session::leave)).await;
}

/// One, two, and then always four, until there are no more: a server that lets in few is asked for few.
fn steps<T>(mut rest: &[T]) -> impl Iterator<Item = &[T]> {
    let mut size = 1;
    std::iter::from_fn(move || {
        let (step, later) = rest.split_at(size.min(rest.len()));
        rest = later;
        size = (size * 2).min(WIDEST_STEP);
        (!step.is_empty()).then_some(step)
    })
}

/// How many spots it takes to hold so many: those of a step, and of the next one that is on its way, may be in vain.
pub(super) fn spots(most: u32) -> u32 {
    most + 2 * count(WIDEST_STEP)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn length(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// How many connections are made at the same time.
const WIDEST_STEP: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_up_to_four_and_leave_nobody_out() {
        let all: Vec<u32> = (0..16).collect();
        let sizes: Vec<usize> = steps(&all).map(<[u32]>::len).collect();
        assert_eq!(sizes, [1, 2, 4, 4, 4, 1]);
        assert_eq!(steps(&all).collect::<Vec<_>>().concat(), all);
        assert_eq!(steps::<u32>(&[]).count(), 0);
    }
}
