//! A configuration profile for devices of Apple, written: an account for mail for each provider.
//!
//! It is for nobody in particular: a device asks for the address, the log-in name and the password.
//!
//! Source: Apple's Device Management, payload `com.apple.mail.managed`.

use mailcheck::model::Security;
use sha2::{Digest as _, Sha256};

use super::{CannotWrite, Loss, Part, comments, shortened};
use crate::file::{Place, PresetFile, Provider, Server, Word};
use crate::read::mobileconfig::{MAIL, TYPES, WAYS, security};
use crate::xml::Xml;

pub(super) fn write(file: &PresetFile) -> Result<(String, Vec<Loss>), CannotWrite> {
    let mut losses = Vec::new();
    let mut accounts = Vec::new();
    for provider in &file.providers {
        if let Some(account) = Account::of(provider, &mut losses) {
            accounts.push(account);
        } else {
            let name = provider.id.as_ref().or(provider.name.as_ref());
            let name = name.map_or("", |word| word.text.as_str());
            losses.push(Loss::new(Part::Provider, name, provider.at));
        }
    }
    let Some(first) = accounts.first() else {
        return Err(CannotWrite::Missing { what: "PayloadContent" });
    };
    let name = first.provider.name.as_ref().map_or(first.id, |name| &name.text);
    let mut xml = Xml::new();
    xml.document_type(DOCUMENT_TYPE);
    comments(file, &mut xml, &mut losses);
    xml.open("plist", &[("version", "1.0")]);
    xml.open("dict", &[]);
    xml.leaf("key", "PayloadContent");
    xml.open("array", &[]);
    for (number, account) in accounts.iter().enumerate() {
        xml.open("dict", &[]);
        account.write(&mut xml);
        payload(&mut xml, MAIL, account.id, &format!("{number} {}", account.content()));
        xml.close();
    }
    xml.close();
    string(&mut xml, "PayloadDisplayName", name);
    let all: Vec<String> = accounts.iter().map(Account::content).collect();
    payload(&mut xml, "Configuration", &format!("{}.profile", first.id), &all.join("\n"));
    losses.extend(shortened(&xml));
    Ok((xml.end(), losses))
}

/// An account: one server for reading mail and one for sending it.
struct Account<'a> {
    provider: &'a Provider,
    id: &'a str,
    kind: &'static str,
    incoming: Side<'a>,
    outgoing: Side<'a>,
}

/// A server as it is written.
struct Side<'a> {
    host: &'a str,
    port: Option<u16>,
    is_encrypted: bool,
    way: Option<&'static str>,
    username: Option<&'a str>,
}

impl<'a> Account<'a> {
    /// The first two servers that the format can hold; the others are lost.
    fn of(provider: &'a Provider, losses: &mut Vec<Loss>) -> Option<Self> {
        let mut lost = super::beside(provider, &[]);
        let domains = provider.domains.iter();
        lost.extend(domains.map(|it| Loss::new(Part::Domain, &it.text, it.at)));
        let (mut incoming, mut outgoing) = (None, None);
        for server in &provider.servers {
            let place = if server.is_outgoing { &mut outgoing } else { &mut incoming };
            let side = Side::of(server).filter(|_| place.is_none());
            if let Some((kind, side)) = side {
                lost.extend(beside(server, &side));
                *place = Some((kind, side));
            } else {
                let word = server.host.as_ref().map_or(&server.service.text, |it| &it.text);
                lost.push(Loss::new(Part::Server, word, server.at));
            }
        }
        let ((kind, incoming), (_, outgoing)) = (incoming?, outgoing?);
        losses.extend(lost);
        let id = provider.id.as_ref().map_or(incoming.host, |id| &id.text);
        Some(Self { provider, id, kind, incoming, outgoing })
    }

    fn write(&self, xml: &mut Xml) {
        if let Some(name) = &self.provider.name {
            string(xml, "EmailAccountDescription", &name.text);
        }
        string(xml, "EmailAccountType", self.kind);
        for (side, server) in [("Incoming", &self.incoming), ("Outgoing", &self.outgoing)] {
            let key = |name: &str| format!("{side}MailServer{name}");
            if let Some(way) = server.way {
                string(xml, &key("Authentication"), way);
            }
            string(xml, &key("HostName"), server.host);
            if let Some(port) = server.port {
                xml.leaf("key", &key("PortNumber"));
                xml.leaf("integer", &port.to_string());
            }
            xml.leaf("key", &key("UseSSL"));
            xml.empty(if server.is_encrypted { "true" } else { "false" }, &[]);
            if let Some(name) = server.username {
                string(xml, &key("Username"), name);
            }
        }
    }

