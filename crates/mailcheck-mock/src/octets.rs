//! Octets as they are written in a file: text, with `\xNN` for what is no text.

use serde::Deserialize;

/// Any octets. `\xNN`, `\r`, `\n`, `\t`, `\0` and `\\` stand for what cannot be written plainly.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Octets(Vec<u8>);

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Octets {
    /// The text as it is: nothing in it is an escape.
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<Vec<u8>> for Octets {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl TryFrom<String> for Octets {
    type Error = ParseOctetsError;

    fn try_from(text: String) -> Result<Self, ParseOctetsError> {
        let mut octets = Vec::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find('\\') {
            octets.extend_from_slice(&rest.as_bytes()[..at]);
            let escape = &rest[at + 1..];
            let (octet, length) = match escape.as_bytes() {
                [b'x', ..] => {
                    let digits = escape.get(1..3).ok_or(ParseOctetsError)?;
                    (u8::from_str_radix(digits, 16).map_err(|_| ParseOctetsError)?, 3)
                }
                [b'r', ..] => (b'\r', 1),
                [b'n', ..] => (b'\n', 1),
                [b't', ..] => (b'\t', 1),
                [b'0', ..] => (0, 1),
                [b'\\', ..] => (b'\\', 1),
                _ => return Err(ParseOctetsError),
            };
            octets.push(octet);
            rest = &escape[length..];
        }
        octets.extend_from_slice(rest.as_bytes());
        Ok(Self(octets))
    }
}

/// A backslash that begins nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(r"after a backslash, only xNN (two hexadecimal digits), r, n, t, 0 and \ are allowed")]
pub(crate) struct ParseOctetsError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_octets() {
        let read = |text: &str| Octets::try_from(text.to_owned());
        assert_eq!(read(r"a\x00\xFF\r\n\\é").unwrap().as_ref(), b"a\0\xff\r\n\\\xc3\xa9");
        for bad in [r"\", r"\x", r"\x1", r"\xzz", r"\é", r"\xé"] {
            assert_eq!(read(bad), Err(ParseOctetsError), "{bad}");
        }
    }
}
