//! The program, started and asked.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The program in an environment of its own, without a terminal, and without a place to remember
/// anything from one call to the next.
pub(crate) fn mailcheck() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailcheck"));
    for name in ["MAILCHECK_PASSWORD", "MAILCHECK_LOG", "RUST_LOG", "NO_COLOR", "LC_ALL"] {
        command.env_remove(name);
    }
    command.env("LANG", "C").env("MAILCHECK_STATE_DIR", "/dev/null/none").stdin(Stdio::null());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    mailcheck().args(arguments).output().expect("starts")
}

pub(crate) fn text(octets: &[u8]) -> &str {
    std::str::from_utf8(octets).expect("is UTF-8")
}

/// The call is wrong, and the person is told what about it.
#[track_caller]
pub(crate) fn assert_refused(output: &Output, parts: &[&str]) {
    let err = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.starts_with("mailcheck: error: "), "{err}");
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    for part in parts {
        assert!(err.contains(part), "{part:?} is not in: {err}");
    }
}

/// A directory that is gone with the test.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("mock-{name}-{}", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("can be made");
        Self(path)
    }

    pub(crate) fn file(&self, name: &str, content: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, content).expect("can be written");
        path.to_str().expect("is UTF-8").to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It may be gone already.
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// A provider that runs until it is ended, told in JSON.
pub(crate) struct Mock {
    pub(crate) child: Child,
    pub(crate) out: BufReader<ChildStdout>,
    pub(crate) told: Value,
}

impl Mock {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = mailcheck()
            .args(["mock", "--format", "json", "--for", "60"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut out = BufReader::new(child.stdout.take().expect("is piped"));
        let mut line = String::new();
        out.read_line(&mut line).expect("is read");
        let told = serde_json::from_str(&line).expect("is JSON");
        Self { child, out, told }
    }

    pub(crate) fn port(&self, name: &str) -> &Value {
        let mut ports = self.told["ports"].as_array().expect("is a list").iter();
        ports.find(|port| port["name"] == name).expect("is there")
    }

    /// Connects, and gives back the greeting with what follows it.
    pub(crate) fn connect(&self, name: &str) -> BufReader<TcpStream> {
        let port = self.port(name);
        let number = port["port"].as_u64().and_then(|number| u16::try_from(number).ok());
        let ip = port["address"].as_str().expect("is there");
        let stream = TcpStream::connect((ip, number.expect("is there"))).expect("is open");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("is taken");
        BufReader::new(stream)
    }

    pub(crate) fn account(&self) -> &Value {
        &self.told["accounts"][0]
    }

    /// Ends it by SIGTERM, and gives back all that it logged.
    pub(crate) fn end(mut self) -> Vec<Value> {
        let kill = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(kill.expect("starts").success());
        let mut log = String::new();
        self.out.read_to_string(&mut log).expect("is UTF-8");
        let mut err = String::new();
        self.child.stderr.take().expect("is piped").read_to_string(&mut err).expect("is UTF-8");
        assert_eq!(self.child.wait().expect("ends").code(), Some(0), "{err}");
        log.lines().map(|line| serde_json::from_str(line).expect("is JSON")).collect()
    }

    /// Verifies two of its ports, and gives back the ids of what was found.
    pub(crate) fn verify(&self, security: &str, password: &str, more: &[&str]) -> Vec<String> {
        let findings = self.findings(security, password, more);
        findings.iter().map(|it| it["id"].as_str().expect("is there").to_owned()).collect()
    }

    /// Verifies two of its ports, and gives back what was found.
    pub(crate) fn findings(&self, security: &str, password: &str, more: &[&str]) -> Vec<Value> {
        let mut command = mailcheck();
        let address = self.account()["address"].as_str().expect("is there");
        command.args(["verify", address, "--format", "json", "--ca-only", "--timeout", "3"]);
        command.args(["--ca-file", self.told["ca_file"].as_str().expect("is there")]);
        for service in ["imap", "smtp"] {
            let port = self.port(&format!("{service}-{security}"));
            let (host, ip) = (port["host"].as_str(), port["address"].as_str());
            let (host, ip) = (host.expect("is there"), ip.expect("is there"));
            command.arg(format!("--{service}={host}:{}/{security}", port["port"]));
            command.arg(format!("--resolve={host}:{ip}"));
        }
        command.args(more).env("MAILCHECK_PASSWORD", password);
        let output = command.output().expect("starts");
        let report: Value = serde_json::from_slice(&output.stdout).expect("is JSON");
        report["findings"].as_array().expect("is a list").clone()
    }
}
