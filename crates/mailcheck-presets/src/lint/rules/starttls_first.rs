//! STARTTLS is preferred to implicit TLS.

use mailcheck::model::{Security, Service};
use mailcheck::report::Severity;

use crate::file::Server;
use crate::lint::Fault;
use crate::lint::View;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.starttls-first",
    severity: Severity::Notice,
    reference: "RFC 8314 §3.3; RFC 9325 §3.2",
    judge: Judge::Provider(|view| {
        let services = [Service::Imap, Service::Pop3, Service::Smtp].into_iter();
        services.filter_map(|service| first(view, service)).collect()
    }),
};

/// The first server of a service, where it is one by STARTTLS and one by TLS follows.
fn first(view: &View<'_>, service: Service) -> Option<Fault> {
    let is = |security| move |server: &&Server| server.secured() == Some(security);
    let mut servers = view.provider.servers_of(service).filter(|it| it.is_encrypted());
    let starttls = servers.next().filter(is(Security::Starttls))?;
    let tls = servers.find(is(Security::Tls))?;
    let fault = Fault::new(starttls.security.as_ref()?.at, starttls.advice()?);
    Some(fault.beside(view.file, tls.at))
}
