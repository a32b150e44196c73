//! Autoconfig documents: the domain's own, the one that a TXT record names, and those of the public
//! database (draft-ietf-mailmaint-autoconfig).

use std::future::{Future, ready};

use futures_util::future::join_all;
use tokio::sync::OnceCell;

use super::Searcher;
use crate::evidence::{
    Asked, Dnssec, Family, FetchFailure, LookupFailure, SourceOutcome, TlsFailure,
};
use crate::model::{Host, Source, Unusable};
use crate::net::http::{Fetched, Page, Question};
use crate::net::{Net, RecordKind};
use crate::wire::autoconfig;
use crate::wire::mailconf::Mailconf;

/// What is asked for, and on whose behalf.
pub(super) struct Place<'p> {
    pub(super) source: Source,
    pub(super) url: String,
    /// The mail hoster's host that MX records name, where one led here.
    pub(super) by_mx: Option<&'p Host>,
}

impl Place<'_> {
    pub(super) fn new(source: Source, url: String) -> Self {
        Self { source, url, by_mx: None }
    }
}

impl<N: Net> Searcher<'_, N> {
    /// `autoconfig.DOMAIN`, by TLS and, as some clients do, in clear.
    pub(super) async fn autoconfig(&self) {
        let at = format!("autoconfig.{}/mail/config-v1.1.xml", self.domain.as_str());
        self.both(Source::Autoconfig, &at).await;
    }

    /// `DOMAIN/.well-known/autoconfig`, the same.
    pub(super) async fn well_known(&self) {
        let domain = self.domain.as_str();
        let at = format!("{domain}/.well-known/autoconfig/mail/config-v1.1.xml");
        self.both(Source::WellKnown, &at).await;
    }

    async fn both(&self, source: Source, at: &str) {
        let query = if self.search.send_address && self.address.is_some() {
            let address = self.told_address();
            let address = url::form_urlencoded::byte_serialize(address.as_bytes());
            format!("?emailaddress={}", address.collect::<String>())
        } else {
            String::new()
        };
        tokio::join!(
            self.document(Place::new(source, format!("https://{at}{query}")), needless()),
            // What goes in clear is nobody's address.
            self.document(Place::new(source, format!("http://{at}")), needless()),
        );
    }

    /// The public database.
    pub(super) async fn ispdb(&self) {
        self.document(Place::new(Source::Ispdb, database(self.domain)), needless()).await;
    }

    /// The document that a TXT record of the domain names.
    pub(super) async fn mailconf(&self) {
        let began = self.now_ms();
        let name = self.domain.as_str();
        let answer = self.patiently(self.lookups.net.txt(name)).await;
        let records = match answer {
            Ok(records) => Mailconf::read(&records),
            Err(LookupFailure::NotFound) => Mailconf::default(),
            Err(why) => {
                let outcome = SourceOutcome::Failed { why };
                return self.nothing(Source::Mailconf, name.to_owned(), outcome, began);
            }
        };
        if records.urls.is_empty() {
            return self.nothing(Source::Mailconf, name.to_owned(), SourceOutcome::Nothing, began);
        }
        let vouched = OnceCell::new();
        let vouching =
            || async { Some(*vouched.get_or_init(|| self.dnssec(name, RecordKind::Txt)).await) };
        let places = records.urls.into_iter().map(|url| Place::new(Source::Mailconf, url));
        join_all(places.map(|place| self.document(place, vouching()))).await;
    }

    pub(super) fn nothing(&self, source: Source, at: String, outcome: SourceOutcome, began: u64) {
        let mut asked = Asked::new(source, at, outcome, self.now_ms().saturating_sub(began));
        asked.round_trips = Some(1);
        (self.found)(asked);
    }

    /// Fetches and reads one document, finds out meanwhile what vouches for the records that led to it,
    /// and hands on what it says.
    pub(super) async fn document(
        &self,
        place: Place<'_>,
        vouching: impl Future<Output = Option<Dnssec>>,
    ) {
        let began = self.now_ms();
        let fetching = self.fetcher.fetch(Question::get(&place.url));
        let (answer, dnssec) = tokio::join!(fetching, vouching);
        let (mut asked, page) = fetched(place.source, &place.url, answer);
        asked.by_mx = place.by_mx.cloned();
        asked.dnssec = dnssec;
        if let Some(page) = page {
            let charset = page.content_type.as_deref().and_then(charset);
            match autoconfig::read(&page.body, charset, self.domain, place.by_mx) {
                Ok(document) => {
                    asked.settings = document.settings();
                    asked.notes = Some(document.notes());
                    asked.deviations = document.deviations;
                    asked.outcome = found(&asked);
                }
                Err(why) => asked.outcome = SourceOutcome::Unusable { why },
            }
        }
        self.doubt(&place.url, &mut asked).await;
        asked.took_ms = self.now_ms().saturating_sub(began);
        (self.found)(asked);
    }

    /// Tells pages that were never meant from documents that are broken: those of a network in between,
    /// and those that every name below the domain leads to.
    pub(super) async fn doubt(&self, url: &str, asked: &mut Asked) {
        let is_page = asked.outcome == SourceOutcome::Unusable { why: Unusable::HtmlPage };
        let is_other_certificate = matches!(
            asked.outcome,
            SourceOutcome::NotFetched {
                why: FetchFailure::Tls { why: TlsFailure::Certificate { .. } }
            }
        );
        let is_redirected = asked.leads_elsewhere().is_some();
        if is_page && url.starts_with("http://") && is_redirected {
            asked.outcome = SourceOutcome::Unusable { why: Unusable::CaptivePortal };
        } else if (is_page || is_other_certificate)
            && let Some(host) = asked.hops.first().and_then(|hop| hop.host()?.parse().ok())
            && host != *self.domain
            && self.is_wildcard(&host).await
        {
            asked.outcome = SourceOutcome::Unusable { why: Unusable::WildcardDns };
        }
    }

    /// Whether a name that nobody has leads where this one does.
    async fn is_wildcard(&self, host: &Host) -> bool {
        let Ok(nobody) = self.domain.below(NOBODY) else { return false };
        let lookups = self.lookups;
        let families = lookups.net.families().iter();
        let alike = families.map(|&family: &Family| {
            let nobody = &nobody;
            async move {
                let (one, other) =
                    tokio::join!(lookups.lookup(host, family), lookups.lookup(nobody, family));
                one.0.is_ok_and(|mut one| {
                    other.0.is_ok_and(|mut other| {
                        one.sort();
                        other.sort();
                        !one.is_empty() && one == other
                    })
                })
            }
        });
        let asking = async { Ok(join_all(alike).await.into_iter().any(|is_alike| is_alike)) };
        self.patiently(asking).await.unwrap_or(false)
    }
}

