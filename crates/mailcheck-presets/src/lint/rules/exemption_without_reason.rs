//! An exemption that does not say why.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.exemption-without-reason",
    severity: Severity::Error,
    reference: "docs/presets-rules.md, Exemptions",
    judge: Judge::Exemptions,
};
