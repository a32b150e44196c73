//! The data hold together: nothing twice, everything with its source, nothing that is nobody's.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;

use super::*;
use crate::model::{Security, Service};

const SERVICES: [Service; 3] = [Service::Imap, Service::Smtp, Service::Pop3];

fn host(name: &str) -> Host {
    name.parse().expect(name)
}

fn id_of_domain(domain: &str) -> Option<&'static str> {
    by_domain(&host(domain)).map(|provider| provider.id.as_str())
}

fn id_of_server(name: &str) -> Option<&'static str> {
    by_server(&host(name)).map(|provider| provider.id.as_str())
}

#[test]
fn every_file_is_read_and_there_is_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/providers");
    let mut seen = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("is there") {
        let path = entry.expect("can be read").path();
        let text = fs::read_to_string(&path).expect("is text");
        let provider = Provider::from_toml(&text).unwrap_or_else(|why| panic!("{path:?}: {why}"));
        let name = path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
        assert_eq!(Some(&provider.id), name.as_ref());
        seen.insert(provider.id.clone(), provider);
    }
    let known: Vec<&Provider> = all().collect();
    assert_eq!(known, seen.values().collect::<Vec<_>>(), "the folder, and what is compiled in");
    assert!(known.len() >= 70, "only {} providers", known.len());
}

#[test]
fn no_name_belongs_to_two() {
    let mut domains = BTreeMap::new();
    let mut hosts = BTreeMap::new();
    for provider in all() {
        for name in provider.domains.iter().flat_map(|group| &group.names) {
            let other = domains.insert(name, &provider.id);
            assert_eq!(other, None, "the domain {name} of {}", provider.id);
        }
        for name in provider.hosts.iter().flat_map(|group| &group.names) {
            let other = hosts.insert(name, &provider.id);
            assert_eq!(other, None, "the host {name} of {}", provider.id);
        }
    }
}

/// Under a public suffix anybody can have a name.
#[test]
fn no_name_is_a_public_suffix() {
    let is_public = |name: &Host| {
        let suffix = psl::suffix(name.as_str().as_bytes()).expect("has a suffix");
        suffix.typ() == Some(psl::Type::Icann) && suffix.as_bytes() == name.as_str().as_bytes()
    };
    assert!(
        is_public(&host("ne.jp")) && is_public(&host("co.uk")) && !is_public(&host("ocn.ne.jp"))
    );
    for provider in all() {
        let domains = provider.domains.iter().flat_map(|group| &group.names);
        let hosts = provider.hosts.iter().flat_map(|group| &group.names);
        let servers = provider.servers.iter().map(|server| server.host.base());
        for name in domains.map(HostPattern::base).chain(hosts).chain(servers) {
            assert!(!is_public(name), "{name} of {}", provider.id);
        }
    }
}

#[test]
fn every_server_is_recognised_and_has_a_usual_port() {
    for provider in all() {
        for server in &provider.servers {
            let name = match &server.host {
                HostPattern::Below(base) => base.below("mail").expect("is a host"),
                HostPattern::Exactly(host) => host.clone(),
            };
            let owner = by_server(&name).unwrap_or_else(|| panic!("{name} of {}", provider.id));
            assert!(owner.id == provider.id || owner.names_server(&name), "{name} of {}", owner.id);
            let usual = match server.security {
                Security::Tls => server.service.tls_port(),
                Security::Starttls => server.service.starttls_port(),
                Security::Plain => panic!("{name} would get passwords in clear"),
            };
            let is_spectrum = provider.id == "spectrum" && server.service == Service::Smtp;
            assert!(server.port == usual || is_spectrum, "{name}:{}", server.port);
        }
    }
}

/// What the words of findings need.
#[test]
fn what_is_pointed_to_has_a_page() {
    for provider in all() {
        let help = provider.page(PageKind::Help).map(|page| page.url.as_str());
        for credential in &provider.credentials {
            let page = credential.page.as_deref().or(help);
            let needs_none = match credential.kind {
                CredentialKind::MainPassword | CredentialKind::Oauth => true,
                CredentialKind::AppPassword
                | CredentialKind::BridgePassword
                | CredentialKind::MailPassword => false,
            };
            assert!(needs_none || page.is_some(), "{:?} of {}", credential.kind, provider.id);
        }
        for switch in &provider.switches {
            let page = switch.page.as_deref().or(help);
            assert!(switch.state == SwitchState::AlwaysOn || page.is_some(), "{}", provider.id);
        }
        for username in &provider.usernames {
            assert!(!username.forms.is_empty(), "{} wants no form", provider.id);
            let is_other = username.forms.contains(&Form::OtherId);
            assert_eq!(is_other, username.name.is_some(), "{} and its name", provider.id);
        }
        let credentials = provider.credentials.iter().filter_map(|it| it.page.as_ref());
        let switches = provider.switches.iter().filter_map(|it| it.page.as_ref());
        let filters = provider.foreign_filters.iter().filter_map(|it| it.page.as_ref());
        let access = provider.access.iter().filter_map(|it| it.page.as_ref());
        let pages = provider.pages.iter().map(|page| &page.url);
        for url in credentials.chain(switches).chain(filters).chain(access).chain(pages) {
            let is_address = url.starts_with("https://") || url.starts_with("http://");
            assert!(is_address && !url.contains(' '), "{url} of {}", provider.id);
        }
    }
}

