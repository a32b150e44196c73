//! Looking at every server that files name: once, politely, without a credential, and once more later where the fault
//! may pass. What is seen is judged at once and forgotten, so that memory does not grow with the evidence.
//!
//! How much a server is asked to bear is decided in ADR 20.

mod journal;
mod order;
mod passing;
mod plan;
mod queue;

pub use journal::{Journal, JournalError};
pub use plan::Plan;

use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use mailcheck::evidence::{Attempt, Ended, Evidence, Fact};
use mailcheck::model::Host;
use mailcheck::net::Net;
use mailcheck::probe::{Account, Run};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::claims::{self, Judged};
use crate::file::PresetFile;
use crate::named::{Named, Servers};
use crate::report::{Finding, ProbeOutcome, Probed, Report};
use passing::may_pass;
use queue::Queue;

/// A callback that is told how far the looking is. It must be quick.
pub type Watch<'a> = dyn Fn(&Progress) + Send + Sync + 'a;

/// How far the looking is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// How many servers there are.
    pub total: usize,
    /// Of how many all is known that will be.
    pub done: usize,
    /// At how many somebody looks now.
    pub in_flight: usize,
    /// How many are looked at once more later.
    pub later: usize,
    /// How many of those done work, …
    pub works: usize,
    /// … do not, …
    pub fails: usize,
    /// … or cannot be told from here.
    pub inconclusive: usize,
    /// How many of those done were known from the journal.
    pub known: usize,
}

/// What came of the looking.
#[derive(Debug)]
#[non_exhaustive]
pub struct Probes {
    /// Each server, in the order of their endpoints.
    pub probed: Vec<Probed>,
    /// What was found, in the order of files and places.
    pub findings: Vec<Finding>,
    /// How it ended.
    pub ended: Ended,
    /// Why what was seen could not be written into the journal from some time on.
    pub journal: Option<io::Error>,
}

/// A look at all servers that is about to start.
#[must_use]
pub struct Look<'a> {
    plan: &'a Plan,
    files: &'a [PresetFile],
    servers: &'a Servers,
    watch: Option<&'a Watch<'a>>,
    stop: CancellationToken,
    journal: Option<Journal>,
}

impl std::fmt::Debug for Look<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Look").field("plan", self.plan).finish_non_exhaustive()
    }
}

impl<'a> Look<'a> {
    /// Looks at the servers of these files, which [`Servers::of`] gave.
    pub fn new(plan: &'a Plan, files: &'a [PresetFile], servers: &'a Servers) -> Self {
        Self { plan, files, servers, watch: None, stop: CancellationToken::new(), journal: None }
    }

    /// Tells how far it is.
    pub fn watch(mut self, watch: &'a Watch<'a>) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Ends the looking when this token is cancelled; what was seen until then is kept.
    pub fn stop(mut self, stop: CancellationToken) -> Self {
        self.stop = stop;
        self
    }

    /// Takes what this journal has, and writes what is seen into it.
    pub fn journal(mut self, journal: Journal) -> Self {
        self.journal = Some(journal);
        self
    }

