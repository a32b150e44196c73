//! The program against real servers: Dovecot, Postfix, knot and unbound, in every state that people meet.
//!
//! All trials share one lab. Where none can be had (not root, not Linux, servers not installed) they count as ignored,
//! and a loud line says how to have it.

#![expect(clippy::print_stderr, reason = "a test says on standard error why it was skipped")]

use std::collections::BTreeSet;
use std::error::Error;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use libtest_mimic::Arguments;
use libtest_mimic::Failed;
use libtest_mimic::Trial;
use mailcheck_tests::lab::Lab;
use mailcheck_tests::lab::LabError;
use mailcheck_tests::lab::PASSWORD;
use mailcheck_tests::lab::PEER_USER;
use mailcheck_tests::lab::State;
use mailcheck_tests::lab::USER;
use mailcheck_tests::lab::WRONG_PASSWORD_USER;
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::from_args();
    let reason = Lab::unavailable();
    if let Some(reason) = &reason {
        eprintln!("\nSKIPPED: the trials against real servers. {reason}.\n");
    }
    let lab = if arguments.list || reason.is_some() { None } else { Some(Arc::new(ready_lab()?)) };
    let conclusion = libtest_mimic::run(&arguments, trials(lab.as_ref(), reason.is_some()));
    drop(lab); // `exit` runs no destructors
    conclusion.exit()
}

/// The lab, with the program built.
fn ready_lab() -> Result<Lab, Box<dyn Error>> {
    Lab::build_program()?;
    Ok(Lab::start()?)
}

fn trials(lab: Option<&Arc<Lab>>, is_ignored: bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    let mut add = |name: String, check: AnyCheck| {
        let lab = lab.map(Arc::clone);
        let run = move || lab.as_deref().map_or_else(|| Err("no lab".into()), &check);
        trials.push(Trial::test(name, run).with_ignored_flag(is_ignored));
    };
    for case in SETTINGS {
        add(format!("settings::{}", case.name), Box::new(|lab| case.check(lab)));
    }
    for case in ADDRESSES {
        add(format!("address::{}", case.name()), Box::new(|lab| case.check(lab)));
    }
    for case in CALLS {
        add(case.name.to_owned(), Box::new(|lab| case.check(lab)));
    }
    for (name, check) in BY_HAND {
        add((*name).to_owned(), Box::new(check));
    }
    trials
}

/// `verify` with explicit endpoints, and what it must say.
struct Settings {
    name: &'static str,
    user: &'static str,
    imap: &'static str,
    smtp: &'static str,
    expected: Expected,
}

/// `verify` with nothing but an address, and what it must say.
struct Address {
    mailbox: &'static str,
    expected: Expected,
    /// Host of the incoming endpoint, and the source of the settings.
    settings: Option<(&'static str, &'static str)>,
}

/// `verify` with these arguments and a password, what it must say, and what it makes of sending and waiting.
struct Call {
    name: &'static str,
    /// `@` in front of a colon stands for `.example.test`.
    arguments: &'static [&'static str],
    password: &'static str,
    expected: Expected,
    sending: Option<&'static str>,
    wait_s: Option<u64>,
}

/// What must be found: exactly these findings, this verdict and this exit status.
#[derive(Clone, Copy, Debug)]
struct Expected {
    findings: &'static [&'static str],
    verdict: &'static str,
    status: i32,
}

const READY: Expected = Expected { findings: &[], verdict: "ready", status: 0 };

const fn warning(findings: &'static [&'static str]) -> Expected {
    Expected { findings, verdict: "ready-with-warnings", status: 0 }
}

const fn fault(findings: &'static [&'static str]) -> Expected {
    Expected { findings, verdict: "not-ready", status: 1 }
}

const fn unsure(findings: &'static [&'static str]) -> Expected {
    Expected { findings, verdict: "inconclusive", status: 3 }
}

const fn settings(
    name: &'static str,
    imap: &'static str,
    smtp: &'static str,
    expected: Expected,
) -> Settings {
    Settings { name, user: USER, imap, smtp, expected }
}

const fn address(address: &'static str, expected: Expected) -> Address {
    Address { mailbox: address, expected, settings: None }
}

const fn found(address: &'static str, host: &'static str, source: &'static str) -> Address {
    Address { mailbox: address, expected: READY, settings: Some((host, source)) }
}

