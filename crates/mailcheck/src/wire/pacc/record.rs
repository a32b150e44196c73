//! The TXT records that give the digest of a document.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sha2::{Digest as _, Sha256};

use crate::model::Deviation;

/// The digests that the records of a domain give: one, or several while the document changes.
///
/// Kinds of deviation: `bad-digest` (it is no SHA-256 in base64), `duplicate-tag` (the first counts),
/// `foreign-record` (it is not of this kind), `missing-tag`, `unknown-algorithm`. Tags that the draft
/// does not know are none: it wants them ignored.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Records {
    /// What each usable record gives.
    pub digests: Vec<[u8; 32]>,
    /// What keeps others from being used.
    pub deviations: Vec<Deviation>,
}

impl Records {
    /// Reads all TXT records at [`record_name`](super::record_name).
    pub fn read(records: &[impl AsRef<str>]) -> Self {
        let mut found = Self::default();
        for record in records.iter().map(AsRef::as_ref) {
            match read_one(record, &mut found.deviations) {
                Ok(digest) => found.digests.push(digest),
                Err(kind) => found.deviations.push(Deviation::new(kind, record, 0)),
            }
        }
        found
    }
}

/// Whether the document, octet for octet as it came, is one that the records vouch for.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::pacc::{Records, check};
/// let record = "v=UAAC1; a=sha256; d=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
/// assert!(check(b"", &Records::read(&[record])));
/// assert!(!check(b"\n", &Records::read(&[record])));
/// ```
pub fn check(body: &[u8], records: &Records) -> bool {
    let digest: [u8; 32] = Sha256::digest(body).into();
    records.digests.contains(&digest)
}

/// The record that vouches for a document, octet for octet.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::pacc::{Records, check, vouch};
/// assert!(check(b"{}", &Records::read(&[vouch(b"{}")])));
/// ```
pub fn vouch(body: &[u8]) -> String {
    format!("v={VERSION}; a=sha256; d={}", BASE64.encode(Sha256::digest(body)))
}

fn read_one(record: &str, deviations: &mut Vec<Deviation>) -> Result<[u8; 32], &'static str> {
    let tags: Vec<(&str, &str)> = record
        .split(';')
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let mut tag = |name: &str| {
        let mut values = tags.iter().filter(|(known, _)| *known == name).map(|(_, value)| *value);
        let first = values.next();
        if values.next().is_some() {
            deviations.push(Deviation::new("duplicate-tag", record, 0));
        }
        first
    };
    if tag("v") != Some(VERSION) {
        return Err("foreign-record");
    }
    let algorithm = tag("a").ok_or("missing-tag")?;
    let digest = tag("d").ok_or("missing-tag")?;
    if !algorithm.eq_ignore_ascii_case("sha256") {
        return Err("unknown-algorithm");
    }
    let octets = BASE64.decode(digest).map_err(|_| "bad-digest")?;
    octets.try_into().map_err(|_| "bad-digest")
}

/// With or without `=` at the end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const VERSION: &str = "UAAC1";

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf '{}' | openssl dgst -sha256 -binary | base64`.
    const OF_BRACES: &str = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=";

    fn kinds(records: &Records) -> Vec<&str> {
        records.deviations.iter().map(|it| it.kind.as_str()).collect()
    }

    #[test]
    fn one_of_several_is_enough() {
        let old = "v=UAAC1; a=sha256; d=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let new = format!(" d={OF_BRACES} ;a=SHA256;v=UAAC1;note=a=b; x ;");
        let records = Records::read(&[old, &new]);
        assert_eq!((records.digests.len(), kinds(&records)), (2, vec![]));
        assert!(check(b"{}", &records) && check(b"", &records));
        assert!(!check(b"{}\n", &records));
        assert!(!check(b"", &Records::default()));
    }

    #[test]
    fn what_is_written_is_what_others_compute() {
        assert_eq!(vouch(b"{}"), format!("v=UAAC1; a=sha256; d={OF_BRACES}"));
    }

    #[test]
    fn padding_may_be_left_away() {
        let bare = OF_BRACES.trim_end_matches('=');
        assert!(check(b"{}", &Records::read(&[format!("v=UAAC1;a=sha256;d={bare}")])));
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        for (record, kind) in [
            ("v=spf1 -all".to_owned(), "foreign-record"),
            (String::new(), "foreign-record"),
            (format!("v=uaac1; a=sha256; d={OF_BRACES}"), "foreign-record"),
            (format!("v=UAAC1; d={OF_BRACES}"), "missing-tag"),
            ("v=UAAC1; a=sha256".to_owned(), "missing-tag"),
            (format!("v=UAAC1; a=sha512; d={OF_BRACES}"), "unknown-algorithm"),
            ("v=UAAC1; a=sha256; d=RBNvo1Wz".to_owned(), "bad-digest"),
            ("v=UAAC1; a=sha256; d=!".to_owned(), "bad-digest"),
            (format!("v=UAAC1; a=sha256; d={OF_BRACES}{OF_BRACES}"), "bad-digest"),
        ] {
            let records = Records::read(&[&record]);
            assert_eq!((records.digests.len(), kinds(&records)), (0, vec![kind]), "{record}");
        }
        let twice = format!("v=UAAC1; a=sha256; d={OF_BRACES}; d=x");
        let records = Records::read(&[twice]);
        assert_eq!((records.digests.len(), kinds(&records)), (1, vec!["duplicate-tag"]));
    }
}
