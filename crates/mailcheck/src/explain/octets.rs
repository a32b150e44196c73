//! From the octets of a file or a pipe to a text.

use encoding_rs::{Encoding, UTF_8};

use crate::model::ServerText;

/// Reads octets as text: UTF-8, UTF-16 with its mark, and line by line what Japanese systems wrote
/// before. Other octets that are no text stay visible as `\xNN`. `None` where it is no text at all.
///
/// # Examples
///
/// ```
/// use mailcheck::explain::decode;
/// assert_eq!(decode(b"535 5.7.8").as_deref(), Some("535 5.7.8"));
/// assert_eq!(decode(b"\xff\xfe5\x003\x005\x00").as_deref(), Some("535"));
/// assert_eq!(decode(b"\x7fELF\x02\x01\x01\0"), None);
/// ```
pub fn decode(octets: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(octets) {
        if encoding != UTF_8 {
            let octets = octets.get(mark..).unwrap_or_default();
            let (text, _is_malformed) = encoding.decode_without_bom_handling(octets);
            return Some(text.into_owned());
        }
    } else if octets.contains(&0) {
        return None;
    }
    let lines: Vec<String> = octets.split(|octet| *octet == b'\n').map(line).collect();
    Some(lines.join("\n"))
}

fn line(octets: &[u8]) -> String {
    match str::from_utf8(octets) {
        Ok(text) if !text.contains('\u{1b}') => text.to_owned(),
        // The reader stopped in the middle of a character.
        Err(why) if why.error_len().is_none() && why.valid_up_to() > 0 => {
            let whole = octets.get(..why.valid_up_to()).unwrap_or_default();
            String::from_utf8_lossy(whole).into_owned()
        }
        Ok(_) | Err(_) => {
            let octets = octets.strip_suffix(b"\r").unwrap_or(octets);
            let text = ServerText::from_bytes(octets);
            text.reading().map_or(text, |reading| reading.text).into()
        }
    }
}
