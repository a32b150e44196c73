//! STARTTLS is used when the server offers it, and nothing when it does not.

use mailcheck::model::Security;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.starttls-optional",
    severity: Severity::Warning,
    reference: "nodemailer lib/smtp-connection; RFC 8314 §4.1; RFC 9325 §3.2",
    judge: Judge::Server(|view, server| {
        let security = server.security.as_ref()?;
        let is_starttls = security.meaning == Some(Security::Starttls);
        let is_optional = view.file.format == Format::Nodemailer && security.text != INSISTS;
        if !is_starttls || !is_optional || server.is_apart() {
            return None;
        }
        Some(Fault::new(security.at, server.advice()?.arg("option", INSISTS)))
    }),
};

/// What Nodemailer calls it to go no further without encryption.
const INSISTS: &str = "requireTLS";
