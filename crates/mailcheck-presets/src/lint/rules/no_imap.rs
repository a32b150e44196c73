//! Mail can be fetched by POP3, but not read by IMAP.

use mailcheck::model::Service;
use mailcheck::report::{Advice, Severity, Who};

use crate::file::Server;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.no-imap",
    severity: Severity::Notice,
    reference: "RFC 8314 §3; RFC 1939 §8",
    judge: Judge::Provider(|view| {
        let mut incoming = view.provider.side(false);
        let first = incoming.next();
        let is_pop3 = |server: &Server| server.service.meaning == Some(Service::Pop3);
        let is_without = first.filter(|first| is_pop3(first) && incoming.all(is_pop3));
        is_without.map(|first| Fault::new(first.at, Advice::new(Who::You))).into_iter().collect()
    }),
};
