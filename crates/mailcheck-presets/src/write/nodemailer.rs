//! `services.json` of Nodemailer, written. It has servers for sending only, one a provider.

use mailcheck::model::{Authentication, Security, Service};
use serde::{Serialize, Serializer};

use super::scalar::lost;
use super::{CannotWrite, Loss, Part, beside, beside_server};
use crate::file::{PresetFile, Provider, Server, Word};
use crate::preset::{Domain, Format};
use crate::read::nodemailer::METHODS;

pub(super) fn write(file: &PresetFile) -> Result<(String, Vec<Loss>), CannotWrite> {
    let mut losses: Vec<Loss> = file.comments.iter().map(|it| lost(Part::Comment, it)).collect();
    let mut entries = Vec::new();
    for provider in &file.providers {
        let (chosen, others) = choose(file, provider);
        let id = key(provider, &entries);
        let (Some(server), Some(id)) = (chosen, id) else {
            let name = provider.id.as_ref().or(provider.name.as_ref());
            let name = name.map_or("", |word| word.text.as_str());
            losses.push(Loss::new(Part::Provider, name, provider.at));
            continue;
        };
        for other in others {
            let text = other.host.as_ref().map_or(&other.service.text, |host| &host.text);
            losses.push(Loss::new(Part::Server, text, other.at));
        }
        entries.push((id, entry(file, provider, server, &mut losses)));
    }
    if entries.is_empty() {
        return Err(CannotWrite::Missing { what: "host" });
    }
    Ok((pretty(&Pairs(entries))?, losses))
}

/// Members of an object in their order.
pub(super) struct Pairs<K, V>(pub(super) Vec<(K, V)>);

impl<K, V> Pairs<K, V> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Pairs<K, V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// JSON as such files have it, four blanks a level.
pub(super) fn pretty(value: &impl Serialize) -> Result<String, CannotWrite> {
    let mut octets = Vec::new();
    let layout = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut to = serde_json::Serializer::with_formatter(&mut octets, layout);
    value.serialize(&mut to).map_err(|_why| CannotWrite::Format)?;
    octets.push(b'\n');
    String::from_utf8(octets).map_err(|_why| CannotWrite::Format)
}

/// What programs call a provider, in a file where each is called otherwise.
pub(super) fn key<T>(provider: &Provider, before: &[(String, T)]) -> Option<String> {
    let domain = provider.domains.iter().find(|domain| domain.meaning.is_some());
    let name = provider.id.as_ref().or(provider.name.as_ref()).map(|word| word.text.clone());
    let name = name.or_else(|| domain.map(|domain| domain.text.clone()))?;
    (!before.iter().any(|(known, _)| *known == name)).then_some(name)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    domains: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secure: Option<bool>,
    #[serde(rename = "requireTLS", skip_serializing_if = "std::ops::Not::not")]
    require_tls: bool,
    #[serde(rename = "ignoreTLS", skip_serializing_if = "std::ops::Not::not")]
    ignore_tls: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_method: Option<&'static str>,
}

/// The server that is written, the first for sending that can be; and the rest.
fn choose<'a>(file: &PresetFile, provider: &'a Provider) -> (Option<&'a Server>, Vec<&'a Server>) {
    let can_be = |server: &Server| {
        server.service.meaning == Some(Service::Smtp)
            && server.security.as_ref().is_some_and(|it| it.meaning.is_some())
            && server.port.as_ref().is_none_or(|it| it.meaning.is_some())
            && match &server.host {
                // Without one, the library takes its own machine.
                None => file.format == Format::Nodemailer,
                Some(host) => host.meaning.is_some(),
            }
    };
    let chosen = provider.servers.iter().position(can_be);
    let numbered = provider.servers.iter().enumerate();
    let others = numbered.filter(|(number, _)| Some(*number) != chosen).map(|(_, it)| it).collect();
    (chosen.and_then(|number| provider.servers.get(number)), others)
}

fn entry(file: &PresetFile, provider: &Provider, server: &Server, losses: &mut Vec<Loss>) -> Entry {
    losses.extend(beside(provider, &[Part::Alias]));
    losses.extend(beside_server(server));
    losses.extend(server.username.iter().map(|it| lost(Part::Username, it)));
    let (way, ways_lost) = method(server);
    losses.extend(ways_lost.into_iter().map(|it| lost(Part::Authentication, it)));
    let is_ours = file.format == Format::Nodemailer;
    let meaning = server.security.as_ref().and_then(|it| it.meaning);
    let text = server.security.as_ref().map_or("", |it| it.text.as_str());
    let secure = match meaning {
        Some(Security::Tls) if is_ours && text.is_empty() => None,
        Some(Security::Tls) => Some(true),
        // Said otherwise, or not at all.
        Some(_) if is_ours && text != "false" => None,
        _other => Some(false),
    };
    let mut domains = Vec::new();
    for domain in &provider.domains {
        match domain.meaning.as_ref().filter(|it| !it.is_wildcard) {
            Some(it) if Domain::read(&domain.text).as_ref() == Some(it) => {
                domains.push(domain.text.clone());
            }
            Some(it) => domains.push(it.host.as_str().to_owned()),
            None => losses.push(lost(Part::Domain, domain)),
        }
    }
    Entry {
        description: provider.name.as_ref().map(|name| name.text.clone()),
        aliases: provider.aliases.iter().map(|alias| alias.text.clone()).collect(),
        domains,
        host: server.host.as_ref().map(|host| host.text.clone()),
        port: server.port.as_ref().and_then(|port| port.meaning).or_else(|| {
            // Of other formats the usual port is another's.
            if is_ours { None } else { server.endpoint().map(|endpoint| endpoint.port) }
        }),
        secure,
        require_tls: meaning == Some(Security::Starttls) && (!is_ours || text == "requireTLS"),
        ignore_tls: meaning == Some(Security::Plain),
        auth_method: way,
    }
}

/// How to log in, where it is not left to the library, and what else the server has.
fn method(server: &Server) -> (Option<&'static str>, Vec<&Word<Authentication>>) {
    let mut ways = server.authentication.iter();
    let Some(first) = ways.next() else { return (None, Vec::new()) };
    let as_written = METHODS.iter().find(|(name, _)| *name == first.text);
    let usual = METHODS.iter().rfind(|(_, meaning)| Some(meaning) == first.meaning.as_ref());
    let way = match (&first.meaning, as_written) {
        (_, Some((name, _))) => Some(*name),
        // That is what the library does of itself.
        (Some(Authentication::PasswordCleartext), None) => None,
        (_, None) => usual.map(|(name, _)| *name),
    };
    let is_lost = way.is_none() && first.meaning != Some(Authentication::PasswordCleartext);
    (way, is_lost.then_some(first).into_iter().chain(ways).collect())
}
