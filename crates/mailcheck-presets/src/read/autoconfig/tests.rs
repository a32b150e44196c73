//! Autoconfig documents: what is odd, at its place, and what is refused.

mod database;

use std::fs;
use std::path::{Path, PathBuf};

use mailcheck::model::Unusable;

use crate::file::{OddityKind, PresetFile};
use crate::{Collection, NotRead, Unreadable};

const BASE: &str = include_str!("../../../../../fixtures/lint/base.xml");

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets")
}

fn try_read(xml: &[u8]) -> Result<PresetFile, Unreadable> {
    crate::read(xml, "example.org.xml".as_ref()).expect("is autoconfig")
}

fn read(xml: &[u8]) -> PresetFile {
    let file = try_read(xml);
    file.unwrap_or_else(|why| panic!("{why:?}: {}", String::from_utf8_lossy(xml)))
}

/// A file that is well, with one text replaced by another.
fn changed(old: &str, new: &str) -> String {
    assert!(BASE.contains(old), "{old}");
    BASE.replacen(old, new, 1)
}

type Odd<'a> = (OddityKind, &'a str, &'a str, u32, u32);

fn oddities(file: &PresetFile) -> Vec<Odd<'_>> {
    let odd = file.oddities.iter();
    odd.map(|it| (it.kind, it.about.as_str(), it.within.as_str(), it.at.line, it.at.column))
        .collect()
}

