//! A hand-made `ClientHello` for servers below what rustls speaks, and how to read what they answer.
//!
//! Up to TLS 1.2 the server's first flight is in clear, so version, cipher suite, key exchange and
//! certificates can be told without any cryptography. Nothing here can finish a handshake, and
//! nothing here proves that the server has the key of the certificate it shows.

use std::fmt;
use std::net::IpAddr;

use tls_parser::{
    ECParametersContent, NamedGroup, TlsCipherKx, TlsCipherSuite, parse_dh_params,
    parse_ecdh_params, parse_tls_handshake_server_hello,
};

use super::certificate::bits;

/// Offers TLS 1.2 and all below it that servers of the last twenty years speak, as one record.
///
/// There is no `supported_versions` in it, so a server that also speaks TLS 1.3 answers with 1.2.
/// It does not say that it is a fallback (`TLS_FALLBACK_SCSV`, RFC 7507), because then a healthy
/// server would have to refuse.
/// The name goes into `server_name` (RFC 6066 §3) unless it is an IP address, which has no place
/// there, or no name at all. `random` should be random.
///
/// Source: [RFC 5246 §7.4.1.2](https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.2).
///
/// # Examples
///
/// ```
/// use mailcheck::wire::client_hello::legacy_client_hello;
/// let hello = legacy_client_hello(Some("imap.example.org"), [0; 32]);
/// assert_eq!(hello[..3], [22, 3, 1]); // a handshake record
/// assert_eq!(hello[9..11], [3, 3]); // that offers TLS 1.2 and below
/// ```
pub fn legacy_client_hello(host: Option<&str>, random: [u8; 32]) -> Vec<u8> {
    let mut body = vec![3, 3]; // TLS 1.2
    body.extend(random);
    body.push(0); // no session to resume
    body.extend(list16(SUITES));
    body.extend([1, 0]); // no compression

    let mut extensions = Vec::new();
    if let Some(name) = host.and_then(server_name) {
        let mut entry = vec![0]; // host_name
        entry.extend(sized16(name.as_bytes()));
        extensions.extend(extension(0, &sized16(&entry)));
    }
    extensions.extend(extension(23, &[])); // extended_master_secret (RFC 7627)
    extensions.extend(extension(11, &[1, 0])); // uncompressed points (RFC 8422 §5.1.2)
    extensions.extend(extension(13, &list16(SIGNATURES)));
    // Last, as some servers do not bear an empty extension at the end.
    extensions.extend(extension(10, &list16(GROUPS)));
    extensions.extend(padding(HEADER_OCTETS + body.len() + 2 + extensions.len()));
    body.extend(sized16(&extensions));

    let mut message = vec![1, 0]; // client_hello, and the first of three octets of length
    message.extend(sized16(&body));
    let mut record = vec![22, 3, 1];
    record.extend(sized16(&message));
    record
}

/// The host in the form that `server_name` takes: no IP address, no dot at the end.
fn server_name(host: &str) -> Option<&str> {
    let name = host.strip_suffix('.').unwrap_or(host);
    let fits = (1..=MAX_NAME_OCTETS).contains(&name.len());
    let is_name = !name.starts_with('[') && name.bytes().all(|octet| octet.is_ascii_graphic());
    (fits && is_name && name.parse::<IpAddr>().is_err()).then_some(name)
}

/// Load balancers of F5 hang on messages of 256 to 511 octets (RFC 7685 §4): makes those 512 long.
fn padding(octets: usize) -> Vec<u8> {
    if !(256..512).contains(&octets) {
        return Vec::new();
    }
    // At least one octet, as an empty extension at the end is a fault to other servers.
    extension(21, &vec![0; 508_usize.saturating_sub(octets).max(1)])
}

fn extension(kind: u16, data: &[u8]) -> Vec<u8> {
    kind.to_be_bytes().into_iter().chain(sized16(data)).collect()
}

fn list16(values: &[u16]) -> Vec<u8> {
    sized16(&values.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<u8>>())
}

/// A length of two octets, and what it is the length of. All that is written here is short.
fn sized16(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    length.to_be_bytes().into_iter().chain(data.iter().copied().take(length.into())).collect()
}

/// What a server answers to [`legacy_client_hello`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FirstFlight {
    /// It refuses.
    Alert(Alert),
    /// It goes along.
    Hello(ServerFlight),
}

