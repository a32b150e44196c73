//! POP3 responses: status lines, answers of several lines, and the timestamp for APOP.

use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

use crate::model::{Secret, ServerText};

/// What begins an answer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Response {
    /// `+ …`: the server waits for more of an exchange (RFC 5034 §4).
    Continuation(ServerText),
    /// `+OK …` or `-ERR …`.
    Status(Status),
}

/// A status line.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Status {
    /// Whether it is `+OK`.
    pub is_positive: bool,
    /// The response code in upper case, without brackets and what follows in them (RFC 2449 §8).
    pub code: Option<String>,
    /// The whole line, as it came.
    pub line: ServerText,
}

impl Status {
    /// Whether the response code says that another time may be better: somebody else has the maildrop
    /// open, the last log-in was too short a time ago (RFC 2449 §8.1), or the server has a problem that
    /// passes (RFC 3206 §4).
    pub fn is_transient(&self) -> bool {
        let is_transient = |code: &str| TRANSIENT_CODES.contains(&code);
        !self.is_positive && self.code.as_deref().is_some_and(is_transient)
    }
}

impl Response {
    /// Reads one line, without its line end.
    ///
    /// The status may be in lower case, and nothing need be between it and the text; an unknown response
    /// code is kept as it is.
    ///
    /// # Errors
    ///
    /// [`ParseResponseError`] when the line is of no shape that POP3 has. A caller should report the
    /// server as not speaking POP3.
    ///
    /// Source: [RFC 1939 §3](https://www.rfc-editor.org/rfc/rfc1939#section-3).
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::pop3::Response;
    /// let Response::Status(status) = Response::parse(b"-ERR [sys/temp] Later")? else {
    ///     panic!("is a status");
    /// };
    /// assert_eq!((status.is_positive, status.code.as_deref()), (false, Some("SYS/TEMP")));
    /// assert!(status.is_transient());
    /// # Ok::<(), mailcheck::wire::pop3::ParseResponseError>(())
    /// ```
    pub fn parse(line: &[u8]) -> Result<Self, ParseResponseError> {
        let after = |start: &str| {
            let (head, rest) = line.split_at_checked(start.len())?;
            head.eq_ignore_ascii_case(start.as_bytes()).then_some(rest)
        };
        let (is_positive, rest) = match (after("+OK"), after("-ERR")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => {
                return match line.strip_prefix(b"+") {
                    Some([]) => Ok(Self::Continuation(ServerText::default())),
                    Some([b' ', text @ ..]) => {
                        Ok(Self::Continuation(ServerText::from_bytes(text.trim_ascii())))
                    }
                    Some(_) | None => {
                        Err(ParseResponseError::NotPop3 { text: ServerText::from_bytes(line) })
                    }
                };
            }
        };
        let line = ServerText::from_bytes(line);
        Ok(Self::Status(Status { is_positive, code: code(rest), line }))
    }
}

/// What stands in brackets right behind the status.
fn code(text: &[u8]) -> Option<String> {
    let inside =
        text.trim_ascii_start().strip_prefix(b"[")?.split(|octet| *octet == b']').next()?;
    let word = inside.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let is_code = |octet: &u8| octet.is_ascii_alphanumeric() || b"-/_".contains(octet);
    if word.is_empty() || word.len() > MAX_CODE_OCTETS || !word.iter().all(is_code) {
        return None;
    }
    Some(String::from_utf8_lossy(word).to_ascii_uppercase())
}

/// Why a line is no response.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseResponseError {
    /// The line begins with no status and is no continuation.
    #[error("no POP3 response: {text}")]
    NotPop3 {
        /// The line.
        text: ServerText,
    },
}

/// Collects the lines that follow a `+OK` to a command with an answer of several lines.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::pop3::Lines;
/// let mut lines = Lines::default();
/// assert_eq!(lines.push(b"TOP")?, None);
/// assert_eq!(lines.push(b"..")?, None);
/// let whole = lines.push(b".")?.expect("is complete");
/// assert_eq!(whole, ["TOP", "."].map(mailcheck::model::ServerText::from));
/// # Ok::<(), mailcheck::wire::pop3::TooManyLinesError>(())
/// ```
#[derive(Debug, Default)]
pub struct Lines(Vec<ServerText>);

impl Lines {
    /// Takes the next line, without its line end; gives all of them when it is the dot that ends them.
    ///
    /// Source: [RFC 1939 §3](https://www.rfc-editor.org/rfc/rfc1939#section-3), which has a line that
    /// begins with a dot be sent with one more.
    ///
    /// # Errors
    ///
    /// [`TooManyLinesError`] when there are more than any list of capabilities has.
    pub fn push(&mut self, line: &[u8]) -> Result<Option<Vec<ServerText>>, TooManyLinesError> {
        if line == b"." {
            return Ok(Some(std::mem::take(&mut self.0)));
        }
        if self.0.len() >= MAX_LINES {
            return Err(TooManyLinesError);
        }
        self.0.push(ServerText::from_bytes(line.strip_prefix(b".").unwrap_or(line)));
        Ok(None)
    }
}

/// An answer has no end.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("an answer of more than {MAX_LINES} lines")]
#[non_exhaustive]
pub struct TooManyLinesError;

