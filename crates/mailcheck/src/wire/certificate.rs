//! What a certificate says of itself.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser knows many things that no question is about"
)]

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey as ParsedKey;

/// What one certificate says of itself. Texts are cut at 500 characters, lists at 200 names.
///
/// Source: [RFC 5280 §4](https://www.rfc-editor.org/rfc/rfc5280#section-4).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a description that tests build")]
pub struct Certificate {
    /// Whose it is.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// DNS names and IP addresses of the subjectAltName, in lower case and in the certificate's
    /// order. The common name is never among them (RFC 9525 §2).
    pub names: Vec<String>,
    /// The first moment of validity.
    pub not_before: Timestamp,
    /// The last moment of validity.
    pub not_after: Timestamp,
    /// The key.
    pub public_key: PublicKey,
    /// The algorithm of the signature: `sha256WithRSAEncryption`, `ecdsa-with-SHA256`, else the
    /// dotted OID.
    pub signature: String,
    /// SHA-256 of the whole, in lower-case hexadecimal.
    pub sha256: String,
    /// Subject and issuer are the same, to the octet.
    pub self_issued: bool,
    /// It says that it may sign others (RFC 5280 §4.2.1.9).
    pub is_ca: bool,
    /// Where its issuer's certificate can be fetched (RFC 5280 §4.2.2.1). Public authorities put
    /// this into every certificate.
    pub ca_issuers: Vec<String>,
}

/// The key of a certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a description that tests build")]
pub struct PublicKey {
    /// `RSA`, `EC P-256`, `Ed25519`, else the dotted OID.
    pub algorithm: String,
    /// Its size in bits; 0 where the algorithm has only one.
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
    /// # Errors
    ///
    /// [`ParseCertificateError`] when it is none. What can be read of a strange one is kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::certificate::Certificate;
    /// assert!(Certificate::parse(b"no certificate").is_err());
    /// ```
    pub fn parse(der: &[u8]) -> Result<Self, ParseCertificateError> {
        let (_, parsed) = X509Certificate::from_der(der)
            .map_err(|why| ParseCertificateError::NotDer { text: why.to_string() })?;
        let moment = |seconds| {
            // RFC 5280 §4.1.2.5: 9999-12-31 says that there is no end, and jiff ends there as well.
            Timestamp::from_second(seconds).unwrap_or(if seconds < 0 {
                Timestamp::MIN
            } else {
                Timestamp::MAX
            })
        };
        let mut certificate = Self {
            subject: cut(parsed.subject().to_string()),
            issuer: cut(parsed.issuer().to_string()),
            names: Vec::new(),
            not_before: moment(parsed.validity().not_before.timestamp()),
            not_after: moment(parsed.validity().not_after.timestamp()),
            public_key: public_key(&parsed),
            signature: signature_name(parsed.signature_algorithm.oid()),
            sha256: hex(&Sha256::digest(der)),
            self_issued: parsed.subject().as_raw() == parsed.issuer().as_raw(),
            is_ca: parsed.is_ca(),
            ca_issuers: Vec::new(),
        };
        for extension in parsed.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectAlternativeName(alternatives) => {
                    let names = alternatives.general_names.iter().filter_map(name_of);
                    certificate.names.extend(names.take(MAX_NAMES));
                }
                ParsedExtension::AuthorityInfoAccess(access) => {
                    let urls = access.iter().filter_map(|access| match &access.access_location {
                        GeneralName::URI(url) if access.access_method == CA_ISSUERS => {
                            Some(cut((*url).to_owned()))
                        }
                        _other => None,
                    });
                    certificate.ca_issuers.extend(urls.take(MAX_NAMES));
                }
                _other => {}
            }
        }
        Ok(certificate)
    }

    /// Whether it is for this host: one of its names is the host's, or a wildcard that stands for
    /// the host's whole left-most label. IP addresses match as addresses only.
    ///
    /// Source: [RFC 9525 §6.3](https://www.rfc-editor.org/rfc/rfc9525#section-6.3).
    pub fn is_for(&self, host: &str) -> bool {
        if let Ok(ip) = host.parse::<IpAddr>() {
            return self.names.iter().any(|name| name.parse() == Ok(ip));
        }
        let host = host.to_ascii_lowercase();
        let above = host.split_once('.').map(|(_, above)| above);
        self.names.iter().any(|name| match name.strip_prefix("*.") {
            // A wildcard must leave a registrable name: `*.org` is for nobody.
            Some(rest) => rest.contains('.') && above == Some(rest),
            None => *name == host,
        })
    }

    /// What of it is below today's floor.
    ///
    /// Source: [RFC 9325 §4.5](https://www.rfc-editor.org/rfc/rfc9325#section-4.5): RSA keys of at
    /// least 2048 bits, elliptic curves of at least 224, SHA-256 or better. The signature of a
    /// certificate that signs itself protects nothing and is not counted.
    pub fn weakness(&self) -> Option<Weakness> {
        let key = &self.public_key;
        let floor = match key.algorithm.as_str() {
            "RSA" => 2048,
            "DSA" => u32::MAX,
            algorithm if algorithm.starts_with("EC") => 224,
            _other => 0,
        };
        if key.bits != 0 && key.bits < floor {
            return Some(Weakness::Key(key.clone()));
        }
        let lower = self.signature.to_ascii_lowercase();
        let broken = ["md2", "md4", "md5", "sha1", "sha-1"].iter().any(|it| lower.contains(it));
        (broken && !self.self_issued).then(|| Weakness::Signature(self.signature.clone()))
    }
}

/// What of a certificate is below today's floor.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Weakness {
    /// The key is too short.
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

