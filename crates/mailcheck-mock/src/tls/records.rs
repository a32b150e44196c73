//! Records as small as they can be: TLS lets a handshake message span any number of them (RFC 5246
//! §6.2.1).

use std::io;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;

/// Below TLS: cuts the handshake messages that are in clear into records of one byte.
#[derive(Debug)]
pub(crate) struct SmallRecords<S> {
    stream: S,
    /// What was read before, and is to be read again.
    heard: Vec<u8>,
    /// Until the first record that may be encrypted.
    cuts: bool,
    /// A record that is not complete yet.
    partial: Vec<u8>,
    /// What is to be written.
    out: Vec<u8>,
}

impl<S> SmallRecords<S> {
    pub(crate) fn new(stream: S, cuts: bool) -> Self {
        Self { stream, heard: Vec::new(), cuts, partial: Vec::new(), out: Vec::new() }
    }

    /// The same, where these octets were read from the stream already.
    pub(crate) fn having_heard(self, heard: Vec<u8>) -> Self {
        Self { heard, ..self }
    }

    fn cut(&mut self, bytes: &[u8]) {
        self.partial.extend_from_slice(bytes);
        while self.cuts {
            let &[kind, major, minor, high, low, ref rest @ ..] = self.partial.as_slice() else {
                return;
            };
            let octets = usize::from(u16::from_be_bytes([high, low]));
            let Some(payload) = rest.get(..octets) else { return };
            if kind == HANDSHAKE {
                for &byte in payload {
                    self.out.extend([kind, major, minor, 0, 1, byte]);
                }
                self.partial.drain(..HEADER_OCTETS + octets);
            } else {
                self.cuts = false;
            }
        }
        self.out.append(&mut self.partial);
    }
}

impl<S: AsyncWrite + Unpin> SmallRecords<S> {
    fn drain(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.out.is_empty() {
            let octets = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.out))?;
            if octets == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.out.drain(..octets);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for SmallRecords<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.heard.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        let octets = self.heard.len().min(buf.remaining());
        buf.put_slice(&self.heard[..octets]);
        self.heard.drain(..octets);
        Poll::Ready(Ok(()))
    }
}

/// The first record of a client as it comes, or less where there is no more.
pub(crate) async fn first_record<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Vec<u8>> {
    let mut record = vec![0; HEADER_OCTETS];
    stream.read_exact(&mut record).await?;
    let octets = u64::from(u16::from_be_bytes([record[3], record[4]]));
    stream.take(octets).read_to_end(&mut record).await?;
    Ok(record)
}

impl<S: AsyncWrite + Unpin> AsyncWrite for SmallRecords<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.drain(cx))?;
        if !self.cuts {
            return Pin::new(&mut self.stream).poll_write(cx, buf);
        }
        self.cut(buf);
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.drain(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.drain(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Above TLS: writes one byte at a time, each of which becomes a record.
#[derive(Debug)]
pub(crate) struct Bytewise<S> {
    stream: S,
    limit: usize,
}

impl<S> Bytewise<S> {
    pub(crate) fn new(stream: S, is_bytewise: bool) -> Self {
        Self { stream, limit: if is_bytewise { 1 } else { usize::MAX } }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Bytewise<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Bytewise<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let buf = &buf[..buf.len().min(self.limit)];
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Type of a record (RFC 5246 §6.2.1).
const HANDSHAKE: u8 = 22;
/// Type, version and length.
const HEADER_OCTETS: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_clear_is_cut() {
        let flight =
            [22, 3, 3, 0, 2, 7, 8, 22, 3, 3, 0, 1, 9, 20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 2, 5, 6];
        let expected = [
            22, 3, 3, 0, 1, 7, 22, 3, 3, 0, 1, 8, 22, 3, 3, 0, 1, 9, // in clear
            20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 2, 5, 6, // a change of keys, and what follows it
        ];
        for at in 0..flight.len() {
            let mut records = SmallRecords::new((), true);
            let (head, tail) = flight.split_at(at);
            records.cut(head);
            records.cut(tail);
            assert_eq!(records.out, expected, "cut at {at}");
        }
    }
}
