//! What comparing lists came to: for people as text, for programs as JSON.

mod json;

#[cfg(test)]
mod tests;

use mailcheck::render::{Style, Words, escape, pad, wrapped};
use mailcheck::report::Arg;

use crate::diff::{Aspect, Choice, Conflict, Diff, List, ServiceConflict, Side, Verdict};
use crate::report::ProbeOutcome;

pub use json::diff_json;

/// Tells people how lists differ, grouped by conflict. Ends in a line feed.
///
/// # Examples
///
/// ```
/// use mailcheck::render::{Lang, Style};
/// use mailcheck_presets::{diff::diff, render::diff_text};
/// let told = diff_text(&diff(&[("ours", &[]), ("theirs", &[])]), &Style::new(Lang::En));
/// assert!(told.contains("ours"), "{told}");
/// ```
pub fn diff_text(diff: &Diff, style: &Style) -> String {
    let words = Words::new(style.lang).and(crate::words);
    let mut teller =
        Teller { diff, words: &words, width: style.width.max(NARROWEST), out: String::new() };
    teller.lists();
    for conflict in &diff.conflicts {
        teller.conflict(conflict);
    }
    for list in diff.lists.iter().filter(|list| !list.alone.is_empty()) {
        teller.alone(list);
    }
    if !diff.conflicts.is_empty() {
        teller.out.push('\n');
        let what = if diff.conflicts.iter().any(is_asked) { "diff-do-asked" } else { "diff-do" };
        teller.line(0, &words.ui(what, &[]));
    }
    teller.out
}

fn is_asked(conflict: &Conflict) -> bool {
    conflict.services.iter().any(|it| it.verdict().is_some())
}

struct Teller<'a> {
    diff: &'a Diff,
    words: &'a Words,
    width: usize,
    out: String,
}

