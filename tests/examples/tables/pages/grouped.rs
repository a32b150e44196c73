//! What is told in the same words, and rows of what leads to it.

use std::collections::BTreeMap;

use mailcheck::report::Finding;

use super::markdown::{cell, row};
use super::told::{Both, Languages, Parts, table};

/// Findings by rule and text, in the order of the rules.
pub(crate) struct Grouped {
    groups: BTreeMap<Key, (Finding, Rows)>,
}

/// Rule, case, causes, and who can act: all but the arguments of the words.
type Key = (Option<usize>, &'static str, Vec<&'static str>, &'static str);

impl Grouped {
    pub(crate) fn new() -> Self {
        Self { groups: BTreeMap::new() }
    }

    /// Adds what leads to a finding.
    pub(crate) fn add(&mut self, finding: Finding, row: Row) {
        let rule = mailcheck::rules::all().iter().position(|rule| rule.id == finding.id);
        let advice = &finding.advice;
        let key = (rule, advice.case, advice.causes.clone(), advice.who.name());
        let group = self.groups.entry(key).or_insert_with(|| (finding, Rows::default()));
        group.1.add(row);
    }

    /// One section a group.
    pub(crate) fn sections(self, languages: &Languages, heads: [&str; 3]) -> String {
        let sections = self.groups.into_values().map(|(finding, rows)| {
            let case = finding.advice.case;
            let case = if case == "other" { String::new() } else { format!(", {case}") };
            let (id, severity) = (finding.id, finding.severity.name());
            let words = languages.parts(&finding);
            format!("\n### `{id}`{case}: {severity}\n\n{}", rows.told(words, heads))
        });
        sections.collect()
    }
}

/// One thing that leads to what is told.
#[derive(Eq, PartialEq)]
pub(crate) struct Row {
    /// What it is.
    pub(crate) what: String,
    /// Where or when; those of the same thing stand in one row.
    pub(crate) places: Vec<String>,
    /// How long to wait then.
    pub(crate) wait: Both,
    /// More of it.
    pub(crate) more: String,
}

/// The rows under the same words.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

impl Rows {
    pub(crate) fn add(&mut self, mut row: Row) {
        let is_same =
            |it: &&mut Row| it.what == row.what && it.more == row.more && it.wait == row.wait;
        let Some(known) = self.0.iter_mut().find(is_same) else { return self.0.push(row) };
        row.places.retain(|place| !known.places.contains(place));
        known.places.append(&mut row.places);
    }

    /// Words and rows as tables. A wait that is the same for all stands with the words.
    pub(crate) fn told(&self, mut words: Parts, heads: [&str; 3]) -> String {
        let [what, places, more] = heads;
        let first = self.0.first().map(|row| row.wait.clone()).unwrap_or_default();
        let rows = if self.0.iter().all(|row| row.wait == first) {
            words.push(("wait", first));
            let rows = self.0.iter().map(|it| row([&it.what, &it.places.join("<br>"), &it.more]));
            format!("| {what} | {places} | {more} |\n|---|---|---|\n{}", rows.collect::<String>())
        } else {
            let rows = self.0.iter().map(|it| {
                let wait = it.wait.each_ref().map(|text| cell(text)).join("<br>");
                row([&it.what, &it.places.join("<br>"), &wait, &it.more])
            });
            let rows: String = rows.collect();
            format!("| {what} | {places} | wait | {more} |\n|---|---|---|---|\n{rows}")
        };
        format!("{}\n{rows}", table(&words))
    }
}
