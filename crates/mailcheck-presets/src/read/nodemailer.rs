//! `services.json` of Nodemailer: an object of servers for sending by their name.
//!
//! Source: <https://github.com/nodemailer/nodemailer>, `lib/well-known/` and `lib/smtp-connection/`, which has
//! what is meant where nothing is said.

use std::path::Path;

use mailcheck::model::{Authentication, Security, Service};

use super::by_id;
use crate::file::{OddityKind, Place, PresetFile, Provider, Server, Word};
use crate::preset::{Domain, Format};
use crate::tree::{Keys, Malformed, Node, Notebook, Value};

/// Reads one file; `None` when it is JSON of another kind.
pub(super) fn read(octets: &[u8], path: &Path) -> Option<Result<PresetFile, Malformed>> {
    by_id::read(octets, path, Format::Nodemailer, is_server, provider)
}

/// Whether this is an object with a host and a port of its own.
fn is_server(service: &Node) -> bool {
    let Value::Map(entries) = &service.value else { return false };
    let has = |name: &str| {
        let value = entries.iter().find(|(key, _)| key.text == name).map(|(_, value)| value);
        value.is_some_and(|value| value.scalar().is_some())
    };
    has("host") && has("port")
}

fn provider(notes: &mut Notebook, id: &Word, mut keys: Keys<'_>) -> Provider {
    let keys = &mut keys;
    let mut provider = Provider { at: id.at, id: Some(id.clone()), ..Provider::default() };
    provider.name = notes.string(keys, "description");
    provider.aliases = notes.strings(keys, "aliases");
    let domains = notes.strings(keys, "domains");
    provider.domains = domains.into_iter().map(|word| word.read_as(Domain::read)).collect();
    provider.servers.push(server(notes, keys));
    notes.end(keys);
    provider
}

fn server(notes: &mut Notebook, keys: &mut Keys<'_>) -> Server {
    let service = Word { text: "smtp".to_owned(), at: keys.at, meaning: Some(Service::Smtp) };
    let mut server = Server::new(service, keys.at);
    let host = notes.string(keys, "host");
    server.host = host.map(|word| word.read_as(|text| text.parse().ok()));
    server.port = notes.port(keys, "port");
    server.security = Some(security(notes, keys, server.port.as_ref(), server.at));
    server.authentication = vec![match notes.string(keys, "authMethod") {
        Some(word) => notes.meaning(word, &METHODS, &keys.path_to("authMethod")),
        // The first that the server offers of those that send the password.
        None => Word::implied(Authentication::PasswordCleartext, server.at),
    }];
    server
}

/// How the connection is secured. Without a word on it, TLS is spoken at once at port 465, and elsewhere when the
/// server offers it.
fn security(
    notes: &mut Notebook,
    keys: &mut Keys<'_>,
    port: Option<&Word<u16>>,
    at: Place,
) -> Word<Security> {
    let secure = notes.truth(keys, "secure");
    let mut told = None;
    for (name, meaning) in UPGRADES {
        let at = keys.place_of(name);
        let truth = notes.truth(keys, name).and_then(|truth| truth.meaning);
        if let Some(at) = at.filter(|_| truth == Some(true) && told.is_none()) {
            told = Some(Word { text: name.to_owned(), at, meaning: Some(meaning) });
        }
    }
    let is_for_tls = port.and_then(|port| port.meaning) == Some(Service::Smtp.tls_port());
    match secure.map(|word| (word.meaning, word)) {
        Some((Some(true), word)) => word.read_as(|_true| Some(Security::Tls)),
        Some((None, word)) => word.read_as(|_other| None),
        Some((Some(false), word)) => {
            told.unwrap_or_else(|| word.read_as(|_false| Some(Security::Starttls)))
        }
        None if is_for_tls => {
            notes.note(OddityKind::Missing, "secure", &keys.path, at);
            Word::implied(Security::Tls, at)
        }
        None => told.unwrap_or_else(|| Word::implied(Security::Starttls, at)),
    }
}

/// What is said of STARTTLS; the first of two counts.
const UPGRADES: [(&str, Security); 2] =
    [("ignoreTLS", Security::Plain), ("requireTLS", Security::Starttls)];

