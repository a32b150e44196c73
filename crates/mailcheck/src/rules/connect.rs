//! TCP: whether anything listens.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::beside::{RELAY_PORT, mute_ports, naming, private_for_all, working};
use super::causes::{self, Whose};
use super::concerned::about;
use super::rule::{Judge, Rule};
use super::submission;
use crate::evidence::{ConnectFailure, EndpointView, Evidence, Fact, Family, Step};
use crate::model::{Endpoint, Host, ServerText};
use crate::report::{Advice, Decides, Severity, Who};

/// No address could be connected to, and at least one refuses the port: the host is there.
pub(super) static REFUSED: Rule = Rule {
    id: "connect.refused",
    severity: Severity::Error,
    reference: "RFC 9293 §3.5.2",
    judge: Judge::Endpoint(|view| {
        let dead = Dead::of(view)?;
        let (Kind::Refused, _why) = dead.kind() else { return None };
        if submission::block(view).is_some() {
            return None;
        }
        if let Some(advice) = dead.beside(view) {
            return Some(advice);
        }
        let case = if is_usual(view.endpoint()) { "usual-port" } else { "other" };
        let advice = dead.advice(view, Who::You).case(case);
        Some(causes::add_foreign_filter(view, advice, "cause-wrong-server-or-port"))
    }),
};

/// No address could be connected to, and at least one does not answer at all: something on the way
/// drops the packets, or the host is off.
pub(super) static FILTERED: Rule = Rule {
    id: "connect.filtered",
    severity: Severity::Error,
    reference: "RFC 9293 §3.8.3",
    judge: Judge::Endpoint(|view| {
        let dead = Dead::of(view)?;
        let (Kind::Filtered, _why) = dead.kind() else { return None };
        if submission::block(view).is_some() {
            return None;
        }
        if let Some(advice) = dead.beside(view) {
            return Some(advice);
        }
        if !anything_connected(view.evidence) {
            let causes = ["cause-no-network", "cause-line-blocks-port", "cause-foreign-filter"];
            let advice = dead.advice(view, Who::Line).case("nothing-reachable");
            let advice = causes::add(view, advice, &causes, Whose::Seen);
            return Some(advice.decides(Decides::No));
        }
        if view.endpoint().port == RELAY_PORT {
            return Some(dead.advice(view, Who::You).case("port-25"));
        }
        if let Some(ports) = mute_ports(view) {
            let causes =
                ["cause-wrong-server-or-port", "cause-server-trouble", "cause-foreign-filter"];
            let advice = dead.advice(view, Who::You).case("whole-host").arg("ports", ports);
            return Some(advice.causes(&causes));
        }
        let causes =
            ["cause-wrong-server-or-port", "cause-line-blocks-port", "cause-foreign-filter"];
        Some(causes::add(view, dead.advice(view, Who::You), &causes, Whose::Seen))
    }),
};

/// No address could be connected to, and the network says so.
pub(super) static UNREACHABLE: Rule = Rule {
    id: "connect.unreachable",
    severity: Severity::Error,
    reference: "RFC 1122 §3.2.2.1",
    judge: Judge::Endpoint(|view| {
        let dead = Dead::of(view)?;
        let (Kind::Unreachable, why) = dead.kind() else { return None };
        if submission::block(view).is_some() {
            return None;
        }
        let decides = if anything_connected(view.evidence) { Decides::Yes } else { Decides::No };
        let advice = |who| dead.advice(view, who).decides(decides);
        Some(match why {
            ConnectFailure::NoRoute => advice(Who::Device).case("no-route"),
            ConnectFailure::Reset => advice(Who::Line).case("reset"),
            ConnectFailure::Other { text, .. } => {
                advice(Who::Device).case("unknown").evidence([ServerText::from(text.as_str())])
            }
            ConnectFailure::Refused
            | ConnectFailure::Stopped
            | ConnectFailure::TimedOut
            | ConnectFailure::Unreachable => advice(Who::Line),
        })
    }),
};

/// One address works and another does not: which one a phone takes is chance.
pub(super) static ADDRESS_DEAD: Rule = Rule {
    id: "connect.address-dead",
    severity: Severity::Warning,
    reference: "RFC 8305 §9.2",
    judge: Judge::Endpoint(|view| {
        let addresses = view.addresses();
        let working = addresses.iter().filter(|address| address.connect().done().is_some()).count();
        let dead: Vec<IpAddr> = addresses
            .iter()
            .filter(|address| address.connect().failed().is_some_and(is_servers_fault))
            .map(|address| address.ip)
            .collect();
        if working == 0 || dead.is_empty() {
            return None;
        }
        let (case, who) = match silent_family(view.evidence, &dead) {
            Some((Family::Ipv4, Where::Everywhere)) => ("ipv4-everywhere", Who::Line),
            Some((Family::Ipv4, Where::Here)) => ("ipv4", Who::You),
            Some((Family::Ipv6, Where::Everywhere)) => ("ipv6-everywhere", Who::Line),
            Some((Family::Ipv6, Where::Here)) => ("ipv6", Who::You),
            None => ("other", Who::Provider),
        };
        let count = i64::try_from(dead.len()).unwrap_or(i64::MAX);
        let advice = about(view, who).case(case).arg("count", count);
        Some(advice.addresses(dead))
    }),
};

