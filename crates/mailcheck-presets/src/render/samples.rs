//! Reports that the tests of all formats tell of.

use std::path::PathBuf;
use std::time::Duration;

use mailcheck::model::{Endpoint, Service};
use mailcheck::render::{Lang, Words};
use mailcheck::report::{self, Advice, Severity, Wait, WaitSource, Who};

use crate::baseline::Known;
use crate::file::Place;
use crate::history::{Past, Trend};
use crate::load::{NotRead, Unread};
use crate::named::{LeftOut, Why};
use crate::report::{Finding, ProbeOutcome, Probed, Report, Standing};

pub(super) fn words(lang: Lang) -> Words {
    Words::new(lang).and(crate::words)
}

pub(super) fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../../fixtures/rendered");
    settings.set_prepend_module_to_snapshot(false);
    settings
}

fn endpoint(service: Service, place: &str) -> Endpoint {
    Endpoint::parse(service, place).expect("is one")
}

fn clear(host: &str) -> report::Finding {
    let advice = Advice::new(Who::You).arg("host", host).arg("service", "pop3");
    report::Finding::new("preset.password-in-clear", Severity::Error, None, advice, "RFC 8314 §3")
}

fn mark() -> report::Finding {
    let advice = Advice::new(Who::You);
    report::Finding::new("preset.byte-order-mark", Severity::Warning, None, advice, "Unicode §23.8")
}

fn finding(path: &str, (line, column): (u32, u32), finding: report::Finding) -> Finding {
    Finding {
        path: PathBuf::from(path),
        at: Place { line, column },
        provider: None,
        endpoint: None,
        finding,
        related: Vec::new(),
        standing: Standing::Counts,
    }
}

fn of(mut finding: Finding, provider: &str, endpoint: Option<Endpoint>) -> Finding {
    finding.provider = Some(provider.to_owned());
    finding.endpoint = endpoint;
    finding
}

fn stands(mut finding: Finding, standing: Standing) -> Finding {
    finding.standing = standing;
    finding
}

/// Something of everything.
pub(super) fn mixed() -> Report {
    let pop3 = endpoint(Service::Pop3, "pop.example.jp:110/plain");
    let smtp = endpoint(Service::Smtp, "smtp.example.jp:587/plain");
    let imap = endpoint(Service::Imap, "imap.example.org:993/tls");
    let busy = Advice::new(Who::Provider)
        .arg("service", "IMAP")
        .arg("host", "imap.example.org")
        .arg("port", "993")
        .evidence(["* BYE too many connections, [try] later".into()])
        .wait(Wait::new(Duration::from_mins(5), WaitSource::Default, ""));
    let busy =
        report::Finding::new("greeting.busy", Severity::Error, None, busy, "RFC 9051 §7.1.5");
    let mut twice = of(
        finding("presets/example.jp.xml", (12, 5), clear("pop.example.jp")),
        "example.jp",
        Some(pop3.clone()),
    );
    twice.related = vec![(PathBuf::from("presets/other file.xml"), Place { line: 4, column: 0 })];
    let again = of(
        finding("presets/example.jp.xml", (19, 5), clear("pop.example.jp")),
        "example.jp",
        Some(pop3),
    );
    let sending = of(
        finding("presets/example.jp.xml", (26, 5), clear("smtp.example.jp")),
        "example.jp",
        Some(smtp.clone()),
    );
    let busy =
        of(finding("presets/example.org.xml", (7, 9), busy), "example.org", Some(imap.clone()));
    let office =
        of(finding("presets/office.xml", (3, 1), clear("mail.office.example")), "office", None);
    let known =
        of(finding("presets/office.xml", (9, 1), clear("old.office.example")), "office", None);
    Report {
        files: 4,
        providers: 4,
        servers: 11,
        paths: ["example.jp.xml", "example.org.xml", "office.xml", "well.xml"]
            .map(|name| PathBuf::from("presets").join(name))
            .to_vec(),
        findings: vec![
            finding("presets/example.jp.xml", (0, 0), mark()),
            twice,
            again,
            sending,
            stands(busy, Standing::Inconclusive),
            stands(office, Standing::Exempt("the line is the office's own".to_owned())),
            stands(known, Standing::Known),
        ],
        unread: vec![
            Unread::new("presets/broken.xml", NotRead::TooLong),
            Unread::new("presets/link.xml", NotRead::Again),
        ],
        passed_over: 2,
        left_out: vec![LeftOut {
            path: "presets/office.xml".into(),
            at: Place { line: 7, column: 17 },
            provider: Some("office.example".to_owned()),
            host: "localhost".to_owned(),
            why: Why::Local,
        }],
        history: vec![Past {
            endpoint: imap.clone(),
            id: "greeting.busy".to_owned(),
            trend: Trend::Broken { since: jiff::Timestamp::UNIX_EPOCH },
        }],
        probed: vec![
            Probed { endpoint: imap, outcome: ProbeOutcome::Inconclusive, elapsed_ms: 5_000 },
            Probed { endpoint: smtp, outcome: ProbeOutcome::Works, elapsed_ms: 120 },
        ],
        gone: vec![(
            Known {
                path: "presets/office.xml".to_owned(),
                rule: "preset.byte-order-mark".to_owned(),
                provider: String::new(),
                endpoint: String::new(),
            },
            2,
        )],
        ..Report::default()
    }
}

/// So many findings of one kind.
pub(super) fn many(count: u32) -> Report {
    let one =
        |line| of(finding("a.xml", (line, 1), clear("mail.example.org")), "example.org", None);
    Report {
        files: 1,
        paths: vec![PathBuf::from("a.xml")],
        findings: (1..=count).map(one).collect(),
        ..Report::default()
    }
}

/// What somebody could write into a file, or call it, to do harm where the report is read.
pub(super) fn hostile() -> Report {
    let evil = [
        "::error file=x::y",
        "##[add-matcher]x",
        "a\r\n::stop-commands::x",
        "</testcase><script>alert(1)</script>",
        "\"><!-- ]]> &amp; \u{1b}[31m\u{202e}\u{fffe}\u{ffff}\u{0}",
        "| a | b |\n\n# heading\n@everyone `x` ``y`` [l](javascript:x)",
        "%0A::error::x,line=1:2",
    ];
    let long = "x`|".repeat(40_000);
    let mut report = Report::default();
    for text in evil.iter().copied().chain([long.as_str()]) {
        let counted = of(finding(text, (1, 1), clear(text)), text, None);
        let exempt = stands(counted.clone(), Standing::Exempt(text.to_owned()));
        report.findings.extend([counted, exempt]);
        report.paths.push(PathBuf::from(text));
        let why = mailcheck::model::Unusable::Malformed { text: text.to_owned() };
        report.unread.push(Unread::new(text, NotRead::Unusable(why)));
    }
    report
}
