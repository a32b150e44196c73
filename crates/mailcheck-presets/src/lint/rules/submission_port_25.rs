//! Mail is to be sent by the port that many lines block.

use mailcheck::model::Service;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::MTA_PORT;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.submission-port-25",
    severity: Severity::Warning,
    reference: "RFC 6409 §3.1; RFC 8314 §3.3; RFC 5068 §3.1",
    judge: Judge::Server(|_view, server| {
        let port = server.port.as_ref().filter(|port| port.meaning == Some(MTA_PORT))?;
        let is_smtp = server.service.meaning == Some(Service::Smtp);
        if !is_smtp || server.is_apart() {
            return None;
        }
        Some(Fault::new(port.at, server.advice()?))
    }),
};
