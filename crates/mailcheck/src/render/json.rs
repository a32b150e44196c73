//! The JSON report: a report put into the published shape.

pub(super) mod mailbox;
mod sources;

use std::time::Duration;

use super::clients::all_json;
use super::shape::{
    AddressJson, CapabilitiesJson, CertificateJson, ClientJson, EndpointJson, FindingJson,
    LoginJson, MechanismsJson, OtherLoginJson, RankingJson, ReportJson, SCHEMA, SendingJson,
    SettingsJson, SideJson, TimingsJson, TlsJson, ToolJson,
};
use super::{Lang, Words, circle, escape_json, facts, limits};
use crate::evidence::{
    AddressView, Attempt, Chain, ConnectFailure, EndpointView, Evidence, Fact, Mechanism,
    OtherLogin, SaslFault, Sent, Stage, Step, Tool,
};
use crate::model::{Endpoint, Security, ServerText, Source};
use crate::report::{Finding, LoginOutcome, Report, SettingsSide};
use crate::wire::certificate::Certificate;
use crate::wire::offers;
use jiff::Timestamp;

/// Tells a report to programs, with the sentences in one language. Ends in a line feed.
///
/// # Examples
///
/// ```
/// use mailcheck::evidence::{Account, Evidence};
/// use mailcheck::render::{Lang, json};
///
/// let evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
/// let told = json(&mailcheck::judge(evidence), Lang::En);
/// assert!(told.contains(r#""schema": "mailcheck-report/1""#));
/// ```
pub fn json(report: &Report, lang: Lang) -> String {
    // Serialising cannot fail: every key is a string, and no type here says no.
    let told = serde_json::to_string_pretty(&told(report, lang)).unwrap_or_default();
    escape_json(&told) + "\n"
}

fn told(report: &Report, lang: Lang) -> ReportJson<'_> {
    let Evidence { tool: Tool { name, version }, started, elapsed_ms, account, .. } =
        &report.evidence;
    let words = Words::new(lang);
    let views: Vec<EndpointView<'_>> = report.evidence.views().collect();
    let indices: Vec<usize> = views.iter().map(|view| view.index).collect();
    ReportJson {
        schema: SCHEMA,
        tool: ToolJson { name, version },
        started: date(*started),
        elapsed_ms: *elapsed_ms,
        address: account.address.as_deref(),
        verdict: report.verdict.name(),
        ended: report.evidence.ended.name(),
        settings: report.settings.as_ref().map(|settings| SettingsJson {
            incoming: settings.incoming.as_ref().map(side),
            outgoing: settings.outgoing.as_ref().map(side),
        }),
        discovery: report.evidence.answers().map(sources::asked).collect(),
        ranking: RankingJson {
            incoming: sources::ranking(&report.evidence, true),
            outgoing: sources::ranking(&report.evidence, false),
        },
        clients: clients(&report.evidence),
        endpoints: views.iter().map(|view| endpoint(view, report.login(view.index))).collect(),
        limits: limits::all_json(&report.evidence),
        devices: limits::devices_json(&report.evidence),
        send_test: report.evidence.circle().as_ref().map(circle::json),
        findings: report
            .findings
            .iter()
            .map(|it| finding(it, report.evidence.ended_at(), &words, &indices))
            .collect(),
    }
}

/// What mail clients would do, where there are answers to do something with.
fn clients(evidence: &Evidence) -> Vec<ClientJson> {
    let is_asked = evidence.answers().next().is_some();
    if is_asked { all_json(evidence) } else { Vec::new() }
}

fn side(side: &SettingsSide) -> SideJson {
    SideJson {
        username: side.username.clone(),
        authentication: side.authentication.iter().map(|way| way.name().to_owned()).collect(),
        ..named(&side.endpoint, side.source)
    }
}

/// Settings of which only the place is known.
fn named(Endpoint { service, host, port, security }: &Endpoint, source: Source) -> SideJson {
    SideJson {
        service: service.name(),
        host: host.as_str().to_owned(),
        port: *port,
        security: security.name(),
        username: None,
        authentication: Vec::new(),
        source: source.name(),
    }
}

