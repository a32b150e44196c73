//! An RSA key of 1024 bits, which no library of today makes or uses any more: the arithmetic is
//! done here.
//!
//! The key is public knowledge and protects nothing. It is not made anew each time, because a key,
//! unlike a certificate, does not expire.

use num_bigint::BigUint;
use rcgen::PublicKeyData;
use rustls::SignatureAlgorithm;
use rustls::SignatureScheme;
use rustls::sign::Signer;
use sha2::Digest;
use sha2::Sha256;

use crate::certificate::der;

const MODULUS: &str = "\
    b1784eac27e6b96edc53bbb3c3af8e78613c83a0a0e30696af6f2345573e6eb2\
    7e533c25562fce429fa964aa50ffc2626fb2287265a1f4024e0396981417f9b6\
    840b4277d7c3dbf8bd32e5b13bfefba8eaa92cbab7081a3817f23300189aabd7\
    5f32c34e08475ec65b1500659bc132ec44e678f21109fd9242ff3f1f1e6c2053";

const PRIVATE_EXPONENT: &str = "\
    1f18605883c94676693e76a601c491e6ffca9599a07706e1822dabf56b5af214\
    6e53f136ed8a04cee1a0d1959209ae2a873da51e9e362945fa1b60d896b4b8b8\
    fa608ba8655a75be8ba30062053ad7d5dc52fda64d478d766a51d5a472c07d77\
    6380e5b67a1f1150421786678aefcd417399f86701d714c59abc6b63fcaf0f99";

/// 65537, as nearly everywhere.
const PUBLIC_EXPONENT: [u8; 3] = [1, 0, 1];

/// The length of the modulus, and so of every signature.
const OCTETS: usize = 128;

/// The key, as an issuer sees it and as TLS uses it.
#[derive(Clone, Debug)]
pub(crate) struct WeakKey {
    /// The public half as `RSAPublicKey` (RFC 8017 appendix A.1.1).
    public: Vec<u8>,
}

impl WeakKey {
    pub(crate) fn new() -> Self {
        let mut modulus = vec![0];
        modulus.extend(number(MODULUS).to_bytes_be());
        let parts = [der(0x02, &modulus), der(0x02, &PUBLIC_EXPONENT)];
        Self { public: der(0x30, &parts.concat()) }
    }
}

impl PublicKeyData for WeakKey {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &rcgen::PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for WeakKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(Padding::Pkcs1.signature(message))
    }
}

impl rustls::sign::SigningKey for WeakKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let known = [Padding::Pss, Padding::Pkcs1];
        let padding = known.into_iter().find(|padding| offered.contains(&padding.scheme()))?;
        Some(Box::new(padding))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

/// The two ways in which TLS lets RSA sign a SHA-256 digest.
#[derive(Clone, Copy, Debug)]
enum Padding {
    Pkcs1,
    Pss,
}

impl Padding {
    fn signature(self, message: &[u8]) -> Vec<u8> {
        let padded = match self {
            Self::Pkcs1 => pkcs1(message),
            Self::Pss => pss(message),
        };
        let power = BigUint::from_bytes_be(&padded);
        let signature = power.modpow(&number(PRIVATE_EXPONENT), &number(MODULUS)).to_bytes_be();
        [vec![0; OCTETS.saturating_sub(signature.len())], signature].concat()
    }
}

impl Signer for Padding {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        Ok(self.signature(message))
    }

    fn scheme(&self) -> SignatureScheme {
        match self {
            Self::Pkcs1 => SignatureScheme::RSA_PKCS1_SHA256,
            Self::Pss => SignatureScheme::RSA_PSS_SHA256,
        }
    }
}

/// EMSA-PKCS1-v1_5 (RFC 8017 §9.2).
fn pkcs1(message: &[u8]) -> Vec<u8> {
    /// What stands before a SHA-256 digest (RFC 8017 §9.2, note 1).
    const SHA256: &[u8] =
        b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";
    let info = [SHA256, &Sha256::digest(message)].concat();
    let filling = vec![0xff; OCTETS - 3 - info.len()];
    [&[0, 1], filling.as_slice(), &[0], &info].concat()
}

/// EMSA-PSS (RFC 8017 §9.1.1) with a salt of zeros: it only has to be right, not safe.
fn pss(message: &[u8]) -> Vec<u8> {
    const HASH: usize = 32;
    let salt = [0; HASH];
    let hash = Sha256::new().chain_update([0; 8]).chain_update(Sha256::digest(message));
    let hash = hash.chain_update(salt).finalize();
    let mut block = vec![0; OCTETS - 2 * HASH - 2];
    block.push(1);
    block.extend(salt);
    let mask = (0_u32..).flat_map(|count| {
        Sha256::new().chain_update(hash).chain_update(count.to_be_bytes()).finalize()
    });
    let mut padded: Vec<u8> = block.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    if let Some(first) = padded.first_mut() {
        *first &= 0x7f;
    }
    padded.extend(hash);
    padded.push(0xbc);
    padded
}

fn number(hexadecimal: &str) -> BigUint {
    BigUint::parse_bytes(hexadecimal.as_bytes(), 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the public key makes of a signature.
    fn opened(signature: &[u8]) -> Vec<u8> {
        let power = BigUint::from_bytes_be(signature);
        let exponent = BigUint::from_bytes_be(&PUBLIC_EXPONENT);
        power.modpow(&exponent, &number(MODULUS)).to_bytes_be()
    }

    #[test]
    fn signatures_open_with_the_public_key() {
        let signature = Padding::Pkcs1.signature(b"message");
        assert_eq!(opened(&signature), pkcs1(b"message")[1..]);
        let signature = Padding::Pss.signature(b"message");
        assert_eq!(opened(&signature), pss(b"message"));
    }

    #[test]
    fn the_modulus_has_1024_bits() {
        assert_eq!(number(MODULUS).bits(), 1024);
    }
}
