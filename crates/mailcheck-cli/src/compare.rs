//! `mailcheck compare`: reports read back, and what their differences mean.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use mailcheck::compare::{Comparison, Differs, Kind, LoadReportError, SavedReport, compare};
use mailcheck::evidence::{Evidence, LoadEvidenceError};
use mailcheck::render::{Lang, Style, comparison_json, comparison_text, json};

use crate::args::{Compare, ComparedBy, Plain};
use crate::complaint::{Complaint, Message, note};
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::reasons;

/// Why a file cannot be compared.
#[derive(Debug)]
enum ReadReportError {
    Read { path: PathBuf, why: io::Error },
    TooLarge { path: PathBuf },
    Evidence { path: PathBuf, why: LoadEvidenceError },
    Report { path: PathBuf, why: LoadReportError },
}

impl From<ReadReportError> for Complaint {
    fn from(why: ReadReportError) -> Self {
        let (key, path, why) = match &why {
            ReadReportError::Read { path, why } => ("compare-unreadable", path, reasons::of(why)),
            ReadReportError::TooLarge { path } => {
                let most = LARGEST_OCTETS.to_string();
                return Message::new("compare-too-large").path(path).with("most", most).into();
            }
            ReadReportError::Evidence { path, why } => {
                let is_other = matches!(why, LoadEvidenceError::OtherSchema { .. });
                (wrong(is_other), path, reasons::of(why))
            }
            ReadReportError::Report { path, why } => {
                let is_other = matches!(why, LoadReportError::OtherSchema { .. });
                (wrong(is_other), path, reasons::of(why))
            }
        };
        Message::new(key).path(path).with("why", why).into()
    }
}

/// What to do depends on whether the file is of another version.
fn wrong(is_other_schema: bool) -> &'static str {
    if is_other_schema { "compare-other-schema" } else { "compare-wrong" }
}

/// No report comes near it: that of eight servers has some 100 kB.
const LARGEST_OCTETS: u64 = 16 << 20;

pub(crate) fn run(call: &Compare) -> Result<Ending, Complaint> {
    if call.reports.len() < 2 {
        return Err(Message::new("compare-one").into());
    }
    let texts: Vec<String> =
        call.reports.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    if let Some((path, other)) = same(&call.reports, &texts) {
        let message = Message::new("compare-same").path(path);
        return Err(message.with("other", other.display().to_string()).into());
    }
    let reports: Vec<SavedReport> = labels(&call.reports)
        .iter()
        .zip(call.reports.iter().zip(&texts))
        .map(|(label, (path, text))| understood(path, label, text))
        .collect::<Result<_, _>>()?;
    let accounts: Vec<_> = reports.iter().map(|report| report.address.as_deref()).collect();
    if accounts.windows(2).any(|pair| pair.first() != pair.last()) {
        note(&Message::new("compare-accounts-differ"));
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

/// The first two files with the same content: one look at a place is not two, nor at two times.
fn same<'a>(paths: &'a [PathBuf], texts: &[String]) -> Option<(&'a PathBuf, &'a PathBuf)> {
    let mut files = paths.iter().zip(texts);
    while let Some((path, text)) = files.next() {
        if let Some((other, _)) = files.clone().find(|(_, other)| *other == text) {
            return Some((path, other));
        }
    }
    None
}

/// What is in a file.
fn read(path: &Path) -> Result<String, ReadReportError> {
    let path = || path.to_owned();
    let open = |why| ReadReportError::Read { path: path(), why };
    let mut text = String::new();
    let file = File::open(path()).map_err(open)?;
    file.take(LARGEST_OCTETS + 1).read_to_string(&mut text).map_err(open)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > LARGEST_OCTETS {
        return Err(ReadReportError::TooLarge { path: path() });
    }
    Ok(text)
}

/// Reads a report, or judges saved evidence first.
fn understood(path: &Path, label: &str, text: &str) -> Result<SavedReport, ReadReportError> {
    let path = || path.to_owned();
    let why = match SavedReport::from_json(label, text) {
        Ok(report) => return Ok(report),
        Err(why) => why,
    };
    let is_evidence =
        matches!(&why, LoadReportError::OtherSchema { schema } if schema.starts_with(EVIDENCE));
    if !is_evidence {
        return Err(ReadReportError::Report { path: path(), why });
    }
    let evidence =
        Evidence::from_json(text).map_err(|why| ReadReportError::Evidence { path: path(), why })?;
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
