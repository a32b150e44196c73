//! What is odd about how an autoconfig document is laid out: what is unknown, misplaced, missing, there
//! twice or written in other letters.
//!
//! Which elements there are, and where, the library knows: those of the draft, of the
//! [wiki page](https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat) that it grew from, and
//! what the public database has beside.

use std::collections::BTreeSet;

use mailcheck::wire::autoconfig::layout::{ELEMENTS, Element};
use roxmltree::Node;

use super::Reader;
use super::server::{MAIL, is_other};
use crate::file::{Oddity, OddityKind, Place, Word};
use crate::read::xml::{elements, named};

impl Reader<'_> {
    /// Looks at the whole document.
    pub(super) fn layout(&mut self, root: Node<'_, '_>) {
        if root.tag_name().namespace().is_some() {
            self.odd(OddityKind::Unknown, "xmlns", self.places.of(root), ROOT);
        }
        for attribute in root.attributes().filter(|it| it.namespace().is_none()) {
            if attribute.name() != "version" {
                let at = self.places.lines.place(attribute.range().start);
                self.odd(OddityKind::Unknown, attribute.name(), at, ROOT);
            }
        }
        self.inside(root, ROOT);
    }

    /// Looks at what is in an element, whose name is well.
    fn inside(&mut self, node: Node<'_, '_>, name: &'static str) {
        let mut seen = BTreeSet::new();
        let mut miswritten = BTreeSet::new();
        for child in node.children() {
            if child.is_text() && is_container(name) {
                self.stray_text(child, name);
            }
            if !child.is_element() {
                continue;
            }
            let written = child.tag_name().name();
            let at = self.places.of(child);
            let Some(element) = Element::named(alias(written)) else {
                let lower = written.to_ascii_lowercase();
                let kind = if ELEMENTS.iter().any(|it| it.name.eq_ignore_ascii_case(written)) {
                    OddityKind::LetterCase
                } else {
                    OddityKind::Unknown
                };
                self.odd(kind, written, at, name);
                miswritten.insert(lower);
                continue;
            };
            let is_at_root = name == ROOT && AT_ROOT_TOO.contains(&element.name);
            if !element.inside.contains(&name) && !is_at_root {
                self.odd(OddityKind::Misplaced, written, at, name);
                continue;
            }
            let is_once = element.is_once || ONCE_TOO.contains(&element.name);
            if !seen.insert(element.name) && is_once {
                self.odd(OddityKind::Duplicate, written, at, name);
            }
            if element.name == "password" {
                self.odd(OddityKind::Secret, written, at, name);
            }
            if PASSED_OVER.contains(&element.name) {
                self.file.passed_over.push(Word::new(element.name, at));
            }
            self.attributes(child, element);
            self.inside(child, element.name);
            if WITH_TEXT.contains(&element.name) && self.places.word(child).text.is_empty() {
                self.odd(OddityKind::Missing, element.name, at, name);
            }
        }
        for wanted in wanted(node, name) {
            let is_there =
                seen.contains(wanted) || miswritten.contains(&wanted.to_ascii_lowercase());
            if !is_there {
                self.odd(OddityKind::Missing, wanted, self.places.of(node), name);
            }
        }
    }

    /// Looks at the attributes of an element: those that it may have, and those that it must.
    fn attributes(&mut self, node: Node<'_, '_>, element: &Element) {
        let mut miswritten = BTreeSet::new();
        for attribute in node.attributes().filter(|it| it.namespace().is_none()) {
            let written = attribute.name();
            if element.attributes.contains(&written) {
                continue;
            }
            let is_case = element.attributes.iter().any(|it| it.eq_ignore_ascii_case(written));
            let kind = if is_case { OddityKind::LetterCase } else { OddityKind::Unknown };
            miswritten.insert(written.to_ascii_lowercase());
            let at = self.places.lines.place(attribute.range().start);
            self.odd(kind, written, at, element.name);
        }
        for (of, wanted) in WANTED_ATTRIBUTES.iter().filter(|(of, _)| *of == element.name) {
            let word = self.places.attribute(node, wanted);
            let is_there = word.as_ref().is_some_and(|word| !word.text.is_empty());
            if !is_there && !miswritten.contains(&wanted.to_ascii_lowercase()) {
                let at = word.map_or_else(|| self.places.of(node), |word| word.at);
                self.odd(OddityKind::Missing, wanted, at, of);
            }
        }
    }

    /// Text where elements are meant.
    fn stray_text(&mut self, node: Node<'_, '_>, within: &str) {
        let text = node.text().unwrap_or_default();
        if let Some(word) = text.split_whitespace().next() {
            let blanks = text.len() - text.trim_start().len();
            let at = self.places.lines.place(node.range().start + blanks);
            let short: String = word.chars().take(LONGEST_QUOTED).collect();
            self.odd(OddityKind::Misplaced, &short, at, within);
        }
    }

    /// Notes something odd; beyond so many, nothing more.
    pub(super) fn odd(&mut self, kind: OddityKind, about: &str, at: Place, within: &str) {
        if self.file.oddities.len() < MOST_ODDITIES {
            self.file.oddities.push(Oddity::new(kind, about, at).within(within));
        }
    }
}

