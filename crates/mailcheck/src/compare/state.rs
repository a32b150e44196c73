//! How far a report got with an endpoint, in the few words that reports can be compared by.

use super::saved::{SavedEndpoint, SavedFinding, SavedReport};

/// How far a report got with an endpoint. The order is that of a dialogue: what is greater got
/// further.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum State {
    /// The report says nothing that could be compared: not tested, or cut short.
    Untested,
    /// There was no dialogue: no address, no connection, no greeting.
    Unreached,
    /// Something answers that these settings do not fit.
    Setting,
    /// Encryption is missing here or does not come about.
    Encryption,
    /// The certificate is not accepted.
    Certificate,
    /// The server says that another time may be better.
    Passing,
    /// The account is refused.
    Account,
    /// All is well as far as it goes, and no log-in was tried.
    Reached,
    /// The log-in was accepted.
    Works,
}

impl State {
    /// Whether this is no fault.
    pub(super) fn is_good(self) -> bool {
        matches!(self, Self::Reached | Self::Works)
    }

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Certificate => "certificate",
            Self::Encryption => "encryption",
            Self::Passing => "passing",
            Self::Reached => "reached",
            Self::Setting => "setting",
            Self::Unreached => "unreached",
            Self::Untested => "untested",
            Self::Works => "works",
        }
    }

    /// What an error means. The ids are the contract's; one that is not known yet is taken for its
    /// stage, which is the word before the dot.
    pub(super) fn of_error(id: &str) -> Self {
        match id {
            "connect.submission-blocked" => Self::Unreached,
            "dns.name-not-found" | "greeting.other-service" | "tls.wrong-kind" => Self::Setting,
            "greeting.busy" | "login.temporary-failure" => Self::Passing,
            "login.too-soon" => Self::Untested,
            "login.no-mechanism" | "login.mechanism-unusable" | "login.would-be-in-clear" => {
                Self::Setting
            }
            "tls.handshake-failed"
            | "tls.starttls-injection"
            | "tls.starttls-not-offered"
            | "tls.starttls-refused"
            | "tls.version-obsolete" => Self::Encryption,
            _ => match id.split_once('.').map_or(id, |(stage, _)| stage) {
                "connect" | "dns" | "greeting" => Self::Unreached,
                "tls" => Self::Certificate,
                // A mailbox that does not open or is full is so for every device of its owner.
                "login" | "limits" | "session" => Self::Account,
                // Not every report asks about sending, and this is no word about the log-in.
                "send" => Self::Untested,
                _other => Self::Setting,
            },
        }
    }

    /// What a report says of one of its endpoints.
    pub(super) fn of(report: &SavedReport, index: usize, endpoint: &SavedEndpoint) -> Self {
        let faults = report.errors().filter(|it| it.endpoint == Some(index));
        // The earliest fault is the root; later ones only follow.
        let worst = faults.map(|it| Self::of_error(&it.id)).min();
        worst.unwrap_or_else(|| {
            // A report that was cut short may only not have come to the fault.
            let is_trusted = endpoint.tls.as_ref().is_some_and(|tls| tls.trusted);
            let is_reached = is_trusted && report.is_complete;
            match endpoint.login.outcome.as_str() {
                "accepted" => Self::Works,
                "not-attempted" if is_reached => Self::Reached,
                _refused_or_unknown => Self::Untested,
            }
        })
    }
}

impl SavedReport {
    pub(super) fn errors(&self) -> impl Iterator<Item = &SavedFinding> {
        self.findings.iter().filter(|finding| finding.severity == "error")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Severity;

    /// Without this, a new rule would be taken for its stage without anybody having thought of it.
    #[test]
    fn every_error_leads_to_a_state() {
        let errors = crate::rules::all().iter().filter(|rule| rule.severity == Severity::Error);
        for rule in errors {
            let stage = rule.id.split_once('.').map_or(rule.id, |(stage, _)| stage);
            let found = State::of_error(rule.id);
            let expected: &[State] = match stage {
                "connect" => &[State::Unreached],
                "dns" | "greeting" => &[State::Passing, State::Setting, State::Unreached],
                "login" => &[State::Account, State::Passing, State::Setting, State::Untested],
                "send" => &[State::Untested],
                "session" => &[State::Account],
                "settings" => &[State::Setting],
                "tls" => &[State::Certificate, State::Encryption, State::Setting],
                other => panic!("the stage {other} is new"),
            };
            assert!(expected.contains(&found), "{}: {found:?}", rule.id);
        }
    }
}
