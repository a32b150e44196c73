//! Submission, by hand.

use mailcheck_mock::Event;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Scenario;

use crate::client::PASSWORD;
use crate::client::PLAIN;
use crate::client::Raw;
use crate::client::Stream;
use crate::client::USER;
use crate::client::builder;
use crate::client::open;
use crate::client::open_secure;

async fn logged_in(provider: &Provider) -> Raw<Box<dyn Stream>> {
    let mut raw = open_secure(provider, Port::SubmissionsTls).await;
    raw.ask("EHLO client.example.net").await;
    assert!(raw.ask(&format!("AUTH PLAIN {PLAIN}")).await[0].starts_with("235 "));
    raw
}

/// The same without TLS and without sockets, for much mail.
async fn logged_in_in_memory(provider: &Provider) -> Raw<Box<dyn Stream>> {
    let stream = provider.connect_in_memory(Port::SubmissionPlain).unwrap();
    let mut raw: Raw<Box<dyn Stream>> = Raw { stream: Box::new(stream) };
    raw.line().await;
    raw.ask("EHLO client.example.net").await;
    assert!(raw.ask(&format!("AUTH PLAIN {PLAIN}")).await[0].starts_with("235 "));
    raw
}

/// The one message in the INBOX, line by line, without what POP3 doubles.
async fn arrived(provider: &Provider) -> Vec<String> {
    let mut raw = open_secure(provider, Port::Pop3Tls).await;
    raw.ask(&format!("USER {USER}")).await;
    raw.ask(&format!("PASS {PASSWORD}")).await;
    assert!(raw.ask("STAT").await[0].starts_with("+OK 1 "));
    raw.ask_for_list("RETR 1").await.split_off(1)
}

/// Says each line, and expects the start of its answer.
async fn converse(raw: &mut Raw<Box<dyn Stream>>, dialogue: &[(&str, &str)]) {
    for (said, answer) in dialogue {
        let reply = raw.ask(said).await;
        assert!(reply[0].starts_with(answer), "{said}: {reply:?}");
    }
}

fn mail(provider: &Provider) -> Vec<Event> {
    let is_mail =
        |event: &Event| matches!(event, Event::MailDelivered { .. } | Event::MailDropped { .. });
    provider.log().into_iter().map(|entry| entry.event).filter(is_mail).collect()
}

#[tokio::test]
async fn a_message_arrives_with_its_dots_and_says_how_it_came() {
    let provider = builder().start().await.unwrap();
    let mut raw = logged_in(&provider).await;
    converse(
        &mut raw,
        &[
            ("MAIL FROM:<you@example.org> SIZE=30 BODY=8BITMIME", "250 2.1.0 Ok"),
            ("RCPT TO:<You@Example.Org> NOTIFY=NEVER", "250 2.1.5 Ok"),
            ("DATA", "354 End data with <CR><LF>.<CR><LF>"),
            ("Subject: dots\r\n\r\n..\r\n..two\r\nlast\r\n.", "250 2.0.0 Ok: queued as "),
            ("QUIT", "221 2.0.0 Bye"),
        ],
    )
    .await;
    let message = arrived(&provider).await;
    assert_eq!(message[0], "Return-Path: <you@example.org>");
    assert_eq!(message[1], "Received: from client.example.net (unknown [127.0.0.1])");
    assert_eq!(message[2], "\t(Authenticated sender: you@example.org)");
    let start = "\tby smtp.example.org (mailcheck-mock) with ESMTPSA id ";
    assert!(message[3].starts_with(start), "{message:?}");
    assert!(message[4].starts_with("\tfor <You@Example.Org>; "), "{message:?}");
    // POP3 doubles dots at the beginning of a line, as SMTP does.
    assert_eq!(message[5..], ["Subject: dots", "", "..", "..two", "last"]);
}

