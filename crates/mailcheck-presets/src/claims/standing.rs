//! What can be told from one place of the network, and what cannot (ADR 20).

use mailcheck::report::{Decides, Finding, Severity};

use crate::file::Server;
use crate::report::Standing;

/// How sure a finding about a server is that was seen from here alone.
pub(super) fn standing(found: &Finding, server: &Server) -> Standing {
    // Whoever is to be in the provider's network for it sees another server than we do.
    let is_restricted = server.restriction.is_some() && found.severity == Severity::Error;
    let is_open = found.advice.decides == Decides::No
        || FROM_HERE.contains(&found.id)
        || ONE_FAMILY.contains(&found.advice.case);
    if is_restricted || is_open { Standing::Inconclusive } else { Standing::Counts }
}

/// Findings that a filter on the way, a limit, or the server's opinion of our address brings about as well.
/// `connect.refused` counts after all where the same host lets us in elsewhere.
const FROM_HERE: &[&str] = &[
    "connect.address-dead",
    "connect.filtered",
    REFUSED,
    "connect.submission-blocked",
    "connect.unreachable",
    "dns.no-answer",
    "greeting.busy",
    "greeting.dropped",
    "greeting.refused",
    "greeting.silent",
    "greeting.slow",
    "tls.intercepted",
];

/// The port is shut, or something on the way says so.
pub(super) const REFUSED: &str = "connect.refused";

/// Cases of `dns.name-not-found` in which the other family was not asked for.
const ONE_FAMILY: &[&str] = &["no-ipv4", "no-ipv6"];
