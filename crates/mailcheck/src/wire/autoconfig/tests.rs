//! What is read, what is left out, and what is odd.

use std::collections::BTreeSet;

use super::*;
use crate::model::{Endpoint, Security, Service};

fn host(name: &str) -> Host {
    name.parse().expect("is a host")
}

fn read_for(text: &str, domain: &str) -> Document {
    read(text.as_bytes(), None, &host(domain), None).expect("is well-formed")
}

/// A document in good order around this, on lines of its own from the fourth.
fn around(inside: &str) -> String {
    format!(
        "<clientConfig version=\"1.1\">\n<emailProvider id=\"example.org\">\n\
         <domain>example.org</domain>\n{inside}\n</emailProvider>\n</clientConfig>"
    )
}

/// A server in good order, but for this.
fn imap(wrong: &str, right: &str) -> String {
    let server = "<incomingServer type=\"imap\"><hostname>imap.example.org</hostname>\
        <port>993</port><socketType>SSL</socketType>\
        <authentication>password-cleartext</authentication>\
        <username>%EMAILADDRESS%</username></incomingServer>";
    assert!(server.contains(right), "{right}");
    around(&server.replace(right, wrong))
}

/// Kind, text and line of what is odd, and whether a server was left out.
type Odd<'a> = (&'a str, &'a str, u32, bool);

/// All that is odd.
fn odd(document: &Document) -> Vec<Odd<'_>> {
    let all = document.deviations.iter();
    all.map(|it| (it.kind.as_str(), it.text.as_str(), it.line, it.dropped)).collect()
}

#[test]
fn a_document_in_good_order_has_nothing_odd() {
    let document = read_for(&imap("", ""), "example.org");
    assert_eq!(odd(&document), []);
    let [server] = &document.servers[..] else { panic!("is one: {document:?}") };
    let host = host("imap.example.org");
    let endpoint = Endpoint { service: Service::Imap, host, port: 993, security: Security::Tls };
    assert_eq!(server.setting.endpoint, endpoint);
    assert_eq!(server.setting.username.as_deref(), Some("%EMAILADDRESS%"));
    assert_eq!(server.setting.authentication, [Authentication::PasswordCleartext]);
    assert_eq!((server.line, server.socket_type.as_str()), (4, "SSL"));
}

