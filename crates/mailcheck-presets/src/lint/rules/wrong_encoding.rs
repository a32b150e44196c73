//! A file is not in the encoding that it names.

use mailcheck::report::Severity;

use crate::file::OddityKind;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::odd;

pub(crate) static RULE: Rule = Rule {
    id: "preset.wrong-encoding",
    severity: Severity::Error,
    reference: "XML 1.0 §4.3.3; RFC 3629",
    judge: Judge::File(|file| odd(file, OddityKind::Encoding)),
};
