//! A preset has no server for reading mail.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::{Format, Status};

pub(crate) static RULE: Rule = Rule {
    id: "preset.no-incoming-server",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        // Nodemailer only sends; in provider-db, no server at all means that programs look for them.
        let provider = view.provider;
        let format = view.file.format;
        let is_meant = format == Format::Nodemailer
            || format == Format::ProviderDb && provider.servers.is_empty()
            || provider.status.as_ref().is_some_and(|it| it.meaning == Some(Status::Broken));
        let is_missing = !is_meant && provider.side(false).next().is_none();
        is_missing.then(|| Fault::new(provider.at, Advice::new(Who::You))).into_iter().collect()
    }),
};
