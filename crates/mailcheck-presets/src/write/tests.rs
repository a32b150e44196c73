//! What is written is read again as it was, but for places and what is told to be lost.

use std::path::{Path, PathBuf};

use mailcheck::model::{Authentication, Host, Security, Service};
use proptest::prelude::*;

use super::{CannotWrite, Part, Written, write};
use crate::Collection;
use crate::file::{
    Link, Mechanism, Oauth2, Passage, Place, PresetFile, Provider, Purpose, Server, Word,
};
use crate::preset::{Domain, Format};

fn word<T>(text: &str) -> Word<T> {
    Word::new(text, Place::default())
}

fn meant<T>(text: &str, meaning: T) -> Word<T> {
    Word { meaning: Some(meaning), ..word(text) }
}

/// Words for people, with all that formats stumble over, and no blanks around them.
fn texts() -> impl Strategy<Value = String> {
    "[a-zé設&<>'\"%$#@:;{}\\[\\]\\\\-]([ \\n\\ta-zé設&<>'\"%$#@:;{}\\[\\]\\\\-]{0,12}[a-z&<>'\"])?"
}

fn words() -> impl Strategy<Value = Word> {
    texts().prop_map(|text| word(&text))
}

fn pages() -> impl Strategy<Value = Word> {
    "https://[a-z]{1,5}\\.example/[a-z&?=#%]{0,8}".prop_map(|text| word(&text))
}

fn hosts() -> impl Strategy<Value = Host> {
    let names = "[a-z]{1,8}\\.example".prop_filter_map("is a host", |name| name.parse().ok());
    let address = Just("2001:db8::1".parse::<Host>()).prop_filter_map("is a host", Result::ok);
    prop_oneof![9 => names, 1 => address]
}

fn domains() -> impl Strategy<Value = Word<Domain>> {
    "[a-z]{1,8}\\.example".prop_filter_map("is a domain", |name| {
        Domain::read(&name).map(|domain| meant(&name, domain))
    })
}

fn ways() -> impl Strategy<Value = Vec<Word<Authentication>>> {
    let known = [
        Authentication::PasswordCleartext,
        Authentication::PasswordEncrypted,
        Authentication::Ntlm,
        Authentication::Gssapi,
        Authentication::OAuth2,
        Authentication::TlsClientCert,
        Authentication::ClientIpAddress,
        Authentication::None,
    ];
    let way = prop::sample::select(known.to_vec());
    prop::collection::vec(way.prop_map(|way| meant(way.clone().name(), way)), 0..3)
}

fn usernames() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("%EMAILADDRESS%".to_owned()),
        Just("%EMAILLOCALPART%".to_owned()),
        Just("%EMAILLOCALPART%.%EMAILDOMAIN%".to_owned()),
        "[a-z]{1,8}",
    ]
}

/// A server, with a word for each service and security.
fn servers() -> impl Strategy<Value = Server> {
    let service = prop::sample::select(vec![Service::Imap, Service::Pop3, Service::Smtp]);
    let security = prop::sample::select(vec![
        ("SSL", Security::Tls),
        ("STARTTLS", Security::Starttls),
        ("plain", Security::Plain),
    ]);
    let port = prop::sample::select(vec![25_u16, 110, 143, 465, 587, 993, 995, 4_321]);
    let parts = (service, hosts(), security, port, ways(), prop::option::of(usernames()));
    let extras = (prop::option::of(words()), prop::bool::ANY, prop::option::of("[A-Z0-9-]{1,9}"));
    (parts, extras).prop_map(|((service, host, security, port, ways, name), extras)| {
        let mut server = Server::new(meant(service.name(), service), Place::default());
        server.host = Some(meant(host.clone().as_str(), host));
        server.security = Some(meant(security.0, security.1));
        server.port = Some(meant(&port.to_string(), port));
        server.authentication = ways;
        server.username = name.map(|name| meant(&name.clone(), name));
        let (restriction, has_option, mechanism) = extras;
        server.restriction = restriction;
        if has_option {
            let name = if server.is_outgoing { "addThisServer" } else { "pop3.downloadOnBiff" };
            server.options.push((word(name), word("true")));
        }
        let mechanism = mechanism.map(|name| Mechanism { system: word("sasl"), name: word(&name) });
        server.mechanisms.extend(mechanism);
        server
    })
}

