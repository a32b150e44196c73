//! Every fault, seen on the wire.

use std::io::ErrorKind;
use std::time::Duration;

use mailcheck_mock::Event;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Service;
use rustls::CertificateError;
use rustls::Error::InvalidCertificate;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::Instant;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::FromDer;

use crate::client::FOUR;
use crate::client::PLAIN;
use crate::client::Raw;
use crate::client::Seen;
use crate::client::builder;
use crate::client::dial;
use crate::client::go_ahead;
use crate::client::open;
use crate::client::open_secure;
use crate::client::secure;

const STARTTLS: [Port; 2] = [Port::ImapStarttls, Port::SubmissionStarttls];
/// In seconds.
const DAY: u64 = 24 * 60 * 60;
/// In seconds; longer than any of these tests takes.
const MINUTE: u64 = 60;
const IMPLICIT: [Port; 2] = [Port::ImapTls, Port::SubmissionsTls];

async fn suffering(fault: &str) -> Provider {
    builder().scenario(fault.parse().unwrap()).start().await.unwrap()
}

/// The certificate that a port shows, by whichever way it shows it.
async fn certificate(provider: &Provider, port: Port) -> Seen {
    let mut raw = dial(provider, port).await;
    if !port.is_implicit_tls() {
        raw.line().await;
        go_ahead(&mut raw, port).await;
    }
    secure(provider, port, raw).await.unwrap().1
}

/// What is wrong with the certificate, which must be the same on every port.
async fn wrong(fault: &str) -> CertificateError {
    let provider = suffering(fault).await;
    let mut verdicts = Vec::new();
    for port in FOUR {
        verdicts.push(certificate(&provider, port).await);
    }
    assert!(verdicts.windows(2).all(|pair| pair[0].chain == pair[1].chain));
    match verdicts.remove(0).verdict {
        Err(InvalidCertificate(why)) => why,
        verdict => unreachable!("{fault}: {verdict:?}"),
    }
}

async fn chain(fault: &str, port: Port) -> Vec<Vec<u8>> {
    let seen = certificate(&suffering(fault).await, port).await;
    seen.chain.iter().map(|der| der.to_vec()).collect()
}

#[tokio::test]
async fn refused() {
    let provider = suffering("refused").await;
    for port in FOUR {
        let why = TcpStream::connect(provider.addr(port)).await.unwrap_err();
        assert_eq!(why.kind(), ErrorKind::ConnectionRefused);
        let why = provider.connect_in_memory(port).unwrap_err();
        assert_eq!(why.kind(), ErrorKind::ConnectionRefused);
    }
}

#[tokio::test]
async fn handshake_dropped() {
    let provider = suffering("handshake-dropped").await;
    for port in FOUR {
        let mut raw = dial(&provider, port).await;
        if !port.is_implicit_tls() {
            raw.line().await;
            go_ahead(&mut raw, port).await;
        }
        let why = secure(&provider, port, raw).await.unwrap_err();
        assert!(matches!(why.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset));
    }
}