/// The timestamp in a greeting, which says that there is APOP, angle brackets included.
///
/// Only what has the form of a message id is one: in anything freer somebody on the way could hide the
/// blocks by which passwords were found out (CVE-2007-1558).
///
/// Source: [RFC 1939 §7](https://www.rfc-editor.org/rfc/rfc1939#section-7), of the form of RFC 822's
/// `msg-id`.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::pop3;
/// let greeting = "+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>";
/// assert_eq!(pop3::timestamp(greeting), Some("<1896.697170952@dbc.mtview.ca.us>"));
/// assert_eq!(pop3::timestamp("+OK <ready>"), None);
/// ```
pub fn timestamp(greeting: &str) -> Option<&str> {
    let from = greeting.find('<')?;
    let rest = greeting.get(from..)?;
    let whole = rest.get(..=rest.find('>')?)?;
    let inside = whole.strip_prefix('<')?.strip_suffix('>')?;
    let (left, right) = inside.split_once('@')?;
    let is_word = |text: &str| {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || PARTS.contains(letter);
        !text.is_empty() && text.chars().all(is_part)
    };
    (whole.len() <= MAX_TIMESTAMP_OCTETS && is_word(left) && is_word(right)).then_some(whole)
}

/// What APOP has the client say: the timestamp and the password, hashed by MD5, in hexadecimal.
///
/// Source: [RFC 1939 §7](https://www.rfc-editor.org/rfc/rfc1939#section-7), which has the example.
///
/// # Examples
///
/// ```
/// use mailcheck::{model::Secret, wire::pop3};
/// let secret = Secret::new("tanstaaf".to_owned());
/// let digest = pop3::digest("<1896.697170952@dbc.mtview.ca.us>", &secret);
/// assert_eq!(*digest, "c4c9334bac560ecc979e58001b3e22fb");
/// ```
pub fn digest(timestamp: &str, secret: &Secret) -> Zeroizing<String> {
    let digest = Md5::new().chain_update(timestamp).chain_update(secret.expose()).finalize();
    Zeroizing::new(format!("{:032x}", u128::from_be_bytes(digest.into())))
}

/// Response codes about what passes (RFC 2449 §8.1, RFC 3206 §4).
const TRANSIENT_CODES: [&str; 3] = ["IN-USE", "LOGIN-DELAY", "SYS/TEMP"];
/// A response line has 512 octets at the most (RFC 2449 §4), and the known codes 11.
const MAX_CODE_OCTETS: usize = 64;
/// More lines than any answer to CAPA has; the longest known are below 20.
const MAX_LINES: usize = 200;
/// RFC 822's atoms with the dots and brackets of what is around them, without quoted strings.
const PARTS: &str = "!#$%&'*+-/=?^_`{|}~.[]:";
/// What fits into a response line (RFC 2449 §4).
const MAX_TIMESTAMP_OCTETS: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_in_one_way() {
        for (line, expected) in [
            ("+OK", Some((true, None))),
            ("+ok ready", Some((true, None))),
            ("-ERR [AUTH] no", Some((false, Some("AUTH")))),
            ("-ERR [LOGIN-DELAY 60] no", Some((false, Some("LOGIN-DELAY")))),
            ("-ERR[IN-USE] no", Some((false, Some("IN-USE")))),
            ("-ERR [host:time] no", Some((false, None))),
            ("-ERR [] no", Some((false, None))),
            ("-ERR no [AUTH]", Some((false, None))),
            ("-err [SYS/PERM", Some((false, Some("SYS/PERM")))),
            ("", None),
            ("* OK", None),
            ("+abc", None),
            ("-ER", None),
            ("OK", None),
        ] {
            let read = match Response::parse(line.as_bytes()) {
                Ok(Response::Status(status)) => Some((status.is_positive, status.code)),
                Ok(Response::Continuation(text)) => panic!("{line} continues with {text}"),
                Err(_) => None,
            };
            let expected = expected.map(|(is_ok, code)| (is_ok, code.map(str::to_owned)));
            assert_eq!(read, expected, "{line}");
        }
        for (line, text) in [("+", ""), ("+ ", ""), ("+  abc= ", "abc=")] {
            let expected = Response::Continuation(ServerText::from(text));
            assert_eq!(Response::parse(line.as_bytes()), Ok(expected), "{line}");
        }
    }

    #[test]
    fn only_what_passes_is_transient() {
        for (line, expected) in [
            ("-ERR [IN-USE] x", true),
            ("-ERR [LOGIN-DELAY] x", true),
            ("-ERR [SYS/TEMP] x", true),
            ("-ERR [SYS/PERM] x", false),
            ("-ERR [AUTH] x", false),
            ("-ERR x", false),
            ("+OK [IN-USE] x", false),
        ] {
            let Ok(Response::Status(status)) = Response::parse(line.as_bytes()) else {
                panic!("{line} is a status");
            };
            assert_eq!(status.is_transient(), expected, "{line}");
        }
    }

    #[test]
    fn an_answer_without_end_is_refused() {
        let mut lines = Lines::default();
        for _ in 0..MAX_LINES {
            assert_eq!(lines.push(b"X"), Ok(None));
        }
        assert_eq!(lines.push(b"X"), Err(TooManyLinesError));
    }

    #[test]
    fn only_a_message_id_is_a_timestamp() {
        for (greeting, expected) in [
            ("+OK <1.2@a.example> ready", Some("<1.2@a.example>")),
            ("+OK <1@[192.0.2.1]>", Some("<1@[192.0.2.1]>")),
            ("+OK <@a.example>", None),
            ("+OK <1@>", None),
            ("+OK <1@a@b>", None),
            ("+OK <1 2@a.example>", None),
            ("+OK <1@a.example", None),
            ("+OK 1@a.example>", None),
            (r"+OK <1\x80@a.example>", None),
            ("+OK <<1@a.example>", None),
        ] {
            assert_eq!(timestamp(greeting), expected, "{greeting}");
        }
        assert_eq!(timestamp(&format!("+OK <{}@a>", "1".repeat(600))), None);
    }
}
