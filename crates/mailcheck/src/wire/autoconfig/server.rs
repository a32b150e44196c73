//! The servers of a document: those that can be used, and those that are of another kind.

use roxmltree::Node;

use super::Document;
use super::deviation as odd;
use super::placeholder::{DOMAIN, Slip, slip};
use crate::model::{Authentication, Endpoint, Host, Security, ServerText, Service, Setting};
use crate::wire::setting::{is_username, parse_port, port_slip};
use crate::wire::xml::{Notebook, elements, named, raw, value};

/// A server that can be used.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Server {
    /// What it says.
    pub setting: Setting,
    /// The line on which its section begins, from 1.
    pub line: u32,
    /// The security as it stands there.
    pub socket_type: ServerText,
    /// From where alone it can be used, such as `client-IP-address`.
    pub restriction: Option<ServerText>,
}

/// A server of another kind: reached by a URL, or not for mail.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct OtherServer {
    /// The element, such as `incomingServer` or `calendar`.
    pub section: &'static str,
    /// The type as it stands there, such as `jmap`, `ews` or `caldav`.
    pub kind: ServerText,
    /// Its URL, or its host.
    pub location: Option<ServerText>,
    /// How to log in, the best first.
    pub authentication: Vec<Authentication>,
    /// The line on which its section begins, from 1.
    pub line: u32,
}

/// Reads the servers of a provider.
pub(super) fn read(
    provider: Node<'_, '_>,
    domain: &Host,
    document: &mut Document,
    notebook: &mut Notebook,
) {
    let mut count = 0;
    for node in elements(provider) {
        let Some(section) = section(node, &MAIL) else { continue };
        count += 1;
        if count > MOST_SERVERS {
            notebook.dropping(odd::TOO_MANY_SERVERS, "", node);
            return;
        }
        match kind(node, section, notebook) {
            Some(Kind::Mail(service)) => {
                notebook.turn_to(Some(service));
                let server = server(node, service, domain, notebook);
                notebook.turn_to(None);
                let Some(server) = server else { continue };
                if document.servers.iter().any(|other| other.setting == server.setting) {
                    let endpoint = server.setting.endpoint.to_string();
                    notebook.note(odd::DUPLICATE_SERVER, &endpoint, node);
                }
                document.servers.push(server);
            }
            Some(Kind::Other) => document.others.push(other(node, section, notebook)),
            None => {}
        }
    }
}

/// The servers outside of the provider, which are not for mail.
pub(super) fn elsewhere(root: Node<'_, '_>, notebook: &mut Notebook) -> Vec<OtherServer> {
    let sections = elements(root).filter_map(|node| Some((node, section(node, &NOT_MAIL)?)));
    sections.take(MOST_SERVERS).map(|(node, section)| other(node, section, notebook)).collect()
}

enum Kind {
    Mail(Service),
    Other,
}

