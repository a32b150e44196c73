//! The host's name is that of another service.

use mailcheck::model::Service;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.host-of-other-service",
    severity: Severity::Warning,
    reference: "thunderbird/autoconfig#101",
    judge: Judge::Server(|_view, server| {
        let host = server.host.as_ref()?;
        let service = server.service.meaning?;
        let named = services(host.text.split('.').next()?);
        let other = named.first().filter(|_| !named.contains(&service))?;
        Some(Fault::new(host.at, server.advice()?.arg("other", other.acronym())))
    }),
};

/// The services that a label names: `pop3s-2` names one, `imap-smtp` two.
fn services(label: &str) -> Vec<Service> {
    let words = label.split(|letter: char| !letter.is_ascii_alphabetic());
    words
        .filter_map(|word| match word.to_ascii_lowercase().as_str() {
            "imap" | "imaps" => Some(Service::Imap),
            "pop" | "pops" => Some(Service::Pop3),
            "smtp" | "smtps" => Some(Service::Smtp),
            _other => None,
        })
        .collect()
}
