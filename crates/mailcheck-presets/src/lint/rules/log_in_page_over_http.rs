//! A page on which people log in is linked to without encryption.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.log-in-page-over-http",
    severity: Severity::Warning,
    reference: "RFC 9110 §4.2.2; RFC 6797 §2.3",
    judge: Judge::Provider(|view| {
        let links = view.provider.links.iter();
        let faults = links.filter(|link| link.is_http() && link.is_for_log_in()).map(|link| {
            let advice = Advice::new(Who::You).arg("host", shown(link.host().unwrap_or_default()));
            Fault::new(link.url.at, advice)
        });
        faults.collect()
    }),
};
