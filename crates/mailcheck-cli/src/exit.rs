//! How the program can end.

use std::process::ExitCode;

use mailcheck::evidence::Ended;
use mailcheck::report::{Report, Verdict};

/// How the program ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ending {
    /// What was needed did not come in time, and nothing was tested.
    CouldNotTell,
    /// What was asked for was printed, and it was no verdict.
    Done,
    /// The person stopped it; what was known is printed.
    Interrupted,
    /// A verdict was reached. Strict callers take warnings for failures.
    Judged { verdict: Verdict, strict: bool },
    /// A problem was found by what reaches no verdict.
    Problem,
    /// Another program was run, and this was its status.
    Ran(u8),
    /// The call itself was wrong.
    WrongCall,
}

impl Ending {
    pub(crate) fn of(report: &Report, strict: bool) -> Self {
        if report.evidence.ended == Ended::Cancelled {
            return Self::Interrupted;
        }
        Self::Judged { verdict: report.verdict, strict }
    }

    /// The contract's exit status.
    pub(crate) fn status(self) -> ExitCode {
        ExitCode::from(match self {
            // Ready, or ready with warnings; or another kind of answer was given.
            Self::Done
            | Self::Judged { verdict: Verdict::Ready, .. }
            | Self::Judged { verdict: Verdict::ReadyWithWarnings, strict: false } => 0,
            // A problem was found.
            Self::Problem
            | Self::Judged { verdict: Verdict::NotReady, .. }
            | Self::Judged { verdict: Verdict::ReadyWithWarnings, strict: true } => 1,
            // The call itself was wrong.
            Self::WrongCall => 2,
            // Could not tell.
            Self::CouldNotTell | Self::Judged { verdict: Verdict::Inconclusive, .. } => 3,
            // Interrupted.
            Self::Interrupted => INTERRUPTED,
            Self::Ran(status) => status,
        })
    }
}

/// What shells report of a program that Ctrl-C ended: 128 and the number of the signal.
pub(crate) const INTERRUPTED: u8 = 130;
