//! Our own format: TOML with a table a provider and a table a server. `docs/presets-toml.md` describes it.

use std::path::Path;

use mailcheck::model::{Authentication, Security, Service};

use crate::file::{Link, Oauth2, Passage, PresetFile, Provider, Purpose, Server, Word};
use crate::preset::{Domain, Format, Status};
use crate::text::decode;
use crate::tree::{Keys, Malformed, Node, Notebook, Repeated, toml};

/// Reads one file.
pub(super) fn read(octets: &[u8], path: &Path) -> Result<PresetFile, Malformed> {
    let decoded = decode(octets);
    let document = toml::read(&decoded.text)?;
    let mut notes = Notebook::new(decoded.oddities, Repeated::First);
    let mut file = PresetFile::new(path, Format::Toml);
    if let Some(mut keys) = notes.keys(&document.root, "", "") {
        for node in notes.list(&mut keys, "provider") {
            let Some(keys) = notes.keys(node, "provider", "provider") else { continue };
            file.providers.push(provider(&mut notes, keys));
        }
        notes.end(&keys);
    }
    file.comments = document.comments;
    file.oddities = notes.in_order();
    Ok(file)
}

fn provider(notes: &mut Notebook, mut keys: Keys<'_>) -> Provider {
    let keys = &mut keys;
    for name in ["id", "domains", "server"] {
        notes.needs(keys, name);
    }
    let mut provider = Provider {
        at: keys.at,
        id: notes.string(keys, "id"),
        name: notes.string(keys, "name"),
        short_name: notes.string(keys, "short-name"),
        aliases: notes.strings(keys, "aliases"),
        last_checked: notes.text(keys, "last-checked"),
        not_tested: notes.truth(keys, "not-tested"),
        hints: notes.strings(keys, "hints"),
        hints_after: notes.strings(keys, "hints-after"),
        ..Provider::default()
    };
    let status = notes.string(keys, "status");
    provider.status = status.map(|word| notes.meaning(word, &STATUSES, "provider.status"));
    for (name, list) in [
        ("domains", &mut provider.domains),
        ("excluded", &mut provider.excluded),
        ("mx", &mut provider.mx),
    ] {
        let words = notes.strings(keys, name).into_iter();
        *list = words.map(|word| word.read_as(Domain::read)).collect();
    }
    let oauth2 = notes.take(keys, "oauth2");
    provider.oauth2 = oauth2
        .and_then(|node| notes.keys(node, "oauth2", "provider"))
        .map(|keys| oauth2_of(notes, keys));
    for node in notes.list(keys, "link") {
        provider.links.extend(link(notes, node));
    }
    for node in notes.list(keys, "server") {
        let Some(keys) = notes.keys(node, SERVER, SERVER) else { continue };
        provider.servers.push(server(notes, keys));
    }
    let options = notes.take(keys, "options");
    if let Some(options) = options.and_then(|node| notes.keys(node, "options", "provider")) {
        for (key, value) in &options.left {
            let value = notes.scalar(value, &key.text, &options.path);
            provider.options.extend(value.map(|value| (key.clone(), value)));
        }
    }
    notes.end(keys);
    provider
}

fn server(notes: &mut Notebook, mut keys: Keys<'_>) -> Server {
    let keys = &mut keys;
    for name in ["service", "host", "security", "username", "authentication"] {
        notes.needs(keys, name);
    }
    let service = notes.string(keys, "service").unwrap_or_else(|| Word::new("", keys.at));
    let service = notes.meaning(service, &SERVICES, "provider.server.service");
    let mut server = Server::new(service, keys.at);
    let host = notes.string(keys, "host");
    server.host = host.map(|word| word.read_as(|text| text.parse().ok()));
    server.port = notes.port(keys, "port");
    let security = notes.string(keys, "security");
    server.security =
        security.map(|word| notes.meaning(word, &SECURITIES, "provider.server.security"));
    let ways = notes.strings(keys, "authentication").into_iter();
    server.authentication = ways.map(|word| word.read_as(way)).collect();
    let username = notes.string(keys, "username");
    server.username = username.map(|word| word.read_as(|text| Some(text.to_owned())));
    server.restriction = notes.string(keys, "restriction");
    server.url = notes.string(keys, "url");
    notes.end(keys);
    server
}

