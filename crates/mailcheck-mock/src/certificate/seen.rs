//! Certificates as somebody saw them: all that is told of them, so that others like them can be made.

use std::net::IpAddr;

use jiff::SignedDuration;
use jiff::Timestamp;
use rcgen::DistinguishedName;
use rcgen::DnType;
use serde::Deserialize;

use super::keys::KeyKind;
use super::rsa::Digest;
use crate::words::days;

/// What a server showed, and what was made of it. The names of its parts are those of a recording.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub(crate) struct SeenChain {
    /// As they were sent, the server's own first; without those that could not be read.
    #[serde(deserialize_with = "readable")]
    pub(crate) certificates: Vec<SeenCertificate>,
    trust: Trust,
    verifier: Option<String>,
}

/// One certificate. What else is known of it says nothing that another could not have.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub(crate) struct SeenCertificate {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) names: Vec<String>,
    not_before: Timestamp,
    not_after: Timestamp,
    public_key: PublicKey,
    signature: String,
    pub(crate) self_issued: bool,
    pub(crate) is_ca: bool,
    #[serde(default)]
    ca_issuers: Vec<String>,
    /// Promises of public logs in it (RFC 6962 §3.3); former recordings do not tell.
    #[serde(default)]
    log_promises: usize,
    /// When it was seen.
    #[serde(skip)]
    seen: Timestamp,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
struct PublicKey {
    algorithm: String,
    bits: u32,
}

/// Whether there was a path to a root that the client trusts.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
struct Trust {
    kind: String,
}

/// Those of which there is something to make again.
fn readable<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<SeenCertificate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Sent {
        Readable(Box<SeenCertificate>),
        Unreadable(serde::de::IgnoredAny),
    }
    let sent = Vec::<Sent>::deserialize(from)?;
    Ok(sent
        .into_iter()
        .filter_map(|it| match it {
            Sent::Readable(certificate) => Some(*certificate),
            Sent::Unreadable(_) => None,
        })
        .collect())
}

impl SeenChain {
    /// The same, seen at this time.
    pub(crate) fn seen(mut self, at: Timestamp) -> Self {
        for certificate in &mut self.certificates {
            certificate.seen = at;
        }
        self
    }

    /// Whether a client must find a path to a root that it trusts. Where nobody could tell, something
    /// else was wrong, and is so again.
    pub(crate) fn is_trusted(&self) -> bool {
        self.trust.kind != "no-path"
    }

    /// Whether the server's own certificate is for something else than servers, which nothing but
    /// the words of rustls tells (`CertificateError::InvalidPurpose`, RFC 5280 §4.2.1.12).
    pub(crate) fn is_not_for_servers(&self) -> bool {
        self.verifier.as_ref().is_some_and(|words| words.contains("key usage"))
    }

    /// The certificate of this one's issuer, if it was sent.
    ///
    /// A root that clients trust is always their own copy of it. And where a client was content, it
    /// needed none that has ended, such as that of a new root signed by an old one.
    pub(crate) fn issuer_of(&self, of: &SeenCertificate) -> Option<&SeenCertificate> {
        let is_content = self.verifier.is_none();
        let is_needless = |it: &SeenCertificate| {
            self.is_trusted() && it.self_issued || is_content && it.has_ended()
        };
        let mut others = self.certificates.iter().filter(|it| *it != of && !of.self_issued);
        others.find(|it| it.subject == of.issuer && !is_needless(it))
    }

    /// Whether one of them is signed by this one's key, with a digest that is broken.
    pub(crate) fn signs_badly(&self, issuer: &SeenCertificate) -> bool {
        let is_by = |it: &&SeenCertificate| self.issuer_of(it) == Some(issuer);
        self.certificates.iter().filter(is_by).any(|it| it.digest().is_some())
    }
}

impl SeenCertificate {
    /// Where validity begins and ends, from now.
    pub(crate) fn validity(&self) -> (SignedDuration, SignedDuration) {
        let from_now = |at: Timestamp| {
            at.duration_since(self.seen).clamp(-days(LONGEST_DAYS), days(LONGEST_DAYS))
        };
        (from_now(self.not_before), from_now(self.not_after))
    }

    fn has_ended(&self) -> bool {
        self.not_after < self.seen
    }

