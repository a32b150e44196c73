//! Pages from the web: bounded, with every hop and certificate kept, over one connection to each host and
//! port for as long as the server keeps it open (RFC 9112 §9.3).
//!
//! Certificates are always verified. Redirects are followed where the caller wants it, never to anything
//! but the web, and never from a public address into a private network.

mod connection;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as AsyncMutex;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use url::{Host as UrlHost, Url};

use super::tls::LazyTls;
use super::{Lookups, Net};
use crate::evidence::{FetchFailure, Hop, LookupFailure, ReadFailure};
use crate::model::{Host, ServerText};
use crate::wire::refresh;
use connection::Origin;

/// What asks the web, for one run.
pub(crate) struct Fetcher<'a, N: Net> {
    lookups: &'a Lookups<'a, N>,
    tls: &'a LazyTls,
    /// Longest wait for a page, redirects included.
    timeout: Duration,
    /// Cancelled when the run ends.
    stop: &'a CancellationToken,
    origins: Mutex<Origins<N::Stream>>,
}

/// The connections, by whether TLS is spoken, host and port.
type Origins<S> = BTreeMap<Authority, Arc<AsyncMutex<Origin<S>>>>;
type Authority = (bool, Host, u16);

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Question<'q> {
    pub(crate) url: &'q str,
    /// What is posted; the page is only got if `None`.
    pub(crate) post: Option<Post>,
    /// Where to from there.
    pub(crate) follow: Follow,
}

/// What is posted.
#[derive(Clone)]
pub(crate) enum Post {
    /// The fields of a form, percent-encoded, for who answers in JSON; and whether somebody shows who he is
    /// (RFC 9110 §11.6.2).
    Form { fields: Vec<u8>, authorization: Option<String> },
    /// XML.
    Xml(String),
}

impl fmt::Debug for Post {
    /// Shows nothing of it: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form { .. } => "Form(…)",
            Self::Xml(_) => "Xml(…)",
        })
    }
}

/// How a question goes on where an answer sends it elsewhere.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Follow {
    /// As browsers do, over so many hops: pages that refresh into another one count as redirects. Of a
    /// long page the beginning is kept, and each hop has the time of a page for itself.
    Browser { most: usize },
    /// Not at all. What is posted is not posted elsewhere.
    Nowhere,
    /// Not at all, and the page counts whatever its status: it says what was wrong with the question.
    NowhereAtAnyStatus,
    /// Along redirects.
    Redirects,
}

impl Follow {
    fn is_browser(self) -> bool {
        matches!(self, Self::Browser { .. })
    }

    /// How many redirects are followed.
    fn most(self) -> usize {
        match self {
            Self::Browser { most } => most,
            Self::Nowhere | Self::NowhereAtAnyStatus => 0,
            Self::Redirects => MAX_REDIRECTS,
        }
    }
}

impl<'q> Question<'q> {
    /// Gets a page and follows redirects.
    pub(crate) fn get(url: &'q str) -> Self {
        Self { url, post: None, follow: Follow::Redirects }
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) hops: Vec<Hop>,
    pub(crate) outcome: Result<Page, FetchFailure>,
    /// Round trips that were waited for one after the other, look-ups included.
    pub(crate) round_trips: u32,
}

/// An answer of the web.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// Where it sends on to.
    pub(crate) location: Option<String>,
    pub(crate) content_type: Option<String>,
    /// The header that refreshes the page into another one, which no standard has and all browsers heed.
    pub(crate) refresh: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Page {
    fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    /// The page that this one refreshes into before anybody has read it, if it is another one.
    fn refreshed(&self, url: &Url) -> Option<String> {
        let by_header = || refresh::in_header(self.refresh.as_deref()?);
        let is_html = self.content_type.as_deref().is_none_or(|kind| kind.contains("html"));
        let found = by_header().or_else(|| refresh::in_page(&self.body).filter(|_| is_html))?;
        let base = found.base.and_then(|base| url.join(&base).ok());
        let mut to = base.as_ref().unwrap_or(url).join(&found.url).ok()?;
        to.set_fragment(None);
        (to != *url).then(|| to.to_string())
    }
}

impl<'a, N: Net> Fetcher<'a, N> {
    pub(crate) fn new(
        lookups: &'a Lookups<'a, N>,
        tls: &'a LazyTls,
        timeout: Duration,
        stop: &'a CancellationToken,
    ) -> Self {
        Self { lookups, tls, timeout, stop, origins: Mutex::default() }
    }

