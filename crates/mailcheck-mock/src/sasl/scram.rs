//! SCRAM: both sides show that they know the password, and neither says it (RFC 5802, RFC 7677).

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::OnceLock;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest;
use aws_lc_rs::hmac;
use aws_lc_rs::pbkdf2;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use crate::sasl::Bindings;
use crate::sasl::Claim;
use crate::sasl::Step;
use crate::sasl::Talk;
use crate::sasl::gs2;
use crate::sasl::gs2::Binding;
use crate::sasl::is_self;
use crate::site::Account;

/// The hash functions that there is a SCRAM for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    fn digest(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha512 => &digest::SHA512,
        }
    }

    fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha512 => hmac::HMAC_SHA512,
        };
        hmac::sign(&hmac::Key::new(algorithm, key), message).as_ref().to_vec()
    }

    fn pbkdf2(self) -> pbkdf2::Algorithm {
        match self {
            Self::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            Self::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        }
    }
}

/// What a server does that no client should put up with, or that is only odd.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fault {
    /// So much hashing that no client comes to its end.
    HugeCount,
    /// The password is hashed once, where RFC 7677 §4 wants 4096 times.
    LowCount,
    /// A client with the right password is let in without a signature.
    NoSignature,
    /// The client's part of the nonce is another's.
    ReplayedNonce,
    /// The signature is one that anybody can make.
    WrongSignature,
}

/// What a server keeps instead of a password (RFC 5802 §3).
struct Keys {
    salt: Vec<u8>,
    stored: Vec<u8>,
    server: Vec<u8>,
}

impl Keys {
    fn derive(hash: Hash, password: &str, salt: Vec<u8>, count: NonZeroU32) -> Self {
        // What cannot be prepared is taken as it is, as clients do.
        let prepared = stringprep::saslprep(password).unwrap_or_else(|_| password.into());
        let mut salted = vec![0; hash.digest().output_len()];
        pbkdf2::derive(hash.pbkdf2(), count, &salt, prepared.as_bytes(), &mut salted);
        let client = hash.hmac(&salted, b"Client Key");
        let stored = digest::digest(hash.digest(), &client).as_ref().to_vec();
        Self { salt, stored, server: hash.hmac(&salted, b"Server Key") }
    }
}

/// The keys of one account, each made when it is first needed, for that takes a millisecond.
#[derive(Default)]
pub(crate) struct KeyRing {
    keys: [OnceLock<Arc<Keys>>; 3],
}

impl KeyRing {
    fn get(&self, hash: Hash, user: &str, password: &str) -> Arc<Keys> {
        let derive = || Arc::new(Keys::derive(hash, password, salt(user), ITERATIONS));
        Arc::clone(self.keys[hash as usize].get_or_init(derive))
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").finish_non_exhaustive()
    }
}

/// One exchange.
pub(super) struct Scram<'a> {
    pub(super) hash: Hash,
    pub(super) accounts: &'a [Account],
    /// Where the log-in is to be bound to the connection, that is in the variants with `-PLUS`:
    /// to what.
    pub(super) bindings: Option<Bindings>,
    /// Whether the variant with `-PLUS` was offered.
    pub(super) offers_plus: bool,
    /// The server's part of the nonce.
    pub(super) nonce: String,
    pub(super) fault: Option<Fault>,
    pub(super) state: State,
}

/// What the client is to say next.
pub(super) enum State {
    First,
    Proof(Asked),
    /// Nothing, for it has all that it needs.
    Nothing(Claim),
}

/// What both sides have said before the proof.
pub(super) struct Asked {
    user: String,
    /// `None` if nobody has this name and a password.
    keys: Option<Arc<Keys>>,
    /// The client's header again, and what the connection is bound to.
    binding: Vec<u8>,
    nonce: String,
    /// The first message of either side, without the header.
    said: String,
}

impl Talk for Scram<'_> {
    fn hear(&mut self, answer: &[u8]) -> Step {
        let Ok(text) = str::from_utf8(answer) else { return Step::Malformed };
        let next = match std::mem::replace(&mut self.state, State::First) {
            State::First => self.first(text),
            State::Proof(asked) => self.proof(&asked, text),
            State::Nothing(claim) if text.is_empty() => Some(Next::Done(claim)),
            State::Nothing(_) => None,
        };
        match next {
            Some(Next::Ask(challenge, state)) => {
                self.state = state;
                Step::Challenge(challenge.into_bytes())
            }
            Some(Next::Done(claim)) => Step::Done(claim),
            None => Step::Malformed,
        }
    }
}

/// What follows an answer that makes sense.
enum Next {
    Ask(String, State),
    Done(Claim),
}

