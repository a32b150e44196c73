//! The program against real servers, beyond a log-in by password: every mechanism, POP3, limits of connections, what
//! is there after the log-in, and a message that is sent and found again.
//!
//! The trials run inside a lab, as those of `real_sources` do. Where no lab can be had they count as ignored, and a loud
//! line says how to have it.

#![expect(clippy::print_stderr, reason = "a test says on standard error why it was skipped")]

mod circle;
mod held;
mod limits;
mod mailbox;
mod mechanisms;
mod pop3;
mod run;

use std::error::Error;
use std::fmt::Debug;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use mailcheck_tests::lab::{Inside, Lab, State};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    // Most of the time a trial waits for a server.
    let threads = Arguments::from_args().test_threads.or(Some(6));
    let arguments = Arguments { test_threads: threads, ..Arguments::from_args() };
    let inside = Inside::find();
    let reason = if inside.is_some() { None } else { Lab::unavailable() };
    if let Some(reason) = &reason {
        eprintln!("\nSKIPPED: the trials of mechanisms, POP3 and limits. {reason}.\n");
    }
    if inside.is_none() && reason.is_none() && !arguments.list {
        Lab::build_program()?;
        let status = Lab::start()?.start_this_inside()?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    // First what takes longest.
    let named = [
        limits::trials(),
        mechanisms::trials(),
        pop3::trials(),
        mailbox::trials(),
        circle::trials(),
    ];
    let trials = named.into_iter().flatten().map(|(name, check)| {
        let (lab, is_ignored) = (inside.clone(), inside.is_none());
        let run = move || lab.as_ref().map_or_else(|| Err("no lab".into()), &check);
        Trial::test(name, run).with_ignored_flag(is_ignored)
    });
    Ok(libtest_mimic::run(&arguments, trials.collect()).exit_code())
}

type Check = Box<dyn Fn(&Inside) -> Result<(), Failed> + Send>;

/// A trial and its name.
type Named = (String, Check);

/// The host of this name.
fn host(name: &str) -> Result<&'static State, Failed> {
    State::named(name).ok_or_else(|| "no such host".into())
}

#[expect(clippy::needless_pass_by_value, reason = "a caller writes down what it expects")]
fn same<T: Debug + PartialEq>(what: &str, seen: T, expected: T) -> Result<(), Failed> {
    if seen == expected {
        Ok(())
    } else {
        Err(format!("{what}: {seen:?}, not {expected:?}").into())
    }
}

/// Waits for the servers to write their logs; `expected` must come and stay.
fn settle(what: &str, count: impl Fn() -> usize, expected: usize) -> Result<(), Failed> {
    let since = Instant::now();
    while count() < expected && since.elapsed() < LOG_DELAY {
        sleep(Duration::from_millis(20));
    }
    sleep(Duration::from_millis(300)); // for one too many
    same(what, count(), expected)
}

/// Longest wait for a line in a server's log.
const LOG_DELAY: Duration = Duration::from_secs(5);
