//! What earlier runs saw of the same servers, and what that makes of what is seen now: a flap, a change, long
//! broken or mended. Pure: the time is an argument, and the folder is in `folder.rs`. The rule in numbers is in
//! `docs/presets-history.md`.

mod folder;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use mailcheck::model::Endpoint;

pub use folder::{Folder, OpenError, Problem};

use crate::lint;
use crate::report::{Finding, ProbeOutcome, Report, Standing};

/// What one run saw.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Run {
    /// When it was.
    pub at: Timestamp,
    /// What it saw of each server that it could tell something of, by the endpoint as it is written.
    pub looks: BTreeMap<String, Look>,
}

/// What one run saw of one server.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Look {
    /// Whether the server works. Then what was not found is not there; else it may stand behind what was.
    pub works: bool,
    /// The ids of what was found there.
    pub found: BTreeSet<String>,
    /// The ids of what may be there, and could not be told.
    pub unsure: BTreeSet<String>,
}

impl Look {
    /// Whether something is there, by its id; `None` where that cannot be told.
    fn has(&self, id: &str) -> Option<bool> {
        if self.found.contains(id) {
            return Some(true);
        }
        (self.works && !self.unsure.contains(id)).then_some(false)
    }
}

impl Run {
    /// What a run saw, from its report as it was before [`History::judge`].
    pub fn of(report: &Report, at: Timestamp) -> Self {
        let mut looks: BTreeMap<String, Look> = report
            .probed
            .iter()
            .filter(|it| matches!(it.outcome, ProbeOutcome::Works | ProbeOutcome::Fails))
            .map(|it| {
                let works = it.outcome == ProbeOutcome::Works;
                (it.endpoint.to_string(), Look { works, ..Look::default() })
            })
            .collect();
        for finding in report.findings.iter().filter(|it| is_seen(it)) {
            let endpoint = finding.endpoint.as_ref().map(ToString::to_string).unwrap_or_default();
            let Some(look) = looks.get_mut(&endpoint) else { continue };
            let ids = match finding.standing {
                Standing::Inconclusive => &mut look.unsure,
                Standing::Counts | Standing::Exempt(_) | Standing::Known => &mut look.found,
            };
            ids.insert(finding.finding.id.to_owned());
        }
        Self { at, looks }
    }
}

/// Whether a finding was made by looking at a server. What a file says is so whenever it is read: that is no
/// matter of history.
fn is_seen(finding: &Finding) -> bool {
    finding.endpoint.is_some() && lint::all().iter().all(|rule| rule.id != finding.finding.id)
}

/// What earlier runs saw.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Of each server: when it was looked at, the earliest first, and what was seen then.
    looks: BTreeMap<String, Vec<(Timestamp, usize)>>,
    /// What was seen, each once: most looks see the same.
    seen: Vec<Look>,
    known: BTreeMap<Look, usize>,
}

/// How a finding of now stands against what was seen before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Trend {
    /// It is there, and was whenever anybody looked, though that is not long ago. It counts.
    New {
        /// Since when.
        since: Timestamp,
    },
    /// It is there, and was not a short time ago. It counts when it was seen more often in a row.
    Flap {
        /// How often in a row it was seen.
        seen: usize,
        /// How often that must be.
        needed: usize,
        /// When it was last not there.
        well: Timestamp,
    },
    /// It was not there, and is since then. It counts.
    Change {
        /// Since when.
        since: Timestamp,
        /// When it was last not there.
        well: Timestamp,
    },
    /// It is there for a long time. It is known, and does not count any more.
    Broken {
        /// Since when.
        since: Timestamp,
    },
    /// It is gone, and had been there more than once in a row.
    Mended {
        /// Since when it had been there.
        since: Timestamp,
    },
    /// It is gone, and had been there once.
    CameBack {
        /// When.
        at: Timestamp,
    },
    /// It is not there, and was not when it was last looked for.
    Steady,
}

impl Trend {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::New { .. } => "new",
            Self::Flap { .. } => "flap",
            Self::Change { .. } => "change",
            Self::Broken { .. } => "broken",
            Self::Mended { .. } => "mended",
            Self::CameBack { .. } => "came-back",
            Self::Steady => "steady",
        }
    }
}

/// What history says of something found at a server.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Past {
    /// The server.
    pub endpoint: Endpoint,
    /// What is or was found there, by its id. Untrusted: it may come from a file.
    pub id: String,
    /// How it stands.
    pub trend: Trend,
}

impl History {
    /// Adds a run. Runs may come in any order.
    pub fn add(&mut self, run: Run) {
        for (endpoint, look) in run.looks {
            let next = self.seen.len();
            let number = *self.known.entry(look).or_insert_with_key(|look| {
                self.seen.push(look.clone());
                next
            });
            let looks = self.looks.entry(endpoint).or_default();
            let place = looks.partition_point(|(at, _)| *at <= run.at);
            looks.insert(place, (run.at, number));
        }
    }

