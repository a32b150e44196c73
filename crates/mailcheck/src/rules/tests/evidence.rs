//! Evidence made by hand, as short as a rule needs it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

use crate::evidence::{
    Account, Asked, Attempt, Candidate, Chain, ConnectFailure, Credential, Encryption, Evidence,
    Fact, Family, Flight, Greeting, GreetingKind, LoginFailure, LoginReply, LookupFailure,
    Mechanism, Observation, Place, ReadFailure, SourceOutcome, Stage, TlsFailure, Trust, Via,
};
use crate::model::{Endpoint, ServerText, Service, Source};
use crate::report::{Finding, Report};
use crate::typing::{Typed, slips};
use crate::wire::certificate::{Certificate, PublicKey};

pub(super) const V4: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
pub(super) const OTHER_V4: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));
pub(super) const V6: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1));

/// The day of every run.
pub(super) fn today() -> Timestamp {
    "2026-06-15T09:00:00Z".parse().expect("is a time")
}

pub(super) fn in_days(days: i64) -> Timestamp {
    today() + SignedDuration::from_hours(24 * days)
}

/// A run of somebody at example.org who has a password.
pub(super) fn run() -> Evidence {
    let mut evidence = Evidence::new(today(), Account::default());
    // The version is no part of what is tested, and is to leave the saved files alone.
    evidence.tool.version = "0.1.0".to_owned();
    evidence.elapsed_ms = 240;
    evidence.account.address = Some("you@example.org".to_owned());
    evidence.account.domain = Some("example.org".parse().expect("is a host"));
    evidence.account.credential = Credential::Password;
    evidence
}

/// Adds an endpoint that nothing is known of.
pub(super) fn add(mut evidence: Evidence, service: Service, place: &str) -> Evidence {
    let endpoint = Endpoint::parse(service, place).expect(place);
    evidence.endpoints.push(Candidate::new(endpoint, Source::Given));
    evidence
}

/// Adds facts about the last endpoint.
pub(super) fn about(
    mut evidence: Evidence,
    ip: Option<IpAddr>,
    attempt: Option<Attempt>,
    facts: impl IntoIterator<Item = Fact>,
) -> Evidence {
    let endpoint = evidence.endpoints.len().checked_sub(1);
    for fact in facts {
        let at_ms = 10 * u64::try_from(evidence.observations.len()).expect("is small");
        let place = Place { endpoint, ip, attempt };
        evidence.observations.push(Observation::new(at_ms, place, fact));
    }
    evidence
}

/// Adds what the client's own connection to an address saw.
pub(super) fn at(
    evidence: Evidence,
    ip: IpAddr,
    facts: impl IntoIterator<Item = Fact>,
) -> Evidence {
    about(evidence, Some(ip), Some(Attempt::Client), facts)
}

/// Adds an endpoint with one address, and what the client's own connection saw.
pub(super) fn with(
    evidence: Evidence,
    service: Service,
    place: &str,
    facts: impl IntoIterator<Item = Fact>,
) -> Evidence {
    let evidence = about(add(evidence, service, place), None, None, [resolved(&[V4])]);
    at(evidence, V4, facts)
}

/// A run of one IMAP endpoint with implicit TLS.
pub(super) fn imap(facts: impl IntoIterator<Item = Fact>) -> Evidence {
    with(run(), Service::Imap, "imap.example.org", facts)
}

/// A run of one submission endpoint with STARTTLS.
pub(super) fn smtp(facts: impl IntoIterator<Item = Fact>) -> Evidence {
    with(run(), Service::Smtp, "smtp.example.org:587", facts)
}

/// A healthy POP3 connection with implicit TLS, up to the log-in, with this list of capabilities.
pub(super) fn pop3_until_login(list: &[&str]) -> Vec<Fact> {
    vec![
        connected(),
        Fact::Presented(good_chain()),
        encrypted(),
        greeted(GreetingKind::Ready, "+OK ready"),
        capabilities(Stage::AfterTls, list),
    ]
}

/// A run of one POP3 endpoint with implicit TLS.
pub(super) fn pop3(facts: impl IntoIterator<Item = Fact>) -> Evidence {
    with(run(), Service::Pop3, "pop.example.org", facts)
}

pub(super) fn ids(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.id).collect()
}

pub(super) fn find<'a>(report: &'a Report, id: &str) -> &'a Finding {
    report.findings.iter().find(|finding| finding.id == id).expect(id)
}

pub(super) fn text(line: &str) -> ServerText {
    ServerText::from(line)
}

pub(super) fn texts(lines: &[&str]) -> Vec<ServerText> {
    lines.iter().copied().map(ServerText::from).collect()
}

