//! JSON (RFC 8259) with the place of every value.

use jsonc_parser::ast::{ObjectPropName, StringLit, Value as Found};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Malformed, Node, Value};
use crate::file::{Lines, Word};

/// Reads one document.
///
/// # Errors
///
/// What is wrong, and where.
pub(crate) fn read(text: &str) -> Result<Node, Malformed> {
    let lines = Lines::new(text);
    let found = parse_to_ast(text, &CollectOptions::default(), &STRICT)
        .map_err(|why| Malformed::new(why.kind().to_string(), lines.place(why.range().start)))?;
    let nothing = || Malformed::new("nothing is in it", lines.place(0));
    let found = found.value.ok_or_else(nothing)?;
    let mut reader = Reader { text, lines, nodes: 0 };
    reader.node(found)
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    nodes: usize,
}

impl Reader<'_> {
    /// A value. The parser refuses what is nested too deep.
    fn node(&mut self, found: Found<'_>) -> Result<Node, Malformed> {
        let at = self.lines.place(found.range().start);
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Malformed::new("there is too much in it", at));
        }
        let value = match found {
            Found::StringLit(text) => Value::Text(self.string(text)?),
            Found::NumberLit(number) => Value::Bare(number.value.to_owned()),
            Found::BooleanLit(truth) => Value::Bare(truth.value.to_string()),
            Found::NullKeyword(_) => Value::Bare("null".to_owned()),
            Found::Array(list) => {
                let items = list.elements.into_iter().map(|item| self.node(item));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            Found::Object(map) => {
                let mut entries = Vec::new();
                for entry in map.properties {
                    let at = self.lines.place(entry.name.range().start);
                    let name = match entry.name {
                        ObjectPropName::String(text) => self.string(text)?,
                        ObjectPropName::Word(word) => word.value.to_owned(),
                    };
                    entries.push((Word::new(name, at), self.node(entry.value)?));
                }
                Value::Map(entries)
            }
        };
        Ok(Node { at, value })
    }

    /// A string; the parser lets control characters stand in one.
    fn string(&self, found: StringLit<'_>) -> Result<String, Malformed> {
        let written = self.text.get(found.range.start..found.range.end).unwrap_or_default();
        match written.bytes().position(|octet| octet.is_ascii_control() && octet != 0x7f) {
            None => Ok(found.value.into_owned()),
            Some(octet) => {
                let at = self.lines.place(found.range.start + octet);
                Err(Malformed::new("a control character in a string", at))
            }
        }
    }
}

/// Nothing that RFC 8259 does not have.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Values in one file; the largest real one has some 1,200.
const MAX_NODES: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Place;

    fn node(line: u32, column: u32, value: Value) -> Node {
        Node { at: Place { line, column }, value }
    }

    fn bare(line: u32, column: u32, text: &str) -> Node {
        node(line, column, Value::Bare(text.to_owned()))
    }

    #[test]
    fn everything_has_its_place() {
        let found = read("{\"b\": [null, true,\n -1e3], \"\u{e9}\": \"\\u0041\", \"b\": {}}\n");
        let key = |line, column, text: &str| Word::new(text, Place { line, column });
        let list = vec![bare(1, 8, "null"), bare(1, 14, "true"), bare(2, 2, "-1e3")];
        let entries = vec![
            (key(1, 2, "b"), node(1, 7, Value::List(list))),
            (key(2, 9, "\u{e9}"), node(2, 14, Value::Text("A".to_owned()))),
            (key(2, 24, "b"), node(2, 29, Value::Map(Vec::new()))),
        ];
        assert_eq!(found, Ok(node(1, 1, Value::Map(entries))));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "{",
            "{} {}",
            "{a: 1}",
            "{'a': 1}",
            "[1,]",
            "[1 2]",
            "// a\n{}",
            "[0x1]",
            "[+1]",
            "[.5]",
            "[NaN]",
            "\"\\x41\"",
            "nul",
            "[01]",
            "\"\n\"",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let why = read("{\n  \"a\": }").expect_err("is none");
        assert_eq!(why.at, Place { line: 2, column: 8 });
    }

    #[test]
    fn it_is_bounded() {
        let nested = |depth| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(read(&nested(100)).is_ok());
        assert!(read(&nested(100_000)).is_err());
        assert!(read(&"[".repeat(250_000)).is_err());
        assert!(read(&format!("[1{}]", ",1".repeat(MAX_NODES))).is_err());
    }
}
