//! What is written, read back.

use std::collections::BTreeMap;
use std::error::Error;

use hickory_proto::rr::{Name, RData};
use hickory_proto::serialize::txt::Parser;
use mailcheck::wire::pacc::{Pacc, Records, check, record_name, url};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

/// Names of elements, and the text in each.
type Leaves = Vec<(String, String)>;
type Outcome = Result<(), Box<dyn Error>>;

fn setting(service: Service, place: &str, name: Option<&str>) -> Setting {
    let mut setting = Setting::new(Endpoint::parse(service, place).expect(place));
    setting.username = name.map(str::to_owned);
    setting.authentication = vec![Authentication::PasswordCleartext];
    setting
}

fn imap(place: &str) -> Setting {
    setting(Service::Imap, place, Some(ADDRESS))
}

fn smtp(place: &str) -> Setting {
    setting(Service::Smtp, place, Some(ADDRESS))
}

fn offer(incoming: Vec<Setting>, outgoing: Vec<Setting>) -> Offer {
    Offer::new("example.org".parse().expect("a domain"), "Example Mail", incoming, outgoing)
}

/// What a careful provider has.
fn usual() -> Offer {
    offer(
        vec![imap("imap.example.org:143"), imap("imap.example.org")],
        vec![smtp("smtp.example.org:587"), smtp("smtp.example.org")],
    )
}

fn file(publication: &Publication, kind: Kind) -> &Published {
    publication.files.iter().find(|it| it.kind == kind).expect("is written")
}

/// The records of a zone file, as another program reads them: the name, and what stands there.
fn zone(text: &str) -> Result<Vec<(String, RData)>, Box<dyn Error>> {
    let origin = Name::from_ascii("example.org.")?;
    let (_origin, sets) = Parser::new(text, None, Some(origin)).parse()?;
    let mut found = Vec::new();
    for set in sets.values() {
        for record in set.records_without_rrsigs() {
            assert_eq!(record.ttl, 3_600);
            found.push((record.name.to_string(), record.data.clone()));
        }
    }
    Ok(found)
}

/// The texts of the leaves of an XML file, each below the element `group` it is in.
fn groups(text: &str, groups: &[&str]) -> Result<Vec<(String, Leaves)>, Box<dyn Error>> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut name, mut content) =
        (vec![(String::new(), Vec::new())], String::new(), String::new());
    loop {
        match reader.read_event()? {
            Event::Start(start) => {
                name = start.name().as_ref().to_owned();
                content.clear();
                if groups.contains(&name.as_str()) {
                    let kind =
                        start.attributes().next().transpose()?.map(|it| it.value.into_owned());
                    found.push((kind.unwrap_or_default(), Vec::new()));
                }
            }
            Event::Text(part) => content.push_str(&part),
            Event::GeneralRef(entity) => content.extend(["&", &*entity, ";"]),
            Event::End(end) if end.name().as_ref() == name => {
                let leaf = (name.clone(), content.clone());
                found.last_mut().ok_or("no group")?.1.push(leaf);
            }
            Event::Eof => return Ok(found),
            Event::End(_) | Event::Decl(_) => {}
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::PI(_)
            | Event::DocType(_) => return Err("not written here".into()),
        }
    }
}

