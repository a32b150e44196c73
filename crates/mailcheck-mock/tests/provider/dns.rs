//! The DNS server, asked by a resolver that none of us wrote, and octet by octet.

use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::NameServerConfig;
use hickory_resolver::config::ResolveHosts;
use hickory_resolver::config::ResolverConfig;
use hickory_resolver::config::ResolverOpts;
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::Message;
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::Name;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::proto::rr::RecordType;
use mailcheck_mock::Dns;
use mailcheck_mock::DnsAnswer;
use mailcheck_mock::Door;
use mailcheck_mock::Event;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::StartError;
use mailcheck_mock::Transport;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::net::UdpSocket;
use tokio::time::Instant;

use crate::client::builder;

#[tokio::test]
async fn a_healthy_zone_is_what_the_provider_is() {
    let provider = start(Dns::default()).await;
    let resolver = resolver(&provider);
    let domain = provider.host(Port::ImapTls).replacen("imap.", "", 1);
    for host in ["imap", "smtp", "pop", "autoconfig", "autodiscover"] {
        let found = resolver.lookup_ip(format!("{host}.{domain}.")).await.unwrap();
        assert!(found.iter().all(|ip| ip.is_loopback()), "{host}");
    }
    for (label, port) in [
        ("_imaps", Port::ImapTls),
        ("_imap", Port::ImapStarttls),
        ("_pop3s", Port::Pop3Tls),
        ("_pop3", Port::Pop3Starttls),
        ("_submissions", Port::SubmissionsTls),
        ("_submission", Port::SubmissionStarttls),
    ] {
        let name = format!("{label}._tcp.example.org.");
        let listens = provider.addr(port).port();
        let found = values(&resolver, &name, RecordType::SRV).await;
        assert_eq!(found, [format!("0 1 {listens} {}.", provider.host(port))]);
    }
    assert_eq!(values(&resolver, "example.org.", RecordType::MX).await, ["10 smtp.example.org."]);
}

#[tokio::test]
async fn standard_ports_are_announced_on_request() {
    let builder = builder().announce_standard_ports().dns(Dns::default());
    let provider = builder.start().await.unwrap();
    let resolver = resolver(&provider);
    let found = values(&resolver, "_imaps._tcp.example.org.", RecordType::SRV).await;
    assert_eq!(found, ["0 1 993 imap.example.org."]);
}

#[tokio::test]
async fn a_record_takes_the_place_of_the_own_ones() {
    let dns = Dns::default()
        .record("imap.example.org. 60 IN A 127.0.0.2")
        .and_then(|dns| dns.record("smtp.example.org CNAME relay.hosting.example"))
        .and_then(|dns| dns.zone("hosting.example"))
        .and_then(|dns| dns.record("relay.hosting.example A 127.0.0.3"))
        .and_then(|dns| dns.record("_25._tcp.relay.hosting.example TLSA 3 1 1 abcd"))
        .unwrap();
    let provider = start(dns).await;
    let resolver = resolver(&provider);
    assert_eq!(values(&resolver, "imap.example.org.", RecordType::A).await, ["127.0.0.2"]);
    assert_eq!(
        values(&resolver, "smtp.example.org.", RecordType::A).await,
        ["relay.hosting.example.", "127.0.0.3"]
    );
    let tlsa = values(&resolver, "_25._tcp.relay.hosting.example.", RecordType::TLSA).await;
    assert_eq!(tlsa, ["3 1 1 abcd"]);
    // Its host's address was not replaced, its MX neither.
    assert_eq!(values(&resolver, "example.org.", RecordType::A).await, ["127.0.0.1"]);
}

#[tokio::test]
async fn a_wildcard_stands_for_names_that_are_not_there() {
    let dns = Dns::default().record("*.example.org A 127.0.0.9").unwrap();
    let provider = start(dns).await;
    for (name, kind, code, values) in [
        ("nobody.example.org.", RecordType::A, ResponseCode::NoError, &["127.0.0.9"][..]),
        ("a.b.example.org.", RecordType::A, ResponseCode::NoError, &["127.0.0.9"]),
        ("nobody.example.org.", RecordType::AAAA, ResponseCode::NoError, &[]),
        ("imap.example.org.", RecordType::A, ResponseCode::NoError, &["127.0.0.1"]),
        ("imap.example.org.", RecordType::AAAA, ResponseCode::NoError, &[]),
        ("_tcp.example.org.", RecordType::A, ResponseCode::NoError, &[]),
        ("_pgp._tcp.example.org.", RecordType::A, ResponseCode::NXDomain, &[]),
    ] {
        let reply = ask(&provider, name, kind, Transport::Udp).await.unwrap();
        assert_eq!(reply.metadata.response_code, code, "{name} {kind}");
        let found: Vec<String> = reply.answers.iter().map(|it| it.data.to_string()).collect();
        assert_eq!(found, values, "{name} {kind}");
    }
}

