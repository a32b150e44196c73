//! A healthy provider, used by `async-imap` and `lettre`, and by hand where those are blind.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use lettre::Message;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::client::AsyncTokioStream;
use lettre::transport::smtp::extension::ClientId;
use mailcheck_mock::Ending;
use mailcheck_mock::Event;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;

use crate::client::FOUR;
use crate::client::PASSWORD;
use crate::client::PLAIN;
use crate::client::Stream;
use crate::client::USER;
use crate::client::builder;
use crate::client::dial;
use crate::client::go_ahead;
use crate::client::open;
use crate::client::open_secure;
use crate::client::secure;

#[tokio::test]
async fn async_imap_logs_in_on_both_ports() {
    let provider = builder().start().await.unwrap();
    for port in [Port::ImapTls, Port::ImapStarttls] {
        let stream =
            Foreign { before: Vec::new(), stream: open_secure(&provider, port).await.stream };
        let client = async_imap::Client::new(stream);
        let mut session = client.login(USER, PASSWORD).await.map_err(|(why, _)| why).unwrap();
        session.noop().await.unwrap();
        assert!(session.capabilities().await.unwrap().has_str("IDLE"));
        session.logout().await.unwrap();
    }
    provider.settled().await;
    assert_eq!(logins(&provider), ["LOGIN you@example.org"; 2]);
    assert_eq!(endings(&provider), [Ending::ByServer, Ending::ByServer]);
}

#[tokio::test]
async fn lettre_logs_in_on_both_ports_with_both_mechanisms() {
    let provider = builder().start().await.unwrap();
    for port in [Port::SubmissionsTls, Port::SubmissionStarttls] {
        for mechanism in [Mechanism::Plain, Mechanism::Login] {
            let stream = open_secure(&provider, port).await.stream;
            // The greeting has been read, or never comes after STARTTLS: lettre wants one.
            let stream = Foreign { before: b"220 again\r\n".to_vec(), stream };
            let name = ClientId::Domain("client.example.net".to_owned());
            let mut connection =
                AsyncSmtpConnection::connect_with_transport(Box::new(stream), &name).await.unwrap();
            let credentials = Credentials::new(USER.to_owned(), PASSWORD.to_owned());
            let reply = connection.auth(&[mechanism], &credentials).await.unwrap();
            assert!(reply.is_positive());
            assert!(connection.test_connected().await);
            connection.quit().await.unwrap();
        }
    }
    provider.settled().await;
    let both = ["PLAIN you@example.org", "LOGIN you@example.org"];
    assert_eq!(logins(&provider), [both, both].concat());
}

#[tokio::test]
async fn a_mail_that_lettre_sends_arrives() {
    let provider = builder().account("me@example.org", "also secret").start().await.unwrap();
    let stream = open_secure(&provider, Port::SubmissionStarttls).await.stream;
    let stream = Foreign { before: b"220 again\r\n".to_vec(), stream };
    let name = ClientId::Domain("client.example.net".to_owned());
    let mut connection =
        AsyncSmtpConnection::connect_with_transport(Box::new(stream), &name).await.unwrap();
    let credentials = Credentials::new(USER.to_owned(), PASSWORD.to_owned());
    connection.auth(&[Mechanism::Plain], &credentials).await.unwrap();
    let mail = Message::builder()
        .from(USER.parse().unwrap())
        .to("me@example.org".parse().unwrap())
        .cc("somebody@elsewhere.example".parse().unwrap())
        .subject("Grüße")
        .body(".\r\nA dot, and ümlauts.\r\n..two\r\n".to_owned())
        .unwrap();
    connection.send(mail.envelope(), &mail.formatted()).await.unwrap();
    connection.quit().await.unwrap();
    drop(connection);
    provider.settled().await;
    let (from, to) = (USER.to_owned(), "me@example.org".to_owned());
    let events: Vec<_> = provider.log().into_iter().map(|entry| entry.event).collect();
    assert!(events.contains(&Event::MailDelivered { from: from.clone(), to }));
    let to = "somebody@elsewhere.example".to_owned();
    assert!(events.contains(&Event::MailDropped { from, to }));
    let mut pop3 = open_secure(&provider, Port::Pop3Starttls).await;
    pop3.ask("USER me@example.org").await;
    pop3.ask("PASS also secret").await;
    let mail_again = pop3.ask_for_list("RETR 1").await.join("\r\n").replace("\r\n..", "\r\n.");
    let mail = String::from_utf8(mail.formatted()).unwrap();
    assert!(mail_again.contains(mail.trim_end()), "{mail_again}");
}

