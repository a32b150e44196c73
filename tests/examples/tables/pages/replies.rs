//! The page of the catalogue of replies.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use mailcheck::explain::explain;
use mailcheck::knowledge::replies::{self, Entry, Grade, Moment};
use mailcheck::model::Service;
use mailcheck::render::{Lang, explanation_json};
use mailcheck::report::{Finding, Severity};
use serde_json::Value;

use super::grouped::{Grouped, Row, Rows};
use super::heard::{self, MOMENTS};
use super::markdown::{cell, code, row};
use super::told::{Both, Languages, Parts};

pub(crate) fn page() -> Result<String, Box<dyn Error>> {
    let languages = Languages::new();
    let (mut judged, mut explained) = (Grouped::new(), Explained::new());
    let mut unlike = String::new();
    for entry in replies::all() {
        for (service, moments) in places(entry) {
            let mut rest = Vec::new();
            for moment in moments {
                let findings = findings(entry, service, moment)?;
                if findings.is_empty() {
                    rest.push(moment);
                }
                for finding in findings {
                    let wait = languages.wait(finding.advice.wait);
                    judged.add(finding, row_of(entry, service, &[moment], wait));
                }
            }
            if !rest.is_empty() {
                explained.add(&languages, entry, service, &rest)?;
            }
        }
        unlike += &unlike_explained(entry)?;
    }
    let mut page = format!("{HEAD}{HEAD_OF_VERIFY}");
    page += &judged.sections(&languages, HEADS);
    page += HEAD_OF_EXPLAIN;
    page += &explained.sections();
    page += HEAD_OF_UNLIKE;
    page += &unlike;
    Ok(page)
}

const HEAD: &str = "\
# What is told of every reply in the catalogue

Made by `cargo run -q -p mailcheck-tests --example tables` from `crates/mailcheck/data/replies`. Each entry of the catalogue
stands under what is told of its example, once for each moment of the dialogue at which it is known to be said. The words stand
once for all the replies that lead to them, with the protocol and the numbers of the first. Behind each reply are its entry,
where it is known from, and how good that source is.
";

const HEAD_OF_VERIFY: &str = "
## What `verify` says

A server of the entry's speaker gives the reply at that moment, and the rules judge it.
";

const HEADS: [&str; 3] = ["what the server says", "who says it, when", "known from"];

const HEAD_OF_EXPLAIN: &str = "
## What only `explain` says

`verify` never comes to these moments, or has no finding for them; `explain` is given the text alone.
";

const HEAD_OF_UNLIKE: &str = "
## Where `explain` says something else

It knows neither the server nor the moment, so a text that several servers share means to it what it means most often.

| what the server says | who says it | when | `verify` | `explain` |
|---|---|---|---|---|
";

/// Where an entry is said: a service and its moments. What is said anywhere is looked at in the log-in,
/// what is said by everybody in the protocol that its form is of.
fn places(entry: &Entry) -> BTreeMap<Service, Vec<Moment>> {
    let mut places: BTreeMap<Service, Vec<Moment>> = BTreeMap::new();
    for place in &entry.places {
        let service = place.service.unwrap_or_else(|| heard::service(entry.example));
        places.entry(service).or_default().push(place.moment.unwrap_or(Moment::Login));
    }
    places
}

/// What the rules say of it, without what is good to know of any such server.
fn findings(
    entry: &Entry,
    service: Service,
    moment: Moment,
) -> Result<Vec<Finding>, Box<dyn Error>> {
    if !MOMENTS.contains(&moment) {
        return Ok(Vec::new());
    }
    let evidence = heard::evidence(entry, service, moment)?;
    let findings = evidence.map(|it| mailcheck::judge(it).findings).unwrap_or_default();
    Ok(findings.into_iter().filter(|it| it.severity != Severity::Notice).collect())
}

fn row_of(entry: &Entry, service: Service, moments: &[Moment], wait: Both) -> Row {
    let grade = match entry.grade {
        Grade::Standard => "standard",
        Grade::Source => "source code",
        Grade::Documented => "documented",
        Grade::Transcript => "transcript",
        Grade::Weak => "weak",
        _ => "?",
    };
    Row {
        what: code(entry.example),
        places: whens(service, moments),
        wait,
        more: format!(
            "{}: {} ({grade})<br>`{}`",
            cell(entry.by.title),
            cell(entry.source),
            entry.id
        ),
    }
}

fn whens(service: Service, moments: &[Moment]) -> Vec<String> {
    moments.iter().map(|moment| format!("{} {}", service.acronym(), moment.name())).collect()
}

/// Rows for where `explain` does not say what the rules say.
fn unlike_explained(entry: &Entry) -> Result<String, Box<dyn Error>> {
    let of_text = explain(entry.example);
    let first = of_text.explanations.first().map_or("nothing", |it| it.finding);
    let mut rows = String::new();
    for (service, moments) in places(entry) {
        for moment in moments {
            let findings = findings(entry, service, moment)?;
            let ids: Vec<&str> = findings.iter().map(|finding| finding.id).collect();
            if !ids.is_empty() && !ids.contains(&first) {
                let whens = whens(service, &[moment]).join("<br>");
                let cells = [&code(entry.example), entry.by.title, &whens, &ids.join(", "), first];
                rows += &row(cells);
            }
        }
    }
    Ok(rows)
}

/// What `explain` says, and rows of the replies of which it says so.
struct Explained {
    groups: BTreeMap<String, (Parts, Rows)>,
}

impl Explained {
    fn new() -> Self {
        Self { groups: BTreeMap::new() }
    }

    fn add(
        &mut self,
        languages: &Languages,
        entry: &Entry,
        service: Service,
        moments: &[Moment],
    ) -> Result<(), Box<dyn Error>> {
        let explained = explain(entry.example);
        let [english, japanese] = Lang::ALL.map(|lang| explanation_json(&explained, lang));
        let told: [Value; 2] = [serde_json::from_str(&english)?, serde_json::from_str(&japanese)?];
        let first = |part: &str| {
            let pointer = format!("/explanations/0/{part}");
            let text =
                |told: &Value| told.pointer(&pointer).and_then(Value::as_str).map(str::to_owned);
            told.each_ref().map(|told| text(told).unwrap_or_default())
        };
        let [finding, case, who, whose, source] =
            ["finding", "case", "who", "wait_source", "wait_reference"].map(|part| {
                let [english, _same] = first(part);
                english
            });
        let [seconds, _same] =
            told.each_ref().map(|told| told.pointer("/explanations/0/wait_s")?.as_u64());
        let wait = seconds.map(|it| languages.wait_of(Duration::from_secs(it), &whose, &source));
        let parts = [
            ("title", "title"),
            ("meaning", "meaning"),
            ("first action", "action"),
            ("then", "then"),
        ];
        let mut words: Parts = parts.map(|(name, part)| (name, first(part))).into();
        words.push(("who can act", languages.who(&who)));
        let group = format!("`{finding}`, {case}");
        let group = self.groups.entry(group).or_insert_with(|| (words, Rows::default()));
        group.1.add(row_of(entry, service, moments, wait.unwrap_or_default()));
        Ok(())
    }

    fn sections(self) -> String {
        let sections = self.groups.into_iter().map(|(name, (words, rows))| {
            let name = name.trim_end_matches(", other");
            format!("\n### {name}\n\n{}", rows.told(words, HEADS))
        });
        sections.collect()
    }
}
