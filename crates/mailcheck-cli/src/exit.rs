//! How the program can end.

use std::process::ExitCode;

use mailcheck::evidence::{Ended, Fact, RampEnd};
use mailcheck::report::{Report, Severity, Verdict};

/// How the program ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ending {
    /// What was needed did not come in time, and nothing was tested.
    CouldNotTell,
    /// What was asked for was printed, and it was no verdict.
    Done,
    /// The person, or whoever runs the program, stopped it by a signal; what was known is printed.
    Interrupted(Signal),
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
    pub(crate) fn of(report: &Report, strict: bool, signal: Signal) -> Self {
        if report.evidence.ended == Ended::Cancelled {
            return Self::Interrupted(signal);
        }
        Self::Judged { verdict: report.verdict, strict }
    }

    /// How a search for settings ended whose servers were not looked at: all is well that was found.
    pub(crate) fn of_unprobed(report: &Report, strict: bool, signal: Signal) -> Self {
        let Report { evidence, verdict, findings, .. } = report;
        let is_found = [true, false].into_iter().all(|side| !evidence.offers(side).is_empty());
        if *verdict != Verdict::Inconclusive || !is_found {
            return Self::of(report, strict, signal);
        }
        if evidence.ended == Ended::Cancelled {
            return Self::Interrupted(signal);
        }
        Self::Judged { verdict: Verdict::of(findings, evidence.ended, true), strict }
    }

    /// How a measuring of limits ended that would have ended so as a test of the settings: well, whatever the
    /// numbers are, unless warnings are to fail.
    pub(crate) fn of_limits(self, report: &Report) -> Self {
        let is_measured = report
            .evidence
            .observations
            .iter()
            .any(|seen| matches!(&seen.fact, Fact::Held(ramp) if ramp.end != RampEnd::Stopped));
        let is_warned = report.findings.iter().any(|it| it.severity <= Severity::Warning);
        match self {
            Self::Judged { verdict: Verdict::NotReady, .. } if !is_measured => self,
            Self::Judged { strict: true, .. } if is_measured && is_warned => Self::Problem,
            Self::Judged { .. } if is_measured => Self::Done,
            Self::Judged { .. } => Self::CouldNotTell,
            Self::CouldNotTell
            | Self::Done
            | Self::Interrupted(_)
            | Self::Problem
            | Self::Ran(_)
            | Self::WrongCall => self,
        }
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
            Self::Interrupted(signal) => signal.status(),
            Self::Ran(status) => status,
        })
    }
}

/// What ends a run before it is over.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Signal {
    /// Ctrl-C.
    #[default]
    Interrupt,
    /// SIGTERM: what service managers, CI systems and `timeout` send.
    Terminate,
}

impl Signal {
    /// What shells report of a program that the signal ended: 128 and its number.
    pub(crate) fn status(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}
