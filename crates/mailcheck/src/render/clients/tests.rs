//! Both pages in both languages, and their JSON.

use jiff::Timestamp;

use super::super::{Lang, samples};
use super::*;
use crate::clients::{NameForm, WhyDoubt};
use crate::evidence::{
    Account, Deviation, Dnssec, Fact, Hop, Observation, Place, SourceOutcome, Unusable,
};
use crate::model::Setting;

const LOCATIONS: [(Source, &str); 13] = [
    (Source::Autoconfig, "https://autoconfig.example.org/mail/config-v1.1.xml"),
    (Source::WellKnown, "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml"),
    (Source::Autoconfig, "http://autoconfig.example.org/mail/config-v1.1.xml"),
    (Source::WellKnown, "http://example.org/.well-known/autoconfig/mail/config-v1.1.xml"),
    (Source::Srv, "_imaps._tcp.example.org"),
    (Source::Srv, "_imap._tcp.example.org"),
    (Source::Srv, "_submissions._tcp.example.org"),
    (Source::Srv, "_submission._tcp.example.org"),
    (Source::Autodiscover, "https://example.org/autodiscover/autodiscover.xml"),
    (Source::Autodiscover, "https://autodiscover.example.org/autodiscover/autodiscover.xml"),
    (Source::Autodiscover, "http://autodiscover.example.org/autodiscover/autodiscover.xml"),
    (Source::Ispdb, "https://autoconfig.thunderbird.net/v1.1/example.org"),
    (Source::Mx, "example.org"),
];

fn server(service: Service, place: &str) -> Setting {
    let mut setting = Setting::new(Endpoint::parse(service, place).expect(place));
    setting.username = Some("%EMAILADDRESS%".to_owned());
    setting.authentication = vec!["password-cleartext".to_owned().into()];
    setting
}

/// A run in which everybody was asked, and these places have settings.
fn run(found: &[(usize, &[&str])]) -> Vec<Asked> {
    let mut asked: Vec<Asked> = LOCATIONS
        .iter()
        .map(|(source, at)| Asked::new(*source, (*at).to_owned(), SourceOutcome::Nothing, 1))
        .collect();
    for (index, places) in found {
        let answer = &mut asked[*index];
        answer.outcome = SourceOutcome::Found;
        answer
            .hops
            .extend(answer.location.starts_with("http").then(|| Hop::new(answer.location.clone())));
        for place in *places {
            let service = if place.contains("smtp") { Service::Smtp } else { Service::Imap };
            answer.settings.push(server(service, place));
        }
    }
    asked
}

fn evidence(asked: Vec<Asked>) -> Evidence {
    let account = Account {
        address: Some("you@example.org".to_owned()),
        domain: "example.org".parse().ok(),
        ..Account::default()
    };
    let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, account);
    for asked in asked {
        evidence.observations.push(Observation::new(1, Place::default(), Fact::Asked(asked)));
    }
    evidence
}

/// A good file, one plain server in it, and records that say something else.
fn plain_section() -> Evidence {
    let mut asked = run(&[
        (0, &["imap.example.org:993", "smtp.example.org:465", "smtp.example.org:587/plain"]),
        (4, &["mail.example.org:993"]),
        (6, &["smtp.example.org:465"]),
    ]);
    asked[0].deviations.push(Deviation::new("plain-socket-type", "plain", 31));
    evidence(asked)
}

/// A page in place of a file, a file in clear, and a database that was not asked.
fn in_clear() -> Evidence {
    let mut asked = run(&[(2, &["imap.example.org:143/starttls", "smtp.example.org:587"])]);
    asked[1].outcome = SourceOutcome::Unusable { why: Unusable::HtmlPage };
    asked[11].outcome = SourceOutcome::Skipped;
    evidence(asked)
}

/// The hoster's file behind records that are not signed, with all kinds of servers, one of them unreadable;
/// and Autodiscover, which leads elsewhere.
fn hosted() -> Evidence {
    let mut asked = run(&[
        (12, &["mail.hoster.example:995", "imap.hoster.example:143", "smtp.hoster.example:587"]),
        (10, &["imap.hoster.example:143/plain", "smtp.hoster.example:25/plain"]),
    ]);
    asked[10].hops.push(Hop::new("https://else.example/autodiscover.xml".to_owned()));
    let file = &mut asked[12];
    file.location = "https://autoconfig.hoster.example/mail/config-v1.1.xml".to_owned();
    file.hops = vec![Hop::new(file.location.clone())];
    file.by_mx = "mx.hoster.example".parse().ok();
    file.dnssec = Some(Dnssec::Insecure);
    file.settings[0].endpoint.service = Service::Pop3;
    file.settings[1].authentication = vec!["OAuth2".to_owned().into()];
    file.deviations.push(Deviation::new("bad-port", "99999", 20).dropping());
    evidence(asked)
}

