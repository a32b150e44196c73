//! Autoconfig documents, versions 1.1 and 1.2, with the place of every value.
//!
//! Source: [draft-ietf-mailmaint-autoconfig](https://datatracker.ietf.org/doc/draft-ietf-mailmaint-autoconfig/).

use std::path::Path;

use mailcheck::model::{Security, Service, Unusable};
use roxmltree::{Document, Node, ParsingOptions};

use crate::file::{
    Lines, Link, Oauth2, Oddity, OddityKind, Place, PresetFile, Provider, Purpose, Server, Word,
};
use crate::preset::{Domain, Format};

/// Reads one document.
///
/// # Errors
///
/// [`Unusable::Malformed`], when it is not well-formed.
pub(super) fn read(octets: &[u8], path: &Path) -> Result<PresetFile, Unusable> {
    let malformed = |text: String| Unusable::Malformed { text };
    let text = str::from_utf8(octets).map_err(|why| malformed(why.to_string()))?;
    let mut file = PresetFile::new(path, Format::Autoconfig);
    let whole = text.strip_prefix('\u{feff}').unwrap_or(text);
    if whole.len() != text.len() {
        file.oddities.push(Oddity::new(
            OddityKind::ByteOrderMark,
            "UTF-8",
            Place { line: 1, column: 1 },
        ));
    }
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let tree =
        Document::parse_with_options(whole, options).map_err(|why| malformed(why.to_string()))?;
    let mut reader = Reader { lines: Lines::new(whole), file };
    reader.document(&tree);
    Ok(reader.file)
}

struct Reader<'a> {
    lines: Lines<'a>,
    file: PresetFile,
}

impl Reader<'_> {
    fn document(&mut self, tree: &Document<'_>) {
        let root = tree.root_element();
        self.file.version = self.attribute(root, "version");
        for node in tree.descendants().filter(Node::is_comment) {
            let text = node.text().unwrap_or_default();
            let word = Word::new(text.trim(), self.lines.place(node.range().start));
            self.file.comments.push(word);
        }
        let oauth2 = children(root, "oAuth2").next().map(|node| self.oauth2(node));
        for node in children(root, "emailProvider") {
            let mut provider = self.provider(node);
            provider.oauth2.clone_from(&oauth2);
            self.file.providers.push(provider);
        }
    }

    fn provider(&mut self, node: Node<'_, '_>) -> Provider {
        let links = [("documentation", Purpose::Documentation), ("enable", Purpose::Enable)];
        let links = links.into_iter().flat_map(|(name, purpose)| {
            children(node, name).map(move |link| (link, purpose)).collect::<Vec<_>>()
        });
        Provider {
            at: self.place(node),
            id: self.attribute(node, "id"),
            name: self.child(node, "displayName"),
            short_name: self.child(node, "displayShortName"),
            domains: children(node, "domain").filter_map(|domain| self.domain(domain)).collect(),
            servers: node
                .children()
                .filter_map(|child| match child.tag_name().name() {
                    "incomingServer" => Some(self.server(child, false)),
                    "outgoingServer" => Some(self.server(child, true)),
                    _other => None,
                })
                .collect(),
            links: links
                .filter_map(|(link, purpose)| {
                    Some(Link::new(purpose, self.attribute(link, "url")?))
                })
                .collect(),
            ..Provider::default()
        }
    }

    fn domain(&self, node: Node<'_, '_>) -> Option<Word<Domain>> {
        let word = self.word(node)?;
        Some(word.read_as(|text| Domain::read(&text.to_ascii_lowercase())))
    }

    fn server(&self, node: Node<'_, '_>, is_outgoing: bool) -> Server {
        let at = self.place(node);
        let service = self.attribute(node, "type").unwrap_or_else(|| Word::new("", at));
        let mut server = Server::new(service.read_as(service_of), at);
        server.is_outgoing = is_outgoing;
        server.host =
            self.child(node, "hostname").map(|word| word.read_as(|text| text.parse().ok()));
        server.port = self.child(node, "port").map(|word| word.read_as(port));
        server.security = self.child(node, "socketType").map(|word| word.read_as(security));
        server.username =
            self.child(node, "username").map(|word| word.read_as(|text| Some(text.to_owned())));
        server.authentication = children(node, "authentication")
            .filter_map(|child| self.word(child))
            .map(|word| word.read_as(|text| text.parse().ok()))
            .collect();
        server.restriction = self.child(node, "restriction");
        server.url = self.child(node, "url");
        server
    }

    fn oauth2(&self, node: Node<'_, '_>) -> Oauth2 {
        Oauth2 {
            at: self.place(node),
            issuer: self.child(node, "issuer"),
            scope: self.child(node, "scope"),
            auth_url: self.child(node, "authURL"),
            token_url: self.child(node, "tokenURL"),
        }
    }

    fn place(&self, node: Node<'_, '_>) -> Place {
        self.lines.place(node.range().start)
    }

    fn attribute(&self, node: Node<'_, '_>, name: &str) -> Option<Word> {
        let attribute = node.attribute_node(name)?;
        let at = self.lines.place(attribute.range_value().start);
        Some(Word::new(attribute.value().trim(), at))
    }

    fn child(&self, node: Node<'_, '_>, name: &str) -> Option<Word> {
        children(node, name).next().and_then(|child| self.word(child))
    }

    /// The text of an element; one that has none stands where the element does.
    fn word(&self, node: Node<'_, '_>) -> Option<Word> {
        let Some(inner) = node.children().find(Node::is_text) else {
            return Some(Word::new("", self.place(node)));
        };
        let text = inner.text()?;
        let blanks = text.len() - text.trim_start().len();
        Some(Word::new(text.trim(), self.lines.place(inner.range().start + blanks)))
    }
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

fn service_of(text: &str) -> Option<Service> {
    match text {
        "imap" => Some(Service::Imap),
        "pop3" => Some(Service::Pop3),
        "smtp" => Some(Service::Smtp),
        _other => None,
    }
}

fn port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port| *port != 0)
}

fn security(text: &str) -> Option<Security> {
    match text {
        "SSL" => Some(Security::Tls),
        "STARTTLS" => Some(Security::Starttls),
        "plain" => Some(Security::Plain),
        _other => None,
    }
}