impl Teller<'_> {
    /// Writes text that begins, and goes on, so many columns from the left.
    fn line(&mut self, column: usize, text: &str) {
        self.led("", column, text);
    }

    /// The same with something in those columns of the first line.
    fn led(&mut self, lead: &str, column: usize, text: &str) {
        let line = pad(&escape(lead), column) + &escape(text);
        self.out += wrapped(&line, self.width, column).trim_end();
        self.out.push('\n');
    }

    /// What was compared, and what came of it in numbers.
    fn lists(&mut self) {
        let words = self.words;
        for list in &self.diff.lists {
            let args = [
                ("files", number(list.files)),
                ("domains", number(list.domains)),
                ("without", number(list.without_servers)),
                ("patterns", number(list.patterns)),
                ("alone", number(list.alone.len())),
            ];
            let mut told = vec![words.ui("diff-list", &args)];
            for (count, key) in [
                (list.without_servers, "diff-list-without"),
                (list.patterns, "diff-list-patterns"),
                (list.alone.len(), "diff-list-alone"),
            ] {
                told.extend((count > 0).then(|| words.ui(key, &args)));
            }
            self.led(&list.name, self.column(0), &words.list(&told));
        }
        let none = self.diff.conflicts.iter().filter(|it| it.shares_none());
        let none: usize = none.map(|it| it.domains.len()).sum();
        let args = [
            ("shared", number(self.diff.shared)),
            ("differing", number(self.diff.differing())),
            ("conflicts", number(self.diff.conflicts.len())),
            ("none", number(none)),
        ];
        self.out.push('\n');
        let same = if self.diff.conflicts.is_empty() { "diff-agree" } else { "diff-differ" };
        let key = if self.diff.shared == 0 { "diff-nothing-shared" } else { same };
        self.line(0, &words.ui(key, &args));
    }

    /// Where what a list says begins: behind the longest name, within reason.
    fn column(&self, indent: usize) -> usize {
        let widest = self.diff.lists.iter().map(|list| list.name.chars().count()).max();
        indent + (widest.unwrap_or_default() + 2).min(WIDEST_NAME)
    }

    fn conflict(&mut self, conflict: &Conflict) {
        self.out.push('\n');
        self.line(0, &self.domains(&conflict.domains, SHOWN_OF_CONFLICT));
        for service in &conflict.services {
            self.service(service);
        }
    }

    /// Some of the domains, and how many more there are.
    fn domains(&self, domains: &[String], most: usize) -> String {
        let shown: Vec<String> = domains.iter().take(most).cloned().collect();
        let list = self.words.list(&shown);
        match domains.len().saturating_sub(most) {
            0 => list,
            more => {
                let args = [("domains", Arg::from(list)), ("count", number(more))];
                self.words.ui("diff-and-more", &args)
            }
        }
    }

    fn service(&mut self, service: &ServiceConflict) {
        let words = self.words;
        let aspects = service.aspects.iter();
        let aspects: Vec<String> =
            aspects.map(|it| words.ui(&format!("diff-aspect-{}", it.name()), &[])).collect();
        let args = [
            ("service", Arg::from(service.service.acronym())),
            ("aspects", Arg::from(words.list(&aspects))),
        ];
        let key = if service.shares_none { "diff-service-none" } else { "diff-service" };
        self.line(2, &words.ui(key, &args));
        for side in &service.sides {
            self.side(service, side);
        }
        if let Some(verdict) = service.verdict() {
            self.line(4, &self.verdict(&verdict));
        }
    }

    fn side(&mut self, service: &ServiceConflict, side: &Side) {
        let column = self.column(4);
        let mut told = vec![match &side.choice {
            Some(choice) => self.choice(service, choice),
            None => self.words.ui("diff-no-server", &[]),
        }];
        told.extend(side.answer.map(|answer| self.words.ui(answered(answer), &[])));
        let name = self.diff.lists.get(side.list).map_or("", |list| &list.name);
        let (lead, told) = (format!("    {name}"), told.join("  "));
        if lead.chars().count() + 2 > column {
            self.line(0, &lead);
            self.line(column, &told);
        } else {
            self.led(&lead, column, &told);
        }
        for (path, at) in side.places.iter().take(SHOWN_PLACES) {
            self.line(column, &format!("{}:{}:{}", path.display(), at.line, at.column));
        }
        let more = side.places.len().saturating_sub(SHOWN_PLACES);
        if more > 0 {
            let more = self.words.ui("diff-more-places", &[("count", number(more))]);
            self.line(column, &more);
        }
    }

    /// What differs of a choice, the place as a whole.
    fn choice(&self, service: &ServiceConflict, choice: &Choice) -> String {
        let open = || self.words.ui("diff-open", &[]);
        let mut parts = Vec::new();
        if service.is_place() || service.aspects.contains(&Aspect::Service) {
            let host = choice.host.clone().unwrap_or_else(open);
            let port = choice.port.map(|port| format!(":{port}")).unwrap_or_default();
            let security = choice.security.map(|it| format!("/{it}")).unwrap_or_default();
            parts.push(format!("{host}{port}{security}"));
        }
        for (aspect, value) in
            [(Aspect::Authentication, &choice.authentication), (Aspect::Username, &choice.username)]
        {
            if service.aspects.contains(&aspect) {
                parts.push(value.clone().unwrap_or_else(open));
            }
        }
        parts.join("  ")
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        let names = |lists: &[usize]| {
            let lists = lists.iter().filter_map(|list| self.diff.lists.get(*list));
            Arg::from(lists.map(|list| list.name.clone()).collect::<Vec<_>>())
        };
        let (key, args) = match verdict {
            Verdict::AllWork => ("diff-verdict-all-work", Vec::new()),
            Verdict::NoneWorks => ("diff-verdict-none-works", Vec::new()),
            Verdict::Right { right, wrong } => {
                ("diff-verdict-right", vec![("right", names(right)), ("wrong", names(wrong))])
            }
            Verdict::Unknown => ("diff-verdict-unknown", Vec::new()),
        };
        self.words.ui(key, &args)
    }

    /// Domains that one list alone has. JSON has all of them.
    fn alone(&mut self, list: &List) {
        self.out.push('\n');
        let args = [("list", Arg::from(list.name.as_str())), ("count", number(list.alone.len()))];
        self.line(0, &self.words.ui("diff-alone", &args));
        self.line(2, &self.domains(&list.alone, SHOWN_ALONE));
    }
}

fn answered(answer: ProbeOutcome) -> &'static str {
    match answer {
        ProbeOutcome::Works => "diff-answer-works",
        ProbeOutcome::Fails => "diff-answer-fails",
        ProbeOutcome::Inconclusive => "diff-answer-inconclusive",
        ProbeOutcome::NotProbed => "diff-answer-not-probed",
    }
}

fn number(count: usize) -> Arg {
    Arg::from(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Columns below which there is no room for a host behind a name.
const NARROWEST: usize = 40;
/// Columns of a list's name beside which what it says can stand.
const WIDEST_NAME: usize = 24;
/// Domains that are shown of a conflict: enough to know the provider by.
const SHOWN_OF_CONFLICT: usize = 6;
/// Domains that are shown of what one list alone has.
const SHOWN_ALONE: usize = 20;
/// Files that are shown of a side.
const SHOWN_PLACES: usize = 3;
