//! One more connection to a server that was looked at before, as far as a log-in can begin.

use std::net::IpAddr;

use super::capability;
use super::desk::Spot;
use super::dialogue::Dialogue;
use super::secure::{self, Line};
use super::session::{goodbye, greet, turn_away};
use crate::evidence::{GreetingKind, Stage};
use crate::model::{Security, ServerText};
use crate::net::Net;
use crate::net::tls::Verified;

/// A connection that may carry a credential.
pub(super) type Ready<'s, N> = Dialogue<'s, N, Verified<<N as Net>::Stream>>;

/// Connects, verifies and waits for the greeting; gives this side's address, too. What hinders that is recorded
/// where it happens, and who can still be told is said goodbye to.
pub(super) async fn reach<'s, N: Net>(
    spot: &'s Spot<'s, N>,
) -> Option<(Ready<'s, N>, Option<IpAddr>)> {
    let Line { stream, local, clean } = secure::reach_tls(spot).await?;
    let connection = secure::verified(spot, stream).await.ok()?;
    let mut talk = Dialogue::new(spot, connection, true);
    if spot.endpoint.security == Security::Tls {
        match greet(&mut talk, Stage::AfterTls).await {
            Some(GreetingKind::Ready) => {}
            other => {
                turn_away(talk, other).await;
                return None;
            }
        }
    }
    if clean {
        return Some((talk, local));
    }
    talk.say_goodbye(goodbye(spot)).await;
    None
}

/// The same, and asks for the capabilities if they did not come by themselves.
pub(super) async fn reach_and_ask<'s, N: Net>(
    spot: &'s Spot<'s, N>,
) -> Option<(Ready<'s, N>, Vec<ServerText>)> {
    let (mut talk, local) = reach(spot).await?;
    if let Some(list) = capability::known_or_asked(&mut talk, Stage::AfterTls, local).await {
        return Some((talk, list));
    }
    talk.say_goodbye(goodbye(spot)).await;
    None
}
