//! Every rule for preset files fires where its file in `fixtures/lint` says, and nowhere else; its words are
//! there in every language.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use mailcheck::render::{Lang, Words};
use mailcheck_presets::file::PresetFile;
use mailcheck_presets::lint;
use serde::Deserialize;

type Outcome = Result<(), Box<dyn Error>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    rule: String,
    fires: Vec<Case>,
    neighbour: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(flatten)]
    file: Source,
    #[serde(default)]
    at: Vec<String>,
    #[serde(default)]
    others: Vec<String>,
    #[serde(default)]
    beside: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    path: Option<PathBuf>,
    text: Option<String>,
    #[serde(default)]
    replace: Vec<(String, String)>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/lint")
}

fn all() -> Result<Vec<(String, Cases)>, Box<dyn Error>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "toml") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path)?;
            let cases = toml::from_str(&text).map_err(|why| format!("{name}: {why}"))?;
            all.push((name, cases));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(all)
}

impl Source {
    fn read(&self) -> Result<PresetFile, Box<dyn Error>> {
        let mut text = match &self.text {
            Some(text) => text.clone(),
            None => fs::read_to_string(folder().join("base.xml"))?,
        };
        for (old, new) in &self.replace {
            if !text.contains(old) {
                return Err(format!("there is no {old:?} in it").into());
            }
            text = text.replacen(old, new, 1);
        }
        let path = self.path.as_deref().unwrap_or("example.org.xml".as_ref());
        let file = mailcheck_presets::read(text.as_bytes(), path).ok_or("is no preset")?;
        file.map_err(|why| format!("{why:?}").into())
    }
}

impl Case {
    /// What is not as the case says.
    fn mistakes(&self, rule: &str) -> Result<Option<String>, Box<dyn Error>> {
        let mut files = vec![self.file.read()?];
        for other in &self.beside {
            files.push(other.read()?);
        }
        let findings = lint::lint(&files);
        let place =
            |it: &&mailcheck_presets::report::Finding| format!("{}:{}", it.at.line, it.at.column);
        let (ours, others): (Vec<_>, Vec<_>) =
            findings.iter().partition(|it| it.finding.id == rule);
        let at: BTreeSet<String> = ours.iter().map(place).collect();
        let others: BTreeSet<&str> = others.iter().map(|it| it.finding.id).collect();
        let expected: BTreeSet<&str> = self.others.iter().map(String::as_str).collect();
        let is_as_said = at == self.at.iter().cloned().collect() && others == expected;
        Ok((!is_as_said).then(|| format!("found at {at:?}, and {others:?}")))
    }
}

#[test]
fn every_rule_fires_where_its_file_says_and_nowhere_else() -> Outcome {
    let mut mistakes = Vec::new();
    for (name, cases) in all()? {
        for (kind, list) in [("fires", &cases.fires), ("neighbour", &cases.neighbour)] {
            assert!(!list.is_empty(), "{name} has no case of {kind}");
            for (number, case) in list.iter().enumerate() {
                assert_eq!(case.at.is_empty(), kind == "neighbour", "{name}: {kind} {number}");
                let mistake = case.mistakes(&cases.rule).map_err(|why| format!("{name}: {why}"))?;
                mistakes.extend(mistake.map(|what| format!("{name}, {kind} {number}: {what}")));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    Ok(())
}

#[test]
fn every_rule_has_a_file_and_nothing_else_has() -> Outcome {
    let rules: BTreeSet<String> = lint::all().iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(rules.len(), lint::all().len(), "an id is there twice");
    let files: BTreeSet<String> = all()?
        .iter()
        .map(|(name, cases)| {
            assert_eq!(format!("preset.{name}"), cases.rule);
            cases.rule.clone()
        })
        .collect();
    assert_eq!(rules, files);
    Ok(())
}

#[test]
fn the_base_is_well() -> Outcome {
    let base = Source { path: None, text: None, replace: Vec::new() };
    assert_eq!(lint::lint(&[base.read()?]), []);
    Ok(())
}

#[test]
fn every_rule_has_its_words_in_every_language() {
    for lang in Lang::ALL {
        let words = Words::new(lang).and(mailcheck_presets::words);
        for rule in lint::all() {
            for part in ["title", "cause", "action"] {
                let key = rule.id.replace('.', "-");
                assert!(words.find(&key, Some(part), &[]).is_some(), "{lang:?}: {key}.{part}");
            }
        }
    }
}
