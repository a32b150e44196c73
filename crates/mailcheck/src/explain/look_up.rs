//! Asking the catalogues, and keeping what tells most.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::code::{CodeKind, Subject, is_basic, is_enhanced_error, trim};
use super::findings::who;
use super::{By, Certainty, Explanation};
use crate::knowledge::messages;
use crate::knowledge::replies::{
    self, Apart, Certainty as Heard, Entry, Kind, Meaning, Said, SpeakerKind,
};
use crate::model::ServerText;
use crate::rules::{usual_wait, wait_of};

/// A meaning, and what speaks for it.
struct Candidate {
    explanation: Explanation,
    /// Its place among the meanings of one source.
    place: usize,
    /// Letters that are equal.
    letters: usize,
    apart: Option<Apart>,
}

/// The lines of a text that are looked at: the first ones, each once, the empty ones not.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.filter(|line| seen.insert(*line)).take(MAX_LINES).collect()
}

/// Whether a text has more lines than are looked at.
pub(super) fn is_too_many(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).nth(MAX_LINES).is_some()
}

/// What a text may mean, the likeliest first, and what would tell that apart.
pub(super) fn look_up(text: &str, lines: &[&str]) -> (Vec<Explanation>, Option<Apart>) {
    let mut candidates = shown(text);
    if lines.len() > 1 {
        let whole: Vec<ServerText> = lines.iter().map(|line| ServerText::from(*line)).collect();
        candidates.extend(said(&whole));
    }
    for line in lines {
        let of_line = of_line(line);
        candidates.extend(of_line);
    }
    let best = candidates.iter().map(|it| it.explanation.certainty).max();
    candidates.retain(|it| Some(it.explanation.certainty) == best);
    candidates.sort_by_key(|it| (it.place, Reverse(it.letters)));
    let apart = candidates.iter().find_map(|it| it.apart);
    let mut explanations: Vec<Explanation> = Vec::new();
    for Candidate { explanation, .. } in candidates {
        let is_known = |known: &Explanation| {
            known.finding == explanation.finding && known.kind == explanation.kind
        };
        if !explanations.iter().any(is_known) && explanations.len() < MAX_MEANINGS {
            explanations.push(explanation);
        }
    }
    let apart = if explanations.len() > 1 { apart } else { None };
    (explanations, apart)
}

/// What displays show.
fn shown(text: &str) -> Vec<Candidate> {
    let meanings = messages::found(text).into_iter().flat_map(|found| {
        let messages::Found { message, letters, .. } = found;
        let certainty = if message.is_vague { Certainty::Vague } else { Certainty::Text };
        message.means.iter().enumerate().map(move |(place, means)| Candidate {
            explanation: Explanation {
                finding: means.finding,
                kind: means.kind,
                certainty,
                by: By::Message(message),
                who: who(means.finding, means.kind),
                wait: usual_wait(means.finding, means.kind),
            },
            place,
            letters,
            apart: message.apart,
        })
    });
    meanings.collect()
}

/// What a line may be: a reply, a reply that something else stands before, a code.
fn of_line(line: &str) -> Vec<Candidate> {
    let mut candidates = said(&[ServerText::from(line)]);
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    if let Some(reply) = reply_within(line) {
        candidates.extend(said(&[ServerText::from(reply)]));
    }
    if candidates.is_empty() {
        candidates.extend(words.iter().flat_map(|word| by_code(word, words.len() == 1)));
    }
    if candidates.is_empty()
        && let Some(code) = CodeKind::of(line)
    {
        candidates.extend(by_class(code));
    }
    candidates
}

/// What servers say.
fn said(lines: &[ServerText]) -> Vec<Candidate> {
    let meanings = replies::meanings(&Said::pasted(lines));
    let is_bare = !lines.iter().any(|line| has_form(line.as_str()));
    let meanings = meanings.into_iter().enumerate();
    // A short text in the middle of an ordinary sentence is chance.
    let all: usize = lines.iter().map(|line| count(line.as_str())).sum();
    let meanings = meanings.filter(|(_place, meaning)| {
        let letters = count(&meaning.entry.text);
        !is_bare || letters >= LEAST_LETTERS || all <= 2 * letters
    });
    meanings.map(|(place, meaning)| heard(place, &meaning)).collect()
}

fn heard(place: usize, meaning: &Meaning) -> Candidate {
    let certainty = match meaning.certainty {
        Heard::Code => Certainty::Code,
        Heard::Words => Certainty::Words,
        Heard::Text | Heard::Exact => Certainty::Text,
    };
    // The time is that of the likeliest meaning.
    let wait = if place == 0 { wait_of(meaning) } else { None };
    Candidate {
        explanation: Explanation {
            finding: meaning.finding,
            kind: meaning.kind,
            certainty,
            by: By::Reply(meaning.entry),
            who: who(meaning.finding, meaning.kind),
            wait: wait.or_else(|| usual_wait(meaning.finding, meaning.kind)),
        },
        place,
        letters: count(&meaning.entry.text),
        apart: meaning.apart,
    }
}

