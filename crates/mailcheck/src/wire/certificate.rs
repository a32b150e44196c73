//! What a certificate says of itself. Nothing here decides whether it is to be trusted.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser knows many things that no question is about"
)]

mod end_point;

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::Tag;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::objects::{oid_registry, oid2abbrev};
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey as ParsedKey;
use x509_parser::signature_algorithm::SignatureAlgorithm;
use x509_parser::x509::{AlgorithmIdentifier, AttributeTypeAndValue, X509Name};

pub use end_point::end_point;

/// What one certificate says of itself.
///
/// Its texts come from strangers: they are valid UTF-8 (what was not is replaced by U+FFFD) and of
/// bounded length, but may hold control characters. Escape them where they are shown. Its lists are
/// bounded by its own length.
///
/// Source: [RFC 5280 §4](https://www.rfc-editor.org/rfc/rfc5280#section-4).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a description that tests build")]
pub struct Certificate {
    /// Whose it is: attributes in the certificate's order, escaped as in RFC 4514 §2.4.
    pub subject: String,
    /// Who signed it, written like `subject`.
    pub issuer: String,
    /// DNS names and IP addresses of the subjectAltName, in lower case and in the certificate's
    /// order. The common name is never among them (RFC 9525 §2). An address that was put into a DNS
    /// name stands here as `dns:192.0.2.1`, because it is no address and matches none.
    pub names: Vec<String>,
    /// The last and most specific common name of the subject. Good for showing only.
    pub common_name: Option<String>,
    /// The first moment of validity.
    pub not_before: Timestamp,
    /// The last moment of validity.
    pub not_after: Timestamp,
    /// The key.
    pub public_key: PublicKey,
    /// The algorithm of the signature: `sha256WithRSAEncryption`, `ecdsa-with-SHA256`,
    /// `RSASSA-PSS with SHA-256`, `Ed25519`, else the dotted OID.
    pub signature: String,
    /// SHA-256 of the whole, in lower-case hexadecimal.
    pub sha256: String,
    /// Subject and issuer are the same, to the octet.
    pub self_issued: bool,
    /// It is self-issued and names no key but its own as its signer's: the authority key identifier
    /// is absent or equals the subject key identifier (RFC 5280 §4.2.1.1). The signature itself is
    /// not checked, because that takes a cryptographic library and this module needs none.
    pub self_signed: bool,
    /// It says that it may sign others (RFC 5280 §4.2.1.9).
    pub is_ca: bool,
    /// Where its issuer's certificate can be fetched (RFC 5280 §4.2.2.1). Public authorities put
    /// this into every certificate, and private ones may.
    pub ca_issuers: Vec<String>,
    /// How many promises of public logs to show it are in it (RFC 6962 §3.3). Such logs take only
    /// what leads to a root of a public authority. The promises themselves are not checked.
    #[serde(default)]
    pub log_promises: usize,
}