fn links() -> impl Strategy<Value = Link> {
    let purposes = [Purpose::Documentation, Purpose::Enable, Purpose::Instruction];
    let language = prop::option::of("[a-z]{2}".prop_map(|text| word(&text)));
    let passage = (language, words()).prop_map(|(language, text)| Passage { language, text });
    let parts = (prop::sample::select(purposes.to_vec()), pages());
    (parts, prop::collection::vec(passage, 0..3)).prop_map(|((purpose, url), passages)| {
        let mut link = Link::new(purpose, url);
        link.passages = passages;
        link
    })
}

fn providers() -> impl Strategy<Value = Provider> {
    let names = (prop::option::of(words()), prop::option::of(words()), words());
    let domains = (prop::collection::vec(domains(), 1..4), prop::collection::vec(domains(), 0..2));
    let oauth2 = (words(), pages(), prop::option::of(pages()));
    let oauth2 = oauth2.prop_map(|(issuer, auth_url, token_url)| Oauth2 {
        issuer: Some(issuer),
        auth_url: Some(auth_url),
        token_url,
        ..Oauth2::default()
    });
    let rest = (
        prop::collection::vec(servers(), 0..4),
        prop::option::of(oauth2),
        prop::collection::vec(links(), 0..3),
        prop::option::of(words()),
    );
    (names, domains, rest).prop_map(|(names, (domains, mx), (servers, oauth2, links, hint))| {
        Provider {
            id: Some(names.2),
            name: names.0,
            short_name: names.1,
            domains,
            mx,
            servers,
            oauth2,
            links,
            hints: hint.into_iter().collect(),
            ..Provider::default()
        }
    })
}

fn files(count: usize) -> impl Strategy<Value = PresetFile> {
    let comments = prop::collection::vec(words(), 0..2);
    (prop::collection::vec(providers(), 1..=count), comments).prop_map(|(providers, comments)| {
        let mut file = PresetFile::new("a", Format::Toml);
        file.providers = providers;
        for (number, provider) in file.providers.iter_mut().enumerate() {
            provider.id = provider.id.take().map(|id| word(&format!("{}{number}", id.text)));
        }
        file.comments = comments;
        file
    })
}

/// Without places, and as a reader calls what the file is.
fn read_again(written: &Written) -> PresetFile {
    let file = crate::read(written.text.as_bytes(), Path::new("a"));
    let file = file.unwrap_or_else(|| panic!("is of no format: {}", written.text));
    file.unwrap_or_else(|why| panic!("{why:?}: {}", written.text))
}

/// What a provider says, without places and order of links.
fn said(provider: &Provider) -> Vec<String> {
    let text = |word: &Option<Word>| word.as_ref().map(|word| word.text.clone());
    let Provider { id, name, short_name, domains, mx, servers, oauth2, links, .. } = provider;
    let mut said = vec![format!("{:?} {:?} {:?}", text(id), text(name), text(short_name))];
    said.extend(domains.iter().map(|it| format!("domain {:?}", it.meaning)));
    said.extend(mx.iter().map(|it| format!("mx {:?}", it.meaning)));
    said.extend(servers.iter().map(said_of_server));
    if let Some(Oauth2 { issuer, scope, auth_url, token_url, .. }) = oauth2 {
        said.push(format!("{:?}", [issuer, scope, auth_url, token_url].map(text)));
    }
    for Link { purpose, url, passages } in links {
        let passages = passages.iter().map(|it| (text(&it.language), it.text.text.clone()));
        said.push(format!("{purpose:?} {} {:?}", url.text, passages.collect::<Vec<_>>()));
    }
    said
}

fn said_of_server(server: &Server) -> String {
    let ways = server.authentication.iter().map(|way| way.meaning.clone()).collect::<Vec<_>>();
    let mechanisms = server.mechanisms.iter();
    let mechanisms = mechanisms.map(|it| (&it.system.text, &it.name.text)).collect::<Vec<_>>();
    let options = server.options.iter().map(|it| (&it.0.text, &it.1.text)).collect::<Vec<_>>();
    let restriction = server.restriction.as_ref().map(|word| &word.text);
    format!(
        "{:?} {} {ways:?} {mechanisms:?} {options:?} {restriction:?} {:?}",
        server.endpoint().map(|it| it.to_string()),
        server.is_outgoing,
        server.username.as_ref().and_then(|word| word.meaning.clone()),
    )
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets")
}