fn endpoint<'a>(view: &EndpointView<'a>, outcome: LoginOutcome) -> EndpointJson<'a> {
    let Endpoint { service, host, port, security } = view.endpoint();
    let furthest = view.furthest();
    let at = furthest.as_ref();
    let capabilities = |stage| at.and_then(|address| address.capabilities(stage));
    let mechanisms = |stage| at.and_then(|address| address.mechanisms(stage));
    let greeting = at.and_then(|address| address.greeting().done());
    EndpointJson {
        service: service.name(),
        host: host.as_str(),
        port: *port,
        security: security.name(),
        addresses: view.addresses().iter().map(address).collect(),
        greeting: greeting.map(|greeting| joined(&greeting.lines)),
        identity: at.and_then(AddressView::identity).map(ServerText::as_str),
        tls: at.and_then(tls),
        capabilities: CapabilitiesJson {
            before_tls: capabilities(Stage::BeforeTls),
            after_tls: capabilities(Stage::AfterTls),
            after_login: capabilities(Stage::AfterLogin),
        },
        auth_mechanisms: MechanismsJson {
            before_tls: mechanisms(Stage::BeforeTls),
            after_tls: mechanisms(Stage::AfterTls),
        },
        login: login(at, outcome),
        mailbox: at.and_then(mailbox::mailbox),
        sending: at.and_then(sending),
        round_trips: furthest.map(|address| address.round_trips()),
        timings_ms: timings(view, at),
    }
}

fn address(view: &AddressView<'_>) -> AddressJson {
    let (outcome, connect_ms) = match view.connect() {
        Step::Done(took_ms) => (Some("connected"), Some(took_ms)),
        Step::Failed(why) => (connect_failure(why), None),
        Step::NotReached => (None, None),
    };
    AddressJson { ip: view.ip, outcome, connect_ms }
}

fn connect_failure(why: &ConnectFailure) -> Option<&'static str> {
    match why {
        ConnectFailure::NoRoute | ConnectFailure::Other { .. } | ConnectFailure::Unreachable => {
            Some("unreachable")
        }
        ConnectFailure::Refused => Some("refused"),
        ConnectFailure::Reset => Some("reset"),
        ConnectFailure::Stopped => None,
        ConnectFailure::TimedOut => Some("timed-out"),
    }
}

fn tls<'a>(address: &AddressView<'a>) -> Option<TlsJson<'a>> {
    let encryption = address.encryption().done();
    let chain = address.chain();
    if encryption.is_none() && chain.is_none() {
        return None;
    }
    let starttls_offered = match address.endpoint.endpoint().security {
        Security::Plain | Security::Starttls => {
            address.capabilities(Stage::BeforeTls).map(|list| offers(list, "STARTTLS"))
        }
        Security::Tls => None,
    };
    let sent = chain.map(|chain| chain.certificates.as_slice()).unwrap_or_default();
    let chain_error = sent.iter().zip(1..).find_map(|(sent, number)| match sent {
        Sent::Unreadable { unreadable } => Some(format!("certificate {number}: {unreadable}")),
        Sent::Certificate(_) => None,
    });
    Some(TlsJson {
        version: encryption.map(|tls| tls.version.as_str()),
        cipher_suite: encryption.map(|tls| tls.cipher_suite.as_str()),
        key_exchange_group: encryption.and_then(|tls| tls.key_exchange_group.as_deref()),
        alpn: encryption.and_then(|tls| tls.alpn.as_deref()),
        trusted: encryption.is_some_and(|tls| tls.verified),
        verification_error: chain.and_then(|Chain { verifier, .. }| verifier.as_deref()),
        starttls_offered,
        chain: sent.iter().map_while(Sent::certificate).map(certificate).collect(),
        chain_error,
    })
}

fn certificate(certificate: &Certificate) -> CertificateJson<'_> {
    CertificateJson {
        subject: &certificate.subject,
        issuer: &certificate.issuer,
        names: &certificate.names,
        not_before: date(certificate.not_before),
        not_after: date(certificate.not_after),
        public_key: certificate.public_key.to_string(),
        signature: &certificate.signature,
        sha256: &certificate.sha256,
    }
}

fn login(address: Option<&AddressView<'_>>, outcome: LoginOutcome) -> LoginJson {
    let (mechanism, reply) = match address.map_or(Step::NotReached, AddressView::login) {
        Step::Done(reply) => (Some(reply.mechanism), Some(joined(&reply.lines))),
        Step::Failed(failure) => {
            let reply = (!failure.lines.is_empty()).then(|| joined(&failure.lines));
            (Some(failure.mechanism), reply)
        }
        Step::NotReached => (None, None),
    };
    let fault = address.and_then(|it| it.login().done()?.fault.as_ref()).map(fault);
    let others = address.into_iter().flat_map(AddressView::other_mechanisms).map(other).collect();
    let mechanism = mechanism.map(Mechanism::name);
    LoginJson { outcome: outcome.name(), mechanism, reply, fault, others }
}

