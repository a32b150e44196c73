//! `providers.json` of `MailCore` 2: an object of providers by their identifier.
//!
//! Source: <https://github.com/MailCore/mailcore2>, `resources/providers.json` and `src/core/provider/`.

use std::path::Path;

use mailcheck::model::{Authentication, Security, Service};

use super::by_id;
use crate::file::{OddityKind, PresetFile, Provider, Server, Word};
use crate::preset::{Domain, Format};
use crate::tree::{Keys, Malformed, Node, Notebook, Value};

/// Reads one file; `None` when it is JSON of another kind.
pub(super) fn read(octets: &[u8], path: &Path) -> Option<Result<PresetFile, Malformed>> {
    by_id::read(octets, path, Format::MailCore, has_servers, provider)
}

/// Whether this is an object with servers by their service, which those of other formats are not.
fn has_servers(provider: &Node) -> bool {
    let inside = |node: &Node, name: &[&str]| match &node.value {
        Value::Map(entries) => {
            entries.iter().find(|(key, _)| name.contains(&key.text.as_str())).map(|it| it.1.clone())
        }
        Value::Text(_) | Value::Bare(_) | Value::List(_) => None,
    };
    inside(provider, &["servers"])
        .and_then(|servers| inside(&servers, &SERVICES.map(|it| it.0)))
        .is_some()
}

fn provider(notes: &mut Notebook, id: &Word, mut keys: Keys<'_>) -> Provider {
    let keys = &mut keys;
    notes.needs(keys, "servers");
    let mut provider = Provider { at: id.at, id: Some(id.clone()), ..Provider::default() };
    let mut patterns = |name| {
        let words = notes.strings(keys, name).into_iter();
        words.map(|word| word.read_as(domain)).collect::<Vec<_>>()
    };
    provider.domains = patterns("domain-match");
    provider.excluded = patterns("domain-exclude");
    provider.mx = patterns("mx-match");
    // Some are patterns for servers of which the host is asked for.
    let is_template = provider.domains.is_empty() && provider.mx.is_empty();
    if let Some(mut by_service) =
        notes.take(keys, "servers").and_then(|servers| notes.keys(servers, "servers", &keys.path))
    {
        let in_order: Vec<Word> = by_service.left.iter().map(|(key, _)| key.clone()).collect();
        for key in in_order {
            let Some((_, service)) = SERVICES.iter().find(|(name, _)| *name == key.text) else {
                continue;
            };
            for node in notes.list(&mut by_service, &key.text) {
                let path = by_service.path_to(&key.text);
                let Some(keys) = notes.keys(node, &path, &path) else { continue };
                let service = Word { text: key.text.clone(), at: key.at, meaning: Some(*service) };
                provider.servers.push(server(notes, service, keys, is_template));
            }
        }
        notes.end(&by_service);
    }
    let folders = notes.take(keys, "mailboxes");
    if let Some(folders) = folders.and_then(|node| notes.keys(node, "mailboxes", &keys.path)) {
        for (role, name) in &folders.left {
            let key = Word::new(format!("mailboxes.{}", role.text), role.at);
            let name = notes.scalar(name, &role.text, &folders.path);
            provider.options.extend(name.map(|name| (key, name)));
        }
    }
    notes.end(keys);
    provider
}

fn server(
    notes: &mut Notebook,
    service: Word<Service>,
    mut keys: Keys<'_>,
    is_template: bool,
) -> Server {
    let keys = &mut keys;
    let mut server = Server::new(service, keys.at);
    if !is_template {
        notes.needs(keys, "hostname");
        notes.needs(keys, "port");
    }
    let host = notes.string(keys, "hostname");
    server.host = host.map(|word| word.read_as(|text| text.parse().ok()));
    server.port = notes.port(keys, "port");
    let mut secured = [("ssl", Security::Tls), ("starttls", Security::Starttls)]
        .into_iter()
        .filter_map(|(name, meaning)| {
            let at = keys.place_of(name)?;
            let truth = notes.truth(keys, name)?.meaning?;
            truth.then(|| Word { text: name.to_owned(), at, meaning: Some(meaning) })
        })
        .collect::<Vec<_>>()
        .into_iter();
    let unsaid = || Word::implied(Security::Plain, server.at);
    server.security = Some(secured.next().unwrap_or_else(unsaid));
    if let Some(second) = secured.next() {
        notes.note(OddityKind::Duplicate, &second.text, &keys.path, second.at);
    }
    // The format has no other way than the password.
    server.authentication = vec![Word::implied(Authentication::PasswordCleartext, server.at)];
    notes.end(keys);
    server
}

/// A mail domain of a pattern that stands for nothing else: `example\.org`, or `.*\.example\.org` for all below it.
/// The pattern `example.org` stands for `example-org` too.
pub(crate) fn domain(pattern: &str) -> Option<Domain> {
    let (name, above) = match pattern.strip_prefix(r".*\.") {
        Some(name) => (name, "*."),
        None => (pattern, ""),
    };
    let name = name.replace("\\.", "\n");
    let is_plain = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '\n'));
    is_plain.then(|| Domain::read(&format!("{above}{}", name.replace('\n', ".")))).flatten()
}

