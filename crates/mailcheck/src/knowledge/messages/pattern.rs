//! Patterns for texts that are shown: words as they are, `*` for a name or a short text.

use std::ops::Range;

use super::fold::fold;

/// A pattern for part of a text that [`fold`] made comparable.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Pattern {
    /// The runs between the `*`, none of them empty.
    runs: Vec<String>,
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Self {
        Self { runs: text.split('*').map(fold).filter(|run| !run.is_empty()).collect() }
    }

    /// How many letters are given.
    pub(super) fn letters(&self) -> usize {
        self.runs.iter().map(|run| run.chars().count()).sum()
    }

    /// Where it stands for the first time.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let (first, rest) = self.runs.split_first()?;
        let mut from = 0;
        loop {
            let start = next(text, first, from)?;
            let behind_first = start + first.len();
            let end = rest.iter().try_fold(behind_first, |end, run| {
                // The name that a `*` stands for is there.
                let end = end + text.get(end..)?.chars().next()?.len_utf8();
                let window =
                    text.get(..text.floor_char_boundary(end + MAX_GAP_OCTETS + run.len()))?;
                Some(next(window, run, end)? + run.len())
            });
            if let Some(end) = end {
                return Some(start..end);
            }
            from = behind_first;
        }
    }
}

/// The next place of a run where no word or number is cut in two.
fn next(text: &str, run: &str, from: usize) -> Option<usize> {
    let mut from = from;
    loop {
        let start = from + text.get(from..)?.find(run)?;
        let end = start + run.len();
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|text| text.chars().next());
        let is_joined = |one: Option<char>, other: Option<char>| {
            one.zip(other).is_some_and(|(one, other)| is_of_word(one) && is_of_word(other))
        };
        let first = run.chars().next();
        // The sign belongs to a negative number.
        let first = if first == Some('-') { Some('0') } else { first };
        if !is_joined(before, first) && !is_joined(run.chars().next_back(), after) {
            return Some(start);
        }
        from = start + run.chars().next().map_or(1, char::len_utf8);
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
}

/// Octets that a `*` may stand for: a host name has at most 253 (RFC 1035 §2.3.4).
const MAX_GAP_OCTETS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).find(&fold(text)).is_some()
    }

    #[test]
    fn runs_stand_in_order_and_near() {
        assert!(finds("Login to server * failed", "Login to server imap.example.org failed."));
        assert!(finds("Login to server * failed", "Login to server Login to server x failed"));
        assert!(!finds("Login to server * failed", "failed: Login to server x"));
        let far = format!("Login to server {} failed", "x ".repeat(200));
        assert!(!finds("Login to server * failed", &far));
        assert!(finds("サーバー*への接続", "サーバ imap.example.org への接続"));
        assert!(!finds("サーバー*への接続", "サーバへの接続"));
    }

    #[test]
    fn words_and_numbers_are_whole() {
        assert!(finds("10061", "error 10061."));
        assert!(!finds("10061", "error 110061"));
        assert!(!finds("10061", "error 100610"));
        assert!(finds("-1001", "Code=-1001"));
        assert!(!finds("-1001", "2026-1001"));
        assert!(finds("locked", "blocked, then locked"));
        assert!(finds("DNSサーバー", "このDNSサーバーは"));
    }
}
