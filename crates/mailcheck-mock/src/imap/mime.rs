//! Where the parts of a message are (RFC 2045, RFC 2046), and its header fields.
//!
//! Parts are kept as ranges of the message, since clients fetch the octets as they came. Only as
//! many parts are told apart, and only as deep, as a message of people has.

use std::borrow::Cow;
use std::ops::Range;

use mailparse::ParsedContentType;
use mailparse::parse_content_type;

/// A message, or a part of one.
#[derive(Debug)]
pub(super) struct Part {
    /// With the empty line behind it.
    pub(super) header: Range<usize>,
    pub(super) body: Range<usize>,
    pub(super) content_type: ParsedContentType,
    pub(super) kind: Kind,
}

/// What is in a part.
#[derive(Debug)]
pub(super) enum Kind {
    Leaf,
    /// A message of its own (`message/rfc822`).
    Message(Box<Part>),
    Multipart(Vec<Part>),
}

impl Part {
    pub(super) fn parse(message: &[u8]) -> Self {
        Parser { message, left: MAX_PARTS }.part(0..message.len(), MAX_DEPTH, "text/plain")
    }

    /// A part of a message by its number (RFC 9051 §6.4.5.1). What is not divided has one part.
    pub(super) fn child(&self, number: usize) -> Option<&Self> {
        match &self.kind {
            Kind::Multipart(parts) => parts.get(number.checked_sub(1)?),
            Kind::Leaf | Kind::Message(_) => (number == 1).then_some(self),
        }
    }

    /// A part by its numbers, the first of which is one of the whole message.
    pub(super) fn at(&self, path: &[usize]) -> Option<&Self> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.child(*first)?, |part, &number| match &part.kind {
            Kind::Leaf => None,
            Kind::Message(message) => message.child(number),
            Kind::Multipart(parts) => parts.get(number.checked_sub(1)?),
        })
    }

    /// Every part that is not divided further.
    pub(super) fn leaves(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Leaf => vec![self],
            Kind::Message(message) => message.leaves(),
            Kind::Multipart(parts) => parts.iter().flat_map(Self::leaves).collect(),
        }
    }
}

struct Parser<'a> {
    message: &'a [u8],
    /// How many parts may still be told apart.
    left: usize,
}

impl Parser<'_> {
    fn part(&mut self, range: Range<usize>, depth: usize, default_type: &str) -> Part {
        let header_end = range.start + header_octets(&self.message[range.clone()]);
        let header = range.start..header_end;
        let body = header_end..range.end;
        let content_type = match field(&self.message[header.clone()], "Content-Type") {
            Some(value) => parse_content_type(&String::from_utf8_lossy(&value)),
            None => parse_content_type(default_type),
        };
        let kind = if depth == 0 {
            Kind::Leaf
        } else if let Some(subtype) = content_type.mimetype.strip_prefix("multipart/") {
            let default = if subtype == "digest" { "message/rfc822" } else { "text/plain" };
            let boundary = content_type.params.get("boundary").map_or("", String::as_str);
            self.multipart(body.clone(), boundary, depth - 1, default)
        } else if ["message/rfc822", "message/global"].contains(&&*content_type.mimetype) {
            Kind::Message(Box::new(self.part(body.clone(), depth - 1, "text/plain")))
        } else {
            Kind::Leaf
        };
        Part { header, body, content_type, kind }
    }

    fn multipart(
        &mut self,
        body: Range<usize>,
        boundary: &str,
        depth: usize,
        default: &str,
    ) -> Kind {
        if boundary.is_empty() {
            return Kind::Leaf;
        }
        let mut ranges = Vec::new();
        let mut begun = None;
        let mut at = body.start;
        while at < body.end && self.left > 0 {
            let line = next_line(&self.message[at..body.end]);
            let behind =
                line.strip_prefix(b"--").and_then(|it| it.strip_prefix(boundary.as_bytes()));
            let last = behind.is_some_and(|behind| behind.starts_with(b"--"));
            if last || behind.is_some_and(|behind| behind.trim_ascii().is_empty()) {
                ranges.extend(begun.map(|begun| begun..self.before_line(begun, at)));
                begun = (!last).then_some(at + line.len());
                self.left -= 1;
            }
            at += line.len();
            if last {
                break;
            }
        }
        // A message that was cut off has no last boundary.
        ranges.extend(begun.map(|begun| begun..body.end));
        if ranges.is_empty() {
            return Kind::Leaf;
        }
        Kind::Multipart(ranges.into_iter().map(|range| self.part(range, depth, default)).collect())
    }

    /// The end of what begins at `begun`: the line end before a boundary belongs to it.
    fn before_line(&self, begun: usize, at: usize) -> usize {
        let content = &self.message[begun..at];
        let content = content.strip_suffix(b"\n").unwrap_or(content);
        begun + content.strip_suffix(b"\r").unwrap_or(content).len()
    }
}

