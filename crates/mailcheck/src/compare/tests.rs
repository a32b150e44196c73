//! What differences mean: the table of conclusions, row by row.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Comparison, Differs, Kind, LoadReportError, SavedReport, compare};
use crate::evidence::{Account, Evidence};
use crate::render::{Lang, Style, comparison_json, comparison_text};

/// Reports of one server by the minute of their making and their fault; an empty one works.
fn reports(faults: &[(i64, &str)]) -> Vec<SavedReport> {
    let values = faults.iter().map(|(minute, fault)| value(*minute, fault));
    values.enumerate().map(|(number, value)| load(&number.to_string(), &value)).collect()
}

fn value(minute: i64, fault: &str) -> Value {
    let login = if fault.is_empty() { "accepted" } else { "not-attempted" };
    let is_good = fault.is_empty() || fault == NO_LOGIN;
    let findings = if is_good {
        json!([])
    } else {
        json!([{ "id": fault, "severity": "error", "endpoint": 0 }])
    };
    let started = jiff::Timestamp::from_second(1_800_000_000 + minute * 60).expect("is a time");
    json!({
        "schema": "mailcheck-report/1", "started": started.to_string(), "address": "you@example.org",
        "verdict": if is_good { "ready" } else { "not-ready" }, "ended": "complete",
        "endpoints": [{
            "service": "imap", "host": "imap.example.org", "port": 993, "security": "tls",
            "addresses": [{ "ip": "192.0.2.1", "outcome": "connected" }],
            "tls": { "trusted": is_good, "chain": [{ "sha256": "aa" }] },
            "login": { "outcome": login },
        }],
        "findings": findings,
        "later": "members are passed over",
    })
}

fn load(label: &str, value: &Value) -> SavedReport {
    SavedReport::from_json(label, &value.to_string()).expect("is a report")
}

fn kinds(comparison: &Comparison) -> Vec<(Kind, Vec<usize>)> {
    comparison.conclusions.iter().map(|it| (it.kind, it.reports.clone())).collect()
}