#[tokio::test(start_paused = true)]
async fn handshake_silent() {
    let provider = suffering("handshake-silent").await;
    let began = Instant::now();
    let stream = provider.connect_in_memory(Port::ImapTls).unwrap();
    let why = secure(&provider, Port::ImapTls, Raw { stream }).await.unwrap_err();
    assert_eq!(why.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(began.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn wrong_kind_of_tls() {
    let provider = suffering("wrong-kind-of-tls").await;
    assert!(dial(&provider, Port::ImapTls).await.line().await.starts_with("* OK ["));
    assert!(dial(&provider, Port::SubmissionsTls).await.line().await.starts_with("220 smtp."));
    for port in STARTTLS {
        let raw = dial(&provider, port).await;
        let (stream, _) = secure(&provider, port, raw).await.unwrap();
        assert!(Raw { stream }.line().await.contains("mailcheck-mock"));
    }
}

#[tokio::test]
async fn expired_certificate() {
    let why = wrong("expired-certificate").await;
    let CertificateError::ExpiredContext { time, not_after } = why else { panic!("{why:?}") };
    assert!((0..MINUTE).contains(&(time.as_secs() - not_after.as_secs() - 3 * DAY)));
}

#[tokio::test]
async fn not_yet_valid_certificate() {
    let why = wrong("not-yet-valid-certificate").await;
    let CertificateError::NotValidYetContext { time, not_before } = why else { panic!("{why:?}") };
    assert!((0..MINUTE).contains(&(time.as_secs() + 2 * DAY - not_before.as_secs())));
}

#[tokio::test]
async fn expires_soon() {
    let seen = certificate(&suffering("expires-soon").await, Port::ImapTls).await;
    assert_eq!(seen.verdict, Ok(()));
    let (_, leaf) = X509Certificate::from_der(&seen.chain[0]).unwrap();
    let left = leaf.validity().time_to_expiration().unwrap();
    assert!((0..MINUTE).contains(&(5 * DAY - u64::try_from(left.whole_seconds()).unwrap())));
}

#[tokio::test]
async fn wrong_name() {
    let why = wrong("wrong-name").await;
    let CertificateError::NotValidForNameContext { presented, .. } = why else { panic!("{why:?}") };
    assert_eq!(presented.len(), 2);
    assert!(presented.iter().all(|name| name.contains("hosting.example")), "{presented:?}");
}

#[tokio::test]
async fn self_signed() {
    assert_eq!(wrong("self-signed").await, CertificateError::UnknownIssuer);
    let chain = chain("self-signed", Port::SubmissionsTls).await;
    let [leaf] = chain.as_slice() else { panic!("{} certificates", chain.len()) };
    let (_, leaf) = X509Certificate::from_der(leaf).unwrap();
    assert_eq!(leaf.subject(), leaf.issuer());
}

#[tokio::test]
async fn weak_key() {
    let provider = suffering("weak-key").await;
    for port in FOUR {
        let seen = certificate(&provider, port).await;
        assert!(seen.verdict.is_err());
        let (_, leaf) = X509Certificate::from_der(&seen.chain[0]).unwrap();
        assert_eq!(leaf.public_key().parsed().unwrap().key_size(), 1024);
    }
}

#[tokio::test]
async fn unknown_issuer() {
    assert_eq!(wrong("unknown-issuer").await, CertificateError::UnknownIssuer);
    let chain = chain("unknown-issuer", Port::ImapStarttls).await;
    let [leaf, root] = chain.as_slice() else { panic!("{} certificates", chain.len()) };
    let (_, leaf) = X509Certificate::from_der(leaf).unwrap();
    let (_, root) = X509Certificate::from_der(root).unwrap();
    assert_eq!(leaf.issuer(), root.subject());
    assert_eq!(root.issuer(), root.subject());
}

#[tokio::test]
async fn missing_intermediate() {
    assert_eq!(wrong("missing-intermediate").await, CertificateError::UnknownIssuer);
    let chain = chain("missing-intermediate", Port::ImapTls).await;
    let [leaf] = chain.as_slice() else { panic!("{} certificates", chain.len()) };
    let (_, leaf) = X509Certificate::from_der(leaf).unwrap();
    assert_ne!(leaf.subject(), leaf.issuer());
    let access = leaf.extensions().iter().find_map(|extension| {
        let ParsedExtension::AuthorityInfoAccess(access) = extension.parsed_extension() else {
            return None;
        };
        access.accessdescs.first().map(|it| it.access_location.to_string())
    });
    let access = access.unwrap();
    assert!(access.contains("http://pki.example.org/intermediate.der"), "{access}");
}

#[tokio::test]
async fn certificates_differ() {
    let provider = suffering("certificates-differ").await;
    let mut leaves = Vec::new();
    for port in FOUR {
        let seen = certificate(&provider, port).await;
        assert_eq!(seen.verdict.is_ok(), port.is_implicit_tls());
        leaves.push(seen.chain[0].clone());
    }
    assert_ne!(leaves[0], leaves[1]);
    assert_eq!(leaves[0], leaves[2]);
    assert_eq!(leaves[1], leaves[3]);
}

#[tokio::test]
async fn no_starttls() {
    let provider = suffering("no-starttls").await;
    let mut imap = dial(&provider, Port::ImapStarttls).await;
    let greeting = imap.line().await;
    assert!(!greeting.contains("STARTTLS") && greeting.contains("LOGINDISABLED"), "{greeting}");
    assert!(imap.ask("a STARTTLS").await[0].starts_with("a BAD "));
    let mut smtp = dial(&provider, Port::SubmissionStarttls).await;
    smtp.line().await;
    let offer = smtp.ask("EHLO client.example.net").await.join("\n");
    assert!(!offer.contains("STARTTLS") && !offer.contains("AUTH"), "{offer}");
    assert!(smtp.ask("STARTTLS").await[0].starts_with("502 "));
}

#[tokio::test]
async fn starttls_refused() {
    let provider = suffering("starttls-refused").await;
    let mut imap = dial(&provider, Port::ImapStarttls).await;
    assert!(imap.line().await.contains(" STARTTLS "));
    assert_eq!(imap.ask("a STARTTLS").await, ["a NO TLS initialization failed."]);
    let mut smtp = dial(&provider, Port::SubmissionStarttls).await;
    smtp.line().await;
    let offer = smtp.ask("EHLO client.example.net").await;
    assert!(offer.contains(&"250-STARTTLS".to_owned()));
    let refusal = "454 4.7.0 TLS not available due to local problem";
    assert_eq!(smtp.ask("STARTTLS").await, [refusal]);
}

#[tokio::test]
async fn starttls_injection() {
    let provider = suffering("starttls-injection").await;
    for (port, injected) in STARTTLS.into_iter().zip([
        &["* CAPABILITY IMAP4rev1 AUTH=PLAIN X-INJECTED"][..],
        &["250-injected.example.net", "250 AUTH PLAIN"],
    ]) {
        let mut raw = dial(&provider, port).await;
        raw.line().await;
        go_ahead(&mut raw, port).await;
        for line in injected {
            assert_eq!(raw.line().await, *line);
        }
        let (stream, seen) = secure(&provider, port, raw).await.unwrap();
        assert_eq!(seen.verdict, Ok(()));
        assert!(!Raw { stream }.ask("x NOOP").await.is_empty());
    }
}

#[tokio::test]
async fn starttls_carries_commands() {
    let provider = suffering("starttls-carries-commands").await;
    let port = Port::SubmissionStarttls;
    let mut raw = dial(&provider, port).await;
    raw.line().await;
    raw.send("STARTTLS\r\nNOOP\r\n").await;
    assert_eq!(raw.line().await, "220 2.0.0 Ready to start TLS");
    let (stream, _) = secure(&provider, port, raw).await.unwrap();
    assert_eq!(Raw { stream }.line().await, "250 2.0.0 Ok");
}

#[tokio::test]
async fn plain_only() {
    let provider = suffering("plain-only").await;
    for port in IMPLICIT {
        let why = TcpStream::connect(provider.addr(port)).await.unwrap_err();
        assert_eq!(why.kind(), ErrorKind::ConnectionRefused);
    }
    log_in_clear(&provider, false).await;
}

#[tokio::test]
async fn clear_auth() {
    log_in_clear(&suffering("clear-auth").await, true).await;
}

/// Logs in without TLS on both ports that allow it, where `STARTTLS` is `offered` or not.
async fn log_in_clear(provider: &Provider, offered: bool) {
    let mut imap = dial(provider, Port::ImapStarttls).await;
    let greeting = imap.line().await;
    assert!(greeting.contains("AUTH=PLAIN") && !greeting.contains("LOGINDISABLED"));
    assert_eq!(greeting.contains("STARTTLS"), offered);
    assert!(imap.ask("a LOGIN you@example.org secret").await[0].starts_with("a OK "));
    let mut smtp = dial(provider, Port::SubmissionStarttls).await;
    smtp.line().await;
    let offer = smtp.ask("EHLO client.example.net").await;
    assert!(offer.contains(&"250-AUTH PLAIN LOGIN".to_owned()));
    assert_eq!(offer.contains(&"250-STARTTLS".to_owned()), offered);
    assert!(smtp.ask(&format!("AUTH PLAIN {PLAIN}")).await[0].starts_with("235 "));
}

#[tokio::test]
async fn dropped() {
    let provider = suffering("dropped").await;
    for port in FOUR {
        assert_eq!(open(&provider, port).await.rest().await, b"");
    }
}

#[tokio::test]
async fn half_greeting() {
    let provider = suffering("half-greeting").await;
    for port in FOUR {
        let half = open(&provider, port).await.rest().await;
        assert!(half.starts_with(if port.service() == Service::Imap {
            b"* OK [CAP"
        } else {
            b"220 smtp."
        }));
        assert!(!half.contains(&b'\n'));
    }
}

#[tokio::test(start_paused = true)]
async fn silent() {
    let provider = suffering("silent").await;
    let began = Instant::now();
    let mut stream = provider.connect_in_memory(Port::SubmissionStarttls).unwrap();
    stream.write_all(b"EHLO impatient.example.net\r\n").await.unwrap();
    assert_eq!(Raw { stream }.rest().await, b"");
    assert_eq!(began.elapsed().as_secs(), 60);
    provider.settled().await;
    assert_eq!(provider.log()[1].line().unwrap(), "EHLO impatient.example.net");
}

#[tokio::test]
async fn silent_behind_tls() {
    let provider = suffering("silent").await;
    // The handshake is complete, so it is the greeting that is missing.
    drop(open(&provider, Port::ImapTls).await);
    provider.settled().await;
    let log = provider.log();
    assert!(matches!(log[1].event, Event::TlsEstablished { .. }), "{log:?}");
}

#[tokio::test(start_paused = true)]
async fn slow_greeting() {
    let provider = suffering("slow-greeting").await;
    for port in FOUR {
        let began = Instant::now();
        let stream = provider.connect_in_memory(port).unwrap();
        let raw = Raw { stream };
        let greeting = if port.is_implicit_tls() {
            Raw { stream: secure(&provider, port, raw).await.unwrap().0 }.line().await
        } else {
            let mut raw = raw;
            raw.line().await
        };
        assert!(greeting.contains("mailcheck-mock"));
        assert_eq!(began.elapsed().as_secs(), Duration::from_secs(6).as_secs());
    }
}

#[tokio::test]
async fn busy() {
    let provider = suffering("busy").await;
    for port in FOUR {
        let said = open(&provider, port).await.rest().await;
        let smtp: &[u8] =
            b"421 4.7.0 smtp.example.org Error: too many connections from 127.0.0.1\r\n";
        let imap: &[u8] = b"* BYE Connection queue full\r\n";
        assert_eq!(said, if port.service() == Service::Imap { imap } else { smtp });
    }
}

#[tokio::test]
async fn not_mail() {
    let provider = suffering("not-mail").await;
    for port in FOUR {
        let said = open(&provider, port).await.rest().await;
        let said = String::from_utf8(said).unwrap();
        let (head, body) = said.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\n"));
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())));
    }
}