/// The fields of a header as they stand, folded lines together, without the empty line.
pub(super) fn fields(header: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = header;
    std::iter::from_fn(move || {
        if rest.is_empty() || next_line(rest).trim_ascii().is_empty() {
            return None;
        }
        let mut end = next_line(rest).len();
        while rest.get(end).is_some_and(|byte| b" \t".contains(byte)) {
            let line = next_line(&rest[end..]);
            if line.trim_ascii().is_empty() {
                break;
            }
            end += line.len();
        }
        let (field, behind) = rest.split_at(end);
        rest = behind;
        Some(field)
    })
}

/// The name of a field as it stands.
pub(super) fn field_name(field: &[u8]) -> &[u8] {
    let colon = field.iter().position(|&byte| byte == b':').unwrap_or(field.len());
    field[..colon].trim_ascii_end()
}

/// The value of the first field of that name on one line, not decoded.
pub(super) fn field<'a>(header: &'a [u8], name: &str) -> Option<Cow<'a, [u8]>> {
    let found = fields(header).find(|it| field_name(it).eq_ignore_ascii_case(name.as_bytes()))?;
    let colon = found.iter().position(|&byte| byte == b':')?;
    let value = found[colon + 1..].trim_ascii();
    if value.iter().any(|byte| b"\r\n".contains(byte)) {
        let unfolded = value.iter().copied().filter(|byte| !b"\r\n".contains(byte));
        return Some(Cow::Owned(unfolded.collect()));
    }
    Some(Cow::Borrowed(value))
}

/// How long the header is, the empty line included.
fn header_octets(message: &[u8]) -> usize {
    let mut at = 0;
    while at < message.len() {
        let line = next_line(&message[at..]);
        at += line.len();
        if line == b"\r\n" || line == b"\n" {
            break;
        }
    }
    at
}

/// The first line with its end.
pub(super) fn next_line(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|&byte| byte == b'\n').map_or(text.len(), |at| at + 1);
    &text[..end]
}

/// Most boundaries that are looked at in one message.
const MAX_PARTS: usize = 1000;

/// Deepest nesting of parts.
const MAX_DEPTH: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_nesting_ends_somewhere() {
        let nested = b"Content-Type: message/rfc822\r\n\r\n".repeat(10_000);
        let mut part = &Part::parse(&nested);
        let mut depth = 0;
        while let Kind::Message(inner) = &part.kind {
            part = inner;
            depth += 1;
        }
        assert_eq!(depth, MAX_DEPTH);
        let many = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n".to_vec();
        let many = Part::parse(&[many, b"--b\r\n\r\n".repeat(5_000)].concat());
        assert!(many.leaves().len() <= MAX_PARTS, "{}", many.leaves().len());
    }

    #[test]
    fn fields_are_found_folded_and_in_any_case() {
        let header = b"A: 1\nsubject : two\r\n  words\r\n\r\nB: 2\r\n";
        assert_eq!(field(header, "Subject").unwrap(), &b"two  words"[..]);
        assert_eq!(field(header, "b"), None);
        let header = &header[..header.len() - 6];
        assert_eq!(
            fields(header).collect::<Vec<_>>(),
            [&b"A: 1\n"[..], b"subject : two\r\n  words\r\n"]
        );
    }
}
