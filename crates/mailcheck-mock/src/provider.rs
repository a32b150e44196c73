//! The provider as a whole: built, started, asked, and gone when dropped.

mod in_memory;
mod mail;

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use tokio::task::JoinSet;

use crate::behaviour::Behaviour;
use crate::certificate::Authority;
use crate::certificate::Certificates;
use crate::desk::Desk;
use crate::desk::Kept;
use crate::dns;
use crate::dns::Dns;
use crate::dns::Zones;
use crate::ledger::Ledger;
use crate::log::Entry;
use crate::log::Follower;
use crate::log::Log;
use crate::port::Port;
use crate::port::Service;
use crate::sasl::Mechanism;
use crate::scenario::Scenario;
use crate::settings::Offer;
use crate::settings::Settings;
use crate::site::Account;
use crate::site::Site;
use crate::spec::Security;
use crate::spec::Spec;
use crate::start_error::StartError;
use crate::store::Store;
use crate::tls::TlsServer;
use crate::tls::TlsSpec;
use crate::web;
use crate::web::Scheme;
use crate::web::Web;

/// What a provider is to be like. [`Provider::builder`] makes one.
#[derive(Clone, Debug)]
pub struct Builder {
    domain: String,
    accounts: Vec<(String, String)>,
    tokens: Vec<(String, String)>,
    mechanisms: Option<Vec<Mechanism>>,
    scenarios: Vec<Scenario>,
    certificates: Vec<(Port, Certificates)>,
    tls: Vec<(Port, TlsSpec)>,
    dns: Option<Dns>,
    web: Option<Web>,
    address: IpAddr,
    numbers: Numbers,
    entries: usize,
}

/// Which numbers the ports have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Numbers {
    /// Any that are free, though clients are told the standard ones.
    Announced,
    /// Any that are free.
    Free,
    /// The standard ones.
    Standard,
}

