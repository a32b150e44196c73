//! What is told of a finding, in both languages.

use std::time::Duration;

use mailcheck::render::{Lang, Words};
use mailcheck::report::{Finding, Wait};

use super::markdown::{cell, row};

/// The same in English and in Japanese.
pub(crate) type Both = [String; 2];

/// What is told, part by part.
pub(crate) type Parts = Vec<(&'static str, Both)>;

/// The words of both languages.
pub(crate) struct Languages([Words; 2]);

impl Languages {
    pub(crate) fn new() -> Self {
        Self(Lang::ALL.map(Words::new))
    }

    fn both(&self, say: impl Fn(&Words) -> String) -> Both {
        self.0.each_ref().map(say)
    }

    /// The sentence of a wait; empty where waiting does not help.
    pub(crate) fn wait(&self, wait: Option<Wait>) -> Both {
        let Some(Wait { length, whose, source, .. }) = wait else { return Both::default() };
        self.wait_of(length, whose.name(), source)
    }

    /// The same of a wait that was told to a program.
    pub(crate) fn wait_of(&self, length: Duration, whose: &str, source: &str) -> Both {
        self.both(|words| {
            let wait = words.wait(length).into();
            let args = [("wait", wait), ("whose", whose.into()), ("source", source.into())];
            words.ui("wait-before", &args)
        })
    }

    /// Who can act.
    pub(crate) fn who(&self, who: &str) -> Both {
        self.both(|words| words.ui(&format!("who-{who}"), &[]))
    }

    /// What is told of a finding, part by part.
    pub(crate) fn parts(&self, finding: &Finding) -> Parts {
        let causes = |words: &Words| {
            let causes = words.causes(finding);
            let causes = causes.iter().enumerate().map(|(at, it)| format!("{}. {it}", at + 1));
            causes.collect::<Vec<_>>().join("\n")
        };
        vec![
            ("title", self.both(|words| words.title(finding))),
            ("cause", self.both(|words| words.cause(finding))),
            ("may be due to", self.both(causes)),
            ("first action", self.both(|words| words.action(finding))),
            ("who can act", self.who(finding.advice.who.name())),
        ]
    }
}

/// A table of parts; those that are empty are left out.
pub(crate) fn table(parts: &[(&'static str, Both)]) -> String {
    let parts = parts.iter().filter(|(_, both)| both.iter().any(|text| !text.is_empty()));
    let rows =
        parts.map(|(name, [english, japanese])| row([name, &cell(english), &cell(japanese)]));
    format!("| | English | 日本語 |\n|---|---|---|\n{}", rows.collect::<String>())
}