/// Which elements an element wants.
fn wanted(node: Node<'_, '_>, name: &str) -> &'static [&'static str] {
    match name {
        ROOT => &["emailProvider"],
        "emailProvider" => &["domain"],
        "oAuth2" => &["issuer", "scope", "authURL", "tokenURL"],
        "webMail" => &["loginPage"],
        _ if !MAIL.contains(&name) => &[],
        _ if is_other(node) => {
            let is_located = elements(node).any(|it| LOCATIONS.contains(&it.tag_name().name()));
            if is_located { &[] } else { &["url"] }
        }
        _ if needs_no_name(node) => &["hostname", "port", "socketType", "authentication"],
        _ => &["hostname", "port", "socketType", "authentication", "username"],
    }
}

/// Whether a server lets in without a log-in name.
fn needs_no_name(node: Node<'_, '_>) -> bool {
    let mut ways = named(node, "authentication").peekable();
    ways.peek().is_some()
        && ways.all(|way| WITHOUT_NAME.contains(&way.text().unwrap_or_default().trim()))
}

/// The draft has this one in two spellings, in its text and in its sample.
fn alias(name: &str) -> &str {
    if name == "addressBook" { "addressbook" } else { name }
}

/// Whether an element has others in it and no text; `instruction` has either.
fn is_container(name: &str) -> bool {
    name != "instruction" && ELEMENTS.iter().any(|element| element.inside.contains(&name))
}

const ROOT: &str = "clientConfig";
/// What says nothing without text.
const WITH_TEXT: [&str; 15] = [
    "authURL",
    "authentication",
    "descr",
    "displayName",
    "displayShortName",
    "domain",
    "hostname",
    "issuer",
    "port",
    "restriction",
    "scope",
    "socketType",
    "tokenURL",
    "url",
    "username",
];
/// What may stand there once, as most readers take one; the wiki is silent, the draft lists one of each.
const ONCE_TOO: [&str; 3] = ["emailProvider", "restriction", "socketType"];
/// What the public database has at the root as well as in the provider.
const AT_ROOT_TOO: [&str; 1] = ["enable"];
/// What nothing here holds: other services, how to fill in a page, whom a client says it is, secrets.
const PASSED_OVER: [&str; 12] = [
    "addressbook",
    "calendar",
    "chatServer",
    "clientConfigUpdate",
    "clientID",
    "clientSecret",
    "fileShare",
    "inputField",
    "loginPageInfo",
    "password",
    "setupServer",
    "videoConference",
];
/// Attributes that an element wants, which one and where.
const WANTED_ATTRIBUTES: [(&str, &str); 7] = [
    ("documentation", "url"),
    ("emailProvider", "id"),
    ("enable", "visiturl"),
    ("incomingServer", "type"),
    ("loginPage", "url"),
    ("outgoingServer", "type"),
    ("clientConfigUpdate", "url"),
];
/// Where a server for neither IMAP, POP3 nor SMTP is.
const LOCATIONS: [&str; 5] = ["easURL", "ewsURL", "hostname", "owaURL", "url"];
/// Ways to log in that want no name.
const WITHOUT_NAME: [&str; 2] = ["client-IP-address", "none"];
/// The most oddities of one file that are kept, the first ones; a file of the public database has one.
const MOST_ODDITIES: usize = 200;
/// How much of a text that belongs nowhere is quoted, in letters.
const LONGEST_QUOTED: usize = 40;