    /// Says of everything that was found by looking at servers how it stands, and notes in the report what was
    /// made of it: a flap becomes inconclusive, what is long broken becomes known, and the rest still counts.
    pub fn judge(&self, report: &mut Report, now: Timestamp) {
        let run = Run::of(report, now);
        let mut past = Vec::new();
        for probed in &report.probed {
            let endpoint = probed.endpoint.to_string();
            let Some(look) = run.looks.get(&endpoint) else { continue };
            let before: BTreeSet<&String> =
                self.of(&endpoint).flat_map(|(_, look)| &look.found).collect();
            for id in look.found.iter().chain(before).collect::<BTreeSet<_>>() {
                let Some(is_there) = look.has(id) else { continue };
                let trend = trend(&self.seen(&endpoint, id), is_there, now);
                if trend != Trend::Steady {
                    let endpoint = probed.endpoint.clone();
                    past.push(Past { endpoint, id: id.clone(), trend });
                }
            }
        }
        report.history = past;
        let standings: Vec<_> = report.findings.iter().map(|it| standing(report, it)).collect();
        for (finding, standing) in report.findings.iter_mut().zip(standings) {
            finding.standing = standing;
        }
    }

    /// Every look at a server, the earliest first.
    fn of(&self, endpoint: &str) -> impl Iterator<Item = (Timestamp, &Look)> {
        let looks = self.looks.get(endpoint).into_iter().flatten();
        looks.filter_map(|(at, number)| Some((*at, self.seen.get(*number)?)))
    }

    /// When it could be told whether something is there, and whether it was.
    fn seen(&self, endpoint: &str, id: &str) -> Vec<(Timestamp, bool)> {
        self.of(endpoint).filter_map(|(at, look)| Some((at, look.has(id)?))).collect()
    }
}

fn standing(report: &Report, finding: &Finding) -> Standing {
    let trend = report.past(finding).filter(|_| finding.standing == Standing::Counts);
    match trend {
        Some(Trend::Flap { .. }) => Standing::Inconclusive,
        Some(Trend::Broken { .. }) => Standing::Known,
        Some(
            Trend::New { .. }
            | Trend::Change { .. }
            | Trend::Mended { .. }
            | Trend::CameBack { .. }
            | Trend::Steady,
        )
        | None => finding.standing.clone(),
    }
}

impl Report {
    /// What history says of a finding, if it was asked.
    pub fn past(&self, finding: &Finding) -> Option<Trend> {
        let endpoint = finding.endpoint.as_ref().filter(|_| is_seen(finding))?;
        let is_of = |past: &&Past| past.endpoint == *endpoint && past.id == finding.finding.id;
        self.history.iter().find(is_of).map(|past| past.trend)
    }
}

/// How something stands that is there or is not, after what was seen of it before, the earliest first.
///
/// # Examples
///
/// ```
/// use jiff::{SignedDuration, Timestamp};
/// use mailcheck_presets::history::{Trend, trend};
/// let now: Timestamp = "2026-11-30T04:00:00Z".parse()?;
/// let [two, one] = [2, 1].map(|days| now - SignedDuration::from_hours(24 * days));
/// assert_eq!(trend(&[(two, false), (one, false)], true, now), Trend::Flap { seen: 1, needed: 2, well: one });
/// assert_eq!(trend(&[(two, false), (one, true)], true, now), Trend::Change { since: one, well: two });
/// assert_eq!(trend(&[(two, true), (one, true)], false, now), Trend::Mended { since: two });
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn trend(past: &[(Timestamp, bool)], is_there: bool, now: Timestamp) -> Trend {
    let past = apart(past, now);
    let same = past.iter().take_while(|(_, was)| *was == is_there).count();
    let (streak, before) = past.split_at(same);
    let since = streak.last().map_or(now, |(at, _)| *at);
    let is_long = now.duration_since(since) >= LONG;
    match (before.first(), is_there) {
        (None, false) => Trend::Steady,
        (Some(_), false) if same > 0 => Trend::Steady,
        (Some((at, _)), false) => {
            let there = before.iter().take_while(|(_, was)| *was);
            match there.clone().last() {
                Some((since, _)) if there.count() >= IN_A_ROW => Trend::Mended { since: *since },
                Some(_) | None => Trend::CameBack { at: *at },
            }
        }
        (_, true) if is_long => Trend::Broken { since },
        (None, true) => Trend::New { since },
        (Some((well, _)), true) => {
            let looked_at = past.get(..past.len().min(WINDOW)).unwrap_or_default();
            let came_back =
                looked_at.windows(2).filter(|pair| matches!(pair, [(_, false), (_, true)])).count();
            let (seen, needed) = (same + 1, IN_A_ROW + came_back);
            if seen < needed {
                Trend::Flap { seen, needed, well: *well }
            } else {
                Trend::Change { since, well: *well }
            }
        }
    }
}

/// What was seen before now, the latest first; of what was seen in quick succession, the last.
fn apart(past: &[(Timestamp, bool)], now: Timestamp) -> Vec<(Timestamp, bool)> {
    let mut kept: Vec<(Timestamp, bool)> = Vec::new();
    for (at, was) in past.iter().rev() {
        let next = kept.last().map_or(now, |(at, _)| *at);
        if next.duration_since(*at) >= APART {
            kept.push((*at, *was));
        }
    }
    kept
}

/// How often in a row something must be seen to be believed: a second time is no accident.
const IN_A_ROW: usize = 2;
/// How many of the last looks say how often it came back.
const WINDOW: usize = 10;
/// Looks that are closer are one: a job that is run again at once sees the same outage.
const APART: SignedDuration = SignedDuration::from_hours(1);
/// What is there for so long was told often enough.
const LONG: SignedDuration = SignedDuration::from_hours(14 * 24);
