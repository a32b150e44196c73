//! The real world: the system's resolver or another, TCP, and the clocks.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::str::FromStr as _;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::dnssec::{Proof, TrustAnchors};
use hickory_resolver::proto::op::{Message, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::proto::serialize::txt::ParseError;
use hickory_resolver::system_conf::read_system_conf;
use jiff::Timestamp;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpSocket, TcpStream, UdpSocket};

use super::{Net, RecordKind};
use crate::evidence::{Dnssec, Family, LookupFailure, Via};
use crate::model::Host;
use crate::wire::mx::Mx;
use crate::wire::srv::Srv;

/// The real network.
///
/// # Examples
///
/// ```
/// use mailcheck::net::Internet;
/// let internet = Internet::builder().nameserver("127.0.0.1:53".parse()?).build();
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub struct Internet {
    began: OnceLock<Instant>,
    resolver: TokioResolver,
    /// Asks the same server and checks the signatures.
    validator: TokioResolver,
    nameserver: Option<SocketAddr>,
    given: BTreeMap<Host, Vec<IpAddr>>,
    family: Option<Family>,
    timeout: Duration,
}

impl Internet {
    /// Begins with the system's configuration.
    pub fn builder() -> InternetBuilder {
        InternetBuilder {
            nameserver: None,
            anchors: None,
            given: BTreeMap::new(),
            family: None,
            timeout: Duration::from_secs(5),
        }
    }

    async fn ask(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, LookupFailure> {
        // The trailing dot keeps the search list of the system away.
        let name = Name::from_str(&format!("{name}."))
            .map_err(|why| LookupFailure::Other { text: why.to_string() })?;
        let why = match self.resolver.lookup(name.clone(), kind).await {
            Ok(found) => {
                let answers = found.answers().iter();
                return Ok(answers.map(|record| record.data.clone()).collect());
            }
            Err(why) => why,
        };
        match failure(&why) {
            None => Ok(Vec::new()),
            Some(LookupFailure::ServerError { code }) => {
                if self.answers_unvalidated(name, kind).await {
                    Err(LookupFailure::Bogus)
                } else {
                    Err(LookupFailure::ServerError { code })
                }
            }
            Some(why) => Err(why),
        }
    }

    /// What the signatures say; `None` when there is no answer to judge by.
    async fn validated(&self, name: Name, kind: RecordType) -> Option<Dnssec> {
        let found = match self.validator.lookup(name.clone(), kind).await {
            Ok(found) => found,
            Err(NetError::Dns(DnsError::DnssecBogus)) => return Some(Dnssec::Bogus),
            Err(why) => {
                tracing::debug!(%why, "no answer to validate");
                // A resolver that validates, too, keeps back what is bogus.
                let is_kept_back = matches!(failure(&why), Some(LookupFailure::ServerError { .. }))
                    && self.answers_unvalidated(name, kind).await;
                return is_kept_back.then_some(Dnssec::Bogus);
            }
        };
        let proofs =
            found.answers().iter().filter(|record| record.record_type() != RecordType::RRSIG);
        // An alias on the way is part of the answer.
        let states = proofs.map(|record| match record.proof {
            Proof::Secure => Dnssec::Secure,
            Proof::Insecure => Dnssec::Insecure,
            Proof::Indeterminate => Dnssec::Indeterminate,
            Proof::Bogus => Dnssec::Bogus,
        });
        states.reduce(weaker)
    }

    /// What remains of `Bogus` when the answer is taken apart: the resolver or the library may be at fault.
    async fn taken_apart(&self, mut name: Name, kind: RecordType) -> Dnssec {
        // A resolver that drops signatures makes everything look forged, the root included.
        if self.validated(Name::root(), RecordType::DNSKEY).await != Some(Dnssec::Secure) {
            return Dnssec::Indeterminate;
        }
        // The library takes an alias in a signed zone for forged if it leads to one that is not signed.
        let mut weakest = Dnssec::Secure;
        for _ in 0..MOST_ALIASES {
            let Some(target) = self.target(&name).await else { break };
            weakest = weaker(weakest, self.validated_by_itself(name, RecordType::CNAME).await);
            name = target;
        }
        weaker(weakest, self.validated_by_itself(name, kind).await)
    }

    /// What the signatures say of records that are no alias.
    async fn validated_by_itself(&self, name: Name, kind: RecordType) -> Dnssec {
        match self.validated(name.clone(), kind).await {
            // The library takes answers by a wildcard (RFC 4592 §3.3.1) for forged where the zone has NSEC
            // records, so that these cannot be told from forged ones.
            Some(Dnssec::Bogus) if self.has_wildcard(&name, kind).await => Dnssec::Indeterminate,
            state => state.unwrap_or(Dnssec::Indeterminate),
        }
    }

    /// Whether a wildcard beside a name is vouched for.
    async fn has_wildcard(&self, name: &Name, kind: RecordType) -> bool {
        match name.base_name().prepend_label("*") {
            Ok(wildcard) => self.validated(wildcard, kind).await == Some(Dnssec::Secure),
            Err(_too_long) => false,
        }
    }

    /// What a name is an alias of, which need not be a host.
    async fn target(&self, name: &Name) -> Option<Name> {
        let name = name.to_ascii();
        let records = self.ask(name.trim_end_matches('.'), RecordType::CNAME).await.ok()?;
        records.into_iter().find_map(|record| {
            if let RData::CNAME(target) = record { Some(target.0) } else { None }
        })
    }

    /// Whether the resolver that answered with an error has an answer when it is told not to
    /// validate: then DNSSEC is what it stumbled over (RFC 4035 §3.2.2).
    async fn answers_unvalidated(&self, name: Name, kind: RecordType) -> bool {
        let Some(server) = self.nameserver else { return false };
        match tokio::time::timeout(self.timeout, ask_unvalidated(server, name, kind)).await {
            Ok(Ok(answered)) => answered,
            Ok(Err(why)) => {
                tracing::debug!(%why, "the question without validation failed");
                false
            }
            Err(_elapsed) => false,
        }
    }
}

/// The weakest link counts.
fn weaker(one: Dnssec, other: Dnssec) -> Dnssec {
    let order = [Dnssec::Bogus, Dnssec::Indeterminate, Dnssec::Insecure];
    order.into_iter().find(|state| [one, other].contains(state)).unwrap_or(Dnssec::Secure)
}

/// What the resolver library's error means; `None` when the name exists without such a record.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is long and grows; the rest is kept in words"
)]
fn failure(why: &NetError) -> Option<LookupFailure> {
    Some(match why {
        NetError::Dns(DnsError::NoRecordsFound(none)) => match none.response_code {
            ResponseCode::NoError => return None,
            ResponseCode::NXDomain => LookupFailure::NotFound,
            code => LookupFailure::ServerError { code: code_name(code) },
        },
        NetError::Dns(DnsError::ResponseCode(code)) => {
            LookupFailure::ServerError { code: code_name(*code) }
        }
        // A resolver whose port is shut is one that does not answer.
        NetError::Timeout | NetError::NoConnections | NetError::Io(_) => LookupFailure::NoAnswer,
        other => LookupFailure::Other { text: other.to_string() },
    })
}

