//! What is described in words, seen on the wire.

use std::io;
use std::sync::Arc;

use mailcheck_mock::Certificates;
use mailcheck_mock::Ending;
use mailcheck_mock::Event;
use mailcheck_mock::Pipe;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::TlsSpec;
use rustls::CertificateError;
use rustls::ClientConfig;
use rustls::Error::InvalidCertificate;
use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;

use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::extensions::ParsedExtension;
use x509_parser::extensions::X509Extension;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;

use crate::client::Raw;
use crate::client::Seen;
use crate::client::builder;
use crate::client::secure;

const PORT: Port = Port::ImapTls;

async fn showing(words: &str) -> Provider {
    builder().certificates(PORT, words.parse().unwrap()).start().await.unwrap()
}

async fn doing(words: &str) -> Provider {
    builder().tls(PORT, words.parse().unwrap()).start().await.unwrap()
}

fn raw(provider: &Provider) -> Raw<Pipe> {
    Raw { stream: provider.connect_in_memory(PORT).unwrap() }
}

async fn seen(words: &str) -> Seen {
    let provider = showing(words).await;
    secure(&provider, PORT, raw(&provider)).await.unwrap().1
}

/// What rustls has against a certificate.
async fn wrong(words: &str) -> CertificateError {
    match seen(words).await.verdict {
        Err(InvalidCertificate(why)) => why,
        verdict => unreachable!("{words}: {verdict:?}"),
    }
}

fn parsed<'a>(der: &'a CertificateDer<'_>) -> X509Certificate<'a> {
    X509Certificate::from_der(der).unwrap().1
}

/// Whose certificates are sent, by common name.
async fn chain(words: &str) -> Vec<String> {
    let seen = seen(words).await;
    let common_name = |der| {
        let certificate = parsed(der);
        let name = certificate.subject().iter_common_name().next().unwrap().as_str().unwrap();
        name.to_owned()
    };
    seen.chain.iter().map(common_name).collect()
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let names = certificate.subject_alternative_name().unwrap();
    let names = names.map(|names| names.value.general_names.as_slice()).unwrap_or_default();
    let text = |name: &GeneralName<'_>| {
        if let GeneralName::IPAddress(octets) = name {
            return format!("{octets:?}");
        }
        let GeneralName::DNSName(name) = name else { unreachable!("{name:?}") };
        (*name).to_owned()
    };
    names.iter().map(text).collect()
}

/// Trusts the provider and goes no further than it must.
async fn connect(provider: &Provider, name: &str, alpn: &[&[u8]]) -> io::Result<TlsStream<Pipe>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(provider.ca_pem().as_bytes()).unwrap()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, raw(provider).stream).await
}

/// The alert with which a handshake fails, as rustls calls it.
async fn alert(provider: &Provider, name: &str) -> String {
    connect(provider, name, &[]).await.unwrap_err().to_string()
}

#[tokio::test]
async fn validity_is_counted_from_now() {
    const MINUTE: i64 = 60;
    for (words, begins, ends) in [
        ("healthy", -30 * 24 * 60, 60 * 24 * 60),
        ("expired 90 minutes ago", -90 * 24 * 60 - 90, -90),
        ("valid in 2 hours", 2 * 60, 90 * 24 * 60 + 2 * 60),
        ("expires in 1 week", -83 * 24 * 60, 7 * 24 * 60),
    ] {
        let seen = seen(words).await;
        let validity = parsed(&seen.chain[0]).validity().clone();
        let now = x509_parser::time::ASN1Time::now().timestamp();
        for (time, expected) in [(validity.not_before, begins), (validity.not_after, ends)] {
            let late = now + expected * MINUTE - time.timestamp();
            assert!((0..MINUTE).contains(&late), "{words}: {late} s");
        }
    }
    assert!(matches!(
        wrong("expired 90 minutes ago").await,
        CertificateError::ExpiredContext { .. }
    ));
    let early = wrong("valid in 2 hours").await;
    assert!(matches!(early, CertificateError::NotValidYetContext { .. }));
    for words in ["expired 1000 years ago", "expires in 1000 years"] {
        assert_eq!(seen(words).await.chain.len(), 2, "{words}");
    }
}

