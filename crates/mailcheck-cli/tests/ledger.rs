//! Refused log-ins are remembered from run to run, by the program as people call it, against a mail
//! provider that counts what it was asked.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread;

use serde_json::Value;

/// A directory that is gone with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("ledger-{name}-{}", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("can be made");
        Self(path)
    }

    /// Where the program keeps its state. It makes this folder itself.
    fn state(&self) -> PathBuf {
        self.0.join("state")
    }

    fn ledger(&self) -> String {
        fs::read_to_string(self.state().join("ledger.json")).expect("is there")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It may be gone already.
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// A provider that runs until it is ended, told in JSON.
struct Mock {
    child: Child,
    out: BufReader<ChildStdout>,
    told: Value,
}

impl Mock {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mailcheck"))
            .args(["mock", "--format", "json", "--for", "120"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut out = BufReader::new(child.stdout.take().expect("is piped"));
        let mut line = String::new();
        out.read_line(&mut line).expect("is read");
        let told = serde_json::from_str(&line).expect("is JSON");
        Self { child, out, told }
    }

    fn text<'a>(&'a self, pointer: &str) -> &'a str {
        self.told.pointer(pointer).and_then(Value::as_str).expect("is there")
    }

    /// The call that verifies its IMAP server, and its submission server, with this password.
    fn call(&self, program: &[&str], state: &Path, password: &str, more: &[&str]) -> Command {
        let (first, rest) = program.split_first().expect("is there");
        let mut command = Command::new(first);
        command.args(rest).args(["verify", self.text("/accounts/0/address")]);
        command.args(["--format", "json", "--ca-only", "--ca-file", self.text("/ca_file")]);
        for name in ["imap-tls", "smtp-tls"] {
            let ports = self.told["ports"].as_array().expect("is a list");
            let port = ports.iter().find(|port| port["name"] == name).expect("is there");
            let (host, ip) = (port["host"].as_str(), port["address"].as_str());
            let (host, ip) = (host.expect("is there"), ip.expect("is there"));
            let service = name.trim_end_matches("-tls");
            command.arg(format!("--{service}={host}:{}/tls", port["port"]));
            command.arg(format!("--resolve={host}:{ip}"));
        }
        command.env("MAILCHECK_PASSWORD", password).env("MAILCHECK_STATE_DIR", state);
        command.args(more).stdin(Stdio::null());
        command
    }

    fn verify(&self, state: &Path, password: &str, more: &[&str]) -> Told {
        let mut command = self.call(&[env!("CARGO_BIN_EXE_mailcheck")], state, password, more);
        Told::of(&command.output().expect("starts"))
    }

    fn right(&self, state: &Path, more: &[&str]) -> Told {
        self.verify(state, self.text("/accounts/0/password"), more)
    }

    fn wrong(&self, state: &Path) -> Told {
        self.verify(state, "wrong", &[])
    }

    /// Ends it, and says how many log-ins it refused and how many it accepted.
    fn end(mut self) -> (usize, usize) {
        let kill = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(kill.expect("starts").success());
        let mut log = String::new();
        self.out.read_to_string(&mut log).expect("is UTF-8");
        assert_eq!(self.child.wait().expect("ends").code(), Some(0));
        let count = |event: &str| log.lines().filter(|line| line.contains(event)).count();
        (count("\"login-rejected\""), count("\"login-accepted\""))
    }
}

/// What the program told.
#[derive(Debug)]
struct Told {
    status: Option<i32>,
    report: Value,
    err: String,
}

impl Told {
    fn of(output: &Output) -> Self {
        let err = String::from_utf8(output.stderr.clone()).expect("is UTF-8");
        let report = serde_json::from_slice(&output.stdout).expect(&err);
        Self { status: output.status.code(), report, err }
    }

    /// The exit status and the ids of the findings.
    fn found(&self) -> (Option<i32>, Vec<&str>) {
        let findings = self.report["findings"].as_array().expect("is a list");
        let ids = findings.iter().map(|it| it["id"].as_str().expect("is there"));
        (self.status, ids.collect())
    }

    #[track_caller]
    fn assert(&self, status: i32, findings: &[&str], warnings: &[&str]) {
        assert_eq!(self.found(), (Some(status), findings.to_vec()), "{}", self.err);
        assert_eq!(self.err.lines().count(), warnings.len(), "{}", self.err);
        for (line, part) in self.err.lines().zip(warnings) {
            assert!(line.starts_with("mailcheck: warning: ") && line.contains(part), "{line}");
        }
    }

    #[track_caller]
    fn assert_rejected(&self) {
        self.assert(1, &["login.rejected"], &[]);
    }

