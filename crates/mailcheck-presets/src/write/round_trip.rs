//! What is written is read again as it was, and nothing is dropped in silence.

use std::path::Path;

use mailcheck::model::{Authentication, Endpoint, Security, Service};
use proptest::prelude::*;

use super::scalar::quoted;
use super::{Part, write};
use crate::file::{
    Link, Oauth2, OddityKind, Passage, Place, PresetFile, Provider, Purpose, Server, Word,
};
use crate::load::Collection;
use crate::preset::{Domain, Format, Status};

const FORMATS: [Format; 4] =
    [Format::MailCore, Format::Nodemailer, Format::ProviderDb, Format::Toml];

fn read(text: &str) -> PresetFile {
    crate::read(text.as_bytes(), Path::new("")).expect(text).expect(text)
}

/// Everything but the places.
fn content(value: &impl std::fmt::Debug) -> String {
    let told = format!("{value:?}");
    let mut parts = told.split("Place { line: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('}').map_or("", |(_, rest)| rest))
}

fn word<T>(text: &str, meaning: Option<T>) -> Word<T> {
    Word { meaning, ..Word::new(text, Place::default()) }
}

/// A text that stands once in the file, so that it can be found again.
fn text(number: &mut u32) -> impl FnMut(&str) -> String {
    let mut count = *number;
    *number += 100;
    move |seed| {
        count += 1;
        format!("t{count}x{seed}z")
    }
}

prop_compose! {
    fn server()(
        service in prop::sample::select(vec![Service::Imap, Service::Pop3, Service::Smtp]),
        security in prop::sample::select(vec![Security::Tls, Security::Starttls, Security::Plain]),
        port in prop::option::of(1..=u16::MAX),
        ways in prop::collection::vec(prop::sample::select(vec![
            Authentication::PasswordCleartext, Authentication::PasswordEncrypted,
            Authentication::OAuth2, Authentication::Gssapi,
        ]), 0..3),
        username in prop::option::of(prop::sample::select(vec!["%EMAILADDRESS%", "%EMAILLOCALPART%", "x%EMAILDOMAIN%"])),
        is_placeholder in any::<bool>(),
        is_restricted in any::<bool>(),
    ) -> Server {
        let mut server = Server::new(word(service.name(), Some(service)), Place::default());
        let host = if is_placeholder { "mail.%EMAILDOMAIN%" } else { "mail.example" };
        server.host = Some(word(host, host.parse().ok()));
        server.security = Some(word(security.name(), Some(security)));
        server.port = port.map(|port| word(&port.to_string(), Some(port)));
        server.authentication = ways.into_iter().map(|way| word(way.clone().name(), Some(way))).collect();
        server.username = username.map(|name| word(name, Some(name.to_owned())));
        server.restriction = is_restricted.then(|| word("client-IP-address", None));
        server
    }
}

prop_compose! {
    fn file()(
        seed in "[-a-z\"\\\\#:{}\\[\\]'%&*!|>,@= \u{e9}\u{7f}\u{85}\u{2028}\u{feff}\u{1f4e7}\n\t\r]{0,12}",
        servers in prop::collection::vec(prop::collection::vec(server(), 0..4), 1..3),
        has in prop::collection::vec(any::<bool>(), 16),
    ) -> PresetFile {
        let mut file = PresetFile::new("", Format::Autoconfig);
        let mut number = 0;
        for servers in servers {
            let mut new = text(&mut number);
            let mut some = |place: usize| has[place].then(|| word(&new(&seed), None));
            let mut provider = Provider { servers, ..Provider::default() };
            provider.id = some(0);
            provider.name = some(1);
            provider.short_name = some(2);
            provider.aliases = some(3).into_iter().collect();
            provider.hints = some(4).into_iter().collect();
            provider.hints_after = some(5).into_iter().collect();
            provider.last_checked = has[6].then(|| word("2026-11-30", None));
            provider.not_tested = has[7].then(|| word("true", Some(true)));
            provider.status = has[8].then(|| word("OK", Some(Status::Ok)));
            provider.options = some(9).map(|value| (word("opt.strict_tls", None), value)).into_iter().collect();
            let url = some(10);
            provider.links = url.map(|url| Link::new(Purpose::Website, url)).into_iter().collect();
            if let Some(link) = provider.links.first_mut() {
                link.passages = some(11).map(|text| Passage { language: Some(word("en", None)), text }).into_iter().collect();
            }
            provider.oauth2 = some(12).map(|issuer| Oauth2 { issuer: Some(issuer), ..Oauth2::default() });
            let domains = ["a.example", "*.b.example", "b\u{fc}cher.example"];
            provider.domains = domains.map(|name| word(name, Domain::read(name))).into();
            if has[13] {
                provider.domains.push(word("no domain", None));
            }
            provider.mx = has[14].then(|| word("mx.example", Domain::read("mx.example"))).into_iter().collect();
            file.providers.push(provider);
        }
        file.comments = has[15].then(|| word("a comment", None)).into_iter().collect();
        file
    }
}

/// Texts that stand in a file once, and by what else than themselves their loss may be named.
fn texts(file: &PresetFile) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut add = |word: &Word, by: &Word| found.push((word.text.clone(), by.text.clone()));
    for provider in &file.providers {
        let issuer = provider.oauth2.iter().filter_map(|it| it.issuer.as_ref());
        let names = [&provider.id, &provider.name, &provider.short_name].into_iter().flatten();
        let lists = provider.aliases.iter().chain(&provider.hints).chain(&provider.hints_after);
        names.chain(lists).chain(issuer).for_each(|word| add(word, word));
        provider.options.iter().for_each(|(key, value)| add(value, key));
        for link in &provider.links {
            add(&link.url, &link.url);
            link.passages.iter().for_each(|passage| add(&passage.text, &link.url));
        }
    }
    found
}

