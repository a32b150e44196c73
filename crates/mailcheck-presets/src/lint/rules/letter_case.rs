//! A word is written in other letters than the format has it.

use mailcheck::report::Severity;

use crate::file::OddityKind;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::odd;

pub(crate) static RULE: Rule = Rule {
    id: "preset.letter-case",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::File(|file| odd(file, OddityKind::LetterCase)),
};
