//! Configuration profiles for devices of Apple, with the place of every value: what they have for mail.
//!
//! Source: Apple's Device Management, payload `com.apple.mail.managed`.

#[cfg(test)]
mod tests;

use std::path::Path;

use mailcheck::model::{Authentication, Security, Service};
use roxmltree::Node;

use super::plist::{self, Entry};
use super::unreadable::Unreadable;
use super::xml::{self, Places, elements, malformed};
use crate::file::{Oddity, OddityKind, PresetFile, Provider, Server, Word};
use crate::preset::{Domain, Format};

/// Reads one profile.
///
/// # Errors
///
/// [`Unreadable`], when it is signed, not well-formed or another property list.
pub(super) fn read(octets: &[u8], path: &Path) -> Result<PresetFile, Unreadable> {
    if is_signed(octets) {
        return Err(Unreadable::Signed);
    }
    let mut file = PresetFile::new(path, Format::MobileConfig);
    let text = plist::without_document_type(&xml::text(octets, &mut file)?);
    let places = Places::new(&text);
    let tree = places.parse()?;
    let root = tree.root_element();
    let outer = elements(root).find(|node| node.tag_name().name() == "dict");
    let Some(outer) = outer.filter(|_| root.tag_name().name() == "plist") else {
        return Err(malformed("there is no plist with a dict in it", places.of(root)));
    };
    file.comments = places.comments(&tree);
    let mut reader = Reader { places, file };
    let entries = reader.entries(outer);
    reader.file.version = reader.word(&entries, "PayloadVersion", "integer");
    let content = entries.iter().find(|entry| entry.key.text == "PayloadContent");
    for payload in content.into_iter().flat_map(Entry::dictionaries) {
        let entries = reader.entries(payload);
        let kind = entries.iter().find(|entry| entry.key.text == "PayloadType");
        if kind.is_some_and(|kind| kind.word(&reader.places).text == MAIL) {
            let provider = reader.provider(payload, &entries);
            reader.file.providers.push(provider);
        } else {
            let kind = kind.map_or_else(String::new, |kind| kind.word(&reader.places).text);
            let at = reader.places.of(payload);
            reader.file.passed_over.push(Word::new(kind, at));
        }
    }
    let mut file = reader.file;
    file.oddities.sort_by_key(|odd| odd.at);
    Ok(file)
}

/// Whether these octets are a profile in a CMS envelope: a sequence that begins with the identifier of
/// signed data (RFC 5652 §5.1).
pub(crate) fn is_signed(octets: &[u8]) -> bool {
    let head = octets.get(..SIGNED_WITHIN).unwrap_or(octets);
    head.starts_with(&[SEQUENCE])
        && head.windows(SIGNED_DATA.len()).any(|window| window == SIGNED_DATA)
}

struct Reader<'a> {
    places: Places<'a>,
    file: PresetFile,
}