fn section(node: Node<'_, '_>, known: &[&'static str]) -> Option<&'static str> {
    known.iter().copied().find(|section| *section == node.tag_name().name())
}

/// The type of a server; `None` when the section is of no use.
fn kind(node: Node<'_, '_>, section: &str, notebook: &mut Notebook) -> Option<Kind> {
    let word = node.attribute("type").unwrap_or_default();
    let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    let Some((known, service)) = known else {
        notebook.dropping(odd::UNKNOWN_TYPE, word, node);
        return None;
    };
    // The draft's own sample and its text differ in the capitals of this one.
    if *known != word && service.is_some() {
        notebook.note(odd::LETTER_CASE, word, node);
    }
    let Some(service) = service else { return Some(Kind::Other) };
    if service.is_incoming() != (section == INCOMING) {
        notebook.dropping(odd::MISPLACED_TYPE, word, node);
        return None;
    }
    Some(Kind::Mail(*service))
}

fn server(
    node: Node<'_, '_>,
    service: Service,
    domain: &Host,
    notebook: &mut Notebook,
) -> Option<Server> {
    // Everything is looked at, also when one thing is enough to leave the server out.
    let host = host(node, domain, notebook);
    let port = port(node, notebook);
    let security = security(node, notebook);
    let username = username(node, notebook);
    let authentication = authentication(node, notebook);
    let restriction = named(node, "restriction").next().map(|node| ServerText::from(value(node)));
    let (security, socket_type) = security?;
    let endpoint = Endpoint { service, host: host?, port: port?, security };
    if security == Security::Plain {
        notebook.note(odd::PLAIN_SOCKET_TYPE, endpoint.host.as_str(), node);
    }
    if authentication.iter().all(|way| *way == Authentication::OAuth2) {
        let kind =
            if authentication.is_empty() { odd::MISSING_AUTHENTICATION } else { odd::OAUTH2_ONLY };
        notebook.note(kind, endpoint.host.as_str(), node);
    }
    if let Some(kind) = port_slip(&endpoint) {
        notebook.note(kind, &endpoint.to_string(), node);
    }
    let setting = Setting { endpoint, username, authentication };
    Some(Server { setting, line: notebook.line(node), socket_type, restriction })
}

fn other(node: Node<'_, '_>, section: &'static str, notebook: &mut Notebook) -> OtherServer {
    let location = LOCATIONS.iter().find_map(|name| named(node, name).next()).map(value);
    if let Some(child) = named(node, "username").next() {
        note_placeholders(child, &value(child), notebook);
    }
    let ways = named(node, "authentication").map(value).filter(|text| !text.is_empty());
    OtherServer {
        section,
        kind: node.attribute("type").unwrap_or_default().into(),
        location: location.map(ServerText::from),
        authentication: ways.take(MOST_WAYS).map(known_or_safe).collect(),
        line: notebook.line(node),
    }
}

/// The value of the first element of that name, and whether there are blanks around it.
fn first<'a, 'i>(
    node: Node<'a, 'i>,
    name: &str,
    notebook: &mut Notebook,
) -> Option<(Node<'a, 'i>, String)> {
    let child = named(node, name).next()?;
    Some((child, trimmed(child, notebook)))
}

fn trimmed(node: Node<'_, '_>, notebook: &mut Notebook) -> String {
    let raw = raw(node);
    let trimmed = raw.trim();
    if trimmed.len() != raw.len() && !trimmed.is_empty() {
        notebook.note(odd::BLANK_AROUND, trimmed, node);
    }
    trimmed.to_owned()
}

fn host(node: Node<'_, '_>, domain: &Host, notebook: &mut Notebook) -> Option<Host> {
    let (child, text) = first(node, "hostname", notebook).unwrap_or((node, String::new()));
    if text.is_empty() {
        notebook.dropping(odd::MISSING_HOSTNAME, "", child);
        return None;
    }
    if text.contains(DOMAIN) {
        notebook.note(odd::PLACEHOLDER_IN_HOSTNAME, &text, child);
    }
    let host = text.replace(DOMAIN, domain.as_str()).parse();
    if host.is_err() {
        notebook.dropping(odd::BAD_HOSTNAME, &text, child);
    }
    host.ok()
}

fn port(node: Node<'_, '_>, notebook: &mut Notebook) -> Option<u16> {
    let (child, text) = first(node, "port", notebook).unwrap_or((node, String::new()));
    let port = parse_port(&text);
    if port.is_none() {
        notebook.dropping(odd::BAD_PORT, &text, child);
    }
    port
}

/// The first security that the format has, and how it stands there.
fn security(node: Node<'_, '_>, notebook: &mut Notebook) -> Option<(Security, ServerText)> {
    let mut found = None;
    let mut unknown = Vec::new();
    for child in named(node, "socketType") {
        let text = trimmed(child, notebook);
        match SOCKET_TYPES.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text)) {
            Some((word, _)) if found.is_none() && *word != text => {
                notebook.note(odd::LETTER_CASE, &text, child);
            }
            Some(_) => {}
            None => unknown.push((child, text.clone())),
        }
        let security = SOCKET_TYPES.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text));
        found = found.or_else(|| security.map(|(_, security)| (*security, text.into())));
    }
    if unknown.is_empty() && found.is_none() {
        unknown.push((node, String::new()));
    }
    for (child, text) in unknown {
        if found.is_some() {
            notebook.note(odd::UNKNOWN_SOCKET_TYPE, &text, child);
        } else {
            notebook.dropping(odd::UNKNOWN_SOCKET_TYPE, &text, child);
        }
    }
    found
}

