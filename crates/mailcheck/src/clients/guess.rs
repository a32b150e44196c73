//! Usual names, put together.

use crate::model::{Endpoint, Host, Security, Service};

/// The domain below each of these labels; none stands for the domain itself.
pub(super) fn hosts(domain: &Host, labels: &[Option<&str>]) -> Vec<Host> {
    let host = |label: Option<&str>| match label {
        Some(label) => domain.below(label).ok(),
        None => Some(domain.clone()),
    };
    labels.iter().copied().filter_map(host).collect()
}

/// One port on each of these hosts.
pub(super) fn each(hosts: &[Host], service: Service, security: Security) -> Vec<Endpoint> {
    let usual = |host: &Host| Endpoint::usual(service, host.clone(), security);
    hosts.iter().map(usual).collect()
}