/// What came of fetching: the page, if there is one to be read.
pub(super) fn fetched(source: Source, url: &str, fetched: Fetched) -> (Asked, Option<Page>) {
    let Fetched { hops, outcome, round_trips } = fetched;
    let (outcome, page) = match outcome {
        Ok(page) => (SourceOutcome::Nothing, Some(page)),
        Err(FetchFailure::Lookup { why: LookupFailure::NotFound, .. }) if hops.len() < 2 => {
            (SourceOutcome::Nothing, None)
        }
        Err(FetchFailure::Lookup { why, .. }) if hops.len() < 2 => {
            (SourceOutcome::Failed { why }, None)
        }
        Err(FetchFailure::Status { status: 404 | 410 }) => (SourceOutcome::Nothing, None),
        Err(FetchFailure::Status { status: 401 | 407 }) => {
            (SourceOutcome::Unusable { why: Unusable::WantsLogin }, None)
        }
        // RFC 6585 §6: a network in between wants to be logged in to.
        Err(FetchFailure::Status { status: 511 }) => {
            (SourceOutcome::Unusable { why: Unusable::CaptivePortal }, None)
        }
        Err(why) => (SourceOutcome::NotFetched { why }, None),
    };
    let mut asked = Asked::new(source, url.to_owned(), outcome, 0);
    asked.hops = hops;
    asked.round_trips = Some(round_trips);
    (asked, page)
}

/// No records led there but those of the host itself, for which its certificate vouches.
fn needless() -> impl Future<Output = Option<Dnssec>> {
    ready(None)
}

/// An entry of the public database.
pub(super) fn database(domain: &Host) -> String {
    format!("https://{}/v1.1/{}", crate::evidence::THIRD_PARTIES[0], domain.as_str())
}

/// Whether a document has servers.
pub(super) fn found(asked: &Asked) -> SourceOutcome {
    if asked.settings.is_empty() {
        SourceOutcome::Unusable { why: Unusable::NoServer }
    } else {
        SourceOutcome::Found
    }
}

/// The parameter of a media type (RFC 9110 §8.3.1).
pub(super) fn charset(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1).filter_map(|it| it.split_once('='));
    let mut named = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named.next().map(|(_, value)| value.trim().trim_matches('"'))
}

/// A label that nobody gives a host.
const NOBODY: &str = "mailcheck-no-such-name";
