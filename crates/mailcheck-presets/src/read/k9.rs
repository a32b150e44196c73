//! `providers.xml`, the list that K-9 Mail had, with the place of every value.
//!
//! Source: the comment in the file itself, and what read it, `ProvidersXmlDiscovery`.

#[cfg(test)]
mod tests;

use std::path::Path;

use mailcheck::model::{Security, Service};
use roxmltree::{Attribute, Node};

use super::unreadable::Unreadable;
use super::xml::{self, Places, elements, malformed, named};
use crate::file::{Oddity, OddityKind, Place, PresetFile, Provider, Server, Word};
use crate::preset::{Domain, Format};

/// Reads one list.
///
/// # Errors
///
/// [`Unreadable`], when it is not well-formed or another document.
pub(super) fn read(octets: &[u8], path: &Path) -> Result<PresetFile, Unreadable> {
    let mut file = PresetFile::new(path, Format::K9);
    let text = xml::text(octets, &mut file)?;
    let places = Places::new(&text);
    let tree = places.parse()?;
    let root = tree.root_element();
    let name = root.tag_name().name();
    if name != "providers" {
        let why = format!("the outermost element is {name}, not providers");
        return Err(malformed(&why, places.of(root)));
    }
    file.comments = places.comments(&tree);
    let mut reader = Reader { places, oddities: file.oddities };
    reader.attributes(root, "providers", &[]);
    for node in elements(root) {
        if node.tag_name().name() == "provider" {
            file.providers.push(reader.provider(node));
        } else {
            reader.unknown(node, "providers");
        }
    }
    file.oddities = reader.oddities;
    file.oddities.sort_by_key(|odd| odd.at);
    Ok(file)
}

struct Reader<'a> {
    places: Places<'a>,
    oddities: Vec<Oddity>,
}

