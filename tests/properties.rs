//! What holds for whatever comes from the network or from a file: a function a property, which stops
//! where it does not hold.
//!
//! `crates/mailcheck/tests/wire_properties.rs` tries a few hundred inputs on every run, and
//! `tests/fuzz/run` as many as there is time for.

#![expect(clippy::missing_panics_doc, reason = "a property that does not hold is a panic")]

use std::borrow::Cow;

use mailcheck::evidence::Evidence;
use mailcheck::knowledge::replies::{Moment, Said, meanings};
use mailcheck::model::{
    Address, Deviation, Host, Mechanism, Secret, Security, ServerText, Service, Unusable,
};
use mailcheck::render::{Lang, Style, escape, json, text};
use mailcheck::typing::{Field, Typed, slips};
use mailcheck::wire::certificate::Certificate;
use mailcheck::wire::client_hello::{FirstFlight, legacy_client_hello};
use mailcheck::wire::greeting::{self, GreetingKind};
use mailcheck::wire::imap::{Data, Response, Role, Status, literal, quote};
use mailcheck::wire::mailconf::Mailconf;
use mailcheck::wire::pacc::{Pacc, Records, check};
use mailcheck::wire::pop3;
use mailcheck::wire::sasl::{Channel, Exchange, Key, Who};
use mailcheck::wire::smtp::Collector;
use mailcheck::wire::srv::{Srv, sort};
use mailcheck::wire::{autoconfig, autodiscover, mechanisms, offers};

const SERVICES: [Service; 3] = [Service::Imap, Service::Smtp, Service::Pop3];

/// Text of a server is short and cannot drive a terminal, nor can what another encoding makes of it;
/// whatever it means is known, or nothing is.
pub fn text_is_harmless(octets: &[u8]) {
    let text = ServerText::from_bytes(octets);
    for reading in text.readings() {
        assert!(!reading.text.as_str().chars().any(char::is_control), "{reading:?}");
        assert!(reading.text.as_str().len() < 2_100, "{reading:?}");
    }
    let lines = text.lines();
    for service in SERVICES {
        let meanings = meanings(&Said::new(service, Moment::Login, &lines));
        assert!(meanings.iter().all(|meaning| meaning.finding.contains('.')), "{meanings:?}");
    }
    assert_eq!(escape(text.as_str()), text.as_str());
    assert!(text.as_str().len() < 2_100, "{} octets", text.as_str().len());
    assert_eq!(ServerText::from(text.as_str()), text);
}

/// A reply is complete or refused after a bounded number of lines, and is what its lines say.
pub fn smtp_replies_end(octets: &[u8]) {
    let mut collector = Collector::default();
    let mut taken = 0;
    for line in octets.split(|&octet| octet == b'\n') {
        taken += 1;
        assert!(taken <= 201, "a reply of {taken} lines");
        match collector.push(line) {
            Err(_) => return,
            Ok(None) => {}
            Ok(Some(reply)) => {
                assert_eq!(reply.lines.len(), taken);
                assert!(line.starts_with(reply.code.to_string().as_bytes()), "{reply:?}");
                assert!(!(reply.is_positive() && reply.is_transient()), "{reply:?}");
                let class = reply.enhanced.as_ref().map(|code| code.as_bytes().first().copied());
                let agrees = class.is_none_or(|class| class == line.first().copied());
                assert!(agrees, "{reply:?}");
                let (_text, _keywords) = (reply.first_text(), reply.keywords());
                taken = 0;
            }
        }
    }
}

