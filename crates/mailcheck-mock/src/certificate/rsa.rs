//! RSA as no library of today does it any more: a key of 1024 bits, and signatures with MD5 and
//! SHA-1. The arithmetic is done here.

use md5::Md5;
use num_bigint::BigUint;
use rcgen::PublicKeyData;
use rustls::SignatureAlgorithm;
use rustls::SignatureScheme;
use rustls::sign::Signer;
use sha1::Sha1;
use sha2::Digest as _;
use sha2::Sha256;

use super::der::der;
use super::der::elements;

/// 1024 bits. The key is public knowledge and protects nothing. It is not made anew each time,
/// because a key, unlike a certificate, does not expire.
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

/// What a signature is made over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Digest {
    Md5,
    Sha1,
    Sha256,
}

impl Digest {
    /// The last arc below PKCS #1 of `…WithRSAEncryption` (RFC 8017 appendix A.2.4).
    pub(crate) fn arc(self) -> u8 {
        match self {
            Self::Md5 => 4,
            Self::Sha1 => 5,
            Self::Sha256 => 11,
        }
    }

    /// A `DigestInfo` (RFC 8017 §9.2, note 1).
    fn info(self, message: &[u8]) -> Vec<u8> {
        let (before, digest): (&[u8], _) = match self {
            Self::Md5 => (
                b"\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10",
                Md5::digest(message).to_vec(),
            ),
            Self::Sha1 => (
                b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
                Sha1::digest(message).to_vec(),
            ),
            Self::Sha256 => (
                b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
                Sha256::digest(message).to_vec(),
            ),
        };
        [before, &digest].concat()
    }
}

/// A private key, as an issuer sees it and as TLS uses it.
#[derive(Clone, Debug)]
pub(crate) struct Rsa {
    modulus: BigUint,
    private_exponent: BigUint,
    /// The length of the modulus, and so of every signature.
    octets: usize,
    /// The public half as `RSAPublicKey` (RFC 8017 appendix A.1.1).
    public: Vec<u8>,
}

impl Rsa {
    pub(crate) fn of_1024_bits() -> Self {
        let number = |text: &str| BigUint::parse_bytes(text.as_bytes(), 16).unwrap_or_default();
        Self::new(number(MODULUS), number(PRIVATE_EXPONENT), &PUBLIC_EXPONENT)
    }

    /// A key that the library has made, so that it can do what the library would not.
    pub(crate) fn from_pkcs8(key: &[u8]) -> Option<Self> {
        let [(_, key)] = elements(key)?[..] else { return None };
        let [_version, _algorithm, (_, key)] = elements(key)?[..] else { return None };
        let [(_, key)] = elements(key)?[..] else { return None };
        let numbers = elements(key)?;
        let [_version, (_, modulus), (_, public), (_, private), ..] = numbers[..] else {
            return None;
        };
        let number = BigUint::from_bytes_be;
        Some(Self::new(number(modulus), number(private), public))
    }

    fn new(modulus: BigUint, private_exponent: BigUint, public_exponent: &[u8]) -> Self {
        let octets = modulus.to_bytes_be();
        // A number whose first bit is set would be negative.
        let parts = [der(0x02, &[&[0], octets.as_slice()].concat()), der(0x02, public_exponent)];
        let public = der(0x30, &parts.concat());
        Self { octets: octets.len(), public, modulus, private_exponent }
    }

    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    pub(crate) fn sign_pkcs1(&self, digest: Digest, message: &[u8]) -> Vec<u8> {
        self.power(&self.pkcs1(digest, message))
    }

    fn power(&self, padded: &[u8]) -> Vec<u8> {
        let power = BigUint::from_bytes_be(padded);
        let signature = power.modpow(&self.private_exponent, &self.modulus).to_bytes_be();
        [vec![0; self.octets.saturating_sub(signature.len())], signature].concat()
    }

    /// EMSA-PKCS1-v1_5 (RFC 8017 §9.2).
    fn pkcs1(&self, digest: Digest, message: &[u8]) -> Vec<u8> {
        let info = digest.info(message);
        let filling = vec![0xff; self.octets - 3 - info.len()];
        [&[0, 1], filling.as_slice(), &[0], &info].concat()
    }

    /// EMSA-PSS (RFC 8017 §9.1.1) with SHA-256 and a salt of zeros: it only has to be right, not
    /// safe.
    fn pss(&self, message: &[u8]) -> Vec<u8> {
        const HASH: usize = 32;
        let salt = [0; HASH];
        let hash = Sha256::new().chain_update([0; 8]).chain_update(Sha256::digest(message));
        let hash = hash.chain_update(salt).finalize();
        let mut block = vec![0; self.octets - 2 * HASH - 2];
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
}

impl PublicKeyData for Rsa {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &rcgen::PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Rsa {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.sign_pkcs1(Digest::Sha256, message))
    }
}

impl rustls::sign::SigningKey for Rsa {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let known = [SignatureScheme::RSA_PSS_SHA256, SignatureScheme::RSA_PKCS1_SHA256];
        let scheme = known.into_iter().find(|scheme| offered.contains(scheme))?;
        Some(Box::new(Hand { key: self.clone(), scheme }))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

/// Signs in one of the two ways in which TLS lets RSA sign a SHA-256 digest.
#[derive(Debug)]
struct Hand {
    key: Rsa,
    scheme: SignatureScheme,
}

impl Signer for Hand {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        Ok(if self.scheme == SignatureScheme::RSA_PSS_SHA256 {
            self.key.power(&self.key.pss(message))
        } else {
            self.key.sign_pkcs1(Digest::Sha256, message)
        })
    }

    fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the public key makes of a signature.
    fn opened(key: &Rsa, signature: &[u8]) -> Vec<u8> {
        let power = BigUint::from_bytes_be(signature);
        let exponent = BigUint::from_bytes_be(&PUBLIC_EXPONENT);
        power.modpow(&exponent, &key.modulus).to_bytes_be()
    }

    #[test]
    fn signatures_open_with_the_public_key() {
        let key = Rsa::of_1024_bits();
        for digest in [Digest::Md5, Digest::Sha1, Digest::Sha256] {
            let signature = key.sign_pkcs1(digest, b"message");
            assert_eq!(opened(&key, &signature), key.pkcs1(digest, b"message")[1..]);
        }
        let signature = key.power(&key.pss(b"message"));
        assert_eq!(opened(&key, &signature), key.pss(b"message"));
    }

    #[test]
    fn the_modulus_has_1024_bits() {
        assert_eq!(Rsa::of_1024_bits().modulus.bits(), 1024);
    }
}
