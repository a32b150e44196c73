//! In which encoding a document is.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::deviation::{BYTE_ORDER_MARK, ENCODING_CONFLICT, UNKNOWN_ENCODING, WRONG_ENCODING};
use crate::model::Deviation;

/// Octets as text without byte order mark, and what was odd. What is in no encoding is shown with
/// U+FFFD, so this always comes to an end.
pub(super) fn decode(octets: &[u8], charset: Option<&str>) -> (String, Vec<Deviation>) {
    let mut odd = Vec::new();
    let (body, marked) = match Encoding::for_bom(octets) {
        Some((encoding, length)) => {
            // UTF-16 wants one (RFC 2781 §4).
            if encoding == UTF_8 {
                odd.push(Deviation::new(BYTE_ORDER_MARK, encoding.name(), 1));
            }
            (octets.get(length..).unwrap_or_default(), Some(encoding))
        }
        None => (octets, without_mark(octets)),
    };
    let declared = declared(body);
    let [by_http, by_declaration] = [charset, declared.as_deref()].map(|label| {
        let label = label?.trim();
        let known = Encoding::for_label_no_replacement(label.as_bytes());
        if known.is_none() {
            odd.push(Deviation::new(UNKNOWN_ENCODING, label, 1));
        }
        known
    });
    if let (Some(http), Some(declaration)) = (by_http, by_declaration)
        && http != declaration
    {
        let both = format!("{} / {}", http.name(), declaration.name());
        odd.push(Deviation::new(ENCODING_CONFLICT, both, 1));
    }
    let named = by_http.or(by_declaration);
    // Octets that look like ASCII are not UTF-16, whatever they say of themselves.
    let first = marked.or_else(|| named.filter(|named| !is_utf16(named))).unwrap_or(UTF_8);
    let whole = whole(body, first).or_else(|| whole(body, UTF_8));
    let is_broken = whole.is_none();
    let (text, encoding) =
        whole.unwrap_or_else(|| (first.decode_without_bom_handling(body).0.into_owned(), first));
    let meant = named.unwrap_or(encoding);
    let is_meant = meant == encoding || (is_utf16(meant) && is_utf16(encoding));
    if is_broken || !is_meant {
        odd.push(Deviation::new(WRONG_ENCODING, meant.name(), 1));
    }
    (text, odd)
}

/// Its two byte orders are one encoding to those who name it.
fn is_utf16(encoding: &Encoding) -> bool {
    encoding == UTF_16BE || encoding == UTF_16LE
}

/// The text, if the octets are in this encoding from the first to the last.
fn whole(body: &[u8], encoding: &'static Encoding) -> Option<(String, &'static Encoding)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(body)?;
    Some((text.into_owned(), encoding))
}

/// UTF-16 is told by the first letter, `<` (XML 1.0 appendix F.1).
fn without_mark(octets: &[u8]) -> Option<&'static Encoding> {
    match octets {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// What the XML declaration says, where it can be read octet by octet.
fn declared(body: &[u8]) -> Option<String> {
    let head = body.get(..DECLARATION_OCTETS).unwrap_or(body);
    let head = String::from_utf8_lossy(head);
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|letter| ['"', '\''].contains(letter))?;
    let (label, _) = rest.get(1..)?.split_once(quote)?;
    Some(label.to_owned())
}

/// How far into a document its declaration is looked for; the longest that makes sense has some 80.
const DECLARATION_OCTETS: usize = 200;