pub(crate) const SERVICES: [(&str, Service); 3] =
    [("imap", Service::Imap), ("pop", Service::Pop3), ("smtp", Service::Smtp)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Place;

    fn file(text: &str) -> PresetFile {
        read(text.as_bytes(), Path::new("a.json")).expect("is of this kind").expect("is JSON")
    }

    fn odd(file: &PresetFile) -> Vec<String> {
        let told = |odd: &crate::file::Oddity| {
            let Place { line, column } = odd.at;
            format!("{line}:{column} {:?} {} in {}", odd.kind, odd.about, odd.within)
        };
        file.oddities.iter().map(told).collect()
    }

    #[test]
    fn every_value_has_its_place() {
        let found = file(
            "{\"a\": {\"servers\": {\"pop\": [\n{\"port\": 995, \"hostname\": \"pop.a.example\", \"ssl\": true}\n]},\n\
             \"domain-match\": [\"a\\\\.example\", \"b\\\\..*\"], \"domain-exclude\": [\"c\\\\.example\"],\n\
             \"mx-match\": [\"mx.a.example\"], \"mailboxes\": {\"trash\": \"Bin\"}}}\n",
        );
        assert_eq!(odd(&found), [""; 0]);
        let provider = &found.providers[0];
        let server = &provider.servers[0];
        let place = |line, column| Place { line, column };
        assert_eq!(
            server.endpoint().expect("is whole").to_string(),
            "pop3://pop.a.example:995/tls"
        );
        assert_eq!((server.at, server.service.at), (place(2, 1), place(1, 20)));
        assert_eq!(
            server.security.as_ref().map(|it| (it.text.as_str(), it.at)),
            Some(("ssl", place(2, 44)))
        );
        let domains = provider.domains.iter().map(|it| it.meaning.is_some()).collect::<Vec<_>>();
        assert_eq!(domains, [true, false]);
        assert_eq!(provider.domains[0].text, "a\\.example");
        assert_eq!(provider.excluded.len(), 1);
        // Without a backslash the point stands for any letter.
        assert_eq!(provider.mx[0].meaning, None);
        assert_eq!(provider.options[0].0.text, "mailboxes.trash");
    }

    #[test]
    fn odd_entries_are_told_and_the_rest_goes_on() {
        for (entry, expected) in [
            ("{}", vec!["1:50 Missing servers in x"]),
            ("1", vec!["1:50 WrongType x in "]),
            ("{\"servers\": []}", vec!["1:62 WrongType servers in x"]),
            ("{\"servers\": {\"nntp\": []}}", vec!["1:63 Unknown nntp in x.servers"]),
            (
                "{\"servers\": {\"imap\": [1]}}",
                vec!["1:72 WrongType x.servers.imap in x.servers.imap"],
            ),
            ("{\"servers\": {}, \"logo\": 1}", vec!["1:66 Unknown logo in x"]),
            (
                "{\"domain-match\": [\"x\"], \"servers\": {\"imap\": [{\"tls\": true}]}}",
                vec![
                    "1:95 Missing hostname in x.servers.imap",
                    "1:95 Missing port in x.servers.imap",
                    "1:96 Unknown tls in x.servers.imap",
                ],
            ),
            (
                "{\"servers\": {\"imap\": [{\"ssl\": \"true\", \"port\": \"993\"}]}}",
                vec![
                    "1:80 WrongType ssl in x.servers.imap",
                    "1:96 WrongType port in x.servers.imap",
                ],
            ),
            (
                "{\"servers\": {\"imap\": [{\"ssl\": true, \"starttls\": true}]}}",
                vec!["1:86 Duplicate starttls in x.servers.imap"],
            ),
        ] {
            let found = file(&format!(
                "{{\"a\": {{\"servers\": {{\"imap\": []}}}},            \"x\": {entry}}}"
            ));
            assert_eq!(odd(&found), expected, "{entry}");
        }
        let twice = file("{\"a\": {\"servers\": {\"imap\": []}}, \"a\": {\"servers\": {}}}");
        assert_eq!(odd(&twice), ["1:34 Duplicate a in "]);
        assert_eq!(twice.providers.len(), 2);
    }

    #[test]
    fn json_of_another_kind_is_none() {
        for text in [
            "[]",
            "{}",
            "1",
            "{\"servers\": [{\"url\": \"https://a.example\"}]}",
            "{\"a\": {\"servers\": []}}",
        ] {
            assert_eq!(read(text.as_bytes(), Path::new("")), None, "{text}");
        }
        assert!(matches!(read(b"{\"a\": {\"servers\": {\"imap\": [", Path::new("")), Some(Err(_))));
    }
}
