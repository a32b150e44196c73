//! The sentences about how much was looked at and found, and the tables of it.

use std::collections::BTreeMap;

use mailcheck::render::Words;
use mailcheck::report::{Arg, Severity};

use crate::report::{Finding, Outcome, Report, Standing};

/// What the check came to, in one sentence.
pub(super) fn result(report: &Report, fail_on: Option<Severity>, words: &Words) -> String {
    let count = number(report.counts(fail_on).failing);
    let key = format!("presets-result-{}", report.outcome(fail_on).name());
    words.ui(&key, &[("count", count)])
}

/// Whether that is good.
pub(super) fn is_good(report: &Report, fail_on: Option<Severity>) -> bool {
    report.outcome(fail_on) == Outcome::Well
}

/// How much was looked at and found: a sentence each.
pub(super) fn sentences(report: &Report, words: &Words) -> Vec<String> {
    let counts = report.counts(None);
    let read = [
        ("files", number(report.files)),
        ("providers", number(report.providers)),
        ("servers", number(report.servers)),
    ];
    let mut told = vec![words.ui("presets-counts-read", &read)];
    if !report.probed.is_empty() {
        let probed = [
            ("count", number(report.probed.len() - counts.not_probed)),
            ("works", number(counts.works)),
            ("fails", number(counts.fails)),
            ("undecided", number(counts.undecided)),
            ("left", number(counts.not_probed)),
        ];
        told.push(words.ui("presets-counts-probed", &probed));
    }
    let found = [
        ("errors", number(counts.errors)),
        ("warnings", number(counts.warnings)),
        ("notices", number(counts.notices)),
    ];
    told.push(words.ui("presets-counts-found", &found));
    let is_open = report.unread.iter().filter(|it| it.leaves_open()).count();
    for (key, count) in [
        ("presets-counts-inconclusive", counts.inconclusive),
        ("presets-counts-exempt", counts.exempt),
        ("presets-counts-known", counts.known),
        ("presets-counts-gone", report.gone.iter().map(|(_, count)| count).sum()),
        ("presets-counts-left-out", report.left_out.len()),
        ("presets-counts-unread", is_open),
        ("presets-counts-passed-over", report.passed_over),
    ] {
        if count > 0 {
            told.push(words.ui(key, &[("count", number(count))]));
        }
    }
    told
}

/// A line of a table.
pub(super) struct Row {
    /// The gravest that is in it.
    pub(super) severity: Severity,
    /// A finding's id, or a provider.
    pub(super) name: String,
    /// How much there is of it.
    pub(super) text: String,
}

/// Findings that count or cannot be told, by their ids, the gravest and most frequent first.
pub(super) fn by_finding(report: &Report, words: &Words) -> Vec<Row> {
    let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
    for finding in &report.findings {
        all.entry(finding.finding.id).or_default().add(finding);
    }
    let row = |(id, tally): (&str, Tally)| {
        let files = report.files_with(|it| it.finding.id == id && it.standing == Standing::Counts);
        let count = [("count", number(tally.counts())), ("files", number(files))];
        let mut parts = Vec::new();
        if tally.counts() > 0 {
            parts.push(words.ui("presets-part-in-files", &count));
        }
        parts.extend(tally.aside(words));
        (tally, Row { severity: tally.worst(), name: id.to_owned(), text: words.list(&parts) })
    };
    sorted(all.into_iter().map(row).collect())
}

/// Providers of which something counts or cannot be told, those with the gravest and most findings first.
pub(super) fn by_provider(report: &Report, words: &Words) -> Vec<Row> {
    let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
    for finding in &report.findings {
        let Some(provider) = &finding.provider else { continue };
        if matches!(finding.standing, Standing::Counts | Standing::Inconclusive) {
            all.entry(provider).or_default().add(finding);
        }
    }
    let row = |(name, tally): (&str, Tally)| {
        let mut parts = Vec::new();
        for (key, count) in [
            ("presets-part-errors", tally.errors),
            ("presets-part-warnings", tally.warnings),
            ("presets-part-notices", tally.notices),
        ] {
            if count > 0 {
                parts.push(words.ui(key, &[("count", number(count))]));
            }
        }
        parts.extend(tally.aside(words));
        (tally, Row { severity: tally.worst(), name: name.to_owned(), text: words.list(&parts) })
    };
    sorted(all.into_iter().map(row).collect())
}

fn sorted(mut rows: Vec<(Tally, Row)>) -> Vec<Row> {
    rows.sort_by(|(a, _), (b, _)| b.cmp(a));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// How many findings; the more and the graver, the greater.
#[derive(Clone, Copy, Default, Eq, Ord, PartialEq, PartialOrd)]
struct Tally {
    errors: usize,
    warnings: usize,
    notices: usize,
    inconclusive: usize,
    exempt: usize,
    known: usize,
    /// Of all of them.
    worst: Option<std::cmp::Reverse<Severity>>,
}

impl Tally {
    fn add(&mut self, finding: &Finding) {
        *match (&finding.standing, finding.severity()) {
            (Standing::Counts, Severity::Error) => &mut self.errors,
            (Standing::Counts, Severity::Warning) => &mut self.warnings,
            (Standing::Counts, Severity::Notice) => &mut self.notices,
            (Standing::Inconclusive, _) => &mut self.inconclusive,
            (Standing::Exempt(_), _) => &mut self.exempt,
            (Standing::Known, _) => &mut self.known,
        } += 1;
        self.worst = self.worst.max(Some(std::cmp::Reverse(finding.severity())));
    }

    fn counts(&self) -> usize {
        self.errors + self.warnings + self.notices
    }

    fn worst(&self) -> Severity {
        self.worst.map_or(Severity::Notice, |it| it.0)
    }

    /// How many do not count, and why.
    fn aside(&self, words: &Words) -> Vec<String> {
        let parts = [
            ("presets-part-inconclusive", self.inconclusive),
            ("presets-part-exempt", self.exempt),
            ("presets-part-known", self.known),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        parts.map(|(key, count)| words.ui(key, &[("count", number(count))])).collect()
    }
}

pub(super) fn number(count: usize) -> Arg {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
