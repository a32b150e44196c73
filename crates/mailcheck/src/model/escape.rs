//! The one place where text is made safe to show. Whatever a server, a file or a person put into a
//! report or a saved run, it cannot drive a terminal, hide itself or turn the direction of writing.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Shows characters that cannot be seen as `\u{…}`; the line feed is one of them.
///
/// What was escaped once stays the same.
///
/// # Examples
///
/// ```
/// assert_eq!(mailcheck::render::escape("a\u{1b}[31m\u{202e}b"), r"a\u{1b}[31m\u{202e}b");
/// assert_eq!(mailcheck::render::escape("メール"), "メール");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_unprintable(letter) {
            safe.extend(letter.escape_unicode());
        } else {
            safe.push(letter);
        }
    }
    Cow::Owned(safe)
}

/// The same for JSON text that is complete: line feeds between members stay, and the rest becomes
/// `\uXXXX`, which every JSON reader turns back into the same value.
///
/// # Examples
///
/// ```
/// let escaped = mailcheck::render::escape_json("[\n\"a\u{9b}b\"\n]");
/// assert_eq!(escaped, "[\n\"a\\u009bb\"\n]");
/// ```
pub fn escape_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == '\n' || !is_unprintable(letter) {
            safe.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _infallible = write!(safe, "\\u{unit:04x}");
        }
    }
    safe
}

/// Controls (C0, DEL, C1), line and paragraph separators, and what Unicode calls
/// `Default_Ignorable_Code_Point`: bidi controls, zero-width characters, fillers, tags.
///
/// Source: [UTR 36 §2.3](https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing) and
/// `DerivedCoreProperties.txt` of Unicode 16.
pub(crate) fn is_unprintable(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unprintable_stays() {
        for code in 0..=0x000e_0fff {
            let Some(letter) = char::from_u32(code) else { continue };
            let shown = escape(letter.encode_utf8(&mut [0; 4])).into_owned();
            assert!(!shown.chars().any(is_unprintable), "{code:x}");
            assert_eq!(escape(&shown), shown, "{code:x}");
        }
    }

    #[test]
    fn json_keeps_its_value() {
        let value = "a\u{7f}\u{9b}\u{202e}\u{e0041}\u{feff}ü\"\\\n";
        let escaped = escape_json(&serde_json::to_string(value).expect("a string"));
        assert!(!escaped.chars().any(is_unprintable), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).expect("still JSON"), value);
    }
}
