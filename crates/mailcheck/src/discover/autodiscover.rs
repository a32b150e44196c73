//! Microsoft's Autodiscover (MS-OXDSCLI §3.1.5), asked without a credential, and never outside of what was
//! registered along with the mail domain: a name such as `autodiscover.TLD` belongs to whoever buys it.

use super::Searcher;
use super::documents::{charset, fetched, found};
use crate::evidence::{Asked, FetchFailure, LookupFailure, SourceOutcome};
use crate::model::{Address, Deviation, Host, Source, Unusable};
use crate::net::http::{Follow, Page, Post, Question};
use crate::net::{Net, RecordKind};
use crate::wire::autodiscover::{Answer, Document, read, request};
use crate::wire::srv::sort;

impl<N: Net> Searcher<'_, N> {
    /// Asks at all places at once: by TLS below the domain and at it, in clear for a redirect, and for the
    /// record.
    pub(super) async fn autodiscover(&self) {
        let Ok(address) = self.told_address().parse::<Address>() else { return };
        let domain = self.domain.as_str();
        let below = format!("https://autodiscover.{domain}{PATH}");
        let at = format!("https://{domain}{PATH}");
        tokio::join!(
            self.ask_autodiscover(&below, &below, &address),
            self.ask_autodiscover(&at, &at, &address),
            self.redirected(),
            self.autodiscover_record(&address),
        );
    }

    /// Posts the question, and follows where the answer leads as long as that is within the domain.
    async fn ask_autodiscover(&self, location: &str, first: &str, address: &Address) {
        let began = self.now_ms();
        let mut url = first.to_owned();
        let mut hops = Vec::new();
        let mut round_trips: u32 = 0;
        let mut asked = loop {
            let question = Question {
                url: &url,
                post: Some(Post::Xml(request(address))),
                follow: Follow::Nowhere,
            };
            let answer = self.fetcher.fetch(question).await;
            round_trips = round_trips.saturating_add(answer.round_trips);
            let (mut asked, page) = fetched(Source::Autodiscover, location, answer);
            hops.append(&mut asked.hops);
            let Some(page) = page else { break asked };
            let Some(to) = take(&mut asked, &page, address) else { break asked };
            // A redirect may be to a place on the same host (RFC 9110 §10.2.2).
            let joined = url::Url::parse(&url).and_then(|from| from.join(&to));
            let to = joined.map_or(to, |to| to.to_string());
            // Back to where it began: a circle, or further than any provider leads.
            let has_been = hops.iter().any(|hop| hop.url == to);
            if !self.is_ours(&to) {
                asked.outcome = SourceOutcome::SentElsewhere { to: to.into() };
                break asked;
            }
            if has_been || hops.len() > MAX_REDIRECTS {
                let why = FetchFailure::Redirect { to: to.into(), endless: true };
                asked.outcome = SourceOutcome::NotFetched { why };
                break asked;
            }
            url = to;
        };
        asked.hops = hops;
        asked.round_trips = Some(round_trips);
        self.doubt(first, &mut asked).await;
        asked.took_ms = self.now_ms().saturating_sub(began);
        (self.found)(asked);
    }

    /// In clear nothing is told, only asked where to go: the answer is reported and not followed.
    async fn redirected(&self) {
        let began = self.now_ms();
        let url = format!("http://autodiscover.{}{PATH}", self.domain.as_str());
        let question = Question { url: &url, post: None, follow: Follow::Nowhere };
        let (mut asked, page) =
            fetched(Source::Autodiscover, &url, self.fetcher.fetch(question).await);
        if let Some(to) = page.and_then(|page| page.location) {
            asked.outcome = SourceOutcome::SentElsewhere { to: to.into() };
        }
        asked.took_ms = self.now_ms().saturating_sub(began);
        (self.found)(asked);
    }

    /// The record `_autodiscover._tcp`, which names a host.
    async fn autodiscover_record(&self, address: &Address) {
        let began = self.now_ms();
        let name = format!("_autodiscover._tcp.{}", self.domain.as_str());
        let mut records = match self.patiently(self.lookups.net.srv(&name)).await {
            Ok(records) => records,
            Err(LookupFailure::NotFound) => Vec::new(),
            Err(why) => {
                let outcome = SourceOutcome::Failed { why };
                return self.nothing(Source::Autodiscover, name, outcome, began);
            }
        };
        sort(&mut records);
        let Some(record) = records.first() else {
            return self.nothing(Source::Autodiscover, name, SourceOutcome::Nothing, began);
        };
        let Some(target) = &record.target else {
            return self.nothing(Source::Autodiscover, name, SourceOutcome::NotOffered, began);
        };
        let url = if record.port == 443 {
            format!("https://{}{PATH}", target.as_str())
        } else {
            format!("https://{}:{}{PATH}", target.as_str(), record.port)
        };
        if !self.is_ours(&url) {
            let dnssec = self.dnssec(&name, RecordKind::Srv).await;
            let outcome = SourceOutcome::SentElsewhere { to: url.into() };
            let mut asked = Asked::new(Source::Autodiscover, name, outcome, 0);
            asked.dnssec = Some(dnssec);
            asked.took_ms = self.now_ms().saturating_sub(began);
            asked.round_trips = Some(2);
            return (self.found)(asked);
        }
        // The certificate of a host of the domain vouches for it, whatever vouches for the record.
        self.ask_autodiscover(&name, &url, address).await;
    }

    /// Whether a web address is within what was registered along with the mail domain, and is not in clear.
    fn is_ours(&self, url: &str) -> bool {
        let Ok(url) = url::Url::parse(url) else { return false };
        let host = url.host_str().and_then(|host| host.parse::<Host>().ok());
        let ours = self.domain.registrable();
        url.scheme() == "https" && ours.is_some() && host.is_some_and(|it| it.registrable() == ours)
    }
}

/// Reads an answer into `asked`; gives where it sends on to, if it does.
fn take(asked: &mut Asked, page: &Page, address: &Address) -> Option<String> {
    if let Some(to) = &page.location {
        return Some(to.clone());
    }
    let charset = page.content_type.as_deref().and_then(charset);
    let Document { answer, settings, deviations, .. } = match read(&page.body, charset, address) {
        Ok(document) => document,
        Err(why) => {
            asked.outcome = SourceOutcome::Unusable { why };
            return None;
        }
    };
    asked.deviations = deviations;
    match answer {
        Answer::Settings => {
            asked.settings = settings;
            asked.outcome = found(asked);
            None
        }
        Answer::RedirectUrl(to) => Some(to.as_str().to_owned()),
        Answer::RedirectAddress(other) => {
            asked.outcome = SourceOutcome::SentElsewhere { to: other.to_string().into() };
            None
        }
        Answer::Error { message, .. } => {
            asked.deviations.push(Deviation::new("error", message, 0));
            asked.outcome = SourceOutcome::Unusable { why: Unusable::NoServer };
            None
        }
    }
}

/// Where Autodiscover is, on every host.
const PATH: &str = "/autodiscover/autodiscover.xml";
/// As many as the draft that others follow allows.
const MAX_REDIRECTS: usize = 5;
