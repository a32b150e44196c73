//! `mailcheck mock` as a stranger uses it: started, read, connected to, ended.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod beside;
mod echo;
mod oauth;
mod replay;
mod running;
mod token;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mailcheck::render::escape;
use serde_json::Value;

use running::{Mock, Scratch, assert_refused, mailcheck, run, text};

#[test]
fn a_script_learns_where_and_with_what_to_log_in() {
    let mock = Mock::start(&["--dns", "--web"]);
    assert_eq!(mock.told["schema"], "mailcheck-mock/1");
    let port = mock.port("imap-tls");
    assert_eq!((&port["service"], &port["security"]), (&"imap".into(), &"tls".into()));
    assert_eq!(port["host"], "imap.example.org");
    for server in ["dns", "http", "https"] {
        assert!(mock.told[server]["port"].is_u64(), "{server}");
    }
    let ca_file = PathBuf::from(mock.told["ca_file"].as_str().expect("is there"));
    assert!(fs::read_to_string(&ca_file).expect("is there").contains("BEGIN CERTIFICATE"));
    let password = mock.account()["password"].as_str().expect("is there").to_owned();
    assert!(mock.account()["token"].is_string());
    assert_eq!(mock.verify("tls", &password, &[]), [""; 0]);
    let log = mock.end();
    let logins = log.iter().filter(|entry| entry["event"] == "login-accepted");
    assert_eq!(logins.count(), 2);
    assert!(log.iter().all(|entry| entry["at_ms"].is_u64() && entry["door"].is_string()));
    assert!(!ca_file.exists() && !ca_file.parent().is_some_and(Path::exists));
}

#[test]
fn what_clients_do_is_told_at_once_and_to_the_end() {
    let mut mock = Mock::start(&[]);
    let mut client = mock.connect("imap-plain");
    let mut line = String::new();
    client.read_line(&mut line).expect("greets");
    assert!(line.starts_with("* OK"), "{line}");
    client.get_mut().write_all(b"a \xff\r\n").expect("is open");
    client.get_mut().write_all("b \u{9b}2J\u{202e}\u{e0041}\r\n".as_bytes()).expect("is open");
    let mut entries = Vec::new();
    for _ in 0..3 {
        let mut line = String::new();
        mock.out.read_line(&mut line).expect("is told");
        assert_eq!(escape(line.trim_end()), line.trim_end());
        entries.push(serde_json::from_str::<Value>(&line).expect("is JSON"));
    }
    assert_eq!(entries[2]["text"], "b \u{9b}2J\u{202e}\u{e0041}\r\n");
    assert_eq!((&entries[0]["event"], &entries[1]["event"]), (&"connected".into(), &"line".into()));
    assert_eq!(entries[1]["base64"], "YSD/DQo=");
    let log = mock.end();
    assert_eq!(log.last().map(|entry| &entry["why"]), Some(&"stopped".into()));
    let mut rest = Vec::new();
    client.read_to_end(&mut rest).expect("is closed");
}

#[test]
fn it_ends_in_time_and_by_every_signal() {
    let began = Instant::now();
    let output = run(&["mock", "--for", "0.1"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(began.elapsed() < Duration::from_secs(20));
    for signal in ["-INT", "-TERM", "-HUP"] {
        let mut mock = Mock::start(&[]);
        let kill = Command::new("kill").args([signal, &mock.child.id().to_string()]).status();
        assert!(kill.expect("starts").success());
        assert_eq!(mock.child.wait().expect("ends").code(), Some(0), "{signal}");
    }
}

#[test]
fn people_are_told_the_same_in_lines_that_drive_no_terminal() {
    let scratch = Scratch::new("text");
    let wicked = scratch.file("wicked.toml", "title = \"a\\u001b[2Jb\"\nwhy = \"w\"\n");
    let ca = scratch.0.join("ca.pem");
    let autoconfig = scratch.0.join("autoconfig.xml");
    let mut child = mailcheck()
        .args(["mock", &wicked, "--for", "1.5", "--domain", "example.net"])
        .args(["--account", "a@example.net", "--account", "b@example.net"])
        .args([Path::new("--ca-out"), &ca, Path::new("--autoconfig"), &autoconfig])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut out = BufReader::new(child.stdout.take().expect("is piped"));
    let mut said = String::new();
    while !said.contains("Try it:") {
        assert_ne!(out.read_line(&mut said).expect("is UTF-8"), 0, "{said}");
    }
    let plain = said.lines().find(|line| line.starts_with("imap  plain")).expect("is there");
    let place = plain.split_whitespace().nth(2).expect("is there");
    let mut client = TcpStream::connect(place).expect("is open");
    let wicked = "a LOGIN \u{1b}[31m\u{9b}31m\u{202e}\u{e0041} red\r\nb LOGOUT\r\n";
    client.write_all(wicked.as_bytes()).expect("is open");
    client.read_to_end(&mut Vec::new()).expect("is closed");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0));
    for part in ["a@example.net", "b@example.net", "password", "token", "imap.example.net", "2Jb"] {
        assert!(said.contains(part), "{part} is not in: {said}");
    }
    let err = text(&output.stderr);
    assert!(err.contains("imap-plain connected from 127.0.0.1"), "{err}");
    assert!(err.contains("C: b LOGOUT"), "{err}");
    for line in err.lines().chain(said.lines()) {
        assert_eq!(escape(line), line);
    }
    assert!(fs::read_to_string(&ca).expect("stays").contains("BEGIN CERTIFICATE"));
    let settings = fs::read_to_string(&autoconfig).expect("is there");
    assert!(settings.contains("<hostname>imap.example.net</hostname>"), "{settings}");
}

