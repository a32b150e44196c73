//! How text for people is to look, and by whose clock it tells dates.

use jiff::tz::TimeZone;

use super::Lang;

/// How to write text.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Style {
    /// In which language.
    pub lang: Lang,
    /// Whether to use the colours of a terminal.
    pub colour: bool,
    /// Columns of a line; a wide character takes two.
    pub width: usize,
    /// Whose clock dates are told by, for people compare them with the one on the wall.
    pub zone: TimeZone,
    /// Whether to tell all that is known of each source of settings; [`super::discovery_text`] heeds it.
    pub detail: bool,
}

impl Style {
    /// 80 columns without colour, dates in UTC.
    pub fn new(lang: Lang) -> Self {
        Self { lang, colour: false, width: 80, zone: TimeZone::UTC, detail: false }
    }

    /// Says whether to use colours.
    #[must_use]
    pub fn colour(mut self, colour: bool) -> Self {
        self.colour = colour;
        self
    }

    /// Sets the columns of a line.
    #[must_use]
    pub fn width(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    /// Says whether to tell all that is known of each source of settings.
    #[must_use]
    pub fn detail(mut self, detail: bool) -> Self {
        self.detail = detail;
        self
    }

    /// Sets the time zone of dates.
    #[must_use]
    pub fn zone(mut self, zone: TimeZone) -> Self {
        self.zone = zone;
        self
    }
}
