//! What readers of documents ask of a server, whatever the format.

use crate::model::escape::is_unprintable;
use crate::model::{Endpoint, Security, Service};

/// A registered port with a security that is not registered for it, as 587 with TLS from the start.
pub const CONTRADICTING_PORT: &str = "contradicting-port";
/// A port that is none of the service's registered ones.
pub const UNUSUAL_PORT: &str = "unusual-port";

/// A port in digits and nothing else.
pub(super) fn parse_port(text: &str) -> Option<u16> {
    let is_number = text.bytes().all(|octet| octet.is_ascii_digit());
    text.parse().ok().filter(|port| is_number && *port != 0)
}

/// Whether a text can be a log-in name: not endless, and nothing in it that cannot be seen.
pub(super) fn is_username(text: &str) -> bool {
    text.len() <= LONGEST_USERNAME && !text.chars().any(is_unprintable)
}

/// Whether a connection to this port begins in clear, by what is registered for it.
pub(super) fn begins_in_clear(service: Service, port: u16) -> bool {
    port == service.starttls_port() || (service == Service::Smtp && port == RELAY_PORT)
}

/// What is odd about a port, given what it is for.
pub(super) fn port_slip(endpoint: &Endpoint) -> Option<&'static str> {
    let Endpoint { service, port, security, .. } = endpoint;
    let is_for_tls = *port == service.tls_port();
    let is_clear_at_first = begins_in_clear(*service, *port);
    if !is_for_tls && !is_clear_at_first {
        return Some(UNUSUAL_PORT);
    }
    let contradicts = match security {
        Security::Tls => is_clear_at_first,
        Security::Starttls | Security::Plain => is_for_tls,
    };
    contradicts.then_some(CONTRADICTING_PORT)
}

/// Where mail servers take mail from each other (RFC 5321 §4.5.4.2), and some from people, too.
const RELAY_PORT: u16 = 25;
/// Octets in a log-in name: an address has 254 at most (RFC 5321 §4.5.3.1.3), and a placeholder for it
/// may stand among other words.
const LONGEST_USERNAME: usize = 512;
