//! What a text, a code or a finding means: looked up, offline, without any server at hand.
//!
//! Everything that may be known of a text is asked: the names of findings, the catalogues of
//! messages and of replies, and the codes in it. What tells most is kept, the rest is left out.
//!
//! # Examples
//!
//! ```
//! use mailcheck::explain::{Certainty, explain};
//!
//! let explained = explain("a1 NO [AUTHENTICATIONFAILED] Authentication failed.");
//! assert_eq!(explained.explanations[0].finding, "login.rejected");
//! assert_eq!(explained.explanations[0].certainty, Certainty::Text);
//! assert!(!explain("Hello").is_known());
//! ```

mod code;
mod findings;
mod look_up;
mod octets;
#[cfg(test)]
mod tests;

use crate::knowledge::messages::Message;
use crate::knowledge::replies::{Apart, Entry, Kind};
use crate::report::{Wait, Who};

pub use code::{CodeKind, Permanence, Subject};
pub use findings::findings;
pub use octets::decode;

/// What is known of a text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explained {
    /// The text as far as it was looked at, raw: whoever shows it escapes it.
    pub text: String,
    /// Whether it was longer than what was looked at.
    pub is_cut: bool,
    /// What it may mean, the likeliest first; empty where nothing is known.
    pub explanations: Vec<Explanation>,
    /// What would tell the meanings apart.
    pub apart: Option<Apart>,
    /// What the first code of SMTP in it says by itself.
    pub code: Option<CodeKind>,
    /// The finding that was probably meant by a name that is none.
    pub nearest: Option<&'static str>,
}

impl Explained {
    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        !self.explanations.is_empty() || self.code.is_some()
    }
}

/// One thing that a text may mean.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The id of a finding.
    pub finding: &'static str,
    /// Which kind of it, where it has several.
    pub kind: Option<Kind>,
    /// How sure that is.
    pub certainty: Certainty,
    /// Where it is known from.
    pub by: By,
    /// Who can act.
    pub who: Who,
    /// How long to wait before the next attempt, where waiting helps.
    pub wait: Option<Wait>,
}

impl Explanation {
    /// The case of the words.
    pub fn case(&self) -> &'static str {
        self.kind.map_or("other", Kind::name)
    }
}

/// How sure a meaning is, the least first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Certainty {
    /// Only the kind of a code is known.
    Class,
    /// The words are shown for many faults.
    Vague,
    /// Only the code is known.
    Code,
    /// The words are those of many servers.
    Words,
    /// The words are known.
    Text,
    /// The finding was named.
    Named,
}

impl Certainty {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Code => "code",
            Self::Named => "named",
            Self::Text => "text",
            Self::Vague => "vague",
            Self::Words => "words",
        }
    }
}

/// Where a meaning is known from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum By {
    /// Nowhere: the finding was named.
    Name,
    /// A message that is shown.
    Message(&'static Message),
    /// A reply of a server.
    Reply(&'static Entry),
    /// The classes of enhanced codes (RFC 3463).
    Class,
}

/// Says what a text means: what a phone shows, what a server said, a code, or the id of a finding.
///
/// Of a long text the beginning is looked at, its lines one by one and together.
pub fn explain(text: &str) -> Explained {
    let is_long = text.len() > MAX_OCTETS;
    let text = text.trim_start_matches('\u{feff}').trim();
    let seen = text.get(..text.floor_char_boundary(MAX_OCTETS)).unwrap_or_default();
    let lines = look_up::lines(seen);
    let named = findings::named(seen);
    let (explanations, apart) = match named {
        Some(named) => (vec![named], None),
        None => look_up::look_up(seen, &lines),
    };
    let nearest = if explanations.is_empty() { findings::nearest(seen) } else { None };
    let code = lines.iter().find_map(|line| CodeKind::of(line));
    Explained {
        text: seen.to_owned(),
        is_cut: is_long || look_up::is_too_many(seen),
        code,
        explanations,
        apart,
        nearest,
    }
}

/// Octets that are looked at: a page of a log, and far more than any display shows.
pub const MAX_OCTETS: usize = 64 << 10;
