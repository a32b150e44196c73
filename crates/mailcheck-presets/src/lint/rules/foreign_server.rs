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
        if known.is_empty() {
            return Vec::new(); // Whose mail domains are patterns may be anywhere.
        }
        let faults = view.provider.servers.iter().filter_map(|server| {
            let host = server.host.as_ref()?;
            let foreign = host.meaning.as_ref()?.registrable()?;
            // Told once for each domain.
            let place = known.binary_search(&foreign).err()?;
            known.insert(place, foreign.clone());
            Some(Fault::new(host.at, server.advice().arg("domain", foreign.to_string())))
        });
        faults.collect()
    }),
};
