//! An element, attribute or key is not there that the format asks for, and that no other rule misses.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::{Oddity, OddityKind};
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-part",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3; chatmail/provider-db validation/index.js",
    judge: Judge::File(|file| {
        let is_told_elsewhere = |odd: &&Oddity| {
            let name = odd.about.rsplit('.').next().unwrap_or_default();
            let has_rule = matches!(file.format, Format::Autoconfig | Format::ProviderDb);
            has_rule && (HAVE_A_RULE.contains(&name) || odd.within == "oAuth2")
        };
        let missing = file.oddities.iter().filter(|odd| odd.kind == OddityKind::Missing);
        let told = |odd: &Oddity| {
            let case = if odd.within.is_empty() { "other" } else { "within" };
            let advice = Advice::new(Who::You).case(case);
            advice.arg("what", shown(&odd.about)).arg("within", shown(&odd.within))
        };
        let missing = missing.filter(|odd| !is_told_elsewhere(odd));
        missing.map(|odd| Fault::new(odd.at, told(odd))).collect()
    }),
};

/// What other rules miss, in the words of autoconfig and of the provider database.
const HAVE_A_RULE: [&str; 16] = [
    "authentication",
    "displayName",
    "domain",
    "domains",
    "emailProvider",
    "hostname",
    "id",
    "name",
    "port",
    "server",
    "socket",
    "socketType",
    "type",
    "username",
    // Without it the database's own program takes the whole address.
    "username_pattern",
    "version",
];
