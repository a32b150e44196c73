//! What several rules ask of servers, providers and addresses of the web.

use std::net::IpAddr;

use mailcheck::model::{Authentication, Host, Security, ServerText, Service};
use mailcheck::report::{Advice, Who};

use super::View;
use crate::file::{Link, Provider, Purpose, Server, Word};

impl Server {
    /// How the connection is secured, where the file says so in a word that its format has.
    pub(crate) fn secured(&self) -> Option<Security> {
        self.security.as_ref()?.meaning
    }

    /// Whether the connection is encrypted before anybody logs in.
    pub(crate) fn is_encrypted(&self) -> bool {
        matches!(self.secured(), Some(Security::Tls | Security::Starttls))
    }

    /// Whether mail goes over the network without encryption.
    pub(crate) fn is_in_clear(&self) -> bool {
        let is_mail = self.service.meaning.is_some();
        is_mail && self.secured() == Some(Security::Plain) && !self.is_apart()
    }

    /// The ways to log in that are known, the best first.
    pub(crate) fn ways(&self) -> impl Iterator<Item = &Authentication> {
        self.authentication.iter().filter_map(|word| word.meaning.as_ref())
    }

    /// Whether one can log in that way.
    pub(crate) fn offers(&self, way: &Authentication) -> bool {
        self.ways().any(|offered| offered == way)
    }

    /// What is sent as it is to log in: `password` or `token`. Programs send a password where nothing is said.
    pub(crate) fn secret(&self) -> Option<&'static str> {
        if self.offers(&Authentication::PasswordCleartext) || self.authentication.is_empty() {
            return Some("password");
        }
        self.offers(&Authentication::OAuth2).then_some("token")
    }

    /// The host, where it is one: no placeholder.
    pub(crate) fn known_host(&self) -> Option<&Host> {
        self.host.as_ref()?.meaning.as_ref()
    }

    /// Whether the server is a program on the device of whoever reads the mail.
    pub(crate) fn is_on_the_device(&self) -> bool {
        self.known_host().is_some_and(|host| match host.ip() {
            Some(address) => address.is_loopback(),
            None => host.as_str().rsplit('.').next() == Some("localhost"),
        })
    }

    /// Whether the server is reached through Tor, which encrypts up to it (RFC 7686 §1).
    pub(crate) fn is_in_tor(&self) -> bool {
        self.known_host().is_some_and(|host| host.as_str().ends_with(TOR))
    }

    /// Whether nothing of the connection to it can be overheard, encrypted or not.
    pub(crate) fn is_apart(&self) -> bool {
        self.is_on_the_device() || self.is_in_tor()
    }

    /// Advice to whoever keeps the file, on this server; `None` when it has no host, and so is none yet.
    pub(crate) fn advice(&self) -> Option<Advice> {
        let host = self.host.as_ref().map(|host| &host.text).filter(|host| !host.is_empty())?;
        let service = self.service.meaning.map(Service::acronym);
        let service = service.unwrap_or(&self.service.text);
        Some(Advice::new(Who::You).arg("host", shown(host)).arg("service", shown(service)))
    }
}

impl Provider {
    /// The servers of a service, in the order of the file.
    pub(crate) fn servers_of(&self, service: Service) -> impl Iterator<Item = &Server> {
        self.servers.iter().filter(move |server| server.service.meaning == Some(service))
    }

    /// The servers for reading mail, whatever their service, or those for sending.
    pub(crate) fn side(&self, is_outgoing: bool) -> impl Iterator<Item = &Server> {
        self.servers.iter().filter(move |server| server.is_outgoing == is_outgoing)
    }

    /// What somebody registered of the mail domains.
    pub(crate) fn registered(&self) -> Vec<Host> {
        let hosts = self.domains.iter().filter_map(|word| Some(&word.meaning.as_ref()?.host));
        let mut registered: Vec<Host> = hosts.filter_map(Host::registrable).collect();
        registered.sort();
        registered.dedup();
        registered
    }
}

