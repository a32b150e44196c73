//! The port is one that no standard has for mail.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::{registered, shown};
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.unusual-port",
    severity: Severity::Notice,
    reference: "RFC 8314 §7; RFC 6409 §3.1",
    judge: Judge::Server(|_view, server| {
        let port = server.port.as_ref()?;
        let service = server.service.meaning?;
        if registered(port.meaning?).is_some() || server.is_on_the_device() {
            return None;
        }
        let usual = format!("{}, {}", service.tls_port(), service.starttls_port());
        let advice = server.advice()?.arg("port", shown(&port.text)).arg("usual", usual);
        Some(Fault::new(port.at, advice))
    }),
};