/// In `imap` and `smtp`, `@` stands for `.example.test`, which all these hosts share.
const SETTINGS: &[Settings] = &[
    settings("healthy_implicit_tls", "healthy@:993/tls", "healthy@:465/tls", READY),
    settings("healthy_starttls", "healthy@:143/starttls", "healthy@:587/starttls", READY),
    settings(
        "expired",
        "expired@:993/tls",
        "expired@:465/tls",
        fault(&["tls.certificate-expired"]),
    ),
    settings(
        "expired_behind_starttls",
        "expired@:143/starttls",
        "expired@:587/starttls",
        fault(&["tls.certificate-expired"]),
    ),
    settings(
        "not_yet_valid",
        "not-yet-valid@:993/tls",
        "not-yet-valid@:465/tls",
        fault(&["tls.certificate-not-yet-valid"]),
    ),
    settings(
        "expires_soon",
        "expires-soon@:993/tls",
        "expires-soon@:465/tls",
        warning(&["tls.certificate-expires-soon"]),
    ),
    settings(
        "wrong_name",
        "wrong-name@:993/tls",
        "wrong-name@:465/tls",
        fault(&["tls.certificate-name-mismatch"]),
    ),
    settings(
        "expired_and_wrong_name",
        "expired-wrong-name@:993/tls",
        "expired-wrong-name@:465/tls",
        fault(&["tls.certificate-expired", "tls.certificate-name-mismatch"]),
    ),
    settings(
        "self_signed",
        "self-signed@:993/tls",
        "self-signed@:465/tls",
        fault(&["tls.certificate-self-signed"]),
    ),
    settings(
        "unknown_issuer",
        "unknown-issuer@:993/tls",
        "unknown-issuer@:465/tls",
        fault(&["tls.certificate-unknown-issuer"]),
    ),
    settings(
        "unknown_issuer_leaf_only",
        "unknown-issuer-leaf@:993/tls",
        "unknown-issuer-leaf@:465/tls",
        fault(&["tls.certificate-unknown-issuer"]),
    ),
    settings(
        "incomplete_chain",
        "incomplete@:993/tls",
        "incomplete@:465/tls",
        fault(&["tls.certificate-chain-incomplete"]),
    ),
    settings("weak_key", "weak@:993/tls", "weak@:465/tls", fault(&["tls.certificate-weak"])),
    settings("tls_1_1_only", "tls11@:993/tls", "tls11@:465/tls", fault(&["tls.version-obsolete"])),
    settings(
        "tls_1_1_only_behind_starttls",
        "tls11@:143/starttls",
        "tls11@:587/starttls",
        fault(&["tls.version-obsolete"]),
    ),
    settings(
        "static_rsa_only",
        "static-rsa@:993/tls",
        "static-rsa@:465/tls",
        fault(&["tls.handshake-failed"]),
    ),
    settings(
        "small_group_only",
        "small-dh@:993/tls",
        "small-dh@:465/tls",
        fault(&["tls.handshake-failed"]),
    ),
    settings(
        "starttls_stripped",
        "no-starttls@:143/starttls",
        "no-starttls@:587/starttls",
        fault(&["tls.starttls-not-offered"]),
    ),
    settings(
        "implicit_tls_where_starttls_was_set",
        "swapped@:143/starttls",
        "swapped@:587/starttls",
        fault(&["tls.wrong-kind"]),
    ),
    settings(
        "starttls_where_implicit_tls_was_set",
        "swapped@:993/tls",
        "swapped@:465/tls",
        fault(&["tls.wrong-kind"]),
    ),
    settings(
        "passwords_taken_in_clear",
        "clear-auth@:143/starttls",
        "clear-auth@:587/starttls",
        warning(&["login.allowed-in-clear"]),
    ),
    settings(
        "plain_text_settings",
        "plain@:143/plain",
        "plain@:587/plain",
        fault(&["login.would-be-in-clear"]),
    ),
    settings("imap_refused", "refused@:993/tls", "healthy@:465/tls", fault(&["connect.refused"])),
    settings(
        "imap_filtered",
        "filtered@:993/tls",
        "healthy@:465/tls",
        fault(&["connect.filtered"]),
    ),
    settings(
        "all_filtered",
        "filtered@:993/tls",
        "filtered@:465/tls",
        unsure(&["connect.filtered"]),
    ),
    settings(
        "ipv6_dead",
        "ipv6-dead@:993/tls",
        "ipv6-dead@:465/tls",
        warning(&["connect.address-dead"]),
    ),
    settings("smtp_busy", "healthy@:993/tls", "busy@:465/tls", unsure(&["greeting.busy"])),
    settings(
        "no_such_host",
        "missing@:993/tls",
        "healthy@:465/tls",
        fault(&["dns.name-not-found"]),
    ),
    Settings {
        name: "passwords_cannot_be_checked_now",
        user: "you@temporary.test",
        imap: "healthy@:993/tls",
        smtp: "healthy@:465/tls",
        expected: unsure(&["login.temporary-failure"]),
    },
];

