//! One connection of those that are held, from connecting to goodbye.

use std::net::IpAddr;

use tokio::time::Instant;

use super::refusal::{self, Miss};
use crate::evidence::{Hold, Mechanism, Refused, Stage, Turn};
use crate::model::ServerText;
use crate::net::Net;
use crate::probe::capability;
use crate::probe::desk::Spot;
use crate::probe::login;
use crate::probe::ready::{self, Ready};
use crate::probe::session::goodbye;
use crate::wire::sasl::Who;

/// What is logged in with, as it was accepted before.
#[derive(Clone, Copy)]
pub(super) struct Login<'a> {
    pub(super) who: Who<'a>,
    pub(super) mechanism: Mechanism,
    /// What the server offered for it.
    pub(super) list: &'a [ServerText],
}

/// A connection that the server has let in as far as it was asked to.
pub(super) struct Session<'s, N: Net> {
    talk: Ready<'s, N>,
    /// From which address of ours.
    pub(super) local: Option<IpAddr>,
    /// How long the server took to let it in, without what we had it wait.
    pub(super) took_ms: u64,
}

/// Connects and goes as far as a log-in could begin; with [`Hold::Greeted`] a question is asked, too, as some
/// servers turn away no sooner than that.
pub(super) async fn open<'s, N: Net>(
    spot: &'s Spot<'s, N>,
    hold: Hold,
) -> Result<Session<'s, N>, Miss> {
    let began = spot.desk.now_ms();
    let talk = reach(spot, hold).await;
    let took_ms = spot.desk.now_ms().saturating_sub(began);
    if let Some((talk, local)) = talk {
        return Ok(Session { talk, local, took_ms });
    }
    let evidence = spot.desk.evidence();
    let facts = evidence.observations.iter().map(|seen| &seen.fact);
    Err(refusal::met(spot.endpoint.service, facts, took_ms))
}

async fn reach<'s, N: Net>(
    spot: &'s Spot<'s, N>,
    hold: Hold,
) -> Option<(Ready<'s, N>, Option<IpAddr>)> {
    let (mut talk, local) = ready::reach(spot).await?;
    let is_fine = match hold {
        Hold::LoggedIn => true,
        Hold::Greeted => {
            capability::known_or_asked(&mut talk, Stage::AfterTls, local).await.is_some()
        }
    };
    if is_fine {
        return Some((talk, local));
    }
    talk.say_goodbye(goodbye(spot)).await;
    None
}

impl<'s, N: Net> Session<'s, N> {
    /// Logs in, once. Who is refused is said goodbye to. Who was hung up on meanwhile is sent no credential.
    pub(super) async fn log_in(mut self, login: Login<'_>) -> Result<Self, Miss> {
        let Login { who, mechanism, list } = login;
        let spot = self.talk.spot;
        if spot.stop.is_cancelled() {
            self.leave().await;
            return Err(Miss::Stopped);
        }
        if let Some(lost) = self.stay(Instant::now()).await {
            let turn = Turn::Question;
            return Err(Miss::Refused(Refused { turn, ..lost }));
        }
        let began = spot.desk.now_ms();
        login::keep_secrets(&mut self.talk, &who);
        let outcome = login::carry_out(&mut self.talk, mechanism, &who, list).await;
        let took_ms = spot.desk.now_ms().saturating_sub(began);
        match outcome {
            Ok(reply) if reply.accepted => {
                self.took_ms += took_ms;
                Ok(self)
            }
            Ok(reply) => {
                self.leave().await;
                Err(Miss::Refused(refusal::not_accepted(reply)))
            }
            // A server that may still wait for a part of the credential would take a goodbye for it.
            Err(failure) => {
                self.talk.hang_up().await;
                Err(refusal::not_answered(spot.endpoint.service, failure, took_ms))
            }
        }
    }

    pub(super) fn spot(&self) -> &'s Spot<'s, N> {
        self.talk.spot
    }

    /// Stays until a moment; says how it was lost before, if it was.
    pub(super) async fn stay(&mut self, until: Instant) -> Option<Refused> {
        let why = self.talk.stays(until).await.err()?;
        Some(refusal::lost(self.talk.spot.endpoint.service, why, self.talk.unread_lines()))
    }

    /// Says goodbye, and waits for the server to hang up.
    pub(super) async fn leave(self) {
        let command = goodbye(self.talk.spot);
        self.talk.part(command).await;
    }
}
