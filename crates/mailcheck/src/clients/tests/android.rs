//! Thunderbird for Android and K-9 Mail.

use super::*;
use Client::ThunderbirdAndroid as CLIENT;

const TAKEN: &str = "imap://imap.example.org:993/tls you@example.org | \
                     smtp://smtp.example.org:465/tls you@example.org | address | 2+0";

#[test]
fn the_best_source_wins() {
    let silent = Run::silent;
    let hosted = "imap://mail.hoster.example:993/tls you | \
                  smtp://mail.hoster.example:587/starttls you | local-part | 2+0";
    for (run, expected) in [
        (
            silent().found(AUTOCONFIG, &BOTH).found(ISPDB, &OTHERS),
            format!("{AUTOCONFIG} | {TAKEN}"),
        ),
        (silent().page(AUTOCONFIG).found(WELL_KNOWN, &BOTH), format!("{WELL_KNOWN} | {TAKEN}")),
        (silent().found(HTTP, &BOTH).found(ISPDB, &OTHERS), format!("{HTTP} | {TAKEN}")),
        (silent().found(ISPDB, &OTHERS), format!("{ISPDB} | {hosted}")),
        (silent().hoster(HOSTER, &OTHERS, Dnssec::Secure), format!("{HOSTER} | {hosted}")),
        (silent().found("_imaps._tcp.example.org", &BOTH[..1]), "by hand |  | <=2+0".to_owned()),
        (silent().found(AUTODISCOVER, &BOTH), "by hand |  | <=2+0".to_owned()),
        (silent(), "by hand |  | <=2+0".to_owned()),
    ] {
        assert_eq!(told(CLIENT, &run), expected);
    }
    assert_eq!(guesses(CLIENT, &silent()), [""; 0]);
}

/// One section is enough, wherever it stands and however good the others are.
#[test]
fn one_bad_section_costs_the_whole_file() {
    let plain = "smtp smtp.example.org:587/plain %EMAILADDRESS% password-cleartext";
    let nameless = "imap imap.example.org:143/starttls - password-cleartext";
    let unknown = "smtp relay.example.org:587/starttls %EMAILADDRESS% client-IP-address";
    let silent = |section| Run::silent().found(AUTOCONFIG, &[BOTH[0], BOTH[1], section]);
    for (run, expected) in [
        (
            silent(plain).deviation(AUTOCONFIG, "plain-socket-type", 31, false),
            "plain-socket-type smtp://smtp.example.org:587/plain :31",
        ),
        (silent(plain), "plain-socket-type smtp://smtp.example.org:587/plain"),
        (
            silent(nameless).deviation(AUTOCONFIG, "missing-username", 8, false),
            "missing-username imap://imap.example.org:143/starttls :8",
        ),
        (silent(unknown), "no-authentication smtp://relay.example.org:587/starttls"),
        (silent(BOTH[0]).deviation(AUTOCONFIG, "bad-id", 2, false), "bad-id :2"),
        (silent(BOTH[0]).deviation(AUTOCONFIG, "no-domain", 2, false), "no-domain :2"),
    ] {
        assert_eq!(rejected(CLIENT, &run), [format!("{AUTOCONFIG} {expected}")]);
        assert_eq!(told(CLIENT, &run), "by hand |  | <=2+0", "{expected}");
        // The next source is asked.
        let run = run.found(ISPDB, &BOTH);
        assert_eq!(told(CLIENT, &run), format!("{ISPDB} | {TAKEN}"));
        assert_eq!(remarks(CLIENT, &run), ["sending-after-receiving"]);
    }
}

