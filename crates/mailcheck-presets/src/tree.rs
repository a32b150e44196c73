//! What files of keys and values have in common, whether they are YAML, JSON or TOML: values with their places,
//! and notes of what is odd about them.

pub(crate) mod json;
mod notebook;
pub(crate) mod toml;
pub(crate) mod yaml;

pub(crate) use notebook::{Keys, Notebook, Repeated};

use std::ops::Range;

use mailcheck::model::{ServerText, Unusable};

use crate::file::{Lines, Place, Word};

/// A value and where it begins.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Node {
    pub(crate) at: Place,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Value {
    /// A string; in YAML, a scalar in quotes or in a block of its own.
    Text(String),
    /// A number, a truth value, a date or nothing, as it is written; in YAML, any scalar without quotes.
    Bare(String),
    List(Vec<Node>),
    /// Keys in their order, those that are there twice included.
    Map(Vec<(Word, Node)>),
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Malformed {
    pub(crate) at: Place,
    pub(crate) why: String,
}

impl Malformed {
    pub(crate) fn new(why: impl Into<String>, at: Place) -> Self {
        Self { at, why: why.into() }
    }
}

impl From<Malformed> for Unusable {
    fn from(malformed: Malformed) -> Self {
        let Malformed { at: Place { line, column }, why } = malformed;
        // The parsers quote the text.
        let why = ServerText::from(why);
        Self::Malformed { text: format!("line {line}, column {column}: {}", why.as_str()) }
    }
}

impl Node {
    /// The text of a scalar, and where it begins.
    pub(crate) fn scalar(&self) -> Option<Word> {
        match &self.value {
            Value::Text(text) | Value::Bare(text) => Some(Word::new(text.trim(), self.at)),
            Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// The comments of a text, each from its `#` to the end of its line. In `quoted` are the octets of the scalars and
/// keys, where a `#` begins none, in their order.
fn comments(text: &str, lines: &Lines<'_>, quoted: &[Range<usize>]) -> Vec<Word> {
    let mut found = Vec::new();
    let mut quoted = quoted.iter().peekable();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let mut from = start;
        while let Some(mark) = text.get(from..end).and_then(|rest| rest.find('#')) {
            let mark = from + mark;
            while quoted.next_if(|range| range.end <= mark).is_some() {}
            match quoted.peek() {
                Some(range) if range.contains(&mark) => from = range.end.min(end),
                _ => {
                    let comment = text.get(mark + 1..end).unwrap_or_default().trim();
                    found.push(Word::new(comment, lines.place(mark)));
                    break;
                }
            }
        }
        start = end;
    }
    found
}
