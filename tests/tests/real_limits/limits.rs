//! How many connections real servers let be held, as the program measures it, and what they log of that.

use std::fs;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use mailcheck_tests::lab::{CLIENT_ADDRESSES, Inside, Mark, OTHER_USER, PASSWORD, State};
use serde_json::Value;

use super::held::Held;
use super::run::{GOOD, Run};
use super::{Named, host, same, settle};

/// A limit that is to be found exactly.
#[derive(Clone, Copy, Debug)]
struct Limit {
    service: &'static str,
    host: &'static str,
    number: u64,
    /// Whether Dovecot keeps it; else Postfix does.
    is_dovecot: bool,
}

pub(super) fn trials() -> Vec<Named> {
    let mut trials: Vec<Named> =
        vec![("limits::smtp::paced_is_a_rate".to_owned(), Box::new(paced))];
    for service in ["imap", "pop3", "smtp"] {
        for (host, number) in
            [("limited-50", 50), ("limited-10", 10), ("limited-3", 3), ("limited-1", 1)]
        {
            let limit = Limit { service, host, number, is_dovecot: service != "smtp" };
            let name = format!("limits::{service}::{number}_exactly");
            trials.push((name, Box::new(move |lab| limit.is_found(lab))));
        }
    }
    let more: [(&str, Plain); 7] = [
        ("limits::imap::scope_by_address_and_user", user_and_address),
        ("limits::smtp::scope_by_address", address),
        ("limits::imap::all_processes_busy", crowded),
        ("limits::imap::sessions_of_others_are_told", in_use),
        ("limits::imap::no_limit_within_reach", at_least),
        ("limits::imap::interrupted_ramp_says_goodbye", interrupted),
        ("limits::imap::many_sessions_take_little_memory", memory),
    ];
    trials.extend(more.map(|(name, check)| (name.to_owned(), Box::new(check) as super::Check)));
    trials
}

type Plain = fn(&Inside) -> Result<(), Failed>;

/// Held by a trial: they share accounts, limits and a machine, so one measures at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn measure(lab: &Inside, service: &str, host: &State, more: &[&str]) -> Result<Run, Failed> {
    let (user, option) = (host.user("you"), format!("--{service}"));
    let server = format!("{}/tls", host.host());
    Run::of(lab, &[&["limits", &user, &option, &server], more].concat(), GOOD)
}

impl Run {
    /// The measured limit of a service whose connections were taken so far.
    fn limit(&self, service: &str, hold: &str) -> Result<&Value, Failed> {
        let all = self.report["limits"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found = all.iter().find(|limit| limit["service"] == service && limit["hold"] == hold);
        found.ok_or_else(|| format!("no limit: {:#}", self.report).into())
    }

    /// These members of it.
    fn is_limit(
        &self,
        service: &str,
        hold: &str,
        expected: &[(&str, Value)],
    ) -> Result<(), Failed> {
        let limit = self.limit(service, hold)?;
        for (member, expected) in expected {
            self.same(member, &limit[*member], expected)?;
        }
        Ok(())
    }
}

impl Limit {
    fn is_found(&self, lab: &Inside) -> Result<(), Failed> {
        let Self { service, host: name, number, is_dovecot } = *self;
        let state = host(name)?;
        let _alone = alone();
        let mark = lab.mark();
        let most = if number > 16 { "64" } else { "16" };
        let run = measure(lab, service, state, &["--max-connections", most])?;
        let hold = if is_dovecot { "logged-in" } else { "greeted" };
        run.is_limit(
            service,
            hold,
            &[
                ("determined", "exactly".into()),
                ("number", number.into()),
                ("sort", "concurrency".into()),
                ("usable_again", true.into()),
            ],
        )?;
        run.same("exit status", run.status, Some(0))?;
        if is_dovecot {
            run.is_limit(service, hold, &[("stated", number.into())])?;
            self.dovecot_agrees(lab, &mark, state)
        } else {
            self.postfix_agrees(lab, &mark)
        }
    }