fn pairs(expected: &[(&str, &str)]) -> Leaves {
    expected.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn srv_records_say_what_is_offered_and_what_is_not() -> Outcome {
    let mut offer = usual();
    offer.incoming.push(imap("backup.example.org:1993"));
    let publication = publish(&offer);
    let mut found = BTreeMap::new();
    for (name, data) in zone(&file(&publication, Kind::Srv).content)? {
        let RData::SRV(srv) = data else { return Err("no SRV record".into()) };
        let target = (srv.priority, srv.weight, srv.port, srv.target.to_string());
        found.entry(name).or_insert_with(Vec::new).push(target);
    }
    let at = |host: &str, port| vec![(0, 1, port, format!("{host}.example.org."))];
    let none = || vec![(0, 0, 0, ".".to_owned())];
    let mut imaps = at("imap", 993);
    imaps.push((1, 1, 1_993, "backup.example.org.".to_owned()));
    let expected = [
        ("_autodiscover", at("autodiscover", 443)),
        ("_imap", at("imap", 143)),
        ("_imaps", imaps),
        ("_pop3", none()),
        ("_pop3s", none()),
        ("_submission", at("smtp", 587)),
        ("_submissions", at("smtp", 465)),
    ];
    let expected = expected.map(|(label, target)| (format!("{label}._tcp.example.org."), target));
    assert_eq!(found, BTreeMap::from(expected));
    Ok(())
}

#[test]
fn a_pacc_document_is_read_back_and_vouched_for() -> Outcome {
    let mut offer = usual();
    offer.incoming.push(setting(Service::Pop3, "pop.example.org", None));
    let publication = publish(&offer);
    let document = file(&publication, Kind::Pacc);
    let found = Pacc::read(document.content.as_bytes()).map_err(|why| format!("{why:?}"))?;
    assert_eq!(found.deviations, []);
    assert_eq!(found.notes.display_name, Some("Example Mail".into()));
    let mut written = vec![
        imap("imap.example.org"),
        setting(Service::Pop3, "pop.example.org", None),
        smtp("smtp.example.org"),
    ];
    // The format has no log-in name.
    for setting in &mut written {
        setting.username = None;
    }
    assert_eq!(found.settings, written);

    let [(name, RData::TXT(txt))] = &zone(&file(&publication, Kind::PaccRecord).content)?[..]
    else {
        return Err("not one TXT record".into());
    };
    assert_eq!(*name, format!("{}.", record_name(&offer.domain)));
    let texts: Result<Vec<_>, _> =
        txt.txt_data.iter().map(|text| String::from_utf8(text.to_vec())).collect();
    let records = Records::read(&[texts?.concat()]);
    assert_eq!(records.deviations, []);
    assert!(check(document.content.as_bytes(), &records));
    let Some(Place::Web { url: place, .. }) = document.places.first() else {
        return Err("no place".into());
    };
    assert_eq!(*place, url(&offer.domain));
    Ok(())
}

#[test]
fn tokens_are_published_where_their_issuer_can_be() {
    let mut offer = usual();
    offer.oauth_issuer = Some("https://auth.example.org".to_owned());
    for setting in offer.incoming.iter_mut().chain(&mut offer.outgoing) {
        setting.authentication = vec![Authentication::OAuth2];
    }
    let publication = publish(&offer);
    let found = Pacc::read(file(&publication, Kind::Pacc).content.as_bytes()).expect("is read");
    assert_eq!(found.notes.oauth_issuer, Some("https://auth.example.org".into()));
    assert!(found.settings.iter().all(|it| it.authentication == [Authentication::OAuth2]));
    let left_out =
        [(Kind::Autoconfig, Reason::TokensOnly), (Kind::Autodiscover, Reason::TokensOnly)];
    assert_eq!(publication.left_out, left_out);
    assert!(!file(&publication, Kind::Srv).content.contains("_autodiscover"));

    offer.oauth_issuer = None;
    let all = [Kind::Autoconfig, Kind::Pacc, Kind::Autodiscover];
    assert_eq!(publish(&offer).left_out, all.map(|kind| (kind, Reason::TokensOnly)));
}

#[test]
fn an_autoconfig_document_begins_with_what_is_safest() -> Outcome {
    let mut offer = usual();
    offer.display_name =
        "A & <B> \"C\" \u{1b}[31m of the great name of letters without an end and more".to_owned();
    offer.outgoing[0].authentication.insert(0, Authentication::OAuth2);
    let publication = publish(&offer);
    let document = file(&publication, Kind::Autoconfig);
    assert!(document.content.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">\n"
    ));
    let found = groups(&document.content, &["emailProvider", "incomingServer", "outgoingServer"])?;
    let server = |kind: &str, host: &str, port: &str, socket: &str| {
        let leaves = pairs(&[
            ("hostname", host),
            ("port", port),
            ("socketType", socket),
            ("authentication", "password-cleartext"),
            ("username", ADDRESS),
        ]);
        (kind.to_owned(), leaves)
    };
    let provider = pairs(&[
        ("domain", "example.org"),
        (
            "displayName",
            "A &amp; &lt;B&gt; &quot;C&quot; [31m of the great name of letters without an end",
        ),
        ("displayShortName", "A &amp; &lt;B&gt; &quot;C&quot; [31m of"),
    ]);
    let expected = [
        (String::new(), Vec::new()),
        ("example.org".to_owned(), provider),
        server("imap", "imap.example.org", "993", "SSL"),
        server("imap", "imap.example.org", "143", "STARTTLS"),
        server("smtp", "smtp.example.org", "465", "SSL"),
        server("smtp", "smtp.example.org", "587", "STARTTLS"),
    ];
    assert_eq!(found, expected);
    assert_eq!((document.is_template, document.content.contains("plain")), (false, false));
    Ok(())
}

#[test]
fn autodiscover_names_one_server_of_a_kind() -> Outcome {
    let mut offer = usual();
    offer.outgoing = vec![setting(Service::Smtp, "smtp.example.org:587", Some("%EMAILLOCALPART%"))];
    let publication = publish(&offer);
    let document = file(&publication, Kind::Autodiscover);
    let found = groups(&document.content, &["Protocol"])?;
    let both = |login: &str, encryption: &str| {
        pairs(&[
            ("LoginName", login),
            ("DomainRequired", "off"),
            ("SPA", "off"),
            ("SSL", "on"),
            ("Encryption", encryption),
            ("AuthRequired", "on"),
        ])
    };
    let imap = pairs(&[("Type", "IMAP"), ("Server", "imap.example.org"), ("Port", "993")]);
    let smtp = pairs(&[("Type", "SMTP"), ("Server", "smtp.example.org"), ("Port", "587")]);
    let last = pairs(&[("UsePOPAuth", "on"), ("SMTPLast", "off")]);
    let expected = [
        (String::new(), pairs(&[("AccountType", "email"), ("Action", "settings")])),
        (String::new(), [imap, both(ADDRESS, "SSL")].concat()),
        (String::new(), [smtp, both("%EMAILLOCALPART%", "TLS"), last].concat()),
    ];
    assert_eq!(found, expected);
    assert!(document.is_template);
    Ok(())
}