impl Reader<'_> {
    fn provider(&mut self, node: Node<'_, '_>, entries: &[Entry<'_, '_>]) -> Provider {
        for Entry { key, .. } in entries {
            if SECRETS.contains(&key.text.as_str()) {
                self.odd(OddityKind::Secret, &key.text, key);
            } else if PASSED_OVER.contains(&key.text.as_str()) {
                self.file.passed_over.push(key.clone());
            } else if !is_known(&key.text) {
                self.odd(OddityKind::Unknown, &key.text, key);
            }
        }
        let here = Word::<()>::new("", self.places.of(node));
        let address = self.word(entries, "EmailAddress", "string");
        let mut provider = Provider {
            at: here.at,
            id: self.word(entries, "PayloadIdentifier", "string"),
            name: self.word(entries, "EmailAccountDescription", "string"),
            ..Provider::default()
        };
        if let Some(domain) = address.as_ref().and_then(domain) {
            provider.domains.push(domain);
        }
        let kind = self.word(entries, "EmailAccountType", "string");
        let kind = self.wanted(kind, "EmailAccountType", &here);
        let incoming = kind.read_as(|text| meaning(&TYPES, text));
        let outgoing = Word { text: "smtp".to_owned(), at: here.at, meaning: Some(Service::Smtp) };
        for (side, service) in [("Incoming", incoming), ("Outgoing", outgoing)] {
            let server = self.server(entries, side, service, address.as_ref(), &here);
            provider.servers.push(server);
        }
        provider
    }

    fn server(
        &mut self,
        entries: &[Entry<'_, '_>],
        side: &str,
        service: Word<Service>,
        address: Option<&Word>,
        here: &Word,
    ) -> Server {
        let key = |name: &str| format!("{side}MailServer{name}");
        let mut server = Server::new(service, here.at);
        server.is_outgoing = side == "Outgoing";
        let host = self.word(entries, &key("HostName"), "string");
        let host = self.wanted(host, &key("HostName"), here);
        if !host.text.is_empty() {
            server.at = host.at;
            server.host = Some(host.read_as(|text| text.parse().ok()));
        }
        let port = self.word(entries, &key("PortNumber"), "integer");
        server.port =
            port.map(|word| word.read_as(|text| text.parse().ok().filter(|port| *port != 0)));
        let is_encrypted = self.word(entries, &key("UseSSL"), "true");
        server.security = Some(match is_encrypted {
            Some(word) => word.read_as(|text| security(&server, text)),
            None => here.clone().read_as(|_| security(&server, "false")),
        });
        let way = self.word(entries, &key("Authentication"), "string");
        let way = self.wanted(way, &key("Authentication"), here);
        if !way.text.is_empty() {
            server.authentication.push(way.read_as(|text| {
                let other = || Authentication::Other(text.to_owned());
                Some(meaning(&WAYS, text).unwrap_or_else(other))
            }));
        }
        let username = self.word(entries, &key("Username"), "string");
        server.username =
            username.map(|word| word.read_as(|name| Some(placeholder(name, address))));
        server
    }

    fn entries<'n, 'i>(&mut self, dictionary: Node<'n, 'i>) -> Vec<Entry<'n, 'i>> {
        plist::entries(dictionary, &self.places, &mut self.file.oddities)
    }

    /// What is said by a key, if that is something; a value of another element is odd.
    fn word(&mut self, entries: &[Entry<'_, '_>], key: &str, element: &str) -> Option<Word> {
        let entry = entries.iter().find(|entry| entry.key.text == key)?;
        let word = entry.word(&self.places);
        let found = entry.element();
        if found != element && !(element == "true" && found == "false") {
            self.odd(OddityKind::WrongType, key, &word);
        }
        (!word.text.is_empty()).then_some(word)
    }

    /// What is said by a key that is always to be there.
    fn wanted(&mut self, word: Option<Word>, key: &str, here: &Word) -> Word {
        word.unwrap_or_else(|| {
            self.odd(OddityKind::Missing, key, here);
            here.clone()
        })
    }

    fn odd(&mut self, kind: OddityKind, about: &str, at: &Word) {
        self.file.oddities.push(Oddity::new(kind, about, at.at).within(MAIL));
    }
}

/// The domain of an address, where it stands.
fn domain(address: &Word) -> Option<Word<Domain>> {
    let (local, domain) = address.text.rsplit_once('@')?;
    let mut at = address.at;
    let before = u32::try_from(local.chars().count()).unwrap_or(u32::MAX);
    at.column = at.column.saturating_add(before).saturating_add(1);
    let word = Word::<()>::new(domain, at);
    Some(word.read_as(|text| Domain::read(&text.to_ascii_lowercase())))
}

/// A log-in name with a placeholder for what is taken from the address of the account.
fn placeholder(name: &str, address: Option<&Word>) -> String {
    let address = address.map(|word| word.text.as_str());
    let local = address.and_then(|address| address.rsplit_once('@')).map(|(local, _)| local);
    match name {
        name if address == Some(name) => "%EMAILADDRESS%".to_owned(),
        name if local == Some(name) => "%EMAILLOCALPART%".to_owned(),
        name => name.to_owned(),
    }
}

