//! What can be wrong with a preset file, told without network: one literal a rule, a file a rule.

mod ask;
mod example;
mod placeholder;
mod rule;
pub(crate) mod rules;
pub(crate) mod told;

pub use example::{Example, example};
pub use rule::{Rule, all, find, nearest};

use crate::file::{Place, PresetFile, Provider, Server};
use crate::load::Unread;
use crate::report::{Finding, Standing};
use rule::Judge;

use std::path::Path;

use jiff::civil::Date;
use mailcheck::report::Advice;

/// Where what is judged stands: the provider, and the file that it is in.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) file: &'a PresetFile,
    pub(crate) provider: &'a Provider,
    /// The day on which is judged; `None` when nobody said.
    pub(crate) today: Option<Date>,
}

/// Something that a rule found.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) at: Place,
    pub(crate) advice: Advice,
    pub(crate) related: Vec<(std::path::PathBuf, Place)>,
}

impl Fault {
    pub(crate) fn new(at: Place, advice: Advice) -> Self {
        Self { at, advice, related: Vec::new() }
    }

    /// The same, with another place that it is about.
    pub(crate) fn beside(mut self, file: &PresetFile, at: Place) -> Self {
        self.related.push((file.path.clone(), at));
        self
    }
}

/// Judges files: each by itself, and all beside each other. The findings are in the order of files and places.
/// What takes a calendar to judge is left to [`lint_on`].
pub fn lint(files: &[PresetFile]) -> Vec<Finding> {
    judge(files, None)
}

/// The same on a day: it also tells of settings that nobody looked at for long.
pub fn lint_on(files: &[PresetFile], today: Date) -> Vec<Finding> {
    judge(files, Some(today))
}

fn judge(files: &[PresetFile], today: Option<Date>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in all() {
        match rule.judge {
            Judge::Collection(judge) => {
                for (file, fault) in judge(files) {
                    findings.push(finding(rule, file, None, None, fault));
                }
            }
            Judge::File(judge) => {
                for file in files {
                    let faults = judge(file).into_iter();
                    findings.extend(faults.map(|fault| finding(rule, file, None, None, fault)));
                }
            }
            Judge::Provider(judge) => {
                for view in views_on(files, today) {
                    let found = judge(&view).into_iter();
                    findings.extend(
                        found.map(|it| finding(rule, view.file, Some(view.provider), None, it)),
                    );
                }
            }
            // They have functions of their own.
            Judge::Exemptions | Judge::Unread(_) => {}
            Judge::Server(judge) => {
                for view in views_on(files, today) {
                    for server in &view.provider.servers {
                        let Some(fault) = judge(&view, server) else { continue };
                        let (file, provider) = (view.file, Some(view.provider));
                        findings.push(finding(rule, file, provider, Some(server), fault));
                    }
                }
            }
        }
    }
    findings.sort_by(|a, b| (&a.path, a.at).cmp(&(&b.path, b.at)));
    findings
}

/// Judges what could not be read. What is no preset, and what the system keeps back, is no fault of a preset.
pub fn unread(unread: &[Unread]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in all() {
        let Judge::Unread(judge) = rule.judge else { continue };
        let told = |it: &Unread| Some(told_of(rule, &it.path, judge(it)?));
        findings.extend(unread.iter().filter_map(told));
    }
    findings.sort_by(|a, b| (&a.path, a.at).cmp(&(&b.path, b.at)));
    findings
}

/// Every provider, where it stands; nobody said which day it is.
pub(crate) fn views(files: &[PresetFile]) -> impl Iterator<Item = View<'_>> {
    views_on(files, None)
}

fn views_on(files: &[PresetFile], today: Option<Date>) -> impl Iterator<Item = View<'_>> {
    let view = move |file, provider| View { file, provider, today };
    files.iter().flat_map(move |file| file.providers.iter().map(move |it| view(file, it)))
}

fn finding(
    rule: &Rule,
    file: &PresetFile,
    provider: Option<&Provider>,
    server: Option<&Server>,
    fault: Fault,
) -> Finding {
    Finding {
        provider: provider.and_then(name),
        endpoint: server.and_then(Server::endpoint),
        ..told_of(rule, &file.path, fault)
    }
}

/// A fault of a file as a finding.
pub(crate) fn told_of(rule: &Rule, path: &Path, fault: Fault) -> Finding {
    let Fault { at, advice, related } = fault;
    let judged =
        mailcheck::report::Finding::new(rule.id, rule.severity, None, advice, rule.reference);
    Finding {
        path: path.to_owned(),
        at,
        provider: None,
        endpoint: None,
        finding: judged,
        related,
        standing: Standing::Counts,
    }
}

/// What a provider is called in a report.
pub(crate) fn name(provider: &Provider) -> Option<String> {
    let domain = provider.domains.first().map(|domain| &domain.text);
    let id = provider.id.as_ref().map(|id| &id.text);
    let name = provider.name.as_ref().map(|name| &name.text);
    [id, name, domain].into_iter().flatten().find(|text| !text.is_empty()).cloned()
}
