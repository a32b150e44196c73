//! Telling what was found: one file a format. Pure; the sentences are in `locales/`, and functions that take
//! words take those that speak of presets: of [`Words`] with [`crate::words`] added.

mod counts;
mod diff;
mod github;
mod history;
mod json;
mod junit;
mod markdown;
#[cfg(test)]
mod samples;
mod sarif;
mod text;

pub use diff::{diff_json, diff_text};
pub use github::github;
pub use history::{history_note, history_text};
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use sarif::sarif;
pub use text::text;

use std::io;
use std::path::Path;

use mailcheck::model::Unusable;
use mailcheck::render::{Words, fetch_failure};
use mailcheck::report::{Arg, Severity};

use crate::file::Place;
use crate::load::NotRead;
use crate::report::{Finding, Report, Standing};

/// `path:line:column`, as far as they are known.
fn place(path: &Path, at: Place) -> String {
    let path = path.display();
    match at {
        Place { line: 0, .. } => path.to_string(),
        Place { line, column: 0 } => format!("{path}:{line}"),
        Place { line, column } => format!("{path}:{line}:{column}"),
    }
}

/// Why a file was not read.
fn reason(why: &NotRead, words: &Words) -> String {
    let key = match why {
        NotRead::Io(why) => return of_system(why, words),
        NotRead::Unusable(Unusable::Malformed { text }) => {
            let text = [("text", Arg::from(text.as_str()))];
            return words.ui("presets-unread-malformed", &text);
        }
        NotRead::NotFetched(why) => {
            let why = [("why", Arg::from(fetch_failure(why)))];
            return words.ui("presets-unread-not-fetched", &why);
        }
        NotRead::Again => "presets-unread-again",
        NotRead::Deep => "presets-unread-deep",
        NotRead::Empty => "presets-unread-empty",
        NotRead::Many => "presets-unread-many",
        NotRead::NoPreset => "presets-unread-no-preset",
        NotRead::NotAFile => "presets-unread-not-a-file",
        NotRead::NotAPreset => "presets-unread-not-a-preset",
        NotRead::Signed => "presets-unread-signed",
        NotRead::TooLong => "presets-unread-too-long",
        NotRead::Unusable(_) => "presets-unread-unusable",
    };
    words.ui(key, &[])
}

/// The operating system's reasons, those of others in its own words.
fn of_system(why: &io::Error, words: &Words) -> String {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the standard library's")]
    let key = match why.kind() {
        io::ErrorKind::NotFound => "presets-unread-gone",
        io::ErrorKind::PermissionDenied => "presets-unread-denied",
        _ => return why.to_string(),
    };
    words.ui(key, &[])
}

/// What a finding is called in front of people: how grave it is, or why it does not count.
fn grade(finding: &Finding, words: &Words) -> String {
    match finding.standing {
        Standing::Counts => severity(finding.severity(), words),
        Standing::Exempt(_) | Standing::Inconclusive | Standing::Known => {
            words.ui(&format!("presets-grade-{}", finding.standing.name()), &[])
        }
    }
}

fn severity(severity: Severity, words: &Words) -> String {
    words.ui(&format!("severity-{}", severity.name()), &[])
}

/// The findings that a person is to read, the worst first: those that count, then those that cannot be told.
fn worst_first(report: &Report) -> Vec<&Finding> {
    let is_shown = |it: &&Finding| matches!(it.standing, Standing::Counts | Standing::Inconclusive);
    let mut findings: Vec<&Finding> = report.findings.iter().filter(is_shown).collect();
    findings.sort_by_key(|it| (it.standing == Standing::Inconclusive, it.severity()));
    findings
}

/// A rule's words without what they say of one case: `…` stands for that.
fn in_general(id: &str, part: &str, words: &Words) -> Option<String> {
    let text = words.find(&id.replace('.', "-"), Some(part), &[])?;
    let mut general = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("{$") {
        general.push_str(before);
        general.push('…');
        rest = after.split_once('}').map_or("", |(_name, after)| after);
    }
    Some(general + rest)
}
