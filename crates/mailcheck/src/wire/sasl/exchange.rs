//! The client's side of an exchange, message by message, as octets before base64.

use std::fmt;

use zeroize::Zeroizing;

use super::bearer::Bearer;
use super::cram_md5::CramMd5;
use super::gs2::Binding;
use super::hash::Hash;
use super::said::Said;
use super::scram::Scram;
use super::{OauthError, SaslFault, is_carriable};
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

impl Who<'_> {
    /// Whether nothing in it would end a part of a message too early. What parts the message of a token
    /// (RFC 7628 §3.1, `kvsep`) is one of the characters that drive a terminal, and no token has any.
    fn is_carriable(&self) -> bool {
        let is_carried = |text: &str| match self.key {
            Key::Token(_) => !text.contains(char::is_control),
            Key::Password(_) | Key::Certificate => is_carriable(text),
        };
        let secret = self.key.secret().map(Secret::expose);
        is_carried(self.username) && secret.is_none_or(is_carried)
    }
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

/// What an exchange can be bound to: what the TLS connection gives (RFC 5929, RFC 9266), and whether the
/// server would have it.
#[derive(Clone, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "callers build it")]
pub struct Channel {
    /// `tls-exporter`: 32 octets of keying material (RFC 9266 §2), where the connection has it.
    pub exporter: Option<[u8; 32]>,
    /// `tls-server-end-point`: the hash of the server's certificate (RFC 5929 §4.1).
    pub server_end_point: Option<Vec<u8>>,
    /// Whether the server lists any `-PLUS` mechanism. That it does not is told to it, so that a list
    /// which somebody shortened is noticed (RFC 5802 §6).
    pub offers_plus: bool,
}

/// An exchange that goes on. What is secret in it is wiped when dropped.
pub struct Exchange(State);

enum State {
    Bearer(Bearer),
    CramMd5(CramMd5),
    Said(Said),
    Scram(Box<Scram>),
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

impl Exchange {
    /// Begins one. The nonce is what nobody could foretell; only SCRAM has a use for it.
    ///
    /// # Errors
    ///
    /// [`SaslFault::NoChannelBinding`] for a `-PLUS` mechanism on a connection that gives nothing to be
    /// bound to; [`SaslFault::Unexpected`] where the mechanism is no SASL mechanism or cannot carry the
    /// key or the name.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::model::{Mechanism, Secret};
    /// use mailcheck::wire::sasl::{Channel, Exchange, Key, Who};
    /// let password = Secret::new("tanstaaftanstaaf".to_owned());
    /// let host = "mail.example".parse()?;
    /// let who = Who { username: "tim", key: Key::Password(&password), host: &host, port: 143 };
    /// let mut exchange = Exchange::new(Mechanism::CramMd5, &who, &Channel::default(), [0; 18])?;
    /// let answer = exchange.answer(b"<1896.697170952@postoffice.reston.mci.net>")?;
    /// assert_eq!(*answer, b"tim b913a602c7eda7a495b4e6e7334d3890");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        mechanism: Mechanism,
        who: &Who<'_>,
        channel: &Channel,
        nonce: [u8; 18],
    ) -> Result<Self, SaslFault> {
        let Who { username, key, host, port } = *who;
        if !who.is_carriable() {
            return Err(SaslFault::Unexpected);
        }
        Ok(Self(match (mechanism, key) {
            (Mechanism::CramMd5, Key::Password(password)) => {
                State::CramMd5(CramMd5::new(username, password))
            }
            (Mechanism::External, Key::Certificate) => State::Said(Said::external()),
            (Mechanism::Login, Key::Password(password)) => {
                State::Said(Said::login(username, password))
            }
            (Mechanism::OauthBearer, Key::Token(token)) => {
                State::Bearer(Bearer::oauthbearer(username, token, host, port))
            }
            (Mechanism::Plain, Key::Password(password)) => {
                State::Said(Said::plain(username, password))
            }
            (Mechanism::Xoauth2, Key::Token(token)) => {
                State::Bearer(Bearer::xoauth2(username, token))
            }
            (_, Key::Password(password)) => {
                let (hash, binding) = scram(mechanism, channel)?;
                State::Scram(Box::new(Scram::new(hash, (username, password), binding, nonce)))
            }
            (_, Key::Token(_) | Key::Certificate) => return Err(SaslFault::Unexpected),
        }))
    }

