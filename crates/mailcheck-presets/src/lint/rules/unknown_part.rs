//! An element, attribute or key that the format does not have.

use mailcheck::report::Severity;

use crate::file::OddityKind;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::odd;

pub(crate) static RULE: Rule = Rule {
    id: "preset.unknown-part",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::File(|file| odd(file, OddityKind::Unknown)),
};
