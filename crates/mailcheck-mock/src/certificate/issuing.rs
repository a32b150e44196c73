//! Who issues certificates: root → intermediate → leaf, as public authorities do it.

mod copies;

use std::sync::Arc;
use std::time::SystemTime;

use jiff::SignedDuration;
use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::CustomExtension;
use rcgen::DnType;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::IsCa;
use rcgen::KeyPair;
use rcgen::KeyUsagePurpose;
use rcgen::SanType;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::sign::CertifiedKey;

use super::der::der;
use super::der::elements;
use super::keys::Key;
use super::keys::KeyKind;
use super::rsa::Digest;
use super::rsa::Rsa;
use super::seen::SeenChain;
use super::words::CertificateSpec;
use super::words::IssuedBy;
use super::words::Link;
use super::words::Oddity;
use crate::start_error::StartError;
use crate::words::days;

/// A root that clients trust, one that they do not, and what both have issued. Clones have the same roots.
#[derive(Clone, Debug)]
pub(crate) struct Authority {
    /// What a certificate is for if nothing else is said.
    names: Vec<String>,
    root: Arc<CertifiedIssuer<'static, KeyPair>>,
    intermediate: Arc<CertifiedIssuer<'static, KeyPair>>,
    /// The intermediate's certificate as it was before it was renewed.
    expired: CertificateDer<'static>,
    /// Signs what has a broken digest; made when it is needed, as its key takes long.
    old_fashioned: Option<Arc<CertifiedIssuer<'static, Rsa>>>,
    stranger: Arc<CertifiedIssuer<'static, KeyPair>>,
    /// Where the certificates of issuers could be fetched, if there were a web server.
    pki: String,
    issued: Vec<(CertificateSpec, Arc<CertifiedKey>)>,
    copied: Vec<(SeenChain, Arc<CertifiedKey>)>,
}

impl Authority {
    pub(crate) fn new(domain: &str) -> Result<Self, StartError> {
        let root = CertifiedIssuer::self_signed(ca("mailcheck-mock root")?, KeyPair::generate()?)?;
        let mut params = ca("mailcheck-mock intermediate")?;
        let key = KeyPair::generate()?;
        let intermediate = CertifiedIssuer::signed_by(params.clone(), key, &root)?;
        set_validity(&mut params, days(-3650), days(-1));
        let expired = params.signed_by(intermediate.key(), &root)?.der().clone();
        let stranger = ca("Stranger's root")?;
        let stranger = CertifiedIssuer::self_signed(stranger, KeyPair::generate()?)?;
        Ok(Self {
            names: ["imap", "pop", "smtp"]
                .map(|service| format!("{service}.{domain}"))
                .into_iter()
                // Not every client can be told that these lead to this computer.
                .chain(["localhost".to_owned()])
                .collect(),
            root: Arc::new(root),
            intermediate: Arc::new(intermediate),
            expired,
            old_fashioned: None,
            stranger: Arc::new(stranger),
            pki: format!("http://pki.{domain}"),
            issued: Vec::new(),
            copied: Vec::new(),
        })
    }

    /// The certificate that clients have to trust.
    pub(crate) fn root_pem(&self) -> String {
        self.root.pem()
    }

