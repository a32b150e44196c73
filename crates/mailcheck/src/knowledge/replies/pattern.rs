//! Patterns for texts of replies: words as they are, `*` for anything, `{limit}` for a number.

use super::heard;

/// A pattern for the whole of a text that [`super::heard::normal`] made comparable.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Pattern {
    /// The runs between the `*`; the first and the last may be empty.
    runs: Vec<Vec<Piece>>,
    /// How many letters are given.
    weight: usize,
    /// Which octets every text has that matches.
    octets: u64,
}

/// What a run is made of.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    /// These letters.
    Literal(String),
    /// One to nine digits.
    Number(Name),
}

/// What a number in a reply counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Name {
    /// How many connections are allowed.
    Limit,
    /// How many minutes to wait.
    Minutes,
    /// How many seconds to wait.
    Seconds,
    /// How many connections there are.
    Used,
}

impl Name {
    const ALL: [(&'static str, Self); 4] = [
        ("limit", Self::Limit),
        ("minutes", Self::Minutes),
        ("seconds", Self::Seconds),
        ("used", Self::Used),
    ];
}

/// What a pattern found in a text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Found {
    /// The numbers, in the order of the text.
    pub(super) numbers: Vec<(Name, u32)>,
}

impl Found {
    /// The first number of this name.
    pub(super) fn number(&self, name: Name) -> Option<u32> {
        self.numbers.iter().find(|(found, _)| *found == name).map(|(_, number)| *number)
    }

    /// The limit that was reached, and which of those of the text it is: the least that is used up, or
    /// the first that there is. None is no limit at all: Cyrus says 0 where it has none.
    pub(super) fn limit(&self) -> Option<(usize, u32)> {
        let mut used = None;
        let mut limits = Vec::new();
        for (name, number) in &self.numbers {
            match name {
                Name::Used => used = Some(*number),
                Name::Limit => limits.push((used.take(), *number)),
                Name::Minutes | Name::Seconds => {}
            }
        }
        let real = || limits.iter().enumerate().filter(|(_, (_, limit))| *limit > 0);
        let used_up = real().filter(|(_, (used, limit))| used.is_some_and(|used| used >= *limit));
        let reached = used_up.min_by_key(|(_, (_, limit))| *limit).or_else(|| real().next());
        reached.map(|(index, (_, limit))| (index, *limit))
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// [`ParsePatternError`] when a name in braces is unknown or a brace is not closed.
    pub(super) fn parse(text: &str) -> Result<Self, ParsePatternError> {
        let runs = text.split('*').map(run).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::of(runs))
    }

    /// The pattern that only this text matches.
    pub(super) fn exactly(text: &str) -> Self {
        Self::of(vec![vec![Piece::Literal(text.to_owned())]])
    }

    fn of(runs: Vec<Vec<Piece>>) -> Self {
        let letters = |piece: &Piece| match piece {
            Piece::Literal(letters) => letters.chars().count(),
            Piece::Number(_) => 1,
        };
        let weight = runs.iter().flatten().map(letters).sum();
        let octets = runs.iter().flatten().fold(0, |octets, piece| match piece {
            Piece::Literal(letters) => octets | heard::octets(letters),
            Piece::Number(_) => octets,
        });
        Self { runs, weight, octets }
    }

    /// Whether a text with these octets can match.
    pub(super) fn may_match(&self, octets: u64) -> bool {
        self.octets & !octets == 0
    }

    /// Whether any text matches.
    pub(super) fn is_open(&self) -> bool {
        self.runs.len() > 1 && self.weight == 0
    }

    /// How many letters are given: the more, the less it is chance that a text matches.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }

    /// Looks for the pattern in a text: in the whole of it, or in any part.
    pub(super) fn find(&self, text: &str, in_any_part: bool) -> Option<Found> {
        let mut found = Found::default();
        let last = self.runs.len().saturating_sub(1);
        let mut at = 0;
        for (index, run) in self.runs.iter().enumerate() {
            let is_start = index == 0 && !in_any_part;
            let is_end = index == last && !in_any_part;
            let stands = |start| {
                let mut numbers = Vec::new();
                let end = matches_at(run, text, start, &mut numbers)?;
                (!is_end || end == text.len()).then_some((end, numbers))
            };
            let (end, numbers) = match (is_start, is_end) {
                (true, _) => stands(at)?,
                // What stands at the end is looked for from the end.
                (false, true) => starts(run, text, at).into_iter().rev().find_map(stands)?,
                (false, false) => starts(run, text, at).into_iter().find_map(stands)?,
            };
            found.numbers.extend(numbers);
            at = end;
        }
        Some(found)
    }
}