/// The list of official hosts leads people where they type their passwords.
#[test]
fn entrances_are_among_the_hosts_of_the_web() {
    let mut seen = 0;
    for provider in all() {
        for entrance in &provider.entrances {
            let rest = entrance.url.strip_prefix("https://").expect(&entrance.url);
            let name = rest.split(['/', '?']).next().unwrap_or_default();
            let group = provider.web_group(&host(name));
            assert!(group.is_some(), "{name} of {}", provider.id);
            seen += 1;
        }
        for name in provider.web.iter().flat_map(|group| &group.names) {
            let registrable = name.base().registrable();
            assert!(registrable.is_some(), "{name} of {} is a public suffix", provider.id);
        }
    }
    assert!(seen >= 10, "only {seen} entrances");
}

fn sources(provider: &Provider) -> Vec<&Source> {
    let domains = provider.domains.iter().map(|it| &it.source);
    let hosts = provider.hosts.iter().map(|it| &it.source);
    let access = provider.access.iter().map(|it| &it.source);
    let servers = provider.servers.iter().map(|it| &it.source);
    let usernames = provider.usernames.iter().map(|it| &it.source);
    let credentials = provider.credentials.iter().map(|it| &it.source);
    let switches = provider.switches.iter().map(|it| &it.source);
    let limits = provider.limits.iter().map(|it| &it.source);
    let lockouts = provider.lockouts.iter().map(|it| &it.source);
    let filters = provider.foreign_filters.iter().map(|it| &it.source);
    let pages = provider.pages.iter().map(|it| &it.source);
    let notes = provider.notes.iter().map(|it| &it.source);
    let entrances = provider.entrances.iter().map(|it| &it.source);
    let web = provider.web.iter().map(|it| &it.source);
    let first = domains.chain(hosts).chain(access).chain(servers).chain(usernames);
    let second = credentials.chain(switches).chain(limits).chain(lockouts);
    first
        .chain(second)
        .chain(filters)
        .chain(pages)
        .chain(entrances)
        .chain(web)
        .chain(notes)
        .collect()
}

/// Each fact has its source, its date and its grade: there is no fact without, and none is empty.
#[test]
fn every_fact_says_who_said_so_and_when() {
    for provider in all() {
        let sources = sources(provider);
        assert!(!sources.is_empty(), "{} says nothing", provider.id);
        for source in sources {
            assert!(source.at.contains('.'), "{:?} of {}", source.at, provider.id);
            // The first preset collections are from 2009; a later day than the first release is a slip.
            let days = date(2009, 1, 1)..date(2040, 1, 1);
            assert!(days.contains(&source.seen), "{} of {}", source.seen, provider.id);
        }
    }
    let file = |fact: &str| {
        let names = "names = { en = \"A\", ja = \"A\" }";
        let sources =
            "[sources]\nhere = { at = \"a.example\", seen = \"2026-11-30\", grade = \"A\" }";
        Provider::from_toml(&format!("id = \"a\"\n{names}\n{fact}\n{sources}"))
    };
    let with = |source: &str| file(&format!("usernames = [{{ forms = [\"address\"]{source} }}]"));
    assert!(with(", source = \"here\"").is_ok());
    assert!(matches!(with(", source = \"there\""), Err(ReadProviderError::UnknownSource { .. })));
    assert!(matches!(with(", source = 1"), Err(ReadProviderError::UnusedSource { .. })));
    assert!(matches!(file(""), Err(ReadProviderError::UnusedSource { .. })));
    assert!(matches!(
        with(", source = \"here\", page = 1"),
        Err(ReadProviderError::NotAProvider(_))
    ));
    assert!(matches!(Provider::from_toml("id = \"a\""), Err(ReadProviderError::NoSources)));
}