/// Whatever a server says in an exchange, a line each: it ends, answers are bounded, what is kept of the
/// challenges cannot drive a terminal, and no server proves that it knows a password by chance.
pub fn exchanges_end(octets: &[u8]) {
    if octets.windows(5).any(|digits| digits.iter().all(u8::is_ascii_digit)) {
        // It may be a count, and hashing so often takes time that is better spent on other inputs.
        return;
    }
    let secret = Secret::new("correct horse battery".to_owned());
    let Ok(host) = "mail.example".parse() else { return };
    let channel = Channel { exporter: Some([1; 32]), ..Channel::default() };
    for mechanism in Mechanism::ALL {
        for key in [Key::Password(&secret), Key::Token(&secret), Key::Certificate] {
            let who = Who { username: "you@mail.example", key, host: &host, port: 993 };
            let Ok(mut exchange) = Exchange::new(mechanism, &who, &channel, [0; 18]) else {
                continue;
            };
            let mut answers = 0;
            for challenge in octets.split(|&octet| octet == b'\n') {
                let Ok(answer) = exchange.answer(challenge) else { break };
                answers += 1;
                assert!(answer.len() < 2 * challenge.len() + 500, "{mechanism}");
            }
            assert!(answers <= 2, "{mechanism} has {answers} answers");
            let is_scram = mechanism.name().starts_with("SCRAM");
            assert_eq!(exchange.finish().is_err(), is_scram, "{mechanism}");
            let error = exchange.oauth_error().cloned().unwrap_or_default();
            for text in [error.status, error.scope, error.openid_configuration, error.schemes] {
                text_is_harmless(text.unwrap_or_default().as_str().as_bytes());
            }
        }
    }
}

/// A line is a status or waits for more, its code is its own, and a list ends; a timestamp is a part of the
/// greeting that nobody could hide octets in.
pub fn pop3_responses_are_bounded(octets: &[u8]) {
    let mut lines = pop3::Lines::default();
    for (at, line) in octets.split(|&octet| octet == b'\n').enumerate() {
        match lines.push(line) {
            Ok(None) => {}
            Ok(Some(list)) => {
                assert_eq!((line, list.len()), (&b"."[..], at));
                break;
            }
            Err(_) => {
                assert_eq!(at, 200);
                break;
            }
        }
    }
    let line = octets.split(|&octet| octet == b'\n').next().unwrap_or_default();
    if let Ok(pop3::Response::Status(status)) = pop3::Response::parse(line) {
        let word = if status.is_positive { "+OK" } else { "-ERR" };
        let is_so =
            line.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()));
        assert!(is_so, "{status:?}");
        let code = status.code.clone().unwrap_or_default();
        assert!(code.len() <= 64 && !code.contains(char::is_whitespace), "{status:?}");
        let is_said =
            line.to_ascii_uppercase().windows(code.len().max(1)).any(|it| it == code.as_bytes());
        assert!(code.is_empty() || is_said, "{status:?}");
        assert!(!(status.is_positive && status.is_transient()), "{status:?}");
    }
    let text = ServerText::from_bytes(line);
    if let Some(stamp) = pop3::timestamp(text.as_str()) {
        assert!(text.as_str().contains(stamp), "{stamp}");
        assert!(stamp.bytes().all(|octet| octet.is_ascii_graphic()), "{stamp}");
        assert_eq!(stamp.matches(['<', '>', '@']).count(), 3, "{stamp}");
        assert_eq!(pop3::digest(stamp, &Secret::new("secret".to_owned())).len(), 32);
    }
}

/// A line is read in one way, its parts are its own, and its lists are bounded.
pub fn imap_responses_are_bounded(line: &[u8]) {
    if let Some(octets) = literal(line) {
        let digits = octets.to_string();
        let is_said = line.windows(digits.len()).any(|part| part == digits.as_bytes());
        assert!(is_said || octets == u64::MAX, "{octets}");
    }
    let Ok(response) = Response::parse(line) else { return };
    assert_eq!(Response::parse(line).as_ref(), Ok(&response));
    let check = |status: &Status| {
        let listed = status.capabilities.as_ref().map_or(0, Vec::len);
        assert!(listed <= 1_000, "{listed} capabilities");
        assert!(status.capabilities.is_none() || status.code.as_deref() == Some("CAPABILITY"));
    };
    match response {
        Response::Tagged { tag, status } => {
            assert!(line.starts_with(tag.as_bytes()) && !tag.is_empty(), "{tag}");
            check(&status);
        }
        Response::Status(status) => check(&status),
        Response::Capability(list) => assert!(list.len() <= 1_000, "{} listed", list.len()),
        Response::Continuation(_) | Response::Untagged(_) | _ => {}
    }
}

