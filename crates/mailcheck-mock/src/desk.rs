//! Whoever comes in: accepted, counted, given a number, served.

use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::net::TcpListener;
use tokio::net::TcpSocket;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::connection::serve;
use crate::log::Door;
use crate::log::Ending;
use crate::log::Event;
use crate::log::Log;
use crate::log::Scribe;
use crate::site::Site;
use crate::socket;
use crate::spec::Reach;
use crate::start_error::StartError;
use crate::web;
use crate::web::Scheme;
use crate::wire::Wire;

/// Rest after a failed `accept`, which fails again at once when file descriptors have run out.
const REST: Duration = Duration::from_millis(20);

/// Numbers connections, counts those that are open, keeps the log.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) log: Log,
    accepted: AtomicU64,
    open: watch::Sender<usize>,
    /// Whether everybody has to go.
    closing: watch::Sender<bool>,
}

impl Desk {
    pub(crate) fn new(log: Log) -> Self {
        let ((open, _), (closing, _)) = (watch::channel(0), watch::channel(false));
        Self { log, accepted: AtomicU64::new(0), open, closing }
    }

    /// Lets nobody in any more, and sends everybody away.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Waits until no accepted connection is open.
    pub(crate) async fn settled(&self) {
        // Fails only when the sender is gone, which this desk holds.
        let _ = self.open.subscribe().wait_for(|&open| open == 0).await;
    }

    /// Counts a connection from now on, and serves it when the future runs.
    pub(crate) fn receive<S>(
        self: &Arc<Self>,
        stream: S,
        site: Arc<Site>,
        peer: IpAddr,
    ) -> impl Future<Output = ()> + use<S>
    where
        S: Wire,
    {
        let (present, scribe) = self.arrive(site.port.into(), peer);
        let closing = self.closing.subscribe();
        async move {
            let _present = present;
            unless_closing(closing, &scribe, serve(stream, &site, &scribe)).await;
        }
    }

    /// The same for a connection to the web server.
    pub(crate) fn receive_web<S>(
        self: &Arc<Self>,
        stream: S,
        site: Arc<web::Site>,
        scheme: Scheme,
        peer: IpAddr,
    ) -> impl Future<Output = ()> + use<S>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (present, scribe) = self.arrive(scheme.door(), peer);
        let closing = self.closing.subscribe();
        async move {
            let _present = present;
            unless_closing(closing, &scribe, site.serve(stream, scheme, &scribe)).await;
        }
    }

    fn arrive(self: &Arc<Self>, door: Door, peer: IpAddr) -> (Present, Scribe) {
        let present = Present::arrive(Arc::clone(self));
        let connection = self.accepted.fetch_add(1, Ordering::Relaxed) + 1;
        (present, Scribe { log: self.log.clone(), connection, door, peer })
    }
}

/// A client that is there for as long as this lives.
struct Present(Arc<Desk>);

impl Present {
    fn arrive(desk: Arc<Desk>) -> Self {
        desk.open.send_modify(|open| *open += 1);
        Self(desk)
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.open.send_modify(|open| *open -= 1);
    }
}

/// Serves a client until one of the two has enough, or until everybody has to go.
async fn unless_closing(
    mut closing: watch::Receiver<bool>,
    scribe: &Scribe,
    serving: impl Future<Output = ()>,
) {
    tokio::select! {
        biased;
        () = serving => {}
        () = due(&mut closing) => scribe.note(Event::Closed(Ending::Stopped)),
    }
}

/// Waits until everybody has to go.
async fn due(closing: &mut watch::Receiver<bool>) {
    // Fails only when the desk is gone, and then everybody has to go as well.
    let _ = closing.wait_for(|&closing| closing).await;
}

impl Desk {
    /// Takes a number, which is free if it is zero, and has clients meet there what they are to meet.
    pub(crate) async fn open<F, R>(
        &self,
        door: Door,
        at: SocketAddr,
        reach: Reach,
        listening: &mut JoinSet<()>,
        receive: R,
    ) -> Result<(SocketAddr, Kept), StartError>
    where
        F: Future<Output = ()> + Send + 'static,
        R: Fn(TcpStream, IpAddr) -> F + Send + 'static,
    {
        let socket = socket::bind(door, at)?;
        let addr = socket.local_addr().map_err(StartError::Socket)?;
        let kept = match reach {
            Reach::Filtered => Kept::Full(full(socket).await.map_err(StartError::Socket)?),
            Reach::Open => {
                let (listener, _) = socket::listen(door, socket)?;
                listening.spawn(self.listen(listener, receive));
                Kept::Nothing
            }
            Reach::Refused => Kept::Bound { _socket: socket },
        };
        Ok((addr, kept))
    }

    /// Lets clients in until the desk closes, and then waits for those who are there to be gone.
    fn listen<F, R>(
        &self,
        listener: TcpListener,
        receive: R,
    ) -> impl Future<Output = ()> + use<F, R>
    where
        F: Future<Output = ()> + Send + 'static,
        R: Fn(TcpStream, IpAddr) -> F,
    {
        let mut closing = self.closing.subscribe();
        async move {
            let mut connections = JoinSet::new();
            loop {
                let accepted = tokio::select! {
                    accepted = listener.accept() => accepted,
                    () = due(&mut closing) => break,
                };
                let Ok((stream, peer)) = accepted else {
                    sleep(REST).await;
                    continue;
                };
                // Small replies must not wait for acknowledgements; without it they come later.
                let _ = stream.set_nodelay(true);
                while connections.try_join_next().is_some() {}
                connections.spawn(receive(stream, peer.ip()));
            }
            drop(listener);
            while connections.join_next().await.is_some() {}
        }
    }
}

/// What keeps a port as it is when nobody is served there.
#[derive(Debug)]
pub(crate) enum Kept {
    Nothing,
    /// Bound without listening: refuses, and keeps others from taking the number.
    Bound {
        _socket: TcpSocket,
    },
    /// Listening, with a queue that is full: further clients get no answer at all.
    Full(#[expect(dead_code, reason = "held, never used")] (TcpListener, Vec<TcpStream>)),
}

/// Fills the queue of those who wait to be accepted, so that the system drops whoever comes next.
async fn full(socket: TcpSocket) -> io::Result<(TcpListener, Vec<TcpStream>)> {
    let listener = socket.listen(0)?;
    let addr = listener.local_addr()?;
    let mut waiting = Vec::new();
    for _ in 0..MOST_TO_FILL {
        match timeout(REST * 5, TcpStream::connect(addr)).await {
            Ok(stream) => waiting.push(stream?),
            Err(_nobody_answered) => break,
        }
    }
    Ok((listener, waiting))
}

/// More than Linux lets wait with a queue of length zero.
const MOST_TO_FILL: usize = 8;
