//! A stream as lines in, bytes out: bounded in length and in patience, and written to the log.

use std::io;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::log::Ending;
use crate::log::Event;
use crate::log::Scribe;
use crate::sasl::Bindings;

/// Longest line, and longest literal, that a client may send, in octets.
pub(crate) const MAX_OCTETS: usize = 64 * 1024;

/// Longest wait for a client, to speak or to read, on tokio's clock. RFC 9051 §5.4 and RFC 5321
/// §4.5.3.2 ask for more; a test that needs more than this is stuck.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Longest wait for a client to go once the server has said that it leaves.
const FAREWELL: Duration = Duration::from_secs(2);

/// How much is read at once, in octets.
const CHUNK_OCTETS: usize = 4 * 1024;

/// One direction of lines, one of bytes.
#[derive(Debug)]
pub(crate) struct Lines<S> {
    stream: S,
    unread: Vec<u8>,
    scribe: Scribe,
    /// Before everything that is sent.
    latency: Duration,
    bindings: Bindings,
    /// The last line, without its end.
    heard: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Lines<S> {
    /// `unread` is taken for something that the client sent, before anything on `stream`.
    pub(crate) fn new(stream: S, unread: Vec<u8>, scribe: Scribe) -> Self {
        let (latency, bindings, heard) = Default::default();
        Self { stream, unread, scribe, latency, bindings, heard }
    }

    /// The same with a time that passes before everything that is sent.
    pub(crate) fn with_latency(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    /// The same with what a log-in can be bound to.
    pub(crate) fn with_bindings(self, bindings: Bindings) -> Self {
        Self { bindings, ..self }
    }

    /// What a log-in can be bound to; nothing in clear.
    pub(crate) fn bindings(&self) -> &Bindings {
        &self.bindings
    }

    pub(crate) fn scribe(&self) -> &Scribe {
        &self.scribe
    }

    /// The stream, and what was read from it but not yet looked at.
    pub(crate) fn into_parts(self) -> (S, Vec<u8>) {
        (self.stream, self.unread)
    }

    /// The next line without its end, which may be a bare LF.
    pub(crate) async fn line(&mut self) -> Result<Vec<u8>, Ending> {
        let mut searched = 0;
        let end = loop {
            if let Some(at) = self.unread[searched..].iter().position(|&byte| byte == b'\n') {
                break searched + at + 1;
            }
            if self.unread.len() >= MAX_OCTETS {
                return Err(Ending::TooLong);
            }
            searched = self.unread.len();
            self.fill().await?;
        };
        let mut line: Vec<u8> = self.unread.drain(..end).collect();
        self.scribe.note(Event::Line(line.clone()));
        line.truncate(line.strip_suffix(b"\r\n").map_or(end - 1, <[u8]>::len));
        self.heard.clone_from(&line);
        Ok(line)
    }

    /// The last line that the client sent, without its end.
    pub(crate) fn heard(&self) -> &[u8] {
        &self.heard
    }

    /// The next `octets` octets, whatever they are.
    pub(crate) async fn literal(&mut self, octets: usize) -> Result<Vec<u8>, Ending> {
        if octets > MAX_OCTETS {
            return Err(Ending::TooLong);
        }
        self.large_literal(octets).await
    }

    /// The next `octets` octets, of which the caller knows that they are not too many.
    pub(crate) async fn large_literal(&mut self, octets: usize) -> Result<Vec<u8>, Ending> {
        while self.unread.len() < octets {
            self.fill().await?;
        }
        let literal: Vec<u8> = self.unread.drain(..octets).collect();
        self.scribe.note(Event::Literal(literal.clone()));
        Ok(literal)
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) -> Result<(), Ending> {
        if !self.latency.is_zero() {
            sleep(self.latency).await;
        }
        let sending = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        timeout(PATIENCE, sending).await.map_err(|_| Ending::TimedOut)?.map_err(ending)
    }

    /// Sends `chunk` over and over until the client goes, or for as long as patience lasts.
    pub(crate) async fn flood(&mut self, chunk: &[u8]) -> Ending {
        let flooding = async {
            loop {
                if let Err(why) = self.send(chunk).await {
                    return why;
                }
            }
        };
        timeout(PATIENCE, flooding).await.unwrap_or(Ending::TimedOut)
    }

    /// Says nothing, and writes down what the client says, until one of the two has enough.
    pub(crate) async fn keep_silent(&mut self) -> Ending {
        loop {
            if let Err(why) = self.line().await {
                return why;
            }
        }
    }

    /// Reads whatever comes, lines or not, and answers nothing.
    pub(crate) async fn ignore(&mut self) -> Ending {
        loop {
            self.unread.clear();
            if let Err(why) = self.fill().await {
                return why;
            }
        }
    }

    /// Sends back whatever comes, at once, and writes down what of it is lines.
    pub(crate) async fn echo(&mut self) -> Ending {
        let mut begun = Vec::new();
        loop {
            if self.unread.is_empty()
                && let Err(why) = self.fill().await
            {
                return why;
            }
            let octets = std::mem::take(&mut self.unread);
            if let Err(why) = self.send(&octets).await {
                return why;
            }
            begun.extend_from_slice(&octets);
            while let Some(end) = begun.iter().position(|&octet| octet == b'\n') {
                self.scribe.note(Event::Line(begun.drain(..=end).collect()));
            }
            if begun.len() > MAX_OCTETS {
                begun.clear();
            }
        }
    }

    /// Waits until the client has said anything.
    pub(crate) async fn hear(&mut self) -> Result<(), Ending> {
        if self.unread.is_empty() { self.fill().await } else { Ok(()) }
    }

    /// Ends the sending side, with TLS' own goodbye where there is TLS, and waits a little for the
    /// client to go: closing over unread bytes would be a reset, which can overtake last words.
    pub(crate) async fn close(&mut self) {
        let closing = async {
            // The client may be gone already, which is no news to anybody.
            let _ = self.stream.shutdown().await;
            self.ignore().await
        };
        let _ = timeout(FAREWELL, closing).await;
    }

    async fn fill(&mut self) -> Result<(), Ending> {
        self.unread.reserve(CHUNK_OCTETS);
        let reading = self.stream.read_buf(&mut self.unread);
        match timeout(PATIENCE, reading).await {
            Err(_) => Err(Ending::TimedOut),
            Ok(Ok(0)) => Err(Ending::ByClient),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(why)) => Err(ending(why)),
        }
    }
}

/// A client that hangs up without a word is a client that closed, not a broken connection.
#[expect(clippy::needless_pass_by_value, reason = "used as a function of `map_err`")]
fn ending(why: io::Error) -> Ending {
    use io::ErrorKind::BrokenPipe;
    use io::ErrorKind::ConnectionAborted;
    use io::ErrorKind::ConnectionReset;
    use io::ErrorKind::UnexpectedEof;
    let gone = [BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof];
    if gone.contains(&why.kind()) { Ending::ByClient } else { Ending::Broken(why.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Log;
    use crate::port::Port;

    #[tokio::test]
    async fn lines_are_the_same_however_they_are_cut() {
        let scribe = Scribe {
            log: Log::new(usize::MAX),
            connection: 1,
            door: Port::ImapTls.into(),
            peer: std::net::Ipv4Addr::LOCALHOST.into(),
        };
        let sent = b"a1 NOOP\r\nbare\nabcdef\r\n";
        for cut in 0..sent.len() {
            let (mut client, server) = tokio::io::duplex(1024);
            let mut lines = Lines::new(server, Vec::new(), scribe.clone());
            let (head, tail) = sent.split_at(cut);
            let speak = async {
                client.write_all(head).await.unwrap();
                tokio::task::yield_now().await;
                client.write_all(tail).await.unwrap();
            };
            let listen = async {
                assert_eq!(lines.line().await.unwrap(), b"a1 NOOP");
                assert_eq!(lines.line().await.unwrap(), b"bare");
                assert_eq!(lines.literal(4).await.unwrap(), b"abcd");
                assert_eq!(lines.line().await.unwrap(), b"ef");
            };
            tokio::join!(speak, listen);
        }
    }
}