#[tokio::test]
async fn other_service() {
    let provider = suffering("other-service").await;
    for port in FOUR {
        let said = open(&provider, port).await.rest().await;
        assert_eq!(said, b"+OK POP3 mailcheck-mock ready.\r\n");
    }
}

#[tokio::test]
async fn endless_line() {
    let provider = suffering("endless-line").await;
    for port in FOUR {
        let start = two_megabytes(&provider, port).await;
        assert!(start.starts_with(if port.service() == Service::Imap {
            b"* OK x"
        } else {
            b"220 xx"
        }));
        assert!(!start.contains(&b'\n'));
    }
    provider.settled().await;
}

#[tokio::test]
async fn endless_greeting() {
    let provider = suffering("endless-greeting").await;
    for port in FOUR {
        let start = two_megabytes(&provider, port).await;
        let line: &[u8] = if port.service() == Service::Imap {
            b"* OK Still here.\r\n"
        } else {
            b"220-Still here\r\n"
        };
        assert!(start.chunks_exact(line.len()).all(|it| it == line));
    }
    provider.settled().await;
}

async fn two_megabytes(provider: &Provider, port: Port) -> Vec<u8> {
    let mut start = vec![0; 2 * 1024 * 1024];
    open(provider, port).await.stream.read_exact(&mut start).await.unwrap();
    start
}

