//! As much of YAML as preset files have: scalars, lists and maps, each with its line.
//!
//! Anchors and aliases, by which a short file can mean an endless one, are refused.

use saphyr_parser::{Event, Parser, StrInput};

/// A value and the line it begins at, from 1.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Node {
    pub(crate) line: u32,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Value {
    /// A scalar of any kind, as text.
    Text(String),
    List(Vec<Node>),
    /// Keys in their order, those that are there twice included.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Reads one document.
    ///
    /// # Errors
    ///
    /// What is wrong, with its line.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { events: Parser::new_from_str(text), nodes: 0 };
        let (mut event, mut line) = reader.next()?;
        while matches!(event, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing) {
            (event, line) = reader.next()?;
        }
        if event == Event::StreamEnd {
            return Err("nothing is in it".to_owned());
        }
        let node = reader.node(event, line, 0)?;
        reader.end().map(|()| node)
    }
}

struct Reader<'a> {
    events: Parser<'a, StrInput<'a>>,
    nodes: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, u32), String> {
        match self.events.next() {
            Some(Ok((event, span))) => {
                Ok((event, u32::try_from(span.start.line()).unwrap_or(u32::MAX)))
            }
            Some(Err(why)) => Err(format!("line {}: {}", why.marker().line(), why.info())),
            None => Err("it ends too early".to_owned()),
        }
    }

    /// Nothing more may come.
    fn end(&mut self) -> Result<(), String> {
        match self.next()? {
            (Event::StreamEnd, _) => Ok(()),
            (Event::DocumentEnd, _) => self.end(),
            (_more, line) => Err(format!("line {line}: a second document begins")),
        }
    }

    /// The node that begins with this event.
    fn node(&mut self, event: Event<'a>, line: u32, depth: usize) -> Result<Node, String> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(format!("line {line}: too much, or nested too deep"));
        }
        let refuse = |what| Err(format!("line {line}: {what} is not read here"));
        let (value, anchor) = match event {
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
        Ok(Node { line, value })
    }

    fn list(&mut self, depth: usize) -> Result<Value, String> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::List(items)),
                (event, line) => items.push(self.node(event, line, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, String> {
        let mut entries = Vec::new();
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Map(entries)),
                (event, line) => {
                    let key = self.node(event, line, depth + 1)?;
                    let (event, line) = self.next()?;
                    entries.push((key, self.node(event, line, depth + 1)?));
                }
            }
        }
    }
}

/// How deep values may be nested; preset files need four levels.
const MAX_DEPTH: usize = 16;

/// Values in one file; the largest real one has some 200.
const MAX_NODES: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: u32, text: &str) -> Node {
        Node { line, value: Value::Text(text.to_owned()) }
    }

    #[test]
    fn lines_are_kept() {
        let found = Node::read("a: 1\nb:\n- x\n- 'y'\na: |\n  two\n  lines\n").expect("is YAML");
        let list = Node { line: 3, value: Value::List(vec![text(3, "x"), text(4, "y")]) };
        let entries = vec![
            (text(1, "a"), text(1, "1")),
            (text(2, "b"), list),
            (text(5, "a"), text(6, "two\nlines\n")),
        ];
        assert_eq!(found, Node { line: 1, value: Value::Map(entries) });
    }

    #[test]
    fn what_could_grow_is_refused() {
        for (yaml, why) in [
            ("a: &x [1]\nb: *x\n", "line 1: an anchor is not read here"),
            ("a: &x 1\n", "line 1: an anchor is not read here"),
            ("", "nothing is in it"),
            ("a: 1\n...\nb: 2\n", "line 3: a second document begins"),
        ] {
            assert_eq!(Node::read(yaml), Err(why.to_owned()), "{yaml}");
        }
        let nested = format!("{}{}", "[".repeat(30), "]".repeat(30));
        assert!(Node::read(&nested).is_err());
        assert!(Node::read(&"[".repeat(100_000)).is_err());
        assert!(Node::read(&"- ".repeat(100_000)).is_err());
        assert!(Node::read(&"- a\n".repeat(MAX_NODES)).is_err());
        assert!(Node::read("a: [1").is_err());
        assert!(Node::read("a: *x").is_err());
    }
}
