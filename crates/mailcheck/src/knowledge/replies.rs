//! What servers say when they refuse, and what they mean by it.
//!
//! Servers share words and codes and mean different things by them: a `[UNAVAILABLE]` is a limit of
//! connections with Dovecot 2.3 and a broken back end with iCloud. So each entry is one observed
//! reply of one speaker, with everything that it may mean, the likeliest first, and a reply that was
//! heard is looked up by all that is known of it.
//!
//! # Examples
//!
//! ```
//! use mailcheck::knowledge::replies::{self, Certainty, Kind, Moment, Said};
//! use mailcheck::model::{ServerText, Service};
//!
//! let lines = [ServerText::from(
//!     "a1 NO [LIMIT] Maximum number of connections from user+IP exceeded \
//!      (mail_max_userip_connections=10)",
//! )];
//! let meanings = replies::meanings(&Said::new(Service::Imap, Moment::Login, &lines));
//! let first = &meanings[0];
//! assert_eq!((first.finding, first.kind), ("greeting.busy", Some(Kind::Concurrency)));
//! assert_eq!(first.certainty, Certainty::Text);
//! assert_eq!(first.limit, Some(10));
//! assert_eq!(first.entry.by.title, "Dovecot");
//! ```

mod entry;
mod file;
mod heard;
mod pattern;
mod search;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use entry::{
    Apart, Entry, Grade, Kind, Means, Moment, Place, Scope, Speaker, SpeakerKind, Wait,
};
pub use heard::Status;
pub use search::{Certainty, Meaning, Said, meanings};

/// Every entry, speaker by speaker.
///
/// # Examples
///
/// ```
/// let replies = mailcheck::knowledge::replies::all();
/// assert!(replies.len() >= 200);
/// assert!(replies.iter().all(|entry| !entry.source.is_empty()));
/// ```
pub fn all() -> &'static [Entry] {
    &ALL
}

/// Who is known by a greeting, each once.
fn speakers() -> &'static [&'static Speaker] {
    static SPEAKERS: LazyLock<Vec<&'static Speaker>> = LazyLock::new(|| {
        let mut speakers: Vec<&Speaker> = all().iter().map(|entry| &*entry.by).collect();
        speakers.retain(|speaker| !speaker.greetings.is_empty());
        speakers.sort_by_key(|speaker| speaker.name);
        speakers.dedup_by_key(|speaker| speaker.name);
        speakers
    });
    &SPEAKERS
}

/// Whether any reply was observed with this response code.
fn has_code(code: &str) -> bool {
    all().iter().any(|entry| entry.code.as_deref() == Some(code))
}

/// A file that is wrong gives no entries; tests read every file and find it before anybody else does.
static ALL: LazyLock<Vec<Entry>> =
    LazyLock::new(|| file::read_all().flat_map(Result::unwrap_or_default).collect());
