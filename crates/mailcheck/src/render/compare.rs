//! What a comparison came to: for people as text, for programs as JSON.

use serde::Serialize;
use textwrap::core::display_width;

use super::escape_json;
use super::page::{Page, Role, pad};
use super::{Style, Words};
use crate::compare::{Comparison, Conclusion, Kind, Row, SavedReport, State, Subject};
use crate::report::Arg;

/// The name and version of the JSON shape.
const SCHEMA: &str = "mailcheck-comparison/1";

/// Tells a comparison to people. Ends in a line feed.
pub fn comparison_text(reports: &[SavedReport], comparison: &Comparison, style: &Style) -> String {
    let words = Words::new(style.lang);
    let mut teller = Teller { reports, words: &words, page: Page::new(style.width, style.colour) };
    teller.reports();
    for (index, row) in comparison.rows.iter().enumerate() {
        teller.row(row);
        for conclusion in comparison.conclusions.iter().filter(|it| it.row == index) {
            teller.conclusion(row, conclusion);
        }
    }
    teller.page.into_text()
}

/// Tells a comparison to programs, with the sentences in the language of the style. Ends in a line
/// feed.
pub fn comparison_json(
    reports: &[SavedReport],
    comparison: &Comparison,
    lang: super::Lang,
) -> String {
    let words = Words::new(lang);
    let shape = ComparisonJson {
        schema: SCHEMA,
        reports: reports.iter().map(report_json).collect(),
        rows: comparison.rows.iter().map(row_json).collect(),
        conclusions: comparison
            .conclusions
            .iter()
            .filter_map(|it| Some((it, comparison.rows.get(it.row)?)))
            .map(|(it, row)| conclusion_json(reports, row, it, &words))
            .collect(),
    };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&shape).unwrap_or_default()) + "\n"
}

struct Teller<'a> {
    reports: &'a [SavedReport],
    words: &'a Words,
    page: Page,
}

impl Teller<'_> {
    /// What was compared.
    fn reports(&mut self) {
        let words = self.words;
        self.page.say(Role::Heading, &words.ui("compare-heading", &[]));
        let column = self.column();
        for report in self.reports {
            let verdict = words.ui(&format!("compare-verdict-{}", verdict(report)), &[]);
            let line = [
                ("date", Arg::from(report.started)),
                ("verdict", Arg::from(verdict)),
                ("address", Arg::from(report.address.clone().unwrap_or_default())),
            ];
            let line = words.ui("compare-report", &line);
            self.page.entry(&format!("  {}", report.label), column, line.trim_end());
        }
    }

    /// Behind the longest label, within reason.
    fn column(&self) -> usize {
        let widest = self.reports.iter().map(|report| display_width(&report.label)).max();
        (widest.unwrap_or_default() + 4).clamp(8, WIDEST_LABEL)
    }

    fn row(&mut self, row: &Row) {
        let words = self.words;
        self.page.gap();
        self.page.say(Role::Heading, &subject(&row.subject, words));
        let column = self.column();
        for ((report, state), faults) in self.reports.iter().zip(&row.states).zip(&row.faults) {
            let name = state.map_or("absent", State::name);
            let mut line = words.ui(&format!("compare-state-{name}"), &[]);
            if !faults.is_empty() {
                line = format!("{line} [{}]", faults.join(", "));
            }
            self.page.entry(&pad(&format!("  {}", report.label), column), column, &line);
        }
    }

    fn conclusion(&mut self, row: &Row, conclusion: &Conclusion) {
        let words = self.words;
        let args = args(self.reports, row, conclusion, words);
        let part = |part: &str| words.attribute(&key(conclusion.kind), part, &args);
        let role = match conclusion.kind {
            Kind::Works => Role::Good,
            Kind::Passed | Kind::Reached | Kind::Undecided => Role::Note,
            Kind::Account
            | Kind::Alternates
            | Kind::Began
            | Kind::DeviceAccount
            | Kind::DeviceTrust
            | Kind::Differs
            | Kind::Inspected
            | Kind::Line
            | Kind::PassingThere
            | Kind::ServerAddresses
            | Kind::ServiceCertificate
            | Kind::ServiceEncryption
            | Kind::ServicePassing
            | Kind::ServiceUnreached
            | Kind::Setting
            | Kind::SomeAddresses
            | Kind::Stripped => Role::Warn,
        };
        self.page.paragraph((role, "  "), 2, (role, &part("title")));
        let labels = ["why", "do", "who"].map(|label| words.ui(&format!("label-{label}"), &[]));
        let widest = labels.iter().map(|label| display_width(label)).max().unwrap_or_default();
        let column = widest + 6;
        let [why, act, who] = labels.map(|label| format!("    {label}"));
        self.page.entry(&why, column, &part("cause"));
        self.page.entry(&act, column, &part("action"));
        self.page.entry(&who, column, &words.who(conclusion.kind.who()));
    }
}

