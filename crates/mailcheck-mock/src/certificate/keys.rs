//! Keys. RSA keys take long to make, so there is one of each length in a process.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rcgen::KeyPair;
use rcgen::PublicKeyData;
use rcgen::RsaKeySize;
use rcgen::SignatureAlgorithm;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::PrivatePkcs8KeyDer;

use super::rsa::Rsa;

/// What kind of key a certificate is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyKind {
    Ed25519,
    P256,
    P384,
    P521,
    Rsa1024,
    Rsa2048,
    Rsa4096,
}

/// A key, as an issuer sees it and as TLS uses it.
#[derive(Debug)]
pub(crate) enum Key {
    Library(KeyPair),
    /// Too small for the library.
    Own(Rsa),
}

impl Key {
    pub(crate) fn new(kind: KeyKind) -> Result<Self, rcgen::Error> {
        Ok(Self::Library(match kind {
            KeyKind::Ed25519 => KeyPair::generate_for(&rcgen::PKCS_ED25519)?,
            KeyKind::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?,
            KeyKind::P384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384)?,
            KeyKind::P521 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512)?,
            KeyKind::Rsa1024 => return Ok(Self::Own(Rsa::of_1024_bits())),
            KeyKind::Rsa2048 => rsa(&RSA_2048, RsaKeySize::_2048)?,
            KeyKind::Rsa4096 => rsa(&RSA_4096, RsaKeySize::_4096)?,
        }))
    }

    /// The same key for TLS.
    pub(crate) fn for_tls(
        self,
        provider: &CryptoProvider,
    ) -> Result<Arc<dyn rustls::sign::SigningKey>, rustls::Error> {
        match self {
            Self::Library(key) => provider.key_provider.load_private_key(key.into()),
            Self::Own(key) => Ok(Arc::new(key)),
        }
    }
}

impl AsRef<Self> for Key {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        match self {
            Self::Library(key) => key.der_bytes(),
            Self::Own(key) => key.der_bytes(),
        }
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self {
            Self::Library(key) => PublicKeyData::algorithm(key),
            Self::Own(key) => PublicKeyData::algorithm(key),
        }
    }
}

impl rcgen::SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        match self {
            Self::Library(key) => key.sign(message),
            Self::Own(key) => rcgen::SigningKey::sign(key, message),
        }
    }
}

static RSA_2048: Mutex<Option<Vec<u8>>> = Mutex::new(None);
static RSA_4096: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// The key of this size that the process has, in PKCS #8, or a new one.
fn rsa(known: &Mutex<Option<Vec<u8>>>, size: RsaKeySize) -> Result<KeyPair, rcgen::Error> {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = &*known {
        let pkcs8 = PrivatePkcs8KeyDer::from(known.as_slice());
        return KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8, &rcgen::PKCS_RSA_SHA256);
    }
    let key = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size)?;
    *known = Some(key.serialize_der());
    Ok(key)
}
