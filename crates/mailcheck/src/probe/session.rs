//! One address of one endpoint, from connecting to goodbye. It reads like the protocol.

use std::net::IpAddr;

use tokio::io::{AsyncRead, AsyncWrite};

use super::capability;
use super::desk::Spot;
use super::dialogue::Dialogue;
use super::envelope;
use super::injection;
use super::legacy;
use super::login;
use super::secure::{self, Line};
use super::side::Side;
use super::watch::StepName;
use crate::evidence::{
    Attempt, Fact, Greeting, GreetingKind, NotAttempted, ReadFailure, Stage, TlsFailure,
};
use crate::model::{Security, ServerText, Service};
use crate::net::Net;
use crate::net::tls::Verified;
use crate::wire::greeting;
use crate::wire::imap::Response;
use crate::wire::smtp::Collector;

/// Looks at one address: as a client would, and where that fails with the connections that tell why.
pub(super) async fn address<N: Net>(spot: &Spot<'_, N>, side: &Side) {
    if spot.endpoint.security == Security::Plain {
        return in_clear(spot).await;
    }
    let Some(Line { stream, local, clean }) = secure::reach_tls(spot).await else { return };
    let upgraded = spot.endpoint.security == Security::Starttls;
    match secure::verified(spot, stream).await {
        Ok(connection) => {
            let side = Some(side).filter(|_| clean);
            Box::pin(client(spot, connection, local, side)).await;
            Box::pin(envelope::without_login(spot)).await;
        }
        Err(why) => Box::pin(explain(spot, &why)).await,
    }
    if upgraded && spot.plan().injection {
        Box::pin(injection::probe(&spot.by(Attempt::Injection))).await;
    }
}

/// No encryption is set: looks at what is offered, and goes.
async fn in_clear<N: Net>(spot: &Spot<'_, N>) {
    let Some(Line { stream, local, .. }) = secure::connect(spot).await else { return };
    let mut talk = Dialogue::new(spot, stream, false);
    let greeted = greet(&mut talk, Stage::BeforeTls).await;
    if greeted != Some(GreetingKind::Ready) {
        if greeted == Some(GreetingKind::Preauth) {
            spot.record(Fact::NotAttempted { why: NotAttempted::Preauth });
        }
        return turn_away(talk, greeted).await;
    }
    if capability::known_or_asked(&mut talk, Stage::BeforeTls, local).await.is_some() {
        spot.record(Fact::NotAttempted { why: NotAttempted::InClear });
    }
    talk.say_goodbye(goodbye(spot)).await;
}

/// Inside verified TLS. Without a side, for a connection whose start was tampered with, there is no
/// log-in.
async fn client<N: Net>(
    spot: &Spot<'_, N>,
    connection: Verified<N::Stream>,
    local: Option<IpAddr>,
    side: Option<&Side>,
) {
    let mut talk = Dialogue::new(spot, connection, true);
    let mut greeted = GreetingKind::Ready;
    if spot.endpoint.security == Security::Tls {
        greeted = match greet(&mut talk, Stage::AfterTls).await {
            Some(kind @ (GreetingKind::Ready | GreetingKind::Preauth)) => kind,
            other => return turn_away(talk, other).await,
        };
    }
    let list = capability::known_or_asked(&mut talk, Stage::AfterTls, local).await;
    let mut listens = true;
    match (list, side) {
        (Some(_), _) if greeted == GreetingKind::Preauth => {
            spot.record(Fact::NotAttempted { why: NotAttempted::Preauth });
        }
        (Some(list), Some(side)) => {
            listens = Box::pin(login::log_in(&mut talk, &list, side)).await;
        }
        (Some(_), None) => spot.record(Fact::NotAttempted { why: NotAttempted::Injected }),
        (None, _) => {}
    }
    if !listens {
        return talk.hang_up().await;
    }
    // A server that still counted this connection would let in one less.
    let told = if spot.plan().limits.is_some() {
        talk.part(goodbye(spot)).await
    } else {
        talk.say_goodbye(goodbye(spot)).await
    };
    if told {
        spot.record(Fact::Goodbye);
    }
}

/// The verified handshake failed: finds out more, never with a credential.
async fn explain<N: Net>(spot: &Spot<'_, N>, why: &TlsFailure) {
    match why {
        TlsFailure::Certificate { .. } => {
            behind_the_certificate(&spot.by(Attempt::Diagnostic)).await;
        }
        TlsFailure::Alert { .. } | TlsFailure::Closed | TlsFailure::Reset => {
            legacy::probe(&spot.by(Attempt::Legacy)).await;
        }
        TlsFailure::Other { .. }
        | TlsFailure::PlainText { .. }
        | TlsFailure::Stopped
        | TlsFailure::TimedOut => {}
    }
}