fn losses(written: &Written) -> Vec<(Part, &str, u32)> {
    written.losses.iter().map(|it| (it.what, it.text.as_str(), it.at.line)).collect()
}

/// What is not written is what the format does not have, and how to fill in a page.
#[test]
fn the_public_database_is_written_as_it_was_read() {
    let mut lost = Vec::new();
    let found = Collection::load(&[fixtures().join("ispdb")]);
    for file in &found.files {
        let name = file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let written = write(file, Format::Autoconfig).expect("can be written");
        let again = read_again(&written);
        assert_eq!(said(&again.providers[0]), said(&file.providers[0]), "{name}");
        let text = |it: &Word| it.text.clone();
        let (before, after) = (file.comments.iter().map(text), again.comments.iter().map(text));
        assert_eq!(before.collect::<Vec<_>>(), after.collect::<Vec<_>>(), "{name}");
        let losses = written.losses.iter().filter(|it| it.text != "loginPageInfo");
        lost.extend(losses.map(|it| (name.clone(), it.what, it.text.clone(), it.at.line)));
    }
    assert_eq!(found.files.len(), 163);
    let expected =
        [("nili.ca", "displayNameShort", 6), ("office365.com", "useGlobalPreferredServer", 52)];
    let expected = expected
        .map(|(name, text, line)| (name.to_owned(), Part::PassedOver, text.to_owned(), line));
    assert_eq!(lost, expected);
}

#[test]
fn the_list_of_k9_is_written_as_it_was_read() {
    let path = fixtures().join("k9-providers/providers.xml");
    let found = Collection::load(&[path]);
    let [file] = &found.files[..] else { panic!("{found:?}") };
    let written = write(file, Format::K9).expect("can be written");
    assert_eq!(losses(&written), []);
    let again = read_again(&written);
    let all = |file: &PresetFile| file.providers.iter().flat_map(said).collect::<Vec<_>>();
    assert_eq!(all(&again), all(file));
    assert_eq!(again.providers.len(), 162);
    // Autoconfig has a file for each provider.
    assert_eq!(write(file, Format::Autoconfig), Err(CannotWrite::Providers { count: 162 }));
    let mut one = PresetFile::new("a", Format::K9);
    one.providers.extend(file.providers.first().cloned());
    let written = write(&one, Format::Autoconfig).expect("can be written");
    assert_eq!(losses(&written), []);
    let servers = read_again(&written).providers[0].servers.clone();
    let expected = one.providers[0].servers.iter().map(Server::endpoint);
    assert_eq!(
        servers.iter().map(Server::endpoint).collect::<Vec<_>>(),
        expected.collect::<Vec<_>>()
    );
}

