//! TLS that records what it was shown. There are two kinds of connection, of two types: only the
//! verified one may carry a secret.

mod lazy;
mod verifier;

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use rustls::client::{Resumption, WebPkiServerVerifier, verify_server_cert_signed_by_trust_anchor};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, ClientConnection, ProtocolVersion, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::evidence::{Chain, Encryption, Sent, TlsFailure, Trust};
use crate::model::{Host, ServerText};
use crate::net::ClientCertificate;
use crate::wire::certificate::{Certificate, ParseCertificateError, end_point, is_name_for};
use crate::wire::greeting;
use crate::wire::sasl::Channel;
pub(crate) use lazy::LazyTls;
use verifier::{Recorder, Shown, Verdict};

/// TLS with one set of roots, for many connections.
#[derive(Debug)]
pub struct Tls {
    provider: Arc<CryptoProvider>,
    roots: Arc<RootCertStore>,
    /// `None` when there is no root at all, and so nothing to trust.
    verifier: Option<Arc<WebPkiServerVerifier>>,
}

/// A connection whose certificate and name were verified: the only one that may carry a secret.
#[derive(Debug)]
pub struct Verified<S>(TlsStream<FirstOctets<S>>);

/// A connection that goes on whatever the certificate says. It never carries a secret:
///
/// ```compile_fail,E0277
/// use mailcheck::net::tls::{CarriesSecrets, Diagnostic};
/// fn log_in<S: CarriesSecrets>(_: S) {}
/// fn leak(connection: Diagnostic<tokio::net::TcpStream>) {
///     log_in(connection); // the trait is not implemented for it
/// }
/// ```
#[derive(Debug)]
pub struct Diagnostic<S>(TlsStream<FirstOctets<S>>);

/// Connections that may carry a secret. Sealed: [`Verified`] is the only one.
pub trait CarriesSecrets: sealed::Sealed {
    /// What an exchange can be bound to. What the server offers is not known here.
    fn channel(&self) -> Channel;
}

impl<S> CarriesSecrets for Verified<S> {
    fn channel(&self) -> Channel {
        let connection = self.0.get_ref().1;
        // Before TLS 1.3 keying material is unique only with an extension (RFC 9266 §4.2), and rustls
        // does not say whether it was agreed on.
        let is_unique = connection.protocol_version() == Some(ProtocolVersion::TLSv1_3);
        let exported = || {
            let octets = [0; EXPORTER_OCTETS];
            connection.export_keying_material(octets, EXPORTER_LABEL, Some(b"")).ok()
        };
        let leaf = connection.peer_certificates().and_then(<[_]>::first);
        Channel {
            exporter: is_unique.then(exported).flatten(),
            server_end_point: leaf.and_then(|leaf| end_point(leaf)),
            ..Channel::default()
        }
    }
}

mod sealed {
    #[expect(unnameable_types, reason = "sealed: nobody else may implement it")]
    pub trait Sealed {}
    impl<S> Sealed for super::Verified<S> {}
}

/// What came of a handshake.
#[derive(Debug)]
#[non_exhaustive]
pub struct Handshake<T> {
    /// The certificates, if the server came to showing them.
    pub presented: Option<Chain>,
    /// The connection and what was agreed on, or why there is none.
    pub outcome: Result<(T, Agreed), TlsFailure>,
}

/// What a handshake agreed on.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Agreed {
    version: String,
    cipher_suite: String,
    group: Option<String>,
    alpn: Option<String>,
}

impl Agreed {
    /// As a fact, with what only the caller knows.
    pub fn into_fact(self, verified: bool, took_ms: u64) -> Encryption {
        let mut fact = Encryption::new(self.version, self.cipher_suite, verified, took_ms);
        fact.key_exchange_group = self.group;
        fact.alpn = self.alpn;
        fact
    }
}

