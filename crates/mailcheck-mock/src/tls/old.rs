//! Servers that no TLS library is any more: below TLS 1.2, or without a key exchange of today.
//!
//! Only their first flight is made, by hand, as it is in clear and tells all that there is to tell.
//! Keys are never agreed on, so no handshake comes to its end.

use num_bigint::BigUint;
use rustls::SignatureAlgorithm;
use rustls::SignatureScheme;
use rustls::crypto::aws_lc_rs;
use rustls::sign::CertifiedKey;
use tls_parser::SNIType;
use tls_parser::TlsCipherSuiteID;
use tls_parser::TlsClientHelloContents;
use tls_parser::TlsExtension;
use tls_parser::TlsVersion;
use tls_parser::parse_tls_client_hello_extensions;
use tls_parser::parse_tls_handshake_client_hello;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::time::timeout;

use super::DECODE_ERROR;
use super::HANDSHAKE_FAILURE;
use super::PROTOCOL_VERSION;
use super::UNRECOGNIZED_NAME;
use super::fatal;
use crate::certificate::Shelf;
use crate::line::Lines;
use crate::line::PATIENCE;
use crate::log::Ending;
use crate::log::Event;

/// What kind of old.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Old {
    /// TLS 1.2, a fresh key by a prime of 1024 bits.
    Dhe1024,
    /// TLS 1.2, the certificate's RSA key.
    StaticRsa,
    /// The certificate's RSA key.
    Tls10,
    /// The certificate's RSA key.
    Tls11,
}

impl Old {
    /// Serves a client until one of the two leaves.
    pub(super) async fn serve<S>(self, clear: Lines<S>, certificates: &Shelf) -> Ending
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let scribe = clear.scribe().clone();
        let (mut stream, _) = clear.into_parts();
        let Ok(hello) = timeout(PATIENCE, client_hello(&mut stream)).await else {
            return Ending::TimedOut;
        };
        let mut clear = Lines::new(stream, Vec::new(), scribe.clone());
        let flight = hello.and_then(|hello| self.flight(&hello, certificates));
        match flight {
            Ok(flight) => {
                if let Err(why) = clear.send(&flight).await {
                    return why;
                }
                scribe.note(Event::TlsFailed("no more than a first flight".to_owned()));
                clear.hear().await.err().unwrap_or(Ending::ByServer)
            }
            Err(alert) => {
                scribe.note(Event::TlsFailed(format!("refused with alert {alert}")));
                if let Err(why) = clear.send(&fatal(alert)).await {
                    return why;
                }
                clear.close().await;
                Ending::ByServer
            }
        }
    }

    /// All that is said up to `ServerHelloDone`, or the alert to refuse with.
    fn flight(self, hello: &[u8], certificates: &Shelf) -> Result<Vec<u8>, u8> {
        let (_, hello) = parse_tls_handshake_client_hello(hello).map_err(|_| DECODE_ERROR)?;
        let extensions = hello.ext.unwrap_or_default();
        let (_, extensions) =
            parse_tls_client_hello_extensions(extensions).map_err(|_| DECODE_ERROR)?;
        if !offers(&hello, &extensions, self.version()) {
            return Err(PROTOCOL_VERSION);
        }
        let offered = |suite: &&u16| hello.ciphers.contains(&TlsCipherSuiteID(**suite));
        let suite = *self.suites().iter().find(offered).ok_or(HANDSHAKE_FAILURE)?;
        let certified = certificates.pick(server_name(&extensions)).ok_or(UNRECOGNIZED_NAME)?;
        // Every suite here wants RSA.
        if certified.key.algorithm() != SignatureAlgorithm::RSA {
            return Err(HANDSHAKE_FAILURE);
        }
        let mut random = [0; 32];
        let fill = aws_lc_rs::default_provider().secure_random.fill(&mut random);
        fill.map_err(|_| INTERNAL_ERROR)?;
        let mut body = self.version().0.to_be_bytes().to_vec();
        body.extend(random);
        body.push(0); // no session to resume
        body.extend(suite.to_be_bytes());
        body.push(0); // no compression
        if hello.ciphers.contains(&SECURE_RENEGOTIATION) {
            body.extend([0, 5, 0xff, 1, 0, 1, 0]); // the first handshake (RFC 5746 §3.6)
        }
        let mut messages = message(2, &body);
        let chain: Vec<u8> = certified.cert.iter().flat_map(|der| sized24(der)).collect();
        messages.extend(message(11, &sized24(&chain)));
        if self == Self::Dhe1024 {
            let exchange = server_key_exchange(&hello, random, &certified);
            messages.extend(message(12, &exchange.ok_or(HANDSHAKE_FAILURE)?));
        }
        messages.extend(message(14, &[]));
        Ok(self.records(&messages))
    }

    fn version(self) -> TlsVersion {
        match self {
            Self::Tls10 => TlsVersion::Tls10,
            Self::Tls11 => TlsVersion::Tls11,
            Self::Dhe1024 | Self::StaticRsa => TlsVersion::Tls12,
        }
    }

    /// By IANA's numbers, the one to choose first.
    fn suites(self) -> &'static [u16] {
        match self {
            // AES-128, AES-256, 3DES; all with CBC and SHA-1.
            Self::Tls10 | Self::Tls11 => &[0x002f, 0x0035, 0x000a],
            // With GCM, too.
            Self::StaticRsa => &[0x009c, 0x009d, 0x002f, 0x0035],
            Self::Dhe1024 => &[0x009e, 0x009f, 0x0033, 0x0039],
        }
    }

    fn records(self, messages: &[u8]) -> Vec<u8> {
        let [major, minor] = self.version().0.to_be_bytes();
        let records = messages.chunks(MAX_RECORD_OCTETS);
        let records = records.map(|chunk| [&[22, major, minor], &*sized16(chunk)].concat());
        records.collect::<Vec<_>>().concat()
    }
}

