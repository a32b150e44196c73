//! What the program makes of them.

use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use mailcheck_tests::lab::{Inside, NAMESERVER, PASSWORD, SILENT_NAMESERVER};
use serde_json::Value;

use super::{Check, same};

pub(super) const TRIALS: &[(&str, Check)] = &[
    ("program::one_screen_says_where_the_settings_are", one_screen),
    ("program::a_script_reads_the_same", for_scripts),
    ("program::a_domain_that_does_not_exist", |lab| not_found(lab, "missing.test")),
    ("program::a_domain_without_mail", |lab| not_found(lab, "nothing.test")),
    ("program::a_domain_that_takes_no_mail", |lab| not_found(lab, "null-mx.test")),
    ("program::without_a_network", without_network),
    ("program::what_was_found_is_logged_in_to", logs_in),
    ("program::a_document_gives_the_log_in_name", by_local_part),
    ("program::a_wrong_password_is_refused_once", wrong_password),
];

/// One run that gives a report as JSON.
struct Run {
    status: Option<i32>,
    report: Value,
}

impl Run {
    fn of(lab: &Inside, arguments: &[&str], password: Option<&str>) -> Result<Self, Failed> {
        let all = [arguments, &["--format", "json"]].concat();
        let output = lab.run(NAMESERVER, &all, password)?;
        let report: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
        let schema = serde_json::from_str(include_str!("../../../docs/report.schema.json"))?;
        let validator = jsonschema::validator_for(&schema)?;
        validator.validate(&report).map_err(|error| error.to_string())?;
        Ok(Self { status: output.status.code(), report })
    }

    /// Every text of this name in the members of a list.
    fn texts(&self, list: &str, name: &str) -> Vec<&str> {
        let list = self.report[list].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|it| it[name].as_str()).collect()
    }

    fn logins(&self) -> Vec<&str> {
        let list = self.report["endpoints"].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|it| it["login"]["outcome"].as_str()).collect()
    }
}

fn one_screen(lab: &Inside) -> Result<(), Failed> {
    for language in ["en", "ja"] {
        let output =
            lab.run(NAMESERVER, &["discover", "published.test", "--lang", language], None)?;
        same("exit status", output.status.code(), Some(0))?;
        let text = String::from_utf8(output.stdout)?;
        let wide: Vec<_> = text.lines().filter(|line| columns(line) > 80).collect();
        same("wider than the screen", wide, Vec::new())?;
        let names = ["autoconfig", "autodiscover", "ispdb", "mailconf", "mx", "pacc", "srv"];
        for name in names.into_iter().chain(["well-known"]) {
            let is_told = |line: &str| {
                line.trim_start_matches([' ', '✓', '!', '~']).starts_with(&format!("{name} "))
                    && line.contains(":993")
            };
            same(&format!("{name} in\n{text}"), text.lines().any(is_told), true)?;
        }
    }
    Ok(())
}