fn oauth2_of(notes: &mut Notebook, mut keys: Keys<'_>) -> Oauth2 {
    let keys = &mut keys;
    let oauth2 = Oauth2 {
        at: keys.at,
        issuer: notes.string(keys, "issuer"),
        scope: notes.string(keys, "scope"),
        auth_url: notes.string(keys, "auth-url"),
        token_url: notes.string(keys, "token-url"),
    };
    notes.end(keys);
    oauth2
}

/// A link; `None` when it leads nowhere, or nobody knows what for.
fn link(notes: &mut Notebook, node: &Node) -> Option<Link> {
    let mut keys = notes.keys(node, LINK, LINK)?;
    let keys = &mut keys;
    notes.needs(keys, "purpose");
    notes.needs(keys, "url");
    let purpose = notes.string(keys, "purpose");
    let purpose = purpose.map(|word| notes.meaning(word, &PURPOSES, "provider.link.purpose"));
    let url = notes.string(keys, "url");
    let words = notes.take(keys, "words");
    let words = words.and_then(|node| notes.keys(node, "words", LINK));
    notes.end(keys);
    let mut link = Link::new(purpose?.meaning?, url?);
    for (language, text) in words.iter().flat_map(|words| &words.left) {
        // Of words in no language nobody knows in which they are.
        let language_of = Some(language.clone()).filter(|it| !it.text.is_empty());
        let text = notes.scalar(text, &language.text, "provider.link.words");
        link.passages.extend(text.map(|text| Passage { language: language_of, text }));
    }
    Some(link)
}

/// A way to log in that has a word in the autoconfig draft.
fn way(text: &str) -> Option<Authentication> {
    match text.parse() {
        Ok(Authentication::Other(_)) => None,
        Ok(way) => Some(way),
    }
}

const SERVER: &str = "provider.server";
const LINK: &str = "provider.link";

pub(crate) const STATUSES: [(&str, Status); 3] =
    [("ok", Status::Ok), ("preparation", Status::Preparation), ("broken", Status::Broken)];

const SERVICES: [(&str, Service); 3] =
    [("imap", Service::Imap), ("pop3", Service::Pop3), ("smtp", Service::Smtp)];

const SECURITIES: [(&str, Security); 3] =
    [("tls", Security::Tls), ("starttls", Security::Starttls), ("plain", Security::Plain)];

