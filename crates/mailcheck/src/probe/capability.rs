//! The stage that asks what a server can do: IMAP's CAPABILITY, POP3's CAPA, SMTP's EHLO.

use std::net::IpAddr;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::dialogue::Dialogue;
use super::secure::garbled;
use super::watch::StepName;
use crate::evidence::{Attempt, Fact, ReadFailure, Stage};
use crate::model::{ServerText, Service};
use crate::net::Net;
use crate::wire::imap::{Condition, Response, Status};
use crate::wire::pop3;
use crate::wire::smtp::{Collector, ParseReplyError, Reply};

/// The capabilities of a stage: as the server gave them unasked on this connection, else asked for.
/// `None` when there is no list; the fact says why.
pub(super) async fn known_or_asked<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    stage: Stage,
    local: Option<IpAddr>,
) -> Option<Vec<ServerText>>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let spot = talk.spot;
    if let Some(list) = talk.listed(stage) {
        return Some(list);
    }
    spot.waiting(StepName::Capabilities);
    let asked = match spot.endpoint.service {
        Service::Imap => imap(talk).await,
        Service::Pop3 => capa(talk).await,
        Service::Smtp => ehlo(talk, local).await,
    };
    record(talk, stage, asked)
}

/// Records what came when capabilities were asked for; the list, if it is one.
pub(super) fn record<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    stage: Stage,
    asked: Asked,
) -> Option<Vec<ServerText>>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let spot = talk.spot;
    match asked {
        Ok(Answer::List(list)) => {
            talk.list(stage, list.clone(), false);
            Some(list)
        }
        Ok(Answer::NoList(reply)) => {
            spot.record(Fact::CapabilitiesNotListed { stage, reply });
            Some(Vec::new())
        }
        Ok(Answer::Refusal(reply)) => {
            spot.record(Fact::CapabilitiesFailed { stage, why: None, reply: Some(reply) });
            None
        }
        Err(why) => {
            spot.record(Fact::CapabilitiesFailed { stage, why: Some(why), reply: None });
            None
        }
    }
}

/// What came when capabilities were asked for.
pub(super) enum Answer {
    List(Vec<ServerText>),
    /// The server has nothing to list.
    NoList(ServerText),
    Refusal(ServerText),
}

pub(super) type Asked = Result<Answer, ReadFailure>;

async fn imap<N, S>(talk: &mut Dialogue<'_, N, S>) -> Asked
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let deadline = talk.spot.deadline();
    let tag = talk.tag();
    talk.say(&format!("{tag} CAPABILITY")).await?;
    let mut list = None;
    loop {
        let line = talk.imap_line(deadline).await?;
        match Response::parse(&line).map_err(|why| garbled(&why))? {
            Response::Capability(given) => list = Some(given),
            Response::Tagged { tag: answered, status } if answered == tag => {
                return Ok(answer(list, status));
            }
            // Nothing comes after it but the end.
            Response::Status(Status { condition: Condition::Bye, line, .. }) => {
                return Ok(Answer::Refusal(line));
            }
            Response::Continuation(_)
            | Response::Status(_)
            | Response::Tagged { .. }
            | Response::Untagged(_) => {}
        }
    }
}

async fn capa<N, S>(talk: &mut Dialogue<'_, N, S>) -> Asked
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let deadline = talk.spot.deadline();
    talk.say("CAPA").await?;
    let status = pop3_status(talk, deadline).await?;
    if !status.is_positive {
        // Servers from before RFC 2449 do not know the command.
        let is_refusal = status.is_transient();
        let line = status.line;
        return Ok(if is_refusal { Answer::Refusal(line) } else { Answer::NoList(line) });
    }
    let mut lines = pop3::Lines::default();
    loop {
        let line = talk.line(deadline).await?;
        match lines.push(&line) {
            Ok(Some(list)) => return Ok(Answer::List(list)),
            Ok(None) => {}
            Err(_too_many) => return Err(ReadFailure::TooLong { octets: line.len() }),
        }
    }
}

/// Reads one line, which must be a status.
pub(super) async fn pop3_status<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    deadline: Instant,
) -> Result<pop3::Status, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let line = talk.line(deadline).await?;
    match pop3::Response::parse(&line) {
        Ok(pop3::Response::Status(status)) => Ok(status),
        Ok(pop3::Response::Continuation(_)) | Err(_) => {
            Err(ReadFailure::Garbled { text: ServerText::from_bytes(&line) })
        }
    }
}

/// What the end of the answer makes of the list that came before it.
pub(super) fn answer(list: Option<Vec<ServerText>>, status: Status) -> Answer {
    let Status { condition, capabilities, line, .. } = status;
    match list.or(capabilities) {
        _ if condition != Condition::Ok => Answer::Refusal(line),
        Some(given) => Answer::List(given),
        None => Answer::NoList(line),
    }
}

async fn ehlo<N, S>(talk: &mut Dialogue<'_, N, S>, local: Option<IpAddr>) -> Asked
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let deadline = talk.spot.deadline();
    // As phones do: an address literal (RFC 5321 §4.1.3), as they have no name.
    let name = match local {
        Some(IpAddr::V4(ip)) => format!("[{ip}]"),
        Some(IpAddr::V6(ip)) => format!("[IPv6:{ip}]"),
        None => "[127.0.0.1]".to_owned(),
    };
    talk.say(&format!("EHLO {name}")).await?;
    let reply = smtp_reply(talk, deadline).await?;
    if !reply.is_positive() {
        let is_unknown = NOT_KNOWN.contains(&reply.code);
        let line = reply.lines.into_iter().next_back().unwrap_or_default();
        return Ok(if is_unknown { Answer::NoList(line) } else { Answer::Refusal(line) });
    }
    let name = reply.first_text().split(' ').next().unwrap_or_default();
    if talk.spot.attempt() == Attempt::Client && !name.is_empty() {
        talk.spot.record(Fact::Identity { name: ServerText::from(name) });
    }
    Ok(Answer::List(reply.keywords()))
}

/// Reads one reply.
pub(super) async fn smtp_reply<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    deadline: Instant,
) -> Result<Reply, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut collector = Collector::default();
    loop {
        let line = talk.line(deadline).await?;
        match collector.push(&line) {
            Ok(Some(reply)) => return Ok(reply),
            Ok(None) => {}
            Err(ParseReplyError::NotAReply { text }) => return Err(ReadFailure::Garbled { text }),
            Err(ParseReplyError::TooManyLines) => {
                return Err(ReadFailure::TooLong { octets: line.len() });
            }
        }
    }
}

/// SMTP's codes for a command that is not known or not there (RFC 5321 §4.2.2): to EHLO, of a server
/// without extensions.
const NOT_KNOWN: [u16; 2] = [500, 502];