/// What is wrong with one server, in place of what is right; the kind, its text, whether it costs the
/// server.
const SERVERS: &[(&str, &str, &str, &str, bool)] = &[
    ("type=\"imap\"", "type=\"IMAP\"", odd::LETTER_CASE, "IMAP", false),
    ("type=\"imap\"", "type=\"imap4\"", odd::UNKNOWN_TYPE, "imap4", true),
    ("type=\"imap\"", "", odd::UNKNOWN_TYPE, "", true),
    ("type=\"imap\"", "type=\"smtp\"", odd::MISPLACED_TYPE, "smtp", true),
    ("type=\"imap\"", "type=\"imap\" a=\"b\"", odd::UNKNOWN_ATTRIBUTE, "a", false),
    (
        "imap.example.org",
        "imap.%EMAILDOMAIN%",
        odd::PLACEHOLDER_IN_HOSTNAME,
        "imap.%EMAILDOMAIN%",
        false,
    ),
    (
        "imap.example.org",
        "%EMAILLOCALPART%.example",
        odd::BAD_HOSTNAME,
        "%EMAILLOCALPART%.example",
        true,
    ),
    ("imap.example.org", "https://example.org", odd::BAD_HOSTNAME, "https://example.org", true),
    ("imap.example.org", "\n imap.example.org ", odd::BLANK_AROUND, "imap.example.org", false),
    ("imap.example.org", " ", odd::MISSING_HOSTNAME, "", true),
    ("<hostname>imap.example.org</hostname>", "", odd::MISSING_HOSTNAME, "", true),
    (
        "</hostname>",
        "</hostname><hostname>b.example</hostname>",
        odd::DUPLICATE_ELEMENT,
        "hostname",
        false,
    ),
    ("<port>993</port>", "", odd::BAD_PORT, "", true),
    ("993", "0", odd::BAD_PORT, "0", true),
    ("993", "65536", odd::BAD_PORT, "65536", true),
    ("993", "+993", odd::BAD_PORT, "+993", true),
    ("993", "993a", odd::BAD_PORT, "993a", true),
    ("993", "143", odd::CONTRADICTING_PORT, "imap://imap.example.org:143/tls", false),
    ("993", "995", odd::UNUSUAL_PORT, "imap://imap.example.org:995/tls", false),
    ("SSL", "STARTTLS", odd::CONTRADICTING_PORT, "imap://imap.example.org:993/starttls", false),
    ("SSL", "ssl", odd::LETTER_CASE, "ssl", false),
    ("SSL", "STARTSSL", odd::UNKNOWN_SOCKET_TYPE, "STARTSSL", true),
    ("SSL", "SSL/TLS", odd::UNKNOWN_SOCKET_TYPE, "SSL/TLS", true),
    ("SSL", "TLS</socketType><socketType>SSL", odd::UNKNOWN_SOCKET_TYPE, "TLS", false),
    ("<socketType>SSL</socketType>", "", odd::UNKNOWN_SOCKET_TYPE, "", true),
    (
        "993</port><socketType>SSL",
        "143</port><socketType>plain",
        odd::PLAIN_SOCKET_TYPE,
        "imap.example.org",
        false,
    ),
    ("<username>%EMAILADDRESS%</username>", "", odd::MISSING_USERNAME, "", false),
    ("%EMAILADDRESS%", "%EMAILADDRESS", odd::HALF_PLACEHOLDER, "%EMAILADDRESS", false),
    ("%EMAILADDRESS%", "%REALNAME%", odd::UNKNOWN_PLACEHOLDER, "%REALNAME%", false),
    ("%EMAILADDRESS%", "you\u{202e}", odd::BAD_USERNAME, "you\\u{202e}", false),
    ("password-cleartext", "plain", odd::DEPRECATED_VALUE, "plain", false),
    ("password-cleartext", "secure", odd::DEPRECATED_VALUE, "secure", false),
    ("password-cleartext", "smtp-after-pop", odd::DEPRECATED_VALUE, "smtp-after-pop", false),
    ("password-cleartext", "Password-Cleartext", odd::LETTER_CASE, "Password-Cleartext", false),
    ("password-cleartext", "OAuth", odd::UNKNOWN_AUTHENTICATION, "OAuth", false),
    (
        "</authentication>",
        "</authentication><authentication>password-cleartext</authentication>",
        odd::DUPLICATE_ELEMENT,
        "password-cleartext",
        false,
    ),
    (
        "<authentication>password-cleartext</authentication>",
        "",
        odd::MISSING_AUTHENTICATION,
        "imap.example.org",
        false,
    ),
    (
        "<port>",
        "<password>hunter2</password><port>",
        odd::PASSWORD_ELEMENT,
        "incomingServer",
        false,
    ),
    ("<port>", "<tls><port>1</port></tls><port>", odd::UNKNOWN_ELEMENT, "tls", false),
    (
        "<port>",
        "<addThisServer>true</addThisServer><port>",
        odd::MISPLACED_ELEMENT,
        "addThisServer",
        false,
    ),
];

#[test]
fn what_is_wrong_with_a_server_is_told_and_costs_that_server_at_most() {
    for (right, wrong, kind, text, is_dropped) in SERVERS {
        let document = read_for(&imap(wrong, right), "example.org");
        let found = odd(&document);
        let [(found_kind, found_text, line, found_dropped)] = found[..] else {
            panic!("{wrong}: {found:?}")
        };
        assert_eq!((found_kind, found_text, found_dropped), (*kind, *text, *is_dropped), "{wrong}");
        assert!((4..=5).contains(&line), "{wrong}: line {line}");
        assert_eq!(document.servers.is_empty(), *is_dropped, "{wrong}");
    }
}

