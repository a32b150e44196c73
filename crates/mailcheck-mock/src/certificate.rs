//! Certificates, made at run time from a description in words: nothing checked in can expire.

mod der;
mod issuing;
mod keys;
mod rsa;
mod seen;
mod words;

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rustls::server::ClientHello;
use rustls::server::ResolvesServerCert;
use rustls::sign::CertifiedKey;

use crate::start_error::StartError;

pub(crate) use issuing::Authority;
pub(crate) use keys::KeyKind;
pub(crate) use seen::SeenChain;
use words::CertificateSpec;
pub use words::Certificates;

/// The certificates of one service, ready to be shown.
#[derive(Debug)]
pub(crate) struct Shelf {
    named: Vec<(String, Offer)>,
    otherwise: Option<Offer>,
}

/// What is shown to somebody.
#[derive(Debug)]
enum Offer {
    /// Made for the name that is asked for.
    ForAnyName(Box<Press>),
    Ready(Arc<CertifiedKey>),
}

/// Makes certificates while clients wait.
#[derive(Debug)]
struct Press {
    spec: CertificateSpec,
    usual: KeyKind,
    authority: Mutex<Authority>,
}

impl Shelf {
    /// Has them made; `usual` is the key of those that say nothing about it.
    pub(crate) fn new(
        certificates: &Certificates,
        usual: KeyKind,
        authority: &mut Authority,
    ) -> Result<Self, StartError> {
        if let Some(seen) = &certificates.seen {
            let otherwise = Some(Offer::Ready(authority.copied(seen, usual)?));
            return Ok(Self { named: Vec::new(), otherwise });
        }
        let mut offer = |spec: &CertificateSpec| {
            if !spec.any_name {
                return authority.certified(spec, usual).map(Offer::Ready);
            }
            let (spec, authority) = (spec.clone(), Mutex::new(authority.clone()));
            Ok(Offer::ForAnyName(Box::new(Press { spec, usual, authority })))
        };
        let otherwise = certificates.otherwise.as_ref().map(&mut offer).transpose()?;
        let named = certificates.named.iter();
        let named = named.map(|(name, spec)| Ok((name.clone(), offer(spec)?)));
        Ok(Self { named: named.collect::<Result<_, StartError>>()?, otherwise })
    }

    /// The one for a client that asks for `name`, or for none.
    pub(crate) fn pick(&self, name: Option<&str>) -> Option<Arc<CertifiedKey>> {
        let asked = |known: &str| name.is_some_and(|name| name.eq_ignore_ascii_case(known));
        let named = self.named.iter().find(|(known, _)| asked(known));
        match named.map(|(_, offer)| offer).or(self.otherwise.as_ref())? {
            Offer::ForAnyName(press) => press.certified(name),
            Offer::Ready(certified) => Some(Arc::clone(certified)),
        }
    }
}

impl Press {
    /// One for this name, the same each time; `None` when too many were asked for.
    fn certified(&self, name: Option<&str>) -> Option<Arc<CertifiedKey>> {
        let mut spec = self.spec.clone();
        if let Some(name) = name {
            spec.names = vec![name.to_ascii_lowercase()];
        }
        let mut authority = self.authority.lock().unwrap_or_else(PoisonError::into_inner);
        authority.certified_of_few(&spec, self.usual)
    }
}

impl ResolvesServerCert for Shelf {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.pick(hello.server_name())
    }
}