impl Tls {
    /// Prepares for connections that are verified against these roots.
    ///
    /// aws-lc-rs is named explicitly, as another crate's choice of provider must not matter here.
    /// It sets itself up at its first use, which can take tens of milliseconds; here that is now, and
    /// not while a server waits.
    pub fn new(roots: Arc<RootCertStore>) -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder =
            WebPkiServerVerifier::builder_with_provider(Arc::clone(&roots), Arc::clone(&provider));
        let verifier = builder
            .build()
            .inspect_err(|why| tracing::warn!(%why, "no certificate can be verified"))
            .ok();
        for group in &provider.kx_groups {
            // What cannot be started now will say why when it is needed.
            drop(group.start());
        }
        Self { provider, roots, verifier }
    }

    /// Does the handshake and verifies certificate and name.
    pub async fn verified<S>(&self, stream: S, host: &Host) -> Handshake<Verified<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        self.verified_as(stream, host, None).await
    }

    /// Does the same, and shows this certificate if the server asks for one, once its own is verified.
    pub async fn verified_as<S>(
        &self,
        stream: S,
        host: &Host,
        own: Option<&ClientCertificate>,
    ) -> Handshake<Verified<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (presented, outcome) = self.handshake(stream, host, true, own).await;
        Handshake { presented, outcome: outcome.map(|(tls, agreed)| (Verified(tls), agreed)) }
    }

    /// Does the handshake and accepts whatever is shown.
    pub async fn diagnostic<S>(&self, stream: S, host: &Host) -> Handshake<Diagnostic<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (presented, outcome) = self.handshake(stream, host, false, None).await;
        Handshake { presented, outcome: outcome.map(|(tls, agreed)| (Diagnostic(tls), agreed)) }
    }

    /// Octets that nobody can foretell. Where the system has none they are naught, and there is no TLS
    /// over which a secret could go.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut octets = [0; N];
        if self.provider.secure_random.fill(&mut octets).is_err() {
            tracing::warn!("no random octets");
        }
        octets
    }

    /// Describes certificates that a server showed in clear, in a handshake that went no further.
    pub(crate) fn seen_in_clear(&self, chain: &[Vec<u8>], host: &Host) -> Chain {
        let chain = chain.iter().map(|der| CertificateDer::from(der.clone())).collect();
        self.describe(&Shown { chain, verdict: Verdict::None }, host)
    }

    async fn handshake<S>(
        &self,
        stream: S,
        host: &Host,
        enforce: bool,
        own: Option<&ClientCertificate>,
    ) -> (Option<Chain>, Result<(TlsStream<FirstOctets<S>>, Agreed), TlsFailure>)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let recorder = Arc::new(Recorder::new(self.verifier.clone(), &self.provider, enforce));
        let config = match self.config(Arc::clone(&recorder), own) {
            Ok(config) => config,
            Err(why) => return (None, Err(TlsFailure::Other { text: why.to_string() })),
        };
        let name = match ServerName::try_from(host.as_str().to_owned()) {
            Ok(name) => name,
            Err(why) => return (None, Err(TlsFailure::Other { text: why.to_string() })),
        };
        let first = Arc::new(Mutex::new(Vec::new()));
        let stream = FirstOctets { stream, first: Arc::clone(&first) };
        let outcome = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
        let presented = recorder.take().map(|shown| self.describe(&shown, host));
        let outcome = match outcome {
            Ok(tls) => {
                let agreed = agreed(tls.get_ref().1);
                Ok((tls, agreed))
            }
            Err(why) => {
                let first = first.lock().unwrap_or_else(PoisonError::into_inner);
                Err(failure(&why, &first))
            }
        };
        (presented, outcome)
    }

    fn config(
        &self,
        recorder: Arc<Recorder>,
        own: Option<&ClientCertificate>,
    ) -> Result<ClientConfig, rustls::Error> {
        let builder = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(recorder);
        let mut config = match own {
            Some(own) => builder.with_client_cert_resolver(own.resolver()),
            None => builder.with_no_client_auth(),
        };
        // A resumed session shows no certificates.
        config.resumption = Resumption::disabled();
        Ok(config)
    }

    /// Describes what was shown and checks each aspect by itself, as one error hides the others.
    fn describe(&self, shown: &Shown, host: &Host) -> Chain {
        // Each keeps its place: another must not pass for the server's own.
        let sent: Vec<_> = shown.chain.iter().take(MAX_CERTIFICATES).map(read).collect();
        let leaf = sent.first().and_then(|first| first.as_ref().ok());
        let (trust, name_matches) = match shown.verdict {
            // Who is content with all is content with path and name.
            Verdict::Content => (Trust::Path, true),
            Verdict::Refused(_) | Verdict::None => {
                let readable: Vec<&Certificate> = sent.iter().flatten().collect();
                let trust = self.trust(&shown.chain, leaf, &readable);
                (trust, leaf.is_some_and(|leaf| leaf.is_for(host.as_str())))
            }
        };
        let refusal = match &shown.verdict {
            Verdict::Refused(why) => Some(why.clone()),
            Verdict::Content | Verdict::None => None,
        };
        let sent = sent.into_iter().map(|it| kept(it, host.as_str()));
        Chain::new(sent, trust, name_matches, refusal)
    }

    /// Whether a path to a root exists at a time when all certificates of it are valid.
    fn trust(
        &self,
        chain: &[CertificateDer<'_>],
        leaf: Option<&Certificate>,
        readable: &[&Certificate],
    ) -> Trust {
        let Some((first, intermediates)) = chain.split_first() else { return Trust::NoPath };
        let parsed = match ParsedCertificate::try_from(first) {
            Ok(parsed) => parsed,
            Err(why) => return Trust::Unknown { text: why.to_string() },
        };
        let algorithms = self.provider.signature_verification_algorithms.all;
        let verdict = verify_server_cert_signed_by_trust_anchor(
            &parsed,
            &self.roots,
            intermediates,
            time_within(readable),
            algorithms,
        );
        match verdict {
            Ok(()) => Trust::Path,
            Err(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
                Trust::NoPath
            }
            // A certificate that vouches for itself has no issuer, whatever else is odd about it.
            Err(_) if leaf.is_some_and(|leaf| leaf.self_issued) => Trust::NoPath,
            Err(why) => Trust::Unknown { text: why.to_string() },
        }
    }
}

