//! Journals of every kind: whole, torn, foreign, damaged, in use.

use std::fs;
use std::path::PathBuf;

use mailcheck::evidence::{Account, Candidate};
use mailcheck::model::{Endpoint, Service, Source};

use super::*;
use crate::named::Named;

fn servers(hosts: &[&str]) -> Servers {
    let named = hosts.iter().map(|host| {
        let endpoint = Endpoint::parse(Service::Imap, host).expect("is an endpoint");
        Named { endpoint, by: Vec::new() }
    });
    Servers { named: named.collect(), ..Servers::default() }
}

fn evidence(servers: &Servers, place: usize) -> Evidence {
    let now = "2026-11-30T12:00:00Z".parse().expect("is a time");
    let mut evidence = Evidence::new(now, Account::default());
    evidence.account.username = Some("a\n \u{2028}\u{9b}b".to_owned());
    let endpoint = servers.named[place].endpoint.clone();
    evidence.endpoints.push(Candidate::new(endpoint, Source::Given));
    evidence
}

/// A path of its own, where nothing is.
fn path(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("mailcheck-journal-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("is made");
    let path = folder.join(name);
    let _old = fs::remove_file(&path);
    path
}

fn read(journal: &mut Journal) -> Vec<Evidence> {
    let mut all = Vec::new();
    journal.each(|evidence| all.push(evidence)).expect("is read");
    all
}

#[test]
fn what_was_written_is_read_and_gone_on_with() {
    let (path, servers) = (path("whole"), servers(&["a.example", "b.example", "c.example"]));
    let (first, second) = (evidence(&servers, 0), evidence(&servers, 1));
    let mut journal = Journal::open(&path, &servers).expect("is begun");
    assert!(read(&mut journal).is_empty());
    journal.write(&first).expect("is written");
    drop(journal);

    // A run that is killed leaves the beginning of a line.
    let whole = fs::read(&path).expect("is there");
    for torn in ["{", "{\"schema\":\"mailcheck-evidence/1\",\"tool\":{}"] {
        fs::write(&path, [&whole, torn.as_bytes()].concat()).expect("is written");
        let mut journal = Journal::open(&path, &servers).expect("is opened");
        assert_eq!(journal.looks(), 1);
        assert_eq!(read(&mut journal), std::slice::from_ref(&first));
        drop(journal);
        assert_eq!(fs::read(&path).expect("is there"), whole, "what is torn is cut off");
    }
    let mut journal = Journal::open(&path, &servers).expect("is opened");
    journal.write(&second).expect("is written");
    assert_eq!(read(&mut journal), [first, second]);
    let text = fs::read_to_string(&path).expect("is text");
    assert_eq!(text.lines().count(), 3);
    assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
}

#[test]
fn a_head_that_was_torn_is_written_anew() {
    let (path, servers) = (path("head"), servers(&["a.example"]));
    drop(Journal::open(&path, &servers).expect("is begun"));
    let head = fs::read(&path).expect("is there");
    for octets in [0, 1, 20, HEAD.len(), head.len() - 1] {
        fs::write(&path, &head[..octets]).expect("is written");
        drop(Journal::open(&path, &servers).expect("is begun again"));
        assert_eq!(fs::read(&path).expect("is there"), head, "{octets}");
    }
}

#[test]
fn other_files_are_told_and_left_as_they_are() {
    let (path, mine) = (path("other"), servers(&["a.example"]));
    drop(Journal::open(&path, &mine).expect("is begun"));
    let head = fs::read_to_string(&path).expect("is there");
    let other_version = head.replace(env!("CARGO_PKG_VERSION"), "0.0.1");
    let other_schema = head.replace("journal/1", "journal/9");
    for (text, expected) in [
        ("my notes", "it is not the journal of a run"),
        ("my notes\n", "it is not the journal of a run"),
        ("{\"schema\":\"mailcheck-report/1\"}\n", "it is not the journal of a run"),
        (other_version.as_str(), "version 0.0.1 wrote it"),
        (other_schema.as_str(), "version 0.1.0 wrote it"),
        (&format!("{head}{{}}\n"), "line 2 is damaged"),
    ] {
        fs::write(&path, text).expect("is written");
        let why = Journal::open(&path, &mine).expect_err(text);
        assert_eq!(why.to_string(), expected, "{text}");
        assert_eq!(fs::read_to_string(&path).expect("is there"), text);
    }
    fs::write(&path, &head).expect("is written");
    let why = Journal::open(&path, &servers(&["b.example"])).expect_err("is of others");
    assert!(matches!(why, JournalError::OtherServers), "{why}");
}

#[test]
fn a_line_without_end_is_not_read_into_memory() {
    let (path, servers) = (path("long"), servers(&["a.example"]));
    drop(Journal::open(&path, &servers).expect("is begun"));
    let mut file = OpenOptions::new().append(true).open(&path).expect("is there");
    let chunk = vec![b'a'; 1_024 * 1_024];
    for _ in 0..=MOST_OCTETS / (1_024 * 1_024) {
        file.write_all(&chunk).expect("is written");
    }
    let why = Journal::open(&path, &servers).expect_err("is too long");
    assert!(matches!(why, JournalError::Io(_)), "{why}");
}

#[test]
fn two_runs_do_not_share_a_journal() {
    let (path, servers) = (path("busy"), servers(&["a.example"]));
    let journal = Journal::open(&path, &servers).expect("is begun");
    let why = Journal::open(&path, &servers).expect_err("is in use");
    assert!(matches!(why, JournalError::Busy), "{why}");
    drop(journal);
    assert!(Journal::open(&path, &servers).is_ok());
}
