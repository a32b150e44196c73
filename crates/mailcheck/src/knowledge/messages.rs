//! What mail programs, web pages and operating systems show when something fails, and what they may
//! mean by it.
//!
//! A phone says the same words for faults of many kinds: an iPhone calls the password wrong when too
//! many connections are open. So each entry is one text that is shown, in English and Japanese, with
//! everything that it may mean, the likeliest first.
//!
//! # Examples
//!
//! ```
//! use mailcheck::knowledge::messages;
//!
//! let found = messages::found("「imap.example.org」のユーザ名またはパスワードが正しくありません。");
//! assert_eq!(found[0].message.means[0].finding, "login.rejected");
//! let mut means = found.iter().flat_map(|it| it.message.means.iter());
//! assert!(means.any(|it| it.finding == "greeting.busy"));
//! assert!(messages::found("Hello").is_empty());
//! ```

mod file;
mod fold;
mod pattern;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;

use self::fold::fold;
use self::pattern::Pattern;
use super::replies::{Apart, Grade, Means};

/// One text that is shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Message {
    /// Unique: the file's name, a slash, a name within the file.
    pub id: &'static str,
    /// The file's name: who shows it.
    pub by: &'static str,
    /// How it is worded in English, or what it is in every language: a code. `*` stands for anything.
    pub en: &'static [&'static str],
    /// How it is worded in Japanese.
    pub ja: &'static [&'static str],
    /// Whether it is shown for so many faults that whatever tells more goes first.
    pub is_vague: bool,
    /// What it may mean, the likeliest first.
    pub means: Vec<Means>,
    /// What would tell the meanings apart.
    pub apart: Option<Apart>,
    /// Where it is known from.
    pub source: &'static str,
    /// What kind of source that is.
    pub grade: Grade,
    /// When the data were put together.
    pub seen: Date,
    patterns: Vec<Pattern>,
}

/// A message that was found in a text.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Found {
    /// Which.
    pub message: &'static Message,
    /// How many letters of it: the more, the less it is chance.
    pub letters: usize,
}

/// Every message, file by file.
pub fn all() -> &'static [Message] {
    &ALL
}

/// A file that is wrong gives no entries; tests read every file and find it before anybody else does.
static ALL: LazyLock<Vec<Message>> =
    LazyLock::new(|| file::read_all().flat_map(Result::unwrap_or_default).collect());

/// The messages that stand in a text, in any part of it. One that is part of a longer one is left out.
///
/// Case, width, kind of quotation marks and blanks do not count, nor do the long vowels of Japanese
/// (サーバ, サーバー).
pub fn found(text: &str) -> Vec<Found> {
    let text = fold(text);
    let found: Vec<(Found, Range<usize>)> =
        all().iter().filter_map(|message| found_in(message, &text)).collect();
    let is_part = |(one, place): &(Found, Range<usize>)| {
        found.iter().any(|(other, wider)| {
            other.letters > one.letters && wider.start <= place.start && place.end <= wider.end
        })
    };
    found.iter().filter(|it| !is_part(it)).map(|(found, _place)| *found).collect()
}

/// The pattern of a message that takes the most letters.
fn found_in(message: &'static Message, folded: &str) -> Option<(Found, Range<usize>)> {
    let places = message.patterns.iter().filter_map(|pattern| {
        let place = pattern.find(folded)?;
        Some((Found { message, letters: pattern.letters() }, place))
    });
    places.max_by_key(|(found, _place)| found.letters)
}
