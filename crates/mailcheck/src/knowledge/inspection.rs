//! Programs and devices that open encrypted connections on the way, by the names of their authorities.

use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

/// A product that opens encrypted connections.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Product {
    /// What people call it.
    pub name: String,
    /// Where it usually runs.
    pub place: Place,
    /// Attributes of its authorities' names, `CN=…`; `*` at the end stands for any rest.
    pub issuers: Vec<String>,
    /// Where these names are known from.
    pub source: String,
}

/// Where such a product usually runs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: at one end or in between")]
pub enum Place {
    /// On the person's own device.
    Device,
    /// In the network that the device is in.
    Line,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    seen: Option<Date>,
    product: Vec<Product>,
}

/// All products that are known, in the order of their names.
pub fn all() -> &'static [Product] {
    &file().product
}

/// When the names were last looked at.
pub fn seen() -> Option<Date> {
    file().seen
}

/// The product whose authority has this distinguished name, written as in RFC 4514.
///
/// # Examples
///
/// ```
/// use mailcheck::knowledge::inspection;
/// let product = inspection::by_authority("CN=ESET SSL Filter CA, O=ESET\\, spol. s r. o., C=SK");
/// assert_eq!(product.map(|product| product.name.as_str()), Some("ESET"));
/// assert_eq!(inspection::by_authority("CN=R11, O=Let's Encrypt, C=US"), None);
/// ```
pub fn by_authority(name: &str) -> Option<&'static Product> {
    let attributes: Vec<String> =
        name.split([',', '+']).map(|attribute| attribute.trim().to_lowercase()).collect();
    let is_named = |issuer: &String| {
        let issuer = issuer.to_lowercase();
        attributes.iter().any(|attribute| match issuer.strip_suffix('*') {
            Some(start) => attribute.starts_with(start),
            None => *attribute == issuer,
        })
    };
    all().iter().find(|product| product.issuers.iter().any(is_named))
}

/// Reads the file once. A test finds mistakes in it.
fn file() -> &'static File {
    static READ: OnceLock<File> = OnceLock::new();
    READ.get_or_init(|| toml::from_str(TEXT).unwrap_or_default())
}

const TEXT: &str = include_str!("../../data/inspection.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_no_mistakes() {
        let file: File = toml::from_str(TEXT).expect("is read");
        assert!(file.seen.is_some() && file.product.len() > 20);
        for product in &file.product {
            assert!(!product.source.is_empty(), "{}", product.name);
            for issuer in &product.issuers {
                let (key, value) = issuer.split_once('=').expect("has a key");
                assert!(matches!(key, "CN" | "O") && value.len() > 6, "{issuer}");
                assert!(!issuer.contains([',', '+', '\\']), "{issuer}");
                let name = format!("C=XX, {}", issuer.replace('*', "1"));
                assert_eq!(by_authority(&name), Some(product), "{issuer}");
            }
        }
        let names: Vec<_> =
            file.product.iter().map(|product| product.name.to_lowercase()).collect();
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn authorities_with_similar_names_are_none() {
        for name in [
            "",
            "CN=Symantec Class 3 Secure Server CA - G4, O=Symantec Corporation, C=US",
            "CN=support, OU=Certificate Authority, O=Fortinet, L=Sunnyvale, C=US",
            "CN=mitmproxy.example.org",
            "CN=Cisco, O=Cisco Systems\\, Inc.",
            "CN=My ESET SSL Filter CA",
        ] {
            assert_eq!(by_authority(name), None, "{name}");
        }
    }
}
