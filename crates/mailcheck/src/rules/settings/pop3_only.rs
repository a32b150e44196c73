//! Mail that is fetched by POP3 alone.

use super::super::concerned::concerned;
use super::super::outcome::answer;
use super::super::rule::{Judge, Rule};
use crate::evidence::{AddressView, NotAttempted};
use crate::model::Service;
use crate::report::{LoginOutcome, Severity, Who};

/// The server for incoming mail works and has POP3, and the settings have no IMAP: each device keeps what
/// it fetched for itself.
pub(in super::super) static POP3_ONLY: Rule = Rule {
    id: "settings.pop3-only",
    severity: Severity::Notice,
    reference: "RFC 1939 §1, RFC 9051 §1",
    judge: Judge::Endpoint(|view| {
        let has_imap = view.evidence.views().any(|it| it.endpoint().service == Service::Imap);
        if view.endpoint().service != Service::Pop3 || has_imap {
            return None;
        }
        let found = concerned(view, |address| works(address).then_some(()))?;
        Some(found.advice(Who::You))
    }),
};

/// Whether the log-in worked, or only a credential was missing for one.
fn works(address: &AddressView<'_>) -> bool {
    let is_untried = address.not_attempted() == Some(NotAttempted::NoCredential);
    is_untried || answer(address).outcome == LoginOutcome::Accepted
}
