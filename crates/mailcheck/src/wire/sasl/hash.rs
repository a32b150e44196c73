//! The hash functions of SCRAM and CRAM-MD5, and what they are put together to.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use zeroize::Zeroizing;

/// A hash function that there is a SCRAM for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    /// `H(text)`.
    pub(super) fn digest(self, text: &[u8]) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(match self {
            Self::Sha1 => Sha1::digest(text).to_vec(),
            Self::Sha256 => Sha256::digest(text).to_vec(),
            Self::Sha512 => Sha512::digest(text).to_vec(),
        })
    }

    /// `HMAC(key, text)` (RFC 2104).
    pub(super) fn mac(self, key: &[u8], text: &[u8]) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Sha1 => mac::<Hmac<Sha1>>(key, text),
            Self::Sha256 => mac::<Hmac<Sha256>>(key, text),
            Self::Sha512 => mac::<Hmac<Sha512>>(key, text),
        }
    }

    /// Whether this is `HMAC(key, text)`, found out in a time that does not tell where they differ.
    pub(super) fn verifies(self, key: &[u8], text: &[u8], tag: &[u8]) -> bool {
        match self {
            Self::Sha1 => keyed::<Hmac<Sha1>>(key).chain_update(text).verify_slice(tag).is_ok(),
            Self::Sha256 => keyed::<Hmac<Sha256>>(key).chain_update(text).verify_slice(tag).is_ok(),
            Self::Sha512 => keyed::<Hmac<Sha512>>(key).chain_update(text).verify_slice(tag).is_ok(),
        }
    }

    /// `Hi(text, salt, count)` (RFC 5802 §2.2): PBKDF2 of one block.
    pub(super) fn salted(self, text: &[u8], salt: &[u8], count: u64) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Sha1 => salted::<Hmac<Sha1>>(text, salt, count),
            Self::Sha256 => salted::<Hmac<Sha256>>(text, salt, count),
            Self::Sha512 => salted::<Hmac<Sha512>>(text, salt, count),
        }
    }
}

/// `HMAC(key, text)` by any function.
pub(super) fn mac<M: Mac + KeyInit>(key: &[u8], text: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(keyed::<M>(key).chain_update(text).finalize().into_bytes().to_vec())
}

fn salted<M: Mac + KeyInit + Clone>(text: &[u8], salt: &[u8], count: u64) -> Zeroizing<Vec<u8>> {
    let keyed = keyed::<M>(text);
    let first = keyed.clone().chain_update(salt).chain_update(1_u32.to_be_bytes());
    let mut last = first.finalize().into_bytes();
    let mut sum = Zeroizing::new(last.to_vec());
    for _ in 1..count {
        last = keyed.clone().chain_update(&last).finalize().into_bytes();
        sum.iter_mut().zip(&last).for_each(|(sum, octet)| *sum ^= octet);
    }
    sum
}

/// Never another than with this key: HMAC takes keys of any length.
fn keyed<M: Mac + KeyInit>(key: &[u8]) -> M {
    <M as KeyInit>::new_from_slice(key)
        .unwrap_or_else(|_never| <M as KeyInit>::new(&hmac::digest::Key::<M>::default()))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn hex(octets: &[u8]) -> String {
        octets.iter().fold(String::new(), |mut text, octet| {
            let _ = write!(text, "{octet:02x}");
            text
        })
    }

    /// RFC 6070 §2, RFC 7914 §11 (its first 32 octets) and RFC 4231 §4.3.
    #[test]
    fn the_examples_of_the_rfcs_come_out() {
        let salted = |hash: Hash, count| hex(&hash.salted(b"password", b"salt", count));
        assert_eq!(salted(Hash::Sha1, 1), "0c60c80f961f0e71f3a9b524af6012062fe037a6");
        assert_eq!(salted(Hash::Sha1, 4096), "4b007901b765489abead49d926f721d065a429c1");
        assert_eq!(
            hex(&Hash::Sha256.salted(b"passwd", b"salt", 1)),
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        );
        assert_eq!(
            hex(&Hash::Sha512.mac(b"Jefe", b"what do ya want for nothing?")),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8\
             f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        );
    }

    #[test]
    fn only_the_whole_of_a_code_verifies() {
        for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha512] {
            let mut code = hash.mac(b"key", b"text");
            assert!(hash.verifies(b"key", b"text", &code));
            assert!(!hash.verifies(b"kez", b"text", &code));
            assert!(!hash.verifies(b"key", b"text", &code[1..]));
            assert!(!hash.verifies(b"key", b"text", b""));
            code[7] ^= 1;
            assert!(!hash.verifies(b"key", b"text", &code));
            assert_eq!(hash.digest(b"").len(), code.len());
        }
    }
}