/// An alert: why one side ends the connection, or what it has to complain about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "complete by definition, RFC 5246 §7.2")]
pub struct Alert {
    /// 1 is a warning, 2 is fatal; other values are kept as sent.
    pub level: u8,
    /// The name in RFC 8446 §6 or RFC 5246 §7.2, `handshake_failure` for example, else `alert 200`.
    pub name: String,
}

/// A server's first flight, up to its `ServerHelloDone`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ServerFlight {
    /// `SSL 3.0`, `TLS 1.0` … `TLS 1.2`. `TLS 1.3` is read if it comes, though it was not offered.
    pub version: String,
    /// IANA's name, else the number: `0x1234`.
    pub cipher_suite: String,
    /// How keys are agreed on.
    pub key_exchange: KeyExchange,
    /// The certificates in DER, the server's own first. Empty when it sends none; always empty for
    /// TLS 1.3, where they are encrypted.
    pub chain: Vec<Vec<u8>>,
    /// It asks for a certificate of the client. Whether it insists shows only later.
    pub client_certificate_requested: bool,
    /// Alerts of level 1 that came first, `unrecognized_name` for example (RFC 6066 §3).
    pub warnings: Vec<Alert>,
}

/// How keys are agreed on.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeyExchange {
    /// Diffie-Hellman with a fresh key.
    Dhe {
        /// Bits of the prime.
        prime_bits: u32,
    },
    /// Diffie-Hellman on an elliptic curve with a fresh key.
    Ecdhe {
        /// IANA's name of the group, else its number: `0x1234`.
        group: String,
    },
    /// Anything else, or parameters that cannot be read.
    Other,
    /// The certificate's RSA key, without forward secrecy.
    StaticRsa,
}

impl fmt::Display for KeyExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dhe { prime_bits } => write!(f, "DHE {prime_bits}"),
            Self::Ecdhe { group } => write!(f, "ECDHE {group}"),
            Self::Other => f.write_str("other"),
            Self::StaticRsa => f.write_str("static RSA"),
        }
    }
}

impl FirstFlight {
    /// Reads what came until now.
    ///
    /// Returns `Ok(None)` while something is missing, so the caller can read more and give all of it
    /// again. However the octets come in pieces, the answer is the same, and what follows a complete
    /// flight does not change it.
    ///
    /// A warning does not end a flight. So when the server hangs up after `Ok(None)`, a warning may
    /// have been all it said.
    ///
    /// # Errors
    ///
    /// [`ParseFlightError`] when no further octets could make this an answer to a `ClientHello`. A
    /// caller should report what the server is instead, not retry.
    ///
    /// Source: [RFC 5246 §6.2.1 and §7.4](https://www.rfc-editor.org/rfc/rfc5246#section-6.2.1).
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::client_hello::{FirstFlight, ParseFlightError};
    /// let Some(FirstFlight::Alert(alert)) = FirstFlight::parse(&[21, 3, 3, 0, 2, 2, 40])? else {
    ///     panic!("is an alert");
    /// };
    /// assert_eq!(alert.name, "handshake_failure");
    /// assert_eq!(FirstFlight::parse(&[21, 3])?, None);
    /// assert_eq!(
    ///     FirstFlight::parse(b"* OK ready"),
    ///     Err(ParseFlightError::NotTls { first_bytes: b"* OK ready".to_vec() }),
    /// );
    /// # Ok::<(), ParseFlightError>(())
    /// ```
    pub fn parse(input: &[u8]) -> Result<Option<Self>, ParseFlightError> {
        if !matches!(input, [] | [20..=23] | [20..=23, 3, ..]) {
            let first_bytes = input.iter().copied().take(MAX_FIRST_BYTES).collect();
            return Err(ParseFlightError::NotTls { first_bytes });
        }
        let mut reader = Reader::default();
        let mut rest = input.get(..MAX_OCTETS).unwrap_or(input);
        while let Some((kind, payload, after)) = record(rest)? {
            if let Some(flight) = reader.take(kind, payload)? {
                return Ok(Some(flight));
            }
            rest = after;
        }
        if input.len() >= MAX_OCTETS { Err(ParseFlightError::TooLong) } else { Ok(None) }
    }
}

