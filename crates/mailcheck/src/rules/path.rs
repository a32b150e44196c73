//! How the certificates that a server sent lead from its own to a root, and why they do not.

use crate::evidence::{AddressView, Chain, Trust};
use crate::wire::certificate::Certificate;

/// The first certificate with a fault that nobody can get around, with whether it is the server's
/// own. Where the verifier is content it got around all others.
pub(super) fn faulty<'a>(
    address: &AddressView<'a>,
    is_faulty: impl Fn(&Certificate) -> bool,
) -> Option<(&'a Certificate, bool)> {
    let chain = address.chain()?;
    let leaf = chain.leaf()?;
    if is_faulty(leaf) {
        return Some((leaf, true));
    }
    chain.verifier.as_ref()?;
    let way = Way::from_leaf(chain, leaf, |certificate| !is_faulty(certificate));
    if way.ends.is_empty() { Some((way.avoided?, false)) } else { None }
}

/// Why no path leads to a trusted root. The cases exclude each other.
pub(super) enum NoPath<'a> {
    /// A public authority issued the server's certificate, and its issuer's was not sent. That is no
    /// root: those sign no server's (CA/Browser Forum, Baseline Requirements §6.1.7).
    Incomplete { issuer: &'a str },
    /// The server's own certificate names itself as its issuer.
    SelfSigned,
    /// A root was sent, and nobody trusts it.
    UnknownIssuer { issuer: &'a str },
    /// The issuer is not known, and whether something was left out cannot be told.
    UnknownOrIncomplete { issuer: &'a str },
}

/// Why there is no path; `None` when there is one, or when that cannot be told.
pub(super) fn no_path<'a>(address: &AddressView<'a>) -> Option<NoPath<'a>> {
    let chain = address.chain().filter(|chain| chain.trust == Trust::NoPath)?;
    let leaf = chain.leaf()?;
    if leaf.self_issued {
        return Some(NoPath::SelfSigned);
    }
    let way = Way::from_leaf(chain, leaf, |_any| true);
    if let Some(root) = way.ends.iter().find(|end| end.self_issued) {
        return Some(NoPath::UnknownIssuer { issuer: &root.subject });
    }
    let all_are_read = chain.readable().count() == chain.certificates.len();
    if way.ends == [leaf] && leaf.log_promises > 0 && all_are_read {
        return Some(NoPath::Incomplete { issuer: &leaf.issuer });
    }
    // Certificates that vouch for each other in a circle lead nowhere.
    let last = way.ends.first().copied().unwrap_or(leaf);
    Some(NoPath::UnknownOrIncomplete { issuer: &last.issuer })
}

/// The ways on from the server's own certificate through those that were sent, from issuer to issuer
/// by their names. What is on none of them is superfluous.
struct Way<'a> {
    /// Where the ways end: at a root, or where the issuer was not sent.
    ends: Vec<&'a Certificate>,
    /// The first that was to be avoided.
    avoided: Option<&'a Certificate>,
}

impl<'a> Way<'a> {
    /// Goes through all that may be taken. A root ends every way, whatever is wrong with it: devices
    /// have their own copy.
    fn from_leaf(
        chain: &'a Chain,
        leaf: &'a Certificate,
        may_be_taken: impl Fn(&Certificate) -> bool,
    ) -> Self {
        let mut way = Self { ends: Vec::new(), avoided: None };
        let mut reached = vec![leaf];
        let mut next = 0;
        while let Some(current) = reached.get(next).copied() {
            next += 1;
            let issuers: Vec<_> = chain
                .readable()
                .filter(|other| !current.self_issued && other.subject == current.issuer)
                .collect();
            if issuers.is_empty() {
                way.ends.push(current);
            }
            for issuer in issuers {
                if !issuer.self_issued && !may_be_taken(issuer) {
                    way.avoided.get_or_insert(issuer);
                } else if !reached.contains(&issuer) {
                    reached.push(issuer);
                }
            }
        }
        way
    }
}
