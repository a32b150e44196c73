//! Configuration profiles: what is read of them, what is odd, and what is refused.

use mailcheck::model::Unusable;

use crate::file::{OddityKind, PresetFile};
use crate::preset::Format;
use crate::read::Unreadable;

/// A profile for mail, and one for something else in it.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"
  "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>EmailAccountDescription</key><string>Example</string>
      <key>EmailAccountType</key><string>EmailTypeIMAP</string>
      <key>EmailAddress</key><string>joe@example.org</string>
      <key>IncomingMailServerAuthentication</key><string>EmailAuthPassword</string>
      <key>IncomingMailServerHostName</key><string>imap.example.org</string>
      <key>IncomingMailServerPortNumber</key><integer>993</integer>
      <key>IncomingMailServerUseSSL</key><true/>
      <key>IncomingMailServerUsername</key><string>joe@example.org</string>
      <key>OutgoingMailServerAuthentication</key><string>EmailAuthCRAMMD5</string>
      <key>OutgoingMailServerHostName</key><string>smtp.example.org</string>
      <key>OutgoingMailServerPortNumber</key><integer>587</integer>
      <key>OutgoingMailServerUseSSL</key><true/>
      <key>OutgoingMailServerUsername</key><string>joe</string>
      <key>PayloadIdentifier</key><string>org.example.mail</string>
      <key>PayloadType</key><string>com.apple.mail.managed</string>
      <key>PreventMove</key><false/>
    </dict>
    <dict>
      <key>PayloadType</key><string>com.apple.wifi.managed</string>
    </dict>
  </array>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
</dict>
</plist>
"#;

fn read(xml: &str) -> PresetFile {
    let file = crate::read(xml.as_bytes(), "a.mobileconfig".as_ref()).expect("is a profile");
    file.unwrap_or_else(|why| panic!("{why:?}: {xml}"))
}

fn changed(old: &str, new: &str) -> PresetFile {
    assert!(PROFILE.contains(old), "{old}");
    read(&PROFILE.replacen(old, new, 1))
}

fn endpoint(file: &PresetFile, number: usize) -> Option<String> {
    file.providers[0].servers[number].endpoint().map(|it| it.to_string())
}

type Odd<'a> = (OddityKind, &'a str, &'a str, u32, u32);

fn oddities(file: &PresetFile) -> Vec<Odd<'_>> {
    let odd = file.oddities.iter();
    odd.map(|it| (it.kind, it.about.as_str(), it.within.as_str(), it.at.line, it.at.column))
        .collect()
}

#[test]
fn an_account_is_read() {
    let file = read(PROFILE);
    assert_eq!((file.format, oddities(&file)), (Format::MobileConfig, vec![]));
    assert_eq!(file.version.as_ref().map(|it| it.text.as_str()), Some("1"));
    let passed_over: Vec<_> = file.passed_over.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(passed_over, ["PreventMove", "com.apple.wifi.managed"]);
    let [provider] = &file.providers[..] else { panic!("{file:?}") };
    let word = |word: &Option<crate::file::Word>| word.as_ref().map(|it| it.text.clone());
    assert_eq!(word(&provider.id).as_deref(), Some("org.example.mail"));
    assert_eq!(word(&provider.name).as_deref(), Some("Example"));
    let domain = &provider.domains[0];
    assert_eq!((domain.text.as_str(), domain.at.line, domain.at.column), ("example.org", 11, 42));
    assert_eq!(endpoint(&file, 0).as_deref(), Some("imap://imap.example.org:993/tls"));
    assert_eq!(endpoint(&file, 1).as_deref(), Some("smtp://smtp.example.org:587/starttls"));
    let [incoming, outgoing] = &provider.servers[..] else { panic!("{provider:?}") };
    assert_eq!((incoming.is_outgoing, outgoing.is_outgoing), (false, true));
    let way = |server: &crate::file::Server| {
        server.authentication[0].meaning.as_ref().map(|way| way.name().to_owned())
    };
    assert_eq!(way(incoming).as_deref(), Some("password-cleartext"));
    assert_eq!(way(outgoing).as_deref(), Some("password-encrypted"));
    let name = |server: &crate::file::Server| {
        let name = server.username.clone();
        name.map(|it| (it.text, it.meaning.unwrap_or_default(), it.at.line))
    };
    let expected = ("joe@example.org".to_owned(), "%EMAILADDRESS%".to_owned(), 16);
    assert_eq!(name(incoming), Some(expected));
    assert_eq!(name(outgoing), Some(("joe".to_owned(), "%EMAILLOCALPART%".to_owned(), 21)));
    let port = outgoing.port.as_ref().expect("is there");
    assert_eq!((port.at.line, port.at.column), (19, 55));
}

