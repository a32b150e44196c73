//! What is read from documents.

use super::*;

fn read(text: &str) -> Pacc {
    Pacc::read(text.as_bytes()).expect(text)
}

/// A document with these protocols that is otherwise as it should be.
fn with(protocols: &str) -> Pacc {
    let rest = r#""authentication": {"password": true}, "info": {"provider": {"name": "Example"}}"#;
    read(&format!("{{\"protocols\": {{{protocols}}}, {rest}}}"))
}

fn servers(found: &Pacc) -> Vec<String> {
    found.settings.iter().map(|it| it.endpoint.to_string()).collect()
}

/// The deviations: kind, text, and whether a server was left out.
fn odd(found: &Pacc) -> Vec<(&str, &str, bool)> {
    let deviations = found.deviations.iter();
    deviations.map(|it| (it.kind.as_str(), it.text.as_str(), it.dropped)).collect()
}

#[test]
fn a_whole_document_is_read() {
    let found = read(
        r#"{
  "protocols": {
    "jmap": {"url": "https://jmap.example.org/session"},
    "submit": {"host": "SMTP.Example.org"},
    "smtp": {"host": "smtp.example.org"},
    "pop3": {"host": "pop.example.org"},
    "imap": {"host": "imap.example.org"},
    "managesieve": {"host": "sieve.example.org"},
    "caldav": {"url": "https://dav.example.org/"}
  },
  "authentication": {"oauth-public": {"issuer": "https://auth.example.org"}, "password": true},
  "info": {
    "provider": {
      "name": "Example Mail", "shortName": "Example",
      "logo": [{"url": "https://www.example.org/logo.svg", "content-type": "image/svg+xml"}]
    },
    "help": {
      "documentation": "https://help.example.org/mail",
      "developer": "https://developer.example.org",
      "contact": ["mailto:help@example.org"]
    }
  }
}"#,
    );
    let expected = [
        "imap://imap.example.org:993/tls",
        "pop3://pop.example.org:995/tls",
        "smtp://smtp.example.org:465/tls",
    ];
    assert_eq!(servers(&found), expected);
    let ways = [Authentication::OAuth2, Authentication::PasswordCleartext];
    for setting in &found.settings {
        assert_eq!((&setting.authentication[..], &setting.username), (&ways[..], &None));
    }
    let notes = &found.notes;
    assert_eq!(notes.display_name, Some("Example Mail".into()));
    assert_eq!(notes.documentation, ["https://help.example.org/mail".into()]);
    assert_eq!(notes.oauth_issuer, Some("https://auth.example.org".into()));
    let others: Vec<_> =
        found.others.iter().map(|(name, at)| (name.as_str(), at.as_str())).collect();
    assert_eq!(
        others,
        [
            ("managesieve", "sieve.example.org"),
            ("jmap", "https://jmap.example.org/session"),
            ("caldav", "https://dav.example.org/"),
        ]
    );
    assert_eq!(odd(&found), []);
}

