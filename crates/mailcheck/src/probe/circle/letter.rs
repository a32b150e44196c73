//! The message, as `lettre` builds and sends it.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;

use jiff::Timestamp;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};

use crate::model::Address;

/// A message to the account's own address that is like no other.
pub(super) struct Letter {
    /// A word that stands in its subject and in its `Message-ID`.
    pub(super) token: String,
    /// Without angle brackets.
    pub(super) message_id: String,
    pub(super) subject: String,
    message: lettre::Message,
}

impl Letter {
    /// Writes one; `None` where the address is none that `lettre` could write to.
    pub(super) fn new(
        address: &Address,
        text: &str,
        now: Timestamp,
        random: &[u8; 32],
    ) -> Option<Self> {
        let octets = random.iter().take(TOKEN_OCTETS).map(|it| format!("{it:02x}"));
        let token = octets.collect::<Vec<_>>().concat();
        let message_id = format!("mailcheck.{token}@{}", address.domain().as_str());
        let subject = format!("mailcheck test {token}");
        let mailbox = Mailbox::new(None, address.to_mailbox().parse().ok()?);
        let by_program = HeaderName::new_from_ascii_str("Auto-Submitted");
        let message = lettre::Message::builder()
            .from(mailbox.clone())
            .to(mailbox)
            .subject(subject.clone())
            .date(SystemTime::from(now))
            .message_id(Some(format!("<{message_id}>")))
            .raw_header(HeaderValue::new(by_program, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(text.to_owned())
            .ok()?;
        Some(Self { token, message_id, subject, message })
    }

    /// Whether its sender needs SMTPUTF8 (RFC 6531).
    pub(super) fn is_utf8(&self) -> bool {
        self.message.envelope().from().is_some_and(|from| !from.to_string().is_ascii())
    }

    /// Sends it over a connection that is greeted and logged in already. What came of it is seen by
    /// whoever is at the other end of the pipe.
    pub(super) async fn send(&self, pipe: DuplexStream) {
        let client = ClientId::Domain("localhost".to_owned());
        let pipe = Box::new(Pipe(pipe));
        let Ok(mut connection) = AsyncSmtpConnection::connect_with_transport(pipe, &client).await
        else {
            return;
        };
        let formatted = self.message.formatted();
        let sent = connection.send(self.message.envelope(), &formatted).await;
        if let Err(why) = sent {
            tracing::debug!(%why, "lettre gives up");
        }
    }
}

/// What `lettre` wants to know of a stream besides its octets.
struct Pipe(DuplexStream);

impl fmt::Debug for Pipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pipe").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Pipe {
    /// It leads to this very program.
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
    }
}

impl AsyncRead for Pipe {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// Of the token: nobody else has the same.
const TOKEN_OCTETS: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_what_it_is() -> Result<(), Box<dyn std::error::Error>> {
        let address: Address = "you@bücher.example".parse()?;
        let now = "2026-11-30T06:04:05Z".parse()?;
        let letter = Letter::new(&address, "A test. テスト。\n", now, &[0xab; 32]).ok_or("none")?;
        let token = "ab".repeat(TOKEN_OCTETS);
        let text = String::from_utf8(letter.message.formatted())?;
        let expected = format!(
            "From: you@xn--bcher-kva.example\r\n\
             To: you@xn--bcher-kva.example\r\n\
             Subject: mailcheck test {token}\r\n\
             Date: Mon, 30 Nov 2026 06:04:05 +0000\r\n\
             Message-ID: <mailcheck.{token}@xn--bcher-kva.example>\r\n\
             Auto-Submitted: auto-generated\r\n"
        );
        assert!(text.starts_with(&expected), "{text}");
        assert!(text.is_ascii() && !letter.is_utf8());
        let address: Address = "dømi@example.org".parse()?;
        assert!(Letter::new(&address, "A test.", now, &[1; 32]).ok_or("none")?.is_utf8());
        Ok(())
    }
}
