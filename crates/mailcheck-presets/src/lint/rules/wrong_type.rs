//! A value is of another type than the format has there.

use mailcheck::report::Severity;

use crate::file::OddityKind;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::odd;

pub(crate) static RULE: Rule = Rule {
    id: "preset.wrong-type",
    severity: Severity::Warning,
    reference: "RFC 8259 §3",
    judge: Judge::File(|file| odd(file, OddityKind::WrongType)),
};
