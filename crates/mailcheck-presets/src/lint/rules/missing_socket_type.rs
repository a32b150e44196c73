//! A server of which it is not said how the connection is secured.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, miss};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-socket-type",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Server(|view, server| {
        let asks = matches!(view.file.format, Format::Autoconfig | Format::ProviderDb);
        if !asks || server.service.meaning.is_none() {
            return None;
        }
        miss(server.security.as_ref(), server.at, about(server))
    }),
};