/// An endpoint none of whose addresses could be connected to.
struct Dead<'a>(Vec<(IpAddr, &'a ConnectFailure)>);

#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    Refused,
    Filtered,
    Unreachable,
}

impl<'a> Dead<'a> {
    /// `None` when an address works, none was tried, or the run ended before all had their time.
    fn of(view: &EndpointView<'a>) -> Option<Self> {
        let mut failed = Vec::new();
        for address in view.addresses() {
            match address.connect() {
                Step::Done(_) | Step::Failed(ConnectFailure::Stopped) => return None,
                Step::Failed(why) => failed.push((address.ip, why)),
                Step::NotReached => {}
            }
        }
        (!failed.is_empty()).then_some(Self(failed))
    }

    /// What stands for all: a refusal says more than silence, silence more than the network's word.
    fn kind(&self) -> (Kind, &'a ConnectFailure) {
        // The network's word about an address says more than this device's about a whole family.
        let rank = |why: &ConnectFailure| (kind_of(why), *why == ConnectFailure::NoRoute);
        let least = self.0.iter().map(|(_ip, why)| *why).min_by_key(|why| rank(why));
        let why = least.unwrap_or(&ConnectFailure::Stopped);
        (kind_of(why), why)
    }

    /// What is to be said where something beside this endpoint tells more: the whole network, or a
    /// port that works.
    fn beside(&self, view: &EndpointView<'_>) -> Option<Advice> {
        if let Some(ip) =
            private_for_all(view.evidence).filter(|_| !anything_connected(view.evidence))
        {
            let advice = self.advice(view, Who::You).case("private-address");
            return Some(advice.arg("ip", ip.to_string()).decides(Decides::No));
        }
        let works = working(view)?;
        Some(naming(self.advice(view, Who::You).case("other-port"), works))
    }

    fn advice(&self, view: &EndpointView<'_>, who: Who) -> Advice {
        let (kind, _why) = self.kind();
        let same = |(_ip, why): &&(IpAddr, &ConnectFailure)| kind_of(why) == kind;
        let ips: Vec<IpAddr> = self.0.iter().filter(same).map(|(ip, _why)| *ip).collect();
        let advice = about(view, who);
        if ips.len() < self.0.len() { advice.addresses(ips) } else { advice }
    }
}

/// Whether no address could be connected to, and none refuses the port: what is there stays open.
pub(super) fn tells_nothing(view: &EndpointView<'_>) -> bool {
    Dead::of(view).is_some_and(|dead| dead.kind().0 != Kind::Refused)
}

fn kind_of(why: &ConnectFailure) -> Kind {
    match why {
        ConnectFailure::Refused => Kind::Refused,
        ConnectFailure::TimedOut => Kind::Filtered,
        ConnectFailure::NoRoute
        | ConnectFailure::Other { .. }
        | ConnectFailure::Reset
        | ConnectFailure::Stopped
        | ConnectFailure::Unreachable => Kind::Unreachable,
    }
}

/// A device without IPv6, or a run that ended, says nothing about the server.
fn is_servers_fault(why: &ConnectFailure) -> bool {
    !matches!(why, ConnectFailure::NoRoute | ConnectFailure::Stopped)
}

/// Whether any connection of the run came about.
fn anything_connected(evidence: &Evidence) -> bool {
    evidence.observations.iter().any(|seen| matches!(seen.fact, Fact::Connected { .. }))
}

/// Where a family does not work.
enum Where {
    /// At all servers of the run that have it, and these are several.
    Everywhere,
    /// At the only server that has it: whether it is that or the line cannot be told.
    Here,
}

/// The family of all these addresses, if no connection of the run came about over it.
fn silent_family(evidence: &Evidence, dead: &[IpAddr]) -> Option<(Family, Where)> {
    let family = Family::of(*dead.first()?);
    let tried = || evidence.views().flat_map(|view| view.addresses());
    let of_family = || tried().filter(|address| Family::of(address.ip) == family);
    let is_other = dead.iter().any(|ip| Family::of(*ip) != family);
    if is_other || of_family().any(|address| address.connect().done().is_some()) {
        return None;
    }
    let failed =
        || of_family().filter(|address| address.connect().failed().is_some_and(is_servers_fault));
    let hosts: BTreeSet<&Host> = failed().map(|it| &it.endpoint.endpoint().host).collect();
    let ips: BTreeSet<IpAddr> = failed().map(|address| address.ip).collect();
    let is_everywhere = hosts.len() > 1 && ips.len() > 1;
    Some((family, if is_everywhere { Where::Everywhere } else { Where::Here }))
}

/// Whether nothing could be connected to here in a way that a line or a provider can bring about, and
/// if so whether that was a refusal.
pub(super) fn is_blocked(view: &EndpointView<'_>) -> Option<bool> {
    let (kind, why) = Dead::of(view)?.kind();
    match why {
        ConnectFailure::NoRoute | ConnectFailure::Other { .. } | ConnectFailure::Stopped => None,
        ConnectFailure::Refused
        | ConnectFailure::Reset
        | ConnectFailure::TimedOut
        | ConnectFailure::Unreachable => Some(kind == Kind::Refused),
    }
}

fn is_usual(endpoint: &Endpoint) -> bool {
    let Endpoint { service, port, .. } = endpoint;
    [service.tls_port(), service.starttls_port()].contains(port)
}
