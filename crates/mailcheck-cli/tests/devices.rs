//! `--devices`, by the program as people call it.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};
use serde_json::Value;

#[test]
fn unknown_devices_and_numbers_are_named() {
    let call = |devices| ["verify", "you@example.org", "--devices", devices];
    assert_refused(&run(&call("abacus")), &["abacus", "iphone", "thunderbird"]);
    assert_refused(&run(&call("iphone,tb*0")), &["tb*0", "1 to 99"]);
    assert_refused(&run(&call("iphone*100")), &["iphone*100", "1 to 99"]);
    assert_refused(&run(&call("")), &["--devices"]);
    for (devices, part) in [("abacus", "使える名前: thunderbird"), ("tb*x", "1 から 99")] {
        let told = run(&[&["--lang", "ja"], &call(devices)[..]].concat());
        assert!(stderr(&told).contains(part), "{}", stderr(&told));
    }
}

/// A provider that runs until the test is over.
struct Mock(Child);

impl Drop for Mock {
    fn drop(&mut self) {
        // It may have ended already.
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Gmail's server is played by another, so that what Gmail publishes can be compared with.
#[test]
fn devices_are_held_against_what_the_provider_publishes() {
    let mut mock = Mock(
        mailcheck()
            .args(["mock", "--format", "json", "--for", "120"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts"),
    );
    let mut line = String::new();
    let out = mock.0.stdout.take().expect("is piped");
    let mut out = BufReader::new(out);
    out.read_line(&mut line).expect("is read");
    let told: Value = serde_json::from_str(&line).expect("is JSON");
    let ports = told["ports"].as_array().expect("is a list");
    let port = ports.iter().find(|port| port["name"] == "imap-tls").expect("is there");
    let ip = port["address"].as_str().expect("is there");
    let (server, resolve) =
        (format!("imap.gmail.com:{}/tls", port["port"]), format!("imap.gmail.com:{ip}"));
    let file = Scratch::new("devices-page.txt", b"");
    let verify = |devices, format, more: &[&str]| {
        let call = ["verify", "--imap", &server, "--resolve", &resolve, "--no-login"];
        let told = run(&[&call[..], &["--devices", devices, "--format", format], more].concat());
        stdout(&told)
    };
    let json = |devices| -> Value {
        serde_json::from_str(&verify(devices, "json", &[])).expect("is JSON")
    };
    let too_many = |report: &Value| {
        let findings = report["findings"].as_array().expect("is a list");
        findings.iter().any(|it| it["id"] == "limits.too-many-devices")
    };
    let many = json("Thunderbird*3,iphone");
    assert!(too_many(&many), "{many:#}");
    assert_eq!(many["devices"]["connections"], 16);
    assert_eq!(many["devices"]["at_least"], true);
    let few = json("thunderbird*2,deltachat");
    assert!(!too_many(&few), "{few:#}");
    assert_eq!(few["devices"]["connections"], 11);
    verify("tb*3,outlook", "text", &["-o", file.path()]);
    let page = fs::read_to_string(&file.0).expect("is there");
    assert!(
        page.contains("Devices  Thunderbird 5 × 3, Outlook ≥ 1: together 16 or more"),
        "{page}"
    );
}
