//! Whether this device's clock is wrong, by what servers show and say. One server that is wrong itself
//! must not make it so: where they contradict each other, nothing is said.

use jiff::{SignedDuration, Timestamp};

use super::unrelated::unrelated;
use crate::evidence::{Chain, Evidence, Fact, Observation};
use crate::model::Host;
use crate::wire::certificate::Certificate;
use crate::wire::date;

/// Whether certificates ended because this clock is ahead: those of several servers were seen and all
/// have ended, over a year ago, or of servers that have nothing to do with each other.
pub(super) fn is_ahead(evidence: &Evidence) -> bool {
    let now = evidence.started;
    let leaves = leaves(evidence);
    let all = |longer_s| {
        leaves.iter().all(|(_, leaf)| now.as_second() - leaf.not_after.as_second() > longer_s)
    };
    leaves.len() > 1 && (all(YEAR_S) || all(0) && unrelated(leaves.iter().map(|(host, _)| *host)))
}

/// Whether certificates have not begun because this clock is behind: the one began over a day too
/// early, or those of several servers were seen, and none has begun.
pub(super) fn is_behind(evidence: &Evidence, early: &Certificate) -> bool {
    let now = evidence.started;
    let leaves = leaves(evidence);
    let is_early = |(_, leaf): &(&Host, &Certificate)| leaf.not_before > now;
    early.not_before.as_second() - now.as_second() > DAY_S
        || leaves.len() > 1 && leaves.iter().all(is_early)
}

/// The time by the servers' clocks when the run began, where they tell it and this certificate, whose
/// time it is not by ours, is valid by theirs.
pub(super) fn by_servers(evidence: &Evidence, certificate: &Certificate) -> Option<Timestamp> {
    let behind: Vec<SignedDuration> = evidence
        .observations
        .iter()
        .filter_map(|seen| Some(told(seen)?.duration_since(ours(evidence, seen)?)))
        .collect();
    let (least, most) = (behind.iter().min()?, behind.iter().max()?);
    if *most - *least > AGREEMENT {
        return None;
    }
    let now = evidence.started.checked_add(*least).ok()?;
    let is_valid = certificate.not_before <= now && now <= certificate.not_after;
    // A server's clock is wrong that is before the beginning of a certificate that is there.
    let has_begun = leaves(evidence).iter().all(|(_, leaf)| leaf.not_before <= now);
    (is_valid && has_begun).then_some(now)
}

/// The time that a server tells in its greeting.
fn told(seen: &Observation) -> Option<Timestamp> {
    let Fact::Greeted(greeting) = &seen.fact else { return None };
    greeting.lines.iter().find_map(|line| date::told(line.as_str()))
}

/// This device's time when something was seen.
fn ours(evidence: &Evidence, seen: &Observation) -> Option<Timestamp> {
    let since = SignedDuration::from_millis(i64::try_from(seen.at_ms).ok()?);
    evidence.started.checked_add(since).ok()
}

/// The own certificates of all servers that were seen, each once, and at which host.
fn leaves(evidence: &Evidence) -> Vec<(&Host, &Certificate)> {
    let mut leaves: Vec<(&Host, &Certificate)> = Vec::new();
    for (host, chain) in chains(evidence) {
        if let Some(leaf) = chain.leaf()
            && !leaves.iter().any(|(_, known)| *known == leaf)
        {
            leaves.push((host, leaf));
        }
    }
    leaves
}

/// All chains that were shown, and by which host.
pub(super) fn chains(evidence: &Evidence) -> impl Iterator<Item = (&Host, &Chain)> {
    evidence.observations.iter().filter_map(|seen| {
        let Fact::Presented(chain) = &seen.fact else { return None };
        let candidate = evidence.endpoints.get(seen.place.endpoint?)?;
        Some((&candidate.endpoint.host, chain))
    })
}

const DAY_S: i64 = 24 * 60 * 60;
const YEAR_S: i64 = 365 * DAY_S;
/// How far the clocks of servers may be apart that tell the same time: more than those that nobody sets
/// drift in a month, and what a greeting may be held back.
const AGREEMENT: SignedDuration = SignedDuration::from_mins(10);
