//! The words of explanations: all there, none left over, told in full.

use std::collections::BTreeSet;

use fluent_syntax::ast::Entry;
use fluent_syntax::parser;

use super::*;
use crate::explain::{explain, findings};
use crate::knowledge::messages;
use crate::knowledge::replies::{self, Kind};

const LANGUAGES: [(Lang, &str); 2] = [
    (Lang::En, include_str!("../../../locales/en/explain.ftl")),
    (Lang::Ja, include_str!("../../../locales/ja/explain.ftl")),
];

/// The keys of a file, with the names of the parts.
fn keys(source: &str) -> BTreeSet<(String, String)> {
    let resource = parser::parse(source).expect("is Fluent");
    let mut keys = BTreeSet::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            keys.insert((message.id.name.to_owned(), String::new()));
            for attribute in message.attributes {
                keys.insert((message.id.name.to_owned(), attribute.id.name.to_owned()));
            }
        }
    }
    keys
}

#[test]
fn every_finding_has_its_words_and_none_is_left_over() {
    let [(_, en), (_, ja)] = LANGUAGES.map(|(lang, source)| (lang, keys(source)));
    assert_eq!(en, ja);
    let parts = ["", "action", "meaning", "then"];
    let mut needed: BTreeSet<(String, String)> =
        findings().flat_map(|id| parts.map(|part| (key(id), part.to_owned()))).collect();
    let mut add = |name: &str| needed.insert((format!("explain-{name}"), String::new()));
    for name in ["given", "cut", "one", "several", "kind", "nearest"] {
        add(name);
    }
    for name in ["unknown", "unknown-action", "unknown-check"] {
        add(name);
    }
    for name in ["meaning", "then", "sure", "apart", "kind"] {
        add(&format!("label-{name}"));
    }
    for name in ["class", "code", "named", "text", "vague", "words"] {
        add(&format!("sure-{name}"));
    }
    for apart in Apart::ALL {
        add(apart.message_id());
    }
    for message in messages::all() {
        add(&format!("by-{}", message.by));
    }
    assert_eq!(en, needed);
}

/// Every case that a catalogue names has its own words, or those for all cases.
#[test]
fn every_meaning_can_be_told_in_both_languages() {
    let means = messages::all().iter().flat_map(|it| &it.means);
    let means = means.chain(replies::all().iter().flat_map(|it| &it.means));
    let mut named: BTreeSet<(&str, Option<Kind>)> = means.map(|it| (it.finding, it.kind)).collect();
    named.extend(findings().map(|id| (id, None)));
    for (lang, _) in LANGUAGES {
        let words = Words::new(lang);
        for (finding, kind) in &named {
            assert!(findings().any(|id| id == *finding), "{finding}");
            let name = kind
                .map_or_else(|| (*finding).to_owned(), |kind| format!("{finding} {}", kind.name()));
            let explained = explain(&name);
            assert_eq!(explained.explanations.len(), 1, "{name}");
            for text in parts(&explained.explanations[0], &words) {
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{name}: {text}");
                assert!(!text.starts_with("explain-"), "{name}: {text}");
                assert!(text.chars().count() <= 250, "{name}: {text}");
            }
        }
    }
}

fn told(text: &str, lang: Lang) -> String {
    explanation_text(&explain(text), &Style::new(lang))
}

#[test]
fn explanations_are_told() {
    let mut all = String::new();
    for (text, lang) in [
        ("The user name or password for “imap.example.org” is incorrect", Lang::En),
        ("「imap.example.org」のユーザ名またはパスワードが正しくありません", Lang::Ja),
        ("a1 NO [LIMIT] Maximum number of connections from user+IP exceeded", Lang::En),
        ("550 5.6.99 what nobody knows", Lang::En),
        ("451 4.3.99 what nobody knows", Lang::Ja),
        ("5.7.8", Lang::En),
        ("login.locked", Lang::Ja),
        ("login.loked", Lang::En),
        ("こんにちは", Lang::Ja),
    ] {
        all += &told(text, lang);
        all += "-----\n";
    }
    assert!(all.lines().all(|line| display_width(line) <= 80), "{all}");
    insta::assert_snapshot!(all);
}

#[test]
fn what_was_given_cannot_drive_a_terminal() {
    let page = told("535 5.7.8 \u{1b}[31mno\u{202e}\u{7}\n\u{9b}x", Lang::En);
    assert!(!page.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{9b}']), "{page}");
    let json = explanation_json(&explain("535 \u{1b}]0;x\u{7}"), Lang::En);
    assert!(!json.contains(['\u{1b}', '\u{7}']), "{json}");
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
}

#[test]
fn json_has_a_member_for_everything() {
    let json = explanation_json(&explain("451 4.7.1 Greylisting in action"), Lang::Ja);
    let value: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
    assert_eq!(value["schema"], SCHEMA);
    assert_eq!(value["known"], true);
    assert_eq!(value["code"]["permanence"], "temporary");
    let first = &value["explanations"][0];
    assert_eq!(first["finding"], "send.deferred", "{json}");
    for member in ["title", "meaning", "action", "then", "certainty", "who", "wait_source"] {
        assert!(first[member].is_string(), "{member}: {json}");
    }
    assert!(first["wait_s"].is_u64(), "{json}");
}
