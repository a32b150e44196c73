//! chatmail's provider database: YAML between two lines `---`, then prose in Markdown.
//!
//! Source: <https://github.com/chatmail/provider-db>.

use std::path::Path;

use mailcheck::model::{Authentication, Security, Service};

use crate::file::{Lines, Link, OddityKind, Place, PresetFile, Provider, Purpose, Server, Word};
use crate::preset::{Domain, Format, Status};
use crate::text::decode;
use crate::tree::{Keys, Malformed, Node, Notebook, Repeated, yaml};

/// Reads one file; `None` when its YAML is of something else.
pub(super) fn read(octets: &[u8], path: &Path) -> Option<Result<PresetFile, Malformed>> {
    let text = decode(octets).text;
    let is_ours = |line: &str| {
        let key = line.trim_start().split_once(':');
        key.is_some_and(|(key, _)| KNOWN_BY.contains(&key))
    };
    text.lines().any(is_ours).then(|| read_whole(octets, path))
}

/// Reads one file, whatever is in its YAML.
pub(crate) fn read_whole(octets: &[u8], path: &Path) -> Result<PresetFile, Malformed> {
    let start = Place { line: 1, column: 1 };
    let malformed = |why: &str| Malformed::new(why, start);
    let decoded = decode(octets);
    let yaml =
        front_matter(&decoded.text).ok_or_else(|| malformed("no YAML between two lines ---"))?;
    let document = yaml::read(yaml)?;
    let mut notes = Notebook::new(decoded.oddities, Repeated::First);
    let keys = notes.keys(&document.root, "", "").ok_or_else(|| malformed("the YAML is no map"))?;
    let mut file = PresetFile::new(path, Format::ProviderDb);
    file.providers.push(provider(&mut notes, keys));
    file.comments = document.comments;
    let prose = decoded.text.get(yaml.len() + MARK.len()..).unwrap_or_default();
    if !prose.trim().is_empty() {
        let octet = yaml.len() + MARK.len() + prose.len() - prose.trim_start().len();
        file.passed_over.push(Word::new("Markdown", Lines::new(&decoded.text).place(octet)));
    }
    file.oddities = notes.in_order();
    Ok(file)
}

/// What stands between the first two lines `---`, the first of them included so that lines count from
/// the start of the file.
fn front_matter(text: &str) -> Option<&str> {
    let mut end = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_mark = line.trim_end() == MARK;
        match number {
            0 if !is_mark => return None,
            0 => {}
            _ if is_mark => return text.get(..end),
            _ => {}
        }
        end += line.len();
    }
    None
}

fn provider(notes: &mut Notebook, mut keys: Keys<'_>) -> Provider {
    let keys = &mut keys;
    for name in ["name", "status", "last_checked", "domains"] {
        notes.needs(keys, name);
    }
    let mut provider =
        Provider { at: keys.at, name: notes.text(keys, "name"), ..Provider::default() };
    provider.status =
        notes.text(keys, "status").map(|word| notes.meaning(word, &STATUSES, "status"));
    provider.last_checked = notes.text(keys, "last_checked");
    let website = notes.text(keys, "website");
    provider.links = website.map(|url| Link::new(Purpose::Website, url)).into_iter().collect();
    provider.hints = notes.text(keys, "before_login_hint").into_iter().collect();
    provider.hints_after = notes.text(keys, "after_login_hint").into_iter().collect();
    let not_tested = notes.text(keys, "skip_auto_test");
    provider.not_tested = not_tested.map(|word| {
        let word = notes.meaning(word, &[("true", true), ("false", false)], "skip_auto_test");
        if word.meaning.is_none() {
            notes.note(OddityKind::WrongType, "skip_auto_test", "", word.at);
        }
        word
    });
    let domains = notes.strings(keys, "domains");
    provider.domains = domains.into_iter().map(|word| word.read_as(Domain::read)).collect();
    for node in notes.list(keys, "server") {
        let Some(keys) = notes.keys(node, "server", "server") else { continue };
        provider.servers.push(server(notes, keys));
    }
    provider.options = options(notes, keys);
    notes.end(keys);
    provider
}

fn server(notes: &mut Notebook, mut keys: Keys<'_>) -> Server {
    let keys = &mut keys;
    for name in ["type", "socket", "hostname", "port", "username_pattern"] {
        notes.needs(keys, name);
    }
    let service = notes.text(keys, "type").unwrap_or_else(|| Word::new("", keys.at));
    let service = notes.meaning(service, &SERVICES, "server.type");
    let mut server = Server::new(service, keys.at);
    let socket = notes.text(keys, "socket");
    server.security = socket.map(|word| notes.meaning(word, &SOCKETS, "server.socket"));
    let host = notes.text(keys, "hostname");
    server.host = host.map(|word| word.read_as(|text| text.parse().ok()));
    server.port = notes.port(keys, "port");
    let username = notes.text(keys, "username_pattern");
    server.username = username.map(|word| {
        let word = notes.meaning(word, &USERNAMES, "server.username_pattern");
        Word { meaning: word.meaning.map(str::to_owned), text: word.text, at: word.at }
    });
    // The format knows no other way than the password.
    server.authentication = vec![Word::implied(Authentication::PasswordCleartext, server.at)];
    notes.end(keys);
    server
}

/// What the file says to programs of the database's makers.
fn options(notes: &mut Notebook, keys: &mut Keys<'_>) -> Vec<(Word, Word)> {
    let mut found = Vec::new();
    if let Some(word) = notes.text(keys, "oauth2") {
        found.push((Word::new("oauth2", word.at), word));
    }
    for (name, known) in OPTIONS {
        let inside = notes.take(keys, name).and_then(|node: &Node| notes.keys(node, name, ""));
        let Some(inside) = inside else { continue };
        for (key, value) in &inside.left {
            if !known.contains(&key.text.as_str()) {
                notes.note(OddityKind::Unknown, &key.text, name, key.at);
            }
            if let Some(value) = notes.scalar(value, &key.text, name) {
                found.push((Word::new(inside.path_to(&key.text), key.at), value));
            }
        }
    }
    found
}

/// What stands before the YAML and behind it.
const MARK: &str = "---";

/// Keys that every file of the database has some of, and other YAML before Markdown has not.
const KNOWN_BY: [&str; 3] = ["domains", "last_checked", "server"];

pub(crate) const STATUSES: [(&str, Status); 3] =
    [("OK", Status::Ok), ("PREPARATION", Status::Preparation), ("BROKEN", Status::Broken)];

pub(crate) const SERVICES: [(&str, Service); 2] =
    [("imap", Service::Imap), ("smtp", Service::Smtp)];

pub(crate) const SOCKETS: [(&str, Security); 3] =
    [("SSL", Security::Tls), ("STARTTLS", Security::Starttls), ("PLAIN", Security::Plain)];

pub(crate) const USERNAMES: [(&str, &str); 2] =
    [("EMAIL", "%EMAILADDRESS%"), ("EMAILLOCALPART", "%EMAILLOCALPART%")];

/// The maps of options, and the options that real files have.
pub(crate) const OPTIONS: [(&str, &[&str]); 2] = [
    ("opt", &["max_smtp_rcpt_to", "strict_tls"]),
    ("config_defaults", &["delete_server_after", "mdns_enabled", "media_quality"]),
];
