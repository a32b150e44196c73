//! Sources that prefer STARTTLS to TLS from the start.

use super::super::concerned::quoted;
use super::super::rule::{Judge, Rule};
use super::published;
use crate::evidence::{Asked, Evidence, SourceOutcome};
use crate::model::{Endpoint, Security, Service, Source};
use crate::report::{Advice, Severity, Who};

/// A source has STARTTLS alone, or in front, so that who follows it takes the way that somebody on the
/// line can strip of its encryption.
pub(in super::super) static STARTTLS_PREFERRED: Rule = Rule {
    id: "settings.starttls-preferred",
    severity: Severity::Notice,
    reference: "RFC 8314 §5.1",
    judge: Judge::Run(|evidence| {
        let found = [Service::Imap, Service::Pop3, Service::Smtp].into_iter();
        let found = found.filter_map(|service| records(evidence, service));
        let found: Vec<Preferred<'_>> = found.chain(documents(evidence)).collect();
        let first = found.first()?;
        let service = first.endpoint.service;
        let advice = Advice::new(Who::Provider)
            .case(first.case)
            .arg("source", published::name(first.asked))
            .arg("location", published::location(first.asked))
            .arg("host", quoted(&first.endpoint.host.to_string()))
            .arg("service", service.acronym())
            .arg("record", label(service))
            .arg("tls-port", i64::from(service.tls_port()))
            .evidence(found.iter().map(|it| published::line(it.asked, it.endpoint)));
        Some(advice)
    }),
};

struct Preferred<'a> {
    case: &'static str,
    asked: &'a Asked,
    endpoint: &'a Endpoint,
}

/// SRV records for STARTTLS of a service that has none for TLS from the start.
fn records(evidence: &Evidence, service: Service) -> Option<Preferred<'_>> {
    let is_of = |asked: &&Asked, security: Security| {
        let is_it = |it: &&crate::model::Setting| it.endpoint.security == security;
        asked.source == Source::Srv && published::of_service(asked, service).iter().any(is_it)
    };
    let answers = published::answers(evidence);
    if answers.iter().any(|asked| is_of(asked, Security::Tls)) {
        return None;
    }
    let asked = answers.iter().copied().find(|asked| is_of(asked, Security::Starttls))?;
    // What was not answered may be there.
    let label = label(service);
    let mut others = evidence.answers().filter(|it| it.location.starts_with(label));
    let is_absent =
        others.any(|it| matches!(it.outcome, SourceOutcome::Nothing | SourceOutcome::NotOffered));
    let setting = published::of_service(asked, service).into_iter().next()?;
    is_absent.then_some(Preferred { case: "only-records", asked, endpoint: &setting.endpoint })
}

/// The SRV record for TLS from the start (RFC 8314 §5.1, RFC 6186 §3).
fn label(service: Service) -> &'static str {
    match service {
        Service::Imap => "_imaps._tcp",
        Service::Pop3 => "_pop3s._tcp",
        Service::Smtp => "_submissions._tcp",
    }
}

/// Documents that list STARTTLS before TLS from the start.
fn documents(evidence: &Evidence) -> Vec<Preferred<'_>> {
    let mut found = Vec::new();
    for asked in published::answers(evidence) {
        if asked.source == Source::Srv || !published::is_of_the_domain(asked.source) {
            continue;
        }
        for service in [Service::Imap, Service::Pop3, Service::Smtp] {
            let here = published::of_service(asked, service);
            let place = |security| here.iter().position(|it| it.endpoint.security == security);
            if let (Some(starttls), Some(tls)) = (place(Security::Starttls), place(Security::Tls))
                && starttls < tls
                && let Some(setting) = here.get(starttls)
            {
                let endpoint = &setting.endpoint;
                found.push(Preferred { case: "in-front", asked, endpoint });
            }
        }
    }
    found
}
