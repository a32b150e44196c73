//! A type of server that the format does not have.

use mailcheck::report::Severity;

use super::uncommon_type::is_uncommon;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::about;

pub(crate) static RULE: Rule = Rule {
    id: "preset.unknown-type",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Server(|_view, server| {
        let service = &server.service;
        if service.meaning.is_some() || is_uncommon(&service.text) {
            return None;
        }
        let case = if service.text.is_empty() { "missing" } else { "other" };
        Some(Fault::new(service.at, about(server).case(case)))
    }),
};
