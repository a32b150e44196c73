//! A document without provider.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::Place;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.no-provider",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::File(|file| {
        if file.format != Format::Autoconfig || !file.providers.is_empty() {
            return Vec::new();
        }
        vec![Fault::new(Place::default(), Advice::new(Who::You))]
    }),
};