impl Reader<'_> {
    fn provider(&mut self, node: Node<'_, '_>) -> Provider {
        self.attributes(node, "provider", &["domain", "id", "label"]);
        let mut provider = Provider {
            at: self.places.of(node),
            id: self.filled(node, "id"),
            name: self.filled(node, "label"),
            ..Provider::default()
        };
        match self.filled(node, "domain") {
            Some(word) => {
                let domain = word.read_as(|text| Domain::read(&text.to_ascii_lowercase()));
                provider.domains.push(domain);
            }
            None => self.missing(node, "domain", "provider"),
        }
        for child in elements(node) {
            match child.tag_name().name() {
                "incoming" => provider.servers.extend(self.server(child, "incoming")),
                "outgoing" => provider.servers.extend(self.server(child, "outgoing")),
                _other => self.unknown(child, "provider"),
            }
        }
        for element in ["incoming", "outgoing"] {
            if named(node, element).next().is_none() {
                self.missing(node, element, "provider");
            }
        }
        provider
    }

    fn server(&mut self, node: Node<'_, '_>, element: &'static str) -> Option<Server> {
        self.attributes(node, element, &["uri", "username"]);
        let is_outgoing = element == "outgoing";
        let server = node.attribute_node("uri").map(|uri| self.uri(uri, element));
        if server.is_none() {
            self.missing(node, "uri", element);
        }
        let username = self.filled(node, "username");
        // Servers for sending may be used without a log-in: the name is there and empty then.
        if username.is_none() && (!is_outgoing || node.attribute("username").is_none()) {
            self.missing(node, "username", element);
        }
        let mut server = server?;
        server.at = self.places.of(node);
        server.is_outgoing = is_outgoing;
        server.username = username.map(|word| word.read_as(|text| Some(placeholders(text))));
        Some(server)
    }

    /// Reads `imap+ssl+://imap.example.org:993`.
    fn uri(&mut self, attribute: Attribute<'_, '_>, element: &str) -> Server {
        let whole = self.places.value(attribute);
        // The host may hold what looks like a port: an address of IPv6 in brackets.
        let (scheme, rest) = whole.text.split_once("://").unwrap_or((&whole.text, ""));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let bracket = authority.rfind(']').unwrap_or_default();
        let colon = authority.rfind(':').filter(|colon| *colon >= bracket);
        let (host, port) = match colon {
            Some(colon) => authority.split_at(colon),
            None => (authority, ""),
        };
        let at = |octet: usize| self.at(attribute, &whole, octet);
        let host_at = at(scheme.len() + "://".len());
        let port_at = at(scheme.len() + "://".len() + host.len() + 1);

        let lower = scheme.to_ascii_lowercase();
        let known = SCHEMES.iter().find(|(known, ..)| *known == lower);
        if known.is_some() && lower != scheme {
            let odd = Oddity::new(OddityKind::LetterCase, scheme, whole.at).within("uri");
            self.oddities.push(odd);
        }
        let name = scheme.split('+').next().unwrap_or_default();
        let service =
            Word::<()>::new(name, whole.at).read_as(|_| known.map(|(_, service, _)| *service));
        let mut server = Server::new(service, whole.at);
        let security = Word::<()>::new(scheme, whole.at);
        server.security = Some(security.read_as(|_| known.map(|(.., security)| *security)));
        if host.is_empty() {
            self.oddities.push(Oddity::new(OddityKind::Missing, "host", whole.at).within(element));
        } else {
            let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
            let host = Word::<()>::new(host, host_at);
            server.host = Some(host.read_as(|text| bare.unwrap_or(text).parse().ok()));
        }
        if let Some(port) = port.strip_prefix(':') {
            let port = Word::<()>::new(port, port_at);
            server.port = Some(port.read_as(|text| text.parse().ok().filter(|port| *port != 0)));
        }
        server
    }

    /// Where an octet of an attribute's value is; its beginning, if entities stand in between.
    fn at(&self, attribute: Attribute<'_, '_>, whole: &Word, octet: usize) -> Place {
        let range = attribute.range_value();
        let written = self.places.text.get(range.clone()).unwrap_or_default();
        match written.find(&whole.text) {
            Some(start) => self.places.lines.place(range.start + start + octet),
            None => whole.at,
        }
    }

    /// The value of an attribute that says something.
    fn filled(&self, node: Node<'_, '_>, name: &str) -> Option<Word> {
        self.places.attribute(node, name).filter(|word| !word.text.is_empty())
    }

    fn attributes(&mut self, node: Node<'_, '_>, element: &str, known: &[&str]) {
        let unknown = node.attributes().filter(|it| it.namespace().is_none());
        for attribute in unknown.filter(|it| !known.contains(&it.name())) {
            let at = self.places.lines.place(attribute.range().start);
            let odd = Oddity::new(OddityKind::Unknown, attribute.name(), at);
            self.oddities.push(odd.within(element));
        }
    }

    fn unknown(&mut self, node: Node<'_, '_>, within: &str) {
        let odd = Oddity::new(OddityKind::Unknown, node.tag_name().name(), self.places.of(node));
        self.oddities.push(odd.within(within));
    }

    fn missing(&mut self, node: Node<'_, '_>, name: &str, within: &str) {
        let at = self.places.attribute(node, name).map_or_else(|| self.places.of(node), |it| it.at);
        self.oddities.push(Oddity::new(OddityKind::Missing, name, at).within(within));
    }
}

/// A log-in name with autoconfig's placeholders for those of this format.
fn placeholders(text: &str) -> String {
    let with = |text: String, (theirs, ours): &(&str, &str)| text.replace(theirs, ours);
    PLACEHOLDERS.iter().fold(text.to_owned(), with)
}

/// What this format calls what, and what autoconfig does.
pub(crate) const PLACEHOLDERS: [(&str, &str); 3] =
    [("$email", "%EMAILADDRESS%"), ("$user", "%EMAILLOCALPART%"), ("$domain", "%EMAILDOMAIN%")];

/// The schemes: those that the format documents, with encryption that is required, and those without any. Old ones
/// that took any certificate, without the last plus sign, are none of them.
pub(crate) const SCHEMES: [(&str, Service, Security); 6] = [
    ("imap", Service::Imap, Security::Plain),
    ("imap+ssl+", Service::Imap, Security::Tls),
    ("imap+tls+", Service::Imap, Security::Starttls),
    ("smtp", Service::Smtp, Security::Plain),
    ("smtp+ssl+", Service::Smtp, Security::Tls),
    ("smtp+tls+", Service::Smtp, Security::Starttls),
];