fn samples() -> [(&'static str, Evidence); 4] {
    [
        ("plain", plain_section()),
        ("http", in_clear()),
        ("hosted", hosted()),
        ("nothing", evidence(run(&[]))),
    ]
}

#[test]
fn pages_are_told_as_before() {
    let settings = samples::snapshots();
    for (name, evidence) in samples() {
        for lang in Lang::ALL {
            let style = Style::new(lang);
            let mut told = vec![("all".to_owned(), clients(&evidence, &style))];
            for it in Client::ALL {
                told.push((it.name().to_owned(), client(it, &evidence, &style)));
            }
            // One page after the other: they are read together.
            let told: Vec<String> =
                told.into_iter().map(|(name, page)| format!("== {name}\n\n{page}")).collect();
            settings.bind(|| {
                insta::assert_snapshot!(
                    format!("clients-{name}.{}.txt", lang.name()),
                    told.join("\n")
                );
            });
        }
    }
}

#[test]
fn lines_fit_and_the_table_takes_one_screen() {
    for (name, evidence) in samples() {
        for lang in Lang::ALL {
            for width in [80, 60, 40] {
                let style = Style::new(lang).width(width);
                let table = clients(&evidence, &style);
                assert!(width < 80 || table.lines().count() <= 24, "{name}:\n{table}");
                let pages = Client::ALL.map(|it| client(it, &evidence, &style));
                for line in pages.iter().chain([&table]).flat_map(|page| page.lines()) {
                    let is_address = line.contains("://") || line.contains("@example.org");
                    assert!(is_address || display_width(line) <= width, "{name} {width}: {line}");
                    assert_eq!(line.trim_end(), line, "{name}");
                }
            }
        }
    }
}

/// Every kind has its words in every language, and no others are there.
#[test]
fn every_kind_has_words() {
    let mut kinds: Vec<String> = Vec::new();
    // Where nothing is, there are words of another form.
    let rejections = WhyRejected::ALL.iter().filter(|why| **why != WhyRejected::Nothing);
    kinds.extend(rejections.map(|why| format!("clients-why-{}", why.name())));
    kinds.extend(Note::ALL.iter().map(|note| format!("clients-note-{}", note.name())));
    kinds.extend(WhyDoubt::ALL.iter().map(|why| format!("clients-doubt-{}", why.name())));
    let forms = [NameForm::Address, NameForm::LocalPart, NameForm::Other];
    kinds.extend(forms.iter().map(|form| format!("clients-name-{}", form.name())));
    for (lang, source) in [
        (Lang::En, include_str!("../../../locales/en/clients.ftl")),
        (Lang::Ja, include_str!("../../../locales/ja/clients.ftl")),
    ] {
        let words = Words::new(lang);
        let args =
            [("scope", Arg::from("whole")), ("source", Arg::from("S")), ("ports", Arg::from("P"))];
        for kind in &kinds {
            let told = words.find(kind, None, &args);
            assert!(told.is_some_and(|told| !told.contains("{$")), "{lang:?} {kind}");
        }
        let is_of_kinds = |key: &str| {
            ["clients-why-", "clients-note-", "clients-doubt-"]
                .iter()
                .any(|start| key.starts_with(start))
        };
        let keys = source.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
        let unknown: Vec<&str> =
            keys.filter(|key| is_of_kinds(key) && !kinds.iter().any(|kind| kind == key)).collect();
        assert_eq!(unknown, [""; 0], "{lang:?}");
    }
}

#[test]
fn json_has_the_shape() {
    let schema = schemars::schema_for!(Vec<ClientJson>).to_value();
    let validator = jsonschema::validator_for(&schema).expect("is a schema");
    for (name, evidence) in samples() {
        let told: serde_json::Value =
            serde_json::from_str(&clients_json(&evidence)).expect("is JSON");
        let faults: Vec<String> = validator.iter_errors(&told).map(|it| it.to_string()).collect();
        assert_eq!(faults, [""; 0], "{name}");
        assert_eq!(told.as_array().map(Vec::len), Some(Client::ALL.len()));
    }
    let told: serde_json::Value =
        serde_json::from_str(&clients_json(&plain_section())).expect("is JSON");
    let android = &told[1];
    assert_eq!(android["client"], "thunderbird-android");
    assert_eq!((&android["way"], &android["source"]), (&"by-hand".into(), &().into()));
    assert_eq!(
        android["rejected"][0],
        serde_json::json!({
            "source": 0, "kind": "plain-socket-type", "whole": true, "line": 31,
            "server": {
                "service": "smtp", "host": "smtp.example.org", "port": 587, "security": "plain"
            },
        })
    );
    assert_eq!(told[0]["incoming"]["host"], "imap.example.org");
    assert_eq!(told[0]["failed_logins"]["incoming"], 1);
    let mut wrong = told.clone();
    wrong[0]["way"] = "luck".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn hostile_text_never_comes_out_raw() {
    let mut asked = run(&[(0, &["imap.example.org:993", "smtp.example.org:465"])]);
    asked[0].location = "https://autoconfig.example.org/\u{1b}[2J\u{202e}".to_owned();
    asked[0].settings[0].username = Some("\u{1b}[2J".to_owned());
    asked[0].settings[0].authentication = vec!["\u{1b}[2J".to_owned().into()];
    let evidence = evidence(asked);
    for lang in Lang::ALL {
        let style = Style::new(lang);
        let pages = Client::ALL.map(|it| client(it, &evidence, &style));
        let json = clients_json(&evidence);
        for page in pages.iter().chain([&clients(&evidence, &style), &json]) {
            assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page}");
        }
        assert!(pages.iter().any(|page| page.contains(r"\u{1b}[2J")));
    }
}
