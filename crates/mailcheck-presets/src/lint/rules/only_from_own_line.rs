//! The server is for those who are connected by the provider's own lines.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.only-from-own-line",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Server(|_view, server| {
        let by_restriction = server.restriction.as_ref().filter(|word| word.text == WORD);
        let mut ways = server.authentication.iter();
        let by_way = ways.find(|way| way.meaning == Some(Authentication::ClientIpAddress));
        let at = by_restriction.map(|word| word.at).or_else(|| Some(by_way?.at))?;
        Some(Fault::new(at, server.advice()?))
    }),
};

/// The draft's word for it.
const WORD: &str = "client-IP-address";
