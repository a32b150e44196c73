//! What a text means: for people as text, for programs as JSON.

use serde::Serialize;
use textwrap::core::display_width;

use super::escape_json;
use super::page::{Page, Role};
use super::{Lang, Style, Words};
use crate::explain::{By, Certainty, Explained, Explanation};
use crate::knowledge::replies::{Apart, SpeakerKind};
use crate::report::Arg;

/// The name and version of the JSON shape.
const SCHEMA: &str = "mailcheck-explanation/1";

/// Tells people what a text means. Ends in a line feed.
pub fn explanation_text(explained: &Explained, style: &Style) -> String {
    let words = Words::new(style.lang);
    let mut page = Page::new(style.width, style.colour);
    let given = [("text", Arg::from(quoted(&explained.text)))];
    page.say(Role::Plain, &words.ui("explain-given", &given));
    if explained.is_cut {
        page.say(Role::Note, &words.ui("explain-cut", &[]));
    }
    page.gap();
    if !explained.is_known() {
        unknown(&mut page, explained, &words);
        return page.into_text();
    }
    if let Some(kind) = kind(explained, &words) {
        let lead = words.ui("explain-label-kind", &[]);
        page.paragraph((Role::Label, &format!("{lead} ")), 2, (Role::Plain, &kind));
    }
    let heading = match explained.explanations.len() {
        0 => None,
        1 => Some("explain-one"),
        _several => Some("explain-several"),
    };
    if let Some(heading) = heading {
        page.gap();
        page.say(Role::Heading, &words.ui(heading, &[]));
    }
    let is_only = explained.explanations.len() == 1;
    for (index, explanation) in explained.explanations.iter().enumerate() {
        page.gap();
        let number = if is_only { "  ".to_owned() } else { format!("{}. ", index + 1) };
        one(&mut page, &number, explanation, &words);
    }
    if let Some(apart) = explained.apart {
        page.gap();
        let lead = words.ui("explain-label-apart", &[]);
        page.paragraph((Role::Label, &format!("{lead} ")), 2, (Role::Plain, &tell(apart, &words)));
    }
    page.into_text()
}

/// Tells programs what a text means, with the sentences in the language. Ends in a line feed.
pub fn explanation_json(explained: &Explained, lang: Lang) -> String {
    let words = Words::new(lang);
    let shape = ExplainedJson {
        schema: SCHEMA,
        text: quoted(&explained.text),
        cut: explained.is_cut,
        known: explained.is_known(),
        code: explained.code.map(|code| CodeJson {
            permanence: code.permanence.name(),
            subject: code.subject.map(crate::explain::Subject::name),
        }),
        explanations: explained.explanations.iter().map(|it| explanation(it, &words)).collect(),
        apart: explained.apart.map(|apart| tell(apart, &words)),
        nearest: explained.nearest,
    };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&shape).unwrap_or_default()) + "\n"
}

fn unknown(page: &mut Page, explained: &Explained, words: &Words) {
    page.say(Role::Warn, &words.ui("explain-unknown", &[]));
    if let Some(id) = explained.nearest {
        page.say(Role::Plain, &words.ui("explain-nearest", &[("id", Arg::from(id))]));
        return;
    }
    page.say(Role::Plain, &words.ui("explain-unknown-action", &[]));
    page.say(Role::Plain, &words.ui("explain-unknown-check", &[]));
}

fn one(page: &mut Page, number: &str, explanation: &Explanation, words: &Words) {
    let [title, meaning, action, then] = parts(explanation, words);
    let title = format!("{title} [{}]", explanation.finding);
    page.paragraph((Role::Warn, number), 3, (Role::Warn, &title));
    let keys = [
        "explain-label-meaning",
        "label-do",
        "explain-label-then",
        "label-wait",
        "label-who",
        "explain-label-sure",
    ];
    let labels = keys.map(|key| words.ui(key, &[]));
    let widest = labels.iter().map(|label| display_width(label)).max().unwrap_or_default();
    let wait = wait(explanation, words);
    let who = words.who(explanation.who);
    let sure = sure(explanation, words);
    for (label, text) in labels.iter().zip([meaning, action, then, wait, who, sure]) {
        page.entry(&format!("   {label}"), widest + 5, &text);
    }
}

