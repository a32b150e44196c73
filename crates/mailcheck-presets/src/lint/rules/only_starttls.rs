//! A service is to be had by STARTTLS only.

use mailcheck::model::Security;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.only-starttls",
    severity: Severity::Warning,
    reference: "RFC 8314 §3.3; RFC 9325 §3.2",
    judge: Judge::Server(|view, server| {
        let security = server.security.as_ref()?;
        let service = server.service.meaning?;
        let has_tls =
            || view.provider.servers_of(service).any(|it| it.secured() == Some(Security::Tls));
        let is_starttls = security.meaning == Some(Security::Starttls);
        if !is_starttls || server.is_apart() || has_tls() {
            return None;
        }
        let advice = server.advice()?.arg("port", service.tls_port().to_string());
        Some(Fault::new(security.at, advice))
    }),
};
