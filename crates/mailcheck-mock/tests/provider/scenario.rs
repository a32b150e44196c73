//! Scenario files: what is wrong in one is said with its place and with what is allowed.

use std::time::Duration;

use mailcheck_mock::Certificates;
use mailcheck_mock::Mechanism;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Scenario;
use mailcheck_mock::TlsSpec;
use tokio::io::AsyncReadExt;
use tokio::time::Instant;

use crate::client::Raw;
use crate::client::builder;

const HEAD: &str = "title = \"a test\"\nwhy = \"because\"\n";

/// The complaint about a file with these lines behind its first two.
fn complaint(lines: &str) -> String {
    Scenario::from_toml("case.toml", &format!("{HEAD}{lines}")).unwrap_err().to_string()
}

#[test]
fn mistakes_are_named_with_their_place_and_what_is_allowed() {
    for (lines, place, named) in [
        ("[imap]\ngreting = \"hi\"", "case.toml:4:1: ", "greeting"),
        ("[imap]\nport = 65536", "case.toml:4:8: ", "65535"),
        ("[imap]\nreach = \"shut\"", "case.toml:4:9: ", "refused"),
        ("[imap]\nprofile = \"dovcot\"", "case.toml:4:11: ", "dovecot-2.4"),
        ("[imap]\ncertificate = \"expird\"", "case.toml:4:15: ", "self-signed"),
        ("[imap]\ntls = \"only 1.4\"", "case.toml:4:7: ", "only 1.3"),
        ("[imap]\nmechanisms = [\"KERBEROS\"]", "case.toml:4:14: ", "SCRAM-SHA-256"),
        ("[imap]\nlatency = \"soon\"", "case.toml:4:11: ", "200 ms"),
        ("[imap]\nlimit = { connections = 3 }", "case.toml:4:9: ", "per"),
        ("[imap]\nrefuse-with = \"no\"", "case.toml:4:15: ", "rejected"),
        ("[port.imap]\nport = 1", "case.toml:3:7: ", "imap-tls"),
        ("[[verify]]\nports = []", "case.toml:3:1: ", "findings"),
        ("[dns]\nrecords = [\"imap.example.org. A nowhere\"]", "case.toml:4:11: ", "nowhere"),
        ("what = 1", "case.toml:3:1: ", "verify"),
    ] {
        let said = complaint(lines);
        assert!(said.starts_with(place), "{lines}: {said}");
        assert!(said.contains(named), "{lines}: {said}");
    }
}

#[test]
fn scripts_that_contradict_themselves_are_refused() {
    for (script, named) in [
        ("at = \"greeting\"\nsteps = [\"close\", { say = \"hi\" }]", "step 2 is never reached"),
        ("at = \"greeting\"\nsteps = []", "at least one step"),
        ("at = \"LOGIN\"\nsteps = [\"go-on\", \"go-on\"]", "go-on stands twice"),
        ("at = \"LOGIN\"\ntimes = 0\nsteps = [\"close\"]", "never be played"),
        ("at = \"greeting\"\nstage = \"logged-in\"\nsteps = [\"close\"]", "nobody is logged in"),
        ("at = \"greeting\"\nsteps = [\"starttls\"]", "starttls can only be"),
        ("at = \"LOGIN\"\nsteps = [\"dance\"]", "hear-line"),
        ("at = \"LOGIN\"\nsteps = [{ raw = '\\q' }]", "after a backslash"),
        ("at = \"LOGIN\"\nstep = [\"close\"]", "steps"),
    ] {
        let said = complaint(&format!("[[imap.script]]\n{script}"));
        assert!(said.starts_with("case.toml:"), "{said}");
        assert!(said.contains(named), "{script}: {said}");
    }
}

#[test]
fn what_cannot_be_read_or_is_not_there_is_named() {
    let why = Scenario::read("no/such/file.toml".as_ref()).unwrap_err().to_string();
    assert!(why.starts_with("no/such/file.toml: "), "{why}");
    let why = "no-such-scenario".parse::<Scenario>().unwrap_err().to_string();
    assert!(why.contains("\"no-such-scenario\""), "{why}");
}

async fn playing(lines: &str) -> Provider {
    let scenario = Scenario::from_toml("case.toml", &format!("{HEAD}{lines}")).unwrap();
    builder().scenario(scenario).start().await.unwrap()
}

async fn greeted(provider: &Provider) -> Raw<mailcheck_mock::Pipe> {
    let mut raw = Raw { stream: provider.connect_in_memory(Port::ImapPlain).unwrap() };
    assert!(raw.line().await.starts_with("* OK "));
    raw
}

#[tokio::test(start_paused = true)]
async fn a_script_is_for_its_time_and_its_stage() {
    let provider = playing(
        "[[imap.script]]\nat = \"NOOP\"\nafter = 1\ntimes = 1\nsteps = [{ say = \"$tag NO $user\" }]\n\
         [[imap.script]]\nat = \"CHECK\"\nstage = \"logged-in\"\nsteps = [{ say = \"* OK $user\" }, \"go-on\"]",
    )
    .await;
    let mut raw = greeted(&provider).await;
    assert!(raw.ask("a NOOP").await[0].starts_with("a OK"));
    assert_eq!(raw.ask("b NOOP").await, ["b NO "]);
    assert!(raw.ask("c NOOP").await[0].starts_with("c OK"));
    assert!(raw.ask("d CHECK").await[0].starts_with("d BAD"));
    raw.ask("e LOGIN you@example.org secret").await;
    assert_eq!(raw.ask("f CHECK").await[0], "* OK you@example.org");
}

