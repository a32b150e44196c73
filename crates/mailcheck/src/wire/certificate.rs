//! What a certificate says of itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What one certificate says of itself (RFC 5280 §4.1).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a description that tests build")]
pub struct Certificate {
    /// Whose it is.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// DNS names and IP addresses of the subjectAltName; never the common name.
    pub names: Vec<String>,
    /// The first day.
    pub not_before: Timestamp,
    /// The last day.
    pub not_after: Timestamp,
    /// URLs of the issuer's certificate.
    pub ca_issuers: Vec<String>,
    /// Subject and issuer are the same.
    pub self_issued: bool,
}
