//! What refused log-ins mean for the next one. `docs/adr/0011-ledger.md` has the reasons, and
//! `docs/waits.md` the sources of the numbers.

use jiff::Timestamp;
use mailcheck::evidence::{Risk, TooSoon};
use mailcheck::knowledge::providers;
use mailcheck::model::Host;
use mailcheck::probe::Permission;
use serde::{Deserialize, Serialize};

/// Minutes since 1970. A ledger is to tell no more exactly than it must when somebody was here.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(super) struct Minute(i64);

impl Minute {
    /// The minute that has begun.
    pub(super) fn of(at: Timestamp) -> Self {
        Self(at.as_second().div_euclid(60))
    }

    /// The first minute that begins after this time.
    pub(super) fn after(at: Timestamp) -> Self {
        Self::of(at).plus(1)
    }

    fn plus(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes))
    }

    fn begin(self) -> Timestamp {
        Timestamp::from_second(self.0.saturating_mul(60)).unwrap_or(Timestamp::MAX)
    }
}

/// Whom a log-in is of, and where, as digests.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Who {
    /// The log-in name together with the host.
    pub(super) account: String,
    /// The host.
    pub(super) server: String,
}

/// What is remembered of one account at one server.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    who: Who,
    /// When log-ins were refused.
    refused: Vec<Minute>,
    /// When log-ins began whose outcome is not known, or not yet.
    unsettled: Vec<Minute>,
    /// Until when the server said that the account is locked.
    locked_until: Option<Minute>,
}

/// What became of a log-in that was not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Outcome {
    /// It was refused for another reason than the credential.
    NotCounted,
    /// The server said that the account is locked until then.
    Locked(Minute),
    Refused,
}

/// How long the next log-in waits after refusals.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Pace {
    /// Minutes after two refusals near to each other.
    after_two: i64,
    /// Minutes after three refusals or more within a day.
    after_more: i64,
}

impl Pace {
    /// What the provider of this server publishes about its locks is right where our own numbers
    /// differ. Of its services it is the longest time, as the ledger counts them together.
    pub(super) fn at(host: &Host) -> Self {
        let usual = Self { after_two: AFTER_TWO, after_more: AFTER_MORE };
        let Some(provider) = providers::by_server(host) else { return usual };
        let waits = provider.lockouts.iter().filter_map(|lockout| lockout.over.wait());
        let Some(longest) = waits.max() else { return usual };
        let minutes = i64::try_from(longest.as_secs().div_ceil(60)).unwrap_or(DAY).min(DAY);
        Self { after_two: minutes, after_more: minutes }
    }
}

/// Drops what does not count any more, or is not to be believed: what lies in the future was written
/// under another clock.
pub(super) fn forget(entries: &mut Vec<Entry>, now: Minute) {
    for entry in entries.iter_mut() {
        for times in [&mut entry.refused, &mut entry.unsettled] {
            times.retain(|time| *time > now.plus(-DAY) && *time <= now.plus(1));
            times.sort_unstable();
            times.drain(..times.len().saturating_sub(MOST_TIMES));
        }
        entry.locked_until.take_if(|until| *until <= now || *until > now.plus(DAY));
    }
    entries.retain(|entry| {
        !entry.refused.is_empty() || !entry.unsettled.is_empty() || entry.locked_until.is_some()
    });
    entries.sort_by_key(|entry| entry.times().max());
    entries.drain(..entries.len().saturating_sub(MOST_ENTRIES));
}

/// Whether one more log-in is all right.
pub(super) fn permission(entries: &[Entry], who: &Who, pace: Pace, now: Minute) -> Permission {
    let Some(too_soon) = objection(entries, who, pace, now, |_unsettled| true) else {
        return Permission::Granted;
    };
    // A run that began long ago and never told its outcome was killed.
    let is_lost = |began: Minute| now > began.plus(LONGEST_RUN);
    match objection(entries, who, pace, now, is_lost) {
        Some(_) => Permission::Denied(too_soon),
        None => Permission::Busy(too_soon),
    }
}

