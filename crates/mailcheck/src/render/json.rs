//! The JSON report, version 1: the shape that scripts may rely on. `docs/report.schema.json` is made
//! from the types in this file.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::Serialize;

use super::escape::escape_json;
use super::text::login as login_outcome;
use super::{Lang, Words};
use crate::evidence::{
    AddressView, Asked, Chain, ConnectFailure, EndpointView, Evidence, Fact, LookupFailure,
    SourceOutcome, Stage, Step, Tool,
};
use crate::model::{Endpoint, Security, ServerText, Source};
use crate::report::{Finding, Report, SettingsSide};
use crate::wire::certificate::Certificate;
use crate::wire::offers;

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

/// What a run found out about mail settings.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "mailcheck report, version 1"))]
pub(super) struct ReportJson<'a> {
    /// The name and version of this shape.
    #[cfg_attr(test, schemars(extend("const" = SCHEMA)))]
    schema: &'static str,
    tool: ToolJson<'a>,
    /// When the run began, by the clock of the device.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    started: String,
    elapsed_ms: u64,
    /// The mail address, if one was given.
    address: Option<&'a str>,
    #[cfg_attr(test, schemars(extend("enum" = [
        "ready", "ready-with-warnings", "not-ready", "inconclusive"
    ])))]
    verdict: &'static str,
    /// What to enter in a mail program; null unless it was seen to work.
    settings: Option<SettingsJson>,
    /// Where settings were sought.
    discovery: Vec<AskedJson>,
    /// What was tested.
    endpoints: Vec<EndpointJson<'a>>,
    /// How many connections servers allow; empty unless measured.
    limits: Vec<LimitJson>,
    /// The gravest first.
    findings: Vec<FindingJson<'a>>,
}

/// The name and version of the shape.
const SCHEMA: &str = "mailcheck-report/1";

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "tool"))]
struct ToolJson<'a> {
    name: &'a str,
    version: &'a str,
}

/// A side that was not asked for is null.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "settings"))]
struct SettingsJson {
    incoming: Option<SideJson>,
    outgoing: Option<SideJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "side"))]
struct SideJson {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    service: &'static str,
    /// The name to enter, internationalised names as A-labels.
    host: String,
    #[cfg_attr(test, schemars(range(min = 1)))]
    port: u16,
    #[cfg_attr(test, schemars(extend("enum" = ["tls", "starttls", "plain"])))]
    security: &'static str,
    username: Option<String>,
    authentication: Vec<String>,
    #[cfg_attr(test, schemars(extend("enum" = [
        "given", "preset", "autoconfig", "well-known", "ispdb", "srv", "mx", "autodiscover", "pacc",
        "guess"
    ])))]
    source: &'static str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "discovery"))]
struct AskedJson {
    #[cfg_attr(test, schemars(extend("enum" = [
        "given", "preset", "autoconfig", "well-known", "ispdb", "srv", "mx", "autodiscover", "pacc",
        "guess"
    ])))]
    source: &'static str,
    /// Exactly where: the name of a record, a host and port, an address on the web.
    location: String,
    #[cfg_attr(test, schemars(extend("enum" = ["found", "nothing", "not-offered", "failed"])))]
    outcome: &'static str,
    /// Whether nobody on the way could have forged the answer.
    trusted: bool,
    settings: Vec<SideJson>,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "endpoint"))]
struct EndpointJson<'a> {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    service: &'static str,
    host: &'a str,
    #[cfg_attr(test, schemars(range(min = 1)))]
    port: u16,
    #[cfg_attr(test, schemars(extend("enum" = ["tls", "starttls", "plain"])))]
    security: &'static str,
    addresses: Vec<AddressJson>,
    /// What the server said first, its lines parted by line feeds.
    greeting: Option<String>,
    /// How the server names itself.
    identity: Option<&'a str>,
    tls: Option<TlsJson<'a>>,
    capabilities: CapabilitiesJson<'a>,
    auth_mechanisms: MechanismsJson,
    login: LoginJson,
    /// Round trips until the end of the log-in; null where they were not counted.
    round_trips: Option<u32>,
    timings_ms: TimingsJson,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "address"))]
struct AddressJson {
    ip: IpAddr,
    /// Null when the run ended first.
    #[cfg_attr(test, schemars(extend("enum" = [
        "connected", "refused", "timed-out", "unreachable", "reset", null
    ])))]
    outcome: Option<&'static str>,
    connect_ms: Option<u64>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "tls"))]
struct TlsJson<'a> {
    /// Null when the handshake failed behind the certificates.
    version: Option<&'a str>,
    cipher_suite: Option<&'a str>,
    key_exchange_group: Option<&'a str>,
    alpn: Option<&'a str>,
    trusted: bool,
    verification_error: Option<&'a str>,
    /// Null for implicit TLS, where it is not needed.
    starttls_offered: Option<bool>,
    /// The server's own first.
    chain: Vec<CertificateJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "certificate"))]
struct CertificateJson<'a> {
    subject: &'a str,
    issuer: &'a str,
    names: &'a [String],
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    not_before: String,
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    not_after: String,
    public_key: String,
    signature: &'a str,
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    sha256: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "capabilities"))]
struct CapabilitiesJson<'a> {
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    before_tls: Option<&'a [ServerText]>,
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    after_tls: Option<&'a [ServerText]>,
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    after_login: Option<&'a [ServerText]>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "mechanisms"))]
struct MechanismsJson {
    before_tls: Option<Vec<String>>,
    after_tls: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "login"))]
struct LoginJson {
    #[cfg_attr(test, schemars(extend("enum" = [
        "accepted", "rejected", "temporary", "not-attempted"
    ])))]
    outcome: &'static str,
    mechanism: Option<&'static str>,
    /// What the server literally said, its lines parted by line feeds.
    reply: Option<String>,
}