const ADDRESSES: &[Address] = &[
    found("you@example.test", "healthy.example.test", "srv"),
    found("you@tls-only.test", "mail.tls-only.test", "srv"),
    found("you@usual.test", "imap.usual.test", "guess"),
    address("you@expired.example.test", fault(&["tls.certificate-expired"])),
    address("you@no-mail.test", fault(&["settings.not-found"])),
    address("you@nothing.test", fault(&["settings.not-found"])),
    address("you@missing.test", fault(&["settings.not-found"])),
    address("you@silent.test", unsure(&["dns.no-answer"])),
    address("you@lame.test", unsure(&["dns.no-answer"])),
    address("you@bogus.test", fault(&["dns.bogus"])),
];

/// A call about sending, after a log-in that works.
const fn sending(
    name: &'static str,
    arguments: &'static [&'static str],
    expected: Expected,
    sending: &'static str,
) -> Call {
    let sending = Some(sending);
    Call { name, arguments, password: PASSWORD, expected, sending, wait_s: None }
}

const fn refused(
    name: &'static str,
    arguments: &'static [&'static str],
    password: &'static str,
    expected: Expected,
    wait_s: Option<u64>,
) -> Call {
    Call { name, arguments, password, expected, sending: None, wait_s }
}

const CALLS: &[Call] = &[
    sending(
        "sending::taken",
        &[USER, "--smtp", "healthy@:465/tls", "--check-sender"],
        READY,
        "accepted",
    ),
    sending(
        "sending::own_address_of_several",
        &[USER, "--smtp", "own-sender@:587/starttls", "--check-sender"],
        READY,
        "accepted",
    ),
    sending(
        "sending::address_of_somebody_else",
        &[
            "boss@example.test",
            "--username",
            USER,
            "--smtp",
            "own-sender@:465/tls",
            "--check-sender",
        ],
        fault(&["send.sender-rejected"]),
        "refused",
    ),
    sending(
        "sending::relay_denied",
        &[USER, "--smtp", "relay-denied@:465/tls", "--check-sender"],
        fault(&["send.relay-denied"]),
        "refused",
    ),
    sending(
        "sending::relay_denied_as_if_it_would_pass",
        &[USER, "--smtp", "relay-denied@:587/starttls", "--check-sender"],
        fault(&["send.relay-denied"]),
        "later",
    ),
    sending(
        "sending::open_relay",
        &[USER, "--smtp", "open-relay@:465/tls", "--check-sender"],
        warning(&["send.not-authenticated"]),
        "accepted",
    ),
    Call {
        name: "sending::put_off",
        arguments: &[USER, "--smtp", "deferring@:465/tls", "--check-sender"],
        password: PASSWORD,
        expected: Expected { findings: &["send.deferred"], verdict: "ready", status: 0 },
        sending: Some("later"),
        wait_s: Some(300),
    },
    refused(
        "login::wrong_password_at_postfix",
        &["you@own-sender.example.test", "--smtp", "healthy@:465/tls"],
        "wrong",
        fault(&["login.rejected"]),
        None,
    ),
    refused(
        "login::postfix_cannot_check_passwords_now",
        &[USER, "--smtp", "no-check@:587/starttls"],
        PASSWORD,
        unsure(&["login.temporary-failure"]),
        Some(300),
    ),
    refused(
        "login::postfix_has_nobody_to_check_passwords",
        &[USER, "--smtp", "no-check@:465/tls"],
        PASSWORD,
        unsure(&["greeting.dropped"]),
        Some(600),
    ),
];

type AnyCheck = Box<dyn Fn(&Lab) -> Result<(), Failed> + Send>;

type Check = fn(&Lab) -> Result<(), Failed>;

const BY_HAND: &[(&str, Check)] = &[
    ("login::wrong_password_costs_one_failed_login", wrong_password),
    ("login::healthy_account_is_logged_in_to_both", logs_in_to_both),
    ("connections::one_for_each_address", one_connection_an_address),
    ("connections::limit_of_dovecot", |lab| {
        at_the_limit(lab, "imap", 993, &["--imap", "limited@:993/tls"], 300)
    }),
    ("connections::limit_of_postfix", |lab| {
        at_the_limit(lab, "smtp", 465, &["--smtp", "limited@:465/tls"], 60)
    }),
    ("peers::async_imap_logs_in", |lab| peer(lab, "imap", 993)),
    ("peers::lettre_logs_in", |lab| peer(lab, "smtp", 465)),
];