#[tokio::test]
async fn huge_literal() {
    let provider = suffering("huge-literal").await;
    for port in [Port::ImapTls, Port::ImapStarttls] {
        let mut raw = open(&provider, port).await;
        assert_eq!(raw.line().await, "* OK {500000000}");
        let mut start = [0; 3];
        raw.stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"abc");
    }
}

#[tokio::test]
async fn preauth() {
    let provider = suffering("preauth").await;
    for port in [Port::ImapTls, Port::ImapStarttls] {
        let mut raw = open(&provider, port).await;
        assert!(raw.line().await.starts_with("* PREAUTH [CAPABILITY IMAP4rev1 "));
    }
}

#[tokio::test]
async fn many_capabilities() {
    let provider = suffering("many-capabilities").await;
    let greeting = open(&provider, Port::ImapTls).await.line().await;
    assert_eq!(greeting.matches(" X-INVENTED-").count(), 5_000);
    let mut smtp = open(&provider, Port::SubmissionStarttls).await;
    smtp.line().await;
    assert!(smtp.ask("EHLO client.example.net").await.len() > 5_000);
}

#[tokio::test]
async fn control_characters() {
    let provider = suffering("control-characters").await;
    for port in FOUR {
        let mut raw = open(&provider, port).await;
        raw.send(if port.service() == Service::Imap { "a LOGOUT\r\n" } else { "QUIT\r\n" }).await;
        let said = raw.rest().await;
        let greeting = said.split_inclusive(|&byte| byte == b'\n').next().unwrap();
        assert!(greeting.ends_with(b"\xff\xfe\xc3\r\n"), "{greeting:?}");
        assert!(greeting.contains(&0) && greeting.contains(&0x1b), "{greeting:?}");
    }
}

