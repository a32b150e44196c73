//! A check of preset files from beginning to end: which files, which rules, what is known already. It asks no
//! server; whoever looks at servers adds what was found between [`lint`](Check::lint) and
//! [`settle`](Check::settle).

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::baseline::{Baseline, Known};
use crate::exempt::{self, Circumstances, Config};
use crate::file::PresetFile;
use crate::lint;
use crate::load::{Collection, NotRead, Unread};
use crate::report::{Finding, ProbeOutcome, Report, Standing, spelt};
use crate::shard::Shard;

/// A check of preset files: what is to be checked, and how.
///
/// # Examples
///
/// ```
/// use mailcheck::report::Severity;
/// use mailcheck_presets::Check;
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/presets/ispdb");
/// let report = Check::new([folder]).rules(["preset.password-in-clear"]).run();
/// assert_eq!(report.files, 163);
/// assert!(!report.is_well(Severity::Error));
/// assert!(report.findings.iter().any(|it| it.path.ends_with("goo.jp.xml") && it.at.line == 10));
/// assert!(report.to_string().contains("Passwords go unencrypted to pop.mail.goo.ne.jp"), "{report}");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Check {
    paths: Vec<PathBuf>,
    only: BTreeSet<String>,
    skipped: BTreeSet<String>,
    shard: Option<Shard>,
    changed: Option<BTreeSet<PathBuf>>,
    known: Option<Baseline>,
    today: Option<Date>,
}

