//! A provider as the world that `mailcheck` looks at: its hosts have an address, their usual ports
//! lead to where it listens, those of the web to its web servers, and its SRV records name them. No
//! network is asked; where the provider has a DNS server, that is.

mod distant;
mod ledger;
mod resolver;

use std::future::pending;
use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hickory_server::proto::rr::RecordType;
use mailcheck::evidence::Dnssec;
use mailcheck::evidence::Family;
use mailcheck::evidence::LookupFailure;
use mailcheck::evidence::Via;
use mailcheck::model;
use mailcheck::model::Endpoint;
use mailcheck::model::Host;
use mailcheck::net::Internet;
use mailcheck::net::InternetError;
use mailcheck::net::Net;
use mailcheck::net::RecordKind;
use mailcheck::net::Tcp;
use mailcheck::probe::Ledger;
use mailcheck::wire::mx::Mx;
use mailcheck::wire::srv::Srv;
use tokio::time::Instant;
use tokio_util::either::Either;

use crate::port::Port;
use crate::port::Service;
use crate::provider::HTTP_NUMBER;
use crate::provider::HTTPS_NUMBER;
use crate::provider::Provider;
use crate::scenario::Verify;
use crate::spec::Security;
use crate::web::Scheme;
use crate::wire::Pipe;

pub use distant::Distant;
pub use distant::Link;

/// One provider and nothing else, on loopback or in memory.
pub struct World<'a> {
    provider: &'a Provider,
    doors: Vec<Port>,
    began: Instant,
    /// The way to loopback; in memory, none is needed.
    loopback: Option<Internet>,
}

impl<'a> World<'a> {
    /// A world with this provider in it, of which these ports can be found, on loopback. Its other
    /// ports are there for those who try them.
    ///
    /// Of two ports with the same usual number the first is there. Where the provider has a DNS
    /// server, it is to [announce the standard ports](crate::Builder::announce_standard_ports).
    ///
    /// # Errors
    ///
    /// [`InternetError`] if the system has no sockets to give.
    pub fn on_loopback(provider: &'a Provider, ports: &[Port]) -> Result<Self, InternetError> {
        // Without one of the provider's a resolver that is never asked.
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 9));
        let resolver = provider.dns().unwrap_or(nobody);
        let loopback = Some(Internet::builder().nameserver(resolver).build()?);
        Ok(Self { loopback, ..Self::in_memory(provider, ports) })
    }

    /// The same without sockets, so that a paused tokio clock can jump over its delays.
    pub fn in_memory(provider: &'a Provider, ports: &[Port]) -> Self {
        Self { provider, doors: ports.to_vec(), began: Instant::now(), loopback: None }
    }

    /// What a person would be told to enter for a port: its host, its usual number, its security.
    ///
    /// # Errors
    ///
    /// [`NoEndpointError`] for a host whose name is none.
    pub fn endpoint(provider: &Provider, port: Port) -> Result<Endpoint, NoEndpointError> {
        let service = match port.service() {
            Service::Imap => model::Service::Imap,
            Service::Smtp => model::Service::Smtp,
            Service::Pop3 => model::Service::Pop3,
        };
        let security = match port.security() {
            Security::Plain => model::Security::Plain,
            Security::Starttls => model::Security::Starttls,
            Security::Tls => model::Security::Tls,
        };
        let host = provider.host(port).parse().map_err(|_| NoEndpointError { port })?;
        Ok(Endpoint { service, host, port: port.standard(), security })
    }

    /// What this way to look remembers of earlier log-ins, if it does.
    pub fn ledger(verify: &Verify) -> Option<Arc<dyn Ledger>> {
        let refused = verify.refused_before.as_ref()?;
        Some(Arc::new(ledger::Denies::new(refused)))
    }

    /// Which mail service has this usual number.
    fn door(&self, number: u16) -> Option<Port> {
        self.doors.iter().chain(&Port::ALL).copied().find(|port| port.standard() == number)
    }

    /// Where on loopback somebody listens to whom this usual number leads.
    fn listener(&self, number: u16) -> Option<SocketAddr> {
        match number {
            HTTP_NUMBER => self.provider.http(),
            HTTPS_NUMBER => self.provider.https(),
            _ => self.door(number).map(|port| self.provider.addr(port)),
        }
    }

    fn connect_in_memory(&self, from: IpAddr, number: u16) -> io::Result<Pipe> {
        match (number, self.door(number)) {
            (HTTP_NUMBER, _) => self.provider.connect_web_in_memory(Scheme::Http),
            (HTTPS_NUMBER, _) => self.provider.connect_web_in_memory(Scheme::Https),
            (_, Some(port)) => self.provider.connect_in_memory_from(from, port),
            (_, None) => Err(io::ErrorKind::ConnectionRefused.into()),
        }
    }

    fn host(&self, port: Port) -> Option<Host> {
        self.provider.host(port).parse().ok()
    }
}

/// `mailcheck` has no endpoint for this port.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the host of {} of this provider has no name to test", port.name())]
#[non_exhaustive]
pub struct NoEndpointError {
    /// Which port.
    pub port: Port,
}

