//! An element, attribute or key stands where its format does not have it.

use mailcheck::report::Severity;

use crate::file::OddityKind;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::odd;

pub(crate) static RULE: Rule = Rule {
    id: "preset.misplaced-part",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::File(|file| odd(file, OddityKind::Misplaced)),
};
