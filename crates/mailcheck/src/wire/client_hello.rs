//! A hand-made `ClientHello` for servers below what rustls speaks, and how to read what they answer.
//!
//! Up to TLS 1.2 the server's first flight is in clear, so version, cipher suite, key exchange and
//! certificates can be told without any cryptography. Nothing here can finish a handshake.

use tls_parser::{
    NamedGroup, TlsCipherKx, TlsCipherSuite, TlsMessageHandshake, parse_dh_params,
    parse_ecdh_params, parse_tls_handshake_msg_certificate, parse_tls_handshake_server_hello,
};

/// Offers everything up to TLS 1.2 that servers of the last twenty years speak.
///
/// Source: [RFC 5246 §7.4.1.2](https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.2). There is no
/// `supported_versions` in it, so a server that also speaks TLS 1.3 answers with 1.2.
///
/// # Examples
///
/// ```
/// let hello = mailcheck::wire::client_hello::client_hello(Some("imap.example.org"), [0; 32]);
/// assert_eq!(hello[..3], [22, 3, 1]); // a handshake record
/// ```
pub fn client_hello(host: Option<&str>, random: [u8; 32]) -> Vec<u8> {
    let mut body = vec![3, 3];
    body.extend(random);
    body.push(0); // no session to resume
    let suites: Vec<u8> = SUITES.iter().flat_map(|suite| suite.to_be_bytes()).collect();
    body.extend(sized16(&suites));
    body.extend([1, 0]); // no compression
    let mut extensions = Vec::new();
    if let Some(host) = host {
        let mut name = vec![0];
        name.extend(sized16(host.as_bytes()));
        extensions.extend(extension(0, &sized16(&name)));
    }
    let list = |values: &[u16]| -> Vec<u8> {
        sized16(&values.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<u8>>())
    };
    extensions.extend(extension(10, &list(GROUPS)));
    extensions.extend(extension(11, &[1, 0])); // uncompressed points
    extensions.extend(extension(13, &list(SIGNATURES)));
    extensions.extend(extension(23, &[])); // extended master secret
    body.extend(sized16(&extensions));
    let mut message = vec![1, 0];
    message.extend(sized16(&body));
    let mut record = vec![22, 3, 1];
    record.extend(sized16(&message));
    record
}

fn extension(kind: u16, data: &[u8]) -> Vec<u8> {
    kind.to_be_bytes().into_iter().chain(sized16(data)).collect()
}

/// A length of two octets, and what it is the length of. All that is written here is short.
fn sized16(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    length.to_be_bytes().into_iter().chain(data.iter().copied().take(length.into())).collect()
}

/// What a server answers to [`client_hello`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FirstFlight {
    /// It refuses; the alert's name as in RFC 8446 §6.
    Alert {
        /// `handshake_failure`, `protocol_version` …
        name: String,
    },
    /// It goes along.
    Hello(ServerFlight),
}

/// A server's first flight, up to its `ServerHelloDone`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ServerFlight {
    /// `SSL 3.0`, `TLS 1.0` … `TLS 1.2`.
    pub version: String,
    /// IANA's name, else the number.
    pub cipher_suite: String,
    /// How keys are agreed on.
    pub key_exchange: KeyExchange,
    /// The certificates in DER, the server's own first.
    pub chain: Vec<Vec<u8>>,
}

/// How keys are agreed on.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeyExchange {
    /// Diffie-Hellman with a fresh key.
    Dhe {
        /// Bits of the prime.
        bits: u32,
    },
    /// Diffie-Hellman on an elliptic curve with a fresh key.
    Ecdhe {
        /// IANA's name of the group, else its number.
        group: String,
    },
    /// Anything else.
    Other,
    /// The certificate's RSA key, without forward secrecy.
    StaticRsa,
}

impl std::fmt::Display for KeyExchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Dhe { bits } => write!(f, "DHE {bits}"),
            Self::Ecdhe { group } => write!(f, "ECDHE {group}"),
            Self::Other => f.write_str("other"),
            Self::StaticRsa => f.write_str("static RSA"),
        }
    }
}

impl FirstFlight {
    /// Reads what came until now.
    ///
    /// Returns `Ok(None)` while something is missing, so the caller can read more.
    ///
    /// # Errors
    ///
    /// [`ParseFlightError`] when no further octets could make this an answer to a `ClientHello`.
    ///
    /// Source: [RFC 5246 §6.2.1 and §7.4](https://www.rfc-editor.org/rfc/rfc5246#section-6.2.1).
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::client_hello::FirstFlight;
    /// let refused = FirstFlight::parse(&[21, 3, 3, 0, 2, 2, 40])?;
    /// assert_eq!(refused, Some(FirstFlight::Alert { name: "handshake_failure".to_owned() }));
    /// assert_eq!(FirstFlight::parse(&[21, 3])?, None);
    /// # Ok::<(), mailcheck::wire::client_hello::ParseFlightError>(())
    /// ```
    pub fn parse(input: &[u8]) -> Result<Option<Self>, ParseFlightError> {
        if input.len() > MAX_OCTETS {
            return Err(ParseFlightError::TooLong);
        }
        let mut messages = Vec::new();
        let mut rest = input;
        while let Some((kind, payload, after)) = record(rest)? {
            match (kind, payload) {
                (21, [_level, description, ..]) => {
                    return Ok(Some(Self::Alert { name: alert_name(*description) }));
                }
                (22, payload) => messages.extend_from_slice(payload),
                _other => return Err(ParseFlightError::Unexpected),
            }
            rest = after;
        }
        flight(&messages)
    }
}