/// Null where a step was not reached.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "timings"))]
struct TimingsJson {
    dns: Option<u64>,
    connect: Option<u64>,
    tls: Option<u64>,
    greeting: Option<u64>,
    login: Option<u64>,
    total: Option<u64>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "limit"))]
struct LimitJson {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    service: &'static str,
    host: String,
    #[cfg_attr(test, schemars(extend("enum" = ["user", "address", "unknown"])))]
    scope: &'static str,
    accepted: u32,
    refused_at: Option<u32>,
    stopped_because: String,
    reply: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "finding"))]
struct FindingJson<'a> {
    /// Stable: `stage.fault`.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9-]+\.[a-z0-9-]+$")))]
    id: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "notice"])))]
    severity: &'static str,
    /// Index into `endpoints`; null for the run as a whole.
    endpoint: Option<usize>,
    title: String,
    cause: String,
    /// What it may be due to, the likeliest first; empty when the cause is certain.
    causes: Vec<String>,
    /// What to do first.
    action: String,
    /// Who can act.
    #[cfg_attr(test, schemars(extend("enum" = ["you", "provider", "line"])))]
    who: &'static str,
    wait_s: Option<u64>,
    /// What was seen, in the server's words.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    evidence: &'a [ServerText],
    reference: &'static str,
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
        settings: report.settings.as_ref().map(|settings| SettingsJson {
            incoming: settings.incoming.as_ref().map(side),
            outgoing: settings.outgoing.as_ref().map(side),
        }),
        discovery: report.evidence.observations.iter().filter_map(|it| asked(&it.fact)).collect(),
        endpoints: views.iter().map(endpoint).collect(),
        limits: Vec::new(),
        findings: report.findings.iter().map(|it| finding(it, &words, &indices)).collect(),
    }
}

fn side(side: &SettingsSide) -> SideJson {
    SideJson {
        username: side.username.clone(),
        authentication: side.authentication.clone(),
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

fn asked(fact: &Fact) -> Option<AskedJson> {
    let Fact::Asked(Asked { source, location, outcome, settings, .. }) = fact else { return None };
    let (outcome, note) = match outcome {
        SourceOutcome::Failed { why } => ("failed", Some(lookup(why))),
        SourceOutcome::Found => ("found", None),
        SourceOutcome::Nothing => ("nothing", None),
        SourceOutcome::NotOffered => ("not-offered", None),
    };
    Some(AskedJson {
        source: source.name(),
        location: location.clone(),
        outcome,
        trusted: match source {
            Source::Given => true,
            // DNS answers are not validated on the way to us.
            Source::Guess | Source::Srv => false,
        },
        settings: settings.iter().map(|endpoint| named(endpoint, *source)).collect(),
        note,
    })
}

fn lookup(why: &LookupFailure) -> String {
    match why {
        LookupFailure::Bogus => "DNSSEC validation failed".to_owned(),
        LookupFailure::NoAnswer => "no answer".to_owned(),
        LookupFailure::NotFound => "the name does not exist".to_owned(),
        LookupFailure::Other { text } => text.clone(),
        LookupFailure::ServerError { code } => code.clone(),
    }
}

fn endpoint<'a>(view: &EndpointView<'a>) -> EndpointJson<'a> {
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
        login: at.map_or(NO_LOGIN, login),
        round_trips: None,
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
    let certificates = chain.map(|chain| chain.certificates.as_slice()).unwrap_or_default();
    Some(TlsJson {
        version: encryption.map(|tls| tls.version.as_str()),
        cipher_suite: encryption.map(|tls| tls.cipher_suite.as_str()),
        key_exchange_group: encryption.and_then(|tls| tls.key_exchange_group.as_deref()),
        alpn: encryption.and_then(|tls| tls.alpn.as_deref()),
        trusted: encryption.is_some_and(|tls| tls.verified),
        verification_error: chain.and_then(|Chain { verifier, .. }| verifier.as_deref()),
        starttls_offered,
        chain: certificates.iter().map(certificate).collect(),
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

/// Nothing was tried.
const NO_LOGIN: LoginJson = LoginJson { outcome: "not-attempted", mechanism: None, reply: None };

fn login(address: &AddressView<'_>) -> LoginJson {
    let outcome = login_outcome(address);
    match address.login() {
        Step::Done(reply) => LoginJson {
            outcome,
            mechanism: Some(reply.mechanism.name()),
            reply: Some(joined(&reply.lines)),
        },
        Step::Failed(failure) => LoginJson {
            outcome,
            mechanism: Some(failure.mechanism.name()),
            reply: (!failure.lines.is_empty()).then(|| joined(&failure.lines)),
        },
        Step::NotReached => NO_LOGIN,
    }
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

fn finding<'a>(finding: &'a Finding, words: &Words, indices: &[usize]) -> FindingJson<'a> {
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
        wait_s: finding.advice.wait.map(|wait| wait.as_secs()),
        evidence: &finding.advice.evidence,
        reference: finding.reference,
    }
}

fn joined(lines: &[ServerText]) -> String {
    lines.iter().map(ServerText::as_str).collect::<Vec<_>>().join("\n")
}

/// RFC 3339 in UTC, to the second or as exact as it is known.
fn date(at: Timestamp) -> String {
    at.to_string()
}

#[cfg(test)]
mod tests {
    use super::super::samples;
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
        for (name, report) in samples::all().into_iter().chain([("hostile", samples::hostile())]) {
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
    fn nothing_unprintable_is_in_json() {
        let told = json(&samples::hostile(), Lang::Ja);
        let raw = |letter: char| {
            letter != '\n' && super::super::escape(&letter.to_string()).len() > letter.len_utf8()
        };
        assert!(!told.contains(raw), "{told}");
    }
}