#[test]
fn domains_lead_to_their_provider() {
    for (domain, expected) in [
        ("ocn.ne.jp", Some("ocn")),
        ("abc.ocn.ne.jp", Some("ocn")),
        ("gmail.com", Some("gmail")),
        ("yahoo.com", Some("yahoo")),
        ("yahoo.co.jp", Some("yahoo-japan")),
        ("ybb.ne.jp", Some("yahoo-bb")),
        ("contoso.onmicrosoft.com", Some("microsoft-365")),
        ("dd.iij4u.or.jp", Some("iij4u")),
        ("ne.jp", None),
        ("notocn.ne.jp", None),
        ("ocn.ne.jp.example", None),
        ("example.org", None),
        ("localhost", None),
    ] {
        assert_eq!(id_of_domain(domain), expected, "{domain}");
    }
}

#[test]
fn servers_lead_to_their_provider() {
    for (name, expected) in [
        ("imap.gmail.com", Some("gmail")),
        ("aspmx.l.google.com", Some("gmail")),
        ("imap.mail.yahoo.com", Some("yahoo")),
        ("imap.mail.yahoo.co.jp", Some("yahoo-japan")),
        ("ybbpop.mail.yahoo.co.jp", Some("yahoo-bb")),
        ("mta5.am0.yahoodns.net", Some("yahoo")),
        ("mx-aol.mail.gm0.yahoodns.net", Some("aol")),
        ("outlook.office365.com", Some("microsoft-365")),
        ("smtp-mail.outlook.com", Some("outlook-com")),
        ("contoso.mail.protection.outlook.com", Some("microsoft-365")),
        ("sv1234.xserver.jp", Some("xserver")),
        ("imap.example.org", None),
        ("192.0.2.1", None),
    ] {
        assert_eq!(id_of_server(name), expected, "{name}");
    }
    // Two providers in one house: the server alone does not tell.
    let outlook = by_domain(&host("outlook.jp")).expect("is known");
    assert!(outlook.id == "outlook-com" && outlook.names_server(&host("outlook.office365.com")));
}

/// What is not known, what is known not to be told, and what is told are three answers.
#[test]
fn unknown_and_unpublished_are_not_the_same() {
    let limit = |domain: &str, of| {
        by_domain(&host(domain)).expect(domain).limit(of, Service::Imap).map(|limit| limit.most)
    };
    let not_told = Number::Untold(Unpublished::NotPublished);
    assert_eq!(limit("ocn.ne.jp", LimitKind::ConnectionsPerUser), Some(not_told));
    assert_eq!(limit("ocn.ne.jp", LimitKind::MessagesPerDay), None);
    assert_eq!(limit("gmail.com", LimitKind::ConnectionsPerUser), Some(Number::Told(15)));
}

#[test]
fn a_published_wait_is_told_with_its_source() {
    let waits = |name: &str, service| {
        let provider = by_server(&host(name)).expect(name);
        provider.published_wait(service).map(|wait| (wait.length.as_secs(), wait.source))
    };
    let source = "https://isp.mirai.ad.jp/faq/others/j-net/mail-lock";
    assert_eq!(waits("ctl.japan-net.ne.jp", Service::Smtp), Some((3_600, source)));
    assert_eq!(waits("ctl.japan-net.ne.jp", Service::Imap), None, "only sending is locked");
    assert_eq!(waits("v2008.coreserver.jp", Service::Imap), None, "waiting does not lift it");
    assert_eq!(waits("imap.ocn.ne.jp", Service::Imap), None, "not published");
}

#[test]
fn what_differs_by_service_is_asked_by_service() {
    let icloud = by_domain(&host("icloud.com")).expect("is known");
    let forms = |service| icloud.username(service).map(|username| username.forms.as_slice());
    assert_eq!(forms(Service::Imap), Some([Form::LocalPart, Form::Address].as_slice()));
    assert_eq!(forms(Service::Smtp), Some([Form::Address].as_slice()));
    assert_eq!(forms(Service::Pop3), None, "there is no POP3");
    let every = all().filter(|it| SERVICES.iter().all(|service| it.username(*service).is_some()));
    assert!(every.count() > 50);
}

#[test]
fn who_gives_tokens_is_asked_over_tls_and_for_mail_only() {
    let known: Vec<_> = all().filter_map(|it| Some((it, it.oauth.as_ref()?))).collect();
    assert!(known.len() >= 8, "only {} give tokens", known.len());
    for (provider, oauth) in known {
        let Oauth { authorization, token, device, scopes, register, .. } = oauth;
        let addresses = [Some(authorization), Some(token), device.as_ref(), register.as_ref()];
        for address in addresses.into_iter().flatten() {
            assert!(address.starts_with("https://"), "{address} of {}", provider.id);
        }
        assert!(!scopes.is_empty() && scopes.iter().all(|it| !it.contains(' ')), "{}", provider.id);
        let takes = provider.credential(CredentialKind::Oauth).is_some();
        assert!(takes || provider.credentials.is_empty(), "{} takes no token", provider.id);
    }
}