#[test]
fn a_password_that_is_given_is_used_and_not_printed() {
    let scratch = Scratch::new("password");
    let file = scratch.file("password", "geheim sache\n");
    let log = scratch.0.join("log.jsonl");
    let log = log.to_str().expect("is UTF-8");
    let mock = Mock::start(&["--password-file", &file, "--log", log]);
    assert!(mock.account()["password"].is_null());
    assert!(!mock.told.to_string().contains("geheim"));
    assert_eq!(mock.verify("starttls", "geheim sache", &[]), [""; 0]);
    assert_eq!(mock.end(), [Value::Null; 0], "the log is in the file");
    let log = fs::read_to_string(log).expect("is there");
    assert!(log.lines().any(|line| line.contains("login-accepted")), "{log}");
    let output = mailcheck()
        .args(["mock", "--for", "0.1"])
        .env("MAILCHECK_PASSWORD", "geheim sache")
        .output()
        .expect("starts");
    assert!(!text(&output.stdout).contains("geheim"), "{}", text(&output.stdout));
}

#[test]
fn wrong_calls_are_said_plainly() {
    let scratch = Scratch::new("wrong");
    assert_refused(&run(&["mock", "bussy"]), &["\"bussy\"", "perhaps busy", "--list"]);
    assert_refused(&run(&["mock", "./none.toml"]), &["none.toml", "No such file", "hint"]);
    for (content, parts) in [
        ("title = \"t\"\nwhy = \"w\"\n[imap]\nprt = 1\n", &[":4:1: ", "`prt`", "`port`"][..]),
        ("title = \"t\"\nwhy = \"w\"\n[imap]\nport = 70000\n", &[":4:8: ", "1 to 65535"]),
        ("title = \"t\"\nwhy = \"w\"\n[imap]\nport = 0\n", &[":4:8: ", "1 to 65535"]),
        ("title = \"t\"\n", &["missing field `why`"]),
        (
            "title = \"t\"\nwhy = \"w\"\n[[imap.script]]\nat = \"tls\"\nsteps = [\"close\", \"reset\"]\n",
            &["step 2 is never reached"],
        ),
    ] {
        let file = scratch.file("wrong.toml", content);
        assert_refused(&run(&["mock", &file]), &[&[file.as_str()], parts].concat());
    }
    assert_refused(&run(&["mock", "--replay", "/no/such"]), &["/no/such", "--record"]);
    let file = scratch.file("other.jsonl", "{\"schema\":\"other\"}\n");
    assert_refused(&run(&["mock", "--replay", &file]), &[":1:1: ", "mailcheck-dialogue/1"]);
    let file = scratch.file("half.jsonl", "{\"schema\":\"mailcheck-dialogue/1\"}\n{\"conn");
    assert_refused(&run(&["mock", "--replay", &file]), &["half.jsonl:2:"]);
    let file = scratch.file("empty.jsonl", "{\"schema\":\"mailcheck-dialogue/1\"}\n");
    assert_refused(&run(&["mock", "--replay", &file]), &["no server was connected to"]);
    assert_refused(&run(&["mock", "busy", "--replay", &file]), &["cannot be used with"]);
    assert_refused(&run(&["mock", "--address", "192.0.2.1"]), &["192.0.2.1:", "ip address"]);
    assert_refused(&run(&["mock", "--address", "here"]), &["--address"]);
    assert_refused(&run(&["mock", "--domain", "a b"]), &["--domain", "example.org"]);
    assert_refused(&run(&["mock", "--domain", "127.0.0.1"]), &["--domain", "example.org"]);
    assert_refused(&run(&["mock", "--for", "0"]), &["--for", "seconds above 0"]);
    assert_refused(&run(&["mock", "--log", "/no/such/file"]), &["/no/such/file", "written"]);
    assert_refused(&run(&["mock", "--ca-out", "/no/such/file"]), &["/no/such/file", "written"]);
    let mock = Mock::start(&[]);
    let taken = &mock.port("imap-tls")["port"];
    let busy = format!("title = \"t\"\nwhy = \"w\"\n[port.imap-tls]\nport = {taken}\n");
    let file = scratch.file("taken.toml", &busy);
    let place = format!("127.0.0.1:{taken}");
    assert_refused(&run(&["mock", &file]), &["imap-tls", &place, "another program", "hint"]);
    mock.end();
}

