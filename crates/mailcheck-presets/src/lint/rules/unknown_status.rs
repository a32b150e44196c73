//! A word for whether a provider works in mail programs that the format does not have.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;

pub(crate) static RULE: Rule = Rule {
    id: "preset.unknown-status",
    severity: Severity::Error,
    reference: "chatmail/provider-db validation/index.js",
    judge: Judge::Provider(|view| {
        let unknown = view.provider.status.as_ref().filter(|status| status.meaning.is_none());
        let told = |text: &str| Advice::new(Who::You).arg("word", shown(text));
        unknown.map(|word| Fault::new(word.at, told(&word.text))).into_iter().collect()
    }),
};
