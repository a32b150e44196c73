//! Lines said and heard on one connection: bounded, and shown with secrets masked.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::desk::{Spot, until};
use super::masking::{Kept, MIN_ENCODED_OCTETS, MIN_SECRET_OCTETS, mask};
use super::watch::Event;
use crate::evidence::{Fact, ReadFailure, Stage};
use crate::model::{ServerText, Service};
use crate::net::Net;
use crate::net::tls::CarriesSecrets;
use crate::wire::imap::{Response, literal};
use crate::wire::pop3::timestamp;
use crate::wire::sasl::Channel;

/// A connection that speaks lines.
pub(super) struct Dialogue<'s, N: Net, S> {
    pub(super) spot: &'s Spot<'s, N>,
    stream: S,
    /// Has what is awaited stop.
    stop: CancellationToken,
    heard: Heard<'s, N>,
    tags: Tags,
    /// The capabilities that the server listed on this connection, at each stage.
    listed: Vec<(Stage, Vec<ServerText>)>,
    /// What stands in a POP3 greeting on this very connection, inside TLS, and says that there is APOP
    /// (RFC 1939 §7). What was said in clear is forgotten when TLS begins (RFC 2595 §4).
    timestamp: Option<String>,
}

/// What came over a connection, and who is told of it. In the end that is what nobody has read.
struct Heard<'s, N: Net> {
    spot: &'s Spot<'s, N>,
    encrypted: bool,
    buffer: Vec<u8>,
    /// Octets of the buffer that are known to hold no line end.
    searched: usize,
    /// Octets read over the whole connection.
    total: usize,
    /// The last line as it came, before anything in it was masked.
    last: Zeroizing<Vec<u8>>,
    /// What must not be kept when the server says it back to us.
    secrets: Vec<Kept>,
    /// The connection goes on as another dialogue.
    goes_on: bool,
    /// The first thing that went wrong.
    failed: Option<ReadFailure>,
}

impl<N: Net> Heard<'_, N> {
    /// Masks what came and tells it.
    fn told(&self, mut octets: Vec<u8>) -> Vec<u8> {
        for kept in &self.secrets {
            mask(&mut octets, kept);
        }
        self.show(false, ServerText::from_bytes(without_end(&octets)).as_str(), &octets);
        octets
    }

    fn show(&self, client: bool, line: &str, octets: &[u8]) {
        let (place, encrypted) = (self.spot.place, self.encrypted);
        self.spot.desk.tell(&Event::Said { place, client, encrypted, line, octets });
    }
}

impl<N: Net> Drop for Heard<'_, N> {
    fn drop(&mut self) {
        if !self.buffer.is_empty() {
            let unread = std::mem::take(&mut self.buffer);
            self.told(unread);
        }
        if !self.goes_on {
            let (place, why) = (self.spot.place, self.failed.as_ref());
            self.spot.desk.tell(&Event::Closed { place, why });
        }
    }
}

/// IMAP's tags on one connection. An answer that was sent before its command must not be taken for
/// one, so they begin with letters that nobody can guess.
#[derive(Debug)]
struct Tags {
    letters: String,
    used: u32,
}

impl Tags {
    fn new() -> Self {
        // The seed of the standard library's hash tables is random, and enough for this.
        let mut seed = RandomState::new().build_hasher().finish();
        let letters = (0..TAG_LETTERS).map(|_| {
            let letter = char::from(b'a' + u8::try_from(seed % 26).unwrap_or_default());
            seed /= 26;
            letter
        });
        Self { letters: letters.collect(), used: 0 }
    }

    fn next(&mut self) -> String {
        self.used += 1;
        format!("{}{}", self.letters, self.used)
    }
}

/// Some twelve million beginnings of a tag.
const TAG_LETTERS: usize = 5;

impl<'s, N: Net, S: AsyncRead + AsyncWrite + Unpin> Dialogue<'s, N, S> {
    pub(super) fn new(spot: &'s Spot<'s, N>, stream: S, encrypted: bool) -> Self {
        let heard = Heard {
            spot,
            encrypted,
            buffer: Vec::new(),
            searched: 0,
            total: 0,
            last: Zeroizing::default(),
            secrets: Vec::new(),
            goes_on: false,
            failed: None,
        };
        let (stop, tags) = (spot.stop.clone(), Tags::new());
        Self { spot, stream, stop, heard, tags, listed: Vec::new(), timestamp: None }
    }

