//! The behaviour of FairEmail, Play Store build.

use super::*;
use Client::FairEmail as CLIENT;

const IMAPS: &str = "_imaps._tcp.example.org";
const IMAP: &str = "_imap._tcp.example.org";
const SUBMISSIONS: &str = "_submissions._tcp.example.org";
const SUBMISSION: &str = "_submission._tcp.example.org";

fn records() -> Run {
    Run::silent()
        .found(IMAPS, &["imap srv.example.org:993/tls"])
        .found(SUBMISSIONS, &["smtp srv.example.org:465/tls"])
}

const OF_RECORDS: &str = "imap://srv.example.org:993/tls you@example.org | \
                          smtp://srv.example.org:465/tls you@example.org | address+local-part";

#[test]
fn the_best_source_wins() {
    let of_file = "imap://imap.example.org:993/tls you@example.org | \
                   smtp://smtp.example.org:465/tls you@example.org | address+local-part";
    for (run, expected) in [
        (records().found(ISPDB, &BOTH), format!("{IMAPS} | {OF_RECORDS} | <=10+0")),
        (records(), format!("{IMAPS} | {OF_RECORDS} | <=8+0")),
        (Run::silent().found(ISPDB, &BOTH), format!("{ISPDB} | {of_file} | <=8+0")),
        // Files of the provider are for the other build.
        (
            Run::silent().found(AUTOCONFIG, &BOTH).found(HTTP, &BOTH),
            "guesses | address+local-part | <=6+0".to_owned(),
        ),
        (
            Run::silent().found(AUTODISCOVER, &BOTH),
            "guesses | address+local-part | <=6+0".to_owned(),
        ),
        (Run::silent(), "guesses | address+local-part | <=6+0".to_owned()),
    ] {
        assert_eq!(told(CLIENT, &run), expected);
    }
}

/// A user name of its own is worth more than a record.
#[test]
fn a_name_in_the_file_beats_records() {
    let named = [
        "imap imap.example.org:993/tls c%EMAILLOCALPART% password-cleartext",
        "smtp smtp.example.org:465/tls c%EMAILLOCALPART% password-cleartext",
    ];
    let run = records().found(ISPDB, &named);
    assert_eq!(
        told(CLIENT, &run),
        format!(
            "{ISPDB} | imap://imap.example.org:993/tls you@example.org | \
             smtp://smtp.example.org:465/tls you@example.org | address+local-part+other | <=15+0"
        )
    );
}

/// Records count if there is one for each side.
#[test]
fn half_of_the_records_is_nothing() {
    let run = Run::silent().found(IMAPS, &["imap srv.example.org:993/tls"]).found(ISPDB, &BOTH);
    assert!(told(CLIENT, &run).starts_with(ISPDB));
    assert_eq!(rejected(CLIENT, &run), [format!("{IMAPS} no-outgoing")]);
    let run = records().outcome(SUBMISSIONS, SourceOutcome::NotOffered).found(ISPDB, &BOTH);
    let run = run.outcome(SUBMISSIONS, SourceOutcome::NotOffered);
    assert!(told(CLIENT, &run).starts_with(ISPDB));
}

/// Submission comes before submissions, unless priorities say otherwise, which were not kept.
#[test]
fn records_of_one_side_have_an_order() {
    let run = records()
        .found(IMAP, &["imap srv.example.org:143/starttls"])
        .found(SUBMISSION, &["smtp srv.example.org:587/starttls"]);
    assert!(
        told(CLIENT, &run).starts_with(&format!(
            "{IMAPS} | imap://srv.example.org:993/tls you@example.org | \
             smtp://srv.example.org:587/starttls"
        )),
        "{}",
        told(CLIENT, &run)
    );
    assert_eq!(
        remarks(CLIENT, &run),
        ["sending-after-receiving", "own-list", "priority", "priority"]
    );
    // STARTTLS is for its own port only.
    let run = Run::silent()
        .found(IMAP, &["imap srv.example.org:1143/starttls"])
        .found(SUBMISSION, &["smtp srv.example.org:587/starttls"]);
    assert!(told(CLIENT, &run).contains("imap://srv.example.org:1143/tls"));
}

/// It has no way without encryption, and the last section of each side overwrites the others.
#[test]
fn the_last_section_counts() {
    let sections = [
        BOTH[0],
        "imap old.example.org:143/plain %EMAILADDRESS% password-cleartext",
        "pop3 pop.example.org:995/tls %EMAILADDRESS% password-cleartext",
        BOTH[1],
    ];
    let run = Run::silent().found(ISPDB, &sections);
    assert!(
        told(CLIENT, &run).contains("| imap://old.example.org:143/starttls "),
        "{}",
        told(CLIENT, &run)
    );
}

#[test]
fn the_other_build_is_named_where_it_differs() {
    let has = |run: &Run| remarks(CLIENT, run).contains(&"other-build");
    let silent = Run::silent;
    assert!(has(&silent().found(AUTOCONFIG, &BOTH).found(ISPDB, &OTHERS)));
    assert!(has(&silent().found(HTTP, &BOTH)));
    assert!(has(&silent().found(AUTODISCOVER, &BOTH)));
    assert!(!has(&records().found(AUTOCONFIG, &BOTH)));
    assert!(!has(&silent().found(AUTODISCOVER, &BOTH).found(ISPDB, &OTHERS)));
    assert!(!has(&silent().found(ISPDB, &BOTH)));
}

#[test]
fn guesses_come_in_the_documented_order() {
    let run = Run::silent().outcome(ISPDB, SourceOutcome::Nothing);
    assert_eq!(
        guesses(CLIENT, &run),
        [
            "imap://imap.example.org:993/tls",
            "imap://imaps.example.org:993/tls",
            "imap://mail.example.org:993/tls",
            "imap://mx.example.org:993/tls",
            "imap://example.org:993/tls",
            "imap://imap.example.org:143/starttls",
            "imap://mail.example.org:143/starttls",
            "imap://mx.example.org:143/starttls",
            "imap://example.org:143/starttls",
            "smtp://smtp.example.org:587/starttls",
            "smtp://mail.example.org:587/starttls",
            "smtp://mx.example.org:587/starttls",
            "smtp://example.org:587/starttls",
            "smtp://smtp.example.org:465/tls",
            "smtp://smtps.example.org:465/tls",
            "smtp://mail.example.org:465/tls",
            "smtp://mx.example.org:465/tls",
            "smtp://example.org:465/tls",
        ]
    );
    let run = Run::silent().hoster(HOSTER, &OTHERS, Dnssec::Insecure);
    assert_eq!(
        guesses(CLIENT, &run)[18..],
        [
            "imap://mx1.eu.hoster.example:993/tls",
            "smtp://mx1.eu.hoster.example:587/starttls",
            "smtp://mx1.eu.hoster.example:465/tls",
        ]
    );
}

#[test]
fn its_own_list_is_not_known() {
    assert_eq!(
        remarks(CLIENT, &Run::silent().found(ISPDB, &BOTH)),
        ["sending-after-receiving", "own-list"]
    );
}
