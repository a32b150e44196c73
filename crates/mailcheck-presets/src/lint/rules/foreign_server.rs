//! A server is in a domain of which none of the mail domains is.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.foreign-server",
    severity: Severity::Notice,
    reference: "RFC 9525 §1.3; publicsuffix.org",
    judge: Judge::Provider(|view| {
        let mut known = view.provider.registered();
        if view.provider.domains.iter().any(|domain| domain.meaning.is_none()) || known.is_empty() {
            return Vec::new(); // Patterns may stand for any domain.
        }
        let faults = view.provider.servers.iter().filter_map(|server| {
            let host = server.host.as_ref()?;
            let foreign = host.meaning.as_ref()?.registrable().filter(|_| !server.is_in_tor())?;
            // Told once for each domain.
            let place = known.binary_search(&foreign).err()?;
            known.insert(place, foreign.clone());
            Some(Fault::new(host.at, server.advice()?.arg("domain", foreign.to_string())))
        });
        faults.collect()
    }),
};
