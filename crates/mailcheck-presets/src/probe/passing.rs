//! Which faults may pass by themselves, so that a second look later is worth its connection. Facts only.

use mailcheck::evidence::{
    ConnectFailure, Ended, Evidence, Fact, GreetingKind, LookupFailure, ReadFailure, Stage,
    TlsFailure,
};
use mailcheck::model::Security;

/// Whether a server did not answer to the end, for a reason that is often gone some minutes later.
pub(super) fn may_pass(evidence: &Evidence) -> bool {
    let Some(view) = evidence.view(0) else { return false };
    let stage = match view.endpoint().security {
        Security::Plain => Stage::BeforeTls,
        Security::Starttls | Security::Tls => Stage::AfterTls,
    };
    if view.addresses().iter().any(|address| address.capabilities(stage).is_some()) {
        return false;
    }
    evidence.ended == Ended::Deadline || view.observations().any(|seen| passes(&seen.fact))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the list is of those that pass")]
fn passes(fact: &Fact) -> bool {
    match fact {
        Fact::LookupFailed { why, .. } => {
            matches!(why, LookupFailure::NoAnswer | LookupFailure::ServerError { .. })
        }
        Fact::ConnectFailed { why, .. } => *why == ConnectFailure::TimedOut,
        Fact::Greeted(greeting) => greeting.kind == GreetingKind::Busy,
        Fact::GreetingFailed { why, .. } | Fact::StarttlsFailed { why } => {
            *why == ReadFailure::TimedOut
        }
        Fact::CapabilitiesFailed { why, .. } => *why == Some(ReadFailure::TimedOut),
        Fact::StarttlsRefused { transient, .. } => *transient,
        Fact::HandshakeFailed { why, .. } => *why == TlsFailure::TimedOut,
        _other => false,
    }
}
