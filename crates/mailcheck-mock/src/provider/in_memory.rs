//! A running provider without sockets: every server, reached in memory.

use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::PoisonError;

use super::Provider;
#[cfg(feature = "world")]
use crate::dns;
use crate::dns::Transport;
use crate::port::Port;
use crate::spec::Reach;
use crate::web::Scheme;
use crate::wire::Pipe;
use crate::wire::pipe;

impl Provider {
    /// Connects to this service in memory: the same dialogue without sockets, so that a paused
    /// tokio clock can jump over its delays.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::ConnectionRefused`] if a fault keeps the service from listening.
    pub fn connect_in_memory(&self, port: Port) -> io::Result<Pipe> {
        self.connect_in_memory_from(Ipv4Addr::LOCALHOST.into(), port)
    }

    /// The same as a client with this address: whoever shares a limit with it is another.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::ConnectionRefused`] if a fault keeps the service from listening.
    pub fn connect_in_memory_from(&self, from: IpAddr, port: Port) -> io::Result<Pipe> {
        let site = Arc::clone(&self.door(port).site);
        let (client, server) = in_memory(site.behaviour.reach)?;
        self.spawn(self.desk.receive(server, site, from));
        Ok(client)
    }

    /// Connects to the web server in memory.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::ConnectionRefused`] if there is none, or if it is not to be reached.
    pub fn connect_web_in_memory(&self, scheme: Scheme) -> io::Result<Pipe> {
        let web = self.web.as_ref().ok_or(io::ErrorKind::ConnectionRefused)?;
        let (client, server) = in_memory(web.web.reach(scheme))?;
        let (site, peer) = (Arc::clone(&web.site), Ipv4Addr::LOCALHOST.into());
        self.spawn(self.desk.receive_web(server, site, scheme, peer));
        Ok(client)
    }

    /// Whether the web servers, if there are any, have something at this host.
    #[cfg(feature = "world")]
    pub(crate) fn has_web_host(&self, host: &str) -> bool {
        self.web.as_ref().is_some_and(|web| web.web.hosts(&self.domain).contains(host))
    }

    /// Asks the DNS server in memory: one message in (RFC 1035 §4.1), one out, or `None` when the
    /// server keeps silent.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::ConnectionRefused`] if there is none.
    pub async fn query_in_memory(
        &self,
        message: Vec<u8>,
        transport: Transport,
    ) -> io::Result<Option<Vec<u8>>> {
        let dns = self.dns.as_ref().ok_or(io::ErrorKind::ConnectionRefused)?;
        Ok(dns.ask(message, transport).await)
    }

    /// What the DNS server, if there is one, knows.
    #[cfg(feature = "world")]
    pub(crate) fn zones(&self) -> Option<&dns::Zones> {
        self.dns.as_ref().map(dns::Running::zones)
    }

    fn spawn(&self, serving: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.in_memory.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(serving);
    }
}

/// Both ends of a connection in memory, if one comes about.
fn in_memory(reach: Reach) -> io::Result<(Pipe, Pipe)> {
    match reach {
        Reach::Filtered => Err(io::ErrorKind::TimedOut.into()),
        Reach::Open => Ok(pipe(PIPE_OCTETS)),
        Reach::Refused => Err(io::ErrorKind::ConnectionRefused.into()),
    }
}

/// How much an in-memory connection holds in each direction, in octets: about a socket's worth.
const PIPE_OCTETS: usize = 64 * 1024;
