//! A server without host name.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, miss};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-hostname",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Server(|view, server| {
        // MailCore 2 has servers without host, which stand for whatever the person enters; Nodemailer takes
        // its own computer then.
        let has_usual = matches!(view.file.format, Format::MailCore | Format::Nodemailer);
        let may_lack = server.service.meaning.is_none() || has_usual;
        if may_lack {
            return None;
        }
        miss(server.host.as_ref(), server.at, about(server))
    }),
};
