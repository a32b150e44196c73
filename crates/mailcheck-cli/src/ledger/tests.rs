//! The ledger's files in every state, and what counts as a refusal.

use std::fs;
use std::path::Path;

use jiff::SignedDuration;
use mailcheck::evidence::{
    Account, Attempt, Candidate, Evidence, LoginFailure, LoginReply, Mechanism, Place, ReadFailure,
    Risk,
};
use mailcheck::model::{Endpoint, ServerText, Service};
use mailcheck::probe::Ledger as _;
use mailcheck::report::{Advice, Severity, Wait, WaitSource, Who};

use super::*;

/// A folder for a ledger, that is gone with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("mailcheck-ledger-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn ledger(&self) -> Ledger {
        Ledger { folder: Some(self.0.clone()), force: false, state: Mutex::default() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It may never have been made.
        let _gone = fs::remove_dir_all(&self.0);
    }
}

fn host() -> Host {
    "imap.example.org".parse().expect("is a host")
}

/// Logs in, and is refused.
fn refused(scratch: &Scratch, name: &str) -> Permission {
    let ledger = scratch.ledger();
    let permission = ledger.permit(name, &host());
    ledger.settle(&mailcheck::judge(answered(no("a1 NO [AUTHENTICATIONFAILED] no", None))));
    assert_eq!(problems(&ledger), [] as [&str; 0]);
    permission
}

fn problems(ledger: &Ledger) -> Vec<String> {
    let english = tongue::speaking(mailcheck::render::Lang::En);
    let state = ledger.state();
    state.problems.iter().map(|problem| problem.message().told(&english)).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("can be read")
}

/// The evidence of a run with this answer to its log-in.
fn answered(fact: Fact) -> Evidence {
    let mut evidence = Evidence::new(Timestamp::now(), Account::default());
    let endpoint = Endpoint::parse(Service::Imap, "imap.example.org").expect("is an endpoint");
    evidence.endpoints.push(Candidate::new(endpoint, mailcheck::model::Source::Given));
    let ip = Some([192, 0, 2, 1].into());
    let place = Place { endpoint: Some(0), ip, attempt: Some(Attempt::Client) };
    evidence.observations.push(Observation::new(1, place, fact));
    evidence
}

fn no(line: &str, code: Option<u16>) -> Fact {
    let mut reply = LoginReply::new(Mechanism::Plain, false, vec![ServerText::from(line)], 1);
    reply.code = code;
    reply.detail = line.split_whitespace().find(|word| word.starts_with("5.7.")).map(str::to_owned);
    reply.transient = code.is_some_and(|code| code < 500);
    Fact::Login(reply)
}

fn unanswered(lines: &[&str]) -> Fact {
    let lines = lines.iter().copied().map(ServerText::from).collect();
    Fact::LoginFailed(LoginFailure::new(Mechanism::Plain, ReadFailure::Closed, lines))
}

#[test]
fn only_what_may_be_a_refusal_of_the_credential_counts() {
    for (fact, expected) in [
        (no("a1 NO [AUTHENTICATIONFAILED] no", None), Outcome::Refused),
        (no("535 5.7.8 no", Some(535)), Outcome::Refused),
        (unanswered(&[]), Outcome::Refused),
        (no("454 4.7.0 later", Some(454)), Outcome::NotCounted),
        (
            no("a1 NO [ALERT] Too many simultaneous connections. (Failure)", None),
            Outcome::NotCounted,
        ),
        (unanswered(&["* BYE too many open connections"]), Outcome::NotCounted),
        (no("550 5.7.1 from abroad", Some(550)), Outcome::NotCounted),
    ] {
        let report = mailcheck::judge(answered(fact.clone()));
        assert_eq!(outcome(&report), expected, "{fact:?}");
    }
    let locked = mailcheck::judge(answered(unanswered(&["* BYE too many auth failures"])));
    assert!(matches!(outcome(&locked), Outcome::Locked(_)));
    let silent = mailcheck::judge(Evidence::new(Timestamp::now(), Account::default()));
    assert_eq!(outcome(&silent), Outcome::Refused);
}

#[test]
fn what_keeps_an_account_out_whatever_its_password_does_not_count() {
    for (id, expected) in [
        ("login.service-disabled", Outcome::NotCounted),
        ("login.restricted", Outcome::NotCounted),
        ("login.app-password-required", Outcome::Refused),
        ("tls.certificate-expires-soon", Outcome::Refused),
    ] {
        let mut report = mailcheck::judge(answered(no("a1 NO no", None)));
        let advice = Advice::new(Who::You);
        report.findings = vec![Finding::new(id, Severity::Error, Some(0), advice, "")];
        assert_eq!(outcome(&report), expected, "{id}");
        // What is said of another server explains nothing here.
        report.findings[0].endpoint = Some(1);
        assert_eq!(outcome(&report), Outcome::Refused, "{id}");
    }
}

#[test]
fn a_lock_counts_for_as_long_as_its_finding_says() {
    let mut report = mailcheck::judge(answered(no("a1 NO locked", None)));
    let wait = Wait::new(SignedDuration::from_mins(45).unsigned_abs(), WaitSource::Reply, "");
    let advice = Advice::new(Who::You).wait(wait);
    report.findings = vec![Finding::new("login.locked", Severity::Error, Some(0), advice, "")];
    let Outcome::Locked(until) = outcome(&report) else { panic!() };
    let ended = report.evidence.ended_at();
    assert!(until > Minute::of(ended + SignedDuration::from_mins(45)));
    assert!(until <= Minute::after(ended + SignedDuration::from_mins(46)));
    report.findings[0].advice.wait = None;
    assert_eq!(outcome(&report), Outcome::Refused);
}

