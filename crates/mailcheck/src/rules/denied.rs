//! Refusals of a log-in that are no word about user name and password: a lock, another kind of
//! credential, a switch that is off. Each only where the server's reply says so (`knowledge`).

use super::causes;
use super::concerned::{Concerned, concerned};
use super::outcome::{Answer, denied};
use super::provider::named;
use super::rule::{Judge, Rule};
use super::waits::{self, Lock};
use crate::evidence::EndpointView;
use crate::knowledge::replies::Kind;
use crate::report::{Advice, Decides, Severity, Who};

/// Too many log-ins failed, and the account is locked for a while, or until somebody lifts that.
pub(super) static LOCKED: Rule = Rule {
    id: "login.locked",
    severity: Severity::Error,
    reference: "RFC 4954 §6, NIST SP 800-63B §5.2.2",
    judge: Judge::Endpoint(|view| {
        let found = told(view, "login.locked")?;
        let advice = advice(&found, Who::You);
        Some(match waits::lock(view, &found.first.meanings, waits::LOCKED) {
            Lock::Passes(wait) => advice.wait(wait).decides(Decides::No),
            Lock::UntilLifted(provider, lockout) => {
                let advice = advice.case("until-lifted").arg("provider", named(&provider.names));
                causes::with_lock(advice, provider, lockout)
            }
        })
    }),
};

/// The account is disabled, suspended or otherwise not let in.
pub(super) static RESTRICTED: Rule = Rule {
    id: "login.restricted",
    severity: Severity::Error,
    reference: "RFC 5530 §3, RFC 5248 §2.4",
    judge: Judge::Endpoint(|view| Some(advice(&told(view, "login.restricted")?, Who::Provider))),
};

/// The provider takes a password that was made for mail programs, and no other.
pub(super) static APP_PASSWORD_REQUIRED: Rule = Rule {
    id: "login.app-password-required",
    severity: Severity::Error,
    reference: "RFC 5530 §3, RFC 4954 §6",
    judge: Judge::Endpoint(|view| {
        let advice = advice(&told(view, "login.app-password-required")?, Who::You);
        Some(causes::point_to_password(view, advice))
    }),
};

/// The provider takes no password from mail programs at all.
pub(super) static OAUTH_REQUIRED: Rule = Rule {
    id: "login.oauth-required",
    severity: Severity::Error,
    reference: "RFC 7628",
    judge: Judge::Endpoint(|view| Some(advice(&told(view, "login.oauth-required")?, Who::You))),
};

/// The provider wants to see its user on a web page first.
pub(super) static WEB_LOGIN_REQUIRED: Rule = Rule {
    id: "login.web-login-required",
    severity: Severity::Error,
    reference: "RFC 5530 §3, RFC 4954 §6",
    judge: Judge::Endpoint(|view| {
        let found = told(view, "login.web-login-required")?;
        let is_change = kind(&found) == Some(Kind::PasswordChange);
        let case = if is_change { "password-change" } else { "other" };
        Some(advice(&found, Who::You).case(case))
    }),
};

/// IMAP, POP3 or SMTP is switched off for the account, or for everybody in its organisation.
pub(super) static SERVICE_DISABLED: Rule = Rule {
    id: "login.service-disabled",
    severity: Severity::Error,
    reference: "RFC 5530 §3, RFC 4954 §6",
    judge: Judge::Endpoint(|view| {
        let found = told(view, "login.service-disabled")?;
        let is_admins = kind(&found) == Some(Kind::Admin);
        let (who, case) = if is_admins { (Who::Provider, "admin") } else { (Who::You, "other") };
        Some(causes::point_to_switch(view, advice(&found, who).case(case)))
    }),
};

/// The addresses that refused the log-in for this reason.
fn told<'a>(view: &EndpointView<'a>, id: &str) -> Option<Concerned<'a, Answer<'a>>> {
    concerned(view, |address| denied(address, id))
}

/// Which kind of it.
fn kind(found: &Concerned<'_, Answer<'_>>) -> Option<Kind> {
    found.first.meanings.first().and_then(|meaning| meaning.kind)
}

/// Advice with the server's own words.
fn advice(found: &Concerned<'_, Answer<'_>>, who: Who) -> Advice {
    found.advice(who).evidence(found.first.lines.iter().cloned())
}