#[test]
fn what_is_left_out_has_a_reason() {
    let starttls = || (vec![imap("imap.example.org:143")], vec![smtp("smtp.example.org:587")]);
    let (incoming, outgoing) = starttls();
    let publication = publish(&offer(incoming, outgoing));
    let expected = [(Kind::Pacc, Reason::NotImplicitTls { incoming: true })];
    assert_eq!(publication.left_out, expected);

    let (_, outgoing) = starttls();
    let publication = publish(&offer(vec![imap("imap.example.org")], outgoing));
    assert_eq!(publication.left_out, [(Kind::Pacc, Reason::NotImplicitTls { incoming: false })]);

    let local = Some("%EMAILLOCALPART%");
    let publication = publish(&offer(
        vec![setting(Service::Imap, "imap.example.org", local)],
        vec![setting(Service::Smtp, "smtp.example.org", local)],
    ));
    assert_eq!(publication.left_out, [(Kind::Pacc, Reason::NameIsNotTheAddress)]);
    let document = &file(&publication, Kind::Autoconfig).content;
    assert_eq!(document.matches("<username>%EMAILLOCALPART%</username>").count(), 2);
}

#[test]
fn what_must_not_be_published_is_in_no_file() {
    let mut offer = usual();
    let unwanted = [
        (imap("plain.example.org:143/plain"), Reason::Plain),
        (imap("192.0.2.1"), Reason::HostIsAddress),
        (setting(Service::Imap, "joe.example.org", Some("joe")), Reason::NameOfOne),
    ];
    for (setting, _) in &unwanted {
        offer.incoming.insert(0, setting.clone());
    }
    let publication = publish(&offer);
    assert_eq!(publication.files, publish(&usual()).files);
    let mut expected = unwanted.map(|(setting, why)| (setting.endpoint, why));
    expected.reverse();
    assert_eq!(publication.servers_left_out, expected);

    offer.incoming.truncate(3);
    let nothing = publish(&offer);
    assert_eq!(nothing.files, []);
    let kinds = [Kind::Srv, Kind::Autoconfig, Kind::Pacc, Kind::Autodiscover];
    assert_eq!(nothing.left_out, kinds.map(|kind| (kind, Reason::NoServer { incoming: true })));
}

#[test]
fn every_file_has_its_places() {
    let publication = publish(&usual());
    let mut found = Vec::new();
    for file in &publication.files {
        for place in &file.places {
            found.push(match place {
                Place::Zone { zone } => format!("{} {zone}", file.name),
                Place::Web { url, content_type, by_post, .. } => {
                    format!("{} {url} {content_type} {by_post}", file.name)
                }
            });
        }
    }
    let expected = [
        "srv.zone example.org",
        "config-v1.1.xml https://autoconfig.example.org/mail/config-v1.1.xml text/xml false",
        "config-v1.1.xml https://example.org/.well-known/autoconfig/mail/config-v1.1.xml text/xml false",
        "user-agent-configuration.json https://ua-auto-config.example.org/.well-known/user-agent-configuration.json application/json false",
        "ua-auto-config.zone example.org",
        "autodiscover.xml https://autodiscover.example.org/autodiscover/autodiscover.xml text/xml true",
        "autodiscover.xml https://example.org/autodiscover/autodiscover.xml text/xml true",
    ];
    assert_eq!(found, expected);
    let hosts: Vec<&str> = publication.web_hosts().into_iter().map(Host::as_str).collect();
    let expected = [
        "autoconfig.example.org",
        "autodiscover.example.org",
        "example.org",
        "ua-auto-config.example.org",
    ];
    assert_eq!(hosts, expected);
}

#[test]
fn a_name_may_be_in_other_letters_or_missing() {
    let mut offer = usual();
    offer.domain = "bücher.example".parse().expect("a domain");
    offer.display_name = " \n".to_owned();
    let publication = publish(&offer);
    let document = &file(&publication, Kind::Autoconfig).content;
    assert!(document.contains("<emailProvider id=\"xn--bcher-kva.example\">"), "{document}");
    assert!(document.contains("<displayName>xn--bcher-kva.example</displayName>"), "{document}");
    assert!(document.is_ascii() && file(&publication, Kind::Srv).content.is_ascii());
}

#[test]
fn of_what_is_not_known_nothing_is_said() {
    let mut offer = usual();
    offer.incoming.retain(|it| it.endpoint.service != Service::Pop3);
    let records = |offer: &Offer| file(&publish(offer), Kind::Srv).content.clone();
    assert_eq!(records(&offer).matches("_pop3").count(), 2);
    offer.not_known = vec![Service::Pop3];
    assert_eq!(records(&offer).matches("_pop3").count(), 0);
    assert_eq!(records(&offer).matches("_imap").count(), 2);
}
