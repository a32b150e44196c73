//! Certificates, made at run time from a description: nothing checked in can expire.
//!
//! Root → intermediate → leaf, as public authorities do it.

use std::sync::Arc;
use std::time::Duration;
use std::time::SystemTime;

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::CustomExtension;
use rcgen::DnType;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::IsCa;
use rcgen::KeyPair;
use rcgen::KeyUsagePurpose;
use rcgen::SigningKey;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::sign::CertifiedKey;
use rustls::sign::SingleCertAndKey;
use serde::Deserialize;

use crate::provider::StartError;
use crate::weak_key::WeakKey;

/// A certificate in words. Equal descriptions get the same certificate from one [`Authority`].
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct CertificateSpec {
    /// Host names; the first is the common name, too.
    pub(crate) names: Vec<String>,
    /// Where validity begins, in days from now; negative is past.
    pub(crate) not_before_days: i64,
    /// Where validity ends, in days from now; negative is past.
    pub(crate) not_after_days: i64,
    pub(crate) key: KeyKind,
    /// Whose key signed it.
    pub(crate) issuer: IssuedBy,
    /// Whether the issuers follow the leaf on the wire.
    pub(crate) sends_issuer: bool,
}

impl Default for CertificateSpec {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            not_before_days: -30,
            not_after_days: 60,
            key: KeyKind::P256,
            issuer: IssuedBy::Intermediate,
            sends_issuer: true,
        }
    }
}

impl CertificateSpec {
    /// The same for the hosts of a domain, unless it is for others.
    pub(crate) fn named(mut self, domain: &str) -> Self {
        if self.names.is_empty() {
            self.names = ["imap", "smtp", "pop"].map(|host| format!("{host}.{domain}")).to_vec();
        }
        self
    }
}

impl TryFrom<String> for CertificateSpec {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut spec = Self::default();
        match text.as_str() {
            "expired 3 days ago" => (spec.not_before_days, spec.not_after_days) = (-93, -3),
            "valid in 2 days" => (spec.not_before_days, spec.not_after_days) = (2, 92),
            "expires in 5 days" => (spec.not_before_days, spec.not_after_days) = (-85, 5),
            "expires in 40 days" => (spec.not_before_days, spec.not_after_days) = (-50, 40),
            "names mx.hosting.example *.hosting.example" => {
                spec.names = vec!["mx.hosting.example".into(), "*.hosting.example".into()];
            }
            "self-signed" => spec.issuer = IssuedBy::Itself,
            "RSA-1024" => spec.key = KeyKind::Rsa1024,
            "unknown issuer" => spec.issuer = IssuedBy::Stranger,
            "missing intermediate" => spec.sends_issuer = false,
            other => return Err(format!("not a certificate: {other}")),
        }
        Ok(spec)
    }
}

/// What kind of key a certificate is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyKind {
    /// ECDSA on P-256, made anew.
    P256,
    /// RSA of 1024 bits.
    Rsa1024,
}

/// Whose key signs a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum IssuedBy {
    /// The intermediate below the root that clients trust.
    Intermediate,
    /// Nobody else's.
    Itself,
    /// A root that clients do not know.
    Stranger,
}

/// A root that clients trust, one that they do not, and what both have issued.
pub(crate) struct Authority {
    root: CertifiedIssuer<'static, KeyPair>,
    intermediate: CertifiedIssuer<'static, KeyPair>,
    stranger: CertifiedIssuer<'static, KeyPair>,
    /// Where the intermediate could be fetched, if there were a web server.
    issuer_url: String,
    issued: Vec<(CertificateSpec, Arc<ServerConfig>)>,
}

impl Authority {
    pub(crate) fn new(domain: &str) -> Result<Self, StartError> {
        let root_key = KeyPair::generate()?;
        let root = CertifiedIssuer::self_signed(ca("mailcheck-mock root")?, root_key)?;
        let intermediate_key = KeyPair::generate()?;
        let params = ca("mailcheck-mock intermediate")?;
        let intermediate = CertifiedIssuer::signed_by(params, intermediate_key, &root)?;
        let stranger_key = KeyPair::generate()?;
        let stranger = CertifiedIssuer::self_signed(ca("Stranger's root")?, stranger_key)?;
        let issuer_url = format!("http://pki.{domain}/intermediate.der");
        Ok(Self { root, intermediate, stranger, issuer_url, issued: Vec::new() })
    }

