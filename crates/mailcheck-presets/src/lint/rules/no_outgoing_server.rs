//! A preset has servers for reading mail, and none for sending.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.no-outgoing-server",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        let provider = view.provider;
        let is_read = provider.side(false).next().is_some();
        let is_missing = is_read && provider.side(true).next().is_none();
        is_missing.then(|| Fault::new(provider.at, Advice::new(Who::You))).into_iter().collect()
    }),
};