    /// Reads the next line, without its line end, which may be a bare LF.
    pub(super) async fn line(&mut self, deadline: Instant) -> Result<Vec<u8>, ReadFailure> {
        let mut line = self.whole_line(deadline).await?;
        line.truncate(without_end(&line).len());
        Ok(line)
    }

    /// Reads the next line together with its line end. Nothing is lost where this is dropped halfway.
    pub(super) async fn whole_line(&mut self, deadline: Instant) -> Result<Vec<u8>, ReadFailure> {
        let end = loop {
            let heard = &mut self.heard;
            let fresh = heard.buffer.get(heard.searched..).unwrap_or_default();
            if let Some(at) = fresh.iter().position(|octet| *octet == b'\n') {
                break heard.searched + at;
            }
            heard.searched = heard.buffer.len();
            if heard.buffer.len() > MAX_LINE_OCTETS {
                return Err(self.fails(ReadFailure::TooLong { octets: self.heard.total }));
            }
            self.fill(deadline).await?;
        };
        self.heard.searched = 0;
        let line: Vec<u8> = self.heard.buffer.drain(..=end).collect();
        self.heard.last = Zeroizing::new(line.clone());
        Ok(self.heard.told(line))
    }

    /// Masks this in whatever the server says from now on. Some say a command back that they do not
    /// like, credentials and all.
    pub(super) fn keep_secret(&mut self, secret: &str) {
        self.keep(secret, secret.len());
    }

    /// The same for what no ordinary words are a part of, so that parts of it are masked, too.
    pub(super) fn keep_encoded_secret(&mut self, secret: &str) {
        self.keep(secret, secret.len().min(MIN_ENCODED_OCTETS));
    }

    /// The last line as it came, for an exchange alone: what is masked in a challenge could not be
    /// answered, be it a secret or only like a part of one.
    pub(super) fn unmasked(&self) -> &[u8] {
        without_end(&self.heard.last)
    }

    /// What was read from an unmasked line, masked.
    pub(super) fn masked(&self, text: &ServerText) -> ServerText {
        let mut octets = text.as_str().as_bytes().to_vec();
        for kept in &self.heard.secrets {
            mask(&mut octets, kept);
        }
        ServerText::from_bytes(&octets)
    }

    fn keep(&mut self, secret: &str, least: usize) {
        if secret.len() >= MIN_SECRET_OCTETS {
            self.heard.secrets.push(Kept::new(secret, least));
        }
    }

    /// Reads the next IMAP line together with the literals in it (RFC 9051 §4.3). The text of a status
    /// response is for people and has none, whatever it looks like (RFC 9051 §9, `resp-text`).
    pub(super) async fn imap_line(&mut self, deadline: Instant) -> Result<Vec<u8>, ReadFailure> {
        let mut whole = self.line(deadline).await?;
        if is_for_people(&whole) {
            return Ok(whole);
        }
        let mut announced = literal(&whole);
        while let Some(octets) = announced {
            let octets = usize::try_from(octets).unwrap_or(usize::MAX);
            if octets > MAX_LINE_OCTETS || whole.len() > MAX_LINE_OCTETS {
                return Err(self.fails(ReadFailure::TooLong { octets }));
            }
            while self.heard.buffer.len() < octets {
                self.fill(deadline).await?;
            }
            let inside = self.heard.buffer.drain(..octets).collect();
            whole.extend(self.heard.told(inside));
            let rest = self.line(deadline).await?;
            announced = literal(&rest);
            whole.extend(rest);
        }
        Ok(whole)
    }

    async fn fill(&mut self, deadline: Instant) -> Result<(), ReadFailure> {
        self.hear(deadline).await.map_err(|why| self.fails(why))
    }

    /// Reads what comes next.
    async fn hear(&mut self, deadline: Instant) -> Result<(), ReadFailure> {
        if self.heard.total > MAX_CONNECTION_OCTETS {
            return Err(ReadFailure::TooLong { octets: self.heard.total });
        }
        let mut chunk = [0; 4096];
        let octets = match until(deadline, &self.stop, self.stream.read(&mut chunk)).await? {
            Ok(0) => return Err(ReadFailure::Closed),
            Ok(octets) => octets,
            Err(why) => return Err(read_failure(&why)),
        };
        self.heard.total += octets;
        self.heard.buffer.extend_from_slice(chunk.get(..octets).unwrap_or_default());
        Ok(())
    }

    /// Remembers how it ended.
    pub(super) fn fails(&mut self, why: ReadFailure) -> ReadFailure {
        self.heard.failed.get_or_insert(why).clone()
    }

    /// Says a command; the line end is added.
    pub(super) async fn say(&mut self, command: &str) -> Result<(), ReadFailure> {
        self.say_secret(command, command).await
    }

