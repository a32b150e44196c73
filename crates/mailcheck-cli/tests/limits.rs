//! `mailcheck limits` and `verify --limits`, as people call them, against a provider that counts.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};
use serde_json::Value;

/// That of all accounts.
const PASSWORD: &str = "correct horse battery";

/// A provider that runs until it is ended, and does what a scenario file with these lines says.
struct Mock {
    child: Child,
    out: BufReader<ChildStdout>,
    told: Value,
    file: PathBuf,
}

impl Mock {
    fn start(name: &str, lines: &str) -> Self {
        let name = format!("limits-{name}-{}.toml", std::process::id());
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let text = format!("title = \"a test\"\nwhy = \"A test.\"\n{lines}\n");
        fs::write(&file, text).expect("can be written");
        let mut child = mailcheck()
            .args(["mock", "--format", "json", "--for", "120"])
            .args(["--account", "you@example.org", "--account", "other@example.org"])
            .env("MAILCHECK_PASSWORD", PASSWORD)
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut out = BufReader::new(child.stdout.take().expect("is piped"));
        let mut line = String::new();
        out.read_line(&mut line).expect("is read");
        Self { child, out, told: serde_json::from_str(&line).expect("is JSON"), file }
    }

    /// The call of a command with its server.
    fn call(&self, command: &str, service: &str) -> Command {
        let ports = self.told["ports"].as_array().expect("is a list");
        let name = format!("{service}-tls");
        let port = ports.iter().find(|port| port["name"] == name.as_str()).expect("is there");
        let (host, ip) = (port["host"].as_str(), port["address"].as_str());
        let (host, ip) = (host.expect("is there"), ip.expect("is there"));
        let roots = self.told["ca_file"].as_str().expect("is there");
        let mut call = mailcheck();
        call.args([command, "you@example.org", "--format", "evidence", "--ca-file", roots]);
        call.arg(format!("--{service}={host}:{}/tls", port["port"]));
        call.arg(format!("--resolve={host}:{ip}"));
        call.env("MAILCHECK_PASSWORD", PASSWORD).stdin(Stdio::null());
        call.env("MAILCHECK_STATE_DIR", env!("CARGO_TARGET_TMPDIR"));
        call
    }

    /// Ends it, and gives its log.
    fn end(mut self) -> Vec<Value> {
        let kill = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(kill.expect("starts").success());
        let mut log = String::new();
        self.out.read_to_string(&mut log).expect("is UTF-8");
        assert_eq!(self.child.wait().expect("ends").code(), Some(0));
        log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // It may have ended already, and the file may be gone.
        let _ended = self.child.kill();
        let _gone = fs::remove_file(&self.file);
    }
}

/// What stands in saved evidence of what was held, and of what was tried then.
fn facts(evidence: &str, kind: &str) -> Vec<Value> {
    let evidence: Value = serde_json::from_str(evidence).expect("is JSON");
    let all = evidence["observations"].as_array().expect("is a list");
    all.iter().filter(|seen| seen["fact"] == kind).cloned().collect()
}

/// Which connections have this event.
fn connections(log: &[Value], event: &str) -> BTreeSet<u64> {
    let such = log.iter().filter(|entry| entry["event"] == event);
    such.filter_map(|entry| entry["connection"].as_u64()).collect()
}

#[test]
fn a_limit_is_measured_and_announced() {
    let mock = Mock::start("measured", "[imap]\nlimit = { connections = 3, per = \"user\" }");
    let password = Scratch::new("limits-other-password", PASSWORD.as_bytes());
    let mut call = mock.call("limits", "imap");
    call.args(["--max-connections", "6", "--from", "127.0.0.2"]);
    call.args(["--second-username", "other@example.org", "--second-password-file"]);
    let output = call.arg(password.path()).output().expect("starts");
    let err = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{err}");
    // Two of those that are held, one of each other asker, and three in the end.
    assert!(err.contains("up to 6 connections") && err.contains("at most 7 log-ins"), "{err}");
    let held = facts(&stdout(&output), "held");
    assert_eq!(held.first().map(|ramp| &ramp["held"]), Some(&Value::from(3)), "{held:?}");
    let tried = facts(&stdout(&output), "tried");
    let outcomes: Vec<_> = tried.iter().take(3).map(|trial| trial["refused"].is_null()).collect();
    assert_eq!(outcomes, [false, true, true], "{tried:?}");
    let log = mock.end();
    assert_eq!(connections(&log, "login-rejected").len(), 2);
}

#[test]
fn a_limit_that_is_low_fails_where_warnings_are_to() {
    let mock = Mock::start("strict", "[imap]\nlimit = { connections = 2, per = \"user\" }");
    for (more, status) in [(&[][..], 0), (&["--strict"], 1)] {
        let mut call = mock.call("limits", "imap");
        call.args(["--max-connections", "6"]).args(more);
        let output = call.output().expect("starts");
        assert_eq!(output.status.code(), Some(status), "{more:?}: {}", stderr(&output));
    }
}