impl Link {
    /// Whether people log in there, or are on the way to do so.
    pub(crate) fn is_for_log_in(&self) -> bool {
        matches!(self.purpose, Purpose::Enable | Purpose::WebMail)
    }

    /// Whether its address is one of the web, and nothing encrypts what it shows: Tor would.
    pub(crate) fn is_http(&self) -> bool {
        is_http(&self.url.text) && self.host().is_some_and(|host| !host.ends_with(TOR))
    }

    /// The host of its address, with placeholders if it has any; `None` when it is no address of the web.
    pub(crate) fn host(&self) -> Option<&str> {
        host_of(&self.url.text)
    }
}

impl<T> Word<T> {
    /// Whether nothing is written there.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// The service that a port is registered for in mail, and whether for implicit TLS.
pub(crate) fn registered(port: u16) -> Option<(Service, bool)> {
    let services = [Service::Imap, Service::Pop3, Service::Smtp];
    if let Some(service) = services.into_iter().find(|it| it.tls_port() == port) {
        return Some((service, true));
    }
    let is_mta = (port == MTA_PORT).then_some(Service::Smtp);
    let service = services.into_iter().find(|it| it.starttls_port() == port).or(is_mta);
    service.map(|service| (service, false))
}

/// Whether an address is one of many networks (RFC 1918, RFC 4193), or of none.
pub(crate) fn is_of_a_private_network(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => {
            it.is_private() || it.is_loopback() || it.is_link_local() || it.is_unspecified()
        }
        IpAddr::V6(it) => {
            it.is_unique_local()
                || it.is_loopback()
                || it.is_unicast_link_local()
                || it.is_unspecified()
        }
    }
}

/// What a provider is called in a report, and the file that it is in.
pub(crate) fn said(view: View<'_>) -> String {
    let path = view.file.path.display();
    let name = super::name(view.provider).unwrap_or_default();
    shown(&format!("{name} ({path})"))
}

/// A text of the file as it may be shown.
pub(crate) fn shown(text: &str) -> String {
    ServerText::from(text).to_string()
}

/// Whether an address is one of the web, and not encrypted.
pub(crate) fn is_http(url: &str) -> bool {
    rest_of(url, "http://").is_some()
}

/// The host of an address of the web as it is written.
pub(crate) fn host_of(url: &str) -> Option<&str> {
    let rest = rest_of(url, "https://").or_else(|| rest_of(url, "http://"))?;
    let place = rest.split(['/', '?', '#', '\\']).next()?;
    let place = place.rsplit_once('@').map_or(place, |(_user, place)| place);
    let host = if place.starts_with('[') { place } else { place.split(':').next()? };
    let is_name = !host.is_empty() && !host.contains(char::is_whitespace);
    is_name.then_some(host)
}

/// What stands behind a scheme, in whichever letters.
fn rest_of<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = url.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// What names in Tor end in (RFC 7686).
const TOR: &str = ".onion";

/// Where servers hand mail to each other (RFC 5321 §4.5.4.2), and some take it from people.
pub(crate) const MTA_PORT: u16 = 25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_the_web() {
        for (url, expected) in [
            ("https://www.example.org/help?a=http://b.example/", Some("www.example.org")),
            ("HTTP://example.org", Some("example.org")),
            ("https://a@b.example:8443#c", Some("b.example")),
            ("https://login.%EMAILDOMAIN%", Some("login.%EMAILDOMAIN%")),
            ("https://[2001:db8::1]:8443/", Some("[2001:db8::1]:8443")),
            ("https:///help", None),
            ("https://a b/", None),
            ("www.example.org/help", None),
            ("設定", None),
            ("mailto:a@example.org", None),
            ("", None),
        ] {
            assert_eq!(host_of(url), expected, "{url}");
        }
    }
}
