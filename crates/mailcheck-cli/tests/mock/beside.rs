//! A command that runs beside the provider.

use std::fs;
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::running::{Scratch, assert_refused, mailcheck, run, text};

#[test]
fn a_command_is_told_where_and_ends_it_with_its_status() {
    let scratch = Scratch::new("beside");
    let log = scratch.file("log.jsonl", "");
    let told = scratch.file("told", "");
    let script = format!("printf '%s' \"$MAILCHECK_MOCK\" >{told}; echo of the command; exit 7");
    let output = run(&["mock", "busy", "--log", &log, "--", "sh", "-c", &script]);
    assert_eq!(output.status.code(), Some(7), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "of the command\n");
    let told = fs::read_to_string(&told).expect("is there");
    let told: Value = serde_json::from_str(&told).expect("is JSON, and one line");
    assert_eq!(
        (&told["schema"], &told["scenario"]["name"]),
        (&"mailcheck-mock/1".into(), &"busy".into())
    );
    let run_true = run(&["mock", "--", "true"]);
    assert_eq!((run_true.status.code(), text(&run_true.stdout)), (Some(0), ""));
    // As shells have it.
    assert_eq!(run(&["mock", "--", "sh", "-c", "kill -9 $$"]).status.code(), Some(137));
}

#[test]
fn what_ends_the_provider_ends_the_command() {
    let began = Instant::now();
    let output = run(&["mock", "--for", "0.3", "--", "sleep", "60"]);
    assert_eq!(output.status.code(), Some(137), "{}", text(&output.stderr));
    assert!(began.elapsed() < Duration::from_secs(20));
    let scratch = Scratch::new("ended");
    let told = scratch.file("told", "");
    let script =
        format!("printf '%s' \"$MAILCHECK_MOCK\" >{told}.new; mv {told}.new {told}; exec sleep 60");
    let mut mock = mailcheck()
        .args(["mock", "--", "sh", "-c", &script])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let told = loop {
        let told = fs::read_to_string(&told).expect("is there");
        match serde_json::from_str::<Value>(&told) {
            Ok(told) => break told,
            Err(_early) => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert_eq!(told["pid"], mock.id());
    let number = told["ports"][0]["port"].as_u64().and_then(|number| u16::try_from(number).ok());
    let place = ("127.0.0.1", number.expect("is a number"));
    assert!(TcpStream::connect(place).is_ok());
    let kill = Command::new("kill").arg(mock.id().to_string()).status();
    assert!(kill.expect("starts").success());
    assert_eq!(mock.wait().expect("ends").code(), Some(137));
    assert!(TcpStream::connect(place).is_err());
}

#[test]
fn commands_that_cannot_be_run_are_said_plainly() {
    let output = run(&["mock", "--", "/no/such/program"]);
    assert_refused(&output, &["/no/such/program", "cannot be run", "No such file", "hint"]);
    assert_refused(&run(&["mock", "--list", "--", "true"]), &["cannot be used with"]);
    assert_refused(&run(&["mock", "--format", "json", "--", "true"]), &["cannot be used with"]);
    assert_refused(&run(&["mock", "bussy", "--", "true"]), &["\"bussy\"", "perhaps busy"]);
}
