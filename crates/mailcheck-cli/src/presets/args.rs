//! The arguments of `mailcheck presets`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use mailcheck::explain::findings;
use mailcheck::render::Lang;
use mailcheck::report::Severity;
use mailcheck_presets::{Shard, claims, lint};

use crate::args::{Listed, ValueError, When, langs};

use super::diff::Diff;
use super::history::Kept;
use super::probing::Probing;

/// Test preset files of mail programs
#[derive(Args, Debug)]
pub(crate) struct Presets {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    Check(Box<Check>),
    Diff(Diff),
}

/// Find what is wrong in preset files, and whether the servers that they name work
///
/// Formats are told by their content: autoconfig XML, provider-db, K-9's providers.xml, MailCore's and
/// Nodemailer's JSON, .mobileconfig, TOML.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
                  mailcheck presets check --offline presets/\n  \
                  mailcheck presets check presets/ --format sarif -o presets.sarif\n  \
                  mailcheck presets check presets/ --baseline known.json --update-baseline\n  \
                  mailcheck presets check presets/ --changed-since origin/main --format github\n\n\
                  Exit status: 0 nothing was found that counts, 1 a finding counts, 2 the call was wrong, 3 could \
                  not tell, or not everything could be read, 130 interrupted by Ctrl-C, 143 by SIGTERM.")]
pub(crate) struct Check {
    /// Files, folders with such files in them and below, or addresses of the web that begin with https://
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Read the files only, and ask no server
    #[arg(long)]
    pub(crate) offline: bool,
    /// Exemptions from rules, instead of mailcheck.toml in the nearest folder above
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) scope: Scope,
    #[command(flatten)]
    pub(crate) count: Count,
    #[command(flatten)]
    pub(crate) probing: Probing,
    #[command(flatten)]
    pub(crate) history: Kept,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What of all that is looked at.
#[derive(Args, Debug)]
#[command(next_help_heading = "What is checked")]
pub(crate) struct Scope {
    /// Tell findings with this id only, such as preset.password-in-clear (repeatable)
    #[arg(long, value_name = "ID", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: rule, values: rules })]
    pub(crate) rule: Vec<&'static str>,
    /// Tell no findings with this id (repeatable)
    #[arg(long, value_name = "ID", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: rule, values: rules })]
    pub(crate) skip: Vec<&'static str>,
    /// Tell findings of the files only that differ from where the branch left this commit or branch of
    /// Git; all files are read, for some rules look at all of them
    #[arg(long, value_name = "GIT-REF")]
    pub(crate) changed_since: Option<String>,
    /// Do the I-th of N parts of the work; all parts together do all of it, and none of it twice
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Shard>,
}

/// What fails.
#[derive(Args, Debug)]
#[command(next_help_heading = "What fails")]
pub(crate) struct Count {
    /// From which severity on a finding fails the check
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(crate) fail_on: FailOn,
    /// Let warnings fail too
    #[arg(long, conflicts_with = "fail_on")]
    pub(crate) strict: bool,
    /// Let the findings in this file not count, and say which of them are gone
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) baseline: Option<PathBuf>,
    /// Write what is found now to the file of --baseline, so that only new findings fail from then on
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,
}

impl Count {
    /// From which severity on a finding fails the check; none if nothing does.
    pub(crate) fn severity(&self) -> Option<Severity> {
        if self.strict {
            return Some(Severity::Warning);
        }
        match self.fail_on {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Notice => Some(Severity::Notice),
            FailOn::Never => None,
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Notice,
    Never,
}

/// How the report is told.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// How to print the report; `github` is workflow commands of GitHub Actions, `markdown` for a
    /// comment or a job summary
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Write the report to a file
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The language, en or ja; else that of `LC_ALL`, `LC_MESSAGES` or `LANG`
    #[arg(long, value_name = "LANG", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: str::parse::<Lang>, values: langs })]
    pub(crate) lang: Option<Lang>,
    /// When to use colours; `NO_COLOR` is heeded too
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Junit,
    Sarif,
    Github,
    Markdown,
}

fn rule(text: &str) -> Result<&'static str, ValueError> {
    ids().find(|id| *id == text).ok_or(ValueError::UnknownRule)
}

fn rules() -> Vec<PossibleValue> {
    ids().map(PossibleValue::new).collect()
}

/// What can be found: in files, and at the servers that they name.
fn ids() -> impl Iterator<Item = &'static str> {
    let of_files = lint::all().iter().map(|rule| rule.id);
    let of_servers = claims::all().iter().map(|claim| claim.id).chain(findings());
    let ids: BTreeSet<&str> = of_files.chain(of_servers).collect();
    ids.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_of_files_and_of_servers() {
        for id in ["preset.password-in-clear", "tls.certificate-expired"] {
            assert_eq!(rule(id).expect("is one"), id);
        }
        for id in ["", "password-in-clear", "preset.no-such"] {
            assert!(rule(id).is_err(), "{id}");
        }
    }
}
