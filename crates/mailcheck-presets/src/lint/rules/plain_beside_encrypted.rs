//! A server without encryption stands beside one of the same service that has it.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.plain-beside-encrypted",
    severity: Severity::Warning,
    reference: "RFC 8314 §3",
    judge: Judge::Server(|view, server| {
        let security = server.security.as_ref().filter(|_| server.is_in_clear())?;
        let mut others = view.provider.servers_of(server.service.meaning?);
        let encrypted = others.find(|other| other.is_encrypted())?;
        let other = encrypted.host.as_ref().map_or("", |host| &host.text);
        let advice = server.advice()?.arg("other", shown(other));
        let fault = Fault::new(security.at, advice);
        Some(fault.beside(view.file, encrypted.at))
    }),
};