#[test]
fn scenarios_are_listed() {
    let output = run(&["mock", "--list"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).lines().any(|line| line.starts_with("busy ")));
    let output = run(&["mock", "--list", "--format", "json"]);
    let list: Value = serde_json::from_slice(&output.stdout).expect("is JSON");
    let names = list.as_array().expect("is a list").iter().map(|it| &it["name"]);
    assert!(names.into_iter().any(|name| name == "busy"));
}

/// One that is printed is one that can be played.
#[test]
fn a_scenario_is_shown_to_write_another_like_it() {
    let scratch = Scratch::new("show");
    let output = run(&["mock", "busy", "--show"]);
    assert_eq!(output.status.code(), Some(0));
    let file = scratch.file("ours.toml", text(&output.stdout));
    let mock = Mock::start(&[&file]);
    let scenario = &mock.told["scenario"];
    assert_eq!((&scenario["name"], scenario["title"].is_string()), (&"ours".into(), true));
    mock.end();
    assert_refused(&run(&["mock", "bussy", "--show"]), &["\"bussy\"", "perhaps busy"]);
    assert_refused(&run(&["mock", "--show"]), &["required"]);
}

/// The provider serves on, what cannot be kept is counted, and the end does not wait.
#[test]
fn a_reader_that_sleeps_slows_nobody_down() {
    let mut asleep = chattered_to();
    let kill = Command::new("kill").arg(asleep.child.id().to_string()).status();
    assert!(kill.expect("starts").success());
    assert_eq!(asleep.child.wait().expect("ends").code(), Some(0));
    let log = chattered_to().end();
    let missed = log.iter().find(|entry| entry["event"] == "missed").expect("is told");
    assert!(missed["entries"].as_u64().is_some_and(|entries| entries > 0), "{missed}");
}

/// A provider to which a client has said more than is kept, while nobody read.
fn chattered_to() -> Mock {
    let mock = Mock::start(&[]);
    let mut client = mock.connect("imap-plain");
    let mut line = String::new();
    client.read_line(&mut line).expect("greets");
    for _ in 0..8_000 {
        client.get_mut().write_all(b"a NOOP\r\n").expect("is open");
        client.read_line(&mut line).expect("is answered");
    }
    mock
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mock = Mock::start(&[]);
    let mut client = mock.connect("imap-plain");
    let Mock { mut child, out, .. } = mock;
    drop(out);
    // Only now is there something to tell.
    client.get_mut().write_all(b"a NOOP\r\n").expect("is open");
    assert_eq!(child.wait().expect("ends").code(), Some(0));
    let mut err = String::new();
    child.stderr.take().expect("is piped").read_to_string(&mut err).expect("is UTF-8");
    assert_eq!(err, "");
}

/// The placeholders of autoconfig files stand for the address and its parts.
#[test]
fn log_in_names_are_filled_in() {
    let mock = Mock::start(&[]);
    let password = mock.account()["password"].as_str().expect("is there").to_owned();
    let verify = |name: &str| mock.verify("tls", &password, &["--username", name]);
    assert!(verify("%EMAILADDRESS%").is_empty());
    assert!(verify("%EMAILLOCALPART%@%EMAILDOMAIN%").is_empty());
    assert_eq!(verify("%EMAILLOCALPART%"), ["login.rejected"]);
    let names: Vec<String> =
        mock.end().iter().filter_map(|entry| Some(entry["user"].as_str()?.to_owned())).collect();
    assert_eq!(names.last().map(String::as_str), Some("you"), "{names:?}");
}
