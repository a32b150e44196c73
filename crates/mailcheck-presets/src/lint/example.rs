//! An example of what each rule finds: the first case of its file in `fixtures/lint`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Rule;
use crate::Unreadable;
use crate::exempt::{self, Circumstances, Config};
use crate::file::PresetFile;
use crate::load::{NotRead, Unread};
use crate::report::Finding;

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// An example of what a rule finds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Example {
    /// How a good file becomes one with the fault: lines that go, each behind a `-`, and lines that come,
    /// each behind a `+`.
    pub change: String,
    /// What is found in it then.
    pub finding: Finding,
}

/// An example of what a rule finds; `None` when it has none.
///
/// # Examples
///
/// ```
/// use mailcheck_presets::lint;
/// let rule = lint::find("preset.bad-port").expect("is there");
/// let example = lint::example(rule).expect("has one");
/// assert_eq!(example.change, "- <port>993</port>\n+ <port>70000</port>\n");
/// assert_eq!(example.finding.at.line, 9);
/// ```
pub fn example(rule: &Rule) -> Option<Example> {
    let name = rule.id.strip_prefix("preset.")?;
    let (_, text) = CASES.iter().find(|(known, _)| *known == name)?;
    let cases: Cases = toml::from_str(text).ok()?;
    cases.fires.iter().find_map(|case| case.example(rule.id))
}

#[derive(Deserialize)]
struct Cases {
    fires: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    source: Source,
    #[serde(default)]
    beside: Vec<Source>,
    today: Option<jiff::civil::Date>,
}

#[derive(Deserialize)]
struct Source {
    path: Option<PathBuf>,
    text: Option<String>,
    #[serde(default)]
    replace: Vec<(String, String)>,
}

impl Case {
    fn example(&self, id: &str) -> Option<Example> {
        let (mut files, mut unread) = (Vec::new(), Vec::new());
        for source in [&self.source].into_iter().chain(&self.beside) {
            match source.read() {
                Ok(file) => files.push(file),
                Err(why) => unread.push(why),
            }
        }
        let today = self.today.unwrap_or(TODAY);
        let mut findings = super::lint_on(&files, today);
        findings.extend(super::unread(&unread));
        let circumstances = Circumstances { today, is_probed: true, is_whole: true };
        exempt::apply(&mut findings, &files, &Config::default(), circumstances);
        let finding = findings.into_iter().find(|finding| finding.finding.id == id)?;
        Some(Example { change: self.source.change(), finding })
    }
}

impl Source {
    fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or_else(|| DEFAULT.as_ref())
    }

    fn read(&self) -> Result<PresetFile, Unread> {
        let text = self.text.as_deref().unwrap_or(BASE).to_owned();
        let text = self.replace.iter().fold(text, |text, (old, new)| text.replacen(old, new, 1));
        let unread = |why, at| Unread { at, ..Unread::new(self.path(), why) };
        match crate::read(text.as_bytes(), self.path()) {
            None if text.is_empty() => Err(unread(NotRead::Empty, None)),
            None => Err(unread(NotRead::NotAPreset, None)),
            Some(Err(Unreadable::Signed)) => Err(unread(NotRead::Signed, None)),
            Some(Err(Unreadable::Unusable { why, at })) => Err(unread(NotRead::Unusable(why), at)),
            Some(Ok(file)) => Ok(file),
        }
    }

    fn change(&self) -> String {
        let mut lines = Vec::new();
        if let Some(path) = &self.path {
            lines.push(format!("- {DEFAULT}\n+ {}\n", path.display()));
        }
        if let Some(text) = &self.text {
            // A file with nothing in it is an empty line in place of all others.
            lines.extend(text.is_empty().then(|| "+\n".to_owned()));
            lines.extend(text.lines().map(|line| format!("+ {line}\n")));
        }
        let mut text = BASE.to_owned();
        for (old, new) in &self.replace {
            let changed = text.replacen(old, new, 1);
            lines.push(difference(&text, &changed));
            text = changed;
        }
        lines.concat()
    }
}

/// The lines by which two texts differ, without what is the same at both ends of them, and without the
/// blanks that they begin with.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(same..).unwrap_or_default(), new.get(same..).unwrap_or_default());
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let part = |lines: &[&str], mark: &str| -> String {
        let lines = lines.get(..lines.len().saturating_sub(end)).unwrap_or_default();
        let lines = lines.iter().map(|line| format!("{mark} {}\n", line.trim_start()));
        lines.collect::<Vec<_>>().concat()
    };
    part(old, "-") + &part(new, "+")
}

/// What files of cases are called that do not say it.
const DEFAULT: &str = "example.org.xml";
/// The day of the cases that name none.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 30);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_whole_lines() {
        for (old, new, expected) in [
            ("a\n  b\nc\n", "a\n  x\nc\n", "- b\n+ x\n"),
            ("a\nb\nc\n", "a\nc\n", "- b\n"),
            ("a\nc\n", "a\nb\nb\nc\n", "+ b\n+ b\n"),
            ("a\na\n", "a\n", "- a\n"),
            ("a\n", "a\n", ""),
        ] {
            assert_eq!(difference(old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn every_rule_has_an_example() {
        for rule in super::super::all() {
            let example = example(rule);
            assert!(example.is_some_and(|it| !it.change.is_empty()), "{}", rule.id);
        }
    }
}
