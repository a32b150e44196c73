//! What a list says of one service of a domain, in a form that can be held against another list's.

use mailcheck::model::{Authentication, Endpoint, Host, Security, Service};

use crate::file::{Place, Server};
use crate::preset::Domain;

/// What can differ between the first choices of two lists.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Aspect {
    /// The host.
    Host,
    /// The port.
    Port,
    /// How the connection is secured.
    Security,
    /// How to log in.
    Authentication,
    /// The form of the log-in name.
    Username,
    /// The service itself: a list names servers for the domain, and none for IMAP, or none for sending.
    Service,
}

impl Aspect {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Port => "port",
            Self::Security => "security",
            Self::Authentication => "authentication",
            Self::Username => "username",
            Self::Service => "service",
        }
    }

    /// Whether it says where a program connects to, and so whether it gets anywhere at all.
    pub fn is_place(self) -> bool {
        matches!(self, Self::Host | Self::Port | Self::Security)
    }
}

/// The server that a list names first for a service. What it leaves open is `None`, and differs from nothing.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Choice {
    /// The host, in lower case; placeholders stand as they are written.
    pub host: Option<String>,
    /// The port, that of the service and security where the list leaves it to them.
    pub port: Option<u16>,
    /// How the connection is secured.
    pub security: Option<Security>,
    /// How to log in, by the draft's word.
    pub authentication: Option<String>,
    /// The log-in name, with autoconfig's placeholders.
    pub username: Option<String>,
}

impl Choice {
    pub(super) fn of(service: Service, server: &Server) -> Self {
        let security = server.security.as_ref().and_then(|word| word.meaning);
        let usual = security.map(|security| match security {
            Security::Tls => service.tls_port(),
            Security::Starttls | Security::Plain => service.starttls_port(),
        });
        let port = server.port.as_ref();
        let ways = server.authentication.iter().filter_map(|word| word.meaning.as_ref());
        Self {
            host: server.host.as_ref().map(|word| match &word.meaning {
                Some(host) => host.as_str().to_owned(),
                None => lower(&word.text),
            }),
            port: port.map_or(usual, |word| word.meaning),
            security,
            authentication: ways.map(Authentication::name).next().map(str::to_owned),
            username: server.username.as_ref().and_then(|word| word.meaning.clone()),
        }
    }

    /// The same for one domain: its placeholders are filled, and what means the same is the same.
    pub(super) fn filled(&self, domain: &Domain) -> Self {
        let with_domain = |text: &String| text.replace("%EMAILDOMAIN%", domain.host.as_str());
        let long = format!("%EMAILLOCALPART%@{}", domain.host.as_str());
        Self {
            host: self.host.as_ref().map(with_domain),
            username: self
                .username
                .as_ref()
                .map(|name| with_domain(&name.replace("%EMAILADDRESS%", &long))),
            ..self.clone()
        }
    }

    /// What of this another list says otherwise.
    pub(super) fn differs_from(&self, other: &Self) -> impl Iterator<Item = Aspect> {
        fn is_other<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.zip(other).is_some_and(|(one, other)| one != other)
        }
        let Self { host, port, security, authentication, username } = self;
        [
            (Aspect::Host, is_other(host.as_ref(), other.host.as_ref())),
            (Aspect::Port, is_other(port.as_ref(), other.port.as_ref())),
            (Aspect::Security, is_other(security.as_ref(), other.security.as_ref())),
            (
                Aspect::Authentication,
                is_other(authentication.as_ref(), other.authentication.as_ref()),
            ),
            (Aspect::Username, is_other(username.as_ref(), other.username.as_ref())),
        ]
        .into_iter()
        .filter_map(|(aspect, is_other)| is_other.then_some(aspect))
    }

    /// Where it is; `None` where something of that is open.
    pub(super) fn endpoint(&self, service: Service) -> Option<Endpoint> {
        let host: Host = self.host.as_ref()?.parse().ok()?;
        Some(Endpoint { service, host, port: self.port?, security: self.security? })
    }
}

/// Host names do not heed case, placeholders do.
fn lower(text: &str) -> String {
    let parts = text.split('%').enumerate();
    let parts: Vec<String> = parts
        .map(|(number, part)| match number % 2 {
            0 => part.to_ascii_lowercase(),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("%")
}

/// Where in a file an aspect of a server is written; where the server is, if it is not.
pub(super) fn place(server: &Server, aspect: Option<Aspect>) -> Place {
    let written = match aspect {
        Some(Aspect::Host) => server.host.as_ref().map(|word| word.at),
        Some(Aspect::Port) => server.port.as_ref().map(|word| word.at),
        Some(Aspect::Security) => server.security.as_ref().map(|word| word.at),
        Some(Aspect::Authentication) => server.authentication.first().map(|word| word.at),
        Some(Aspect::Username) => server.username.as_ref().map(|word| word.at),
        Some(Aspect::Service) | None => None,
    };
    written.unwrap_or(server.at)
}