/// Why one more log-in could do harm, counting these of the unsettled log-ins as refused. Of several
/// reasons it is the one that lasts longest.
fn objection(
    entries: &[Entry],
    who: &Who,
    pace: Pace,
    now: Minute,
    counts: impl Fn(Minute) -> bool,
) -> Option<TooSoon> {
    let times = |entry: &Entry| {
        let unsettled = entry.unsettled.iter().copied().filter(|began| counts(*began));
        entry.refused.iter().copied().chain(unsettled).collect::<Vec<_>>()
    };
    let mine = entries.iter().find(|entry| entry.who.account == who.account);
    let own = sorted(mine.map(times).unwrap_or_default());
    let there = entries.iter().filter(|entry| entry.who.server == who.server);
    let all = sorted(there.flat_map(times).filter(|time| *time > now.plus(-BAN_WINDOW)).collect());
    let lock = match own.as_slice() {
        [] | [_] => None,
        [first, second] if *second > first.plus(NEAR) => None,
        [_, second] => Some(second.plus(1 + pace.after_two)),
        [.., last] => Some(last.plus(1 + pace.after_more)),
    };
    let ban = all.len().checked_sub(MOST_REFUSALS).and_then(|at| all.get(at));
    let ban = ban.map(|oldest| oldest.plus(1 + BAN_WINDOW));
    [
        (mine.and_then(|entry| entry.locked_until), Risk::LongerLock, own.len()),
        (lock, Risk::Lock, own.len()),
        (ban, Risk::Ban, all.len()),
    ]
    .into_iter()
    .filter_map(|(until, risk, refusals)| Some((until?, risk, refusals)))
    .filter(|(until, ..)| *until > now)
    .max_by_key(|(until, ..)| *until)
    .map(|(until, risk, refusals)| {
        TooSoon::new(risk, u32::try_from(refusals).unwrap_or(u32::MAX), until.begin())
    })
}

fn sorted(mut times: Vec<Minute>) -> Vec<Minute> {
    times.sort_unstable();
    times
}

/// Notes that a log-in begins. Until more is known it counts as refused.
pub(super) fn begin(entries: &mut Vec<Entry>, who: &Who, now: Minute) {
    entry(entries, who).unsettled.push(now);
}

/// Notes that the log-in that began then was accepted: earlier refusals of the account mean nothing
/// any more. Other runs may still be logging in.
pub(super) fn accept(entries: &mut Vec<Entry>, who: &Who, began: Minute) {
    let entry = entry(entries, who);
    settle(entry, began);
    entry.refused.clear();
    entry.locked_until = None;
}

/// Notes what became of a log-in that began then and was not accepted.
pub(super) fn refuse(entries: &mut Vec<Entry>, who: &Who, began: Minute, outcome: Outcome) {
    let entry = entry(entries, who);
    settle(entry, began);
    match outcome {
        Outcome::NotCounted => {}
        Outcome::Locked(until) => {
            entry.refused.push(began);
            entry.locked_until = Some(until.min(began.plus(DAY)));
        }
        Outcome::Refused => entry.refused.push(began),
    }
}

fn settle(entry: &mut Entry, began: Minute) {
    if let Some(at) = entry.unsettled.iter().position(|time| *time == began) {
        entry.unsettled.remove(at);
    }
}

fn entry<'a>(entries: &'a mut Vec<Entry>, who: &Who) -> &'a mut Entry {
    let at = entries.iter().position(|entry| entry.who.account == who.account);
    let at = at.unwrap_or_else(|| {
        let (refused, unsettled, locked_until) = (Vec::new(), Vec::new(), None);
        entries.push(Entry { who: who.clone(), refused, unsettled, locked_until });
        entries.len() - 1
    });
    &mut entries[at]
}

impl Entry {
    fn times(&self) -> impl Iterator<Item = Minute> {
        self.refused.iter().chain(&self.unsettled).chain(&self.locked_until).copied()
    }
}

/// Minutes to wait after two refusals near to each other: as long as locks last at the least by
/// Japanese guides (30 min).
const AFTER_TWO: i64 = 30;
/// Minutes to wait after three refusals or more within a day: what an internet provider asks for
/// once it has locked an account (isp.mirai.ad.jp). It makes fewer than 30 refusals a day, below the
/// lowest number that a provider publishes (CORESERVER V1: 50).
const AFTER_MORE: i64 = 60;
/// Two refusals within these minutes are near to each other.
const NEAR: i64 = 30;
/// Refusals of all accounts together, within [`BAN_WINDOW`], that a server bears: fail2ban bans an
/// address with the fifth (`maxretry` = 5).
const MOST_REFUSALS: usize = 4;
/// Minutes in which fail2ban counts (`findtime`), and for which it bans (`bantime`).
const BAN_WINDOW: i64 = 10;
/// Minutes for which anything is remembered: the longest time that a server is known to count in
/// (Stalwart: 100 refusals a day).
const DAY: i64 = 24 * 60;
/// Minutes that the log-ins of a run take at the most, unless somebody gives it more than the minute
/// that is usual; and one, as times are rounded.
const LONGEST_RUN: i64 = 2;
/// More accounts than anybody tests on a day.
const MOST_ENTRIES: usize = 1_000;
/// More times than any rule counts.
const MOST_TIMES: usize = 20;

#[cfg(test)]
#[path = "policy/tests.rs"]
mod tests;
