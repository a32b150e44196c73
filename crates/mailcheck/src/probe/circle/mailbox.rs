//! The message is looked for, on a connection that waits for it before it is sent.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::finder::{Finder, Handed};
use super::leave::SendTest;
use super::letter::Letter;
use super::{open, relay};
use crate::evidence::{Fact, Mechanism, ReadFailure, Stage};
use crate::model::ServerText;
use crate::net::Net;
use crate::probe::desk::Spot;
use crate::probe::{capability, session};
use crate::wire::offers;

/// Opens the mailbox, says `ready`, waits until the message is handed over, and looks for it.
pub(super) async fn watch<N: Net>(
    spot: &Spot<'_, N>,
    mechanism: Mechanism,
    letter: &Letter,
    test: &SendTest,
    ready: oneshot::Sender<()>,
    handed: oneshot::Receiver<u64>,
) {
    let Some((mut talk, _list)) = open(spot, mechanism).await else { return };
    let list = capability::known_or_asked(&mut talk, Stage::AfterLogin, None).await;
    let has = |name: &str| {
        list.as_deref().is_some_and(|list| offers(list, name) || offers(list, "IMAP4rev2"))
    };
    let finder = Finder { spot, letter, test, idle: has("IDLE"), uidplus: has("UIDPLUS") };
    let (ours, theirs) = tokio::io::duplex(PIPE_OCTETS);
    let until = Instant::now() + test.wait + BEYOND;
    let work = AssertUnwindSafe(finder.run(theirs, ready, Handed::new(handed))).catch_unwind();
    let (broken, outcome) = tokio::join!(relay::imap(&mut talk, ours, until), work);
    let failed = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(why)) => Some(why),
        Err(_panic) => Some(ReadFailure::Garbled { text: ServerText::default() }),
    };
    if let Some(why) = failed {
        spot.record(Fact::SearchFailed { why: broken.unwrap_or(why) });
    }
    if talk.say_goodbye(session::goodbye(spot)).await {
        spot.record(Fact::Goodbye);
    }
}

/// What is said may take so much longer than what is waited for: sending, and a person who is asked.
const BEYOND: Duration = Duration::from_mins(10);
/// More than is on its way at once.
const PIPE_OCTETS: usize = 64 * 1024;
