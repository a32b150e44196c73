//! The server's side of SASL PLAIN and LOGIN, and the Base64 around it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::line::Lines;
use crate::log::Ending;

/// The mechanisms that the provider knows.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Mechanism {
    Login,
    Plain,
}

impl Mechanism {
    /// What a healthy server offers.
    pub(crate) const USUAL: &[Self] = &[Self::Plain, Self::Login];

    pub(crate) fn named(name: &[u8]) -> Option<Self> {
        [Self::Login, Self::Plain]
            .into_iter()
            .find(|known| known.name().as_bytes().eq_ignore_ascii_case(name))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Login => "LOGIN",
            Self::Plain => "PLAIN",
        }
    }

    /// What the server asks, in Base64, before it has heard `answers` answers; `None` when it has
    /// heard enough.
    pub(crate) fn challenge(self, answers: usize) -> Option<&'static str> {
        match (self, answers) {
            (Self::Login, 0) => Some("VXNlcm5hbWU6"), // Username:
            (Self::Login, 1) => Some("UGFzc3dvcmQ6"), // Password:
            (Self::Plain, 0) => Some(""),
            (Self::Login | Self::Plain, _) => None,
        }
    }

    /// The credential in all of the answers, or `None` when they are not what was asked for.
    pub(crate) fn credential(self, answers: &[Vec<u8>]) -> Option<Credential> {
        match (self, answers) {
            (Self::Login, [user, password]) => {
                Some(Credential { user: user.clone(), password: password.clone() })
            }
            (Self::Plain, [message]) => {
                let mut parts = message.split(|&byte| byte == 0);
                let (Some(_authorization), Some(user), Some(password), None) =
                    (parts.next(), parts.next(), parts.next(), parts.next())
                else {
                    return None;
                };
                Some(Credential { user: user.to_owned(), password: password.to_owned() })
            }
            (Self::Login | Self::Plain, _) => None,
        }
    }
}

/// What a client claims to be, and how it proves it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Credential {
    pub(crate) user: Vec<u8>,
    pub(crate) password: Vec<u8>,
}

/// Asks for a credential, each question after `prompt`, the first answer being there if `initial`.
///
/// `None` when the client gives up (`*`) or answers something that makes no sense.
pub(crate) async fn exchange<S>(
    lines: &mut Lines<S>,
    prompt: &str,
    mechanism: Mechanism,
    initial: Option<&[u8]>,
) -> Result<Option<Credential>, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut answers = Vec::new();
    if let Some(initial) = initial {
        let Some(answer) = decode(initial) else { return Ok(None) };
        answers.push(answer);
    }
    while let Some(challenge) = mechanism.challenge(answers.len()) {
        lines.send(format!("{prompt} {challenge}\r\n").as_bytes()).await?;
        let Some(answer) = decode(&lines.line().await?) else { return Ok(None) };
        answers.push(answer);
    }
    Ok(mechanism.credential(&answers))
}

/// Reads one answer; `=` stands for an empty initial one (RFC 4954 §4, RFC 4959 §3).
pub(crate) fn decode(answer: &[u8]) -> Option<Vec<u8>> {
    match answer {
        b"=" => Some(Vec::new()),
        answer => BASE64_STANDARD.decode(answer).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_is_three_parts() {
        let read = |text: &[u8]| Mechanism::Plain.credential(&[text.to_owned()]);
        let credential = Credential { user: b"tim".into(), password: b"tanstaaftanstaaf".into() };
        assert_eq!(read(b"\0tim\0tanstaaftanstaaf"), Some(credential));
        assert_eq!(read(b"tim\0tanstaaftanstaaf"), None);
        assert_eq!(read(b"\0tim\0tanstaaf\0tanstaaf"), None);
    }

    #[test]
    fn the_empty_answer_has_a_sign() {
        assert_eq!(decode(b"="), Some(Vec::new()));
        assert_eq!(decode(b"*"), None);
    }
}