/// One word stands for both ways to encrypt; the port says which.
#[test]
fn the_port_says_how_a_connection_is_secured() {
    let incoming = "<key>IncomingMailServerPortNumber</key><integer>993</integer>";
    let outgoing = "<key>OutgoingMailServerPortNumber</key><integer>587</integer>";
    let port = |old: &str, port: &str| old.replace("993", port).replace("587", port);
    for (number, old, new, expected) in [
        (0, incoming, port(incoming, "143"), Some("imap://imap.example.org:143/starttls")),
        (0, incoming, port(incoming, "1993"), None),
        (0, incoming, port(incoming, "70000"), None),
        (0, incoming, String::new(), Some("imap://imap.example.org:993/tls")),
        (0, "EmailTypeIMAP", "EmailTypePOP".to_owned(), None),
        (1, outgoing, port(outgoing, "465"), Some("smtp://smtp.example.org:465/tls")),
        (1, outgoing, port(outgoing, "25"), Some("smtp://smtp.example.org:25/starttls")),
        // Devices try several ports then.
        (1, outgoing, String::new(), None),
        (
            1,
            "<key>OutgoingMailServerUseSSL</key><true/>",
            "<key>OutgoingMailServerUseSSL</key><false/>".to_owned(),
            Some("smtp://smtp.example.org:587/plain"),
        ),
        (
            1,
            "<key>OutgoingMailServerUseSSL</key><true/>",
            String::new(),
            Some("smtp://smtp.example.org:587/plain"),
        ),
    ] {
        assert_eq!(endpoint(&changed(old, &new), number).as_deref(), expected, "{new}");
    }
}

#[test]
fn what_is_odd_is_told_with_its_place() {
    use OddityKind::{Duplicate, Misplaced, Missing, Secret, Unknown, WrongType};
    let mail = "com.apple.mail.managed";
    for (old, new, expected) in [
        (
            "<key>PreventMove</key>",
            "<key>PreventMoves</key>",
            (Unknown, "PreventMoves", mail, 24, 12),
        ),
        (
            "<key>PreventMove</key>",
            "<key>IncomingPassword</key>",
            (Secret, "IncomingPassword", mail, 24, 12),
        ),
        (
            "<integer>993</integer>",
            "<string>993</string>",
            (WrongType, "IncomingMailServerPortNumber", mail, 14, 54),
        ),
        (
            "<key>IncomingMailServerHostName</key><string>imap.example.org</string>",
            "",
            (Missing, "IncomingMailServerHostName", mail, 8, 5),
        ),
        (
            "<key>EmailAccountType</key><string>EmailTypeIMAP</string>",
            "",
            (Missing, "EmailAccountType", mail, 8, 5),
        ),
        (
            "<string>EmailAuthCRAMMD5</string>",
            "<string/>",
            (Missing, "OutgoingMailServerAuthentication", mail, 8, 5),
        ),
        (
            "<key>PreventMove</key>",
            "<key>EmailAddress</key>",
            (Duplicate, "EmailAddress", "dict", 24, 12),
        ),
        ("<key>PreventMove</key>", "", (Misplaced, "false", "dict", 24, 7)),
        ("<false/>", "", (Missing, "PreventMove", "dict", 24, 12)),
    ] {
        assert_eq!(oddities(&changed(old, new)), [expected], "{new}");
    }
    let secret = "<key>IncomingPassword</key><string>hunter2</string><key>PreventMove</key>";
    let file = changed("<key>PreventMove</key>", secret);
    assert!(!format!("{file:?}").contains("hunter2"), "{file:?}");
}

#[test]
fn document_types_that_define_nothing_are_passed_over() {
    let defined = PROFILE.replacen(".dtd\">", ".dtd\" [<!ENTITY a \"b\">]>", 1);
    let why = crate::read(defined.as_bytes(), "a".as_ref()).expect("looks like a profile");
    let Err(Unreadable::Unusable { why: Unusable::Malformed { text }, at: Some(at) }) = why else {
        panic!("{why:?}")
    };
    assert!(text.contains("DTD"), "{text}");
    assert_eq!((at.line, at.column), (2, 1));
    // In a text it is one.
    let quoted = changed("Example<", "<![CDATA[<!DOCTYPE a>]]><");
    let name = quoted.providers[0].name.as_ref().map(|it| it.text.as_str());
    assert_eq!(name, Some("<!DOCTYPE a>"));
}

#[test]
fn signed_profiles_are_told_and_other_envelopes_are_none() {
    let length = u16::try_from(PROFILE.len() + 15).expect("is short").to_be_bytes();
    let envelope = [0x30, 0x82, length[0], length[1], 0x06, 0x09];
    let signed = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x82];
    let of = |inside: &str| [&envelope[..], &signed[..], inside.as_bytes()].concat();
    let read = crate::read(&of(PROFILE), "a.mobileconfig".as_ref());
    assert_eq!(read, Some(Err(Unreadable::Signed)));
    assert_eq!(crate::read(&of("a message"), "a.p7s".as_ref()), None);
    let wifi = PROFILE.replace("mail.managed", "vpn.managed");
    assert_eq!(crate::read(wifi.as_bytes(), "a".as_ref()), None);
}
