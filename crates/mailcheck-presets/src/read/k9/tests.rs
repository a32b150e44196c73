//! The list of K-9 Mail, counted, and what is odd in lists like it.

use std::collections::BTreeMap;

use mailcheck::model::Unusable;

use crate::file::{OddityKind, PresetFile, Server};
use crate::preset::Format;
use crate::read::Unreadable;

const LIST: &str = include_str!("../../../../../fixtures/presets/k9-providers/providers.xml");

fn read(xml: &str) -> PresetFile {
    let file = crate::read(xml.as_bytes(), "providers.xml".as_ref()).expect("is a list");
    file.unwrap_or_else(|why| panic!("{why:?}: {xml}"))
}

/// A list of one provider with this in it.
fn list(attributes: &str, inside: &str) -> String {
    format!("<providers>\n<provider {attributes}>\n{inside}\n</provider>\n</providers>\n")
}

fn well() -> String {
    list(
        "id=\"a\" label=\"A\" domain=\"a.example\"",
        "<incoming uri=\"imap+ssl+://imap.a.example\" username=\"$email\"/>\n\
         <outgoing uri=\"smtp+tls+://smtp.a.example:25\" username=\"\"/>",
    )
}

type Odd<'a> = (OddityKind, &'a str, &'a str, u32, u32);

fn oddities(file: &PresetFile) -> Vec<Odd<'_>> {
    let odd = file.oddities.iter();
    odd.map(|it| (it.kind, it.about.as_str(), it.within.as_str(), it.at.line, it.at.column))
        .collect()
}

fn servers(file: &PresetFile) -> Vec<&Server> {
    file.providers.iter().flat_map(|provider| &provider.servers).collect()
}

/// The numbers were counted by another program.
#[test]
fn the_list_is_read_whole() {
    let file = read(LIST);
    assert_eq!((file.format, file.providers.len()), (Format::K9, 162));
    assert_eq!(oddities(&file), []);
    let mut schemes = BTreeMap::new();
    let mut names = BTreeMap::new();
    for server in servers(&file) {
        let scheme = server.security.as_ref().map_or("", |it| it.text.as_str());
        *schemes.entry((server.is_outgoing, scheme)).or_insert(0) += 1;
        let name = server.username.as_ref().and_then(|it| it.meaning.as_deref());
        *names.entry(name.unwrap_or_default()).or_insert(0) += 1;
        assert!(server.endpoint().is_some(), "{server:?}");
    }
    let expected = [
        ((false, "imap+ssl+"), 158),
        ((false, "imap+tls+"), 4),
        ((true, "smtp+ssl+"), 92),
        ((true, "smtp+tls+"), 70),
    ];
    assert_eq!(schemes, expected.into());
    assert_eq!(names, [("%EMAILADDRESS%", 292), ("%EMAILLOCALPART%", 32)].into());
    let ports = servers(&file).into_iter().filter_map(|it| it.port.as_ref());
    let ports: Vec<_> = ports.map(|it| (it.meaning, it.at.line, it.at.column)).collect();
    assert_eq!(ports, [(Some(587), 448, 51), (Some(25), 685, 56)]);
    let is_named = |it: &&crate::file::Provider| it.id.is_some() && it.name.is_some();
    assert_eq!(file.providers.iter().filter(is_named).count(), 143);
    let domains = file.providers.iter().flat_map(|it| &it.domains);
    assert_eq!(domains.filter(|it| it.meaning.is_some()).count(), 162);
    let first = &file.providers[0];
    assert_eq!((first.at.line, first.domains[0].at.line, first.domains[0].at.column), (77, 77, 48));
    let host = first.servers[0].host.as_ref().expect("is there");
    assert_eq!((host.text.as_str(), host.at.line, host.at.column), ("imap.gmail.com", 78, 36));
    let endpoint = first.servers[1].endpoint().map(|it| it.to_string());
    assert_eq!(endpoint.as_deref(), Some("smtp://smtp.gmail.com:465/tls"));
}

