//! The roots that certificates are verified against.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// Trusted roots: this system's, others, or both.
#[derive(Clone, Debug)]
pub struct Roots {
    system: bool,
    extra: Vec<CertificateDer<'static>>,
}

impl Roots {
    /// The roots of this system.
    pub fn system() -> Self {
        Self { system: true, extra: Vec::new() }
    }

    /// No root; those that are added are the only ones.
    pub fn none() -> Self {
        Self { system: false, extra: Vec::new() }
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
        Ok(count)
    }

    /// Reads the system's roots, which takes some 30 ms, and puts all together.
    pub(crate) fn load(&self) -> Arc<RootCertStore> {
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