/// What is wrong with a whole document.
fn documents() -> Vec<(String, Vec<Odd<'static>>)> {
    let right = imap("", "");
    let changed = |from: &str, to: &str| right.replace(from, to);
    let bearer = |more: &str| {
        imap("OAuth2", "password-cleartext")
            .replace("</clientConfig>", &format!("{more}</clientConfig>"))
    };
    let oauth = "<oAuth2><issuer>i</issuer><scope>s</scope><authURL>a</authURL></oAuth2>";
    let whole = oauth.replace("</oAuth2>", "<tokenURL>t</tokenURL></oAuth2>");
    let server = right.lines().nth(3).unwrap_or_default().to_owned();
    vec![
        (changed("1.1", "2.0"), vec![(odd::UNKNOWN_VERSION, "2.0", 1, false)]),
        (changed(" version=\"1.1\"", ""), vec![(odd::UNKNOWN_VERSION, "", 1, false)]),
        (changed("clientConfig", "config"), vec![(odd::WRONG_ROOT, "config", 1, false)]),
        (
            "<emailProvider id=\"a.example\" version=\"1.1\"><domain>example.org</domain></emailProvider>"
                .to_owned(),
            vec![(odd::WRONG_ROOT, "emailProvider", 1, false)],
        ),
        (changed("version=", "xmlns=\"urn:a\" version="), vec![(odd::FOREIGN_NAMESPACE, "urn:a", 1, false)]),
        (changed("id=\"example.org\"", ""), vec![(odd::BAD_ID, "", 2, false)]),
        (changed("id=\"example.org\"", "id=\"Our mail\""), vec![(odd::BAD_ID, "Our mail", 2, false)]),
        (changed("<domain>example.org</domain>", ""), vec![(odd::NO_DOMAIN, "", 2, false)]),
        (
            changed("<domain>example.org</domain>", "<domain>a.example</domain>\n<domain>b.example</domain>"),
            vec![(odd::OTHER_DOMAIN, "a.example, b.example", 2, false)],
        ),
        (
            changed("</domain>", "</domain>\n<domain>EXAMPLE.org</domain>"),
            vec![(odd::DUPLICATE_DOMAIN, "example.org", 4, false)],
        ),
        (changed("</domain>", "</domain>\n<domain>a b</domain>"), vec![(odd::BAD_DOMAIN, "a b", 4, false)]),
        (
            changed("</domain>", "</domain><displayShortName>A name that is too long</displayShortName>"),
            vec![(odd::LONG_NAME, "A name that is too long", 3, false)],
        ),
        (
            changed("</emailProvider>", "</emailProvider><emailProvider id=\"b.example\"/>"),
            vec![(odd::SEVERAL_PROVIDERS, "b.example", 5, true)],
        ),
        (
            changed("</emailProvider>", &format!("</emailProvider>\n{server}")),
            vec![(odd::MISPLACED_ELEMENT, "incomingServer", 6, true)],
        ),
        (
            changed("</emailProvider>", &format!("{server}</emailProvider>")),
            vec![(odd::DUPLICATE_SERVER, "imap://imap.example.org:993/tls", 5, false)],
        ),
        (
            "<clientConfig version=\"1.1\"/>".to_owned(),
            vec![(odd::MISSING_PROVIDER, "", 1, false)],
        ),
        (
            bearer(""),
            vec![
                (odd::OAUTH2_WITHOUT_ISSUER, "", 1, false),
                (odd::OAUTH2_ONLY, "imap.example.org", 4, false),
            ],
        ),
        (bearer(&whole), vec![(odd::OAUTH2_ONLY, "imap.example.org", 4, false)]),
        (
            bearer(oauth),
            vec![
                (odd::OAUTH2_ONLY, "imap.example.org", 4, false),
                (odd::INCOMPLETE_OAUTH2, "tokenURL", 6, false),
            ],
        ),
        (changed("</clientConfig>", &format!("{whole}</clientConfig>")), vec![(odd::UNUSED_OAUTH2, "", 6, false)]),
        (
            changed("</domain>", "</domain><documentation url=\"HTTP://example.org/\"/>"),
            vec![(odd::HTTP_LINK, "HTTP://example.org/", 3, false)],
        ),
        (
            changed("</domain>", "</domain><enable visiturl=\"javascript:alert(1)\"/>"),
            vec![(odd::BAD_LINK, "javascript:alert(1)", 3, false)],
        ),
    ]
}

#[test]
fn what_is_wrong_with_a_document_is_told() {
    for (text, expected) in documents() {
        assert_eq!(odd(&read_for(&text, "example.org")), expected, "{text}");
    }
}

/// Some readers refuse a whole document for one section, and mind some services only.
#[test]
fn it_is_told_what_a_server_that_was_left_out_is_for() {
    let service_of = |text: &str| {
        let document = read_for(text, "example.org");
        document.deviations.first().map(|it| (it.service, it.dropped))
    };
    let text = imap("0", "993");
    assert_eq!(service_of(&text), Some((Some(Service::Imap), true)));
    assert_eq!(
        service_of(&text.replace("\"imap\"", "\"pop3\"")),
        Some((Some(Service::Pop3), true))
    );
    assert_eq!(service_of(&text.replace("\"imap\"", "\"imap4\"")), Some((None, true)));
    let text = imap("", "<username>%EMAILADDRESS%</username>");
    assert_eq!(service_of(&text), Some((Some(Service::Imap), false)));
    assert_eq!(service_of(&imap("", "").replace("1.1", "3")), Some((None, false)));
}

#[test]
fn servers_are_not_endless() {
    let right = imap("", "");
    let server = right.lines().nth(3).unwrap_or_default();
    let many: String = (1..=100).map(|port| server.replace("993", &port.to_string())).collect();
    let document = read_for(&around(&many), "example.org");
    assert_eq!(document.servers.len(), 64);
    let last = document.deviations.iter().find(|it| it.kind == odd::TOO_MANY_SERVERS);
    assert!(last.is_some_and(|it| it.dropped), "{document:?}");
}

