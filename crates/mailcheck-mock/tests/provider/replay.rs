//! A recorded dialogue, said again.

use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Recording;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

/// A recording of one connection to IMAP with STARTTLS.
fn recording(events: &[&str]) -> Recording {
    let head = r#"{"schema":"mailcheck-dialogue/1","mailcheck":"9.9.9"}"#;
    let place = r#""connection":1,"service":"imap","endpoint":"imap.example.net:143/starttls""#;
    let line = |event: &&str| format!("{{{place},\"attempt\":\"client\",{event}}}\n");
    let lines: String = events.iter().map(line).collect();
    let text = format!("{head}\n{lines}{{\"event\":\"truncated\"}}\n");
    Recording::from_jsonl("case.jsonl", &text).unwrap()
}

async fn start(events: &[&str]) -> Provider {
    Provider::builder().scenario(recording(events).scenario()).start().await.unwrap()
}

/// All that the server says to this.
async fn hear(provider: &Provider, said: &str) -> String {
    let mut client = provider.connect_in_memory(Port::ImapStarttls).unwrap();
    client.write_all(said.as_bytes()).await.unwrap();
    client.shutdown().await.unwrap();
    let mut heard = String::new();
    client.read_to_string(&mut heard).await.unwrap();
    heard
}

const DIALOGUE: [&str; 11] = [
    r#""at_ms":5,"event":"connected","fact":{"took_ms":1}"#,
    r#""at_ms":6,"event":"received","text":"* OK a1 $host \\x00 hello\r\n""#,
    r#""at_ms":7,"event":"sent","text":"a1 CAPABILITY\r\n""#,
    r#""at_ms":7,"event":"received","base64":"KiBDQVBBQklMSVRZIMOkIP8NCg==""#,
    r#""at_ms":7,"event":"received","text":"a1 OK a1 done\r\n""#,
    r#""at_ms":8,"event":"sent","text":"a2 AUTHENTICATE LOGIN\r\n""#,
    r#""at_ms":8,"event":"received","text":"+ VXNlcm5hbWU6\r\n""#,
    r#""at_ms":8,"event":"sent","text":"***\r\n""#,
    r#""at_ms":4008,"event":"received","text":"a2 NO wrong\r\n""#,
    r#""at_ms":4009,"event":"sent","text":"z LOGOUT\r\n""#,
    r#""at_ms":4009,"event":"closed""#,
];

#[tokio::test(start_paused = true)]
async fn every_client_hears_what_was_said_with_its_own_tags() {
    let provider = start(&DIALOGUE).await;
    assert_eq!(provider.host(Port::ImapStarttls), "imap.example.net");
    let mut client = provider.connect_in_memory(Port::ImapStarttls).unwrap();
    let began = Instant::now();
    let said = b"A01 capability\r\nA02 AUTHENTICATE LOGIN\r\nAAAA\r\nA03 LOGOUT\r\n";
    client.write_all(said).await.unwrap();
    let mut heard = Vec::new();
    client.read_to_end(&mut heard).await.unwrap();
    let expected = b"* OK a1 $host \\x00 hello\r\n* CAPABILITY \xc3\xa4 \xff\r\nA01 OK a1 done\r\n\
        + VXNlcm5hbWU6\r\nA02 NO wrong\r\n* BYE Logging out\r\nA03 OK Logout completed.\r\n";
    assert_eq!(heard.escape_ascii().to_string(), expected.escape_ascii().to_string());
    assert_eq!(began.elapsed().as_secs(), 4, "a pause is kept");
}

#[tokio::test(start_paused = true)]
async fn commands_may_come_in_another_order_or_not_at_all() {
    let provider = start(&DIALOGUE[..9]).await;
    let heard =
        hear(&provider, "1 AUTHENTICATE LOGIN\r\nAAAA\r\n2 SELECT INBOX\r\n3 NOOP\r\n").await;
    let end = "1 NO wrong\r\n* BYE The recording has no answer to this.\r\n";
    assert!(heard.ends_with(end), "{heard}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_left_leaves_again() {
    let why = r#""at_ms":9,"event":"closed","why":{"kind":"closed"}"#;
    let bye = r#""at_ms":6,"event":"received","text":"* BYE Too many"#;
    let provider = start(&[DIALOGUE[0], &format!(r#"{bye}\r\n""#), why]).await;
    assert_eq!(hear(&provider, "a LOGOUT\r\n").await, "* BYE Too many\r\n");
    let provider = start(&[DIALOGUE[0], &format!(r#"{bye}""#), why]).await;
    assert_eq!(hear(&provider, "").await, "* BYE Too many");
}

#[tokio::test]
async fn what_was_not_recorded_is_not_there() {
    let provider = start(&DIALOGUE).await;
    assert!(provider.connect_in_memory(Port::ImapStarttls).is_ok());
    for port in [Port::ImapTls, Port::SubmissionsTls] {
        assert!(provider.connect_in_memory(port).is_err());
    }
}