#[tokio::test]
async fn every_port_shows_the_same_certificate_that_its_root_vouches_for() {
    let provider = builder().start().await.unwrap();
    let mut chains = Vec::new();
    for port in FOUR {
        let mut raw = dial(&provider, port).await;
        if !port.is_implicit_tls() {
            raw.line().await;
            go_ahead(&mut raw, port).await;
        }
        let (_, seen) = secure(&provider, port, raw).await.unwrap();
        assert_eq!(seen.verdict, Ok(()), "{port}");
        assert_eq!(seen.chain.len(), 2, "{port}");
        chains.push(seen.chain);
    }
    chains.dedup();
    assert_eq!(chains.len(), 1);
}

#[tokio::test]
async fn imap_greets_with_what_holds_before_and_inside_tls() {
    let provider = builder().start().await.unwrap();
    let always = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+";
    let clear = open(&provider, Port::ImapStarttls).await.line().await;
    let clear_end = "STARTTLS LOGINDISABLED] mailcheck-mock ready.";
    assert_eq!(clear, format!("* OK [CAPABILITY {always} {clear_end}"));
    let tls = open(&provider, Port::ImapTls).await.line().await;
    let tls_end = "AUTH=PLAIN AUTH=LOGIN] mailcheck-mock ready.";
    assert_eq!(tls, format!("* OK [CAPABILITY {always} {tls_end}"));
}

#[tokio::test]
async fn smtp_offers_what_holds_before_and_inside_tls() {
    let provider = builder().start().await.unwrap();
    let offer = |special| {
        ["smtp.example.org", "PIPELINING", "SIZE 26214400", "VRFY", special]
            .into_iter()
            .chain(["ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8"])
            .map(|line| format!("250-{line}"))
            .chain(["250 CHUNKING".to_owned()])
            .collect::<Vec<_>>()
    };
    let mut clear = open(&provider, Port::SubmissionStarttls).await;
    assert_eq!(clear.line().await, "220 smtp.example.org ESMTP mailcheck-mock");
    assert_eq!(clear.ask("EHLO client.example.net").await, offer("STARTTLS"));
    let mut tls = open_secure(&provider, Port::SubmissionsTls).await;
    assert_eq!(tls.ask("ehlo client.example.net").await, offer("AUTH PLAIN LOGIN"));
}

