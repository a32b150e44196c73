//! A certificate of the person's own, to be shown in the handshake.

use std::fmt;
use std::sync::Arc;

use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};

/// A certificate and its key, for servers that ask for one in the handshake, and for the mechanism
/// EXTERNAL (RFC 4422 appendix A). It cannot be printed or saved.
#[derive(Clone)]
pub struct ClientCertificate(Arc<SingleCertAndKey>);

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientCertificate(…)")
    }
}

impl ClientCertificate {
    /// Reads the certificates of a PEM text, the person's own first, and the key, which stands in the same
    /// text where there is no other.
    ///
    /// # Errors
    ///
    /// [`ClientCertificateError`] when one of them is missing or damaged, the key is locked by a
    /// passphrase, or is that of another certificate.
    pub fn from_pem(
        certificates: &[u8],
        key: Option<&[u8]>,
    ) -> Result<Self, ClientCertificateError> {
        let damaged = |why: pem::Error| ClientCertificateError::NotPem { text: why.to_string() };
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificates).collect();
        let chain = chain.map_err(damaged)?;
        if chain.is_empty() {
            return Err(ClientCertificateError::NoCertificate);
        }
        let key = key.unwrap_or(certificates);
        let is_locked = [LOCKED, LOCKED_OF_OLD]
            .iter()
            .any(|mark| key.windows(mark.len()).any(|part| part == mark.as_bytes()));
        if is_locked {
            return Err(ClientCertificateError::LockedKey);
        }
        let key = match PrivateKeyDer::from_pem_slice(key) {
            Ok(key) => key,
            Err(pem::Error::NoItemsFound) => return Err(ClientCertificateError::NoKey),
            Err(why) => return Err(damaged(why)),
        };
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        match CertifiedKey::from_der(chain, key, &provider) {
            Ok(pair) => Ok(Self(Arc::new(SingleCertAndKey::from(pair)))),
            Err(rustls::Error::InconsistentKeys(_)) => Err(ClientCertificateError::OtherKey),
            Err(why) => Err(ClientCertificateError::Unusable { text: why.to_string() }),
        }
    }

    /// What answers when a server asks for a certificate.
    pub(super) fn resolver(&self) -> Arc<SingleCertAndKey> {
        Arc::clone(&self.0)
    }
}

/// How keys begin that are locked by a passphrase (RFC 7468 §11), and in the old form.
const LOCKED: &str = "BEGIN ENCRYPTED PRIVATE KEY";
const LOCKED_OF_OLD: &str = "Proc-Type: 4,ENCRYPTED";

/// Why a certificate cannot be shown.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientCertificateError {
    /// The key is locked by a passphrase.
    #[error("the key is locked by a passphrase; give an unlocked copy that only you can read")]
    LockedKey,
    /// There is no certificate in it.
    #[error("there is no certificate in it (PEM begins with -----BEGIN CERTIFICATE-----)")]
    NoCertificate,
    /// There is no key.
    #[error(
        "there is no private key to the certificate (PEM begins with -----BEGIN PRIVATE KEY-----)"
    )]
    NoKey,
    /// A file is damaged.
    #[error("it is not valid PEM: {text}")]
    NotPem {
        /// In the words of the PEM reader.
        text: String,
    },
    /// The key belongs to another certificate.
    #[error("the key is not that of the certificate")]
    OtherKey,
    /// Certificate or key is of a kind that cannot be used.
    #[error("certificate or key cannot be used: {text}")]
    Unusable {
        /// In the words of the TLS library.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let own = rcgen_pair();
        let (certificate, key) = (own.0.as_bytes(), own.1.as_bytes());
        let both = [certificate, key].concat();
        let other = rcgen_pair();
        let locked =
            b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==\n-----END ENCRYPTED PRIVATE KEY-----\n";
        let told = |certificates: &[u8], key: Option<&[u8]>| {
            ClientCertificate::from_pem(certificates, key).err()
        };
        assert_eq!(told(certificate, Some(key)), None);
        assert_eq!(told(&both, None), None);
        for (certificates, key, expected) in [
            (certificate, None, ClientCertificateError::NoKey),
            (key, None, ClientCertificateError::NoCertificate),
            (certificate, Some(other.1.as_bytes()), ClientCertificateError::OtherKey),
            (certificate, Some(locked.as_slice()), ClientCertificateError::LockedKey),
        ] {
            assert_eq!(told(certificates, key), Some(expected));
        }
    }

    fn rcgen_pair() -> (String, String) {
        let key = rcgen::KeyPair::generate().expect("makes a key");
        let params =
            rcgen::CertificateParams::new(["you.example.org".to_owned()]).expect("is a name");
        let certificate = params.self_signed(&key).expect("signs itself");
        (certificate.pem(), key.serialize_pem())
    }
}
