//! Every way in which a run can go, with exactly the findings that it leads to.

mod accounts;
mod capabilities;
mod certificates;
pub(super) mod circle;
mod greetings;
pub(super) mod limits;
mod line;
mod logins;
mod mechanisms;
mod network;
mod pop3;
mod published;
pub(super) mod sending;
mod sessions;
mod tls;
pub(super) mod typing;

use super::evidence::ids;
use crate::evidence::Evidence;
use crate::report::{Severity, Verdict};
use crate::rules::judge;

/// A run and what it is to lead to.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) name: &'static str,
    pub(super) evidence: Evidence,
    pub(super) expected: Vec<&'static str>,
    /// The case of the first finding.
    case: &'static str,
}

/// Runs that lead to the same findings, each with the case of the first and a name.
fn under(expected: &[&'static str], runs: Vec<(&'static str, &'static str, Evidence)>) -> Vec<Run> {
    let runs = runs.into_iter();
    runs.map(|(case, name, evidence)| Run { name, evidence, expected: expected.to_vec(), case })
        .collect()
}

/// All runs with a fault.
pub(super) fn all() -> Vec<Run> {
    [
        network::settings(),
        published::not_found(),
        published::forgeable(),
        published::insecure(),
        published::stale(),
        published::conflicts(),
        published::documents(),
        network::names(),
        network::connections(),
        line::sending_blocked(),
        line::other_ports(),
        line::networks(),
        line::resolvers(),
        greetings::greetings(),
        tls::upgrades(),
        tls::handshakes(),
        certificates::dates(),
        certificates::names_and_issuers(),
        certificates::ways(),
        logins::logins(),
        mechanisms::mechanisms(),
        accounts::accounts(),
        sessions::sessions(),
        sending::sendings(),
        typing::slips(),
        pop3::replies(),
        pop3::ways(),
        pop3::alone(),
        limits::limits(),
        capabilities::capabilities_missing(),
        circle::circles(),
    ]
    .concat()
}

#[test]
fn each_run_leads_to_exactly_its_findings() {
    for run in all() {
        let report = judge(run.evidence);
        assert_eq!(ids(&report), run.expected, "{}", run.name);
        let first = report.findings.first().expect(run.name);
        assert_eq!(first.advice.case, run.case, "{}", run.name);
        let is_good = report.findings.iter().all(|it| it.severity == Severity::Notice);
        assert_eq!(report.verdict == Verdict::Ready, is_good, "{}", run.name);
    }
}