    /// Looks. It needs a tokio runtime with time and IO.
    pub async fn go<N: Net>(self, net: &N) -> Probes {
        let Self { plan, files, servers, watch, stop, journal } = self;
        let named = servers.named.as_slice();
        let mut desk = Desk::new(plan, files, named, watch);
        let mut journal = Writing { journal, failed: None };
        journal.read(|evidence| {
            let passed = Duration::try_from(net.now().duration_since(evidence.ended_at()));
            desk.recall(evidence, passed.unwrap_or_default());
        });
        let now = Instant::now();
        let mut queue = Queue::new(plan, named, now, |place| !desk.is_known(place));
        for (place, after) in desk.to_be_done_again() {
            queue.again(place, now + after);
        }
        let stop = stop.child_token();
        let ended = {
            let look = |place: usize| look(plan, named.get(place), place, net, stop.clone());
            let mut looking = FuturesUnordered::new();
            let ends = plan.deadline.map(|deadline| now + deadline);
            let mut ended = Ended::Complete;
            loop {
                let now = Instant::now();
                while !stop.is_cancelled()
                    && let Some(place) = queue.take(now)
                {
                    looking.push(look(place));
                }
                desk.tell(&queue);
                let wakes = queue.wakes().filter(|_| !stop.is_cancelled());
                if looking.is_empty() && wakes.is_none() {
                    break;
                }
                tokio::select! {
                    biased;
                    () = stop.cancelled(), if ended == Ended::Complete => ended = Ended::Cancelled,
                    () = at(ends), if ended == Ended::Complete => {
                        ended = Ended::Deadline;
                        stop.cancel();
                    }
                    Some(seen) = looking.next() => {
                        let now = Instant::now();
                        queue.done(seen.place, now);
                        if let Some(evidence) = seen.evidence {
                            journal.write(&evidence);
                            if let Some(after) = desk.take(seen.place, evidence, Duration::ZERO) {
                                queue.again(seen.place, now + after);
                            }
                        }
                    }
                    () = at(wakes) => {}
                }
            }
            ended
        };
        desk.tell(&queue);
        desk.conclude(ended, journal.failed)
    }
}

/// Waits for a moment, or for ever.
async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// What one look saw; nothing if it was cut short.
struct Seen {
    place: usize,
    evidence: Option<Evidence>,
}

/// Looks at one server.
async fn look<N: Net>(
    plan: &Plan,
    named: Option<&Named>,
    place: usize,
    net: &N,
    stop: CancellationToken,
) -> Seen {
    let Some(named) = named.filter(|_| !stop.is_cancelled()) else {
        return Seen { place, evidence: None };
    };
    let mut one = mailcheck::probe::Plan::new(Account::new())
        .endpoint(named.endpoint.clone())
        .roots(plan.roots.clone())
        .without_login();
    one.timeout = plan.timeout;
    one.pace = Some(plan.spacing);
    one.most_addresses = plan.most_addresses;
    // They are others' endpoints, which the collection names if it wants them looked at.
    one.other_ports = false;
    let run = Run::new(&one).deadline(LONGEST_LOOK.max(plan.timeout * STEPS)).stop(stop);
    let evidence = Box::pin(run.go(net)).await;
    Seen { place, evidence: Some(evidence).filter(|it| it.ended != Ended::Cancelled) }
}

/// The journal, as long as it can be written.
struct Writing {
    journal: Option<Journal>,
    failed: Option<io::Error>,
}

impl Writing {
    /// Hands on every look that is in it.
    fn read(&mut self, take: impl FnMut(Evidence)) {
        let Some(journal) = &mut self.journal else { return };
        let outcome = journal.each(take);
        self.keep(outcome);
    }

    fn write(&mut self, evidence: &Evidence) {
        let Some(journal) = &mut self.journal else { return };
        let outcome = journal.write(evidence);
        self.keep(outcome);
    }

    fn keep(&mut self, outcome: io::Result<()>) {
        if let Err(why) = outcome {
            self.failed.get_or_insert(why);
            self.journal = None;
        }
    }
}

/// What is known of one server.
#[derive(Default)]
struct Known {
    judged: Option<Judged>,
    elapsed_ms: u64,
    /// After what time somebody is to look once more; `None` where all is known that will be.
    again: Option<Duration>,
}

/// What is known of all servers.
struct Desk<'a> {
    plan: &'a Plan,
    files: &'a [PresetFile],
    named: &'a [Named],
    watch: Option<&'a Watch<'a>>,
    known: Vec<Known>,
    /// Hosts that let us in at some port.
    open: BTreeSet<&'a Host>,
    progress: Progress,
}

impl<'a> Desk<'a> {
    fn new(
        plan: &'a Plan,
        files: &'a [PresetFile],
        named: &'a [Named],
        watch: Option<&'a Watch<'a>>,
    ) -> Self {
        let progress = Progress { total: named.len(), ..Progress::default() };
        let known = named.iter().map(|_| Known::default()).collect();
        Self { plan, files, named, watch, known, open: BTreeSet::new(), progress }
    }

    fn is_known(&self, place: usize) -> bool {
        self.known.get(place).is_some_and(|known| known.judged.is_some())
    }

