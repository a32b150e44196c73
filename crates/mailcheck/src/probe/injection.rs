//! Whether a server does inside TLS what was sent in clear along with STARTTLS (CVE-2011-0411). Only
//! on request, as it is what an attacker would do, and on a connection that carries no credential.

use std::time::Duration;

use tokio::time::Instant;

use super::desk::Spot;
use super::dialogue::Dialogue;
use super::{secure, session};
use crate::evidence::Fact;
use crate::model::ServerText;
use crate::net::Net;

/// Sends a NOOP, or POP3's CAPA, behind STARTTLS, begins TLS, and listens for an answer that nobody asked
/// for there.
pub(super) async fn probe<N: Net>(spot: &Spot<'_, N>) {
    let Some(line) = secure::reach_tls(spot).await else { return };
    // A server that cannot go on after the command has not carried it over.
    let Ok(connection) = secure::diagnostic(spot, line.stream).await else { return };
    let mut talk = Dialogue::new(spot, connection, true);
    let answer = talk.line(Instant::now() + PATIENCE).await;
    let reply = answer.ok().map(|line| ServerText::from_bytes(&line));
    spot.record(Fact::CommandInjected { reply });
    talk.say_goodbye(session::goodbye(spot)).await;
}

/// How long an answer to such a command may take; it needs no work.
const PATIENCE: Duration = Duration::from_secs(1);
