//! The stages up to TLS: connect, greet in clear and upgrade where that is set, shake hands.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::capability;
use super::desk::{Cut, Spot};
use super::dialogue::Dialogue;
use super::session;
use super::watch::StepName;
use crate::evidence::{
    Attempt, ConnectFailure, Fact, GreetingKind, ReadFailure, Stage, TlsFailure,
};
use crate::model::{Security, Service};
use crate::net::tls::{Agreed, Diagnostic, Handshake, Verified};
use crate::net::{Net, connect_failure};
use crate::wire::imap::{Condition, Response, Status};
use crate::wire::offers;
use crate::wire::smtp::Reply;

/// A TCP connection and this side's address of it.
pub(super) struct Line<S> {
    pub(super) stream: S,
    pub(super) local: Option<IpAddr>,
    /// Whether nothing was said in clear that could pass for having been said inside TLS.
    pub(super) clean: bool,
}

/// Connects, or records why not.
pub(super) async fn connect<N: Net>(spot: &Spot<'_, N>) -> Option<Line<N::Stream>> {
    let ip = spot.place.ip?;
    spot.turn().await;
    spot.waiting(StepName::Connect);
    let began = spot.desk.now_ms();
    let to = SocketAddr::new(ip, spot.endpoint.port);
    let outcome = if spot.stop.is_cancelled() {
        Err(Cut::Stopped)
    } else {
        spot.until(spot.deadline(), spot.desk.net.connect_from(spot.desk.from, to)).await
    };
    let took_ms = spot.desk.now_ms().saturating_sub(began);
    let why = match outcome {
        Ok(Ok((stream, local))) => {
            spot.record(Fact::Connected { took_ms });
            return Some(Line { stream, local, clean: true });
        }
        Ok(Err(why)) => connect_failure(&why),
        Err(Cut::Stopped) => ConnectFailure::Stopped,
        Err(Cut::TimedOut) => ConnectFailure::TimedOut,
    };
    spot.record(Fact::ConnectFailed { why, took_ms });
    None
}

/// Connects and goes as far as TLS can begin.
pub(super) async fn reach_tls<N: Net>(spot: &Spot<'_, N>) -> Option<Line<N::Stream>> {
    let Line { stream, local, clean } = connect(spot).await?;
    match spot.endpoint.security {
        Security::Tls => Some(Line { stream, local, clean }),
        Security::Plain => None,
        Security::Starttls => {
            let mut talk = Dialogue::new(spot, stream, false);
            match session::greet(&mut talk, Stage::BeforeTls).await {
                Some(GreetingKind::Ready) => {}
                greeted => {
                    // Who is logged in cannot change to TLS any more (RFC 9051 §6.2.1).
                    if greeted == Some(GreetingKind::Preauth) {
                        spot.record(Fact::StarttlsNotOffered);
                    }
                    session::turn_away(talk, greeted).await;
                    return None;
                }
            }
            let Some(clean) = upgrade(&mut talk, local).await else {
                talk.say_goodbye(session::goodbye(spot)).await;
                return None;
            };
            Some(Line { stream: talk.into_stream(), local, clean })
        }
    }
}

/// Asks for capabilities and for TLS. When the server is ready for the handshake, says whether
/// nothing else came along with its go-ahead.
async fn upgrade<N: Net>(
    talk: &mut Dialogue<'_, N, N::Stream>,
    local: Option<IpAddr>,
) -> Option<bool> {
    let spot = talk.spot;
    let list = capability::known_or_asked(talk, Stage::BeforeTls, local).await?;
    if !offers(&list, "STARTTLS") && !offers(&list, "STLS") {
        spot.record(Fact::StarttlsNotOffered);
        return None;
    }
    spot.waiting(StepName::Starttls);
    let outcome = match spot.endpoint.service {
        Service::Imap => ask_imap(talk).await,
        Service::Pop3 => ask_pop3(talk).await,
        Service::Smtp => ask_smtp(talk).await,
    };
    let accepted = matches!(outcome, Ok(Fact::StarttlsAccepted { .. }));
    spot.record(outcome.unwrap_or_else(|why| Fact::StarttlsFailed { why }));
    if !accepted {
        return None;
    }
    let leftover = talk.leftover();
    let clean = leftover.is_none();
    if let Some(text) = leftover {
        spot.record(Fact::StarttlsLeftover { text });
    }
    Some(clean)
}

async fn ask_imap<N: Net>(talk: &mut Dialogue<'_, N, N::Stream>) -> Result<Fact, ReadFailure> {
    let (tag, next) = (talk.tag(), talk.tag());
    let deadline = talk.spot.deadline();
    let along = match talk.spot.attempt() {
        Attempt::Injection => format!("\r\n{next} NOOP"),
        Attempt::Client
        | Attempt::Control
        | Attempt::Delivery
        | Attempt::Diagnostic
        | Attempt::ImplicitTls
        | Attempt::Legacy
        | Attempt::Mailbox
        | Attempt::Mechanism
        | Attempt::Ramp
        | Attempt::Unauthenticated => String::new(),
    };
    talk.say(&format!("{tag} STARTTLS{along}")).await?;
    loop {
        let line = talk.imap_line(deadline).await?;
        match Response::parse(&line) {
            Ok(Response::Tagged { tag: answered, status }) if answered == tag => {
                let transient = status.code.as_deref() == Some("UNAVAILABLE");
                let reply = status.line;
                return Ok(match status.condition {
                    Condition::Ok => Fact::StarttlsAccepted { reply },
                    Condition::Bad | Condition::Bye | Condition::No | Condition::Preauth => {
                        Fact::StarttlsRefused { reply, transient }
                    }
                });
            }
            // Nothing comes after it but the end.
            Ok(Response::Status(Status { condition: Condition::Bye, line, .. })) => {
                return Ok(Fact::StarttlsRefused { reply: line, transient: true });
            }
            Ok(_untagged) => {}
            Err(why) => return Err(garbled(&why)),
        }
    }
}

