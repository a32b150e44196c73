//! Something that looks like a placeholder and is none.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::placeholder::{Slip, slip, values};
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;

pub(crate) static RULE: Rule = Rule {
    id: "preset.unknown-placeholder",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig, Placeholders",
    judge: Judge::Provider(|view| {
        let none = values(view).into_iter().filter(|(_, text)| slip(text) == Some(Slip::Unknown));
        let told = |text: &str| Advice::new(Who::You).arg("value", shown(text));
        none.map(|(at, text)| Fault::new(at, told(text))).collect()
    }),
};
