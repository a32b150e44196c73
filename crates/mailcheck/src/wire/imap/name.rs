//! Names of mailboxes: modified UTF-7.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The name of a mailbox as people read it: out of modified UTF-7, where it is that, else as it is.
///
/// Source: [RFC 3501 §5.1.3](https://www.rfc-editor.org/rfc/rfc3501#section-5.1.3); names of
/// `IMAP4rev2` are UTF-8 (RFC 9051 §5.1).
pub(super) fn decoded(name: &[u8]) -> String {
    let plain = String::from_utf8_lossy(name);
    from_utf7(&plain).unwrap_or_else(|| plain.into_owned())
}

fn from_utf7(name: &str) -> Option<String> {
    let mut parts = name.split('&');
    let mut decoded = parts.next()?.to_owned();
    for part in parts {
        let (shifted, plain) = part.split_once('-')?;
        if shifted.is_empty() {
            decoded.push('&');
        } else {
            let octets = UTF7.decode(shifted).ok()?;
            let units = octets.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _other => 0,
            });
            decoded += &String::from_utf16(&units.collect::<Vec<u16>>()).ok()?;
        }
        decoded += plain;
    }
    Some(decoded)
}

const UTF7: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_people_write_them() {
        for (name, expected) in [
            // RFC 3501 §5.1.3.
            ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
            ("&kAFP4W4IMH8-", "送信済み"),
            ("Tom &- Jerry", "Tom & Jerry"),
            ("Tom & Jerry", "Tom & Jerry"),
            ("Entwürfe", "Entwürfe"),
            ("&!-", "&!-"),
        ] {
            assert_eq!(decoded(name.as_bytes()), expected, "{name}");
        }
        assert_eq!(decoded(b"a\xff"), "a\u{fffd}");
    }
}
