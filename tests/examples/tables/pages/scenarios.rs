//! The page of the scenarios.

use std::error::Error;
use std::fmt::Write as _;

use jiff::Timestamp;
use mailcheck::report::{Arg, Finding, Report};
use mailcheck_mock::{Scenario, Verify};

use super::grouped::{Grouped, Row};
use super::looked;
use super::markdown::{cell, code, row};
use super::told::Languages;

pub(crate) async fn page() -> Result<String, Box<dyn Error>> {
    let languages = Languages::new();
    let mut grouped = Grouped::new();
    let mut healthy = String::new();
    for scenario in Scenario::bundled() {
        for look in scenario.looks() {
            let report = looked::report(&scenario, look).await?;
            if report.findings.is_empty() {
                healthy += &row([&name(&scenario, look), &cell(scenario.title())]);
            }
            for finding in &report.findings {
                let row = Row {
                    what: format!("{}<br>{}", cell(scenario.title()), name(&scenario, look)),
                    places: vec![place(&report, finding)],
                    wait: languages.wait(finding.advice.wait),
                    more: heard(finding),
                };
                grouped.add(dateless(finding.clone()), row);
            }
        }
    }
    let mut page = HEAD.to_owned();
    page += &grouped.sections(&languages, ["what the provider does", "where", "what was seen"]);
    write!(page, "{HEALTHY}{healthy}")?;
    Ok(page)
}

const HEAD: &str = "\
# What is told of every scenario

Made by `cargo run -q -p mailcheck-tests --example tables`: every scenario of `fixtures/scenarios` was looked at in memory, and
this is what `mailcheck verify` says of it. The words stand once for all the looks that lead to them, with the names and numbers
of the first; each date in them is 15 June 2026.
";

const HEALTHY: &str = "\n## Nothing is found\n\n| scenario | what the provider does |\n|---|---|\n";

/// The scenario's file, and how it is looked at where it is not in the usual way.
fn name(scenario: &Scenario, look: &Verify) -> String {
    let file = scenario.name();
    let ports: Vec<&str> = look.ports.iter().map(|port| port.name()).collect();
    let mut how =
        vec![if ports.is_empty() { "settings to be found".to_owned() } else { ports.join(", ") }];
    how.extend(look.address.as_deref().map(|it| code(&format!("address {it}"))));
    how.extend(look.username.as_deref().map(|it| code(&format!("user name {it}"))));
    how.extend(look.password.is_some().then(|| "another password".to_owned()));
    how.extend((!look.log_in).then(|| "no log-in".to_owned()));
    how.extend(look.injection.then(|| "injection".to_owned()));
    how.extend(look.sender.then(|| "sender".to_owned()));
    how.extend(look.send_test.then(|| "test message".to_owned()));
    format!("[{file}](../fixtures/scenarios/{file}.toml)<br>{}", how.join(", "))
}

fn place(report: &Report, finding: &Finding) -> String {
    let endpoint = finding.endpoint.and_then(|index| report.evidence.endpoints.get(index));
    endpoint.map_or_else(String::new, |it| it.endpoint.to_string())
}

fn heard(finding: &Finding) -> String {
    let lines =
        finding.advice.evidence.iter().map(|line| short(&timeless(&untagged(line.as_str()))));
    let mut lines: Vec<String> = lines.collect();
    lines.dedup();
    lines.join("<br>")
}

/// The same in each run, whose tags for IMAP begin with letters by chance.
fn untagged(line: &str) -> String {
    let is_tag = |word: &str| {
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
        let is_number = digits.bytes().all(|octet| octet.is_ascii_digit());
        word.len() == digits.len() + TAG_LETTERS && !digits.is_empty() && is_number
    };
    line.split(' ').map(|word| if is_tag(word) { "a1" } else { word }).collect::<Vec<_>>().join(" ")
}

/// The same at any time, which some servers tell.
fn timeless(line: &str) -> String {
    let fits = |(letter, shape): (u8, u8)| match shape {
        b'0' => letter.is_ascii_digit(),
        other => letter == other,
    };
    let is_time = |octets: &[u8]| octets.iter().copied().zip(TIME.bytes()).all(fits);
    let at = line.as_bytes().windows(TIME.len()).position(is_time);
    let parts = at.and_then(|at| Some((line.get(..at)?, line.get(at + TIME.len()..)?)));
    parts.map_or_else(|| line.to_owned(), |(before, after)| format!("{before}{TIME}{after}"))
}

/// A time as servers write it.
const TIME: &str = "0000-00-00 00:00:00";

/// Letters before the number in a tag of ours.
const TAG_LETTERS: usize = 5;

/// A line as code; of a flood the beginning.
fn short(line: &str) -> String {
    match line.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => code(&format!("{}…", line.get(..end).unwrap_or_default())),
        None => code(line),
    }
}

/// No longer reply has to be read to its end.
const MOST_LETTERS: usize = 160;

/// The same whatever the day: certificates are made anew in each run.
fn dateless(mut finding: Finding) -> Finding {
    for (_name, arg) in &mut finding.advice.args {
        if let Arg::Date(date) = arg {
            *date = A_DAY;
        }
    }
    finding
}

/// 2026-06-15 09:00 (UTC).
const A_DAY: Timestamp = Timestamp::constant(1_781_514_000, 0);
