//! SCRAM: both sides show that they know the password, and neither says it (RFC 5802, RFC 7677,
//! draft-melnikov-scram-sha-512).

mod messages;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::SaslFault;
use super::gs2::{Binding, escaped};
use super::hash::Hash;
use crate::model::{Secret, ServerText};
use messages::{First, Last};

/// One exchange.
pub(super) struct Scram {
    hash: Hash,
    binding: Binding,
    nonce: String,
    /// The client's first message without its header (RFC 5802 §7, `client-first-message-bare`).
    bare: String,
    password: Zeroizing<String>,
    count: Option<u64>,
    step: Step,
}

/// What is to come next.
enum Step {
    /// Our first message.
    First,
    /// The server's: nonce, salt and count.
    Challenge,
    /// The server's proof.
    Proof(Expected),
    /// Nothing, as the server has proved itself.
    Nothing,
    /// Nothing, as it cannot do so any more.
    Failed,
}

/// What the server's signature is made of (RFC 5802 §3).
struct Expected {
    server_key: Zeroizing<Vec<u8>>,
    auth_message: Zeroizing<String>,
}

impl Scram {
    pub(super) fn new(
        hash: Hash,
        (username, password): (&str, &Secret),
        binding: Binding,
        nonce: [u8; 18],
    ) -> Self {
        let nonce = STANDARD.encode(nonce);
        let bare = format!("n={},r={nonce}", escaped(&prepared(username)));
        let password = prepared(password.expose());
        Self { hash, binding, nonce, bare, password, count: None, step: Step::First }
    }

    pub(super) fn answer(&mut self, challenge: &[u8]) -> Result<Zeroizing<Vec<u8>>, SaslFault> {
        match std::mem::replace(&mut self.step, Step::Failed) {
            Step::First => {
                self.step = Step::Challenge;
                let message = format!("{}{}", self.binding.header(), self.bare);
                Ok(Zeroizing::new(message.into_bytes()))
            }
            Step::Challenge => {
                let (message, expected) = self.prove(challenge)?;
                self.step = Step::Proof(expected);
                Ok(message)
            }
            Step::Proof(expected) => {
                self.verify(&expected, challenge)?;
                self.step = Step::Nothing;
                Ok(Zeroizing::default())
            }
            Step::Nothing | Step::Failed => Err(SaslFault::Unexpected),
        }
    }

    /// Whether the server has proved itself, as it has to before it lets us in.
    pub(super) fn finish(&self) -> Result<(), SaslFault> {
        match self.step {
            Step::Nothing => Ok(()),
            Step::First | Step::Challenge | Step::Proof(_) | Step::Failed => {
                Err(SaslFault::NoServerSignature)
            }
        }
    }

    /// How often the server has the password hashed.
    pub(super) fn count(&self) -> Option<u64> {
        self.count
    }

    /// The message by which the server would prove itself. With the rest of what is said it tells who
    /// tries passwords when one is right.
    pub(super) fn awaited(&self) -> Option<Zeroizing<Vec<u8>>> {
        match &self.step {
            Step::Proof(Expected { server_key, auth_message }) => {
                let signature = self.hash.mac(server_key, auth_message.as_bytes());
                let signature = Zeroizing::new(STANDARD.encode(&*signature));
                Some(Zeroizing::new(format!("v={}", *signature).into_bytes()))
            }
            Step::First | Step::Challenge | Step::Nothing | Step::Failed => None,
        }
    }

    /// `client-final-message`, and what the server has to answer.
    fn prove(&mut self, challenge: &[u8]) -> Result<(Zeroizing<Vec<u8>>, Expected), SaslFault> {
        let First { text, nonce, salt, count } = First::read(challenge)?;
        if nonce.strip_prefix(&self.nonce).is_none_or(str::is_empty) {
            return Err(SaslFault::Nonce);
        }
        self.count = Some(count);
        if !(1..=MAX_COUNT).contains(&count) {
            return Err(SaslFault::Iterations { count });
        }
        let hash = self.hash;
        let salted = hash.salted(self.password.as_bytes(), &salt, count);
        let client_key = hash.mac(&salted, b"Client Key");
        let stored_key = hash.digest(&client_key);
        let bound = [self.binding.header().as_bytes(), &self.binding.data].concat();
        let unproved = format!("c={},r={nonce}", STANDARD.encode(bound));
        let auth_message = Zeroizing::new(format!("{},{text},{unproved}", self.bare));
        let mut proof = hash.mac(&stored_key, auth_message.as_bytes());
        proof.iter_mut().zip(client_key.iter()).for_each(|(one, other)| *one ^= other);
        let proof = Zeroizing::new(STANDARD.encode(&*proof));
        let message = Zeroizing::new(format!("{unproved},p={}", *proof).into_bytes());
        let server_key = hash.mac(&salted, b"Server Key");
        Ok((message, Expected { server_key, auth_message }))
    }

    fn verify(&self, expected: &Expected, challenge: &[u8]) -> Result<(), SaslFault> {
        match Last::read(challenge)? {
            Last::Error(error) => Err(SaslFault::Server { error: ServerText::from(error) }),
            Last::Signature(signature) => {
                let Expected { server_key, auth_message } = expected;
                let is_right = self.hash.verifies(server_key, auth_message.as_bytes(), &signature);
                is_right.then_some(()).ok_or(SaslFault::ServerSignature)
            }
        }
    }
}

/// A name or password as RFC 4013 has it compared. What it forbids is taken as it is: there are servers
/// that let such a password be set and prepare nothing, and a refusal costs less than never asking.
fn prepared(text: &str) -> Zeroizing<String> {
    Zeroizing::new(stringprep::saslprep(text).unwrap_or_else(|_forbidden| text.into()).into_owned())
}

/// The most often that a password is hashed. Servers ask for 4096 mostly; OWASP's advice of 2023 for what
/// they keep is 600,000 with SHA-256. So many take a second of computing at the most, with SHA-512.
const MAX_COUNT: u64 = 1_000_000;

#[cfg(test)]
mod tests;
