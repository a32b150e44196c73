//! Mail goes over the network without encryption, though the password does not go as it is.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.mail-in-clear",
    severity: Severity::Warning,
    reference: "RFC 8314 §3",
    judge: Judge::Server(|_view, server| {
        let security = server.security.as_ref().filter(|_| server.is_in_clear())?;
        if server.secret().is_some() {
            return None; // `password-in-clear` says more.
        }
        let is_answered = server.offers(&Authentication::PasswordEncrypted);
        let case = if is_answered { "challenge" } else { "other" };
        Some(Fault::new(security.at, server.advice()?.case(case)))
    }),
};
