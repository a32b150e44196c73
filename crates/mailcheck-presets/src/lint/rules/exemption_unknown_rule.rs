//! An exemption from a rule that there is none of.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.exemption-unknown-rule",
    severity: Severity::Error,
    reference: "docs/presets-rules.md, Exemptions",
    judge: Judge::Exemptions,
};
