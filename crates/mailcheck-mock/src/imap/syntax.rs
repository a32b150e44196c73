//! What a client that is logged in sends, taken apart (RFC 9051 §4), and the parts of an answer.
//!
//! Reads more than the grammar allows: a client with bad manners is to be answered, too.

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::time::Instant;

use super::reply::Reply;
use crate::imap_command::Command;
use crate::imap_command::split_literal;
use crate::line::Lines;
use crate::line::MAX_OCTETS;
use crate::log::Ending;

/// One word or one list.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Value {
    /// As it stands, brackets and what is in them included.
    Atom(Vec<u8>),
    List(Vec<Self>),
    /// Without its quotes, or a literal.
    Text(Vec<u8>),
}

impl Value {
    /// An atom or a string, whichever: most commands take both.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Atom(bytes) | Self::Text(bytes) => Some(bytes),
            Self::List(_) => None,
        }
    }

    /// The same in upper case, for words of the protocol.
    pub(super) fn word(&self) -> Option<String> {
        self.bytes().map(|bytes| String::from_utf8_lossy(bytes).to_ascii_uppercase())
    }

    /// What is in the list; a word is taken for a list of one.
    pub(super) fn list(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            Self::Atom(_) | Self::Text(_) => std::slice::from_ref(self),
        }
    }
}

/// Reads the next command of a client that is logged in. One that announces too much is refused,
/// and the next one read.
pub(super) async fn read<S>(lines: &mut Lines<S>) -> Result<Command, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    'next: loop {
        let mut tokens = Vec::new();
        let mut octets = 0;
        let mut line = patient_line(lines).await?;
        loop {
            octets += line.len();
            let (text, literal) = split_literal(&line);
            let Some(literal) = literal else {
                tokens.extend(split(text));
                return Ok(command(tokens));
            };
            // A literal8 (RFC 9051 §9) differs from others only in this mark.
            tokens.extend(split(text.strip_suffix(b"~").unwrap_or(text)));
            let limit = if is_append(&tokens) { MAX_MESSAGE_OCTETS } else { MAX_OCTETS };
            octets = octets.saturating_add(literal.octets);
            if octets > limit {
                if !literal.waits {
                    return Err(Ending::TooLong);
                }
                let refusal = Reply::no("[TOOBIG] ", "This is too big.");
                lines.send(&refusal.line(&command(tokens).tag())).await?;
                continue 'next;
            }
            if literal.waits {
                lines.send(b"+ OK\r\n").await?;
            }
            tokens.push(Token::Text(lines.large_literal(literal.octets).await?));
            line = lines.line().await?;
        }
    }
}

fn command(tokens: Vec<Token>) -> Command {
    let mut tokens = tokens.into_iter();
    let mut word = || match tokens.next() {
        Some(Token::Atom(bytes) | Token::Text(bytes)) => bytes,
        Some(Token::Close | Token::Open) | None => Vec::new(),
    };
    let (tag, verb) = (word(), word());
    Command::new(tag, verb, values(tokens))
}

/// Reads a line of a client that may be silent for as long as RFC 9051 §5.4 lets it.
pub(super) async fn patient_line<S>(lines: &mut Lines<S>) -> Result<Vec<u8>, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let until = Instant::now() + super::AUTOLOGOUT;
    loop {
        match lines.line().await {
            Err(Ending::TimedOut) if Instant::now() < until => {}
            other => return other,
        }
    }
}

/// The words and lists in `text`, as if it were the arguments of a command.
pub(super) fn parse(text: &[u8]) -> Option<Vec<Value>> {
    values(split(text).into_iter())
}

#[derive(Debug)]
enum Token {
    Atom(Vec<u8>),
    Close,
    Open,
    Text(Vec<u8>),
}

fn is_append(tokens: &[Token]) -> bool {
    matches!(tokens.get(1), Some(Token::Atom(verb)) if verb.eq_ignore_ascii_case(b"APPEND"))
}

fn split(text: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.iter().copied().peekable();
    while let Some(first) = rest.next() {
        tokens.push(match first {
            b' ' => continue,
            b'(' => Token::Open,
            b')' => Token::Close,
            b'"' => {
                let mut word = Vec::new();
                while let Some(byte) = rest.next().filter(|&byte| byte != b'"') {
                    word.extend(if byte == b'\\' { rest.next() } else { Some(byte) });
                }
                Token::Text(word)
            }
            first => {
                let mut word = vec![first];
                let mut in_brackets = first == b'[';
                while let Some(byte) = rest.next_if(|byte| in_brackets || !b" ()\"".contains(byte))
                {
                    in_brackets = byte == b'[' || in_brackets && byte != b']';
                    word.push(byte);
                }
                Token::Atom(word)
            }
        });
    }
    tokens
}

/// Builds the lists. `None` if they do not match, or are too deep.
fn values(tokens: impl Iterator<Item = Token>) -> Option<Vec<Value>> {
    let mut open = vec![Vec::new()];
    for token in tokens {
        let value = match token {
            Token::Atom(bytes) => Value::Atom(bytes),
            Token::Text(bytes) => Value::Text(bytes),
            Token::Open if open.len() <= MAX_DEPTH => {
                open.push(Vec::new());
                continue;
            }
            Token::Open => return None,
            Token::Close => Value::List(open.pop()?),
        };
        open.last_mut()?.push(value);
    }
    let all = open.pop()?;
    open.is_empty().then_some(all)
}

/// Largest message that APPEND takes, in octets: what submission takes as well.
pub(crate) const MAX_MESSAGE_OCTETS: usize = 26_214_400;

/// Deepest nesting of lists: more than any command needs, and no danger to the stack.
const MAX_DEPTH: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_keep_together_what_lists_take_apart() {
        let atom = |text: &str| Value::Atom(text.as_bytes().to_vec());
        let read = parse(br#"1:* (UID BODY[HEADER.FIELDS (A "B")]<0.9>) "x \" y" \Seen"#);
        let list = vec![atom("UID"), atom(r#"BODY[HEADER.FIELDS (A "B")]<0.9>"#)];
        let text = Value::Text(b"x \" y".to_vec());
        assert_eq!(read, Some(vec![atom("1:*"), Value::List(list), text, atom("\\Seen")]));
    }

    #[test]
    fn parentheses_must_match_and_are_not_endless() {
        assert_eq!(parse(b"(a"), None);
        assert_eq!(parse(b"a)"), None);
        assert!(parse(&[b"(".repeat(32), b")".repeat(32)].concat()).is_some());
        assert_eq!(parse(&[b"(".repeat(33), b")".repeat(33)].concat()), None);
    }
}