    #[track_caller]
    fn assert_held_back(&self) {
        self.assert(3, &["login.too-soon"], &[]);
    }
}

#[test]
fn a_third_wrong_password_is_held_back() {
    let (scratch, mock) = (Scratch::new("third"), Mock::start(&[]));
    let state = scratch.state();
    mock.wrong(&state).assert_rejected();
    mock.wrong(&state).assert_rejected();
    let held_back = mock.wrong(&state);
    held_back.assert_held_back();
    // Nothing tells the program whether the password was corrected.
    mock.right(&state, &[]).assert_held_back();
    let finding = &held_back.report["findings"][0];
    assert_eq!(finding["wait_source"], "ledger");
    let wait = finding["wait_s"].as_u64().expect("is told");
    assert!((28 * 60..=31 * 60).contains(&wait), "{wait}");
    assert!(finding["action"].as_str().is_some_and(|it| it.contains("--force")), "{finding}");
    // Without a log-in, nothing is held back.
    let mut call = mock.call(&[env!("CARGO_BIN_EXE_mailcheck")], &state, "", &["--no-login"]);
    let output = call.env_remove("MAILCHECK_PASSWORD").output().expect("starts");
    Told::of(&output).assert(0, &[], &[]);
    let json = scratch.ledger();
    assert!(!json.contains("example") && !json.contains("you"), "{json}");
    assert_eq!(mock.end(), (2, 0));
}

#[test]
fn a_mistyped_password_can_be_corrected_at_once() {
    let (scratch, mock) = (Scratch::new("typo"), Mock::start(&[]));
    for _ in 0..3 {
        mock.wrong(&scratch.state()).assert_rejected();
        mock.right(&scratch.state(), &[]).assert(0, &[], &[]);
    }
    assert!(scratch.ledger().contains("\"entries\":[]"), "{}", scratch.ledger());
    assert_eq!(mock.end(), (3, 6));
}

#[test]
fn force_logs_in_and_a_success_clears() {
    let (scratch, mock) = (Scratch::new("force"), Mock::start(&[]));
    let state = scratch.state();
    mock.wrong(&state).assert_rejected();
    mock.wrong(&state).assert_rejected();
    mock.verify(&state, "wrong", &["--force"]).assert_rejected();
    let wait = mock.wrong(&state).report["findings"][0]["wait_s"].as_u64().expect("is told");
    assert!((58 * 60..=61 * 60).contains(&wait), "{wait}");
    mock.right(&state, &["--force"]).assert(0, &[], &[]);
    mock.wrong(&state).assert_rejected();
    mock.right(&state, &[]).assert(0, &[], &[]);
    assert_eq!(mock.end(), (4, 4));
}

#[test]
fn one_of_two_runs_takes_the_last_log_in_that_is_free() {
    let scratch = Scratch::new("two");
    // Slow enough for both to be there at once.
    let file = scratch.0.join("slow.toml");
    let slow = "title = \"slow\"\nwhy = \"A test.\"\n[all]\nlatency = \"200 ms\"";
    fs::write(&file, slow).expect("can be written");
    let mock = Mock::start(&[file.to_str().expect("is UTF-8")]);
    let state = scratch.state();
    mock.wrong(&state).assert_rejected();
    let mut found = thread::scope(|scope| {
        let runs = [(); 2].map(|()| scope.spawn(|| mock.wrong(&state)));
        runs.map(|run| {
            let told = run.join().expect("ends");
            (told.status, told.report["findings"][0]["id"].as_str().map(str::to_owned))
        })
    });
    found.sort();
    let expected = [(1, "login.rejected"), (3, "login.too-soon")];
    let expected = expected.map(|(status, id)| (Some(status), Some(id.to_owned())));
    assert_eq!(found, expected);
    assert_eq!(mock.end(), (2, 0));
}

#[test]
fn runs_with_the_right_password_do_not_hold_each_other_back() {
    let (scratch, mock) = (Scratch::new("many"), Mock::start(&[]));
    let state = scratch.state();
    thread::scope(|scope| {
        let runs = [(); 6].map(|()| scope.spawn(|| mock.right(&state, &[])));
        for run in runs {
            run.join().expect("ends").assert(0, &[], &[]);
        }
    });
    assert_eq!(mock.end(), (0, 12));
}

#[test]
fn refusals_of_many_accounts_hold_the_next_one_back() {
    let (scratch, mock) = (Scratch::new("ban"), Mock::start(&[]));
    let name = |name| mock.verify(&scratch.state(), "wrong", &["--username", name]);
    for account in ["a", "b", "c", "d"] {
        name(account).assert_rejected();
    }
    let told = name("e");
    told.assert_held_back();
    let title = told.report["findings"][0]["title"].as_str().expect("is told");
    assert!(title.contains("banned"), "{title}");
    assert_eq!(mock.end(), (4, 0));
}

