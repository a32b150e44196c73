//! The language that a call names, and the files of words.

use super::*;

#[test]
fn the_arguments_name_the_language() {
    for (call, expected) in [
        (&["--lang", "ja", "verify"][..], Some(Lang::Ja)),
        (&["verify", "--help", "--lang=ja"], Some(Lang::Ja)),
        (&["verify", "--lang", "EN"], Some(Lang::En)),
        (&["verify", "--lang", "fr", "--lang", "ja"], Some(Lang::Ja)),
        (&["verify", "--lang"], None),
        (&["verify", "--language=ja"], None),
        (&["explain", "--", "--lang", "ja"], None),
        (&["explain", "ja"], None),
    ] {
        let found = named(call.iter().map(|it| (*it).to_owned()));
        assert_eq!(found, expected, "{call:?}");
    }
}

const ENGLISH: &str = include_str!("../../locales/en/program.ftl");
const JAPANESE: &str = include_str!("../../locales/ja/program.ftl");
const MISTAKES: &str = include_str!("../../locales/ja/mistakes.ftl");

/// The texts of a file: the key, the names of parts and the variables of each, in order.
fn shape(source: &str) -> Vec<(String, Vec<String>)> {
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
            texts.push((key.to_owned(), Vec::new()));
        }
        let Some((_, names)) = texts.last_mut() else { continue };
        names.extend(
            line.trim()
                .strip_prefix('.')
                .and_then(|part| part.split(' ').next())
                .map(|part| format!(".{part}")),
        );
        names.extend(
            line.split("{ ").skip(1).filter_map(|rest| rest.split(' ').next()).map(str::to_owned),
        );
        names.sort();
        names.dedup();
    }
    texts
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_variables() {
    let (english, japanese) = (shape(ENGLISH), shape(JAPANESE));
    assert!(english.len() > 80, "only {} texts were read", english.len());
    for (english, japanese) in english.iter().zip(&japanese) {
        assert_eq!(english, japanese);
    }
    assert_eq!(english.len(), japanese.len());
}

/// What the code without its tests says, file by file.
fn sources(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("is there") {
        let path = entry.expect("is there").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).expect("is text");
            found.push(text.split("#[cfg(test)]").next().unwrap_or_default().to_owned());
        }
    }
    found
}

#[test]
fn every_text_is_used_and_every_text_that_is_used_is_there() {
    let sources = sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
    let code = sources.concat();
    let keys: Vec<String> =
        [shape(ENGLISH), shape(MISTAKES)].concat().into_iter().map(|(key, _)| key).collect();
    for key in &keys {
        assert!(code.contains(&format!("{key:?}")), "{key} is not used");
    }
    let words = speaking(Lang::Ja);
    let mut seen = 0;
    for before in
        ["Message::new(\"", "say(\"", "told(\"", ".ui(\"", "unwritable(\"", "\"why-", "\"mistake-"]
    {
        for rest in code.split(before).skip(1) {
            let rest = rest.split('"').next().unwrap_or_default();
            let key = format!("{}{rest}", before.rsplit(['(', '"']).next().unwrap_or_default());
            let is_there = words.find(&key, None, &[]).is_some();
            assert!(is_there, "{key} is not there");
            seen += 1;
        }
    }
    assert!(seen > 150, "only {seen} uses were found");
}

#[test]
fn every_scenario_has_a_title_in_japanese_and_none_is_left_over() {
    let source = include_str!("../../locales/ja/scenarios.ftl");
    let names: Vec<String> =
        shape(source).into_iter().map(|(key, _)| key.replacen("scenario-", "", 1)).collect();
    let scenarios = Scenario::bundled();
    let mut known: Vec<&str> = scenarios.iter().map(Scenario::name).collect();
    known.sort_unstable();
    let mut told: Vec<&str> = names.iter().map(String::as_str).collect();
    told.sort_unstable();
    assert_eq!(told, known);
}

/// Half-width words stand apart from Japanese ones, and brackets are full-width, as in the library.
#[test]
fn japanese_keeps_the_house_style() {
    let half = |letter: char| letter.is_ascii_graphic() && ![':', '\''].contains(&letter);
    let full = |letter: char| letter.is_alphabetic() && !letter.is_ascii();
    let apart = |a: char, b: char| (half(a) && full(b)) || (full(a) && half(b));
    // Texts that stand for others, and are Japanese where they stand.
    let phrases = ["{ $from }", "{ $secret }"];
    for line in source(Lang::Ja).lines().map(str::trim) {
        let line = line.split_once(" = ").map_or(line, |(_key, value)| value);
        if line.starts_with('#') || line.ends_with("->") {
            continue;
        }
        let mut said = String::new();
        let line = phrases.iter().fold(line.to_owned(), |line, phrase| line.replace(phrase, ""));
        for piece in line.split_inclusive('}') {
            let (text, name) = piece.split_once("{ ").unwrap_or((piece, ""));
            said += text;
            said += if name.is_empty() { "" } else { "x" };
        }
        let letters: Vec<char> = said.chars().collect();
        let wrong = letters.windows(2).find(|pair| apart(pair[0], pair[1]));
        assert_eq!(wrong, None, "{line}");
        assert!(!said.contains(['(', ')']), "{line}");
        assert!(!said.contains("） ") && !said.contains(" （"), "{line}");
    }
}