impl Builder {
    /// The mail domain; its servers are called `imap.` and `smtp.` before it.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = domain.into();
        self
    }

    /// Somebody who may log in, by the full address.
    #[must_use]
    pub fn account(mut self, address: impl Into<String>, password: impl Into<String>) -> Self {
        self.accounts.push((address.into(), password.into()));
        self
    }

    /// An OAuth 2 token that is good for this address, whether or not it has a password as well.
    #[must_use]
    pub fn token(mut self, address: impl Into<String>, token: impl Into<String>) -> Self {
        self.tokens.push((address.into(), token.into()));
        self
    }

    /// What every port offers to log in with, in this order, whatever a scenario says; else
    /// [`Mechanism::USUAL`]. What is bound to TLS is offered only there.
    #[must_use]
    pub fn mechanisms(mut self, mechanisms: impl IntoIterator<Item = Mechanism>) -> Self {
        self.mechanisms = Some(mechanisms.into_iter().collect());
        self
    }

    /// Something to do differently. Of scenarios that contradict each other the last one wins.
    #[must_use]
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.dns = scenario.dns().cloned().or(self.dns);
        self.web = scenario.web().cloned().or(self.web);
        self.scenarios.push(scenario);
        self
    }

    /// What this service shows as its certificate, whatever a scenario says.
    #[must_use]
    pub fn certificates(mut self, port: Port, certificates: Certificates) -> Self {
        self.certificates.push((port, certificates));
        self
    }

    /// How this service does TLS, whatever a scenario says.
    #[must_use]
    pub fn tls(mut self, port: Port, spec: TlsSpec) -> Self {
        self.tls.push((port, spec));
        self
    }

    /// Adds a DNS server, on UDP and TCP.
    #[must_use]
    pub fn dns(mut self, dns: Dns) -> Self {
        self.dns = Some(dns);
        self
    }

    /// Adds web servers, one in clear and one inside TLS.
    #[must_use]
    pub fn web(mut self, web: Web) -> Self {
        self.web = Some(web);
        self
    }

    /// Sends clients to the ports that the standards name, in DNS and in every document, and not
    /// to those where the provider really listens. Somebody has to lead them from there to here.
    #[must_use]
    pub fn announce_standard_ports(mut self) -> Self {
        self.numbers = Numbers::Announced;
        self
    }

    /// Listens on the ports that the standards name, unless a scenario names another. Of two ports
    /// with the same number the one with STARTTLS has it, and the plain one any that is free.
    #[must_use]
    pub fn standard_ports(mut self) -> Self {
        self.numbers = Numbers::Standard;
        self
    }

    /// Listens at this address of the computer instead of 127.0.0.1. Whoever can reach it can use
    /// the provider; at `0.0.0.0` or `::` that is everybody, and clients are still told loopback.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// Keeps the last `most` entries of the log, instead of all: for a provider that runs for long.
    #[must_use]
    pub fn keep_entries(mut self, most: usize) -> Self {
        self.entries = most;
        self
    }

    /// Makes the certificates, and listens until the [`Provider`] is stopped or dropped.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the domain cannot stand in a certificate, when a port is not to be had,
    /// or when a DNS record or a page does not fit the rest.
    pub async fn start(self) -> Result<Provider, StartError> {
        let mut authority = Authority::new(&self.domain)?;
        let desk = Arc::new(Desk::new(Log::new(self.entries)));
        let accounts: Arc<[Account]> = self.accounts().into();
        let store = Arc::new(Store::new(accounts.iter().map(|account| account.address.clone())));
        let mut doors = Vec::new();
        let mut listening = JoinSet::new();
        let ledgers = [Ledger::default(), Ledger::default(), Ledger::default()];
        for port in Port::ALL {
            let ledger = ledgers[port.service() as usize].clone();
            let site = Arc::new(self.site(port, &mut authority, &accounts, &store, ledger)?);
            let number = self.number(port, site.behaviour.number);
            let (at, reach) = ((self.address, number).into(), site.behaviour.reach);
            let receive = {
                let (site, desk) = (Arc::clone(&site), Arc::clone(&desk));
                move |stream, peer| desk.receive(stream, Arc::clone(&site), peer)
            };
            let (addr, kept) = desk.open(port.into(), at, reach, &mut listening, receive).await?;
            doors.push(Entrance { addr, site, _kept: kept });
        }
        let settings = self.settings(&doors);
        let autoconfig = settings.autoconfig().map_err(StartError::Document)?;
        let web = match &self.web {
            Some(web) => {
                Some(self.start_web(web, &settings, &mut authority, &desk, &mut listening).await?)
            }
            None => None,
        };
        let dns = match &self.dns {
            Some(dns) => {
                let has_pacc = self.web.as_ref().is_some_and(Web::has_pacc);
                let zones = Zones::new(dns, &self.domain, &settings.records(has_pacc))?;
                let at = (self.address, self.standard(DNS_NUMBER)).into();
                Some(dns::Running::start(zones, desk.log.clone(), at).await?)
            }
            None => None,
        };
        let ca_pem = authority.root_pem();
        let in_memory = Mutex::new(JoinSet::new());
        Ok(Provider {
            domain: self.domain,
            doors,
            store,
            dns,
            web,
            autoconfig,
            ca_pem,
            desk,
            in_memory,
            listening,
        })
    }

    /// The number to listen on; any that is free if zero.
    fn number(&self, port: Port, named: u16) -> u16 {
        let is_plain = port.security() == Security::Plain;
        if named != 0 || is_plain { named } else { self.standard(port.standard()) }
    }

    fn standard(&self, number: u16) -> u16 {
        match self.numbers {
            Numbers::Announced | Numbers::Free => 0,
            Numbers::Standard => number,
        }
    }

    /// What clients are told: every service that can be secured.
    fn settings(&self, doors: &[Entrance]) -> Settings {
        let can_be_secured =
            |entrance: &&Entrance| entrance.site.port.security() != Security::Plain;
        let offer = |entrance: &Entrance| {
            let (port, addr) = (entrance.site.port, entrance.addr);
            let number = match self.numbers {
                Numbers::Announced => port.standard(),
                Numbers::Free | Numbers::Standard => addr.port(),
            };
            Offer { port, host: entrance.site.host.clone(), ip: reachable(addr.ip()), number }
        };
        let offers = doors.iter().filter(can_be_secured).map(offer).collect();
        Settings { domain: self.domain.clone(), offers }
    }

    async fn start_web(
        &self,
        web: &Web,
        settings: &Settings,
        authority: &mut Authority,
        desk: &Arc<Desk>,
        listening: &mut JoinSet<()>,
    ) -> Result<web::Running, StartError> {
        let tls = TlsServer::new(&TlsSpec::default(), &web.shown(&self.domain), authority)?;
        let token = self.accounts().into_iter().find_map(|account| account.token);
        let site = Arc::new(web::Site::new(web, settings, tls, token)?);
        let mut open = async |scheme: Scheme, number| {
            let at = (self.address, self.standard(number)).into();
            let receive = {
                let (site, desk) = (Arc::clone(&site), Arc::clone(desk));
                move |stream, peer| desk.receive_web(stream, Arc::clone(&site), scheme, peer)
            };
            desk.open(scheme.door(), at, web.reach(scheme), listening, receive).await
        };
        let (http, kept_http) = open(Scheme::Http, HTTP_NUMBER).await?;
        let (https, kept_https) = open(Scheme::Https, HTTPS_NUMBER).await?;
        let (web, kept) = (web.clone(), [kept_http, kept_https]);
        Ok(web::Running { http, https, site, web, _kept: kept })
    }

    fn accounts(&self) -> Vec<Account> {
        let with_password = self.accounts.iter();
        let mut accounts: Vec<_> = with_password
            .map(|(address, password)| Account::with_password(address, password))
            .collect();
        for (address, token) in &self.tokens {
            match accounts.iter_mut().find(|account| account.is_called(address.as_bytes())) {
                Some(account) => account.token = Some(token.clone()),
                None => accounts.push(Account::with_token(address, token)),
            }
        }
        accounts
    }

    fn site(
        &self,
        port: Port,
        authority: &mut Authority,
        accounts: &Arc<[Account]>,
        store: &Arc<Store>,
        ledger: Ledger,
    ) -> Result<Site, StartError> {
        let specs = self.scenarios.iter().map(|scenario| scenario.spec(port));
        let spec = specs.fold(Spec::default(), |below, over| below.overlaid(&over));
        let host = spec.host.clone().unwrap_or_else(|| host(port, &self.domain));
        let mut behaviour = Behaviour::new(port, spec);
        if let Some(mechanisms) = &self.mechanisms {
            behaviour.mechanisms.clone_from(mechanisms);
        }
        if let Some((_, certificates)) = self.certificates.iter().rfind(|(of, _)| *of == port) {
            behaviour.certificates = certificates.clone();
        }
        if let Some((_, spec)) = self.tls.iter().rfind(|(of, _)| *of == port) {
            behaviour.tls = spec.clone();
        }
        Ok(Site {
            port,
            host,
            tls: TlsServer::new(&behaviour.tls, &behaviour.certificates, authority)?,
            behaviour,
            accounts: Arc::clone(accounts),
            ledger,
            store: Arc::clone(store),
        })
    }
}

