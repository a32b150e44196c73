//! A server cannot be reached from everywhere by its name.

use mailcheck::model::Host;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::is_of_a_private_network;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.not-public",
    severity: Severity::Notice,
    reference: "RFC 6761; RFC 6762; RFC 7686; RFC 1918",
    judge: Judge::Server(|_view, server| {
        let host = server.host.as_ref()?;
        let case =
            if server.is_on_the_device() { "device" } else { where_it_is(host.meaning.as_ref()?)? };
        Some(Fault::new(host.at, server.advice()?.case(case)))
    }),
};

/// From where a host can be reached, where that is not from everywhere.
fn where_it_is(host: &Host) -> Option<&'static str> {
    if let Some(address) = host.ip() {
        return is_of_a_private_network(address).then_some("network");
    }
    let name = host.as_str();
    match name.rsplit('.').next() {
        Some("onion") => Some("tor"),
        Some("internal" | "local") => Some("network"),
        Some("arpa") if name.ends_with(".home.arpa") => Some("network"),
        _public => (!name.contains('.')).then_some("network"),
    }
}
