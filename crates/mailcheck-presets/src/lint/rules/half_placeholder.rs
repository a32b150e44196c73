//! A placeholder that lacks a percent sign, or is in small letters.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::placeholder::{Slip, slip, values};
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;

pub(crate) static RULE: Rule = Rule {
    id: "preset.half-placeholder",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig, Placeholders",
    judge: Judge::Provider(|view| {
        let half = values(view).into_iter().filter(|(_, text)| slip(text) == Some(Slip::Half));
        let told = |text: &str| Advice::new(Who::You).arg("value", shown(text));
        half.map(|(at, text)| Fault::new(at, told(text))).collect()
    }),
};
