//! One connection from accept to close: TLS where it is due, and who speaks inside.
//!
//! Knows nothing of sockets: any stream will do.

use std::sync::Arc;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::time::sleep;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::behaviour::Handshake;
use crate::behaviour::Opening;
use crate::behaviour::Starttls;
use crate::imap;
use crate::line::Lines;
use crate::line::PATIENCE;
use crate::log::Ending;
use crate::log::Event;
use crate::log::Scribe;
use crate::site::Site;
use crate::smtp;

/// How safe the dialogue is, and how it came to be so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Channel {
    AfterStarttls,
    Clear,
    ImplicitTls,
}

impl Channel {
    pub(crate) fn is_secure(self) -> bool {
        self != Self::Clear
    }
}

/// The client has been told to begin TLS.
#[derive(Debug)]
pub(crate) struct GoAhead;

/// Serves one client until either side closes.
pub(crate) async fn serve<S>(stream: S, site: &Site, scribe: &Scribe)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    scribe.note(Event::Connected);
    let mut lines = Lines::new(stream, Vec::new(), scribe.clone());
    let ending = if site.behaviour.implicit_tls {
        secure(lines, site, Channel::ImplicitTls).await
    } else {
        match converse(&mut lines, site, Channel::Clear).await {
            Ok(GoAhead) => secure(lines, site, Channel::AfterStarttls).await,
            Err(ending) => ending,
        }
    };
    scribe.note(Event::Closed(ending));
}

/// Puts TLS around the connection and goes on inside.
async fn secure<S>(mut clear: Lines<S>, site: &Site, channel: Channel) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let scribe = clear.scribe().clone();
    match site.behaviour.handshake {
        Handshake::Completed => {}
        Handshake::Dropped => return clear.drop_after_first_bytes().await,
        Handshake::Silent => return clear.ignore().await,
    }
    let (stream, carried) = clear.into_parts();
    let accepting = TlsAcceptor::from(Arc::clone(&site.tls)).accept(stream);
    let stream = match timeout(PATIENCE, accepting).await {
        Err(_) => return Ending::TimedOut,
        Ok(Err(why)) => {
            scribe.note(Event::TlsFailed(why.to_string()));
            return Ending::Broken(why.to_string());
        }
        Ok(Ok(stream)) => stream,
    };
    scribe.note(established(&stream));
    // Whatever came in clear behind `STARTTLS` may be anybody's (RFC 3207 §4.2).
    let unread = match site.behaviour.starttls {
        Starttls::CarryingCommands => carried,
        Starttls::Injecting | Starttls::NotOffered | Starttls::Offered | Starttls::Refused => {
            Vec::new()
        }
    };
    let mut lines = Lines::new(stream, unread, scribe);
    match converse(&mut lines, site, channel).await {
        Ok(GoAhead) => Ending::ByServer, // never: no dialogue offers TLS inside TLS
        Err(ending) => ending,
    }
}

fn established<S>(stream: &TlsStream<S>) -> Event {
    let (_, tls) = stream.get_ref();
    let version = tls.protocol_version().map(|version| format!("{version:?}"));
    let suite = tls.negotiated_cipher_suite().map(|suite| format!("{:?}", suite.suite()));
    Event::TlsEstablished {
        version: version.unwrap_or_default(),
        cipher_suite: suite.unwrap_or_default(),
        server_name: tls.server_name().map(str::to_owned),
    }
}

/// Greets and talks, and says goodbye to the stream unless TLS is to follow.
async fn converse<S>(lines: &mut Lines<S>, site: &Site, channel: Channel) -> Result<GoAhead, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let talking = async {
        if channel != Channel::AfterStarttls {
            open(lines, site, channel).await?;
        }
        if site.port.is_imap() {
            imap::talk(lines, site, channel).await
        } else {
            smtp::talk(lines, site, channel).await
        }
    };
    let outcome = talking.await;
    if outcome.is_err() {
        lines.close().await;
    }
    outcome
}

/// What the client sees first.
async fn open<S>(lines: &mut Lines<S>, site: &Site, channel: Channel) -> Result<(), Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let is_imap = site.port.is_imap();
    let greeting = || {
        if is_imap { imap::greeting(site, channel) } else { smtp::greeting(site) }
    };
    match site.behaviour.opening {
        Opening::Greeting => lines.send(&greeting()).await,
        Opening::Preauth => lines.send(&imap::preauth(site, channel)).await,
        Opening::Slow(delay) => {
            sleep(delay).await;
            lines.send(&greeting()).await
        }
        Opening::Busy => {
            let busy = if is_imap { imap::BUSY.to_owned() } else { smtp::busy(site, lines) };
            leave(lines, busy.as_bytes()).await
        }
        Opening::Dropped => Err(Ending::ByServer),
        Opening::Half => {
            let greeting = greeting();
            leave(lines, &greeting[..greeting.len() / 2]).await
        }
        Opening::Foreign(words) => leave(lines, words).await,
        Opening::Silent => Err(lines.keep_silent().await),
        Opening::EndlessLine => {
            lines.send(if is_imap { b"* OK " } else { b"220 " }).await?;
            Err(lines.flood(&[b'x'; 8 * 1024]).await)
        }
        Opening::EndlessGreeting => {
            let line: &[u8] = if is_imap { b"* OK Still here.\r\n" } else { b"220-Still here\r\n" };
            Err(lines.flood(&line.repeat(256)).await)
        }
        Opening::HugeLiteral => {
            lines.send(b"* OK {500000000}\r\nabc").await?;
            Err(lines.keep_silent().await)
        }
    }
}

/// Last words.
async fn leave<S>(lines: &mut Lines<S>, words: &[u8]) -> Result<(), Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    lines.send(words).await?;
    Err(Ending::ByServer)
}
