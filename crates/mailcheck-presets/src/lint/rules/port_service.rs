//! The port is that of another service.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::{registered, shown};
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.port-service",
    severity: Severity::Warning,
    reference: "RFC 8314 §7; RFC 6409 §3.1",
    judge: Judge::Server(|_view, server| {
        let port = server.port.as_ref()?;
        let service = server.service.meaning?;
        let (other, _) = registered(port.meaning?)?;
        if other == service {
            return None;
        }
        let usual = format!("{}, {}", service.tls_port(), service.starttls_port());
        let advice = server.advice()?.arg("port", shown(&port.text)).arg("usual", usual);
        Some(Fault::new(port.at, advice.arg("other", other.acronym())))
    }),
};
