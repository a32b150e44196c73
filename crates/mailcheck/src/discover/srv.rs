//! SRV records of the mail domain (RFC 6186, RFC 8314 §5.1).

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::evidence::{Asked, LookupFailure, SourceOutcome};
use crate::model::{Endpoint, Host, Security, Service, Setting, Source};
use crate::net::Net;
use crate::wire::srv::sort;

/// What the records say of one side, with each answer.
pub(crate) struct Records {
    pub(crate) asked: Vec<Asked>,
    pub(crate) found: Answer,
}

/// What the records say of one side.
pub(crate) enum Answer {
    /// Endpoints, the best first.
    Named(Vec<Endpoint>),
    /// Every record there is says that the service is not offered.
    NotOffered,
    /// No record, or no answer.
    Nothing,
}

/// How long an answer is waited for.
pub(crate) struct Patience<'a> {
    pub(crate) timeout: Duration,
    /// Cancelled when the run ends.
    pub(crate) stop: &'a CancellationToken,
}

/// Asks for both records of a side at once. Implicit TLS comes before STARTTLS (RFC 8314 §5.1), then
/// priority and weight count.
pub(crate) async fn srv<N: Net>(
    net: &N,
    domain: &Host,
    incoming: bool,
    patience: &Patience<'_>,
) -> Records {
    let (service, tls, starttls) = if incoming {
        (Service::Imap, "_imaps", "_imap")
    } else {
        (Service::Smtp, "_submissions", "_submission")
    };
    let (tls, starttls) = tokio::join!(
        ask(net, name(domain, tls), service, Security::Tls, patience),
        ask(net, name(domain, starttls), service, Security::Starttls, patience),
    );
    let asked = vec![tls, starttls];
    let named: Vec<Endpoint> = asked
        .iter()
        .flat_map(|answer| answer.settings.iter().map(|it| it.endpoint.clone()))
        .collect();
    let declined = asked.iter().any(|answer| answer.outcome == SourceOutcome::NotOffered);
    let found = match named.is_empty() {
        false => Answer::Named(named),
        true if declined => Answer::NotOffered,
        true => Answer::Nothing,
    };
    Records { asked, found }
}

fn name(domain: &Host, label: &str) -> String {
    format!("{label}._tcp.{}", domain.as_str())
}

async fn ask<N: Net>(
    net: &N,
    name: String,
    service: Service,
    security: Security,
    patience: &Patience<'_>,
) -> Asked {
    let began = net.elapsed();
    let answer = tokio::select! {
        biased;
        () = patience.stop.cancelled() => Err(LookupFailure::Stopped),
        answer = tokio::time::timeout(patience.timeout, net.srv(&name)) => {
            answer.unwrap_or(Err(LookupFailure::NoAnswer))
        }
    };
    let took_ms =
        u64::try_from(net.elapsed().saturating_sub(began).as_millis()).unwrap_or(u64::MAX);
    let mut records = match answer {
        Ok(records) => records,
        Err(LookupFailure::NotFound) => Vec::new(),
        Err(why) => {
            let outcome = SourceOutcome::Failed { why };
            return Asked::new(Source::Srv, name, outcome, took_ms);
        }
    };
    sort(&mut records);
    let settings: Vec<Setting> = records
        .iter()
        .filter_map(|record| {
            let (host, port) = (record.target.clone()?, record.port);
            (port != 0).then_some(Endpoint { service, host, port, security }.into())
        })
        .collect();
    let outcome = match (records.is_empty(), settings.is_empty()) {
        (true, _) => SourceOutcome::Nothing,
        (false, true) => SourceOutcome::NotOffered,
        (false, false) => SourceOutcome::Found,
    };
    let mut asked = Asked::new(Source::Srv, name, outcome, took_ms);
    asked.settings = settings;
    asked
}
