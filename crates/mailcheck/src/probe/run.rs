//! A run: settings found or given, both sides probed at once, all kept as evidence.

use std::future::Future;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::circle;
use super::desk::{Desk, Watch, millis};
use super::gate::Gate;
use super::limits;
use super::mechanisms;
use super::names;
use super::plan::Plan;
use super::seek::{Progress, Seek};
use super::side::Side;
use super::watch::Event;
use crate::discover::{self, Searcher};
use crate::evidence::{Asked, Ended, Evidence, Fact, Place};
use crate::model::Endpoint;
use crate::net::Net;
use crate::net::http::Fetcher;

/// A run that is about to start.
#[must_use]
pub struct Run<'a> {
    plan: &'a Plan,
    watch: Option<&'a Watch<'a>>,
    deadline: Duration,
    stop: CancellationToken,
}

impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").field("plan", self.plan).finish_non_exhaustive()
    }
}

impl<'a> Run<'a> {
    /// Carries out a plan, in a minute at the most.
    pub fn new(plan: &'a Plan) -> Self {
        let (watch, stop) = (None, CancellationToken::new());
        Self { plan, watch, deadline: Duration::from_mins(1), stop }
    }

    /// Tells what happens while it happens. The callback must be quick.
    pub fn watch(mut self, watch: &'a (dyn Fn(&Event<'_>) + Send + Sync)) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Ends the run after this time; what was seen until then is kept.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Ends the run when this token is cancelled; what was seen until then is kept.
    pub fn stop(mut self, stop: CancellationToken) -> Self {
        self.stop = stop;
        self
    }

    /// Looks, and gives back all that was seen. It does not fail: a failure is what was seen.
    ///
    /// It needs a tokio runtime with time and IO.
    pub async fn go<N: Net>(self, net: &N) -> Evidence {
        let Self { plan, watch, deadline, stop } = self;
        let (began, ends) = (net.elapsed(), Instant::now() + deadline);
        let desk = Desk::new(net, plan, gate(plan), watch);
        let wind_down = CancellationToken::new();
        let ended = {
            // On the heap, as all stages of all addresses together are large for a stack.
            let mut work = Box::pin(async {
                // Reading the roots goes on beside the first look-ups.
                tokio::join!(desk.tls(), all(&desk, &wind_down));
                names::look_up(&desk, &wind_down).await;
                Box::pin(circle::go(&desk, &wind_down)).await;
                Box::pin(limits::measure(&desk, ends, &wind_down)).await;
                // Refusals come last, as they could spoil what comes after them.
                Box::pin(mechanisms::try_others(&desk, &wind_down)).await;
            });
            let ended = tokio::select! {
                biased;
                () = &mut work => Ended::Complete,
                () = stop.cancelled() => Ended::Cancelled,
                () = tokio::time::sleep(deadline) => Ended::Deadline,
            };
            if ended != Ended::Complete {
                wind_down.cancel();
                // Almost every wait ends at once now; what is left is to say goodbye.
                if tokio::time::timeout(LAST_ANSWERS, &mut work).await.is_err() {
                    desk.late.cancel();
                    let _all_said = tokio::time::timeout(WIND_DOWN, work).await;
                }
            }
            ended
        };
        let slips = plan.slips(desk.evidence().is_logged_in());
        desk.record(Place::default(), Fact::Typed { slips });
        let elapsed = net.elapsed().saturating_sub(began);
        let mut evidence = desk.into_evidence();
        evidence.put_in_order();
        evidence.ended = ended;
        evidence.elapsed_ms = millis(elapsed);
        evidence
    }
}

/// A ticket for each endpoint that was named, else one for each side.
fn gate(plan: &Plan) -> Gate {
    if plan.endpoints.is_empty() {
        return Gate::new(1, 1);
    }
    let is_incoming = |endpoint: &&Endpoint| endpoint.service.is_incoming();
    let incoming = plan.endpoints.iter().filter(is_incoming).count();
    Gate::new(incoming, plan.endpoints.len() - incoming)
}

async fn all<N: Net>(desk: &Desk<'_, N>, stop: &CancellationToken) {
    if !desk.plan.endpoints.is_empty() {
        return given(desk, stop).await;
    }
    let Some(domain) = desk.plan.domain() else { return };
    let enough = stop.child_token();
    let fetcher = Fetcher::new(&desk.lookups, &desk.tls, desk.plan.timeout, &enough);
    let (progress, watched) = watch::channel(Progress::default());
    let found = |asked: Asked| {
        desk.record_answer(asked);
        progress.send_modify(|progress| progress.answers += 1);
    };
    let searcher = Searcher {
        search: &desk.plan.search,
        domain,
        address: desk.plan.account.address.as_ref(),
        lookups: &desk.lookups,
        fetcher: &fetcher,
        timeout: desk.plan.timeout,
        stop: &enough,
        found: &found,
    };
    let searching = async {
        searcher.all().await;
        progress.send_modify(|progress| progress.is_over = true);
    };
    let seek =
        |side, incoming| Seek { side, desk, domain, incoming, progress: watched.clone() }.run();
    let (incoming, outgoing) = (Side::new(0, stop), Side::new(1, stop));
    let sides = async {
        tokio::join!(seek(&incoming, true), seek(&outgoing, false));
        if !desk.plan.search.is_survey {
            // Who has not answered by now is not waited for.
            enough.cancel();
        }
    };
    let work = async { tokio::join!(Box::pin(searching), Box::pin(sides)) };
    // The usual names are asked for along with the rest, as they are likely to be needed.
    let ahead = discover::usual_hosts(domain);
    let families = desk.net.families();
    let ahead =
        ahead.iter().flat_map(|host| families.iter().map(move |&family| desk.lookup(host, family)));
    tokio::select! {
        biased;
        _both = work => {}
        () = forever_after(join_all(ahead)) => {}
    }
}

async fn forever_after(work: impl Future) {
    work.await;
    std::future::pending::<()>().await;
}

/// Endpoints that a person named: all are tried, incoming ones log in first.
async fn given<N: Net>(desk: &Desk<'_, N>, stop: &CancellationToken) {
    let mut endpoints = desk.plan.endpoints.clone();
    endpoints.sort_by_key(|endpoint| !endpoint.service.is_incoming());
    let sides: Vec<Side> = (0..endpoints.len()).map(|ticket| Side::new(ticket, stop)).collect();
    let given = sides.iter().zip(endpoints);
    join_all(given.map(|(side, endpoint)| side.run_given(desk, endpoint))).await;
}

/// How long the answer to a log-in may take when a run is ended, so that a goodbye can follow.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
/// How long the last goodbyes may take when a run is ended.
const WIND_DOWN: Duration = Duration::from_millis(700);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::Internet;
    use crate::probe::Account;

    /// A caller may spawn a run.
    #[test]
    fn a_run_can_move_between_threads() {
        fn is_send<T: Send>(_: &T) {}
        fn check(plan: &Plan, net: &Internet) {
            is_send(&Run::new(plan).go(net));
        }
        assert_ne!(check as fn(&Plan, &Internet) as usize, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_to_do_is_done_at_once() -> Result<(), crate::net::InternetError> {
        let plan = Plan::new(Account::new());
        let server = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
        let internet = Internet::builder().nameserver(server).build()?;
        let evidence = Run::new(&plan).go(&internet).await;
        assert_eq!((evidence.ended, evidence.endpoints.len()), (Ended::Complete, 0));
        Ok(())
    }
}