#[test]
fn either_name_of_submission_is_read() {
    for name in ["smtp", "submit"] {
        let found = with(&format!(r#""{name}": {{"host": "a.example"}}"#));
        assert_eq!(
            (servers(&found), odd(&found)),
            (vec!["smtp://a.example:465/tls".into()], vec![])
        );
    }
    let found = with(r#""submit": {"host": "b.example"}, "smtp": {"host": "a.example"}"#);
    assert_eq!(servers(&found), ["smtp://a.example:465/tls", "smtp://b.example:465/tls"]);
    assert_eq!(odd(&found), [("different-hosts", "protocols.submit", false)]);
}

#[test]
fn what_is_wrong_costs_only_itself() {
    for (server, kind, text) in [
        (r#"{"host": "a b.example"}"#, "bad-hostname", "protocols.pop3.host: a b.example"),
        (r#"{"host": "a.example:995"}"#, "bad-hostname", "protocols.pop3.host: a.example:995"),
        (r#"{"host": ""}"#, "bad-hostname", "protocols.pop3.host: "),
        (r#"{"host": 7}"#, "wrong-type", "protocols.pop3.host"),
        (r#"{"host": null}"#, "wrong-type", "protocols.pop3.host"),
        (r#"["pop.example"]"#, "wrong-type", "protocols.pop3"),
        ("{}", "missing-member", "protocols.pop3.host"),
    ] {
        let found = with(&format!(r#""pop3": {server}, "imap": {{"host": "a.example"}}"#));
        assert_eq!(servers(&found), ["imap://a.example:993/tls"], "{server}");
        assert_eq!(odd(&found), [(kind, text, true)], "{server}");
    }
}

#[test]
fn what_is_odd_is_told() {
    let found = with(r#""imap": {"host": "192.0.2.1", "port": 143}, "exchange": {}"#);
    assert_eq!(servers(&found), ["imap://192.0.2.1:993/tls"]);
    let expected = [
        ("host-is-address", "protocols.imap.host", false),
        ("unknown-member", "protocols.imap.port", false),
        ("unknown-member", "protocols.exchange", false),
    ];
    assert_eq!(odd(&found), expected);

    let found = with(r#""imap": {"host": "a.example"}, "imap": {"host": "b.example"}"#);
    assert_eq!(servers(&found), ["imap://a.example:993/tls"]);
    assert_eq!(odd(&found), [("duplicate-member", "protocols.imap", false)]);

    let found = read("\u{feff}{\"\\u001b[31m\": 1}");
    let expected = [
        ("byte-order-mark", "", false),
        ("missing-member", "authentication", false),
        ("missing-member", "protocols", false),
        ("missing-member", "info", false),
        ("unknown-member", r"\u{1b}[31m", false),
    ];
    assert_eq!(odd(&found), expected);
    assert_eq!(servers(&found), [""; 0]);
}

#[test]
fn ways_to_log_in_are_read_one_by_one() {
    let issuer = r#""oauth-public": {"issuer": "http://auth.example"}"#;
    for (said, ways, expected) in [
        (r#""password": false"#, vec![], vec![("no-authentication", "authentication")]),
        ("", vec![], vec![("no-authentication", "authentication")]),
        (
            r#""password": "yes""#,
            vec![],
            vec![
                ("wrong-type", "authentication.password"),
                ("no-authentication", "authentication"),
            ],
        ),
        (
            &format!(r#"{issuer}, "password": true"#),
            vec![Authentication::PasswordCleartext],
            vec![("bad-link", "authentication.oauth-public.issuer: http://auth.example")],
        ),
        (
            r#""oauth-public": {}, "password": true, "passkey": true"#,
            vec![Authentication::PasswordCleartext],
            vec![
                ("missing-member", "authentication.oauth-public.issuer"),
                ("unknown-member", "authentication.passkey"),
            ],
        ),
    ] {
        let found = read(&format!(
            r#"{{"protocols": {{"imap": {{"host": "a.example"}}}}, "authentication": {{{said}}},
                "info": {{"provider": {{"name": "E"}}, "help": {{}}}}}}"#
        ));
        let expected: Vec<_> =
            expected.into_iter().map(|(kind, text)| (kind, text, false)).collect();
        assert_eq!(odd(&found), expected, "{said}");
        assert_eq!(found.settings[0].authentication, ways, "{said}");
    }
}

#[test]
fn what_is_no_document_is_refused() {
    let page = b"\n<!doctype HTML><title>Not found</title>";
    assert_eq!(Pacc::read(page), Err(Unusable::HtmlPage));
    let nested = "[".repeat(100_000);
    let long = format!("{{}}{}", " ".repeat(MAX_OCTETS));
    for body in ["", "{", "[]", "null", "{} {}", "\u{feff}", "{\"a\": 1,}", &nested, &long] {
        let refused = matches!(Pacc::read(body.as_bytes()), Err(Unusable::Malformed { .. }));
        assert!(refused, "{}", body.get(..20).unwrap_or(body));
    }
    for octets in [&b"{\"a\": \"\xff\"}"[..], b"\xff\xfe{\0}\0", b"\x1f\x8b\x08"] {
        assert!(matches!(Pacc::read(octets), Err(Unusable::Malformed { .. })), "{octets:?}");
    }
}

#[test]
fn oddities_are_bounded() {
    let members: Vec<String> = (0..5_000).map(|number| format!("\"{number}\": 1")).collect();
    let found = read(&format!("{{{}}}", members.join(",")));
    assert_eq!(found.deviations.len(), MAX_DEVIATIONS + 1);
    assert_eq!(found.deviations.last().map(|it| it.kind.as_str()), Some("too-many"));
}
