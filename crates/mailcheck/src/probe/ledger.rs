//! Whoever remembers refused log-ins from run to run, and holds back the one that is too many.

use std::fmt::Debug;
use std::future::pending;
use std::time::Duration;

use tokio::time::Instant;

use super::desk::{Cut, Spot};
use crate::evidence::{NotAttempted, TooSoon};
use crate::model::Host;
use crate::net::Net;

/// A memory of refused log-ins. A run asks it when all else is ready, right before the credential
/// would be sent. It must be quick.
pub trait Ledger: Debug + Send + Sync {
    /// Whether this account may log in to this host now. A log-in that is granted is to count as
    /// refused until [`Ledger::accepted`] is called, so that it counts whatever becomes of the run.
    fn permit(&self, login_name: &str, host: &Host) -> Permission;

    /// The host took the log-in that was granted.
    fn accepted(&self, login_name: &str, host: &Host);
}

/// Whether a log-in is all right.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: yes, not yet, no")]
pub enum Permission {
    /// Not yet: other runs are just logging in. If their log-ins are refused, this holds.
    Busy(TooSoon),
    /// No.
    Denied(TooSoon),
    /// Yes.
    Granted,
}

/// Asks the ledger, if there is one, and waits for what becomes of log-ins of other runs. Says why
/// the credential must not be sent, if so.
pub(super) async fn objection<N: Net>(
    spot: &Spot<'_, N>,
    login_name: &str,
) -> Option<NotAttempted> {
    let ledger = spot.plan().ledger.as_ref()?;
    let patience = Instant::now() + spot.plan().login_timeout;
    loop {
        match ledger.permit(login_name, &spot.endpoint.host) {
            Permission::Busy(_) if Instant::now() < patience => {}
            Permission::Busy(too_soon) | Permission::Denied(too_soon) => {
                return Some(NotAttempted::TooSoon(too_soon));
            }
            Permission::Granted => return None,
        }
        if spot.until(Instant::now() + PAUSE, pending::<()>()).await == Err(Cut::Stopped) {
            return Some(NotAttempted::Stopped);
        }
    }
}

/// How often to ask again: several times in the round trip of a log-in that waits for a penalty.
const PAUSE: Duration = Duration::from_millis(200);
