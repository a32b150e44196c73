//! An exemption that nothing is found for any more.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.exemption-unused",
    severity: Severity::Warning,
    reference: "docs/presets-rules.md, Exemptions",
    judge: Judge::Exemptions,
};
