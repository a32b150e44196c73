//! `mailcheck compare`: reports read back, and what their differences mean.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use mailcheck::compare::{Comparison, Differs, Kind, LoadReportError, SavedReport, compare};
use mailcheck::evidence::{Evidence, LoadEvidenceError};
use mailcheck::render::{Lang, Style, comparison_json, comparison_text, json};

use crate::args::{Compare, ComparedBy, Plain};
use crate::complaint::{Complaint, note};
use crate::exit::Ending;
use crate::output::{self, Sink};

/// Why a file cannot be compared.
#[derive(Debug, thiserror::Error)]
enum ReadReportError {
    #[error("{} cannot be read: {why}", path.display())]
    Read { path: PathBuf, why: io::Error },
    #[error("{} is larger than any report ({LARGEST_OCTETS} octets)", path.display())]
    TooLarge { path: PathBuf },
    #[error("{}: {why}", path.display())]
    Evidence { path: PathBuf, why: LoadEvidenceError },
    #[error("{}: {why}", path.display())]
    Report { path: PathBuf, why: LoadReportError },
}

impl From<ReadReportError> for Complaint {
    fn from(why: ReadReportError) -> Self {
        let hint = match why {
            ReadReportError::Report { why: LoadReportError::OtherSchema { .. }, .. }
            | ReadReportError::Evidence { why: LoadEvidenceError::OtherSchema { .. }, .. } => {
                "another version of mailcheck wrote it; make the reports with one version"
            }
            ReadReportError::Read { .. } => "name a file that you may read",
            ReadReportError::Evidence { .. }
            | ReadReportError::Report { .. }
            | ReadReportError::TooLarge { .. } => {
                "make a report by: mailcheck verify ADDRESS --format json -o FILE"
            }
        };
        Self::new(why).hint(hint)
    }
}

/// No report comes near it: that of eight servers has some 100 kB.
const LARGEST_OCTETS: u64 = 16 << 20;

pub(crate) fn run(call: &Compare) -> Result<Ending, Complaint> {
    if call.reports.len() < 2 {
        let hint = "name the report of another device, line or time as well";
        return Err(Complaint::new("there is nothing to compare one report with").hint(hint));
    }
    let labels = labels(&call.reports);
    let reports: Vec<SavedReport> = call
        .reports
        .iter()
        .zip(&labels)
        .map(|(path, label)| read(path, label))
        .collect::<Result<_, _>>()?;
    let accounts: Vec<_> = reports.iter().map(|report| report.address.as_deref()).collect();
    if accounts.windows(2).any(|pair| pair.first() != pair.last()) {
        note("the reports are not all about the same mail address");
    }
    let differs = call.by.map(|by| match by {
        ComparedBy::Place => Differs::Place,
        ComparedBy::Time => Differs::Time,
    });
    let comparison = compare(&reports, differs);
    let lang = output::lang(call.show.lang);
    let told = match call.show.format {
        Plain::Json => comparison_json(&reports, &comparison, lang),
        Plain::Text => {
            let style = Style::new(lang).colour(output::is_stdout_coloured(call.show.color));
            comparison_text(&reports, &comparison, &style)
        }
    };
    Sink::open(None)?.write(&told)?;
    Ok(ending(&comparison))
}

/// The shortest names that tell the files apart: without folder and ending where that is enough.
fn labels(paths: &[PathBuf]) -> Vec<String> {
    let stem = |path: &PathBuf| {
        path.file_stem().map_or_else(String::new, |it| it.to_string_lossy().into_owned())
    };
    let stems: Vec<String> = paths.iter().map(stem).collect();
    let is_unique = |name: &String| stems.iter().filter(|other| *other == name).count() == 1;
    let name = |(stem, path): (&String, &PathBuf)| {
        if is_unique(stem) { stem.clone() } else { path.display().to_string() }
    };
    stems.iter().zip(paths).map(name).collect()
}

/// Reads a report, or judges saved evidence first.
fn read(path: &Path, label: &str) -> Result<SavedReport, ReadReportError> {
    let path = || path.to_owned();
    let open = |why| ReadReportError::Read { path: path(), why };
    let mut text = String::new();
    let file = File::open(path()).map_err(open)?;
    file.take(LARGEST_OCTETS + 1).read_to_string(&mut text).map_err(open)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > LARGEST_OCTETS {
        return Err(ReadReportError::TooLarge { path: path() });
    }
    let why = match SavedReport::from_json(label, &text) {
        Ok(report) => return Ok(report),
        Err(why) => why,
    };
    let is_evidence =
        matches!(&why, LoadReportError::OtherSchema { schema } if schema.starts_with(EVIDENCE));
    if !is_evidence {
        return Err(ReadReportError::Report { path: path(), why });
    }
    let evidence = Evidence::from_json(&text)
        .map_err(|why| ReadReportError::Evidence { path: path(), why })?;
    let report = json(&mailcheck::judge(evidence), Lang::En);
    SavedReport::from_json(label, &report)
        .map_err(|why| ReadReportError::Report { path: path(), why })
}

/// What the schemas of all versions of evidence begin with.
const EVIDENCE: &str = "mailcheck-evidence/";

/// As the contract's exit statuses: all works, a problem is left, or it cannot be told.
fn ending(comparison: &Comparison) -> Ending {
    let is = |kind: Kind| matches!(kind, Kind::Passed | Kind::Reached | Kind::Works);
    let kinds = || comparison.conclusions.iter().map(|it| it.kind);
    let is_open = |kind: Kind| matches!(kind, Kind::Differs | Kind::Undecided);
    if kinds().any(|kind| !is(kind) && !is_open(kind)) {
        Ending::Problem
    } else if comparison.conclusions.is_empty() || kinds().any(is_open) {
        Ending::CouldNotTell
    } else {
        Ending::Done
    }
}