#[tokio::test]
async fn no_mechanism() {
    let provider = suffering("no-mechanism").await;
    let mut imap = open(&provider, Port::ImapTls).await;
    let greeting = imap.line().await;
    assert!(greeting.contains("LOGINDISABLED") && !greeting.contains("AUTH="), "{greeting}");
    assert!(imap.ask("a LOGIN you@example.org secret").await[0].starts_with("a NO "));
    let mut smtp = open_secure(&provider, Port::SubmissionStarttls).await;
    let offer = smtp.ask("EHLO client.example.net").await.join("\n");
    assert!(!offer.contains("AUTH"), "{offer}");
    let refusal = "503 5.5.1 Error: authentication not enabled";
    assert_eq!(smtp.ask(&format!("AUTH PLAIN {PLAIN}")).await, [refusal]);
}

/// What the right credential is answered, on IMAP and on SMTP.
async fn answers(fault: &str) -> [String; 2] {
    let provider = suffering(fault).await;
    let mut last = [String::new(), String::new()];
    for port in FOUR {
        let mut raw = open_secure(&provider, port).await;
        let command = if port.service() == Service::Imap {
            format!("a AUTHENTICATE PLAIN {PLAIN}")
        } else {
            raw.ask("EHLO client.example.net").await;
            format!("AUTH PLAIN {PLAIN}")
        };
        last[usize::from(port.service() != Service::Imap)] = raw.ask(&command).await.remove(0);
    }
    let attempts = provider.log().into_iter().filter(|entry| {
        matches!(entry.event, Event::LoginAccepted { .. } | Event::LoginRejected { .. })
    });
    assert_eq!(attempts.count(), 4);
    last
}

#[tokio::test]
async fn wrong_password() {
    let [imap, smtp] = answers("wrong-password").await;
    assert_eq!(imap, "a NO [AUTHENTICATIONFAILED] Authentication failed.");
    assert_eq!(smtp, "535 5.7.8 Error: authentication failed: (reason unavailable)");
}

#[tokio::test]
async fn temporary_failure() {
    let [imap, smtp] = answers("temporary-failure").await;
    let start = "a NO [UNAVAILABLE] Temporary authentication failure. [imap.example.org:20";
    assert!(imap.starts_with(start), "{imap}");
    let text = "Temporary authentication failure: Connection lost to authentication server";
    assert_eq!(smtp, format!("454 4.7.0 {text}"));
}

#[tokio::test]
async fn bye_after_login() {
    let [imap, smtp] = answers("bye-after-login").await;
    assert!(imap.starts_with("a OK "), "{imap}");
    assert!(smtp.starts_with("235 "), "{smtp}");
    let provider = suffering("bye-after-login").await;
    let mut raw = open_secure(&provider, Port::ImapTls).await;
    raw.ask("a LOGIN you@example.org secret").await;
    assert_eq!(raw.rest().await, b"* BYE Connection closed. 14\r\n");
}

#[tokio::test]
async fn faults_add_up() {
    let provider = builder()
        .scenario("expired-certificate".parse().unwrap())
        .scenario("wrong-name".parse().unwrap())
        .start()
        .await
        .unwrap();
    let seen = certificate(&provider, Port::ImapTls).await;
    let (_, leaf) = X509Certificate::from_der(&seen.chain[0]).unwrap();
    assert!(leaf.validity().time_to_expiration().is_none());
    let names = leaf.subject_alternative_name().unwrap().unwrap();
    assert!(!names.value.general_names.is_empty());
    assert!(names.value.general_names.iter().all(|it| it.to_string().contains("hosting")));
}

/// What reading to the end of a connection gives on a port that resets.
#[tokio::test]
async fn a_reset_is_a_reset_on_loopback_and_in_memory() {
    let provider = suffering("reset-at-limit").await;
    let mut octets = Vec::new();
    let mut raw = dial(&provider, Port::ImapStarttls).await;
    let why = raw.stream.read_to_end(&mut octets).await.unwrap_err();
    assert_eq!(why.kind(), ErrorKind::ConnectionReset);
    let mut pipe = provider.connect_in_memory(Port::ImapStarttls).unwrap();
    let why = pipe.read_to_end(&mut octets).await.unwrap_err();
    assert_eq!(why.kind(), ErrorKind::ConnectionReset);
    assert!(octets.is_empty());
}