/// Capitals count, and which section has others is not known.
#[test]
fn capitals_and_blanks_count() {
    let odd = |kind, text| {
        Run::silent().found(AUTOCONFIG, &BOTH).odd(AUTOCONFIG, Deviation::new(kind, text, 9))
    };
    for (run, expected) in [
        (odd("letter-case", "ssl"), "unknown-socket-type :9"),
        (odd("unknown-socket-type", "TLS"), "unknown-socket-type :9"),
        (odd("incomplete-oauth2", "tokenURL"), "incomplete-oauth2 :9"),
    ] {
        assert_eq!(rejected(CLIENT, &run), [format!("{AUTOCONFIG} {expected}")]);
    }
    for (run, doubts) in [
        (odd("letter-case", "OAUTH2"), &["document"][..]),
        (odd("blank-around", "993"), &["document"]),
        (odd("deprecated-value", "plain"), &["document"]),
        (odd("incomplete-oauth2", "scope"), &[]),
        (odd("long-name", "x"), &[]),
    ] {
        assert_eq!(rejected(CLIENT, &run), [""; 0]);
        assert_eq!(remarks(CLIENT, &run)[1..], *doubts);
    }
}

/// POP3 is not read, so a fault in it does no harm.
#[test]
fn pop3_is_not_looked_at() {
    let pop3 = "pop3 pop.example.org:110/plain - password-cleartext";
    let run = Run::silent().found(AUTOCONFIG, &[pop3, BOTH[0], BOTH[1]]);
    assert_eq!(told(CLIENT, &run), format!("{AUTOCONFIG} | {TAKEN}"));
    let run = Run::silent().found(AUTOCONFIG, &[pop3, BOTH[1]]);
    assert_eq!(rejected(CLIENT, &run), [format!("{AUTOCONFIG} no-incoming")]);
}

/// A section that was left out may be of POP3.
#[test]
fn a_section_that_nobody_can_read_leaves_a_doubt() {
    let run = Run::silent().found(AUTOCONFIG, &BOTH).deviation(AUTOCONFIG, "bad-port", 14, true);
    assert_eq!(rejected(CLIENT, &run), [format!("{AUTOCONFIG} bad-port :14")]);
    assert_eq!(remarks(CLIENT, &run), ["section"]);
}

#[test]
fn consent_is_asked_for_what_could_be_forged() {
    let silent = Run::silent;
    for (run, asks) in [
        (silent().found(AUTOCONFIG, &BOTH), false),
        (silent().found(HTTP, &BOTH), true),
        (silent().found(AUTOCONFIG, &BOTH).sent_on(AUTOCONFIG, "http://example.org/x"), true),
        (silent().hoster(HOSTER, &OTHERS, Dnssec::Secure), false),
        (silent().hoster(HOSTER, &OTHERS, Dnssec::Insecure), true),
        (silent().hoster(HOSTER, &OTHERS, Dnssec::Indeterminate), true),
    ] {
        assert_eq!(
            remarks(CLIENT, &run).contains(&"asks-for-trust"),
            asks,
            "{run:?}",
            run = run.asked
        );
    }
}

/// The way to log in decides what a wrong password costs.
#[test]
fn the_first_way_to_log_in_counts() {
    let at = |host: &str, ways: &str| {
        let sections = [
            format!("imap {host}:993/tls %EMAILADDRESS% {ways}"),
            format!("smtp {host}:465/tls %EMAILADDRESS% {ways}"),
        ];
        Run::silent().found(AUTOCONFIG, &[sections[0].as_str(), sections[1].as_str()])
    };
    for (host, ways, costs) in [
        ("imap.example.org", "password-cleartext,OAuth2", "2+0"),
        ("imap.example.org", "password-encrypted,password-cleartext", "1+0"),
        ("imap.example.org", "OAuth2,password-cleartext", "2+0"),
        ("outlook.office365.com", "OAuth2,password-cleartext", "0+0"),
    ] {
        let told = told(CLIENT, &at(host, ways));
        assert!(told.ends_with(&format!("| {costs}")), "{told}");
    }
    // No other source is asked then.
    let run = at("imap.example.org", "OAuth2").found(ISPDB, &BOTH);
    assert_eq!(told(CLIENT, &run), "by hand |  | <=2+0");
    assert_eq!(
        rejected(CLIENT, &run),
        [
            format!("{AUTOCONFIG} oauth2-only imap://imap.example.org:993/tls"),
            format!("{AUTOCONFIG} oauth2-only smtp://imap.example.org:465/tls"),
        ]
    );
}