#[tokio::test]
async fn a_certificate_has_the_names_that_were_asked_for() {
    let seen = seen("names mx.hosting.example *.hosting.example, address 127.0.0.1 ::1").await;
    let leaf = parsed(&seen.chain[0]);
    let v6 = "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]";
    let expected = ["mx.hosting.example", "*.hosting.example", "[127, 0, 0, 1]", v6];
    assert_eq!(names(&leaf), expected);
    let why = wrong("names mx.hosting.example").await;
    assert!(matches!(why, CertificateError::NotValidForNameContext { .. }));

    let seen = self::seen("no names").await;
    let leaf = parsed(&seen.chain[0]);
    assert_eq!(names(&leaf), Vec::<String>::new());
    assert_eq!(leaf.subject().to_string(), "CN=imap.example.org");
    assert!(seen.verdict.is_err());

    let provider = showing("address 127.0.0.1").await;
    assert!(connect(&provider, "127.0.0.1", &[]).await.is_ok());
    assert!(connect(&provider, "imap.example.org", &[]).await.is_ok());
}

#[tokio::test]
async fn every_kind_of_key_is_used() {
    for (words, bits, is_rsa) in [
        ("RSA-1024", 1024, true),
        ("RSA-2048", 2048, true),
        ("RSA-4096", 4096, true),
        ("P-256", 256, false),
        ("P-384", 384, false),
        ("P-521", 521, false),
    ] {
        let seen = seen(words).await;
        let leaf = parsed(&seen.chain[0]);
        let key = leaf.public_key().parsed().unwrap();
        assert_eq!(matches!(key, PublicKey::RSA(_)), is_rsa, "{words}");
        let coded = key.key_size();
        assert!(coded == bits || bits == 521 && (521..=528).contains(&coded), "{words}: {coded}");
        assert_eq!(seen.verdict.is_ok(), words != "RSA-1024", "{words}: {:?}", seen.verdict);
    }
    let seen = seen("Ed25519").await;
    let algorithm = parsed(&seen.chain[0]).public_key().algorithm.algorithm.to_id_string();
    assert_eq!(algorithm, "1.3.101.112");
    assert_eq!(seen.verdict, Ok(()));
}

#[tokio::test]
async fn broken_digests_are_signed_with() {
    for (words, oid) in [("SHA-1", "1.2.840.113549.1.1.5"), ("MD5", "1.2.840.113549.1.1.4")] {
        let seen = seen(words).await;
        let [leaf, issuer] = seen.chain.as_slice() else { panic!("{:?}", seen.chain) };
        let (leaf, issuer) = (parsed(leaf), parsed(issuer));
        assert_eq!(leaf.signature_algorithm.algorithm.to_id_string(), oid);
        assert_eq!(leaf.tbs_certificate.signature, leaf.signature_algorithm);
        assert_eq!(leaf.issuer(), issuer.subject());
        // The issuer's own certificate is in order.
        assert_ne!(issuer.signature_algorithm.algorithm.to_id_string(), oid);
        assert!(
            matches!(
                seen.verdict,
                Err(InvalidCertificate(
                    CertificateError::UnsupportedSignatureAlgorithmContext { .. }
                ))
            ),
            "{:?}",
            seen.verdict
        );
    }
}