/// A certificate with all that it says.
fn read(der: &CertificateDer<'_>) -> Result<Certificate, ParseCertificateError> {
    Certificate::parse(der).inspect_err(|why| tracing::debug!(%why, "no certificate"))
}

/// What is kept of a certificate when all that needs the whole of it is done: of its names so many,
/// and among them one that is for the host, if there is any.
fn kept(read: Result<Certificate, ParseCertificateError>, host: &str) -> Sent {
    match read {
        Ok(mut certificate) => {
            let counts = certificate.names.iter().position(|name| is_name_for(name, host));
            if let Some(place) = counts.filter(|place| *place >= MAX_NAMES) {
                certificate.names.swap(MAX_NAMES - 1, place);
            }
            certificate.names.truncate(MAX_NAMES);
            certificate.ca_issuers.truncate(MAX_NAMES);
            certificate.into()
        }
        Err(why) => Sent::Unreadable { unreadable: why.to_string() },
    }
}

/// A time at which every certificate is valid, if there is one, else one at which the first is.
fn time_within(certificates: &[&Certificate]) -> UnixTime {
    let begin = certificates.iter().map(|it| it.not_before).max();
    let end = certificates.iter().map(|it| it.not_after).min();
    let moment = match (begin, end) {
        (Some(begin), Some(end)) if begin <= end => Some(begin),
        (Some(_), Some(_)) => certificates.first().map(|leaf| leaf.not_before),
        (None, _) | (_, None) => None,
    };
    let since_epoch = moment
        .and_then(|moment| SystemTime::from(moment).duration_since(SystemTime::UNIX_EPOCH).ok())
        .unwrap_or_default();
    UnixTime::since_unix_epoch(since_epoch + Duration::from_secs(1))
}

fn agreed(connection: &ClientConnection) -> Agreed {
    let version = match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3".to_owned(),
        Some(ProtocolVersion::TLSv1_2) => "TLS 1.2".to_owned(),
        other => format!("{other:?}"),
    };
    let cipher_suite = connection
        .negotiated_cipher_suite()
        .and_then(|suite| suite.suite().as_str().map(|name| name.replace("TLS13_", "TLS_")))
        .unwrap_or_default();
    let group = connection
        .negotiated_key_exchange_group()
        .and_then(|group| group.name().as_str().map(str::to_owned));
    let alpn = connection.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
    Agreed { version, cipher_suite, group, alpn }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system's list is long and grows; the rest is kept in words"
)]
fn failure(why: &io::Error, first: &[u8]) -> TlsFailure {
    // Every record of TLS begins with its type, 20 to 24; an answer in clear does not.
    if first.first().is_some_and(|octet| !(20..=24).contains(octet)) {
        let line = first.split(|octet| *octet == b'\n').next().unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = ServerText::from_bytes(line);
        return TlsFailure::PlainText { text, service: greeting::service_of(line) };
    }
    let inner = why.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::AlertReceived(alert)) => {
            TlsFailure::Alert { name: alert_name(&format!("{alert:?}")) }
        }
        Some(rustls::Error::InvalidCertificate(why)) => {
            TlsFailure::Certificate { text: why.to_string() }
        }
        Some(other) => TlsFailure::Other { text: other.to_string() },
        None => match why.kind() {
            io::ErrorKind::UnexpectedEof => TlsFailure::Closed,
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => TlsFailure::Reset,
            _other => TlsFailure::Other { text: why.to_string() },
        },
    }
}