    /// All that makes it another account than others.
    fn content(&self) -> String {
        let mut xml = Xml::new();
        self.write(&mut xml);
        format!("{} {}", self.id, xml.end())
    }
}

impl<'a> Side<'a> {
    /// A server and the word for what it is for; `None` when the format cannot hold it.
    fn of(server: &'a Server) -> Option<(&'static str, Self)> {
        let service = server.service.meaning?;
        if service.is_incoming() == server.is_outgoing {
            return None;
        }
        let kind = TYPES.iter().find(|(_, known)| *known == service).map_or("", |(word, _)| word);
        let endpoint = server.endpoint()?;
        let is_encrypted = endpoint.security != Security::Plain;
        // One word stands for both ways to encrypt: the port has to make the right one of it.
        let as_read = |port: Option<u16>| {
            let mut read = server.clone();
            read.port = port.map(|port| {
                Word::<()>::new(port.to_string(), Place::default()).read_as(|_| Some(port))
            });
            security(&read, if is_encrypted { "true" } else { "false" })
        };
        let said = server.port.as_ref().and_then(|port| port.meaning);
        let port = [said, Some(endpoint.port)];
        let port = port.into_iter().find(|port| as_read(*port) == Some(endpoint.security))?;
        let way = way(server);
        if way.is_none() && !server.authentication.is_empty() {
            return None;
        }
        let username = server.username.as_ref().and_then(|word| word.meaning.as_deref());
        let side = Self {
            host: server.host.as_ref()?.meaning.as_ref()?.as_str(),
            port,
            is_encrypted,
            way: way.map(|(_, word)| word),
            username: username.filter(|name| !name.contains("%EMAIL")),
        };
        Some((kind, side))
    }
}

/// The first way to log in that the format has a word for, and the word.
fn way(server: &Server) -> Option<(usize, &'static str)> {
    let meanings = server.authentication.iter().map(|way| way.meaning.as_ref()).enumerate();
    let mut known = meanings.filter_map(|(number, way)| {
        let (word, _) = WAYS.iter().find(|(_, known)| Some(known) == way)?;
        Some((number, *word))
    });
    known.next()
}

/// What is said of a server and not in its account.
fn beside(server: &Server, side: &Side<'_>) -> Vec<Loss> {
    let mut losses = super::beside_server(server);
    let written = way(server).map(|(number, _)| number);
    for (number, way) in server.authentication.iter().enumerate() {
        if Some(number) != written {
            losses.push(Loss::new(Part::Authentication, &way.text, way.at));
        }
    }
    if let Some(name) = server.username.as_ref().filter(|_| side.username.is_none()) {
        losses.push(Loss::new(Part::Username, &name.text, name.at));
    }
    losses
}

/// What every payload has.
fn payload(xml: &mut Xml, kind: &str, id: &str, content: &str) {
    string(xml, "PayloadIdentifier", id);
    string(xml, "PayloadType", kind);
    string(xml, "PayloadUUID", &uuid(&format!("{kind} {id} {content}")));
    xml.leaf("key", "PayloadVersion");
    xml.leaf("integer", "1");
}

fn string(xml: &mut Xml, key: &str, text: &str) {
    xml.leaf("key", key);
    xml.leaf("string", text);
}

/// An identifier that is the same for the same content: version 8, a digest (RFC 9562 §5.8).
fn uuid(content: &str) -> String {
    let mut octets = [0; 16];
    octets.iter_mut().zip(Sha256::digest(content)).for_each(|(octet, from)| *octet = from);
    let mut number = u128::from_be_bytes(octets);
    number = number & !VERSION_BITS | VERSION;
    number = number & !VARIANT_BITS | VARIANT;
    let hex = format!("{number:032X}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

const DOCUMENT_TYPE: &str = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
                             \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";
/// Where the version of an identifier is, and which one it is (RFC 9562 §4.2).
const VERSION_BITS: u128 = 0xf << 76;
const VERSION: u128 = 0x8 << 76;
/// The same of its variant (RFC 9562 §4.1).
const VARIANT_BITS: u128 = 0b11 << 62;
const VARIANT: u128 = 0b10 << 62;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_follow_the_content() {
        let one = uuid("a");
        assert_eq!(one, uuid("a"));
        assert_ne!(one, uuid("b"));
        let shape: String =
            one.chars().map(|it| if it.is_ascii_hexdigit() { 'x' } else { it }).collect();
        assert_eq!(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
        assert_eq!(one.chars().nth(14), Some('8'));
        assert!(one.chars().nth(19).is_some_and(|it| "89AB".contains(it)), "{one}");
    }
}
