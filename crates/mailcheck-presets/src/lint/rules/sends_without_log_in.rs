//! Mail is to be sent without logging in.

use mailcheck::model::{Authentication, Service};
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.sends-without-log-in",
    severity: Severity::Warning,
    reference: "RFC 6409 §4.3",
    judge: Judge::Server(|_view, server| {
        let mut ways = server.authentication.iter();
        let none = ways.find(|way| way.meaning == Some(Authentication::None))?;
        let is_open = server.service.meaning == Some(Service::Smtp) && server.restriction.is_none();
        if is_open { Some(Fault::new(none.at, server.advice()?)) } else { None }
    }),
};
