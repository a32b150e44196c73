//! What is asked, what is read, and what is odd.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Authentication, Security};

fn asked() -> Address {
    "you@example.org".parse().expect("is an address")
}

/// An answer around this, which stands on its fourth line.
fn around(inside: &str) -> String {
    format!(
        "<Autodiscover xmlns=\"{NAMESPACE}\">\n<Response xmlns=\"{OUTLOOK_NAMESPACE}\">\n\
         <User><DisplayName>You</DisplayName></User>\n{inside}</Response></Autodiscover>"
    )
}

fn account(inside: &str) -> String {
    around(&format!(
        "<Account><AccountType>email</AccountType><Action>settings</Action>{inside}</Account>"
    ))
}

/// A server in good order, but for this.
fn imap(wrong: &str, right: &str) -> String {
    let server = "<Protocol><Type>IMAP</Type><Server>imap.example.org</Server><Port>993</Port>\
        <SSL>on</SSL><LoginName>you@example.org</LoginName><DomainRequired>off</DomainRequired>\
        <SPA>off</SPA><AuthRequired>on</AuthRequired></Protocol>";
    assert!(server.contains(right), "{right}");
    account(&server.replace(right, wrong))
}

fn read_text(text: &str) -> Document {
    read(text.as_bytes(), None, &asked()).expect("is well-formed")
}

/// Kind and text of what is odd, and whether a server was left out.
type Odd<'a> = (&'a str, &'a str, bool);

/// All that is odd.
fn odd(document: &Document) -> Vec<Odd<'_>> {
    assert!(document.deviations.iter().all(|it| it.line == 4 || it.kind == odd::FOREIGN_NAMESPACE));
    let all = document.deviations.iter();
    all.map(|it| (it.kind.as_str(), it.text.as_str(), it.dropped)).collect()
}

#[test]
fn an_answer_in_good_order_has_nothing_odd() {
    let document = read_text(&imap("", ""));
    assert_eq!(odd(&document), []);
    assert_eq!(document.answer, Answer::Settings);
    let [setting] = &document.settings[..] else { panic!("is one: {document:?}") };
    assert_eq!(setting.endpoint.to_string(), "imap://imap.example.org:993/tls");
    assert_eq!(setting.username.as_deref(), Some("%EMAILADDRESS%"));
    assert_eq!(setting.authentication, [Authentication::PasswordCleartext]);
}

/// What is wrong with one server, in place of what is right; the kind, its text, whether it costs the
/// server.
const SERVERS: &[(&str, &str, &str, &str, bool)] = &[
    ("imap.example.org", "imap example", odd::BAD_HOSTNAME, "imap example", true),
    ("imap.example.org", "", odd::MISSING_HOSTNAME, "", true),
    ("993", "0", odd::BAD_PORT, "0", true),
    ("993", "143a", odd::BAD_PORT, "143a", true),
    ("<Port>993</Port>", "", odd::MISSING_PORT, "", false),
    ("993", "585", odd::UNUSUAL_PORT, "imap://imap.example.org:585/tls", false),
    ("993</Port><SSL>on", "143</Port><SSL>off", odd::PLAIN_SOCKET_TYPE, "imap.example.org", false),
    ("<SSL>on</SSL>", "<SSL>yes</SSL>", odd::BAD_SWITCH, "SSL yes", false),
    ("<SSL>on</SSL>", "<SSL>1</SSL>", odd::BAD_SWITCH, "SSL 1", false),
    ("<SPA>off</SPA>", "", odd::MISSING_SPA, "", false),
    (
        "<SSL>on</SSL>",
        "<SSL>off</SSL><Encryption>SSL</Encryption>",
        odd::SSL_OVERRULED,
        "SSL",
        false,
    ),
    ("<SSL>", "<Encryption>best</Encryption><SSL>", odd::UNKNOWN_ENCRYPTION, "best", false),
    (
        "993</Port>",
        "143</Port><Encryption>SSL</Encryption>",
        odd::CONTRADICTING_PORT,
        "imap://imap.example.org:143/tls",
        false,
    ),
    ("<LoginName>you@example.org</LoginName>", "", odd::MISSING_USERNAME, "", false),
    ("you@example.org", "you\u{202e}", odd::BAD_USERNAME, "you\\u{202e}", false),
    (
        "<DomainRequired>off</DomainRequired>",
        "<DomainRequired>on</DomainRequired><DomainName>CORP</DomainName>",
        odd::DOMAIN_REQUIRED,
        "CORP",
        false,
    ),
    ("IMAP", "ActiveSync", odd::UNKNOWN_TYPE, "ActiveSync", true),
    ("<Type>IMAP</Type>", "", odd::UNKNOWN_TYPE, "", true),
    ("<Port>", "<Colour/><Port>", odd::UNKNOWN_ELEMENT, "Colour", false),
    (
        "<Type>IMAP</Type><Server>imap.example.org</Server><Port>993",
        "<Type>POP</Type><Server>pop.example.org</Server><Port>995",
        odd::MISNAMED_TYPE,
        "POP",
        false,
    ),
];

