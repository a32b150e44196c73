//! What a connection is made of, apart from octets: it can be broken off.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::DuplexStream;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;

/// A stream whose end can be a reset.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {
    /// Makes the end, which is near, a reset.
    fn break_off(&self);
}

impl Wire for TcpStream {
    fn break_off(&self) {
        // Without it the end is an orderly one, which tests would notice.
        let _ = self.set_zero_linger();
    }
}

/// One end of a connection in memory.
#[derive(Debug)]
pub struct Pipe {
    stream: DuplexStream,
    is_broken: Arc<AtomicBool>,
}

/// Both ends, each of which holds so many octets.
pub(crate) fn pipe(octets: usize) -> (Pipe, Pipe) {
    let (left, right) = tokio::io::duplex(octets);
    let is_broken = Arc::<AtomicBool>::default();
    let end = |stream| Pipe { stream, is_broken: Arc::clone(&is_broken) };
    (end(left), end(right))
}

impl Wire for Pipe {
    fn break_off(&self) {
        self.is_broken.store(true, Ordering::Release);
    }
}

impl AsyncRead for Pipe {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        let is_over = matches!(outcome, Poll::Ready(Ok(()))) && buffer.filled().len() == before;
        if is_over && self.is_broken.load(Ordering::Acquire) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        outcome
    }
}

impl AsyncWrite for Pipe {
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
