//! Exemptions from rules, each with its reason: in a comment of a file, or in a configuration file.
//!
//! ```xml
//! <!-- mailcheck: allow preset.submission-port-25 until 2027-06-30 because the line is an office's own -->
//! ```
//!
//! A comment holds for the file that it stands in. JSON has none; for it, and for many files at once, the
//! [configuration](Config) is there. An exemption that gives no reason, or whose day is over, exempts
//! nothing; that, and what is exempt from nothing, are findings themselves.

mod comment;
mod config;
mod glob;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;
use mailcheck::report::{Advice, Who};

pub use config::{Config, ParseConfigError};

use crate::file::{Place, PresetFile};
use crate::lint::told::shown;
use crate::lint::{self, Fault, Rule, rules};
use crate::report::{Finding, Standing};

/// An exemption.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Exemption {
    /// The file that it stands in.
    pub path: PathBuf,
    /// Where in it.
    pub at: Place,
    /// The id of the finding that it is for.
    pub rule: String,
    /// The files that it is for.
    pub files: Files,
    /// Which provider of them, by what reports call it; all where none is named.
    pub provider: Option<String>,
    /// Why it is to be so.
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub until: Option<Date>,
}

/// The files that an exemption is for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Files {
    /// The one that it stands in.
    This,
    /// Those below a folder.
    Below {
        /// The folder, absolute.
        folder: PathBuf,
        /// What their path from there is like: `*` stands for any letters of a name, `**` for folders, too,
        /// and `?` for one letter. Without a slash it is the name of the file, in whatever folder.
        pattern: Option<String>,
    },
}

/// What a run looked at: whether an exemption is needed cannot be told of what nobody looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "whoever applies exemptions has to know all of it")]
pub struct Circumstances {
    /// The day, by the clock of the caller.
    pub today: Date,
    /// Whether servers were asked.
    pub is_probed: bool,
    /// Whether every file was checked that a configuration is for.
    pub is_whole: bool,
}

/// Marks the findings that exemptions are for, and adds what is wrong with the exemptions.
pub fn apply(
    findings: &mut Vec<Finding>,
    files: &[PresetFile],
    config: &Config,
    circumstances: Circumstances,
) {
    let mut faults = Vec::new();
    let mut exemptions = config.exemptions.clone();
    for file in files {
        for read in file.comments.iter().flat_map(comment::read) {
            match read {
                Ok(read) => exemptions.extend(read.into_iter().map(|it| it.of(&file.path))),
                Err(odd) => {
                    let advice = Advice::new(Who::You).arg("text", shown(&odd.text));
                    let fault = Fault::new(odd.at, advice);
                    faults.push(lint::told_of(
                        &rules::exemption_malformed::RULE,
                        &file.path,
                        fault,
                    ));
                }
            }
        }
    }
    exemptions.retain(|exemption| match flaw(exemption, circumstances.today) {
        Some((rule, advice)) => {
            let fault = Fault::new(exemption.at, advice);
            faults.push(lint::told_of(rule, &exemption.path, fault));
            false
        }
        None => true,
    });
    let needed = mark(findings, &exemptions, &config.here);
    for (exemption, _) in exemptions.iter().zip(needed).filter(|(_, is_needed)| !is_needed) {
        if is_decided(exemption, files, &config.here, circumstances) {
            let advice = Advice::new(Who::You).arg("rule", shown(&exemption.rule));
            let fault = Fault::new(exemption.at, advice);
            faults.push(lint::told_of(&rules::exemption_unused::RULE, &exemption.path, fault));
        }
    }
    findings.extend(faults);
    findings.sort_by(|a, b| (&a.path, a.at).cmp(&(&b.path, b.at)));
}

/// Why an exemption exempts nothing.
fn flaw(exemption: &Exemption, today: Date) -> Option<(&'static Rule, Advice)> {
    let advice = Advice::new(Who::You).arg("rule", shown(&exemption.rule));
    if !is_known(&exemption.rule) {
        let near = lint::nearest(&exemption.rule);
        let case = if near.is_some() { "near" } else { "other" };
        let advice = advice.case(case).arg("near", near.unwrap_or_default());
        return Some((&rules::exemption_unknown_rule::RULE, advice));
    }
    if exemption.reason.as_deref().unwrap_or_default().trim().is_empty() {
        return Some((&rules::exemption_without_reason::RULE, advice));
    }
    let until = exemption.until.filter(|until| *until < today)?;
    Some((&rules::exemption_expired::RULE, advice.arg("until", until.to_string())))
}

/// Whether there is a finding of that id, of this crate or of the library.
fn is_known(id: &str) -> bool {
    lint::find(id).is_some() || mailcheck::explain::findings().any(|known| known == id)
}

/// Marks what is exempt, and says of each exemption whether it was needed.
fn mark(findings: &mut [Finding], exemptions: &[Exemption], here: &Path) -> Vec<bool> {
    let mut needed = vec![false; exemptions.len()];
    let mut of_files: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
    let mut of_all = Vec::new();
    for (number, exemption) in exemptions.iter().enumerate() {
        match exemption.files {
            Files::This => of_files.entry(&exemption.path).or_default().push(number),
            Files::Below { .. } => of_all.push(number),
        }
    }
    for finding in findings {
        let own = of_files.get(finding.path.as_path()).into_iter().flatten();
        for &number in own.chain(&of_all) {
            let Some(exemption) = exemptions.get(number) else { continue };
            if !exemption.is_for(finding, here) {
                continue;
            }
            if let Some(is_needed) = needed.get_mut(number) {
                *is_needed = true;
            }
            if !matches!(finding.standing, Standing::Exempt(_)) {
                let reason = exemption.reason.clone().unwrap_or_default();
                finding.standing = Standing::Exempt(reason);
            }
        }
    }
    needed
}

/// Whether it can be told that an exemption is not needed.
fn is_decided(
    exemption: &Exemption,
    files: &[PresetFile],
    here: &Path,
    circumstances: Circumstances,
) -> bool {
    let is_looked_for = exemption.rule.starts_with("preset.") || circumstances.is_probed;
    let is_looked_at = match &exemption.files {
        Files::This => true,
        Files::Below { pattern, .. } => {
            let names_one =
                pattern.as_ref().is_some_and(|it| it.contains('/') && !glob::is_open(it));
            let is_checked = || files.iter().any(|file| exemption.covers(&file.path, here));
            circumstances.is_whole || names_one && is_checked()
        }
    };
    is_looked_for && is_looked_at
}

impl Exemption {
    fn is_for(&self, finding: &Finding, here: &Path) -> bool {
        let is_provider = self.provider.is_none() || self.provider == finding.provider;
        self.rule == finding.finding.id && is_provider && self.covers(&finding.path, here)
    }

    /// Whether it is for this file.
    fn covers(&self, path: &Path, here: &Path) -> bool {
        let (folder, pattern) = match &self.files {
            Files::This => return self.path == path,
            Files::Below { folder, pattern } => (folder, pattern),
        };
        let absolute = tidy(&here.join(path));
        let Ok(below) = absolute.strip_prefix(folder) else { return false };
        let Some(pattern) = pattern else { return true };
        let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
        let last = names.last().map(ToString::to_string).unwrap_or_default();
        let whole = if pattern.contains('/') { names.join("/") } else { last };
        glob::is_like(&whole, pattern)
    }
}

/// A path without `.` and `..`, by its letters alone.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidied.pop();
            }
            Component::Normal(_) | Component::Prefix(_) | Component::RootDir => tidied.push(part),
        }
    }
    tidied
}