/// In what the reports differ, their faults by the minute, and the conclusions with their reports.
type Case<'a> = (Option<Differs>, &'a [(i64, &'a str)], &'a [(Kind, &'a [usize])]);

/// No fault, and no log-in.
const NO_LOGIN: &str = "no log-in";

const CASES: &[Case<'_>] = &[
    (None, &[(0, ""), (5, "")], &[(Kind::Works, &[0, 1])]),
    (None, &[(0, ""), (5, NO_LOGIN)], &[(Kind::Reached, &[0, 1])]),
    (None, &[(0, NO_LOGIN), (5, NO_LOGIN)], &[(Kind::Reached, &[0, 1])]),
    (None, &[(0, NO_LOGIN), (5, "login.rejected")], &[(Kind::Account, &[1])]),
    (None, &[(0, NO_LOGIN), (5, "connect.filtered")], &[(Kind::Line, &[1])]),
    (None, &[(0, "connect.filtered"), (5, "")], &[(Kind::Line, &[0])]),
    (
        None,
        &[(0, "connect.filtered"), (5, "connect.refused")],
        &[(Kind::ServiceUnreached, &[0, 1])],
    ),
    (None, &[(0, "dns.name-not-found"), (1, "dns.name-not-found")], &[(Kind::Setting, &[0, 1])]),
    (None, &[(0, "login.rejected"), (1, "login.rejected")], &[(Kind::Account, &[0, 1])]),
    (None, &[(0, "login.rejected"), (1, "")], &[(Kind::DeviceAccount, &[0])]),
    (None, &[(0, "greeting.busy"), (1, "")], &[(Kind::PassingThere, &[0])]),
    (None, &[(0, "greeting.busy"), (1, "greeting.busy")], &[(Kind::ServicePassing, &[0, 1])]),
    (None, &[(0, "tls.starttls-not-offered"), (1, "")], &[(Kind::Stripped, &[0])]),
    (
        None,
        &[(0, "tls.handshake-failed"), (1, "tls.version-obsolete")],
        &[(Kind::ServiceEncryption, &[0, 1])],
    ),
    (
        None,
        &[(0, "tls.certificate-expired"), (1, "tls.certificate-expired")],
        &[(Kind::ServiceCertificate, &[0, 1])],
    ),
    (None, &[(0, "tls.certificate-expired"), (1, "")], &[(Kind::DeviceTrust, &[0])]),
    // One line is cut off, and the account is refused where the server is reached.
    (
        None,
        &[(0, "connect.filtered"), (1, "login.rejected"), (2, "login.rejected")],
        &[(Kind::Account, &[1, 2]), (Kind::Line, &[0])],
    ),
    // A day apart, and nobody says what differs.
    (None, &[(0, "connect.filtered"), (1_440, "")], &[(Kind::Differs, &[0])]),
    (Some(Differs::Place), &[(0, "connect.filtered"), (1_440, "")], &[(Kind::Line, &[0])]),
    (Some(Differs::Time), &[(0, "connect.filtered"), (1_440, "")], &[(Kind::Passed, &[0])]),
    // The order of the files is not that of time.
    (Some(Differs::Time), &[(1_440, "connect.filtered"), (0, "")], &[(Kind::Began, &[0])]),
    (
        Some(Differs::Time),
        &[(0, "greeting.busy"), (60, ""), (120, "greeting.busy")],
        &[(Kind::Alternates, &[0, 2])],
    ),
    (None, &[(0, ""), (1, "login.too-soon")], &[(Kind::Undecided, &[0])]),
    (None, &[(0, "login.too-soon"), (1, "login.too-soon")], &[(Kind::Undecided, &[])]),
];

#[test]
fn differences_lead_to_conclusions() {
    for (differs, faults, expected) in CASES {
        let found = kinds(&compare(&reports(faults), *differs));
        let expected: Vec<_> =
            expected.iter().map(|(kind, reports)| (*kind, reports.to_vec())).collect();
        assert_eq!(found, expected, "{faults:?}");
    }
}

#[test]
fn another_certificate_here_is_an_inspection() {
    let mut here = value(0, "tls.certificate-unknown-issuer");
    here["endpoints"][0]["tls"]["chain"][0]["sha256"] = json!("bb");
    let found = compare(&[load("here", &here), load("there", &value(1, ""))], None);
    assert_eq!(kinds(&found), [(Kind::Inspected, vec![0])]);
}

#[test]
fn single_addresses_are_told_apart() {
    let with_dead = |minute| {
        let mut value = value(minute, "");
        value["endpoints"][0]["addresses"] = json!([
            { "ip": "192.0.2.1", "outcome": "connected" },
            { "ip": "2001:db8::1", "outcome": "timed-out" },
        ]);
        load("x", &value)
    };
    let everywhere = compare(&[with_dead(0), with_dead(1)], None);
    let here = compare(&[with_dead(0), load("y", &value(1, ""))], None);
    assert_eq!(
        kinds(&everywhere),
        [(Kind::Works, vec![0, 1]), (Kind::ServerAddresses, vec![0, 1])]
    );
    assert_eq!(kinds(&here), [(Kind::Works, vec![0, 1]), (Kind::SomeAddresses, vec![0])]);
    let dead: std::net::IpAddr = "2001:db8::1".parse().expect("is an address");
    assert_eq!(here.conclusions[1].addresses, [dead]);
}

#[test]
fn other_servers_are_not_compared_with_each_other() {
    let mut other = value(1, "connect.refused");
    other["endpoints"][0]["host"] = json!("mail.example.org");
    let found = compare(&[load("a", &value(0, "")), load("b", &other)], None);
    assert_eq!(found.rows.len(), 2);
    assert_eq!(kinds(&found), [(Kind::Undecided, vec![0]), (Kind::Undecided, vec![1])]);
}

#[test]
fn what_was_cut_short_says_nothing() {
    let mut cut = value(0, "");
    cut["ended"] = json!("deadline");
    cut["endpoints"][0]["login"]["outcome"] = json!("not-attempted");
    let found = compare(&[load("a", &cut), load("b", &value(1, ""))], None);
    assert_eq!(kinds(&found), [(Kind::Undecided, vec![1])]);
}

#[test]
fn what_is_no_report_is_refused() {
    let refused = |text: &str| SavedReport::from_json("x", text).expect_err(text);
    assert!(matches!(refused("no JSON"), LoadReportError::NotReport(_)));
    assert!(matches!(refused("{}"), LoadReportError::NotReport(_)));
    let newer = r#"{ "schema": "mailcheck-report/2" }"#;
    assert!(matches!(refused(newer), LoadReportError::OtherSchema { .. }));
    let empty = r#"{ "schema": "mailcheck-report/1" }"#;
    assert!(matches!(refused(empty), LoadReportError::Damaged(_)));
    let mut stray = value(0, "login.rejected");
    stray["findings"][0]["endpoint"] = json!(7);
    assert!(matches!(refused(&stray.to_string()), LoadReportError::UnknownEndpoint));
}

/// What the program writes, it reads.
#[test]
fn real_reports_are_read() {
    let evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
    let told = crate::render::json(&crate::judge(evidence), Lang::En);
    SavedReport::from_json("empty", &told).expect("is a report");
}

#[test]
fn every_kind_can_be_said_in_every_language() {
    let reached: BTreeSet<Kind> = CASES
        .iter()
        .flat_map(|(_, _, expected)| expected.iter().map(|(kind, _)| *kind))
        .chain([Kind::Inspected, Kind::ServerAddresses, Kind::SomeAddresses])
        .collect();
    assert_eq!(reached, BTreeSet::from(Kind::ALL), "a kind that nothing leads to, or a new one");
    for lang in Lang::ALL {
        for (differs, faults, _) in CASES {
            let reports = reports(faults);
            let comparison = compare(&reports, *differs);
            let text = comparison_text(&reports, &comparison, &Style::new(lang));
            let is_wide = |line: &&str| textwrap::core::display_width(line) > 80;
            assert_eq!(text.lines().find(is_wide), None);
            for missing in ["compare-", "{ $", ".title", ".cause", ".action", "label-"] {
                assert!(!text.contains(missing), "{text}");
            }
            let json: BTreeMap<String, Value> =
                serde_json::from_str(&comparison_json(&reports, &comparison, lang))
                    .expect("is JSON");
            assert_eq!(json["schema"], "mailcheck-comparison/1");
        }
    }
}