/// What is read of a data response is read in one way, is made of no more than the line has, and names no
/// role that neither mark nor name gives.
pub fn imap_data_is_bounded(line: &[u8]) {
    let Some(data) = Data::parse(line) else { return };
    assert_eq!(Data::parse(line).as_ref(), Some(&data));
    // An octet that is no text takes three, as does a letter out of modified UTF-7.
    let most = 3 * line.len();
    match data {
        Data::Exists(number) => assert!(line.starts_with(b"* "), "{number}"),
        Data::Id(fields) => {
            assert!(fields.len() <= 30, "{} fields", fields.len());
            for (_, value) in fields {
                assert_eq!(escape(value.as_str()), value.as_str());
            }
        }
        Data::Listed(folder) => {
            let marks: usize = folder.attributes.iter().map(String::len).sum();
            assert!(marks <= line.len() && folder.name.len() <= most, "{folder:?}");
            assert!(folder.attributes.iter().all(|it| *it == it.to_ascii_lowercase()));
            let said = String::from_utf8_lossy(line).to_lowercase();
            let is_said = |role: Role| said.contains(role.name()) || said.contains("all");
            assert!(Role::marked(&folder).is_none_or(is_said), "{folder:?}");
        }
        Data::Namespace(namespace) => assert!(namespace.prefix.as_str().len() < 2_100),
        Data::Quota(resources) => {
            assert!(3 * resources.len() <= line.len(), "{} resources", resources.len());
            for (_, usage) in resources {
                assert_eq!(usage.percent().is_none(), usage.limit == 0, "{usage:?}");
            }
        }
        _ => {}
    }
}

/// A first line belongs to one service at most, and only there is it a greeting.
pub fn greetings_are_of_one_service(line: &[u8]) {
    let belongs_to = greeting::service_of(line);
    for service in SERVICES {
        match greeting::kind(service, line) {
            GreetingKind::Ready
            | GreetingKind::Preauth
            | GreetingKind::Busy
            | GreetingKind::Refused => assert_eq!(belongs_to, Some(service)),
            GreetingKind::OtherService { service: other } => {
                assert!(belongs_to == Some(other) && other != service, "{other:?}");
            }
            GreetingKind::Http | GreetingKind::NotMail | GreetingKind::Ssh | _ => {
                assert_eq!(belongs_to, None);
            }
        }
    }
}

/// No mechanism is listed twice, and each is one word in upper case.
pub fn mechanisms_are_listed_once(octets: &[u8]) {
    let list: Vec<_> = octets.split(|&octet| octet == b'\n').map(ServerText::from_bytes).collect();
    for service in SERVICES {
        let names = mechanisms(service, &list);
        for (index, name) in names.iter().enumerate() {
            assert!(!name.is_empty() && !name.contains([' ', '\n']), "{name:?}");
            assert_eq!(&name.to_ascii_uppercase(), name);
            assert!(!names.iter().take(index).any(|other| other == name), "{name} twice");
        }
    }
    for capability in list.iter().filter(|capability| !capability.as_str().is_empty()) {
        assert!(offers(&list, &capability.as_str().to_ascii_lowercase()), "{capability:?}");
    }
}

/// The order of SRV records is that of their contents, whichever way they came.
pub fn srv_records_have_one_order(octets: &[u8]) {
    let record = |parts: &[u8]| match *parts {
        [priority, weight, port, target] => Some(Srv {
            priority: priority.into(),
            weight: weight.into(),
            port: port.into(),
            target: format!("h{target}.example.org").parse::<Host>().ok().filter(|_| target > 0),
        }),
        _ => None,
    };
    let mut records: Vec<_> = octets.chunks(4).filter_map(record).collect();
    let mut reversed: Vec<_> = records.iter().rev().cloned().collect();
    sort(&mut records);
    sort(&mut reversed);
    assert_eq!(records, reversed);
    assert!(records.is_sorted_by_key(|record| record.priority));
}

