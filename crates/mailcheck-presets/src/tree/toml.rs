//! TOML with the place of every value.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Malformed, Node, Value, comments};
use crate::file::{Lines, Word};

/// A document and its comments.
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
    let lines = Lines::new(text);
    let found = DeTable::parse(text).map_err(|why| {
        let at = lines.place(why.span().map_or(0, |span| span.start));
        Malformed::new(why.message(), at)
    })?;
    let mut reader = Reader { lines, quoted: Vec::new() };
    let at = reader.lines.place(0);
    let root = Node { at, value: reader.table(found.get_ref()) };
    reader.quoted.sort_by_key(|range| range.start);
    let comments = comments(text, &reader.lines, &reader.quoted);
    Ok(Document { root, comments })
}

struct Reader<'a> {
    lines: Lines<'a>,
    /// Where a `#` begins no comment.
    quoted: Vec<Range<usize>>,
}

impl Reader<'_> {
    /// A value. The parser refuses what is nested too deep.
    fn node(&mut self, found: &Spanned<DeValue<'_>>) -> Node {
        let span = found.span();
        let value = match found.get_ref() {
            DeValue::String(text) => {
                self.quoted.push(span.clone());
                Value::Text(text.clone().into_owned())
            }
            DeValue::Integer(number) if number.radix() == 10 => {
                Value::Bare(number.as_str().to_owned())
            }
            DeValue::Integer(number) => {
                let value = i64::from_str_radix(number.as_str(), number.radix());
                Value::Bare(value.map_or_else(|_| number.as_str().to_owned(), |it| it.to_string()))
            }
            DeValue::Float(number) => Value::Bare(number.as_str().to_owned()),
            DeValue::Boolean(truth) => Value::Bare(truth.to_string()),
            DeValue::Datetime(date) => Value::Bare(date.to_string()),
            DeValue::Array(items) => {
                Value::List(items.iter().map(|item| self.node(item)).collect())
            }
            DeValue::Table(table) => self.table(table),
        };
        Node { at: self.lines.place(span.start), value }
    }

    fn table(&mut self, table: &DeTable<'_>) -> Value {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entries = entries.into_iter().map(|(key, value)| {
            self.quoted.push(key.span());
            let at = self.lines.place(key.span().start);
            (Word::new(key.get_ref().as_ref(), at), self.node(value))
        });
        Value::Map(entries.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Place;

    #[test]
    fn everything_has_its_place() {
        let text = "# One\n[[b]] # two\n\"x#\" = '# no' # three\nn = 0x1F\nday = 2026-11-30\n[[b]]\nl = [\n 'é', true]\n";
        let found = read(text).expect("is TOML");
        let place = |line, column| Place { line, column };
        let node = |at, value| Node { at, value };
        let bare =
            |line, column, text: &str| node(place(line, column), Value::Bare(text.to_owned()));
        let string =
            |line, column, text: &str| node(place(line, column), Value::Text(text.to_owned()));
        let key = |line, column, text: &str| Word::new(text, place(line, column));
        let Value::Map(root) = &found.root.value else { panic!("{:?}", found.root) };
        let [(name, Node { value: Value::List(items), .. })] = &root[..] else {
            panic!("{root:?}")
        };
        assert_eq!(*name, key(2, 3, "b"));
        let tables: Vec<_> = items.iter().map(|item| item.value.clone()).collect();
        let list = Value::List(vec![string(8, 2, "é"), bare(8, 7, "true")]);
        let expected = [
            Value::Map(vec![
                (key(3, 1, "x#"), string(3, 8, "# no")),
                (key(4, 1, "n"), bare(4, 5, "31")),
                (key(5, 1, "day"), bare(5, 7, "2026-11-30")),
            ]),
            Value::Map(vec![(key(7, 1, "l"), node(place(7, 5), list))]),
        ];
        assert_eq!(tables, expected);
        assert_eq!((items[0].at.line, items[1].at.line), (2, 6));
        let comments = [key(1, 1, "One"), key(2, 7, "two"), key(3, 15, "three")];
        assert_eq!(found.comments, comments);
    }

    #[test]
    fn what_is_no_toml_is_refused() {
        for text in ["a", "a = 1\na = 2", "[a]\n[a]", "a = '\n'", "a = [1"] {
            assert!(read(text).is_err(), "{text}");
        }
        let why = read("\na = ").map(|_found| ()).expect_err("is none");
        assert_eq!(why.at.line, 2);
        assert!(read(&format!("a = {}", "[".repeat(100_000))).is_err());
    }
}
