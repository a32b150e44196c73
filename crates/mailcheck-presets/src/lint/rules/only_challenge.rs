//! The only way to log in is by answering a challenge: CRAM-MD5 and the like.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.only-challenge",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig; RFC 8314 §3; RFC 6331",
    judge: Judge::Server(|_view, server| {
        let first = server.authentication.first()?;
        let is_only = server
            .authentication
            .iter()
            .all(|way| way.meaning == Some(Authentication::PasswordEncrypted));
        if is_only { Some(Fault::new(first.at, server.advice()?)) } else { None }
    }),
};