#[tokio::test]
async fn a_name_that_is_not_there_is_denied_with_soa() {
    let provider = start(Dns::default()).await;
    let reply = ask(&provider, "nobody.example.org.", RecordType::A, Transport::Udp).await.unwrap();
    assert_eq!(reply.metadata.response_code, ResponseCode::NXDomain);
    assert!(reply.metadata.authoritative && !reply.metadata.recursion_available);
    let soa: Vec<_> =
        reply.authorities.iter().map(|it| (it.name.to_string(), it.record_type())).collect();
    assert_eq!(soa, [("example.org.".to_owned(), RecordType::SOA)]);
    let reply = ask(&provider, "imap.example.net.", RecordType::A, Transport::Udp).await.unwrap();
    assert_eq!(reply.metadata.response_code, ResponseCode::Refused);
    assert!(reply.answers.is_empty() && reply.authorities.is_empty());
}

#[tokio::test]
async fn a_resolver_sees_each_answer() {
    let dns = [
        ("servfail", DnsAnswer::ServFail),
        ("nxdomain", DnsAnswer::NxDomain),
        ("refused", DnsAnswer::Refused),
        ("formerr", DnsAnswer::FormErr),
        ("no-data", DnsAnswer::NoData),
        ("loop", DnsAnswer::Loop),
        ("chain", DnsAnswer::Chain),
    ]
    .into_iter()
    .try_fold(Dns::default(), |dns, (name, answer)| {
        dns.answer(&format!("{name}.example.org A"), answer)
    });
    let provider = start(dns.unwrap()).await;
    let resolver = resolver(&provider);
    let failure = async |name: &str| {
        let name = format!("{name}.example.org.");
        resolver.lookup(name, RecordType::A).await.map(|it| it.answers().to_vec())
    };
    let code = |outcome: Result<_, NetError>| outcome.unwrap_err().to_string();
    assert!(failure("nxdomain").await.unwrap_err().is_nx_domain());
    let no_data = failure("no-data").await.unwrap_err();
    assert!(no_data.is_no_records_found() && !no_data.is_nx_domain());
    assert!(code(failure("servfail").await).contains("Server Failure"));
    assert!(code(failure("refused").await).contains("Query Refused"));
    assert!(code(failure("formerr").await).contains("Form"));
    // A resolver follows aliases until it has had enough; no address comes out.
    for endless in ["loop", "chain"] {
        let has_address =
            |it: &_| matches!(it, &hickory_resolver::proto::rr::Record { data: RData::A(_), .. });
        assert!(!failure(endless).await.is_ok_and(|records| records.iter().any(has_address)));
    }
}

#[tokio::test]
async fn a_truncated_answer_is_whole_on_tcp() {
    let dns = Dns::default().answer("imap.example.org", DnsAnswer::Truncated).unwrap();
    let provider = start(dns).await;
    let resolver = resolver(&provider);
    assert_eq!(values(&resolver, "imap.example.org.", RecordType::A).await, ["127.0.0.1"]);
    let query = |transport| Event::Query {
        name: "imap.example.org".to_owned(),
        kind: "A".to_owned(),
        transport,
    };
    let log = provider.log();
    assert!(log.iter().all(|it| it.door == Door::Dns && it.connection == 0));
    let events: Vec<Event> = log.into_iter().map(|it| it.event).collect();
    assert_eq!(events, [query(Transport::Udp), query(Transport::Tcp)]);
}

#[tokio::test]
async fn what_is_too_long_for_a_datagram_is_truncated_by_itself() {
    let text = "x".repeat(200);
    let dns = (0..10).try_fold(Dns::default(), |dns, number| {
        dns.record(&format!("example.org TXT \"{number}{text}\""))
    });
    let provider = start(dns.unwrap()).await;
    let reply = ask(&provider, "example.org.", RecordType::TXT, Transport::Udp).await.unwrap();
    assert!(reply.metadata.truncation);
    let reply = ask(&provider, "example.org.", RecordType::TXT, Transport::Tcp).await.unwrap();
    assert!(!reply.metadata.truncation);
    assert_eq!(reply.answers.len(), 10);
}

#[tokio::test(start_paused = true)]
async fn the_closest_question_counts_and_time_can_be_jumped_over() {
    let dns = Dns::default()
        .answer("*", DnsAnswer::Silent)
        .and_then(|dns| dns.answer("*.example.org", DnsAnswer::ServFail))
        .and_then(|dns| dns.answer("imap.example.org", DnsAnswer::NxDomain))
        .and_then(|dns| dns.answer("imap.example.org A", DnsAnswer::Delay(Duration::from_secs(30))))
        .unwrap();
    let provider = start(dns).await;
    let began = Instant::now();
    let code = async |name, kind| {
        let reply = ask(&provider, name, kind, Transport::Udp).await;
        reply.map(|reply| reply.metadata.response_code)
    };
    assert_eq!(code("imap.example.com.", RecordType::A).await, None);
    assert_eq!(code("example.org.", RecordType::A).await, None);
    assert_eq!(code("smtp.example.org.", RecordType::A).await, Some(ResponseCode::ServFail));
    assert_eq!(code("IMAP.example.org.", RecordType::AAAA).await, Some(ResponseCode::NXDomain));
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(code("imap.example.org.", RecordType::A).await, Some(ResponseCode::NoError));
    assert!(began.elapsed() >= Duration::from_secs(30));
}