/// One record: its type, its payload, and what follows. `None` while it is not complete.
type Record<'a> = Option<(u8, &'a [u8], &'a [u8])>;

fn record(input: &[u8]) -> Result<Record<'_>, ParseFlightError> {
    match input {
        [] => return Ok(None),
        [20..=24, 3, ..] | [20..=24] => {}
        _other => return Err(ParseFlightError::NotTls),
    }
    let Some((&[kind, _major, _minor, high, low], after)) = input.split_first_chunk::<5>() else {
        return Ok(None);
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    Ok(after.split_at_checked(length).map(|(payload, after)| (kind, payload, after)))
}

fn flight(mut messages: &[u8]) -> Result<Option<FirstFlight>, ParseFlightError> {
    let mut hello = None;
    let mut chain = Vec::new();
    let mut exchange: &[u8] = &[];
    while let Some((&[kind, a, b, c], after)) = messages.split_first_chunk::<4>() {
        let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
        if length > MAX_OCTETS {
            return Err(ParseFlightError::TooLong);
        }
        let Some((body, after)) = after.split_at_checked(length) else { return Ok(None) };
        match kind {
            2 => {
                let (_, parsed) = parse_tls_handshake_server_hello(body)
                    .map_err(|_| ParseFlightError::Damaged)?;
                hello = Some((parsed.version.0, parsed.cipher.0));
            }
            11 => {
                if let Ok((_, TlsMessageHandshake::Certificate(list))) =
                    parse_tls_handshake_msg_certificate(body)
                {
                    chain = list.cert_chain.iter().map(|der| der.data.to_vec()).collect();
                }
            }
            12 => exchange = body,
            14 => {
                let Some((version, suite)) = hello else { return Err(ParseFlightError::Damaged) };
                return Ok(Some(FirstFlight::Hello(described(version, suite, exchange, chain))));
            }
            _other => {}
        }
        messages = after;
    }
    Ok(None)
}

fn described(version: u16, suite: u16, exchange: &[u8], chain: Vec<Vec<u8>>) -> ServerFlight {
    let known = TlsCipherSuite::from_id(suite);
    let key_exchange = match known.map(|suite| &suite.kx) {
        Some(TlsCipherKx::Rsa) => KeyExchange::StaticRsa,
        Some(TlsCipherKx::Dhe) => match parse_dh_params(exchange) {
            Ok((_, parameters)) => KeyExchange::Dhe { bits: bits(parameters.dh_p) },
            Err(_) => KeyExchange::Other,
        },
        Some(TlsCipherKx::Ecdhe) => match parse_ecdh_params(exchange) {
            Ok((_, parameters)) => KeyExchange::Ecdhe { group: group(&parameters) },
            Err(_) => KeyExchange::Other,
        },
        Some(_) | None => KeyExchange::Other,
    };
    let version = match version {
        0x0300 => "SSL 3.0".to_owned(),
        0x0301 => "TLS 1.0".to_owned(),
        0x0302 => "TLS 1.1".to_owned(),
        0x0303 => "TLS 1.2".to_owned(),
        other => format!("0x{other:04x}"),
    };
    let cipher_suite =
        known.map_or_else(|| format!("0x{suite:04x}"), |suite| suite.name.to_owned());
    ServerFlight { version, cipher_suite, key_exchange, chain }
}

fn group(parameters: &tls_parser::ServerECDHParams<'_>) -> String {
    match &parameters.curve_params.params_content {
        tls_parser::ECParametersContent::NamedGroup(group) => match *group {
            NamedGroup::EcdhX25519 => "X25519".to_owned(),
            NamedGroup::EcdhX448 => "X448".to_owned(),
            other => format!("{other}").to_ascii_lowercase(),
        },
        tls_parser::ECParametersContent::ExplicitPrime(_) => "explicit".to_owned(),
    }
}

/// The length in bits of a number in big-endian octets.
fn bits(number: &[u8]) -> u32 {
    let significant: Vec<u8> = number.iter().copied().skip_while(|octet| *octet == 0).collect();
    let leading = significant.first().map_or(0, |octet| octet.leading_zeros());
    u32::try_from(significant.len()).unwrap_or(u32::MAX).saturating_mul(8).saturating_sub(leading)
}

/// The names of RFC 8446 §6 and RFC 5246 §7.2.
fn alert_name(description: u8) -> String {
    let name = match description {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        42 => "bad_certificate",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        109 => "missing_extension",
        112 => "unrecognized_name",
        other => return format!("alert {other}"),
    };
    name.to_owned()
}