#[test]
fn what_passes_by_itself_does_not_count() {
    let (scratch, mock) = (Scratch::new("later"), Mock::start(&["temporary-failure"]));
    for _ in 0..4 {
        mock.right(&scratch.state(), &[]).assert(3, &["login.temporary-failure"], &[]);
    }
    assert!(scratch.ledger().contains("\"entries\":[]"), "{}", scratch.ledger());
    assert_eq!(mock.end().1, 0);
}

#[test]
fn a_damaged_ledger_is_told_of_and_the_job_goes_on() {
    let (scratch, mock) = (Scratch::new("damaged"), Mock::start(&[]));
    let state = scratch.state();
    let (ledger, key) = (state.join("ledger.json"), state.join("ledger.key"));
    mock.wrong(&state).assert_rejected();
    fs::write(&ledger, "no ledger").expect("can be written");
    mock.wrong(&state).assert(1, &["login.rejected"], &["is damaged"]);
    assert_eq!(
        fs::read_to_string(state.join("ledger.damaged.json")).expect("is there"),
        "no ledger"
    );
    mock.wrong(&state).assert_rejected();
    mock.wrong(&state).assert_held_back();
    fs::remove_file(&key).expect("is there");
    mock.wrong(&state).assert(1, &["login.rejected"], &["ledger.key"]);
    fs::write(&ledger, r#"{"schema":"mailcheck-ledger/9"}"#).expect("can be written");
    for _ in 0..3 {
        mock.wrong(&state).assert(1, &["login.rejected"], &["another version"]);
    }
    assert_eq!(mock.end(), (7, 0));
}

/// The program without root's right to write everywhere.
fn unprivileged() -> Vec<&'static str> {
    let program = env!("CARGO_BIN_EXE_mailcheck");
    let id = Command::new("id").arg("-u").output().expect("starts").stdout;
    if id.trim_ascii() == b"0" {
        return vec!["setpriv", "--bounding-set=-dac_override,-dac_read_search", program];
    }
    vec![program]
}

#[test]
#[cfg(target_os = "linux")]
fn a_ledger_that_cannot_be_written_is_told_of_and_obeyed() {
    let (scratch, mock) = (Scratch::new("read-only"), Mock::start(&[]));
    let state = scratch.state();
    let wrong = || {
        let output = mock.call(&unprivileged(), &state, "wrong", &[]).output();
        Told::of(&output.expect("starts"))
    };
    let set = |mode| {
        for name in ["", "ledger.lock"] {
            let path = state.join(name);
            let mode = if path.is_dir() { mode | 0o100 } else { mode };
            fs::set_permissions(path, Permissions::from_mode(mode)).expect("is ours");
        }
    };
    let warning: &[&str] = &["cannot be written"];
    wrong().assert_rejected();
    set(0o400);
    // Once when it begins, and once more when it is refused: said once.
    wrong().assert(1, &["login.rejected"], warning);
    set(0o600);
    wrong().assert_rejected();
    set(0o400);
    wrong().assert(3, &["login.too-soon"], warning);
    set(0o600);
    assert_eq!(mock.end(), (3, 0));
}

#[test]
fn without_a_place_for_a_ledger_the_job_goes_on() {
    let (scratch, mock) = (Scratch::new("nowhere"), Mock::start(&[]));
    let mut homeless = mock.call(&[env!("CARGO_BIN_EXE_mailcheck")], &scratch.0, "wrong", &[]);
    for name in ["HOME", "LOCALAPPDATA", "MAILCHECK_STATE_DIR", "XDG_STATE_HOME"] {
        homeless.env_remove(name);
    }
    for _ in 0..3 {
        let told = Told::of(&homeless.output().expect("starts"));
        told.assert(1, &["login.rejected"], &["no home directory"]);
    }
    let under_a_file = Path::new("/dev/null/state");
    mock.wrong(under_a_file).assert(1, &["login.rejected"], &["cannot be written"]);
    assert_eq!(mock.end(), (4, 0));
}

/// Where nobody can be locked out, nothing is remembered.
#[test]
fn the_demo_leaves_nothing_behind() {
    let scratch = Scratch::new("demo");
    for _ in 0..3 {
        let output = Command::new(env!("CARGO_BIN_EXE_mailcheck"))
            .args(["demo", "--fault", "wrong-password", "--format", "json"])
            .env("MAILCHECK_STATE_DIR", scratch.state())
            .output();
        let output = output.expect("starts");
        assert_eq!(output.status.code(), Some(1));
    }
    assert!(!scratch.state().exists());
}
