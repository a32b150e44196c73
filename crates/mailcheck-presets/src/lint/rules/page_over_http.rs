//! A page to read is linked to without encryption.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.page-over-http",
    severity: Severity::Notice,
    reference: "RFC 9110 §4.2.2; thunderbird/autoconfig#135",
    judge: Judge::Provider(|view| {
        let links = view.provider.links.iter();
        let faults = links.filter(|link| link.is_http() && !link.is_for_log_in()).map(|link| {
            let advice = Advice::new(Who::You).arg("host", shown(link.host().unwrap_or_default()));
            Fault::new(link.url.at, advice)
        });
        faults.collect()
    }),
};
