//! Whatever the servers are and however long each look takes, the manners hold and everybody has a turn.

use std::collections::BTreeMap;

use mailcheck::model::{Endpoint, Service};
use proptest::prelude::*;

use super::*;

/// Servers of so many hosts on so many domains, with so many ports each.
fn named(domains: usize, hosts: usize, ports: u16) -> Vec<Named> {
    let mut all = Vec::new();
    for domain in 0..domains {
        for host in 0..hosts {
            for port in 0..ports {
                let place = format!("h{host}.d{domain}.example.com:{}/tls", 1_000 + port);
                // One registrable domain each: the public suffix is `com`.
                let place = place.replace(".example.com", ".com");
                let endpoint = Endpoint::parse(Service::Imap, &place).expect("is an endpoint");
                all.push(Named { endpoint, by: Vec::new() });
            }
        }
    }
    all.sort_by(|a, b| a.endpoint.cmp(&b.endpoint));
    all
}

/// A look: which server, and from when to when, in milliseconds.
type Turn = (usize, u64, u64);

/// Plays the queue on a clock of its own. Each look takes what `takes` says.
fn play(
    plan: &Plan,
    named: &[Named],
    takes: impl Fn(usize) -> u64,
    again: &[(usize, u64)],
) -> Vec<Turn> {
    let start = Instant::now();
    let at = |ms: u64| start + Duration::from_millis(ms);
    let mut queue = Queue::new(plan, named, start, |_| true);
    for (place, from) in again {
        queue.again(*place, at(*from));
    }
    let (mut now, mut running, mut turns) = (0, BTreeSet::new(), Vec::new());
    loop {
        while let Some(place) = queue.take(at(now)) {
            let ends = now + takes(place);
            running.insert((ends, place));
            turns.push((place, now, ends));
        }
        let wakes = queue.wakes().map(|wakes| {
            u64::try_from(wakes.duration_since(start).as_millis()).expect("is in time")
        });
        match (running.first().copied(), wakes) {
            (None, None) => return turns,
            (Some((ends, place)), wakes) if wakes.is_none_or(|wakes| ends <= wakes) => {
                now = ends;
                running.remove(&(ends, place));
                queue.done(place, at(now));
            }
            (_, wakes) => now = wakes.expect("is the other case").max(now + 1),
        }
    }
}

/// The most that are under way at once among those with the same key.
fn most<K: Ord>(turns: &[Turn], key: impl Fn(usize) -> K) -> usize {
    let mut events: BTreeMap<K, Vec<(u64, i32)>> = BTreeMap::new();
    for (place, from, to) in turns {
        let events = events.entry(key(*place)).or_default();
        events.extend([(*from, 1), (*to, -1)]);
    }
    let peak = |mut events: Vec<(u64, i32)>| {
        // Who ends at a moment makes room for who begins then.
        events.sort_unstable();
        let mut now = 0;
        events
            .iter()
            .map(|(_, change)| {
                now += change;
                now
            })
            .max()
            .unwrap_or_default()
    };
    let peak = events.into_values().map(peak).max().unwrap_or_default();
    usize::try_from(peak).expect("is no debt")
}

fn host(named: &[Named], place: usize) -> &Host {
    &named[place].endpoint.host
}

proptest! {
    #[test]
    fn manners_hold_and_all_have_a_turn(
        (domains, hosts, ports) in (1..6_usize, 1..4_usize, 1..5_u16),
        (jobs, per_host, per_domain) in (1..9_usize, 1..3_usize, 1..4_usize),
        spacing in 1..2_000_u64,
        salt in any::<u64>(),
    ) {
        let named = named(domains, hosts, ports);
        let mut plan = Plan::new();
        (plan.jobs, plan.per_host, plan.per_domain) = (jobs, per_host, per_domain);
        plan.spacing = Duration::from_millis(spacing);
        let takes = |place: usize| {
            1 + (salt ^ u64::try_from(place).expect("fits").wrapping_mul(0x9e37_79b9_7f4a_7c15)) % 3_000
        };
        let again: Vec<(usize, u64)> = (0..named.len()).step_by(3).map(|place| (place, 50_000)).collect();
        let turns = play(&plan, &named, takes, &again);

        prop_assert_eq!(turns.len(), named.len() + again.len());
        prop_assert!(most(&turns, |_| ()) <= jobs);
        prop_assert!(most(&turns, |place| host(&named, place)) <= per_host);
        prop_assert!(most(&turns, |place| host(&named, place).registrable()) <= per_domain);
        for (number, (place, from, _)) in turns.iter().enumerate() {
            for (other, _, to) in &turns[..number] {
                let is_before = to <= from && host(&named, *other) == host(&named, *place);
                prop_assert!(!is_before || from - to >= spacing, "{place} after {other}");
            }
        }
        for (place, from) in &again {
            let second = turns.iter().filter(|(of, ..)| of == place).nth(1);
            prop_assert!(second.is_some_and(|(_, at, _)| at >= from));
        }
    }
}

#[test]
fn the_order_is_one_of_chance_and_always_the_same() {
    let named = named(20, 1, 1);
    let plan = Plan::new();
    let order = |named: &[Named]| -> Vec<String> {
        let turns = play(&plan, named, |_| 10, &[]);
        turns.iter().map(|(place, ..)| host(named, *place).to_string()).collect()
    };
    let first = order(&named);
    assert_eq!(first, order(&named));
    let mut sorted = first.clone();
    sorted.sort();
    assert_ne!(first, sorted);
}

#[test]
fn what_takes_longest_begins_first_so_that_nothing_is_waited_for() {
    // One host has eight ports, and 80 others have one: together they are done when the one is.
    let mut all = named(1, 1, 8);
    all.extend(named(81, 1, 1).into_iter().filter(|it| !it.endpoint.host.as_str().contains("d0.")));
    all.sort_by(|a, b| a.endpoint.cmp(&b.endpoint));
    let mut plan = Plan::new();
    (plan.jobs, plan.spacing) = (10, Duration::from_secs(1));
    let turns = play(&plan, &all, |_| 1_000, &[]);
    let end = turns.iter().map(|(.., to)| *to).max();
    assert_eq!(end, Some(8 * 1_000 + 7 * 1_000));
}

#[test]
fn known_servers_have_no_turn() {
    let named = named(3, 1, 1);
    let start = Instant::now();
    let mut queue = Queue::new(&Plan::new(), &named, start, |place| place == 1);
    assert_eq!(queue.take(start), Some(1));
    assert_eq!((queue.take(start), queue.wakes()), (None, None));
}