/// A mail provider that is running.
///
/// Dropping it closes every port and every connection.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::Port;
/// use mailcheck_mock::Provider;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let provider = Provider::builder()
///     .domain("example.org")
///     .account("you@example.org", "secret")
///     .scenario("expired-certificate".parse()?)
///     .start()
///     .await?;
/// assert!(provider.addr(Port::ImapTls).ip().is_loopback());
/// assert_eq!(provider.host(Port::ImapTls), "imap.example.org");
/// assert!(provider.log().is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Provider {
    domain: String,
    doors: Vec<Entrance>,
    store: Arc<Store>,
    dns: Option<dns::Running>,
    web: Option<web::Running>,
    autoconfig: String,
    ca_pem: String,
    desk: Arc<Desk>,
    in_memory: Mutex<JoinSet<()>>,
    listening: JoinSet<()>,
}

impl Provider {
    /// Starts to describe a healthy provider for `example.org` without accounts.
    pub fn builder() -> Builder {
        Builder {
            domain: "example.org".to_owned(),
            accounts: Vec::new(),
            tokens: Vec::new(),
            mechanisms: None,
            scenarios: Vec::new(),
            certificates: Vec::new(),
            tls: Vec::new(),
            dns: None,
            web: None,
            address: Ipv4Addr::LOCALHOST.into(),
            numbers: Numbers::Free,
            entries: usize::MAX,
        }
    }

