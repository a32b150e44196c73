//! `mailcheck presets check --resume`, killed in the middle: what was seen is not looked at again, and nothing is lost.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use mailcheck::evidence::Evidence;
use mailcheck_mock::{Event, Port, Provider, Scenario};
use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};

/// How many providers there are, each with three servers.
const PROVIDERS: usize = 10;
const PORTS: [Port; 3] = [Port::ImapTls, Port::Pop3Tls, Port::SubmissionsTls];
/// How many looks have to be in the journal when the program is killed.
const SEEN: usize = 7;
const JOBS: usize = 4;

/// Servers that take their time, as these are reached: host, port and service.
const SLOW: &str = "title = \"slow\"\nwhy = \"A test.\"\n[all]\nlatency = \"60 ms\"";

/// Providers on loopback, each of a domain of its own, on a thread of their own.
struct Providers {
    all: Vec<&'static Provider>,
    _stop: mpsc::Sender<()>,
}

impl Providers {
    fn start() -> Self {
        let (tell, told) = mpsc::channel();
        let (stop, stopped) = mpsc::channel::<()>();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("is there").block_on(async {
                let mut all: Vec<&'static Provider> = Vec::new();
                for number in 0..PROVIDERS {
                    let scenario = Scenario::from_toml("slow", SLOW).expect("is right");
                    let builder = Provider::builder().domain(format!("d{number}.example"));
                    let provider = builder.scenario(scenario).start().await.expect("starts");
                    all.push(Box::leak(Box::new(provider)));
                }
                tell.send(all).expect("is heard");
                let _gone = tokio::task::spawn_blocking(move || stopped.recv()).await;
            });
        });
        Self { all: told.recv().expect("is said"), _stop: stop }
    }

    fn servers(&self) -> impl Iterator<Item = (String, &'static Provider, Port)> {
        self.all.iter().flat_map(|provider| {
            PORTS.map(|port| {
                (format!("{}:{}", provider.host(port), provider.addr(port).port()), *provider, port)
            })
        })
    }

    fn preset(&self) -> String {
        let mut text = "<clientConfig version='1.1'><emailProvider id='d0.example'>\n".to_owned();
        text += "<domain>d0.example</domain>\n";
        for (_, provider, port) in self.servers() {
            let (side, service) = if port == Port::ImapTls {
                ("incomingServer", "imap")
            } else if port == Port::Pop3Tls {
                ("incomingServer", "pop3")
            } else {
                ("outgoingServer", "smtp")
            };
            let (host, number) = (provider.host(port), provider.addr(port).port());
            writeln!(
                text,
                "<{side} type='{service}'><hostname>{host}</hostname><port>{number}</port>\
                 <socketType>SSL</socketType><username>%EMAILADDRESS%</username>\
                 <authentication>password-cleartext</authentication></{side}>"
            )
            .expect("is text");
        }
        text + "</emailProvider></clientConfig>\n"
    }

    fn roots(&self) -> String {
        self.all.iter().map(|provider| provider.ca_pem()).collect()
    }

    /// How many connections each server has seen.
    fn connections(&self) -> BTreeMap<String, usize> {
        let count = |provider: &Provider, port: Port| {
            let log = provider.log();
            let here = log.iter().filter(|entry| entry.door == port.into());
            here.filter(|entry| entry.event == Event::Connected).count()
        };
        self.servers().map(|(name, provider, port)| (name, count(provider, port))).collect()
    }

    fn check(&self, preset: &Scratch, roots: &Scratch, journal: &str) -> Command {
        let mut command = mailcheck();
        command.args(["presets", "check", preset.path(), "--resume", journal, "-4"]);
        command.args(["--ca-file", roots.path(), "--ca-only", "--jobs", &JOBS.to_string()]);
        command.args(["--per-domain", "4", "--spacing", "0", "--nameserver", "127.0.0.1:9"]);
        for (_, provider, port) in self.servers() {
            command.args(["--resolve", &format!("{}:127.0.0.1", provider.host(port))]);
        }
        command
    }
}

