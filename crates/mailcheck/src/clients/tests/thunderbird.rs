//! Thunderbird for desktops.

use super::*;
use Client::Thunderbird as CLIENT;

const TAKEN: &str = "imap://imap.example.org:993/tls you@example.org | \
                     smtp://smtp.example.org:465/tls you@example.org | address | 1+0";
const HOSTED: &str = "imap://mail.hoster.example:993/tls you | \
                      smtp://mail.hoster.example:587/starttls you | local-part | 1+0";

#[test]
fn the_best_source_wins() {
    let silent = Run::silent;
    for (run, expected) in [
        (
            silent().found(AUTOCONFIG, &BOTH).found(ISPDB, &OTHERS),
            format!("{AUTOCONFIG} | {TAKEN}"),
        ),
        (silent().found(WELL_KNOWN, &BOTH).found(HTTP, &OTHERS), format!("{WELL_KNOWN} | {TAKEN}")),
        (silent().found(HTTP, &BOTH).found(ISPDB, &OTHERS), format!("{HTTP} | {TAKEN}")),
        (silent().found(ISPDB, &OTHERS), format!("{ISPDB} | {HOSTED}")),
        (silent().hoster(HOSTER, &OTHERS, Dnssec::Insecure), format!("{HOSTER} | {HOSTED}")),
        (
            silent().found("_imaps._tcp.example.org", &BOTH[..1]),
            "guesses | local-part+address | <=8+0".to_owned(),
        ),
        (
            silent().found(AUTODISCOVER, &["imap m.example.org:993", "smtp m.example.org:465"]),
            format!(
                "{AUTODISCOVER} | imap://m.example.org:993/tls you@example.org | \
                 smtp://m.example.org:465/tls you@example.org | local-part+address | <=8+0"
            ),
        ),
        (silent(), "guesses | local-part+address | <=8+0".to_owned()),
    ] {
        assert_eq!(told(CLIENT, &run), expected);
    }
}

/// A page at the first address that has one ends the search at the provider.
#[test]
fn a_useless_page_hides_the_file_behind_it() {
    let run = Run::silent().page(AUTOCONFIG).found(WELL_KNOWN, &BOTH).found(ISPDB, &OTHERS);
    assert_eq!(told(CLIENT, &run), format!("{ISPDB} | {HOSTED}"));
    let expected = [format!("{AUTOCONFIG} no-document"), format!("{WELL_KNOWN} hidden")];
    assert_eq!(rejected(CLIENT, &run), expected);
    // What is not reached hides nothing.
    let run = Run::silent().found(WELL_KNOWN, &BOTH);
    assert_eq!(told(CLIENT, &run), format!("{WELL_KNOWN} | {TAKEN}"));
}

#[test]
fn a_section_that_cannot_be_used_is_left_out_alone() {
    let sections = [
        "imap imap.example.org:993/tls %EMAILADDRESS% OAuth2",
        "imap plain.example.org:143/plain %EMAILADDRESS% password-cleartext",
        "smtp smtp.example.org:465/tls %EMAILADDRESS% TLS-client-cert",
        "smtp smtp.example.org:587/starttls %EMAILADDRESS% password-encrypted",
    ];
    let run = Run::silent()
        .found(AUTOCONFIG, &sections)
        .deviation(AUTOCONFIG, "bad-port", 12, true)
        .deviation(AUTOCONFIG, "plain-socket-type", 9, false);
    assert_eq!(
        told(CLIENT, &run),
        format!(
            "{AUTOCONFIG} | imap://plain.example.org:143/plain you@example.org | \
             smtp://smtp.example.org:587/starttls you@example.org | address | 1+0"
        )
    );
    assert_eq!(
        rejected(CLIENT, &run),
        [
            format!("{AUTOCONFIG} bad-port :12 (one)"),
            format!("{AUTOCONFIG} oauth2-only imap://imap.example.org:993/tls (one)"),
            format!("{AUTOCONFIG} no-authentication smtp://smtp.example.org:465/tls (one)"),
        ]
    );
    assert_eq!(remarks(CLIENT, &run), ["no-encryption", "sending-not-checked"]);
}

/// It is registered with few servers, and what a document says of OAuth is not read.
#[test]
fn oauth_is_for_servers_that_it_knows() {
    let at = |imap: &str, smtp: &str| {
        let sections = [
            format!("imap {imap}:993/tls %EMAILADDRESS% OAuth2"),
            format!("smtp {smtp}:465/tls %EMAILADDRESS% OAuth2"),
        ];
        Run::silent().found(ISPDB, &[sections[0].as_str(), sections[1].as_str()])
    };
    let run = at("imap.gmail.com", "smtp.gmail.com");
    assert!(told(CLIENT, &run).ends_with("address | 0+0"), "{}", told(CLIENT, &run));
    let run = at("imap.notgmail.com", "smtp.notgmail.com");
    assert!(told(CLIENT, &run).starts_with("guesses"));
    assert_eq!(
        rejected(CLIENT, &run),
        [
            format!("{ISPDB} oauth2-only imap://imap.notgmail.com:993/tls (one)"),
            format!("{ISPDB} oauth2-only smtp://smtp.notgmail.com:465/tls (one)"),
            format!("{ISPDB} no-incoming"),
        ]
    );
}