impl Net for World<'_> {
    type Stream = Either<Tcp, Pipe>;

    async fn lookup(
        &self,
        host: &Host,
        family: Family,
    ) -> (Result<Vec<IpAddr>, LookupFailure>, Via) {
        if self.provider.dns().is_some() {
            let Some(loopback) = &self.loopback else {
                let found = resolver::addresses(self.provider, host.as_str(), family).await;
                return (found, Via::Dns);
            };
            return loopback.lookup(host, family).await;
        }
        let is_known = self.doors.iter().any(|&port| self.host(port).as_ref() == Some(host))
            || self.provider.has_web_host(host.as_str());
        let found = is_known.then_some(Ipv4Addr::LOCALHOST).ok_or(LookupFailure::NotFound);
        let of_family = |ip: Ipv4Addr| (family == Family::Ipv4).then_some(IpAddr::V4(ip));
        (found.map(|ip| Vec::from_iter(of_family(ip))), Via::Dns)
    }

    async fn srv(&self, name: &str) -> Result<Vec<Srv>, LookupFailure> {
        if self.provider.dns().is_some() {
            return match &self.loopback {
                Some(loopback) => loopback.srv(name).await,
                None => resolver::srv(self.provider, name).await,
            };
        }
        let is_named =
            |port: &&Port| record(**port, self.provider.domain()).as_deref() == Some(name);
        let named = self.doors.iter().filter(is_named);
        let record = |&port| Srv {
            priority: 0,
            weight: 1,
            port: Port::standard(port),
            target: self.host(port),
        };
        Ok(named.map(record).collect())
    }

    async fn mx(&self, domain: &Host) -> Result<Vec<Mx>, LookupFailure> {
        if self.provider.dns().is_none() {
            return Err(LookupFailure::NotFound);
        }
        match &self.loopback {
            Some(loopback) => loopback.mx(domain).await,
            None => resolver::mx(self.provider, domain).await,
        }
    }

    async fn txt(&self, name: &str) -> Result<Vec<String>, LookupFailure> {
        if self.provider.dns().is_none() {
            return Err(LookupFailure::NotFound);
        }
        match &self.loopback {
            Some(loopback) => loopback.txt(name).await,
            None => resolver::txt(self.provider, name).await,
        }
    }

    async fn alias(&self, name: &Host) -> Result<Option<Host>, LookupFailure> {
        if self.provider.dns().is_none() {
            return Ok(None);
        }
        match &self.loopback {
            Some(loopback) => loopback.alias(name).await,
            None => resolver::alias(self.provider, name).await,
        }
    }

    async fn dnssec(&self, name: &str, kind: RecordKind) -> Dnssec {
        if self.provider.dns().is_none() {
            return Dnssec::Insecure;
        }
        let kind = match kind {
            RecordKind::Mx => RecordType::MX,
            RecordKind::Srv => RecordType::SRV,
            RecordKind::Txt => RecordType::TXT,
            _ => return Dnssec::Indeterminate,
        };
        // The provider says what is signed, and signs nothing: there is nothing to validate.
        resolver::dnssec(self.provider, name, kind).await
    }

    async fn reverse(&self, ip: IpAddr) -> Result<Vec<Host>, LookupFailure> {
        if self.provider.dns().is_none() {
            return Err(LookupFailure::NotFound);
        }
        match &self.loopback {
            Some(loopback) => loopback.reverse(ip).await,
            None => resolver::reverse(self.provider, ip).await,
        }
    }

    async fn connect_from(
        &self,
        from: Option<IpAddr>,
        to: SocketAddr,
    ) -> io::Result<(Self::Stream, Option<IpAddr>)> {
        // There is nothing but loopback, whatever a DNS server says: silence at every other address,
        // and no way at all to TEST-NET-2 (RFC 5737).
        if matches!(to.ip(), IpAddr::V4(ip) if ip.octets().starts_with(&[198, 51, 100])) {
            return Err(io::ErrorKind::HostUnreachable.into());
        }
        if !to.ip().is_loopback() {
            return pending().await;
        }
        if let Some(loopback) = &self.loopback {
            let door = self.listener(to.port()).ok_or(io::ErrorKind::ConnectionRefused)?;
            let (stream, from) = loopback.connect_from(from, door).await?;
            return Ok((Either::Left(stream), from));
        }
        let from = from.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        match self.connect_in_memory(from, to.port()) {
            Ok(stream) => Ok((Either::Right(stream), Some(from))),
            // Nobody answers, for as long as anybody waits.
            Err(why) if why.kind() == io::ErrorKind::TimedOut => pending().await,
            Err(why) => Err(why),
        }
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}

/// The name of the SRV record for this port (RFC 6186, RFC 8314 §5.1), if there is one.
fn record(port: Port, domain: &str) -> Option<String> {
    let label = match (port.service(), port.security()) {
        (_, Security::Plain) => return None,
        (Service::Imap, Security::Tls) => "_imaps",
        (Service::Imap, Security::Starttls) => "_imap",
        (Service::Pop3, Security::Tls) => "_pop3s",
        (Service::Pop3, Security::Starttls) => "_pop3",
        (Service::Smtp, Security::Tls) => "_submissions",
        (Service::Smtp, Security::Starttls) => "_submission",
    };
    Some(format!("{label}._tcp.{domain}"))
}
