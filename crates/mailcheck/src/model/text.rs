//! Text that came from the network.

use std::fmt;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::escape::is_unprintable;

/// What a server said, made safe when it comes in: there is no way to show it raw.
///
/// Octets that are not UTF-8 become `\xNN`, characters that drive a terminal, cannot be seen or turn
/// the direction of writing become `\u{…}`, and what is longer than 2,000 octets is cut and ends in
/// `…`.
///
/// # Examples
///
/// ```
/// use mailcheck::model::ServerText;
/// let text = ServerText::from_bytes(b"220 \x1b[31mred\xff");
/// assert_eq!(text.as_str(), r"220 \u{1b}[31mred\xff");
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(from = "String", into = "String")]
pub struct ServerText(String);

impl ServerText {
    /// Takes octets from the wire, without their line end.
    pub fn from_bytes(octets: &[u8]) -> Self {
        let mut safe = String::new();
        for chunk in octets.utf8_chunks() {
            push_safe(&mut safe, chunk.valid());
            for octet in chunk.invalid() {
                // Writing to a String cannot fail.
                let _infallible = write!(safe, "\\x{octet:02x}");
            }
            if safe.len() > MAX_OCTETS {
                break;
            }
        }
        cut(&mut safe);
        Self(safe)
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its lines, without the line ends that were made visible.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::model::ServerText;
    /// let text = ServerText::from_bytes(b"a1 OK\r\n* BYE\r\n");
    /// assert_eq!(text.lines(), [ServerText::from("a1 OK"), ServerText::from("* BYE")]);
    /// ```
    pub fn lines(&self) -> Vec<Self> {
        let lines = self.0.split(r"\u{a}").map(|line| line.strip_suffix(r"\u{d}").unwrap_or(line));
        lines.filter(|line| !line.is_empty()).map(Self::from).collect()
    }
}

impl fmt::Display for ServerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ServerText {
    fn from(text: &str) -> Self {
        let mut safe = String::new();
        push_safe(&mut safe, text);
        cut(&mut safe);
        Self(safe)
    }
}

impl From<String> for ServerText {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<ServerText> for String {
    fn from(text: ServerText) -> Self {
        text.0
    }
}

fn push_safe(safe: &mut String, text: &str) {
    for letter in text.chars() {
        if is_unprintable(letter) {
            safe.extend(letter.escape_unicode());
        } else {
            safe.push(letter);
        }
        if safe.len() > MAX_OCTETS {
            return;
        }
    }
}

fn cut(safe: &mut String) {
    if safe.len() > MAX_OCTETS {
        let end = (0..=MAX_OCTETS).rev().find(|at| safe.is_char_boundary(*at)).unwrap_or(0);
        safe.truncate(end);
        safe.push('…');
    }
}

/// Longest text kept of one thing that a server said, before the cut.
const MAX_OCTETS: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_dangerous_stays() {
        let text = ServerText::from_bytes("a\u{1b}b\u{9b}c\u{202e}d\0\r\u{7f}ü".as_bytes());
        assert!(!text.as_str().chars().any(is_unprintable), "{text}");
        assert!(text.as_str().ends_with('ü'));
    }

    #[test]
    fn what_needs_no_escape_when_shown_is_all_that_stays() {
        for letter in ['\u{34f}', '\u{115f}', '\u{180e}', '\u{3164}', '\u{fe0f}', '\u{e0041}'] {
            let text = ServerText::from(format!("a{letter}b"));
            assert_eq!(text.as_str(), format!("a{}b", letter.escape_unicode()));
        }
    }

    #[test]
    fn what_was_made_safe_stays_the_same() {
        let once = ServerText::from_bytes(b"\x1b\xfe");
        assert_eq!(ServerText::from(once.as_str()), once);
    }

    #[test]
    fn length_is_bounded() {
        assert!(ServerText::from_bytes(&vec![0xff; 1_000_000]).as_str().len() <= MAX_OCTETS + 8);
    }
}
