//! What the public database has, counted; and that the reader of the library sees the same servers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mailcheck::model::{Host, Setting};
use mailcheck::wire::autoconfig;

use super::{fixtures, oddities};
use crate::Collection;
use crate::file::{Link, OddityKind, PresetFile, Provider, Purpose, Server};

fn database() -> Collection {
    Collection::load(&[fixtures().join("ispdb")])
}

fn providers(found: &Collection) -> Vec<&Provider> {
    found.files.iter().flat_map(|file| &file.providers).collect()
}

fn servers(found: &Collection) -> Vec<&Server> {
    providers(found).into_iter().flat_map(|provider| &provider.servers).collect()
}

fn mail(found: &Collection) -> Vec<(&str, &Server)> {
    let known = servers(found).into_iter().filter(|it| it.service.meaning.is_some());
    known.map(|server| (server.service.text.as_str(), server)).collect()
}

fn count<T: Ord>(all: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

/// The numbers were counted by another program, here and below.
#[test]
fn the_public_database_is_read_whole() {
    let found = database();
    let unread: Vec<_> = found.unread.iter().map(|it| it.path.file_name()).collect();
    assert_eq!(unread, [Some("LICENSE".as_ref())]);
    assert_eq!((found.files.len(), providers(&found).len()), (163, 163));
    let domains: Vec<_> = providers(&found).into_iter().flat_map(|it| &it.domains).collect();
    let unique: BTreeSet<_> = domains.iter().filter_map(|it| it.meaning.as_ref()).collect();
    assert_eq!((domains.len(), unique.len()), (963, 962));
    assert_eq!(domains.iter().filter(|it| it.meaning.is_none()).count(), 0);
    let versions = found.files.iter().filter_map(|it| it.version.as_ref());
    assert_eq!(count(versions.map(|it| it.text.as_str())), [("1.1", 163)].into());
    let named = |it: &&Provider| it.id.is_some() && it.name.is_some();
    assert_eq!(providers(&found).into_iter().filter(named).count(), 163);
    let short = providers(&found).into_iter().filter(|it| it.short_name.is_some());
    assert_eq!(short.count(), 162);
    assert_eq!(providers(&found).into_iter().filter(|it| it.oauth2.is_some()).count(), 8);
}

#[test]
fn the_servers_of_the_public_database() {
    let found = database();
    let all = servers(&found);
    let types = count(all.iter().map(|it| (it.is_outgoing, it.service.text.as_str())));
    let expected = [
        ((false, "ews"), 1),
        ((false, "exchange"), 1),
        ((false, "graph"), 1),
        ((false, "imap"), 142),
        ((false, "owa"), 1),
        ((false, "pop3"), 165),
        ((true, "smtp"), 202),
    ];
    assert_eq!(types, expected.into());

    let security = mail(&found).into_iter().filter_map(|(service, it)| {
        let security = it.security.as_ref().filter(|word| word.meaning.is_some())?;
        Some((service, security.text.as_str()))
    });
    let expected = [
        (("imap", "SSL"), 117),
        (("imap", "STARTTLS"), 23),
        (("imap", "plain"), 2),
        (("pop3", "SSL"), 109),
        (("pop3", "STARTTLS"), 22),
        (("pop3", "plain"), 34),
        (("smtp", "SSL"), 101),
        (("smtp", "STARTTLS"), 67),
        (("smtp", "plain"), 34),
    ];
    assert_eq!(count(security), expected.into());

    let ports = mail(&found).into_iter();
    let ports = ports.filter_map(|(service, it)| Some((service, it.port.as_ref()?.meaning?)));
    let expected = [
        (("imap", 143), 24),
        (("imap", 587), 1),
        (("imap", 993), 117),
        (("pop3", 110), 56),
        (("pop3", 993), 1),
        (("pop3", 995), 108),
        (("smtp", 25), 14),
        (("smtp", 465), 99),
        (("smtp", 586), 1),
        (("smtp", 587), 88),
    ];
    assert_eq!(count(ports), expected.into());

    let ways = mail(&found).into_iter().flat_map(|(service, it)| {
        it.authentication.iter().map(move |way| (service, way.text.as_str()))
    });
    let expected = [
        (("imap", "OAuth2"), 15),
        (("imap", "password-cleartext"), 133),
        (("imap", "password-encrypted"), 8),
        (("pop3", "OAuth2"), 12),
        (("pop3", "password-cleartext"), 154),
        (("pop3", "password-encrypted"), 11),
        (("smtp", "OAuth2"), 12),
        (("smtp", "none"), 1),
        (("smtp", "password-cleartext"), 181),
        (("smtp", "password-encrypted"), 19),
    ];
    assert_eq!(count(ways), expected.into());

    let names: Vec<_> = all.iter().filter_map(|it| it.username.as_ref()).collect();
    assert_eq!(names.len(), 511);
    let with = |part| names.iter().filter(|it| it.text.contains(part)).count();
    assert_eq!(with("%EMAILADDRESS"), 384 + 2);
    assert_eq!((with("%EMAILLOCALPART%"), with("%EMAILDOMAIN%")), (125, 4));
    let hosts: Vec<_> = all.iter().filter_map(|it| it.host.as_ref()).collect();
    assert_eq!(hosts.iter().filter(|it| it.text.contains("%EMAILDOMAIN%")).count(), 9);
    assert_eq!(hosts.iter().filter(|it| it.meaning.is_none()).count(), 9);
    assert_eq!(all.iter().filter(|it| it.restriction.is_some()).count(), 3);
    assert_eq!(all.iter().filter(|it| it.url.is_some()).count(), 3);
    let options = all.iter().flat_map(|it| &it.options).map(|(name, _)| name.text.as_str());
    let expected = [
        ("addThisServer", 13),
        ("ewsURL", 1),
        ("owaURL", 1),
        ("pop3.checkInterval.minutes", 2),
        ("pop3.leaveMessagesOnServer", 11),
        ("useGlobalPreferredServer", 13),
    ];
    assert_eq!(count(options), expected.into());
}

#[test]
fn the_pages_of_the_public_database() {
    let found = database();
    let links: Vec<&Link> = providers(&found).into_iter().flat_map(|it| &it.links).collect();
    for (purpose, count, passages, languages) in [
        (Purpose::Documentation, 154, 136, 131),
        (Purpose::Enable, 8, 20, 13),
        (Purpose::Instruction, 3, 4, 4),
        (Purpose::WebMail, 16, 0, 0),
    ] {
        let links = || links.iter().filter(|it| it.purpose == purpose);
        assert_eq!(links().count(), count, "{purpose:?}");
        assert_eq!(links().map(|it| it.passages.len()).sum::<usize>(), passages, "{purpose:?}");
        assert_eq!(links().flat_map(|it| it.languages()).count(), languages, "{purpose:?}");
    }
    let passed_over = found.files.iter().flat_map(|it| &it.passed_over);
    assert_eq!(count(passed_over.map(|it| it.text.as_str())), [("loginPageInfo", 12)].into());
}

/// All that is odd, at its line.
#[test]
fn what_is_odd_in_the_public_database() {
    let found = database();
    let odd = found.files.iter().flat_map(|file| {
        let name = file.path.file_name().unwrap_or_default().to_str().unwrap_or_default();
        oddities(file).into_iter().map(move |odd| (name, odd))
    });
    let expected = [
        ("nili.ca.xml", (OddityKind::Unknown, "displayNameShort", "emailProvider", 6, 5)),
        (
            "office365.com.xml",
            (OddityKind::Misplaced, "useGlobalPreferredServer", "incomingServer", 52, 7),
        ),
        ("teol.net.xml", (OddityKind::Missing, "username", "outgoingServer", 22, 5)),
    ];
    assert_eq!(odd.collect::<Vec<_>>(), expected);
}

/// The servers as settings, as the library's reader has them for a mail domain.
fn settings(file: &PresetFile, domain: &Host) -> Vec<Setting> {
    let servers = file.providers.iter().take(1).flat_map(|provider| &provider.servers);
    let settings = servers.filter_map(|server| {
        let mut server = server.clone();
        if let Some(host) = server.host.as_mut() {
            host.meaning = host.text.replace("%EMAILDOMAIN%", domain.as_str()).parse().ok();
        }
        let mut setting = Setting::new(server.endpoint()?);
        setting.username = server.username.and_then(|word| word.meaning);
        let ways = server.authentication.into_iter();
        setting.authentication = ways.filter_map(|word| word.meaning).collect();
        Some(setting)
    });
    settings.collect()
}

#[test]
fn the_reader_of_the_library_sees_the_same_servers() {
    let (mut files, mut compared) = (0, 0);
    for file in &database().files {
        let domain = file.providers[0].domains[0].text.parse::<Host>().expect("is a domain");
        let octets = fs::read(&file.path).expect("is there");
        let document = autoconfig::read(&octets, None, &domain, None).expect("is well-formed");
        let ours = settings(file, &domain);
        assert_eq!(ours, document.settings(), "{}", file.path.display());
        files += 1;
        compared += ours.len();
    }
    // All but the four that are for neither IMAP, POP3 nor SMTP.
    assert_eq!((files, compared), (163, 311 + 202 - 4));
}
