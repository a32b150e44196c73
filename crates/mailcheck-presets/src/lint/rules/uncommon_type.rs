//! A type of server that only a few programs make anything of.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::about;

pub(crate) static RULE: Rule = Rule {
    id: "preset.uncommon-type",
    severity: Severity::Notice,
    reference: "comm-central readFromXML.sys.mjs; draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Server(|_view, server| {
        let service = &server.service;
        let is_uncommon = service.meaning.is_none() && is_uncommon(&service.text);
        is_uncommon.then(|| Fault::new(service.at, about(server)))
    }),
};

/// Whether a type is none of IMAP, POP3 and submission, and yet one of the draft, of Thunderbird or of its
/// database. The draft's text and its sample differ in the capitals of `activeSync`.
pub(super) fn is_uncommon(word: &str) -> bool {
    let known = ["activeSync", "ews", "exchange", "graph", "jmap", "nntp", "owa"];
    known.iter().any(|known| known.eq_ignore_ascii_case(word))
}
