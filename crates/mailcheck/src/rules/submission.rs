//! A port for sending that is blocked: the line or the provider lets mail out by another, or by none.

use super::beside::{RELAY_PORT, mute_ports, naming, receives_there, working};
use super::concerned::about;
use super::connect::is_blocked;
use super::rule::{Judge, Rule};
use crate::evidence::EndpointView;
use crate::model::{Endpoint, Service};
use crate::report::{Decides, Severity, Who};

/// No connection to this port for sending, while another of the same host works, or receiving from
/// there does.
pub(super) static BLOCKED: Rule = Rule {
    id: "connect.submission-blocked",
    severity: Severity::Error,
    reference: "RFC 5068 §3.1, RFC 8314 §3.3",
    judge: Judge::Endpoint(|view| {
        Some(match block(view)? {
            Block::All { ports } => {
                let advice = about(view, Who::Line).case("all-ports").arg("ports", ports);
                let causes = ["cause-line-blocks-sending", "cause-foreign-filter"];
                advice.causes(&causes).decides(Decides::No)
            }
            Block::Port { works } => {
                let is_relay = view.endpoint().port == RELAY_PORT;
                let case = if is_relay { "port-25" } else { "other" };
                naming(about(view, Who::You).case(case), works)
            }
        })
    }),
};

/// What is blocked.
pub(super) enum Block<'a> {
    /// Every port for sending of a host that mail is received from.
    All { ports: Vec<String> },
    /// This port, and this one works.
    Port { works: &'a Endpoint },
}

/// What is blocked; `None` for whatever is not for sending, or where nothing tells.
pub(super) fn block<'a>(view: &EndpointView<'a>) -> Option<Block<'a>> {
    let is_refused = is_blocked(view).filter(|_| view.endpoint().service == Service::Smtp)?;
    if let Some(works) = working(view) {
        return Some(Block::Port { works });
    }
    // Who refuses is the host itself, or speaks for it: that is no silent filter.
    let ports = mute_ports(view).filter(|_| !is_refused && receives_there(view))?;
    Some(Block::All { ports })
}
