//! Why there is no lab.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

/// Why a lab could not be started or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LabError {
    /// A certificate could not be made.
    #[error("cannot make the certificates")]
    Certificate(#[from] rcgen::Error),
    /// A command that sets the stage failed.
    #[error("`{command}` ended with {status}: {stderr}")]
    Command {
        /// Program and arguments.
        command: String,
        /// How it ended.
        status: ExitStatus,
        /// What it said.
        stderr: String,
    },
    /// The operating system refused something.
    #[error("cannot {what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// The system's answer.
        source: io::Error,
    },
    /// There is no `mailcheck` to run.
    #[error(
        "no program at {0}: build it with `cargo build -p mailcheck-cli`, or name it in MAILCHECK_BIN"
    )]
    NoProgram(PathBuf),
    /// A server did not come up.
    #[error("{server} did not start within {within_s} s; it said: {log}")]
    NotStarted {
        /// Name of the program.
        server: &'static str,
        /// How long it was waited for, in seconds.
        within_s: u64,
        /// Its whole log.
        log: String,
    },
    /// This machine cannot hold a lab.
    #[error("{0}")]
    Unavailable(String),
}

impl LabError {
    /// Names what was tried when the operating system refused.
    pub(super) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