    /// Whether the client speaks first, so that its message may go along with the command (RFC 4422 §3).
    pub fn speaks_first(mechanism: Mechanism) -> bool {
        !matches!(mechanism, Mechanism::CramMd5 | Mechanism::Login)
    }

    /// What to answer to a challenge; to the empty one, where the client speaks first, its first message.
    /// It takes up to a second where the server has the password hashed very often.
    ///
    /// # Errors
    ///
    /// [`SaslFault`] when the exchange cannot go on; it is then to be cancelled by `*`.
    pub fn answer(&mut self, challenge: &[u8]) -> Result<Zeroizing<Vec<u8>>, SaslFault> {
        if challenge.len() > MAX_CHALLENGE_OCTETS {
            return Err(SaslFault::Malformed { text: ServerText::from_bytes(challenge) });
        }
        match &mut self.0 {
            State::Bearer(bearer) => bearer.answer(challenge),
            State::CramMd5(cram_md5) => cram_md5.answer(challenge),
            State::Said(said) => said.answer(),
            State::Scram(scram) => scram.answer(challenge),
        }
    }

    /// To be called when the server has let us in.
    ///
    /// # Errors
    ///
    /// [`SaslFault::NoServerSignature`] when the server has not proved that it knows the password, where
    /// the mechanism has it do so.
    pub fn finish(&self) -> Result<(), SaslFault> {
        match &self.0 {
            State::Scram(scram) => scram.finish(),
            State::Bearer(_) | State::CramMd5(_) | State::Said(_) => Ok(()),
        }
    }

    /// What the server will say to prove itself, where that gives the password away to who has time to
    /// try many.
    pub fn awaited(&self) -> Option<Zeroizing<Vec<u8>>> {
        match &self.0 {
            State::Scram(scram) => scram.awaited(),
            State::Bearer(_) | State::CramMd5(_) | State::Said(_) => None,
        }
    }

    /// How often the server has the password hashed, where it says so (RFC 5802 §5.1).
    pub fn iterations(&self) -> Option<u64> {
        match &self.0 {
            State::Scram(scram) => scram.count(),
            State::Bearer(_) | State::CramMd5(_) | State::Said(_) => None,
        }
    }

    /// What the server said of a token that it does not take.
    pub fn oauth_error(&self) -> Option<&OauthError> {
        match &self.0 {
            State::Bearer(bearer) => bearer.error(),
            State::CramMd5(_) | State::Said(_) | State::Scram(_) => None,
        }
    }
}

/// The hash function of a SCRAM, and what it says of the connection.
fn scram(mechanism: Mechanism, channel: &Channel) -> Result<(Hash, Binding), SaslFault> {
    match mechanism {
        Mechanism::ScramSha1 => Ok((Hash::Sha1, Binding::none(channel))),
        Mechanism::ScramSha1Plus => Ok((Hash::Sha1, Binding::to(channel)?)),
        Mechanism::ScramSha256 => Ok((Hash::Sha256, Binding::none(channel))),
        Mechanism::ScramSha256Plus => Ok((Hash::Sha256, Binding::to(channel)?)),
        Mechanism::ScramSha512 => Ok((Hash::Sha512, Binding::none(channel))),
        Mechanism::ScramSha512Plus => Ok((Hash::Sha512, Binding::to(channel)?)),
        Mechanism::Apop
        | Mechanism::CramMd5
        | Mechanism::External
        | Mechanism::ImapLogin
        | Mechanism::Login
        | Mechanism::OauthBearer
        | Mechanism::Plain
        | Mechanism::Pop3User
        | Mechanism::Xoauth2 => Err(SaslFault::Unexpected),
    }
}

