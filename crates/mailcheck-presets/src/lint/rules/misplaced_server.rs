//! A server for sending among those for receiving, or the other way round.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::about;

pub(crate) static RULE: Rule = Rule {
    id: "preset.misplaced-server",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Server(|_view, server| {
        let is_for_sending = !server.service.meaning?.is_incoming();
        if is_for_sending == server.is_outgoing {
            return None;
        }
        let case = if is_for_sending { "smtp" } else { "other" };
        Some(Fault::new(server.service.at, about(server).case(case)))
    }),
};