/// The key of a certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a description that tests build")]
pub struct PublicKey {
    /// `RSA`, `DSA`, `EC P-256`, `Ed25519`, else the dotted OID.
    pub algorithm: String,
    /// Its size in bits; 0 where the algorithm has only one, or where it cannot be told.
    pub bits: u32,
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.algorithm.as_str(), self.bits) {
            ("RSA" | "DSA", bits) => write!(f, "{} {bits}", self.algorithm),
            (algorithm, _) => f.write_str(algorithm),
        }
    }
}

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// An extension that cannot be read counts as absent: its names are then missing from the lists.
    ///
    /// # Errors
    ///
    /// [`ParseCertificateError`] when it is no certificate. A caller should report what was sent as
    /// it is; the other certificates of a chain can still be read.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::certificate::Certificate;
    /// assert!(Certificate::parse(b"no certificate").is_err());
    /// ```
    pub fn parse(der: &[u8]) -> Result<Self, ParseCertificateError> {
        if der.len() > MAX_OCTETS {
            return Err(ParseCertificateError::TooLong { octets: der.len() });
        }
        let (_, parsed) = X509Certificate::from_der(der)
            .map_err(|why| ParseCertificateError::NotDer { text: cut(&why.to_string()) })?;
        let said = Extensions::of(&parsed);
        let self_issued = parsed.subject().as_raw() == parsed.issuer().as_raw();
        let own_key = said.authority_key.is_none() || said.authority_key == said.subject_key;
        Ok(Self {
            subject: name_text(parsed.subject()),
            issuer: name_text(parsed.issuer()),
            names: said.names,
            common_name: parsed.subject().iter_common_name().last().map(|it| cut(&value_text(it))),
            not_before: moment(parsed.validity().not_before.timestamp()),
            not_after: moment(parsed.validity().not_after.timestamp()),
            public_key: public_key(&parsed),
            signature: signature_name(&parsed.signature_algorithm),
            sha256: hex(&Sha256::digest(der)),
            self_issued,
            self_signed: self_issued && own_key,
            is_ca: parsed.is_ca(),
            ca_issuers: said.ca_issuers,
            log_promises: said.log_promises,
        })
    }

    /// Whether it is for this host: one of its names is the host's, or a wildcard that stands for
    /// the host's whole left-most label. Case does not matter, nor does a dot at the host's end.
    ///
    /// IP addresses match as addresses only, and the common name never counts. Beyond the standard,
    /// but as in rustls, a wildcard must leave two labels: `*.org` is for nobody. A host that is not
    /// ASCII must be given as A-labels (`xn--…`), the only form that certificates have.
    ///
    /// Source: [RFC 9525 §6.3](https://www.rfc-editor.org/rfc/rfc9525#section-6.3), for addresses
    /// [§6.4](https://www.rfc-editor.org/rfc/rfc9525#section-6.4).
    ///
    /// # Examples
    ///
    /// ```
    /// # use mailcheck::wire::certificate::Certificate;
    /// # const DER: &str = include_str!("../../../../fixtures/tls/certificate-p256.hex");
    /// # let der: Vec<u8> = (0..DER.trim().len()).step_by(2)
    /// #     .map(|at| u8::from_str_radix(&DER[at..at + 2], 16)).collect::<Result<_, _>>()?;
    /// let certificate = Certificate::parse(&der)?;
    /// assert_eq!(certificate.names, ["imap.example.org", "*.mail.example.org", "192.0.2.1"]);
    /// assert!(certificate.is_for("IMAP.example.org"));
    /// assert!(certificate.is_for("a.mail.example.org"));
    /// assert!(!certificate.is_for("a.b.mail.example.org"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_for(&self, host: &str) -> bool {
        self.names.iter().any(|name| is_name_for(name, host))
    }

    /// What of it is below today's floor; `None` when nothing is, or when it cannot be told.
    ///
    /// RSA keys need 2048 bits, elliptic curves 224, and signatures SHA-256 or better; DSA is always
    /// below. The key comes first when both are. The signature of a certificate that signs itself
    /// protects nothing and is not counted.
    ///
    /// Source: [RFC 9325 §4.5](https://www.rfc-editor.org/rfc/rfc9325#section-4.5).
    ///
    /// # Examples
    ///
    /// ```
    /// # use mailcheck::wire::certificate::Certificate;
    /// # const DER: &str = include_str!("../../../../fixtures/tls/certificate-rsa1024.hex");
    /// # let der: Vec<u8> = (0..DER.trim().len()).step_by(2)
    /// #     .map(|at| u8::from_str_radix(&DER[at..at + 2], 16)).collect::<Result<_, _>>()?;
    /// let weakness = Certificate::parse(&der)?.weakness();
    /// assert_eq!(weakness.map(|it| it.to_string()).as_deref(), Some("RSA 1024"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn weakness(&self) -> Option<Weakness> {
        let key = &self.public_key;
        let short = match key.algorithm.as_str() {
            "DSA" => true,
            "RSA" => key.bits < MIN_RSA_BITS,
            algorithm if algorithm.starts_with("EC ") => (1..MIN_EC_BITS).contains(&key.bits),
            _other => false,
        };
        if short {
            return Some(Weakness::Key(key.clone()));
        }
        let lower = self.signature.to_ascii_lowercase();
        let broken = BROKEN_HASHES.iter().any(|hash| lower.contains(hash));
        (broken && !self.self_signed).then(|| Weakness::Signature(self.signature.clone()))
    }
}