#[tokio::test]
async fn chunks_arrive_as_one_message() {
    let provider = builder().start().await.unwrap();
    let mut raw = logged_in(&provider).await;
    converse(
        &mut raw,
        &[
            ("MAIL FROM:<> SMTPUTF8", "250 "),
            ("BDAT 4\r\nab", "554 5.5.1 Error: no valid recipients"),
            ("RCPT TO:<you@example.org>", "250 "),
            ("BDAT 14\r\nSubject: two", "250 2.0.0 Ok: 14 bytes"),
            ("DATA", "503 5.5.1 Error: DATA after BDAT"),
            ("RCPT TO:<you@example.org>", "503 5.5.1 Error: RCPT after BDAT"),
        ],
    )
    .await;
    raw.send("BDAT 7 LAST\r\n\r\n.\r\nx\n").await;
    assert!(raw.line().await.starts_with("250 2.0.0 Ok: queued as "));
    let message = arrived(&provider).await;
    assert!(message[3].contains(" with UTF8SMTPSA id "), "{message:?}");
    assert_eq!(message[5..], ["Subject: two", "", "..", "x"]);
}

#[tokio::test]
async fn commands_have_an_order() {
    let provider = builder().start().await.unwrap();
    let mut raw = logged_in(&provider).await;
    converse(
        &mut raw,
        &[
            ("RCPT TO:<you@example.org>", "503 5.5.1 Error: need MAIL command"),
            ("DATA", "503 5.5.1 Error: need MAIL command"),
            ("BDAT 3 LAST\r\nx", "503 5.5.1 Error: need MAIL command"),
            ("MAIL FROM:<you@example.org>", "250 "),
            ("MAIL FROM:<you@example.org>", "503 5.5.1 Error: nested MAIL command"),
            ("DATA", "554 5.5.1 Error: no valid recipients"),
            ("DATA now", "501 5.5.4 Syntax: DATA"),
            ("RSET", "250 2.0.0 Ok"),
            ("RCPT TO:<you@example.org>", "503 5.5.1 Error: need MAIL command"),
            ("MAIL FROM:<you@example.org>", "250 "),
            ("EHLO again.example.net", "250-smtp.example.org"),
            ("RCPT TO:<you@example.org>", "503 5.5.1 Error: need MAIL command"),
            ("VRFY you@example.org", "252 2.0.0 you@example.org"),
            ("VRFY nobody@example.org", "550 5.1.1 "),
            ("VRFY", "501 5.5.4 Syntax: VRFY address"),
            ("HELP", "214 2.0.0 "),
            ("NOOP", "250 2.0.0 Ok"),
        ],
    )
    .await;
}

#[tokio::test]
async fn pipelined_commands_are_answered_in_order() {
    let provider = builder().start().await.unwrap();
    let mut raw = logged_in(&provider).await;
    raw.send(
        "MAIL FROM:<you@example.org>\r\nRCPT TO:<nobody@example.org>\r\n\
         RCPT TO:<you@example.org>\r\nDATA\r\n",
    )
    .await;
    for answer in ["250 2.1.0 Ok", "550 5.1.1 ", "250 2.1.5 Ok", "354 "] {
        let line = raw.line().await;
        assert!(line.starts_with(answer), "{line}");
    }
    raw.send("Subject: x\r\n.\r\nQUIT\r\n").await;
    assert!(raw.line().await.starts_with("250 2.0.0 Ok: queued as "));
    assert_eq!(raw.line().await, "221 2.0.0 Bye");
}

#[tokio::test]
async fn mail_goes_to_accounts_and_is_dropped_for_others() {
    let provider = builder().start().await.unwrap();
    let mut raw = logged_in(&provider).await;
    let unknown = "550 5.1.1 <nobody@example.org>: Recipient address rejected: \
                   User unknown in virtual mailbox table";
    converse(
        &mut raw,
        &[
            ("MAIL FROM:<somebody.else@example.org>", "250 "),
            ("RCPT TO:<nobody@example.org>", unknown),
            ("RCPT TO:<friend@elsewhere.example>", "250 2.1.5 Ok"),
            ("RCPT TO:<you@example.org>", "250 2.1.5 Ok"),
            ("DATA", "354 "),
            (".", "250 2.0.0 Ok: queued as "),
        ],
    )
    .await;
    let from = "somebody.else@example.org".to_owned();
    assert_eq!(
        mail(&provider),
        [
            Event::MailDropped { from: from.clone(), to: "friend@elsewhere.example".to_owned() },
            Event::MailDelivered { from, to: "you@example.org".to_owned() },
        ]
    );
}