#[tokio::test(start_paused = true)]
async fn limits_locks_and_rates_count() {
    let provider =
        playing("[imap]\nlimit = { connections = 2, per = \"user\" }\nlock-after = 2").await;
    let log_in = async |password: &str| {
        let mut raw = greeted(&provider).await;
        let said = raw.ask(&format!("a LOGIN you@example.org {password}")).await.remove(0);
        (raw, said)
    };
    let (first, said) = log_in("secret").await;
    assert!(said.starts_with("a OK"), "{said}");
    let (_second, said) = log_in("secret").await;
    assert!(said.starts_with("a OK"), "{said}");
    assert!(log_in("secret").await.1.starts_with("a NO [LIMIT]"));
    drop(first);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(log_in("secret").await.1.starts_with("a OK"), "a place is free again");
    for _ in 0..2 {
        assert!(log_in("wrong").await.1.starts_with("a NO [AUTHENTICATIONFAILED]"));
    }
    assert!(log_in("secret").await.1.starts_with("a NO [CONTACTADMIN]"), "locked");

    let provider = playing("[imap]\nrate = { connections = 1, within = \"1 min\" }").await;
    greeted(&provider).await;
    let mut raw = Raw { stream: provider.connect_in_memory(Port::ImapPlain).unwrap() };
    assert!(raw.line().await.starts_with("* BYE"));
    tokio::time::advance(Duration::from_mins(1)).await;
    greeted(&provider).await;
}

#[tokio::test(start_paused = true)]
async fn time_passes_as_it_is_said() {
    let provider = playing("[imap]\nlatency = \"200 ms\"").await;
    let began = Instant::now();
    let mut raw = greeted(&provider).await;
    raw.ask("a NOOP").await;
    assert_eq!(began.elapsed().as_millis() / 10, 40);
}

#[tokio::test(start_paused = true)]
async fn mail_is_put_off_once_by_greylisting() {
    let provider = playing(
        "[smtp]\n[[smtp.script]]\nat = \"RCPT\"\ntimes = 1\n\
         steps = [{ say = \"450 4.2.0 Recipient address rejected: Greylisted\" }]",
    )
    .await;
    let mut raw = Raw { stream: provider.connect_in_memory(Port::SubmissionPlain).unwrap() };
    raw.line().await;
    raw.ask("EHLO client.example.net").await;
    raw.ask(&format!("AUTH PLAIN {}", crate::client::PLAIN)).await;
    raw.ask("MAIL FROM:<you@example.org>").await;
    assert!(raw.ask("RCPT TO:<you@example.org>").await[0].starts_with("450 4.2.0"));
    assert!(raw.ask("RCPT TO:<you@example.org>").await[0].starts_with("250"));
}

#[tokio::test(start_paused = true)]
async fn what_a_client_said_is_said_back() {
    let provider = playing(
        "[imap]\nreplies.rejected = \"NO not $decoded\"\n\
         [[imap.script]]\nat = \"NOOP\"\nsteps = [{ say = \"* $line\" }, \"go-on\"]\n\
         [[imap.script]]\nat = \"LOGIN\"\n\
         steps = [{ say = \"+ more\" }, \"hear-line\", { say = \"$tag NO $line is $decoded\" }]\n\
         [[smtp.script]]\nat = \"greeting\"\nsteps = [\"go-on\", \"echo\"]",
    )
    .await;
    let mut raw = greeted(&provider).await;
    assert_eq!(raw.ask("a NOOP").await[0], "* a NOOP");
    assert_eq!(raw.ask("b LOGIN").await, ["+ more"]);
    assert_eq!(raw.ask("c2VjcmV0").await, ["b NO c2VjcmV0 is secret"]);
    assert_eq!(raw.ask("c AUTHENTICATE PLAIN AG1lAG1l").await, ["c NO not \0me\0me"]);
    let mut raw = Raw { stream: provider.connect_in_memory(Port::SubmissionPlain).unwrap() };
    raw.line().await;
    for said in ["EHLO me\r\nQU", "IT\r\n", "\u{e4}"] {
        raw.send(said).await;
        let mut heard = vec![0; said.len()];
        raw.stream.read_exact(&mut heard).await.unwrap();
        assert_eq!(heard, said.as_bytes());
    }
    drop(raw);
    provider.settled().await;
    let log = provider.log();
    let lines: Vec<_> = log.iter().filter_map(mailcheck_mock::Entry::line).collect();
    assert_eq!(lines[lines.len() - 2..], ["EHLO me", "QUIT"]);
}

/// Who writes files reads no Rust.
#[test]
fn all_that_can_be_said_is_in_the_readme() {
    let readme = include_str!("../../../../fixtures/scenarios/README.md");
    for words in Certificates::WORDS.iter().chain(TlsSpec::WORDS) {
        assert!(readme.contains(&format!("`{words}`")), "{words}");
    }
    for mechanism in Mechanism::USUAL {
        assert!(readme.contains(&format!("`{mechanism}`")), "{mechanism}");
    }
    for entry in std::fs::read_dir("../../fixtures/profiles").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(readme.contains(&format!("`{name}`")), "{name}");
    }
}
