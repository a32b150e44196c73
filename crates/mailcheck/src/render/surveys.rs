//! Searches for settings built by hand, for the tests of every format.

use super::Lang;
use super::samples;
use crate::evidence::{
    Asked, Chain, Deviation, Dnssec, Ended, Fact, FetchFailure, Hop, LookupFailure, Notes,
    Observation, Place, SourceOutcome, TlsFailure, Trust, Unusable,
};
use crate::model::{Authentication, Endpoint, ServerText, Service, Setting, Source};
use crate::report::{Advice, Finding, Report, Severity, Verdict, Who};

/// Every sample by name, but the hostile one.
pub(super) fn all() -> Vec<(&'static str, Report)> {
    vec![
        ("ordinary", ordinary()),
        ("disputed", disputed()),
        ("guessed", guessed()),
        ("unknown", unknown()),
    ]
}

/// Words for the findings of the samples, so that the tests do not depend on how they are put.
pub(super) fn findings(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            r"
settings-conflict =
    .title = The sources name different servers for { $domain }
    .cause = { $one } says { $host }, and others do not.
    .action = Tell the provider to correct what { $one } says.
"
        }
        Lang::Ja => {
            r"
settings-conflict =
    .title = { $domain } のサーバー名が情報源によって違います
    .cause = { $one } は { $host } を示していますが、ほかの情報源は違います。
    .action = { $one } の内容を直すよう、プロバイダーに連絡してください。
"
        }
    }
}

const IMAP: &str = "imap.example.org";
const SMTP: &str = "smtp.example.org";
const AUTOCONFIG: &str = "https://autoconfig.example.org/mail/config-v1.1.xml";
const WELL_KNOWN: &str = "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml";
const ISPDB: &str = "https://autoconfig.thunderbird.net/v1.1/example.org";
const PACC: &str = "https://example.org/.well-known/pacc.json";

/// What most domains look like that publish settings: two sources of their own, the public database,
/// and nothing at the others.
pub(super) fn ordinary() -> Report {
    let full = |server: &str, service| {
        let mut setting = setting(service, server);
        setting.username = Some("%EMAILADDRESS%".to_owned());
        setting.authentication = vec![Authentication::PasswordCleartext];
        setting
    };
    let both = || vec![full(IMAP, Service::Imap), full(SMTP, Service::Smtp)];
    let mut page = web(Source::Autoconfig, AUTOCONFIG, 200);
    page.settings = both();
    page.settings.insert(1, full("imap.example.org:143/starttls", Service::Imap));
    page.settings.push(full("smtp.example.org:587/starttls", Service::Smtp));
    page.deviations = vec![
        Deviation::new("unknown-element", "webMail", 31),
        Deviation::new("unknown-socket-type", "SSLv3", 12).dropping(),
    ];
    page.notes = Some(Notes {
        display_name: Some(ServerText::from("Example Mail")),
        documentation: vec![ServerText::from("https://example.org/help/mail")],
        ..Notes::default()
    });
    let mut database = web(Source::Ispdb, ISPDB, 200);
    database.settings = both();
    let answers = vec![
        absent(Source::Pacc, PACC),
        page,
        absent(Source::WellKnown, WELL_KNOWN),
        Asked::new(Source::Mailconf, "example.org".to_owned(), SourceOutcome::Nothing, 11),
        srv("_imaps", Some(setting(Service::Imap, IMAP))),
        srv("_imap", None),
        srv("_submissions", Some(setting(Service::Smtp, SMTP))),
        absent(
            Source::Autodiscover,
            "https://autodiscover.example.org/autodiscover/autodiscover.xml",
        ),
        database,
        Asked::new(Source::Provider, "example.org".to_owned(), SourceOutcome::Nothing, 0),
        Asked::new(Source::Mx, "mx.example.org".to_owned(), SourceOutcome::Nothing, 23),
    ];
    report(samples::healthy(), answers, Verdict::Ready, Vec::new())
}

/// The sources do not agree, and some could be forged.
pub(super) fn disputed() -> Report {
    let mut elsewhere = web(Source::Autoconfig, AUTOCONFIG, 301);
    elsewhere.hops.push(hop("https://hoster.example/autoconfig.xml", 200));
    elsewhere.settings = vec![setting(Service::Imap, "mail.hoster.example")];
    let mut plain = web(Source::WellKnown, WELL_KNOWN, 302);
    plain.hops.push(hop("http://example.org/config.xml", 200));
    plain.settings =
        vec![setting(Service::Pop3, "pop.example.org:110/plain"), setting(Service::Smtp, SMTP)];
    let mut signed = srv("_imaps", Some(setting(Service::Imap, IMAP)));
    signed.dnssec = Some(Dnssec::Secure);
    let mut refused = web(Source::Ispdb, ISPDB, 200);
    refused.outcome = SourceOutcome::NotFetched {
        why: FetchFailure::Tls { why: TlsFailure::Alert { name: "handshake_failure".to_owned() } },
    };
    let mut untrusted = web(Source::Pacc, PACC, 200);
    untrusted.outcome = SourceOutcome::Unusable { why: Unusable::DigestMismatch };
    untrusted.hops[0].presented = Some(shown(Some("UnknownIssuer".to_owned())));
    let mut hoster = web(Source::Mx, "https://autoconfig.hoster.example/mail/config-v1.1.xml", 200);
    hoster.by_mx = "mx1.hoster.example".parse().ok();
    hoster.dnssec = Some(Dnssec::Insecure);
    hoster.settings = vec![setting(Service::Imap, "imap.hoster.example")];
    let skipped = Asked::new(Source::Provider, "-".to_owned(), SourceOutcome::Skipped, 0);
    let mut broken = srv("_submissions", None);
    broken.outcome = SourceOutcome::NotOffered;
    let mut answers = vec![elsewhere, plain, signed, refused, untrusted, hoster, skipped, broken];
    let mut told = web(Source::Autodiscover, "https://autodiscover.hoster.example/", 200);
    told.outcome = SourceOutcome::Unusable { why: Unusable::WantsLogin };
    answers.push(told);
    let conflict = Advice::new(Who::Provider)
        .arg("domain", "example.org")
        .arg("one", "autoconfig")
        .arg("host", "mail.hoster.example");
    let conflict =
        Finding::new("settings.conflict", Severity::Warning, None, conflict, "RFC 8314 §5.1");
    let found = samples::healthy();
    let mut report = report(found, answers, Verdict::ReadyWithWarnings, vec![conflict]);
    report.evidence.account.is_address_told = true;
    report
}

