//! What clients did, in the order in which it was seen.
//!
//! Nothing is masked: this is a tool for tests, and its accounts are invented.

mod follower;
mod shape;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::dns::Transport;
use crate::port::Port;

pub use follower::Follower;

/// One thing that happened on one connection.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Since the provider was started, on tokio's clock (which a test can pause).
    pub at: Duration,
    /// Counts from 1 in the order in which connections were accepted; 0 for a DNS query.
    pub connection: u64,
    /// Which door the client used.
    pub door: Door,
    /// Where the client came from.
    pub peer: IpAddr,
    /// What it did.
    pub event: Event,
}

impl Entry {
    /// The text of a line that the client sent, without its end; `None` for any other event.
    ///
    /// Bytes that are not UTF-8 are replaced. [`Event::Line`] has them as they came.
    pub fn line(&self) -> Option<Cow<'_, str>> {
        let Event::Line(bytes) = &self.event else { return None };
        let end = bytes.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |last| last + 1);
        Some(String::from_utf8_lossy(&bytes[..end]))
    }
}

/// Where a client came in.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Door {
    /// The DNS server.
    Dns,
    /// The web server, in clear.
    Http,
    /// The web server, inside TLS.
    Https,
    /// A mail service.
    Mail(Port),
}

impl Door {
    /// `dns`, `http`, `https`, or the [name of the port](Port::name).
    pub fn name(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Http => "http",
            Self::Https => "https",
            Self::Mail(port) => port.name(),
        }
    }
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Port> for Door {
    fn from(port: Port) -> Self {
        Self::Mail(port)
    }
}

/// What a client did, or what became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A TCP connection was accepted.
    Connected,
    /// The TLS handshake is complete.
    TlsEstablished {
        /// For example `TLSv1_3`.
        version: String,
        /// For example `TLS13_AES_256_GCM_SHA384`.
        cipher_suite: String,
        /// The server name that the client asked for.
        server_name: Option<String>,
    },
    /// The TLS handshake failed, in the words of the TLS library.
    TlsFailed(String),
    /// One line exactly as received, with its end.
    Line(Vec<u8>),
    /// The octets of an IMAP literal, or of a chunk of mail; a long one in several parts.
    Literal(Vec<u8>),
    /// A credential was taken.
    LoginAccepted {
        /// `LOGIN` for the IMAP command, else the SASL mechanism.
        mechanism: &'static str,
        /// The name as the client sent it.
        user: String,
    },
    /// A credential was looked at and not taken, for whatever reason.
    LoginRejected {
        /// `LOGIN` for the IMAP command, else the SASL mechanism.
        mechanism: &'static str,
        /// The name as the client sent it.
        user: String,
    },
    /// A message came for an account here, and is in its INBOX.
    MailDelivered {
        /// The sender in the envelope; empty for none.
        from: String,
        /// The recipient in the envelope.
        to: String,
    },
    /// A message for somebody elsewhere was accepted and thrown away.
    MailDropped {
        /// The sender in the envelope; empty for none.
        from: String,
        /// The recipient in the envelope.
        to: String,
    },
    /// The DNS server was asked.
    Query {
        /// The name as the client sent it, without its last dot.
        name: String,
        /// For example `SRV`.
        kind: String,
        /// How it came.
        transport: Transport,
    },
    /// A web page was asked for.
    Request {
        /// For example `GET`.
        method: String,
        /// The host that the client asks for, without a port; empty if it does not say.
        host: String,
        /// The path with its query, if there is one.
        path: String,
        /// Whether it came through TLS.
        https: bool,
    },
    /// The connection is over.
    Closed(Ending),
}

/// How a connection ended.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Ending {
    /// The operating system or the TLS library reports an error.
    Broken(String),
    /// The client closed it.
    ByClient,
    /// The server closed it: after a goodbye, or because a scenario says so.
    ByServer,
    /// The server broke it off by a reset.
    Reset,
    /// The provider was stopped.
    Stopped,
    /// The client sent a line or a literal above the limit.
    TooLong,
    /// The client said, or read, nothing for a minute.
    TimedOut,
}

/// The log of a provider; clones write to the same one.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    began: Instant,
    book: Arc<Mutex<Book>>,
    news: watch::Sender<()>,
}

impl Log {
    /// Keeps the last so many entries.
    pub(crate) fn new(most: usize) -> Self {
        let book = Book { entries: VecDeque::new(), dropped: 0, most };
        let (news, _) = watch::channel(());
        Self { began: Instant::now(), book: Arc::new(Mutex::new(book)), news }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    /// Reads what will be written from now on.
    pub(crate) fn follow(&self) -> Follower {
        let next = {
            let book = self.lock();
            book.dropped + book.entries.len() as u64
        };
        let (book, news) = (Arc::clone(&self.book), self.news.subscribe());
        Follower { book, news, next, missed: 0 }
    }

    fn write(&self, entry: Entry) {
        self.lock().write(entry);
        self.news.send_replace(());
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is kept of the log.
#[derive(Debug)]
struct Book {
    entries: VecDeque<Entry>,
    /// How many are not kept any more.
    dropped: u64,
    /// How many are kept.
    most: usize,
}

impl Book {
    fn write(&mut self, entry: Entry) {
        self.entries.push_back(entry);
        if self.entries.len() > self.most {
            self.entries.pop_front();
            self.dropped += 1;
        }
    }
}

/// Writes what happens on one connection.
#[derive(Clone, Debug)]
pub(crate) struct Scribe {
    pub(crate) log: Log,
    pub(crate) connection: u64,
    pub(crate) door: Door,
    pub(crate) peer: IpAddr,
}

impl Scribe {
    pub(crate) fn note(&self, event: Event) {
        let Self { ref log, connection, door, peer } = *self;
        log.write(Entry { at: log.began.elapsed(), connection, door, peer, event });
    }
}