fn username(node: Node<'_, '_>, notebook: &mut Notebook) -> Option<String> {
    let (child, text) = first(node, "username", notebook).unwrap_or((node, String::new()));
    if text.is_empty() {
        notebook.note(odd::MISSING_USERNAME, "", child);
        return None;
    }
    if !is_username(&text) {
        notebook.note(odd::BAD_USERNAME, &text, child);
        return None;
    }
    note_placeholders(child, &text, notebook);
    Some(text)
}

fn note_placeholders(node: Node<'_, '_>, text: &str, notebook: &mut Notebook) {
    match slip(text) {
        Some(Slip::Half) => notebook.note(odd::HALF_PLACEHOLDER, text, node),
        Some(Slip::Unknown) => notebook.note(odd::UNKNOWN_PLACEHOLDER, text, node),
        None => {}
    }
}

/// How to log in, each way once, in the order of the document.
fn authentication(node: Node<'_, '_>, notebook: &mut Notebook) -> Vec<Authentication> {
    let mut ways = Vec::new();
    for child in named(node, "authentication").take(MOST_WAYS) {
        let text = trimmed(child, notebook);
        let old = OLD_WAYS.iter().find(|(word, _)| *word == text);
        let way = old.map_or_else(|| known_or_safe(text.clone()), |(_, way)| way.clone());
        // Names of SASL's and HTTP's mechanisms are not the format's.
        let is_foreign = child.attribute("system").is_some();
        if old.is_some() || text == AFTER_POP {
            notebook.note(odd::DEPRECATED_VALUE, &text, child);
        } else if let (false, Authentication::Other(_)) = (is_foreign, &way) {
            notebook.note(odd::UNKNOWN_AUTHENTICATION, &text, child);
        } else if !is_foreign && way.name() != text {
            notebook.note(odd::LETTER_CASE, &text, child);
        }
        if ways.contains(&way) {
            notebook.note(odd::DUPLICATE_ELEMENT, &text, child);
        } else if !text.is_empty() {
            ways.push(way);
        }
    }
    ways
}

/// A way to log in; what is not known is made safe to show.
fn known_or_safe(text: String) -> Authentication {
    Authentication::from(String::from(ServerText::from(text)))
}

/// The sections for mail.
const MAIL: [&str; 2] = [INCOMING, "outgoingServer"];
const INCOMING: &str = "incomingServer";
/// The sections for anything else (the draft, version 1.2).
pub(super) const NOT_MAIL: [&str; 6] =
    ["addressbook", "calendar", "chatServer", "fileShare", "setupServer", "videoConference"];
/// The types of servers for mail, those of the public database included.
const TYPES: [(&str, Option<Service>); 10] = [
    ("activeSync", None),
    ("ews", None),
    ("exchange", None),
    ("graph", None),
    ("imap", Some(Service::Imap)),
    ("jmap", None),
    ("nntp", None),
    ("owa", None),
    ("pop3", Some(Service::Pop3)),
    ("smtp", Some(Service::Smtp)),
];
const SOCKET_TYPES: [(&str, Security); 3] =
    [("SSL", Security::Tls), ("STARTTLS", Security::Starttls), ("plain", Security::Plain)];
/// What version 1.1 began with.
const OLD_WAYS: [(&str, Authentication); 2] =
    [("plain", Authentication::PasswordCleartext), ("secure", Authentication::PasswordEncrypted)];
/// Another one of them, for which there is no word now.
const AFTER_POP: &str = "smtp-after-pop";
/// Where a server of another kind is, the best first.
const LOCATIONS: [&str; 5] = ["url", "ewsURL", "owaURL", "easURL", "hostname"];
/// The most servers that are kept. The longest file of the public database has seven.
const MOST_SERVERS: usize = 64;
/// The most ways to log in to one server that are kept.
const MOST_WAYS: usize = 16;
