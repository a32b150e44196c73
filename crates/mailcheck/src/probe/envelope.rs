//! Whether a server takes mail, asked without sending any: an envelope, and then RSET instead of DATA.

use tokio::io::{AsyncRead, AsyncWrite};

use super::capability;
use super::desk::Spot;
use super::dialogue::Dialogue;
use super::watch::StepName;
use super::{secure, session};
use crate::evidence::{
    Attempt, EnvelopeFailure, EnvelopePart, EnvelopeReply, Fact, GreetingKind, Observation, Stage,
};
use crate::model::{Address, Security, ServerText, Service};
use crate::net::Net;
use crate::wire::offers;

/// Asks the server that has just taken the log-in whether the account's address may send: from itself
/// to itself.
pub(super) async fn own<N, S>(talk: &mut Dialogue<'_, N, S>, list: &[ServerText])
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Some(address) = asked_about(talk.spot) else { return };
    ask(talk, list, address, &address.to_mailbox()).await;
}

/// Asks on a connection of its own, which cannot carry a credential, whether the server that took the
/// log-in also takes mail to elsewhere without one.
pub(super) async fn without_login<N: Net>(spot: &Spot<'_, N>) {
    let Some(address) = asked_about(spot).filter(|_| is_logged_in(spot)) else { return };
    let spot = &spot.by(Attempt::Unauthenticated);
    let Some(line) = secure::reach_tls(spot).await else { return };
    let Ok(connection) = secure::diagnostic(spot, line.stream).await else { return };
    let mut talk = Dialogue::new(spot, connection, true);
    if spot.endpoint.security == Security::Tls {
        match session::greet(&mut talk, Stage::AfterTls).await {
            Some(GreetingKind::Ready) => {}
            other => return session::turn_away(talk, other).await,
        }
    }
    if let Some(list) = capability::known_or_asked(&mut talk, Stage::AfterTls, line.local).await {
        ask(&mut talk, &list, address, recipient_elsewhere(address)).await;
    }
    talk.say_goodbye(session::goodbye(spot)).await;
}

/// The address to ask about, where that was asked for.
fn asked_about<'s, N: Net>(spot: &Spot<'s, N>) -> Option<&'s Address> {
    let is_outgoing = spot.endpoint.service == Service::Smtp;
    spot.plan().account.address.as_ref().filter(|_| spot.plan().sender && is_outgoing)
}

/// Whether the log-in was accepted on this very connection.
fn is_logged_in<N: Net>(spot: &Spot<'_, N>) -> bool {
    let is_accepted = |seen: &Observation| {
        seen.place == spot.place && matches!(&seen.fact, Fact::Login(reply) if reply.accepted)
    };
    spot.desk.evidence().observations.iter().any(is_accepted)
}

/// Says an envelope and takes it back, where the server can carry the addresses.
async fn ask<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    list: &[ServerText],
    sender: &Address,
    recipient: &str,
) where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let sender = sender.to_mailbox();
    let parameter = if sender.is_ascii() { "" } else { " SMTPUTF8" };
    if !parameter.is_empty() && !offers(list, parameter.trim_start()) {
        return;
    }
    talk.spot.waiting(StepName::Envelope);
    let commands = [
        format!("MAIL FROM:<{sender}>{parameter}"),
        format!("RCPT TO:<{recipient}>"),
        RESET.into(),
    ];
    let outcome = if offers(list, "PIPELINING") {
        at_once(talk, &commands).await
    } else {
        one_by_one(talk, &commands).await
    };
    if let Err(why) = outcome {
        talk.spot.record(Fact::EnvelopeFailed(why));
    }
}

/// All commands in one write (RFC 2920): it costs one round trip.
async fn at_once<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    commands: &[String; 3],
) -> Result<(), EnvelopeFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let [sender, recipient] = PARTS;
    let said = talk.say(&commands.join("\r\n")).await;
    said.map_err(|why| EnvelopeFailure::new(sender, why))?;
    let is_taken = answer(talk, sender).await?;
    if is_taken {
        answer(talk, recipient).await?;
    } else {
        // Without a sender every recipient is refused, which says nothing.
        left_unjudged(talk).await;
    }
    left_unjudged(talk).await;
    Ok(())
}

async fn one_by_one<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    [mail, rcpt, reset]: &[String; 3],
) -> Result<(), EnvelopeFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    for (command, part) in [mail, rcpt].into_iter().zip(PARTS) {
        let said = talk.say(command).await;
        said.map_err(|why| EnvelopeFailure::new(part, why))?;
        if !answer(talk, part).await? {
            break;
        }
    }
    if talk.say(reset).await.is_ok() {
        left_unjudged(talk).await;
    }
    Ok(())
}

/// Waits for the answer to a part and records it. Says whether it was yes.
async fn answer<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    part: EnvelopePart,
) -> Result<bool, EnvelopeFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let deadline = talk.spot.deadline();
    let reply = capability::smtp_reply(talk, deadline).await;
    let reply = reply.map_err(|why| EnvelopeFailure::new(part, why))?;
    let reply = EnvelopeReply::new(part, reply.code, reply.lines);
    let is_positive = reply.is_positive();
    talk.spot.record(Fact::Envelope(reply));
    Ok(is_positive)
}

/// Reads an answer that nothing depends on, so that the server is not left with it.
async fn left_unjudged<N, S>(talk: &mut Dialogue<'_, N, S>)
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let deadline = talk.spot.deadline();
    // If there is none, the goodbye is all that is left.
    let _reply = capability::smtp_reply(talk, deadline).await;
}

/// An address of which no server that a person sets up is in charge (RFC 2606 §3).
fn recipient_elsewhere(own: &Address) -> &'static str {
    let is_own = own.domain().as_str().ends_with("example.com");
    if is_own { "postmaster@example.net" } else { "postmaster@example.com" }
}

/// In the order in which they are said.
const PARTS: [EnvelopePart; 2] = [EnvelopePart::Sender, EnvelopePart::Recipient];
/// Takes the envelope back (RFC 5321 §4.1.1.5).
const RESET: &str = "RSET";