#[tokio::test]
async fn the_chain_is_as_described() {
    let (leaf, intermediate) = ("imap.example.org", "mailcheck-mock intermediate");
    let (root, stranger) = ("mailcheck-mock root", "Stranger's root");
    for (words, expected, is_good) in [
        ("healthy", vec![leaf, intermediate], true),
        ("self-signed", vec![leaf], false),
        ("unknown issuer", vec![leaf, stranger], false),
        ("unknown issuer, missing intermediate", vec![leaf], false),
        ("unknown issuer, unrelated certificate in between", vec![leaf, root, stranger], false),
        ("expired intermediate", vec![leaf, intermediate], false),
        ("missing intermediate", vec![leaf], false),
        ("wrong order", vec![leaf, root, intermediate], true),
        ("root included", vec![leaf, intermediate, root], true),
        ("duplicate leaf", vec![leaf, leaf, intermediate], true),
        ("unrelated certificate in between", vec![leaf, stranger, intermediate], true),
        ("weak certificate in between", vec![leaf, leaf, intermediate], true),
        ("private authority", vec![leaf, intermediate], true),
        ("private authority, missing intermediate", vec![leaf], false),
    ] {
        assert_eq!(chain(words).await, expected, "{words}");
        assert_eq!(seen(words).await.verdict.is_ok(), is_good, "{words}");
    }
    let why = wrong("expired intermediate").await;
    assert!(matches!(why, CertificateError::ExpiredContext { .. }), "{why:?}");
    assert_eq!(wrong("unknown issuer").await, CertificateError::UnknownIssuer);
}

/// What tells public from private authorities.
#[tokio::test]
async fn public_authorities_log_what_they_issue() {
    for (words, is_logged, is_fetchable) in [
        ("healthy", true, true),
        ("missing intermediate", true, true),
        ("expired intermediate", true, true),
        ("private authority", false, true),
        ("unknown issuer", false, true),
        ("self-signed", false, false),
    ] {
        let seen = seen(words).await;
        let leaf = parsed(&seen.chain[0]);
        let said = || leaf.extensions().iter().map(X509Extension::parsed_extension);
        let promises = said().find_map(|it| {
            if let ParsedExtension::SCT(promises) = it { Some(promises.len()) } else { None }
        });
        assert_eq!(promises, is_logged.then_some(2), "{words}");
        let fetchable = said().any(|it| matches!(it, ParsedExtension::AuthorityInfoAccess(_)));
        assert_eq!(fetchable, is_fetchable, "{words}");
    }
}

#[tokio::test]
async fn what_is_odd_in_a_leaf_is_odd() {
    let seen = seen("damaged").await;
    assert!(X509Certificate::from_der(&seen.chain[0]).is_err());
    assert_eq!(seen.verdict, Err(InvalidCertificate(CertificateError::BadEncoding)));
    assert!(parsed(&seen.chain[1]).is_ca());

    let seen = self::seen("behind 300 names").await;
    let names = names(&parsed(&seen.chain[0]));
    // Behind them the names of its own servers and localhost.
    assert_eq!((names.len(), names[300].as_str()), (304, "imap.example.org"));
    assert_eq!(seen.verdict, Ok(()));

    let seen = self::seen("control characters").await;
    let leaf = parsed(&seen.chain[0]);
    let name = leaf.subject().iter_organization().next().unwrap().as_str().unwrap();
    assert!(name.contains('\u{9b}') && name.contains('\u{202e}'), "{name:?}");
    assert_eq!(seen.verdict, Ok(()));

    let seen = self::seen("weak certificate in between").await;
    let left_over = parsed(&seen.chain[1]);
    // sha1WithRSAEncryption
    let algorithm = left_over.signature_algorithm.algorithm.to_id_string();
    assert_eq!(algorithm, "1.2.840.113549.1.1.5");

    let seen = self::seen("CA as leaf").await;
    assert!(parsed(&seen.chain[0]).is_ca());
    assert!(format!("{:?}", seen.verdict).contains("CaUsedAsEndEntity"), "{:?}", seen.verdict);

    let seen = self::seen("not for servers").await;
    let leaf = parsed(&seen.chain[0]);
    let usage = leaf.extended_key_usage().unwrap().unwrap().value;
    assert!(usage.client_auth && !usage.server_auth);
    let why = seen.verdict.unwrap_err();
    assert!(
        matches!(why, InvalidCertificate(CertificateError::InvalidPurposeContext { .. })),
        "{why}"
    );

    let seen = self::seen("no key usage").await;
    assert!(parsed(&seen.chain[0]).key_usage().unwrap().is_none());
    assert_eq!(seen.verdict, Ok(()));
    let seen = self::seen("healthy").await;
    assert!(parsed(&seen.chain[0]).key_usage().unwrap().is_some());
}

