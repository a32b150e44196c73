//! The public database of mail settings, as it was on a day: all of it is read, and what is odd about it
//! is found. The numbers were counted by another program.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use mailcheck::model::{Authentication, Security, Service};
use mailcheck::wire::autoconfig::{self, Document};

type Outcome = Result<(), Box<dyn Error>>;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets")
}

fn read(path: &Path, domain: &str) -> Result<Document, Box<dyn Error>> {
    let document = autoconfig::read(&fs::read(path)?, None, &domain.parse()?, None);
    document.map_err(|why| format!("{}: {why:?}", path.display()).into())
}

/// Every document of the database by the name of its file, read for the domain of that name.
fn database() -> Result<BTreeMap<String, Document>, Box<dyn Error>> {
    let mut documents = BTreeMap::new();
    for file in fs::read_dir(fixtures().join("ispdb"))? {
        let path = file?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.and_then(|name| name.strip_suffix(".xml")) else { continue };
        documents.insert(name.to_owned(), read(&path, name)?);
    }
    Ok(documents)
}

fn count<T: Ord>(all: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    all.into_iter().fold(BTreeMap::new(), |mut counts, one| {
        *counts.entry(one).or_default() += 1;
        counts
    })
}

#[test]
fn all_of_the_database_is_read() -> Outcome {
    let documents = database()?;
    assert_eq!(documents.len(), 163);
    let domains: Vec<_> = documents.values().flat_map(|it| &it.domains).collect();
    assert_eq!(domains.len(), 963);
    assert_eq!(count(domains.iter().map(|domain| &domain.name)).len(), 962);
    assert!(
        documents.values().all(|it| it.version.as_ref().is_some_and(|it| it.as_str() == "1.1"))
    );
    let others: Vec<_> = documents.values().flat_map(|it| &it.others).collect();
    let kinds: Vec<_> = others.iter().map(|other| other.kind.as_str()).collect();
    assert_eq!(kinds, ["ews", "owa", "graph", "exchange"]);
    assert!(others.iter().all(|other| other.location.is_some()), "{others:?}");
    let pages = documents.values().flat_map(|it| &it.documentation);
    let passages: usize = pages.clone().map(|page| page.passages.len()).sum();
    assert_eq!((pages.count(), passages), (157, 140));
    let sum = |of: fn(&Document) -> usize| documents.values().map(of).sum::<usize>();
    assert_eq!(sum(|it| it.enable.len()), 8);
    assert_eq!(sum(|it| usize::from(it.web_mail.is_some())), 16);
    assert_eq!(sum(|it| usize::from(it.oauth.is_some())), 8);
    Ok(())
}

#[test]
fn every_server_of_the_database_is_a_setting() -> Outcome {
    use Security::{Plain, Starttls, Tls};
    use Service::{Imap, Pop3, Smtp};
    let documents = database()?;
    let servers: Vec<_> = documents.values().flat_map(|it| &it.servers).collect();
    let endpoints = servers.iter().map(|server| &server.setting.endpoint);
    let places = count(endpoints.map(|it| (it.service.name(), it.port, it.security.name())));
    let expected = [
        (Imap, 143, Plain, 2),
        (Imap, 143, Starttls, 22),
        (Imap, 587, Starttls, 1),
        (Imap, 993, Tls, 117),
        (Pop3, 110, Plain, 34),
        (Pop3, 110, Starttls, 22),
        (Pop3, 993, Tls, 1),
        (Pop3, 995, Tls, 108),
        (Smtp, 25, Plain, 10),
        (Smtp, 25, Starttls, 4),
        (Smtp, 465, Tls, 99),
        (Smtp, 586, Tls, 1),
        (Smtp, 587, Plain, 24),
        (Smtp, 587, Starttls, 63),
        (Smtp, 587, Tls, 1),
    ];
    let expected = expected
        .map(|(service, port, security, times)| ((service.name(), port, security.name()), times));
    assert_eq!(places, BTreeMap::from(expected));
    let names = count(servers.iter().map(|server| server.setting.username.as_deref()));
    let expected = [
        (None, 2),
        (Some("%EMAILADDRESS%"), 382),
        (Some("%EMAILLOCALPART%"), 121),
        (Some("%EMAILLOCALPART%.%EMAILDOMAIN%"), 4),
    ];
    assert_eq!(names, BTreeMap::from(expected));
    let ways = servers.iter().flat_map(|server| &server.setting.authentication);
    let expected =
        [("OAuth2", 39), ("none", 1), ("password-cleartext", 468), ("password-encrypted", 38)];
    assert_eq!(count(ways.map(Authentication::name)), BTreeMap::from(expected));
    let restricted = servers.iter().filter(|server| server.restriction.is_some());
    assert_eq!(restricted.count(), 3);
    let with_plain =
        |it: &&Document| it.servers.iter().any(|server| server.setting.endpoint.security == Plain);
    assert_eq!(documents.values().filter(with_plain).count(), 35);
    Ok(())
}

