//! The file says where tokens of OAuth2 are to be had, and no server takes them.

use mailcheck::model::Authentication;
use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.oauth2-unused",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Provider(|view| {
        let servers = || view.provider.servers.iter();
        let is_offered = servers().any(|it| it.offers(&Authentication::OAuth2));
        // A format without ways to log in leaves open who takes tokens.
        let is_said = servers().any(|it| !it.authentication.is_empty());
        let unused = view.provider.oauth2.as_ref().filter(|_| is_said && !is_offered);
        unused.map(|it| Fault::new(it.at, Advice::new(Who::You))).into_iter().collect()
    }),
};
