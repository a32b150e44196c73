//! One message among others: waited for by IDLE or by asking again and again, told from every other,
//! described, and deleted alone. `async-imap` speaks the protocol.

use std::time::Duration;

use async_imap::Session;
use async_imap::error::Error;
use async_imap::extensions::idle::{Handle, IdleResponse};
use async_imap::imap_proto::{MailboxDatum, Response};
use async_imap::types::{Fetch, NameAttribute};
use futures_util::TryStreamExt as _;
use tokio::io::DuplexStream;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::leave::{SendTest, TestFound};
use super::letter::Letter;
use crate::evidence::{Delivered, Fact, FoundIn, Idle, ReadFailure, Removal};
use crate::model::ServerText;
use crate::net::Net;
use crate::probe::desk::Spot;
use crate::probe::watch::StepName;
use crate::wire::trace::{Authentication, Received, fields};

type Mail = Session<DuplexStream>;

/// Whoever looks for the message.
pub(super) struct Finder<'s, N> {
    pub(super) spot: &'s Spot<'s, N>,
    pub(super) letter: &'s Letter,
    pub(super) test: &'s SendTest,
    /// Whether the server offers IDLE (RFC 2177).
    pub(super) idle: bool,
    /// Whether it can delete one message alone (RFC 4315).
    pub(super) uidplus: bool,
}

/// When the message was handed over, once that is known.
pub(super) struct Handed {
    coming: oneshot::Receiver<u64>,
    at_ms: Option<u64>,
}

impl Handed {
    pub(super) fn new(coming: oneshot::Receiver<u64>) -> Self {
        Self { coming, at_ms: None }
    }

    /// Waits until it is; `None` when it will not be.
    async fn wait(&mut self) -> Option<u64> {
        if self.at_ms.is_none() {
            self.at_ms = (&mut self.coming).await.ok();
        }
        self.at_ms
    }
}

/// The message, where it was found.
struct Found {
    uid: u32,
    folder: FoundIn,
    header: Vec<u8>,
}

/// One round of listening.
#[derive(Clone, Copy)]
struct Heard {
    /// When new mail was announced, in the run's time.
    announced_ms: Option<u64>,
    /// How long was listened since the message was handed over.
    for_ms: u64,
}