/// One record: its type, its payload, and what follows. `None` while it is not complete.
type Record<'a> = Option<(u8, &'a [u8], &'a [u8])>;

fn record(input: &[u8]) -> Result<Record<'_>, ParseFlightError> {
    if !matches!(input, [] | [20..=23] | [20..=23, 3, ..]) {
        return Err(ParseFlightError::Damaged);
    }
    let Some((&[kind, _major, _minor, high, low], after)) = input.split_first_chunk::<5>() else {
        return Ok(None);
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if length > MAX_RECORD_OCTETS {
        return Err(ParseFlightError::Damaged);
    }
    Ok(after.split_at_checked(length).map(|(payload, after)| (kind, payload, after)))
}

/// What was read of a flight; every octet is looked at once, however small the records are.
#[derive(Default)]
struct Reader {
    /// Handshake octets that do not make a whole message yet begin at `used`.
    handshake: Vec<u8>,
    used: usize,
    hello: Option<Hello>,
    chain: Vec<Vec<u8>>,
    key_exchange: Vec<u8>,
    client_certificate_requested: bool,
    warnings: Vec<Alert>,
}

#[derive(Clone, Copy)]
struct Hello {
    version: u16,
    suite: u16,
    /// The group of TLS 1.3's key share.
    share: Option<u16>,
}

impl Reader {
    fn take(&mut self, kind: u8, payload: &[u8]) -> Result<Option<FirstFlight>, ParseFlightError> {
        match kind {
            ALERT => self.alert(payload),
            HANDSHAKE => {
                self.handshake.extend_from_slice(payload);
                self.messages()
            }
            _other => Err(ParseFlightError::Unexpected),
        }
    }

    fn alert(&mut self, payload: &[u8]) -> Result<Option<FirstFlight>, ParseFlightError> {
        let &[level, description, ..] = payload else { return Err(ParseFlightError::Damaged) };
        let alert = Alert { level, name: alert_name(description) };
        // close_notify ends the connection whatever its level (RFC 5246 §7.2.1).
        if level == WARNING && description != CLOSE_NOTIFY {
            if self.warnings.len() < MAX_WARNINGS {
                self.warnings.push(alert);
            }
            return Ok(None);
        }
        Ok(Some(FirstFlight::Alert(alert)))
    }

    fn messages(&mut self) -> Result<Option<FirstFlight>, ParseFlightError> {
        let handshake = std::mem::take(&mut self.handshake);
        let mut rest = handshake.get(self.used..).unwrap_or_default();
        while let Some((&[kind, a, b, c], after)) = rest.split_first_chunk::<4>() {
            let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
            if length > MAX_OCTETS {
                return Err(ParseFlightError::TooLong);
            }
            let Some((body, after)) = after.split_at_checked(length) else { break };
            if self.message(kind, body)? {
                return self.complete().map(Some);
            }
            rest = after;
        }
        self.used = handshake.len().saturating_sub(rest.len());
        self.handshake = handshake;
        Ok(None)
    }

    /// Reads one message and says whether the flight, or what of it is in clear, ends with it.
    fn message(&mut self, kind: u8, body: &[u8]) -> Result<bool, ParseFlightError> {
        match kind {
            SERVER_HELLO => {
                let hello = hello(body)?;
                self.hello = Some(hello);
                return Ok(hello.version == TLS13);
            }
            CERTIFICATE => self.chain = chain(body)?,
            SERVER_KEY_EXCHANGE => self.key_exchange = body.to_vec(),
            CERTIFICATE_REQUEST => self.client_certificate_requested = true,
            SERVER_HELLO_DONE => return Ok(true),
            // CertificateStatus and what is not known does not matter here.
            _other => {}
        }
        Ok(false)
    }

    fn complete(&mut self) -> Result<FirstFlight, ParseFlightError> {
        let hello = self.hello.ok_or(ParseFlightError::Damaged)?;
        let known = TlsCipherSuite::from_id(hello.suite);
        Ok(FirstFlight::Hello(ServerFlight {
            version: version_name(hello.version),
            cipher_suite: known
                .map_or_else(|| format!("0x{:04x}", hello.suite), |suite| suite.name.to_owned()),
            key_exchange: match hello.share {
                Some(share) => KeyExchange::Ecdhe { group: group_name(NamedGroup(share)) },
                None => key_exchange(known.map(|suite| &suite.kx), &self.key_exchange),
            },
            chain: std::mem::take(&mut self.chain),
            client_certificate_requested: self.client_certificate_requested,
            warnings: std::mem::take(&mut self.warnings),
        }))
    }
}

