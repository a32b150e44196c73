//! Logging in to IMAP: LOGIN, and AUTHENTICATE with and without an initial response.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{CANCEL, SHOWN, Talk, given_up};
use crate::evidence::{LoginReply, Mechanism, ReadFailure, Stage};
use crate::model::{Secret, ServerText};
use crate::net::Net;
use crate::net::tls::CarriesSecrets;
use crate::probe::dialogue::Dialogue;
use crate::probe::secure::garbled;
use crate::wire::imap::{Condition, Response, Status, quote};
use crate::wire::offers;
use crate::wire::sasl::{Exchange, Who, initial};

/// Logs in by one mechanism; `heard` gets what the server says before its answer.
pub(super) async fn log_in<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    mechanism: Mechanism,
    who: &Who<'_>,
    list: &[ServerText],
    deadline: Instant,
    heard: &mut Vec<ServerText>,
) -> Result<LoginReply, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let tag = talk.tag();
    let mut exchange = None;
    if mechanism == Mechanism::ImapLogin {
        let quoted = |text| Zeroizing::new(quote(text).unwrap_or_default());
        let secret = who.key.secret().map(Secret::expose).unwrap_or_default();
        let (name, secret) = (quoted(who.username), quoted(secret));
        let command = Zeroizing::new(format!("{tag} LOGIN {} {}", *name, *secret));
        talk.say_secret(&command, &format!("{tag} LOGIN {SHOWN} {SHOWN}")).await?;
    } else {
        let mut begun = match Talk::new(talk, mechanism, who, list).await {
            Ok(begun) => begun,
            Err(fault) => return Ok(given_up(mechanism, fault)),
        };
        let command = format!("{tag} AUTHENTICATE {mechanism}");
        let along = offers(list, "SASL-IR") || offers(list, "IMAP4rev2");
        if along && Exchange::speaks_first(mechanism) {
            let message = begun.answer(talk, "");
            let whole = Zeroizing::new(format!("{command} {}", initial(&message)));
            talk.say_secret(&whole, &format!("{command} {SHOWN}")).await?;
        } else {
            talk.say(&command).await?;
        }
        exchange = Some(begun);
    }
    loop {
        let line = talk.imap_line(deadline).await?;
        match Response::parse(&line).map_err(|why| garbled(&why))? {
            Response::Continuation(challenge) => match &mut exchange {
                Some(exchange) => {
                    let answer = exchange.answer(talk, challenge.as_str());
                    let shown = if *answer == CANCEL { CANCEL } else { SHOWN };
                    talk.say_secret(&answer, shown).await?;
                }
                None => talk.say(CANCEL).await?,
            },
            Response::Tagged { tag: answered, status } if answered == tag => {
                if let Some(given) = status.capabilities.clone() {
                    talk.list(Stage::AfterLogin, given, true);
                }
                let mut reply = reply(mechanism, status, heard);
                if let Some(exchange) = exchange {
                    exchange.conclude(&mut reply);
                }
                return Ok(reply);
            }
            Response::Capability(given) => talk.list(Stage::AfterLogin, given, true),
            Response::Status(status) => remember(heard, status.line),
            Response::Tagged { .. } | Response::Untagged(_) => {}
        }
    }
}

fn remember(heard: &mut Vec<ServerText>, line: ServerText) {
    if heard.len() < MAX_LINES_KEPT {
        heard.push(line);
    }
}

fn reply(mechanism: Mechanism, status: Status, heard: &mut Vec<ServerText>) -> LoginReply {
    let accepted = status.condition == Condition::Ok;
    let transient = !accepted && status.is_transient();
    let mut lines = std::mem::take(heard);
    lines.push(status.line);
    let mut reply = LoginReply::new(mechanism, accepted, lines, 0);
    reply.detail = status.code.filter(|code| code != "CAPABILITY");
    reply.transient = transient;
    reply
}

/// Lines kept of what a server says before its answer to a log-in.
const MAX_LINES_KEPT: usize = 20;
