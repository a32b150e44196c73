//! A password or token is to be sent over a connection without encryption.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.password-in-clear",
    severity: Severity::Error,
    reference: "RFC 8314 §3",
    judge: Judge::Server(|_view, server| {
        let security = server.security.as_ref().filter(|_| server.is_in_clear())?;
        Some(Fault::new(security.at, server.advice()?.case(server.secret()?)))
    }),
};
