//! The behaviour of Delta Chat.

use super::*;
use Client::DeltaChat as CLIENT;

const TAKEN: &str = "imap://imap.example.org:993/tls you@example.org | \
                     smtp://smtp.example.org:465/tls you@example.org | address | 1+1";
const GUESSES: [&str; 12] = [
    "imap://imap.example.org:993/tls",
    "imap://imap.example.org:143/starttls",
    "imap://mail.example.org:993/tls",
    "imap://mail.example.org:143/starttls",
    "imap://example.org:993/tls",
    "imap://example.org:143/starttls",
    "smtp://smtp.example.org:465/tls",
    "smtp://smtp.example.org:587/starttls",
    "smtp://mail.example.org:465/tls",
    "smtp://mail.example.org:587/starttls",
    "smtp://example.org:465/tls",
    "smtp://example.org:587/starttls",
];

#[test]
fn the_best_source_wins() {
    let silent = Run::silent;
    let guessed = "guesses | address | <=6+6".to_owned();
    for (run, expected) in [
        (
            silent().found(AUTOCONFIG, &BOTH).found(ISPDB, &OTHERS),
            format!("{AUTOCONFIG} | {TAKEN}"),
        ),
        (
            silent().found(WELL_KNOWN, &BOTH).found(AUTODISCOVER, &OTHERS),
            format!("{WELL_KNOWN} | {TAKEN}"),
        ),
        (
            silent().found(AUTODISCOVER, &BOTH).found(ISPDB, &OTHERS),
            format!("{AUTODISCOVER} | {TAKEN}"),
        ),
        (silent().found(ISPDB, &BOTH), format!("{ISPDB} | {TAKEN}")),
        // Neither what is in clear nor records of any kind.
        (silent().found(HTTP, &BOTH), guessed.clone()),
        (silent().hoster(HOSTER, &OTHERS, Dnssec::Secure), guessed.clone()),
        (silent().found("_imaps._tcp.example.org", &BOTH[..1]), guessed.clone()),
        (silent(), guessed),
    ] {
        assert_eq!(told(CLIENT, &run), expected);
    }
    assert_eq!(guesses(CLIENT, &silent()), GUESSES);
}

/// Each server of a file is tried, so each costs a log-in; the ways to log in are not read.
#[test]
fn every_section_costs_a_log_in() {
    let sections = [
        "imap imap.example.org:993/tls %EMAILADDRESS% OAuth2",
        "imap imap.example.org:143/starttls %EMAILADDRESS% OAuth2",
        "imap nameless.example.org:993/tls - password-cleartext",
        "pop3 pop.example.org:995/tls %EMAILADDRESS% password-cleartext",
        "smtp smtp.example.org:465/tls %EMAILADDRESS% OAuth2",
    ];
    let run = Run::silent().found(AUTOCONFIG, &sections);
    assert!(told(CLIENT, &run).ends_with("| address | 2+1"), "{}", told(CLIENT, &run));
    assert_eq!(
        rejected(CLIENT, &run),
        [format!("{AUTOCONFIG} missing-username imap://nameless.example.org:993/tls (one)")]
    );
    assert_eq!(remarks(CLIENT, &run), ["ignores-authentication"]);
}

#[test]
fn a_side_that_is_missing_is_guessed() {
    let run = Run::silent().found(AUTOCONFIG, &BOTH[..1]);
    assert_eq!(
        told(CLIENT, &run),
        format!("{AUTOCONFIG} | imap://imap.example.org:993/tls you@example.org | address | <=1+6")
    );
    assert_eq!(guesses(CLIENT, &run), GUESSES[6..]);
}

/// A document without a server is an answer like any other.
#[test]
fn an_empty_document_ends_the_search() {
    let empty = SourceOutcome::Unusable { why: Unusable::NoServer };
    let run = Run::silent().outcome(AUTOCONFIG, empty).found(WELL_KNOWN, &BOTH);
    assert_eq!(told(CLIENT, &run), "guesses | address | <=6+6");
    assert_eq!(rejected(CLIENT, &run), [format!("{AUTOCONFIG} no-document")]);
}

#[test]
fn plain_servers_are_taken() {
    let plain = "imap imap.example.org:143/plain %EMAILADDRESS% password-cleartext";
    let run = Run::silent().found(AUTOCONFIG, &[plain, BOTH[1]]);
    assert!(told(CLIENT, &run).contains("| imap://imap.example.org:143/plain you@example.org |"));
    assert_eq!(remarks(CLIENT, &run), ["no-encryption"]);
}

#[test]
fn what_is_not_certain_is_said() {
    let silent = Run::silent;
    let malformed = || SourceOutcome::Unusable { why: Unusable::Malformed { text: String::new() } };
    for (run, doubts) in [
        (silent().page(AUTOCONFIG).found(ISPDB, &BOTH), &["document"][..]),
        (silent().outcome(AUTOCONFIG, malformed()).found(ISPDB, &BOTH), &["document"]),
        (silent().found(AUTODISCOVER, &BOTH), &["other-request"]),
        (silent().outcome(WELL_KNOWN, SourceOutcome::Skipped).found(ISPDB, &BOTH), &["not-asked"]),
        (silent().found(ISPDB, &BOTH), &[]),
    ] {
        assert_eq!(remarks(CLIENT, &run), doubts);
    }
}