/// Nobody publishes anything, and only a server for reading has a usual name.
pub(super) fn guessed() -> Report {
    let mut guess =
        Asked::new(Source::Guess, "imap.example.org:993".to_owned(), SourceOutcome::Found, 40);
    guess.settings = vec![setting(Service::Imap, IMAP)];
    let why = LookupFailure::NoAnswer;
    let mut silent = srv("_imaps", None);
    silent.outcome = SourceOutcome::Failed { why };
    let mut report =
        report(samples::healthy(), vec![guess, silent], Verdict::Inconclusive, Vec::new());
    report.evidence.account.address = None;
    report.evidence.endpoints.truncate(1);
    report.evidence.observations.retain(|seen| seen.place.endpoint != Some(1));
    report
}

/// Time was up before anybody had answered.
pub(super) fn unknown() -> Report {
    let mut stopped = web(Source::Autoconfig, AUTOCONFIG, 200);
    stopped.outcome = SourceOutcome::NotFetched { why: FetchFailure::Stopped };
    let mut report =
        report(samples::unreachable(), vec![stopped], Verdict::Inconclusive, Vec::new());
    report.evidence.endpoints.clear();
    report.evidence.observations.retain(|seen| seen.place.endpoint.is_none());
    report.evidence.ended = Ended::Deadline;
    report
}

/// Every text that comes from outside tries to drive the terminal.
pub(super) fn hostile() -> Report {
    const EVIL: &str = "\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{7f}\r\nevil\0\u{e0041}\u{feff}";
    let mut report = disputed();
    for seen in report.evidence.observations.iter_mut() {
        let Fact::Asked(asked) = &mut seen.fact else { continue };
        asked.location = format!("https://example.org/{EVIL}");
        for hop in &mut asked.hops {
            hop.url += EVIL;
            if let Some(chain) = &mut hop.presented {
                let mut evil = chain.leaf().expect("is there").clone();
                evil.issuer = EVIL.to_owned();
                chain.certificates = vec![evil.into()];
            }
        }
        for setting in &mut asked.settings {
            setting.username = Some(EVIL.to_owned());
            setting.authentication = vec![Authentication::Other(EVIL.to_owned())];
        }
        if let SourceOutcome::Unusable { why } = &mut asked.outcome {
            *why = Unusable::Malformed { text: EVIL.to_owned() };
        }
        asked.deviations = vec![Deviation::new(EVIL, EVIL, 1)];
        asked.notes = Some(Notes {
            display_name: Some(ServerText::from(EVIL)),
            documentation: vec![ServerText::from(EVIL); 2],
            enable: vec![ServerText::from(EVIL)],
            oauth_issuer: Some(ServerText::from(EVIL)),
        });
    }
    report
}

fn setting(service: Service, server: &str) -> Setting {
    Setting::new(Endpoint::parse(service, server).expect("is an endpoint"))
}

fn srv(label: &str, setting: Option<Setting>) -> Asked {
    let outcome = if setting.is_some() { SourceOutcome::Found } else { SourceOutcome::Nothing };
    let mut asked = Asked::new(Source::Srv, format!("{label}._tcp.example.org"), outcome, 12);
    asked.dnssec = Some(Dnssec::Insecure);
    asked.round_trips = Some(1);
    asked.settings.extend(setting);
    asked
}

fn web(source: Source, url: &str, status: u16) -> Asked {
    let mut asked = Asked::new(source, url.to_owned(), SourceOutcome::Found, 84);
    asked.round_trips = Some(5);
    asked.hops.push(hop(url, status));
    asked
}

fn absent(source: Source, url: &str) -> Asked {
    let mut asked = web(source, url, 404);
    asked.outcome = SourceOutcome::NotFetched { why: FetchFailure::Status { status: 404 } };
    asked
}

fn hop(url: &str, status: u16) -> Hop {
    let mut hop = Hop::new(url.to_owned());
    hop.status = Some(status);
    hop.presented = hop.is_https().then(|| shown(None));
    hop
}

/// The certificates of a server of the healthy run.
fn shown(verifier: Option<String>) -> Chain {
    let report = samples::healthy();
    let leaf = report.evidence.observations.iter().find_map(|seen| {
        let Fact::Presented(chain) = &seen.fact else { return None };
        chain.leaf().cloned()
    });
    Chain::new(leaf, Trust::Path, true, verifier)
}

/// A run as if these answers had come, and nobody had logged in.
fn report(run: Report, answers: Vec<Asked>, verdict: Verdict, findings: Vec<Finding>) -> Report {
    let mut evidence = run.evidence;
    evidence.account.domain = "example.org".parse().ok();
    evidence.observations.retain(|seen| !matches!(seen.fact, Fact::Asked(_) | Fact::Login(_)));
    for (at_ms, asked) in (50..).zip(answers) {
        evidence.observations.push(Observation::new(at_ms, Place::default(), Fact::Asked(asked)));
    }
    Report::new(evidence, verdict, run.settings, Vec::new(), findings)
}