impl<N: Net> Finder<'_, N> {
    /// Opens the mailbox, says `ready`, and finds what is handed over then.
    pub(super) async fn run(
        &self,
        pipe: DuplexStream,
        ready: oneshot::Sender<()>,
        mut handed: Handed,
    ) -> Result<(), ReadFailure> {
        let client = async_imap::Client::new(pipe);
        // The relay answers: the log-in is over.
        let login = client.login("-", "-").await;
        let mut mail = login.map_err(|(why, _client)| read_failure(why))?;
        let inbox = self.step(mail.select("INBOX")).await?;
        let others = self.others(&mut mail).await?;
        let first = inbox.uid_next.map(|uid| format!("UID {uid}:* ")).unwrap_or_default();

        let mut ready = Some(ready);
        let mut round = 0;
        loop {
            let heard;
            (mail, heard) = self.listen(mail, &mut ready, &mut handed).await?;
            let Some(at_ms) = handed.at_ms else { break };
            round += 1;
            let is_over = self.since(at_ms) >= self.test.wait;
            if let Some(found) = self.search(&mut mail, FoundIn::Inbox, &first).await? {
                let seen_ms = heard.announced_ms.unwrap_or_else(|| self.spot.desk.now_ms());
                let idle = self.idle(heard, round);
                return self.conclude(mail, found, seen_ms.saturating_sub(at_ms), idle).await;
            }
            // Nothing else is left while the inbox may still tell of it.
            if is_over || (heard.announced_ms.is_none() && self.is_time_for_others(round)) {
                for (name, folder) in &others {
                    self.step(mail.select(name)).await?;
                    if let Some(found) = self.search(&mut mail, *folder, "").await? {
                        let after_ms = self.spot.desk.now_ms().saturating_sub(at_ms);
                        return self.conclude(mail, found, after_ms, Idle::Untold).await;
                    }
                }
                if !others.is_empty() && !is_over {
                    self.step(mail.select("INBOX")).await?;
                }
            }
            if is_over {
                let waited_ms = self.spot.desk.now_ms().saturating_sub(at_ms);
                self.spot.record(Fact::NotDelivered { waited_ms });
                break;
            }
        }
        Ok(())
    }

    /// A step of the protocol, in the time that is given to any.
    async fn step<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, ReadFailure> {
        match tokio::time::timeout_at(self.spot.deadline(), work).await {
            Ok(outcome) => outcome.map_err(read_failure),
            Err(_elapsed) => Err(ReadFailure::TimedOut),
        }
    }

    fn since(&self, at_ms: u64) -> Duration {
        Duration::from_millis(self.spot.desk.now_ms().saturating_sub(at_ms))
    }

    fn is_time_for_others(&self, round: u32) -> bool {
        self.idle || round.is_multiple_of(PAUSES_A_WINDOW)
    }

    /// The other folders that it may be in (RFC 6154).
    async fn others(&self, mail: &mut Mail) -> Result<Vec<(String, FoundIn)>, ReadFailure> {
        let names = async { mail.list(Some(""), Some("*")).await?.try_collect::<Vec<_>>().await };
        let names = self.step(names).await?;
        let with = |attribute: &NameAttribute<'_>, folder| {
            let is_it = |name: &&async_imap::types::Name| name.attributes().contains(attribute);
            names.iter().find(is_it).map(|name| (name.name().to_owned(), folder))
        };
        let junk = with(&NameAttribute::Junk, FoundIn::Junk);
        Ok(junk.into_iter().chain(with(&NameAttribute::All, FoundIn::All)).collect())
    }

    /// Listens until new mail is announced, or for a while; but not before the message is handed over.
    async fn listen(
        &self,
        mut mail: Mail,
        ready: &mut Option<oneshot::Sender<()>>,
        handed: &mut Handed,
    ) -> Result<(Mail, Heard), ReadFailure> {
        let mut say_ready = || {
            // Who is no longer there sends nothing.
            let _nobody = ready.take().map(|ready| ready.send(()));
        };
        if !self.idle {
            say_ready();
            if handed.wait().await.is_some() {
                self.spot.waiting(StepName::Delivery);
                // Who stops finds the connection closed at the next step.
                let _sooner = tokio::time::timeout(PAUSE, self.spot.stop.cancelled()).await;
                self.step(mail.noop()).await?;
            }
            return Ok((mail, Heard { announced_ms: None, for_ms: 0 }));
        }
        let mut idle = mail.idle();
        self.step(idle.init()).await?;
        say_ready();
        let mut announced_ms = None;
        let is_handed = loop {
            tokio::select! {
                biased;
                at_ms = handed.wait() => break at_ms.is_some(),
                outcome = exists(&mut idle) => {
                    outcome?;
                    announced_ms = Some(self.spot.desk.now_ms());
                }
            }
        };
        let began = Instant::now();
        if is_handed && announced_ms.is_none() {
            self.spot.waiting(StepName::Delivery);
            let window = WINDOW.min(self.test.wait);
            if let Ok(outcome) = tokio::time::timeout(window, exists(&mut idle)).await {
                outcome?;
                announced_ms = Some(self.spot.desk.now_ms());
            }
        }
        let for_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mail = self.step(idle.done()).await?;
        Ok((mail, Heard { announced_ms, for_ms }))
    }

    /// What is to be made of it that the message was found in the inbox after this. Who listened more
    /// than once cannot say when it came.
    fn idle(&self, heard: Heard, round: u32) -> Idle {
        match heard.announced_ms {
            _ if !self.idle => Idle::NotOffered,
            Some(_) => Idle::Announced,
            None if round == 1 => Idle::Silent { for_ms: heard.for_ms },
            None => Idle::Untold,
        }
    }

    /// The message, if it is in the folder that is open. No other is taken for it.
    async fn search(
        &self,
        mail: &mut Mail,
        folder: FoundIn,
        among: &str,
    ) -> Result<Option<Found>, ReadFailure> {
        let token = self.letter.token.as_str();
        let query = format!("{among}SUBJECT \"{token}\"");
        let hits = self.step(mail.uid_search(query)).await?;
        let mut uids: Vec<u32> = hits.into_iter().collect();
        uids.sort_unstable();
        for uid in uids.into_iter().rev().take(MOST_HITS) {
            let fetched = async {
                let asked = mail.uid_fetch(uid.to_string(), "(UID BODY.PEEK[HEADER])").await?;
                asked.try_collect::<Vec<Fetch>>().await
            };
            let fetched = self.step(fetched).await?;
            let headers = fetched.iter().filter(|it| it.uid == Some(uid)).filter_map(Fetch::header);
            let is_it = |header: &&[u8]| {
                let of_it =
                    |(name, value): &(String, String)| name == "subject" && value.contains(token);
                fields(header).iter().any(of_it)
            };
            if let Some(header) = headers.into_iter().find(is_it) {
                return Ok(Some(Found { uid, folder, header: header.to_vec() }));
            }
        }
        Ok(None)
    }

    /// Describes the message, and deletes it if somebody allows that.
    async fn conclude(
        &self,
        mut mail: Mail,
        found: Found,
        after_ms: u64,
        idle: Idle,
    ) -> Result<(), ReadFailure> {
        let delivered = self.described(&found, after_ms, idle);
        self.spot.record(Fact::Delivered(delivered.clone()));
        let removal = if self.may_delete(delivered).await {
            match self.delete(&mut mail, found.uid).await {
                Ok(()) if self.uidplus => Removal::Expunged,
                Ok(()) => Removal::Flagged,
                Err(why) => Removal::Failed { why },
            }
        } else {
            Removal::Kept
        };
        self.spot.record(Fact::Removed(removal));
        Ok(())
    }

    fn described(&self, found: &Found, after_ms: u64, idle: Idle) -> Delivered {
        let mut delivered = Delivered::new(found.folder, after_ms, idle);
        let fields = fields(&found.header);
        let named = |name: &'static str| {
            fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
        };
        delivered.same_id =
            named("message-id").any(|id| id == format!("<{}>", self.letter.message_id));
        delivered.received = named("received").take(MOST_STEPS).map(Received::parse).collect();
        let results = named("authentication-results").flat_map(Authentication::parse);
        delivered.authentication = results.take(MOST_STEPS).collect();
        delivered
    }

    async fn may_delete(&self, delivered: Delivered) -> bool {
        let Some(leave) = &self.test.leave else { return false };
        self.spot.waiting(StepName::Leave);
        let found = TestFound::new(self.letter.subject.clone(), delivered);
        tokio::select! {
            biased;
            () = self.spot.stop.cancelled() => false,
            may = leave.may_delete(&found) => may,
        }
    }

    /// Deletes this one message. A plain EXPUNGE would take others along that are marked.
    async fn delete(&self, mail: &mut Mail, uid: u32) -> Result<(), ReadFailure> {
        let uid = uid.to_string();
        let marked = async {
            mail.uid_store(&uid, "+FLAGS (\\Deleted)").await?.try_collect::<Vec<Fetch>>().await
        };
        self.step(marked).await?;
        if self.uidplus {
            let gone = async { mail.uid_expunge(&uid).await?.try_collect::<Vec<u32>>().await };
            self.step(gone).await?;
        }
        Ok(())
    }
}

