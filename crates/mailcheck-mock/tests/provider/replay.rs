//! A recorded dialogue, said again.

use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Recording;
use rustls::CertificateError;
use rustls::Error::InvalidCertificate;
use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use crate::client::Raw;
use crate::client::Seen;
use crate::client::secure;

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

/// A certificate in a recording, in order, of somebody below a trusted root.
fn certificate(subject: &str, issuer: &str) -> Value {
    json!({
        "subject": subject,
        "issuer": issuer,
        "names": [],
        "common_name": null,
        "not_before": "2020-01-01T00:00:00Z",
        "not_after": "2020-03-31T00:00:00Z",
        "public_key": { "algorithm": "EC P-256", "bits": 256 },
        "signature": "ecdsa-with-SHA256",
        "sha256": "00",
        "self_issued": subject == issuer,
        "self_signed": subject == issuer,
        "is_ca": true,
        "ca_issuers": [],
    })
}

/// That of the server itself.
fn leaf(issuer: &str) -> Value {
    let mut leaf = certificate("CN=imap.example.net", issuer);
    leaf["names"] = json!(["imap.example.net", "*.example.net", "192.0.2.1"]);
    leaf["is_ca"] = false.into();
    leaf
}

fn text(started: &str, fact: &Value) -> String {
    let head = json!({ "schema": "mailcheck-dialogue/1", "started": started });
    let place = json!({
        "connection": 1,
        "service": "imap",
        "endpoint": "imap.example.net:993/tls",
        "attempt": "client",
        "event": "certificates",
        "fact": fact,
    });
    format!("{head}\n{place}\n")
}

/// What a server shows in place of what was seen on the 30th of January.
async fn shown(trust: &str, verifier: Option<&str>, certificates: &[Value]) -> Seen {
    let fact = json!({
        "certificates": certificates,
        "trust": { "kind": trust },
        "name_matches": true,
        "verifier": verifier,
    });
    let recording = Recording::from_jsonl("case.jsonl", &text("2020-01-30T00:00:00Z", &fact));
    let scenario = recording.unwrap().scenario();
    let provider = Provider::builder().scenario(scenario).start().await.unwrap();
    let raw = Raw { stream: provider.connect_in_memory(Port::ImapTls).unwrap() };
    secure(&provider, Port::ImapTls, raw).await.unwrap().1
}

fn parsed(seen: &Seen, at: usize) -> X509Certificate<'_> {
    X509Certificate::from_der(&seen.chain[at]).unwrap().1
}

const R3: &str = "C=US, O=Let's Encrypt, CN=R3";
const ROOT: &str = "CN=An old root";

#[tokio::test]
async fn certificates_are_as_they_were_seen_with_dates_from_now() {
    let seen = shown("path", None, &[leaf(R3), certificate(R3, ROOT)]).await;
    assert_eq!(seen.verdict, Ok(()));
    let [leaf, issuer] = [parsed(&seen, 0), parsed(&seen, 1)];
    assert_eq!(leaf.subject().to_string(), "CN=imap.example.net");
    assert_eq!(leaf.issuer().to_string(), R3);
    assert_eq!(issuer.subject().to_string(), R3);
    let names = leaf.subject_alternative_name().unwrap().unwrap().value;
    assert_eq!(names.general_names.len(), 3, "{names:?}");
    let now = x509_parser::time::ASN1Time::now().timestamp();
    let validity = leaf.validity();
    for (at, days) in [(validity.not_before, -29), (validity.not_after, 61)] {
        let late = now + days * 24 * 60 * 60 - at.timestamp();
        assert!((0..60).contains(&late), "{days}: {late} s");
    }
}

#[tokio::test]
async fn what_nobody_needed_is_not_needed_again() {
    // A new root that an old one, which has ended, had signed; and the old one itself.
    let mut cross = certificate("CN=A new root", ROOT);
    cross["not_after"] = "2020-01-29T00:00:00Z".into();
    let chain = [leaf(R3), certificate(R3, "CN=A new root"), cross, certificate(ROOT, ROOT)];
    let seen = shown("path", None, &chain).await;
    assert_eq!((seen.verdict, seen.chain.len()), (Ok(()), 4));
    // Where the client found fault with it, it was needed.
    let seen = shown("path", Some("certificate expired"), &chain).await;
    let expired = |why: &CertificateError| matches!(why, CertificateError::ExpiredContext { .. });
    assert!(
        matches!(&seen.verdict, Err(InvalidCertificate(why)) if expired(why)),
        "{:?}",
        seen.verdict
    );
}

#[tokio::test]
async fn whom_nobody_trusted_is_not_trusted_again() {
    let unknown = Err(InvalidCertificate(CertificateError::UnknownIssuer));
    for chain in [
        vec![leaf(R3)],
        vec![leaf(R3), certificate(R3, ROOT)],
        vec![leaf(R3), certificate(R3, ROOT), certificate(ROOT, ROOT)],
        vec![leaf("CN=imap.example.net")],
    ] {
        let seen = shown("no-path", Some("UnknownIssuer"), &chain).await;
        assert_eq!(seen.verdict, unknown);
        assert_eq!(seen.chain.len(), chain.len());
        for (at, of) in chain.iter().enumerate() {
            assert_eq!(parsed(&seen, at).issuer().to_string(), of["issuer"], "{at}");
        }
    }
}

#[tokio::test]
async fn broken_signatures_are_broken_again() {
    let sha1 = "1.2.840.113549.1.1.5";
    let mut weak = leaf(R3);
    weak["signature"] = "sha1WithRSAEncryption".into();
    let issuer = certificate(R3, ROOT);
    // By somebody who was sent along, by a root that is trusted, and by one that is not.
    for (trust, chain, sent) in [
        ("unknown", vec![weak.clone(), issuer], 2),
        ("unknown", vec![weak.clone()], 2),
        ("no-path", vec![weak], 1),
    ] {
        let seen = shown(trust, Some("UnsupportedSignatureAlgorithm"), &chain).await;
        assert_eq!(parsed(&seen, 0).signature_algorithm.algorithm.to_id_string(), sha1, "{trust}");
        assert_eq!(seen.chain.len(), sent, "{trust}");
        assert!(seen.verdict.is_err(), "{trust}");
    }
}

/// A recording may hold anything.
#[tokio::test]
async fn whatever_was_seen_is_shown_or_refused_with_a_reason() {
    let mut odd = leaf("");
    odd["subject"] = "2.5.4.5=\\, \u{1b}+=,".into();
    odd["names"] = json!(["p\u{e4}.example", "dns:192.0.2.1", "", "a b"]);
    odd["not_before"] = "-009999-01-02T01:59:59Z".into();
    odd["not_after"] = "9999-12-30T22:00:00Z".into();
    odd["public_key"] = json!({ "algorithm": "1.2.3", "bits": 0 });
    let twice = [odd.clone(), odd];
    assert_eq!(shown("path", None, &twice).await.chain.len(), 2);
    let fact = json!({ "certificates": [leaf(R3)], "trust": { "kind": "path" } });
    let wrong = |text: &str| Recording::from_jsonl("case.jsonl", text).unwrap_err().to_string();
    let late = text("2020-01-30T00:00:00Z", &fact).replacen("started", "begun", 1);
    assert!(wrong(&late).starts_with("case.jsonl:2:1: certificates need `started`"));
    let why = wrong(&text("2020-01-30T00:00:00Z", &json!({ "certificates": [7] })));
    assert!(why.starts_with("case.jsonl:2:1: the fact of certificates: "), "{why}");
}