#[tokio::test]
async fn a_chain_has_a_new_link_for_each_question() {
    let dns = Dns::default().answer("imap.example.org A", DnsAnswer::Chain).unwrap();
    let provider = start(dns).await;
    let mut name = "imap.example.org.".to_owned();
    for next in ["1.imap.example.org.", "2.imap.example.org.", "3.imap.example.org."] {
        let reply = ask(&provider, &name, RecordType::A, Transport::Udp).await.unwrap();
        assert_eq!(reply.answers[0].name.to_string(), name);
        assert_eq!(reply.answers[0].data.to_string(), next);
        name = next.to_owned();
    }
}

#[tokio::test]
async fn aliases_in_a_circle_are_named_once_each() {
    let dns = Dns::default()
        .record("a.example.org CNAME b.example.org")
        .and_then(|dns| dns.record("b.example.org CNAME a.example.org"))
        .unwrap();
    let provider = start(dns).await;
    let reply = ask(&provider, "a.example.org.", RecordType::A, Transport::Udp).await.unwrap();
    let found: Vec<String> = reply.answers.iter().map(|it| it.data.to_string()).collect();
    assert_eq!(found, ["b.example.org.", "a.example.org."]);
}

#[tokio::test]
async fn silence_and_rubbish_leave_the_sockets_usable() {
    let dns = Dns::default().answer("smtp.example.org", DnsAnswer::Silent).unwrap();
    let provider = start(dns).await;
    let server = provider.dns().unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let [silent, plain] =
        ["smtp.example.org.", "imap.example.org."].map(|name| question(name, RecordType::A));
    for datagram in [&b""[..], b"\0\x01\x02", &[0xff; 700], &silent.to_vec().unwrap()] {
        socket.send_to(datagram, server).await.unwrap();
    }
    socket.send_to(&plain.to_vec().unwrap(), server).await.unwrap();
    let mut reply = [0; 1500];
    loop {
        let (octets, _) = socket.recv_from(&mut reply).await.unwrap();
        let reply = Message::from_vec(&reply[..octets]).unwrap();
        assert_ne!(reply.metadata.id, silent.metadata.id);
        if reply.metadata.id == plain.metadata.id {
            assert_eq!(reply.answers.len(), 1);
            break;
        }
    }
    let mut rubbish = TcpStream::connect(server).await.unwrap();
    rubbish.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut stream = TcpStream::connect(server).await.unwrap();
    let plain = plain.to_vec().unwrap();
    stream.write_u16(u16::try_from(plain.len()).unwrap()).await.unwrap();
    stream.write_all(&plain).await.unwrap();
    assert!(stream.read_u16().await.unwrap() > 12);
}

#[tokio::test]
async fn a_record_outside_of_every_zone_is_an_error() {
    let dns = Dns::default().record("imap.hosting.example A 127.0.0.1").unwrap();
    let error = builder().dns(dns).start().await.unwrap_err();
    assert!(matches!(error, StartError::Dns(_)));
    let error = error.to_string();
    assert!(error.contains("imap.hosting.example") && error.contains("(example.org.)"), "{error}");
}

#[tokio::test]
async fn no_dns_server_is_there_unless_asked_for() {
    let provider = builder().start().await.unwrap();
    assert_eq!(provider.dns(), None);
    let error = provider.query_in_memory(Vec::new(), Transport::Udp).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
}

async fn start(dns: Dns) -> Provider {
    builder().dns(dns).start().await.unwrap()
}

fn resolver(provider: &Provider) -> TokioResolver {
    let addr = provider.dns().unwrap();
    let mut server = NameServerConfig::udp_and_tcp(addr.ip());
    server.connections.iter_mut().for_each(|connection| connection.port = addr.port());
    let config = ResolverConfig::from_name_servers(vec![server]);
    let mut options = ResolverOpts::default();
    options.use_hosts_file = ResolveHosts::Never;
    let runtime = TokioRuntimeProvider::default();
    TokioResolver::builder_with_config(config, runtime).with_options(options).build().unwrap()
}

async fn values(resolver: &TokioResolver, name: &str, kind: RecordType) -> Vec<String> {
    let found = resolver.lookup(name, kind).await.unwrap();
    found.answers().iter().map(|record| record.data.to_string()).collect()
}

fn question(name: &str, kind: RecordType) -> Message {
    let mut message = Message::query();
    message.add_query(Query::query(name.parse::<Name>().unwrap(), kind));
    message
}

/// Asks in memory; `None` is silence.
async fn ask(
    provider: &Provider,
    name: &str,
    kind: RecordType,
    transport: Transport,
) -> Option<Message> {
    let message = question(name, kind);
    let reply = provider.query_in_memory(message.to_vec().unwrap(), transport).await.unwrap();
    let reply = Message::from_vec(&reply?).unwrap();
    assert_eq!(reply.metadata.id, message.metadata.id);
    Some(reply)
}
