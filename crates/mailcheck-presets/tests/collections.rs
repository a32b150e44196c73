//! Collections of others are read whole, and what is odd in them stands at its line. The numbers were counted by
//! other programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mailcheck::model::{Security, Service};
use mailcheck_presets::file::{OddityKind, PresetFile, Provider, Server};
use mailcheck_presets::{Collection, Format};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets").join(name)
}

/// The files of a collection, without its licence.
fn files(name: &str) -> Vec<PresetFile> {
    let found = Collection::load(&[fixture(name)]);
    let unread: Vec<_> = found.unread.iter().map(|it| it.path.file_name()).collect();
    assert_eq!(unread, [Some("LICENSE".as_ref())], "{name}");
    found.files
}

fn one(name: &str) -> PresetFile {
    let mut files = files(name);
    assert_eq!(files.len(), 1);
    files.remove(0)
}

fn id(provider: &Provider) -> &str {
    provider.id.as_ref().map_or("", |id| &id.text)
}

/// What is odd: `line kind about in within`.
fn odd(file: &PresetFile) -> Vec<String> {
    let told = |it: &mailcheck_presets::file::Oddity| {
        format!("{} {:?} {} in {}", it.at.line, it.kind, it.about, it.within)
    };
    file.oddities.iter().map(told).collect()
}

#[test]
fn provider_db() {
    let files = files("provider-db");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |what: &str| *counts.entry(what.to_owned()).or_default() += 1;
    for file in &files {
        assert_eq!((file.format, file.providers.len()), (Format::ProviderDb, 1));
        let provider = &file.providers[0];
        count(&format!("status {:?}", provider.status.as_ref().and_then(|it| it.meaning)));
        for domain in &provider.domains {
            assert!(domain.meaning.is_some(), "{domain:?}");
            count("domain");
        }
        for server in &provider.servers {
            let endpoint = server.endpoint().expect("every server is whole");
            assert!(server.host.as_ref().is_some_and(|host| host.at.column > 1));
            count(&format!("{} {}", endpoint.service, endpoint.security));
            count(&format!("username {}", server.username.as_ref().map_or("", |it| &it.text)));
        }
        for _ in &provider.hints {
            count("before");
        }
        for _ in &provider.hints_after {
            count("after");
        }
        if provider.not_tested.as_ref().is_some_and(|it| it.meaning == Some(true)) {
            count("not tested");
        }
        for (key, value) in provider.options.iter().filter(|(key, _)| key.text.contains("strict")) {
            count(&format!("{} {}", key.text, value.text));
        }
        let date = provider.last_checked.as_ref().expect("every file has one");
        count(&format!("checked {}", date.text.get(..4).unwrap_or_default()));
        for oddity in &file.oddities {
            count(&format!("odd {:?} {} {}", oddity.kind, oddity.within, oddity.about));
        }
    }
    let expected = [
        ("status Some(Ok)", 38),
        ("status Some(Preparation)", 24),
        ("status Some(Broken)", 6),
        ("domain", 521),
        ("imap tls", 46),
        ("imap starttls", 10),
        ("imap plain", 2),
        ("smtp tls", 37),
        ("smtp starttls", 19),
        ("smtp plain", 2),
        ("username EMAIL", 38),
        ("username EMAILLOCALPART", 3),
        ("username emaillocalpart", 6),
        ("username ", 69),
        ("before", 30),
        ("after", 5),
        ("not tested", 5),
        ("opt.strict_tls false", 2),
        ("opt.strict_tls true", 1),
        ("checked 2017", 7),
        ("checked 2018", 4),
        ("checked 2019", 4),
        ("checked 2020", 13),
        ("checked 2021", 15),
        ("checked 2022", 4),
        ("checked 2023", 4),
        ("checked 2024", 14),
        ("checked 2025", 1),
        ("checked 2026", 2),
        ("odd LetterCase server.username_pattern emaillocalpart", 6),
        ("odd Missing server username_pattern", 69),
    ];
    let expected: BTreeMap<String, usize> =
        expected.iter().map(|(what, number)| ((*what).to_owned(), *number)).collect();
    assert_eq!((files.len(), counts), (68, expected));
}