fn hello(body: &[u8]) -> Result<Hello, ParseFlightError> {
    let (_, parsed) =
        parse_tls_handshake_server_hello(body).map_err(|_| ParseFlightError::Damaged)?;
    let mut hello = Hello { version: parsed.version.0, suite: parsed.cipher.0, share: None };
    let mut rest = parsed.ext.unwrap_or_default();
    while let Some((&[kind_high, kind_low, high, low], after)) = rest.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([high, low]));
        let Some((data, after)) = after.split_at_checked(length) else { break };
        match (u16::from_be_bytes([kind_high, kind_low]), data) {
            (SUPPORTED_VERSIONS, &[high, low]) => {
                hello.version = u16::from_be_bytes([high, low]);
            }
            (KEY_SHARE, &[high, low, ..]) => hello.share = Some(u16::from_be_bytes([high, low])),
            _other => {}
        }
        rest = after;
    }
    Ok(hello)
}

/// The list of a `Certificate` message (RFC 5246 §7.4.2).
fn chain(body: &[u8]) -> Result<Vec<Vec<u8>>, ParseFlightError> {
    let (mut list, _after) = sized24(body).ok_or(ParseFlightError::Damaged)?;
    let mut chain = Vec::new();
    while !list.is_empty() {
        let (der, after) = sized24(list).ok_or(ParseFlightError::Damaged)?;
        if chain.len() < MAX_CHAIN {
            chain.push(der.to_vec());
        }
        list = after;
    }
    Ok(chain)
}

/// What is as long as its first three octets say, and what follows it.
fn sized24(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[a, b, c], after) = input.split_first_chunk::<3>()?;
    after.split_at_checked(usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c))
}

fn key_exchange(kind: Option<&TlsCipherKx>, parameters: &[u8]) -> KeyExchange {
    match kind {
        Some(TlsCipherKx::Rsa) => KeyExchange::StaticRsa,
        Some(TlsCipherKx::Dhe) => match parse_dh_params(parameters) {
            Ok((_, parameters)) => KeyExchange::Dhe { prime_bits: bits(parameters.dh_p) },
            Err(_) => KeyExchange::Other,
        },
        Some(TlsCipherKx::Ecdhe) => match parse_ecdh_params(parameters) {
            Ok((_, parameters)) => KeyExchange::Ecdhe {
                group: match parameters.curve_params.params_content {
                    ECParametersContent::NamedGroup(group) => group_name(group),
                    ECParametersContent::ExplicitPrime(_) => "explicit".to_owned(),
                },
            },
            Err(_) => KeyExchange::Other,
        },
        Some(_) | None => KeyExchange::Other,
    }
}

fn version_name(number: u16) -> String {
    let name = match number {
        0x0300 => "SSL 3.0",
        0x0301 => "TLS 1.0",
        0x0302 => "TLS 1.1",
        0x0303 => "TLS 1.2",
        TLS13 => "TLS 1.3",
        other => return format!("0x{other:04x}"),
    };
    name.to_owned()
}

/// IANA's names, but for the two that its registry writes in lower case and everybody else does not.
fn group_name(group: NamedGroup) -> String {
    match group {
        NamedGroup::EcdhX25519 => "X25519".to_owned(),
        NamedGroup::EcdhX448 => "X448".to_owned(),
        other if other.key_bits().is_some() => format!("{other:?}").to_ascii_lowercase(),
        other => format!("0x{:04x}", other.0),
    }
}

/// The names of RFC 8446 §6, RFC 5246 §7.2, RFC 4346 §7.2 and RFC 7507 §3.
fn alert_name(description: u8) -> String {
    let name = match description {
        CLOSE_NOTIFY => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        21 => "decryption_failed",
        22 => "record_overflow",
        30 => "decompression_failure",
        40 => "handshake_failure",
        41 => "no_certificate",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        60 => "export_restriction",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        100 => "no_renegotiation",
        109 => "missing_extension",
        110 => "unsupported_extension",
        111 => "certificate_unobtainable",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        114 => "bad_certificate_hash_value",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        120 => "no_application_protocol",
        other => return format!("alert {other}"),
    };
    name.to_owned()
}

