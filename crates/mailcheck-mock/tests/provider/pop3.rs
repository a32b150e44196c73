//! POP3, by hand.

use mailcheck_mock::Ending;
use mailcheck_mock::Event;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Scenario;
use md5::Digest;
use md5::Md5;

use crate::client::PASSWORD;
use crate::client::PLAIN;
use crate::client::Raw;
use crate::client::Seen;
use crate::client::Stream;
use crate::client::USER;
use crate::client::builder;
use crate::client::dial;
use crate::client::go_ahead;
use crate::client::open;
use crate::client::open_secure;
use crate::client::secure;

const PORTS: [Port; 3] = [Port::Pop3Tls, Port::Pop3Starttls, Port::Pop3Plain];

/// Connects and logs in.
async fn logged_in(provider: &Provider, port: Port) -> Raw<Box<dyn Stream>> {
    let mut raw = if port == Port::Pop3Plain {
        let mut raw = open(provider, port).await;
        raw.line().await;
        raw
    } else {
        open_secure(provider, port).await
    };
    assert_eq!(raw.ask(&format!("USER {USER}")).await, ["+OK"]);
    assert_eq!(raw.ask(&format!("PASS {PASSWORD}")).await, ["+OK Logged in."]);
    raw
}

/// Puts messages into the INBOX.
async fn deliver(provider: &Provider, messages: &[&str]) {
    let mut smtp = open_secure(provider, Port::SubmissionsTls).await;
    smtp.ask("EHLO client.example.net").await;
    smtp.ask(&format!("AUTH PLAIN {PLAIN}")).await;
    for message in messages {
        smtp.ask(&format!("MAIL FROM:<{USER}>")).await;
        smtp.ask(&format!("RCPT TO:<{USER}>")).await;
        smtp.ask("DATA").await;
        assert!(smtp.ask(&format!("{message}\r\n.")).await[0].starts_with("250 2.0.0 Ok: queued"));
    }
}

/// What is said on the way in, from connecting to the answer to the right credential.
async fn fails(scenario: &str, commands: &[&str]) -> Vec<String> {
    let provider = builder().scenario(scenario.parse().unwrap()).start().await.unwrap();
    let mut raw = open_secure(&provider, Port::Pop3Starttls).await;
    let mut answers = Vec::new();
    for command in commands {
        answers.extend(raw.ask(command).await);
    }
    answers
}

#[tokio::test]
async fn every_port_leads_to_the_mail() {
    let provider = builder().start().await.unwrap();
    deliver(&provider, &["Subject: one\r\n\r\nHello"]).await;
    for port in PORTS {
        let mut raw = logged_in(&provider, port).await;
        assert!(raw.ask("STAT").await[0].starts_with("+OK 1 "));
        assert_eq!(raw.ask("QUIT").await, ["+OK Logging out."]);
        assert_eq!(raw.rest().await, b"");
    }
}

