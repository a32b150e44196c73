//! Property lists of Apple in XML, with the place of every value.
//!
//! Source: the document type that they name, `PropertyList-1.0.dtd`.

use std::collections::BTreeSet;

use roxmltree::Node;

use super::xml::{DOCUMENT_TYPE, Places, elements};
use crate::file::{Oddity, OddityKind, Place, Word};

/// An entry of a dictionary.
pub(super) struct Entry<'a, 'i> {
    pub(super) key: Word,
    value: Node<'a, 'i>,
}

impl<'a, 'i> Entry<'a, 'i> {
    /// The element that the value is.
    pub(super) fn element(&self) -> &'a str {
        self.value.tag_name().name()
    }

    /// The dictionaries in an array.
    pub(super) fn dictionaries(&self) -> impl Iterator<Item = Node<'a, 'i>> {
        elements(self.value).filter(|node| node.tag_name().name() == "dict")
    }

    /// A text or a number as it is written, and `true` or `false`.
    pub(super) fn word(&self, places: &Places<'_>) -> Word {
        match self.element() {
            name @ ("true" | "false") => Word::new(name, places.of(self.value)),
            _text => places.word(self.value),
        }
    }
}

/// The entries of a dictionary, each key once.
pub(super) fn entries<'a, 'i>(
    dictionary: Node<'a, 'i>,
    places: &Places<'_>,
    oddities: &mut Vec<Oddity>,
) -> Vec<Entry<'a, 'i>> {
    let mut odd = |kind, about: &str, at: Place| {
        oddities.push(Oddity::new(kind, about, at).within("dict"));
    };
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    let mut key: Option<Word> = None;
    for node in elements(dictionary) {
        if node.tag_name().name() == "key" {
            if let Some(before) = key.replace(places.word(node)) {
                odd(OddityKind::Missing, &before.text, before.at);
            }
            continue;
        }
        let Some(key) = key.take() else {
            odd(OddityKind::Misplaced, node.tag_name().name(), places.of(node));
            continue;
        };
        if seen.insert(key.text.clone()) {
            entries.push(Entry { key, value: node });
        } else {
            odd(OddityKind::Duplicate, &key.text, key.at);
        }
    }
    if let Some(last) = key {
        odd(OddityKind::Missing, &last.text, last.at);
    }
    entries
}

/// A text without its document type, which names what is known; places stay the same. One that defines something
/// stays, for the parser to refuse.
pub(super) fn without_document_type(text: &str) -> String {
    let Some((before, rest)) = text.split_once(DOCUMENT_TYPE) else { return text.to_owned() };
    let Some((inside, after)) = rest.split_once('>') else { return text.to_owned() };
    // Behind the first element it would be text of somebody's.
    if inside.contains('[') || before.rfind('<').is_some_and(|at| !is_declaration(before, at)) {
        return text.to_owned();
    }
    let blank = |letter: char| if letter == '\n' { '\n' } else { ' ' };
    let blanks: String = DOCUMENT_TYPE.chars().chain(inside.chars()).map(blank).collect();
    [before, &blanks, " ", after].concat()
}

/// Whether what begins there is a declaration or a comment.
fn is_declaration(text: &str, at: usize) -> bool {
    text.get(at + 1..).is_some_and(|rest| rest.starts_with(['?', '!']))
}