    pub(crate) fn root_der(&self) -> &CertificateDer<'static> {
        self.root.der()
    }

    /// The certificate described, with all that is sent along, and its key, which is `usual` if the
    /// description has no wish.
    pub(crate) fn certified(
        &mut self,
        spec: &CertificateSpec,
        usual: KeyKind,
    ) -> Result<Arc<CertifiedKey>, StartError> {
        let kind = spec.key.unwrap_or(usual);
        let spec = CertificateSpec { key: Some(kind), ..spec.clone() };
        if let Some((_, certified)) = self.issued.iter().find(|(known, _)| *known == spec) {
            return Ok(Arc::clone(certified));
        }
        let key = Key::new(kind)?;
        let chain = self.chain(&spec, &key)?;
        let key = key.for_tls(&aws_lc_rs::default_provider())?;
        let certified = Arc::new(CertifiedKey::new(chain, key));
        self.issued.push((spec, Arc::clone(&certified)));
        Ok(certified)
    }

    /// The same for whatever clients ask for; `None` once that were more than there is memory for.
    pub(crate) fn certified_of_few(
        &mut self,
        spec: &CertificateSpec,
        usual: KeyKind,
    ) -> Option<Arc<CertifiedKey>> {
        let is_known = || {
            let wanted = CertificateSpec { key: Some(spec.key.unwrap_or(usual)), ..spec.clone() };
            self.issued.iter().any(|(known, _)| *known == wanted)
        };
        if self.issued.len() >= MOST_ISSUED && !is_known() {
            return None;
        }
        self.certified(spec, usual).ok()
    }

    /// The leaf for `key`, and what is sent along.
    fn chain(
        &mut self,
        spec: &CertificateSpec,
        key: &Key,
    ) -> Result<Vec<CertificateDer<'static>>, StartError> {
        let mut params = self.leaf(spec)?;
        let (leaf, issuer) = match spec.issuer {
            IssuedBy::Itself => {
                let leaf = params.self_signed(key)?.der().clone();
                (leaf.clone(), leaf)
            }
            IssuedBy::Intermediate | IssuedBy::ExpiredIntermediate | IssuedBy::Private => {
                let url = format!("{}/intermediate.der", self.pki);
                params.custom_extensions.push(authority_information_access(&url));
                if spec.issuer != IssuedBy::Private {
                    params.custom_extensions.push(promises_of_logs());
                }
                let leaf = params.signed_by(key, &self.intermediate)?.der().clone();
                let is_expired = spec.issuer == IssuedBy::ExpiredIntermediate;
                (leaf, if is_expired { &self.expired } else { self.intermediate.der() }.clone())
            }
            IssuedBy::OldFashioned(digest) => {
                let issuer = self.old_fashioned()?;
                (signed_with(digest, &params, key, issuer)?, issuer.der().clone())
            }
            IssuedBy::Stranger => {
                let url = format!("{}/stranger.der", self.pki);
                params.custom_extensions.push(authority_information_access(&url));
                let (leaf, stranger) = match &spec.inspected_by {
                    None => (params.signed_by(key, &self.stranger)?, self.stranger.der().clone()),
                    Some(name) => {
                        let named = CertifiedIssuer::self_signed(ca(name)?, KeyPair::generate()?)?;
                        (params.signed_by(key, &named)?, named.der().clone())
                    }
                };
                (leaf.der().clone(), stranger)
            }
        };
        let weak = if spec.chain.contains(&Link::Weak) {
            let before = CertificateSpec { not_before: days(-3650), ..CertificateSpec::default() };
            let params = self.leaf(&before)?;
            signed_with(Digest::Sha1, &params, key, self.old_fashioned()?)?
        } else {
            leaf.clone()
        };
        let leaf = if spec.oddities.contains(&Oddity::Damaged) {
            let half = leaf.len() / 2;
            leaf.iter().copied().take(half).collect::<Vec<u8>>().into()
        } else {
            leaf
        };
        let authorities = self.root.der();
        let is_strange = spec.issuer == IssuedBy::Stranger;
        let links = spec.chain.iter().map(|link| match link {
            Link::Issuer => &issuer,
            Link::Leaf => &leaf,
            Link::Root if !is_strange => authorities,
            Link::Unrelated if is_strange => authorities,
            Link::Root | Link::Unrelated => self.stranger.der(),
            Link::Weak => &weak,
        });
        Ok([&leaf].into_iter().chain(links).cloned().collect())
    }

    fn old_fashioned(&mut self) -> Result<&CertifiedIssuer<'static, Rsa>, StartError> {
        let issuer = match self.old_fashioned.take() {
            Some(issuer) => issuer,
            None => Arc::new(old_fashioned(&self.root)?),
        };
        Ok(self.old_fashioned.insert(issuer))
    }

    fn leaf(&self, spec: &CertificateSpec) -> Result<CertificateParams, StartError> {
        let is = |oddity| spec.oddities.contains(&oddity);
        let names = if spec.names.is_empty() { &self.names } else { &spec.names };
        let others = (0..spec.other_names).map(|number| format!("{number}.customers.example"));
        let all = others.chain(names.iter().cloned());
        let mut params = CertificateParams::new(all.collect::<Vec<_>>())?;
        params.subject_alt_names.extend(spec.addresses.iter().copied().map(SanType::IpAddress));
        if is(Oddity::NoNames) {
            params.subject_alt_names.clear();
        }
        if let Some(name) = names.first() {
            params.distinguished_name.push(DnType::CommonName, name.as_str());
        }
        if is(Oddity::ControlCharacters) {
            params.distinguished_name.push(DnType::OrganizationName, CONTROLS);
        }
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        if is(Oddity::CaAsLeaf) {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.key_usages.push(KeyUsagePurpose::KeyCertSign);
        }
        if is(Oddity::NoKeyUsage) {
            params.key_usages.clear();
        }
        params.extended_key_usages = vec![if is(Oddity::NotForServers) {
            ExtendedKeyUsagePurpose::ClientAuth
        } else {
            ExtendedKeyUsagePurpose::ServerAuth
        }];
        params.use_authority_key_identifier_extension = spec.issuer != IssuedBy::Itself;
        set_validity(&mut params, spec.not_before, spec.not_after);
        Ok(params)
    }
}