#[test]
fn what_is_wrong_with_a_server_is_told_and_costs_that_server_at_most() {
    for (right, wrong, kind, text, is_dropped) in SERVERS {
        let document = read_text(&imap(wrong, right));
        assert_eq!(odd(&document), [(*kind, *text, *is_dropped)], "{wrong}");
        assert_eq!(document.settings.is_empty(), *is_dropped, "{wrong}");
    }
}

/// `SSL`, `Encryption` and port in every combination that somebody publishes.
#[test]
fn encryption_is_read_as_mail_programs_read_it() {
    use Security::{Plain, Starttls, Tls};
    for (service, port, ssl, encryption, expected) in [
        ("IMAP", "993", "on", "", Tls),
        ("IMAP", "993", "", "", Tls),
        ("IMAP", "143", "on", "", Starttls),
        ("IMAP", "143", "", "", Starttls),
        ("POP3", "110", "on", "", Starttls),
        ("SMTP", "587", "on", "", Starttls),
        ("SMTP", "25", "on", "", Starttls),
        ("SMTP", "465", "on", "", Tls),
        ("SMTP", "587", "off", "", Plain),
        ("SMTP", "587", "off", "TLS", Starttls),
        ("SMTP", "587", "on", "SSL", Tls),
        ("SMTP", "587", "on", "None", Plain),
        ("SMTP", "587", "off", "Auto", Starttls),
        ("SMTP", "465", "", "auto", Tls),
        ("SMTP", "465", "on", "TLS", Tls),
        ("IMAP", "10143", "", "TLS", Starttls),
        ("IMAP", "10993", "", "", Tls),
    ] {
        let optional = |name: &str, text: &str| match text {
            "" => String::new(),
            text => format!("<{name}>{text}</{name}>"),
        };
        let text = format!(
            "<Protocol><Type>{service}</Type><Server>h.example</Server><Port>{port}</Port>{}{}</Protocol>",
            optional("SSL", ssl),
            optional("Encryption", encryption)
        );
        let document = read_text(&account(&text));
        let security = document.settings.first().map(|it| it.endpoint.security);
        assert_eq!(security, Some(expected), "{text}");
    }
}

#[test]
fn a_port_that_is_not_said_is_the_registered_one() {
    for (encryption, expected) in [
        ("<SSL>on</SSL>", "smtp://h.example:465/tls"),
        ("<Encryption>TLS</Encryption>", "smtp://h.example:587/starttls"),
    ] {
        let text =
            format!("<Protocol><Type>SMTP</Type><Server>h.example</Server>{encryption}</Protocol>");
        let document = read_text(&account(&text));
        assert_eq!(document.settings[0].endpoint.to_string(), expected);
    }
}

#[test]
fn ways_to_log_in_are_told() {
    for (switches, expected) in [
        ("<SPA>on</SPA>", vec![Authentication::Ntlm]),
        ("<SPA>OFF</SPA>", vec![Authentication::PasswordCleartext]),
        ("", vec![]),
        ("<AuthRequired>off</AuthRequired>", vec![Authentication::None]),
        (
            "<SPA>off</SPA><SMTPLast>on</SMTPLast>",
            vec![Authentication::Other("smtp-after-pop".into())],
        ),
    ] {
        let document = read_text(
            &imap(switches, "<SPA>off</SPA>").replace("<AuthRequired>on</AuthRequired>", ""),
        );
        assert_eq!(document.settings[0].authentication, expected, "{switches}");
    }
}

#[test]
fn names_become_templates_where_they_are_the_address() {
    for (name, expected) in
        [("You@EXAMPLE.org", "%EMAILADDRESS%"), ("you", "%EMAILLOCALPART%"), ("c1234", "c1234")]
    {
        let document = read_text(&imap(name, "you@example.org"));
        assert_eq!(document.settings[0].username.as_deref(), Some(expected));
    }
}

#[test]
fn exchange_is_kept_as_a_fact() {
    let document = read_text(&account(
        "<Protocol><Type>EXCH</Type><Server>guid@example.org</Server>\
         <EwsUrl>https://example.org/EWS/Exchange.asmx</EwsUrl></Protocol>\
         <Protocol><Type>EXPR</Type><Server>example.org</Server></Protocol>\
         <Protocol><Type>WEB</Type><External><OWAUrl>https://example.org/owa/</OWAUrl></External></Protocol>\
         <Protocol Type=\"EXHTTP\"/>",
    ));
    let others: Vec<_> = document
        .others
        .iter()
        .map(|it| (it.kind.as_str(), it.location.as_ref().map(ServerText::as_str)))
        .collect();
    let expected = [
        ("EXCH", Some("https://example.org/EWS/Exchange.asmx")),
        ("EXPR", Some("example.org")),
        ("WEB", Some("https://example.org/owa/")),
        ("EXHTTP", None),
    ];
    assert_eq!(others, expected);
    assert!(document.deviations.is_empty() && document.settings.is_empty(), "{document:?}");
}