/// Why octets are no answer to a `ClientHello`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseFlightError {
    /// A message is not what it says it is.
    #[error("the server's first flight is damaged")]
    Damaged,
    /// Plain text, for example.
    #[error("the answer is not TLS")]
    NotTls,
    /// Longer than any first flight.
    #[error("the server's first flight is longer than {MAX_OCTETS} octets")]
    TooLong,
    /// A record that has no place in a first flight.
    #[error("the server's first flight has a record that does not belong there")]
    Unexpected,
}

/// Octets of a first flight; with ten certificates it has some 20,000.
const MAX_OCTETS: usize = 64 * 1024;

/// Cipher suites by IANA's numbers: with fresh keys first, then static RSA, then what is broken.
const SUITES: &[u16] = &[
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, // ECDHE, AEAD
    0xc009, 0xc013, 0xc00a, 0xc014, 0xc023, 0xc027, 0xc024, 0xc028, // ECDHE, CBC
    0x009e, 0x009f, 0xccaa, 0x0033, 0x0039, 0x0067, 0x006b, 0x0045, 0x0088, // DHE
    0x009c, 0x009d, 0x002f, 0x0035, 0x003c, 0x003d, 0x0041, 0x0084, 0x0096, // static RSA
    0xc008, 0xc012, 0x0016, 0x000a, // 3DES
    0xc007, 0xc011, 0x0005, 0x0004, // RC4
    0x0032, 0x0038, 0x0013, // DSS
    0x00ff, // renegotiation is secure (RFC 5746)
];
/// X25519, P-256, P-384, P-521, X448, then the finite fields of RFC 7919.
const GROUPS: &[u16] = &[29, 23, 24, 25, 30, 256, 257, 258];
/// RSA, ECDSA, Ed25519 and DSA with every hash from SHA-512 down to SHA-1.
const SIGNATURES: &[u16] = &[
    0x0804, 0x0805, 0x0806, 0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0401, 0x0501, 0x0601, 0x0402,
    0x0301, 0x0303, 0x0201, 0x0203, 0x0202,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A first flight by hand: `ServerHello`, a certificate of three octets, `ServerHelloDone`.
    fn by_hand(version: u16, suite: u16, exchange: &[u8]) -> Vec<u8> {
        let message = |kind: u8, body: &[u8]| {
            let mut message = vec![kind, 0];
            message.extend(sized16(body));
            message
        };
        let mut hello = version.to_be_bytes().to_vec();
        hello.extend([7; 32]);
        hello.push(0);
        hello.extend(suite.to_be_bytes());
        hello.push(0);
        let mut all = message(2, &hello);
        all.extend(message(11, &[0, 0, 6, 0, 0, 3, 1, 2, 3]));
        if !exchange.is_empty() {
            all.extend(message(12, exchange));
        }
        all.extend(message(14, &[]));
        // Records split where it hurts: in the middle of a message's header.
        let (first, second) = all.split_at(46);
        [first, second]
            .iter()
            .flat_map(|part| [22, 3, 1].into_iter().chain(sized16(part)))
            .collect()
    }

    #[test]
    fn old_servers_are_recognised() {
        let mut dhe = sized16(&[0x80; 128]);
        dhe.extend(sized16(&[2]));
        dhe.extend(sized16(&[5; 128]));
        let mut ecdhe = vec![3, 0, 25, 3, 4, 1, 1];
        ecdhe.extend([0; 8]);
        for (version, suite, exchange, expected) in [
            (0x0301, 0x002f, vec![], "TLS 1.0 TLS_RSA_WITH_AES_128_CBC_SHA static RSA"),
            (0x0302, 0x0033, dhe, "TLS 1.1 TLS_DHE_RSA_WITH_AES_128_CBC_SHA DHE 1024"),
            (0x0303, 0xc013, ecdhe, "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA ECDHE secp521r1"),
        ] {
            let octets = by_hand(version, suite, &exchange);
            let Ok(Some(FirstFlight::Hello(flight))) = FirstFlight::parse(&octets) else {
                panic!("{expected}: {:?}", FirstFlight::parse(&octets));
            };
            let ServerFlight { version, cipher_suite, key_exchange, chain } = flight;
            assert_eq!(format!("{version} {cipher_suite} {key_exchange}"), expected);
            assert_eq!(chain, [vec![1, 2, 3]]);
        }
    }

    #[test]
    fn every_part_of_a_flight_waits_for_the_rest() {
        let octets = by_hand(0x0301, 0x002f, &[]);
        for end in 0..octets.len() {
            assert_eq!(FirstFlight::parse(&octets[..end]), Ok(None), "{end} octets");
        }
    }

    #[test]
    fn what_is_not_tls_is_refused() {
        for text in ["220 mail.example ESMTP\r\n", "* OK ready\r\n", "HTTP/1.1 400\r\n"] {
            assert_eq!(FirstFlight::parse(text.as_bytes()), Err(ParseFlightError::NotTls));
        }
        assert_eq!(FirstFlight::parse(&[23, 3, 3, 0, 0]), Err(ParseFlightError::Unexpected));
    }
}
