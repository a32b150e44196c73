//! Another kind of encryption is usual on the port.

use mailcheck::model::Security;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::{registered, shown};
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.port-security",
    severity: Severity::Warning,
    reference: "RFC 8314 §3, §7",
    judge: Judge::Server(|_view, server| {
        let port = server.port.as_ref()?;
        let security = server.secured()?;
        let (service, is_tls) = registered(port.meaning?)?;
        let is_other = is_tls != (security == Security::Tls);
        if Some(service) != server.service.meaning || !is_other {
            return None;
        }
        let case = if is_tls { "tls" } else { "starttls" };
        let advice = server.advice()?.case(case).arg("port", shown(&port.text));
        Some(Fault::new(port.at, advice))
    }),
};
