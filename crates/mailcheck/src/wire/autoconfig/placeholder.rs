//! Placeholders in values, and what looks like one (the draft, Placeholders).

/// The one that stands for the mail domain.
pub(super) const DOMAIN: &str = "%EMAILDOMAIN%";

/// What of a value is no placeholder and looks like one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Slip {
    /// A known one that lacks a percent sign, or is in small letters.
    Half,
    /// One that there is none of.
    Unknown,
}

/// Looks for a slip. A percent sign alone is none: `you%example.org` is a log-in name.
pub(super) fn slip(value: &str) -> Option<Slip> {
    let rest =
        WORDS.iter().fold(value.to_owned(), |rest, word| rest.replace(&format!("%{word}%"), " "));
    let upper = rest.to_ascii_uppercase();
    if WORDS.iter().any(|word| upper.contains(word)) {
        return Some(Slip::Half);
    }
    let between = rest.split('%').skip(1);
    let count = rest.matches('%').count();
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_uppercase());
    // What follows the last sign is not between two.
    let is_unknown = between.take(count.saturating_sub(1)).any(is_word);
    is_unknown.then_some(Slip::Unknown)
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
            ("%EMAILLOCALPART%.%EMAILDOMAIN%", None),
            ("%EMAILLOCALPART%%EMAILDOMAIN%", None),
            ("you%example.org", None),
            ("100%%", None),
            ("", None),
            ("%EMAILADDRESS", Some(Slip::Half)),
            ("EMAILADDRESS%", Some(Slip::Half)),
            ("%emailaddress%", Some(Slip::Half)),
            ("%EMAILLOCALPART%@%EMAILDOMAIN", Some(Slip::Half)),
            ("%REALNAME%", Some(Slip::Unknown)),
            ("a%USER%b", Some(Slip::Unknown)),
        ] {
            assert_eq!(slip(value), expected, "{value}");
        }
    }
}
