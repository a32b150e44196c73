//! Logging in to SMTP: AUTH, with an initial response where it fits.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{CANCEL, SHOWN, Talk, given_up};
use crate::evidence::{LoginReply, Mechanism, ReadFailure};
use crate::model::ServerText;
use crate::net::Net;
use crate::net::tls::CarriesSecrets;
use crate::probe::capability;
use crate::probe::dialogue::Dialogue;
use crate::wire::sasl::{Exchange, Who, initial};
use crate::wire::smtp::Reply;

/// Logs in by one mechanism.
pub(super) async fn log_in<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    mechanism: Mechanism,
    who: &Who<'_>,
    list: &[ServerText],
    deadline: Instant,
) -> Result<LoginReply, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let mut exchange = match Talk::new(talk, mechanism, who, list).await {
        Ok(begun) => begun,
        Err(fault) => return Ok(given_up(mechanism, fault)),
    };
    let command = format!("AUTH {mechanism}");
    let mut first = None;
    if Exchange::speaks_first(mechanism) {
        let message = exchange.answer(talk, "");
        let whole = Zeroizing::new(format!("{command} {}", initial(&message)));
        if whole.len() + 2 <= MAX_COMMAND_OCTETS {
            talk.say_secret(&whole, &format!("{command} {SHOWN}")).await?;
        } else {
            talk.say(&command).await?;
            first = Some(message);
        }
    } else {
        talk.say(&command).await?;
    }
    loop {
        let reply = capability::smtp_reply(talk, deadline).await?;
        if reply.code != 334 {
            let mut reply = described(mechanism, reply);
            exchange.conclude(&mut reply);
            return Ok(reply);
        }
        let answer = match first.take() {
            Some(message) => message,
            None => exchange.answer(talk, reply.first_text()),
        };
        let shown = if *answer == CANCEL { CANCEL } else { SHOWN };
        talk.say_secret(&answer, shown).await?;
    }
}

fn described(mechanism: Mechanism, reply: Reply) -> LoginReply {
    let (accepted, transient) = (reply.is_positive(), reply.is_transient());
    let mut described = LoginReply::new(mechanism, accepted, reply.lines, 0);
    described.code = Some(reply.code);
    described.detail = reply.enhanced;
    described.transient = transient;
    described
}

/// Octets in a command with its line end (RFC 5321 §4.5.3.1.4); a longer message of AUTH goes on a
/// line of its own (RFC 4954 §4).
const MAX_COMMAND_OCTETS: usize = 512;
