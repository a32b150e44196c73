//! `providers.xml` of K-9 Mail, written: an element for each mail domain of each provider.

use super::{CannotWrite, Loss, Part, comments, shortened};
use crate::file::{PresetFile, Provider, Server, Word};
use crate::preset::Domain;
use crate::read::k9::{PLACEHOLDERS, SCHEMES};
use crate::xml::Xml;

pub(super) fn write(file: &PresetFile) -> Result<(String, Vec<Loss>), CannotWrite> {
    let mut writer = Writer { xml: Xml::new(), losses: Vec::new(), count: 0 };
    comments(file, &mut writer.xml, &mut writer.losses);
    writer.xml.open("providers", &[]);
    for provider in &file.providers {
        writer.provider(provider);
    }
    let Writer { xml, mut losses, count } = writer;
    if count == 0 {
        return Err(CannotWrite::Missing { what: "provider" });
    }
    losses.extend(shortened(&xml));
    Ok((xml.end(), losses))
}

struct Writer {
    xml: Xml,
    losses: Vec<Loss>,
    /// How many elements were written.
    count: usize,
}

impl Writer {
    fn provider(&mut self, provider: &Provider) {
        let mut losses = super::beside(provider, &[]);
        let mut servers = Vec::new();
        for server in &provider.servers {
            servers.extend(written(server, &mut losses).map(|it| (server.is_outgoing, it)));
        }
        let has = |is_outgoing| servers.iter().any(|(direction, _)| *direction == is_outgoing);
        let domains: Vec<_> = provider.domains.iter().map(|it| (it, pattern(it))).collect();
        if !has(true) || !has(false) || domains.iter().all(|(_, name)| name.is_none()) {
            let name = provider.id.as_ref().or(provider.name.as_ref());
            let name = name.map_or("", |word| word.text.as_str());
            self.losses.push(Loss::new(Part::Provider, name, provider.at));
            return;
        }
        self.losses.extend(losses);
        // Identifiers are unique: the first domain has it.
        let mut id = provider.id.as_ref();
        for (domain, name) in domains {
            let Some(name) = name else {
                self.losses.push(Loss::new(Part::Domain, &domain.text, domain.at));
                continue;
            };
            let named = [("id", id.take()), ("label", provider.name.as_ref())];
            let named = named.into_iter().filter_map(|(key, word)| Some((key, word?)));
            let mut attributes: Vec<(&str, &str)> =
                named.map(|(key, word)| (key, word.text.as_str())).collect();
            attributes.push(("domain", &name));
            self.xml.open("provider", &attributes);
            for (is_outgoing, Written { uri, username }) in &servers {
                let element = if *is_outgoing { "outgoing" } else { "incoming" };
                self.xml.empty(element, &[("uri", uri), ("username", username)]);
            }
            self.xml.close();
            self.count += 1;
        }
    }
}

struct Written {
    uri: String,
    username: String,
}

/// A server as it is written; `None` when it cannot be.
fn written(server: &Server, losses: &mut Vec<Loss>) -> Option<Written> {
    let Some(uri) = uri(server) else {
        let word = server.host.as_ref().map_or(&server.service.text, |host| &host.text);
        losses.push(Loss::new(Part::Server, word, server.at));
        return None;
    };
    losses.extend(super::beside_server(server));
    let ways = server.authentication.iter();
    losses.extend(ways.map(|way| Loss::new(Part::Authentication, &way.text, way.at)));
    let Some(word) = &server.username else {
        return Some(Written { uri, username: String::new() });
    };
    // What looks like a placeholder and is none cannot be written.
    let meant = word.meaning.as_ref();
    let meant = meant.filter(|name| !PLACEHOLDERS.iter().any(|(theirs, _)| name.contains(theirs)));
    if meant.is_none() {
        losses.push(Loss::new(Part::Username, &word.text, word.at));
    }
    let with = |text: String, (theirs, ours): &(&str, &str)| text.replace(ours, theirs);
    let username = PLACEHOLDERS.iter().fold(meant.cloned().unwrap_or_default(), with);
    Some(Written { uri, username })
}

fn uri(server: &Server) -> Option<String> {
    // The format has IMAP for one direction and SMTP for the other.
    if server.service.meaning?.is_incoming() == server.is_outgoing {
        return None;
    }
    let endpoint = server.endpoint()?;
    let is_it = |(_, service, security): &&(&str, _, _)| {
        (*service, *security) == (endpoint.service, endpoint.security)
    };
    let (scheme, ..) = SCHEMES.iter().find(is_it)?;
    let host = match endpoint.host.as_str() {
        host if host.contains(':') => format!("[{host}]"),
        host => host.to_owned(),
    };
    let port = server.port.as_ref().map(|_| format!(":{}", endpoint.port)).unwrap_or_default();
    Some(format!("{scheme}://{host}{port}"))
}

/// A domain as the format has it, which takes what is below one as `*.example.org`.
fn pattern(domain: &Word<Domain>) -> Option<String> {
    let Domain { host, is_wildcard, .. } = domain.meaning.as_ref()?;
    Some(if *is_wildcard { format!("*.{host}") } else { host.to_string() })
}