pub(super) fn resolved(ips: &[IpAddr]) -> Fact {
    let family = ips.first().map_or(Family::Ipv4, |ip| Family::of(*ip));
    Fact::Resolved { family, ips: ips.to_vec(), via: Via::Dns, took_ms: 9 }
}

pub(super) fn nothing(family: Family) -> Fact {
    Fact::Resolved { family, ips: Vec::new(), via: Via::Dns, took_ms: 9 }
}

pub(super) fn lookup_failed(family: Family, why: LookupFailure) -> Fact {
    Fact::LookupFailed { family, why, took_ms: 9 }
}

pub(super) fn connected() -> Fact {
    Fact::Connected { took_ms: 11 }
}

pub(super) fn connect_failed(why: ConnectFailure) -> Fact {
    Fact::ConnectFailed { why, took_ms: 1_000 }
}

pub(super) fn greeted(kind: GreetingKind, line: &str) -> Fact {
    Fact::Greeted(Greeting::new(kind, texts(&[line]), 12))
}

pub(super) fn greeting_failed(why: ReadFailure, partial: Option<&str>) -> Fact {
    Fact::GreetingFailed { why, partial: partial.map(ServerText::from), took_ms: 30_000 }
}

pub(super) fn capabilities(stage: Stage, list: &[&str]) -> Fact {
    Fact::Capabilities { stage, list: texts(list), unasked: false }
}

pub(super) fn go_ahead() -> Fact {
    Fact::StarttlsAccepted { reply: text("220 2.0.0 Ready to start TLS") }
}

pub(super) fn encrypted() -> Fact {
    let (version, suite) = ("TLS 1.3".to_owned(), "TLS_AES_256_GCM_SHA384".to_owned());
    Fact::Encrypted(Encryption::new(version, suite, true, 22))
}

/// A handshake that goes on whatever the certificate says.
pub(super) fn encrypted_anyway() -> Fact {
    let (version, suite) = ("TLS 1.3".to_owned(), "TLS_AES_256_GCM_SHA384".to_owned());
    Fact::Encrypted(Encryption::new(version, suite, false, 22))
}

pub(super) fn handshake_failed(why: TlsFailure) -> Fact {
    Fact::HandshakeFailed { why, took_ms: 20 }
}

pub(super) fn alert(name: &str) -> Fact {
    handshake_failed(TlsFailure::Alert { name: name.to_owned() })
}

pub(super) fn plain_text(line: &str, service: Option<Service>) -> Fact {
    handshake_failed(TlsFailure::PlainText { text: text(line), service })
}

pub(super) fn answered(version: &str, cipher_suite: &str, key_exchange: &str) -> Fact {
    Fact::FirstFlight(Flight::Answered {
        version: version.to_owned(),
        cipher_suite: cipher_suite.to_owned(),
        key_exchange: key_exchange.to_owned(),
        dh_bits: None,
    })
}

/// A certificate of a public issuer, in the middle of its life.
pub(super) fn certificate(names: &[&str]) -> Certificate {
    let first = names.first().unwrap_or(&"nobody");
    Certificate {
        subject: format!("CN={first}"),
        issuer: INTERMEDIATE.to_owned(),
        names: names.iter().copied().map(str::to_owned).collect(),
        common_name: None,
        not_before: in_days(-30),
        not_after: in_days(60),
        public_key: PublicKey { algorithm: "EC P-256".to_owned(), bits: 256 },
        signature: "ecdsa-with-SHA256".to_owned(),
        sha256: "00".repeat(32),
        self_issued: false,
        self_signed: false,
        is_ca: false,
        ca_issuers: vec!["http://ca.example/intermediate.der".to_owned()],
        log_promises: 2,
    }
}

pub(super) fn intermediate() -> Certificate {
    let mut certificate = certificate(&[]);
    certificate.subject = INTERMEDIATE.to_owned();
    certificate.issuer = ROOT.to_owned();
    certificate.log_promises = 0;
    certificate.not_after = in_days(1_000);
    certificate
}

pub(super) fn root() -> Certificate {
    let mut certificate = intermediate();
    certificate.subject = ROOT.to_owned();
    certificate.ca_issuers.clear();
    certificate.self_issued = true;
    certificate
}

const INTERMEDIATE: &str = "CN=Example Intermediate R1, O=Example Trust";
const ROOT: &str = "CN=Example Root, O=Example Trust";

/// A chain with which nothing is wrong.
pub(super) fn good_chain() -> Chain {
    let leaf = certificate(&["imap.example.org", "smtp.example.org"]);
    Chain::new(vec![leaf, intermediate()], Trust::Path, true, None)
}

/// A chain that the verifier refused.
pub(super) fn bad_chain(certificates: Vec<Certificate>, trust: Trust) -> Chain {
    Chain::new(certificates, trust, true, Some("invalid peer certificate".to_owned()))
}

