//! The keys of a map, each taken once, and notes of what is odd about them.

use super::{Node, Value};
use crate::file::{Oddity, OddityKind, Place, Word};

/// The keys of one map that were not taken yet.
pub(crate) struct Keys<'a> {
    /// Where they stand in the file, in its words: `server`, `pobox.servers`.
    pub(crate) path: String,
    pub(crate) at: Place,
    pub(crate) left: Vec<&'a (Word, Node)>,
}

impl Keys<'_> {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.left.iter().any(|(key, _)| key.text == name)
    }

    /// Where a key stands; of two, the last.
    pub(crate) fn place_of(&self, name: &str) -> Option<Place> {
        self.left.iter().rfind(|(key, _)| key.text == name).map(|(key, _)| key.at)
    }

    /// What stands under a key, in the file's words.
    pub(crate) fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// Which of two keys of one name counts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Repeated {
    First,
    Last,
}

/// What is odd about a file, noted while it is read.
pub(crate) struct Notebook {
    pub(crate) oddities: Vec<Oddity>,
    repeated: Repeated,
}

impl Notebook {
    pub(crate) fn new(oddities: Vec<Oddity>, repeated: Repeated) -> Self {
        Self { oddities, repeated }
    }

    pub(crate) fn note(&mut self, kind: OddityKind, about: &str, within: &str, at: Place) {
        if self.oddities.len() < MAX_ODDITIES {
            self.oddities.push(Oddity::new(kind, about, at).within(within));
        }
    }

    /// The oddities in the order of their places.
    pub(crate) fn in_order(mut self) -> Vec<Oddity> {
        self.oddities.sort_by_key(|oddity| oddity.at);
        self.oddities
    }

    /// The keys of a value that is to be a map.
    pub(crate) fn keys<'a>(
        &mut self,
        node: &'a Node,
        about: &str,
        within: &str,
    ) -> Option<Keys<'a>> {
        let Value::Map(entries) = &node.value else {
            self.note(OddityKind::WrongType, about, within, node.at);
            return None;
        };
        let path = match (within, about) {
            ("", about) => about.to_owned(),
            (within, about) if within == about => about.to_owned(),
            (within, about) => format!("{within}.{about}"),
        };
        Some(Keys { path, at: node.at, left: entries.iter().collect() })
    }

    /// Takes a key out, so that what is left was not known.
    pub(crate) fn take<'a>(&mut self, keys: &mut Keys<'a>, name: &str) -> Option<&'a Node> {
        let (taken, left): (Vec<_>, Vec<_>) =
            keys.left.iter().copied().partition(|(key, _)| key.text == name);
        keys.left = left;
        for (again, _) in taken.iter().skip(1) {
            self.note(OddityKind::Duplicate, name, &keys.path, again.at);
        }
        let counts = match self.repeated {
            Repeated::First => taken.first(),
            Repeated::Last => taken.last(),
        };
        counts.map(|(_, value)| value)
    }

    /// Notes a key that is to be there and is not.
    pub(crate) fn needs(&mut self, keys: &Keys<'_>, name: &str) {
        if !keys.has(name) {
            self.note(OddityKind::Missing, name, &keys.path, keys.at);
        }
    }

    /// A scalar of any type.
    pub(crate) fn text(&mut self, keys: &mut Keys<'_>, name: &str) -> Option<Word> {
        let node = self.take(keys, name)?;
        self.scalar(node, name, &keys.path)
    }

    /// A scalar that is to be a string.
    pub(crate) fn string(&mut self, keys: &mut Keys<'_>, name: &str) -> Option<Word> {
        let node = self.take(keys, name)?;
        if matches!(node.value, Value::Bare(_)) {
            self.note(OddityKind::WrongType, name, &keys.path, node.at);
        }
        self.scalar(node, name, &keys.path)
    }

    /// A port, which is to be a number; one in a string is read all the same.
    pub(crate) fn port(&mut self, keys: &mut Keys<'_>, name: &str) -> Option<Word<u16>> {
        let node = self.take(keys, name)?;
        if matches!(node.value, Value::Text(_)) {
            self.note(OddityKind::WrongType, name, &keys.path, node.at);
        }
        let word = self.scalar(node, name, &keys.path)?;
        Some(word.read_as(|text| {
            let is_number = text.bytes().all(|octet| octet.is_ascii_digit());
            text.parse().ok().filter(|port| is_number && *port != 0)
        }))
    }

    /// A truth value; what is none means nothing.
    pub(crate) fn truth(&mut self, keys: &mut Keys<'_>, name: &str) -> Option<Word<bool>> {
        let node = self.take(keys, name)?;
        let meaning = match &node.value {
            Value::Bare(text) if text == "true" => Some(true),
            Value::Bare(text) if text == "false" => Some(false),
            Value::Bare(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => None,
        };
        if meaning.is_none() {
            self.note(OddityKind::WrongType, name, &keys.path, node.at);
        }
        node.scalar().map(|word| word.read_as(|_text| meaning))
    }

    /// The items of a list.
    pub(crate) fn list<'a>(&mut self, keys: &mut Keys<'a>, name: &str) -> &'a [Node] {
        match self.take(keys, name) {
            None => &[],
            Some(Node { value: Value::List(items), .. }) => items,
            Some(other) => {
                self.note(OddityKind::WrongType, name, &keys.path, other.at);
                &[]
            }
        }
    }

    /// The items of a list of strings.
    pub(crate) fn strings(&mut self, keys: &mut Keys<'_>, name: &str) -> Vec<Word> {
        let items = self.list(keys, name);
        items.iter().filter_map(|item| self.scalar(item, name, &keys.path)).collect()
    }

    pub(crate) fn scalar(&mut self, node: &Node, about: &str, within: &str) -> Option<Word> {
        let found = node.scalar();
        if found.is_none() {
            self.note(OddityKind::WrongType, about, within, node.at);
        }
        found
    }

    /// What a word of a list means, whatever its case; other letters than the format has are noted.
    pub(crate) fn meaning<T: Clone>(
        &mut self,
        word: Word,
        known: &[(&str, T)],
        within: &str,
    ) -> Word<T> {
        let found = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word.text));
        if found.is_some_and(|(name, _)| *name != word.text) {
            self.note(OddityKind::LetterCase, &word.text, within, word.at);
        }
        word.read_as(|_text| found.map(|(_, meaning)| meaning.clone()))
    }

    /// What is left was not known.
    pub(crate) fn end(&mut self, keys: &Keys<'_>) {
        for (key, _) in &keys.left {
            self.note(OddityKind::Unknown, &key.text, &keys.path, key.at);
        }
    }
}

/// Oddities of one file that are kept: more than anybody reads.
const MAX_ODDITIES: usize = 1_000;