    /// One log-in before, so many at once, and one after; one refused; nobody hung up without a goodbye.
    fn dovecot_agrees(&self, lab: &Inside, mark: &Mark, state: &State) -> Result<(), Failed> {
        let user = state.user("you");
        let number = usize::try_from(self.number)?;
        let logged = |sign: &str| {
            let service = format!("{}-login: ", self.service);
            let log = lab.dovecot_log(mark);
            let is_meant = |line: &&str| line.contains(&user) && line.contains(sign);
            log.lines().filter(|line| line.contains(&service)).filter(is_meant).count()
        };
        settle("log-ins", || logged(": Login: "), number + 2)?;
        settle("refused", || logged(": Maximum number of connections"), 1)?;
        let goodbyes = || {
            let log = lab.dovecot_log(mark);
            let session = format!("{}({user})", self.service);
            let is_goodbye = |line: &&str| line.contains(&session) && line.contains("Logged out");
            log.lines().filter(is_goodbye).count()
        };
        settle("goodbyes", goodbyes, number + 2)?;
        same("failed log-ins", lab.failed_logins(mark, &user), 0)
    }

    /// The same, with Postfix's words. Connections are begun one, two, then four at a time, and all that are too many
    /// are refused.
    fn postfix_agrees(&self, lab: &Inside, mark: &Mark) -> Result<(), Failed> {
        let number = usize::try_from(self.number)?;
        let logged = |sign: &str| {
            let service = format!("postfix/{}-465/smtpd[", self.host);
            let log = lab.postfix_log(mark);
            log.lines().filter(|line| line.contains(&service) && line.contains(sign)).count()
        };
        let begun = [1, 3].into_iter().chain((7..).step_by(4)).find(|begun| *begun > number);
        let refused = begun.unwrap_or_default() - number;
        settle("connections", || logged("]: connect from"), number + refused + 2)?;
        settle("refused", || logged("Connection concurrency limit exceeded"), refused)?;
        settle("goodbyes", || logged(" quit=1"), number + 2)
    }
}

/// Dovecot counts the sessions of a user from an address.
fn user_and_address(lab: &Inside) -> Result<(), Failed> {
    let _alone = alone();
    let state = host("limited-3")?;
    let file = lab.ca_file().with_file_name("second-password");
    fs::write(&file, format!("{PASSWORD}\n"))?;
    let (from, second) = (CLIENT_ADDRESSES[1].to_string(), state.user(OTHER_USER));
    let file = file.to_string_lossy();
    let others = ["--from", &from, "--second-username", &second, "--second-password-file", &file];
    let run = measure(lab, "imap", state, &others)?;
    run.is_limit(
        "imap",
        "logged-in",
        &[
            ("determined", "exactly".into()),
            ("number", 3.into()),
            ("scope", "user-and-address".into()),
        ],
    )
}

/// Postfix counts the connections of an address.
fn address(lab: &Inside) -> Result<(), Failed> {
    let _alone = alone();
    let from = CLIENT_ADDRESSES[1].to_string();
    let run = measure(lab, "smtp", host("limited-3")?, &["--from", &from])?;
    run.is_limit("smtp", "greeted", &[("number", 3.into()), ("scope", "address".into())])
}

/// A Dovecot with all its processes busy makes room among those that are not logged in: three can be held by who then
/// connects with one at a time.
fn crowded(lab: &Inside) -> Result<(), Failed> {
    let _alone = alone();
    for _turn in 0..3 {
        let run = measure(lab, "imap", host("crowded")?, &[])?;
        let expected =
            [("determined", "exactly".into()), ("number", 3.into()), ("usable_again", true.into())];
        run.is_limit("imap", "logged-in", &expected)?;
    }
    Ok(())
}

/// What another program of the same person holds is told by the number that the server states.
fn in_use(lab: &Inside) -> Result<(), Failed> {
    let _alone = alone();
    let state = host("limited-10")?;
    let held = Held::imap(lab, state, &state.user(OTHER_USER))?;
    let (user, server) = (state.user(OTHER_USER), format!("{}/tls", state.host()));
    let run = Run::of(lab, &["limits", &user, "--imap", &server], GOOD)?;
    drop(held);
    let expected = [("number", 9.into()), ("stated", 10.into()), ("in_use", 1.into())];
    run.is_limit("imap", "logged-in", &expected)
}

fn at_least(lab: &Inside) -> Result<(), Failed> {
    let _alone = alone();
    let run = measure(lab, "imap", host("limited-50")?, &["--max-connections", "4"])?;
    run.is_limit(
        "imap",
        "logged-in",
        &[
            ("determined", "at-least".into()),
            ("number", 4.into()),
            ("refused_at", Value::Null),
            ("usable_again", true.into()),
        ],
    )
}

/// Five connections in ten seconds: what time alone helps against is no limit of what is held.
fn paced(lab: &Inside) -> Result<(), Failed> {
    let state = host("paced")?;
    let (user, server) = (state.user("you"), format!("{}/tls", state.host()));
    let run = Run::of(lab, &["limits", &user, "--smtp", &server], GOOD)?;
    run.is_limit(
        "smtp",
        "greeted",
        &[("determined", "not-determined".into()), ("sort", "rate".into())],
    )
}

/// Ctrl-C in the midst of it: everybody who was let in says goodbye.
fn interrupted(lab: &Inside) -> Result<(), Failed> {
    let _alone = alone();
    let state = host("healthy")?;
    let user = state.user(OTHER_USER);
    let server = format!("{}/tls", state.host());
    let arguments = ["limits", &user, "--imap", &server, "--max-connections", "64", "-4"];
    let mark = lab.mark();
    let child = lab.start(&arguments, PASSWORD)?;
    let logged = |sign: &str| {
        let log = lab.dovecot_log(&mark);
        log.lines().filter(|line| line.contains(&user) && line.contains(sign)).count()
    };
    let since = Instant::now();
    while logged(": Login: ") < 6 && since.elapsed() < LONG_ENOUGH {
        sleep(Duration::from_millis(5));
    }
    let pid = child.id().to_string();
    let is_told = Command::new("kill").args(["-INT", &pid]).status()?.success();
    let output = child.wait_with_output()?;
    same("told", is_told, true)?;
    same(&String::from_utf8_lossy(&output.stderr), output.status.code(), Some(130))?;
    let let_in = logged(": Login: ");
    same("some were let in, and not all", (6..64).contains(&let_in), true)?;
    settle("ended", || logged(": Disconnected: "), let_in)?;
    // One whose answer was on its way was waited for.
    settle("goodbyes", || logged("Logged out"), let_in)
}

/// 64 sessions at a time: the most that the program had of memory, as the system counts it.
fn memory(lab: &Inside) -> Result<(), Failed> {
    let _alone = alone();
    let state = host("quiet")?;
    let user = state.user(OTHER_USER);
    let server = format!("{}/tls", state.host());
    let arguments = ["limits", &user, "--imap", &server, "--max-connections", "64", "-4"];
    let mut child = lab.start(&[&arguments[..], &["--format", "json"]].concat(), PASSWORD)?;
    let status = format!("/proc/{}/status", child.id());
    let mut highest = 0;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
        highest = highest.max(number.unwrap_or(0_u64));
        sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output()?;
    let report: Value = serde_json::from_slice(&output.stdout)?;
    same("held", &report["limits"][0]["accepted"], &64.into())?;
    same(&format!("{highest} KiB"), (1..=MOST_KIB).contains(&highest), true)
}

/// What was promised.
const MOST_KIB: u64 = 60 * 1024;
/// Longest wait until some are logged in.
const LONG_ENOUGH: Duration = Duration::from_secs(20);