/// The client's connection to a server whose certificate is refused.
pub(super) fn refused_chain(chain: Chain) -> Vec<Fact> {
    let why = TlsFailure::Certificate { text: "invalid peer certificate".to_owned() };
    vec![connected(), Fact::Presented(chain), handshake_failed(why)]
}

pub(super) fn login(mechanism: Mechanism, accepted: bool, line: &str) -> LoginReply {
    LoginReply::new(mechanism, accepted, texts(&[line]), 40)
}

/// IMAP's refusal with a response code.
pub(super) fn imap_no(code: Option<&str>, transient: bool, line: &str) -> Fact {
    let mut reply = login(Mechanism::Plain, false, line);
    reply.detail = code.map(str::to_owned);
    reply.transient = transient;
    Fact::Login(reply)
}

/// SMTP's refusal.
pub(super) fn smtp_no(code: u16, detail: &str, line: &str) -> Fact {
    let mut reply = login(Mechanism::Plain, false, line);
    reply.code = Some(code);
    reply.detail = Some(detail.to_owned());
    reply.transient = code / 100 == 4;
    Fact::Login(reply)
}

pub(super) fn login_failed(why: ReadFailure, lines: &[&str]) -> Fact {
    Fact::LoginFailed(LoginFailure::new(Mechanism::Plain, why, texts(lines)))
}

/// A healthy IMAP connection with implicit TLS, up to the log-in.
pub(super) fn imap_until_login() -> Vec<Fact> {
    vec![
        connected(),
        Fact::Presented(good_chain()),
        encrypted(),
        greeted(GreetingKind::Ready, "* OK ready"),
        capabilities(Stage::AfterTls, &["IMAP4rev1", "SASL-IR", "AUTH=PLAIN"]),
    ]
}

/// A healthy submission connection with STARTTLS, up to the log-in.
pub(super) fn smtp_until_login() -> Vec<Fact> {
    vec![
        connected(),
        greeted(GreetingKind::Ready, "220 smtp.example.org ESMTP"),
        capabilities(Stage::BeforeTls, &["SIZE 20480000", "STARTTLS"]),
        go_ahead(),
        Fact::Presented(good_chain()),
        encrypted(),
        capabilities(Stage::AfterTls, &["SIZE 20480000", "AUTH PLAIN LOGIN"]),
    ]
}

pub(super) fn accepted(line: &str) -> [Fact; 2] {
    [Fact::Login(login(Mechanism::Plain, true, line)), Fact::Goodbye]
}

pub(super) fn then(facts: Vec<Fact>, more: impl IntoIterator<Item = Fact>) -> Vec<Fact> {
    facts.into_iter().chain(more).collect()
}

pub(super) fn healthy_imap() -> Vec<Fact> {
    then(imap_until_login(), accepted("a2 OK logged in"))
}

pub(super) fn healthy_smtp() -> Vec<Fact> {
    then(smtp_until_login(), accepted("235 2.7.0 accepted"))
}

/// Both services, nothing wrong.
pub(super) fn healthy() -> Evidence {
    with(imap(healthy_imap()), Service::Smtp, "smtp.example.org:587", healthy_smtp())
}

/// Adds what a source of settings answered.
pub(super) fn asked(
    mut evidence: Evidence,
    source: Source,
    location: &str,
    outcome: SourceOutcome,
) -> Evidence {
    let fact = Fact::Asked(Asked::new(source, location.to_owned(), outcome, 9));
    evidence.observations.push(Observation::new(0, Place::default(), fact));
    evidence
}

/// Adds what was found in what was typed.
pub(super) fn typed(mut evidence: Evidence, typed: &Typed<'_>) -> Evidence {
    let fact = Fact::Typed { slips: slips(typed) };
    evidence.observations.push(Observation::new(240, Place::default(), fact));
    evidence
}

/// Adds a usual name that was tried and not chosen, and what was seen at its one address.
pub(super) fn guessed(
    evidence: Evidence,
    service: Service,
    place: &str,
    facts: impl IntoIterator<Item = Fact>,
) -> Evidence {
    let mut evidence = with(evidence, service, place, facts);
    if let Some(candidate) = evidence.endpoints.last_mut() {
        candidate.source = Source::Guess;
        candidate.chosen = false;
    }
    evidence
}

/// Adds a port that was tried for comparison, and what was seen there.
pub(super) fn control(
    evidence: Evidence,
    service: Service,
    place: &str,
    facts: impl IntoIterator<Item = Fact>,
) -> Evidence {
    let added = add(evidence, service, place);
    let mut evidence = about(added, Some(V4), Some(Attempt::Control), facts);
    if let Some(candidate) = evidence.endpoints.last_mut() {
        candidate.source = Source::Guess;
        candidate.chosen = false;
    }
    evidence
}
