//! As much of YAML as preset files have: scalars, lists and maps, each with its place.
//!
//! Anchors and aliases, by which a short file can mean an endless one, are refused.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput};

use super::{Malformed, Node, Value, comments};
use crate::file::{Lines, Place, Word};

/// A document and its comments.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Document {
    pub(crate) root: Node,
    pub(crate) comments: Vec<Word>,
}

/// Reads one document.
///
/// # Errors
///
/// What is wrong, and where.
pub(crate) fn read(text: &str) -> Result<Document, Malformed> {
    let mut reader = Reader { events: Parser::new_from_str(text), nodes: 0, scalars: Vec::new() };
    let (mut event, mut at) = reader.next()?;
    while matches!(event, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing) {
        (event, at) = reader.next()?;
    }
    if event == Event::StreamEnd {
        return Err(Malformed::new("nothing is in it", at));
    }
    let root = reader.node(event, at, 0)?;
    reader.end()?;
    let scalars = in_octets(text, &reader.scalars);
    Ok(Document { root, comments: comments(text, &Lines::new(text), &scalars) })
}

struct Reader<'a> {
    events: Parser<'a, StrInput<'a>>,
    nodes: usize,
    /// Where the scalars are, in characters.
    scalars: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Place), Malformed> {
        match self.events.next() {
            Some(Ok((event, span))) => {
                if matches!(event, Event::Scalar(..)) {
                    self.scalars.push(span.start.index()..span.end.index());
                }
                Ok((event, place(span.start)))
            }
            Some(Err(why)) => Err(Malformed::new(why.info(), place(*why.marker()))),
            None => Err(Malformed::new("it ends too early", Place::default())),
        }
    }

    /// Nothing more may come.
    fn end(&mut self) -> Result<(), Malformed> {
        match self.next()? {
            (Event::StreamEnd, _) => Ok(()),
            (Event::DocumentEnd, _) => self.end(),
            (_more, at) => Err(Malformed::new("a second document begins", at)),
        }
    }

    /// The node that begins with this event.
    fn node(&mut self, event: Event<'a>, at: Place, depth: usize) -> Result<Node, Malformed> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(Malformed::new("too much, or nested too deep", at));
        }
        let refuse = |what| Err(Malformed::new(format!("{what} is not read here"), at));
        let (value, anchor) = match event {
            Event::Scalar(text, ScalarStyle::Plain, anchor, _) => {
                (Value::Bare(text.into_owned()), anchor)
            }
            Event::Scalar(text, _, anchor, _) => (Value::Text(text.into_owned()), anchor),
            Event::SequenceStart(anchor, _) => (self.list(depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.map(depth)?, anchor),
            Event::Alias(_) => return refuse("an alias"),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => return refuse("what stands where a value belongs"),
        };
        if anchor != 0 {
            return refuse("an anchor");
        }
        Ok(Node { at, value })
    }

    fn list(&mut self, depth: usize) -> Result<Value, Malformed> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::List(items)),
                (event, at) => items.push(self.node(event, at, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Malformed> {
        let mut entries = Vec::new();
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Map(entries)),
                (event, at) => {
                    let key = self.node(event, at, depth + 1)?;
                    let key = key.scalar().ok_or_else(|| {
                        Malformed::new("a key of more than one word is not read here", at)
                    })?;
                    let (event, at) = self.next()?;
                    entries.push((key, self.node(event, at, depth + 1)?));
                }
            }
        }
    }
}

fn place(mark: Marker) -> Place {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Place { line: number(mark.line()), column: number(mark.col()).saturating_add(1) }
}

/// Ranges of characters as ranges of octets.
fn in_octets(text: &str, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut octets = text.char_indices().map(|(octet, _)| octet).enumerate().peekable();
    let mut octet_of = |character: usize| {
        while octets.next_if(|(number, _)| *number < character).is_some() {}
        octets.peek().map_or(text.len(), |(_, octet)| *octet)
    };
    let octets = ranges.iter().map(|range| octet_of(range.start)..octet_of(range.end));
    octets
        .map(|range| range.start..range.start + quoted(text.get(range).unwrap_or_default()))
        .collect()
}

