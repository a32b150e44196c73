//! Runs in which the log-in works, and what comes right after it does not, or is to be known.

use super::super::evidence::{
    accepted, capabilities, find, imap, imap_until_login, text, texts, then,
};
use super::{Run, under};
use crate::evidence::{
    Evidence, Fact, Folder, Mailbox, Namespace, Opened, ReadFailure, Role, Stage, Usage,
};
use crate::report::Verdict;
use crate::rules::judge;

pub(super) fn sessions() -> Vec<Run> {
    let failed = |why, lines: &[&str]| with(opened(Opened::Failed { why, lines: texts(lines) }));
    let garbled = ReadFailure::Garbled { text: text("<html>") };
    let not_connected = "b1 BAD User is authenticated but not connected.";
    let unsafe_login = "b1 NO SELECT Unsafe Login. Please contact kefu@188.com for help";
    let mut still_refused = opened(refused(unsafe_login, false));
    still_refused.inbox_after_id = Some(refused(unsafe_login, false));
    let mut silent_after_id = opened(refused(unsafe_login, false));
    silent_after_id.inbox_after_id =
        Some(Opened::Failed { why: ReadFailure::TimedOut, lines: Vec::new() });
    let refusals = vec![
        ("other", "no mailbox", with(opened(refused("b1 NO [NONEXISTENT] none", false)))),
        ("other", "an unnamed client", with(still_refused)),
        ("later", "unavailable", with(opened(refused("b1 NO [UNAVAILABLE] moved", true)))),
        ("later", "an account not connected", with(opened(refused(not_connected, false)))),
        ("hung-up", "hung up after the log-in", failed(ReadFailure::Closed, &[])),
        (
            "hung-up",
            "a goodbye after the log-in",
            failed(ReadFailure::Closed, &["* BYE Connection closed. 14"]),
        ),
        ("no-answer", "silence after the log-in", failed(ReadFailure::TimedOut, &[])),
        ("no-answer", "no IMAP after the log-in", failed(garbled, &[])),
        ("no-answer", "silence after ID", with(silent_after_id)),
    ];
    let mut named = opened(refused(unsafe_login, false));
    named.inbox_after_id = Some(open());
    let room = |storage, messages| {
        let mut mailbox = opened(open());
        (mailbox.storage, mailbox.messages) = (storage, messages);
        with(mailbox)
    };
    let usage = |used, limit| Some(Usage::new(used, limit));
    let full = vec![
        ("other", "no room", room(usage(1 << 20, 1 << 20), usage(99, 100))),
        ("messages", "too many messages", room(usage(3, 20), usage(120, 100))),
    ];
    let nearly = vec![
        ("other", "little room", room(usage(19_000, 20_000), None)),
        ("messages", "many messages", room(usage(0, 0), usage(90, 100))),
    ];
    [
        under(&["session.refused"], refusals),
        under(
            &["session.id-required"],
            vec![("other", "a client that must say its name", with(named))],
        ),
        under(&["session.mailbox-full"], full),
        under(&["session.mailbox-nearly-full"], nearly),
        under(&["session.prefix"], vec![("other", "folders below INBOX", with(below("INBOX.")))]),
    ]
    .concat()
}

fn open() -> Opened {
    Opened::Open { messages: Some(7) }
}

fn refused(reply: &str, transient: bool) -> Opened {
    Opened::Refused { reply: text(reply), transient }
}

/// Nothing else is known but what came of opening INBOX.
fn opened(inbox: Opened) -> Mailbox {
    Mailbox::new(inbox)
}

fn below(prefix: &str) -> Mailbox {
    let mut mailbox = opened(open());
    mailbox.namespace = Some(Namespace::new(prefix, Some('.')));
    mailbox
}

/// Logged in to a server that lists all that phones use, and this was found.
fn with(mailbox: Mailbox) -> Evidence {
    listing("IMAP4rev2", mailbox)
}

/// The same, to a server that lists this.
pub(super) fn listing(list: &str, mailbox: Mailbox) -> Evidence {
    let [login, goodbye] = accepted("a2 OK logged in");
    let list: Vec<&str> = list.split(' ').collect();
    let list = capabilities(Stage::AfterLogin, &list);
    imap(then(imap_until_login(), [login, list, Fact::Mailbox(mailbox), goodbye]))
}

/// A mailbox with these folders; those with a mark are what the server says they are.
pub(super) fn with_folders(folders: &[(Role, &str, bool)]) -> Mailbox {
    let mut mailbox = opened(open());
    let folders = folders.iter().map(|(role, name, marked)| Folder::new(*role, name, *marked));
    mailbox.folders = Some(folders.collect());
    mailbox
}

#[test]
fn a_mailbox_without_a_fault_is_nothing_to_tell() {
    let mut roomy = opened(open());
    roomy.storage = Some(Usage::new(8_999, 10_000));
    let stopped = opened(Opened::Failed { why: ReadFailure::Stopped, lines: Vec::new() });
    for mailbox in [opened(open()), roomy, stopped, below(""), below(".")] {
        let report = judge(with(mailbox.clone()));
        assert!(report.findings.is_empty(), "{mailbox:?}: {:?}", report.findings);
    }
}

#[test]
fn a_mailbox_that_stays_shut_is_not_ready_and_one_that_may_open_is_not_decided() {
    for (reply, transient, verdict, causes) in [
        ("b1 NO [NONEXISTENT] none", false, Verdict::NotReady, 0),
        ("b1 NO Server Unavailable. 15", false, Verdict::Inconclusive, 2),
        ("b1 NO [INUSE] locked", true, Verdict::Inconclusive, 1),
        ("b1 BAD User is authenticated but not connected.", false, Verdict::Inconclusive, 3),
    ] {
        let report = judge(with(opened(refused(reply, transient))));
        assert_eq!(report.verdict, verdict, "{reply}");
        let finding = find(&report, "session.refused");
        assert_eq!(finding.advice.evidence, [text(reply)]);
        assert_eq!(finding.advice.causes.len(), causes, "{reply}: {:?}", finding.advice.causes);
    }
}

#[test]
fn the_prefix_to_enter_is_told_without_what_parts_it_from_a_name() {
    let report = judge(with(below("INBOX.")));
    let prefix = ("prefix", "INBOX".into());
    assert!(find(&report, "session.prefix").advice.args.contains(&prefix));
}
