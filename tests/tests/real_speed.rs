//! How long it takes to ask real name and web servers, and to measure limits of real mail servers, behind a link with
//! delay.
//!
//! The trials print what they measured. They run inside a lab of their own, see `real_sources`.

#![expect(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped, and what it measured"
)]

use std::error::Error;
use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use mailcheck::evidence::{Evidence, Fact};
use mailcheck::model::{Endpoint, Secret, Service};
use mailcheck::net::{Internet, Roots};
use mailcheck::probe::{Account, Limits, MostConnections, Plan, Run};
use mailcheck_tests::lab::{Inside, Lab, NAMESERVER, PASSWORD, State};

const ROUND_TRIP: Duration = Duration::from_millis(50);
/// Of so many runs the shortest counts: others may use the machine, too.
const RUNS: usize = 7;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments { test_threads: Some(1), ..Arguments::from_args() };
    let inside = Inside::find();
    let reason = if inside.is_some() { None } else { Lab::unavailable() };
    if let Some(reason) = &reason {
        eprintln!("\nSKIPPED: the trials of speed with real servers. {reason}.\n");
    }
    if inside.is_none() && reason.is_none() && !arguments.list {
        let status = Lab::start_with_round_trip(ROUND_TRIP)?.start_this_inside()?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let trial = |(name, check): (&str, Check)| {
        let (lab, is_ignored) = (inside.clone(), inside.is_none());
        let run = move || lab.as_ref().map_or_else(|| Err("no lab".into()), check);
        Trial::test(name, run).with_ignored_flag(is_ignored)
    };
    Ok(libtest_mimic::run(&arguments, TRIALS.map(trial).into()).exit_code())
}

type Check = fn(&Inside) -> Result<(), Failed>;

const TRIALS: [(&str, Check); 4] = [
    ("speed::all_sources_take_as_long_as_the_slowest", all_sources),
    ("speed::a_dead_source_keeps_nobody_waiting", dead_source),
    ("speed::a_limit_of_ten", |lab| limit(lab, "limited-10", 16, 10, Duration::from_secs(2))),
    ("speed::sixty_four_sessions", |lab| limit(lab, "healthy", 64, 64, Duration::from_secs(8))),
];

/// One run and how long it took.
fn run(lab: &Inside, plan: &Plan) -> Result<(Evidence, Duration), Failed> {
    let anchors = fs::read_to_string(lab.trust_anchor_file())?;
    let builder = Internet::builder().nameserver((NAMESERVER, 53).into());
    let net = builder.trust_anchors(anchors).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let since = Instant::now();
    let evidence = runtime.block_on(Run::new(plan).go(&net));
    Ok((evidence, since.elapsed()))
}

fn roots(lab: &Inside) -> Result<Roots, Failed> {
    let mut roots = Roots::none();
    roots.add_pem(&fs::read(lab.ca_file())?)?;
    Ok(roots)
}

fn all_sources(lab: &Inside) -> Result<(), Failed> {
    let mut plan = Plan::new(Account::new()).roots(roots(lab)?);
    plan.search.domain = Some("published.test".parse()?);
    plan.search.is_survey = true;
    plan.search.probe = false;
    let mut shortest = Duration::MAX;
    let mut slowest = 0;
    for _ in 0..RUNS {
        let (evidence, took) = run(lab, &plan)?;
        slowest =
            evidence.answers().filter_map(|asked| asked.round_trips).max().ok_or("no answer")?;
        shortest = shortest.min(took);
    }
    eprintln!("all sources: {shortest:?}; round trips of the slowest: {slowest}");
    // The bound that was set for this program.
    if shortest <= ROUND_TRIP * (slowest + 8) { Ok(()) } else { Err("too long".into()) }
}

/// Both domains have the same document; of one the other addresses answer nothing.
fn dead_source(lab: &Inside) -> Result<(), Failed> {
    let mut shortest = [Duration::MAX; 2];
    for _ in 0..RUNS {
        for (shortest, address) in
            shortest.iter_mut().zip(["you@local-part.test", "you@half-dead.test"])
        {
            let account = Account::new().address(address.parse()?);
            let account = account.password(Secret::new(PASSWORD.to_owned()));
            let (evidence, took) = run(lab, &Plan::new(account).roots(roots(lab)?))?;
            if !evidence.is_logged_in() {
                return Err(format!("{address} was not logged in").into());
            }
            *shortest = took.min(*shortest);
        }
    }
    let [good, dead] = shortest;
    eprintln!("verify: {good:?}; with an address that answers nothing: {dead:?}");
    // One round trip, and another for a machine that does other things as well.
    if dead <= good + ROUND_TRIP * 2 { Ok(()) } else { Err("somebody was kept waiting".into()) }
}

/// What measuring adds to a run that logs in to one server: holding, goodbyes, and the proof that the account works.
fn limit(lab: &Inside, host: &str, most: u32, held: u32, within: Duration) -> Result<(), Failed> {
    let state = State::named(host).ok_or("no such host")?;
    let plan = || {
        let account = Account::new().address(state.user("you").parse()?);
        let account = account.password(Secret::new(PASSWORD.to_owned()));
        let server = Endpoint::parse(Service::Imap, &format!("{}/tls", state.host()))?;
        Ok::<_, Failed>(Plan::new(account).endpoint(server).roots(roots(lab)?))
    };
    let (mut without, mut with) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        without = without.min(run(lab, &plan()?)?.1);
        let mut measuring = plan()?;
        let mut limits = Limits::new(MostConnections::new(most)?);
        limits.before_login = false;
        measuring.limits = Some(limits);
        let (evidence, took) = run(lab, &measuring)?;
        let seen = evidence.observations.iter();
        let ramps = seen.filter_map(|seen| {
            let Fact::Held(ramp) = &seen.fact else { return None };
            Some(ramp.held)
        });
        let ramps: Vec<_> = ramps.collect();
        if ramps != [held] {
            return Err(format!("{ramps:?} held, not {held}").into());
        }
        with = with.min(took);
    }
    let measuring = with.saturating_sub(without);
    eprintln!("{held} sessions: {measuring:?} more than the {without:?} of a log-in");
    if measuring < within { Ok(()) } else { Err("too long".into()) }
}
