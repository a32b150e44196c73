//! A port that is no number from 1 to 65535.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, shown};

pub(crate) static RULE: Rule = Rule {
    id: "preset.bad-port",
    severity: Severity::Error,
    reference: "RFC 6335 §6; thunderbird-android RealAutoconfigParser.kt",
    judge: Judge::Server(|_view, server| {
        let port = server.port.as_ref()?;
        let is_bad = port.meaning.is_none() && !port.text.is_empty();
        is_bad.then(|| Fault::new(port.at, about(server).arg("port", shown(&port.text))))
    }),
};
