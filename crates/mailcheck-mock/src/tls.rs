//! TLS on the server's side, in words: as it should be, below what is allowed today, or broken.

mod any_client;
mod old;
mod records;

use std::io;
use std::str::FromStr;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::ServerConfig;
use rustls::SupportedProtocolVersion;
use rustls::crypto::aws_lc_rs;
use rustls::server::Acceptor;
use rustls::server::WebPkiClientVerifier;
use rustls::version::TLS12;
use rustls::version::TLS13;
use serde::Deserialize;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::certificate::Authority;
use crate::certificate::Certificates;
use crate::certificate::KeyKind;
use crate::certificate::Shelf;
use crate::line::Lines;
use crate::line::PATIENCE;
use crate::log::Ending;
use crate::log::Event;
use crate::sasl::Bindings;
use crate::start_error::StartError;
use crate::words::Claims;
use crate::words::ParseWordsError;
use crate::words::clauses;
use any_client::AnyClient;
use old::Old;
use records::Bytewise;
use records::SmallRecords;
use records::first_record;

/// How a service does TLS, in words.
///
/// In Rust it is parsed, in a scenario file it is a text. What can be said is in
/// [`TlsSpec::WORDS`]; several are joined by commas, and what is not said is as it should be.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::TlsSpec;
///
/// let picky: TlsSpec = "only 1.3, client certificate required".parse()?;
/// assert_ne!(picky, TlsSpec::default());
/// let why = "silent, only 1.0".parse::<TlsSpec>().unwrap_err();
/// assert_eq!(why.to_string(), r#""only 1.0" does not go together with "silent""#);
/// # Ok::<(), mailcheck_mock::ParseWordsError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub struct TlsSpec {
    manner: Manner,
    terms: Terms,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Manner {
    /// This alert (RFC 8446 §6) is all that is said.
    Alert(u8),
    #[default]
    Completed,
    /// The connection is closed when the client has begun.
    Dropped,
    /// This record over and over.
    Flood(&'static [u8]),
    Garbage,
    /// What no library does any more. The handshake does not come to its end.
    Old(Old),
    Silent,
}

/// On which terms a handshake completes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Terms {
    /// Every version that there is, if none is named.
    version: Option<&'static SupportedProtocolVersion>,
    /// Protocols to choose from (RFC 7301); none is no opinion.
    alpn: Vec<String>,
    client_certificate: ClientCertificate,
    /// The connection is closed when the client begins with more than fits into a packet.
    only_short_hellos: bool,
    one_byte_records: bool,
}

/// Whether clients are to show a certificate.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum ClientCertificate {
    /// They may, and it may be from anybody: who it is for is believed.
    AskedFor,
    #[default]
    NotAskedFor,
    /// They must, and it must be from the provider's own authority.
    Required,
}

/// What a clause speaks about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Topic {
    Alpn,
    ClientCertificate,
    Hello,
    Records,
    Version,
}

impl TlsSpec {
    /// All that can be said.
    pub const WORDS: &[&str] = &[
        "healthy",
        "only 1.3",
        "only 1.2",
        "alpn NAME ...",
        "client certificate required",
        "client certificate asked for",
        "one byte records",
        "hangs up on long hellos",
        "only 1.1",
        "only 1.0",
        "static RSA only",
        "DH 1024 only",
        "alert NAME",
        "hangs up mid-handshake",
        "silent",
        "garbage",
        "renegotiation storm",
        "endless warnings",
        "empty records",
    ];

    /// The key that a certificate is for if its description does not say.
    fn usual_key(&self) -> KeyKind {
        if let Manner::Old(_) = self.manner { KeyKind::Rsa2048 } else { KeyKind::P256 }
    }

