//! The pages with tables are those that the program writes, and what they tell blames nobody's
//! credential for what is no word about it.

#[path = "../examples/tables/pages/mod.rs"]
mod pages;

use std::error::Error;

use mailcheck::knowledge::replies::{self, Kind, Means, Moment};
use mailcheck::model::Service;
use mailcheck::report::Severity;
use mailcheck_mock::Scenario;

type Outcome = Result<(), Box<dyn Error>>;

/// After a change of rules, words, replies or scenarios: `cargo run -q -p mailcheck-tests --example tables`
#[tokio::test(start_paused = true)]
async fn the_tables_are_fresh() -> Outcome {
    for page in pages::all().await? {
        let written = std::fs::read_to_string(page.path())?;
        let (old, new) = (written.lines(), page.text.lines());
        let line = old.zip(new).position(|(old, new)| old != new);
        let is_fresh = written == page.text;
        let again = "make it anew: cargo run -q -p mailcheck-tests --example tables";
        assert!(is_fresh, "docs/{} differs from line {line:?} on; {again}", page.name);
    }
    Ok(())
}

/// The words with which servers tell of a limit of connections, a filter of addresses, a maintenance.
const LIMITS_AND_FILTERS: &[&str] = &[
    "blocked using",
    "busy",
    "client host rejected",
    "concurrency limit",
    "connection limit",
    "connection rate",
    "connections",
    "listed at",
    "maintenance",
    "rate limit exceeded",
    "sessions",
    "same time",
    "simultaneous",
    "slow down",
];

/// What a reply that has such words says besides: all causes at once, or that this connection is none
/// that is encrypted.
const OTHER_WORDS: &[&str] = &["password is incorrect", "non-secure (ssl/tls) connections"];

/// Whatever the protocol and the moment.
#[test]
fn limits_and_filters_are_told_in_no_finding_of_the_log_in() -> Outcome {
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let mut looked_at = 0;
    for entry in replies::all() {
        let text = entry.example.to_lowercase();
        if !has(&text, LIMITS_AND_FILTERS) || has(&text, OTHER_WORDS) {
            continue;
        }
        for moment in pages::heard::MOMENTS {
            for service in [Service::Imap, Service::Pop3, Service::Smtp] {
                let Some(evidence) = pages::heard::evidence(entry, service, moment)? else {
                    continue;
                };
                looked_at += 1;
                for finding in mailcheck::judge(evidence).findings {
                    let (id, moment) = (finding.id, moment.name());
                    assert!(!id.starts_with("login."), "{}, {service} {moment}: {id}", entry.id);
                }
            }
        }
    }
    assert!(looked_at >= 200, "only {looked_at} replies were looked at");
    Ok(())
}

/// What the catalogue knows as a limit, a filter or a maintenance is never told in a finding of the
/// log-in, and where nothing else is known of it, it is told as what it is.
#[test]
fn what_is_known_to_blame_nobody_is_told_so() -> Outcome {
    let blameless = ["greeting.busy", "greeting.refused"];
    let mut looked_at = 0;
    for entry in replies::all() {
        let is_blameless = |it: &Means| blameless.contains(&it.finding);
        // That it waited too long, or heard too many mistakes, is a word about the log-in that failed.
        let is_ours = |it: &Means| matches!(it.kind, Some(Kind::Idle | Kind::Misuse));
        if !entry.means.iter().all(|it| is_blameless(it) && !is_ours(it)) {
            continue;
        }
        for place in &entry.places {
            let service = place.service.unwrap_or_else(|| pages::heard::service(entry.example));
            let moment = place.moment.unwrap_or(Moment::Login);
            let Some(evidence) = pages::heard::evidence(entry, service, moment)? else { continue };
            looked_at += 1;
            let report = mailcheck::judge(evidence);
            let ids: Vec<&str> = report.findings.iter().map(|finding| finding.id).collect();
            let is_told = ids.iter().any(|id| blameless.contains(id));
            let blames = ids.iter().any(|id| id.starts_with("login."));
            assert!(is_told && !blames, "{}, {service} {}: {ids:?}", entry.id, moment.name());
        }
    }
    assert!(looked_at >= 80, "only {looked_at} replies were looked at");
    Ok(())
}

/// A certificate, a silent line or a limit hides the log-in: nothing is said of it then.
#[tokio::test(start_paused = true)]
async fn no_scenario_blames_the_log_in_for_what_came_before() -> Outcome {
    let mut looked_at = 0;
    for scenario in Scenario::bundled() {
        for look in scenario.looks() {
            let report = pages::looked::report(&scenario, look).await?;
            let errors = report.findings.iter().filter(|it| it.severity == Severity::Error);
            let errors: Vec<(Option<usize>, &str)> =
                errors.map(|finding| (finding.endpoint, finding.id)).collect();
            for (endpoint, before) in &errors {
                let hides = ["tls.", "connect.", "greeting.", "dns."];
                if !hides.iter().any(|stage| before.starts_with(stage)) {
                    continue;
                }
                looked_at += 1;
                let is_blamed = |it: &&(Option<usize>, &str)| {
                    it.0 == *endpoint
                        && it.1.starts_with("login.")
                        && !SEEN_BEFORE_TLS.contains(&it.1)
                };
                let blamed = errors.iter().find(is_blamed);
                assert!(blamed.is_none(), "{}: {before}, and yet {blamed:?}", scenario.name());
            }
        }
    }
    assert!(looked_at >= 100, "only {looked_at} faults were looked at");
    Ok(())
}

/// What is seen in clear, whatever becomes of the encryption.
const SEEN_BEFORE_TLS: &[&str] = &["login.no-mechanism", "login.would-be-in-clear"];