/// A certificate is read in one way, and can be asked for any host and saved.
pub fn certificates_are_read_in_one_way(der: &[u8]) {
    let Ok(certificate) = Certificate::parse(der) else { return };
    assert_eq!(Certificate::parse(der).as_ref(), Ok(&certificate));
    let _weakness = certificate.weakness();
    let names = certificate.names.iter().map(String::as_str).take(100);
    for name in names.chain(["imap.example.org", "192.0.2.1"]) {
        let _is_for = certificate.is_for(name);
    }
}

/// However a server's first flight comes in pieces, it is read as the same.
pub fn first_flights_do_not_depend_on_cuts(octets: &[u8]) {
    let whole = FirstFlight::parse(octets);
    for part in 0..16 {
        let cut = octets.len() * part / 16;
        let Some(begun) = octets.get(..cut) else { continue };
        match FirstFlight::parse(begun) {
            Ok(Some(flight)) => assert_eq!(whole, Ok(Some(flight)), "cut at {cut}"),
            Ok(None) => {}
            Err(why) => assert!(whole.is_err(), "cut at {cut}: {why}"),
        }
    }
}

/// What is sent to a server that speaks only old TLS is one record, whatever its host is called.
pub fn client_hellos_are_one_record(octets: &[u8]) {
    let host = str::from_utf8(octets).ok().and_then(|text| text.parse::<Host>().ok());
    let hello = legacy_client_hello(host.as_ref().map(Host::as_str), [7; 32]);
    let Some((&[kind, major, _, high, low], payload)) = hello.split_first_chunk::<5>() else {
        unreachable!("a record has a head");
    };
    assert_eq!((kind, major), (22, 3));
    assert_eq!(usize::from(u16::from_be_bytes([high, low])), payload.len());
}

/// Slips lie within what was typed, and those of a password say no more than that.
pub fn slips_lie_within_what_was_typed(text: &str) {
    let password = Secret::new(text.to_owned());
    let typed = Typed { address: Some(text), username: None, password: Some(&password) };
    let named = Typed { address: Some("you@example.org"), username: Some(text), password: None };
    let letters = text.chars().count();
    for slip in slips(&typed).into_iter().chain(slips(&named)) {
        assert!(slip.position.is_none_or(|at| (1..=letters).contains(&at)), "{slip:?}");
        assert!(slip.field != Field::Password || slip.suggestion.is_none(), "{slip:?}");
    }
}

/// What a document of PACC names is encrypted from the start, a server at most for each name that the
/// format has, and what is odd in it is bounded; no record vouches for it by chance.
pub fn pacc_documents_are_bounded(octets: &[u8]) {
    let text = ServerText::from_bytes(octets);
    let records = Records::read(&[text.as_str()]);
    assert!(!check(octets, &records), "{text}");
    let Ok(found) = Pacc::read(octets) else { return };
    assert!(found.settings.len() <= 4 && found.deviations.len() <= 101, "{found:?}");
    for setting in &found.settings {
        assert_eq!(setting.endpoint.security, Security::Tls);
        assert_eq!(setting.endpoint.port, setting.endpoint.service.tls_port());
    }
}

/// Where TXT records lead is a web address of printable ASCII, whatever their order.
pub fn mailconf_records_lead_to_the_web(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let mut records: Vec<&str> = text.split('\n').collect();
    let found = Mailconf::read(&records);
    records.reverse();
    assert_eq!(Mailconf::read(&records).urls, found.urls);
    for url in &found.urls {
        assert!(url.bytes().all(|octet| octet.is_ascii_graphic()), "{url}");
        assert!(url.to_ascii_lowercase().starts_with("http"), "{url}");
    }
}

