//! A wrong clock in the words of a scenario file.

use jiff::SignedDuration;
use serde::Deserialize;

use crate::words::span;

/// How far a clock is ahead: `3 days ahead`, `2 hours behind`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Clock(pub(crate) SignedDuration);

impl TryFrom<String> for Clock {
    type Error = ParseClockError;

    fn try_from(text: String) -> Result<Self, ParseClockError> {
        let ahead = text.strip_suffix(" ahead").and_then(span);
        let behind = || text.strip_suffix(" behind").and_then(span).map(|span| -span);
        ahead.or_else(behind).map(Self).ok_or(ParseClockError)
    }
}

/// No clock goes so.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "a clock is \"3 days ahead\" or \"2 hours behind\", with minutes, hours, days, weeks or years"
)]
pub(crate) struct ParseClockError;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::days;

    #[test]
    fn clocks_are_ahead_or_behind() {
        let read = |text: &str| Clock::try_from(text.to_owned()).map(|clock| clock.0);
        assert_eq!(read("3 days ahead"), Ok(days(3)));
        assert_eq!(read("2 weeks behind"), Ok(-days(14)));
        for wrong in ["", "3 days", "ahead", "-3 days ahead", "3 moons behind"] {
            assert_eq!(read(wrong), Err(ParseClockError), "{wrong}");
        }
    }
}
