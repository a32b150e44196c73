//! Mail from `MAIL` to the mailbox.

use std::sync::Arc;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use super::Dialogue;
use super::envelope::Chunks;
use super::envelope::Envelope;
use super::envelope::MAX_MESSAGE_OCTETS;
use crate::delivery::Delivery;
use crate::line::MAX_OCTETS;
use crate::log::Ending;
use crate::log::Event;
use crate::reply::Reply;
use crate::script::Fill;
use crate::spec::WithoutLogin;
use crate::store::INBOX;

impl<S: AsyncRead + AsyncWrite + Unpin> Dialogue<'_, S> {
    /// Whether any mail at all is taken from this client.
    pub(super) fn may_send(&self) -> bool {
        self.logged_in || self.site.behaviour.without_login != WithoutLogin::Nothing
    }

    pub(super) async fn mail(&mut self, arguments: &str) -> Result<(), Ending> {
        if self.client.is_empty() {
            return self.reply("503 5.5.1 Error: send HELO/EHLO first").await;
        }
        if self.envelope.is_some() {
            return self.reply("503 5.5.1 Error: nested MAIL command").await;
        }
        match Envelope::from_mail(arguments) {
            Ok(envelope) => {
                self.envelope = Some(envelope);
                self.reply("250 2.1.0 Ok").await
            }
            Err(refusal) => self.reply(&refusal).await,
        }
    }

    pub(super) async fn rcpt(&mut self, arguments: &str) -> Result<(), Ending> {
        let Some(envelope) = &self.envelope else {
            return self.reply("503 5.5.1 Error: need MAIL command").await;
        };
        if envelope.chunks.is_some() {
            return self.reply("503 5.5.1 Error: RCPT after BDAT").await;
        }
        let to = match envelope.recipient(arguments) {
            Ok(to) => to,
            Err(refusal) => return self.reply(&refusal).await,
        };
        // Postfix waits with this for the recipient (`smtpd_delay_reject`).
        if self.site.behaviour.own_sender_only && self.logged_in && !self.owns(&envelope.from) {
            let fill = Fill { sender: envelope.from.clone(), ..self.fill() };
            let words = fill.fill(self.site.words(Reply::SenderRejected));
            return self.lines.send(&[words, b"\r\n".to_vec()].concat()).await;
        }
        if let Some(refusal) = self.refuses(&to) {
            return self.reply(&refusal).await;
        }
        if let Some(envelope) = &mut self.envelope {
            envelope.to.push(to);
        }
        self.reply("250 2.1.5 Ok").await
    }

    fn owns(&self, sender: &str) -> bool {
        sender.eq_ignore_ascii_case(&self.user)
    }

    /// Why there is no mail to this address, if so.
    fn refuses(&self, to: &str) -> Option<String> {
        if self.has_account(to) {
            None
        } else if self.is_domain_here(to) {
            Some(format!(
                "550 5.1.1 <{to}>: Recipient address rejected: \
                 User unknown in virtual mailbox table"
            ))
        } else if self.logged_in || self.site.behaviour.without_login == WithoutLogin::Anything {
            None
        } else {
            Some(format!("554 5.7.1 <{to}>: Relay access denied"))
        }
    }

    fn has_account(&self, address: &str) -> bool {
        self.site.accounts.iter().any(|account| account.is_called(address.as_bytes()))
    }

    /// Whether the address has the domain of an account.
    fn is_domain_here(&self, address: &str) -> bool {
        let domain = |address: &str| {
            address.rsplit_once('@').map(|(_name, domain)| domain.to_ascii_lowercase())
        };
        self.site.accounts.iter().any(|account| domain(&account.address) == domain(address))
    }

    /// Lines up to a single dot (RFC 5321 §4.5.2).
    pub(super) async fn data(&mut self) -> Result<(), Ending> {
        let refusal = match &self.envelope {
            None => Some("503 5.5.1 Error: need MAIL command"),
            Some(envelope) if envelope.chunks.is_some() => Some("503 5.5.1 Error: DATA after BDAT"),
            Some(envelope) if envelope.to.is_empty() => {
                Some("554 5.5.1 Error: no valid recipients")
            }
            Some(_) => None,
        };
        if let Some(refusal) = refusal {
            return self.reply(refusal).await;
        }
        self.reply("354 End data with <CR><LF>.<CR><LF>").await?;
        let mut message = Vec::new();
        let mut is_too_big = false;
        loop {
            let line = self.lines.line().await?;
            if line == b"." {
                break;
            }
            let line = line.strip_prefix(b".").unwrap_or(&line);
            is_too_big |= message.len() + line.len() + 2 > MAX_MESSAGE_OCTETS;
            if !is_too_big {
                message.extend_from_slice(line);
                message.extend_from_slice(b"\r\n");
            }
        }
        self.finish(Chunks { message, is_too_big }, "Error: message file too big").await
    }

    /// So many octets, and more to come unless they are the last (RFC 3030 §2).
    pub(super) async fn bdat(&mut self, words: &[&str]) -> Result<(), Ending> {
        let octets = words.first().and_then(|word| word.parse::<usize>().ok());
        let is_last = match words.get(1..) {
            Some([]) => Some(false),
            Some([last]) if last.eq_ignore_ascii_case("LAST") => Some(true),
            Some(_) | None => None,
        };
        let (Some(octets), Some(is_last)) = (octets, is_last) else {
            // What follows may be anything, so nothing more is read (as Postfix has it).
            self.reply("521 5.5.4 Syntax: BDAT count [LAST]").await?;
            return Err(Ending::ByServer);
        };
        if octets > MAX_MESSAGE_OCTETS {
            self.reply("552 5.3.4 Chunk exceeds message size limit").await?;
            return Err(Ending::ByServer);
        }
        let may_send = self.may_send();
        let mut chunks = None;
        let refusal = match &mut self.envelope {
            _ if !may_send => Some("530 5.7.0 Authentication required"),
            None => Some("503 5.5.1 Error: need MAIL command"),
            Some(envelope) if envelope.to.is_empty() => {
                Some("554 5.5.1 Error: no valid recipients")
            }
            Some(envelope) => {
                chunks = Some(envelope.chunks.take().unwrap_or_default());
                None
            }
        };
        let mut left = octets;
        while left > 0 {
            let part = self.lines.literal(left.min(MAX_OCTETS)).await?;
            left -= part.len();
            if let Some(Chunks { message, is_too_big }) = &mut chunks {
                *is_too_big |= message.len() + part.len() > MAX_MESSAGE_OCTETS;
                if !*is_too_big {
                    message.extend_from_slice(&part);
                }
            }
        }
        match (chunks, refusal) {
            (Some(chunks), _) if is_last => {
                self.finish(chunks, "Chunk exceeds message size limit").await
            }
            (Some(chunks), _) => {
                if let Some(envelope) = &mut self.envelope {
                    envelope.chunks = Some(chunks);
                }
                self.reply(&format!("250 2.0.0 Ok: {octets} bytes")).await
            }
            (None, refusal) => self.reply(refusal.unwrap_or("503 5.5.1 Error")).await,
        }
    }

    /// Delivers a message that has come whole.
    async fn finish(&mut self, chunks: Chunks, too_big: &str) -> Result<(), Ending> {
        let Some(envelope) = self.envelope.take() else { return Ok(()) };
        if chunks.is_too_big {
            return self.reply(&format!("552 5.3.4 {too_big}")).await;
        }
        let deliver = &self.site.behaviour.deliver;
        if let Some(words) = &deliver.refusal {
            let words = self.fill().fill(words.text());
            return self.lines.send(&[words, b"\r\n".to_vec()].concat()).await;
        }
        self.accepted += 1;
        let id = format!("{:06X}{:04X}", self.lines.scribe().connection, self.accepted);
        let is_full =
            envelope.to.iter().any(|to| !self.deliver(&envelope, to, &id, &chunks.message));
        if is_full {
            return self.reply("452 4.3.1 Insufficient system storage").await;
        }
        if deliver.hangs_up {
            return Err(Ending::ByServer);
        }
        self.reply(&format!("250 2.0.0 Ok: queued as {id}")).await
    }

    /// Brings the message to one recipient; `false` if there is no room for it.
    fn deliver(&self, envelope: &Envelope, to: &str, id: &str, message: &[u8]) -> bool {
        let (from, to) = (envelope.from.clone(), to.to_owned());
        let scribe = self.lines.scribe();
        if !self.has_account(&to) {
            scribe.note(Event::MailDropped { from, to });
            return true;
        }
        let Delivery { into, after, lost, .. } = &self.site.behaviour.deliver;
        let fields = self.site.behaviour.deliver.head();
        let received = self.received(envelope, &to, id);
        let head = format!("Return-Path: <{from}>\r\n{fields}{received}");
        let message = [head.as_bytes(), message].concat();
        if *lost {
            scribe.note(Event::MailDropped { from, to });
            return true;
        }
        let mailbox = into.clone().unwrap_or_else(|| INBOX.to_owned());
        if !after.0.is_zero() {
            let (store, after) = (Arc::clone(&self.site.store), after.0);
            tokio::spawn(async move {
                tokio::time::sleep(after).await;
                store.deliver_into(&to, &mailbox, &message)
            });
            return true;
        }
        let is_there = self.site.store.deliver_into(&to, &mailbox, &message);
        if is_there {
            scribe.note(Event::MailDelivered { from, to });
        }
        is_there
    }

    /// How the message came here (RFC 5321 §4.4); the kind of transfer is RFC 3848's.
    fn received(&self, envelope: &Envelope, to: &str, id: &str) -> String {
        let kind = match (envelope.is_utf8, self.extended) {
            (true, _) => "UTF8SMTP",
            (false, true) => "ESMTP",
            (false, false) => "SMTP",
        };
        let secure = if self.channel.is_secure() { "S" } else { "" };
        let (auth, by_whom) = if self.logged_in {
            ("A", format!("\t(Authenticated sender: {})\r\n", self.user))
        } else {
            ("", String::new())
        };
        let (client, host, peer) = (&self.client, &self.site.host, self.lines.scribe().peer);
        let date = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC);
        let date = date.strftime("%a, %d %b %Y %H:%M:%S %z");
        format!(
            "Received: from {client} (unknown [{peer}])\r\n{by_whom}\
             \tby {host} (mailcheck-mock) with {kind}{secure}{auth} id {id}\r\n\
             \tfor <{to}>; {date}\r\n"
        )
    }

    pub(super) async fn vrfy(&mut self, address: &str) -> Result<(), Ending> {
        let address = address.trim_matches(['<', '>']);
        match self.refuses(address) {
            Some(refusal) => self.reply(&refusal).await,
            None => self.reply(&format!("252 2.0.0 {address}")).await,
        }
    }
}
