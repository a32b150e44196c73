//! What is read from files, the whole database included.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::load::{NotRead, Presets};
use crate::preset::{Format, Status};

/// A file with these lines in its YAML beside what every file has.
fn with(lines: &str) -> Preset {
    let yaml = format!("---\nname: E\nstatus: OK\nlast_checked: 2026-11\n{lines}---\n# Prose\n");
    read(yaml.as_bytes()).expect(lines)
}

/// The deviations: kind, text, line, and whether a server was left out.
fn odd(preset: &Preset) -> Vec<(&str, &str, u32, bool)> {
    let told = |it: &Deviation| (it.line, it.dropped);
    let deviations = preset.deviations.iter().map(|it| (it, told(it)));
    deviations
        .map(|(it, (line, dropped))| (it.kind.as_str(), it.text.as_str(), line, dropped))
        .collect()
}

fn server(line: &str) -> String {
    let mut keys = vec![
        ("type", "imap"),
        ("socket", "SSL"),
        ("hostname", "a.example"),
        ("port", "993"),
        ("username_pattern", "EMAIL"),
    ];
    if let Some((key, value)) = line.split_once(": ") {
        keys.retain(|(known, _)| *known != key);
        keys.push((key, value));
    } else {
        keys.retain(|(known, _)| *known != line);
    }
    let keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("domains: [a.example]\nserver:\n  - {}\n", keys.join("\n    "))
}

#[test]
fn a_file_without_oddities_has_none() {
    let preset = with(
        "domains:\n  - a.example\n  - bücher.example\nserver:\n  - type: smtp\n    socket: STARTTLS\n    \
         hostname: smtp.a.example\n    port: 587\n    username_pattern: EMAILLOCALPART\n\
         before_login_hint: |\n  Switch IMAP on,\n  then come back.\nafter_login_hint: Enjoy!\n\
         skip_auto_test: true\nwebsite: https://a.example\nopt:\n  strict_tls: false\noauth2: yandex\n",
    );
    assert_eq!(odd(&preset), []);
    assert_eq!((preset.name.as_str(), preset.status), ("E", Some(Status::Ok)));
    let domains: Vec<&str> = preset.domains.iter().map(|it| it.host.as_str()).collect();
    assert_eq!(domains, ["a.example", "xn--bcher-kva.example"]);
    let [setting] = &preset.settings[..] else { panic!("{:?}", preset.settings) };
    assert_eq!(setting.endpoint.to_string(), "smtp://smtp.a.example:587/starttls");
    assert_eq!(setting.username.as_deref(), Some("%EMAILLOCALPART%"));
    assert_eq!(setting.authentication, [Authentication::PasswordCleartext]);
    let hint = preset.before_login.as_ref().map(ServerText::as_str);
    assert_eq!(hint, Some(r"Switch IMAP on,\u{a}then come back."));
    assert_eq!(preset.after_login, Some("Enjoy!".into()));
    assert_eq!(preset.last_checked, Some("2026-11".into()));
    assert_eq!(preset.website, Some("https://a.example".into()));
    assert!(preset.is_not_tested);
    let options = [("oauth2", "yandex"), ("opt.strict_tls", "false")];
    assert_eq!(preset.options, options.map(|(key, value)| (key.to_owned(), value.into())));
}

#[test]
fn odd_servers_are_told_or_left_out() {
    for (line, kind, text, at, dropped) in [
        ("type: pop3", "unknown-type", "server.type: pop3", 11, true),
        ("socket: TLS", "unknown-socket-type", "server.socket: TLS", 11, true),
        ("hostname: 'a b'", "bad-hostname", "server.hostname: a b", 11, true),
        ("port: 0", "bad-port", "server.port: 0", 11, true),
        ("port: 99999", "bad-port", "server.port: 99999", 11, true),
        ("port: [993]", "wrong-type", "server.port", 11, true),
        ("port", "missing-key", "server.port", 7, true),
        ("type: IMAP", "letter-case", "server.type: IMAP", 11, false),
        ("username_pattern: email", "letter-case", "server.username_pattern: email", 11, false),
        ("username_pattern: UID", "unknown-username", "server.username_pattern: UID", 11, false),
        ("username_pattern", "missing-username", "server.username_pattern", 7, false),
        ("port: 1993", "unusual-port", "server.port: 1993", 11, false),
        ("port: 143", "contradicting-port", "server.port: 143", 11, false),
        ("colour: red", "unknown-key", "server.colour", 12, false),
    ] {
        let preset = with(&server(line));
        assert_eq!(odd(&preset), [(kind, text, at, dropped)], "{line}");
        assert_eq!(preset.settings.is_empty(), dropped, "{line}");
    }
    let plain = with(&server("socket: PLAIN"));
    let expected = [
        ("plain-socket-type", "server.hostname: a.example", 7, false),
        ("contradicting-port", "server.port: 993", 9, false),
    ];
    assert_eq!((odd(&plain), plain.settings.len()), (expected.to_vec(), 1));
}

