//! A server of which it is not said how to log in.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, miss};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-authentication",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3; thunderbird-android RealAutoconfigParser.kt",
    judge: Judge::Server(|view, server| {
        if view.file.format != Format::Autoconfig || server.service.meaning.is_none() {
            return None;
        }
        let is_there = server.authentication.iter().any(|word| !word.text.is_empty());
        let first = server.authentication.first();
        if is_there { None } else { miss(first, server.at, about(server)) }
    }),
};