#[test]
fn a_file_without_domain_or_id_is_given_up() {
    for kind in ["bad-id", "no-domain"] {
        let run = Run::silent().found(AUTOCONFIG, &BOTH).deviation(AUTOCONFIG, kind, 3, false);
        assert_eq!(rejected(CLIENT, &run), [format!("{AUTOCONFIG} {kind} :3")]);
        assert!(told(CLIENT, &run).starts_with("guesses"));
    }
}

#[test]
fn what_could_be_forged_is_said() {
    let run = Run::silent().found(HTTP, &BOTH);
    assert_eq!(remarks(CLIENT, &run), ["trusts-plain-http", "sending-not-checked"]);
    let run = Run::silent().hoster(HOSTER, &OTHERS, Dnssec::Insecure);
    assert_eq!(remarks(CLIENT, &run), ["trusts-unsigned-dns", "sending-not-checked"]);
    let run = Run::silent().hoster(HOSTER, &OTHERS, Dnssec::Secure);
    assert_eq!(remarks(CLIENT, &run), ["sending-not-checked"]);
    let at = "http://autodiscover.example.org/autodiscover/autodiscover.xml";
    let servers = ["imap m.hoster.example:993", "smtp m.hoster.example:465"];
    let run = Run::silent().found(at, &servers).sent_on(at, "https://hoster.example/a.xml");
    assert_eq!(
        remarks(CLIENT, &run),
        ["asks-to-be-sent-on", "trusts-plain-http", "sending-not-checked"]
    );
    let run = Run::silent().found(at, &servers).sent_on(at, "https://autodiscover-s.outlook.com/a");
    assert_eq!(remarks(CLIENT, &run), ["trusts-plain-http", "sending-not-checked"]);
}

/// Two domains are asked about a hoster: that of the host, and the registrable one.
#[test]
fn of_a_hoster_two_domains_are_asked() {
    let between = "https://autoconfig.b.a.hoster.example/mail/config-v1.1.xml";
    let nearest = "https://autoconfig.eu.hoster.example/mail/config-v1.1.xml";
    let entry = "https://autoconfig.thunderbird.net/v1.1/hoster.example";
    let run = |locations: &[&str]| {
        let mut run = Run::silent();
        for location in locations {
            run = run.hoster(location, &OTHERS, Dnssec::Insecure);
        }
        run
    };
    for (locations, expected) in [
        (&[HOSTER, entry, nearest][..], nearest),
        (&[entry, HOSTER], HOSTER),
        (&[between, entry], entry),
        (&["http://autoconfig.hoster.example/mail/config-v1.1.xml", entry], entry),
    ] {
        assert!(told(CLIENT, &run(locations)).starts_with(expected), "{locations:?}");
    }
}

#[test]
fn pop3_wins_where_it_stands_first() {
    let sections =
        ["pop3 pop.example.org:995/tls %EMAILADDRESS% password-cleartext", BOTH[0], BOTH[1]];
    let run = Run::silent().found(AUTOCONFIG, &sections);
    assert!(told(CLIENT, &run).contains("| pop3://pop.example.org:995/tls "));
    assert_eq!(remarks(CLIENT, &run), ["pop3", "sending-not-checked"]);
}

#[test]
fn a_source_that_was_not_asked_leaves_a_doubt_only_if_it_comes_first() {
    let run = Run::silent().found(AUTOCONFIG, &BOTH).outcome(ISPDB, SourceOutcome::Skipped);
    assert_eq!(remarks(CLIENT, &run), ["sending-not-checked"]);
    let run = Run::silent().outcome(AUTOCONFIG, SourceOutcome::Skipped).found(ISPDB, &BOTH);
    assert_eq!(remarks(CLIENT, &run), ["sending-not-checked", "not-asked"]);
    assert_eq!(told(CLIENT, &run), format!("{ISPDB} | {TAKEN}"));
}

/// 21 for receiving and 15 for sending.
#[test]
fn guesses_come_in_the_documented_order() {
    let guesses = guesses(CLIENT, &Run::silent());
    let (incoming, outgoing) = guesses.split_at(21);
    assert_eq!(outgoing.len(), 15);
    assert_eq!(
        incoming[..10],
        [
            "imap://imap.example.org:993/tls",
            "imap://mail.example.org:993/tls",
            "imap://example.org:993/tls",
            "imap://imap.example.org:143/starttls",
            "imap://mail.example.org:143/starttls",
            "imap://example.org:143/starttls",
            "pop3://pop3.example.org:995/tls",
            "pop3://pop.example.org:995/tls",
            "pop3://mail.example.org:995/tls",
            "pop3://example.org:995/tls",
        ]
    );
    assert_eq!(incoming[14], "imap://imap.example.org:143/plain");
    assert_eq!(incoming[20], "pop3://example.org:110/plain");
    assert_eq!(
        outgoing[..5],
        [
            "smtp://smtp.example.org:465/tls",
            "smtp://mail.example.org:465/tls",
            "smtp://example.org:465/tls",
            "smtp://smtp.example.org:587/starttls",
            "smtp://smtp.example.org:25/starttls",
        ]
    );
    assert_eq!(outgoing[14], "smtp://example.org:25/plain");
}