fn name_of(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(cut(name.to_ascii_lowercase())),
        GeneralName::IPAddress(octets) => {
            if let Ok(v4) = <[u8; 4]>::try_from(*octets) {
                return Some(IpAddr::from(v4).to_string());
            }
            <[u8; 16]>::try_from(*octets).ok().map(|v6| IpAddr::from(v6).to_string())
        }
        _other => None,
    }
}

fn public_key(parsed: &X509Certificate<'_>) -> PublicKey {
    let info = parsed.public_key();
    let oid = info.algorithm.algorithm.to_id_string();
    let bits = |octets: usize| u32::try_from(octets.saturating_mul(8)).unwrap_or(u32::MAX);
    match info.parsed() {
        Ok(ParsedKey::RSA(key)) => {
            let bits = u32::try_from(key.key_size()).unwrap_or(u32::MAX);
            PublicKey { algorithm: "RSA".to_owned(), bits }
        }
        Ok(ParsedKey::EC(_)) => {
            let parameters = info.algorithm.parameters.as_ref();
            let curve = parameters.and_then(|any| any.as_oid().ok()).map(|oid| oid.to_id_string());
            let (curve, bits) = match curve.as_deref() {
                Some("1.2.840.10045.3.1.1") => ("P-192".to_owned(), 192),
                Some("1.3.132.0.33") => ("P-224".to_owned(), 224),
                Some("1.2.840.10045.3.1.7") => ("P-256".to_owned(), 256),
                Some("1.3.132.0.34") => ("P-384".to_owned(), 384),
                Some("1.3.132.0.35") => ("P-521".to_owned(), 521),
                Some(other) => (other.to_owned(), 0),
                None => ("unknown curve".to_owned(), 0),
            };
            PublicKey { algorithm: format!("EC {curve}"), bits }
        }
        Ok(ParsedKey::DSA(key)) => PublicKey { algorithm: "DSA".to_owned(), bits: bits(key.len()) },
        Ok(_) | Err(_) => {
            let algorithm = match oid.as_str() {
                "1.3.101.112" => "Ed25519".to_owned(),
                "1.3.101.113" => "Ed448".to_owned(),
                other => other.to_owned(),
            };
            PublicKey { algorithm, bits: 0 }
        }
    }
}

/// The names that RFC 3279, 4055, 5758 and 8410 give.
fn signature_name(oid: &Oid<'_>) -> String {
    let dotted = oid.to_id_string();
    let name = match dotted.as_str() {
        "1.2.840.113549.1.1.2" => "md2WithRSAEncryption",
        "1.2.840.113549.1.1.4" => "md5WithRSAEncryption",
        "1.2.840.113549.1.1.5" => "sha1WithRSAEncryption",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.113549.1.1.11" => "sha256WithRSAEncryption",
        "1.2.840.113549.1.1.12" => "sha384WithRSAEncryption",
        "1.2.840.113549.1.1.13" => "sha512WithRSAEncryption",
        "1.2.840.10040.4.3" => "dsa-with-sha1",
        "1.2.840.10045.4.1" => "ecdsa-with-SHA1",
        "1.2.840.10045.4.3.2" => "ecdsa-with-SHA256",
        "1.2.840.10045.4.3.3" => "ecdsa-with-SHA384",
        "1.2.840.10045.4.3.4" => "ecdsa-with-SHA512",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        other => other,
    };
    name.to_owned()
}

fn hex(octets: &[u8]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::new(), |mut text, octet| {
        // Writing to a String cannot fail.
        let _infallible = write!(text, "{octet:02x}");
        text
    })
}

fn cut(text: String) -> String {
    if text.chars().count() <= MAX_LETTERS {
        return text;
    }
    text.chars().take(MAX_LETTERS).chain(['…']).collect()
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
}

/// id-ad-caIssuers (RFC 5280 §4.2.2.1).
const CA_ISSUERS: Oid<'static> = x509_parser::der_parser::oid!(1.3.6.1.5.5.7.48.2);
/// Letters kept of one text.
const MAX_LETTERS: usize = 500;
/// Names kept of one certificate; hosters put up to 100 into one.
const MAX_NAMES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Certificate {
        Certificate {
            subject: String::new(),
            issuer: "CN=issuer".to_owned(),
            names: names.iter().map(ToString::to_string).collect(),
            not_before: Timestamp::UNIX_EPOCH,
            not_after: Timestamp::MAX,
            public_key: PublicKey { algorithm: "RSA".to_owned(), bits: 2048 },
            signature: "sha256WithRSAEncryption".to_owned(),
            sha256: String::new(),
            self_issued: false,
            is_ca: false,
            ca_issuers: Vec::new(),
        }
    }

    #[test]
    fn names_match_as_the_standard_says() {
        for (name, host, expected) in [
            ("imap.example.org", "IMAP.example.org", true),
            ("imap.example.org", "smtp.example.org", false),
            ("*.example.org", "imap.example.org", true),
            ("*.example.org", "example.org", false),
            ("*.example.org", "a.b.example.org", false),
            ("im*.example.org", "imap.example.org", false),
            ("*.org", "example.org", false),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8::1", "2001:db8:0::1", true),
        ] {
            assert_eq!(named(&[name]).is_for(host), expected, "{name} {host}");
        }
    }

    #[test]
    fn what_is_below_the_floor_is_named() {
        let mut certificate = named(&[]);
        assert_eq!(certificate.weakness(), None);
        certificate.public_key.bits = 1024;
        assert_eq!(certificate.weakness().map(|it| it.to_string()).as_deref(), Some("RSA 1024"));
        certificate.public_key.bits = 4096;
        certificate.signature = "sha1WithRSAEncryption".to_owned();
        assert!(matches!(certificate.weakness(), Some(Weakness::Signature(_))));
        certificate.self_issued = true;
        assert_eq!(certificate.weakness(), None);
    }
}