/// What of a certificate is below today's floor.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Weakness {
    /// The key is too short, or of an algorithm that nobody takes any more.
    Key(PublicKey),
    /// The signature uses a broken hash.
    Signature(String),
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => key.fmt(f),
            Self::Signature(name) => f.write_str(name),
        }
    }
}

/// What the extensions say that questions are about.
#[derive(Default)]
struct Extensions {
    names: Vec<String>,
    ca_issuers: Vec<String>,
    log_promises: usize,
    subject_key: Option<Vec<u8>>,
    authority_key: Option<Vec<u8>>,
}

impl Extensions {
    fn of(parsed: &X509Certificate<'_>) -> Self {
        let mut said = Self::default();
        for extension in parsed.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectAlternativeName(alternatives) => {
                    said.names.extend(alternatives.general_names.iter().filter_map(name_of));
                }
                ParsedExtension::AuthorityInfoAccess(access) => {
                    said.ca_issuers.extend(access.iter().filter_map(|access| {
                        match &access.access_location {
                            GeneralName::URI(url) if access.access_method == CA_ISSUERS => {
                                Some(cut(url))
                            }
                            _other => None,
                        }
                    }));
                }
                ParsedExtension::SCT(promises) => said.log_promises = promises.len(),
                ParsedExtension::SubjectKeyIdentifier(key) => {
                    said.subject_key = Some(key.0.to_vec());
                }
                ParsedExtension::AuthorityKeyIdentifier(authority) => {
                    said.authority_key =
                        authority.key_identifier.as_ref().map(|key| key.0.to_vec());
                }
                _other => {}
            }
        }
        said
    }
}

fn name_of(name: &GeneralName<'_>) -> Option<String> {
    let dns = |name: &str| {
        let name = cut(&name.to_ascii_lowercase());
        if name.parse::<IpAddr>().is_ok() { format!("dns:{name}") } else { name }
    };
    match name {
        GeneralName::DNSName(name) => Some(dns(name)),
        // A DNS name that is not UTF-8 (RFC 5280 §4.2.1.6 gives dNSName the tag 2).
        GeneralName::Invalid(Tag(2), octets) => Some(dns(&String::from_utf8_lossy(octets))),
        GeneralName::IPAddress(octets) => <[u8; 4]>::try_from(*octets)
            .map(IpAddr::from)
            .or_else(|_| <[u8; 16]>::try_from(*octets).map(IpAddr::from))
            .ok()
            .map(|ip| ip.to_string()),
        _other => None,
    }
}

/// RFC 5280 §4.1.2.5: 9999-12-31 says that there is no end, and jiff ends a day before.
fn moment(seconds: i64) -> Timestamp {
    let nearest = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(seconds).unwrap_or(nearest)
}

fn name_text(name: &X509Name<'_>) -> String {
    let attribute = |it: &AttributeTypeAndValue<'_>| {
        let kind = oid2abbrev(it.attr_type(), oid_registry())
            .map_or_else(|_| it.attr_type().to_id_string(), ToOwned::to_owned);
        let value = value_text(it);
        format!("{kind}={}", escaped(&value))
    };
    let parts = name.iter_rdn().map(|rdn| rdn.iter().map(attribute).collect::<Vec<_>>().join("+"));
    cut(&parts.collect::<Vec<_>>().join(", "))
}

/// The value of an attribute; Windows servers still write it in UTF-16 (`BMPString`).
fn value_text<'a>(attribute: &'a AttributeTypeAndValue<'_>) -> Cow<'a, str> {
    let octets = attribute.as_slice();
    if attribute.attr_value().tag() != Tag::BmpString {
        return String::from_utf8_lossy(octets);
    }
    let (pairs, _odd) = octets.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    Cow::Owned(String::from_utf16_lossy(&units))
}