/// The kind of a fault, as it is saved.
fn fault(fault: &SaslFault) -> String {
    let saved = serde_json::to_value(fault).ok();
    let kind = saved.as_ref().and_then(|it| it.get("kind")).and_then(|it| it.as_str());
    kind.unwrap_or_default().to_owned()
}

fn other((mechanism, login): (Mechanism, OtherLogin<'_>)) -> OtherLoginJson {
    let said = |lines: &[ServerText]| (!lines.is_empty()).then(|| joined(lines));
    let (outcome, reply) = match login {
        OtherLogin::Answered(reply) if reply.accepted => ("accepted", said(&reply.lines)),
        OtherLogin::Answered(reply) if reply.transient => ("temporary", said(&reply.lines)),
        OtherLogin::Answered(reply) => ("rejected", said(&reply.lines)),
        OtherLogin::Failed(failure) => ("no-answer", said(&failure.lines)),
        OtherLogin::LeftOut => ("not-attempted", None),
    };
    OtherLoginJson { mechanism: mechanism.name(), outcome, reply }
}

fn sending(address: &AddressView<'_>) -> Option<SendingJson> {
    let outcome = facts::sending(address)?;
    let reply = address.envelope(Attempt::Client).done().map(|reply| joined(&reply.lines));
    Some(SendingJson { outcome, reply })
}

fn timings(view: &EndpointView<'_>, at: Option<&AddressView<'_>>) -> TimingsJson {
    let first = view.observations().map(|seen| seen.at_ms.saturating_sub(took(&seen.fact))).min();
    let last = view.observations().map(|seen| seen.at_ms).max();
    TimingsJson {
        dns: view.lookups().iter().map(|lookup| lookup.took_ms).max(),
        connect: at.and_then(|address| address.connect().done()),
        tls: at.and_then(|address| address.encryption().done()).map(|tls| tls.took_ms),
        greeting: at.and_then(|address| address.greeting().done()).map(|it| it.took_ms),
        login: at.and_then(|address| address.login().done()).map(|reply| reply.took_ms),
        total: first.zip(last).map(|(first, last)| last.saturating_sub(first)),
    }
}

/// How long before its record the fact began.
#[expect(clippy::wildcard_enum_match_arm, reason = "an endpoint begins with one of these four")]
fn took(fact: &Fact) -> u64 {
    match fact {
        Fact::Resolved { took_ms, .. }
        | Fact::LookupFailed { took_ms, .. }
        | Fact::Connected { took_ms }
        | Fact::ConnectFailed { took_ms, .. } => *took_ms,
        _other => 0,
    }
}

fn finding<'a>(
    finding: &'a Finding,
    ended: Timestamp,
    words: &Words,
    indices: &[usize],
) -> FindingJson<'a> {
    let wait = finding.advice.wait;
    let place = |index: usize| indices.iter().position(|chosen| *chosen == index);
    FindingJson {
        id: finding.id,
        severity: finding.severity.name(),
        endpoint: finding.endpoint.and_then(place),
        title: words.title(finding),
        cause: words.cause(finding),
        causes: words.causes(finding),
        action: words.action(finding),
        who: finding.advice.who.name(),
        wait_s: wait.map(|wait| whole_seconds(wait.length)),
        wait_until: wait.and_then(|wait| wait.until(ended)).map(date),
        wait_source: wait.map(|wait| wait.whose.name()),
        wait_reference: wait.map(|wait| wait.source).filter(|source| !source.is_empty()),
        evidence: &finding.advice.evidence,
        reference: finding.reference,
    }
}

fn joined(lines: &[ServerText]) -> String {
    lines.iter().map(ServerText::as_str).collect::<Vec<_>>().join("\n")
}

/// Rounded up: nobody is to come too early.
fn whole_seconds(length: Duration) -> u64 {
    length.as_secs().saturating_add(u64::from(length.subsec_nanos() > 0))
}

/// RFC 3339 in UTC, to the second or as exact as it is known.
fn date(at: Timestamp) -> String {
    at.to_string()
}

#[cfg(test)]
mod tests {
    use super::super::{samples, surveys};
    use super::*;

