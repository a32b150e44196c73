//! The file says that the connection is not encrypted, and the server offers to encrypt it.

use mailcheck::model::Security;
use mailcheck::report::{Advice, Severity, Who};

use super::super::{Claim, Seen, Untrue};

pub(crate) static CLAIM: Claim = Claim {
    id: "preset.encryption-offered",
    severity: Severity::Error,
    reference: "RFC 8314 §3",
    judge: |seen: &Seen<'_>| {
        let is_offered = seen.security == Security::Plain && seen.offered.starttls;
        let at = seen.server.security.as_ref().map_or(seen.server.at, |word| word.at);
        is_offered.then(|| Untrue { at, advice: Advice::new(Who::You) })
    },
};