    /// Says a command that is shown in another form.
    pub(super) async fn say_secret(
        &mut self,
        command: &str,
        shown: &str,
    ) -> Result<(), ReadFailure> {
        let line = Zeroizing::new(format!("{command}\r\n"));
        let deadline = self.spot.deadline();
        let stream = &mut self.stream;
        // One write, so that the command leaves in one segment.
        let write = async {
            stream.write_all(line.as_bytes()).await?;
            stream.flush().await
        };
        let written = match until(deadline, &self.stop, write).await {
            Ok(written) => written,
            Err(cut) => return Err(self.fails(cut.into())),
        };
        self.show(shown);
        written.map_err(|why| self.fails(read_failure(&why)))
    }

    /// Waits until a moment. Says what ended the connection before, if anything did.
    pub(super) async fn stays(&mut self, until: Instant) -> Result<(), ReadFailure> {
        loop {
            match self.hear(until).await {
                Ok(()) => {}
                Err(ReadFailure::TimedOut | ReadFailure::Stopped) => return Ok(()),
                Err(why) => return Err(self.fails(why)),
            }
        }
    }

    /// Whether what is awaited from now on gets a moment more when the run is stopped, as a log-in that was begun
    /// is better ended than broken off.
    pub(super) fn outlasts_the_run(&mut self, outlasts: bool) {
        let stop = if outlasts { &self.spot.desk.late } else { &self.spot.stop };
        self.stop = stop.clone();
    }

    /// Says goodbye, and waits until the server has hung up: then it counts this connection no more.
    /// Says whether the server could still be told.
    pub(super) async fn part(mut self, command: &str) -> bool {
        let told = self.tell_goodbye(command, false).await;
        // A server that is still answering would take what is closed for broken off, and read no goodbye.
        self.outlasts_the_run(true);
        let patience = Instant::now() + PARTING_PATIENCE;
        // Nothing that comes now is awaited but the end.
        while told && self.hear(patience).await.is_ok() {}
        self.hang_up().await;
        told
    }

    /// Says goodbye and hangs up, without waiting and even when the run is being stopped. Says whether
    /// the server could still be told.
    pub(super) async fn say_goodbye(mut self, command: &str) -> bool {
        self.tell_goodbye(command, true).await
    }

    /// Hangs up without a word, where the server would not take it for a goodbye. TLS is closed as it should be (RFC
    /// 8446 §6.1).
    pub(super) async fn hang_up(mut self) {
        // Who hung up first has no need of it.
        let _hung_up = tokio::time::timeout(GOODBYE_PATIENCE, self.stream.shutdown()).await;
    }

    async fn tell_goodbye(&mut self, command: &str, hangs_up: bool) -> bool {
        let line = format!("{command}\r\n");
        let stream = &mut self.stream;
        let write = async {
            stream.write_all(line.as_bytes()).await?;
            stream.flush().await?;
            if hangs_up { stream.shutdown().await } else { Ok(()) }
        };
        // Who hung up first needs no goodbye.
        let told = matches!(tokio::time::timeout(GOODBYE_PATIENCE, write).await, Ok(Ok(())));
        if told {
            self.show(command);
        }
        told
    }

    /// Records a list of capabilities, and whether it came without being asked for.
    pub(super) fn list(&mut self, stage: Stage, list: Vec<ServerText>, unasked: bool) {
        self.listed.push((stage, list.clone()));
        self.spot.record(Fact::Capabilities { stage, list, unasked });
    }

    /// The first list that came at this stage.
    pub(super) fn listed(&self, stage: Stage) -> Option<Vec<ServerText>> {
        let first = self.listed.iter().find(|(at, _)| *at == stage);
        first.map(|(_, list)| list.clone())
    }

    /// A tag that was not used on this connection, and that the server cannot know beforehand.
    pub(super) fn tag(&mut self) -> String {
        self.tags.next()
    }

    /// What an exchange over this connection can be bound to.
    pub(super) fn channel(&self) -> Channel
    where
        S: CarriesSecrets,
    {
        self.stream.channel()
    }

    /// Keeps what a greeting says of APOP.
    pub(super) fn keep_timestamp(&mut self, greeting: &[u8]) {
        if self.heard.encrypted && self.spot.endpoint.service == Service::Pop3 {
            let greeting = ServerText::from_bytes(greeting);
            self.timestamp = timestamp(greeting.as_str()).map(str::to_owned);
        }
    }

