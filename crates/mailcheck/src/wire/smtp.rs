//! SMTP replies and the answer to EHLO.

use crate::model::ServerText;

/// A reply: one code, one or more lines.
///
/// Source: [RFC 5321 §4.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.2).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Reply {
    /// The code of the last line.
    pub code: u16,
    /// The enhanced code (RFC 2034), when the first line has one of the code's class.
    pub enhanced: Option<String>,
    /// The lines as they came, codes included.
    pub lines: Vec<ServerText>,
}

impl Reply {
    /// 2xx.
    pub fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    /// 4xx: another time may be better.
    pub fn is_transient(&self) -> bool {
        self.code / 100 == 4
    }

    /// What stands behind the code of the first line: a challenge, a domain.
    pub fn first_text(&self) -> &str {
        self.lines.first().map_or("", |line| line.as_str().get(4..).unwrap_or_default())
    }

    /// The keywords of an answer to EHLO, each with its parameters; the first line is not one.
    ///
    /// Source: [RFC 5321 §4.1.1.1](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.1).
    pub fn keywords(&self) -> Vec<ServerText> {
        let rest = self.lines.iter().skip(1);
        rest.filter_map(|line| line.as_str().get(4..))
            .filter(|text| !text.is_empty())
            .map(ServerText::from)
            .collect()
    }
}

/// Collects the lines of one reply.
///
/// Lines may end in a bare LF and the last may lack its space, as old servers do; a code that
/// changes between the lines is forgiven, and the last one counts.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::smtp::Collector;
/// let mut collector = Collector::default();
/// assert_eq!(collector.push(b"535-5.7.8 Bad")?, None);
/// let reply = collector.push(b"535 5.7.8 password")?.expect("is complete");
/// assert_eq!((reply.code, reply.enhanced.as_deref()), (535, Some("5.7.8")));
/// # Ok::<(), mailcheck::wire::smtp::ParseReplyError>(())
/// ```
#[derive(Debug, Default)]
pub struct Collector {
    lines: Vec<ServerText>,
    enhanced: Option<String>,
}

impl Collector {
    /// Takes the next line, without its line end; gives the reply when it was the last.
    ///
    /// # Errors
    ///
    /// [`ParseReplyError`] when no further line could make this a reply. A caller should report
    /// the server as not speaking SMTP, and not try again.
    pub fn push(&mut self, line: &[u8]) -> Result<Option<Reply>, ParseReplyError> {
        let text = ServerText::from_bytes(line);
        let Some(code) = code_of(line) else {
            return Err(ParseReplyError::NotAReply { text });
        };
        if self.lines.len() >= MAX_LINES {
            return Err(ParseReplyError::TooManyLines);
        }
        if self.lines.is_empty() {
            self.enhanced = enhanced_of(line.get(4..).unwrap_or_default());
        }
        self.lines.push(text);
        if line.get(3) == Some(&b'-') {
            return Ok(None);
        }
        // RFC 2034 §4: both codes are of one class.
        let class = (code / 100).to_string();
        let enhanced = self.enhanced.take().filter(|word| word.split('.').next() == Some(&class));
        Ok(Some(Reply { code, enhanced, lines: std::mem::take(&mut self.lines) }))
    }

    /// The lines of a reply that is not complete.
    pub fn partial(self) -> Vec<ServerText> {
        self.lines
    }
}

fn code_of(line: &[u8]) -> Option<u16> {
    let digits = line.get(..3)?;
    let separated = matches!(line.get(3), None | Some(b' ' | b'-'));
    let valid = separated && digits.iter().all(u8::is_ascii_digit);
    let code = std::str::from_utf8(digits).ok().filter(|_| valid)?.parse().ok()?;
    (200..600).contains(&code).then_some(code)
}

/// Class, subject and detail (RFC 3463 §2).
fn enhanced_of(text: &[u8]) -> Option<String> {
    let word = text.split(u8::is_ascii_whitespace).next()?;
    let word = std::str::from_utf8(word).ok()?;
    let parts: Vec<&str> = word.split('.').collect();
    let [class, subject, detail] = parts.as_slice() else { return None };
    let number = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_digit())
    };
    (number(class) && number(subject) && number(detail)).then(|| word.to_owned())
}

/// Why lines are not a reply.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseReplyError {
    /// The line does not begin with a code.
    #[error("no SMTP reply: {text}")]
    NotAReply {
        /// The line.
        text: ServerText,
    },
    /// The reply has no end.
    #[error("a reply of more than {MAX_LINES} lines")]
    TooManyLines,
}

/// More lines than any answer to EHLO has; the largest known are below 40.
const MAX_LINES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Result<Option<Reply>, ParseReplyError> {
        let mut collector = Collector::default();
        let mut last = None;
        for line in lines {
            last = collector.push(line.as_bytes())?;
        }
        Ok(last)
    }

    #[test]
    fn replies_of_real_servers_are_read() {
        let ehlo = read(&["250-mail.example Hello", "250-auth PLAIN", "250 SIZE 10"]);
        let ehlo = ehlo.expect("valid").expect("complete");
        assert_eq!(ehlo.keywords(), [ServerText::from("auth PLAIN"), ServerText::from("SIZE 10")]);
        assert_eq!(ehlo.first_text(), "mail.example Hello");
        assert_eq!(read(&["250"]).expect("valid").expect("complete").code, 250);
        let mixed = read(&["220-hello", "250 there"]).expect("valid").expect("complete");
        assert_eq!(mixed.code, 250);
    }

    #[test]
    fn enhanced_codes_must_fit() {
        for (line, expected) in [
            ("535 5.7.8 no", Some("5.7.8")),
            ("535 5.7.139 no", Some("5.7.139")),
            ("535 4.7.8 no", None),
            ("535 5.7.8.1 no", None),
            ("535 5.7 no", None),
            ("535 no", None),
            ("535", None),
        ] {
            let reply = read(&[line]).expect("valid").expect("complete");
            assert_eq!(reply.enhanced.as_deref(), expected, "{line}");
        }
        let mixed = read(&["535-5.7.8 no", "454 later"]).expect("valid").expect("complete");
        assert_eq!((mixed.code, mixed.enhanced), (454, None));
    }

    #[test]
    fn what_is_no_reply_is_refused() {
        for line in ["", "* OK", "2x0 a", "999 a", "199 a", "2500 a", "250_a"] {
            assert!(read(&[line]).is_err(), "{line}");
        }
        assert_eq!(read(&["250-a"; 300]), Err(ParseReplyError::TooManyLines));
    }
}