impl Scram<'_> {
    /// `client-first-message` (RFC 5802 §7); `None` if it makes no sense.
    fn first(&self, text: &str) -> Option<Next> {
        let (header, bare) = gs2::header(text)?;
        let mut attributes = bare.split(',');
        let user = gs2::unescaped(attributes.next()?.strip_prefix("n=")?)?;
        let theirs = attributes.next()?.strip_prefix("r=")?;
        let is_nonce = !theirs.is_empty() && theirs.bytes().all(|octet| octet.is_ascii_graphic());
        if !is_nonce || !attributes.all(is_extension) {
            return None;
        }
        let refused = Claim { user: user.clone().into_bytes(), is_right: false };
        let bound_to = match (header.binding, &self.bindings) {
            (Binding::Used(kind), Some(bindings)) => match bindings.get(kind) {
                Some(bound_to) => bound_to,
                None => return Some(Next::Done(refused)),
            },
            // Somebody in between has taken the better variant out of the list (RFC 5802 §6).
            (Binding::NotOffered, None) if self.offers_plus => return Some(Next::Done(refused)),
            (Binding::NotOffered | Binding::Unable, None) => b"",
            (Binding::Used(_), None) | (Binding::NotOffered | Binding::Unable, Some(_)) => {
                return None;
            }
        };
        if !is_self(user.as_bytes(), header.on_behalf_of.as_bytes()) {
            return Some(Next::Done(refused));
        }
        let account = self.accounts.iter().find(|account| account.is_called(user.as_bytes()));
        let keys = account.and_then(|account| {
            let password = account.password.as_deref()?;
            let user = &account.address;
            Some(if self.fault == Some(Fault::LowCount) {
                Arc::new(Keys::derive(self.hash, password, salt(user), NonZeroU32::MIN))
            } else {
                account.keys.get(self.hash, user, password)
            })
        });
        // Who does not exist must not look different.
        let salt = keys.as_ref().map_or_else(|| salt(&user), |keys| keys.salt.clone());
        let replayed = self.fault == Some(Fault::ReplayedNonce);
        let theirs = if replayed { "rOprNGfwEbeRWgbNEkqO" } else { theirs };
        let nonce = format!("{theirs}{}", self.nonce);
        let salt = BASE64_STANDARD.encode(salt);
        let count = match self.fault {
            Some(Fault::HugeCount) => NonZeroU32::MAX,
            Some(Fault::LowCount) => NonZeroU32::MIN,
            Some(Fault::NoSignature | Fault::ReplayedNonce | Fault::WrongSignature) | None => {
                ITERATIONS
            }
        };
        let challenge = format!("r={nonce},s={salt},i={count}");
        let binding = [header.text.as_bytes(), bound_to].concat();
        let said = format!("{bare},{challenge}");
        let asked = Asked { user, keys, binding, nonce, said };
        Some(Next::Ask(challenge, State::Proof(asked)))
    }

    /// `client-final-message` (RFC 5802 §7); `None` if it makes no sense.
    fn proof(&self, asked: &Asked, text: &str) -> Option<Next> {
        let (unproven, proof) = text.rsplit_once(",p=")?;
        let proof = BASE64_STANDARD.decode(proof).ok()?;
        let mut attributes = unproven.split(',');
        let binding = BASE64_STANDARD.decode(attributes.next()?.strip_prefix("c=")?).ok()?;
        let nonce = attributes.next()?.strip_prefix("r=")?;
        if !attributes.all(is_extension) {
            return None;
        }
        let said = format!("{},{unproven}", asked.said);
        let fits = binding == asked.binding && nonce == asked.nonce;
        let keys = asked.keys.as_deref();
        let keys = keys.filter(|keys| fits && self.proves(keys, &proof, said.as_bytes()));
        let claim = Claim { user: asked.user.clone().into_bytes(), is_right: keys.is_some() };
        // RFC 5802 §5.1 would let a server say why; like Dovecot this one only refuses.
        let Some(keys) = keys else { return Some(Next::Done(claim)) };
        let key: &[u8] = match self.fault {
            Some(Fault::NoSignature) => return Some(Next::Done(claim)),
            Some(Fault::WrongSignature) => b"",
            Some(Fault::HugeCount | Fault::LowCount | Fault::ReplayedNonce) | None => &keys.server,
        };
        let signature = BASE64_STANDARD.encode(self.hash.hmac(key, said.as_bytes()));
        Some(Next::Ask(format!("v={signature}"), State::Nothing(claim)))
    }

    fn proves(&self, keys: &Keys, proof: &[u8], said: &[u8]) -> bool {
        let signature = self.hash.hmac(&keys.stored, said);
        let client: Vec<u8> =
            proof.iter().zip(&signature).map(|(one, other)| one ^ other).collect();
        let stored = digest::digest(self.hash.digest(), &client);
        proof.len() == signature.len()
            && verify_slices_are_equal(stored.as_ref(), &keys.stored).is_ok()
    }
}

/// Something that may be overlooked: `m` may not (RFC 5802 §5.1).
fn is_extension(attribute: &str) -> bool {
    matches!(attribute.as_bytes(), [name, b'=', _, ..] if name.is_ascii_alphabetic() && *name != b'm')
}

/// Always the same for one name, whether or not there is such an account.
fn salt(user: &str) -> Vec<u8> {
    let seed = format!("mailcheck-mock {}", user.to_ascii_lowercase());
    digest::digest(&digest::SHA256, seed.as_bytes()).as_ref()[..SALT_OCTETS].to_vec()
}

/// The least that RFC 5802 §5.1 and RFC 7677 §4 recommend.
const ITERATIONS: NonZeroU32 = NonZeroU32::new(4096).unwrap();

/// As in the examples of RFC 5802 and RFC 7677.
const SALT_OCTETS: usize = 16;

#[cfg(test)]
mod tests;