    /// The schema made from the types above.
    fn schema() -> serde_json::Value {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<ReportJson<'_>>();
        schema.to_value()
    }

    #[test]
    fn published_schema_is_the_one_of_the_code() {
        let made = serde_json::to_string_pretty(&schema()).expect("is JSON") + "\n";
        if std::env::var_os("MAILCHECK_WRITE_SCHEMA").is_some() {
            std::fs::write(samples::SCHEMA, &made).expect("docs can be written");
        }
        let published = std::fs::read_to_string(samples::SCHEMA).unwrap_or_default();
        assert!(made == published, "run this test once with MAILCHECK_WRITE_SCHEMA=1");
    }

    #[test]
    fn samples_are_valid() {
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema())
            .expect("is a schema");
        let mut reports = samples::all();
        reports.push(("hostile", samples::hostile()));
        reports.extend(surveys::all());
        reports.push(("hostile survey", surveys::hostile()));
        for name in ["expired-certificate", "healthy", "unreachable", "wrong-password"] {
            reports.push((name, samples::saved(name)));
        }
        for (name, report) in reports {
            for lang in Lang::ALL {
                let value = serde_json::from_str(&json(&report, lang)).expect(name);
                let faults: Vec<_> =
                    validator.iter_errors(&value).map(|it| it.to_string()).collect();
                assert!(faults.is_empty(), "{name}: {faults:#?}");
            }
        }
    }

    #[test]
    fn schema_refuses_what_is_not_a_report() {
        let schema = schema();
        let validator = jsonschema::validator_for(&schema).expect("is a schema");
        let (_, report) = samples::all().swap_remove(0);
        let good: serde_json::Value =
            serde_json::from_str(&json(&report, Lang::En)).expect("is JSON");
        for (pointer, wrong) in [
            ("/verdict", serde_json::json!("fine")),
            ("/schema", serde_json::json!("mailcheck-report/2")),
            ("/endpoints/0/security", serde_json::json!("ssl")),
            ("/endpoints/0/port", serde_json::json!(0)),
            ("/endpoints/0/addresses/0/outcome", serde_json::json!("ok")),
            ("/endpoints/0/login", serde_json::json!(null)),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).expect(pointer) = wrong;
            assert!(!validator.is_valid(&bad), "{pointer}");
        }
        let mut more = good;
        more["later"] = serde_json::json!(1);
        assert!(validator.is_valid(&more));
    }

    #[test]
    fn findings_point_into_the_endpoints_of_the_report() {
        let mut report = samples::refused();
        report.evidence.endpoints[0].chosen = false;
        let value: serde_json::Value =
            serde_json::from_str(&json(&report, Lang::En)).expect("is JSON");
        assert_eq!(value["endpoints"][0]["service"], "smtp");
        let places: Vec<_> = report.findings.iter().map(|it| it.endpoint).collect();
        assert_eq!(places, [Some(1)]);
        assert_eq!(value["findings"][0]["endpoint"], 0);
    }

    #[test]
    fn a_run_that_was_cut_short_says_so() {
        let ended = |report: &Report| -> serde_json::Value {
            let told = json(report, Lang::En);
            serde_json::from_str::<serde_json::Value>(&told).expect("is JSON")["ended"].take()
        };
        assert_eq!(ended(&samples::healthy()), "complete");
        assert_eq!(ended(&samples::unreachable()), "deadline");
    }

    #[test]
    fn sources_and_their_order_are_told_whole() {
        let told = |report: &Report| -> serde_json::Value {
            serde_json::from_str(&json(report, Lang::En)).expect("is JSON")
        };
        let settings = samples::snapshots();
        let report = told(&surveys::disputed());
        for part in ["discovery", "ranking"] {
            let told = serde_json::to_string_pretty(&report[part]).expect("is JSON");
            settings.bind(|| insta::assert_snapshot!(format!("discover-{part}.json"), told));
        }
        let deviations = &told(&surveys::ordinary())["discovery"][1]["deviations"];
        assert_eq!(deviations[1]["kind"], "unknown-socket-type");
        assert_eq!(deviations[1]["dropped"], true);
    }

    #[test]
    fn nothing_unprintable_is_in_json() {
        let told = json(&samples::hostile(), Lang::Ja) + &json(&surveys::hostile(), Lang::Ja);
        let raw = |letter: char| {
            letter != '\n' && super::super::escape(&letter.to_string()).len() > letter.len_utf8()
        };
        assert!(!told.contains(raw), "{told}");
    }
}
