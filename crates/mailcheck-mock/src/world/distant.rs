//! A world that is some way off, so that round trips can be counted on a paused clock.

use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use mailcheck::evidence::Dnssec;
use mailcheck::evidence::Family;
use mailcheck::evidence::LookupFailure;
use mailcheck::evidence::Via;
use mailcheck::model::Host;
use mailcheck::net::Net;
use mailcheck::net::RecordKind;
use mailcheck::wire::mx::Mx;
use mailcheck::wire::srv::Srv;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::time::Instant;
use tokio::time::Sleep;
use tokio::time::sleep;
use tokio::time::sleep_until;

/// Another world at this distance: every look-up, every connection and every answer on one takes a round
/// trip more.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use mailcheck::net::Net as _;
/// use mailcheck_mock::{Distant, Port, Provider, World};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # tokio::time::pause();
/// let provider = Provider::builder().start().await?;
/// let net = Distant::new(World::in_memory(&provider, &Port::ALL), Duration::from_millis(50));
/// net.connect(([127, 0, 0, 1], 993).into()).await?;
/// assert_eq!(net.round_trips(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Distant<N> {
    net: N,
    round_trip: Duration,
    began: Instant,
}

impl<N> Distant<N> {
    /// Moves a world away, by this time there and back.
    pub fn new(net: N, round_trip: Duration) -> Self {
        Self { net, round_trip, began: Instant::now() }
    }

    /// How many round trips the time is that has passed, to the nearest.
    pub fn round_trips(&self) -> u128 {
        let round_trip = self.round_trip.as_nanos().max(1);
        (self.began.elapsed().as_nanos() + round_trip / 2) / round_trip
    }

    async fn after<T>(&self, round_trips: u32, asking: impl Future<Output = T>) -> T {
        sleep(self.round_trip * round_trips).await;
        asking.await
    }
}

impl<N: Net> Net for Distant<N> {
    type Stream = Link<N::Stream>;

    fn families(&self) -> &[Family] {
        self.net.families()
    }

    async fn lookup(
        &self,
        host: &Host,
        family: Family,
    ) -> (Result<Vec<IpAddr>, LookupFailure>, Via) {
        self.after(1, self.net.lookup(host, family)).await
    }

    async fn srv(&self, name: &str) -> Result<Vec<Srv>, LookupFailure> {
        self.after(1, self.net.srv(name)).await
    }

    async fn mx(&self, domain: &Host) -> Result<Vec<Mx>, LookupFailure> {
        self.after(1, self.net.mx(domain)).await
    }

    async fn txt(&self, name: &str) -> Result<Vec<String>, LookupFailure> {
        self.after(1, self.net.txt(name)).await
    }

    async fn alias(&self, name: &Host) -> Result<Option<Host>, LookupFailure> {
        self.after(1, self.net.alias(name)).await
    }

    async fn dnssec(&self, name: &str, kind: RecordKind) -> Dnssec {
        self.after(VALIDATION, self.net.dnssec(name, kind)).await
    }

    async fn reverse(&self, ip: IpAddr) -> Result<Vec<Host>, LookupFailure> {
        self.after(1, self.net.reverse(ip)).await
    }

    async fn connect_from(
        &self,
        from: Option<IpAddr>,
        to: SocketAddr,
    ) -> io::Result<(Self::Stream, Option<IpAddr>)> {
        let (stream, from) = self.after(1, self.net.connect_from(from, to)).await?;
        Ok((Link::new(stream, self.round_trip), from))
    }

    fn elapsed(&self) -> Duration {
        self.net.elapsed()
    }

    fn now(&self) -> jiff::Timestamp {
        self.net.now()
    }
}

/// A connection over a distance. What is said gets there at once, what is answered takes the whole round
/// trip: to whoever waits for answers that is the same.
#[derive(Debug)]
pub struct Link<S> {
    stream: S,
    round_trip: Duration,
    /// What has been answered, and when it is here; an error, or nothing at all, comes last.
    coming: VecDeque<(Instant, io::Result<Vec<u8>>)>,
    is_over: bool,
    due: Pin<Box<Sleep>>,
}

impl<S> Link<S> {
    fn new(stream: S, round_trip: Duration) -> Self {
        let due = Box::pin(sleep(Duration::ZERO));
        Self { stream, round_trip, coming: VecDeque::new(), is_over: false, due }
    }
}

impl<S: AsyncRead + Unpin> Link<S> {
    /// Takes what the other side has sent by now.
    fn hear(&mut self, context: &mut Context<'_>) {
        while !self.is_over && self.coming.len() < MOST_COMING {
            let mut octets = [0; CHUNK_OCTETS];
            let mut chunk = ReadBuf::new(&mut octets);
            let Poll::Ready(heard) = Pin::new(&mut self.stream).poll_read(context, &mut chunk)
            else {
                return;
            };
            self.is_over = heard.is_err() || chunk.filled().is_empty();
            let heard = heard.map(|()| chunk.filled().to_vec());
            self.coming.push_back((Instant::now() + self.round_trip, heard));
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Link<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.hear(context);
        let Some(&(when, _)) = self.coming.front() else {
            // Somebody who has reached the end may look once more.
            return if self.is_over { Poll::Ready(Ok(())) } else { Poll::Pending };
        };
        if Instant::now() < when {
            self.due.set(sleep_until(when));
            ready!(self.due.as_mut().poll(context));
        }
        let Some((when, heard)) = self.coming.pop_front() else { return Poll::Pending };
        let octets = heard?;
        let (now, later) = octets.split_at(octets.len().min(buffer.remaining()));
        buffer.put_slice(now);
        if !later.is_empty() {
            self.coming.push_front((when, Ok(later.to_vec())));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Link<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

const CHUNK_OCTETS: usize = 4 * 1024;
/// Chunks that are on their way at once; a sender of more waits, as it would for a TCP window.
const MOST_COMING: usize = 256;
/// Round trips of validation, one after the other, for a domain with a zone of its own: five or six were measured
/// against knot and unbound for a zone right below the root, and each further one takes two.
const VALIDATION: u32 = 8;
