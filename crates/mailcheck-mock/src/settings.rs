//! What the provider tells the world about itself, in DNS records.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::port::Port;
use crate::port::Service;

/// The provider as its clients should see it, the best service of each kind first.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) domain: String,
    pub(crate) offers: Vec<Offer>,
}

/// A service that clients are sent to.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) port: Port,
    pub(crate) host: String,
    pub(crate) ip: IpAddr,
    /// The port's number.
    pub(crate) number: u16,
}

/// How the formats call a service.
struct Words {
    /// In SRV records (RFC 6186, RFC 8314 §5.1).
    label: &'static str,
    is_incoming: bool,
}

fn words(port: Port) -> Words {
    let label = match port {
        Port::ImapTls => "_imaps",
        Port::ImapStarttls | Port::ImapPlain => "_imap",
        Port::Pop3Tls => "_pop3s",
        Port::Pop3Starttls | Port::Pop3Plain => "_pop3",
        Port::SubmissionsTls => "_submissions",
        Port::SubmissionStarttls | Port::SubmissionPlain => "_submission",
    };
    Words { label, is_incoming: port.service() != Service::Smtp }
}

impl Settings {
    /// The records of a healthy zone, in the words of zone files.
    pub(crate) fn records(&self) -> Vec<String> {
        let domain = &self.domain;
        let mut records = BTreeSet::new();
        for Offer { port, host, ip, number } in &self.offers {
            records.insert(address(host, *ip));
            let Words { label, .. } = words(*port);
            records.insert(format!("{label}._tcp.{domain}. SRV 0 1 {number} {host}."));
        }
        let smtp = self.offers.iter().find(|offer| !words(offer.port).is_incoming);
        if let Some(Offer { host, ip, .. }) = smtp {
            records.insert(format!("{domain}. MX 10 {host}."));
            records.insert(address(domain, *ip));
            for host in web_hosts(domain) {
                records.insert(address(&host, *ip));
            }
        }
        records.into_iter().collect()
    }
}

/// Where clients look for settings on the web.
pub(crate) fn web_hosts(domain: &str) -> [String; 3] {
    [format!("autoconfig.{domain}"), domain.to_owned(), format!("autodiscover.{domain}")]
}

fn address(host: &str, ip: IpAddr) -> String {
    let kind = if ip.is_ipv4() { "A" } else { "AAAA" };
    format!("{host}. {kind} {ip}")
}
