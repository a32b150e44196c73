//! The world of the demo: the provider's hosts are on loopback, their usual ports lead to where it
//! listens, and its SRV records name them. No network is asked.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use mailcheck::evidence::{Family, LookupFailure, Via};
use mailcheck::model::Host;
use mailcheck::net::{Internet, Net, Tcp};
use mailcheck::wire::srv::Srv;
use mailcheck_mock::{Port, Provider};

use crate::demo::DemoError;

/// Loopback, dressed as the internet.
pub(crate) struct World {
    loopback: Internet,
    doors: Vec<Door>,
}

/// One port of the provider.
struct Door {
    record: String,
    host: Host,
    port: u16,
    listens: SocketAddr,
}

impl World {
    /// A world with these ports of this provider in it.
    pub(crate) fn around(provider: &Provider, ports: &[Port]) -> Result<Self, DemoError> {
        // A resolver that is never asked.
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 9));
        let loopback = Internet::builder().nameserver(nobody).build()?;
        let doors = ports.iter().map(|&port| {
            let label = match (port.is_imap(), port.is_implicit_tls()) {
                (true, true) => "_imaps",
                (true, false) => "_imap",
                (false, true) => "_submissions",
                (false, false) => "_submission",
            };
            let host: Host = provider.host(port).parse()?;
            let domain = host.as_str().split_once('.').map_or("", |(_label, domain)| domain);
            let record = format!("{label}._tcp.{domain}");
            Ok(Door { record, host, port: port.standard(), listens: provider.addr(port) })
        });
        Ok(Self { loopback, doors: doors.collect::<Result<_, DemoError>>()? })
    }
}

impl Net for World {
    type Stream = Tcp;

    async fn lookup(
        &self,
        host: &Host,
        family: Family,
    ) -> (Result<Vec<IpAddr>, LookupFailure>, Via) {
        let known = self.doors.iter().find(|door| door.host == *host);
        let found = known.map(|door| door.listens.ip()).ok_or(LookupFailure::NotFound);
        (found.map(|ip| Vec::from_iter((Family::of(ip) == family).then_some(ip))), Via::Dns)
    }

    async fn srv(&self, name: &str) -> Result<Vec<Srv>, LookupFailure> {
        let doors = self.doors.iter().filter(|door| door.record == name);
        let record = |door: &Door| {
            let (port, target) = (door.port, Some(door.host.clone()));
            Srv { priority: 0, weight: 1, port, target }
        };
        Ok(doors.map(record).collect())
    }

    async fn connect(&self, to: SocketAddr) -> io::Result<(Tcp, Option<IpAddr>)> {
        let door = self.doors.iter().find(|door| door.port == to.port());
        self.loopback.connect(door.map_or(to, |door| door.listens)).await
    }

    fn elapsed(&self) -> Duration {
        self.loopback.elapsed()
    }

    fn now(&self) -> jiff::Timestamp {
        self.loopback.now()
    }
}