/// An authority that was there long ago and stays for long, whatever its leaves do.
fn ca(name: &str) -> Result<CertificateParams, StartError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, days(-3650), days(3650));
    Ok(params)
}

/// An authority with an RSA key, which signs with any digest. Its own certificate is in order.
fn old_fashioned(
    root: &CertifiedIssuer<'static, KeyPair>,
) -> Result<CertifiedIssuer<'static, Rsa>, StartError> {
    Ok(CertifiedIssuer::signed_by(ca("mailcheck-mock old intermediate")?, rsa()?, root)?)
}

/// A key that signs with any digest.
fn rsa() -> Result<Rsa, StartError> {
    let Key::Library(key) = Key::new(KeyKind::Rsa2048)? else { return Err(UNREADABLE.into()) };
    Ok(Rsa::from_pkcs8(key.serialized_der()).ok_or(UNREADABLE)?)
}

/// A certificate with this digest.
fn signed_with(
    digest: Digest,
    params: &CertificateParams,
    key: &Key,
    issuer: &CertifiedIssuer<'static, Rsa>,
) -> Result<CertificateDer<'static>, StartError> {
    let leaf = params.clone().signed_by(key, issuer)?;
    Ok(signed_again(leaf.der(), digest, issuer.key()).ok_or(UNREADABLE)?.into())
}

/// A certificate signed with RSA and SHA-256, signed again by the same key with another digest.
fn signed_again(certificate: &[u8], digest: Digest, key: &Rsa) -> Option<Vec<u8>> {
    /// `sha256WithRSAEncryption` (RFC 8017 appendix A.2.4), all but its last arc.
    const PKCS1: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1];
    let [(_, certificate)] = elements(certificate)?[..] else { return None };
    let [(_, content), (_, algorithm), _signature] = elements(certificate)?[..] else {
        return None;
    };
    let mut content = der(0x30, content);
    // Version and serial number come before the name of the algorithm, and neither is as long.
    let named = content.windows(PKCS1.len()).position(|window| window == PKCS1)?;
    *content.get_mut(named + PKCS1.len())? = digest.arc();
    let mut algorithm = algorithm.to_vec();
    *algorithm.get_mut(PKCS1.len())? = digest.arc();
    let signature = [&[0], key.sign_pkcs1(digest, &content).as_slice()].concat();
    Some(der(0x30, &[content, der(0x30, &algorithm), der(0x03, &signature)].concat()))
}

/// Cannot be: it was made a moment ago.
const UNREADABLE: rcgen::Error = rcgen::Error::CouldNotParseCertificate;

fn set_validity(params: &mut CertificateParams, begin: SignedDuration, end: SignedDuration) {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let now = rcgen::date_time_ymd(1970, 1, 1) + now;
    let at = |from_now: SignedDuration| {
        let distance = from_now.unsigned_abs();
        if from_now.is_negative() { now - distance } else { now + distance }
    };
    (params.not_before, params.not_after) = (at(begin), at(end));
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

/// Promises of two logs to show the certificate (RFC 6962 §3.3), as public authorities embed them. No
/// log has made them, and no mail client checks them.
fn promises_of_logs() -> CustomExtension {
    const PROMISES: &[u64] = &[1, 3, 6, 1, 4, 1, 11129, 2, 4, 2];
    let sized = |data: &[u8]| {
        let [.., high, low] = data.len().to_be_bytes();
        [&[high, low], data].concat()
    };
    let promise = |log: u8| {
        let since_epoch = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_millis();
        let millis = u64::try_from(since_epoch).unwrap_or_default().to_be_bytes();
        // Version 1, whose log, when, no extensions; SHA-256 with ECDSA.
        let head = [&[0], [log; 32].as_slice(), &millis, &[0, 0, 4, 3]].concat();
        sized(&[head, sized(&[log; SIGNATURE_OCTETS])].concat())
    };
    let list = sized(&[promise(1), promise(2)].concat());
    CustomExtension::from_oid_content(PROMISES, der(0x04, &list))
}

/// Clears the screen by C0 and by C1, sets the window's title; turns the direction of writing; cannot be
/// seen.
const CONTROLS: &str =
    "\u{1b}[2J\u{9b}2J\u{1b}]0;owned\u{7}\u{7f}\u{202e}\u{2066}\u{200b}\u{3164}\u{e0041}\u{feff}";
/// Certificates that are kept: more names than anybody's settings have.
const MOST_ISSUED: usize = 1_000;
/// Of an ECDSA signature on P-256, most often.
const SIGNATURE_OCTETS: usize = 70;
