//! TCP: whether anything listens.

use super::rule::{Judge, Rule};
use crate::evidence::{ConnectFailure, Step};
use crate::report::{Advice, Severity, Who};

/// Every address that could be asked refuses the port.
pub(super) static REFUSED: Rule = Rule {
    id: "connect.refused",
    severity: Severity::Error,
    reference: "RFC 9293 §3.5.2",
    judge: Judge::Endpoint(|view| {
        let addresses = view.addresses();
        let refused = |address: &&crate::evidence::AddressView<'_>| {
            matches!(address.connect(), Step::Failed(ConnectFailure::Refused))
        };
        let any = addresses.iter().any(|address| refused(&address));
        let connected = addresses.iter().any(|address| address.connect().done().is_some());
        if !any || connected {
            return None;
        }
        let endpoint = view.endpoint();
        Some(
            Advice::new(Who::You)
                .arg("host", endpoint.host.to_string())
                .arg("port", i64::from(endpoint.port)),
        )
    }),
};