pub(crate) const METHODS: [(&str, Authentication); 4] = [
    ("LOGIN", Authentication::PasswordCleartext),
    ("PLAIN", Authentication::PasswordCleartext),
    ("CRAM-MD5", Authentication::PasswordEncrypted),
    ("XOAUTH2", Authentication::OAuth2),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn file(entry: &str) -> PresetFile {
        let text =
            format!("{{\"x\": {entry},\n\"a\": {{\"host\": \"a.example\", \"port\": 587}}}}");
        read(text.as_bytes(), Path::new("a.json")).expect("is of this kind").expect("is JSON")
    }

    fn odd(file: &PresetFile) -> Vec<String> {
        let told = |odd: &crate::file::Oddity| {
            format!("{} {:?} {} in {}", odd.at.column, odd.kind, odd.about, odd.within)
        };
        file.oddities.iter().map(told).collect()
    }

    #[test]
    fn what_is_not_said_is_as_in_the_library() {
        for (keys, endpoint, security, oddity) in [
            ("\"port\": 465, \"secure\": true", "465/tls", "true", None),
            ("\"port\": 465", "465/tls", "", Some("7 Missing secure in x")),
            ("\"port\": 465, \"secure\": false", "465/starttls", "false", None),
            ("\"port\": 587", "587/starttls", "", None),
            ("\"port\": 587, \"requireTLS\": true", "587/starttls", "requireTLS", None),
            (
                "\"port\": 587, \"secure\": false, \"requireTLS\": true",
                "587/starttls",
                "requireTLS",
                None,
            ),
            ("\"port\": 1025, \"ignoreTLS\": true", "1025/plain", "ignoreTLS", None),
            ("\"secure\": true", "465/tls", "true", None),
            (
                "\"port\": \"465\", \"secure\": true",
                "465/tls",
                "true",
                Some("37 WrongType port in x"),
            ),
        ] {
            let found = file(&format!("{{\"host\": \"m.example\", {keys}}}"));
            let server = &found.providers[0].servers[0];
            let found_endpoint = server.endpoint().expect("is whole").to_string();
            assert_eq!(found_endpoint, format!("smtp://m.example:{endpoint}"), "{keys}");
            assert_eq!(
                server.security.as_ref().map(|it| it.text.as_str()),
                Some(security),
                "{keys}"
            );
            assert_eq!(odd(&found), oddity.into_iter().collect::<Vec<_>>(), "{keys}");
        }
        let unclear = file("{\"host\": \"m.example\", \"port\": 465, \"secure\": \"yes\"}");
        assert_eq!(unclear.providers[0].servers[0].endpoint(), None);
        assert_eq!(odd(&unclear), ["52 WrongType secure in x"]);
    }

    #[test]
    fn the_rest_of_a_service_is_kept() {
        let found = file(
            "{\"description\": \"X Mail\", \"aliases\": [\"XM\"], \"domains\": [\"x.example\", \"@\"],\
             \"authMethod\": \"login\", \"host\": 5, \"tls\": {}}",
        );
        let provider = &found.providers[0];
        let text = |word: &Option<Word>| word.as_ref().map(|it| it.text.clone());
        assert_eq!(text(&provider.id), Some("x".to_owned()));
        assert_eq!(text(&provider.name), Some("X Mail".to_owned()));
        assert_eq!(provider.aliases[0].text, "XM");
        let domains: Vec<_> = provider.domains.iter().map(|it| it.meaning.is_some()).collect();
        assert_eq!(domains, [true, false]);
        let way = provider.servers[0].authentication[0].meaning.clone();
        assert_eq!(way, Some(Authentication::PasswordCleartext));
        assert_eq!(
            odd(&found),
            [
                "96 LetterCase login in x.authMethod",
                "113 WrongType host in x",
                "116 Unknown tls in x"
            ]
        );
    }

    #[test]
    fn json_of_another_kind_is_none() {
        for text in
            ["[]", "{}", "{\"host\": \"a\", \"port\": 1}", "{\"a\": {\"host\": {}, \"port\": 1}}"]
        {
            assert_eq!(read(text.as_bytes(), Path::new("")), None, "{text}");
        }
        assert!(matches!(read(b"{\"a\": {\"host\": \"a\",", Path::new("")), Some(Err(_))));
    }
}