/// Each thing that a format cannot hold, and what comes of it.
#[test]
fn losses_are_told() {
    let text = include_str!("../../../../fixtures/lint/base.xml");
    let base =
        crate::read(text.as_bytes(), Path::new("a")).expect("is autoconfig").expect("is well");
    let changed = |change: fn(&mut Provider)| {
        let mut file = base.clone();
        file.providers.iter_mut().for_each(change);
        file
    };
    let (autoconfig, k9) = (Format::Autoconfig, Format::K9);
    assert_eq!(write(&base, autoconfig).map(|it| it.losses), Ok(vec![]));
    for (format, change, expected) in [
        (
            autoconfig,
            (|it| it.domains[0].meaning = None) as fn(&mut Provider),
            (Part::Domain, "example.org", 4),
        ),
        (autoconfig, |it| it.servers[0].port = Some(Word::new("0", it.at)), (Part::Port, "0", 3)),
        (
            autoconfig,
            |it| it.servers[0].security = Some(Word::new("TLS", it.at)),
            (Part::Security, "TLS", 3),
        ),
        (
            autoconfig,
            |it| it.servers[0].authentication = vec![Word::new("x", it.at)],
            (Part::Authentication, "x", 3),
        ),
        (
            autoconfig,
            |it| it.servers[0].host = Some(Word::new("a b", it.at)),
            (Part::Server, "a b", 7),
        ),
        (
            autoconfig,
            |it| it.servers[0].service = Word::new("x400", it.at),
            (Part::Server, "imap.example.org", 7),
        ),
        (
            autoconfig,
            |it| it.servers[0].options = vec![(Word::new("x", it.at), Word::new("y", it.at))],
            (Part::Option, "x", 3),
        ),
        (autoconfig, |it| it.status = Some(Word::new("OK", it.at)), (Part::Status, "OK", 3)),
        (
            autoconfig,
            |it| it.last_checked = Some(Word::new("2026-11", it.at)),
            (Part::LastChecked, "2026-11", 3),
        ),
        (
            autoconfig,
            |it| it.not_tested = Some(Word::new("true", it.at)),
            (Part::NotTested, "true", 3),
        ),
        (autoconfig, |it| it.hints = vec![Word::new("a", it.at)], (Part::Hint, "a", 3)),
        (
            autoconfig,
            |it| it.links = vec![Link::new(Purpose::Website, Word::new("a", it.at))],
            (Part::Link, "a", 3),
        ),
        (
            autoconfig,
            |it| it.name = Some(Word::new("a\u{1}b", it.at)),
            (Part::Letters, "a\u{1}b", 0),
        ),
        (
            k9,
            |it| it.servers[0].restriction = Some(Word::new("a", it.at)),
            (Part::Restriction, "a", 3),
        ),
        (k9, |it| it.servers[0].url = Some(Word::new("a", it.at)), (Part::Url, "a", 3)),
        (
            k9,
            |it| it.servers[0].username = Some(meant("$user", "$user".to_owned())),
            (Part::Username, "$user", 0),
        ),
        (
            k9,
            |it| it.oauth2 = Some(Oauth2 { at: it.at, ..Oauth2::default() }),
            (Part::Oauth2, "", 3),
        ),
    ] {
        let file = changed(change);
        // Autoconfig wants a domain or an id, K-9 has neither POP3 nor pages.
        let written = write(&file, format).expect("can be written");
        assert!(losses(&written).contains(&expected), "{expected:?}: {:?}", losses(&written));
        let before = write(&base, format).expect("can be written");
        assert!(!losses(&before).contains(&expected), "{expected:?}");
    }
    let none = changed(|it| it.servers.truncate(1));
    let missing = |what| Err(CannotWrite::Missing { what });
    assert_eq!(write(&none, Format::K9), missing("provider"));
    assert_eq!(write(&none, Format::MobileConfig), missing("PayloadContent"));
    let nowhere = changed(|it| (it.domains, it.id) = (vec![], None));
    assert_eq!(write(&nowhere, Format::Autoconfig), missing("domain"));
}

