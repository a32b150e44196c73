//! The mail hoster, whom MX records lead to: its documents, its entries in the public database, and what
//! this program knows of it.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use tokio::sync::OnceCell;

use super::Searcher;
use super::documents::{Place, database};
use crate::evidence::{Asked, Dnssec, LookupFailure, SourceOutcome};
use crate::knowledge::providers;
use crate::knowledge::providers::Provider;
use crate::model::{Host, Setting, Source};
use crate::net::{Net, RecordKind};
use crate::wire::mx::Mx;

impl<N: Net> Searcher<'_, N> {
    /// Asks for MX records and, where they lead out of what was registered along with the mail domain,
    /// for what the hoster says.
    pub(super) async fn hosters(&self) {
        let own = providers::by_domain(self.domain);
        if let Some(provider) = own.filter(|_| self.may_ask(Source::Provider)) {
            (self.found)(known(provider, None, None));
        }
        if !self.may_ask(Source::Mx) {
            if own.is_none() && self.may_ask(Source::Provider) {
                self.unknown();
            }
            return;
        }
        let began = self.now_ms();
        let name = self.domain.as_str();
        let answer = self.patiently(self.lookups.net.mx(self.domain)).await;
        let outcome = match &answer {
            Ok(records) if records.iter().any(|it| it.exchange.is_none()) => {
                // RFC 7505 §3: the domain takes no mail.
                Some(SourceOutcome::NotOffered)
            }
            Ok(records) if records.is_empty() => Some(SourceOutcome::Nothing),
            Ok(_) => None,
            Err(LookupFailure::NotFound) => Some(SourceOutcome::Nothing),
            Err(why) => Some(SourceOutcome::Failed { why: why.clone() }),
        };
        let exchanges = match (outcome, answer) {
            (None, Ok(records)) => self.elsewhere(records),
            (Some(outcome), _) => {
                self.nothing(Source::Mx, name.to_owned(), outcome, began);
                Vec::new()
            }
            (None, Err(_)) => Vec::new(),
        };
        if exchanges.is_empty() {
            if own.is_none() && self.may_ask(Source::Provider) {
                self.unknown();
            }
            return;
        }
        let vouched = OnceCell::new();
        let vouching =
            || async { Some(*vouched.get_or_init(|| self.dnssec(name, RecordKind::Mx)).await) };
        let knowing = async {
            if own.is_some() || !self.may_ask(Source::Provider) {
                return;
            }
            let hoster =
                exchanges.iter().find_map(|host| Some((providers::by_server(host)?, host)));
            match hoster {
                Some((provider, host)) => {
                    (self.found)(known(provider, Some(host), vouching().await));
                }
                None => self.unknown(),
            }
        };
        let mut seen = BTreeSet::new();
        let places = exchanges.iter().flat_map(|host| self.places(host));
        let places = places.filter(|place| seen.insert(place.url.clone())).take(MAX_PLACES);
        let reading = join_all(places.map(|place| self.document(place, vouching())));
        tokio::join!(knowing, reading);
    }

    fn unknown(&self) {
        let at = self.domain.as_str().to_owned();
        (self.found)(Asked::new(Source::Provider, at, SourceOutcome::Nothing, 0));
    }

    /// The exchanges that are somebody else's, the first to be tried in front. One of each name that was
    /// registered is enough.
    fn elsewhere(&self, mut records: Vec<Mx>) -> Vec<Host> {
        records.sort();
        let mut owners = BTreeSet::from([self.domain.registrable()]);
        let exchanges = records.into_iter().filter_map(|it| it.exchange);
        exchanges.filter(|host| owners.insert(host.registrable())).take(MAX_HOSTERS).collect()
    }

    /// Where a hoster says what the settings are: at every name above its exchange, up to what was
    /// registered.
    fn places<'p>(&self, exchange: &'p Host) -> Vec<Place<'p>> {
        let Some(registrable) = exchange.registrable() else { return Vec::new() };
        let above = std::iter::successors(exchange.parent(), Host::parent);
        let mut names: Vec<Host> = above.filter(|name| name.is_within(&registrable)).collect();
        if !names.contains(&registrable) {
            names.push(registrable);
        }
        let asks_database = self.may_ask(Source::Ispdb)
            && !self.search.known.iter().any(|it| it.source == Source::Ispdb);
        let place = |url| Place { source: Source::Mx, url, by_mx: Some(exchange) };
        let mut places = Vec::new();
        for name in names.iter().rev().take(MAX_NAMES).rev() {
            let at = name.as_str();
            places.push(place(format!("https://autoconfig.{at}/mail/config-v1.1.xml")));
            places.push(place(format!("https://{at}/.well-known/autoconfig/mail/config-v1.1.xml")));
            if asks_database {
                places.push(place(database(name)));
            }
        }
        places
    }
}

/// What this program knows of a provider.
fn known(provider: &Provider, by_mx: Option<&Host>, dnssec: Option<Dnssec>) -> Asked {
    let at = format!("data/providers/{}.toml", provider.id);
    let settings: Vec<Setting> = provider.settings();
    let outcome = if settings.is_empty() { SourceOutcome::Nothing } else { SourceOutcome::Found };
    let mut asked = Asked::new(Source::Provider, at, outcome, 0);
    asked.settings = settings;
    asked.by_mx = by_mx.cloned();
    asked.dnssec = dnssec;
    asked
}

/// More hosters than a domain has.
const MAX_HOSTERS: usize = 2;
/// Names above an exchange that are asked, the one that was registered among them.
const MAX_NAMES: usize = 2;
/// Documents that are asked for because of MX records, in all.
const MAX_PLACES: usize = 12;