#[tokio::test]
async fn each_server_name_has_its_own_certificate() {
    let by_name = |otherwise: &str| {
        let table = format!(
            r#"{{"IMAP.example.org": "RSA-1024", "other.example": "names other.example",
            "otherwise": "{otherwise}"}}"#
        );
        let certificates: Certificates = serde_json::from_str(&table).unwrap();
        builder().certificates(PORT, certificates).start()
    };
    let provider = by_name("names mx.hosting.example").await.unwrap();
    assert!(connect(&provider, "other.example", &[]).await.is_ok());
    assert!(connect(&provider, "mx.hosting.example", &[]).await.is_ok());
    assert!(connect(&provider, "imap.example.org", &[]).await.is_err());
    let (_, seen) = secure(&provider, PORT, raw(&provider)).await.unwrap();
    assert_eq!(parsed(&seen.chain[0]).public_key().parsed().unwrap().key_size(), 1024);

    let provider = by_name("alert").await.unwrap();
    assert!(connect(&provider, "other.example", &[]).await.is_ok());
    let why = alert(&provider, "mx.hosting.example").await;
    assert!(why.contains("UnrecognisedName"), "{why}");
    // By address, no name is said.
    assert!(alert(&provider, "127.0.0.1").await.contains("UnrecognisedName"));
}

#[tokio::test]
async fn versions_and_protocols_are_those_named() {
    for (words, version) in [("only 1.2", "TLSv1_2"), ("only 1.3", "TLSv1_3")] {
        let provider = doing(words).await;
        let stream = connect(&provider, "imap.example.org", &[]).await.unwrap();
        assert_eq!(format!("{:?}", stream.get_ref().1.protocol_version().unwrap()), version);
    }
    let provider = doing("alpn imap smtp").await;
    let stream = connect(&provider, "imap.example.org", &[b"pop3", b"imap"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"imap".as_slice()));
    assert!(connect(&provider, "imap.example.org", &[]).await.is_ok());
    let why = connect(&provider, "imap.example.org", &[b"h2"]).await.unwrap_err().to_string();
    assert!(why.contains("NoApplicationProtocol"), "{why}");
}

#[tokio::test]
async fn a_client_certificate_is_insisted_on() {
    let provider = doing("only 1.2, client certificate required").await;
    assert!(alert(&provider, "imap.example.org").await.contains("alert"));
    let provider = doing("client certificate required").await;
    // The client believes that all is well before it hears the alert (RFC 8446 §6.2).
    let mut stream = connect(&provider, "imap.example.org", &[]).await.unwrap();
    let why = stream.read_u8().await.unwrap_err().to_string();
    assert!(why.contains("CertificateRequired"), "{why}");
}

#[tokio::test]
async fn records_of_one_byte_make_a_whole_dialogue() {
    for words in ["only 1.2, one byte records", "only 1.3, one byte records"] {
        let provider = doing(words).await;
        let stream = connect(&provider, "imap.example.org", &[]).await.unwrap();
        let mut raw = Raw { stream };
        assert!(raw.line().await.starts_with("* OK ["));
        let lines = raw.ask("a LOGIN you@example.org secret").await;
        assert!(lines.last().unwrap().starts_with("a OK"), "{lines:?}");
    }
    // As it looks from outside: the ServerHello begins with its type in a record of its own.
    let provider = doing("only 1.2, one byte records").await;
    let flight = answer(&provider, &modern_hello()).await;
    assert_eq!(flight[..6], [22, 3, 3, 0, 1, 2]);
    let provider = doing("only 1.2").await;
    assert_ne!(answer(&provider, &modern_hello()).await[3..5], [0, 1]);
}

