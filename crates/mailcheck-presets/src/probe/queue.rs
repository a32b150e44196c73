//! Whose turn it is: never more at once than the plan has, for a host, for a registrable domain and for all.
//! Pure; the time comes in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use mailcheck::model::Host;
use tokio::time::Instant;

use super::order::rank;
use super::plan::Plan;
use crate::named::Named;

/// The servers that are to be looked at.
#[derive(Debug)]
pub(super) struct Queue {
    jobs: usize,
    per_host: usize,
    per_domain: usize,
    spacing: Duration,
    in_flight: usize,
    hosts: Vec<HostTurns>,
    domains: Vec<DomainTurns>,
    /// The host of each server.
    host_of: Vec<usize>,
    /// Hosts that may be looked at if their domains may: who has most to do first, so that nobody is waited for in
    /// the end, then by chance.
    ready: BTreeSet<(Reverse<usize>, u64, usize)>,
    /// Hosts that may be looked at from then on.
    pausing: BTreeSet<(Instant, usize)>,
    /// Servers that are looked at once more, from then on.
    later: BTreeSet<(Instant, usize)>,
}

#[derive(Debug)]
struct HostTurns {
    domain: usize,
    rank: u64,
    waiting: VecDeque<usize>,
    running: usize,
    /// When the next look may begin.
    free: Instant,
    /// Whether it stands in one of the lists of those that wait.
    is_listed: bool,
}

#[derive(Debug, Default)]
struct DomainTurns {
    running: usize,
    waiting: usize,
    /// Hosts that wait for another host of the domain.
    parked: VecDeque<usize>,
}

impl Queue {
    /// All of these servers that are wanted, in the order of chance.
    pub(super) fn new(
        plan: &Plan,
        named: &[Named],
        now: Instant,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Self {
        let mut queue = Self {
            jobs: plan.jobs.max(1),
            per_host: plan.per_host.max(1),
            per_domain: plan.per_domain.max(1),
            spacing: plan.spacing,
            in_flight: 0,
            hosts: Vec::new(),
            domains: Vec::new(),
            host_of: Vec::new(),
            ready: BTreeSet::new(),
            pausing: BTreeSet::new(),
            later: BTreeSet::new(),
        };
        let mut hosts: BTreeMap<&Host, usize> = BTreeMap::new();
        let mut domains: BTreeMap<Host, usize> = BTreeMap::new();
        for named in named {
            let (name, ranked) = (&named.endpoint.host, rank(&named.endpoint));
            let host = *hosts.entry(name).or_insert_with(|| {
                let domain = name.registrable().unwrap_or_else(|| name.clone());
                let domain = *domains.entry(domain).or_insert_with(|| {
                    queue.domains.push(DomainTurns::default());
                    queue.domains.len() - 1
                });
                queue.hosts.push(HostTurns {
                    domain,
                    rank: ranked,
                    waiting: VecDeque::new(),
                    running: 0,
                    free: now,
                    is_listed: false,
                });
                queue.hosts.len() - 1
            });
            queue.host_of.push(host);
        }
        let mut order: Vec<(u64, usize)> =
            named.iter().enumerate().map(|(place, it)| (rank(&it.endpoint), place)).collect();
        order.sort_unstable();
        let wanted: Vec<usize> =
            order.into_iter().map(|(_, place)| place).filter(|place| is_wanted(*place)).collect();
        for place in wanted {
            queue.wait(place);
        }
        for host in 0..queue.hosts.len() {
            queue.list(host, now);
        }
        queue
    }

    /// The next server whose turn it is, which is under way from now on.
    pub(super) fn take(&mut self, now: Instant) -> Option<usize> {
        self.wake(now);
        while self.in_flight < self.jobs {
            let (_, _, host) = self.ready.pop_first()?;
            let turns = self.hosts.get_mut(host)?;
            if turns.free > now {
                // Another look at it has ended since it was listed.
                self.pausing.insert((turns.free, host));
                continue;
            }
            let domain = self.domains.get_mut(turns.domain)?;
            if domain.running >= self.per_domain {
                domain.parked.push_back(host);
                continue;
            }
            turns.is_listed = false;
            let Some(place) = turns.waiting.pop_front() else { continue };
            turns.running += 1;
            turns.free = now + self.spacing;
            domain.running += 1;
            domain.waiting -= 1;
            self.in_flight += 1;
            self.list(host, now);
            return Some(place);
        }
        None
    }

    /// A server is no longer under way.
    pub(super) fn done(&mut self, place: usize, now: Instant) {
        let Some(&host) = self.host_of.get(place) else { return };
        let Some(turns) = self.hosts.get_mut(host) else { return };
        let Some(domain) = self.domains.get_mut(turns.domain) else { return };
        turns.running -= 1;
        turns.free = now + self.spacing;
        domain.running -= 1;
        self.in_flight -= 1;
        let freed = domain.parked.pop_front();
        self.list(host, now);
        if let Some(freed) = freed {
            if let Some(turns) = self.hosts.get_mut(freed) {
                turns.is_listed = false;
            }
            self.list(freed, now);
        }
    }

    /// A server is to be looked at once more, from then on.
    pub(super) fn again(&mut self, place: usize, from: Instant) {
        self.later.insert((from, place));
    }

    /// When the next pause is over, if nothing else happens until then.
    pub(super) fn wakes(&self) -> Option<Instant> {
        if self.in_flight >= self.jobs {
            return None;
        }
        let pausing = self.pausing.first().map(|(from, _)| *from);
        let later = self.later.first().map(|(from, _)| *from);
        pausing.into_iter().chain(later).min()
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    pub(super) fn later(&self) -> usize {
        self.later.len()
    }

    /// Whose time has come.
    fn wake(&mut self, now: Instant) {
        while let Some((_, place)) = pop_due(&mut self.later, now) {
            self.wait(place);
            if let Some(&host) = self.host_of.get(place) {
                self.list(host, now);
            }
        }
        while let Some((_, host)) = pop_due(&mut self.pausing, now) {
            if let Some(turns) = self.hosts.get_mut(host) {
                turns.is_listed = false;
            }
            self.list(host, now);
        }
    }

    fn wait(&mut self, place: usize) {
        let Some(&host) = self.host_of.get(place) else { return };
        let Some(turns) = self.hosts.get_mut(host) else { return };
        turns.waiting.push_back(place);
        if let Some(domain) = self.domains.get_mut(turns.domain) {
            domain.waiting += 1;
        }
    }

    /// Puts a host into the list where it belongs now, unless it stands in one or has nothing to wait for.
    fn list(&mut self, host: usize, now: Instant) {
        let Some(turns) = self.hosts.get_mut(host) else { return };
        if turns.is_listed || turns.waiting.is_empty() || turns.running >= self.per_host {
            return;
        }
        turns.is_listed = true;
        if turns.free > now {
            self.pausing.insert((turns.free, host));
            return;
        }
        let of_domain = self.domains.get(turns.domain).map_or(0, |domain| domain.waiting);
        let rounds = (turns.waiting.len() / self.per_host).max(of_domain / self.per_domain);
        self.ready.insert((Reverse(rounds), turns.rank, host));
    }
}

fn pop_due(list: &mut BTreeSet<(Instant, usize)>, now: Instant) -> Option<(Instant, usize)> {
    list.first().filter(|(from, _)| *from <= now)?;
    list.pop_first()
}

#[cfg(test)]
mod tests;