#[test]
fn what_is_odd_is_told_with_its_place() {
    use OddityKind::{LetterCase, Missing, Unknown};
    for (old, new, expected) in [
        ("domain=\"a.example\"", "domain=\"*.a.example\"", &[][..]),
        ("imap+ssl+", "imap", &[]),
        (
            "domain=",
            "Domain=",
            &[(Unknown, "Domain", "provider", 2, 28), (Missing, "domain", "provider", 2, 1)],
        ),
        ("<incoming", "<note/><incoming", &[(Unknown, "note", "provider", 3, 1)]),
        ("<provider ", "<list/><provider ", &[(Unknown, "list", "providers", 2, 1)]),
        (" username=\"$email\"", "", &[(Missing, "username", "incoming", 3, 1)]),
        ("\"$email\"", "\" \"", &[(Missing, "username", "incoming", 3, 54)]),
        (" username=\"\"", "", &[(Missing, "username", "outgoing", 4, 1)]),
        ("uri=\"imap+ssl+://imap.a.example\"", "", &[(Missing, "uri", "incoming", 3, 1)]),
        ("imap+ssl+://imap.a.example", "imap+ssl+://", &[(Missing, "host", "incoming", 3, 16)]),
        ("imap+ssl+", "IMAP+SSL+", &[(LetterCase, "IMAP+SSL+", "uri", 3, 16)]),
        (
            "<outgoing",
            "<sending",
            &[(Unknown, "sending", "provider", 4, 1), (Missing, "outgoing", "provider", 2, 1)],
        ),
    ] {
        let text = well();
        assert!(text.contains(old), "{old}");
        let file = read(&text.replacen(old, new, 1));
        let mut expected = expected.to_vec();
        expected.sort_by_key(|odd| (odd.3, odd.4));
        assert_eq!(oddities(&file), expected, "{new}");
    }
}

#[test]
fn addresses_are_read() {
    for (uri, expected) in [
        ("imap+ssl+://a.example", Some("imap://a.example:993/tls")),
        ("imap+tls+://a.example/", Some("imap://a.example:143/starttls")),
        ("imap+tls+://a.example:1143?b", Some("imap://a.example:1143/starttls")),
        ("IMAP://A.example", Some("imap://a.example:143/plain")),
        ("imap+ssl+://[2001:db8::1]", Some("imap://[2001:db8::1]:993/tls")),
        ("imap+ssl+://[2001:db8::1]:1993", Some("imap://[2001:db8::1]:1993/tls")),
        // Without the last plus sign any certificate was taken.
        ("imap+ssl://a.example", None),
        ("pop3+ssl+://a.example", None),
        ("imap+ssl+://a.example:0", None),
        ("imap+ssl+://a.example:x", None),
        ("imap+ssl+://a b", None),
        ("a.example", None),
    ] {
        let file = read(&well().replacen("imap+ssl+://imap.a.example", uri, 1));
        let endpoint = file.providers[0].servers[0].endpoint().map(|it| it.to_string());
        assert_eq!(endpoint.as_deref(), expected, "{uri}");
    }
    // Entities stand between the beginning and the host: the place is the value's.
    let file = read(&well().replacen("imap+ssl+", "imap&#43;ssl+", 1));
    let host = file.providers[0].servers[0].host.as_ref().expect("is there");
    assert_eq!((host.text.as_str(), host.at.line, host.at.column), ("imap.a.example", 3, 16));
}

#[test]
fn other_lists_are_told_apart() {
    let other =
        "<providers><provider name=\"A\" domain=\"a\"><imap host=\"a\"/></provider></providers>";
    assert_eq!(crate::read(other.as_bytes(), "a".as_ref()), None);
    let broken = well().replacen("</provider>", "", 1);
    let why = crate::read(broken.as_bytes(), "a".as_ref()).expect("looks like one");
    let Err(Unreadable::Unusable { why: Unusable::Malformed { .. }, at: Some(at) }) = why else {
        panic!("{why:?}")
    };
    assert_eq!((at.line, at.column), (6, 1));
}
