//! The values that data responses are made of: atoms, strings, literals, lists.

/// A value of a data response (RFC 9051 §4).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Value {
    List(Vec<Self>),
    Nil,
    /// An atom, a number, or a string in whatever form.
    Text(Vec<u8>),
}

impl Value {
    /// The octets of a text.
    pub(super) fn octets(&self) -> Option<&[u8]> {
        match self {
            Self::Text(octets) => Some(octets),
            Self::List(_) | Self::Nil => None,
        }
    }

    /// The same where it is UTF-8.
    pub(super) fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.octets()?).ok()
    }

    /// What is in a list; nothing is in anything else.
    pub(super) fn list(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            Self::Nil | Self::Text(_) => &[],
        }
    }
}

/// Reads the values of a line, its literals included, as far as they can be read: a list that is not
/// closed ends with the line, and so does a string.
///
/// Source: [RFC 9051 §4](https://www.rfc-editor.org/rfc/rfc9051#section-4).
pub(super) fn values(line: &[u8]) -> Vec<Value> {
    let mut open: Vec<Vec<Value>> = Vec::new();
    let mut top = Vec::new();
    let mut rest = line;
    while let [first, behind @ ..] = rest {
        let (value, after) = match first {
            b' ' | b'\r' | b'\n' => {
                rest = behind;
                continue;
            }
            b'(' if open.len() == MAX_DEPTH => break,
            b'(' => {
                open.push(std::mem::take(&mut top));
                rest = behind;
                continue;
            }
            b')' => {
                rest = behind;
                let Some(outer) = open.pop() else { continue };
                let inner = std::mem::replace(&mut top, outer);
                (Value::List(inner), behind)
            }
            b'"' => quoted(behind),
            _other => literal(rest).unwrap_or_else(|| atom(rest)),
        };
        top.push(value);
        rest = after;
    }
    while let Some(outer) = open.pop() {
        let inner = std::mem::replace(&mut top, outer);
        top.push(Value::List(inner));
    }
    top
}

fn quoted(text: &[u8]) -> (Value, &[u8]) {
    let mut octets = Vec::new();
    let mut rest = text;
    loop {
        rest = match rest {
            [b'"', behind @ ..] => return (Value::Text(octets), behind),
            [b'\\', octet, behind @ ..] | [octet, behind @ ..] => {
                octets.push(*octet);
                behind
            }
            [] => return (Value::Text(octets), rest),
        };
    }
}

/// A literal, whose octets follow its announcement at once: the dialogue leaves the line end out.
fn literal(text: &[u8]) -> Option<(Value, &[u8])> {
    let inside = text.strip_prefix(b"~").unwrap_or(text).strip_prefix(b"{")?;
    let end = inside.iter().position(|octet| *octet == b'}')?;
    let (digits, behind) = inside.split_at_checked(end)?;
    let digits = digits.strip_suffix(b"+").unwrap_or(digits);
    let octets: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let behind = behind.get(1..)?;
    let (octets, behind) = behind.split_at_checked(octets).unwrap_or((behind, &[]));
    Some((Value::Text(octets.to_vec()), behind))
}

fn atom(text: &[u8]) -> (Value, &[u8]) {
    let ends = |octet: &u8| matches!(octet, b' ' | b'(' | b')' | b'\r' | b'\n');
    let end = text.iter().position(ends).unwrap_or(text.len());
    let (atom, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    let value =
        if atom.eq_ignore_ascii_case(b"NIL") { Value::Nil } else { Value::Text(atom.to_vec()) };
    (value, rest)
}

/// Deeper than any list of the responses that are read here.
const MAX_DEPTH: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.as_bytes().to_vec())
    }

    #[test]
    fn values_are_read_in_every_form() {
        for (line, expected) in [
            ("", vec![]),
            ("a NIL nil 7", vec![text("a"), Value::Nil, Value::Nil, text("7")]),
            (r#""a\"b" "" "NIL""#, vec![text("a\"b"), text(""), text("NIL")]),
            ("{3}a) b", vec![text("a) "), text("b")]),
            ("{3+}abc~{1}d", vec![text("abc"), text("d")]),
            (
                "(a (b) ())",
                vec![Value::List(vec![
                    text("a"),
                    Value::List(vec![text("b")]),
                    Value::List(vec![]),
                ])],
            ),
            // What is broken is read as far as it goes.
            ("(a", vec![Value::List(vec![text("a")])]),
            ("a) b", vec![text("a"), text("b")]),
            ("\"a", vec![text("a")]),
            ("{9}ab", vec![text("ab")]),
            ("{x}", vec![text("{x}")]),
        ] {
            assert_eq!(values(line.as_bytes()), expected, "{line}");
        }
        assert!(values(&b"(".repeat(10_000)).len() < 2);
    }
}
