//! Certificates like those that somebody saw: with the same faults, new keys, and dates from now.

use std::sync::Arc;

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::IsCa;
use rcgen::Issuer;
use rcgen::KeyUsagePurpose;
use rcgen::SanType;
use rcgen::SigningKey;
use rcgen::string::Ia5String;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::sign::CertifiedKey;

use super::Authority;
use super::UNREADABLE;
use super::authority_information_access;
use super::ca;
use super::old_fashioned;
use super::promises_of_logs;
use super::rsa;
use super::set_validity;
use super::signed_again;
use crate::certificate::keys::Key;
use crate::certificate::keys::KeyKind;
use crate::certificate::seen::SeenCertificate;
use crate::certificate::seen::SeenChain;
use crate::certificate::seen::distinguished;
use crate::start_error::StartError;

type Der = CertificateDer<'static>;

/// What is to become one of the certificates.
struct Draft<'s> {
    of: &'s SeenCertificate,
    params: CertificateParams,
    key: Key,
}

impl Authority {
    /// Certificates with the faults of those that were seen, and the key of the server's own, which is
    /// `usual` if no other was seen.
    pub(crate) fn copied(
        &mut self,
        seen: &SeenChain,
        usual: KeyKind,
    ) -> Result<Arc<CertifiedKey>, StartError> {
        if let Some((_, certified)) = self.copied.iter().find(|(known, _)| known == seen) {
            return Ok(Arc::clone(certified));
        }
        let mut drafts: Vec<Draft<'_>> = Vec::new();
        for of in &seen.certificates {
            // What was sent twice is one certificate.
            if !drafts.iter().any(|known| known.of == of) {
                let params = params(seen, of, drafts.is_empty())?;
                drafts.push(Draft { of, params, key: key(seen, of, usual)? });
            }
        }
        let mut chain = Vec::new();
        let mut along = None;
        for of in &seen.certificates {
            let draft = drafts.iter().find(|draft| draft.of == of).ok_or(UNREADABLE)?;
            let (certificate, needed) = self.issue(seen, draft, &drafts)?;
            chain.push(certificate);
            along = along.or(needed);
        }
        chain.extend(along);
        let key = drafts.into_iter().next().ok_or(UNREADABLE)?.key;
        let key = key.for_tls(&aws_lc_rs::default_provider())?;
        let certified = Arc::new(CertifiedKey::new(chain, key));
        self.copied.push((seen.clone(), Arc::clone(&certified)));
        Ok(certified)
    }

    /// The certificate, and one that has to be sent along now if it is to lead anywhere.
    fn issue(
        &mut self,
        seen: &SeenChain,
        draft: &Draft<'_>,
        drafts: &[Draft<'_>],
    ) -> Result<(Der, Option<Der>), StartError> {
        let Draft { of, params, key } = draft;
        let issuer = seen.issuer_of(of);
        if let Some(issuer) = drafts.iter().find(|other| Some(other.of) == issuer) {
            let by = Issuer::from_params(&issuer.params, &issuer.key);
            return Ok((sign(draft, &by)?, None));
        }
        if !seen.is_trusted() {
            if of.self_issued {
                return Ok((params.self_signed(key)?.der().clone(), None));
            }
            let mut stranger = ca("")?;
            stranger.distinguished_name = distinguished(&of.issuer);
            let signs_badly = of.digest().is_some();
            let key = if signs_badly { Key::Own(rsa()?) } else { Key::new(KeyKind::P256)? };
            return Ok((sign(draft, &Issuer::new(stranger, key))?, None));
        }
        // There is but one root that clients trust.
        let is_own = drafts.first().is_some_and(|own| own.of == *of);
        if of.self_issued && !is_own {
            return Ok((self.root.der().clone(), None));
        }
        let Some(digest) = of.digest() else {
            return Ok((params.signed_by(key, &self.root)?.der().clone(), None));
        };
        // That root's key cannot sign like this; the key of somebody below it can.
        let issuer = match self.old_fashioned.take() {
            Some(issuer) => issuer,
            None => Arc::new(old_fashioned(&self.root)?),
        };
        let issuer = self.old_fashioned.insert(issuer);
        let signed = params.signed_by(key, issuer)?;
        let signed = signed_again(signed.der(), digest, issuer.key()).ok_or(UNREADABLE)?;
        Ok((signed.into(), Some(issuer.der().clone())))
    }
}

/// Signs with the digest that was seen, if the key can.
fn sign<S>(draft: &Draft<'_>, issuer: &Issuer<'_, S>) -> Result<Der, StartError>
where
    S: SigningKey + AsRef<Key>,
{
    let signed = draft.params.signed_by(&draft.key, issuer)?;
    let (Some(digest), Key::Own(key)) = (draft.of.digest(), issuer.key().as_ref()) else {
        return Ok(signed.der().clone());
    };
    Ok(signed_again(signed.der(), digest, key).ok_or(UNREADABLE)?.into())
}

fn key(seen: &SeenChain, of: &SeenCertificate, usual: KeyKind) -> Result<Key, StartError> {
    if seen.signs_badly(of) {
        return Ok(Key::Own(rsa()?));
    }
    Ok(Key::new(of.key().unwrap_or(usual))?)
}

fn params(
    seen: &SeenChain,
    of: &SeenCertificate,
    is_own: bool,
) -> Result<CertificateParams, StartError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = distinguished(&of.subject);
    for host in of.hosts() {
        params.subject_alt_names.push(SanType::DnsName(Ia5String::try_from(host)?));
    }
    params.subject_alt_names.extend(of.addresses().map(SanType::IpAddress));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    if of.is_ca {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages.push(KeyUsagePurpose::KeyCertSign);
    }
    if is_own {
        params.extended_key_usages = vec![if seen.is_not_for_servers() {
            ExtendedKeyUsagePurpose::ClientAuth
        } else {
            ExtendedKeyUsagePurpose::ServerAuth
        }];
    }
    params.custom_extensions.extend(of.issuer_url().map(authority_information_access));
    params.custom_extensions.extend(of.is_logged().then(promises_of_logs));
    params.use_authority_key_identifier_extension = !of.self_issued;
    let (begin, end) = of.validity();
    set_validity(&mut params, begin, end);
    Ok(params)
}
