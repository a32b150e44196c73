//! IMAP responses, as far as a tester reads them: status, capabilities, continuation, and what is told
//! after the log-in.

mod data;
mod name;
mod role;
mod value;

pub use data::{Data, Listed, Namespace, Usage};
pub use role::Role;

use crate::model::ServerText;

/// One response.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Response {
    /// `* CAPABILITY …`
    Capability(Vec<ServerText>),
    /// `+ …`: the server waits for more.
    Continuation(ServerText),
    /// `* OK|NO|BAD|BYE|PREAUTH …`
    Status(Status),
    /// `tag OK|NO|BAD …`
    Tagged {
        /// The tag of the command that this answers.
        tag: String,
        /// How it went.
        status: Status,
    },
    /// Any other untagged response.
    Untagged(ServerText),
}

/// A status with its response code and text.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Status {
    /// `OK`, `NO` …
    pub condition: Condition,
    /// The response code's name in upper case, without brackets and arguments (RFC 9051 §7.1).
    pub code: Option<String>,
    /// Capabilities given in a response code.
    pub capabilities: Option<Vec<ServerText>>,
    /// The whole line, as it came.
    pub line: ServerText,
}

impl Status {
    /// Whether the response code says that the server could not or would not just now.
    ///
    /// Source: [RFC 5530 §3](https://www.rfc-editor.org/rfc/rfc5530#section-3); `LIMIT` says so of
    /// what goes beyond a limit at the moment.
    pub fn is_transient(&self) -> bool {
        self.code.as_deref().is_some_and(|code| TRANSIENT_CODES.contains(&code))
    }
}

/// The condition of a status response (RFC 9051 §7.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: RFC 9051 §7.1")]
pub enum Condition {
    /// The command was not understood.
    Bad,
    /// The server is about to hang up.
    Bye,
    /// It did not work.
    No,
    /// It worked.
    Ok,
    /// Logged in from the start.
    Preauth,
}

impl Response {
    /// Reads one line, without its line end.
    ///
    /// Unknown response codes and unknown untagged responses are kept as they are (RFC 9051 §7.1
    /// asks clients to ignore them); text after a response code needs no space before it.
    ///
    /// # Errors
    ///
    /// [`ParseResponseError`] when the line is of no shape that IMAP has. A caller should report the
    /// server as not speaking IMAP.
    ///
    /// Source: [RFC 9051 §7](https://www.rfc-editor.org/rfc/rfc9051#section-7), also for the
    /// servers of RFC 3501.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::imap::{Condition, Response};
    /// let Response::Tagged { status, .. } = Response::parse(b"a1 NO [authenticationfailed] no")?
    /// else {
    ///     panic!("is tagged");
    /// };
    /// assert_eq!(status.condition, Condition::No);
    /// assert_eq!(status.code.as_deref(), Some("AUTHENTICATIONFAILED"));
    /// # Ok::<(), mailcheck::wire::imap::ParseResponseError>(())
    /// ```
    pub fn parse(line: &[u8]) -> Result<Self, ParseResponseError> {
        let text = String::from_utf8_lossy(line);
        if let Some(rest) = text.strip_prefix('+') {
            return Ok(Self::Continuation(ServerText::from(rest.trim_start_matches(' '))));
        }
        let not_imap = || ParseResponseError::NotImap { text: ServerText::from_bytes(line) };
        let (tag, rest) = text.split_once(' ').ok_or_else(not_imap)?;
        let status = status(rest, line);
        if tag != "*" {
            let is_tag = !tag.is_empty() && tag.len() <= MAX_TAG_OCTETS;
            let is_tag = is_tag && tag.bytes().all(|octet| octet.is_ascii_alphanumeric());
            return match status {
                Some(status) if is_tag => Ok(Self::Tagged { tag: tag.to_owned(), status }),
                Some(_) | None => Err(not_imap()),
            };
        }
        if let Some(status) = status {
            return Ok(Self::Status(status));
        }
        let mut words = rest.split_ascii_whitespace();
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("CAPABILITY")) {
            return Ok(Self::Capability(capabilities(words)));
        }
        Ok(Self::Untagged(ServerText::from_bytes(line)))
    }
}

fn status(rest: &str, line: &[u8]) -> Option<Status> {
    let (word, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let condition = match word.to_ascii_uppercase().as_str() {
        "BAD" => Condition::Bad,
        "BYE" => Condition::Bye,
        "NO" => Condition::No,
        "OK" => Condition::Ok,
        "PREAUTH" => Condition::Preauth,
        _other => return None,
    };
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|both| both.0);
    let mut words = inside.unwrap_or_default().split_ascii_whitespace();
    let code = words.next().map(str::to_ascii_uppercase);
    let given = (code.as_deref() == Some("CAPABILITY")).then(|| capabilities(words));
    Some(Status { condition, code, capabilities: given, line: ServerText::from_bytes(line) })
}

