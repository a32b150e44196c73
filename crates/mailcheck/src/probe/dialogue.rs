//! Lines said and heard on one connection: bounded, and shown with secrets masked.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::desk::Spot;
use super::watch::Event;
use crate::evidence::ReadFailure;
use crate::model::ServerText;
use crate::net::Net;
use crate::wire::imap::literal;

/// A connection that speaks lines.
pub(super) struct Dialogue<'s, N, S> {
    pub(super) spot: &'s Spot<'s, N>,
    stream: S,
    buffer: Vec<u8>,
    /// Octets of the buffer that are known to hold no line end.
    searched: usize,
    /// Octets read over the whole connection.
    total: usize,
    encrypted: bool,
    tags: u32,
    /// What must not be kept when the server says it back to us.
    secrets: Vec<Zeroizing<String>>,
}

impl<'s, N: Net, S: AsyncRead + AsyncWrite + Unpin> Dialogue<'s, N, S> {
    pub(super) fn new(spot: &'s Spot<'s, N>, stream: S, encrypted: bool) -> Self {
        let (buffer, searched, total, tags, secrets) = (Vec::new(), 0, 0, 0, Vec::new());
        Self { spot, stream, buffer, searched, total, encrypted, tags, secrets }
    }

    /// Reads the next line, without its line end, which may be a bare LF.
    pub(super) async fn line(&mut self, deadline: Instant) -> Result<Vec<u8>, ReadFailure> {
        let end = loop {
            let fresh = self.buffer.get(self.searched..).unwrap_or_default();
            if let Some(at) = fresh.iter().position(|octet| *octet == b'\n') {
                break self.searched + at;
            }
            self.searched = self.buffer.len();
            if self.buffer.len() > MAX_LINE_OCTETS {
                return Err(ReadFailure::TooLong { octets: self.total });
            }
            self.fill(deadline).await?;
        };
        self.searched = 0;
        let mut line: Vec<u8> = self.buffer.drain(..=end).collect();
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        for secret in &self.secrets {
            mask(&mut line, secret.as_bytes());
        }
        self.show(false, ServerText::from_bytes(&line).as_str());
        Ok(line)
    }

    /// Masks this in whatever the server says from now on. Some say a command back that they do not
    /// like, credentials and all.
    pub(super) fn keep_secret(&mut self, secret: &str) {
        if secret.len() >= MIN_SECRET_OCTETS {
            self.secrets.push(Zeroizing::new(secret.to_owned()));
        }
    }

    /// Reads the next IMAP line together with the literals in it (RFC 9051 §4.3).
    pub(super) async fn imap_line(&mut self, deadline: Instant) -> Result<Vec<u8>, ReadFailure> {
        let mut whole = self.line(deadline).await?;
        while let Some(octets) = literal(&whole) {
            let octets = usize::try_from(octets).unwrap_or(usize::MAX);
            if octets > MAX_LINE_OCTETS || whole.len() > MAX_LINE_OCTETS {
                return Err(ReadFailure::TooLong { octets });
            }
            while self.buffer.len() < octets {
                self.fill(deadline).await?;
            }
            whole.extend(self.buffer.drain(..octets));
            whole.extend(self.line(deadline).await?);
        }
        Ok(whole)
    }

    async fn fill(&mut self, deadline: Instant) -> Result<(), ReadFailure> {
        if self.total > MAX_CONNECTION_OCTETS {
            return Err(ReadFailure::TooLong { octets: self.total });
        }
        let mut chunk = [0; 4096];
        let read = self.spot.until(deadline, self.stream.read(&mut chunk)).await;
        let octets = read.map_err(ReadFailure::from)?.map_err(|why| read_failure(&why))?;
        if octets == 0 {
            return Err(ReadFailure::Closed);
        }
        self.total += octets;
        self.buffer.extend_from_slice(chunk.get(..octets).unwrap_or_default());
        Ok(())
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
        let written = self.spot.until(deadline, write).await.map_err(ReadFailure::from)?;
        for part in shown.split("\r\n") {
            self.show(true, part);
        }
        written.map_err(|why| read_failure(&why))
    }

    /// Says goodbye and hangs up, without waiting and even when the run is being stopped. Says whether
    /// the server could still be told.
    pub(super) async fn say_goodbye(mut self, command: &str) -> bool {
        let line = format!("{command}\r\n");
        let stream = &mut self.stream;
        let write = async {
            stream.write_all(line.as_bytes()).await?;
            stream.flush().await?;
            stream.shutdown().await
        };
        // Who hung up first needs no goodbye.
        let told = matches!(tokio::time::timeout(GOODBYE_PATIENCE, write).await, Ok(Ok(())));
        if told {
            self.show(true, command);
        }
        told
    }

    /// A tag that was not used on this connection.
    pub(super) fn tag(&mut self) -> String {
        self.tags += 1;
        format!("a{}", self.tags)
    }

    /// What came and was not read yet.
    pub(super) fn leftover(&self) -> Option<ServerText> {
        (!self.buffer.is_empty()).then(|| ServerText::from_bytes(&self.buffer))
    }

    /// The connection itself. What came and was not read is dropped, as RFC 3207 §4.2 and RFC 9051
    /// §6.2.1 ask for.
    pub(super) fn into_stream(self) -> S {
        self.stream
    }

    fn show(&self, client: bool, line: &str) {
        let (place, encrypted) = (self.spot.place, self.encrypted);
        self.spot.desk.tell(&Event::Said { place, client, encrypted, line });
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

/// Replaces a secret wherever it stands in a line.
fn mask(line: &mut Vec<u8>, secret: &[u8]) {
    while let Some(at) = line.windows(secret.len()).position(|part| part == secret) {
        line.splice(at..at + secret.len(), *b"***");
    }
}

/// Shorter than this a secret cannot be told from ordinary words.
const MIN_SECRET_OCTETS: usize = 4;
/// Longest line read, literals included. Servers' longest lines, their lists of capabilities, are
/// below 4 KiB.
const MAX_LINE_OCTETS: usize = 64 * 1024;
/// Most octets read from one connection; a dialogue of ours needs less than 20 KiB.
const MAX_CONNECTION_OCTETS: usize = 512 * 1024;
/// How long a goodbye may take. It is one small write.
const GOODBYE_PATIENCE: std::time::Duration = std::time::Duration::from_millis(300);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_said_back_is_masked() {
        let mut line = b"a1 BAD no AUTHENTICATE PLAIN c2VjcmV0 or c2VjcmV0".to_vec();
        mask(&mut line, b"c2VjcmV0");
        assert_eq!(line, b"a1 BAD no AUTHENTICATE PLAIN *** or ***");
    }
}