/// `HandshakeFailure` as RFC 8446 §6 writes it: `handshake_failure`.
fn alert_name(camel: &str) -> String {
    let mut name = String::new();
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name.replace("unrecognised", "unrecognized").replace("_c_a", "_ca")
}

/// Keying material that a log-in is bound to (RFC 9266 §2).
const EXPORTER_LABEL: &[u8] = b"EXPORTER-Channel-Binding";
/// So much of it.
const EXPORTER_OCTETS: usize = 32;
/// Longer than any chain that serves a purpose.
const MAX_CERTIFICATES: usize = 10;
/// Names kept of one certificate; hosters put up to 100 into one.
const MAX_NAMES: usize = 200;
/// Enough of an answer in clear to tell who speaks.
const MAX_FIRST_OCTETS: usize = 512;

/// Keeps the first octets that come, to see an answer in clear.
#[derive(Debug)]
struct FirstOctets<S> {
    stream: S,
    first: Arc<Mutex<Vec<u8>>>,
}

impl<S: AsyncRead + Unpin> AsyncRead for FirstOctets<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let room = MAX_FIRST_OCTETS.saturating_sub(first.len());
        if room > 0 {
            let fresh = buffer.filled().get(before..).unwrap_or_default();
            first.extend(fresh.iter().take(room));
        }
        drop(first);
        outcome
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FirstOctets<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Both kinds read and write alike.
macro_rules! is_a_stream {
    ($kind:ident) => {
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for $kind<S> {
            fn poll_read(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
                buffer: &mut ReadBuf<'_>,
            ) -> Poll<io::Result<()>> {
                Pin::new(&mut self.0).poll_read(context, buffer)
            }
        }

        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for $kind<S> {
            fn poll_write(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
                octets: &[u8],
            ) -> Poll<io::Result<usize>> {
                Pin::new(&mut self.0).poll_write(context, octets)
            }

            fn poll_flush(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                Pin::new(&mut self.0).poll_flush(context)
            }

            fn poll_shutdown(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                Pin::new(&mut self.0).poll_shutdown(context)
            }
        }
    };
}

is_a_stream!(Verified);
is_a_stream!(Diagnostic);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_names_are_kept() {
        let hex = include_str!("../../../../fixtures/tls/certificate-p256.hex").trim();
        let octet = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("is hexadecimal");
        let der: Vec<u8> = (0..hex.len()).step_by(2).map(octet).collect();
        let mut certificate = read(&der.into()).expect("is one");
        certificate.names = (0..300).map(|number| format!("{number}.example")).collect();
        let kept = kept(Ok(certificate), "250.example");
        let names = kept.certificate().map(|it| it.names.as_slice()).unwrap_or_default();
        assert_eq!(names.len(), MAX_NAMES);
        assert!(names.iter().any(|name| name == "250.example"));
        let kept = self::kept(read(&b"none"[..].into()), "250.example");
        assert!(
            matches!(kept, Sent::Unreadable { unreadable } if unreadable.starts_with("not an"))
        );
    }

    #[test]
    fn alerts_are_named_as_the_standard_does() {
        for (camel, expected) in [
            ("HandshakeFailure", "handshake_failure"),
            ("ProtocolVersion", "protocol_version"),
            ("UnrecognisedName", "unrecognized_name"),
            ("UnknownCA", "unknown_ca"),
        ] {
            assert_eq!(alert_name(camel), expected);
        }
    }
}