/// Title, meaning, first action, what to try then.
fn parts(explanation: &Explanation, words: &Words) -> [String; 4] {
    let key = key(explanation.finding);
    let args = [("case", Arg::from(explanation.case()))];
    let part = |part: &str| words.attribute(&key, part, &args);
    [words.ui(&key, &args), part("meaning"), part("action"), part("then")]
}

/// The message of a finding.
fn key(finding: &str) -> String {
    format!("explain-{}", finding.replace('.', "-"))
}

/// Empty where waiting does not help.
fn wait(explanation: &Explanation, words: &Words) -> String {
    let Some(wait) = explanation.wait else { return String::new() };
    let args = [
        ("wait", Arg::from(words.wait(wait.length))),
        ("whose", Arg::from(wait.whose.name())),
        ("source", Arg::from(wait.source)),
    ];
    words.ui("wait-before", &args)
}

fn sure(explanation: &Explanation, words: &Words) -> String {
    let key = format!("explain-sure-{}", explanation.certainty.name());
    let by = match explanation.by {
        By::Class | By::Name => String::new(),
        By::Message(message) => words.ui(&format!("explain-by-{}", message.by), &[]),
        By::Reply(entry) => entry.by.title.to_owned(),
    };
    let by = match (explanation.certainty, explanation.by) {
        // The words of a standard are those of its code.
        (Certainty::Code, By::Reply(entry)) if entry.by.kind == SpeakerKind::Standard => {
            entry.source.to_owned()
        }
        _others => by,
    };
    words.ui(&key, &[("by", Arg::from(by))])
}

fn tell(apart: Apart, words: &Words) -> String {
    words.ui(&format!("explain-{}", apart.message_id()), &[])
}

/// What the code says by itself; nothing where the words are known, for they say more.
fn kind(explained: &Explained, words: &Words) -> Option<String> {
    let code = explained.code?;
    let says_more = |it: &Explanation| it.certainty >= Certainty::Words;
    if explained.explanations.iter().any(says_more) {
        return None;
    }
    let args = [
        ("permanence", Arg::from(code.permanence.name())),
        ("subject", Arg::from(code.subject.map_or("other", |subject| subject.name()))),
    ];
    Some(words.ui("explain-kind", &args))
}

/// The beginning of a text, as one line.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_QUOTED_LETTERS) {
        Some((end, _letter)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Letters of the text that are shown again: two lines.
const MAX_QUOTED_LETTERS: usize = 140;

#[derive(Serialize)]
struct ExplainedJson {
    schema: &'static str,
    text: String,
    cut: bool,
    known: bool,
    code: Option<CodeJson>,
    explanations: Vec<ExplanationJson>,
    apart: Option<String>,
    nearest: Option<&'static str>,
}

#[derive(Serialize)]
struct CodeJson {
    permanence: &'static str,
    subject: Option<&'static str>,
}

#[derive(Serialize)]
struct ExplanationJson {
    finding: &'static str,
    case: &'static str,
    title: String,
    meaning: String,
    action: String,
    then: String,
    who: &'static str,
    wait_s: Option<u64>,
    wait_source: Option<&'static str>,
    wait_reference: Option<&'static str>,
    certainty: &'static str,
    /// The entry of a catalogue, and where that is known from.
    entry: Option<&'static str>,
    reference: Option<&'static str>,
}

fn explanation(explanation: &Explanation, words: &Words) -> ExplanationJson {
    let [title, meaning, action, then] = parts(explanation, words);
    let (entry, reference) = match explanation.by {
        By::Class => (None, Some("RFC 3463 §3")),
        By::Message(message) => (Some(message.id), Some(message.source)),
        By::Name => (None, None),
        By::Reply(entry) => (Some(entry.id), Some(entry.source)),
    };
    ExplanationJson {
        finding: explanation.finding,
        case: explanation.case(),
        title,
        meaning,
        action,
        then,
        who: explanation.who.name(),
        wait_s: explanation.wait.map(|wait| wait.length.as_secs()),
        wait_source: explanation.wait.map(|wait| wait.whose.name()),
        wait_reference: explanation.wait.map(|wait| wait.source).filter(|it| !it.is_empty()),
        certainty: explanation.certainty.name(),
        entry,
        reference,
    }
}

#[cfg(test)]
mod tests;