fn endpoints(provider: &Provider) -> Vec<Endpoint> {
    provider.servers.iter().filter_map(Server::endpoint).collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(file in file()) {
        for format in FORMATS {
            let Ok(written) = write(&file, format) else { continue };
            let read_again = crate::read(written.text.as_bytes(), Path::new(""));
            let Some(Ok(once)) = read_again else {
                return Err(TestCaseError::fail(format!("{read_again:?} {}", written.text)));
            };
            prop_assert_eq!(once.format, format);
            let is_odd = |it: &&crate::file::Oddity| it.kind != OddityKind::Missing;
            let odd: Vec<_> = once.oddities.iter().filter(is_odd).collect();
            prop_assert!(odd.is_empty(), "{:?} {}", odd, written.text);
            let again = write(&once, format).map_err(|why| TestCaseError::fail(why.to_string()))?;
            prop_assert_eq!(&again.losses, &[]);
            prop_assert_eq!(content(&read(&again.text)), content(&once));
        }
    }

    #[test]
    fn nothing_is_dropped_in_silence(file in file()) {
        for format in FORMATS {
            let Ok(written) = write(&file, format) else { continue };
            let lost_providers = written.losses.iter().any(|it| it.what == Part::Provider);
            for (text, by) in texts(&file) {
                let inside = quoted(&text);
                // JSON has fewer letters that it must write otherwise.
                let json = serde_json::to_string(&text).unwrap_or_default();
                let is_there = [inside, json].iter().any(|it| written.text.contains(it.trim_matches('"')));
                let is_lost = written.losses.iter().any(|it| it.text == text || it.text == by);
                prop_assert!(is_there || is_lost || lost_providers, "{text:?} {format:?} {written:?}");
            }
            let Some(Ok(again)) = crate::read(written.text.as_bytes(), Path::new("")) else { continue };
            if lost_providers {
                continue;
            }
            for (before, after) in file.providers.iter().zip(&again.providers) {
                let (before_count, after_count) = (before.servers.len(), after.servers.len());
                prop_assert!(after_count <= before_count);
                let lost_servers = written.losses.iter().filter(|it| it.what == Part::Server).count();
                prop_assert!(before_count - after_count <= lost_servers);
                let known = endpoints(before);
                prop_assert!(endpoints(after).iter().all(|it| known.contains(it)), "{}", written.text);
            }
        }
    }
}

/// Collections of others, written in their own format, say the same.
#[test]
fn collections_stay_as_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets");
    for (name, count) in [("provider-db", 68), ("mailcore2", 1), ("nodemailer", 1)] {
        let found = Collection::load(&[folder.join(name)]);
        assert_eq!(found.files.len(), count);
        for file in &found.files {
            let written = write(file, file.format).expect(name);
            let unread = |part| matches!(part, Part::PassedOver);
            assert!(written.losses.iter().all(|it| unread(it.what)), "{:?}", written.losses);
            let again = read(&written.text);
            let same = |file: &PresetFile| {
                content(&file.providers).replace("emaillocalpart", "EMAILLOCALPART")
            };
            assert_eq!(same(&again), same(file), "{}", file.path.display());
        }
    }
}

