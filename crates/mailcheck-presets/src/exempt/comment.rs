//! Exemptions in comments: `mailcheck: allow RULE, RULE until 2027-06-30 because REASON`.

use std::path::Path;

use jiff::civil::Date;

use super::{Exemption, Files};
use crate::file::{Place, Word};

/// An exemption of whatever file it stands in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Allowed {
    pub(super) at: Place,
    pub(super) rule: String,
    pub(super) until: Option<Date>,
    pub(super) reason: Option<String>,
}

impl Allowed {
    pub(super) fn of(self, path: &Path) -> Exemption {
        let Self { at, rule, until, reason } = self;
        let path = path.to_owned();
        Exemption { path, at, rule, files: Files::This, provider: None, reason, until }
    }
}

/// What begins as an exemption does, and is none.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Odd {
    pub(super) at: Place,
    pub(super) text: String,
}

/// The exemptions in a comment: each begins on a line of its own and may go on over the next ones.
pub(super) fn read(comment: &Word) -> Vec<Result<Vec<Allowed>, Odd>> {
    let mut texts: Vec<String> = Vec::new();
    for line in comment.text.lines() {
        let line = line.trim_start_matches(['#', '*', '-']).trim();
        if line.starts_with(MARK) {
            texts.push(line.to_owned());
        } else if let Some(text) = texts.last_mut().filter(|_| !line.is_empty()) {
            text.push(' ');
            text.push_str(line);
        }
    }
    let read = |text: String| one(&text, comment.at).ok_or(Odd { at: comment.at, text });
    texts.into_iter().map(read).collect()
}

fn one(text: &str, at: Place) -> Option<Vec<Allowed>> {
    let rest = text.strip_prefix(MARK)?.trim_start().strip_prefix("allow ")?;
    let (head, reason) = match rest.split_once("because") {
        Some((head, reason)) => (head, Some(reason.trim().to_owned())),
        None => (rest, None),
    };
    let (rules, until) = match head.split_once(" until ") {
        Some((rules, day)) => (rules, Some(day.trim().parse().ok()?)),
        None => (head, None),
    };
    let rules: Vec<&str> = rules.split(',').map(str::trim).collect();
    let is_id = |rule: &&str| !rule.is_empty() && !rule.contains(char::is_whitespace);
    let allowed = |rule: &str| Allowed { at, rule: rule.to_owned(), until, reason: reason.clone() };
    rules.iter().all(is_id).then(|| rules.into_iter().map(allowed).collect())
}

const MARK: &str = "mailcheck:";