/// The mnemonic of RFC 1035 §4.1.1.
#[expect(clippy::wildcard_enum_match_arm, reason = "IANA's list is long and grows")]
fn code_name(code: ResponseCode) -> String {
    match code {
        ResponseCode::FormErr => "FORMERR".to_owned(),
        ResponseCode::NotImp => "NOTIMP".to_owned(),
        ResponseCode::Refused => "REFUSED".to_owned(),
        ResponseCode::ServFail => "SERVFAIL".to_owned(),
        other => other.to_string(),
    }
}

async fn ask_unvalidated(server: SocketAddr, name: Name, kind: RecordType) -> io::Result<bool> {
    let any: IpAddr = match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(server).await?;
    let mut question = Message::query();
    question.metadata.recursion_desired = true;
    question.metadata.checking_disabled = true;
    question.add_query(Query::query(name, kind));
    socket.send(&question.to_vec().map_err(io::Error::other)?).await?;
    let mut buffer = [0; 4096];
    loop {
        let octets = socket.recv(&mut buffer).await?;
        let Some(Ok(answer)) = buffer.get(..octets).map(Message::from_vec) else { continue };
        if answer.metadata.id == question.metadata.id {
            let fine = answer.metadata.response_code == ResponseCode::NoError;
            return Ok(fine && answer.answers.iter().any(|record| record.record_type() == kind));
        }
    }
}

impl Net for Internet {
    type Stream = Tcp;

    fn families(&self) -> &[Family] {
        match self.family {
            Some(Family::Ipv4) => &[Family::Ipv4],
            Some(Family::Ipv6) => &[Family::Ipv6],
            None => &[Family::Ipv6, Family::Ipv4],
        }
    }

