//! What stands beside an endpoint that failed, and what that says of line and server.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::evidence::{AddressView, Answer, EndpointView, Evidence, Fact, Step, Via};
use crate::model::{Endpoint, Host, Security};
use crate::report::Advice;

/// A port of the same host where the same service answers, implicit TLS before STARTTLS (RFC 8314
/// §3.3). The port between mail servers is not for people.
pub(super) fn working<'a>(view: &EndpointView<'a>) -> Option<&'a Endpoint> {
    let others = view.other_ports().into_iter().filter(|other| other.answer() == Answer::Mail);
    let for_people = |other: &EndpointView<'_>| {
        let it = other.endpoint();
        let is_safe = match it.security {
            Security::Plain => false,
            Security::Starttls => other.offers_starttls(),
            Security::Tls => true,
        };
        it.port != RELAY_PORT && is_safe
    };
    others.filter(for_people).map(|other| other.endpoint()).min_by_key(|it| it.security)
}

/// Names the port that works.
pub(super) fn naming(advice: Advice, works: &Endpoint) -> Advice {
    let security = match works.security {
        Security::Tls => "SSL/TLS",
        Security::Plain | Security::Starttls => "STARTTLS",
    };
    advice.arg("good-port", i64::from(works.port)).arg("good-security", security)
}

/// The other ports for people that were tried, in order, if not one port of the host answered anything.
pub(super) fn mute_ports(view: &EndpointView<'_>) -> Option<Vec<String>> {
    let others = view.other_ports();
    let is_mute = |other: &EndpointView<'_>| {
        let is_relay = other.endpoint().port == RELAY_PORT;
        match other.answer() {
            Answer::Nobody | Answer::Reset => true,
            // Many servers for sending have nothing there.
            Answer::Refused | Answer::Unreachable => is_relay,
            Answer::Encrypted
            | Answer::HungUp
            | Answer::Mail
            | Answer::OtherMail
            | Answer::Silent
            | Answer::Stranger { .. }
            | Answer::Unknown => false,
        }
    };
    let ports: BTreeSet<u16> = others.iter().map(|other| other.endpoint().port).collect();
    let ports: Vec<String> =
        ports.iter().filter(|port| **port != RELAY_PORT).map(u16::to_string).collect();
    (!ports.is_empty() && others.iter().all(is_mute)).then_some(ports)
}

/// Whether mail is received from the same host or the same address: so it is there, and the line
/// leads to it.
pub(super) fn receives_there(view: &EndpointView<'_>) -> bool {
    let ips = |view: &EndpointView<'_>| -> BTreeSet<IpAddr> {
        view.addresses().iter().map(|address| address.ip).collect()
    };
    let here = ips(view);
    view.evidence.views().filter(|other| other.endpoint().service.is_incoming()).any(|other| {
        let is_same_host = other.endpoint().host == view.endpoint().host;
        let mail = |address: &AddressView<'_>| address.answer() == Answer::Mail;
        let addresses = other.addresses();
        addresses.iter().filter(|it| mail(it)).any(|it| is_same_host || here.contains(&it.ip))
    })
}

/// Whether nothing but one and the same stranger speaks at every port that does, as in networks that
/// want people to sign in first (RFC 8952 §1). None of them can show a certificate of the server, and
/// what sends without end has said nothing to compare.
pub(super) fn is_captive(evidence: &Evidence) -> bool {
    let mut addresses = evidence.views().flat_map(|view| view.addresses());
    if addresses.any(|it| matches!(it.handshake(), Step::Done(tls) if tls.verified)) {
        return false;
    }
    let answers = answers(evidence);
    let mut strangers = answers.iter().filter_map(|answer| {
        let Answer::Stranger { line, is_web } = answer else { return None };
        Some((line, *is_web))
    });
    let Some((first, is_web)) = strangers.next() else { return false };
    let rest: Vec<_> = strangers.collect();
    !rest.is_empty()
        && (is_web || !first.as_str().is_empty())
        && rest.iter().all(|(line, web)| if is_web { *web } else { *line == first })
        && !answers.iter().any(Answer::is_server)
}

/// Whether every port of this host takes connections and says nothing at all, and none of the run
/// does more: something on the way takes them.
pub(super) fn swallows_all(view: &EndpointView<'_>) -> bool {
    let mut others = view.other_ports();
    others.retain(|other| other.endpoint().port != RELAY_PORT);
    let answers = answers(view.evidence);
    let has_tls = view.evidence.observations.iter();
    let has_tls = has_tls.map(|seen| &seen.fact).any(|fact| matches!(fact, Fact::Encrypted(_)));
    !others.is_empty()
        && view.answer() == Answer::Silent
        && others.iter().all(|other| other.answer() == Answer::Silent)
        && !has_tls
        && !answers.iter().any(Answer::is_server)
}

fn answers(evidence: &Evidence) -> Vec<Answer> {
    let all = (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index));
    all.map(|view| view.answer()).collect()
}

/// The one private address that DNS gave for every server of the run, two at least, where their names
/// are not of a home network: a resolver that leads everybody to a log-in page.
pub(super) fn private_for_all(evidence: &Evidence) -> Option<IpAddr> {
    let mut hosts = BTreeSet::<&Host>::new();
    let mut ips = BTreeSet::new();
    for view in evidence.views() {
        let host = &view.endpoint().host;
        if HOME.iter().any(|home| host.as_str().ends_with(home)) {
            return None;
        }
        for lookup in view.lookups() {
            let found = lookup.outcome.ok().filter(|found| !found.is_empty());
            let Some(found) = found else { continue };
            if lookup.via != Some(Via::Dns) {
                return None;
            }
            ips.extend(found);
            hosts.insert(host);
        }
    }
    let ip =
        ips.iter().next().filter(|ip| hosts.len() > 1 && ips.len() == 1 && is_private(**ip))?;
    Some(*ip)
}

/// Whether an address is only for use within a network (RFC 1918, RFC 6598, RFC 4193, RFC 3927).
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            ip.is_private() || ip.is_link_local() || (first == 100 && second & 0xc0 == 64)
        }
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// The port between mail servers, which many lines block (Japan: OP25B; RFC 5068).
pub(super) const RELAY_PORT: u16 = 25;
/// Names that are meant for networks of one's own (RFC 6762 §3, RFC 8375, and what routers give).
const HOME: &[&str] = &[".local", ".home.arpa", ".internal", ".lan", ".home", ".intranet"];