    /// Does what a clause says, and says what that was about.
    fn take(&mut self, clause: &str) -> Option<&'static [Topic]> {
        self.take_term(clause).or_else(|| self.take_manner(clause))
    }

    fn take_term(&mut self, clause: &str) -> Option<&'static [Topic]> {
        let terms = &mut self.terms;
        match clause {
            "only 1.3" => terms.version = Some(&TLS13),
            "only 1.2" => terms.version = Some(&TLS12),
            "client certificate required" => {
                terms.client_certificate = ClientCertificate::Required;
                return Some(&[Topic::ClientCertificate]);
            }
            "client certificate asked for" => {
                terms.client_certificate = ClientCertificate::AskedFor;
                return Some(&[Topic::ClientCertificate]);
            }
            "hangs up on long hellos" => {
                terms.only_short_hellos = true;
                return Some(&[Topic::Hello]);
            }
            "one byte records" => {
                terms.one_byte_records = true;
                return Some(&[Topic::Records]);
            }
            _ => {
                let names = clause.strip_prefix("alpn ")?;
                terms.alpn = names.split_whitespace().map(Into::into).collect();
                return Some(&[Topic::Alpn]);
            }
        }
        Some(&[Topic::Version])
    }

    fn take_manner(&mut self, clause: &str) -> Option<&'static [Topic]> {
        self.manner = match clause {
            "healthy" => Manner::Completed,
            "only 1.1" => Manner::Old(Old::Tls11),
            "only 1.0" => Manner::Old(Old::Tls10),
            "static RSA only" => Manner::Old(Old::StaticRsa),
            "DH 1024 only" => Manner::Old(Old::Dhe1024),
            "hangs up mid-handshake" => Manner::Dropped,
            "silent" => Manner::Silent,
            "garbage" => Manner::Garbage,
            "renegotiation storm" => Manner::Flood(HELLO_REQUEST),
            "endless warnings" => Manner::Flood(WARNING),
            "empty records" => Manner::Flood(EMPTY_RECORD),
            _ => {
                let name = clause.strip_prefix("alert ")?;
                Manner::Alert(ALERTS.iter().find(|(known, _)| *known == name)?.1)
            }
        };
        Some(&[Topic::Alpn, Topic::ClientCertificate, Topic::Hello, Topic::Records, Topic::Version])
    }
}

impl FromStr for TlsSpec {
    type Err = ParseWordsError;

    fn from_str(text: &str) -> Result<Self, ParseWordsError> {
        let mut spec = Self::default();
        let mut claims = Claims::new();
        for clause in clauses(text) {
            let Some(topics) = spec.take(clause) else {
                let (words, allowed) = (clause.to_owned(), Self::WORDS);
                return Err(ParseWordsError::Unknown { words, allowed });
            };
            claims.claim(topics, clause)?;
        }
        Ok(spec)
    }
}

impl TryFrom<String> for TlsSpec {
    type Error = ParseWordsError;

    fn try_from(text: String) -> Result<Self, ParseWordsError> {
        text.parse()
    }
}

/// TLS for one port, ready for clients.
#[derive(Debug)]
pub(crate) struct TlsServer {
    spec: TlsSpec,
    shelf: Arc<Shelf>,
    config: Arc<ServerConfig>,
}

/// A stream inside TLS.
pub(crate) type Secured<S> = Bytewise<TlsStream<SmallRecords<S>>>;

