//! Certificates, made at run time from a description in words: nothing checked in can expire.

mod der;
mod issuing;
mod keys;
mod rsa;
mod seen;
mod words;

use std::sync::Arc;

use rustls::server::ClientHello;
use rustls::server::ResolvesServerCert;
use rustls::sign::CertifiedKey;

use crate::start_error::StartError;

pub(crate) use issuing::Authority;
pub(crate) use keys::KeyKind;
pub(crate) use seen::SeenChain;
pub use words::Certificates;

/// The certificates of one service, ready to be shown.
#[derive(Debug)]
pub(crate) struct Shelf {
    named: Vec<(String, Arc<CertifiedKey>)>,
    otherwise: Option<Arc<CertifiedKey>>,
}

impl Shelf {
    /// Has them made; `usual` is the key of those that say nothing about it.
    pub(crate) fn new(
        certificates: &Certificates,
        usual: KeyKind,
        authority: &mut Authority,
    ) -> Result<Self, StartError> {
        if let Some(seen) = &certificates.seen {
            let otherwise = Some(authority.copied(seen, usual)?);
            return Ok(Self { named: Vec::new(), otherwise });
        }
        let otherwise = certificates.otherwise.as_ref();
        let otherwise = otherwise.map(|spec| authority.certified(spec, usual)).transpose()?;
        let named = certificates.named.iter();
        let named = named.map(|(name, spec)| Ok((name.clone(), authority.certified(spec, usual)?)));
        Ok(Self { named: named.collect::<Result<_, StartError>>()?, otherwise })
    }

    /// The one for a client that asks for `name`, or for none.
    pub(crate) fn pick(&self, name: Option<&str>) -> Option<&Arc<CertifiedKey>> {
        let asked = |known: &str| name.is_some_and(|name| name.eq_ignore_ascii_case(known));
        let named = self.named.iter().find(|(known, _)| asked(known));
        named.map(|(_, certified)| certified).or(self.otherwise.as_ref())
    }
}

impl ResolvesServerCert for Shelf {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.pick(hello.server_name()).cloned()
    }
}