/// The body of the client's first message; or the alert for what is not one.
async fn client_hello<S: AsyncRead + Unpin>(stream: &mut S) -> Result<Vec<u8>, u8> {
    let mut messages = Vec::new();
    loop {
        if let &[kind, a, b, c, ref body @ ..] = messages.as_slice() {
            let octets = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
            if kind != 1 || octets > MAX_HELLO_OCTETS {
                return Err(UNEXPECTED_MESSAGE);
            }
            if let Some(body) = body.get(..octets) {
                return Ok(body.to_vec());
            }
        }
        let mut header = [0; 5];
        stream.read_exact(&mut header).await.map_err(|_| DECODE_ERROR)?;
        let [kind, major, _, high, low] = header;
        let octets = usize::from(u16::from_be_bytes([high, low]));
        if (kind, major) != (22, 3) || octets == 0 {
            return Err(UNEXPECTED_MESSAGE);
        }
        let mut fragment = vec![0; octets];
        stream.read_exact(&mut fragment).await.map_err(|_| DECODE_ERROR)?;
        messages.extend(fragment);
    }
}

/// Whether the client speaks this version. One that lists versions speaks no other (RFC 8446
/// §4.2.1), one that does not speaks all below the one that it names.
fn offers(
    hello: &TlsClientHelloContents<'_>,
    extensions: &[TlsExtension<'_>],
    version: TlsVersion,
) -> bool {
    let listed = extensions.iter().find_map(|extension| {
        let TlsExtension::SupportedVersions(versions) = extension else { return None };
        Some(versions.contains(&version))
    });
    listed.unwrap_or(version.0 <= hello.version.0)
}

fn server_name<'a>(extensions: &[TlsExtension<'a>]) -> Option<&'a str> {
    extensions.iter().find_map(|extension| {
        let TlsExtension::SNI(names) = extension else { return None };
        let (_, name) = names.iter().find(|(kind, _)| *kind == SNIType::HostName)?;
        std::str::from_utf8(name).ok()
    })
}

/// Diffie-Hellman's parameters, signed by the certificate's key (RFC 5246 §7.4.3).
fn server_key_exchange(
    hello: &TlsClientHelloContents<'_>,
    random: [u8; 32],
    certified: &CertifiedKey,
) -> Option<Vec<u8>> {
    let prime = BigUint::parse_bytes(PRIME.as_bytes(), 16)?;
    // The secret is in clear right above it. There is nothing to protect.
    let public = BigUint::from(GENERATOR).modpow(&BigUint::from_bytes_be(&random), &prime);
    let parameters = [prime.to_bytes_be(), vec![GENERATOR], public.to_bytes_be()];
    let parameters = parameters.map(|number| sized16(&number)).concat();
    let signer = certified.key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256])?;
    let signature = signer.sign(&[hello.random, &random, &parameters].concat()).ok()?;
    let scheme = u16::from(signer.scheme()).to_be_bytes();
    Some([parameters.as_slice(), &scheme, &sized16(&signature)].concat())
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind], &*sized24(body)].concat()
}

fn sized16(data: &[u8]) -> Vec<u8> {
    let [.., high, low] = data.len().to_be_bytes();
    [&[high, low], data].concat()
}

fn sized24(data: &[u8]) -> Vec<u8> {
    let [.., high, middle, low] = data.len().to_be_bytes();
    [&[high, middle, low], data].concat()
}

const GENERATOR: u8 = 2;
/// Alert (RFC 5246 §7.2), as is the other.
const INTERNAL_ERROR: u8 = 80;
/// Longest first message of a client, in octets. Key shares of today make it some 2,000 long.
const MAX_HELLO_OCTETS: usize = 64 * 1024;
/// Of one record, in octets (RFC 5246 §6.2.1).
const MAX_RECORD_OCTETS: usize = 1 << 14;
/// The Second Oakley Group (RFC 2409 §6.2), 1024 bits.
const PRIME: &str = "\
    ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74\
    020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437\
    4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed\
    ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff";
/// `TLS_EMPTY_RENEGOTIATION_INFO_SCSV` (RFC 5746 §3.3).
const SECURE_RENEGOTIATION: TlsCipherSuiteID = TlsCipherSuiteID(0xff);
const UNEXPECTED_MESSAGE: u8 = 10;