/// RFC 4514 §2.4, so that no value can pass for another attribute.
fn escaped(value: &str) -> String {
    value.chars().fold(String::with_capacity(value.len()), |mut text, letter| {
        if matches!(letter, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            text.push('\\');
        }
        text.push(letter);
        text
    })
}

fn public_key(parsed: &X509Certificate<'_>) -> PublicKey {
    let key = parsed.public_key();
    let named = |algorithm: &str, bits| PublicKey { algorithm: algorithm.to_owned(), bits };
    match key.parsed() {
        // Not its own `key_size`, which is 8 bits short for a modulus without a leading zero octet.
        Ok(ParsedKey::RSA(rsa)) => named("RSA", bits(rsa.modulus)),
        Ok(ParsedKey::EC(point)) => {
            let parameters = key.algorithm.parameters.as_ref();
            let curve = parameters.and_then(|any| any.as_oid().ok()).map(|oid| oid.to_id_string());
            let curve = curve.as_deref().unwrap_or("unknown curve");
            let known = CURVES.iter().find(|(oid, ..)| *oid == curve);
            let (name, bits) = known.map_or_else(
                || (curve, u32::try_from(point.key_size()).unwrap_or(u32::MAX)),
                |(_, name, bits)| (*name, *bits),
            );
            named(&format!("EC {name}"), bits)
        }
        Ok(ParsedKey::DSA(public)) => named("DSA", bits(public)),
        Ok(_) | Err(_) => match key.algorithm.algorithm.to_id_string().as_str() {
            // Its shape cannot be read, so its size cannot be told; 0 is below every floor.
            "1.2.840.113549.1.1.1" => named("RSA", 0),
            "1.3.101.112" => named("Ed25519", 0),
            "1.3.101.113" => named("Ed448", 0),
            other => named(other, 0),
        },
    }
}

/// The length in bits of a number in big-endian octets.
pub(super) fn bits(number: &[u8]) -> u32 {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    let leading = number.get(zeros).map_or(0, |octet| octet.leading_zeros());
    let octets = u32::try_from(number.len().saturating_sub(zeros)).unwrap_or(u32::MAX);
    octets.saturating_mul(8).saturating_sub(leading)
}

/// Whether one name of a certificate is that of this host, or a wildcard that stands for it (RFC 9525
/// §6.3).
pub(crate) fn is_name_for(name: &str, host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return name.parse() == Ok(ip);
    }
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if host.is_empty() || host.contains('*') {
        return false;
    }
    let above = host.split_once('.').filter(|(label, _)| !label.is_empty());
    match name.strip_prefix("*.") {
        Some(rest) => rest.contains('.') && above.is_some_and(|(_, above)| above == rest),
        None => name == host,
    }
}

/// The names that RFC 3279, 4055, 5758 and 8410 give.
fn signature_name(algorithm: &AlgorithmIdentifier<'_>) -> String {
    let dotted = algorithm.oid().to_id_string();
    let name = match dotted.as_str() {
        "1.2.840.113549.1.1.2" => "md2WithRSAEncryption",
        "1.2.840.113549.1.1.3" => "md4WithRSAEncryption",
        "1.2.840.113549.1.1.4" => "md5WithRSAEncryption",
        // The second is OIW's, from before PKCS #1 had one; old tools still write it.
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => "sha1WithRSAEncryption",
        "1.2.840.113549.1.1.10" => return pss_name(algorithm),
        "1.2.840.113549.1.1.11" => "sha256WithRSAEncryption",
        "1.2.840.113549.1.1.12" => "sha384WithRSAEncryption",
        "1.2.840.113549.1.1.13" => "sha512WithRSAEncryption",
        "1.2.840.113549.1.1.14" => "sha224WithRSAEncryption",
        "1.2.840.10040.4.3" => "dsa-with-sha1",
        "1.2.840.10045.4.1" => "ecdsa-with-SHA1",
        "1.2.840.10045.4.3.1" => "ecdsa-with-SHA224",
        "1.2.840.10045.4.3.2" => "ecdsa-with-SHA256",
        "1.2.840.10045.4.3.3" => "ecdsa-with-SHA384",
        "1.2.840.10045.4.3.4" => "ecdsa-with-SHA512",
        "2.16.840.1.101.3.4.3.1" => "dsa-with-sha224",
        "2.16.840.1.101.3.4.3.2" => "dsa-with-sha256",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        other => other,
    };
    name.to_owned()
}

