//! Thunderbird for Android gives a whole file up for one server.

use mailcheck::model::{Authentication, Security, Service};
use mailcheck::report::{Advice, Severity, Who};

use crate::file::{Oauth2, Place, Provider, Server};
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::lint::{Fault, View};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.rejected-on-android",
    severity: Severity::Warning,
    reference: "thunderbird-android RealAutoconfigParser.kt",
    judge: Judge::Provider(|view| {
        let provider = view.provider;
        // It could not use the file anyway without these; other rules say so.
        let has_use = uses(provider, Service::Imap) && uses(provider, Service::Smtp);
        if view.file.format != Format::Autoconfig || !has_use {
            return Vec::new();
        }
        let mut reasons = Vec::new();
        for server in &provider.servers {
            reasons.extend(reason(server).map(|(at, why)| (at, why, Some(server))));
        }
        reasons.extend(provider.oauth2.as_ref().and_then(incomplete));
        let mut reasons = reasons.into_iter();
        let Some((at, why, server)) = reasons.next() else { return Vec::new() };
        let host = server.and_then(|server| server.host.as_ref());
        let host = host.map(|host| shown(&host.text)).unwrap_or_default();
        let mut fault = Fault::new(at, Advice::new(Who::You).case(why).arg("host", host));
        fault.related = related(view, reasons.map(|(at, ..)| at));
        vec![fault]
    }),
};

type Reason<'a> = (Place, &'static str, Option<&'a Server>);

fn related(
    view: &View<'_>,
    places: impl Iterator<Item = Place>,
) -> Vec<(std::path::PathBuf, Place)> {
    places.map(|at| (view.file.path.clone(), at)).collect()
}

/// Whether it could use a server of this service, were it alone.
fn uses(provider: &Provider, service: Service) -> bool {
    let mut servers = provider.servers.iter();
    servers.any(|server| server.service.meaning == Some(service) && reason(server).is_none())
}

/// What it cannot bear of a server. Those for POP3 it does not look at.
fn reason(server: &Server) -> Option<(Place, &'static str)> {
    if !matches!(server.service.meaning?, Service::Imap | Service::Smtp) {
        return None;
    }
    let port = server.port.as_ref();
    if port.and_then(|port| port.meaning).is_none() {
        return Some((port.map_or(server.at, |port| port.at), "port"));
    }
    let security = server.security.as_ref();
    let at = security.map_or(server.at, |security| security.at);
    match security.and_then(|security| security.meaning) {
        // It heeds capitals.
        Some(Security::Tls | Security::Starttls)
            if security.is_some_and(|it| it.text == it.text.to_ascii_uppercase()) => {}
        Some(Security::Plain) => return Some((at, "plain")),
        _unknown => return Some((at, "socket-type")),
    }
    let is_known = |way: &Authentication| {
        matches!(
            way,
            Authentication::OAuth2
                | Authentication::PasswordCleartext
                | Authentication::PasswordEncrypted
        )
    };
    let mut ways = server.authentication.iter().filter_map(|word| word.meaning.as_ref());
    if !ways.any(is_known) {
        let at = server.authentication.first().map_or(server.at, |word| word.at);
        return Some((at, "authentication"));
    }
    let name = server.username.as_ref();
    let is_there = name.is_some_and(|name| !name.text.is_empty());
    (!is_there).then(|| (name.map_or(server.at, |name| name.at), "username"))
}

/// What it cannot bear of where tokens are to be had.
fn incomplete(oauth2: &Oauth2) -> Option<Reason<'static>> {
    let is_there =
        |url: &Option<crate::file::Word>| url.as_ref().is_some_and(|url| !url.text.is_empty());
    let is_whole = is_there(&oauth2.auth_url) && is_there(&oauth2.token_url);
    (!is_whole).then_some((oauth2.at, "oauth2", None))
}
