//! The list of rules against the contract.

use std::collections::BTreeSet;

use super::runs;
use crate::report::{Decides, LoginOutcome};
use crate::rules::meaning::DENIED;
use crate::rules::{all, judge};

/// The contract's ids that are judged so far.
const CONTRACT: &[&str] = &[
    "capability.idle-silent",
    "capability.missing",
    "connect.address-dead",
    "connect.filtered",
    "connect.refused",
    "connect.submission-blocked",
    "connect.unreachable",
    "dns.bogus",
    "dns.name-not-found",
    "dns.no-answer",
    "greeting.busy",
    "greeting.dropped",
    "greeting.not-mail",
    "greeting.other-service",
    "greeting.refused",
    "greeting.silent",
    "greeting.slow",
    "limits.low",
    "limits.measured",
    "limits.not-determined",
    "limits.not-restored",
    "limits.too-many-devices",
    "login.allowed-in-clear",
    "login.app-password-required",
    "login.certificate-refused",
    "login.exchange-failed",
    "login.locked",
    "login.mechanism-broken",
    "login.mechanism-unusable",
    "login.no-mechanism",
    "login.oauth-required",
    "login.rejected",
    "login.restricted",
    "login.server-unproved",
    "login.service-disabled",
    "login.temporary-failure",
    "login.token-refused",
    "login.too-soon",
    "login.typing",
    "login.username-form",
    "login.web-login-required",
    "login.would-be-in-clear",
    "send.authentication-failed",
    "send.deferred",
    "send.delivered",
    "send.junked",
    "send.not-authenticated",
    "send.not-delivered",
    "send.not-encrypted-on-the-way",
    "send.not-tested",
    "send.recipient-rejected",
    "send.refused",
    "send.relay-denied",
    "send.sender-rejected",
    "session.id-required",
    "session.mailbox-full",
    "session.mailbox-nearly-full",
    "session.prefix",
    "session.refused",
    "settings.broken-document",
    "settings.conflict",
    "settings.forgeable-source",
    "settings.insecure",
    "settings.look-alike",
    "settings.not-found",
    "settings.pop3-only",
    "settings.record-odd",
    "settings.stale",
    "settings.starttls-preferred",
    "tls.certificate-chain-incomplete",
    "tls.certificate-expired",
    "tls.certificate-expires-soon",
    "tls.certificate-name-mismatch",
    "tls.certificate-not-yet-valid",
    "tls.certificate-self-signed",
    "tls.certificate-unknown-issuer",
    "tls.certificate-weak",
    "tls.certificates-differ",
    "tls.handshake-failed",
    "tls.intercepted",
    "tls.starttls-injection",
    "tls.starttls-not-offered",
    "tls.starttls-refused",
    "tls.version-obsolete",
    "tls.wrong-kind",
];

#[test]
fn every_rule_is_in_the_contract_once() {
    let mut found: Vec<&str> = all().iter().map(|rule| rule.id).collect();
    found.sort_unstable();
    assert_eq!(found, CONTRACT);
}

#[test]
fn every_rule_fires_on_some_run() {
    let runs = runs::all();
    let fired: BTreeSet<&str> = runs.iter().flat_map(|run| run.expected.iter().copied()).collect();
    let known: BTreeSet<&str> = all().iter().map(|rule| rule.id).collect();
    assert_eq!(fired, known);
}

#[test]
fn what_may_pass_decides_nothing() {
    for run in runs::all() {
        for finding in judge(run.evidence).findings {
            let may_pass = finding.advice.decides == Decides::No;
            let (id, case) = (finding.id, finding.advice.case);
            match id {
                "dns.no-answer"
                | "greeting.busy"
                | "greeting.dropped"
                | "greeting.silent"
                | "limits.not-restored"
                | "login.temporary-failure"
                | "login.too-soon"
                | "send.deferred" => assert!(may_pass, "{id}, {}", run.name),
                "login.locked" => assert_eq!(may_pass, case != "until-lifted", "{}", run.name),
                "connect.refused" => {
                    assert_eq!(may_pass, case == "private-address", "{}", run.name);
                }
                "connect.submission-blocked" => {
                    assert_eq!(may_pass, case == "all-ports", "{}", run.name);
                }
                "connect.filtered" | "connect.unreachable" | "settings.not-found" => {}
                "tls.handshake-failed" => {
                    let mute =
                        ["closed", "closed-starttls", "every-port", "silent", "silent-starttls"];
                    let passes = mute.contains(&case)
                        || case == "simpler-works"
                        || run.name == "internal error once";
                    assert_eq!(may_pass, passes, "{}", run.name);
                }
                "session.refused" | "tls.starttls-refused" => {
                    assert_eq!(may_pass, case != "other", "{}", run.name);
                }
                _ => assert!(!may_pass, "{id}, {}", run.name),
            }
            let waits = finding.advice.wait.is_some();
            assert!(!waits || may_pass, "{id} waits and yet is settled, {}", run.name);
            assert!(!waits || case != "not-carried-out", "waiting does not help, {}", run.name);
        }
    }
}

#[test]
fn findings_and_what_came_of_the_log_in_agree() {
    let mut seen = BTreeSet::new();
    for run in runs::all() {
        let report = judge(run.evidence);
        assert_eq!(report.logins.len(), report.evidence.endpoints.len(), "{}", run.name);
        for (index, login) in report.logins.iter().enumerate() {
            let here = report.findings.iter().filter(|finding| finding.endpoint == Some(index));
            let words = here.filter_map(|finding| match (finding.id, finding.advice.case) {
                ("login.certificate-refused" | "login.rejected" | "login.token-refused", _) => {
                    Some("rejected")
                }
                (
                    "login.exchange-failed"
                    | "login.locked"
                    | "login.server-unproved"
                    | "login.temporary-failure",
                    _,
                )
                | ("greeting.refused", "at-login") => Some("temporary"),
                (id, _) if DENIED.contains(&id) => Some("rejected"),
                ("greeting.busy", _) if *login == LoginOutcome::Busy => Some("temporary"),
                _other => None,
            });
            let is_named = matches!(login.name(), "rejected" | "temporary");
            let expected: Vec<_> = is_named.then_some(login.name()).into_iter().collect();
            assert_eq!(words.collect::<Vec<_>>(), expected, "{}", run.name);
            seen.insert(login.name());
        }
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
}
