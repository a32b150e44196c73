//! Findings, and the report that holds them.

use super::{Advice, LoginOutcome, Verdict};
use crate::evidence::Evidence;
use crate::model::{Authentication, Endpoint, Source};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: the contract's three words")]
pub enum Severity {
    /// Keeps mail from working or a password from being safe.
    Error,
    /// Will bite some day or some people.
    Warning,
    /// Good to know.
    Notice,
}

impl Severity {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// One thing that a person should know.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The contract's id, `stage.fault`.
    pub id: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Which endpoint, as an index into [`Evidence::endpoints`]; `None` for the run as a whole.
    pub endpoint: Option<usize>,
    /// Cause, action and wait.
    pub advice: Advice,
    /// The standard or source behind the rule.
    pub reference: &'static str,
}

impl Finding {
    /// Puts a finding together; [`crate::rules::judge`] is the way to get one.
    pub fn new(
        id: &'static str,
        severity: Severity,
        endpoint: Option<usize>,
        advice: Advice,
        reference: &'static str,
    ) -> Self {
        Self { id, severity, endpoint, advice, reference }
    }
}

/// What was made of a run. It holds the evidence it was made of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// What it was made of.
    pub evidence: Evidence,
    /// One word for the whole.
    pub verdict: Verdict,
    /// The settings to enter; `None` unless they were seen to work.
    pub settings: Option<Settings>,
    /// What came of the log-in at each of [`Evidence::endpoints`].
    pub logins: Vec<LoginOutcome>,
    /// The gravest first, then in the order of the endpoints and stages.
    pub findings: Vec<Finding>,
}

/// The settings to enter. A side that was not asked for is `None`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// For reading mail.
    pub incoming: Option<SettingsSide>,
    /// For sending mail.
    pub outgoing: Option<SettingsSide>,
}

/// The settings of one service.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SettingsSide {
    /// Index into [`Evidence::endpoints`].
    pub index: usize,
    /// Where, and how secured.
    pub endpoint: Endpoint,
    /// The log-in name.
    pub username: Option<String>,
    /// What to choose as authentication, the best first.
    pub authentication: Vec<Authentication>,
    /// Who named the endpoint.
    pub source: Source,
}

impl Report {
    /// Puts a report together; [`crate::rules::judge`] is the way to get one.
    pub(crate) fn new(
        evidence: Evidence,
        verdict: Verdict,
        settings: Option<Settings>,
        logins: Vec<LoginOutcome>,
        findings: Vec<Finding>,
    ) -> Self {
        Self { evidence, verdict, settings, logins, findings }
    }

    /// What came of the log-in at an endpoint, by its index into [`Evidence::endpoints`].
    pub fn login(&self, endpoint: usize) -> LoginOutcome {
        self.logins.get(endpoint).copied().unwrap_or(LoginOutcome::NotAttempted)
    }
}

impl Settings {
    pub(crate) fn new(incoming: Option<SettingsSide>, outgoing: Option<SettingsSide>) -> Self {
        Self { incoming, outgoing }
    }
}

impl SettingsSide {
    pub(crate) fn new(
        index: usize,
        endpoint: Endpoint,
        username: Option<String>,
        authentication: Vec<Authentication>,
        source: Source,
    ) -> Self {
        Self { index, endpoint, username, authentication, source }
    }
}
