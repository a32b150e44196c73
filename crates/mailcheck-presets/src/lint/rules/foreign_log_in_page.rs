//! A page on which people log in is in none of the provider's domains.

use mailcheck::model::Host;
use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.foreign-log-in-page",
    severity: Severity::Notice,
    reference: "publicsuffix.org",
    judge: Judge::Provider(|view| {
        let provider = view.provider;
        let mut known: Option<Vec<Host>> = None;
        let faults = provider.links.iter().filter(|link| link.is_for_log_in()).filter_map(|link| {
            let host: Host = link.host()?.parse().ok()?;
            let foreign = host.registrable()?;
            let known = known.get_or_insert_with(|| {
                let servers = provider.servers.iter().filter_map(|it| it.known_host());
                let servers = servers.filter_map(Host::registrable);
                provider.registered().into_iter().chain(servers).collect()
            });
            let is_known = known.is_empty() || known.contains(&foreign);
            let advice = Advice::new(Who::You).arg("host", host.to_string());
            (!is_known).then(|| Fault::new(link.url.at, advice))
        });
        faults.collect()
    }),
};