/// How long a scalar is without what the parser counts to one in quotes: blanks and comments behind it.
fn quoted(scalar: &str) -> usize {
    let mut octets = scalar.bytes().enumerate().skip(1).peekable();
    let quote = scalar.bytes().next();
    if !matches!(quote, Some(b'"' | b'\'')) {
        return scalar.len();
    }
    while let Some((place, octet)) = octets.next() {
        if octet == b'\\' && quote == Some(b'"') {
            octets.next();
        } else if Some(octet) == quote {
            // In single quotes, two of them are one that is meant.
            let is_doubled =
                quote == Some(b'\'') && octets.next_if(|(_, next)| *next == b'\'').is_some();
            if !is_doubled {
                return place + 1;
            }
        }
    }
    scalar.len()
}

/// How deep values may be nested; preset files need four levels.
const MAX_DEPTH: usize = 16;

/// Values in one file; the largest real one has some 200.
const MAX_NODES: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: u32, column: u32) -> Place {
        Place { line, column }
    }

    fn text(line: u32, column: u32, text: &str) -> Node {
        Node { at: place(line, column), value: Value::Text(text.to_owned()) }
    }

    fn bare(line: u32, column: u32, text: &str) -> Node {
        Node { at: place(line, column), value: Value::Bare(text.to_owned()) }
    }

    fn key(line: u32, column: u32, text: &str) -> Word {
        Word::new(text, place(line, column))
    }

    #[test]
    fn places_are_kept() {
        let found = read("a: 1\nb:\n- x\n-  'y'\n\u{e9}: |\n  two\n  lines\n").expect("is YAML");
        let list = Value::List(vec![bare(3, 3, "x"), text(4, 4, "y")]);
        let entries = vec![
            (key(1, 1, "a"), bare(1, 4, "1")),
            (key(2, 1, "b"), Node { at: place(3, 3), value: list }),
            (key(5, 1, "\u{e9}"), text(6, 3, "two\nlines\n")),
        ];
        let root = Node { at: place(1, 1), value: Value::Map(entries) };
        assert_eq!(found, Document { root, comments: Vec::new() });
    }

    #[test]
    fn comments_are_told_from_texts() {
        let found = read(
            "# One\n\u{e9}: 1 # two\nb: a#b\nc: \"# \\\"#no\" # three\nd: |\n  # no\n  no # no\n# four\ne: [1, # five\n '''# no' # six\n]\n",
        );
        let expected = [
            key(1, 1, "One"),
            key(2, 6, "two"),
            key(4, 14, "three"),
            key(8, 1, "four"),
            key(9, 8, "five"),
            key(10, 11, "six"),
        ];
        assert_eq!(found.expect("is YAML").comments, expected);
    }

    #[test]
    fn what_could_grow_is_refused() {
        for (yaml, why) in [
            ("a: &x [1]\nb: *x\n", "line 1: an anchor is not read here"),
            ("a: &x 1\n", "line 1: an anchor is not read here"),
            ("", "line 1: nothing is in it"),
            ("a: 1\n...\nb: 2\n", "line 3: a second document begins"),
            ("[a]: 1\n", "line 1: a key of more than one word is not read here"),
        ] {
            let found = read(yaml).expect_err(yaml);
            assert_eq!(format!("line {}: {}", found.at.line, found.why), why);
        }
        let nested = format!("{}{}", "[".repeat(30), "]".repeat(30));
        assert!(read(&nested).is_err());
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&"- ".repeat(100_000)).is_err());
        assert!(read(&"- a\n".repeat(MAX_NODES)).is_err());
        assert!(read("a: [1").is_err());
        assert!(read("a: *x").is_err());
    }
}