    async fn lookup(
        &self,
        host: &Host,
        family: Family,
    ) -> (Result<Vec<IpAddr>, LookupFailure>, Via) {
        if let Some(ip) = host.ip() {
            let ips = if Family::of(ip) == family { vec![ip] } else { Vec::new() };
            return (Ok(ips), Via::Literal);
        }
        if let Some(ips) = self.given.get(host) {
            let ips = ips.iter().copied().filter(|ip| Family::of(*ip) == family);
            return (Ok(ips.collect()), Via::Given);
        }
        let kind = match family {
            Family::Ipv4 => RecordType::A,
            Family::Ipv6 => RecordType::AAAA,
        };
        let ips = self.ask(host.as_str(), kind).await.map(|records| {
            let ips = records.iter().filter_map(RData::ip_addr);
            ips.filter(|ip| Family::of(*ip) == family).collect()
        });
        (ips, Via::Dns)
    }

    async fn srv(&self, name: &str) -> Result<Vec<Srv>, LookupFailure> {
        let records = self.ask(name, RecordType::SRV).await?;
        let read = |record: &RData| {
            let RData::SRV(srv) = record else { return None };
            let target = srv.target.to_ascii();
            let target = match target.as_str() {
                "." => None,
                // A target that is no host name leads nowhere, as if the record were not there.
                name => Some(name.parse::<Host>().ok()?),
            };
            let (priority, weight, port) = (srv.priority, srv.weight, srv.port);
            Some(Srv { priority, weight, port, target })
        };
        Ok(records.iter().filter_map(read).collect())
    }

    async fn mx(&self, domain: &Host) -> Result<Vec<Mx>, LookupFailure> {
        let records = self.ask(domain.as_str(), RecordType::MX).await?;
        let read = |record: &RData| {
            let RData::MX(mx) = record else { return None };
            let exchange = match mx.exchange.to_ascii().as_str() {
                "." => None,
                name => Some(name.parse().ok()?),
            };
            Some(Mx { preference: mx.preference, exchange })
        };
        Ok(records.iter().filter_map(read).collect())
    }

    async fn txt(&self, name: &str) -> Result<Vec<String>, LookupFailure> {
        let records = self.ask(name, RecordType::TXT).await?;
        let read = |record: &RData| {
            let RData::TXT(txt) = record else { return None };
            let octets: Vec<u8> = txt.txt_data.iter().flatten().copied().collect();
            Some(String::from_utf8_lossy(&octets).into_owned())
        };
        Ok(records.iter().filter_map(read).collect())
    }

    async fn alias(&self, name: &Host) -> Result<Option<Host>, LookupFailure> {
        let records = self.ask(name.as_str(), RecordType::CNAME).await?;
        let read = |record: &RData| {
            let RData::CNAME(target) = record else { return None };
            target.to_ascii().parse().ok()
        };
        Ok(records.iter().find_map(read))
    }

    async fn dnssec(&self, name: &str, kind: RecordKind) -> Dnssec {
        let Ok(name) = Name::from_str(&format!("{name}.")) else { return Dnssec::Indeterminate };
        let kind = match kind {
            RecordKind::Mx => RecordType::MX,
            RecordKind::Srv => RecordType::SRV,
            RecordKind::Txt => RecordType::TXT,
        };
        match self.validated(name.clone(), kind).await {
            Some(Dnssec::Bogus) => self.taken_apart(name, kind).await,
            Some(state) => state,
            None => Dnssec::Indeterminate,
        }
    }

    async fn reverse(&self, ip: IpAddr) -> Result<Vec<Host>, LookupFailure> {
        let name = Name::from(ip).to_ascii();
        let records = self.ask(name.trim_end_matches('.'), RecordType::PTR).await?;
        let read = |record: &RData| {
            let RData::PTR(name) = record else { return None };
            name.to_ascii().parse().ok()
        };
        Ok(records.iter().filter_map(read).collect())
    }

