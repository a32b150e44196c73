//! Placeholders in the values of a file, and what looks like one.

use super::View;
use crate::file::Place;
use crate::preset::Format;

/// What of a value is no placeholder and looks like one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Slip {
    /// A known one that lacks a percent sign, or is in small letters.
    Half,
    /// One that there is none of.
    Unknown,
}

/// The values that may have placeholders, and where they stand. Formats other than autoconfig have words
/// of their own, which are read into these.
pub(crate) fn values<'a>(view: &View<'a>) -> Vec<(Place, &'a str)> {
    if !matches!(view.file.format, Format::Autoconfig | Format::Toml) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for server in &view.provider.servers {
        found.extend(server.host.as_ref().map(|word| (word.at, word.text.as_str())));
        found.extend(server.username.as_ref().map(|word| (word.at, word.text.as_str())));
    }
    found
}

/// Looks for a slip. A percent sign alone is none: `you%example.org` is a log-in name.
pub(crate) fn slip(value: &str) -> Option<Slip> {
    let whole = WORDS.iter().map(|word| format!("%{word}%"));
    let rest = whole.fold(value.to_owned(), |rest, word| rest.replace(&word, " "));
    let upper = rest.to_ascii_uppercase();
    if WORDS.iter().any(|word| upper.contains(word)) {
        return Some(Slip::Half);
    }
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_uppercase());
    // What stands before the first sign, and behind the last, is not between two.
    let mut parts: Vec<&str> = rest.split('%').skip(1).collect();
    parts.pop();
    parts.into_iter().any(is_word).then_some(Slip::Unknown)
}

/// Whether a value has a placeholder.
pub(crate) fn has_one(value: &str) -> bool {
    WORDS.iter().any(|word| value.contains(&format!("%{word}%")))
}

/// The words between the percent signs.
const WORDS: [&str; 3] = ["EMAILADDRESS", "EMAILLOCALPART", "EMAILDOMAIN"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_names() {
        for (value, expected) in [
            ("%EMAILADDRESS%", None),
            ("%EMAILLOCALPART%%EMAILDOMAIN%", None),
            ("you%example.org", None),
            ("100%%", None),
            ("", None),
            ("A%B", None),
            ("%EMAILADDRESS", Some(Slip::Half)),
            ("EMAILADDRESS", Some(Slip::Half)),
            ("%emailaddress%", Some(Slip::Half)),
            ("%EMAILLOCALPART%@%EMAILDOMAIN", Some(Slip::Half)),
            ("%REALNAME%", Some(Slip::Unknown)),
            ("a%USER%b", Some(Slip::Unknown)),
        ] {
            assert_eq!(slip(value), expected, "{value}");
        }
    }
}