async fn ask_pop3<N: Net>(talk: &mut Dialogue<'_, N, N::Stream>) -> Result<Fact, ReadFailure> {
    let deadline = talk.spot.deadline();
    // Before the log-in there is no NOOP (RFC 1939 §5).
    let along = if talk.spot.attempt() == Attempt::Injection { "\r\nCAPA" } else { "" };
    talk.say(&format!("STLS{along}")).await?;
    let status = capability::pop3_status(talk, deadline).await?;
    let transient = status.is_transient();
    let reply = status.line;
    Ok(if status.is_positive {
        Fact::StarttlsAccepted { reply }
    } else {
        Fact::StarttlsRefused { reply, transient }
    })
}

async fn ask_smtp<N: Net>(talk: &mut Dialogue<'_, N, N::Stream>) -> Result<Fact, ReadFailure> {
    let deadline = talk.spot.deadline();
    let along = if talk.spot.attempt() == Attempt::Injection { "\r\nNOOP" } else { "" };
    talk.say(&format!("STARTTLS{along}")).await?;
    let reply: Reply = capability::smtp_reply(talk, deadline).await?;
    let transient = reply.is_transient();
    let accepted = reply.is_positive();
    let text = reply.lines.into_iter().next_back().unwrap_or_default();
    Ok(if accepted {
        Fact::StarttlsAccepted { reply: text }
    } else {
        Fact::StarttlsRefused { reply: text, transient }
    })
}

pub(super) fn garbled(why: &crate::wire::imap::ParseResponseError) -> ReadFailure {
    match why {
        crate::wire::imap::ParseResponseError::NotImap { text } => {
            ReadFailure::Garbled { text: text.clone() }
        }
    }
}

/// Shakes hands for a connection that may carry a credential.
pub(super) async fn verified<N: Net>(
    spot: &Spot<'_, N>,
    stream: N::Stream,
) -> Result<Verified<N::Stream>, TlsFailure> {
    spot.waiting(StepName::Tls);
    let began = spot.desk.now_ms();
    let tls = spot.desk.tls().await;
    // It tells who one is, and so goes where a credential may go.
    let own = spot.plan().account.certificate.as_ref().filter(|_| spot.plan().logs_in());
    let own = own.filter(|_| spot.desk.trusts(spot.endpoint));
    let work = tls.verified_as(stream, &spot.endpoint.host, own);
    let outcome = spot.until(spot.deadline(), work).await;
    record(spot, outcome, true, began)
}

/// Shakes hands whatever the certificate says.
pub(super) async fn diagnostic<N: Net>(
    spot: &Spot<'_, N>,
    stream: N::Stream,
) -> Result<Diagnostic<N::Stream>, TlsFailure> {
    spot.waiting(StepName::Tls);
    let began = spot.desk.now_ms();
    let tls = spot.desk.tls().await;
    let work = tls.diagnostic(stream, &spot.endpoint.host);
    let outcome = spot.until(spot.deadline(), work).await;
    record(spot, outcome, false, began)
}

fn record<N: Net, T>(
    spot: &Spot<'_, N>,
    outcome: Result<Handshake<T>, Cut>,
    verified: bool,
    began: u64,
) -> Result<T, TlsFailure> {
    let took_ms = spot.desk.now_ms().saturating_sub(began);
    let outcome: Result<(T, Agreed), TlsFailure> = match outcome {
        Ok(Handshake { presented, outcome }) => {
            if let Some(chain) = presented {
                spot.record(Fact::Presented(chain));
            }
            outcome
        }
        Err(Cut::Stopped) => Err(TlsFailure::Stopped),
        Err(Cut::TimedOut) => Err(TlsFailure::TimedOut),
    };
    match outcome {
        Ok((connection, agreed)) => {
            spot.record(Fact::Encrypted(agreed.into_fact(verified, took_ms)));
            Ok(connection)
        }
        Err(why) => {
            spot.record(Fact::HandshakeFailed { why: why.clone(), took_ms });
            Err(why)
        }
    }
}

/// Where a greeting in clear is awaited and none comes: tries on a connection of its own whether TLS
/// is what the server waits for. Says whether it is.
pub(super) async fn speaks_implicit_tls<N: Net>(spot: &Spot<'_, N>) -> bool {
    let spot = spot.by(Attempt::ImplicitTls);
    let Some(line) = connect(&spot).await else { return false };
    match diagnostic(&spot, line.stream).await {
        Ok(connection) => {
            Dialogue::new(&spot, connection, true).say_goodbye(session::goodbye(&spot)).await;
            true
        }
        Err(TlsFailure::Alert { .. } | TlsFailure::Certificate { .. }) => true,
        Err(
            TlsFailure::Closed
            | TlsFailure::Other { .. }
            | TlsFailure::PlainText { .. }
            | TlsFailure::Reset
            | TlsFailure::Stopped
            | TlsFailure::TimedOut,
        ) => false,
    }
}

/// How long a greeting in clear may take before TLS is tried. Longer than servers in good health
/// need over a satellite link; shorter than people's patience.
pub(super) const SILENCE: Duration = Duration::from_millis(1_500);
