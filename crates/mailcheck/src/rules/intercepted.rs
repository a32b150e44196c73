//! Whether somebody on the way opens the encryption: by the name of a known product, or because servers
//! that have nothing to do with each other show certificates of one authority that nobody trusts.

use super::concerned::{concerned, quoted};
use super::path::{NoPath, no_path};
use super::rule::{Judge, Rule};
use super::unrelated::unrelated;
use crate::evidence::{AddressView, Evidence, Step, TlsFailure};
use crate::knowledge::inspection::{self, Place, Product};
use crate::model::Host;
use crate::report::{Severity, Who};

/// The certificate comes from something on the way. Where its authority is trusted the connection is
/// verified, and nothing is said: somebody has allowed it.
pub(super) static INTERCEPTED: Rule = Rule {
    id: "tls.intercepted",
    severity: Severity::Error,
    reference: "RFC 5280 §6.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, interception)?;
        Some(match &found.first {
            Interception::Product(product) => {
                let (who, case) = match product.place {
                    Place::Device => (Who::Device, "device"),
                    Place::Line => (Who::Line, "line"),
                };
                found.advice(who).case(case).arg("product", quoted(&product.name))
            }
            Interception::EveryHost { issuer } => {
                found.advice(Who::Line).arg("issuer", quoted(issuer))
            }
        })
    }),
};

/// What shows that somebody is on the way.
enum Interception<'a> {
    /// The only authority of all servers.
    EveryHost { issuer: &'a str },
    /// The authority has the name of this product's.
    Product(&'static Product),
}

/// Whether the certificates of an address are those of somebody on the way.
pub(super) fn is_intercepted(address: &AddressView<'_>) -> bool {
    interception(address).is_some()
}

fn interception<'a>(address: &AddressView<'a>) -> Option<Interception<'a>> {
    let Step::Failed(TlsFailure::Certificate { .. }) = address.handshake() else { return None };
    no_path(address)?;
    let mut names = address.chain()?.readable().map(|certificate| certificate.issuer.as_str());
    if let Some(product) = names.find_map(inspection::by_authority) {
        return Some(Interception::Product(product));
    }
    issuer_of_all(address.endpoint.evidence).map(|issuer| Interception::EveryHost { issuer })
}

/// The authority that all certificates of the run lead to and that is not trusted, where hosts that have
/// nothing to do with each other showed some. A server that signs for itself has none.
fn issuer_of_all(evidence: &Evidence) -> Option<&str> {
    let mut hosts: Vec<&Host> = Vec::new();
    let mut common = None;
    for address in evidence.views().flat_map(|view| view.addresses()) {
        if address.chain().is_none() {
            continue;
        }
        let issuer = untrusted_issuer(&address)?;
        if *common.get_or_insert(issuer) != issuer {
            return None;
        }
        hosts.push(&address.endpoint.endpoint().host);
    }
    common.filter(|_| unrelated(hosts))
}

fn untrusted_issuer<'a>(address: &AddressView<'a>) -> Option<&'a str> {
    match no_path(address)? {
        NoPath::UnknownIssuer { issuer } | NoPath::UnknownOrIncomplete { issuer } => Some(issuer),
        NoPath::Incomplete { .. } | NoPath::SelfSigned => None,
    }
}
