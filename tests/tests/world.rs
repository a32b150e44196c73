//! The mock provider as the world that looks for settings: its web servers and its DNS, in memory on a
//! paused clock and on loopback.

use std::error::Error;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use mailcheck::evidence::{Dnssec, Family};
use mailcheck::model::Host;
use mailcheck::net::tls::Tls;
use mailcheck::net::{Net, RecordKind};
use mailcheck_mock::{Distant, Event, Port, Provider, Scenario, World};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::Instant;

type Outcome = Result<(), Box<dyn Error>>;

/// A provider that does what a scenario file with these lines says.
async fn provider(lines: &str) -> Result<Provider, Box<dyn Error>> {
    let text = format!("title = \"a test\"\nwhy = \"A test.\"\n{lines}");
    let builder = Provider::builder().announce_standard_ports();
    Ok(builder.scenario(Scenario::from_toml("test", &text)?).start().await?)
}

/// What was seen, as an error for a test that did not expect it.
fn seen(what: impl Debug) -> Box<dyn Error> {
    format!("{what:?}").into()
}

/// The addresses of a host by IPv4.
async fn addresses<N: Net>(net: &N, host: &str) -> Result<Vec<IpAddr>, Box<dyn Error>> {
    net.lookup(&host.parse()?, Family::Ipv4).await.0.map_err(seen)
}

fn tls(provider: &Provider) -> Result<Tls, Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(provider.ca_pem().as_bytes())?)?;
    Ok(Tls::new(Arc::new(roots)))
}

/// One request on a connection that stays, and the body of its answer.
async fn get<S>(stream: &mut S, host: &str, path: &str) -> Result<String, Box<dyn Error>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head)?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.ok_or("no length")?.parse()?];
    stream.read_exact(&mut body).await?;
    Ok(String::from_utf8(body)?)
}

/// Asks every host where somebody looks for settings, twice on the same connection.
async fn ask_the_web<N: Net>(net: &N, provider: &Provider) -> Outcome {
    let tls = tls(provider)?;
    for (host, path) in [
        ("autoconfig.example.org", "/mail/config-v1.1.xml"),
        ("example.org", "/.well-known/autoconfig/mail/config-v1.1.xml"),
        ("autoconfig.thunderbird.net", "/v1.1/example.org"),
    ] {
        let ip = *addresses(net, host).await?.first().ok_or("no address")?;
        let (mut plain, _) = net.connect(SocketAddr::new(ip, 80)).await?;
        let (stream, _) = net.connect(SocketAddr::new(ip, 443)).await?;
        let (mut secured, _) = tls.verified(stream, &host.parse()?).await.outcome.map_err(seen)?;
        for _ in 0..2 {
            assert_eq!(get(&mut plain, host, path).await?, provider.autoconfig(), "{host}");
            assert_eq!(get(&mut secured, host, path).await?, provider.autoconfig(), "{host}");
        }
    }
    Ok(())
}

/// How many connections the web servers have seen, and how many requests came on each.
fn requests_on_connections(provider: &Provider) -> (usize, Vec<usize>) {
    let log = provider.log();
    let connected = log.iter().filter(|entry| entry.event == Event::Connected);
    let connections: Vec<u64> = connected.map(|entry| entry.connection).collect();
    let on = |connection: &u64| {
        let same = log.iter().filter(|entry| entry.connection == *connection);
        same.filter(|entry| matches!(entry.event, Event::Request { .. })).count()
    };
    (connections.len(), connections.iter().map(on).collect())
}

const WEB: &str = r#"
    [web]
    pages = [{ host = "autoconfig.thunderbird.net", path = "/v1.1/example.org", autoconfig = true }]
"#;

const HOSTED: &str = r#"
    [dns]
    zones = ["thunderbird.net"]
    records = ["autoconfig.thunderbird.net. A 127.0.0.1"]
"#;

