//! A mail domain is there twice for one provider.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use mailcheck::report::{Advice, Severity, Who};

use crate::file::Place;
use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Domain;

pub(crate) static RULE: Rule = Rule {
    id: "preset.domain-twice",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        let mut seen: HashMap<&Domain, Place> = HashMap::new();
        let faults = view.provider.domains.iter().filter_map(|word| {
            let first = match seen.entry(word.meaning.as_ref()?) {
                Entry::Occupied(first) => *first.get(),
                Entry::Vacant(free) => {
                    free.insert(word.at);
                    return None;
                }
            };
            let advice = Advice::new(Who::You).arg("domain", shown(&word.text));
            let advice = advice.arg("line", first.line.to_string());
            Some(Fault::new(word.at, advice).beside(view.file, first))
        });
        faults.collect()
    }),
};