#[test]
fn odd_files_are_told() {
    for (lines, expected) in [
        ("domains: []\n", ("no-domain", "domains", 2)),
        ("domains: ['*.a.example']\n", ("wildcard-domain", "domains: *.a.example", 5)),
        ("domains: [a.example, '@b']\n", ("bad-domain", "domains: @b", 5)),
        ("domains: [a.example, [b]]\n", ("wrong-type", "domains", 5)),
        ("domains: [a.example]\nserver: none\n", ("wrong-type", "server", 6)),
        ("domains: [a.example]\nname: F\n", ("duplicate-key", "name", 6)),
        ("domains: [a.example]\nlogo: x\n", ("unknown-key", "logo", 6)),
        ("domains: [a.example]\nwebsite: a.example\n", ("bad-link", "website: a.example", 6)),
        ("domains: [a.example]\nskip_auto_test: maybe\n", ("wrong-type", "skip_auto_test", 6)),
        ("domains: [a.example]\nopt: {\"\\e[31m\": 1}\n", ("unknown-key", r"opt.\u{1b}[31m", 6)),
    ] {
        let preset = with(lines);
        let (kind, text, line) = expected;
        assert_eq!(odd(&preset), [(kind, text, line, false)], "{lines}");
        assert_eq!(preset.name.as_str(), "E");
    }
    let preset = read(b"---\ndomains: [a.example]\nstatus: Fine\nlast_checked: May\n---\n");
    let expected = [
        ("missing-key", "name", 2, false),
        ("unknown-status", "status: Fine", 3, false),
        ("bad-date", "last_checked: May", 4, false),
    ];
    assert_eq!(odd(&preset.expect("is read")), expected);
}

#[test]
fn what_is_no_such_file_is_refused() {
    for text in [
        "",
        "---\n",
        "name: a\n",
        "---\n---\n",
        "---\n- a\n---\n",
        "---\na: [\n---\n",
        "---\na: *b\n---\n",
    ] {
        let refused = matches!(read(text.as_bytes()), Err(Unusable::Malformed { .. }));
        assert!(refused, "{text}");
    }
    assert!(read(b"---\nname: \xff\n---\n").is_err());
}

#[test]
fn oddities_are_bounded() {
    let lines: Vec<String> = (0..5_000).map(|number| format!("key{number}: 1\n")).collect();
    assert_eq!(with(&lines.concat()).deviations.len(), MAX_DEVIATIONS + 1);
}

#[test]
fn dates_are_told_from_other_texts() {
    for date in ["2026-11", "2026-11-30"] {
        assert!(is_date(date), "{date}");
    }
    for other in ["", "2026", "2026-13", "2026-1", "26-11", "2026-11-32", "2026-11-30-1", "2026-+1"]
    {
        assert!(!is_date(other), "{other}");
    }
}

/// Every file of the database is read, and nothing of it is lost: the numbers were counted by another
/// program, a YAML reader of another language.
#[test]
fn the_whole_database_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets/provider-db");
    let found = Presets::load(&folder);
    let unread: Vec<_> = found.unread.iter().map(|it| it.path.file_name()).collect();
    assert_eq!(unread, [Some("LICENSE".as_ref())]);
    assert!(matches!(found.unread[0].why, NotRead::NotAPreset));
    assert_eq!((found.loaded.len(), found.domains()), (68, 521));

    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |what: String| *counts.entry(what).or_default() += 1;
    for loaded in &found.loaded {
        let preset = &loaded.preset;
        assert_eq!(loaded.format, Format::ProviderDb);
        assert!(!preset.name.as_str().is_empty() && preset.last_checked.is_some());
        assert!(preset.deviations.iter().all(|it| !it.dropped), "{:?}", preset.deviations);
        count(format!("{:?}", preset.status));
        for setting in &preset.settings {
            let endpoint = &setting.endpoint;
            count(format!("{} {}", endpoint.service, endpoint.security));
            count(format!("username {}", setting.username.as_deref().unwrap_or("-")));
        }
        for (what, is_there) in [
            ("before", preset.before_login.is_some()),
            ("after", preset.after_login.is_some()),
            ("website", preset.website.is_some()),
            ("not tested", preset.is_not_tested),
            ("no server", preset.settings.is_empty()),
        ] {
            if is_there {
                count(what.to_owned());
            }
        }
        for (key, _) in &preset.options {
            count(key.clone());
        }
        for deviation in &preset.deviations {
            count(format!("odd: {}", deviation.kind));
        }
    }
    let expected = [
        ("Some(Ok)", 38),
        ("Some(Preparation)", 24),
        ("Some(Broken)", 6),
        ("imap tls", 46),
        ("imap starttls", 10),
        ("imap plain", 2),
        ("smtp tls", 37),
        ("smtp starttls", 19),
        ("smtp plain", 2),
        ("username %EMAILADDRESS%", 38),
        ("username %EMAILLOCALPART%", 9),
        ("username -", 69),
        ("before", 30),
        ("after", 5),
        ("website", 65),
        ("not tested", 5),
        ("no server", 16),
        ("opt.strict_tls", 3),
        ("opt.max_smtp_rcpt_to", 2),
        ("config_defaults.mdns_enabled", 1),
        ("config_defaults.delete_server_after", 1),
        ("config_defaults.media_quality", 1),
        ("oauth2", 1),
        ("odd: bad-link", 1),
        ("odd: letter-case", 6),
        ("odd: missing-username", 69),
        ("odd: unusual-port", 6),
        ("odd: plain-socket-type", 4),
        ("odd: relay-port", 2),
        ("odd: wildcard-domain", 2),
    ];
    let expected: BTreeMap<String, usize> =
        expected.iter().map(|(what, number)| ((*what).to_owned(), *number)).collect();
    assert_eq!(counts, expected);
}

/// Which files have a port that is not the registered one.
#[test]
fn odd_ports_stand_where_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets/provider-db");
    let found = Presets::load(&folder);
    let mut odd = BTreeSet::new();
    for loaded in &found.loaded {
        for deviation in loaded.preset.deviations.iter().filter(|it| it.kind.ends_with("-port")) {
            odd.insert(format!("{} {}", loaded.preset.name, deviation.text));
        }
    }
    let expected = [
        "Yggmail server.port: 1025",
        "Yggmail server.port: 1143",
        "example.com server.port: 1337",
        "mail2tor server.port: 25",
        "nauta.cu server.port: 25",
        "nine.testrun.org server.port: 443",
    ];
    assert_eq!(odd, expected.map(str::to_owned).into());
}
