//! A server is named by its IP address.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::is_of_a_private_network;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.address-as-host",
    severity: Severity::Warning,
    reference: "RFC 9525 §1.3; RFC 8314 §5",
    judge: Judge::Server(|_view, server| {
        let host = server.host.as_ref()?;
        let address = host.meaning.as_ref()?.ip()?;
        if is_of_a_private_network(address) {
            return None; // `not-public` says more.
        }
        Some(Fault::new(host.at, server.advice()?))
    }),
};