#[tokio::test]
async fn capabilities_are_what_holds_before_and_inside_tls_and_after_the_login() {
    let provider = builder().start().await.unwrap();
    let always = ["+OK", "CAPA", "TOP", "UIDL", "RESP-CODES", "PIPELINING", "AUTH-RESP-CODE"];
    let with = |special: &[&'static str]| [&always, special].concat();
    let mut clear = open(&provider, Port::Pop3Starttls).await;
    clear.line().await;
    assert_eq!(clear.ask_for_list("CAPA").await, with(&["STLS"]));
    let mut tls = open_secure(&provider, Port::Pop3Starttls).await;
    assert_eq!(tls.ask_for_list("capa").await, with(&["USER", "SASL PLAIN LOGIN"]));
    let mut plain = open(&provider, Port::Pop3Plain).await;
    plain.line().await;
    assert_eq!(plain.ask_for_list("CAPA").await, with(&["USER", "SASL PLAIN LOGIN"]));
    assert_eq!(plain.ask("STLS").await, ["-ERR TLS support isn't enabled."]);
    let mut inside = logged_in(&provider, Port::Pop3Tls).await;
    assert_eq!(inside.ask_for_list("CAPA").await, always);
}

#[tokio::test]
async fn a_credential_is_taken_in_every_form() {
    let provider = builder().start().await.unwrap();
    let welcome = "+OK Logged in.";
    let dialogues = [
        &[("USER You@Example.org", "+OK"), ("PASS secret", welcome)][..],
        &[("AUTH PLAIN AHlvdUBleGFtcGxlLm9yZwBzZWNyZXQ=", welcome)],
        &[("auth plain", "+ "), (PLAIN, welcome)],
        &[("AUTH LOGIN", "+ VX"), ("eW91QGV4YW1wbGUub3Jn", "+ UG"), ("c2VjcmV0", welcome)],
        &[("AUTH PLAIN", "+ "), ("*", "-ERR Authentication aborted by client.")],
        &[("AUTH CRAM-MD5", "-ERR Unsupported authentication mechanism.")],
        &[("USER you@example.org", "+OK"), ("PASS secret ", "-ERR [AUTH] Authentication failed.")],
        &[("PASS secret", "-ERR No username given.")],
        &[("STAT", "-ERR Unknown command."), ("QUIT", "+OK Logging out")],
    ];
    for dialogue in dialogues {
        let mut raw = open_secure(&provider, Port::Pop3Tls).await;
        for (said, answer) in dialogue {
            let reply = raw.ask(said).await;
            assert!(reply[0].starts_with(answer), "{said}: {reply:?}");
        }
        // Leaves the mailbox to the next.
        drop(raw);
        provider.settled().await;
    }
    let mut raw = open_secure(&provider, Port::Pop3Tls).await;
    assert_eq!(raw.ask_for_list("AUTH").await, ["+OK", "PLAIN", "LOGIN"]);
}

#[tokio::test]
async fn apop_is_taken_with_the_stamp_of_this_connection() {
    let provider = builder().start().await.unwrap();
    let digest = |greeting: &str| {
        let stamp = &greeting[greeting.find('<').unwrap()..];
        let digest = Md5::new().chain_update(stamp).chain_update(PASSWORD).finalize();
        format!("{:032x}", u128::from_be_bytes(digest.into()))
    };
    let mut raw = open(&provider, Port::Pop3Starttls).await;
    let first = digest(&raw.line().await);
    assert_eq!(raw.ask(&format!("APOP {USER} {first}")).await, ["+OK Logged in."]);
    drop(raw);
    provider.settled().await;
    let mut raw = open(&provider, Port::Pop3Tls).await;
    let second = digest(&raw.line().await);
    let refusal = "-ERR [AUTH] Authentication failed.";
    assert_eq!(raw.ask(&format!("APOP {USER} {first}")).await, [refusal]);
    assert_eq!(raw.ask(&format!("APOP {USER} {second}")).await, ["+OK Logged in."]);
}

#[tokio::test]
async fn no_credential_is_taken_in_clear() {
    let provider = builder().start().await.unwrap();
    let mut raw = open(&provider, Port::Pop3Starttls).await;
    raw.line().await;
    let refusal =
        "-ERR [AUTH] Cleartext authentication disallowed on non-secure (SSL/TLS) connections.";
    assert_eq!(raw.ask(&format!("USER {USER}")).await, [refusal]);
    assert_eq!(raw.ask(&format!("PASS {PASSWORD}")).await, [refusal]);
    assert_eq!(raw.ask(&format!("AUTH PLAIN {PLAIN}")).await, [refusal]);
    let is_login =
        |event: &Event| matches!(event, Event::LoginAccepted { .. } | Event::LoginRejected { .. });
    assert!(!provider.log().iter().any(|entry| is_login(&entry.event)));
}

#[tokio::test]
async fn messages_are_listed_and_fetched_whole_and_in_part() {
    let provider = builder().start().await.unwrap();
    deliver(&provider, &["Subject: one\r\n\r\n1\r\n2\r\n3", "..dot\r\n\r\n.."]).await;
    let mut raw = logged_in(&provider, Port::Pop3Tls).await;
    let whole = raw.ask_for_list("RETR 1").await;
    assert!(whole[1].starts_with("Return-Path: <you@example.org>"), "{whole:?}");
    assert!(whole[2].starts_with("Received: from client.example.net (unknown [127.0.0.1])"));
    assert_eq!(whole[whole.len() - 5..], ["Subject: one", "", "1", "2", "3"]);
    let octets: usize = whole[1..].iter().map(|line| line.len() + 2).sum();
    assert_eq!(whole[0], format!("+OK {octets} octets"));
    assert_eq!(raw.ask("LIST 1").await, [format!("+OK 1 {octets}")]);
    // A dot at the beginning of a line is doubled on the way.
    let dots = raw.ask_for_list("RETR 2").await;
    assert_eq!(dots[dots.len() - 3..], ["..dot", "", ".."]);
    let top = raw.ask_for_list("TOP 1 2").await;
    assert_eq!((top[0].as_str(), &top[top.len() - 4..]), ("+OK", &whole[whole.len() - 5..][..4]));
    let top = raw.ask_for_list("TOP 1 0").await;
    assert_eq!(top.last().unwrap(), "");
    let list = raw.ask_for_list("LIST").await;
    assert_eq!(list[..2], ["+OK 2 messages:".to_owned(), format!("1 {octets}")]);
    let uids = raw.ask_for_list("UIDL").await;
    assert_eq!(uids, ["+OK", "1 0000000100000001", "2 0000000200000001"]);
    assert_eq!(raw.ask("UIDL 2").await, ["+OK 2 0000000200000001"]);
    assert_eq!(raw.ask("NOOP").await, ["+OK"]);
}

#[tokio::test]
async fn what_is_not_there_is_refused_as_dovecot_does() {
    let provider = builder().start().await.unwrap();
    deliver(&provider, &["Subject: one"]).await;
    let mut raw = logged_in(&provider, Port::Pop3Tls).await;
    for (command, refusal) in [
        ("RETR 2", "-ERR There's no message 2."),
        ("RETR 0", "-ERR There's no message 0."),
        ("RETR", "-ERR Invalid message number: "),
        ("LIST x", "-ERR Invalid message number: x"),
        ("DELE 1x", "-ERR Noise after message number: x"),
        ("DELE 4294967296", "-ERR Message number too large: 4294967296"),
        ("TOP 1 x", "-ERR Invalid size: x"),
        ("XYZZY", "-ERR Unknown command: XYZZY"),
        ("STLS", "-ERR Unknown command: STLS"),
    ] {
        assert_eq!(raw.ask(command).await, [refusal]);
    }
}

#[tokio::test]
async fn messages_are_deleted_by_quit_and_by_nothing_else() {
    let provider = builder().start().await.unwrap();
    deliver(&provider, &["Subject: one", "Subject: two"]).await;
    let mut raw = logged_in(&provider, Port::Pop3Tls).await;
    assert_eq!(raw.ask("DELE 1").await, ["+OK Marked to be deleted."]);
    assert_eq!(raw.ask("DELE 1").await, ["-ERR Message is deleted."]);
    assert!(raw.ask("STAT").await[0].starts_with("+OK 1 "));
    assert_eq!(raw.ask_for_list("UIDL").await, ["+OK", "2 0000000200000001"]);
    assert_eq!(raw.ask("RSET").await, ["+OK"]);
    assert!(raw.ask("STAT").await[0].starts_with("+OK 2 "));
    raw.ask("DELE 1").await;
    drop(raw);
    provider.settled().await;
    let mut raw = logged_in(&provider, Port::Pop3Tls).await;
    assert!(raw.ask("STAT").await[0].starts_with("+OK 2 "));
    raw.ask("DELE 1").await;
    assert_eq!(raw.ask("QUIT").await, ["+OK Logging out, messages deleted."]);
    drop(raw);
    provider.settled().await;
    let mut raw = logged_in(&provider, Port::Pop3Tls).await;
    assert_eq!(raw.ask_for_list("UIDL").await, ["+OK", "1 0000000200000001"]);
}

#[tokio::test]
async fn a_maildrop_is_for_one_client_at_a_time() {
    let provider = builder().start().await.unwrap();
    let first = logged_in(&provider, Port::Pop3Tls).await;
    let mut second = open(&provider, Port::Pop3Plain).await;
    second.line().await;
    let refusal = "-ERR [IN-USE] Mailbox is locked by another POP3 session.";
    assert_eq!(second.ask(&format!("AUTH PLAIN {PLAIN}")).await, [refusal]);
    assert_eq!(second.rest().await, b"");
    drop((first, second));
    provider.settled().await;
    logged_in(&provider, Port::Pop3Plain).await;
}

#[tokio::test]
async fn pipelined_commands_are_all_answered() {
    let provider = builder().start().await.unwrap();
    let mut raw = open_secure(&provider, Port::Pop3Tls).await;
    raw.send(&format!("USER {USER}\r\nPASS {PASSWORD}\r\nSTAT\r\nQUIT\r\n")).await;
    assert_eq!(raw.rest().await, b"+OK\r\n+OK Logged in.\r\n+OK 0 0\r\n+OK Logging out.\r\n");
}

#[tokio::test]
async fn refusals_are_the_scenarios() {
    let (user, pass) = (&*format!("USER {USER}"), &*format!("PASS {PASSWORD}"));
    let refusal = "-ERR [AUTH] Authentication failed.";
    assert_eq!(fails("wrong-password", &[user, pass]).await[1], refusal);
    let refusal = &fails("temporary-failure", &[user, pass]).await[1];
    let start = "-ERR [SYS/TEMP] Temporary authentication failure. [pop.example.org:20";
    assert!(refusal.starts_with(start), "{refusal}");
    let refusal = "-ERR [AUTH] Authentication is disabled.";
    assert_eq!(fails("no-mechanism", &[user]).await, [refusal]);
}

#[tokio::test]
async fn starttls_goes_wrong_on_pop3_as_well() {
    let start = |scenario: &str| builder().scenario(scenario.parse().unwrap()).start();
    for (scenario, offers, answer) in [
        ("no-starttls", false, "-ERR TLS support isn't enabled."),
        ("starttls-refused", true, "-ERR TLS initialization failed."),
        ("clear-auth", true, "+OK Begin TLS negotiation now."),
    ] {
        let provider = start(scenario).await.unwrap();
        let mut raw = dial(&provider, Port::Pop3Starttls).await;
        raw.line().await;
        let offer = raw.ask_for_list("CAPA").await;
        assert_eq!(offer.contains(&"STLS".to_owned()), offers, "{scenario}");
        assert_eq!(offer.contains(&"USER".to_owned()), scenario == "clear-auth");
        assert_eq!(raw.ask("STLS").await, [answer]);
    }
    let provider = start("starttls-injection").await.unwrap();
    let mut raw = dial(&provider, Port::Pop3Starttls).await;
    raw.line().await;
    go_ahead(&mut raw, Port::Pop3Starttls).await;
    for line in ["+OK", "SASL PLAIN X-INJECTED", "."] {
        assert_eq!(raw.line().await, line);
    }
    secure(&provider, Port::Pop3Starttls, raw).await.unwrap();
    let provider = start("starttls-carries-commands").await.unwrap();
    let mut raw = dial(&provider, Port::Pop3Starttls).await;
    raw.line().await;
    raw.send("STLS\r\nUSER me\r\n").await;
    assert_eq!(raw.line().await, "+OK Begin TLS negotiation now.");
    let (stream, _) = secure(&provider, Port::Pop3Starttls, raw).await.unwrap();
    assert_eq!(Raw { stream }.line().await, "+OK");
}

/// The certificates that a port shows, by whichever way it shows them.
async fn shown(provider: &Provider, port: Port) -> Seen {
    let mut raw = dial(provider, port).await;
    if !port.is_implicit_tls() {
        raw.line().await;
        go_ahead(&mut raw, port).await;
    }
    secure(provider, port, raw).await.unwrap().1
}

#[tokio::test]
async fn certificates_go_wrong_on_pop3_as_well() {
    for (scenario, certificates, verdict) in [
        ("healthy", 2, "Ok"),
        ("expires-soon", 2, "Ok"),
        ("expired-certificate", 2, "Err(InvalidCertificate(ExpiredContext"),
        ("expired-intermediate", 2, "Err(InvalidCertificate(ExpiredContext"),
        ("not-yet-valid-certificate", 2, "Err(InvalidCertificate(NotValidYetContext"),
        ("wrong-name", 2, "Err(InvalidCertificate(NotValidForNameContext"),
        ("only-a-common-name", 2, "Err(InvalidCertificate(NotValidForNameContext"),
        ("self-signed", 1, "Err(InvalidCertificate(UnknownIssuer"),
        ("unknown-issuer", 2, "Err(InvalidCertificate(UnknownIssuer"),
        ("missing-intermediate", 1, "Err(InvalidCertificate(UnknownIssuer"),
        ("weak-key", 2, "Err(InvalidCertificate(BadSignature"),
        ("md5-signature", 2, "Err(InvalidCertificate(UnsupportedSignatureAlgorithm"),
        ("sha1-signature", 2, "Err(InvalidCertificate(UnsupportedSignatureAlgorithm"),
        ("not-for-servers", 2, "Err(InvalidCertificate(InvalidPurpose"),
        ("wrong-order", 3, "Ok"),
        ("root-included", 3, "Ok"),
    ] {
        let provider = builder().scenario(scenario.parse().unwrap()).start().await.unwrap();
        for port in [Port::Pop3Tls, Port::Pop3Starttls] {
            let seen = shown(&provider, port).await;
            let found = format!("{:?}", seen.verdict);
            assert!(found.starts_with(verdict), "{scenario} {}: {found}", port.name());
            assert_eq!(seen.chain.len(), certificates, "{scenario} {}", port.name());
        }
    }
}

/// A fault of one service, or of one port of it, is nobody else's.
#[tokio::test]
async fn a_certificate_goes_wrong_on_pop3_alone() {
    for (place, [tls, starttls]) in
        [("pop3", [false, false]), ("port.pop3-starttls", [true, false])]
    {
        let text = format!("title = \"t\"\nwhy = \"w\"\n[{place}]\ncertificate = \"self-signed\"");
        let scenario = Scenario::from_toml("test", &text).unwrap();
        let provider = builder().scenario(scenario).start().await.unwrap();
        for (port, is_right) in
            [(Port::Pop3Tls, tls), (Port::Pop3Starttls, starttls), (Port::ImapStarttls, true)]
        {
            let verdict = shown(&provider, port).await.verdict;
            assert_eq!(verdict.is_ok(), is_right, "{place} {}: {verdict:?}", port.name());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_sent_away_after_a_minute() {
    let provider = builder().start().await.unwrap();
    let mut raw = Raw { stream: provider.connect_in_memory(Port::Pop3Starttls).unwrap() };
    raw.line().await;
    assert_eq!(raw.line().await, "-ERR Disconnected for inactivity.");
    provider.settled().await;
    let last = provider.log().pop().unwrap();
    assert_eq!(last.event, Event::Closed(Ending::TimedOut));
}
