//! A server is in a domain of which none of the mail domains is.

use mailcheck::model::Host;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.foreign-server",
    severity: Severity::Notice,
    reference: "RFC 9525 §1.3; publicsuffix.org",
    judge: Judge::Provider(|view| {
        let words = || view.provider.domains.iter();
        if words().any(|word| word.meaning.is_none()) || words().next().is_none() {
            return Vec::new(); // Patterns may stand for any domain.
        }
        let is_below_one = |host: &Host| {
            words().filter_map(|word| word.meaning.as_ref()).any(|it| host.is_within(&it.host))
        };
        let mut known: Option<Vec<Host>> = None;
        let faults = view.provider.servers.iter().filter_map(|server| {
            let host = server.host.as_ref()?;
            let name = host.meaning.as_ref().filter(|name| !is_below_one(name))?;
            let foreign = name.registrable().filter(|_| !server.is_in_tor())?;
            let known = known.get_or_insert_with(|| view.provider.registered());
            // Told once for each domain.
            let place = known.binary_search(&foreign).err()?;
            known.insert(place, foreign.clone());
            Some(Fault::new(host.at, server.advice()?.arg("domain", foreign.to_string())))
        });
        faults.collect()
    }),
};
