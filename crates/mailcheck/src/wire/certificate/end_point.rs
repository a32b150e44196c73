//! The hash of a certificate that a log-in is bound to.

use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer as _;

use super::signature_name;

/// The channel binding `tls-server-end-point`: the hash of the server's certificate by the function of
/// its own signature, where MD5 and SHA-1 count as SHA-256. `None` where that is no function or not
/// one, as with Ed25519.
///
/// Source: [RFC 5929 §4.1](https://www.rfc-editor.org/rfc/rfc5929#section-4.1).
///
/// # Examples
///
/// ```
/// assert_eq!(mailcheck::wire::certificate::end_point(b"no certificate"), None);
/// ```
pub fn end_point(der: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    match signature_name(&certificate.signature_algorithm).as_str() {
        "dsa-with-sha224" | "ecdsa-with-SHA224" | "sha224WithRSAEncryption" => {
            Some(Sha224::digest(der).to_vec())
        }
        "RSASSA-PSS with SHA-1"
        | "RSASSA-PSS with SHA-256"
        | "dsa-with-sha1"
        | "dsa-with-sha256"
        | "ecdsa-with-SHA1"
        | "ecdsa-with-SHA256"
        | "md5WithRSAEncryption"
        | "sha1WithRSAEncryption"
        | "sha256WithRSAEncryption" => Some(Sha256::digest(der).to_vec()),
        "RSASSA-PSS with SHA-384" | "ecdsa-with-SHA384" | "sha384WithRSAEncryption" => {
            Some(Sha384::digest(der).to_vec())
        }
        "RSASSA-PSS with SHA-512" | "ecdsa-with-SHA512" | "sha512WithRSAEncryption" => {
            Some(Sha512::digest(der).to_vec())
        }
        _other => None,
    }
}
