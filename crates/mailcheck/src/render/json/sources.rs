//! What sources of settings say, put into the published shape.

use super::super::failures;
use super::super::shape::{
    AskedJson, DeviationJson, HttpsJson, NotesJson, RankedJson, RedirectJson, SideJson,
};
use super::{date, named};
use crate::evidence::{
    Asked, Authority, Chain, Deviation, Dnssec, Evidence, Forgeable, LookupFailure, Notes, Ranked,
    Reason, SourceOutcome,
};
use crate::model::{Endpoint, ServerText, Setting, Source};

/// One source's answer.
pub(super) fn asked(asked: &Asked) -> AskedJson<'_> {
    let forgeable = asked.forgeable();
    let Asked { source, location, outcome, settings, .. } = asked;
    let is_found = *outcome == SourceOutcome::Found;
    let (outcome, note) = match outcome {
        SourceOutcome::Failed { why } => ("failed", Some(lookup(why))),
        SourceOutcome::NotFetched { why } => ("failed", Some(failures::fetch(why))),
        SourceOutcome::Unusable { why } => ("unusable", Some(failures::unusable(why))),
        SourceOutcome::SentElsewhere { to } => ("sent-elsewhere", Some(to.to_string())),
        SourceOutcome::Skipped => ("skipped", None),
        SourceOutcome::Found => ("found", None),
        SourceOutcome::Nothing => ("nothing", None),
        SourceOutcome::NotOffered => ("not-offered", None),
    };
    let presented = asked.hops.iter().rev().find_map(|hop| hop.presented.as_ref());
    AskedJson {
        source: source.name(),
        location: location.clone(),
        outcome,
        // Whoever forges DNS answers makes a guess lead where he likes.
        trusted: *source != Source::Guess && forgeable.is_none(),
        forgeable: forgeable.map(|how| match how {
            Forgeable::PlainHttp => "plain-http",
            Forgeable::Redirected => "redirected",
            Forgeable::UnsignedDns => "unsigned-dns",
        }),
        authority: is_found.then(|| authority(asked.authority())),
        third_party: asked.is_third_party(),
        by_mx: asked.by_mx.as_ref().map(|host| host.as_str().to_owned()),
        settings: settings.iter().map(|setting| published(setting, *source)).collect(),
        note,
        elapsed_ms: asked.took_ms,
        round_trips: asked.round_trips,
        redirects: redirects(asked),
        https: presented.and_then(https),
        dnssec: asked.dnssec.map(|dnssec| match dnssec {
            Dnssec::Secure => "secure",
            Dnssec::Insecure => "insecure",
            Dnssec::Bogus => "bogus",
            Dnssec::Indeterminate => "indeterminate",
        }),
        deviations: asked.deviations.iter().map(deviation).collect(),
        notes: asked.notes.as_ref().map(notes),
    }
}

/// The servers of one side.
pub(super) fn ranking(evidence: &Evidence, incoming: bool) -> Vec<RankedJson> {
    let domain = evidence.account.domain.as_ref();
    let ranked = |it: &Ranked<'_>| {
        let Endpoint { service, host, port, security } = it.offer.endpoint;
        let mut sources: Vec<&'static str> = Vec::new();
        for named in &it.offer.named {
            let name = named.asked.source.name();
            sources.extend((!sources.contains(&name)).then_some(name));
        }
        RankedJson {
            service: service.name(),
            host: host.as_str().to_owned(),
            port: *port,
            security: security.name(),
            sources,
            authority: authority(it.authority()),
            trusted: it.is_trusted(domain),
            answers: it.answers,
            chosen: it.is_chosen,
            reason: it.reason.map(Reason::name),
        }
    };
    evidence.ranking(incoming).iter().map(ranked).collect()
}

fn authority(authority: Authority) -> &'static str {
    match authority {
        Authority::Person => "person",
        Authority::Domain => "domain",
        Authority::Hoster => "hoster",
        Authority::Database => "database",
        Authority::Unsigned => "unsigned",
        Authority::Plain => "plain",
        Authority::Guess => "guess",
    }
}

fn redirects(asked: &Asked) -> Vec<RedirectJson<'_>> {
    let sent_on = asked.hops.iter().zip(asked.hops.iter().skip(1));
    sent_on
        .map(|(from, to)| RedirectJson { url: &from.url, status: from.status, to: &to.url })
        .collect()
}

fn https(chain: &Chain) -> Option<HttpsJson<'_>> {
    let leaf = chain.leaf()?;
    Some(HttpsJson {
        verified: chain.verifier.is_none(),
        issuer: &leaf.issuer,
        not_after: date(leaf.not_after),
        sha256: &leaf.sha256,
    })
}

fn deviation(deviation: &Deviation) -> DeviationJson<'_> {
    let Deviation { kind, text, line, dropped, .. } = deviation;
    DeviationJson { kind, text: text.as_str(), line: *line, dropped: *dropped }
}

fn notes(notes: &Notes) -> NotesJson<'_> {
    let Notes { display_name, documentation, enable, oauth_issuer, .. } = notes;
    NotesJson {
        display_name: display_name.as_ref().map(ServerText::as_str),
        documentation: documentation.iter().map(ServerText::as_str).collect(),
        enable: enable.iter().map(ServerText::as_str).collect(),
        oauth_issuer: oauth_issuer.as_ref().map(ServerText::as_str),
    }
}

/// Settings as a source publishes them.
fn published(setting: &Setting, source: Source) -> SideJson {
    SideJson {
        username: setting.username.clone(),
        authentication: setting.authentication.iter().map(ToString::to_string).collect(),
        ..named(&setting.endpoint, source)
    }
}

fn lookup(why: &LookupFailure) -> String {
    match why {
        LookupFailure::Bogus => "DNSSEC validation failed".to_owned(),
        LookupFailure::NoAnswer => "no answer".to_owned(),
        LookupFailure::NotFound => "the name does not exist".to_owned(),
        LookupFailure::Other { text } => text.clone(),
        LookupFailure::ServerError { code } => code.clone(),
        LookupFailure::Stopped => "stopped before there was an answer".to_owned(),
    }
}
