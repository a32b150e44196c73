//! An exemption whose last day is over.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.exemption-expired",
    severity: Severity::Warning,
    reference: "docs/presets-rules.md, Exemptions",
    judge: Judge::Exemptions,
};