/// A document with settings is read in one way, or refused in words that are harmless; what is kept of
/// it is bounded, and so is every text in it.
pub fn documents_are_bounded(octets: &[u8]) {
    let Ok(asked) = "you@example.org".parse::<Address>() else { unreachable!("is an address") };
    let (charset, document) = match octets.split_first() {
        Some((b'0', rest)) => (Some("utf-16"), rest),
        Some((b'1', rest)) => (Some("shift_jis"), rest),
        Some(_) | None => (None, octets),
    };
    let config = autoconfig::read(document, charset, asked.domain(), None);
    assert_eq!(config, autoconfig::read(document, charset, asked.domain(), None));
    match &config {
        Ok(config) => {
            deviations_are_bounded(&config.deviations);
            assert!(config.servers.len() <= 64 && config.others.len() <= 128, "{config:?}");
            assert!(config.documentation.len() <= 64 && config.enable.len() <= 64, "{config:?}");
            let names = config.settings().into_iter().filter_map(|setting| setting.username);
            names.for_each(|name| assert_eq!(escape(&name), name));
            let ways = config.servers.iter().flat_map(|server| &server.setting.authentication);
            ways.for_each(|way| assert_eq!(escape(way.name()), way.name()));
        }
        Err(why) => refusals_are_harmless(why),
    }
    let discovered = autodiscover::read(document, charset, &asked);
    assert_eq!(discovered, autodiscover::read(document, charset, &asked));
    match &discovered {
        Ok(discovered) => {
            deviations_are_bounded(&discovered.deviations);
            let count = discovered.settings.len() + discovered.others.len();
            assert!(count <= 64, "{discovered:?}");
        }
        Err(why) => refusals_are_harmless(why),
    }
}

fn deviations_are_bounded(deviations: &[Deviation]) {
    assert!(deviations.len() <= 101, "{} deviations", deviations.len());
    assert!(deviations.is_sorted_by_key(|deviation| deviation.line), "{deviations:?}");
}

fn refusals_are_harmless(why: &Unusable) {
    if let Unusable::Malformed { text } = why {
        assert_eq!(escape(text), text.as_str());
    } else {
        assert_eq!(*why, Unusable::HtmlPage);
    }
}

/// A quoted string is one line of printable ASCII, and says the same as the text.
pub fn quoted_strings_say_the_same(text: &str) {
    let Some(quoted) = quote(text) else { return };
    assert!(quoted.bytes().all(|octet| (0x20..0x7f).contains(&octet)), "{quoted}");
    let mut inside = quoted[1..quoted.len() - 1].chars();
    let mut plain = String::new();
    while let Some(letter) = inside.next() {
        plain.extend(if letter == '\\' { inside.next() } else { Some(letter) });
    }
    assert_eq!(plain, text);
}

/// Saved evidence leads to the same report whenever it is read, and the report to the same page, of
/// which nothing can drive a terminal.
pub fn saved_evidence_is_judged_the_same_twice(saved: &str) {
    let Ok(evidence) = Evidence::from_json(saved) else { return };
    let report = mailcheck::judge(evidence);
    let again = Evidence::from_json(saved).map(mailcheck::judge);
    assert_eq!(again.ok().as_ref(), Some(&report));
    // What is written for programs may still be looked at.
    let is_harmless =
        |told: &str| told.split('\n').all(|line| matches!(escape(line), Cow::Borrowed(_)));
    assert!(report.evidence.to_json().is_ok_and(|told| is_harmless(&told)), "{saved}");
    for lang in [Lang::En, Lang::Ja] {
        let style = Style::new(lang);
        let page = text(&report, &style);
        assert!(is_harmless(&page) && is_harmless(&json(&report, lang)), "{page}");
        assert_eq!(page, text(&report, &style));
        assert_eq!(json(&report, lang), json(&report, lang));
    }
}
