//! How long to wait after a fault, where neither a reply nor who said it gives a time.

use super::waits::{BUSY, DEFERRED, DNS, HUNG_UP, LOCKED, LOGIN, STARTTLS};
use crate::knowledge::replies::Kind;
use crate::report::Wait;

/// The usual wait after a finding of this kind; `None` where waiting alone does not help.
pub(crate) fn usual_wait(finding: &str, kind: Option<Kind>) -> Option<Wait> {
    match finding {
        "dns.no-answer" => Some(DNS),
        "greeting.busy" | "greeting.silent" => Some(BUSY),
        "greeting.dropped" => Some(HUNG_UP),
        "login.locked" | "login.too-soon" => Some(LOCKED),
        "login.temporary-failure" => Some(LOGIN),
        "send.deferred" if matches!(kind, Some(Kind::Overload | Kind::Rate)) => Some(BUSY),
        "send.deferred" => Some(DEFERRED),
        "tls.starttls-refused" => Some(STARTTLS),
        _waiting_does_not_help => None,
    }
}
