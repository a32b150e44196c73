//! One IMAP command in its parts: tag, verb and arguments, literals included (RFC 9051 §4).

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::imap::Value;
use crate::line::Lines;
use crate::line::MAX_OCTETS;
use crate::log::Ending;

/// Tag, verb and arguments as they came, quotes and literal marks removed.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Command {
    words: Vec<Vec<u8>>,
    /// The arguments as they are read of a client that is logged in; `None` if they do not match.
    pub(crate) values: Option<Vec<Value>>,
}

impl Command {
    /// A command whose arguments are lists, too.
    pub(crate) fn new(tag: Vec<u8>, verb: Vec<u8>, values: Option<Vec<Value>>) -> Self {
        Self { words: vec![tag, verb], values }
    }

    /// Reads one command and asks for its literals.
    pub(crate) async fn read<S>(lines: &mut Lines<S>) -> Result<Self, Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut command = Self::default();
        let mut octets = 0;
        loop {
            let line = lines.line().await?;
            octets += line.len();
            let (text, literal) = split_literal(&line);
            command.words.extend(words(text));
            let Some(literal) = literal else { return Ok(command) };
            octets += literal.octets;
            if octets > MAX_OCTETS {
                return Err(Ending::TooLong);
            }
            if literal.waits {
                lines.send(b"+ OK\r\n").await?;
            }
            command.words.push(lines.literal(literal.octets).await?);
        }
    }

    /// What the reply begins with; `*` when the client sent nothing that could be a tag.
    pub(crate) fn tag(&self) -> String {
        let tag = self.words.first().map(|tag| String::from_utf8_lossy(tag).into_owned());
        tag.filter(|tag| !tag.is_empty()).unwrap_or_else(|| "*".to_owned())
    }

    /// The verb in upper case.
    pub(crate) fn verb(&self) -> String {
        let verb = self.words.get(1).map(|verb| String::from_utf8_lossy(verb));
        verb.unwrap_or_default().to_ascii_uppercase()
    }

    pub(crate) fn arguments(&self) -> &[Vec<u8>] {
        self.words.get(2..).unwrap_or_default()
    }
}

/// A mark at the end of a line: so many octets follow.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Literal {
    pub(crate) octets: usize,
    /// Whether the client waits to be asked for them (not so with LITERAL+, RFC 7888).
    pub(crate) waits: bool,
}

pub(crate) fn split_literal(line: &[u8]) -> (&[u8], Option<Literal>) {
    let found = line.strip_suffix(b"}").and_then(|inner| {
        let open = inner.iter().rposition(|&byte| byte == b'{')?;
        let digits = &inner[open + 1..];
        let (digits, waits) = digits.strip_suffix(b"+").map_or((digits, true), |it| (it, false));
        let octets = str::from_utf8(digits).ok()?.parse().ok()?;
        Some((&line[..open], Literal { octets, waits }))
    });
    found.map_or((line, None), |(text, literal)| (text, Some(literal)))
}

/// Splits at spaces outside quotes.
fn words(text: &[u8]) -> Vec<Vec<u8>> {
    let mut words = Vec::new();
    let mut rest = text.iter().copied().peekable();
    while let Some(first) = rest.next() {
        let mut word = Vec::new();
        match first {
            b' ' => continue,
            b'"' => {
                while let Some(byte) = rest.next().filter(|&byte| byte != b'"') {
                    word.extend(if byte == b'\\' { rest.next() } else { Some(byte) });
                }
            }
            first => {
                word.push(first);
                while let Some(byte) = rest.next_if(|&byte| byte != b' ') {
                    word.push(byte);
                }
            }
        }
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_quoted() {
        let read = words(br#"a1 LOGIN "you@example.org" "a \"b\" \\ c""#);
        let read: Vec<_> = read.iter().map(|word| str::from_utf8(word).unwrap()).collect();
        assert_eq!(read, ["a1", "LOGIN", "you@example.org", r#"a "b" \ c"#]);
    }

    #[test]
    fn literals_stand_at_the_end() {
        let mark = |octets, waits| Some(Literal { octets, waits });
        assert_eq!(split_literal(b"a LOGIN {3}"), (&b"a LOGIN "[..], mark(3, true)));
        assert_eq!(split_literal(b"a LOGIN {3+}"), (&b"a LOGIN "[..], mark(3, false)));
        assert_eq!(split_literal(b"a LOGIN {x}"), (&b"a LOGIN {x}"[..], None));
    }
}
