//! The world, behind one small trait: look up, connect, tell the time; and TLS that records what it
//! was shown. Nothing here knows a mail protocol or a severity.

mod client_certificate;
pub(crate) mod http;
mod https;
mod internet;
mod lookups;
mod roots;
pub mod tls;

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use jiff::Timestamp;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::evidence::{ConnectFailure, Dnssec, Family, LookupFailure, Via};
use crate::model::Host;
use crate::wire::mx::Mx;
use crate::wire::srv::Srv;

pub use client_certificate::{ClientCertificate, ClientCertificateError};
pub use https::{Https, HttpsAnswer};
pub use internet::{Internet, InternetBuilder, InternetError, Tcp};
pub(crate) use lookups::{Found, Lookups};
pub use roots::{AddPemError, Roots};

/// All that a probe may ask of the world. Time-outs are the caller's.
pub trait Net: Send + Sync {
    /// A connection.
    type Stream: AsyncRead + AsyncWrite + Send + Unpin;

    /// The families that are used. Names are not asked for addresses of another.
    fn families(&self) -> &[Family] {
        &[Family::Ipv6, Family::Ipv4]
    }

    /// The addresses of one family, and who gave them. An empty list means that the name exists and
    /// has none.
    fn lookup(
        &self,
        host: &Host,
        family: Family,
    ) -> impl Future<Output = (Result<Vec<IpAddr>, LookupFailure>, Via)> + Send;

    /// The SRV records at a name such as `_imaps._tcp.example.org`, in no order.
    fn srv(&self, name: &str) -> impl Future<Output = Result<Vec<Srv>, LookupFailure>> + Send;

    /// The MX records of a domain (RFC 5321 §5.1), in no order.
    fn mx(&self, domain: &Host) -> impl Future<Output = Result<Vec<Mx>, LookupFailure>> + Send;

    /// The TXT records at a name, the strings of each record joined (RFC 7208 §3.3), in no order.
    /// Octets that are no UTF-8 are replaced.
    fn txt(&self, name: &str) -> impl Future<Output = Result<Vec<String>, LookupFailure>> + Send;

    /// The name that this one is an alias of (CNAME), if it is one.
    fn alias(
        &self,
        name: &Host,
    ) -> impl Future<Output = Result<Option<Host>, LookupFailure>> + Send;

    /// Whether DNSSEC vouches for the records of this kind at a name, validated on this device up to the
    /// root: an answer of the resolver's that it did so is worth as much as the way to the resolver.
    /// It takes several look-ups, so it is asked only where something hangs on it.
    fn dnssec(&self, name: &str, kind: RecordKind) -> impl Future<Output = Dnssec> + Send;

    /// The names that an address has in the reverse tree (RFC 1035 §3.5). Whoever has the address may
    /// name it as he likes.
    fn reverse(&self, ip: IpAddr) -> impl Future<Output = Result<Vec<Host>, LookupFailure>> + Send;

    /// A TCP connection, and this side's address of it.
    fn connect(
        &self,
        to: SocketAddr,
    ) -> impl Future<Output = io::Result<(Self::Stream, Option<IpAddr>)>> + Send {
        self.connect_from(None, to)
    }

    /// The same from one of this device's addresses; from whichever the system takes if `None`.
    fn connect_from(
        &self,
        from: Option<IpAddr>,
        to: SocketAddr,
    ) -> impl Future<Output = io::Result<(Self::Stream, Option<IpAddr>)>> + Send;

    /// Time since the run began. Never goes back.
    fn elapsed(&self) -> Duration;

    /// This device's clock, which may be wrong.
    fn now(&self) -> Timestamp;
}

/// The kinds of records that settings hang on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RecordKind {
    /// Mail exchangers.
    Mx,
    /// Services.
    Srv,
    /// Text.
    Txt,
}

/// Why no connection came about, by the system's error.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system's list is long and grows; the rest is kept in words"
)]
pub(crate) fn connect_failure(why: &io::Error) -> ConnectFailure {
    match why.kind() {
        io::ErrorKind::ConnectionRefused => ConnectFailure::Refused,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => ConnectFailure::Reset,
        // Without an address of the family there is no way either (EADDRNOTAVAIL, EAFNOSUPPORT).
        io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::Unsupported => ConnectFailure::NoRoute,
        io::ErrorKind::HostUnreachable => ConnectFailure::Unreachable,
        io::ErrorKind::TimedOut => ConnectFailure::TimedOut,
        _other => ConnectFailure::Other { code: why.raw_os_error(), text: why.to_string() },
    }
}