/// Why octets are no answer to a `ClientHello`.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseFlightError {
    /// It began like TLS, but something is not what it says it is.
    #[error("the server's first flight is damaged")]
    Damaged,
    /// It never was TLS: plain text, for example.
    #[error("the answer is not TLS")]
    NotTls {
        /// How the answer begins, as far as it has come: at most 64 octets.
        first_bytes: Vec<u8>,
    },
    /// Longer than any first flight.
    #[error("the server's first flight is longer than {MAX_OCTETS} octets")]
    TooLong,
    /// A record that has no place in a first flight.
    #[error("the server's first flight has a record that does not belong there")]
    Unexpected,
}

/// Record type (RFC 5246 §6.2.1).
const ALERT: u8 = 21;
/// Message type (RFC 5246 §7.4), as are the five others.
const CERTIFICATE: u8 = 11;
const CERTIFICATE_REQUEST: u8 = 13;
/// Alert (RFC 5246 §7.2.1).
const CLOSE_NOTIFY: u8 = 0;
/// X25519, P-256, P-384, P-521, X448, then the finite fields of RFC 7919.
const GROUPS: &[u16] = &[29, 23, 24, 25, 30, 256, 257, 258];
/// Record type (RFC 5246 §6.2.1).
const HANDSHAKE: u8 = 22;
/// Type and length of a message (RFC 5246 §7.4).
const HEADER_OCTETS: usize = 4;
/// Extension (RFC 8446 §4.2).
const KEY_SHARE: u16 = 51;
/// Certificates kept of one chain; OpenSSL follows 100 as well.
const MAX_CHAIN: usize = 100;
/// Octets kept of what is not TLS: enough for a greeting to be recognised.
const MAX_FIRST_BYTES: usize = 64;
/// Octets of a DNS name without its last dot (RFC 1035 §2.3.4).
const MAX_NAME_OCTETS: usize = 253;
/// Octets of a first flight; with ten certificates it has some 20,000.
const MAX_OCTETS: usize = 64 * 1024;
/// Octets of one record in clear, and what encryption may add (RFC 5246 §6.2.3).
const MAX_RECORD_OCTETS: usize = (1 << 14) + 2048;
/// Warnings kept of one flight. Servers send one.
const MAX_WARNINGS: usize = 8;
const SERVER_HELLO: u8 = 2;
const SERVER_HELLO_DONE: u8 = 14;
const SERVER_KEY_EXCHANGE: u8 = 12;
/// RSA, ECDSA, Ed25519, Ed448 and DSA with every hash from SHA-512 down to SHA-1. Not with MD5.
const SIGNATURES: &[u16] = &[
    0x0804, 0x0805, 0x0806, 0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0401, 0x0501, 0x0601, 0x0402,
    0x0301, 0x0303, 0x0201, 0x0203, 0x0202,
];
/// Cipher suites by IANA's numbers: those that came with TLS 1.2 before those of every version, fresh
/// keys first, and at the end the word that renegotiation is secure (RFC 5746 §3.3).
const SUITES: &[u16] = &[
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, // ECDHE, AEAD
    0xc023, 0xc027, 0xc024, 0xc028, // ECDHE, CBC with SHA-256
    0x009e, 0x009f, 0xccaa, 0x0067, 0x006b, // DHE
    0x009c, 0x009d, 0x003c, 0x003d, // static RSA
    0xc009, 0xc013, 0xc00a, 0xc014, // ECDHE, CBC
    0x0033, 0x0039, 0x0045, 0x0088, // DHE, CBC
    0x002f, 0x0035, 0x0041, 0x0084, 0x0096, // static RSA, CBC
    0xc008, 0xc012, 0x0016, 0x000a, // 3DES
    0xc007, 0xc011, 0x0005, 0x0004, // RC4
    0x0032, 0x0038, 0x0013, // DSS
    0x00ff,
];
/// Extension (RFC 8446 §4.2.1).
const SUPPORTED_VERSIONS: u16 = 43;
const TLS13: u16 = 0x0304;
/// Alert level (RFC 5246 §7.2).
const WARNING: u8 = 1;

#[cfg(test)]
mod tests;
