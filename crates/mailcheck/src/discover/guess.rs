//! The usual names on the usual ports, for domains that publish nothing.

use crate::model::{Endpoint, Host, Security, Service};

/// The endpoints to try for one side, the likeliest first: encrypted from the start before
/// encrypted on request (RFC 8314 §3), then by name as mail clients guess.
pub(crate) fn guesses(domain: &Host, incoming: bool) -> Vec<Endpoint> {
    let service = if incoming { Service::Imap } else { Service::Smtp };
    let hosts = hosts(domain, incoming);
    [Security::Tls, Security::Starttls]
        .into_iter()
        .flat_map(|security| {
            hosts.iter().map(move |host| Endpoint::usual(service, host.clone(), security))
        })
        .collect()
}

/// The POP3 servers to try where none of the others is there: two, as few domains have POP3 alone.
pub(crate) fn pop3_guesses(domain: &Host) -> Vec<Endpoint> {
    let hosts = ["pop", "mail"].into_iter().filter_map(|label| domain.below(label).ok());
    hosts.map(|host| Endpoint::usual(Service::Pop3, host, Security::Tls)).collect()
}

/// Every host that [`guesses`] has, each once.
pub(crate) fn usual_hosts(domain: &Host) -> Vec<Host> {
    let mut all = hosts(domain, true);
    all.extend(hosts(domain, false));
    all.sort();
    all.dedup();
    all
}

fn hosts(domain: &Host, incoming: bool) -> Vec<Host> {
    let label = if incoming { "imap" } else { "smtp" };
    let below = [label, "mail"].into_iter().filter_map(|label| domain.below(label).ok());
    below.chain([domain.clone()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_comes_first() -> Result<(), crate::model::ParseHostError> {
        let found = guesses(&"example.org".parse()?, false);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "smtp://smtp.example.org:465/tls",
                "smtp://mail.example.org:465/tls",
                "smtp://example.org:465/tls",
                "smtp://smtp.example.org:587/starttls",
                "smtp://mail.example.org:587/starttls",
                "smtp://example.org:587/starttls",
            ]
        );
        Ok(())
    }
}
