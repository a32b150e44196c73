//! What the rules for preset files find: told of an example.

use mailcheck::render::{Lang, Page, Role, Style, Words, escape_json};
use mailcheck::report::Severity;
use mailcheck_presets::lint::{self, Example, Rule};
use serde::Serialize;

use crate::tongue;

/// The rule that a text is the name of.
pub(super) fn named(text: &str) -> Option<&'static Rule> {
    lint::find(&text.trim().to_ascii_lowercase())
}

/// The rule whose name is nearest to a text that begins as one.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let text = text.trim().to_ascii_lowercase().replace('_', "-");
    if text.starts_with("preset.") { lint::nearest(&text) } else { None }
}

/// Tells people what a rule finds. Ends in a line feed.
pub(super) fn text(rule: &Rule, style: &Style) -> String {
    let words = tongue::speaking(style.lang);
    let mut page = Page::new(style.width, style.colour);
    let colour = match rule.severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Warn,
        Severity::Notice => Role::Note,
    };
    let severity = words.ui(&format!("severity-{}", rule.severity.name()), &[]);
    let Some(Example { change, finding, .. }) = lint::example(rule) else {
        page.paragraph((colour, &format!("{severity}: ")), 2, (Role::Plain, rule.id));
        return page.into_text();
    };
    let finding = &finding.finding;
    let title = format!("{} [{}]", words.title(finding), rule.id);
    page.paragraph((colour, &format!("{severity}: ")), 2, (Role::Heading, &title));
    page.gap();
    let labels = ["label-why", "label-do", "label-see", "preset-label-example"];
    let labels = labels.map(|key| words.ui(key, &[]));
    let told = [words.cause(finding), words.action(finding), rule.reference.to_owned()];
    let [.., example] = &labels;
    for (label, told) in labels.iter().zip(&told) {
        page.entry(&format!("  {label}"), COLUMN, told);
    }
    for (number, line) in change.lines().enumerate() {
        let label = if number == 0 { format!("  {example}") } else { String::new() };
        page.entry(&label, COLUMN, line);
    }
    page.into_text()
}

/// Where what is told begins: behind the longest label.
const COLUMN: usize = 12;

/// Tells programs what a rule finds, in the shape of other explanations. Ends in a line feed.
pub(super) fn json(rule: &Rule, asked: &str, lang: Lang) -> String {
    let words = tongue::speaking(lang);
    let told = ExplainedJson {
        schema: "mailcheck-explanation/1",
        text: asked,
        cut: false,
        known: true,
        code: None,
        explanations: [explanation(rule, &words)],
        apart: None,
        nearest: None,
    };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&told).unwrap_or_default()) + "\n"
}

#[derive(Serialize)]
struct ExplainedJson<'a> {
    schema: &'static str,
    text: &'a str,
    cut: bool,
    known: bool,
    code: Option<()>,
    explanations: [ExplanationJson; 1],
    apart: Option<()>,
    nearest: Option<()>,
}

#[derive(Serialize)]
struct ExplanationJson {
    finding: &'static str,
    case: &'static str,
    title: String,
    meaning: String,
    action: String,
    then: &'static str,
    who: &'static str,
    wait_s: Option<u64>,
    wait_source: Option<()>,
    wait_reference: Option<()>,
    certainty: &'static str,
    entry: Option<()>,
    reference: &'static str,
    severity: &'static str,
    example: Option<String>,
}

fn explanation(rule: &Rule, words: &Words) -> ExplanationJson {
    let example = lint::example(rule);
    let finding = example.as_ref().map(|example| &example.finding.finding);
    let told = |part: fn(&Words, &mailcheck::report::Finding) -> String| {
        finding.map(|finding| part(words, finding)).unwrap_or_default()
    };
    ExplanationJson {
        finding: rule.id,
        case: finding.map_or("other", |finding| finding.advice.case),
        title: told(Words::title),
        meaning: told(Words::cause),
        action: told(Words::action),
        then: "",
        who: "you",
        wait_s: None,
        wait_source: None,
        wait_reference: None,
        certainty: "named",
        entry: None,
        reference: rule.reference,
        severity: rule.severity.name(),
        example: example.map(|example| example.change),
    }
}
