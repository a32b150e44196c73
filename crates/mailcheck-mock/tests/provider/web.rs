//! The web servers, as a client of plain HTTP/1.1 sees them.

use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hickory_resolver::proto::op::Message;
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::proto::rr::Record;
use hickory_resolver::proto::rr::RecordType;
use mailcheck_mock::Content;
use mailcheck_mock::Dns;
use mailcheck_mock::Door;
use mailcheck_mock::Event;
use mailcheck_mock::Page;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Scheme;
use mailcheck_mock::Transport;
use mailcheck_mock::Web;
use sha2::Digest as _;
use sha2::Sha256;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::client::Raw;
use crate::client::Seen;
use crate::client::Stream;
use crate::client::builder;
use crate::client::secure_as;

const AUTOCONFIG: &str = "/mail/config-v1.1.xml?emailaddress=you%40example.org";

#[tokio::test]
async fn settings_are_where_clients_look_for_them() {
    let provider = start(Web::default()).await;
    for (host, path) in [
        ("autoconfig.example.org", AUTOCONFIG),
        ("Example.org:80", "/.well-known/autoconfig/mail/config-v1.1.xml"),
    ] {
        for scheme in [Scheme::Http, Scheme::Https] {
            let answer = get(&provider, scheme, host, path).await;
            assert_eq!(answer.status(), "200 OK", "{host}");
            assert_eq!(answer.header("content-type"), Some("text/xml"));
            assert_eq!(answer.body(), provider.autoconfig());
        }
    }
}

#[tokio::test]
async fn autoconfig_names_each_service_where_it_listens() {
    let provider = start(Web::default()).await;
    let document = provider.autoconfig();
    assert!(
        document.starts_with(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">"
        )
    );
    for (kind, port, socket) in [
        ("incomingServer type=\"imap\"", Port::ImapTls, "SSL"),
        ("incomingServer type=\"imap\"", Port::ImapStarttls, "STARTTLS"),
        ("incomingServer type=\"pop3\"", Port::Pop3Tls, "SSL"),
        ("incomingServer type=\"pop3\"", Port::Pop3Starttls, "STARTTLS"),
        ("outgoingServer type=\"smtp\"", Port::SubmissionsTls, "SSL"),
        ("outgoingServer type=\"smtp\"", Port::SubmissionStarttls, "STARTTLS"),
    ] {
        let (host, number) = (provider.host(port), provider.addr(port).port());
        let server = format!(
            "<{kind}> <hostname>{host}</hostname> <port>{number}</port> \
             <socketType>{socket}</socketType> \
             <authentication>password-cleartext</authentication> \
             <username>%EMAILADDRESS%</username>"
        );
        let document = document.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(document.contains(&server), "{document}");
    }
}

#[tokio::test]
async fn autodiscover_answers_a_post() {
    let provider = start(Web::default()).await;
    let path = "/autodiscover/autodiscover.xml";
    let host = "autodiscover.example.org";
    let refused = get(&provider, Scheme::Https, host, path).await;
    assert_eq!(refused.status(), "405 Method Not Allowed");
    let question = "<Autodiscover/>";
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/xml\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{question}",
        question.len()
    );
    let answer = exchange(&provider, Scheme::Https, host, &request).await;
    assert_eq!(answer.status(), "200 OK");
    let imap = provider.addr(Port::ImapTls).port();
    let body = answer.body().split_whitespace().collect::<String>();
    let server =
        format!("<Protocol><Type>IMAP</Type><Server>imap.example.org</Server><Port>{imap}</Port>");
    assert!(body.contains(&server), "{body}");
}

#[tokio::test]
async fn a_page_can_ask_to_log_in() {
    let path = "/autodiscover/autodiscover.xml";
    let page = Page::new(path, Content::Text(String::new()))
        .and_then(|page| page.status(401))
        .and_then(|page| page.header("WWW-Authenticate", "Basic realm=\"mail\""));
    let provider = start(Web::default().page(page.unwrap())).await;
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: example.org\r\nContent-Length: 1\r\nConnection: close\r\n\r\n?"
    );
    let answer = exchange(&provider, Scheme::Https, "example.org", &request).await;
    assert_eq!(answer.status(), "401 Unauthorized");
    assert_eq!(answer.header("www-authenticate"), Some("Basic realm=\"mail\""));
}

#[tokio::test]
async fn a_pacc_document_is_there_on_request_with_its_digest_in_dns() {
    let (host, path) = ("ua-auto-config.example.org", "/.well-known/user-agent-configuration.json");
    let without = builder().web(Web::default()).dns(Dns::default()).start().await.unwrap();
    assert_eq!(get(&without, Scheme::Http, host, path).await.status(), "404 Not Found");
    assert_eq!(txt(&without, "_ua-auto-config.example.org").await, [""; 0]);
    let with = builder().web(Web::default().pacc()).dns(Dns::default()).start().await.unwrap();
    let answer = get(&with, Scheme::Https, host, path).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let document: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    for (key, port) in
        [("imap", Port::ImapTls), ("pop3", Port::Pop3Tls), ("submit", Port::SubmissionsTls)]
    {
        assert_eq!(document["protocols"][key]["host"], with.host(port), "{document}");
    }
    assert_eq!(document["authentication"]["password"], true);
    let digest = BASE64_STANDARD.encode(Sha256::digest(&answer.body));
    let expected = format!("v=UAAC1; a=sha256; d={digest}");
    assert_eq!(txt(&with, "_ua-auto-config.example.org").await, [expected]);
    assert_eq!(shown(&with, host).await.verdict, Ok(()));
}