#[tokio::test]
async fn broken_servers_are_broken_as_described() {
    for (words, expected) in [
        ("alert handshake_failure", "HandshakeFailure"),
        ("alert internal_error", "InternalError"),
        ("alert unrecognized_name", "UnrecognisedName"),
        ("garbage", "corrupt message"),
        ("hangs up mid-handshake", "eof"),
        ("hangs up on long hellos", "eof"),
        ("renegotiation storm", "HelloRequest"),
        ("empty records", "corrupt message"),
    ] {
        let provider = doing(words).await;
        let why = alert(&provider, "imap.example.org").await;
        assert!(why.contains(expected), "{words}: {why}");
    }
}

#[tokio::test(start_paused = true)]
async fn floods_and_silence_end_after_a_minute() {
    for (words, record) in [
        ("renegotiation storm", [22, 3, 3, 0, 4, 0, 0, 0, 0].as_slice()),
        ("endless warnings", &[21, 3, 3, 0, 2, 1, 90]),
        ("empty records", &[22, 3, 3, 0, 0]),
        ("silent", &[]),
    ] {
        let provider = doing(words).await;
        let began = Instant::now();
        let mut stream = provider.connect_in_memory(PORT).unwrap();
        stream.write_all(&modern_hello()).await.unwrap();
        let mut first = vec![0; 100 * record.len()];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(first, record.repeat(100), "{words}");
        // Not reading on is what a client under attack may do.
        provider.settled().await;
        assert_eq!(began.elapsed().as_secs(), 60, "{words}");
        let ending = provider.log().pop().unwrap().event;
        assert_eq!(ending, Event::Closed(Ending::TimedOut), "{words}");
    }
}

/// Without the keys of ML-KEM, what a client says first fits into a packet.
#[tokio::test]
async fn short_hellos_are_answered_where_long_ones_are_not() {
    let provider = doing("hangs up on long hellos").await;
    assert!(modern_hello().len() > 1_360);
    let mut short = aws_lc_rs::default_provider();
    short.kx_groups = vec![aws_lc_rs::kx_group::X25519];
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(provider.ca_pem().as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(short))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("imap.example.org").unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let mut stream = connector.connect(name, raw(&provider).stream).await.unwrap();
    let mut greeting = [0; 4];
    stream.read_exact(&mut greeting).await.unwrap();
    assert_eq!(&greeting, b"* OK");
}

