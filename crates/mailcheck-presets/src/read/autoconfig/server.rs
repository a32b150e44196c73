//! The servers of an autoconfig document.

use mailcheck::model::{Authentication, Security, Service};
use roxmltree::Node;

use super::Reader;
use crate::file::{Mechanism, OddityKind, Server, Word};
use crate::read::xml::{elements, named};

impl Reader<'_> {
    pub(super) fn server(&mut self, node: Node<'_, '_>, element: &'static str) -> Server {
        let at = self.places.of(node);
        let service = self.places.attribute(node, "type").unwrap_or_else(|| Word::new("", at));
        let mut server = Server::new(self.one_of(service, &SERVICES, element), at);
        server.is_outgoing = element == OUTGOING;
        server.host = self.child(node, "hostname").map(|word| word.read_as(|it| it.parse().ok()));
        server.port = self.child(node, "port").map(|word| word.read_as(port));
        server.security = (self.child(node, "socketType"))
            .map(|word| self.one_of(word, &SOCKET_TYPES, "socketType"));
        server.username =
            self.child(node, "username").map(|word| word.read_as(|it| Some(it.to_owned())));
        server.restriction = self.child(node, "restriction");
        server.url = self.child(node, "url");
        for child in named(node, "authentication").take(MOST_WAYS) {
            let name = self.places.word(child);
            if name.text.is_empty() {
                continue;
            }
            match self.places.attribute(child, "system") {
                Some(system) => server.mechanisms.push(Mechanism { system, name }),
                None => server.authentication.push(self.authentication(name)),
            }
        }
        server.options = self.options(node, server.is_outgoing);
        server
    }

    fn authentication(&mut self, name: Word) -> Word<Authentication> {
        let old = OLD_WAYS.iter().find(|(word, _)| *word == name.text);
        let word =
            name.read_as(|text| old.map(|(_, way)| way.clone()).or_else(|| text.parse().ok()));
        let known = word.meaning.as_ref().filter(|_| old.is_none());
        if known.is_some_and(|way| way.name() != word.text) {
            self.odd(OddityKind::LetterCase, &word.text, word.at, "authentication");
        }
        word
    }

    /// A word that is one of a few; in other letters it is odd, and known still.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        word: Word,
        known: &[(&str, T)],
        within: &str,
    ) -> Word<T> {
        let found = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word.text));
        if found.is_some_and(|(name, _)| *name != word.text) {
            self.odd(OddityKind::LetterCase, &word.text, word.at, within);
        }
        word.read_as(|_| found.map(|(_, meaning)| *meaning))
    }

    /// What else is said of a server.
    fn options(&self, node: Node<'_, '_>, is_outgoing: bool) -> Vec<(Word, Word)> {
        let names: &[&'static str] = if is_outgoing { &SENDING } else { &READING };
        let mut options = Vec::new();
        for child in names.iter().filter_map(|name| named(node, name).next()) {
            options.push(self.option(child, child.tag_name().name(), self.places.word(child)));
        }
        if is_outgoing {
            return options;
        }
        for child in named(node, "pop3").take(1).flat_map(elements) {
            let name = child.tag_name().name();
            if name == "checkInterval" {
                let minutes = self.places.attribute(child, "minutes");
                let name = format!("pop3.{name}.minutes");
                options.extend(minutes.map(|word| self.option(child, &name, word)));
            } else if POP3.contains(&name) {
                let word = self.places.word(child);
                options.push(self.option(child, &format!("pop3.{name}"), word));
            }
        }
        options
    }

    fn option(&self, node: Node<'_, '_>, name: &str, word: Word) -> (Word, Word) {
        (Word::new(name, self.places.of(node)), word)
    }
}

/// Whether a server is for neither IMAP, POP3 nor SMTP.
pub(super) fn is_other(node: Node<'_, '_>) -> bool {
    let kind = node.attribute("type").unwrap_or_default().trim();
    !kind.is_empty() && !SERVICES.iter().any(|(name, _)| name.eq_ignore_ascii_case(kind))
}

fn port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port| *port != 0)
}

/// The sections for mail.
pub(super) const MAIL: [&str; 2] = ["incomingServer", OUTGOING];
const OUTGOING: &str = "outgoingServer";
const SERVICES: [(&str, Service); 3] =
    [("imap", Service::Imap), ("pop3", Service::Pop3), ("smtp", Service::Smtp)];
const SOCKET_TYPES: [(&str, Security); 3] =
    [("SSL", Security::Tls), ("STARTTLS", Security::Starttls), ("plain", Security::Plain)];
/// What version 1.1 began with.
const OLD_WAYS: [(&str, Authentication); 2] =
    [("plain", Authentication::PasswordCleartext), ("secure", Authentication::PasswordEncrypted)];
/// What else is said of servers for reading mail, and for sending it.
const READING: [&str; 3] = ["easURL", "ewsURL", "owaURL"];
const SENDING: [&str; 2] = ["addThisServer", "useGlobalPreferredServer"];
/// What is said of servers for POP3 in the element `pop3`.
const POP3: [&str; 3] = ["daysToLeaveMessagesOnServer", "downloadOnBiff", "leaveMessagesOnServer"];
/// The most ways to log in to one server that are kept.
const MOST_WAYS: usize = 16;
