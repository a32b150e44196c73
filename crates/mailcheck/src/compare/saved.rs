//! A report as it was saved with `--format json`: the members that a comparison needs.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::Deserialize;

use crate::model::{Security, Service};

/// A report that was read back.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SavedReport {
    /// What the person calls the device, line or time: the name of the file.
    pub label: String,
    /// When the run began, by the clock of its device.
    pub started: Timestamp,
    /// The mail address, if there was one.
    pub address: Option<String>,
    /// The contract's word for the whole.
    pub verdict: String,
    pub(super) is_complete: bool,
    pub(super) endpoints: Vec<SavedEndpoint>,
    pub(super) findings: Vec<SavedFinding>,
}

impl SavedReport {
    /// Reads a report, version 1. Members of later versions of this shape are passed over.
    ///
    /// # Errors
    ///
    /// [`LoadReportError`] when the text is not a report, or of a version that this one does not know.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::compare::SavedReport;
    /// use mailcheck::evidence::{Account, Evidence};
    /// use mailcheck::render::{Lang, json};
    ///
    /// let evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
    /// let told = json(&mailcheck::judge(evidence), Lang::En);
    /// let report = SavedReport::from_json("home", &told)?;
    /// assert_eq!(report.verdict, "inconclusive");
    /// # Ok::<(), mailcheck::compare::LoadReportError>(())
    /// ```
    pub fn from_json(label: &str, text: &str) -> Result<Self, LoadReportError> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_str(text).map_err(LoadReportError::NotReport)?;
        if head.schema != SCHEMA {
            return Err(LoadReportError::OtherSchema { schema: head.schema });
        }
        let shape: Shape = serde_json::from_str(text).map_err(LoadReportError::Damaged)?;
        let Shape { started, address, verdict, ended, endpoints, findings } = shape;
        let known = endpoints.len();
        if findings.iter().any(|it| it.endpoint.is_some_and(|index| index >= known)) {
            return Err(LoadReportError::UnknownEndpoint);
        }
        let (label, is_complete) = (label.to_owned(), ended == "complete");
        Ok(Self { label, started, address, verdict, is_complete, endpoints, findings })
    }
}

/// The shape of the report that is read here.
const SCHEMA: &str = "mailcheck-report/1";

#[derive(Deserialize)]
struct Shape {
    started: Timestamp,
    address: Option<String>,
    verdict: String,
    #[serde(default = "complete")]
    ended: String,
    endpoints: Vec<SavedEndpoint>,
    findings: Vec<SavedFinding>,
}

/// The contract's report has no such member: it came with the first release.
fn complete() -> String {
    "complete".to_owned()
}

/// What was tested, and how far that went.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct SavedEndpoint {
    pub(super) service: Service,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) addresses: Vec<SavedAddress>,
    pub(super) tls: Option<SavedTls>,
    pub(super) login: SavedLogin,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct SavedAddress {
    pub(super) ip: IpAddr,
    pub(super) outcome: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct SavedTls {
    pub(super) trusted: bool,
    pub(super) chain: Vec<SavedCertificate>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct SavedCertificate {
    pub(super) sha256: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct SavedLogin {
    pub(super) outcome: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct SavedFinding {
    pub(super) id: String,
    pub(super) severity: String,
    pub(super) endpoint: Option<usize>,
}

/// Why a text cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadReportError {
    /// It says that it is a report, and lacks something that every report has.
    #[error("the report is damaged: {0}")]
    Damaged(#[source] serde_json::Error),
    /// No JSON, or nothing that this program wrote.
    #[error("this is no report: {0}")]
    NotReport(#[source] serde_json::Error),
    /// A version that this one does not know.
    #[error("the schema is {schema:?}, this version reads {SCHEMA:?}")]
    OtherSchema {
        /// What the text says it is.
        schema: String,
    },
    /// A finding names an endpoint that is not in the list.
    #[error("the report is damaged: a finding names an endpoint that it does not have")]
    UnknownEndpoint,
}
