//! The format of chatmail's provider database, as the settings that a program would use.

#[cfg(test)]
mod tests;

use std::path::Path;

use mailcheck::model::{
    Authentication, Deviation, Endpoint, Notes, Security, ServerText, Service, Setting, Unusable,
};

use crate::file::{Oddity, OddityKind, Place, PresetFile, Provider, Server, Word};
use crate::preset::Preset;
use crate::read::provider_db::read_whole;

/// Reads one file.
///
/// Kinds of deviation, each with its line and about a key named by its path:
///
/// | kind | what |
/// |---|---|
/// | `bad-date` | `last_checked` is neither `2026-11` nor `2026-11-30` |
/// | `bad-domain` | no mail domain; it is left out |
/// | `bad-hostname`, `bad-port`, `unknown-socket-type`, `unknown-type` | the server is left out |
/// | `bad-link` | the website does not begin with `http://` or `https://` |
/// | `contradicting-port` | the port is registered for other encryption |
/// | `duplicate-key` | a key is there twice; the first counts |
/// | `letter-case` | a word is written in other letters than the format has |
/// | `missing-key` | a key that every file or server has is not there |
/// | `missing-username` | the log-in name of a server is not said |
/// | `no-domain` | the file is for no domain |
/// | `plain-socket-type` | a server without encryption |
/// | `relay-port` | port 25, where mail servers take mail from each other and many lines let nobody through |
/// | `too-many` | there are more deviations than are kept |
/// | `unknown-key`, `unknown-status`, `unknown-username` | a word that the format does not know |
/// | `unusual-port` | the port is none of the service's registered ones |
/// | `wildcard-domain` | every domain below one is meant |
/// | `wrong-type` | a value is of another type; it alone is left out |
///
/// # Errors
///
/// [`Unusable::Malformed`], when there is no such YAML. A file that names no server is none: some say
/// that a provider has none.
pub fn read(octets: &[u8]) -> Result<Preset, Unusable> {
    let file = read_whole(octets, Path::new("")).map_err(Unusable::from)?;
    if file.oddities.iter().any(|odd| odd.kind == OddityKind::Encoding) {
        return Err(Unusable::Malformed { text: "not UTF-8".to_owned() });
    }
    let provider = file.providers.first().ok_or(Unusable::NoServer)?;
    Ok(preset(&file, provider))
}

fn preset(file: &PresetFile, provider: &Provider) -> Preset {
    let text = |word: Option<&Word>| word.map(|word| ServerText::from(word.text.as_str()));
    let name = text(provider.name.as_ref());
    let mut notes = Notes::default();
    notes.display_name.clone_from(&name);
    let option = |(key, value): &(Word, Word)| (key.text.clone(), value.text.as_str().into());
    Preset {
        name: name.unwrap_or_default(),
        domains: provider.domains.iter().filter_map(|word| word.meaning.clone()).collect(),
        status: provider.status.as_ref().and_then(|word| word.meaning),
        settings: provider.servers.iter().filter_map(setting).collect(),
        before_login: text(provider.hints.first()),
        after_login: text(provider.hints_after.first()),
        last_checked: text(provider.last_checked.as_ref()),
        notes,
        website: text(provider.links.first().map(|link| &link.url)),
        is_not_tested: provider.not_tested.as_ref().and_then(|it| it.meaning).unwrap_or(false),
        options: provider.options.iter().map(option).collect(),
        deviations: deviations(file, provider),
    }
}

/// The server as a setting; `None` when a part of where it is cannot be known.
fn setting(server: &Server) -> Option<Setting> {
    // The format leaves no port to be guessed.
    server.port.as_ref()?;
    let mut setting = Setting::new(server.endpoint()?);
    setting.username = server.username.as_ref().and_then(|word| word.meaning.clone());
    setting.authentication = vec![Authentication::PasswordCleartext];
    Some(setting)
}

/// What is odd, by line; at most so many as a person reads.
fn deviations(file: &PresetFile, provider: &Provider) -> Vec<Deviation> {
    let mut found: Vec<Deviation> = Vec::new();
    for odd in &file.oddities {
        found.extend(deviation(odd, &provider.servers));
    }
    for word in &provider.domains {
        let text = format!("domains: {}", word.text);
        match &word.meaning {
            None => found.push(Deviation::new("bad-domain", text, word.at.line)),
            Some(domain) if domain.is_wildcard => {
                found.push(Deviation::new("wildcard-domain", text, word.at.line));
            }
            Some(_) => {}
        }
    }
    if provider.domains.iter().all(|word| word.meaning.is_none()) {
        found.push(Deviation::new("no-domain", "domains", provider.at.line));
    }
    if let Some(status) = provider.status.as_ref().filter(|word| word.meaning.is_none()) {
        let text = format!("status: {}", status.text);
        found.push(Deviation::new("unknown-status", text, status.at.line));
    }
    if let Some(date) = provider.last_checked.as_ref().filter(|date| !is_date(&date.text)) {
        let text = format!("last_checked: {}", date.text);
        found.push(Deviation::new("bad-date", text, date.at.line));
    }
    for link in provider.links.iter().filter(|link| !is_web(&link.url.text)) {
        let text = format!("website: {}", link.url.text);
        found.push(Deviation::new("bad-link", text, link.url.at.line));
    }
    found.extend(provider.servers.iter().flat_map(of_server));
    found.sort_by_key(|deviation| deviation.line);
    if found.len() > MAX_DEVIATIONS {
        found.truncate(MAX_DEVIATIONS);
        found.push(Deviation::new("too-many", "", u32::MAX));
    }
    found
}

