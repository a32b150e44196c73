//! Octets of a file to its text: as UTF-8, whatever else they are told.

use std::borrow::Cow;

use crate::file::{Lines, Oddity, OddityKind, Place};

/// A text, and what is odd about its encoding.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) oddities: Vec<Oddity>,
}

/// Reads octets as UTF-8, or as UTF-16 behind its byte order mark. What is no such text is replaced.
pub(crate) fn decode(octets: &[u8]) -> Decoded<'_> {
    let start = Place { line: 1, column: 1 };
    if let Some(text) = utf16(octets) {
        let oddities = vec![Oddity::new(OddityKind::Encoding, "UTF-16", start)];
        return Decoded { text: Cow::Owned(text), oddities };
    }
    let rest = octets.strip_prefix(MARK_UTF8);
    let mark = rest.map(|_| Oddity::new(OddityKind::ByteOrderMark, "UTF-8", start));
    let mut oddities: Vec<Oddity> = mark.into_iter().collect();
    let rest = rest.unwrap_or(octets);
    let text = match str::from_utf8(rest) {
        Ok(text) => Cow::Borrowed(text),
        Err(why) => {
            let text = String::from_utf8_lossy(rest);
            // What stands before the first octet that is none is the same in both.
            let at = Lines::new(&text).place(why.valid_up_to());
            oddities.push(Oddity::new(OddityKind::Encoding, "UTF-8", at));
            text
        }
    };
    Decoded { text, oddities }
}

fn utf16(octets: &[u8]) -> Option<String> {
    let (rest, read): (_, fn([u8; 2]) -> u16) = match octets {
        [0xff, 0xfe, rest @ ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => (rest, u16::from_be_bytes),
        _other => return None,
    };
    let (pairs, _odd) = rest.as_chunks::<2>();
    let units = pairs.iter().map(|pair| read(*pair));
    Some(
        char::decode_utf16(units)
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

const MARK_UTF8: &[u8] = "\u{feff}".as_bytes();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_told() {
        let place = |line, column| Place { line, column };
        for (octets, text, odd) in [
            (&b"a"[..], "a", None),
            (b"\xef\xbb\xbfa", "a", Some((OddityKind::ByteOrderMark, place(1, 1)))),
            (
                b"a\n\xe8\x87bc\xff",
                "a\n\u{fffd}bc\u{fffd}",
                Some((OddityKind::Encoding, place(2, 1))),
            ),
            (b"\xff\xfea\0\x61\x30", "a\u{3061}", Some((OddityKind::Encoding, place(1, 1)))),
            (b"\xfe\xff\0a\xd8\0b", "a\u{fffd}", Some((OddityKind::Encoding, place(1, 1)))),
            (b"", "", None),
        ] {
            let found = decode(octets);
            assert_eq!(found.text, text);
            let oddities: Vec<_> = found.oddities.iter().map(|it| (it.kind, it.at)).collect();
            assert_eq!(oddities, odd.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }
}