    /// The names that can stand in a certificate again: those in ASCII.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = &str> {
        let is_host = |name: &&str| name.is_ascii() && name.parse::<IpAddr>().is_err();
        // An address that was put into a DNS name.
        let names = self.names.iter().map(|name| name.strip_prefix("dns:").unwrap_or(name));
        names.filter(is_host)
    }

    pub(crate) fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.names.iter().filter_map(|name| name.parse().ok())
    }

    /// Whether public logs know it, as they know all certificates of public authorities.
    pub(crate) fn is_logged(&self) -> bool {
        self.log_promises > 0
    }

    /// Where its issuer could be fetched, if it says so.
    pub(crate) fn issuer_url(&self) -> Option<&str> {
        self.ca_issuers.first().map(String::as_str)
    }

    /// The kind of key that is as strong or as weak; `None` for what is as good as any.
    pub(crate) fn key(&self) -> Option<KeyKind> {
        let PublicKey { algorithm, bits } = &self.public_key;
        match (algorithm.as_str(), bits) {
            ("EC P-256", _) => Some(KeyKind::P256),
            ("EC P-384", _) => Some(KeyKind::P384),
            ("EC P-521", _) => Some(KeyKind::P521),
            ("Ed25519", _) => Some(KeyKind::Ed25519),
            ("RSA", 4096..) => Some(KeyKind::Rsa4096),
            ("RSA", 2048..) => Some(KeyKind::Rsa2048),
            ("DSA" | "RSA", _) => Some(KeyKind::Rsa1024),
            // RFC 9325 §4.5 has 224 bits as the least.
            (name, 1..224) if name.starts_with("EC ") => Some(KeyKind::Rsa1024),
            (_, _) => None,
        }
    }

    /// The broken digest of the signature, if it is one. A signature by its own key proves nothing,
    /// whatever it is made with.
    pub(crate) fn digest(&self) -> Option<Digest> {
        let signature = self.signature.to_ascii_lowercase();
        let has_one_of = |digests: &[&str]| digests.iter().any(|digest| signature.contains(digest));
        if self.self_issued {
            None
        } else if has_one_of(&["md2", "md4", "md5"]) {
            Some(Digest::Md5)
        } else {
            has_one_of(&["sha1", "sha-1"]).then_some(Digest::Sha1)
        }
    }
}

/// A name as RFC 4514 writes it. Attributes that it has no letters for here are left out, but a name
/// without any is one all the same.
pub(crate) fn distinguished(text: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for attribute in attributes(text) {
        let Some((kind, value)) = attribute.split_once('=') else { continue };
        let kind = match kind {
            "C" => DnType::CountryName,
            "CN" => DnType::CommonName,
            "L" => DnType::LocalityName,
            "O" => DnType::OrganizationName,
            "OU" => DnType::OrganizationalUnitName,
            "ST" => DnType::StateOrProvinceName,
            _ => continue,
        };
        name.push(kind, value);
    }
    if name.iter().next().is_none() {
        name.push(DnType::CommonName, text);
    }
    name
}

/// The parts between `, ` and `+`, what was escaped as it is.
fn attributes(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let Some(last) = all.last_mut() else { break };
        match letter {
            '\\' => last.extend(letters.next()),
            ',' | '+' => all.push(String::new()),
            ' ' if last.is_empty() => {}
            letter => last.push(letter),
        }
    }
    all
}

/// The dates of certificates begin with 1950 and end with 9999 (RFC 5280 §4.1.2.5), so no more than
/// this is certain to be one, some 70 years.
const LONGEST_DAYS: i64 = 25_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let read = |text| {
            let name = distinguished(text);
            let parts = name.iter().map(|(kind, value)| format!("{kind:?} {value:?}"));
            parts.collect::<Vec<_>>().join("; ")
        };
        assert_eq!(
            read(r"C=US, O=Let's \+ Encrypt\, Inc., CN=R3"),
            "CountryName Utf8String(\"US\"); OrganizationName Utf8String(\"Let's + Encrypt, Inc.\"); \
             CommonName Utf8String(\"R3\")"
        );
        assert_eq!(read("2.5.4.5=7"), "CommonName Utf8String(\"2.5.4.5=7\")");
        assert_eq!(read(""), "CommonName Utf8String(\"\")");
    }
}