#[tokio::test]
async fn nothing_is_sent_without_a_login() {
    let provider = builder().start().await.unwrap();
    for port in [Port::SubmissionsTls, Port::SubmissionStarttls] {
        let mut raw = open_secure(&provider, port).await;
        raw.ask("EHLO client.example.net").await;
        let refusal = "530 5.7.0 Authentication required";
        converse(
            &mut raw,
            &[
                ("MAIL FROM:<you@example.org>", refusal),
                ("RCPT TO:<you@example.org>", refusal),
                ("DATA", refusal),
                ("BDAT 6\r\nQUIT", refusal),
                ("VRFY you@example.org", refusal),
                ("NOOP", "250 "),
            ],
        )
        .await;
    }
    assert_eq!(mail(&provider), []);
}

#[tokio::test]
async fn a_server_for_incoming_mail_relays_for_nobody() {
    let text = "title = \"\"\nwhy = \"\"\n[smtp]\nwithout-login = \"local-mail\"";
    let scenario = Scenario::from_toml("incoming", text).unwrap();
    let provider = builder().scenario(scenario).start().await.unwrap();
    let mut raw = open(&provider, Port::SubmissionPlain).await;
    raw.line().await;
    let refusal = "554 5.7.1 <friend@elsewhere.example>: Relay access denied";
    converse(
        &mut raw,
        &[
            ("MAIL FROM:<friend@elsewhere.example>", "503 5.5.1 Error: send HELO/EHLO first"),
            ("HELO client.example.net", "250 smtp.example.org"),
            ("MAIL FROM:<friend@elsewhere.example>", "250 "),
            ("RCPT TO:<friend@elsewhere.example>", refusal),
            ("RCPT TO:<you@example.org>", "250 "),
            ("DATA", "354 "),
            (".", "250 "),
        ],
    )
    .await;
    let message = arrived(&provider).await;
    assert!(message[2].contains(" with SMTP id "), "{message:?}");
}

#[tokio::test]
async fn a_sender_must_be_owned_where_the_scenario_says_so() {
    let text = "title = \"\"\nwhy = \"\"\n[smtp]\nown-sender-only = true";
    let scenario = Scenario::from_toml("owned", text).unwrap();
    let provider = builder().scenario(scenario).start().await.unwrap();
    let mut raw = logged_in(&provider).await;
    let refusal = "553 5.7.1 <other@example.org>: Sender address rejected: \
                   not owned by user you@example.org";
    converse(
        &mut raw,
        &[
            ("MAIL FROM:<other@example.org>", "250 "),
            ("RCPT TO:<you@example.org>", refusal),
            ("RSET", "250 "),
            ("MAIL FROM:<You@example.org>", "250 "),
            ("RCPT TO:<you@example.org>", "250 "),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_message_has_its_limit() {
    let provider = builder().start().await.unwrap();
    let mut raw = logged_in_in_memory(&provider).await;
    converse(
        &mut raw,
        &[
            ("MAIL FROM:<> SIZE=26214401", "552 5.3.4 Message size exceeds fixed limit"),
            ("MAIL FROM:<>", "250 "),
            ("RCPT TO:<you@example.org>", "250 "),
            ("DATA", "354 "),
        ],
    )
    .await;
    let line = format!("{}\r\n", "x".repeat(32 * 1024 - 2));
    for _ in 0..=800 {
        raw.send(&line).await;
    }
    converse(
        &mut raw,
        &[
            (".", "552 5.3.4 Error: message file too big"),
            ("MAIL FROM:<>", "250 "),
            ("RCPT TO:<you@example.org>", "250 "),
            ("BDAT 26214401", "552 5.3.4 Chunk exceeds message size limit"),
        ],
    )
    .await;
    assert_eq!(mail(&provider), []);
}

#[tokio::test]
async fn an_account_holds_only_so_much() {
    let provider = builder().start().await.unwrap();
    let mut raw = logged_in_in_memory(&provider).await;
    let line = format!("{}\r\n", "x".repeat(32 * 1024 - 2));
    let mut answers = Vec::new();
    for _ in 0..4 {
        converse(
            &mut raw,
            &[("MAIL FROM:<>", "250 "), ("RCPT TO:<you@example.org>", "250 "), ("DATA", "354 ")],
        )
        .await;
        for _ in 0..640 {
            raw.send(&line).await;
        }
        answers.extend(raw.ask(".").await);
    }
    assert!(answers[..3].iter().all(|answer| answer.starts_with("250 ")), "{answers:?}");
    assert_eq!(answers[3], "452 4.3.1 Insufficient system storage");
}