/// Every kind that there is has a sample here, and what is found is in the list.
#[test]
fn every_kind_has_a_sample() {
    let source = include_str!("deviation.rs");
    let mut listed: BTreeSet<_> =
        source.lines().filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect();
    listed.extend([odd::CONTRADICTING_PORT, odd::UNUSUAL_PORT].map(str::to_owned));
    let mut shown: BTreeSet<_> =
        SERVERS.iter().map(|(_, _, kind, ..)| (*kind).to_owned()).collect();
    shown.extend(documents().iter().flat_map(|(_, odd)| odd).map(|(kind, ..)| (*kind).to_owned()));
    shown.insert(odd::TOO_MANY_SERVERS.to_owned());
    assert_eq!(shown, listed);
}

#[test]
fn the_order_of_the_document_is_kept() {
    let server = |kind: &str, place: &str| {
        let section = if kind == "smtp" { "outgoingServer" } else { "incomingServer" };
        format!(
            "<{section} type=\"{kind}\"><hostname>{place}.example.org</hostname><port>1</port>\
             <socketType>SSL</socketType><authentication>OAuth2</authentication>\
             <authentication>password-cleartext</authentication></{section}>"
        )
    };
    let servers = [("smtp", "a"), ("pop3", "b"), ("imap", "c"), ("smtp", "d")];
    let text: String = servers.iter().map(|(kind, place)| server(kind, place)).collect();
    let document = read_for(&around(&text), "example.org");
    let found: Vec<_> = document
        .settings()
        .into_iter()
        .map(|it| (it.endpoint.service.name(), it.endpoint.host.as_str().to_owned()))
        .collect();
    let expected = servers.map(|(kind, place)| (kind, format!("{place}.example.org")));
    assert_eq!(found, expected);
    let ways = [Authentication::OAuth2, Authentication::PasswordCleartext];
    assert!(document.settings().iter().all(|it| it.authentication == ways));
}

#[test]
fn what_is_said_to_people_is_kept() {
    let text = around(
        "<displayName>Example</displayName><displayShortName>Ex</displayShortName>\
         <documentation url=\"https://example.org/help\"><descr lang=\"ja\">\u{1b}設定</descr>\
         <descr>Settings</descr></documentation>\
         <enable visiturl=\"https://example.org/on\"><instruction>Switch on.</instruction></enable>",
    )
    .replace(
        "</clientConfig>",
        "<oAuth2><issuer>login.example.org</issuer><scope>mail</scope>\
         <authURL>https://login.example.org/a</authURL><tokenURL>https://login.example.org/t</tokenURL>\
         <clientSecret>do-not-tell</clientSecret></oAuth2>\
         <webMail><loginPage url=\"https://example.org/mail\"/></webMail></clientConfig>",
    );
    // A control character is not XML; a terminal is driven by others, too.
    let text = text.replace('\u{1b}', "&#x9b;");
    let document = read_for(&text, "example.org");
    let words: Vec<_> = document.documentation[0]
        .passages
        .iter()
        .map(|it| (it.lang.as_ref().map(ServerText::as_str), it.text.as_str()))
        .collect();
    assert_eq!(words, [(Some("ja"), "\\u{9b}設定"), (None, "Settings")]);
    assert_eq!(document.web_mail, Some("https://example.org/mail".into()));
    assert_eq!(
        document.notes(),
        Notes {
            display_name: Some("Example".into()),
            documentation: vec!["https://example.org/help".into()],
            enable: vec!["https://example.org/on".into()],
            oauth_issuer: Some("login.example.org".into()),
        }
    );
    assert!(!format!("{document:?}").contains("do-not-tell"));
}

#[test]
fn an_answer_by_mx_need_not_list_the_mail_domain() {
    let text = imap("", "");
    let ask = |mx: &str| {
        let document = read(text.as_bytes(), None, &host("customer.example"), Some(&host(mx)));
        document
            .expect("is well-formed")
            .deviations
            .into_iter()
            .map(|it| it.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(ask("mx1.example.org"), [""; 0]);
    assert_eq!(ask("mx1.hoster.example"), [odd::OTHER_DOMAIN]);
}

#[test]
fn other_formats_are_told_from_this_one() {
    for (text, expected) in [
        ("<Autodiscover/>", "the outermost element is Autodiscover, not clientConfig"),
        ("{}", "1:1"),
    ] {
        let outcome = read(text.as_bytes(), None, &host("example.org"), None);
        let Err(Unusable::Malformed { text: why }) = outcome else { panic!("{text}: {outcome:?}") };
        assert!(why.contains(expected), "{why}");
    }
}

/// A password in a document is in nothing that is made of it.
#[test]
fn passwords_are_not_kept() {
    let text = imap("<password>hunter2</password><port>", "<port>");
    let document = read_for(&text, "example.org");
    assert_eq!(document.deviations[0].kind, odd::PASSWORD_ELEMENT);
    assert!(!format!("{document:?}").contains("hunter2"), "{document:?}");
}