#[tokio::test]
async fn imap_takes_a_credential_in_every_form() {
    let provider = builder().start().await.unwrap();
    let dialogues = [
        &[(r#"a LOGIN you@example.org "secret""#, "a OK [CAPABILITY")][..],
        &[("a login you@example.org {6+}\r\nsecret", "a OK [CAPABILITY")],
        &[("a LOGIN {15}", "+ OK"), ("you@example.org {6}", "+ OK"), ("secret", "a OK [CAP")],
        &[("a AUTHENTICATE PLAIN", "+ "), (PLAIN, "a OK [CAPABILITY")],
        &[("a authenticate plain AHlvdUBleGFtcGxlLm9yZwBzZWNyZXQ=", "a OK [CAPABILITY")],
        &[("a AUTHENTICATE PLAIN", "+ "), ("*", "a BAD Authentication aborted by client.")],
        &[
            ("a AUTHENTICATE LOGIN", "+ VXNlcm5hbWU6"),
            ("eW91QGV4YW1wbGUub3Jn", "+ UGFzc3dvcmQ6"),
            ("c2VjcmV0", "a OK [CAPABILITY"),
        ],
        &[("a LOGIN you@example.org wrong", "a NO [AUTHENTICATIONFAILED] Authentication failed.")],
        &[("a AUTHENTICATE CRAM-MD5", "a NO Unsupported")],
        &[("a XYZZY", "a BAD ")],
    ];
    for dialogue in dialogues {
        let mut raw = open_secure(&provider, Port::ImapTls).await;
        for (said, answer) in dialogue {
            let reply = raw.ask(said).await;
            assert!(reply[0].starts_with(answer), "{said}: {reply:?}");
        }
    }
}

#[tokio::test]
async fn smtp_takes_a_credential_in_every_form() {
    let provider = builder().start().await.unwrap();
    let welcome = "235 2.7.0 Authentication successful";
    let dialogues = [
        &[("AUTH PLAIN AHlvdUBleGFtcGxlLm9yZwBzZWNyZXQ=", welcome)][..],
        &[("AUTH PLAIN", "334 "), (PLAIN, welcome), ("MAIL FROM:<you@example.org>", "250 ")],
        &[("AUTH PLAIN", "334 "), ("*", "501 5.7.0 Authentication aborted")],
        &[("AUTH LOGIN", "334 VX"), ("eW91QGV4YW1wbGUub3Jn", "334 UG"), ("c2VjcmV0", welcome)],
        &[("AUTH LOGIN eW91QGV4YW1wbGUub3Jn", "334 UGFzc3dvcmQ6"), ("c2VjcmV0", welcome)],
        &[(
            "AUTH PLAIN AHlvdQB3cm9uZw==",
            "535 5.7.8 Error: authentication failed: (reason unavailable)",
        )],
        &[("MAIL FROM:<you@example.org>", "530 5.7.0 Authentication required")],
        &[("XYZZY", "502 5.5.2 "), ("NOOP", "250 "), ("RSET", "250 "), ("QUIT", "221 ")],
    ];
    for dialogue in dialogues {
        let mut raw = open_secure(&provider, Port::SubmissionsTls).await;
        raw.ask("EHLO client.example.net").await;
        for (said, answer) in dialogue {
            let reply = raw.ask(said).await;
            assert!(reply[0].starts_with(answer), "{said}: {reply:?}");
        }
    }
}

#[tokio::test]
async fn no_credential_is_taken_in_clear() {
    let provider = builder().start().await.unwrap();
    let mut imap = open(&provider, Port::ImapStarttls).await;
    imap.line().await;
    let reply = imap.ask("a LOGIN you@example.org secret").await;
    assert!(reply[0].starts_with("a NO [PRIVACYREQUIRED] "), "{reply:?}");
    let mut smtp = open(&provider, Port::SubmissionStarttls).await;
    smtp.line().await;
    smtp.ask("EHLO client.example.net").await;
    let reply = smtp.ask(&format!("AUTH PLAIN {PLAIN}")).await;
    assert!(reply[0].starts_with("538 5.7.11 "), "{reply:?}");
    assert_eq!(logins(&provider), <[&str; 0]>::default());
}

#[tokio::test]
async fn pipelined_commands_are_all_answered() {
    let provider = builder().start().await.unwrap();
    let mut raw = open_secure(&provider, Port::ImapTls).await;
    raw.send(&format!("a AUTHENTICATE PLAIN {PLAIN}\r\nb NOOP\r\nc LOGOUT\r\n")).await;
    assert!(raw.line().await.starts_with("a OK [CAPABILITY "));
    assert_eq!(raw.line().await, "b OK NOOP completed.");
    assert_eq!(raw.line().await, "* BYE Logging out");
    assert_eq!(raw.line().await, "c OK Logout completed.");
    assert_eq!(raw.rest().await, b"");
}

#[tokio::test]
async fn commands_in_clear_behind_starttls_are_forgotten() {
    let provider = builder().start().await.unwrap();
    let mut raw = open(&provider, Port::ImapStarttls).await;
    raw.line().await;
    raw.send("a STARTTLS\r\nb NOOP\r\n").await;
    assert_eq!(raw.line().await, "a OK Begin TLS negotiation now.");
    let (stream, _) = secure(&provider, Port::ImapStarttls, raw).await.unwrap();
    let mut raw = crate::client::Raw { stream };
    assert_eq!(raw.ask("c NOOP").await, ["c OK NOOP completed."]);
}

#[tokio::test]
async fn the_log_says_what_was_done_byte_for_byte() {
    let provider = builder().start().await.unwrap();
    let mut raw = open_secure(&provider, Port::ImapTls).await;
    raw.ask("a LOGIN you@example.org {6+}\r\nsecret").await;
    raw.ask("b LOGOUT").await;
    drop(raw);
    provider.settled().await;
    let log = provider.log();
    assert!(log.iter().all(|it| it.connection == 1 && it.door == Port::ImapTls.into()));
    assert!(log.iter().all(|it| it.peer.is_loopback()));
    let mut events = log.into_iter().map(|entry| entry.event);
    assert_eq!(events.next(), Some(Event::Connected));
    let tls = Event::TlsEstablished {
        version: "TLSv1_3".to_owned(),
        cipher_suite: "TLS13_AES_256_GCM_SHA384".to_owned(),
        server_name: Some("imap.example.org".to_owned()),
    };
    assert_eq!(events.next(), Some(tls));
    assert_eq!(events.next(), Some(Event::Line(b"a LOGIN you@example.org {6+}\r\n".to_vec())));
    assert_eq!(events.next(), Some(Event::Literal(b"secret".to_vec())));
    assert_eq!(events.next(), Some(Event::Line(b"\r\n".to_vec())));
    let user = USER.to_owned();
    assert_eq!(events.next(), Some(Event::LoginAccepted { mechanism: "LOGIN", user }));
    assert_eq!(events.next(), Some(Event::Line(b"b LOGOUT\r\n".to_vec())));
    assert_eq!(events.next(), Some(Event::Closed(Ending::ByServer)));
    assert_eq!(events.next(), None);
}

#[tokio::test]
async fn a_line_has_its_limit() {
    let provider = builder().start().await.unwrap();
    for (port, goodbye) in [
        (Port::ImapTls, "* BYE Command line too long."),
        (Port::SubmissionsTls, "500 5.5.2 Error: line too long"),
        (Port::Pop3Tls, "-ERR Input line too long."),
    ] {
        let mut raw = open_secure(&provider, port).await;
        raw.send(&"x".repeat(64 * 1024)).await;
        assert_eq!(raw.line().await, goodbye);
    }
    provider.settled().await;
    assert_eq!(endings(&provider), [Ending::TooLong, Ending::TooLong, Ending::TooLong]);
}

#[tokio::test]
async fn a_dropped_provider_is_gone() {
    let provider = builder().start().await.unwrap();
    let addr = provider.addr(Port::ImapTls);
    let mut raw = open(&provider, Port::ImapStarttls).await;
    raw.line().await;
    drop(provider);
    assert_eq!(raw.rest().await, b"");
    let again = tokio::net::TcpStream::connect(addr).await.unwrap_err();
    assert_eq!(again.kind(), io::ErrorKind::ConnectionRefused);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_sent_away_after_a_minute() {
    let provider = builder().start().await.unwrap();
    let stream = provider.connect_in_memory(Port::SubmissionStarttls).unwrap();
    let mut raw = crate::client::Raw { stream };
    raw.line().await;
    assert_eq!(raw.line().await, "421 4.4.2 smtp.example.org Error: timeout exceeded");
    provider.settled().await;
    assert_eq!(endings(&provider), [Ending::TimedOut]);
}

fn logins(provider: &Provider) -> Vec<String> {
    let accepted = |event| {
        let Event::LoginAccepted { mechanism, user } = event else { return None };
        Some(format!("{mechanism} {user}"))
    };
    provider.log().into_iter().filter_map(|entry| accepted(entry.event)).collect()
}

fn endings(provider: &Provider) -> Vec<Ending> {
    let ending = |event| if let Event::Closed(ending) = event { Some(ending) } else { None };
    provider.log().into_iter().filter_map(|entry| ending(entry.event)).collect()
}

/// A stream in the shape that other people's clients want, with bytes in front of it.
pub(crate) struct Foreign {
    pub(crate) before: Vec<u8>,
    pub(crate) stream: Box<dyn Stream>,
}

impl AsyncRead for Foreign {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.before.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        buffer.put_slice(&std::mem::take(&mut self.before));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Foreign {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Foreign").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Foreign {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(([127, 0, 0, 1], 0).into())
    }
}