/// Where and how often each kind is found.
#[test]
fn every_oddity_of_the_database_is_found() -> Outcome {
    let documents = database()?;
    let all =
        documents.iter().flat_map(|(file, it)| it.deviations.iter().map(move |odd| (file, odd)));
    let counts = count(all.clone().map(|(_, odd)| odd.kind.as_str()));
    let expected = [
        ("contradicting-port", 1),
        ("duplicate-domain", 1),
        ("half-placeholder", 2),
        ("http-link", 50),
        ("long-name", 1),
        ("misplaced-element", 3),
        ("missing-username", 2),
        ("oauth2-only", 7),
        ("oauth2-without-issuer", 5),
        ("other-domain", 7),
        ("placeholder-in-hostname", 9),
        ("plain-socket-type", 70),
        ("unknown-element", 1),
        ("unused-oauth2", 1),
        ("unusual-port", 3),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
    let found: Vec<_> =
        all.map(|(file, odd)| (file.as_str(), odd.kind.as_str(), odd.line)).collect();
    for place in [
        ("cty-net.ne.jp", "duplicate-domain", 5),
        ("office365.com", "half-placeholder", 29),
        ("office365.com", "half-placeholder", 34),
        ("nili.ca", "unknown-element", 6),
    ] {
        assert!(found.contains(&place), "{place:?} of {found:?}");
    }
    assert!(documents.values().flat_map(|it| &it.deviations).all(|odd| !odd.dropped));
    Ok(())
}

/// The draft's own sample is not quite of the format that the draft describes.
#[test]
fn the_sample_of_the_draft_is_read() -> Outcome {
    let sample = read(&fixtures().join("autoconfig-spec/autoconfig-sample.xml"), "example.net")?;
    assert_eq!(sample.version.map(|it| it.to_string()).as_deref(), Some("1.2"));
    let endpoints: Vec<_> =
        sample.servers.iter().map(|it| it.setting.endpoint.to_string()).collect();
    assert_eq!(
        endpoints,
        [
            "imap://imap.example.com:993/tls",
            "pop3://pop.example.com:995/tls",
            "smtp://smtp.googlemail.com:587/starttls",
        ]
    );
    let others: Vec<_> = sample.others.iter().map(|it| (it.section, it.kind.as_str())).collect();
    assert_eq!(
        others,
        [
            ("calendar", "caldav"),
            ("fileShare", "webdav"),
            ("chatServer", "xmpp"),
            ("chatServer", "xmpp"),
            ("videoConference", "opentalk"),
            ("incomingServer", "jmap"),
            ("incomingServer", "ews"),
            ("incomingServer", "activesync"),
        ]
    );
    let odd: Vec<_> =
        sample.deviations.iter().map(|it| (it.kind.as_str(), it.text.as_str())).collect();
    assert_eq!(
        odd,
        [("http-link", "http://www.example.com/help/mail/"), ("unknown-element", "addressBook"),]
    );
    Ok(())
}
