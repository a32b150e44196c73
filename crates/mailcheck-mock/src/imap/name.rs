//! Names of mailboxes: modified UTF-7 for `IMAP4rev1` (RFC 3501 §5.1.3), and patterns of LIST.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::DecodePaddingMode;
use base64::engine::GeneralPurpose;
use base64::engine::GeneralPurposeConfig;

use crate::store::DELIMITER;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub(super) fn to_utf7(name: &str) -> String {
    let mut encoded = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let plain = |letter: char| matches!(letter, ' '..='~');
        let end = rest.find(|letter| plain(letter) != plain(first)).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        if plain(first) {
            encoded += &run.replace('&', "&-");
        } else {
            let units: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
            encoded.extend(["&", &BASE64.encode(units), "-"]);
        }
        rest = behind;
    }
    encoded
}

/// `None` if it is neither modified UTF-7 nor, which is as good, UTF-8.
pub(super) fn from_utf7(name: &[u8]) -> Option<String> {
    let name = str::from_utf8(name).ok()?;
    let mut parts = name.split('&');
    let mut decoded = parts.next()?.to_owned();
    for part in parts {
        let (shifted, plain) = part.split_once('-')?;
        if shifted.is_empty() {
            decoded.push('&');
        } else {
            let octets = BASE64.decode(shifted).ok()?;
            let units: Vec<u16> =
                octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            decoded += &String::from_utf16(&units).ok()?;
        }
        decoded += plain;
    }
    Some(decoded)
}

/// Whether `name` is meant by `pattern`: `*` is anything, `%` anything but the delimiter.
///
/// Case counts, except in INBOX.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    // One step for each letter of the pattern: which beginnings of the name it can mean so far.
    let letters: Vec<char> = name.chars().collect();
    let mut can_mean = vec![false; letters.len() + 1];
    can_mean[0] = true;
    for wanted in pattern {
        if wanted == '*' || wanted == '%' {
            for at in 0..letters.len() {
                let goes_on = wanted == '*' || letters[at] != DELIMITER;
                can_mean[at + 1] |= can_mean[at] && goes_on;
            }
        } else {
            for at in (0..letters.len()).rev() {
                can_mean[at + 1] = can_mean[at] && letters[at] == wanted;
            }
            can_mean[0] = false;
        }
    }
    can_mean[letters.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_modified_utf7() {
        // RFC 3501 §5.1.3.
        let name = "~peter/mail/台北/日本語";
        assert_eq!(to_utf7(name), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        assert_eq!(from_utf7(to_utf7(name).as_bytes()).as_deref(), Some(name));
        assert_eq!(to_utf7("Tom & Jerry"), "Tom &- Jerry");
        assert_eq!(from_utf7(b"Tom &- Jerry").as_deref(), Some("Tom & Jerry"));
        assert_eq!(from_utf7(b"Tom & Jerry"), None);
        assert_eq!(from_utf7("Entwürfe".as_bytes()).as_deref(), Some("Entwürfe"));
    }

    #[test]
    fn patterns_mean_what_the_standard_says() {
        for (pattern, name, expected) in [
            ("*", "a/b", true),
            ("%", "a/b", false),
            ("%", "a", true),
            ("%/%", "a/b", true),
            ("a/*", "a", false),
            ("a*", "a/b", true),
            ("*b", "a/b", true),
            ("%b%", "abc", true),
            ("", "a", false),
            ("", "", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
