//! A password is to be sent over a connection without encryption.

use mailcheck::model::{Authentication, Security};
use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.password-in-clear",
    severity: Severity::Error,
    reference: "RFC 8314 §3",
    judge: Judge::Server(|_view, server| {
        let security = server.security.as_ref()?;
        let sends_password =
            |way: &Authentication| matches!(way, Authentication::PasswordCleartext);
        let ways = server.authentication.iter().filter_map(|word| word.meaning.as_ref());
        let is_clear =
            security.meaning == Some(Security::Plain) && ways.into_iter().any(sends_password);
        let host = server.host.as_ref().map(|host| host.text.clone()).unwrap_or_default();
        is_clear.then(|| {
            let advice =
                Advice::new(Who::You).arg("host", host).arg("service", server.service.text.clone());
            Fault::new(security.at, advice)
        })
    }),
};