/// How a connection is secured. The format has one word for both ways to encrypt; which one is meant, the port
/// says, if it is a usual one. A server for sending whose port is left out is tried at 25, 587 and 465.
pub(crate) fn security(server: &Server, is_encrypted: &str) -> Option<Security> {
    let port = server.port.as_ref().map(|port| port.meaning);
    match (is_encrypted, port) {
        (_, None) if server.is_outgoing => None,
        ("false", _) => Some(Security::Plain),
        ("true", None) => Some(Security::Tls),
        ("true", Some(port)) => {
            let (port, service) = (port?, server.service.meaning?);
            match port {
                port if port == service.tls_port() => Some(Security::Tls),
                port if port == service.starttls_port() => Some(Security::Starttls),
                RELAY if service == Service::Smtp => Some(Security::Starttls),
                _unusual => None,
            }
        }
        _ => None,
    }
}

/// What a word of the format means.
fn meaning<T: Clone>(known: &[(&str, T)], text: &str) -> Option<T> {
    known.iter().find(|(word, _)| *word == text).map(|(_, meaning)| meaning.clone())
}

/// Whether a key is one of a payload for mail, or of any payload.
fn is_known(key: &str) -> bool {
    let of_side = |side| key.strip_prefix(side).is_some_and(|rest| SERVER_KEYS.contains(&rest));
    KEYS.contains(&key) || of_side("IncomingMailServer") || of_side("OutgoingMailServer")
}

/// The payload for mail.
pub(crate) const MAIL: &str = "com.apple.mail.managed";
pub(crate) const TYPES: [(&str, Service); 2] =
    [("EmailTypeIMAP", Service::Imap), ("EmailTypePOP", Service::Pop3)];
pub(crate) const WAYS: [(&str, Authentication); 5] = [
    ("EmailAuthPassword", Authentication::PasswordCleartext),
    ("EmailAuthCRAMMD5", Authentication::PasswordEncrypted),
    ("EmailAuthHTTPMD5", Authentication::PasswordEncrypted),
    ("EmailAuthNTLM", Authentication::Ntlm),
    ("EmailAuthNone", Authentication::None),
];
/// What is said of either server.
const SERVER_KEYS: [&str; 6] =
    ["Authentication", "HostName", "IMAPPathPrefix", "PortNumber", "UseSSL", "Username"];
/// What else is said, and of any payload.
const KEYS: [&str; 10] = [
    "EmailAccountDescription",
    "EmailAccountType",
    "EmailAddress",
    "PayloadDescription",
    "PayloadDisplayName",
    "PayloadIdentifier",
    "PayloadOrganization",
    "PayloadType",
    "PayloadUUID",
    "PayloadVersion",
];
/// What nothing here holds: whose account it is, what else the program may do, signatures.
const PASSED_OVER: [&str; 18] = [
    "EmailAccountName",
    "IncomingMailServerIMAPPathPrefix",
    "OutgoingPasswordSameAsIncomingPassword",
    "PayloadEnabled",
    "PreventAppSheet",
    "PreventMove",
    "SMIMEEnablePerMessageSwitch",
    "SMIMEEnableEncryptionPerMessageSwitch",
    "SMIMEEnabled",
    "SMIMEEncryptByDefault",
    "SMIMEEncryptionCertificateUUID",
    "SMIMEEncryptionEnabled",
    "SMIMESigningCertificateUUID",
    "SMIMESigningEnabled",
    "SMIMESigningUserOverrideable",
    "VPNUUID",
    "allowMailDrop",
    "disableMailRecentsSyncing",
];
/// What belongs in no file that others can read.
const SECRETS: [&str; 2] = ["IncomingPassword", "OutgoingPassword"];
/// The port between mail servers, which some let users send through (RFC 5321 §4.5.4.2).
const RELAY: u16 = 25;
/// A sequence of ASN.1.
const SEQUENCE: u8 = 0x30;
/// The identifier of signed data, 1.2.840.113549.1.7.2, in ASN.1.
const SIGNED_DATA: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// How far from the start the identifier is: behind the tag and the length.
const SIGNED_WITHIN: usize = 32;
