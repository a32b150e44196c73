//! What is told of the message to oneself: lines for people, and its part of the JSON report.

use super::Words;
use super::shape::{AuthenticationJson, ReceivedJson, SendTestJson};
use crate::evidence::{Circle, Delivered, EnvelopeReply, FoundIn, Idle, Removal, SendReply};
use crate::model::ServerText;
use crate::report::Arg;
use crate::wire::trace::{Passage, Received};

/// Lines for people, each with what it is about.
pub(super) fn lines(circle: &Circle<'_>, words: &Words) -> Vec<(String, String)> {
    let ui = |key: &str| words.ui(key, &[]);
    let mut lines = vec![("test-sent", ui(&format!("test-sent-{}", sent(circle))))];
    if let Some(delivered) = circle.delivered {
        lines.push(("test-came", came(delivered, words)));
        let steps = delivered.received.iter().rev().map(|step| self::step(step, words));
        lines.extend(steps.map(|step| ("test-way", step)));
        let results = delivered.authentication.iter();
        let results = results.map(|it| format!("{} {}", it.method.to_ascii_uppercase(), it.result));
        let results: Vec<String> = results.collect();
        if !results.is_empty() {
            lines.push(("test-checks", words.list(&results)));
        }
    } else if let Some(waited_ms) = circle.waited_ms {
        let args = [("seconds", Arg::from(tenths(waited_ms)))];
        lines.push(("test-came", words.ui("test-not-come", &args)));
    }
    if let Some(removal) = circle.removal {
        lines.push(("test-then", ui(&format!("test-then-{}", removed(removal)))));
    }
    let mut last = "";
    let mut labelled = Vec::new();
    for (label, line) in lines {
        // One label for all lines about the same.
        labelled.push((if label == last { String::new() } else { ui(label) }, line));
        last = label;
    }
    labelled
}

/// Where and when it came, and whether that was announced.
fn came(delivered: &Delivered, words: &Words) -> String {
    let args = [("seconds", Arg::from(tenths(delivered.after_ms)))];
    let mut parts = vec![words.ui(&format!("test-came-{}", delivered.folder.name()), &args)];
    let idle = match delivered.idle {
        Idle::Announced => Some("test-announced"),
        Idle::Silent { .. } => Some("test-not-announced"),
        Idle::NotOffered | Idle::Untold => None,
    };
    parts.extend(idle.map(|key| words.ui(key, &[])));
    if !delivered.same_id {
        parts.push(words.ui("test-other-id", &[]));
    }
    words.list(&parts)
}

/// One step of its way.
fn step(step: &Received, words: &Words) -> String {
    let name = |it: &Option<ServerText>| it.as_ref().map_or("?", ServerText::as_str).to_owned();
    let how = match (step.passage(), &step.tls) {
        (Passage::Encrypted, Some(version)) => format!("TLS {version}"),
        (passage, _) => words.ui(&format!("test-way-{}", passage_name(passage)), &[]),
    };
    let args = [
        ("from", Arg::from(name(&step.from))),
        ("by", Arg::from(name(&step.by))),
        ("how", Arg::from(how)),
    ];
    words.ui("test-step", &args)
}

/// Seconds with one digit behind the point.
fn tenths(ms: u64) -> String {
    format!("{}.{}", ms / 1_000, ms % 1_000 / 100)
}

/// What the outgoing server made of it, as a word.
fn sent(circle: &Circle<'_>) -> &'static str {
    let is_later = |transient: bool| if transient { "later" } else { "refused" };
    match (circle.sent, circle.envelope) {
        (Some(reply), _) if reply.is_accepted() => "accepted",
        (Some(reply), _) => is_later(SendReply::is_transient(reply)),
        _ if circle.unanswered.is_some() || circle.envelope_failed.is_some() => "unanswered",
        (None, Some(reply)) if !reply.is_positive() => is_later(EnvelopeReply::is_transient(reply)),
        (None, _) => "not-sent",
    }
}

fn removed(removal: &Removal) -> &'static str {
    match removal {
        Removal::Expunged => "deleted",
        Removal::Failed { .. } => "not-deleted",
        Removal::Flagged => "marked",
        Removal::Kept => "kept",
    }
}

fn passage_name(passage: Passage) -> &'static str {
    match passage {
        Passage::Clear => "clear",
        Passage::Encrypted => "encrypted",
        Passage::Untold => "untold",
    }
}

/// Its part of the JSON report.
pub(super) fn json<'a>(circle: &Circle<'a>) -> SendTestJson<'a> {
    let delivered = circle.delivered;
    let joined =
        |lines: &[ServerText]| lines.iter().map(ServerText::as_str).collect::<Vec<_>>().join("\n");
    let reply = circle.sent.map(|it| joined(&it.lines));
    SendTestJson {
        sent: sent(circle),
        reply: reply.or_else(|| circle.envelope.map(|it| joined(&it.lines))),
        message_id: circle.sent.map(|it| it.message_id.as_str()),
        delivered_ms: delivered.map(|it| it.after_ms),
        waited_ms: circle.waited_ms,
        folder: delivered.map(|it| FoundIn::name(it.folder)),
        idle_announced: delivered.and_then(|it| match it.idle {
            Idle::Announced => Some(true),
            Idle::Silent { .. } => Some(false),
            Idle::NotOffered | Idle::Untold => None,
        }),
        message_id_kept: delivered.map(|it| it.same_id),
        received: delivered.iter().flat_map(|it| it.received.iter().map(received)).collect(),
        authentication_results: delivered
            .iter()
            .flat_map(|it| it.authentication.iter())
            .map(|it| AuthenticationJson { method: &it.method, result: it.result.as_str() })
            .collect(),
        removal: circle.removal.map(removed),
    }
}

fn received(step: &Received) -> ReceivedJson<'_> {
    ReceivedJson {
        from: step.from.as_ref().map(ServerText::as_str),
        by: step.by.as_ref().map(ServerText::as_str),
        with: step.with.as_ref().map(ServerText::as_str),
        tls: step.tls.as_deref(),
        passage: passage_name(step.passage()),
    }
}