    async fn connect_from(
        &self,
        from: Option<IpAddr>,
        to: SocketAddr,
    ) -> io::Result<(Tcp, Option<IpAddr>)> {
        let socket = match to {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        if let Some(from) = from {
            socket.bind(SocketAddr::new(from, 0))?;
        }
        let stream = socket.connect(to).await?;
        stream.set_nodelay(true)?;
        let local = stream.local_addr().ok().map(|local| local.ip());
        let tcp = Tcp(stream);
        tcp.acknowledge_at_once();
        Ok((tcp, local))
    }

    fn elapsed(&self) -> Duration {
        self.began.get_or_init(Instant::now).elapsed()
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A TCP connection that acknowledges at once what it reads.
///
/// Servers that write session tickets and then a greeting with Nagle's algorithm on hold the second
/// segment back until the first is acknowledged, and Linux delays that by up to 41 ms. The kernel
/// falls back by itself, so it is told again at every read.
#[derive(Debug)]
pub struct Tcp(TcpStream);

impl Tcp {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn acknowledge_at_once(&self) {
        if let Err(why) = socket2::SockRef::from(&self.0).set_tcp_quickack(true) {
            tracing::trace!(%why, "no quick acknowledgements here");
        }
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn acknowledge_at_once(&self) {}
}

impl AsyncRead for Tcp {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.0).poll_read(context, buffer);
        self.acknowledge_at_once();
        outcome
    }
}

impl AsyncWrite for Tcp {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// How to reach the network.
#[derive(Debug)]
pub struct InternetBuilder {
    nameserver: Option<SocketAddr>,
    anchors: Option<String>,
    given: BTreeMap<Host, Vec<IpAddr>>,
    family: Option<Family>,
    timeout: Duration,
}

impl InternetBuilder {
    /// Asks this resolver and no other; the hosts file is not read then.
    #[must_use]
    pub fn nameserver(mut self, server: SocketAddr) -> Self {
        self.nameserver = Some(server);
        self
    }

    /// Where DNSSEC begins instead of the root's keys: DNSKEY records in the words of zone files, with their
    /// class, for example `. IN DNSKEY 257 3 13 …`.
    #[must_use]
    pub fn trust_anchors(mut self, records: String) -> Self {
        self.anchors = Some(records);
        self
    }

    /// This host has this address, and no DNS is asked for it. Repeat it for several addresses.
    #[must_use]
    pub fn resolve(mut self, host: Host, ip: IpAddr) -> Self {
        self.given.entry(host).or_default().push(ip);
        self
    }

    /// Uses one address family only.
    #[must_use]
    pub fn family(mut self, family: Family) -> Self {
        self.family = Some(family);
        self
    }

    /// Longest wait for the resolver, all of its tries together. 5 s unless said otherwise.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Reads the system's configuration, unless a resolver was named.
    ///
    /// # Errors
    ///
    /// [`InternetError`] when the configuration cannot be read or used; name a resolver then.
    pub fn build(self) -> Result<Internet, InternetError> {
        let unusable = |why: NetError| InternetError::SystemConfiguration { text: why.to_string() };
        let (config, mut options) = match self.nameserver {
            Some(address) => {
                let mut server = NameServerConfig::udp_and_tcp(address.ip());
                for connection in &mut server.connections {
                    connection.port = address.port();
                }
                let mut options = ResolverOpts::default();
                options.use_hosts_file = ResolveHosts::Never;
                (ResolverConfig::from_name_servers(vec![server]), options)
            }
            None => read_system_conf().map_err(unusable)?,
        };
        // `attempts` counts the tries after the first.
        options.attempts = 1;
        options.timeout = self.timeout / 2;
        let nameserver = config.name_servers().first().map(|server| {
            let port = server.connections.first().map_or(53, |connection| connection.port);
            SocketAddr::new(server.ip, port)
        });
        let provider = TokioRuntimeProvider::default();
        let build = |options: &ResolverOpts, anchors: Option<TrustAnchors>| {
            let builder = TokioResolver::builder_with_config(config.clone(), provider.clone())
                .with_options(options.clone());
            let builder = match anchors {
                Some(anchors) => builder.with_trust_anchor(Arc::new(anchors)),
                None => builder,
            };
            builder.build().map_err(unusable)
        };
        let resolver = build(&options, None)?;
        options.validate = true;
        let read = |text: &str| {
            let bad = |why: ParseError| InternetError::TrustAnchors { text: why.to_string() };
            text.parse::<TrustAnchors>().map_err(bad)
        };
        let anchors = self.anchors.as_deref().map(read).transpose()?.unwrap_or_default();
        let validator = build(&options, Some(anchors))?;
        let Self { given, family, timeout, .. } = self;
        let began = OnceLock::new();
        Ok(Internet { began, resolver, validator, nameserver, given, family, timeout })
    }
}

/// Most aliases that are followed to find out what is bogus about them: more than anybody has.
const MOST_ALIASES: usize = 8;

/// Why the network cannot be used.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InternetError {
    /// The system's resolver configuration cannot be read or used.
    #[error("the system's resolver configuration cannot be used: {text}")]
    SystemConfiguration {
        /// In the words of the resolver library.
        text: String,
    },
    /// What DNSSEC is to begin with cannot be read.
    #[error("these are no DNSKEY records to begin DNSSEC with: {text}")]
    TrustAnchors {
        /// In the words of the resolver library.
        text: String,
    },
}
