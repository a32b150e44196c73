//! A provider does not work in mail programs, and has servers for them.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::Word;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Status;

pub(crate) static RULE: Rule = Rule {
    id: "preset.broken-with-servers",
    severity: Severity::Notice,
    reference: "chatmail/provider-db",
    judge: Judge::Provider(|view| {
        let is_broken = |status: &&Word<Status>| status.meaning == Some(Status::Broken);
        let status = view.provider.status.as_ref().filter(is_broken);
        let status = status.filter(|_| !view.provider.servers.is_empty());
        status.map(|status| Fault::new(status.at, Advice::new(Who::You))).into_iter().collect()
    }),
};
