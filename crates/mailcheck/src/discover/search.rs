//! All sources of settings, asked side by side. Each answer is handed on as soon as it is there.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::evidence::{Asked, Dnssec, LookupFailure, SourceOutcome};
use crate::model::{Address, Host, Source};
use crate::net::http::Fetcher;
use crate::net::{Lookups, Net, RecordKind};

/// Whom to ask for settings, and how far to go.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Search {
    /// The mail domain, where no address says it.
    pub domain: Option<Host>,
    /// Who may be asked. [`Source::Given`] and [`Source::Preset`] ask nobody.
    pub sources: BTreeSet<Source>,
    /// What files that the person named say: answers of [`Source::Preset`], or of [`Source::Ispdb`] for a
    /// copy of the database on this device, which then is not asked on the web.
    pub known: Vec<Asked>,
    /// Whether servers that want the mail address to find settings by are told it. Without, a made-up one
    /// of the same domain stands in its place.
    pub send_address: bool,
    /// Whether every source is heard to the end and every server that one names is looked at, without
    /// logging in anywhere: what `mailcheck discover` does. Else the search ends as soon as settings work.
    pub is_survey: bool,
    /// Whether a survey looks at the servers that sources name, or only asks the sources.
    pub probe: bool,
}

impl Default for Search {
    /// Asks everybody, tells nobody the address, and ends when settings work.
    fn default() -> Self {
        Self {
            domain: None,
            sources: Source::ALL.into_iter().collect(),
            known: Vec::new(),
            send_address: false,
            is_survey: false,
            probe: true,
        }
    }
}

/// One search: what it may ask with, and whom it tells what was found.
pub(crate) struct Searcher<'a, N: Net> {
    pub(crate) search: &'a Search,
    pub(crate) domain: &'a Host,
    pub(crate) address: Option<&'a Address>,
    pub(crate) lookups: &'a Lookups<'a, N>,
    pub(crate) fetcher: &'a Fetcher<'a, N>,
    pub(crate) timeout: Duration,
    /// Cancelled when nobody wants to know any more.
    pub(crate) stop: &'a CancellationToken,
    pub(crate) found: &'a (dyn Fn(Asked) + Send + Sync),
}

impl<N: Net> Searcher<'_, N> {
    /// Asks all that may be asked, at once. It lasts as long as the slowest.
    pub(crate) async fn all(&self) {
        for known in &self.search.known {
            (self.found)(known.clone());
        }
        let is_known = |source| self.search.known.iter().any(|asked| asked.source == source);
        for source in Source::ALL {
            let asks = !matches!(source, Source::Given | Source::Preset);
            if asks && !self.may_ask(source) && !is_known(source) {
                let outcome = SourceOutcome::Skipped;
                (self.found)(Asked::new(source, source.name().to_owned(), outcome, 0));
            }
        }
        // On the heap: each is large by itself.
        tokio::join!(
            Box::pin(self.if_wanted(Source::Srv, self.services())),
            Box::pin(self.if_wanted(Source::Autoconfig, self.autoconfig())),
            Box::pin(self.if_wanted(Source::WellKnown, self.well_known())),
            Box::pin(self.if_wanted(Source::Mailconf, self.mailconf())),
            Box::pin(self.if_wanted(Source::Pacc, self.pacc())),
            Box::pin(self.if_wanted(Source::Autodiscover, self.autodiscover())),
            Box::pin(async {
                if !is_known(Source::Ispdb) {
                    self.if_wanted(Source::Ispdb, self.ispdb()).await;
                }
            }),
            Box::pin(self.hosters()),
        );
    }

    pub(super) fn may_ask(&self, source: Source) -> bool {
        self.search.sources.contains(&source)
    }

    async fn if_wanted(&self, source: Source, asking: impl Future<Output = ()>) {
        if self.may_ask(source) {
            asking.await;
        }
    }

    /// Milliseconds since the run began.
    pub(super) fn now_ms(&self) -> u64 {
        u64::try_from(self.lookups.net.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Waits for a look-up, but not for ever.
    pub(super) async fn patiently<T>(
        &self,
        asking: impl Future<Output = Result<T, LookupFailure>>,
    ) -> Result<T, LookupFailure> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(LookupFailure::Stopped),
            answer = tokio::time::timeout(self.timeout, asking) => {
                answer.unwrap_or(Err(LookupFailure::NoAnswer))
            }
        }
    }

    /// Whether DNSSEC vouches for records, as far as can be told in time.
    pub(super) async fn dnssec(&self, name: &str, kind: RecordKind) -> Dnssec {
        let asking = async { Ok(self.lookups.net.dnssec(name, kind).await) };
        self.patiently(asking).await.unwrap_or(Dnssec::Indeterminate)
    }

    /// The address that is told to whoever wants one: the person's own only if that is wanted.
    pub(super) fn told_address(&self) -> String {
        match self.address {
            Some(address) if self.search.send_address => address.to_ascii_domain(),
            _ => format!("{STAND_IN}@{}", self.domain.as_str()),
        }
    }
}

/// The local part that stands in for the person's. RFC 2606 reserves no local part, and nobody who sees
/// this one in a log can take it for somebody's.
const STAND_IN: &str = "mailcheck-probe";