impl Settings {
    fn check(&self, lab: &Lab) -> Result<(), Failed> {
        verify(lab, self.user, self.imap, self.smtp, PASSWORD)?.expect(self.expected)
    }
}

impl Call {
    fn check(&self, lab: &Lab) -> Result<(), Failed> {
        let run = Run::of(lab, &full(self.arguments), self.password)?;
        run.expect(self.expected)?;
        let endpoint = &run.report["endpoints"][0];
        run.same("sending", endpoint["sending"]["outcome"].as_str(), self.sending)?;
        let wait = run.report["findings"][0]["wait_s"].as_u64();
        run.same("wait", wait, self.wait_s)
    }
}

impl Address {
    fn name(&self) -> String {
        self.mailbox.trim_start_matches("you@").replace(['.', '-'], "_")
    }

    fn check(&self, lab: &Lab) -> Result<(), Failed> {
        let run = Run::of(lab, &[self.mailbox], PASSWORD)?;
        run.expect(self.expected)?;
        let Some((host, source)) = self.settings else { return Ok(()) };
        let incoming = &run.report["settings"]["incoming"];
        run.same("host", incoming["host"].as_str(), Some(host))?;
        run.same("source", incoming["source"].as_str(), Some(source))?;
        run.same("logins", run.logins(), vec!["accepted", "accepted"])
    }
}

fn wrong_password(lab: &Lab) -> Result<(), Failed> {
    let mark = lab.mark();
    let run = verify(lab, WRONG_PASSWORD_USER, "healthy@:993/tls", "healthy@:465/tls", "wrong")?;
    settle(|| lab.failed_logins(&mark, WRONG_PASSWORD_USER), 1)?;
    run.expect(fault(&["login.rejected"]))
}

fn logs_in_to_both(lab: &Lab) -> Result<(), Failed> {
    let run = verify(lab, USER, "healthy@:993/tls", "healthy@:465/tls", PASSWORD)?;
    run.same("logins", run.logins(), vec!["accepted", "accepted"])
}

fn one_connection_an_address(lab: &Lab) -> Result<(), Failed> {
    let quiet = State::named("quiet").ok_or("no such state")?;
    let mark = lab.mark();
    verify(lab, USER, "quiet@:993/tls", "quiet@:465/tls", PASSWORD)?.expect(READY)?;
    let addresses = quiet.served().len();
    settle(|| lab.connections(&mark, quiet, 993), addresses)?;
    settle(|| lab.connections(&mark, quiet, 465), addresses)
}

