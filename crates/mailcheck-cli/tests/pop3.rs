//! `mailcheck verify --pop3`, called.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::process::Output;

use mailcheck_mock::{Event, Port, Provider, Scenario};
use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};
use serde_json::Value;

const PASSWORD: &str = "correct horse";

/// A provider on this device, and calls to the program about it.
struct Lab {
    provider: Provider,
    roots: Scratch,
}

impl Lab {
    async fn new(name: &str, scenario: &str) -> Self {
        let scenario: Scenario = scenario.parse().expect("is a scenario");
        let builder = Provider::builder().account("you@example.org", PASSWORD);
        let provider = builder.scenario(scenario).start().await.expect("starts");
        let roots = Scratch::new(&format!("pop3-{name}.pem"), provider.ca_pem().as_bytes());
        Self { provider, roots }
    }

    /// Calls `verify` about these ports.
    async fn verify(&self, ports: &[(&str, Port)], password: &str, more: &[&str]) -> Output {
        let mut command = mailcheck();
        command.args(["verify", "you@example.org", "--ca-only", "--ca-file", self.roots.path()]);
        for (option, port) in ports {
            let (host, at) = (self.provider.host(*port), self.provider.addr(*port));
            let security = port.name().rsplit('-').next().expect("has one");
            command.arg(format!("{option}={host}:{}/{security}", at.port()));
            command.arg(format!("--resolve={host}:{}", at.ip()));
        }
        command.args(more).env("MAILCHECK_PASSWORD", password);
        let called = tokio::task::spawn_blocking(move || command.output());
        let output = called.await.expect("ends").expect("starts");
        self.provider.settled().await;
        output
    }

    fn count(&self, is: impl Fn(&Event) -> bool) -> usize {
        self.provider.log().iter().filter(|entry| is(&entry.event)).count()
    }
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&stdout(output)).expect("is JSON")
}

#[test]
fn a_wrong_server_is_named() {
    assert_refused(&run(&["verify", "--pop3", "pop.example.org:0"]), &["--pop3", "port"]);
    let both = ["verify", "you@example.org", "--pop3", "pop.example.org", "--skip", "srv"];
    assert_refused(&run(&both), &["--imap, --pop3 and --smtp name the servers"]);
}

#[tokio::test]
async fn pop3_alone_is_the_incoming_server() {
    let lab = Lab::new("alone", "pop3-healthy").await;
    for port in [Port::Pop3Tls, Port::Pop3Starttls] {
        let output = lab.verify(&[("--pop3", port)], PASSWORD, &["--format", "json"]).await;
        let report = json(&output);
        assert_eq!(output.status.code(), Some(0), "{report:#}");
        assert_eq!(report["settings"]["incoming"]["service"], "pop3");
        assert_eq!(report["endpoints"][0]["login"]["outcome"], "accepted");
        assert_eq!(report["findings"][0]["id"], "settings.pop3-only");
    }
    let output = lab.verify(&[("--pop3", Port::Pop3Tls)], PASSWORD, &["--lang", "ja"]).await;
    assert!(stdout(&output).contains("受信メールサーバー（POP3）"), "{}", stdout(&output));
}

/// IMAP logs in first, and after a refusal POP3 does not.
#[tokio::test]
async fn imap_and_pop3_log_in_one_after_the_other() {
    let lab = Lab::new("both", "pop3-healthy").await;
    let both = [("--pop3", Port::Pop3Tls), ("--imap", Port::ImapTls)];
    let report = json(&lab.verify(&both, PASSWORD, &["--format", "json"]).await);
    let accepted = report["endpoints"].as_array().expect("is a list").iter();
    let accepted: Vec<&str> = accepted
        .filter(|it| it["login"]["outcome"] == "accepted")
        .filter_map(|it| it["service"].as_str())
        .collect();
    assert_eq!(accepted, ["imap", "pop3"], "{report:#}");
    assert_eq!(report["settings"]["incoming"]["service"], "imap");
    let output = lab.verify(&both, "wrong", &["--format", "json"]).await;
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(lab.count(|it| matches!(it, Event::LoginRejected { .. })), 1);
}

/// Nothing that was typed is in what is told, whatever the server says back.
#[tokio::test]
async fn no_password_is_told() {
    let lab = Lab::new("echo", "pop3-echoed-password").await;
    let output = lab.verify(&[("--pop3", Port::Pop3Tls)], "hunter2 is mine", &["-vv"]).await;
    let told = stdout(&output) + &stderr(&output);
    assert!(told.contains("PASS ***") && !told.contains("hunter2"), "{told}");
}