/// Letters and digits of a text.
fn count(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// Whether a line looks like a reply: a code of SMTP, `-ERR`, a tagged `NO`, a code in brackets.
fn has_form(line: &str) -> bool {
    let mut words = line.split([' ', '-']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let is_status = |word: &str| ["NO", "BAD", "BYE"].contains(&word);
    is_basic(first) || first == "ERR" || is_status(first) || is_status(second)
}

/// The reply that a program quotes: behind a colon or bracket, or where basic and enhanced code stand
/// side by side.
fn reply_within(line: &str) -> Option<&str> {
    let mut before = "";
    let mut place = 0;
    while let Some(word) = line.get(place..)?.split_ascii_whitespace().next() {
        let start = place + line.get(place..)?.find(word)?;
        place = start + word.len();
        let is_behind = before.ends_with([':', '：']) || word.starts_with('(');
        let rest = line.get(start..)?.trim_start_matches(['(', '"', '\'']);
        let digits = rest.get(..3).filter(|digits| is_basic(digits));
        let next = line.get(place..)?.split_ascii_whitespace().next().map(trim);
        if start > 0 && digits.is_some() && (is_behind || next.is_some_and(is_enhanced_error)) {
            return Some(rest);
        }
        before = word;
    }
    None
}

/// What a code alone may mean: `5.7.8`, `[AUTHENTICATIONFAILED]`.
fn by_code(word: &str, is_alone: bool) -> Vec<Candidate> {
    let code = trim(word);
    let is_response = (word.starts_with('[') || is_alone)
        && code.len() > 2
        && code.bytes().all(|octet| octet.is_ascii_uppercase() || b"-/".contains(&octet));
    if !is_response && !is_enhanced_error(code) {
        return Vec::new();
    }
    let has_code = |entry: &&Entry| entry.code.as_deref() == Some(code);
    let known: Vec<&'static Entry> = replies::all().iter().filter(has_code).collect();
    let is_standard = |entry: &&&Entry| entry.by.kind == SpeakerKind::Standard;
    let standard: Vec<_> = known.iter().filter(is_standard).copied().collect();
    let known = if standard.is_empty() { known } else { standard };
    let meanings = known.into_iter().flat_map(|entry| {
        entry.means.iter().enumerate().map(move |(place, means)| Candidate {
            explanation: Explanation {
                finding: means.finding,
                kind: means.kind,
                certainty: Certainty::Code,
                by: By::Reply(entry),
                who: who(means.finding, means.kind),
                wait: usual_wait(means.finding, means.kind),
            },
            place,
            letters: 0,
            apart: entry.apart,
        })
    });
    meanings.collect()
}

/// What a code of this class may mean at the most (RFC 3463 §3). Codes about commands and contents
/// tell of no fault that we know.
fn by_class(code: CodeKind) -> Vec<Candidate> {
    use super::Permanence::{Permanent, Success, Temporary};
    let means: &[(&str, Option<Kind>)] = match (code.permanence, code.subject) {
        (Success, _) | (_, None | Some(Subject::Protocol | Subject::Content)) => &[],
        (_, Some(Subject::Address)) => {
            &[("send.recipient-rejected", None), ("send.sender-rejected", None)]
        }
        (_, Some(Subject::Mailbox)) => {
            &[("send.over-quota", None), ("send.recipient-rejected", None)]
        }
        (Temporary, Some(Subject::System)) => &[("greeting.busy", Some(Kind::Overload))],
        (Permanent, Some(Subject::System)) => &[("send.too-large", None)],
        (Temporary, Some(Subject::Network)) => &[("send.deferred", Some(Kind::Overload))],
        (Permanent, Some(Subject::Network)) => &[("send.recipient-rejected", None)],
        (Temporary, Some(Subject::Policy)) => {
            &[("greeting.busy", Some(Kind::Rate)), ("send.deferred", Some(Kind::Greylisting))]
        }
        (Permanent, Some(Subject::Policy)) => &[
            ("greeting.refused", Some(Kind::Policy)),
            ("login.rejected", None),
            ("send.relay-denied", None),
        ],
    };
    let meanings = means.iter().enumerate().map(|(place, (finding, kind))| Candidate {
        explanation: Explanation {
            finding,
            kind: *kind,
            certainty: Certainty::Class,
            by: By::Class,
            who: who(finding, *kind),
            wait: usual_wait(finding, *kind),
        },
        place,
        letters: 0,
        apart: None,
    });
    meanings.collect()
}

/// Lines that are looked at one by one: a dialogue that failed is shorter.
const MAX_LINES: usize = 100;
/// Meanings that are told: nobody follows more.
const MAX_MEANINGS: usize = 5;
/// Letters of a reply that are no chance in the middle of a sentence.
const LEAST_LETTERS: usize = 8;
