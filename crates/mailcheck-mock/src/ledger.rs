//! Who is here, how often somebody came, and who was refused: what limits and locks go by.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::time::Instant;

/// What the ports of one service share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Arc<Mutex<Pages>>);

#[derive(Debug, Default)]
struct Pages {
    seats: BTreeMap<Whose, u32>,
    refused: BTreeMap<String, u32>,
    arrivals: BTreeMap<IpAddr, VecDeque<Instant>>,
}

/// Who shares seats.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Whose {
    Address(IpAddr),
    Everybody,
    User(String),
    UserAt(String, IpAddr),
}

/// A place that somebody takes for as long as this lives.
#[derive(Debug)]
pub(crate) struct Seat {
    ledger: Ledger,
    whose: Whose,
}

impl Ledger {
    /// Takes a seat if fewer than so many are taken.
    pub(crate) fn sit(&self, whose: Whose, most: u32) -> Option<Seat> {
        let mut pages = self.pages();
        let taken = pages.seats.entry(whose.clone()).or_default();
        if *taken >= most {
            return None;
        }
        *taken += 1;
        Some(Seat { ledger: self.clone(), whose })
    }

    /// Counts somebody who comes; whether that is within the rate.
    pub(crate) fn arrive(&self, from: IpAddr, most: u32, within: Duration) -> bool {
        let mut pages = self.pages();
        let arrivals = pages.arrivals.entry(from).or_default();
        while arrivals.front().is_some_and(|arrival| arrival.elapsed() >= within) {
            arrivals.pop_front();
        }
        if arrivals.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
            return false;
        }
        arrivals.push_back(Instant::now());
        true
    }

    /// How many wrong passwords this user has sent.
    pub(crate) fn refusals(&self, user: &str) -> u32 {
        self.pages().refused.get(user).copied().unwrap_or_default()
    }

    /// Counts a wrong password.
    pub(crate) fn refuse(&self, user: &str) {
        let mut pages = self.pages();
        // Names come from the network; a real server forgets as well.
        if pages.refused.len() < MAX_NAMES || pages.refused.contains_key(user) {
            *pages.refused.entry(user.to_owned()).or_default() += 1;
        }
    }

    /// Forgets wrong passwords, after a right one.
    pub(crate) fn forgive(&self, user: &str) {
        self.pages().refused.remove(user);
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut pages = self.ledger.pages();
        if let Some(taken) = pages.seats.get_mut(&self.whose) {
            *taken -= 1;
            if *taken == 0 {
                pages.seats.remove(&self.whose);
            }
        }
    }
}

/// User names remembered for their wrong passwords.
const MAX_NAMES: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_seat_is_free_again_when_its_holder_goes() {
        let ledger = Ledger::default();
        let first = ledger.sit(Whose::Everybody, 1);
        assert!(first.is_some());
        assert!(ledger.sit(Whose::Everybody, 1).is_none());
        assert!(ledger.sit(Whose::Address(HERE), 1).is_some(), "another kind of seat");
        drop(first);
        assert!(ledger.sit(Whose::Everybody, 1).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_rate_forgets() {
        let ledger = Ledger::default();
        let minute = Duration::from_mins(1);
        assert!(ledger.arrive(HERE, 2, minute) && ledger.arrive(HERE, 2, minute));
        assert!(!ledger.arrive(HERE, 2, minute));
        tokio::time::advance(minute).await;
        assert!(ledger.arrive(HERE, 2, minute));
    }
}