/// Waits until the server says that there is new mail.
async fn exists(idle: &mut Handle<DuplexStream>) -> Result<(), ReadFailure> {
    loop {
        let (wait, _stop) = idle.wait_with_timeout(FOREVER);
        match wait.await.map_err(read_failure)? {
            IdleResponse::NewData(data) => {
                if let Response::MailboxData(MailboxDatum::Exists(_)) = data.parsed() {
                    return Ok(());
                }
            }
            // Nobody interrupts it, so this is the end.
            IdleResponse::ManualInterrupt => return Err(ReadFailure::Closed),
            IdleResponse::Timeout => {}
        }
    }
}

/// What an error of the library means to a reader.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is long and grows; the rest is kept in words"
)]
fn read_failure(why: Error) -> ReadFailure {
    match why {
        Error::ConnectionLost => ReadFailure::Closed,
        other => ReadFailure::Garbled { text: ServerText::from(other.to_string()) },
    }
}

/// How long IDLE is listened to in a row, before the server is asked. Servers that look after mail at
/// intervals do so every 10 s to 30 s.
const WINDOW: Duration = Duration::from_secs(10);
/// Between one question and the next, where there is no IDLE.
const PAUSE: Duration = Duration::from_secs(2);
/// So many of them are as long as a window.
const PAUSES_A_WINDOW: u32 = 5;
/// Longer than anything here.
const FOREVER: Duration = Duration::from_hours(24);
/// Messages looked at that are said to have the token; there is one.
const MOST_HITS: usize = 3;
/// Steps kept of a message's way, and of what was made of its sender.
const MOST_STEPS: usize = 20;
