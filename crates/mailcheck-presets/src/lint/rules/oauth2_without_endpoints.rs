//! OAuth2 is offered, and the file does not say where tokens are to be had.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.oauth2-without-endpoints",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        let ways = view
            .provider
            .servers
            .iter()
            .flat_map(|server| server.authentication.iter().map(move |way| (server, way)));
        let mut offers = ways.filter(|(_, way)| way.meaning == Some(Authentication::OAuth2));
        let first = offers.next().filter(|_| view.provider.oauth2.is_none());
        let fault = first.and_then(|(server, way)| Some(Fault::new(way.at, server.advice()?)));
        fault.into_iter().collect()
    }),
};
