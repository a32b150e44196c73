//! How faults are told: the places, cases and arguments that several rules share.

use mailcheck::model::ServerText;
use mailcheck::report::{Advice, Who};

use super::Fault;
use crate::file::{Oddity, OddityKind, Place, PresetFile, Server, Word};

/// A text of a file as it stands in a sentence: without control characters, and not the whole of an
/// endless one.
pub(crate) fn shown(text: &str) -> String {
    let (head, rest) = match text.char_indices().nth(MAX_SHOWN_LETTERS) {
        Some((end, _letter)) => (text.get(..end).unwrap_or_default(), "…"),
        None => (text, ""),
    };
    format!("{}{rest}", ServerText::from(head))
}

/// Where a value is missed and how: where it stands empty, else where what should have it begins.
pub(crate) fn missed<T>(word: Option<&Word<T>>, around: Place) -> Option<(Place, &'static str)> {
    match word {
        None => Some((around, "missing")),
        // What the format implies is written nowhere, and means something.
        Some(word) if word.text.is_empty() && word.meaning.is_none() => Some((word.at, "empty")),
        Some(_there) => None,
    }
}

/// The fault of a value that is missed.
pub(crate) fn miss<T>(word: Option<&Word<T>>, around: Place, advice: Advice) -> Option<Fault> {
    let (at, case) = missed(word, around)?;
    Some(Fault::new(at, advice.case(case)))
}

/// Advice about a server, which is named in it: by its host, else by its service.
pub(crate) fn about(server: &Server) -> Advice {
    let host = server.host.as_ref().map(|host| host.text.as_str()).filter(|host| !host.is_empty());
    let service = &server.service.text;
    Advice::new(Who::You).arg("host", shown(host.unwrap_or(service))).arg("service", shown(service))
}

/// The oddities of one kind, each as a fault.
pub(crate) fn odd(file: &PresetFile, kind: OddityKind) -> Vec<Fault> {
    let told = |odd: &Oddity| {
        let case = if odd.within.is_empty() { "other" } else { "within" };
        let advice = Advice::new(Who::You).case(case);
        let advice = advice.arg("what", shown(&odd.about)).arg("within", shown(&odd.within));
        Fault::new(odd.at, advice)
    };
    file.oddities.iter().filter(|odd| odd.kind == kind).map(told).collect()
}

/// Letters of a text that are shown: more than any host name of a preset has.
const MAX_SHOWN_LETTERS: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_on_one_line_and_cut() {
        for (text, expected) in [
            ("imap.example.org", "imap.example.org"),
            ("a\u{1b}[31m\nb", "a\\u{1b}[31m\\u{a}b"),
            (&"é".repeat(80), &"é".repeat(80)),
            (&"é".repeat(81), &format!("{}…", "é".repeat(80))),
        ] {
            assert_eq!(shown(text), expected);
        }
    }
}