#[tokio::test(start_paused = true)]
async fn the_web_can_be_asked_in_memory() -> Outcome {
    for lines in [WEB.to_owned(), format!("{WEB}{HOSTED}")] {
        let provider = provider(&lines).await?;
        ask_the_web(&World::in_memory(&provider, &Port::ALL), &provider).await?;
        provider.settled().await;
        assert_eq!(requests_on_connections(&provider), (6, vec![2; 6]));
    }
    Ok(())
}

#[tokio::test]
async fn the_web_can_be_asked_on_loopback() -> Outcome {
    for lines in [WEB.to_owned(), format!("{WEB}{HOSTED}")] {
        let provider = provider(&lines).await?;
        ask_the_web(&World::on_loopback(&provider, &Port::ALL)?, &provider).await?;
        provider.settled().await;
        assert_eq!(requests_on_connections(&provider), (6, vec![2; 6]));
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn without_a_web_there_is_nothing_to_ask() -> Outcome {
    let provider = provider("").await?;
    let net = World::in_memory(&provider, &Port::ALL);
    let why = addresses(&net, "autoconfig.example.org").await.err().ok_or("found")?;
    assert_eq!(why.to_string(), "NotFound");
    for port in [80, 443] {
        let why = net.connect((Ipv4Addr::LOCALHOST, port).into()).await.err().ok_or("connected")?;
        assert_eq!(why.kind(), std::io::ErrorKind::ConnectionRefused);
    }
    Ok(())
}

/// Somebody may have the web in clear and not inside TLS, and the other way around.
#[tokio::test(start_paused = true)]
async fn each_web_server_can_be_shut_or_silent() -> Outcome {
    let provider = provider("[web]\nhttp = \"filtered\"\nhttps = \"refused\"").await?;
    let net = World::in_memory(&provider, &Port::ALL);
    let ip = Ipv4Addr::LOCALHOST;
    let silence = tokio::time::timeout(Duration::from_mins(5), net.connect((ip, 80).into()));
    assert!(silence.await.is_err());
    let why = net.connect((ip, 443).into()).await.err().ok_or("connected")?;
    assert_eq!(why.kind(), std::io::ErrorKind::ConnectionRefused);
    Ok(())
}

/// What the handshake with the web server, or a mail server, gives a client that asks for this host.
async fn shown(provider: &Provider, host: &str, port: u16) -> Result<(), Box<dyn Error>> {
    let net = World::in_memory(provider, &Port::ALL);
    let (stream, _) = net.connect((Ipv4Addr::LOCALHOST, port).into()).await?;
    tls(provider)?.verified(stream, &host.parse()?).await.outcome.map_err(seen)?;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn the_webs_certificates_are_what_the_scenario_says() -> Outcome {
    let lines = r#"
        [web]
        pages = [{ host = "settings.hoster.example", path = "/", body = "" }]
        [web.certificate]
        "example.org" = "names www.example.org"
        "autodiscover.example.org" = "expired 3 days ago"
    "#;
    let provider = provider(lines).await?;
    shown(&provider, "autoconfig.example.org", 443).await?;
    shown(&provider, "settings.hoster.example", 443).await?;
    for (host, words) in [
        ("example.org", "not valid for name"),
        ("autodiscover.example.org", "certificate expired"),
        ("imap.example.org", "not valid for name"),
    ] {
        let why = shown(&provider, host, 443).await.err().ok_or(host)?;
        assert!(why.to_string().contains(words), "{host}: {why}");
    }
    Ok(())
}

/// An attacker has a certificate in perfect order, for his own host.
#[tokio::test(start_paused = true)]
async fn a_certificate_can_be_for_whatever_host_is_asked_for() -> Outcome {
    let lines = r#"
        [all]
        certificate = "any name"
        [web]
        certificate = { "attacker.example" = "any name, expired 3 days ago", otherwise = "any name" }
    "#;
    let provider = provider(lines).await?;
    for (host, port) in [("imap.attacker.example", 993), ("smtp.attacker.example", 465)] {
        shown(&provider, host, port).await?;
    }
    shown(&provider, "other.example", 443).await?;
    let why = shown(&provider, "attacker.example", 443).await.err().ok_or("verified")?;
    assert!(why.to_string().contains("certificate expired"), "{why}");
    Ok(())
}

const ZONES: &str = r#"
    [dns]
    zones = ["hoster.example", "attacker.example"]
    signed = ["example.org", "hoster.example"]
    records = [
        "example.org. MX 10 mx1.hoster.example.",
        "example.org. MX 20 mx2.hoster.example.",
        'example.org. TXT "mailconf=https://hoster.example/" "config.xml"',
        "hoster.example. MX 0 .",
        "*.attacker.example. A 127.0.0.1",
        "_autodiscover._tcp.example.org. SRV 0 0 443 autodiscover.hoster.example.",
        "autodiscover.example.org. CNAME autodiscover.hoster.example.",
        "autodiscover.hoster.example. A 127.0.0.1",
        "_imaps._tcp.hoster.example. CNAME _imaps._tcp.attacker.example.",
        "_imaps._tcp.attacker.example. SRV 0 1 993 imap.attacker.example.",
    ]

    [dns.answers]
    "_submissions._tcp.example.org SRV" = "bogus"
    "_submission._tcp.example.org SRV" = "servfail"
"#;

async fn ask_the_zones<N: Net>(net: &N) -> Outcome {
    let (domain, hoster): (Host, Host) = ("example.org".parse()?, "hoster.example".parse()?);
    let mut mx = net.mx(&domain).await.map_err(seen)?;
    mx.sort_by_key(|mx| mx.preference);
    let exchanges: Vec<_> = mx.iter().filter_map(|mx| mx.exchange.as_ref()).collect();
    assert_eq!(
        exchanges.iter().map(|host| host.as_str()).collect::<Vec<_>>(),
        ["mx1.hoster.example", "mx2.hoster.example"]
    );
    let null: Vec<_> =
        net.mx(&hoster).await.map_err(seen)?.into_iter().map(|mx| mx.exchange).collect();
    assert_eq!(null, [None]);
    assert_eq!(
        net.txt("example.org").await.map_err(seen)?,
        ["mailconf=https://hoster.example/config.xml"]
    );
    let srv = net.srv("_autodiscover._tcp.example.org").await.map_err(seen)?;
    let target = Some("autodiscover.hoster.example".parse()?);
    assert_eq!(srv.iter().map(|srv| (srv.port, &srv.target)).collect::<Vec<_>>(), [(443, &target)]);
    let alias = net.alias(&"autodiscover.example.org".parse()?).await.map_err(seen)?;
    assert_eq!(alias, target);
    for host in ["autodiscover.example.org", "anything.at.all.attacker.example"] {
        assert_eq!(addresses(net, host).await?, [IpAddr::from([127, 0, 0, 1])], "{host}");
    }
    Ok(())
}

/// What DNSSEC says of each of them, by a client of the world.
async fn dnssec<N: Net>(net: &N) -> Vec<Dnssec> {
    let mut found = Vec::new();
    for (name, kind) in [
        ("example.org", RecordKind::Mx),
        ("example.org", RecordKind::Txt),
        ("_autodiscover._tcp.example.org", RecordKind::Srv),
        ("_imaps._tcp.attacker.example", RecordKind::Srv),
        // Signed itself, it leads to where nothing is.
        ("_imaps._tcp.hoster.example", RecordKind::Srv),
        ("_submissions._tcp.example.org", RecordKind::Srv),
        ("_submission._tcp.example.org", RecordKind::Srv),
        ("nobody.example.org", RecordKind::Txt),
    ] {
        found.push(net.dnssec(name, kind).await);
    }
    found
}

const SEEN: [Dnssec; 8] = [
    Dnssec::Secure,
    Dnssec::Secure,
    Dnssec::Secure,
    Dnssec::Insecure,
    Dnssec::Insecure,
    Dnssec::Bogus,
    Dnssec::Indeterminate,
    Dnssec::Indeterminate,
];

#[tokio::test(start_paused = true)]
async fn the_zones_can_be_asked_in_memory() -> Outcome {
    let provider = provider(ZONES).await?;
    let net = World::in_memory(&provider, &Port::ALL);
    ask_the_zones(&net).await?;
    assert_eq!(dnssec(&net).await, SEEN);
    Ok(())
}

#[tokio::test]
async fn the_zones_can_be_asked_on_loopback() -> Outcome {
    let provider = provider(ZONES).await?;
    let net = World::on_loopback(&provider, &Port::ALL)?;
    ask_the_zones(&net).await?;
    assert_eq!(dnssec(&net).await, SEEN);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn nobody_can_tell_what_is_signed_where_signatures_are_dropped() -> Outcome {
    let lines = ZONES.replace("[dns]\n", "[dns]\n    signatures = \"dropped\"\n");
    let provider = provider(&lines).await?;
    let net = World::in_memory(&provider, &Port::ALL);
    ask_the_zones(&net).await?;
    assert_eq!(net.dnssec("example.org", RecordKind::Mx).await, Dnssec::Indeterminate);
    assert_eq!(net.dnssec("attacker.example", RecordKind::Mx).await, Dnssec::Indeterminate);
    Ok(())
}

#[tokio::test]
async fn only_a_zone_that_is_served_can_be_signed() -> Outcome {
    let why = provider("[dns]\nsigned = [\"hoster.example\"]").await.err().ok_or("started")?;
    assert!(why.to_string().contains("hoster.example"), "{why}");
    Ok(())
}

/// A look-up, a connection, a handshake of TLS 1.3 and a request cost a round trip each.
#[tokio::test(start_paused = true)]
async fn at_a_distance_every_turn_costs_a_round_trip() -> Outcome {
    let lines = r#"
        [web]
        pages = [{ path = "/slow", body = "here", delay = "3 s" }, { path = "/long", body-octets = 900000 }]
    "#;
    let provider = provider(lines).await?;
    let round_trip = Duration::from_millis(50);
    let net = Distant::new(World::in_memory(&provider, &Port::ALL), round_trip);
    let (host, path) = ("autoconfig.example.org", "/mail/config-v1.1.xml");
    let ip = *addresses(&net, host).await?.first().ok_or("no address")?;
    assert_eq!(net.round_trips(), 1);
    let (stream, _) = net.connect(SocketAddr::new(ip, 443)).await?;
    assert_eq!(net.round_trips(), 2);
    let (mut stream, _) =
        tls(&provider)?.verified(stream, &host.parse()?).await.outcome.map_err(seen)?;
    assert_eq!(net.round_trips(), 3);
    assert_eq!(get(&mut stream, host, path).await?, provider.autoconfig());
    assert_eq!(net.round_trips(), 4);
    let before = Instant::now();
    assert_eq!(get(&mut stream, host, "/slow").await?, "here");
    assert_eq!(before.elapsed(), round_trip + Duration::from_secs(3));
    assert_eq!(get(&mut stream, host, "/long").await?.len(), 900_000);
    assert!(before.elapsed() < Duration::from_secs(4));
    // What a server says without being asked comes a round trip after the connection.
    let before = Instant::now();
    let (mut stream, _) = net.connect((Ipv4Addr::LOCALHOST, 143).into()).await?;
    assert_eq!(before.elapsed(), round_trip);
    assert_eq!(stream.read_u8().await?, b'*');
    assert_eq!(before.elapsed(), round_trip * 2);
    let why = net.connect((Ipv4Addr::LOCALHOST, 25).into()).await.err().ok_or("connected")?;
    assert_eq!(why.kind(), std::io::ErrorKind::ConnectionRefused);
    assert_eq!(before.elapsed(), round_trip * 3);
    Ok(())
}
