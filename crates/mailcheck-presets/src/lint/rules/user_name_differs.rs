//! The form of the user name is not the same for all services.

use std::collections::BTreeSet;

use mailcheck::model::Service;
use mailcheck::report::Severity;

use crate::file::Server;
use crate::lint::Fault;
use crate::lint::View;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.user-name-differs",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        let mut services = [Service::Imap, Service::Pop3, Service::Smtp].into_iter();
        let first = services.find_map(|service| Some((service, names(view, service)?)));
        let Some((first, (_, ours))) = first else { return Vec::new() };
        let faults = services.filter_map(|service| {
            let (server, theirs) = names(view, service)?;
            let name = server.username.as_ref().filter(|_| ours.is_disjoint(&theirs))?;
            let advice = server.advice()?.arg("other", first.acronym());
            let advice = advice.arg("name", list(&theirs)).arg("names", list(&ours));
            Some(Fault::new(name.at, advice))
        });
        faults.collect()
    }),
};

/// The user names of a service, and the first server that has one.
fn names<'a>(view: &View<'a>, service: Service) -> Option<(&'a Server, BTreeSet<&'a str>)> {
    let servers = view.provider.servers_of(service);
    let mut named = servers.filter_map(|server| {
        let name = server.username.as_ref().filter(|name| !name.is_empty())?;
        Some((server, name.meaning.as_ref().unwrap_or(&name.text).as_str()))
    });
    let (first, name) = named.next()?;
    Some((first, std::iter::once(name).chain(named.map(|(_, name)| name)).collect()))
}

fn list(names: &BTreeSet<&str>) -> Vec<String> {
    names.iter().map(|name| shown(name)).collect()
}