pub(crate) const PURPOSES: [(&str, Purpose); 5] = [
    ("documentation", Purpose::Documentation),
    ("enable", Purpose::Enable),
    ("instruction", Purpose::Instruction),
    ("web-mail", Purpose::WebMail),
    ("website", Purpose::Website),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Place;

    fn file(text: &str) -> PresetFile {
        read(text.as_bytes(), Path::new("a.toml")).expect("is TOML")
    }

    fn odd(file: &PresetFile) -> Vec<String> {
        let told = |odd: &crate::file::Oddity| {
            let Place { line, column } = odd.at;
            format!("{line}:{column} {:?} {} in {}", odd.kind, odd.about, odd.within)
        };
        file.oddities.iter().map(told).collect()
    }

    const WHOLE: &str = r#"# Ours
[[provider]]
id = "example.org"
domains = ["example.org", "*.example.org"]
status = "preparation"
last-checked = 2026-11-30
not-tested = true
hints = ["Switch IMAP on."] # in the portal
oauth2 = { issuer = "sso.example.org", scope = "mail" }
options.idle = false

[[provider.link]]
purpose = "documentation"
url = "https://example.org/mail"
words = { en = "How to" }

[[provider.server]]
service = "imap"
host = "imap.example.org"
security = "tls"
username = "%EMAILADDRESS%"
authentication = ["OAuth2", "password-cleartext"]

[[provider.server]]
service = "smtp"
host = "smtp.example.org"
port = 587
security = "starttls"
username = "%EMAILADDRESS%"
authentication = ["password-cleartext"]
"#;

    #[test]
    fn a_whole_file_is_read() {
        let found = file(WHOLE);
        assert_eq!(odd(&found), [""; 0]);
        let comments: Vec<_> = found.comments.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(comments, ["Ours", "in the portal"]);
        let [provider] = &found.providers[..] else { panic!("{found:?}") };
        let endpoints: Vec<_> =
            provider.servers.iter().filter_map(Server::endpoint).map(|it| it.to_string()).collect();
        assert_eq!(
            endpoints,
            ["imap://imap.example.org:993/tls", "smtp://smtp.example.org:587/starttls"]
        );
        assert_eq!(provider.servers[0].authentication[0].meaning, Some(Authentication::OAuth2));
        assert_eq!(provider.status.as_ref().and_then(|it| it.meaning), Some(Status::Preparation));
        assert_eq!(provider.not_tested.as_ref().and_then(|it| it.meaning), Some(true));
        assert_eq!(
            provider.last_checked,
            Some(Word::new("2026-11-30", Place { line: 6, column: 16 }))
        );
        assert_eq!(provider.hints[0].text, "Switch IMAP on.");
        assert!(provider.domains[1].meaning.as_ref().is_some_and(|it| it.is_wildcard));
        let scope = provider.oauth2.as_ref().and_then(|it| it.scope.as_ref());
        assert_eq!(scope.map(|it| it.text.as_str()), Some("mail"));
        assert_eq!(provider.links[0].purpose, Purpose::Documentation);
        let [passage] = &provider.links[0].passages[..] else { panic!("{provider:?}") };
        assert_eq!(passage.language, Some(Word::new("en", Place { line: 15, column: 11 })));
        assert_eq!(passage.text.text, "How to");
        let (key, value) = &provider.options[0];
        assert_eq!((key.text.as_str(), value.text.as_str()), ("idle", "false"));
    }

    #[test]
    fn odd_values_are_told_and_the_rest_is_read() {
        for (old, new, expected) in [
            ("id = \"example.org\"\n", "", "2:1 Missing id in provider"),
            ("preparation", "Preparation", "5:10 LetterCase Preparation in provider.status"),
            ("port = 587", "port = \"587\"", "27:8 WrongType port in provider.server"),
            ("\"imap.example.org\"", "993", "19:8 WrongType host in provider.server"),
            (
                "[\"OAuth2\", \"password-cleartext\"]",
                "\"OAuth2\"",
                "22:18 WrongType authentication in provider.server",
            ),
            ("service = \"imap\"", "type = \"imap\"", "17:1 Missing service in provider.server"),
            ("not-tested = true", "not-tested = \"true\"", "7:14 WrongType not-tested in provider"),
            ("scope", "Scope", "9:40 Unknown Scope in provider.oauth2"),
            ("# Ours", "version = 1", "1:1 Unknown version in "),
            ("url = ", "URL = ", "12:1 Missing url in provider.link"),
        ] {
            assert!(WHOLE.contains(old), "{old}");
            let found = file(&WHOLE.replacen(old, new, 1));
            assert_eq!(odd(&found).first().map(String::as_str), Some(expected), "{new}");
            assert_eq!(found.providers[0].servers.len(), 2, "{new}");
        }
        let unknown = file(&WHOLE.replace("\"starttls\"", "\"STARTTLS+\""));
        let security = unknown.providers[0].servers[1].security.clone();
        assert_eq!(security.map(|it| (it.text, it.meaning)), Some(("STARTTLS+".to_owned(), None)));
    }
}
