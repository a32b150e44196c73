//! The server offers a safer way to log in than all that the file names.

use mailcheck::model::{Authentication, Security};
use mailcheck::report::{Advice, Severity, Who};

use super::super::{Claim, Seen, Untrue};

pub(crate) static CLAIM: Claim = Claim {
    id: "preset.better-authentication-offered",
    severity: Severity::Notice,
    reference: "RFC 7628 §1, RFC 2195 §2",
    judge: |seen: &Seen<'_>| {
        let ways = &seen.server.authentication;
        let first = ways.first()?;
        let is_password = |way: &Authentication| {
            matches!(way, Authentication::PasswordCleartext | Authentication::PasswordEncrypted)
        };
        let is_cleartext = |way: &Authentication| matches!(way, Authentication::PasswordCleartext);
        let all = |is: fn(&Authentication) -> bool| {
            ways.iter().all(|way| way.meaning.as_ref().is_some_and(is))
        };
        let has = |way: &Authentication| seen.offered.has(way) == Some(true);
        let case = if all(is_password) && has(&Authentication::OAuth2) {
            "oauth2"
        } else if seen.security == Security::Plain
            && all(is_cleartext)
            && has(&Authentication::PasswordEncrypted)
        {
            "encrypted"
        } else {
            return None;
        };
        let advice = Advice::new(Who::You).case(case).arg("offered", seen.offered.ways.clone());
        Some(Untrue { at: first.at, advice })
    },
};