/// How much room a line takes on a terminal, where letters of East Asia are twice as wide.
fn columns(line: &str) -> usize {
    let is_wide = |letter: char| matches!(letter, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}');
    line.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

fn for_scripts(lab: &Inside) -> Result<(), Failed> {
    let run = Run::of(lab, &["discover", "published.test"], None)?;
    same("exit status", run.status, Some(0))?;
    let asked = run.report["discovery"].as_array().ok_or("no answers")?;
    let found = asked.iter().filter(|it| it["outcome"] == "found");
    let found: BTreeSet<_> = found.filter_map(|it| it["source"].as_str()).collect();
    let all = ["autoconfig", "autodiscover", "ispdb", "mailconf", "mx", "pacc", "srv"];
    same("found", found, all.into_iter().chain(["well-known"]).collect())?;
    for (side, host, port) in
        [("incoming", "imap.published.test", 993), ("outgoing", "smtp.published.test", 465)]
    {
        let settings = &run.report["settings"][side];
        same(
            side,
            (settings["host"].as_str(), settings["port"].as_u64()),
            (Some(host), Some(port)),
        )?;
        let best = &run.report["ranking"][side][0];
        same(side, best["host"].as_str(), Some(host))?;
        same(
            side,
            (best["chosen"].as_bool(), best["trusted"].as_bool()),
            (Some(true), Some(true)),
        )?;
        // The order is that of authority, and no matter who was first to answer.
        let sources = best["sources"].as_array().ok_or("no sources")?;
        same(side, settings["source"].as_str(), sources.first().and_then(Value::as_str))?;
        let place = |name: &str| sources.iter().position(|it| it == name);
        same(side, place("autoconfig") < place("srv") && place("autoconfig").is_some(), true)?;
    }
    same("log-ins", run.logins(), vec!["not-attempted"; run.logins().len()])
}

fn not_found(lab: &Inside, domain: &str) -> Result<(), Failed> {
    let run = Run::of(lab, &["discover", domain], None)?;
    same("findings", run.texts("findings", "id"), vec!["settings.not-found"])?;
    same("verdict", run.report["verdict"].as_str(), Some("not-ready"))?;
    same("exit status", run.status, Some(1))
}

/// What cannot be asked is not said to be absent, and nothing hangs.
fn without_network(lab: &Inside) -> Result<(), Failed> {
    let since = Instant::now();
    let output = lab.run(
        SILENT_NAMESERVER,
        &["discover", "published.test", "--timeout", "3", "--format", "json"],
        None,
    )?;
    let took = since.elapsed();
    let report: Value = serde_json::from_slice(&output.stdout)?;
    same("finding", report["findings"][0]["id"].as_str(), Some("dns.no-answer"))?;
    same("verdict", report["verdict"].as_str(), Some("inconclusive"))?;
    same("exit status", output.status.code(), Some(3))?;
    same(&format!("ended after {took:?}"), took < SILENCE, true)
}

fn logs_in(lab: &Inside) -> Result<(), Failed> {
    for only in [&[][..], &["--only", "autoconfig"], &["--only", "autoconfig,srv"]] {
        let arguments = [&["verify", "you@published.test"], only].concat();
        let run = Run::of(lab, &arguments, Some(PASSWORD))?;
        same("exit status", run.status, Some(0))?;
        same("log-ins", run.logins(), vec!["accepted", "accepted"])?;
        for (side, host) in
            [("incoming", "imap.published.test"), ("outgoing", "smtp.published.test")]
        {
            let settings = &run.report["settings"][side];
            let seen = (settings["host"].as_str(), settings["username"].as_str());
            same(side, seen, (Some(host), Some("you@published.test")))?;
        }
    }
    Ok(())
}

fn by_local_part(lab: &Inside) -> Result<(), Failed> {
    let mark = lab.mark();
    let run = Run::of(lab, &["verify", "you@local-part.test"], Some(PASSWORD))?;
    same("exit status", run.status, Some(0))?;
    same("log-ins", run.logins(), vec!["accepted", "accepted"])?;
    let incoming = &run.report["settings"]["incoming"];
    let seen = (incoming["username"].as_str(), incoming["source"].as_str());
    same("user name", seen, (Some("you"), Some("autoconfig")))?;
    settle(|| lab.dovecot_log(&mark).matches("Login: user=<you>,").count(), 1)
}

fn wrong_password(lab: &Inside) -> Result<(), Failed> {
    let mark = lab.mark();
    let run = Run::of(lab, &["verify", "you@published.test"], Some("wrong"))?;
    same("exit status", run.status, Some(1))?;
    let is_told = run.texts("findings", "id").contains(&"login.rejected");
    same("told", is_told, true)?;
    settle(|| lab.failed_logins(&mark, "you@published.test"), 1)
}

/// Waits for the servers to write their logs; `expected` must come and stay.
fn settle(count: impl Fn() -> usize, expected: usize) -> Result<(), Failed> {
    let since = Instant::now();
    while count() < expected && since.elapsed() < LOG_DELAY {
        sleep(Duration::from_millis(20));
    }
    sleep(Duration::from_millis(300)); // for one too many
    same("counted in the servers' logs", count(), expected)
}

/// Longest wait for a line in a server's log.
const LOG_DELAY: Duration = Duration::from_secs(5);
/// Longest run where nobody answers: some steps of 3 s, and a machine that is busy otherwise.
const SILENCE: Duration = Duration::from_secs(20);