impl TlsServer {
    pub(crate) fn new(
        spec: &TlsSpec,
        certificates: &Certificates,
        authority: &mut Authority,
    ) -> Result<Self, StartError> {
        let terms = &spec.terms;
        let shelf = Arc::new(Shelf::new(certificates, spec.usual_key(), authority)?);
        let provider = Arc::new(aws_lc_rs::default_provider());
        let versions = terms.version.map_or_else(|| vec![&TLS12, &TLS13], |only| vec![only]);
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&versions)?;
        let config = match terms.client_certificate {
            ClientCertificate::AskedFor => {
                config.with_client_cert_verifier(Arc::new(AnyClient::new(&provider)))
            }
            ClientCertificate::NotAskedFor => config.with_no_client_auth(),
            ClientCertificate::Required => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.root_der().clone())?;
                let judge = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                let judge = judge.build().map_err(|why| rustls::Error::General(why.to_string()))?;
                config.with_client_cert_verifier(judge)
            }
        };
        let mut config = config.with_cert_resolver(Arc::<Shelf>::clone(&shelf));
        config.alpn_protocols = terms.alpn.iter().map(|name| name.clone().into_bytes()).collect();
        Ok(Self { spec: spec.clone(), shelf, config: Arc::new(config) })
    }

    /// Puts TLS around the connection. What came in clear before is given back beside, and what a
    /// log-in can be bound to.
    pub(crate) async fn accept<S>(
        &self,
        mut clear: Lines<S>,
    ) -> Result<(Secured<S>, Vec<u8>, Bindings), Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        match self.spec.manner {
            Manner::Completed => return self.complete(clear).await,
            Manner::Old(old) => return Err(old.serve(clear, &self.shelf).await),
            Manner::Silent => return Err(clear.ignore().await),
            Manner::Alert(_) | Manner::Dropped | Manner::Flood(_) | Manner::Garbage => {}
        }
        clear.hear().await?;
        let answer = match self.spec.manner {
            Manner::Alert(number) => fatal(number).to_vec(),
            Manner::Flood(record) => return Err(clear.flood(&record.repeat(FLOOD_RECORDS)).await),
            Manner::Garbage => GARBAGE.to_vec(),
            Manner::Completed | Manner::Dropped | Manner::Old(_) | Manner::Silent => {
                return Err(Ending::ByServer);
            }
        };
        clear.send(&answer).await?;
        clear.close().await;
        Err(Ending::ByServer)
    }

    async fn complete<S>(&self, clear: Lines<S>) -> Result<(Secured<S>, Vec<u8>, Bindings), Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let scribe = clear.scribe().clone();
        let (mut stream, carried) = clear.into_parts();
        let mut heard = Vec::new();
        if self.spec.terms.only_short_hellos {
            heard = match timeout(PATIENCE, first_record(&mut stream)).await {
                Err(_) => return Err(Ending::TimedOut),
                Ok(Err(_)) => return Err(Ending::ByClient),
                Ok(Ok(heard)) if heard.len() > PACKET_OCTETS => return Err(Ending::ByServer),
                Ok(Ok(heard)) => heard,
            };
        }
        let is_small = self.spec.terms.one_byte_records;
        let stream = SmallRecords::new(stream, is_small).having_heard(heard);
        let accepting = async {
            let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
            // The connection does not tell later which certificate it showed.
            let Some(shown) = self.shelf.pick(hello.client_hello().server_name()) else {
                return Ok(Err(hello.io));
            };
            let stream = hello.into_stream(Arc::clone(&self.config)).await?;
            let bindings = Bindings::new(stream.get_ref().1, shown.end_entity_cert().ok());
            Ok(Ok((stream, bindings)))
        };
        let accepted: Result<io::Result<_>, _> = timeout(PATIENCE, accepting).await;
        let (stream, bindings) = match accepted {
            Err(_) => return Err(Ending::TimedOut),
            Ok(Err(why)) => {
                scribe.note(Event::TlsFailed(why.to_string()));
                return Err(Ending::Broken(why.to_string()));
            }
            Ok(Ok(Err(stream))) => {
                scribe.note(Event::TlsFailed("no certificate for this server name".to_owned()));
                let mut clear = Lines::new(stream, Vec::new(), scribe);
                clear.send(&fatal(UNRECOGNIZED_NAME)).await?;
                clear.close().await;
                return Err(Ending::ByServer);
            }
            Ok(Ok(Ok(secured))) => secured,
        };
        scribe.note(established(&stream));
        Ok((Bytewise::new(stream, is_small), carried, bindings))
    }
}

fn established<S>(stream: &TlsStream<S>) -> Event {
    let (_, tls) = stream.get_ref();
    let version = tls.protocol_version().map(|version| format!("{version:?}"));
    let suite = tls.negotiated_cipher_suite().map(|suite| format!("{:?}", suite.suite()));
    Event::TlsEstablished {
        version: version.unwrap_or_default(),
        cipher_suite: suite.unwrap_or_default(),
        server_name: tls.server_name().map(str::to_owned),
    }
}

/// An alert that ends the connection, as a record of TLS 1.2 (RFC 5246 §7.2).
fn fatal(number: u8) -> [u8; 7] {
    [21, 3, 3, 0, 2, 2, number]
}

