//! Whoever can say whether a server outside of the mail domain is the right one, where no source can be
//! believed that names it.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use super::desk::Spot;
use super::watch::StepName;
use crate::evidence::{Forgeable, NotAttempted};
use crate::model::{Endpoint, Host, Source};
use crate::net::Net;

/// A person who is asked before the credential goes to a server outside of the mail domain that only
/// sources name which could be forged (RFC 6186 §6). Each host is asked about once in a run, one after the
/// other, and only where everything else is ready for the log-in. The run's deadline goes on.
pub trait Confirm: Debug + Send + Sync {
    /// Whether the credential may go there. Who does not know says no.
    fn may_send<'a>(&'a self, question: &'a ForeignHost) -> Confirmation<'a>;
}

/// The answer to come.
pub type Confirmation<'a> = Pin<Box<dyn Future<Output = bool> + Send + 'a>>;

/// A server that is asked about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ForeignHost {
    /// The mail domain, as far as it is known.
    pub domain: Option<Host>,
    /// Where the credential would go.
    pub endpoint: Endpoint,
    /// Who names the server, and how each could have been forged.
    pub named_by: Vec<(Source, Option<Forgeable>)>,
}

/// Asks about the host of this spot, unless that was done; says why the credential must not be sent, if
/// so.
pub(super) async fn objection<N: Net>(spot: &Spot<'_, N>) -> Option<NotAttempted> {
    let Some(confirm) = &spot.plan().confirm else { return Some(NotAttempted::ForeignHost) };
    let host = &spot.endpoint.host;
    let asking = async {
        // Held while somebody thinks: nobody answers two questions at once.
        let mut answers = spot.desk.confirmed.lock().await;
        if let Some(answer) = answers.get(host) {
            return *answer;
        }
        spot.waiting(StepName::Confirm);
        let question = ForeignHost {
            domain: spot.plan().domain().cloned(),
            endpoint: spot.endpoint.clone(),
            named_by: spot.desk.named_by(spot.endpoint),
        };
        let answer = confirm.may_send(&question).await;
        answers.insert(host.clone(), answer);
        answer
    };
    tokio::select! {
        biased;
        () = spot.stop.cancelled() => Some(NotAttempted::Stopped),
        may_send = asking => (!may_send).then_some(NotAttempted::ForeignHost),
    }
}