    /// Asks for a page. Every status but 200 to 299 is a failure, a redirect that is not followed is not.
    pub(crate) async fn fetch(&self, question: Question<'_>) -> Fetched {
        let mut way = Way { hops: Vec::new(), round_trips: 0, first: None };
        let deadline = Instant::now() + self.timeout;
        let outcome = tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(FetchFailure::Stopped),
            // What ran out of time is known best by the step that did.
            outcome = self.follow(question, &mut way, deadline) => outcome,
        };
        Fetched { hops: way.hops, outcome, round_trips: way.round_trips }
    }

    async fn follow(
        &self,
        question: Question<'_>,
        way: &mut Way,
        mut deadline: Instant,
    ) -> Result<Page, FetchFailure> {
        let (mut url, mut has_user_info) = web_address(question.url)?;
        let mut been = BTreeSet::new();
        loop {
            been.insert(url.to_string());
            way.hops.push(Hop { has_user_info, ..Hop::new(url.to_string()) });
            if question.follow.is_browser() {
                deadline = Instant::now() + self.timeout;
            }
            let page = self.page(&url, &question, way, deadline).await?;
            if let Some(hop) = way.hops.last_mut() {
                hop.status = Some(page.status);
            }
            if question.follow == Follow::NowhereAtAnyStatus {
                return Ok(page);
            }
            let to = match &page.location {
                Some(_) if page.is_redirect() && question.follow == Follow::Nowhere => {
                    return Ok(page);
                }
                Some(to) if page.is_redirect() => Some(to.clone()),
                Some(_) | None if question.follow.is_browser() => page.refreshed(&url),
                Some(_) | None => None,
            };
            let Some(to) = to else {
                let is_good = (200..300).contains(&page.status);
                let status = page.status;
                return if is_good { Ok(page) } else { Err(FetchFailure::Status { status }) };
            };
            let lost = |endless| FetchFailure::Redirect { to: ServerText::from(&*to), endless };
            let next = url.join(&to).map_err(|_| lost(false))?;
            (url, has_user_info) = web_address(next.as_str()).map_err(|_| lost(false))?;
            if been.contains(url.as_str()) || been.len() > question.follow.most() {
                return Err(lost(true));
            }
        }
    }

    /// One request and its answer, over the connection to this host and port.
    async fn page(
        &self,
        url: &Url,
        question: &Question<'_>,
        way: &mut Way,
        deadline: Instant,
    ) -> Result<Page, FetchFailure> {
        let (is_tls, host, port) = authority(url)?;
        let origin = {
            let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
            let key = (is_tls, host.clone(), port);
            Arc::clone(
                origins.entry(key).or_insert_with(|| Arc::new(AsyncMutex::new(Origin::Fresh))),
            )
        };
        let Ok(mut origin) = timeout_at(deadline, origin.lock()).await else {
            return Err(FetchFailure::Read { why: ReadFailure::TimedOut });
        };
        if origin.is_to_be_opened() {
            *origin = self.open(is_tls, &host, port, way, deadline).await;
        }
        let mut outcome = origin.ask(url, question, way, deadline).await;
        // A server may close a connection between two requests at any time (RFC 9112 §9.5).
        if outcome.is_err() && origin.was_closed_between() {
            *origin = self.open(is_tls, &host, port, way, deadline).await;
            outcome = origin.ask(url, question, way, deadline).await;
        }
        outcome
    }

    async fn open(
        &self,
        is_tls: bool,
        host: &Host,
        port: u16,
        way: &mut Way,
        deadline: Instant,
    ) -> Origin<N::Stream> {
        let ips = match connection::addresses(self.lookups, host, way).await {
            Ok(ips) => ips,
            Err(why) => {
                return Origin::dead(FetchFailure::Lookup { host: host.to_string(), why }, None);
            }
        };
        let first = *way.first.get_or_insert_with(|| ips.iter().any(|ip| is_private(*ip)));
        let ips: Vec<IpAddr> = ips.into_iter().filter(|ip| first || !is_private(*ip)).collect();
        if ips.is_empty() {
            return Origin::dead(FetchFailure::PrivateAddress { host: host.to_string() }, None);
        }
        let tls = if is_tls { Some(self.tls.get().await) } else { None };
        connection::open(self.lookups.net, tls, host, port, &ips, way, deadline).await
    }
}

/// How far a question came.
struct Way {
    hops: Vec<Hop>,
    round_trips: u32,
    /// Whether the first host is in a private network itself.
    first: Option<bool>,
}

impl Way {
    fn trip(&mut self) {
        self.round_trips = self.round_trips.saturating_add(1);
    }
}

/// A web address without the user name and password that one may hold, and whether it held any.
fn web_address(text: &str) -> Result<(Url, bool), FetchFailure> {
    let lost = || FetchFailure::Redirect { to: ServerText::from(text), endless: false };
    let mut url = Url::parse(text).map_err(|_| lost())?;
    if !matches!(url.scheme(), "http" | "https") || text.len() > MAX_URL {
        return Err(lost());
    }
    url.set_fragment(None);
    let has_user_info = !url.username().is_empty() || url.password().is_some();
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return Err(lost());
    }
    Ok((url, has_user_info))
}

fn authority(url: &Url) -> Result<Authority, FetchFailure> {
    let lost = || FetchFailure::Redirect { to: ServerText::from(url.as_str()), endless: false };
    let host = match url.host().ok_or_else(lost)? {
        UrlHost::Domain(name) => name.parse().map_err(|_| lost())?,
        UrlHost::Ipv4(ip) => ip.to_string().parse().map_err(|_| lost())?,
        UrlHost::Ipv6(ip) => ip.to_string().parse().map_err(|_| lost())?,
    };
    let port = url.port_or_known_default().ok_or_else(lost)?;
    Ok((url.scheme() == "https", host, port))
}

/// Whether an address is one of a private network, a link or this device (RFC 6890).
fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let is_shared = ip.octets()[0] == 100 && (64..128).contains(&ip.octets()[1]);
            ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || is_shared
        }
        IpAddr::V6(ip) => {
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
        }
    }
}

/// Why a host has no address to connect to.
fn nowhere(failures: impl IntoIterator<Item = LookupFailure>) -> LookupFailure {
    // Silence says more than that there is no such record.
    let mut failures = failures.into_iter();
    failures.find(|why| *why != LookupFailure::NotFound).unwrap_or(LookupFailure::NotFound)
}

/// Every client follows some; who sends us further than this does not mean it.
const MAX_REDIRECTS: usize = 5;
/// Longer than any address that a server has reason to send.
pub(crate) const MAX_URL: usize = 4096;

#[cfg(test)]
mod tests;