    /// The timestamp for APOP, where there is one.
    pub(super) fn timestamp(&self) -> Option<&str> {
        self.timestamp.as_deref()
    }

    /// What came and was not read yet.
    pub(super) fn leftover(&self) -> Option<ServerText> {
        let unread = &self.heard.buffer;
        (!unread.is_empty()).then(|| ServerText::from_bytes(unread))
    }

    /// The same, line by line.
    pub(super) fn unread_lines(&self) -> Vec<ServerText> {
        let lines = self.heard.buffer.split(|octet| *octet == b'\n').map(without_end);
        lines.filter(|line| !line.is_empty()).map(ServerText::from_bytes).collect()
    }

    /// The connection itself. What came and was not read is dropped, as RFC 3207 §4.2 and RFC 9051
    /// §6.2.1 ask for.
    pub(super) fn into_stream(mut self) -> S {
        self.heard.goes_on = true;
        self.stream
    }

    /// Tells of what was said, line by line.
    fn show(&self, shown: &str) {
        for line in shown.split("\r\n") {
            self.heard.show(true, line, format!("{line}\r\n").as_bytes());
        }
    }
}

/// What an error of the operating system means to a reader.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system's list is long and grows; the rest is kept in words"
)]
pub(super) fn read_failure(why: &io::Error) -> ReadFailure {
    match why.kind() {
        io::ErrorKind::UnexpectedEof => ReadFailure::Closed,
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => ReadFailure::Reset,
        _other => ReadFailure::Other { text: why.to_string() },
    }
}

fn is_for_people(line: &[u8]) -> bool {
    match Response::parse(line) {
        Ok(Response::Continuation(_) | Response::Status(_) | Response::Tagged { .. }) => true,
        Ok(Response::Capability(_) | Response::Untagged(_)) | Err(_) => false,
    }
}

/// A line without its end, which may be a bare LF.
fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Longest line read, literals included. Servers' longest lines, their lists of capabilities, are
/// below 4 KiB.
const MAX_LINE_OCTETS: usize = 64 * 1024;
/// Most octets read from one connection; a dialogue of ours needs less than 20 KiB.
const MAX_CONNECTION_OCTETS: usize = 512 * 1024;
/// How long a goodbye may take. It is one small write.
const GOODBYE_PATIENCE: std::time::Duration = std::time::Duration::from_millis(300);
/// How long a server may take to hang up after it. It is a round trip, for most.
const PARTING_PATIENCE: std::time::Duration = std::time::Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::evidence::Place;
    use crate::net::Internet;
    use crate::probe::desk::Desk;
    use crate::probe::gate::Gate;
    use crate::probe::{Account, Plan};

    /// In a line, in a literal, and in what nobody has read; and all of it is told.
    #[tokio::test]
    async fn no_secret_is_told() -> Result<(), Box<dyn std::error::Error>> {
        let net = Internet::builder().nameserver(([127, 0, 0, 1], 9).into()).build()?;
        let plan = Plan::new(Account::new());
        let told = Mutex::new(Vec::new());
        let watch = |event: &Event<'_>| {
            let mut told = told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match event {
                Event::Said { octets, line, .. } => {
                    assert!(!line.contains("hunter2"), "{line}");
                    told.extend_from_slice(octets);
                }
                Event::Closed { why, .. } => told.extend(format!("{why:?}").bytes()),
                Event::Held { .. } | Event::Observed(_) | Event::Waiting { .. } => {}
            }
        };
        let desk = Desk::new(&net, &plan, Gate::new(1, 0), Some(&watch));
        let endpoint = crate::model::Endpoint::parse(Service::Imap, "a.example")?;
        let (place, stop) = (Place::default(), CancellationToken::new());
        let spot = Spot { desk: &desk, endpoint: &endpoint, place, stop };
        let (stream, mut server) = tokio::io::duplex(1024);
        server.write_all(b"* X hunter2 {9}\r\nx hunter2 \n* BYE hunter2").await?;
        drop(server);
        let mut talk = Dialogue::new(&spot, stream, true);
        talk.keep_secret("hunter2");
        let line = talk.imap_line(spot.deadline()).await;
        assert_eq!(line, Ok(b"* X *** {9}x *** ".to_vec()));
        assert_eq!(talk.line(spot.deadline()).await, Err(ReadFailure::Closed));
        drop(talk);
        let told = told.lock().map(|told| told.clone()).unwrap_or_default();
        let expected = "* X *** {9}\r\nx *** \n* BYE ***Some(Closed)";
        assert_eq!(String::from_utf8(told)?, expected);
        Ok(())
    }
}