/// RFC 4954 §4 has challenges of up to 12,288 octets in base64.
const MAX_CHALLENGE_OCTETS: usize = 9 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(mechanism: Mechanism, username: &str, key: Key<'_>) -> Result<Exchange, SaslFault> {
        let host = "mail.test".parse().expect("is a host");
        let who = Who { username, key, host: &host, port: 993 };
        let channel = Channel { exporter: Some([1; 32]), ..Channel::default() };
        Exchange::new(mechanism, &who, &channel, [0; 18])
    }

    fn can_begin(mechanism: Mechanism, key: Key<'_>) -> bool {
        begun(mechanism, "you", key).is_ok()
    }

    #[test]
    fn every_mechanism_begins_with_its_kind_of_key_and_no_other() {
        let secret = Secret::new("secret".to_owned());
        for mechanism in Mechanism::ALL {
            let is_sasl = mechanism.is_sasl();
            let is_external = mechanism == Mechanism::External;
            let takes_password = is_sasl && !mechanism.takes_token() && !is_external;
            assert_eq!(can_begin(mechanism, Key::Password(&secret)), takes_password);
            assert_eq!(can_begin(mechanism, Key::Token(&secret)), mechanism.takes_token());
            assert_eq!(can_begin(mechanism, Key::Certificate), is_external);
        }
    }

    #[test]
    fn nothing_is_said_that_would_end_a_part_too_early() {
        let secret = |text: &str| Secret::new(text.to_owned());
        for text in ["a\0b", "a\rb", "a\nb"] {
            let (bad, good) = (secret(text), secret("good"));
            for mechanism in [Mechanism::Plain, Mechanism::CramMd5, Mechanism::ScramSha256] {
                let begun = |name, password| begun(mechanism, name, Key::Password(password)).err();
                assert_eq!(begun("you", &bad), Some(SaslFault::Unexpected));
                assert_eq!(begun(text, &good), Some(SaslFault::Unexpected));
                assert_eq!(begun("you", &good), None);
            }
        }
        for text in ["a\x01auth=Bearer b", "a\0", "a\u{7f}"] {
            let (bad, good) = (secret(text), secret("good"));
            for mechanism in [Mechanism::OauthBearer, Mechanism::Xoauth2] {
                let begun = |name, token| begun(mechanism, name, Key::Token(token)).err();
                assert_eq!(begun("you", &bad), Some(SaslFault::Unexpected));
                assert_eq!(begun(text, &good), Some(SaslFault::Unexpected));
                assert_eq!(begun("you", &good), None);
            }
        }
    }

    #[test]
    fn what_cannot_be_bound_does_not_begin() {
        let (secret, host) = (Secret::new("x".to_owned()), "mail.test".parse().expect("is one"));
        let who = Who { username: "you", key: Key::Password(&secret), host: &host, port: 993 };
        let begun = Exchange::new(Mechanism::ScramSha1Plus, &who, &Channel::default(), [0; 18]);
        assert_eq!(begun.err(), Some(SaslFault::NoChannelBinding));
    }

    #[test]
    fn a_challenge_has_a_length() {
        let secret = Secret::new("secret".to_owned());
        let mut exchange =
            begun(Mechanism::CramMd5, "you", Key::Password(&secret)).expect("is one");
        let long = vec![b'<'; MAX_CHALLENGE_OCTETS + 1];
        assert!(matches!(exchange.answer(&long), Err(SaslFault::Malformed { .. })));
        assert!(exchange.answer(&long[1..]).is_ok());
    }

    #[test]
    fn fixed_messages_are_said_in_their_order_and_once() {
        let secret = Secret::new("tanstaaftanstaaf".to_owned());
        for (mechanism, key, expected) in [
            (Mechanism::Plain, Key::Password(&secret), &["\0tim\0tanstaaftanstaaf"][..]),
            (Mechanism::Login, Key::Password(&secret), &["tim", "tanstaaftanstaaf"]),
            (Mechanism::External, Key::Certificate, &[""]),
        ] {
            let mut exchange = begun(mechanism, "tim", key).expect("begins");
            for message in expected {
                let answer = exchange.answer(b"whatever").expect("goes on");
                assert_eq!(*answer, message.as_bytes());
            }
            assert_eq!(exchange.answer(b"").err(), Some(SaslFault::Unexpected));
            assert_eq!(exchange.finish(), Ok(()));
            assert_eq!((exchange.awaited(), exchange.iterations()), (None, None));
        }
    }

    #[test]
    fn nothing_secret_is_shown() {
        let secret = Secret::new("hunter2".to_owned());
        let exchange = begun(Mechanism::Plain, "you", Key::Password(&secret)).expect("begins");
        assert_eq!(format!("{exchange:?}"), "Exchange { .. }");
    }
}
