//! The verdict: one word for the whole.

use crate::evidence::Ended;

use super::{Finding, Severity};

/// One word for the whole, in the contract's terms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: the contract's four words")]
pub enum Verdict {
    /// Nothing reachable, a deadline passed, or a failure that may pass.
    Inconclusive,
    /// A problem was found.
    NotReady,
    /// It works.
    Ready,
    /// It works, and something will bite some day or some people.
    ReadyWithWarnings,
}

impl Verdict {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inconclusive => "inconclusive",
            Self::NotReady => "not-ready",
            Self::Ready => "ready",
            Self::ReadyWithWarnings => "ready-with-warnings",
        }
    }

    /// The verdict on findings, given how the run ended and whether every service that was asked
    /// for was proved to work. What was not proved is never called ready.
    pub fn of(findings: &[Finding], ended: Ended, proved: bool) -> Self {
        let errors = || findings.iter().filter(|finding| finding.severity == Severity::Error);
        if errors().any(|finding| finding.advice.decides == Decides::Yes) {
            return Self::NotReady;
        }
        let is_open = errors().any(|finding| finding.advice.decides == Decides::No);
        if is_open || ended != Ended::Complete || !proved {
            return Self::Inconclusive;
        }
        let is_notice = |finding: &Finding| finding.severity == Severity::Notice;
        if findings.iter().all(is_notice) { Self::Ready } else { Self::ReadyWithWarnings }
    }
}

/// Whether an error settles that the settings do not work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition")]
pub enum Decides {
    /// It concerns others than the settings that were found, such as people whose mail program asks
    /// another source.
    Beside,
    /// It may pass, or be due to where we look from.
    No,
    /// It settles it.
    Yes,
}