fn capabilities<'a>(words: impl Iterator<Item = &'a str>) -> Vec<ServerText> {
    words.take(MAX_CAPABILITIES).map(ServerText::from).collect()
}

/// The octets of a literal that the line announces at its end: `{10}` or `{10+}`.
///
/// Source: [RFC 9051 §4.3](https://www.rfc-editor.org/rfc/rfc9051#section-4.3).
///
/// # Examples
///
/// ```
/// assert_eq!(mailcheck::wire::imap::literal(b"* LIST () {5}"), Some(5));
/// assert_eq!(mailcheck::wire::imap::literal(b"* OK {five}"), None);
/// ```
pub fn literal(line: &[u8]) -> Option<u64> {
    let inside = line.strip_suffix(b"}")?;
    let digits = inside.rsplit(|octet| *octet == b'{').next()?;
    let digits = digits.strip_suffix(b"+").unwrap_or(digits);
    let all = !digits.is_empty() && digits.len() < inside.len();
    let all = all && digits.iter().all(u8::is_ascii_digit);
    // More digits than fit are more octets than anybody wants.
    all.then(|| std::str::from_utf8(digits).ok()?.parse().ok().or(Some(u64::MAX))).flatten()
}

/// Writes a string as IMAP's quoted form; `None` when it has octets that need a literal.
///
/// Source: [RFC 9051 §4.3](https://www.rfc-editor.org/rfc/rfc9051#section-4.3): quoted strings are
/// 7-bit before `UTF8=ACCEPT`.
///
/// # Examples
///
/// ```
/// assert_eq!(mailcheck::wire::imap::quote(r#"a"b"#).as_deref(), Some(r#""a\"b""#));
/// assert_eq!(mailcheck::wire::imap::quote("é"), None);
/// ```
pub fn quote(text: &str) -> Option<String> {
    let plain = text.bytes().all(|octet| (0x20..0x7f).contains(&octet));
    plain.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Why a line is not an IMAP response.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseResponseError {
    /// No shape that IMAP has.
    #[error("no IMAP response: {text}")]
    NotImap {
        /// The line.
        text: ServerText,
    },
}

/// The response codes of a failure that may pass (RFC 5530 §3).
const TRANSIENT_CODES: &[&str] = &["INUSE", "LIMIT", "SERVERBUG", "UNAVAILABLE"];
/// Longer than any tag that a client sends, ours included.
const MAX_TAG_OCTETS: usize = 32;
/// More than any server lists; the longest known lists have about 60.
const MAX_CAPABILITIES: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(line: &str) -> Status {
        match Response::parse(line.as_bytes()) {
            Ok(Response::Tagged { status, .. }) => status,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn response_codes_are_kept() {
        for (line, code) in [
            ("a NO [AUTHENTICATIONFAILED] x", Some("AUTHENTICATIONFAILED")),
            ("a NO [UNAVAILABLE]x", Some("UNAVAILABLE")),
            ("a OK [ALERT]é", Some("ALERT")),
            ("a OK", None),
            ("a NO [unclosed", None),
            ("a NO no [LIMIT] inside", None),
        ] {
            assert_eq!(tagged(line).code.as_deref(), code, "{line}");
        }
        let status = tagged("a OK [CAPABILITY IMAP4rev2 IDLE] in");
        assert_eq!(status.capabilities.map(|list| list.len()), Some(2));
    }

    #[test]
    fn odd_lines_are_read() {
        for (line, expected) in [
            ("+", Response::Continuation(ServerText::from(""))),
            ("+ eyJ=", Response::Continuation(ServerText::from("eyJ="))),
            ("* NAMESPACE ((", Response::Untagged(ServerText::from("* NAMESPACE (("))),
            ("* capability A", Response::Capability(vec![ServerText::from("A")])),
        ] {
            assert_eq!(Response::parse(line.as_bytes()), Ok(expected), "{line}");
        }
    }

    #[test]
    fn what_is_not_imap_is_refused() {
        for line in ["", "220 mail", "HTTP/1.1 400", "+OK", "a", "a b c", "a* OK x"] {
            let outcome = Response::parse(line.as_bytes());
            if line == "+OK" {
                // POP3's greeting has the shape of a continuation; the greeting's own reader knows.
                assert!(outcome.is_ok());
            } else {
                assert!(outcome.is_err(), "{line}: {outcome:?}");
            }
        }
    }

    #[test]
    fn literals_are_seen() {
        for (line, expected) in [
            ("x {0}", Some(0)),
            ("x {10+}", Some(10)),
            ("x {99999999999999999999999}", Some(u64::MAX)),
            ("x {}", None),
            ("x 5}", None),
            ("5}", None),
        ] {
            assert_eq!(literal(line.as_bytes()), expected, "{line}");
        }
    }
}
