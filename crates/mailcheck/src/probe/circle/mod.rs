//! The full circle: a message to the account's own address is sent, looked for, described and, if
//! somebody allows it, deleted. On one more connection to each server, by the libraries that speak the
//! protocols of a session; what is theirs to do goes through a relay that bounds and shows it.

mod delivery;
mod finder;
mod leave;
mod letter;
mod mailbox;
mod relay;

use std::net::IpAddr;

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::desk::{Desk, Spot};
use super::login;
use super::ready::{self, Ready};
use crate::evidence::{Attempt, Fact, Mechanism, Place};
use crate::model::{Endpoint, ServerText, Service};
use crate::net::Net;

pub use leave::{Leave, LeaveGiven, SendTest, TestFound};
use letter::Letter;

/// Sends the message and looks for it, where both servers took the log-in.
pub(super) async fn go<N: Net>(desk: &Desk<'_, N>, stop: &CancellationToken) {
    let Some(test) = &desk.plan.send_test else { return };
    let Some(address) = &desk.plan.account.address else { return };
    let Some(outgoing) = taken(desk, Service::Smtp) else { return };
    let Some(incoming) = taken(desk, Service::Imap) else {
        if let Some(other) = taken(desk, Service::Pop3) {
            other.spot(desk, Attempt::Mailbox, stop).record(Fact::NotSearched);
        }
        return;
    };
    let token = desk.tls().await.random();
    let Some(letter) = Letter::new(address, &test.text, desk.net.now(), &token) else { return };
    let (ready, is_ready) = oneshot::channel();
    let (handed, is_handed) = oneshot::channel();
    let inbox = incoming.spot(desk, Attempt::Mailbox, stop);
    let out = outgoing.spot(desk, Attempt::Delivery, stop);
    let sending = async {
        // Who cannot look for it sends nothing.
        if is_ready.await.is_ok()
            && let Some(at_ms) = delivery::deliver(&out, outgoing.mechanism, &letter).await
        {
            // Nobody waits for it where looking has failed meanwhile.
            let _nobody = handed.send(at_ms);
        }
    };
    let looking = mailbox::watch(&inbox, incoming.mechanism, &letter, test, ready, is_handed);
    tokio::join!(Box::pin(looking), Box::pin(sending));
}

/// A server that took the log-in.
struct Taken {
    endpoint: Endpoint,
    index: usize,
    ip: IpAddr,
    mechanism: Mechanism,
}

impl Taken {
    fn spot<'d, N: Net>(
        &'d self,
        desk: &'d Desk<'d, N>,
        attempt: Attempt,
        stop: &CancellationToken,
    ) -> Spot<'d, N> {
        let (endpoint, ip) = (Some(self.index), Some(self.ip));
        let place = Place { endpoint, ip, attempt: Some(attempt) };
        Spot { desk, endpoint: &self.endpoint, place, stop: stop.clone() }
    }
}

/// The server of this service that took the log-in, and how.
fn taken<N: Net>(desk: &Desk<'_, N>, service: Service) -> Option<Taken> {
    let evidence = desk.evidence();
    evidence.observations.iter().rev().find_map(|seen| {
        let Fact::Login(reply) = &seen.fact else { return None };
        let Place { endpoint: Some(index), ip: Some(ip), attempt: Some(Attempt::Client) } =
            seen.place
        else {
            return None;
        };
        let endpoint = evidence.endpoints.get(index)?.endpoint.clone();
        let is_it = reply.accepted && endpoint.service == service;
        is_it.then_some(Taken { endpoint, index, ip, mechanism: reply.mechanism })
    })
}

/// One more connection to a server that took the log-in, logged in by the same mechanism; and what it
/// listed before. What hinders that is recorded where it happens.
async fn open<'s, N: Net>(
    spot: &'s Spot<'s, N>,
    mechanism: Mechanism,
) -> Option<(Ready<'s, N>, Vec<ServerText>)> {
    let (mut talk, list) = ready::reach_and_ask(spot).await?;
    if login::again(&mut talk, mechanism, &list).await {
        return Some((talk, list));
    }
    talk.hang_up().await;
    None
}
