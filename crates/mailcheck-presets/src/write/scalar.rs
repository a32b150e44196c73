//! Scalars and comments as files of keys and values have them.

use std::fmt::Write as _;

use super::{Loss, Part};
use crate::file::{PresetFile, Word};

/// A string in double quotes, as JSON, TOML and YAML read it alike.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Line breaks, marks and what is no letter, to some of their readers.
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                escape(letter, &mut out);
            }
            letter if letter.is_control() => escape(letter, &mut out),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn escape(letter: char, out: &mut String) {
    // What is written to a string arrives.
    let _written = write!(out, "\\u{:04x}", u32::from(letter));
}

/// The comments of a file, each line behind its `#`.
pub(super) fn comments(file: &PresetFile) -> String {
    let lines = file.comments.iter().flat_map(|comment| comment.text.split(['\n', '\r']));
    let clean = |line: &str| line.replace(|letter: char| letter.is_control(), " ");
    lines
        .flat_map(|line| ["# ".to_owned(), clean(line).trim().to_owned(), "\n".to_owned()])
        .collect()
}

pub(super) fn lost<T>(what: Part, word: &Word<T>) -> Loss {
    Loss::new(what, &word.text, word.at)
}
