//! A file that looks like a preset, and cannot be read.

use mailcheck::model::Unusable;
use mailcheck::report::{Advice, Severity, Who};

use crate::file::Place;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::load::NotRead;

pub(crate) static RULE: Rule = Rule {
    id: "preset.not-well-formed",
    severity: Severity::Error,
    reference: "XML 1.0 §2.1; thunderbird/autoconfig validate.py",
    judge: Judge::Unread(|unread| {
        let NotRead::Unusable(Unusable::Malformed { text }) = &unread.why else { return None };
        let is_ampersand = text.contains("entity reference");
        let case = if is_ampersand { "ampersand" } else { "other" };
        let advice = Advice::new(Who::You).case(case).arg("why", shown(text));
        Some(Fault::new(unread.at.unwrap_or_else(|| place(text)), advice))
    }),
};

/// The place that a parser names: `… at 3:5`, `line 3: …`, `… line 3, column 5`; the file as a whole where
/// it names none.
fn place(text: &str) -> Place {
    let last = text.rsplit(' ').next().unwrap_or_default();
    if let Some((line, column)) = last.split_once(':')
        && let (Ok(line), Ok(column)) = (line.parse(), column.parse())
    {
        return Place { line, column };
    }
    let number = |word: &str| {
        let (_, rest) = text.split_once(word)?;
        let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
        digits.parse().ok()
    };
    let line = number("line ").unwrap_or_default();
    Place { line, column: number("column ").filter(|_| line > 0).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_parsers_name() {
        for (text, line, column) in [
            ("unexpected close tag at 3:5", 3, 5),
            ("line 7: an anchor is not read here", 7, 0),
            ("expected value at line 2 column 14", 2, 14),
            ("TOML parse error at line 4, column 9", 4, 9),
            ("no root", 0, 0),
            ("in column 3", 0, 0),
        ] {
            assert_eq!(place(text), Place { line, column }, "{text}");
        }
    }
}
