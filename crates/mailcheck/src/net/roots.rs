//! The roots that certificates are verified against.

use std::sync::{Arc, OnceLock};

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::tls::Tls;

/// Trusted roots: this system's, others, or both.
///
/// They are read when they are first needed, once for all clones.
#[derive(Clone, Debug)]
pub struct Roots {
    system: bool,
    extra: Vec<CertificateDer<'static>>,
    tls: Arc<OnceLock<Arc<Tls>>>,
}

impl Roots {
    /// The roots of this system.
    pub fn system() -> Self {
        Self { system: true, extra: Vec::new(), tls: Arc::default() }
    }

    /// No root; those that are added are the only ones.
    pub fn none() -> Self {
        Self { system: false, extra: Vec::new(), tls: Arc::default() }
    }

    /// Adds the certificates of a PEM file and says how many there were.
    ///
    /// # Errors
    ///
    /// [`AddPemError`] when there is no certificate in it, or one that cannot be a root.
    pub fn add_pem(&mut self, pem: &[u8]) -> Result<usize, AddPemError> {
        let mut found = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let der = certificate.map_err(|why| AddPemError::NotPem { text: why.to_string() })?;
            RootCertStore::empty()
                .add(der.clone())
                .map_err(|why| AddPemError::NotARoot { text: why.to_string() })?;
            found.push(der);
        }
        if found.is_empty() {
            return Err(AddPemError::NoCertificate);
        }
        let count = found.len();
        self.extra.append(&mut found);
        self.tls = Arc::default();
        Ok(count)
    }

    /// TLS with these roots, if it was made ready before.
    pub(crate) fn ready(&self) -> Option<Arc<Tls>> {
        self.tls.get().cloned()
    }

    /// TLS with these roots. The first time it takes some 30 ms.
    pub(crate) fn tls(&self) -> Arc<Tls> {
        Arc::clone(self.tls.get_or_init(|| Arc::new(Tls::new(self.load()))))
    }

    /// Reads the system's roots, and puts all together.
    fn load(&self) -> Arc<RootCertStore> {
        let mut store = RootCertStore::empty();
        if self.system {
            let system = rustls_native_certs::load_native_certs();
            for why in &system.errors {
                tracing::warn!(%why, "a part of the system's trusted roots could not be read");
            }
            store.add_parsable_certificates(system.certs);
        }
        store.add_parsable_certificates(self.extra.iter().cloned());
        Arc::new(store)
    }
}

/// Why a file adds no roots.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AddPemError {
    /// There is no certificate in it.
    #[error("there is no certificate in it (PEM begins with -----BEGIN CERTIFICATE-----)")]
    NoCertificate,
    /// A certificate in it cannot be a root.
    #[error("a certificate in it cannot be used as a root: {text}")]
    NotARoot {
        /// In the words of the TLS library.
        text: String,
    },
    /// It is damaged.
    #[error("it is not valid PEM: {text}")]
    NotPem {
        /// In the words of the PEM reader.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_what_is_ready_until_something_is_added() {
        let key = rcgen::KeyPair::generate().expect("is made");
        let root = rcgen::CertificateParams::default().self_signed(&key).expect("is signed").pem();
        let roots = Roots::none();
        let (mut other, first) = (roots.clone(), roots.tls());
        assert!(other.ready().is_some_and(|ready| Arc::ptr_eq(&ready, &first)));
        assert_eq!(other.add_pem(root.as_bytes()), Ok(1));
        assert!(other.ready().is_none());
        assert!(!Arc::ptr_eq(&other.tls(), &roots.tls()));
    }
}
