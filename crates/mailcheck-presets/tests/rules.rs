//! Every rule for preset files fires where its file in `fixtures/lint` says, and nowhere else; its words are
//! there in every language.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use mailcheck::render::{Lang, Words};
use mailcheck_presets::exempt::{self, Circumstances, Config};
use mailcheck_presets::report::{Finding, Standing};
use mailcheck_presets::{Collection, lint};
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
    config: Option<String>,
    today: Option<Date>,
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
    fn text(&self) -> Result<String, Box<dyn Error>> {
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
        Ok(text)
    }

    fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or_else(|| "example.org.xml".as_ref())
    }
}

/// A folder for the files of a case, which goes when it does.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("mailcheck-rules-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It is in the system's folder for what need not stay.
        let _nobody_minds = fs::remove_dir_all(&self.0);
    }
}

impl Case {
    fn findings(&self) -> Result<Vec<Finding>, Box<dyn Error>> {
        let folder = Folder::new()?;
        let mut paths = Vec::new();
        for source in [&self.file].into_iter().chain(&self.beside) {
            let path = folder.0.join(source.path());
            fs::create_dir_all(path.parent().ok_or("is no file")?)?;
            fs::write(&path, source.text()?)?;
            paths.push(path);
        }
        let collection = Collection::load(&paths);
        let today = self.today.unwrap_or_else(|| Date::constant(2026, 11, 30));
        let mut findings = lint::lint_on(&collection.files, today);
        findings.extend(lint::unread(&collection.unread));
        let config = self.config.as_deref().unwrap_or_default();
        let config = Config::read(config, "mailcheck.toml".as_ref(), &folder.0)?;
        let circumstances = Circumstances { today, is_probed: true, is_whole: true };
        exempt::apply(&mut findings, &collection.files, &config, circumstances);
        findings.retain(|finding| finding.standing == Standing::Counts);
        if collection.files.is_empty() && findings.is_empty() {
            return Err(format!("{:?}", collection.unread).into());
        }
        Ok(findings)
    }

    /// What is not as the case says.
    fn mistakes(&self, rule: &str) -> Result<Option<String>, Box<dyn Error>> {
        let findings = self.findings()?;
        let place = |it: &&Finding| format!("{}:{}", it.at.line, it.at.column);
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
    let base: Case = toml::from_str("")?;
    assert_eq!(base.findings()?, []);
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

/// What is told of each finding: its title, its cause and what to change first.
#[test]
fn nothing_is_missing_in_what_is_told() -> Outcome {
    for (name, cases) in all()? {
        for finding in
            cases.fires.iter().map(Case::findings).collect::<Result<Vec<_>, _>>()?.concat()
        {
            for lang in Lang::ALL {
                let words = Words::new(lang).and(mailcheck_presets::words);
                let finding = &finding.finding;
                for told in [words.title(finding), words.cause(finding), words.action(finding)] {
                    let key = finding.id.replace('.', "-");
                    let is_whole = !told.contains("{$") && !told.starts_with(&key);
                    assert!(is_whole && !told.contains("  "), "{name}, {lang:?}: {told}");
                }
            }
        }
    }
    Ok(())
}
