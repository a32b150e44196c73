//! The append-only log of a run, its place names, and its saved form.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Attempt, EndpointView, Fact, Observations, Wanted};
use crate::model::escape::escape_json;
use crate::model::{Endpoint, Host, Source};
use crate::typing::Slip;

/// All that a run saw. It holds no secret, can be saved, and can be judged again at any time.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evidence {
    /// [`SCHEMA`] of the version that wrote it.
    pub schema: String,
    /// What wrote it.
    pub tool: Tool,
    /// When the run began, by this device's clock.
    pub started: Timestamp,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// How it ended.
    pub ended: Ended,
    /// Whose settings were tested.
    pub account: Account,
    /// What was probed, in the order of preference. Places point into it.
    pub endpoints: Vec<Candidate>,
    /// What was seen, in the order in which it was seen.
    pub observations: Observations,
}

/// The saved form's name and version.
pub const SCHEMA: &str = "mailcheck-evidence/1";

impl Evidence {
    /// Nothing seen yet.
    pub fn new(started: Timestamp, account: Account) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self {
            schema: SCHEMA.to_owned(),
            tool: Tool { name: "mailcheck".to_owned(), version },
            started,
            elapsed_ms: 0,
            ended: Ended::Complete,
            account,
            endpoints: Vec::new(),
            observations: Observations::default(),
        }
    }

    /// Puts the endpoints into an order that does not depend on which answer came first: incoming
    /// before outgoing, else as they were.
    #[cfg(feature = "net")]
    pub(crate) fn put_in_order(&mut self) {
        let mut order: Vec<usize> = (0..self.endpoints.len()).collect();
        order.sort_by_key(|&index| {
            self.endpoints.get(index).is_none_or(|it| !it.endpoint.service.is_incoming())
        });
        for seen in self.observations.iter_mut() {
            let place = seen.place.endpoint.and_then(|old| order.iter().position(|it| *it == old));
            seen.place.endpoint = place;
        }
        let at = |index: &usize| self.endpoints.get(*index).cloned();
        self.endpoints = order.iter().filter_map(at).collect();
    }

    /// Reads the saved form.
    ///
    /// # Errors
    ///
    /// [`LoadEvidenceError`] when the text is not evidence, or of a version that this one does not
    /// know. Nothing can be judged then.
    pub fn from_json(text: &str) -> Result<Self, LoadEvidenceError> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_str(text).map_err(LoadEvidenceError::NotEvidence)?;
        if head.schema != SCHEMA {
            return Err(LoadEvidenceError::OtherSchema { schema: head.schema });
        }
        let evidence: Self = serde_json::from_str(text).map_err(LoadEvidenceError::NotEvidence)?;
        let known = evidence.endpoints.len();
        let strays = |seen: &Observation| seen.place.endpoint.is_some_and(|index| index >= known);
        if evidence.observations.iter().any(strays) {
            return Err(LoadEvidenceError::UnknownEndpoint);
        }
        Ok(evidence)
    }

    /// Writes the saved form. What cannot be seen or would drive a terminal stands in it as `\uXXXX`.
    ///
    /// # Errors
    ///
    /// Those of `serde_json`; there are none for evidence that a run made.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|json| escape_json(&json))
    }

    /// When the run ended, by the clock that says when it began.
    pub fn ended_at(&self) -> Timestamp {
        self.started.checked_add(Duration::from_millis(self.elapsed_ms)).unwrap_or(Timestamp::MAX)
    }

    /// Questions to what was seen of one endpoint.
    pub fn view(&self, index: usize) -> Option<EndpointView<'_>> {
        EndpointView::new(self, index)
    }

    /// Questions to every endpoint that was chosen, in the order of preference.
    pub fn views(&self) -> impl Iterator<Item = EndpointView<'_>> {
        (0..self.endpoints.len())
            .filter_map(|index| self.view(index))
            .filter(|view| view.candidate.chosen)
    }

    /// The slips of the finger in what was typed.
    pub fn slips(&self) -> impl Iterator<Item = &Slip> {
        let typed = self.observations.iter().filter_map(|seen| {
            let Fact::Typed { slips } = &seen.fact else { return None };
            Some(slips)
        });
        typed.flatten()
    }

    /// Whether some server took the credential.
    pub fn is_logged_in(&self) -> bool {
        self.observations
            .iter()
            .any(|seen| matches!(&seen.fact, Fact::Login(reply) if reply.accepted))
    }
}

