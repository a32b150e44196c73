//! The two messages of a server (RFC 5802 §7).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::SaslFault;
use crate::model::ServerText;

/// `server-first-message`.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct First<'a> {
    /// All of it.
    pub(super) text: &'a str,
    pub(super) nonce: &'a str,
    pub(super) salt: Vec<u8>,
    pub(super) count: u64,
}

impl<'a> First<'a> {
    /// Reads it. Extensions that may be overlooked are; `m`, which may not, is no message for us.
    pub(super) fn read(message: &'a [u8]) -> Result<Self, SaslFault> {
        if let Ok(Last::Error(error)) = Last::read(message) {
            // Too early by the grammar, and as good a reason.
            return Err(SaslFault::Server { error: ServerText::from(error) });
        }
        let read = || {
            let text = str::from_utf8(message).ok()?;
            let mut attributes = text.split(',');
            let mut next = |name| attributes.next()?.strip_prefix(name);
            let (nonce, salt, count) = (next("r=")?, next("s=")?, next("i=")?);
            Some(Self { text, nonce, salt: STANDARD.decode(salt).ok()?, count: number(count)? })
        };
        read().ok_or_else(|| malformed(message))
    }
}

/// `server-final-message`.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Last<'a> {
    Error(&'a str),
    Signature(Vec<u8>),
}

impl<'a> Last<'a> {
    /// Reads it.
    pub(super) fn read(message: &'a [u8]) -> Result<Self, SaslFault> {
        let read = || {
            let first = str::from_utf8(message).ok()?.split(',').next()?;
            if let Some(error) = first.strip_prefix("e=") {
                return Some(Self::Error(error));
            }
            STANDARD.decode(first.strip_prefix("v=")?).ok().map(Self::Signature)
        };
        read().ok_or_else(|| malformed(message))
    }
}

fn malformed(message: &[u8]) -> SaslFault {
    SaslFault::Malformed { text: ServerText::from_bytes(message) }
}

/// A number of digits, however great; one that no number of ours can hold is as good as the greatest.
fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_message_has_three_attributes_in_their_order() {
        let text = "r=abc,s=QUI=,i=4096";
        let expected = First { text, nonce: "abc", salt: b"AB".to_vec(), count: 4096 };
        assert_eq!(First::read(text.as_bytes()), Ok(expected));
        let read = |text: &str| First::read(text.as_bytes()).map(|it| it.count);
        assert_eq!(read("r=abc,s=QUI=,i=1,x=more"), Ok(1));
        assert_eq!(read("r=abc,s=QUI=,i=99999999999999999999999"), Ok(u64::MAX));
        for absurd in [
            "",
            "r=abc",
            "r=abc,s=QUI=",
            "r=abc,s=QUI=,i=",
            "r=abc,s=QUI=,i=-1",
            "r=abc,s=QUI=,i=+1",
            "r=abc,s=QUI=,i=1.5",
            "r=abc,s=Q,i=1",
            "s=QUI=,r=abc,i=1",
            "m=more,r=abc,s=QUI=,i=1",
            "R=abc,s=QUI=,i=1",
        ] {
            let malformed = SaslFault::Malformed { text: ServerText::from(absurd) };
            assert_eq!(read(absurd), Err(malformed));
        }
        assert!(matches!(First::read(b"r=\xff,s=,i=1"), Err(SaslFault::Malformed { .. })));
        let error = ServerText::from("unknown-user");
        assert_eq!(read("e=unknown-user"), Err(SaslFault::Server { error }));
    }

    #[test]
    fn a_last_message_is_a_signature_or_an_error() {
        let read = |text: &'static str| Last::read(text.as_bytes());
        assert_eq!(read("v=QUI="), Ok(Last::Signature(b"AB".to_vec())));
        assert_eq!(read("v=QUI=,x=more"), Ok(Last::Signature(b"AB".to_vec())));
        assert_eq!(read("e=invalid-proof"), Ok(Last::Error("invalid-proof")));
        for absurd in ["", "v", "v=Q", "x=QUI="] {
            assert!(matches!(read(absurd), Err(SaslFault::Malformed { .. })), "{absurd}");
        }
    }
}