/// RSASSA-PSS names its hash in its parameters; without any it is SHA-1 (RFC 4055 §3.1).
fn pss_name(algorithm: &AlgorithmIdentifier<'_>) -> String {
    let Ok(SignatureAlgorithm::RSASSA_PSS(parameters)) = SignatureAlgorithm::try_from(algorithm)
    else {
        return "RSASSA-PSS".to_owned();
    };
    let hash = parameters.hash_algorithm_oid().to_id_string();
    let hash = match hash.as_str() {
        "1.3.14.3.2.26" => "SHA-1",
        "2.16.840.1.101.3.4.2.1" => "SHA-256",
        "2.16.840.1.101.3.4.2.2" => "SHA-384",
        "2.16.840.1.101.3.4.2.3" => "SHA-512",
        other => other,
    };
    format!("RSASSA-PSS with {hash}")
}

fn hex(octets: &[u8]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::new(), |mut text, octet| {
        // Writing to a String cannot fail.
        let _infallible = write!(text, "{octet:02x}");
        text
    })
}

/// At most [`MAX_LETTERS`] of it, and an ellipsis where more was cut off.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_LETTERS) {
        None => text.to_owned(),
        Some(_) => text.chars().take(MAX_LETTERS).chain(['…']).collect(),
    }
}

/// Why octets are not a certificate.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseCertificateError {
    /// No DER of the shape of RFC 5280 §4.1.
    #[error("not an X.509 certificate: {text}")]
    NotDer {
        /// In the words of the parser.
        text: String,
    },
    /// Longer than any real certificate.
    #[error("certificate is {octets} octets long, the limit is {MAX_OCTETS}")]
    TooLong {
        /// How long it is.
        octets: usize,
    },
}

/// id-ad-caIssuers (RFC 5280 §4.2.2.1).
const CA_ISSUERS: Oid<'static> = x509_parser::der_parser::oid!(1.3.6.1.5.5.7.48.2);
/// Hashes that signatures must not use any more, as they stand in their names (RFC 9325 §4.5, RFC
/// 6151 §2, RFC 9155 §2).
const BROKEN_HASHES: &[&str] = &["md2", "md4", "md5", "sha1", "sha-1"];
/// Named curves: OID, name and bits (RFC 5480 §2.1.1.1, SEC 2 §A.2, RFC 5639 §4.1).
const CURVES: &[(&str, &str, u32)] = &[
    ("1.2.840.10045.3.1.1", "P-192", 192),
    ("1.2.840.10045.3.1.7", "P-256", 256),
    ("1.3.132.0.10", "secp256k1", 256),
    ("1.3.132.0.33", "P-224", 224),
    ("1.3.132.0.34", "P-384", 384),
    ("1.3.132.0.35", "P-521", 521),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", 256),
    ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", 384),
    ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1", 512),
];
/// Letters kept of one text; 4 KiB at the most.
const MAX_LETTERS: usize = 1024;
/// Octets of one certificate; rustls takes no longer handshake message either.
const MAX_OCTETS: usize = 64 * 1024;
/// Bits of an elliptic curve's key (RFC 9325 §4.5).
const MIN_EC_BITS: u32 = 224;
/// Bits of an RSA key (RFC 9325 §4.5).
const MIN_RSA_BITS: u32 = 2048;

#[cfg(test)]
mod tests;