#[test]
fn values_of_the_provider_db_stand_where_they_are() {
    let files = files("provider-db");
    let file = files.iter().find(|file| file.path.ends_with("nauta.cu.md")).expect("is there");
    let provider = &file.providers[0];
    let server = &provider.servers[1];
    let text = std::fs::read_to_string(&file.path).expect("can be read");
    let lines: Vec<&str> = text.lines().collect();
    let port = server.port.as_ref().expect("is there");
    for (at, text) in [
        (port.at, "25"),
        (server.service.at, "smtp"),
        (server.host.as_ref().expect("is there").at, "smtp.nauta.cu"),
        (provider.domains[0].at, "nauta.cu"),
        (provider.status.as_ref().expect("is there").at, "OK"),
    ] {
        let line = lines[usize::try_from(at.line).expect("fits") - 1];
        let column = usize::try_from(at.column).expect("fits") - 1;
        assert!(line[column..].starts_with(text), "{at:?} {line}");
    }
}

/// Whether a server's port is registered for other encryption than is used there.
fn contradicts(server: &Server) -> bool {
    let Some(endpoint) = server.endpoint() else { return false };
    let service = endpoint.service;
    match endpoint.security {
        Security::Tls => [service.starttls_port(), 25].contains(&endpoint.port),
        Security::Starttls => endpoint.port == service.tls_port(),
        Security::Plain => false,
    }
}

#[test]
fn mail_core() {
    let file = one("mailcore2");
    assert_eq!((file.format, file.providers.len()), (Format::MailCore, 38));
    let servers =
        || file.providers.iter().flat_map(|it| it.servers.iter().map(move |server| (it, server)));
    let of = |service| servers().filter(|it| it.1.service.meaning == Some(service)).count();
    let all = (of(Service::Imap), of(Service::Smtp), of(Service::Pop3));
    assert_eq!((all, servers().count()), ((51, 71, 11), 133));
    assert_eq!(servers().filter(|it| it.1.host.is_none()).count(), 24);
    let contradicting: Vec<String> = servers()
        .filter(|(_, server)| contradicts(server))
        .map(|(provider, server)| {
            let endpoint = server.endpoint().expect("is whole");
            let line = server.security.as_ref().expect("is there").at.line;
            format!("{line} {} {}:{}", id(provider), endpoint.service, endpoint.port)
        })
        .collect();
    let expected = [
        "58 hushmail smtp:587",
        "96 mail smtp:587",
        "106 mail smtp:25",
        "160 juno smtp:465",
        "1175 comcast pop3:110",
        "1223 rcn pop3:110",
        "1230 rcn smtp:25",
    ];
    assert_eq!(contradicting, expected);
    let expected =
        ["735 Unknown tls in apple.servers.smtp", "768 Unknown tls in asia-apple.servers.smtp"];
    assert_eq!(odd(&file), expected);
    let plain = servers().filter(|it| it.1.security.as_ref().is_some_and(|it| it.text.is_empty()));
    let plain: Vec<&str> = plain.map(|it| id(it.0)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in plain {
        *counts.entry(id).or_default() += 1;
    }
    let expected = [
        ("insecure-default", 3),
        ("insecure-fixed-port", 2),
        ("apple", 1),
        ("asia-apple", 1),
        ("rackspace", 3),
        ("ovh", 3),
    ];
    assert_eq!(counts, expected.into());
    let patterns = || file.providers.iter().flat_map(|it| &it.domains);
    let no_names: Vec<&str> =
        patterns().filter(|it| it.meaning.is_none()).map(|it| it.text.as_str()).collect();
    let expected = [r"aol\..*", r"yahoo\..*", r"gmx\..*", r"caramail\..*", r"fastmail\..*"];
    assert_eq!(no_names, expected);
}

#[test]
fn nodemailer() {
    let file = one("nodemailer");
    assert_eq!((file.format, file.providers.len()), (Format::Nodemailer, 92));
    let expected = [
        "56 Missing secure in Bluewin",
        "229 Missing secure in Loopia",
        "371 WrongType port in qiye.aliyun",
    ];
    assert_eq!(odd(&file), expected);
    let servers = || file.providers.iter().flat_map(|it| &it.servers);
    let with = |security| {
        servers()
            .filter(|it| it.security.as_ref().and_then(|it| it.meaning) == Some(security))
            .count()
    };
    assert_eq!((servers().count(), with(Security::Tls), with(Security::Plain)), (92, 52, 1));
    assert!(servers().all(|it| it.is_outgoing));
    let hostless = servers().filter(|it| it.endpoint().is_none()).count();
    assert_eq!(hostless, 1);
    assert!(file.oddities.iter().all(|it| it.kind != OddityKind::Unknown));
}
