//! An element, attribute or key is there again where one is meant.

use mailcheck::report::Severity;

use crate::file::OddityKind;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::odd;

pub(crate) static RULE: Rule = Rule {
    id: "preset.duplicate-part",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::File(|file| {
        let mut faults = odd(file, OddityKind::Duplicate);
        // A second provider has a rule of its own.
        let providers: Vec<_> = file.providers.iter().skip(1).map(|provider| provider.at).collect();
        faults.retain(|fault: &Fault| !providers.contains(&fault.at));
        faults
    }),
};
