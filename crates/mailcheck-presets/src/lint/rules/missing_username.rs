//! A server without log-in name.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, missed};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-username",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3; thunderbird-android RealAutoconfigParser.kt",
    judge: Judge::Server(|view, server| {
        if view.file.format != Format::Autoconfig || server.service.meaning.is_none() {
            return None;
        }
        let (at, case) = missed(server.username.as_ref(), server.at)?;
        let takes_none = |way: &Authentication| {
            matches!(way, Authentication::None | Authentication::ClientIpAddress)
        };
        let mut ways = server.authentication.iter().filter_map(|word| word.meaning.as_ref());
        let case = if ways.any(takes_none) { "no-log-in" } else { case };
        Some(Fault::new(at, about(server).case(case)))
    }),
};
