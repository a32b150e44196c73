//! A time in the words of a scenario file.

use std::time::Duration;

use serde::Deserialize;

/// A time such as `200 ms`, `3 s` or `2 min`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Span(pub(crate) Duration);

impl TryFrom<String> for Span {
    type Error = ParseSpanError;

    fn try_from(text: String) -> Result<Self, ParseSpanError> {
        let text = text.trim();
        let unit = text.find(|letter: char| !letter.is_ascii_digit()).ok_or(ParseSpanError)?;
        let (number, unit) = text.split_at(unit);
        let number: u32 = number.parse().map_err(|_| ParseSpanError)?;
        let unit = match unit.trim() {
            "ms" => Duration::from_millis(1),
            "s" => Duration::from_secs(1),
            "min" => Duration::from_mins(1),
            "h" => Duration::from_hours(1),
            _ => return Err(ParseSpanError),
        };
        Ok(Self(unit.saturating_mul(number)))
    }
}

/// Not a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a time is a whole number and a unit: \"200 ms\", \"3 s\", \"2 min\" or \"1 h\"")]
pub(crate) struct ParseSpanError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units() {
        let read = |text: &str| Span::try_from(text.to_owned()).map(|span| span.0);
        assert_eq!(read("200 ms"), Ok(Duration::from_millis(200)));
        assert_eq!(read("3s"), Ok(Duration::from_secs(3)));
        assert_eq!(read("2 min"), Ok(Duration::from_mins(2)));
        for bad in ["", "3", "s", "-3 s", "1.5 s", "3 parsecs", "99999999999 s"] {
            assert_eq!(read(bad), Err(ParseSpanError), "{bad}");
        }
    }
}