/// A label of more columns is followed by its line below.
const WIDEST_LABEL: usize = 28;

fn key(kind: Kind) -> String {
    format!("compare-{}", kind.name())
}

/// The contract's four words; a report may say anything.
fn verdict(report: &SavedReport) -> &'static str {
    match report.verdict.as_str() {
        "ready" => "ready",
        "ready-with-warnings" => "ready-with-warnings",
        "not-ready" => "not-ready",
        _unknown_or_inconclusive => "inconclusive",
    }
}

fn subject(subject: &Subject, words: &Words) -> String {
    match subject {
        Subject::Endpoint { service, host, port, security } => {
            let args = [
                ("service", Arg::from(service.acronym())),
                ("host", Arg::from(host.as_str())),
                ("port", Arg::from(i64::from(*port))),
                ("security", Arg::from(words.ui(&format!("security-{security}"), &[]))),
            ];
            words.ui("compare-endpoint", &args)
        }
        Subject::Search => words.ui("compare-search", &[]),
    }
}

fn args(
    reports: &[SavedReport],
    row: &Row,
    conclusion: &Conclusion,
    words: &Words,
) -> Vec<(&'static str, Arg)> {
    let label = |index: &usize| reports.get(*index).map(|report| report.label.clone());
    let labels: Vec<String> = conclusion.reports.iter().filter_map(label).collect();
    let addresses: Vec<String> = conclusion.addresses.iter().map(ToString::to_string).collect();
    let place = match &row.subject {
        Subject::Endpoint { host, .. } => host.clone(),
        Subject::Search => words.ui("compare-search", &[]),
    };
    vec![
        ("reports", Arg::from(labels)),
        ("addresses", Arg::from(addresses)),
        ("place", Arg::from(place)),
    ]
}

#[derive(Serialize)]
struct ComparisonJson<'a> {
    schema: &'static str,
    reports: Vec<SavedJson<'a>>,
    rows: Vec<RowJson<'a>>,
    conclusions: Vec<ConclusionJson>,
}

#[derive(Serialize)]
struct SavedJson<'a> {
    label: &'a str,
    started: String,
    verdict: &'static str,
}

#[derive(Serialize)]
struct RowJson<'a> {
    service: Option<&'static str>,
    host: Option<&'a str>,
    port: Option<u16>,
    security: Option<&'static str>,
    /// One a report; null where the report has no such endpoint.
    states: Vec<Option<&'static str>>,
    findings: &'a [Vec<String>],
}

#[derive(Serialize)]
struct ConclusionJson {
    kind: &'static str,
    row: usize,
    reports: Vec<usize>,
    addresses: Vec<std::net::IpAddr>,
    title: String,
    cause: String,
    action: String,
    who: &'static str,
}

fn report_json(report: &SavedReport) -> SavedJson<'_> {
    SavedJson {
        label: &report.label,
        started: report.started.to_string(),
        verdict: verdict(report),
    }
}

fn row_json(row: &Row) -> RowJson<'_> {
    let states = row.states.iter().map(|state| state.map(State::name)).collect();
    let (service, host, port, security) = match &row.subject {
        Subject::Endpoint { service, host, port, security } => {
            (Some(service.name()), Some(host.as_str()), Some(*port), Some(security.name()))
        }
        Subject::Search => (None, None, None, None),
    };
    RowJson { service, host, port, security, states, findings: &row.faults }
}

fn conclusion_json(
    reports: &[SavedReport],
    row: &Row,
    conclusion: &Conclusion,
    words: &Words,
) -> ConclusionJson {
    let args = args(reports, row, conclusion, words);
    let part = |part: &str| words.attribute(&key(conclusion.kind), part, &args);
    ConclusionJson {
        kind: conclusion.kind.name(),
        row: conclusion.row,
        reports: conclusion.reports.clone(),
        addresses: conclusion.addresses.clone(),
        title: part("title"),
        cause: part("cause"),
        action: part("action"),
        who: conclusion.kind.who().name(),
    }
}
