//! What a connection met that was not let in, out of what was seen of it.

use crate::evidence::{
    ConnectFailure, Fact, LoginFailure, LoginReply, ReadFailure, Refused, TlsFailure, Turn,
};
use crate::model::{ServerText, Service};
use crate::wire::greeting::GreetingKind;
use crate::wire::imap::{Condition, Response, Status};
use crate::wire::smtp::{Collector, Reply};

/// Why a connection is not held.
#[derive(Debug)]
pub(super) enum Miss {
    Refused(Refused),
    /// The run ended first.
    Stopped,
}

/// The last thing that keeps a connection from being held, by the facts of it alone.
pub(super) fn met<'f>(
    service: Service,
    facts: impl Iterator<Item = &'f Fact>,
    took_ms: u64,
) -> Miss {
    let Some((turn, lines)) = facts.filter_map(turn).last() else {
        // Nothing failed: there was no time to.
        return Miss::Stopped;
    };
    if is_stopped(&turn) {
        Miss::Stopped
    } else {
        Miss::Refused(refused(service, turn, lines, took_ms))
    }
}

/// The answer to a log-in that was no yes.
pub(super) fn not_accepted(reply: LoginReply) -> Refused {
    let LoginReply { lines, code, detail, took_ms, .. } = reply;
    Refused { turn: Turn::Login, lines, code, detail, took_ms }
}

/// A log-in without an answer.
pub(super) fn not_answered(service: Service, failure: LoginFailure, took_ms: u64) -> Miss {
    let LoginFailure { why, lines, .. } = failure;
    if why == ReadFailure::Stopped {
        return Miss::Stopped;
    }
    let is_bye = |line: &ServerText| {
        let parsed = Response::parse(line.as_str().as_bytes());
        matches!(parsed, Ok(Response::Status(Status { condition: Condition::Bye, .. })))
    };
    let turn = if lines.iter().any(is_bye) { Turn::LoginBye } else { Turn::Unanswered { why } };
    Miss::Refused(refused(service, turn, lines, took_ms))
}

/// A connection that was held and is no more.
pub(super) fn lost(service: Service, why: ReadFailure, said: Vec<ServerText>) -> Refused {
    refused(service, Turn::Held { why }, said, 0)
}

/// Whether it may have been no limit of what is held, but others on their way whom the server let in instead, or
/// trouble of a moment (RFC 5530 §3): whoever asks once more, alone, knows.
pub(super) fn is_doubtful(refused: &Refused) -> bool {
    match &refused.turn {
        Turn::Connect { .. }
        | Turn::Greeting
        | Turn::LoginBye
        | Turn::Opening { .. }
        | Turn::Question => true,
        Turn::Login => matches!(refused.detail.as_deref(), Some("SERVERBUG" | "UNAVAILABLE")),
        // Who is sent a log-in and has hung up by then may reset, and its last words are lost.
        Turn::Unanswered { why } => matches!(why, ReadFailure::Closed | ReadFailure::Reset),
        Turn::Held { .. } => false,
    }
}

/// Whether the server says that the credential is wrong, be it so or not: it is sent no more.
pub(super) fn is_about_the_credential(refused: &Refused) -> bool {
    let words = ["AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "AUTH", "5.7.8"];
    refused.detail.as_deref().is_some_and(|detail| words.contains(&detail))
        || refused.code == Some(535)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the question is about what fails")]
fn turn(fact: &Fact) -> Option<(Turn, Vec<ServerText>)> {
    Some(match fact {
        Fact::ConnectFailed { why, .. } => (Turn::Connect { why: why.clone() }, Vec::new()),
        Fact::GreetingFailed { why, partial, .. } => {
            (Turn::Opening { why: why.clone() }, partial.iter().cloned().collect())
        }
        Fact::Greeted(greeting) if greeting.kind != GreetingKind::Ready => {
            (Turn::Greeting, greeting.lines.clone())
        }
        Fact::HandshakeFailed { why, .. } => of_handshake(why),
        Fact::CapabilitiesFailed { why: Some(ReadFailure::Stopped), .. }
        | Fact::StarttlsFailed { why: ReadFailure::Stopped } => {
            (Turn::Opening { why: ReadFailure::Stopped }, Vec::new())
        }
        Fact::CapabilitiesFailed { reply, .. } => (Turn::Question, reply.iter().cloned().collect()),
        Fact::StarttlsRefused { reply, .. } => (Turn::Question, vec![reply.clone()]),
        Fact::StarttlsLeftover { text } => (Turn::Question, vec![text.clone()]),
        Fact::StarttlsFailed { .. } | Fact::StarttlsNotOffered => (Turn::Question, Vec::new()),
        _other => return None,
    })
}

/// Some servers turn away in clear where TLS is due.
fn of_handshake(why: &TlsFailure) -> (Turn, Vec<ServerText>) {
    let opening = |why| (Turn::Opening { why }, Vec::new());
    match why {
        TlsFailure::PlainText { text, .. } => (Turn::Greeting, vec![text.clone()]),
        TlsFailure::Closed => opening(ReadFailure::Closed),
        TlsFailure::Reset => opening(ReadFailure::Reset),
        TlsFailure::Stopped => opening(ReadFailure::Stopped),
        TlsFailure::TimedOut => opening(ReadFailure::TimedOut),
        TlsFailure::Alert { .. } | TlsFailure::Certificate { .. } | TlsFailure::Other { .. } => {
            opening(ReadFailure::Other { text: format!("{why:?}") })
        }
    }
}

fn is_stopped(turn: &Turn) -> bool {
    matches!(
        turn,
        Turn::Connect { why: ConnectFailure::Stopped }
            | Turn::Opening { why: ReadFailure::Stopped }
    )
}

/// With the codes that stand in the lines.
fn refused(service: Service, turn: Turn, lines: Vec<ServerText>, took_ms: u64) -> Refused {
    let (code, detail) = match service {
        Service::Smtp => reply(&lines).map_or((None, None), |it| (Some(it.code), it.enhanced)),
        Service::Imap => (None, lines.iter().find_map(response_code)),
        Service::Pop3 => (None, lines.iter().find_map(extended_response_code)),
    };
    Refused { turn, lines, code, detail, took_ms }
}

fn reply(lines: &[ServerText]) -> Option<Reply> {
    let mut collector = Collector::default();
    lines.iter().find_map(|line| collector.push(line.as_str().as_bytes()).ok().flatten())
}

/// IMAP's response code (RFC 9051 §7.1).
fn response_code(line: &ServerText) -> Option<String> {
    match Response::parse(line.as_str().as_bytes()) {
        Ok(Response::Status(status) | Response::Tagged { status, .. }) => status.code,
        Ok(Response::Capability(_) | Response::Continuation(_) | Response::Untagged(_))
        | Err(_) => None,
    }
}

/// POP3's, such as `IN-USE` (RFC 2449 §8).
fn extended_response_code(line: &ServerText) -> Option<String> {
    let (code, _text) = line.as_str().strip_prefix("-ERR [")?.split_once(']')?;
    Some(code.to_ascii_uppercase())
}
