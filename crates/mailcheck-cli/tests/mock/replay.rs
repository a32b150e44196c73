//! What was recorded is played back.

use mailcheck_mock::Scenario;
use serde_json::Value;

use crate::running::{Mock, Scratch};

/// A user's case becomes a fixture: what was found is found again in what was recorded.
#[test]
fn a_recording_is_replayed_with_the_same_findings() {
    let scratch = Scratch::new("replay");
    let app_password = scratch.file(
        "app-password.toml",
        "title = \"t\"\nwhy = \"w\"\n\
         [imap.replies]\nrejected = \"NO [ALERT] Application-specific password required: \
         https://support.google.com/accounts/answer/185833 (Failure)\"\n\
         [smtp.replies]\nrejected = \"534 5.7.9 Application-specific password required.\"\n",
    );
    let wrong = Some("not the one");
    let cases = [
        ("healthy", None),
        ("healthy", wrong),
        ("wrong-password", None),
        ("busy", None),
        ("temporary-failure", None),
        ("no-starttls", None),
        ("starttls-refused", None),
        ("starttls-injection", None),
        ("wrong-kind-of-tls", None),
        ("alert-handshake-failure", None),
        ("empty-records", None),
        ("tls-garbage", None),
        ("only-tls-1-0", None),
        ("refused", None),
        ("dropped", None),
        ("half-greeting", None),
        ("silent", None),
        ("other-service", None),
        ("not-mail", None),
        ("control-characters", None),
        (app_password.as_str(), wrong),
    ];
    assert_all_replayed(&scratch, &cases);
}

/// Whatever was wrong with a certificate is wrong again, and what was odd but harmless harms nobody.
#[test]
fn certificates_are_replayed_with_their_faults() {
    let scratch = Scratch::new("certificates");
    let harmless = ["duplicate-leaf", "root-included", "unrelated-certificate", "wrong-order"];
    let unnamed = ["ca-as-leaf", "not-for-servers", "server-name-refused"];
    let scenarios = Scenario::bundled();
    let is_faulty = |it: &&Scenario| {
        let mut found = it.looks().iter().flat_map(|look| &look.findings);
        found.any(|id| id.starts_with("tls.certificate"))
    };
    let faulty: Vec<&str> = scenarios.iter().filter(is_faulty).map(Scenario::name).collect();
    assert!(faulty.len() >= 15, "{faulty:?}");
    let all = faulty.into_iter().chain(harmless).chain(unnamed);
    assert_all_replayed(&scratch, &all.map(|name| (name, None)).collect::<Vec<_>>());
}

/// Scenarios, each with the password if it is a wrong one.
fn assert_all_replayed(scratch: &Scratch, cases: &[(&str, Option<&str>)]) {
    // Most of the time is waiting for servers that say nothing.
    std::thread::scope(|scope| {
        for cases in cases.chunks(4) {
            scope.spawn(move || {
                for (scenario, password) in cases {
                    assert_replayed(scratch, scenario, *password);
                }
            });
        }
    });
}

/// Records how a scenario is verified, plays that back, and verifies again.
fn assert_replayed(scratch: &Scratch, scenario: &str, password: Option<&str>) {
    for security in ["tls", "starttls"] {
        let name = scenario.rsplit('/').next().unwrap_or_default();
        let file = format!("{name}-{security}-{}.jsonl", password.is_some());
        let path = scratch.file(&file, "");
        let mock = Mock::start(&[scenario]);
        let right = mock.account()["password"].as_str().expect("is there").to_owned();
        let password = password.unwrap_or(&right);
        let found = told(&mock.findings(security, password, &["--record", &path]));
        mock.end();
        let replay = Mock::start(&["--replay", &path]);
        let again = told(&replay.findings(security, password, &[]));
        replay.end();
        assert_eq!(again, found, "{name} {security}");
    }
}

/// What a person is told, but for numbers: dates, ports and times are others each time.
fn told(findings: &[Value]) -> Vec<String> {
    let told = findings.iter().map(|it| format!("{}: {}", it["id"], it["cause"]));
    told.map(|told| told.replace(|letter: char| letter.is_ascii_digit(), "#")).collect()
}