    /// Takes what an earlier run saw so long ago.
    fn recall(&mut self, evidence: Evidence, passed: Duration) {
        let Some(candidate) = evidence.endpoints.first() else { return };
        let place = self.named.binary_search_by(|named| named.endpoint.cmp(&candidate.endpoint));
        let Ok(place) = place else { return };
        let is_new = !self.is_known(place);
        self.progress.known += usize::from(is_new);
        self.take(place, evidence, passed);
    }

    fn to_be_done_again(&self) -> Vec<(usize, Duration)> {
        let all = self.known.iter().enumerate();
        all.filter_map(|(place, known)| Some((place, known.again?))).collect()
    }

    /// Judges a look of so long ago. Says after what time there is to be another.
    fn take(&mut self, place: usize, evidence: Evidence, passed: Duration) -> Option<Duration> {
        let (named, known) = (self.named.get(place)?, self.known.get_mut(place)?);
        if was_let_in(&evidence) && named.endpoint.port != RELAY_PORT {
            self.open.insert(&named.endpoint.host);
        }
        known.elapsed_ms = known.elapsed_ms.saturating_add(evidence.elapsed_ms);
        let is_first = known.judged.is_none();
        let again = self.plan.retry_after.filter(|_| is_first && may_pass(&evidence));
        known.again = again.map(|after| after.saturating_sub(passed));
        let judged = claims::judge(self.files, named, evidence);
        if known.again.is_none() {
            self.progress.count(judged.outcome);
        }
        known.judged = Some(judged);
        known.again
    }

    fn tell(&mut self, queue: &Queue) {
        self.progress.in_flight = queue.in_flight();
        self.progress.later = queue.later();
        if let Some(watch) = self.watch {
            watch(&self.progress);
        }
    }

    fn conclude(self, ended: Ended, journal: Option<io::Error>) -> Probes {
        let Self { files, named, known, open, .. } = self;
        let (mut probed, mut findings) = (Vec::new(), Vec::new());
        for (named, known) in named.iter().zip(known) {
            let mut outcome = ProbeOutcome::NotProbed;
            if let Some(mut judged) = known.judged {
                if open.contains(&named.endpoint.host) && named.endpoint.port != RELAY_PORT {
                    judged.settle_refusal(files, named);
                }
                outcome = judged.outcome;
                findings.append(&mut judged.findings);
            }
            let endpoint = named.endpoint.clone();
            probed.push(Probed { endpoint, outcome, elapsed_ms: known.elapsed_ms });
        }
        findings.sort_by(|a, b| (&a.path, a.at).cmp(&(&b.path, b.at)));
        Probes { probed, findings, ended, journal }
    }
}

impl Progress {
    fn count(&mut self, outcome: ProbeOutcome) {
        self.done += 1;
        match outcome {
            ProbeOutcome::Works => self.works += 1,
            ProbeOutcome::Fails => self.fails += 1,
            ProbeOutcome::Inconclusive | ProbeOutcome::NotProbed => self.inconclusive += 1,
        }
    }
}

impl Report {
    /// Adds what came of looking at these servers.
    pub fn add(&mut self, servers: Servers, probes: Probes) {
        self.probed.extend(probes.probed);
        self.left_out.extend(servers.left_out);
        self.findings.extend(probes.findings);
        self.findings.sort_by(|a, b| (&a.path, a.at).cmp(&(&b.path, b.at)));
    }
}

/// Whether a connection came about as a client makes it.
fn was_let_in(evidence: &Evidence) -> bool {
    let mut seen = evidence.observations.iter();
    seen.any(|seen| {
        let is_client = seen.place.attempt == Some(Attempt::Client);
        is_client && matches!(seen.fact, Fact::Connected { .. })
    })
}

/// The port between mail servers: open to all the world where others are not, and blocked by many lines.
const RELAY_PORT: u16 = 25;

/// Longest look at one server, whatever it does.
const LONGEST_LOOK: Duration = Duration::from_mins(1);

/// Steps that a look may wait for in vain, one after the other: look-ups and connections to the addresses of two
/// families, and what tells more.
const STEPS: u32 = 8;