/// Another client of the same person holds the only connection there may be, and lets go of it afterwards.
fn at_the_limit(
    lab: &Lab,
    protocol: &str,
    port: u16,
    server: &[&'static str],
    wait_s: u64,
) -> Result<(), Failed> {
    let limited = State::named("limited").ok_or("no such state")?;
    let user = format!("you@{}", limited.host());
    let mut holder = peer_command(lab, limited, protocol, port, &user).spawn()?;
    let (stdin, stdout) = (holder.stdin.take(), holder.stdout.take());
    let (mut stdin, stdout) = stdin.zip(stdout).ok_or("no pipes")?;
    stdin.write_all(format!("{PASSWORD}\n").as_bytes())?;
    let mut answer = String::new();
    BufReader::new(stdout).read_line(&mut answer)?;
    let arguments = [vec![user], full(server)].concat();
    let run = Run::of(lab, &arguments, PASSWORD);
    drop(stdin);
    holder.wait()?;
    let run = run?;
    run.same("held", answer.is_empty(), false)?;
    run.expect(unsure(&["greeting.busy"]))?;
    let wait = run.report["findings"][0]["wait_s"].as_u64();
    run.same("wait", wait, Some(wait_s))?;
    Run::of(lab, &arguments, PASSWORD)?.expect(READY)
}

/// Another client than ours logs in and is refused, and the lab counts both: what fails later is not the lab's fault.
fn peer(lab: &Lab, protocol: &str, port: u16) -> Result<(), Failed> {
    let peers = State::named("peers").ok_or("no such state")?;
    let mark = lab.mark();
    peer_login(lab, peers, protocol, port, PASSWORD)??;
    settle(|| lab.connections(&mark, peers, port), 1)?;

    // Both protocols share the password check, so each refusal has its own moment.
    let _alone = ONE_REFUSAL.lock();
    let mark = lab.mark();
    if peer_login(lab, peers, protocol, port, "wrong")?.is_ok() {
        return Err("a wrong password was taken".into());
    }
    settle(|| lab.failed_logins(&mark, PEER_USER), 1)
}

/// Held while a refusal of [`PEER_USER`] is counted.
static ONE_REFUSAL: Mutex<()> = Mutex::new(());

/// What the other client said of its log-in, if it could be run at all.
fn peer_login(
    lab: &Lab,
    state: &State,
    protocol: &str,
    port: u16,
    password: &str,
) -> Result<Result<(), Failed>, Failed> {
    let mut child = peer_command(lab, state, protocol, port, PEER_USER).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(format!("{password}\n").as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(if output.status.success() { Ok(()) } else { Err(complaint.into()) })
}

fn peer_command(lab: &Lab, state: &State, protocol: &str, port: u16, user: &str) -> Command {
    let mut command = lab.command(env!("CARGO_BIN_EXE_peer_login"));
    let host = format!("{}={}", state.host(), state.ipv4());
    command.args([protocol, &host, &port.to_string()]).arg(lab.ca_file()).arg(user);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Waits for the servers to write their logs; `expected` must come and stay.
fn settle(count: impl Fn() -> usize, expected: usize) -> Result<(), Failed> {
    let since = Instant::now();
    while count() < expected && since.elapsed() < LOG_DELAY {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(300)); // for one too many
    let counted = count();
    if counted == expected {
        Ok(())
    } else {
        Err(format!("the servers' logs count {counted}, not {expected}").into())
    }
}

/// Longest wait for a line in a server's log.
const LOG_DELAY: Duration = Duration::from_secs(5);

fn verify(lab: &Lab, user: &str, imap: &str, smtp: &str, password: &str) -> Result<Run, Failed> {
    Run::of(lab, &full(&[user, "--imap", imap, "--smtp", smtp]), password)
}

/// `@` in front of a colon stands for what the hosts share; in a mail address it is what it is.
fn full(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|argument| argument.replace("@:", ".example.test:")).collect()
}

/// Holds a report of the program against the published schema.
fn fits_schema(report: &Value) -> Result<(), String> {
    let schema = include_str!("../../docs/report.schema.json");
    let schema = serde_json::from_str(schema).map_err(|error| error.to_string())?;
    let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    validator.validate(report).map_err(|error| format!("{error} at {}", error.instance_path()))
}

/// One run of the program.
struct Run {
    arguments: String,
    status: Option<i32>,
    report: Value,
    stderr: String,
}

impl Run {
    fn of(lab: &Lab, arguments: &[impl AsRef<str>], password: &str) -> Result<Self, Failed> {
        let mut all = vec!["verify", "--format", "json", "--timeout", "3"];
        all.extend(arguments.iter().map(AsRef::as_ref));
        let output = lab.run(&all, Some(password)).map_err(|error: LabError| error.to_string())?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let report = serde_json::from_slice(&output.stdout).map_err(|error| {
            let stdout = String::from_utf8_lossy(&output.stdout);
            format!("{all:?} ({}): no JSON: {error}\n{stdout}\n{stderr}", output.status)
        })?;
        fits_schema(&report).map_err(|why| format!("{all:?}: {why}"))?;
        Ok(Self { arguments: all.join(" "), status: output.status.code(), report, stderr })
    }

    fn expect(&self, expected: Expected) -> Result<(), Failed> {
        let findings = self.report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
        let ids: BTreeSet<_> =
            findings.iter().filter_map(|finding| finding["id"].as_str()).collect();
        self.same("findings", ids, expected.findings.iter().copied().collect())?;
        self.same("verdict", self.report["verdict"].as_str(), Some(expected.verdict))?;
        self.same("exit status", self.status, Some(expected.status))
    }

    /// Outcomes of all log-ins that were attempted.
    fn logins(&self) -> Vec<&str> {
        let endpoints = self.report["endpoints"].as_array().map(Vec::as_slice).unwrap_or_default();
        let outcomes =
            endpoints.iter().filter_map(|endpoint| endpoint["login"]["outcome"].as_str());
        outcomes.filter(|outcome| *outcome != "not-attempted").collect()
    }

    #[expect(clippy::needless_pass_by_value, reason = "a caller writes down what it expects")]
    fn same<T: PartialEq + std::fmt::Debug>(
        &self,
        what: &str,
        seen: T,
        expected: T,
    ) -> Result<(), Failed> {
        if seen == expected {
            return Ok(());
        }
        let Self { arguments, report, stderr, .. } = self;
        Err(format!(
            "{what}: {seen:?}, not {expected:?}\nmailcheck {arguments}\n{report:#}\n{stderr}"
        )
        .into())
    }
}
