//! Logging in to POP3: AUTH, USER with PASS, and APOP.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::SHOWN;
use super::auth::{self, Heard};
use crate::evidence::{LoginReply, Mechanism, ReadFailure};
use crate::model::{Secret, ServerText};
use crate::net::Net;
use crate::net::tls::CarriesSecrets;
use crate::probe::capability;
use crate::probe::dialogue::Dialogue;
use crate::wire::offers;
use crate::wire::pop3::{Response, Status, digest};
use crate::wire::sasl::Who;

/// All that there is to log in with: what is listed, with USER where the server lists nothing (RFC 2449
/// §6.3) and with APOP where its greeting has a timestamp (RFC 1939 §7).
pub(super) fn ways<N: Net, S>(talk: &Dialogue<'_, N, S>, list: &[ServerText]) -> Vec<ServerText>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut ways = list.to_vec();
    if ways.is_empty() {
        ways.push(ServerText::from("USER"));
    }
    if talk.timestamp().is_some() {
        ways.push(ServerText::from("APOP"));
    }
    ways
}

/// Whether USER and PASS can carry this: names are words, and what is not ASCII needs `UTF8 USER` (RFC 6856
/// §2.2).
pub(super) fn takes(list: &[ServerText], name: &str, password: &Secret) -> bool {
    let is_ascii = name.is_ascii() && password.expose().is_ascii();
    let fits = |command: &str, text: &str| command.len() + text.len() + 3 <= MAX_COMMAND_OCTETS;
    let fits = fits("USER", name) && fits("PASS", password.expose());
    offers(list, "USER") && is_argument(name) && fits && (is_ascii || offers(list, "UTF8 USER"))
}

/// Whether a name is one word (RFC 1939 §3).
pub(super) fn is_argument(name: &str) -> bool {
    !name.is_empty() && !name.contains(|letter: char| letter.is_ascii_whitespace())
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
    let status = match (mechanism, who.key.secret()) {
        (Mechanism::Apop, Some(secret)) => apop(talk, who.username, secret, deadline).await?,
        (Mechanism::Pop3User, Some(secret)) => {
            let pipelined = offers(list, "PIPELINING");
            user(talk, who.username, secret, pipelined, deadline).await?
        }
        (_sasl, _key) => return auth::log_in(talk, mechanism, who, list, deadline).await,
    };
    Ok(described(mechanism, status))
}

async fn apop<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    name: &str,
    secret: &Secret,
    deadline: Instant,
) -> Result<Status, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let proof = digest(talk.timestamp().unwrap_or_default(), secret);
    talk.keep_encoded_secret(&proof);
    let command = Zeroizing::new(format!("APOP {name} {}", *proof));
    talk.say_secret(&command, &format!("APOP {SHOWN} {SHOWN}")).await?;
    capability::pop3_status(talk, deadline).await
}

/// The password goes behind the name when the server takes several commands at once (RFC 2449 §6.6), else
/// once it has said yes to the name.
async fn user<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    name: &str,
    secret: &Secret,
    pipelined: bool,
    deadline: Instant,
) -> Result<Status, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let pass = Zeroizing::new(format!("PASS {}", secret.expose()));
    let (user, shown) = (format!("USER {name}"), format!("USER {SHOWN}"));
    if pipelined {
        let both = Zeroizing::new(format!("{user}\r\n{}", *pass));
        talk.say_secret(&both, &format!("{shown}\r\nPASS {SHOWN}")).await?;
    } else {
        talk.say_secret(&user, &shown).await?;
    }
    let named = capability::pop3_status(talk, deadline).await?;
    if !named.is_positive && !pipelined {
        return Ok(named);
    }
    if !pipelined {
        talk.say_secret(&pass, &format!("PASS {SHOWN}")).await?;
    }
    let status = capability::pop3_status(talk, deadline).await;
    // The reason stands in the answer to the name, where that was refused.
    if named.is_positive { status } else { Ok(named) }
}

/// Reads what comes next in an exchange.
pub(super) async fn hear<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    mechanism: Mechanism,
    deadline: Instant,
) -> Result<Heard, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let line = talk.line(deadline).await?;
    match Response::parse(&line) {
        Ok(Response::Continuation(challenge)) => Ok(Heard::Challenge(challenge)),
        Ok(Response::Status(status)) => Ok(Heard::Answer(described(mechanism, status))),
        Err(_) => Err(ReadFailure::Garbled { text: ServerText::from_bytes(&line) }),
    }
}

fn described(mechanism: Mechanism, status: Status) -> LoginReply {
    let transient = status.is_transient();
    let mut reply = LoginReply::new(mechanism, status.is_positive, vec![status.line], 0);
    reply.detail = status.code;
    reply.transient = transient;
    reply
}

/// Octets in a command with its line end (RFC 2449 §4); a longer message of AUTH goes on a line of its own
/// (RFC 5034 §4).
pub(super) const MAX_COMMAND_OCTETS: usize = 255;
