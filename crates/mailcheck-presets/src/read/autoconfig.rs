//! Autoconfig documents, versions 1.1 and 1.2, with the place of every value.
//!
//! Source: [draft-ietf-mailmaint-autoconfig](https://datatracker.ietf.org/doc/draft-ietf-mailmaint-autoconfig/).

mod layout;
mod server;
#[cfg(test)]
mod tests;

use std::path::Path;

use roxmltree::{Document, Node};

use super::unreadable::Unreadable;
use super::xml::{self, Places, elements, malformed, named};
use crate::file::{Link, Oauth2, OddityKind, Passage, PresetFile, Provider, Purpose, Word};
use crate::preset::{Domain, Format};
use server::MAIL;

/// Reads one document.
///
/// # Errors
///
/// [`Unreadable`], when it is not well-formed or another document.
pub(super) fn read(octets: &[u8], path: &Path) -> Result<PresetFile, Unreadable> {
    let mut file = PresetFile::new(path, Format::Autoconfig);
    let text = xml::text(octets, &mut file)?;
    let places = Places::new(&text);
    let tree = places.parse()?;
    let name = tree.root_element().tag_name().name();
    if name != "clientConfig" {
        let why = format!("the outermost element is {name}, not clientConfig");
        return Err(malformed(&why, places.of(tree.root_element())));
    }
    let mut reader = Reader { places, file };
    reader.document(&tree);
    let mut file = reader.file;
    file.oddities.sort_by_key(|odd| odd.at);
    Ok(file)
}

struct Reader<'a> {
    places: Places<'a>,
    file: PresetFile,
}

impl Reader<'_> {
    fn document(&mut self, tree: &Document<'_>) {
        let root = tree.root_element();
        self.file.version = self.places.attribute(root, "version");
        if self.file.version.as_ref().is_none_or(|version| version.text.is_empty()) {
            self.odd(OddityKind::Missing, "version", self.places.of(root), "clientConfig");
        }
        self.file.comments = self.places.comments(tree);
        let oauth2 = named(root, "oAuth2").next().map(|node| self.oauth2(node));
        let links = self.links(root);
        for node in named(root, "emailProvider") {
            let mut provider = self.provider(node);
            provider.oauth2.clone_from(&oauth2);
            provider.links.extend(links.iter().cloned());
            self.file.providers.push(provider);
        }
        self.layout(root);
    }

    fn provider(&mut self, node: Node<'_, '_>) -> Provider {
        let mut provider = Provider {
            at: self.places.of(node),
            id: self.places.attribute(node, "id"),
            name: self.child(node, "displayName"),
            short_name: self.child(node, "displayShortName"),
            links: self.links(node),
            ..Provider::default()
        };
        for child in elements(node) {
            let name = child.tag_name().name();
            if name == "domain" {
                self.domain(child, &mut provider);
            } else if let Some(element) = MAIL.into_iter().find(|element| *element == name) {
                provider.servers.push(self.server(child, element));
            }
        }
        provider
    }

    fn domain(&mut self, node: Node<'_, '_>, provider: &mut Provider) {
        let word = self.places.word(node);
        if word.text.is_empty() {
            return;
        }
        let domain = word.read_as(|text| Domain::read(&text.to_ascii_lowercase()));
        let purpose = self.places.attribute(node, "purpose").map(|word| {
            let kind = OddityKind::Unknown;
            let purpose = self.one_of(word, &[("mx", ())], "domain");
            if purpose.meaning.is_none() {
                self.odd(kind, &purpose.text, purpose.at, "domain");
            }
            purpose
        });
        if purpose.and_then(|purpose| purpose.meaning).is_some() {
            provider.mx.push(domain);
        } else {
            provider.domains.push(domain);
        }
    }

    /// The pages that a provider, or the document, links to.
    fn links(&self, node: Node<'_, '_>) -> Vec<Link> {
        let links = elements(node).filter_map(|child| match child.tag_name().name() {
            "documentation" => self.link(child, Purpose::Documentation, "url", "descr"),
            "enable" => self.link(child, Purpose::Enable, "visiturl", "instruction"),
            "instruction" => self.link(child, Purpose::Instruction, "url", "descr"),
            "webMail" => {
                let page = named(child, "loginPage").next()?;
                self.link(page, Purpose::WebMail, "url", "descr")
            }
            _other => None,
        });
        links.collect()
    }

    fn link(
        &self,
        node: Node<'_, '_>,
        purpose: Purpose,
        attribute: &str,
        inside: &'static str,
    ) -> Option<Link> {
        let mut link = Link::new(purpose, self.places.attribute(node, attribute)?);
        let passages = named(node, inside).map(|passage| Passage {
            language: self.places.attribute(passage, "lang"),
            text: self.places.word(passage),
        });
        link.passages = passages.collect();
        Some(link)
    }

    fn oauth2(&self, node: Node<'_, '_>) -> Oauth2 {
        Oauth2 {
            at: self.places.of(node),
            issuer: self.child(node, "issuer"),
            scope: self.child(node, "scope"),
            auth_url: self.child(node, "authURL"),
            token_url: self.child(node, "tokenURL"),
        }
    }

    /// The text of the first element of that name; an empty one is as good as none.
    fn child(&self, node: Node<'_, '_>, name: &'static str) -> Option<Word> {
        let word = self.places.word(named(node, name).next()?);
        (!word.text.is_empty()).then_some(word)
    }
}
