//! The same server is there twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use mailcheck::report::Severity;

use crate::file::Place;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.server-twice",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        let mut seen: HashMap<_, Place> = HashMap::new();
        let faults = view.provider.servers.iter().filter_map(|server| {
            let name = server.username.as_ref().map(|name| &name.text);
            let restriction = server.restriction.as_ref().map(|word| &word.text);
            let key = (server.endpoint()?, name, restriction);
            let first = match seen.entry(key) {
                Entry::Occupied(first) => *first.get(),
                Entry::Vacant(free) => {
                    free.insert(server.at);
                    return None;
                }
            };
            let advice = server.advice()?.arg("line", first.line.to_string());
            Some(Fault::new(server.at, advice).beside(view.file, first))
        });
        faults.collect()
    }),
};
