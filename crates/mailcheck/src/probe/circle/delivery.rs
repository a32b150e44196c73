//! The message is sent: `lettre` says the envelope and the message, and each answer is recorded.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::letter::Letter;
use super::open;
use super::relay::Library;
use crate::evidence::{EnvelopeFailure, EnvelopePart, EnvelopeReply, Fact, Mechanism, SendReply};
use crate::model::ServerText;
use crate::net::Net;
use crate::probe::capability;
use crate::probe::desk::Spot;
use crate::probe::dialogue::Dialogue;
use crate::probe::session;
use crate::probe::watch::StepName;
use crate::wire::offers;
use crate::wire::smtp::Reply;

/// Sends it; says when, in the run's time, the server answered, if it may have taken it.
pub(super) async fn deliver<N: Net>(
    spot: &Spot<'_, N>,
    mechanism: Mechanism,
    letter: &Letter,
) -> Option<u64> {
    let (mut talk, list) = open(spot, mechanism).await?;
    let mut handed = None;
    // Without SMTPUTF8 there are no words for such an address (RFC 6531 §3.1).
    if !letter.is_utf8() || offers(&list, "SMTPUTF8") {
        spot.waiting(StepName::Send);
        let (ours, theirs) = tokio::io::duplex(PIPE_OCTETS);
        let sending = AssertUnwindSafe(letter.send(theirs)).catch_unwind();
        let relaying = relay(&mut talk, Library::new(ours), &list, letter);
        let (at_ms, outcome) = tokio::join!(relaying, sending);
        if outcome.is_err() {
            tracing::warn!("lettre has panicked");
        }
        handed = at_ms;
    }
    talk.say_goodbye(session::goodbye(spot)).await;
    handed
}

/// Speaks SMTP for the library, command by command. Greeting and EHLO are over, so it is told what came
/// of them.
async fn relay<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    mut library: Library,
    list: &[ServerText],
    letter: &Letter,
) -> Option<u64>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    library.tell(b"220 ready\r\n").await;
    loop {
        let command = library.line().await?;
        let verb = command.split(' ').next().unwrap_or_default();
        let part = match verb {
            "EHLO" => {
                let keywords = list.iter().map(|it| format!("250-{it}\r\n"));
                let keywords = keywords.collect::<Vec<_>>().concat();
                library.tell(format!("250-ready\r\n{keywords}250 OK\r\n").as_bytes()).await;
                continue;
            }
            "MAIL" => EnvelopePart::Sender,
            "RCPT" => EnvelopePart::Recipient,
            "DATA" => return data(talk, &mut library, letter).await,
            _goodbye => return None,
        };
        match ask(talk, &command).await {
            Ok(reply) => {
                library.tell(&as_written(&reply)).await;
                let reply = EnvelopeReply::new(part, reply.code, reply.lines);
                talk.spot.record(Fact::Envelope(reply));
            }
            Err(why) => {
                talk.spot.record(Fact::EnvelopeFailed(EnvelopeFailure::new(part, why)));
                return None;
            }
        }
    }
}

/// DATA, and the message if the server goes along.
async fn data<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    library: &mut Library,
    letter: &Letter,
) -> Option<u64>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let spot = talk.spot;
    let record = |reply: Reply, took_ms| {
        let sent = SendReply::new(letter.message_id.clone(), reply.code, reply.lines, took_ms);
        let is_accepted = sent.is_accepted();
        spot.record(Fact::Sent(sent));
        is_accepted
    };
    let reply = match ask(talk, "DATA").await {
        Ok(reply) => reply,
        Err(why) => {
            let failure = EnvelopeFailure::new(EnvelopePart::Recipient, why);
            spot.record(Fact::EnvelopeFailed(failure));
            return None;
        }
    };
    if reply.code != GO_AHEAD {
        record(reply, 0);
        return None;
    }
    library.tell(&as_written(&reply)).await;
    let mut lines = Vec::new();
    // It ends in a line with a dot alone, and the library takes care that no other line is one.
    while lines.last().is_none_or(|line| line != ".") {
        lines.push(library.line().await?);
    }
    let began = spot.desk.now_ms();
    let outcome = ask(talk, &lines.join("\r\n")).await;
    let now = spot.desk.now_ms();
    match outcome {
        Ok(reply) => record(reply, now.saturating_sub(began)).then_some(now),
        Err(why) => {
            spot.record(Fact::SendUnanswered { why });
            Some(now)
        }
    }
}

async fn ask<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    command: &str,
) -> Result<Reply, crate::evidence::ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    talk.say(command).await?;
    capability::smtp_reply(talk, Instant::now() + PATIENCE).await
}

/// A reply as the library expects it: every line ended, the code in each, none without a text.
fn as_written(reply: &Reply) -> Vec<u8> {
    let last = reply.lines.len().saturating_sub(1);
    let lines = reply.lines.iter().enumerate().map(|(number, line)| {
        let text = line.as_str().get(4..).unwrap_or_default();
        let mark = if number == last { ' ' } else { '-' };
        format!("{}{mark}{text}\r\n", reply.code)
    });
    lines.collect::<Vec<_>>().concat().into_bytes()
}

/// RFC 5321 §4.2.3: start mail input.
const GO_AHEAD: u16 = 354;
/// For each answer. RFC 5321 §4.5.3.2 allows servers 10 minutes for the last of them; people do not.
const PATIENCE: Duration = Duration::from_secs(30);
/// More than the whole message.
const PIPE_OCTETS: usize = 64 * 1024;