/// Every place from `at` on where a run may begin.
///
/// Its first letters are searched for as a whole: hundreds of patterns are held against each
/// text, and place by place a long one would cost seconds.
fn starts(run: &[Piece], text: &str, at: usize) -> Vec<usize> {
    let rest = text.get(at..).unwrap_or_default();
    match run.first() {
        None => vec![at, text.len()],
        Some(Piece::Literal(letters)) => {
            let next = |from: usize| Some(from + rest.get(from..)?.find(letters.as_str())?);
            let width = letters.chars().next().map_or(1, char::len_utf8);
            let places = std::iter::successors(next(0), |place| next(place + width));
            places.map(|place| at + place).collect()
        }
        Some(Piece::Number(_)) => {
            rest.match_indices(|c: char| c.is_ascii_digit()).map(|(place, _)| at + place).collect()
        }
    }
}

/// Where a run ends that stands at a place; its numbers are added.
fn matches_at(
    run: &[Piece],
    text: &str,
    start: usize,
    numbers: &mut Vec<(Name, u32)>,
) -> Option<usize> {
    let mut at = start;
    for piece in run {
        let rest = text.get(at..)?;
        at += match piece {
            Piece::Literal(letters) => {
                rest.starts_with(letters.as_str()).then_some(letters.len())?
            }
            Piece::Number(name) => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let number = rest.get(..digits)?.parse().ok()?;
                numbers.push((*name, number));
                digits
            }
        };
    }
    Some(at)
}

fn run(text: &str) -> Result<Vec<Piece>, ParsePatternError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(ParsePatternError::OpenBrace)?;
        let known = Name::ALL.into_iter().find(|(known, _)| *known == name);
        let (_, known) =
            known.ok_or_else(|| ParsePatternError::UnknownName { name: name.to_owned() })?;
        if !before.is_empty() {
            pieces.push(Piece::Literal(before.to_owned()));
        }
        pieces.push(Piece::Number(known));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Ok(pieces)
}

/// Why a text is not a pattern.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum ParsePatternError {
    /// A brace is not closed.
    #[error("a brace is not closed")]
    OpenBrace,
    /// There is no number of this name.
    #[error("no number is named {name:?}")]
    UnknownName {
        /// The name.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, text: &str) -> Option<Found> {
        Pattern::parse(pattern).expect(pattern).find(text, false)
    }

    #[test]
    fn the_whole_text_is_matched() {
        for (pattern, text, expected) in [
            ("login failed", "login failed", true),
            ("login failed", "login failed: no", false),
            ("login failed*", "login failed: no", true),
            ("*failed", "login failed", true),
            ("*failed", "failed failed", true),
            ("*a*b", "xaxbxb", true),
            ("*a*b", "xbxa", false),
            ("*aa{limit}*", "aaa5", true),
            ("*ああ{limit}", "あああ5", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
            ("*認証*", "ユーザー認証失敗", true),
            ("n={limit}", "n=", false),
            ("n={limit}", "n=12345678901", false),
        ] {
            assert_eq!(find(pattern, text).is_some(), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn a_part_is_enough_for_pasted_text() {
        let pattern = Pattern::parse("login failed").expect("is a pattern");
        assert!(pattern.find("error: login failed (42)", true).is_some());
        assert!(pattern.find("error: login refused", true).is_none());
    }

    #[test]
    fn numbers_are_read() {
        let found = find("*max={limit})", "limit reached (max=10)").expect("matches");
        assert_eq!(found.limit(), Some((0, 10)));
        let pairs = "*({used} of {limit} from *, {used} of {limit} for *)";
        for (text, expected) in [
            ("too many (3 of 10 from a, 5 of 5 for b)", (1, 5)),
            ("too many (10 of 10 from a, 1 of 5 for b)", (0, 10)),
            ("too many (1 of 10 from a, 1 of 5 for b)", (0, 10)),
            ("too many (3 of 0 from a, 5 of 5 for b)", (1, 5)),
        ] {
            assert_eq!(find(pairs, text).expect(text).limit(), Some(expected), "{text}");
        }
        let found = find("* {minutes} minute* apart", "logins must be 3 minutes apart");
        assert_eq!(found.expect("matches").number(Name::Minutes), Some(3));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        assert_eq!(Pattern::parse("a{limit"), Err(ParsePatternError::OpenBrace));
        let unknown = ParsePatternError::UnknownName { name: "x".to_owned() };
        assert_eq!(Pattern::parse("a{x}"), Err(unknown));
    }
}
