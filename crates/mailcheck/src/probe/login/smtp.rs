//! Logging in to SMTP: what it answers to AUTH.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::auth::Heard;
use crate::evidence::{LoginReply, Mechanism, ReadFailure};
use crate::model::ServerText;
use crate::net::Net;
use crate::probe::capability;
use crate::probe::dialogue::Dialogue;
use crate::wire::smtp::Reply;

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
    let reply = capability::smtp_reply(talk, deadline).await?;
    Ok(match reply.code {
        334 => Heard::Challenge(ServerText::from(reply.first_text())),
        _final => Heard::Answer(described(mechanism, reply)),
    })
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
pub(super) const MAX_COMMAND_OCTETS: usize = 512;
