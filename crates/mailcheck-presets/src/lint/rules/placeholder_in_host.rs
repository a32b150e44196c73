//! A host can be told from the address only.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.placeholder-in-host",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Server(|_view, server| {
        let host = server.host.as_ref()?;
        let is_open = host.meaning.is_none() && host.text.contains(PLACEHOLDERS);
        if is_open { Some(Fault::new(host.at, server.advice()?)) } else { None }
    }),
};

/// What placeholders begin with: `%EMAILDOMAIN%` in autoconfig, `{domain}` in MailCore, `$domain` in K-9 Mail.
const PLACEHOLDERS: [char; 3] = ['%', '{', '$'];
