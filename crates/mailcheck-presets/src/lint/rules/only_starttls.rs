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
        (is_starttls && !has_tls() && !server.is_on_the_device()).then(|| {
            let port = i64::from(service.tls_port());
            Fault::new(security.at, server.advice().arg("port", port.to_string()))
        })
    }),
};