    /// The certificate that clients have to trust.
    pub(crate) fn root_pem(&self) -> String {
        self.root.pem()
    }

    /// A TLS server with the certificate described.
    pub(crate) fn server(
        &mut self,
        spec: &CertificateSpec,
    ) -> Result<Arc<ServerConfig>, StartError> {
        if let Some((_, server)) = self.issued.iter().find(|(known, _)| known == spec) {
            return Ok(Arc::clone(server));
        }
        let provider = Arc::new(aws_lc_rs::default_provider());
        let certified = match spec.key {
            KeyKind::P256 => {
                let key = KeyPair::generate()?;
                let chain = self.issue(spec, &key)?;
                CertifiedKey::from_der(chain, key.into(), &provider)?
            }
            KeyKind::Rsa1024 => {
                let key = WeakKey::new();
                CertifiedKey::new(self.issue(spec, &key)?, Arc::new(key))
            }
        };
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        let server = Arc::new(server);
        self.issued.push((spec.clone(), Arc::clone(&server)));
        Ok(server)
    }

    /// The leaf for `key`, and what is sent along.
    fn issue(
        &self,
        spec: &CertificateSpec,
        key: &impl SigningKey,
    ) -> Result<Vec<CertificateDer<'static>>, StartError> {
        let mut params = leaf(spec)?;
        let issuer = match spec.issuer {
            IssuedBy::Itself => return Ok(vec![params.self_signed(key)?.der().clone()]),
            IssuedBy::Intermediate => {
                params.custom_extensions.push(authority_information_access(&self.issuer_url));
                &self.intermediate
            }
            IssuedBy::Stranger => &self.stranger,
        };
        let leaf = params.signed_by(key, issuer)?.der().clone();
        let issuer = spec.sends_issuer.then(|| issuer.der().clone());
        Ok([leaf].into_iter().chain(issuer).collect())
    }
}

/// An authority that was there long ago and stays for long, whatever its leaves do.
fn ca(name: &str) -> Result<CertificateParams, StartError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, -3650, 3650);
    Ok(params)
}

fn leaf(spec: &CertificateSpec) -> Result<CertificateParams, StartError> {
    let mut params = CertificateParams::new(spec.names.clone())?;
    if let Some(name) = spec.names.first() {
        params.distinguished_name.push(DnType::CommonName, name.as_str());
    }
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = spec.issuer != IssuedBy::Itself;
    set_validity(&mut params, spec.not_before_days, spec.not_after_days);
    Ok(params)
}

fn set_validity(params: &mut CertificateParams, not_before_days: i64, not_after_days: i64) {
    params.not_before = rcgen::date_time_ymd(1970, 1, 1) + since_1970(not_before_days);
    params.not_after = rcgen::date_time_ymd(1970, 1, 1) + since_1970(not_after_days);
}

/// From 1970 to so many days from now.
fn since_1970(days: i64) -> Duration {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let distance = Duration::from_secs(days.unsigned_abs() * 24 * 60 * 60);
    if days < 0 { now.saturating_sub(distance) } else { now + distance }
}

/// Says where the issuer's certificate can be fetched (RFC 5280 §4.2.2.1).
///
/// A browser would complete a chain by it; mail clients do not, so its presence is what makes a
/// missing intermediate so hard to notice.
fn authority_information_access(url: &str) -> CustomExtension {
    const AUTHORITY_INFORMATION_ACCESS: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 1];
    const CA_ISSUERS: &[u8] = &[0x06, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 2];
    let description = [CA_ISSUERS, &der(0x86, url.as_bytes())].concat();
    let value = der(0x30, &der(0x30, &description));
    CustomExtension::from_oid_content(AUTHORITY_INFORMATION_ACCESS, value)
}

/// One DER element; lengths up to 65535, which no host name exceeds.
pub(crate) fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let head: &[u8] = match content.len() {
        ..0x80 => &[tag, low],
        0x80..0x100 => &[tag, 0x81, low],
        _ => &[tag, 0x82, high, low],
    };
    [head, content].concat()
}