/// Other answers, with what is odd about each.
fn answers() -> Vec<(String, Answer, Vec<Odd<'static>>)> {
    let account = |inside: &str| around(&format!("<Account>{inside}</Account>"));
    let address = Answer::RedirectAddress("you@other.example".parse().expect("is an address"));
    let to_address = "<RedirectAddr>you@other.example</RedirectAddr>";
    let url = Answer::RedirectUrl("https://other.example/a".into());
    let to_url = "<RedirectUrl>https://other.example/a</RedirectUrl>";
    let error = Answer::Error { code: Some(600), message: "Invalid Request".into() };
    let refusal = format!(
        "<Autodiscover xmlns=\"{NAMESPACE}\"><Response><Error Time=\"1\" Id=\"2\"><ErrorCode>600\
         </ErrorCode><Message>Invalid Request</Message><DebugData/></Error></Response></Autodiscover>"
    );
    vec![
        (account(&format!("<Action>redirectAddr</Action>{to_address}")), address.clone(), vec![]),
        (account(to_address), address, vec![(odd::MISSING_ACTION, "", false)]),
        (account(&format!("<Action>RedirectURL</Action>{to_url}")), url.clone(), vec![]),
        (
            account(&format!("<Action>jump</Action>{to_url}")),
            url,
            vec![(odd::UNKNOWN_ACTION, "jump", false)],
        ),
        (refusal, error, vec![]),
        (account("<Action>settings</Action>"), Answer::Settings, vec![]),
    ]
}

#[test]
fn other_answers_are_told_apart() {
    for (text, expected, expected_odd) in answers() {
        let document = read_text(&text);
        assert_eq!(odd(&document), expected_odd, "{text}");
        assert_eq!(document.answer, expected, "{text}");
    }
}

#[test]
fn other_formats_and_broken_answers_are_refused() {
    for (text, expected) in [
        ("<clientConfig/>".to_owned(), "the outermost element is clientConfig"),
        ("<Autodiscover/>".to_owned(), "no Response"),
        (around(""), "no Account"),
        (around("<Account><Action>redirectUrl</Action></Account>"), "RedirectUrl is missing"),
        (around("<Account><Action>redirectAddr</Action></Account>"), "RedirectAddr is no address"),
    ] {
        let Err(Unusable::Malformed { text: why }) = read(text.as_bytes(), None, &asked()) else {
            panic!("{text} is read")
        };
        assert!(why.contains(expected), "{why}");
    }
    let page = read(b"<html></html>", None, &asked());
    assert_eq!(page, Err(Unusable::HtmlPage));
}

#[test]
fn namespaces_are_looked_at_and_servers_are_not_endless() {
    let text = imap("", "").replace(OUTLOOK_NAMESPACE, "urn:a").replace(NAMESPACE, "urn:b");
    let document = read_text(&text);
    let expected =
        [(odd::FOREIGN_NAMESPACE, "urn:b", false), (odd::FOREIGN_NAMESPACE, "urn:a", false)];
    assert_eq!(odd(&document), expected);
    let server = "<Protocol><Type>IMAP</Type><Server>h.example</Server><Port>993</Port>\
        <LoginName>a</LoginName><SPA>off</SPA></Protocol>";
    let document = read_text(&account(&server.repeat(100)));
    assert_eq!(document.settings.len(), 64);
    let kinds: BTreeSet<_> = odd(&document).into_iter().collect();
    let endpoint = "imap://h.example:993/tls";
    let expected = [(odd::DUPLICATE_SERVER, endpoint, false), (odd::TOO_MANY_SERVERS, "", true)];
    assert_eq!(kinds, BTreeSet::from(expected));
}

/// Every kind that only this format has, has a sample here, and what is found is in the list.
#[test]
fn every_kind_has_a_sample() {
    let source = include_str!("deviation.rs");
    let listed: BTreeSet<_> = source
        .lines()
        .filter(|line| line.starts_with("pub const"))
        .filter_map(|line| line.split('"').nth(1))
        .map(str::to_owned)
        .collect();
    let others = answers().into_iter().flat_map(|(_, _, odd)| odd).map(|(kind, ..)| kind);
    let shown: BTreeSet<_> =
        SERVERS.iter().map(|(_, _, kind, ..)| *kind).chain(others).map(str::to_owned).collect();
    let missing: Vec<_> = listed.difference(&shown).collect();
    assert!(missing.is_empty() && listed.len() == 9, "{missing:?} of {listed:?}");
}

proptest! {
    /// Whatever a local part is made of, the request is XML and asks for this address.
    #[test]
    fn requests_are_well_formed(local in "\\PC{1,20}") {
        if let Ok(address) = format!("{local}@example.org").parse::<Address>() {
            let body = request(&address);
            let tree = roxmltree::Document::parse(&body).expect("is well-formed");
            let found = tree.descendants().find(|node| node.tag_name().name() == "EMailAddress");
            prop_assert_eq!(found.map(value), Some(address.to_ascii_domain()));
        }
    }
}