#[test]
fn verify_measures_where_it_is_asked_to() {
    let mock = Mock::start("verify", "");
    let held = |more: &[&str]| {
        let output = mock.call("verify", "imap").args(more).output().expect("starts");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let held = facts(&stdout(&output), "held");
        held.iter().filter_map(|ramp| ramp["held"].as_u64()).collect::<Vec<_>>()
    };
    assert_eq!(held(&[]), [0; 0]);
    assert_eq!(held(&["--limits"]), [5]);
    assert_eq!(held(&["--max-connections", "2"]), [2]);
}

#[test]
fn what_cannot_be_measured_is_told_by_the_exit_status() {
    let mock = Mock::start("refused", "[imap]\nrefuse-with = \"rejected\"");
    let output = mock.call("limits", "imap").output().expect("starts");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let output = mock.call("limits", "imap").arg("--no-login").output().expect("starts");
    let err = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(err.contains("nobody logs in"), "{err}");
    drop(mock);
    let mock = Mock::start("silent", "[imap]\nreach = \"filtered\"");
    let output = mock.call("limits", "imap").args(["--timeout", "0.5"]).output().expect("starts");
    assert_ne!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(facts(&stdout(&output), "held").is_empty());
}

/// Ctrl-C or the end of the machine in the middle of it: everybody who was let in is said goodbye to, also whose answer
/// is on its way.
#[test]
fn a_signal_closes_every_session() {
    for (signal, status) in [("-INT", 130), ("-TERM", 143)] {
        let lines = "[imap]\n[[imap.script]]\nat = \"AUTHENTICATE\"\n\
                     steps = [{ wait = \"300 ms\" }, \"go-on\"]";
        let mock = Mock::start(&format!("signal{signal}"), lines);
        let mut call = mock.call("limits", "imap");
        call.args(["--max-connections", "64"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = call.spawn().expect("starts");
        thread::sleep(Duration::from_secs(3));
        let kill = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(kill.expect("starts").success());
        let output = child.wait_with_output().expect("ends");
        assert_eq!(output.status.code(), Some(status), "{}", stderr(&output));
        let held = facts(&stdout(&output), "held");
        let ends: Vec<_> = held.iter().map(|ramp| &ramp["end"]).collect();
        assert_eq!(ends, ["stopped"], "{held:?}");
        let log = mock.end();
        let logged_in = connections(&log, "login-accepted");
        assert!(logged_in.len() > 3, "{logged_in:?}");
        let goodbye = |entry: &&Value| {
            entry["text"].as_str().is_some_and(|it| it.trim_end().ends_with("LOGOUT"))
        };
        let said = log.iter().filter(goodbye).filter_map(|entry| entry["connection"].as_u64());
        assert_eq!(&logged_in - &said.collect(), BTreeSet::new(), "{log:#?}");
        let broken: Vec<_> = log.iter().filter(|entry| entry["ending"] == "broken").collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}

#[test]
fn wrong_calls_are_told_what_is_wrong() {
    let password = Scratch::new("limits-password", b"other\n");
    let second =
        ["--second-username", "you@example.org", "--second-password-file", password.path()];
    let with = |more: &[&str]| run(&[&["limits", "you@example.org"], more].concat());
    for (arguments, english, japanese) in [
        (&["--max-connections", "65"][..], "from 1 to 64", "1 から 64"),
        (&["--max-connections", "0"], "from 1 to 64", "1 から 64"),
        (&["--from", "here"], "no IP address", "IP アドレスではありません"),
        (&["--from", "0.0.0.0"], "one device has by itself", "1 台の端末のアドレスではありません"),
        (&["--from", "::"], "one device has by itself", "1 台の端末のアドレスではありません"),
        (&["--from", "224.0.0.1"], "one device has by itself", "1 台の端末のアドレス"),
        (&["--from", "ff02::1"], "one device has by itself", "1 台の端末のアドレス"),
        (&["--from", "192.0.2.1"], "no address of this device", "この端末のアドレスではありません"),
        (&second, "tested already", "確認するユーザーと同じ"),
    ] {
        assert_refused(&with(arguments), &[english]);
        let output = with(&[arguments, &["--lang", "ja"]].concat());
        let err = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("エラー") && err.contains(japanese), "{err}");
    }
    assert_refused(&with(&["--second-username", "other"]), &["--second-password"]);
    let mut call = mailcheck();
    call.args(["limits", "you@example.org", "--second-username", "other@example.org"]);
    call.args(["--second-password-file", "/no/such/file"]).env("MAILCHECK_PASSWORD", PASSWORD);
    assert_refused(&call.output().expect("starts"), &["second user's password file", "/no/such"]);
    assert_refused(&with(&[]), &["password"]);
    assert_refused(&run(&["limits", "--imap", "a.example"]), &["no name", "--no-login"]);
}