/// What the server says behind a certificate that is not trusted.
async fn behind_the_certificate<N: Net>(spot: &Spot<'_, N>) {
    let Some(Line { stream, local, .. }) = secure::reach_tls(spot).await else { return };
    let Ok(connection) = secure::diagnostic(spot, stream).await else { return };
    let mut talk = Dialogue::new(spot, connection, true);
    let greeted = match spot.endpoint.security {
        Security::Tls => greet(&mut talk, Stage::AfterTls).await,
        Security::Plain | Security::Starttls => Some(GreetingKind::Ready),
    };
    if greeted != Some(GreetingKind::Ready) {
        return turn_away(talk, greeted).await;
    }
    if capability::known_or_asked(&mut talk, Stage::AfterTls, local).await.is_some() {
        spot.record(Fact::NotAttempted { why: NotAttempted::Unverified });
    }
    talk.say_goodbye(goodbye(spot)).await;
}

/// Waits for the greeting and records it, or records why there is none. Says what kind it was.
pub(super) async fn greet<N, S>(talk: &mut Dialogue<'_, N, S>, stage: Stage) -> Option<GreetingKind>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let spot = talk.spot;
    spot.waiting(StepName::Greeting);
    let began = spot.desk.now_ms();
    let deadline = spot.deadline();
    let mut heard = Vec::new();
    let outcome = {
        let reading = read_greeting(talk, deadline, &mut heard);
        if stage == Stage::BeforeTls && spot.attempt() == Attempt::Client {
            unless_tls_is_awaited(spot, reading).await
        } else {
            reading.await
        }
    };
    let took_ms = spot.desk.now_ms().saturating_sub(began);
    let first = heard.first().cloned().unwrap_or_default();
    match outcome {
        Ok(()) => {
            let kind = greeting::kind(spot.endpoint.service, &first);
            let lines = heard.iter().map(|line| ServerText::from_bytes(line)).collect();
            spot.record(Fact::Greeted(Greeting::new(kind.clone(), lines, took_ms)));
            talk.keep_timestamp(&first);
            if spot.endpoint.service == Service::Imap
                && let Ok(Response::Status(status)) = Response::parse(&first)
                && let Some(list) = status.capabilities
            {
                talk.list(stage, list, true);
            }
            Some(kind)
        }
        Err(why) => {
            let all = heard.join(&b' ');
            let partial =
                if all.is_empty() { talk.leftover() } else { Some(ServerText::from_bytes(&all)) };
            spot.record(Fact::GreetingFailed { why, partial, took_ms });
            None
        }
    }
}

/// Reads the greeting's lines: one, or all of an SMTP reply.
async fn read_greeting<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    deadline: tokio::time::Instant,
    heard: &mut Vec<Vec<u8>>,
) -> Result<(), ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut collector = Collector::default();
    loop {
        let line = talk.line(deadline).await?;
        let first = heard.first().unwrap_or(&line);
        let smtp = greeting::service_of(first) == Some(Service::Smtp);
        let more = smtp && matches!(collector.push(&line), Ok(None));
        heard.push(line);
        if !more {
            return Ok(());
        }
        if heard.len() > MAX_GREETING_LINES {
            return Err(ReadFailure::TooLong { octets: heard.iter().map(Vec::len).sum() });
        }
    }
}

/// Waits for a greeting; when none comes for a while, tries whether the server awaits TLS, and stops
/// waiting if it does.
async fn unless_tls_is_awaited<N: Net>(
    spot: &Spot<'_, N>,
    reading: impl Future<Output = Result<(), ReadFailure>>,
) -> Result<(), ReadFailure> {
    tokio::pin!(reading);
    let patience = tokio::time::sleep(secure::SILENCE);
    tokio::select! {
        biased;
        outcome = &mut reading => return outcome,
        () = patience => {}
    }
    let crosscheck = async {
        if !secure::speaks_implicit_tls(spot).await {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        biased;
        outcome = &mut reading => outcome,
        () = crosscheck => Err(ReadFailure::TimedOut),
    }
}

/// Ends a talk after a greeting that leads no further; who speaks the protocol is told so. RFC 5321
/// §3.1 has servers that greet with 554 wait for that.
pub(super) async fn turn_away<N, S>(talk: Dialogue<'_, N, S>, greeted: Option<GreetingKind>)
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let listens = match greeted {
        Some(
            GreetingKind::Busy
            | GreetingKind::Preauth
            | GreetingKind::Ready
            | GreetingKind::Refused,
        ) => true,
        Some(
            GreetingKind::Http
            | GreetingKind::NotMail
            | GreetingKind::OtherService { .. }
            | GreetingKind::Ssh,
        )
        | None => false,
    };
    let spot = talk.spot;
    if !listens {
        return talk.hang_up().await;
    }
    if talk.say_goodbye(goodbye(spot)).await {
        spot.record(Fact::Goodbye);
    }
}

/// The protocol's own goodbye.
pub(super) fn goodbye<N: Net>(spot: &Spot<'_, N>) -> &'static str {
    match spot.endpoint.service {
        Service::Imap => "z LOGOUT",
        // After a log-in by POP3 it has the server delete what was marked, and nothing is (RFC 1939 §6).
        Service::Pop3 | Service::Smtp => "QUIT",
    }
}

/// More lines than any greeting has.
const MAX_GREETING_LINES: usize = 100;
