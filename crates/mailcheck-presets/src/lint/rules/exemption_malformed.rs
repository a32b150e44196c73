//! A comment that begins as an exemption does, and cannot be read.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.exemption-malformed",
    severity: Severity::Error,
    reference: "docs/presets-rules.md, Exemptions",
    judge: Judge::Exemptions,
};