/// Each text replaced by another, and what is odd then.
fn expect(cases: &[(&str, &str, &[Odd<'_>])]) {
    for (old, new, expected) in cases {
        let file = read(changed(old, new).as_bytes());
        assert_eq!(&oddities(&file), expected, "{new}");
    }
}

#[test]
fn the_sample_of_the_draft_is_well() {
    let sample = fs::read(fixtures().join("autoconfig-spec/autoconfig-sample.xml"));
    let file = read(&sample.expect("is there"));
    assert_eq!(oddities(&file), []);
    let types = file.providers[0].servers.iter().map(|it| it.service.text.as_str());
    let expected = ["imap", "pop3", "smtp", "jmap", "ews", "activesync"];
    assert_eq!(types.collect::<Vec<_>>(), expected);
    let passed_over = file.passed_over.iter().map(|it| it.text.as_str());
    let expected = [
        "addressbook",
        "calendar",
        "fileShare",
        "chatServer",
        "chatServer",
        "videoConference",
        "clientID",
        "clientSecret",
        "clientConfigUpdate",
    ];
    assert_eq!(passed_over.collect::<Vec<_>>(), expected);
    assert_eq!(file.comments.len(), 12);
    let secret = format!("{file:?}");
    assert!(!secret.contains("give-me-your-password"), "{secret}");
}

#[test]
fn what_the_format_has_is_not_odd() {
    expect(&[
        ("<port>993", "<!-- 993 --><port>993", &[]),
        ("<port>993</port>", "<port> 9<!-- -->93 </port>", &[]),
        ("</incomingServer>", "<pop3><checkInterval minutes=\"9\"/></pop3></incomingServer>", &[]),
        (
            "</outgoingServer>",
            "<useGlobalPreferredServer>true</useGlobalPreferredServer></outgoingServer>",
            &[],
        ),
        ("</emailProvider>", "</emailProvider><enable visiturl=\"https://a.example\"/>", &[]),
        ("<domain>", "<domain purpose=\"mx\">mx.example.org</domain><domain>", &[]),
        ("<username>%EMAILADDRESS%</username>", "<username>joe</username>", &[]),
        (
            "<authentication>password-cleartext</authentication>\n      <username>%EMAILADDRESS%</username>",
            "<authentication>client-IP-address</authentication>",
            &[],
        ),
        ("password-cleartext", "plain", &[]),
        ("<incomingServer type=\"imap\">", "<incomingServer xml:lang=\"en\" type=\"imap\">", &[]),
    ]);
}

/// What is in it is nobody's business.
#[test]
fn what_is_unknown_is_told() {
    expect(&[
        (
            "<port>993",
            "<ports><port/></ports><port>993",
            &[(OddityKind::Unknown, "ports", "incomingServer", 9, 7)],
        ),
        (
            "type=\"imap\"",
            "type=\"imap\" kind=\"a\"",
            &[(OddityKind::Unknown, "kind", "incomingServer", 7, 33)],
        ),
        (
            "version=\"1.1\"",
            "version=\"1.1\" by=\"a\"",
            &[(OddityKind::Unknown, "by", "clientConfig", 2, 29)],
        ),
        (
            "version=\"1.1\"",
            "version=\"1.1\" xmlns=\"a:b\"",
            &[(OddityKind::Unknown, "xmlns", "clientConfig", 2, 1)],
        ),
        (
            "<domain>",
            "<domain purpose=\"web\">a.example</domain><domain>",
            &[(OddityKind::Unknown, "web", "domain", 4, 22)],
        ),
    ]);
}

#[test]
fn what_is_misplaced_is_told() {
    expect(&[
        (
            "</incomingServer>",
            "<useGlobalPreferredServer>true</useGlobalPreferredServer></incomingServer>",
            &[(OddityKind::Misplaced, "useGlobalPreferredServer", "incomingServer", 13, 5)],
        ),
        (
            "<domain>",
            "<username>a</username><domain>",
            &[(OddityKind::Misplaced, "username", "emailProvider", 4, 5)],
        ),
        (
            "</emailProvider>",
            "</emailProvider><outgoingServer type=\"smtp\"/>",
            &[(OddityKind::Misplaced, "outgoingServer", "clientConfig", 31, 19)],
        ),
        (
            "<port>993",
            "<emailProvider/><port>993",
            &[(OddityKind::Misplaced, "emailProvider", "incomingServer", 9, 7)],
        ),
        (
            "<port>993",
            "lost words<port>993",
            &[(OddityKind::Misplaced, "lost", "incomingServer", 9, 7)],
        ),
    ]);
}

#[test]
fn what_is_missing_is_told() {
    expect(&[
        (" id=\"example.org\"", "", &[(OddityKind::Missing, "id", "emailProvider", 3, 3)]),
        ("id=\"example.org\"", "id=\" \"", &[(OddityKind::Missing, "id", "emailProvider", 3, 22)]),
        (" version=\"1.1\"", "", &[(OddityKind::Missing, "version", "clientConfig", 2, 1)]),
        (" type=\"imap\"", "", &[(OddityKind::Missing, "type", "incomingServer", 7, 5)]),
        (
            "    <domain>example.org</domain>\n",
            "",
            &[(OddityKind::Missing, "domain", "emailProvider", 3, 3)],
        ),
        (
            "<domain>example.org</domain>",
            "<domain/>",
            &[(OddityKind::Missing, "domain", "emailProvider", 4, 5)],
        ),
        (
            "<hostname>imap.example.org</hostname>",
            "",
            &[(OddityKind::Missing, "hostname", "incomingServer", 7, 5)],
        ),
        (
            "<hostname>imap.example.org</hostname>",
            "<hostname> </hostname>",
            &[(OddityKind::Missing, "hostname", "incomingServer", 8, 7)],
        ),
        ("<port>993</port>", "", &[(OddityKind::Missing, "port", "incomingServer", 7, 5)]),
        (
            "<socketType>SSL</socketType>",
            "",
            &[(OddityKind::Missing, "socketType", "incomingServer", 7, 5)],
        ),
        (
            "<authentication>password-cleartext</authentication>",
            "",
            &[(OddityKind::Missing, "authentication", "incomingServer", 7, 5)],
        ),
        (
            "<username>%EMAILADDRESS%</username>",
            "",
            &[(OddityKind::Missing, "username", "incomingServer", 7, 5)],
        ),
        (
            " url=\"https://www.example.org/help/mail\"",
            "",
            &[(OddityKind::Missing, "url", "documentation", 28, 5)],
        ),
        (
            "</emailProvider>",
            "<incomingServer type=\"jmap\"/></emailProvider>",
            &[(OddityKind::Missing, "url", "incomingServer", 31, 3)],
        ),
        (
            "</clientConfig>",
            "<oAuth2><issuer>a.example</issuer><scope>a</scope><authURL>https://a.example</authURL></oAuth2></clientConfig>",
            &[(OddityKind::Missing, "tokenURL", "oAuth2", 32, 1)],
        ),
    ]);
}

#[test]
fn what_is_there_twice_is_told() {
    expect(&[
        (
            "<port>993",
            "<port>143</port><port>993",
            &[(OddityKind::Duplicate, "port", "incomingServer", 9, 23)],
        ),
        (
            "<socketType>SSL",
            "<socketType>SSL</socketType><socketType>STARTTLS",
            &[(OddityKind::Duplicate, "socketType", "incomingServer", 10, 35)],
        ),
        (
            "<hostname>",
            "<hostname>a.example</hostname><hostname>",
            &[(OddityKind::Duplicate, "hostname", "incomingServer", 8, 37)],
        ),
        (
            "</username>",
            "</username><username>b</username>",
            &[(OddityKind::Duplicate, "username", "incomingServer", 12, 42)],
        ),
        (
            "</displayName>",
            "</displayName><displayName>b</displayName>",
            &[(OddityKind::Duplicate, "displayName", "emailProvider", 5, 44)],
        ),
    ]);
}

#[test]
fn secrets_are_told_and_not_kept() {
    let file = read(changed("<port>993", "<password>hunter2</password><port>993").as_bytes());
    let expected = [(OddityKind::Secret, "password", "incomingServer", 9, 7)];
    assert_eq!(oddities(&file), expected);
    let shown = format!("{file:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn other_letters_are_told() {
    expect(&[
        (
            "<socketType>SSL",
            "<socketType>ssl",
            &[(OddityKind::LetterCase, "ssl", "socketType", 10, 19)],
        ),
        (
            "<socketType>SSL",
            "<socketType>StartTLS",
            &[(OddityKind::LetterCase, "StartTLS", "socketType", 10, 19)],
        ),
        (
            "type=\"imap\"",
            "type=\"Imap\"",
            &[(OddityKind::LetterCase, "Imap", "incomingServer", 7, 27)],
        ),
        (
            "password-cleartext",
            "password-Cleartext",
            &[(OddityKind::LetterCase, "password-Cleartext", "authentication", 11, 23)],
        ),
        (
            "<hostname>imap.example.org</hostname>",
            "<hostName>a.example</hostName>",
            &[(OddityKind::LetterCase, "hostName", "incomingServer", 8, 7)],
        ),
        (
            " id=\"example.org\"",
            " ID=\"example.org\"",
            &[(OddityKind::LetterCase, "ID", "emailProvider", 3, 18)],
        ),
    ]);
}

#[test]
fn what_is_odd_still_means_something() {
    for (old, new, expected) in [
        ("<socketType>SSL", "<socketType>ssl", Some("imap://imap.example.org:993/tls")),
        ("type=\"imap\"", "type=\"IMAP\"", Some("imap://imap.example.org:993/tls")),
        ("<port>993", "<port>143</port><port>993", Some("imap://imap.example.org:143/tls")),
        ("<port>993", "<port>0", None),
        ("<port>993", "<port>65536", None),
        ("<socketType>SSL", "<socketType>TLS", None),
        ("imap.example.org", "imap.%EMAILDOMAIN%", None),
        ("type=\"imap\"", "type=\"exchange\"", None),
    ] {
        let file = read(changed(old, new).as_bytes());
        let endpoint = file.providers[0].servers[0].endpoint().map(|it| it.to_string());
        assert_eq!(endpoint.as_deref(), expected, "{new}");
    }
    let old = read(changed("password-cleartext", "secure").as_bytes());
    let way = &old.providers[0].servers[0].authentication[0];
    let meaning = way.meaning.as_ref().map(mailcheck::model::Authentication::name);
    assert_eq!((way.text.as_str(), meaning), ("secure", Some("password-encrypted")));
    let sasl = changed(
        "<authentication>",
        "<authentication system=\"sasl\">SCRAM-SHA-256</authentication><authentication>",
    );
    let sasl = read(sasl.as_bytes());
    let server = &sasl.providers[0].servers[0];
    assert_eq!((server.mechanisms.len(), server.authentication.len()), (1, 1));
    assert_eq!(server.mechanisms[0].name.text, "SCRAM-SHA-256");
}

#[test]
fn what_is_not_well_formed_has_a_place() {
    for (old, new, part, expected) in [
        ("Example Mail", "Example & Mail", "entity reference", (5, 26)),
        ("Example Mail", "Example &nbsp; Mail", "nbsp", (5, 26)),
        ("</domain>", "</domains>", "domains", (4, 24)),
        ("</clientConfig>\n", "", "root node", (32, 1)),
        ("</clientConfig>\n", "</clientConfig", "unexpected end", (32, 15)),
        ("<clientConfig", "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<clientConfig", "DTD", (2, 1)),
        ("Example Mail", "設定 < ", "", (5, 22)),
        ("<displayName>", "<displayName a='1' a='2'>", "a", (5, 24)),
    ] {
        let why = try_read(changed(old, new).as_bytes()).expect_err(new);
        let Unreadable::Unusable { why: Unusable::Malformed { text }, at: Some(at) } = why else {
            panic!("{why:?}")
        };
        assert!(text.contains(part), "{text}");
        assert_eq!((at.line, at.column), expected, "{text}");
    }
}

#[test]
fn encodings_are_told() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let named = |encoding: &str, name: &str| {
        changed("encoding=\"UTF-8\"", &format!("encoding=\"{encoding}\""))
            .replace("Example Mail", name)
    };
    let latin: Vec<u8> = named("ISO-8859-1", "Caf\u{e9}")
        .chars()
        .map(|it| u8::try_from(u32::from(it)).expect("is Latin"))
        .collect();
    let lying: Vec<u8> = named("UTF-8", "Caf\u{e9}")
        .chars()
        .map(|it| u8::try_from(u32::from(it)).expect("is Latin"))
        .collect();
    for (octets, name, expected) in [
        (named("UTF-8", "Café").into_bytes(), "Café", &[][..]),
        (
            format!("\u{feff}{BASE}").into_bytes(),
            "Example Mail",
            &[(OddityKind::ByteOrderMark, "UTF-8", "", 1, 1)],
        ),
        (wide(&format!("\u{feff}{}", named("UTF-16", "設定"))), "設定", &[]),
        (wide(&named("utf-16", "設定")), "設定", &[]),
        (wide(&named("UTF-8", "設定")), "設定", &[(OddityKind::Encoding, "UTF-8", "", 1, 31)]),
        (latin, "Café", &[]),
        (lying, "Caf\u{fffd}", &[(OddityKind::Encoding, "UTF-8", "", 1, 31)]),
        (
            named("klingon", "Café").into_bytes(),
            "Café",
            &[(OddityKind::Encoding, "klingon", "", 1, 31)],
        ),
        (
            named("UTF-16", "Café").into_bytes(),
            "Café",
            &[(OddityKind::Encoding, "UTF-16LE", "", 1, 31)],
        ),
    ] {
        let file = read(&octets);
        assert_eq!(oddities(&file), expected, "{name}");
        let found = file.providers[0].name.as_ref().expect("is there");
        assert_eq!((found.text.as_str(), found.at.line, found.at.column), (name, 5, 18));
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let long = format!("{BASE}{}", " ".repeat(300_000));
    let deep = changed("<domain>", &"<a>".repeat(30_000));
    for text in [long, deep] {
        let why = try_read(text.as_bytes()).expect_err("is refused");
        assert!(
            matches!(why, Unreadable::Unusable { why: Unusable::Malformed { .. }, .. }),
            "{why:?}"
        );
    }
    let many = changed("<domain>", &format!("{}<domain>", "<a/>".repeat(30_000)));
    assert_eq!(read(many.as_bytes()).oddities.len(), 200);
}

#[test]
fn a_file_that_is_not_well_formed_is_told_and_the_rest_goes_on() {
    let folder = std::env::temp_dir().join(format!("mailcheck-autoconfig-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("can be made");
    fs::write(folder.join("1.xml"), changed("Mail<", "&<")).expect("can be written");
    fs::write(folder.join("2.xml"), BASE).expect("can be written");
    let found = Collection::load(&[&folder]);
    let _left_behind = fs::remove_dir_all(&folder);
    assert_eq!(found.files.len(), 1);
    let [unread] = &found.unread[..] else { panic!("{:?}", found.unread) };
    assert!(matches!(unread.why, NotRead::Unusable(Unusable::Malformed { .. })), "{unread:?}");
    assert_eq!(unread.at.map(|at| (at.line, at.column)), Some((5, 26)));
}