    /// The mail domain.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Where this service listens, or, if it does not, where it refuses.
    pub fn addr(&self, port: Port) -> SocketAddr {
        self.door(port).addr
    }

    /// The host name of this service, which its certificate is for unless a fault says otherwise.
    pub fn host(&self, port: Port) -> String {
        self.door(port).site.host.clone()
    }

    /// Where the DNS server listens, on UDP and TCP, if there is one.
    pub fn dns(&self) -> Option<SocketAddr> {
        self.dns.as_ref().map(dns::Running::addr)
    }

    /// Where the web server listens in clear, if there is one.
    pub fn http(&self) -> Option<SocketAddr> {
        self.web.as_ref().map(|web| web.http)
    }

    /// Where the web server listens for TLS, if there is one.
    pub fn https(&self) -> Option<SocketAddr> {
        self.web.as_ref().map(|web| web.https)
    }

    /// The provider's settings as an autoconfig document, version 1.1, for any account.
    pub fn autoconfig(&self) -> &str {
        &self.autoconfig
    }

    /// The root certificate that a client must trust.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// What clients have done so far, in order.
    pub fn log(&self) -> Vec<Entry> {
        self.desk.log.entries()
    }

    /// Reads the log as it is written, from now on.
    pub fn follow(&self) -> Follower {
        self.desk.log.follow()
    }

    /// Closes every port, breaks off the connections that are still open, and gives back the log.
    ///
    /// To let clients finish first, wait until everything is [settled](Self::settled).
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck_mock::Provider;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let provider = Provider::builder().start().await?;
    /// let stopped = provider.stop().await;
    /// assert!(stopped.log().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It has no ports any more that one could ask for:
    ///
    /// ```compile_fail,E0599
    /// # async fn ports(stopped: mailcheck_mock::Stopped) {
    /// stopped.addr(mailcheck_mock::Port::ImapTls);
    /// # }
    /// ```
    pub async fn stop(mut self) -> Stopped {
        self.desk.close();
        while self.listening.join_next().await.is_some() {}
        let in_memory = self.in_memory.get_mut().unwrap_or_else(PoisonError::into_inner);
        while in_memory.join_next().await.is_some() {}
        self.dns = None;
        Stopped { log: self.desk.log.entries() }
    }

    /// Waits until no accepted connection is open, so that the log is complete.
    pub async fn settled(&self) {
        self.desk.settled().await;
    }

    fn door(&self, port: Port) -> &Entrance {
        &self.doors[port as usize]
    }
}

/// What is left of a provider that was [stopped](Provider::stop).
#[derive(Clone, Debug)]
pub struct Stopped {
    log: Vec<Entry>,
}

impl Stopped {
    /// What clients did, in order: each connection from beginning to end.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }
}

/// A port and what is behind it.
#[derive(Debug)]
struct Entrance {
    addr: SocketAddr,
    site: Arc<Site>,
    _kept: Kept,
}

fn host(port: Port, domain: &str) -> String {
    let service = match port.service() {
        Service::Imap => "imap",
        Service::Pop3 => "pop",
        Service::Smtp => "smtp",
    };
    format!("{service}.{domain}")
}

/// Where a client on this computer finds a server that listens everywhere.
fn reachable(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        IpAddr::V4(_) | IpAddr::V6(_) => ip,
    }
}

/// RFC 1035 §4.2.
const DNS_NUMBER: u16 = 53;
/// RFC 9110 §4.2.1.
pub(crate) const HTTP_NUMBER: u16 = 80;
/// RFC 9110 §4.2.2.
pub(crate) const HTTPS_NUMBER: u16 = 443;
