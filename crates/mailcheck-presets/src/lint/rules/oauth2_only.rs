//! Nobody can log in who cannot do so by OAuth2.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use crate::file::Server;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.oauth2-only",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig; RFC 7628",
    judge: Judge::Provider(|view| {
        let servers = || view.provider.servers.iter().filter(|it| it.service.meaning.is_some());
        let first = servers().find_map(|server| Some((server, server.authentication.first()?)));
        let first = first.filter(|_| servers().all(takes_tokens_only));
        let fault = first.and_then(|(server, way)| Some(Fault::new(way.at, server.advice()?)));
        fault.into_iter().collect()
    }),
};

fn takes_tokens_only(server: &Server) -> bool {
    let mut ways = server.authentication.iter();
    let is_said = !server.authentication.is_empty();
    is_said && ways.all(|way| way.meaning == Some(Authentication::OAuth2))
}