/// The TXT records at a name.
async fn txt(provider: &Provider, name: &str) -> Vec<String> {
    let mut question = Message::query();
    question.add_query(Query::query(format!("{name}.").parse().unwrap(), RecordType::TXT));
    let question = question.to_vec().unwrap();
    let answer = provider.query_in_memory(question, Transport::Tcp).await.unwrap().unwrap();
    let answer = Message::from_vec(&answer).unwrap();
    let read = |record: &Record| {
        let RData::TXT(txt) = &record.data else { return None };
        String::from_utf8(txt.txt_data.concat()).ok()
    };
    answer.answers.iter().filter_map(read).collect()
}

#[tokio::test]
async fn https_shows_a_certificate_for_its_hosts() {
    let provider = start(Web::default()).await;
    for host in ["autoconfig.example.org", "example.org", "autodiscover.example.org"] {
        assert_eq!(shown(&provider, host).await.verdict, Ok(()), "{host}");
    }
    assert!(shown(&provider, "www.example.org").await.verdict.is_err());
}

#[tokio::test]
async fn what_is_asked_is_written_down() {
    let provider = start(Web::default()).await;
    get(&provider, Scheme::Https, "autoconfig.example.org:443", AUTOCONFIG).await;
    provider.settled().await;
    let log = provider.log();
    assert!(log.iter().all(|it| it.door == Door::Https && it.connection == 1));
    let events: Vec<Event> = log.into_iter().map(|it| it.event).collect();
    let [Event::Connected, Event::TlsEstablished { .. }, request, Event::Closed(_)] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!(
        request,
        &Event::Request {
            method: "GET".to_owned(),
            host: "autoconfig.example.org".to_owned(),
            path: AUTOCONFIG.to_owned(),
            https: true,
        }
    );
}

#[tokio::test]
async fn an_unknown_page_is_not_found() {
    let provider = start(Web::default()).await;
    for (host, path) in [
        ("autoconfig.example.org", "/"),
        ("www.example.org", AUTOCONFIG),
        ("example.org", AUTOCONFIG),
    ] {
        let answer = get(&provider, Scheme::Http, host, path).await;
        assert_eq!(answer.status(), "404 Not Found");
        assert!(answer.body().contains("<html>"));
    }
}

#[tokio::test]
async fn a_page_comes_before_the_own_one() {
    let page = |content| Page::new("/mail/config-v1.1.xml", content).unwrap();
    let there = "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml";
    let web =
        Web::default().page(page(Content::Redirect(there.to_owned())).scheme(Scheme::Https)).page(
            page(Content::Text("not here".to_owned()))
                .host("AUTOCONFIG.example.org")
                .status(503)
                .and_then(|page| page.header("Content-Type", "text/plain"))
                .and_then(|page| page.header("Retry-After", "60"))
                .unwrap(),
        );
    let provider = start(web).await;
    let answer = get(&provider, Scheme::Https, "autoconfig.example.org", AUTOCONFIG).await;
    assert_eq!(answer.status(), "302 Found");
    assert_eq!(answer.header("location"), Some(there));
    let answer = get(&provider, Scheme::Http, "autoconfig.example.org", AUTOCONFIG).await;
    assert_eq!(answer.status(), "503 Service Unavailable");
    assert_eq!(answer.header("retry-after"), Some("60"));
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(answer.body(), "not here");
}

#[tokio::test]
async fn a_flood_is_announced_and_comes() {
    let flood = Content::Octets(3_000_000);
    let web = Web::default().page(Page::new("/flood", flood).unwrap());
    let provider = start(web.page(Page::new("/more", Content::Octets(u64::MAX)).unwrap())).await;
    let answer = get(&provider, Scheme::Https, "example.org", "/flood").await;
    assert_eq!(answer.header("content-length"), Some("3000000"));
    assert_eq!(answer.body().len(), 3_000_000);
    // One that would not end does not keep a client from going.
    let mut stream = connect(&provider, Scheme::Http, "example.org").await;
    stream.send(&request("example.org", "/more")).await;
    let mut some = vec![0; 1_000_000];
    stream.stream.read_exact(&mut some).await.unwrap();
    drop(stream);
    provider.settled().await;
}

