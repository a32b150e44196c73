//! A mail domain is one of those that another provider has all of.

use std::collections::HashMap;

use mailcheck::model::Host;
use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::{said, shown};
use crate::lint::rule::{Judge, Rule};
use crate::lint::views;

pub(crate) static RULE: Rule = Rule {
    id: "preset.domain-under-wildcard",
    severity: Severity::Notice,
    reference: "chatmail/provider-db",
    judge: Judge::Collection(|files| {
        let words = || {
            views(files).flat_map(|view| view.provider.domains.iter().map(move |word| (view, word)))
        };
        let wildcards: HashMap<_, _> = words()
            .filter_map(|(view, word)| {
                let domain = word.meaning.as_ref().filter(|domain| domain.is_wildcard)?;
                Some(((view.file.format, domain.host.clone()), (view, word)))
            })
            .collect();
        let faults = words().filter(|_| !wildcards.is_empty()).filter_map(|(view, word)| {
            let domain = word.meaning.as_ref().filter(|domain| !domain.is_wildcard)?;
            let mut above = std::iter::successors(domain.host.parent(), Host::parent);
            let (other, wildcard) =
                above.find_map(|host| wildcards.get(&(view.file.format, host)))?;
            if std::ptr::eq(other.provider, view.provider) {
                return None;
            }
            let advice = Advice::new(Who::You).arg("domain", shown(&word.text));
            let advice = advice.arg("wildcard", shown(&wildcard.text)).arg("other", said(*other));
            let fault = Fault::new(word.at, advice).beside(other.file, wildcard.at);
            Some((view.file, fault))
        });
        faults.collect()
    }),
};