/// Everything that is answered to `hello`, until there is nothing more to come.
async fn answer(provider: &Provider, hello: &[u8]) -> Vec<u8> {
    let mut stream = provider.connect_in_memory(PORT).unwrap();
    stream.write_all(hello).await.unwrap();
    // Some bytes more, so that a server that waits for the client goes on, and leaves.
    let mut answer = vec![stream.read_u8().await.unwrap()];
    stream.write_all(&[21, 3, 3, 0, 2, 2, 0]).await.unwrap();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

/// What rustls says first: TLS 1.2 and 1.3.
fn modern_hello() -> Vec<u8> {
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    let name = ServerName::try_from("imap.example.org").unwrap();
    let mut connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut hello = Vec::new();
    connection.write_tls(&mut hello).unwrap();
    hello
}

/// A client of long ago, without any extension.
fn old_hello(version: u8, suites: &[u8]) -> Vec<u8> {
    let mut body = vec![3, version];
    body.extend([7; 32]);
    body.extend([0, 0, u8::try_from(suites.len()).unwrap()]);
    body.extend(suites);
    body.extend([1, 0]);
    let octets = u8::try_from(body.len()).unwrap();
    [&[22, 3, 1, 0, octets + 4, 1, 0, 0, octets], body.as_slice()].concat()
}

/// The messages of a first flight: type and body.
fn messages(flight: &[u8], version: u8) -> Vec<(u8, Vec<u8>)> {
    let (mut rest, mut handshake) = (flight, Vec::new());
    while let [kind, 3, minor, high, low, after @ ..] = rest {
        assert_eq!((*kind, *minor), (22, version));
        let (payload, after) = after.split_at(usize::from(*high) * 256 + usize::from(*low));
        handshake.extend_from_slice(payload);
        rest = after;
    }
    let (mut rest, mut messages) = (handshake.as_slice(), Vec::new());
    while let [kind, 0, high, low, after @ ..] = rest {
        let (body, after) = after.split_at(usize::from(*high) * 256 + usize::from(*low));
        messages.push((*kind, body.to_vec()));
        rest = after;
    }
    assert!(rest.is_empty());
    messages
}

#[tokio::test]
async fn old_servers_answer_old_clients() {
    const STATIC_RSA: &[u8] = &[0, 0x2f];
    const DHE: &[u8] = &[0, 0x33];
    for (words, version, suite, kinds) in [
        ("only 1.0", 1, STATIC_RSA, vec![2, 11, 14]),
        ("only 1.1", 2, STATIC_RSA, vec![2, 11, 14]),
        ("static RSA only", 3, STATIC_RSA, vec![2, 11, 14]),
        ("DH 1024 only", 3, DHE, vec![2, 11, 12, 14]),
    ] {
        let provider = doing(words).await;
        let flight = answer(&provider, &old_hello(3, suite)).await;
        let messages = messages(&flight, version);
        assert_eq!(messages.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), kinds, "{words}");
        let hello = &messages[0].1;
        assert_eq!((&hello[..2], &hello[35..37]), ([3, version].as_slice(), suite));
        let first = usize::from(messages[1].1[4]) * 256 + usize::from(messages[1].1[5]);
        let (_, leaf) = X509Certificate::from_der(&messages[1].1[6..6 + first]).unwrap();
        assert_eq!(leaf.public_key().parsed().unwrap().key_size(), 2048);
        assert_eq!(names(&leaf)[0], "imap.example.org");
        if suite == DHE {
            let exchange = &messages[2].1;
            assert_eq!(exchange[..2], [0, 128]);
            assert_eq!(exchange[2..10], [0xff; 8]);
            let parameters = exchange.len() - 256 - 4;
            let signed = [&[7; 32], &hello[2..34], &exchange[..parameters]].concat();
            let key = leaf.public_key().subject_public_key.data.as_ref();
            let rsa = aws_lc_rs::default_provider().signature_verification_algorithms;
            let verifier = rsa.mapping.iter().find(|(scheme, _)| u16::from(*scheme) == 0x0401);
            let verifier = verifier.unwrap().1[0];
            assert_eq!(exchange[parameters..parameters + 2], [4, 1]);
            let signature = &exchange[parameters + 4..];
            assert!(verifier.verify_signature(key, &signed, signature).is_ok());
        }
    }
}

#[tokio::test]
async fn old_servers_refuse_everybody_else() {
    for (words, hello, expected) in [
        ("only 1.0", modern_hello(), 70),
        ("only 1.1", modern_hello(), 70),
        ("static RSA only", modern_hello(), 40),
        ("DH 1024 only", modern_hello(), 40),
        ("only 1.1", old_hello(1, &[0, 0x2f]), 70),
        ("only 1.0", old_hello(3, &[0xc0, 0x2f]), 40),
        ("DH 1024 only", old_hello(3, &[0, 0x2f]), 40),
        ("only 1.0", b"GET / HTTP/1.1\r\n\r\n".to_vec(), 10),
        ("only 1.0", old_hello(3, &[0, 0x2f, 0])[..].to_vec(), 50),
    ] {
        let answer = answer(&doing(words).await, &hello).await;
        assert_eq!(answer, [21, 3, 3, 0, 2, 2, expected], "{words}");
    }
    // A suite of RSA with another kind of key is nothing that there is.
    let spec: TlsSpec = "only 1.0".parse().unwrap();
    let builder = builder().tls(PORT, spec).certificates(PORT, "P-256".parse().unwrap());
    let provider = builder.start().await.unwrap();
    let answer = answer(&provider, &old_hello(3, &[0, 0x2f])).await;
    assert_eq!(answer, [21, 3, 3, 0, 2, 2, 40]);
}