#[tokio::test]
async fn a_portal_is_everywhere() {
    let provider = start(Web::default().portal()).await;
    let answer = get(&provider, Scheme::Http, "autoconfig.example.org", AUTOCONFIG).await;
    assert_eq!(answer.status(), "302 Found");
    let login = answer.header("location").unwrap();
    let host = login.strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).unwrap();
    let answer = get(&provider, Scheme::Http, host, "/").await;
    assert_eq!(answer.status(), "200 OK");
    assert!(answer.body().contains("log in"));
    assert!(shown(&provider, "autoconfig.example.org").await.verdict.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_slow_page_and_a_slow_client_take_no_real_time() {
    let slow = Page::new("/slow", Content::Autoconfig).unwrap().delay(Duration::from_secs(30));
    let provider = start(Web::default().page(slow)).await;
    let began = Instant::now();
    let stream = provider.connect_web_in_memory(Scheme::Http).unwrap();
    let answer = Answer::read(&mut Raw { stream }, &request("example.org", "/slow")).await;
    assert_eq!(answer.status(), "200 OK");
    assert!(began.elapsed() >= Duration::from_secs(30));
    for scheme in [Scheme::Http, Scheme::Https] {
        let stream = provider.connect_web_in_memory(scheme).unwrap();
        let mut silent = Raw { stream };
        silent.send("").await;
        assert_eq!(silent.rest().await, b"");
    }
    assert!(began.elapsed() < Duration::from_mins(5));
    provider.settled().await;
}

#[tokio::test(start_paused = true)]
async fn a_request_has_a_size() {
    let provider = start(Web::default()).await;
    let long = "x".repeat(100_000);
    for (request, status) in [
        (
            format!("GET /{long} HTTP/1.1\r\nHost: example.org\r\n\r\n"),
            "431 Request Header Fields Too Large",
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: example.org\r\nX: {long}\r\n\r\n"),
            "431 Request Header Fields Too Large",
        ),
        (
            format!(
                "POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 9999999\r\n\r\n{long}"
            ),
            "413 Payload Too Large",
        ),
        ("a1 NOOP\r\n\0\r\n\r\n".to_owned(), "400 Bad Request"),
    ] {
        let stream = provider.connect_web_in_memory(Scheme::Http).unwrap();
        let (reader, mut writer) = tokio::io::split(stream);
        // The server may have had enough before everything is said.
        let speak = async { drop(writer.write_all(request.as_bytes()).await) };
        let mut answer = String::new();
        let mut reader = reader.take(100);
        let ((), read) = tokio::join!(speak, reader.read_to_string(&mut answer));
        read.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{answer}");
    }
}

#[tokio::test]
async fn no_web_server_is_there_unless_asked_for() {
    let provider = builder().start().await.unwrap();
    assert_eq!((provider.http(), provider.https()), (None, None));
    let error = provider.connect_web_in_memory(Scheme::Http).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
}

#[test]
fn a_page_that_cannot_be_is_an_error() {
    let text = || Content::Text(String::new());
    let page = || Page::new("/", text()).unwrap();
    assert!(Page::new("relative", text()).is_err());
    assert!(Page::new("/?a=b", text()).is_err());
    assert!(Page::new("/", Content::Redirect("a\nb".to_owned())).is_err());
    assert!(page().status(199).is_err() && page().status(600).is_err());
    assert!(page().header("X Y", "z").is_err() && page().header("X", "y\r\nz").is_err());
    let error = page().header("Content-Length", "5").unwrap_err().to_string();
    assert_eq!(error, "page \"/\": header \"Content-Length\" belongs to the server");
}

async fn start(web: Web) -> Provider {
    builder().web(web).start().await.unwrap()
}

async fn connect(provider: &Provider, scheme: Scheme, host: &str) -> Raw<Box<dyn Stream>> {
    let addr = if scheme == Scheme::Http { provider.http() } else { provider.https() };
    let stream = TcpStream::connect(addr.unwrap()).await.unwrap();
    if scheme == Scheme::Http {
        return Raw { stream: Box::new(stream) };
    }
    let name = host.split(':').next().unwrap_or_default().to_owned();
    let (stream, _) = secure_as(provider, name, Raw { stream }).await.unwrap();
    Raw { stream: Box::new(stream) }
}

/// What HTTPS shows to a client that asks for `host`.
async fn shown(provider: &Provider, host: &str) -> Seen {
    let stream = TcpStream::connect(provider.https().unwrap()).await.unwrap();
    secure_as(provider, host.to_owned(), Raw { stream }).await.unwrap().1
}

fn request(host: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
}

async fn get(provider: &Provider, scheme: Scheme, host: &str, path: &str) -> Answer {
    exchange(provider, scheme, host, &request(host, path)).await
}

async fn exchange(provider: &Provider, scheme: Scheme, host: &str, request: &str) -> Answer {
    Answer::read(&mut connect(provider, scheme, host).await, request).await
}

struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    async fn read<S: Stream>(stream: &mut Raw<S>, request: &str) -> Self {
        stream.send(request).await;
        let mut head = Vec::new();
        loop {
            match stream.line().await {
                line if line.is_empty() => break,
                line => head.push(line),
            }
        }
        Self { head: head.join("\n"), body: stream.rest().await }
    }

    fn status(&self) -> &str {
        let first = self.head.lines().next().unwrap();
        first.strip_prefix("HTTP/1.1 ").unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.to_ascii_lowercase().starts_with(&format!("{name}: "));
        self.head.lines().find(named).map(|line| &line[name.len() + 2..])
    }

    fn body(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }
}
