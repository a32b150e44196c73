//! `providers.json` of `MailCore` 2, written.

use mailcheck::model::{Authentication, Security};
use serde::Serialize;

use super::scalar::lost;
use super::{CannotWrite, Loss, Part, beside, beside_server};
use crate::file::{PresetFile, Provider, Server, Word};
use crate::preset::{Domain, Format};
use crate::read::mail_core::{SERVICES, domain};
use crate::write::nodemailer::{Pairs, key, pretty};

pub(super) fn write(file: &PresetFile) -> Result<(String, Vec<Loss>), CannotWrite> {
    let mut losses: Vec<Loss> = file.comments.iter().map(|it| lost(Part::Comment, it)).collect();
    let mut entries = Vec::new();
    for provider in &file.providers {
        let Some(id) = key(provider, &entries) else {
            losses.push(Loss::new(Part::Provider, "", provider.at));
            continue;
        };
        let entry = entry(file, provider, &mut losses);
        entries.push((id, entry));
    }
    if entries.iter().all(|(_, entry)| entry.servers.is_empty()) {
        return Err(CannotWrite::Missing { what: "servers" });
    }
    Ok((pretty(&Pairs(entries))?, losses))
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Entry {
    servers: Pairs<&'static str, Vec<Service>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    domain_match: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    domain_exclude: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mx_match: Vec<String>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    mailboxes: Pairs<String, String>,
}

#[derive(Serialize)]
struct Service {
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hostname: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ssl: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    starttls: bool,
}

fn entry(file: &PresetFile, provider: &Provider, losses: &mut Vec<Loss>) -> Entry {
    losses.extend(beside(provider, &[Part::Domain, Part::Mx, Part::Option]));
    // Without an id, the name is the key.
    let name = provider.name.as_ref().filter(|_| provider.id.is_some());
    losses.extend(name.map(|name| lost(Part::Name, name)));
    let mut servers: Vec<(&'static str, Vec<Service>)> = Vec::new();
    for server in &provider.servers {
        let service = SERVICES.iter().find(|(_, it)| Some(*it) == server.service.meaning);
        let (Some((name, _)), Some(written)) = (service, service_of(file, server)) else {
            let text = server.host.as_ref().map_or(&server.service.text, |host| &host.text);
            losses.push(Loss::new(Part::Server, text, server.at));
            continue;
        };
        losses.extend(beside_server(server));
        losses.extend(server.username.iter().map(|it| lost(Part::Username, it)));
        let is_other = |way: &&Word<_>| way.meaning != Some(Authentication::PasswordCleartext);
        let ways = server.authentication.iter().filter(is_other);
        losses.extend(ways.map(|way| lost(Part::Authentication, way)));
        match servers.iter_mut().find(|(known, _)| known == name) {
            Some((_, list)) => list.push(written),
            None => servers.push((name, vec![written])),
        }
    }
    let mut mailboxes = Vec::new();
    for (key, value) in &provider.options {
        match key.text.strip_prefix("mailboxes.") {
            Some(role) => mailboxes.push((role.to_owned(), value.text.clone())),
            None => losses.push(lost(Part::Option, key)),
        }
    }
    let mut patterns = |what, domains: &[Word<Domain>]| {
        let mut written = Vec::new();
        for domain in domains {
            match pattern(file, domain) {
                Some(pattern) => written.push(pattern),
                None => losses.push(lost(what, domain)),
            }
        }
        written
    };
    Entry {
        servers: Pairs(servers),
        domain_match: patterns(Part::Domain, &provider.domains),
        domain_exclude: patterns(Part::Domain, &provider.excluded),
        mx_match: patterns(Part::Mx, &provider.mx),
        mailboxes: Pairs(mailboxes),
    }
}

/// A server as it is written; `None` when it is not known where it is, or how it is secured.
fn service_of(file: &PresetFile, server: &Server) -> Option<Service> {
    let security = server.security.as_ref()?.meaning?;
    let hostname = match &server.host {
        // Some are patterns for servers of which the host is asked for.
        None if file.format == Format::MailCore => None,
        None => return None,
        Some(host) if host.meaning.is_some() => Some(host.text.clone()),
        // Its own placeholder, and autoconfig's.
        Some(host) => {
            Some(host.text.replace("%EMAILDOMAIN%", DOMAIN)).filter(|it| it.contains(DOMAIN))
        }
    };
    if server.host.is_some() && hostname.is_none() {
        return None;
    }
    let port = match &server.port {
        Some(port) => Some(port.meaning?),
        None if file.format == Format::MailCore => None,
        None => Some(server.endpoint()?.port),
    };
    let (ssl, starttls) = (security == Security::Tls, security == Security::Starttls);
    Some(Service { port, hostname, ssl, starttls })
}

/// A pattern for a domain, as it is written if it is one.
fn pattern(file: &PresetFile, word: &Word<Domain>) -> Option<String> {
    if file.format == Format::MailCore {
        return Some(word.text.clone());
    }
    let meaning = word.meaning.as_ref()?;
    let above = if meaning.is_wildcard { r".*\." } else { "" };
    let pattern = format!("{above}{}", meaning.host.as_str().replace('.', r"\."));
    (domain(&pattern).as_ref() == Some(meaning)).then_some(pattern)
}

const DOMAIN: &str = "{domain}";
