//! A verifier that records what it is shown, and enforces rustls' own verdict or lets all pass.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

/// For one connection.
#[derive(Debug)]
pub(super) struct Recorder {
    inner: Option<Arc<WebPkiServerVerifier>>,
    schemes: Vec<SignatureScheme>,
    enforce: bool,
    shown: Mutex<Option<Shown>>,
}

/// What the server showed, and what the verifier had against it.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) verdict: Verdict,
}

/// What rustls' verifier said of all that was shown.
#[derive(Clone, Debug, Default)]
pub(super) enum Verdict {
    /// It has nothing against it.
    Content,
    /// It was not asked.
    #[default]
    None,
    /// It refuses; the first reason that it gave.
    Refused(String),
}

impl Recorder {
    pub(super) fn new(
        inner: Option<Arc<WebPkiServerVerifier>>,
        provider: &CryptoProvider,
        enforce: bool,
    ) -> Self {
        let schemes = provider.signature_verification_algorithms.supported_schemes();
        Self { inner, schemes, enforce, shown: Mutex::new(None) }
    }

    /// What was shown until now.
    pub(super) fn take(&self) -> Option<Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn with_shown(&self, change: impl FnOnce(&mut Shown)) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        change(shown.get_or_insert_default());
    }

    /// Records the verdict, and gives it back if it is to be enforced.
    fn weigh<T>(&self, verdict: Result<T, Error>, pass: T) -> Result<T, Error> {
        self.with_shown(|shown| match (&shown.verdict, &verdict) {
            (Verdict::Refused(_), _) => {}
            (_, Ok(_)) => shown.verdict = Verdict::Content,
            (_, Err(why)) => shown.verdict = Verdict::Refused(why.to_string()),
        });
        let Err(why) = verdict else { return verdict };
        if self.enforce { Err(why) } else { Ok(pass) }
    }

    fn verifier(&self) -> Result<&WebPkiServerVerifier, Error> {
        self.inner.as_deref().ok_or(Error::InvalidCertificate(CertificateError::UnknownIssuer))
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.with_shown(|shown| {
            let all = std::iter::once(end_entity).chain(intermediates);
            shown.chain = all.map(|der| der.clone().into_owned()).collect();
        });
        let verdict = self.verifier().and_then(|inner| {
            inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        });
        self.weigh(verdict, ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let verdict =
            self.verifier().and_then(|inner| inner.verify_tls12_signature(message, cert, dss));
        self.weigh(verdict, HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let verdict =
            self.verifier().and_then(|inner| inner.verify_tls13_signature(message, cert, dss));
        self.weigh(verdict, HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}
