//! The memory of refused log-ins: what is asked before one more, and told of what became of it.

mod file;
mod place;
mod policy;

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use mailcheck::evidence::{Fact, Observation};
use mailcheck::model::Host;
use mailcheck::probe::Permission;
use mailcheck::report::{Finding, Report};

use crate::{complaint, tongue};
use file::{Open, Problem};
use policy::{Minute, Outcome, Pace};

/// The ledger in the person's state directory. It is opened only when there is something to log in
/// with and to, and nothing that goes wrong with it keeps a run from going on.
#[derive(Debug)]
pub(crate) struct Ledger {
    folder: Option<PathBuf>,
    /// Whether the person wants to log in whatever it advises.
    force: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The log-in that was granted and is not yet known to be accepted.
    begun: Option<Begun>,
    problems: Vec<Problem>,
}

#[derive(Debug)]
struct Begun {
    login_name: String,
    host: Host,
    at: Minute,
}

impl Ledger {
    pub(crate) fn new(force: bool) -> Self {
        Self { folder: place::folder(), force, state: Mutex::default() }
    }

    /// Notes what became of the log-in that was not accepted, if there was one, by what the report
    /// says of it.
    pub(crate) fn settle(&self, report: &Report) {
        let mut state = self.state();
        let Some(begun) = state.begun.take() else { return };
        let now = Minute::of(Timestamp::now());
        let Some(mut open) = self.open(&mut state, now) else { return };
        let who = open.who(&begun.login_name, &begun.host);
        policy::refuse(&mut open.entries, &who, begun.at, outcome(report));
        Self::save(&mut state, open, now);
    }

    /// Says what went wrong with the ledger, each thing once.
    pub(crate) fn complain(&self) {
        let mut said = Vec::new();
        for problem in self.state().problems.drain(..) {
            let text = problem.message().told(tongue::words());
            if !said.contains(&text) {
                complaint::warn(&text);
                said.push(text);
            }
        }
    }

    fn open(&self, state: &mut State, now: Minute) -> Option<Open> {
        let Some(folder) = &self.folder else {
            state.problems.push(Problem::NoPlace);
            return None;
        };
        Open::new(folder, now, |problem| state.problems.push(problem))
    }

    fn save(state: &mut State, open: Open, now: Minute) {
        state.problems.extend(open.save(now).err());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl mailcheck::probe::Ledger for Ledger {
    fn permit(&self, login_name: &str, host: &Host) -> Permission {
        let mut state = self.state();
        let now = Minute::of(Timestamp::now());
        let Some(mut open) = self.open(&mut state, now) else { return Permission::Granted };
        let who = open.who(login_name, host);
        if !self.force {
            match policy::permission(&open.entries, &who, Pace::at(host), now) {
                Permission::Granted => {}
                not @ (Permission::Busy(_) | Permission::Denied(_)) => return not,
            }
        }
        policy::begin(&mut open.entries, &who, now);
        let (login_name, host) = (login_name.to_owned(), host.clone());
        state.begun = Some(Begun { login_name, host, at: now });
        Self::save(&mut state, open, now);
        Permission::Granted
    }

    fn accepted(&self, login_name: &str, host: &Host) {
        let mut state = self.state();
        let now = Minute::of(Timestamp::now());
        let began = state.begun.take().map_or(now, |begun| begun.at);
        let Some(mut open) = self.open(&mut state, now) else { return };
        let who = open.who(login_name, host);
        policy::accept(&mut open.entries, &who, began);
        Self::save(&mut state, open, now);
    }
}

/// What the report makes of the log-in that was not accepted. A run has one at the most.
fn outcome(report: &Report) -> Outcome {
    let is_refusal = |seen: &&Observation| {
        matches!(&seen.fact, Fact::Login(reply) if !reply.accepted)
            || matches!(seen.fact, Fact::LoginFailed(_))
    };
    let Some(seen) = report.evidence.observations.iter().rfind(is_refusal) else {
        return Outcome::Refused; // it was begun, and what came of it is not known
    };
    let here = || report.findings.iter().filter(|it| it.endpoint == seen.place.endpoint);
    let lock = here().find(|finding| finding.id == "login.locked");
    let until = lock.and_then(|finding| finding.advice.wait?.until(report.evidence.ended_at()));
    match until {
        Some(until) => Outcome::Locked(Minute::after(until)),
        None if here().any(is_about_something_else) => Outcome::NotCounted,
        None => Outcome::Refused,
    }
}

/// Whether this is why a log-in was not accepted, so that the refusal says nothing about the
/// credential: servers count it for no lock.
fn is_about_something_else(finding: &Finding) -> bool {
    match finding.id {
        // Whoever gave no answer, or none that can be read, may have refused.
        "login.temporary-failure" => !matches!(finding.advice.case, "garbled" | "no-answer"),
        "greeting.busy" | "greeting.refused" | "login.restricted" | "login.service-disabled" => {
            true
        }
        _every_other => false,
    }
}

#[cfg(test)]
#[path = "ledger/tests.rs"]
mod tests;
