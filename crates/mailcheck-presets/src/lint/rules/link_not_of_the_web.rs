//! A link is no address of the web.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.link-not-of-the-web",
    severity: Severity::Warning,
    reference: "RFC 9110 §4.2; draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        let links = view.provider.links.iter();
        let faults = links.filter(|link| link.host().is_none()).map(|link| {
            let case = if link.url.is_empty() { "empty" } else { "other" };
            let advice = Advice::new(Who::You).case(case).arg("address", shown(&link.url.text));
            Fault::new(link.url.at, advice)
        });
        faults.collect()
    }),
};
