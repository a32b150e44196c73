//! Servers that say back what they are sent: a password that was sent is in no output, whatever a
//! server makes of it.

use std::fs;
use std::process::Output;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mailcheck_mock::Scenario;
use serde_json::Value;

use crate::running::{Mock, Scratch, mailcheck, text};

/// With all that is quoted or escaped somewhere.
const PASSWORD: &str = r#"so "very\secret" a word"#;
/// So many octets of it in a row are no coincidence.
const TELLING: usize = 6;

#[test]
fn no_password_that_was_said_back_is_in_any_output() {
    let scratch = Scratch::new("echo");
    let password = scratch.file("password", PASSWORD);
    let scenarios = Scenario::bundled();
    let echoes = scenarios.iter().map(Scenario::name).filter(|name| name.starts_with("echoed-"));
    let echoes: Vec<&str> = echoes.collect();
    assert!(echoes.len() >= 5, "{echoes:?}");
    for scenario in echoes {
        let log = scratch.0.join(format!("{scenario}.jsonl"));
        let mock = Mock::start(&[
            scenario,
            "--password-file",
            &password,
            "--log",
            log.to_str().expect("is UTF-8"),
        ]);
        for security in ["tls", "starttls"] {
            for service in ["imap", "smtp"] {
                for more in [["--format", "json"], ["--format", "evidence"], ["--lang", "ja"]] {
                    let record = scratch.file("record.jsonl", "");
                    let output =
                        verify(&mock, service, security, &[&more[..], &["--record", &record]]);
                    let record = fs::read_to_string(&record).expect("is there");
                    for told in [text(&output.stdout), text(&output.stderr), &record] {
                        assert_eq!(told_of(told), "", "{scenario} {service} {security}: {told}");
                    }
                }
            }
        }
        mock.end();
        // Who is asked for it has it: else nothing was hidden.
        let is_asked = scenario != "echoed-commands";
        let log = fs::read_to_string(&log).expect("is there");
        assert_eq!(!told_of(&log).is_empty(), is_asked, "{scenario}: {log}");
    }
}

fn verify(mock: &Mock, service: &str, security: &str, more: &[&[&str]]) -> Output {
    let port = mock.port(&format!("{service}-{security}"));
    let host = port["host"].as_str().expect("is there");
    let mut command = mailcheck();
    command.args(["verify", "you@example.org", "-vv", "--ca-only", "--timeout", "3"]);
    command.args(["--ca-file", mock.told["ca_file"].as_str().expect("is there")]);
    command.arg(format!("--{service}={host}:{}/{security}", port["port"]));
    command.arg(format!("--resolve={host}:127.0.0.1"));
    command.args(more.concat()).env("MAILCHECK_PASSWORD", PASSWORD);
    command.output().expect("starts")
}

/// What a text tells of the password: as it is, quoted as IMAP, JSON and terminals do it, or in
/// Base64, alone and with others.
fn told_of(text: &str) -> String {
    let quoted = PASSWORD.replace('\\', r"\\").replace('"', "\\\"");
    let json = |text: &str| Value::from(text).to_string();
    let mut forms = vec![PASSWORD.to_owned(), json(&quoted), json(&json(PASSWORD)), json(PASSWORD)];
    forms.push(quoted);
    for before in ["", "\0", "\0you@example.org\0", "12", "123"] {
        forms.push(STANDARD.encode(format!("{before}{PASSWORD}")));
    }
    let windows = forms.iter().flat_map(|form| form.as_bytes().windows(TELLING));
    let mut telling = windows.filter_map(|window| std::str::from_utf8(window).ok());
    telling.find(|window| text.contains(window)).unwrap_or_default().to_owned()
}
