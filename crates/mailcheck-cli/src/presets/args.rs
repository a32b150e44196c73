//! The arguments of `mailcheck presets`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::diff::Diff;
use super::probing::Probing;
use super::history::Kept;

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
#[command(
    after_help = "Exit status: 0 nothing was found, 1 a problem was found, 2 the call was wrong, 3 could not \
                        tell, 130 interrupted by Ctrl-C, 143 by SIGTERM."
)]
pub(crate) struct Check {
    /// Files, or folders with such files in them and below
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read the files only, and ask no server
    #[arg(long)]
    pub(crate) offline: bool,

    #[command(flatten)]
    pub(crate) probing: Probing,
    #[command(flatten)]
    pub(crate) history: Kept,
}
