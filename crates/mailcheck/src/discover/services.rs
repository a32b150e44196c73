//! SRV records of the mail domain (RFC 6186, RFC 8314 §5.1).

use std::collections::BTreeSet;

use futures_util::future::join_all;

use super::Searcher;
use crate::evidence::{Asked, Dnssec, LookupFailure, SourceOutcome};
use crate::model::{Deviation, Endpoint, Host, Security, Service, Setting, Source};
use crate::net::{Net, RecordKind};
use crate::wire::srv::{Srv, sort};

/// The labels, and what each means.
const LABELS: [(&str, Service, Security); 6] = [
    ("_imaps", Service::Imap, Security::Tls),
    ("_imap", Service::Imap, Security::Starttls),
    ("_pop3s", Service::Pop3, Security::Tls),
    ("_pop3", Service::Pop3, Security::Starttls),
    ("_submissions", Service::Smtp, Security::Tls),
    ("_submission", Service::Smtp, Security::Starttls),
];

impl<N: Net> Searcher<'_, N> {
    /// Asks for all records at once.
    pub(super) async fn services(&self) {
        join_all(LABELS.map(|(label, service, security)| async move {
            let name = format!("{label}._tcp.{}", self.domain.as_str());
            (self.found)(self.service(name, service, security).await);
        }))
        .await;
    }

    async fn service(&self, name: String, service: Service, security: Security) -> Asked {
        let began = self.now_ms();
        let mut records = match self.patiently(self.lookups.net.srv(&name)).await {
            Ok(records) => records,
            Err(LookupFailure::NotFound) => Vec::new(),
            Err(why) => {
                let outcome = SourceOutcome::Failed { why };
                let took_ms = self.now_ms().saturating_sub(began);
                let mut asked = Asked::new(Source::Srv, name, outcome, took_ms);
                asked.round_trips = Some(1);
                return asked;
            }
        };
        sort(&mut records);
        let settings = settings(&records, service, security);
        let outcome = match (records.is_empty(), settings.is_empty()) {
            (true, _) => SourceOutcome::Nothing,
            (false, true) => SourceOutcome::NotOffered,
            (false, false) => SourceOutcome::Found,
        };
        // A host of the domain needs nobody to vouch for it: its certificate does.
        let is_foreign = settings.iter().any(|it| !it.endpoint.host.is_within(self.domain));
        let asks_on = outcome == SourceOutcome::Found && (is_foreign || self.search.is_survey);
        let took_ms = self.now_ms().saturating_sub(began);
        let mut asked = Asked::new(Source::Srv, name, outcome.clone(), took_ms);
        asked.round_trips = Some(1);
        asked.settings = settings;
        asked.dnssec = (outcome == SourceOutcome::Found).then_some(Dnssec::Indeterminate);
        if !asks_on {
            return asked;
        }
        // Validation takes several round trips: the servers can be looked at meanwhile.
        (self.found)(asked.clone());
        let vouched = self.dnssec(&asked.location, RecordKind::Srv);
        let (dnssec, deviations) = tokio::join!(vouched, self.aliases(&asked.settings));
        asked.dnssec = Some(dnssec);
        asked.deviations = deviations;
        asked.round_trips = Some(2);
        asked.took_ms = self.now_ms().saturating_sub(began);
        asked
    }

    /// Targets that are aliases, which none may be (RFC 2782, "Target").
    async fn aliases(&self, settings: &[Setting]) -> Vec<Deviation> {
        let hosts: BTreeSet<&Host> = settings.iter().map(|it| &it.endpoint.host).collect();
        let asking = hosts.into_iter().take(MAX_TARGETS).map(|host| async move {
            let alias = self.patiently(self.lookups.net.alias(host)).await.ok().flatten()?;
            let text = format!("{} → {}", host.as_str(), alias.as_str());
            Some(Deviation::new("target-is-alias", text, 0))
        });
        join_all(asking).await.into_iter().flatten().collect()
    }
}

fn settings(records: &[Srv], service: Service, security: Security) -> Vec<Setting> {
    let named = records.iter().filter_map(|record| {
        let (host, port) = (record.target.clone()?, record.port);
        (port != 0).then_some(Endpoint { service, host, port, security }.into())
    });
    named.collect()
}

/// More targets of one record than any domain has.
const MAX_TARGETS: usize = 4;