impl Check {
    /// A check of these files, and of all files in these folders and below, by every rule.
    pub fn new<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Self {
        Self { paths: paths.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Tells findings with these ids only. Called again, it adds to them; none is all.
    #[must_use]
    pub fn rules<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.only.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Tells no findings with these ids. Called again, it adds to them.
    #[must_use]
    pub fn skip<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.skipped.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Does a part of the work.
    #[must_use]
    pub fn shard(mut self, shard: Shard) -> Self {
        self.shard = Some(shard);
        self
    }

    /// Tells findings of these files only, and of those that are related to them. Paths without symbolic links,
    /// as of [`fs::canonicalize`]. All files are read, for some rules look at all of them.
    #[must_use]
    pub fn changed(mut self, files: BTreeSet<PathBuf>) -> Self {
        self.changed = Some(files);
        self
    }

    /// Lets findings that are known not count.
    #[must_use]
    pub fn known(mut self, baseline: Baseline) -> Self {
        self.known = Some(baseline);
        self
    }

    /// Says which day it is, so that what takes a calendar to judge is judged, too.
    #[must_use]
    pub fn today(mut self, today: Date) -> Self {
        self.today = Some(today);
        self
    }

    /// Reads and judges the files, with the exemptions that stand in them. No server is asked.
    pub fn run(&self) -> Report {
        let Collection { files, unread } = self.read();
        let mut report = self.lint(&files, unread);
        self.exempt(&mut report, &files, &Config::default(), false);
        self.settle(&mut report);
        report
    }

    /// Reads the files. What is named on the web is left to the caller, who adds it to the collection.
    pub fn read(&self) -> Collection {
        let files: Vec<&PathBuf> = self.paths.iter().filter(|path| !is_on_the_web(path)).collect();
        let mut found = Collection::load(&files);
        for path in &self.paths {
            let is_in_it = |other: &Path| other.starts_with(path);
            let is_told =
                |it: &Unread| is_in_it(&it.path) && !matches!(it.why, NotRead::NotAPreset);
            let is_read = found.files.iter().any(|file| is_in_it(&file.path));
            if path.is_dir() && !is_read && !found.unread.iter().any(is_told) {
                found
                    .unread
                    .push(Unread { is_named: true, ..Unread::new(path, NotRead::NoPreset) });
            }
        }
        found
    }

    /// Judges files that were read, without asking any server.
    pub fn lint(&self, files: &[PresetFile], unread: Vec<Unread>) -> Report {
        let mut report = Report::default();
        for file in files.iter().filter(|file| self.has_file(&file.path)) {
            report.files += 1;
            report.providers += file.providers.len();
            report.servers += file.providers.iter().map(|it| it.servers.len()).sum::<usize>();
            report.paths.push(file.path.clone());
        }
        report.findings = match self.today {
            Some(today) => lint::lint_on(files, today),
            None => lint::lint(files),
        };
        report.findings.extend(lint::unread(&unread));
        report.findings.retain(|finding| self.shard.is_none_or(|it| it.has_file(&finding.path)));
        for unread in unread {
            let is_named = unread.is_named || self.paths.contains(&unread.path);
            if matches!(unread.why, NotRead::NotAPreset) && !is_named {
                report.passed_over += usize::from(self.has_file(&unread.path));
            } else if is_named || self.has_file(&unread.path) {
                report.unread.push(unread);
            }
        }
        report
    }

    /// Marks what the files, or a configuration, have a reason for. Without a day no exemption has run out.
    pub fn exempt(
        &self,
        report: &mut Report,
        files: &[PresetFile],
        config: &Config,
        is_probed: bool,
    ) {
        let is_whole = self.shard.is_none() && self.changed.is_none();
        let circumstances = Circumstances {
            today: self.today.unwrap_or(Date::MIN),
            // A part of the servers says nothing of what is needed.
            is_probed: is_probed && is_whole,
            is_whole: is_whole && config.is_all_below(&self.paths),
        };
        exempt::apply(&mut report.findings, files, config, circumstances);
        let is_of_files = |finding: &Finding| is_rule(finding.finding.id);
        let is_here = |path: &Path| self.shard.is_none_or(|shard| shard.has_file(path));
        report.findings.retain(|finding| !is_of_files(finding) || is_here(&finding.path));
    }

    /// Whether a file is among those that are judged here.
    pub fn has_file(&self, path: &Path) -> bool {
        self.shard.is_none_or(|shard| shard.has_file(path)) && self.is_changed(path)
    }

    /// The addresses of the web among the paths.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().filter(|path| is_on_the_web(path)).filter_map(|path| path.to_str())
    }

    /// Which part of the work is done.
    pub fn part(&self) -> Option<Shard> {
        self.shard
    }

    /// Leaves what was asked for of all that was found, and says what of it was known.
    pub fn settle(&self, report: &mut Report) {
        report.findings.retain(|finding| self.is_asked(finding));
        report
            .findings
            .sort_by(|a, b| (&a.path, a.at, a.finding.id).cmp(&(&b.path, b.at, b.finding.id)));
        let Some(baseline) = &self.known else { return };
        let mut left = baseline.counts.clone();
        for finding in &mut report.findings {
            if matches!(finding.standing, Standing::Exempt(_)) {
                continue;
            }
            let Some(count) = left.get_mut(&finding.known()).filter(|count| **count > 0) else {
                continue;
            };
            *count -= 1;
            if finding.standing == Standing::Counts {
                finding.standing = Standing::Known;
            }
        }
        let judged: BTreeSet<String> = report.paths.iter().map(|path| spelt(path)).collect();
        let is_gone =
            |(known, count): &(Known, usize)| *count > 0 && self.is_decided(known, report, &judged);
        report.gone = left.into_iter().filter(is_gone).collect();
    }

    /// The list of known findings for the next run: what counts now, and what could not be told in this one.
    pub fn baseline(&self, report: &Report) -> Baseline {
        let mut counts: BTreeMap<Known, usize> = BTreeMap::new();
        for finding in &report.findings {
            if matches!(finding.standing, Standing::Counts | Standing::Known) {
                *counts.entry(finding.known()).or_default() += 1;
            }
        }
        let gone: BTreeMap<&Known, usize> =
            report.gone.iter().map(|(known, count)| (known, *count)).collect();
        for (known, count) in self.known.iter().flat_map(|it| &it.counts) {
            let left = count - gone.get(known).copied().unwrap_or_default().min(*count);
            if left > 0 {
                let now = counts.entry(known.clone()).or_default();
                *now = left.max(*now);
            }
        }
        Baseline { counts }
    }

    fn is_asked(&self, finding: &Finding) -> bool {
        let related = finding.related.iter().map(|(path, _)| path);
        self.has_rule(finding.finding.id)
            && [&finding.path].into_iter().chain(related).any(|path| self.is_changed(path))
    }

    fn has_rule(&self, id: &str) -> bool {
        (self.only.is_empty() || self.only.contains(id)) && !self.skipped.contains(id)
    }

    /// Whether a file is among those that are told of, of whatever part of the work.
    pub fn is_changed(&self, path: &Path) -> bool {
        let is_among =
            |files: &BTreeSet<PathBuf>| fs::canonicalize(path).is_ok_and(|it| files.contains(&it));
        self.changed.as_ref().is_none_or(is_among)
    }

    /// Whether this run would have found what is known, if it were still there.
    fn is_decided(&self, known: &Known, report: &Report, judged: &BTreeSet<String>) -> bool {
        if !self.has_rule(&known.rule) {
            return false;
        }
        if !judged.contains(&known.path) {
            return self.shard.is_none() && self.changed.is_none() && self.is_away(known, report);
        }
        if is_rule(&known.rule) {
            return true;
        }
        let is_told = |outcome| matches!(outcome, ProbeOutcome::Works | ProbeOutcome::Fails);
        report
            .probed
            .iter()
            .any(|it| it.endpoint.to_string() == known.endpoint && is_told(it.outcome))
    }

    /// Whether a file was in what is checked, and is not there any more.
    fn is_away(&self, known: &Known, report: &Report) -> bool {
        let path = Path::new(&known.path);
        let is_within = |folder: &PathBuf| {
            let folder = spelt(folder);
            folder.is_empty() || path.starts_with(folder)
        };
        let is_unread = |unread: &Unread| path.starts_with(spelt(&unread.path));
        self.paths.iter().any(is_within) && !report.unread.iter().any(is_unread)
    }
}

/// Whether a finding is of files, and not of servers.
fn is_rule(id: &str) -> bool {
    lint::all().iter().any(|rule| rule.id == id)
}

/// Whether a path is an address of the web.
fn is_on_the_web(path: &Path) -> bool {
    path.to_str().and_then(|text| text.split_once("://")).is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|octet| octet.is_ascii_alphabetic())
    })
}