/// An oddity as a deviation; `None` for what is told otherwise, or does not matter to settings.
fn deviation(odd: &Oddity, servers: &[Server]) -> Option<Deviation> {
    let path = match odd.within.as_str() {
        "" => odd.about.clone(),
        within if within == odd.about => odd.about.clone(),
        within => format!("{within}.{}", odd.about),
    };
    let (kind, text) = match odd.kind {
        OddityKind::Duplicate => ("duplicate-key", path),
        OddityKind::LetterCase => ("letter-case", format!("{}: {}", odd.within, odd.about)),
        OddityKind::Missing if odd.about == "username_pattern" => ("missing-username", path),
        OddityKind::Missing => ("missing-key", path),
        OddityKind::Unknown => ("unknown-key", path),
        OddityKind::WrongType => ("wrong-type", path),
        OddityKind::ByteOrderMark
        | OddityKind::Empty
        | OddityKind::Encoding
        | OddityKind::Misplaced
        | OddityKind::Secret => return None,
    };
    let mut deviation = Deviation::new(kind, text, odd.at.line);
    let begins_before = |server: &&Server| server.at <= odd.at;
    deviation.dropped = odd.within.starts_with("server")
        && match servers.iter().rfind(begins_before) {
            // An item of the list that is no server at all.
            _ if odd.within == odd.about => true,
            server => server.is_some_and(|server| setting(server).is_none()),
        };
    Some(deviation)
}

/// What is odd about what a server says of itself.
fn of_server(server: &Server) -> Vec<Deviation> {
    let mut found = Vec::new();
    let mut note = |kind: &str, key: &str, text: &str, at: Place| {
        found.push(Deviation::new(kind, format!("server.{key}: {text}"), at.line));
    };
    if server.service.meaning.is_none() && !server.service.text.is_empty() {
        note("unknown-type", "type", &server.service.text, server.service.at);
    }
    if let Some(word) = server.security.as_ref().filter(|word| word.meaning.is_none()) {
        note("unknown-socket-type", "socket", &word.text, word.at);
    }
    if let Some(word) = server.host.as_ref().filter(|word| word.meaning.is_none()) {
        note("bad-hostname", "hostname", &word.text, word.at);
    }
    if let Some(word) = server.port.as_ref().filter(|word| word.meaning.is_none()) {
        note("bad-port", "port", &word.text, word.at);
    }
    if let Some(word) = server.username.as_ref().filter(|word| word.meaning.is_none()) {
        note("unknown-username", "username_pattern", &word.text, word.at);
    }
    let Some(Setting { endpoint, .. }) = setting(server) else {
        for deviation in &mut found {
            deviation.dropped = true;
        }
        return found;
    };
    if endpoint.security == Security::Plain {
        note("plain-socket-type", "hostname", endpoint.host.as_str(), server.at);
    }
    if let (Some(kind), Some(port)) = (port_slip(&endpoint), &server.port) {
        note(kind, "port", &endpoint.port.to_string(), port.at);
    }
    found
}

/// What is odd about a port, given what it is for.
fn port_slip(endpoint: &Endpoint) -> Option<&'static str> {
    let (service, port) = (endpoint.service, endpoint.port);
    let is_for_tls = port == service.tls_port();
    let is_for_starttls = port == service.starttls_port();
    if service == Service::Smtp && port == RELAY_PORT {
        return Some("relay-port");
    }
    match endpoint.security {
        Security::Tls if is_for_starttls => Some("contradicting-port"),
        Security::Starttls | Security::Plain if is_for_tls => Some("contradicting-port"),
        _ if is_for_tls || is_for_starttls => None,
        Security::Tls | Security::Starttls | Security::Plain => Some("unusual-port"),
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A year, a month and perhaps a day.
pub(crate) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| {
        let is_number = part.bytes().all(|octet| octet.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number).map(|number| (part.len(), number))
    });
    matches!(parts.next(), Some(Some((4, _))))
        && matches!(parts.next(), Some(Some((2, 1..=12))))
        && matches!(parts.next(), None | Some(Some((2, 1..=31))))
        && parts.next().is_none()
}

/// Where mail servers take mail from each other (RFC 5321 §4.5.4.2).
const RELAY_PORT: u16 = 25;

/// Deviations that are kept: more than a person reads.
const MAX_DEVIATIONS: usize = 100;