/// What wrote the evidence.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Tool {
    /// `mailcheck`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Ended {
    /// The caller stopped it.
    Cancelled,
    /// Everything was tried.
    Complete,
    /// The deadline passed.
    Deadline,
}

impl Ended {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Complete => "complete",
            Self::Deadline => "deadline",
        }
    }
}

/// Whose settings were tested. No secret is in it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Account {
    /// The mail address.
    pub address: Option<String>,
    /// The log-in name.
    pub username: Option<String>,
    /// The mail domain, for which settings were sought.
    pub domain: Option<Host>,
    /// What there is to log in with.
    pub credential: Credential,
    /// Whether servers that find settings by the mail address were told it, and not a made-up one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_address_told: bool,
    /// On what the account is to be used, where the person says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Wanted>,
}

/// What there is to log in with.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Credential {
    /// Nothing.
    #[default]
    None,
    /// A password.
    Password,
    /// A bearer token of OAuth 2 (RFC 6750).
    Token,
    /// A certificate of the person's own and its key.
    Certificate,
}

/// An endpoint and how it came to be probed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// Where.
    #[serde(flatten)]
    pub endpoint: Endpoint,
    /// Who named it.
    pub source: Source,
    /// Whether it is what the report is about. A guess that another guess beat is not, nor is a port
    /// that was tried as a control ([`Attempt::Control`]).
    pub chosen: bool,
    /// The log-in name that a source gives for it, filled in; `None` where the person gave one, or no
    /// source does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl Candidate {
    /// An endpoint that is sure to be part of the report.
    pub fn new(endpoint: Endpoint, source: Source) -> Self {
        Self { endpoint, source, chosen: true, username: None }
    }
}

/// A fact with its time and place.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Observation {
    /// Milliseconds since the run began, on the monotonic clock.
    pub at_ms: u64,
    /// Where it was seen.
    #[serde(flatten)]
    pub place: Place,
    /// What was seen.
    #[serde(flatten)]
    pub fact: Fact,
}

impl Observation {
    /// Puts an observation together.
    pub fn new(at_ms: u64, place: Place, fact: Fact) -> Self {
        Self { at_ms, place, fact }
    }
}

/// Where something was seen.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a plain triple that callers may build")]
pub struct Place {
    /// Index into [`Evidence::endpoints`]; `None` while settings are sought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<usize>,
    /// The address, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<IpAddr>,
    /// Which connection to it, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Attempt>,
}

/// Why a text is not evidence.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadEvidenceError {
    /// No JSON, or not of this shape.
    #[error("this is not evidence of a run: {0}")]
    NotEvidence(#[source] serde_json::Error),
    /// A version that this one does not know.
    #[error("the schema is {schema:?}, this version reads {SCHEMA:?}")]
    OtherSchema {
        /// What the text says it is.
        schema: String,
    },
    /// An observation names an endpoint that is not in the list.
    #[error("an observation names an endpoint that the evidence does not have")]
    UnknownEndpoint,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Family, LookupFailure};
    use crate::model::escape::is_unprintable;

    #[test]
    fn what_is_saved_drives_no_terminal_and_keeps_its_value() {
        let text =
            "\u{1b}]0;a\u{7}\u{9b}2J\u{7f}\u{202e}\u{2066}\u{200b}\u{3164}\u{e0041}\u{feff}\n";
        let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, Account::default());
        evidence.account.username = Some(text.to_owned());
        let why = LookupFailure::Other { text: text.to_owned() };
        let fact = Fact::LookupFailed { family: Family::Ipv4, why, took_ms: 1 };
        evidence.observations.push(Observation::new(1, Place::default(), fact));
        let saved = evidence.to_json().expect("is written");
        assert!(saved.chars().all(|letter| letter == '\n' || !is_unprintable(letter)), "{saved}");
        assert_eq!(Evidence::from_json(&saved).expect("is read"), evidence);
    }
}
