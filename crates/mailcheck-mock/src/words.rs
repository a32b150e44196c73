//! Descriptions in words, as scenario files have them: `expired 3 days ago, RSA-2048`.

use jiff::SignedDuration;

/// Why a description is not understood.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseWordsError {
    /// Two things are said about the same.
    #[error("{second:?} does not go together with {first:?}")]
    Contradiction {
        /// What was said first.
        first: String,
        /// What cannot be true as well.
        second: String,
    },
    /// Nothing of this kind can be said.
    #[error("{words:?} is not understood; allowed are: {}", allowed.join(", "))]
    Unknown {
        /// What was said.
        words: String,
        /// All that can be said. `N`, `UNIT` and other words in capitals stand for something.
        allowed: &'static [&'static str],
    },
}

/// The parts of a description.
pub(crate) fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// What has been said about which topic, so that nothing is said twice.
#[derive(Debug)]
pub(crate) struct Claims<T>(Vec<(T, String)>);

impl<T: Copy + PartialEq> Claims<T> {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn claim(&mut self, topics: &[T], clause: &str) -> Result<(), ParseWordsError> {
        if let Some((_, first)) = self.0.iter().find(|(topic, _)| topics.contains(topic)) {
            let (first, second) = (first.clone(), clause.to_owned());
            return Err(ParseWordsError::Contradiction { first, second });
        }
        self.0.extend(topics.iter().map(|&topic| (topic, clause.to_owned())));
        Ok(())
    }
}

/// `3 days`, `1 hour`: a length of time, up to [`MAX_YEARS`].
pub(crate) fn span(text: &str) -> Option<SignedDuration> {
    let (number, unit) = text.split_once(' ')?;
    let number: u32 = number.parse().ok()?;
    let unit = match unit {
        "minute" | "minutes" => SignedDuration::from_mins(1),
        "hour" | "hours" => SignedDuration::from_hours(1),
        "day" | "days" => days(1),
        "week" | "weeks" => days(7),
        "year" | "years" => days(365),
        _ => return None,
    };
    let span = unit.checked_mul(i32::try_from(number).ok()?)?;
    (span <= days(365 * MAX_YEARS)).then_some(span)
}

pub(crate) const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// Longest span in years. The dates of certificates end with the year 9999 (RFC 5280 §4.1.2.5).
const MAX_YEARS: i64 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_a_number_and_a_unit() {
        assert_eq!(span("3 days"), Some(days(3)));
        assert_eq!(span("1 hour"), Some(SignedDuration::from_hours(1)));
        assert_eq!(span("90 minutes"), Some(SignedDuration::from_mins(90)));
        assert_eq!(span("2 weeks"), Some(days(14)));
        assert_eq!(span("1000 years"), Some(days(365_000)));
        for wrong in
            ["3", "days", "-3 days", "3 moons", "1001 years", "4294967295 years", "3  days"]
        {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }
}