/// All of what other formats hold stands in ours.
#[test]
fn ours_holds_what_the_others_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets");
    let found =
        Collection::load(&["provider-db", "mailcore2", "nodemailer"].map(|it| folder.join(it)));
    for file in &found.files {
        let Ok(written) = write(file, Format::Toml) else { panic!("{}", file.path.display()) };
        let again = read(&written.text);
        for (before, after) in file.providers.iter().zip(&again.providers) {
            assert_eq!(endpoints(after), endpoints(before), "{}", written.text);
        }
        // Patterns are no domains, and what was not read is not written.
        let known = [Part::Domain, Part::Mx, Part::PassedOver];
        let others: Vec<_> = written.losses.iter().filter(|it| !known.contains(&it.what)).collect();
        assert!(others.is_empty(), "{others:?}");
    }
}

#[test]
fn losses_are_named() {
    let toml = "[[provider]]\nid = \"a\"\ndomains = [\"*.a.example\"]\nhints = [\"Hello\"]\n\
                [[provider.server]]\nservice = \"pop3\"\nhost = \"pop.a.example\"\nsecurity = \"tls\"\n\
                [[provider.server]]\nservice = \"smtp\"\nhost = \"smtp.a.example\"\nport = 465\n\
                security = \"tls\"\nusername = \"%EMAILADDRESS%\"\nauthentication = [\"GSSAPI\"]\n";
    let file = read(toml);
    let lost = |format| {
        let written = write(&file, format).expect("can be written");
        written
            .losses
            .iter()
            .map(|it| format!("{} {:?} {}", it.at.line, it.what, it.text))
            .collect::<Vec<_>>()
    };
    let expected = [
        "3 Domain *.a.example",
        "4 Hint Hello",
        "5 Server pop.a.example",
        "14 Username %EMAILADDRESS%",
        "15 Authentication GSSAPI",
    ];
    assert_eq!(lost(Format::Nodemailer), expected);
    assert_eq!(lost(Format::ProviderDb), ["5 Server pop.a.example", "15 Authentication GSSAPI"]);
    assert_eq!(
        lost(Format::MailCore),
        ["4 Hint Hello", "14 Username %EMAILADDRESS%", "15 Authentication GSSAPI"]
    );
    assert_eq!(lost(Format::Toml), [""; 0]);
}

#[test]
fn files_look_as_people_write_them() {
    let toml = "[[provider]]\nid = \"a\"\nname = \"A\"\ndomains = [\"a.example\"]\nlast-checked = 2026-11\n\
                [[provider.server]]\nservice = \"smtp\"\nhost = \"smtp.a.example\"\nsecurity = \"starttls\"\n\
                username = \"%EMAILADDRESS%\"\nauthentication = [\"password-cleartext\"]\n";
    let file = read(&toml.replace("2026-11", "\"2026-11\""));
    let written = |format| write(&file, format).expect("can be written").text;
    assert_eq!(
        written(Format::ProviderDb),
        "---\nname: \"A\"\ndomains:\n  - a.example\nserver:\n  - type: smtp\n    socket: STARTTLS\n    \
         hostname: smtp.a.example\n    port: 587\n    username_pattern: EMAIL\nlast_checked: 2026-11\n---\n"
    );
    assert_eq!(
        written(Format::Nodemailer),
        "{\n    \"a\": {\n        \"description\": \"A\",\n        \"domains\": [\n            \"a.example\"\n        ],\n        \
         \"host\": \"smtp.a.example\",\n        \"port\": 587,\n        \"secure\": false,\n        \"requireTLS\": true\n    }\n}\n"
    );
    assert_eq!(
        written(Format::MailCore),
        "{\n    \"a\": {\n        \"servers\": {\n            \"smtp\": [\n                {\n                    \"port\": 587,\n                    \
         \"hostname\": \"smtp.a.example\",\n                    \"starttls\": true\n                }\n            ]\n        },\n        \
         \"domain-match\": [\n            \"a\\\\.example\"\n        ]\n    }\n}\n"
    );
    assert_eq!(
        written(Format::Toml),
        "[[provider]]\nid = \"a\"\nname = \"A\"\ndomains = [\"a.example\"]\nlast-checked = \"2026-11\"\n\n\
         [[provider.server]]\nservice = \"smtp\"\nhost = \"smtp.a.example\"\nsecurity = \"starttls\"\n\
         username = \"%EMAILADDRESS%\"\nauthentication = [\"password-cleartext\"]\n"
    );
}
