//! Servers that are published and not there.

use super::super::beside::{is_captive, mute_ports, private_for_all};
use super::super::concerned::quoted;
use super::super::dns;
use super::super::rule::{Judge, Rule};
use super::published;
use crate::evidence::{Answer, Asked, EndpointView, Evidence};
use crate::model::{Endpoint, Host};
use crate::report::{Advice, Decides, Severity, Who};

/// A published server does not answer, and that is not this line's doing. What was chosen is judged where
/// it failed; here is told of the others.
pub(in super::super) static STALE: Rule = Rule {
    id: "settings.stale",
    severity: Severity::Error,
    reference: "RFC 6186 §4, RFC 8314 §5.1",
    judge: Judge::Each(|evidence| {
        let dead = dead(evidence);
        let mut hosts: Vec<&Host> = Vec::new();
        for it in &dead {
            if !hosts.contains(&&it.endpoint.host) {
                hosts.push(&it.endpoint.host);
            }
        }
        let told = hosts.into_iter().take(MOST_HOSTS);
        told.filter_map(|host| about(evidence, &dead, host)).collect()
    }),
};

/// A server that is published and dead.
pub(super) struct Dead<'a> {
    pub(super) endpoint: &'a Endpoint,
    asked: &'a Asked,
    case: &'static str,
}

/// Every dead server once for each source that names it.
pub(super) fn dead(evidence: &Evidence) -> Vec<Dead<'_>> {
    if is_captive(evidence) || private_for_all(evidence).is_some() {
        return Vec::new();
    }
    let mut dead: Vec<Dead<'_>> = Vec::new();
    for asked in published::answers(evidence) {
        for setting in &asked.settings {
            let endpoint = &setting.endpoint;
            let case = published::seen(evidence, endpoint).and_then(|view| death(&view));
            if let Some(case) = case.filter(|_| !is_spoken_for(evidence, endpoint)) {
                dead.push(Dead { endpoint, asked, case });
            }
        }
    }
    dead
}

/// Whether another rule tells of this side: what was chosen for it is dead itself.
fn is_spoken_for(evidence: &Evidence, endpoint: &Endpoint) -> bool {
    let chosen = published::chosen(evidence, endpoint.service.is_incoming());
    chosen.is_some_and(|view| {
        view.endpoint() == endpoint || !matches!(view.answer(), Answer::Mail | Answer::Encrypted)
    })
}

/// How a server is dead; `None` where it is alive, or where that may be the line's doing.
fn death(view: &EndpointView<'_>) -> Option<&'static str> {
    if let Some(case) = dns::is_gone(view) {
        return Some(case);
    }
    if !published::meets_servers(view.evidence) {
        return None;
    }
    match view.answer() {
        Answer::Refused => Some("refused"),
        Answer::Nobody => leads_there(view).then_some("filtered"),
        Answer::OtherMail | Answer::Stranger { .. } => Some("other-service"),
        Answer::Encrypted
        | Answer::HungUp
        | Answer::Mail
        | Answer::Reset
        | Answer::Silent
        | Answer::Unknown
        | Answer::Unreachable => None,
    }
}

/// Whether this line lets through what the server does not answer: another host answers on the same
/// port, or no port of this one answers while another host was reached.
fn leads_there(view: &EndpointView<'_>) -> bool {
    let (here, evidence) = (view.endpoint(), view.evidence);
    let all = (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index));
    let mut others = all.filter(|other| other.endpoint().host != here.host);
    let is_same_port =
        |other: &EndpointView<'_>| other.endpoint().port == here.port && other.answer().is_server();
    others.any(|other| is_same_port(&other)) || mute_ports(view).is_some()
}

fn about(evidence: &Evidence, dead: &[Dead<'_>], host: &Host) -> Option<Advice> {
    let here = || dead.iter().filter(|it| it.endpoint.host == *host);
    let first = here().next()?;
    let mut ports: Vec<u16> = here().map(|it| it.endpoint.port).collect();
    ports.sort_unstable();
    ports.dedup();
    let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
    let mut sources: Vec<String> = here().map(|it| published::name(it.asked).to_owned()).collect();
    sources.dedup();
    // Where the other settings work, nobody has to wait for this to be mended.
    let is_beside =
        |it: &Dead<'_>| published::chosen(evidence, it.endpoint.service.is_incoming()).is_some();
    let decides = if here().all(is_beside) { Decides::Beside } else { Decides::Yes };
    let advice = Advice::new(Who::Provider)
        .case(first.case)
        .arg("host", quoted(&host.to_string()))
        .arg("ports", ports)
        .arg("sources", sources)
        .arg("service", first.endpoint.service.acronym())
        .evidence(here().map(|it| published::line(it.asked, it.endpoint)));
    Some(advice.decides(decides))
}

/// More dead servers than a person wants to read of.
const MOST_HOSTS: usize = 5;
