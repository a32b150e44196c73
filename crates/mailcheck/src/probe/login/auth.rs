//! AUTH, which SMTP and POP3 have alike (RFC 4954 §4, RFC 5034 §4): an initial response where it fits, then the
//! messages of the exchange, a line each.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{CANCEL, SHOWN, Talk, given_up, pop3, smtp};
use crate::evidence::{LoginReply, Mechanism, ReadFailure};
use crate::model::{ServerText, Service};
use crate::net::Net;
use crate::net::tls::CarriesSecrets;
use crate::probe::dialogue::Dialogue;
use crate::wire::sasl::{Exchange, Who, initial};

/// What a server says in an exchange.
pub(super) enum Heard {
    /// The last word.
    Answer(LoginReply),
    /// What the mechanism is to answer.
    Challenge(ServerText),
}

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
    let is_pop3 = talk.spot.endpoint.service == Service::Pop3;
    let longest = if is_pop3 { pop3::MAX_COMMAND_OCTETS } else { smtp::MAX_COMMAND_OCTETS };
    let mut exchange = match Talk::new(talk, mechanism, who, list).await {
        Ok(begun) => begun,
        Err(fault) => return Ok(given_up(mechanism, fault)),
    };
    let command = format!("AUTH {mechanism}");
    let mut first = None;
    if Exchange::speaks_first(mechanism) {
        let message = exchange.answer(talk, "");
        let whole = Zeroizing::new(format!("{command} {}", initial(&message)));
        if whole.len() + 2 <= longest {
            talk.say_secret(&whole, &format!("{command} {SHOWN}")).await?;
        } else {
            talk.say(&command).await?;
            first = Some(message);
        }
    } else {
        talk.say(&command).await?;
    }
    loop {
        let heard = if is_pop3 {
            pop3::hear(talk, mechanism, deadline).await?
        } else {
            smtp::hear(talk, mechanism, deadline).await?
        };
        let challenge = match heard {
            Heard::Answer(mut reply) => {
                exchange.conclude(&mut reply);
                return Ok(reply);
            }
            Heard::Challenge(challenge) => challenge,
        };
        let answer = match first.take() {
            Some(message) => message,
            None => exchange.answer(talk, challenge.as_str()),
        };
        let shown = if *answer == CANCEL { CANCEL } else { SHOWN };
        talk.say_secret(&answer, shown).await?;
    }
}
