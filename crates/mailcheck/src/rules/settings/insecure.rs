//! Sources that tell mail programs to do without encryption.

use super::super::beside::RELAY_PORT;
use super::super::concerned::quoted;
use super::super::rule::{Judge, Rule};
use super::published;
use crate::evidence::{Asked, Deviation, EndpointView, Evidence};
use crate::model::{Security, Service, Setting};
use crate::report::{Advice, Decides, Severity, Who};

/// A source tells mail programs to send the password unencrypted, or to hand in mail at the port between
/// servers.
pub(in super::super) static INSECURE: Rule = Rule {
    id: "settings.insecure",
    severity: Severity::Error,
    reference: "RFC 8314 §4.1, §5.1",
    judge: Judge::Run(|evidence| {
        let all = all(evidence);
        let worst = all.iter().min_by_key(|it| it.kind)?;
        let endpoint = &worst.setting.endpoint;
        let advice = Advice::new(Who::Provider)
            .case(worst.kind.name())
            .arg("source", published::name(worst.asked))
            .arg("location", published::location(worst.asked))
            .arg("host", quoted(&endpoint.host.to_string()))
            .arg("port", i64::from(endpoint.port))
            .arg("service", endpoint.service.acronym())
            .arg("tls-port", i64::from(endpoint.service.tls_port()))
            .arg("line", i64::from(worst.line()))
            .evidence(all.iter().map(|it| published::line(it.asked, &it.setting.endpoint)));
        Some(advice.decides(decides(evidence, &all)))
    }),
};

/// Whether the settings of this endpoint were published without encryption: that is the fault, and a
/// password in clear its consequence.
pub(in super::super) fn is_said_of(view: &EndpointView<'_>) -> bool {
    let is_here = |it: &Insecure<'_>| it.setting.endpoint == *view.endpoint();
    published::is_published(view.candidate.source) && all(view.evidence).iter().any(is_here)
}

/// Other settings that were found are none the worse for it.
fn decides(evidence: &Evidence, all: &[Insecure<'_>]) -> Decides {
    let is_beside = |it: &Insecure<'_>| {
        let chosen = published::chosen(evidence, it.setting.endpoint.service.is_incoming());
        chosen.is_some_and(|view| *view.endpoint() != it.setting.endpoint)
    };
    if all.iter().all(is_beside) { Decides::Beside } else { Decides::Yes }
}

/// A server that nobody should be sent to.
struct Insecure<'a> {
    kind: Kind,
    asked: &'a Asked,
    setting: &'a Setting,
}

impl Insecure<'_> {
    /// Where in the document it stands, 0 where that is not told.
    fn line(&self) -> u32 {
        let host = self.setting.endpoint.host.as_str();
        let is_it = |it: &&Deviation| it.kind == PLAIN && it.text.as_str() == host;
        self.asked.deviations.iter().find(is_it).map_or(0, |it| it.line)
    }
}

/// In what way, the worst first.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    /// No source has an encrypted server of this service.
    OnlyPlain,
    /// This source has none.
    PlainHere,
    /// It comes before those that are encrypted.
    PlainFirst,
    /// It comes after them.
    PlainToo,
    /// Mail is to be handed in at the port between servers.
    RelayPort,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::OnlyPlain => "only-plain",
            Self::PlainHere => "plain-here",
            Self::PlainFirst => "plain-first",
            Self::PlainToo => "plain-too",
            Self::RelayPort => "relay-port",
        }
    }
}

/// At most one for each source and service.
fn all(evidence: &Evidence) -> Vec<Insecure<'_>> {
    let answers = published::answers(evidence);
    let mut found = Vec::new();
    for service in [Service::Imap, Service::Pop3, Service::Smtp] {
        let is_secure = |it: &&Setting| it.endpoint.security != Security::Plain;
        let all = || answers.iter().flat_map(|asked| published::of_service(asked, service));
        let has_secure = all().any(|it| is_secure(&it));
        for asked in &answers {
            let here = published::of_service(asked, service);
            let plain = here.iter().position(|it| !is_secure(it));
            let secure = here.iter().position(is_secure);
            let (kind, place) = match (plain, secure) {
                (Some(plain), None) if has_secure => (Kind::PlainHere, plain),
                (Some(plain), None) => (Kind::OnlyPlain, plain),
                (Some(plain), Some(secure)) if plain < secure => (Kind::PlainFirst, plain),
                (Some(plain), Some(_)) => (Kind::PlainToo, plain),
                (None, Some(_)) if here.iter().all(|it| is_relay(it)) => (Kind::RelayPort, 0),
                (None, _) => continue,
            };
            if let Some(setting) = here.get(place) {
                found.push(Insecure { kind, asked, setting });
            }
        }
    }
    found
}

fn is_relay(setting: &Setting) -> bool {
    setting.endpoint.service == Service::Smtp && setting.endpoint.port == RELAY_PORT
}

/// What readers of documents call a server without encryption.
const PLAIN: &str = "plain-socket-type";