/// The servers whose looks are whole in the journal.
fn seen(journal: &str) -> Vec<String> {
    let text = fs::read_to_string(journal).unwrap_or_default();
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n')).skip(1);
    let evidence = whole.map(|line| Evidence::from_json(line).expect("is evidence"));
    evidence
        .map(|evidence| {
            let endpoint = &evidence.endpoints.first().expect("is one").endpoint;
            format!("{}:{}", endpoint.host, endpoint.port)
        })
        .collect()
}

#[test]
fn after_a_kill_nothing_is_looked_at_twice_and_nothing_is_lost() {
    let providers = Providers::start();
    let preset = Scratch::new("resume.xml", providers.preset().as_bytes());
    let roots = Scratch::new("resume.pem", providers.roots().as_bytes());
    let journal = Scratch::new("resume.journal", b"");

    let mut call = providers.check(&preset, &roots, journal.path());
    let mut child =
        call.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let began = Instant::now();
    while seen(journal.path()).len() < SEEN {
        assert!(began.elapsed() < Duration::from_mins(1), "{:?}", child.try_wait());
        thread::sleep(Duration::from_millis(5));
    }
    let busy = providers.check(&preset, &roots, journal.path()).output().expect("starts");
    assert_refused(&busy, &["--resume", "another run is writing it"]);
    // SIGKILL on Unix: there is no goodbye.
    child.kill().expect("is there");
    child.wait().expect("is gone");
    let known = seen(journal.path());
    let total = PROVIDERS * PORTS.len();
    assert!((SEEN..total).contains(&known.len()), "{} of {total}", known.len());

    // As if the kill had come while a line was being written.
    let mut torn = fs::read(journal.path()).expect("is there");
    torn.extend(b"{\"schema\":\"mailcheck-evi");
    fs::write(journal.path(), torn).expect("is written");
    let output = providers.check(&preset, &roots, journal.path()).output().expect("starts");
    assert!(output.status.code().is_some_and(|it| it <= 1), "{output:?}");

    let connections = providers.connections();
    assert_eq!(connections.len(), total);
    for server in &known {
        assert_eq!(connections.get(server), Some(&1), "{server} was known");
    }
    let twice = connections.values().filter(|count| **count == 2).count();
    assert!(twice <= JOBS, "at the most those that were under way: {connections:?}");
    assert!(connections.values().all(|count| (1..=2).contains(count)), "{connections:?}");
    let mut all = seen(journal.path());
    assert_eq!(all.len(), total, "each has one line");
    all.sort();
    all.dedup();
    assert_eq!(all.len(), total, "nothing is lost");

    // All is known now: nobody is asked, and the report is the same as that of a run without interruption.
    let again = providers.check(&preset, &roots, journal.path()).output().expect("starts");
    assert_eq!(stdout(&again), stdout(&output));
    assert_eq!(providers.connections(), connections);
    let fresh = Scratch::new("resume.fresh", b"");
    let fresh = providers.check(&preset, &roots, fresh.path()).output().expect("starts");
    assert_eq!((stdout(&fresh), fresh.status.code()), (stdout(&output), output.status.code()));
}

#[test]
fn other_files_are_no_journals() {
    let preset = Scratch::new(
        "other.xml",
        b"<clientConfig version='1.1'><emailProvider id='a.example'><domain>a.example</domain>\n\
          </emailProvider></clientConfig>\n",
    );
    let notes = Scratch::new("notes.txt", b"do not lose this\n");
    let call = ["presets", "check", preset.path(), "--resume", notes.path()];
    assert_refused(
        &run(&call),
        &["cannot be used for --resume", "not the journal", "another file"],
    );
    assert_eq!(fs::read(&notes.0).expect("is there"), b"do not lose this\n");
    let told = run(&[&call[..], &["--lang", "ja"]].concat());
    assert!(
        stderr(&told).contains("--resume で書かれたファイルではありません"),
        "{}",
        stderr(&told)
    );
}
