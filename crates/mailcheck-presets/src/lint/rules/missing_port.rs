//! A server without port, in a format that has no usual ones.

use mailcheck::report::Severity;

use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, miss};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-port",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Server(|view, server| {
        let asks = matches!(view.file.format, Format::Autoconfig | Format::ProviderDb);
        if !asks || server.service.meaning.is_none() {
            return None;
        }
        miss(server.port.as_ref(), server.at, about(server))
    }),
};
