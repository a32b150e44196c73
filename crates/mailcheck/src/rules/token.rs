//! Refusals of what is no password: bearer tokens and certificates.

use super::concerned::concerned;
use super::outcome::{Answer, answer};
use super::rule::{Judge, Rule};
use crate::evidence::{AddressView, Credential, EndpointView, OauthError, Step};
use crate::model::ServerText;
use crate::report::{LoginOutcome, Severity, Who};

/// The server does not take the token.
pub(super) static TOKEN_REFUSED: Rule = Rule {
    id: "login.token-refused",
    severity: Severity::Error,
    reference: "RFC 7628 §3.2.2, RFC 6750 §3.1",
    judge: Judge::Endpoint(|view| {
        if view.evidence.account.credential != Credential::Token {
            return None;
        }
        let found = concerned(view, |address| {
            let answer = answer(address);
            let is_refused = matches!(answer.outcome, LoginOutcome::Rejected);
            is_refused.then(|| (answer, oauth_error(address)))
        })?;
        let (Answer { lines, .. }, error) = &found.first;
        let scope = error.and_then(|it| it.scope.as_ref());
        let case = match error.and_then(|it| it.status.as_ref()).map(ServerText::as_str) {
            Some("insufficient_scope" | "403") => "scope",
            Some("invalid_token" | "400" | "401") => "invalid",
            Some(_) | None => "other",
        };
        let scope = scope.map(ServerText::as_str).unwrap_or_default();
        let case = if case == "scope" && scope.is_empty() { "invalid" } else { case };
        let status = error.and_then(|it| it.status.clone());
        let heard = status.into_iter().chain(lines.iter().cloned());
        let advice = found.advice(Who::You).case(case).arg("scope", scope).evidence(heard);
        Some(advice.causes(CAUSES))
    }),
};

/// The server does not take the certificate for this user.
pub(super) static CERTIFICATE_REFUSED: Rule = Rule {
    id: "login.certificate-refused",
    severity: Severity::Error,
    reference: "RFC 4422 appendix A",
    judge: Judge::Endpoint(|view| {
        if view.evidence.account.credential != Credential::Certificate {
            return None;
        }
        let found = concerned(view, |address| {
            let answer = answer(address);
            matches!(answer.outcome, LoginOutcome::Rejected).then_some(answer)
        })?;
        Some(found.advice(Who::Provider).evidence(found.first.lines.iter().cloned()))
    }),
};

/// Whether it was a password that was refused.
pub(super) fn is_by_password(view: &EndpointView<'_>) -> bool {
    !matches!(view.evidence.account.credential, Credential::Certificate | Credential::Token)
}

fn oauth_error<'a>(address: &AddressView<'a>) -> Option<&'a OauthError> {
    let Step::Done(reply) = address.login() else { return None };
    reply.oauth.as_ref()
}

/// The likeliest first: tokens live an hour.
const CAUSES: &[&str] =
    &["cause-token-expired", "cause-token-of-another", "cause-token-scope", "cause-access-off"];
