//! What was published about servers: every source but guesses and what a person typed, in the order in
//! which their word counts.

use super::super::concerned::quoted;
use crate::evidence::{Answer, Asked, EndpointView, Evidence, SourceOutcome};
use crate::model::{Endpoint, Security, ServerText, Service, Setting, Source};

/// Whether somebody published what this source says.
pub(super) fn is_published(source: Source) -> bool {
    match source {
        Source::Given | Source::Guess => false,
        Source::Autoconfig
        | Source::Autodiscover
        | Source::Ispdb
        | Source::Mailconf
        | Source::Mx
        | Source::Pacc
        | Source::Preset
        | Source::Provider
        | Source::Srv
        | Source::WellKnown => true,
    }
}

/// Whether the mail domain itself speaks here, so that its owner can mend it.
pub(super) fn is_of_the_domain(source: Source) -> bool {
    match source {
        Source::Autoconfig
        | Source::Autodiscover
        | Source::Mailconf
        | Source::Pacc
        | Source::Srv
        | Source::WellKnown => true,
        Source::Given
        | Source::Guess
        | Source::Ispdb
        | Source::Mx
        | Source::Preset
        | Source::Provider => false,
    }
}

/// The answers that name servers. The order does not depend on which answer came first.
pub(in super::super) fn answers(evidence: &Evidence) -> Vec<&Asked> {
    let is_one =
        |asked: &&Asked| asked.outcome == SourceOutcome::Found && is_published(asked.source);
    let mut answers: Vec<&Asked> = evidence.answers().filter(is_one).collect();
    answers.sort_by(|one, other| {
        let key = |asked: &Asked| (asked.authority(), asked.source);
        key(one).cmp(&key(other)).then_with(|| one.location.cmp(&other.location))
    });
    answers
}

/// What an answer says of one service, in its order.
pub(super) fn of_service(asked: &Asked, service: Service) -> Vec<&Setting> {
    asked.settings.iter().filter(|it| it.endpoint.service == service).collect()
}

/// The source in a word, the same in every language.
pub(in super::super) fn name(asked: &Asked) -> &'static str {
    asked.source.name()
}

/// Where the source is, fit to stand in a sentence.
pub(super) fn location(asked: &Asked) -> String {
    quoted(&asked.location)
}

/// Who says what, for the evidence below a finding.
pub(in super::super) fn line(asked: &Asked, endpoint: &Endpoint) -> ServerText {
    ServerText::from(format!("{} {}: {endpoint}", name(asked), asked.location).as_str())
}

/// How the security is called on phones.
pub(super) fn security(security: Security) -> &'static str {
    match security {
        Security::Plain => "plain",
        Security::Starttls => "STARTTLS",
        Security::Tls => "SSL/TLS",
    }
}

/// What was seen of an endpoint, if it was looked at.
pub(super) fn seen<'a>(evidence: &'a Evidence, endpoint: &Endpoint) -> Option<EndpointView<'a>> {
    let all = (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index));
    let mut here = all.filter(|view| view.endpoint() == endpoint);
    here.find(|view| view.observations().next().is_some())
}

/// The chosen endpoint of a side.
pub(super) fn chosen(evidence: &Evidence, is_incoming: bool) -> Option<EndpointView<'_>> {
    evidence.views().find(|view| view.endpoint().service.is_incoming() == is_incoming)
}

/// Whether a server of mail was met anywhere in the run: so this line leads to such servers.
pub(super) fn meets_servers(evidence: &Evidence) -> bool {
    let all = (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index));
    all.map(|view| view.answer()).any(|answer| matches!(answer, Answer::Mail | Answer::OtherMail))
}