/// The other server for reading mail, the pages, and what depends on the address are told to be lost.
#[test]
fn a_profile_asks_for_what_depends_on_the_address() {
    let text = include_str!("../../../../fixtures/lint/base.xml");
    let base =
        crate::read(text.as_bytes(), Path::new("a")).expect("is autoconfig").expect("is well");
    let written = write(&base, Format::MobileConfig).expect("can be written");
    let expected = [
        (Part::Domain, "example.org", 4),
        (Part::Name, "Example", 6),
        (Part::Username, "%EMAILADDRESS%", 12),
        (Part::Server, "pop.example.org", 14),
        (Part::Username, "%EMAILADDRESS%", 26),
        (Part::Link, "https://www.example.org/help/mail", 28),
    ];
    assert_eq!(losses(&written), expected);
    assert!(!written.text.contains("EMAILADDRESS"), "{}", written.text);
    let again = read_again(&written);
    let servers = again.providers[0].servers.iter();
    let endpoints = servers.filter_map(Server::endpoint).map(|it| it.to_string());
    let expected = ["imap://imap.example.org:993/tls", "smtp://smtp.example.org:465/tls"];
    assert_eq!(endpoints.collect::<Vec<_>>(), expected);
    assert_eq!(again.oddities, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn autoconfig_is_read_as_it_was_written(file in files(1)) {
        let written = write(&file, Format::Autoconfig).expect("can be written");
        let again = read_again(&written);
        prop_assert_eq!(&again.providers.iter().map(said).collect::<Vec<_>>(),
            &file.providers.iter().map(said).collect::<Vec<_>>(), "{}", written.text);
        let lost = |what| written.losses.iter().filter(|it| it.what == what).count();
        prop_assert_eq!(again.comments.len() + lost(Part::Comment), file.comments.len());
        // Hints alone have no place in it, and comments that XML cannot hold.
        let hints = file.providers.iter().map(|it| it.hints.len()).sum::<usize>();
        prop_assert_eq!(lost(Part::Hint), hints);
        prop_assert_eq!(written.losses.len(), hints + lost(Part::Comment));
        // Once more, it is the same.
        prop_assert_eq!(write(&again, Format::Autoconfig).map(|it| it.text), Ok(written.text));
    }

    #[test]
    fn the_list_of_k9_is_read_as_it_was_written(file in files(3)) {
        let Ok(written) = write(&file, Format::K9) else {
            let holds = |it: &Provider| {
                let has = |service| it.servers.iter().any(|server| server.service.meaning == Some(service));
                has(Service::Imap) && has(Service::Smtp)
            };
            prop_assert!(!file.providers.iter().any(holds));
            return Ok(());
        };
        let again = read_again(&written);
        // Each mail domain is an element of its own there.
        let lost = |what: Part, text: &str| {
            written.losses.iter().any(|loss| loss.what == what && loss.text == text)
        };
        let held = file.providers.iter().filter(|it| {
            !lost(Part::Provider, it.id.as_ref().map_or("", |id| id.text.as_str()))
        });
        let expected: Vec<_> = held.flat_map(|provider| {
            let servers = provider.servers.iter().filter(|it| it.service.meaning != Some(Service::Pop3));
            let servers: Vec<_> = servers.map(|server| {
                let name = server.username.as_ref().and_then(|it| it.meaning.clone());
                (server.endpoint(), name)
            }).collect();
            provider.domains.iter().map(move |domain| (domain.meaning.clone(), servers.clone()))
        }).collect();
        let found: Vec<_> = again.providers.iter().map(|provider| {
            let servers = provider.servers.iter().map(|server| {
                let name = server.username.as_ref().and_then(|it| it.meaning.clone());
                (server.endpoint(), name)
            });
            (provider.domains[0].meaning.clone(), servers.collect::<Vec<_>>())
        }).collect();
        prop_assert_eq!(found, expected, "{}", written.text);
        let once_more = write(&again, Format::K9).map(|it| it.text);
        prop_assert_eq!(once_more, Ok(written.text));
    }

    #[test]
    fn profiles_are_read_as_they_were_written(file in files(3)) {
        let Ok(written) = write(&file, Format::MobileConfig) else { return Ok(()) };
        let again = read_again(&written);
        prop_assert_eq!(&again.oddities.iter().filter(|it| !it.about.ends_with("Authentication")).collect::<Vec<_>>(), &Vec::<&crate::file::Oddity>::new());
        let lost = |provider: &Provider| {
            let id = provider.id.as_ref().map_or("", |id| id.text.as_str());
            written.losses.iter().any(|it| it.what == Part::Provider && it.text == id)
        };
        let held: Vec<_> = file.providers.iter().filter(|it| !lost(it)).collect();
        prop_assert_eq!(held.len(), again.providers.len());
        for (before, after) in held.iter().zip(&again.providers) {
            prop_assert_eq!(before.id.as_ref().map(|it| &it.text), after.id.as_ref().map(|it| &it.text));
            prop_assert_eq!(before.name.as_ref().map(|it| &it.text), after.name.as_ref().map(|it| &it.text));
            for server in &after.servers {
                // One of those that there were, with one of its ways to log in and its name.
                let is_it = |old: &&Server| {
                    let way = server.authentication.first().map(|it| &it.meaning);
                    let has_way = way.is_none_or(|way| old.authentication.iter().any(|it| it.meaning == *way));
                    let name = server.username.as_ref().and_then(|it| it.meaning.clone());
                    let old_name = old.username.as_ref().and_then(|it| it.meaning.clone());
                    let is_name = name.is_none() || name == old_name;
                    old.endpoint() == server.endpoint() && has_way && is_name
                };
                prop_assert!(before.servers.iter().any(|old| is_it(&old)), "{}", written.text);
            }
        }
        // The same identifiers at any time.
        prop_assert_eq!(write(&file, Format::MobileConfig).map(|it| it.text), Ok(written.text));
    }
}
