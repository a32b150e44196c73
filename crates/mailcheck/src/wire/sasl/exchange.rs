//! The client's side of an exchange, message by message, as octets before base64.

use zeroize::Zeroizing;

use super::{OauthError, SaslFault};
use crate::model::{Host, Mechanism, Secret, ServerText};

/// Who logs in, and with what.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers build it")]
pub struct Who<'a> {
    /// The log-in name.
    pub username: &'a str,
    /// What there is to log in with.
    pub key: Key<'a>,
    /// The server and its port, which OAUTHBEARER has said (RFC 7628 §3.1).
    pub host: &'a Host,
    /// The port.
    pub port: u16,
}

/// What there is to log in with.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Key<'a> {
    /// A password.
    Password(&'a Secret),
    /// A bearer token of OAuth 2.
    Token(&'a Secret),
    /// The certificate that was shown in the handshake.
    Certificate,
}

impl<'a> Key<'a> {
    /// The secret, if it is one that mechanisms carry or hash.
    pub fn secret(self) -> Option<&'a Secret> {
        match self {
            Self::Password(secret) | Self::Token(secret) => Some(secret),
            Self::Certificate => None,
        }
    }
}

/// What the TLS connection gives an exchange to be bound to (RFC 5929, RFC 9266).
#[derive(Clone, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "callers build it")]
pub struct Channel {
    /// `tls-exporter`: 32 octets of keying material (RFC 9266 §2), where the connection has it.
    pub exporter: Option<[u8; 32]>,
    /// `tls-server-end-point`: the hash of the server's certificate (RFC 5929 §4.1).
    pub server_end_point: Option<Vec<u8>>,
}

/// An exchange that goes on.
#[derive(Debug)]
pub struct Exchange {
    state: State,
    oauth: Option<OauthError>,
}

/// Where the exchange is. Secrets in it are wiped when dropped.
enum State {
    /// These are left to be said, the first first.
    Said(Vec<Zeroizing<Vec<u8>>>),
    /// The token was said; what follows is an error (RFC 7628 §3.2.3), to which this is the answer.
    Token { message: Option<Zeroizing<Vec<u8>>>, dummy: &'static [u8] },
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Said(_) => "Said(…)",
            Self::Token { .. } => "Token(…)",
        })
    }
}

impl Exchange {
    /// Begins one.
    ///
    /// # Errors
    ///
    /// [`SaslFault::NoChannelBinding`] for a `-PLUS` mechanism on a connection that gives nothing to be
    /// bound to; [`SaslFault::Unexpected`] where the mechanism is no SASL mechanism or cannot use the key.
    pub fn new(mechanism: Mechanism, who: &Who<'_>, _channel: &Channel) -> Result<Self, SaslFault> {
        let username = who.username;
        let secret = who.key.secret().map(Secret::expose).unwrap_or_default();
        let message = |text: String| Zeroizing::new(text.into_bytes());
        let state = match mechanism {
            Mechanism::Plain => State::Said(vec![message(format!("\0{username}\0{secret}"))]),
            Mechanism::Login => {
                State::Said(vec![message(username.to_owned()), message(secret.to_owned())])
            }
            Mechanism::Xoauth2 => State::Token {
                message: Some(message(format!("user={username}\x01auth=Bearer {secret}\x01\x01"))),
                dummy: b"",
            },
            Mechanism::Apop
            | Mechanism::CramMd5
            | Mechanism::External
            | Mechanism::ImapLogin
            | Mechanism::OauthBearer
            | Mechanism::Pop3User
            | Mechanism::ScramSha1
            | Mechanism::ScramSha1Plus
            | Mechanism::ScramSha256
            | Mechanism::ScramSha256Plus
            | Mechanism::ScramSha512
            | Mechanism::ScramSha512Plus => return Err(SaslFault::Unexpected),
        };
        Ok(Self { state, oauth: None })
    }

    /// Whether the client speaks first, so that its message may go along with the command (RFC 4422 §3).
    pub fn speaks_first(mechanism: Mechanism) -> bool {
        !matches!(mechanism, Mechanism::CramMd5 | Mechanism::Login)
    }

    /// What to answer to a challenge; to the empty one, where the client speaks first, its first message.
    ///
    /// # Errors
    ///
    /// [`SaslFault`] when the exchange cannot go on; it is then to be cancelled by `*`.
    pub fn answer(&mut self, challenge: &[u8]) -> Result<Zeroizing<Vec<u8>>, SaslFault> {
        match &mut self.state {
            State::Said(left) if left.is_empty() => Err(SaslFault::Unexpected),
            State::Said(left) => Ok(left.remove(0)),
            State::Token { message, dummy } => {
                if let Some(message) = message.take() {
                    return Ok(message);
                }
                if self.oauth.is_some() {
                    return Err(SaslFault::Unexpected);
                }
                let status = Some(ServerText::from_bytes(challenge));
                self.oauth = Some(OauthError { status, ..OauthError::default() });
                Ok(Zeroizing::new(dummy.to_vec()))
            }
        }
    }

    /// Says that the server let us in, and what it said along with that (RFC 4422 §3.6), if anything.
    ///
    /// # Errors
    ///
    /// [`SaslFault`] when the server has not proved that it knows the password, where the mechanism has
    /// it do so.
    pub fn finish(&mut self, _data: Option<&[u8]>) -> Result<(), SaslFault> {
        Ok(())
    }

    /// What the server said of a token that it does not take.
    pub fn oauth_error(&self) -> Option<&OauthError> {
        self.oauth.as_ref()
    }
}
