//! Every other mechanism that a server offers and the credential can be used with, tried once each after a
//! log-in was accepted: servers offer what does not work.

use tokio_util::sync::CancellationToken;

use super::desk::{Desk, Spot};
use super::login::{self, all_usable};
use super::ready;
use super::session;
use crate::evidence::{
    AddressView, Attempt, Evidence, Fact, LoginReply, Mechanism, Place, Stage, Step,
};
use crate::model::{Endpoint, ServerText};
use crate::net::Net;

/// How many log-ins may be refused in a run that tries every mechanism. Many servers lock an account after
/// three.
pub const MOST_REFUSALS: u32 = 2;

/// Tries them, one after the other, at every address that accepted the log-in, and stops when as many were
/// refused as were announced.
pub(super) async fn try_others<N: Net>(desk: &Desk<'_, N>, stop: &CancellationToken) {
    if !desk.plan.all_mechanisms {
        return;
    }
    let places = logged_in(&desk.evidence());
    let mut refused = 0;
    for LoggedIn { place, endpoint, list, known } in &places {
        let spot = Spot { desk, endpoint, place: *place, stop: stop.clone() };
        let published = place.endpoint.and_then(|index| desk.published_name(index));
        let Some(credential) = desk.plan.credential(published) else { continue };
        let others = all_usable(endpoint.service, list, &credential);
        for mechanism in others.into_iter().filter(|it| !known.contains(it)) {
            if stop.is_cancelled() {
                return;
            }
            if refused >= MOST_REFUSALS {
                spot.record(Fact::MechanismLeftOut { mechanism });
                continue;
            }
            match log_in(&spot, mechanism).await {
                Some(Outcome::Accepted) => {}
                // Whatever it was, the server may have counted it.
                Some(Outcome::NotAccepted) => refused += 1,
                None => spot.record(Fact::MechanismLeftOut { mechanism }),
            }
        }
    }
}

/// An address that accepted the log-in.
struct LoggedIn {
    place: Place,
    endpoint: Endpoint,
    list: Vec<ServerText>,
    /// What was tried there.
    known: Vec<Mechanism>,
}

fn logged_in(evidence: &Evidence) -> Vec<LoggedIn> {
    let addresses = evidence.views().flat_map(|view| view.addresses());
    addresses.filter_map(|address| known(&address)).collect()
}

fn known(address: &AddressView<'_>) -> Option<LoggedIn> {
    let Step::Done(LoginReply { accepted: true, mechanism, .. }) = address.login() else {
        return None;
    };
    let missing = address.login_by_a_missing_mechanism().map(|reply| reply.mechanism);
    let view = &address.endpoint;
    let attempt = Some(Attempt::Mechanism);
    Some(LoggedIn {
        place: Place { endpoint: Some(view.index), ip: Some(address.ip), attempt },
        endpoint: view.endpoint().clone(),
        list: address.capabilities(Stage::AfterTls)?.to_vec(),
        known: [*mechanism].into_iter().chain(missing).collect(),
    })
}

enum Outcome {
    Accepted,
    NotAccepted,
}

/// One connection, one log-in, one goodbye. `None` when it did not come to the log-in.
async fn log_in<N: Net>(spot: &Spot<'_, N>, mechanism: Mechanism) -> Option<Outcome> {
    let (mut talk, list) = ready::reach_and_ask(spot).await?;
    let outcome = if !mechanism.is_bound() || login::can_bind(&talk) {
        login::once(&mut talk, mechanism, &list).await
    } else {
        None
    };
    let accepted = match &outcome {
        Some(Ok(reply)) => {
            spot.record(Fact::Login(reply.clone()));
            reply.accepted
        }
        Some(Err(why)) => {
            spot.record(Fact::LoginFailed(why.clone()));
            talk.hang_up().await;
            return Some(Outcome::NotAccepted);
        }
        None => {
            talk.say_goodbye(session::goodbye(spot)).await;
            return None;
        }
    };
    talk.say_goodbye(session::goodbye(spot)).await;
    Some(if accepted { Outcome::Accepted } else { Outcome::NotAccepted })
}