#[test]
fn the_third_log_in_is_held_back_and_the_file_names_nobody() {
    let scratch = Scratch::new("names");
    assert_eq!(refused(&scratch, "you@example.org"), Permission::Granted);
    assert_eq!(refused(&scratch, "You@Example.ORG"), Permission::Granted);
    let Permission::Denied(too_soon) = scratch.ledger().permit("you@example.org", &host()) else {
        panic!()
    };
    assert_eq!((too_soon.risk, too_soon.refusals), (Risk::Lock, 2));
    assert_eq!(scratch.ledger().permit("other@example.org", &host()), Permission::Granted);
    let json = read(&scratch.file("ledger.json"));
    for word in ["you", "other", "example", "imap", "org"] {
        assert!(!json.to_lowercase().contains(word), "{word}: {json}");
    }
    let forced = Ledger { force: true, ..scratch.ledger() };
    assert_eq!(forced.permit("you@example.org", &host()), Permission::Granted);
    forced.accepted("you@example.org", &host());
    assert_eq!(refused(&scratch, "you@example.org"), Permission::Granted);
}

/// A run that is killed has noted its log-in.
#[test]
fn a_log_in_counts_before_it_is_sent() {
    let scratch = Scratch::new("killed");
    assert_eq!(scratch.ledger().permit("you", &host()), Permission::Granted);
    assert_eq!(scratch.ledger().permit("you", &host()), Permission::Granted);
    assert!(matches!(scratch.ledger().permit("you", &host()), Permission::Busy(_)));
}

#[test]
#[cfg(unix)]
fn the_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = Scratch::new("private");
    refused(&scratch, "you");
    let mode = |path: &Path| fs::metadata(path).expect("is there").permissions().mode() & 0o777;
    assert_eq!(mode(&scratch.0), 0o700);
    let mut files = 0;
    for file in fs::read_dir(&scratch.0).expect("is there") {
        assert_eq!(mode(&file.expect("is there").path()), 0o600);
        files += 1;
    }
    assert_eq!(files, 3);
}

#[test]
fn a_damaged_ledger_is_put_aside_and_a_new_one_begun() {
    let scratch = Scratch::new("damaged");
    for content in ["", "{", "[]", r#"{"schema":"mailcheck-ledger/1","entries":[{"who":1}]}"#] {
        refused(&scratch, "you");
        fs::write(scratch.file("ledger.json"), content).expect("can be written");
        let ledger = scratch.ledger();
        assert_eq!(ledger.permit("you", &host()), Permission::Granted);
        let [problem] = problems(&ledger).try_into().expect("is one");
        assert!(problem.contains("is damaged") && problem.contains("ledger.damaged.json"));
        assert_eq!(read(&scratch.file("ledger.damaged.json")), content);
        // From here on it protects again.
        refused(&scratch, "you");
        assert!(!matches!(scratch.ledger().permit("you", &host()), Permission::Granted));
        fs::remove_dir_all(&scratch.0).expect("is ours");
    }
}

#[test]
fn a_ledger_of_another_version_is_left_alone() {
    let scratch = Scratch::new("newer");
    refused(&scratch, "you");
    let content = r#"{"schema":"mailcheck-ledger/2","more":[]}"#;
    fs::write(scratch.file("ledger.json"), content).expect("can be written");
    let ledger = scratch.ledger();
    assert_eq!(ledger.permit("you", &host()), Permission::Granted);
    let [problem] = problems(&ledger).try_into().expect("is one");
    assert!(problem.contains("another version") && problem.contains("mailcheck-ledger/2"));
    assert_eq!(read(&scratch.file("ledger.json")), content);
}

#[test]
fn a_ledger_without_its_key_is_begun_anew() {
    let scratch = Scratch::new("key");
    let key = scratch.file("ledger.key");
    for damage in [None, Some("c2hvcnQ")] {
        refused(&scratch, "you");
        refused(&scratch, "you");
        match damage {
            None => fs::remove_file(&key).expect("is there"),
            Some(content) => fs::write(&key, content).expect("can be written"),
        }
        let ledger = scratch.ledger();
        assert_eq!(ledger.permit("you", &host()), Permission::Granted);
        let [problem] = problems(&ledger).try_into().expect("is one");
        assert!(problem.contains("ledger.key") && problem.contains("a new ledger is begun"));
        assert_eq!(refused(&scratch, "you"), Permission::Granted);
        assert!(!matches!(scratch.ledger().permit("you", &host()), Permission::Granted));
        fs::remove_dir_all(&scratch.0).expect("is ours");
    }
}

#[test]
fn who_cannot_write_the_ledger_still_obeys_it() {
    let scratch = Scratch::new("in-use");
    refused(&scratch, "you");
    let hold = fs::File::open(scratch.file("ledger.lock")).expect("is there");
    hold.lock().expect("is free");
    let ledger = scratch.ledger();
    assert_eq!(ledger.permit("you", &host()), Permission::Granted);
    let [problem] = problems(&ledger).try_into().expect("is one");
    assert!(problem.contains("in use by another process"), "{problem}");
    hold.unlock().expect("is ours");
    refused(&scratch, "you");
    hold.lock().expect("is free");
    assert!(matches!(scratch.ledger().permit("you", &host()), Permission::Denied(_)));
}

#[test]
fn without_a_place_the_job_goes_on() {
    let ledger = Ledger { folder: None, force: false, state: Mutex::default() };
    for _ in 0..3 {
        assert_eq!(ledger.permit("you", &host()), Permission::Granted);
        ledger.settle(&mailcheck::judge(answered(no("a1 NO no", None))));
    }
    assert!(problems(&ledger)[0].contains("no home directory"));
}