/// The alerts that a server may send, by the names of RFC 8446 §6 and RFC 5246 §7.2.
const ALERTS: &[(&str, u8)] = &[
    ("close_notify", 0),
    ("unexpected_message", 10),
    ("bad_record_mac", 20),
    ("record_overflow", 22),
    ("handshake_failure", HANDSHAKE_FAILURE),
    ("bad_certificate", 42),
    ("unsupported_certificate", 43),
    ("certificate_revoked", 44),
    ("certificate_expired", 45),
    ("certificate_unknown", 46),
    ("illegal_parameter", 47),
    ("unknown_ca", 48),
    ("access_denied", 49),
    ("decode_error", DECODE_ERROR),
    ("decrypt_error", 51),
    ("protocol_version", PROTOCOL_VERSION),
    ("insufficient_security", 71),
    ("internal_error", 80),
    ("inappropriate_fallback", 86),
    ("user_canceled", 90),
    ("missing_extension", 109),
    ("unsupported_extension", 110),
    ("unrecognized_name", UNRECOGNIZED_NAME),
    ("bad_certificate_status_response", 113),
    ("unknown_psk_identity", 115),
    ("certificate_required", 116),
    ("no_application_protocol", 120),
];
const DECODE_ERROR: u8 = 50;
/// A handshake record with nothing in it, which TLS forbids (RFC 5246 §6.2.1).
const EMPTY_RECORD: &[u8] = &[22, 3, 3, 0, 0];
/// Records sent at once: some 2 KiB.
const FLOOD_RECORDS: usize = 256;
/// Neither TLS nor text.
const GARBAGE: &[u8] = b"\0\xff\x17garbage\x80\x81\xfe\x01\0\0\xc3\x28\x15\x03";
const HANDSHAKE_FAILURE: u8 = 40;
/// Asks for a new handshake. A client in the middle of one is to ignore it (RFC 5246 §7.4.1.1).
const HELLO_REQUEST: &[u8] = &[22, 3, 3, 0, 4, 0, 0, 0, 0];
/// What a packet holds on every way, less the headers of IP, TCP and a tunnel. The keys of ML-KEM alone
/// are 1,184 octets.
const PACKET_OCTETS: usize = 1_360;
const PROTOCOL_VERSION: u8 = 70;
const UNRECOGNIZED_NAME: u8 = 112;
/// `user_canceled`, which is no reason to stop (CVE-2016-8610).
const WARNING: &[u8] = &[21, 3, 3, 0, 2, 1, 90];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_understood() {
        let mut seen = Vec::new();
        for words in TlsSpec::WORDS {
            let words = words.replace("alpn NAME ...", "alpn imap smtp");
            let words = words.replace("alert NAME", "alert internal_error");
            let spec: TlsSpec = words.parse().unwrap();
            assert!(!seen.contains(&spec), "{words}");
            seen.push(spec);
            let twice = format!("{words}, {words}").parse::<TlsSpec>();
            assert!(matches!(twice, Err(ParseWordsError::Contradiction { .. })), "{words}");
        }
    }

    #[test]
    fn terms_go_together_and_manners_do_not() {
        let words = "only 1.2, alpn imap, one byte records, hangs up on long hellos, \
            client certificate required";
        assert!(words.parse::<TlsSpec>().is_ok());
        for wrong in ["only 1.2, only 1.3", "only 1.0, alpn imap", "silent, garbage"] {
            let why = wrong.parse::<TlsSpec>().unwrap_err();
            assert!(matches!(why, ParseWordsError::Contradiction { .. }), "{why}");
        }
        for wrong in ["", "only 1.4", "alert oops", "alpn"] {
            let why = wrong.parse::<TlsSpec>().unwrap_err().to_string();
            let expected = format!("{wrong:?} is not understood; allowed are: healthy, only 1.3, ");
            assert!(why.starts_with(&expected), "{why}");
        }
        let spec: TlsSpec = serde_json::from_str("\"only 1.3\"").unwrap();
        assert_eq!(Ok(spec), "only 1.3".parse());
    }
}
