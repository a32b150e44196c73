//! Flights of OpenSSL, and by hand.

use proptest::prelude::*;
use tls_parser::{
    TlsExtension, TlsMessage, TlsMessageHandshake, parse_tls_extensions, parse_tls_plaintext,
};

use super::*;
use crate::wire::certificate::Certificate;

/// What servers sent, and what it means in one line: version, suite, key exchange, leaf's key.
const FLIGHTS: &[(&str, &str)] = &[
    (
        include_str!("../../../../../fixtures/tls/flight-tls10.hex"),
        "TLS 1.0 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA ECDHE X25519 RSA 2048",
    ),
    (
        include_str!("../../../../../fixtures/tls/flight-tls11.hex"),
        "TLS 1.1 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA ECDHE X25519 RSA 2048",
    ),
    (
        include_str!("../../../../../fixtures/tls/flight-static-rsa.hex"),
        "TLS 1.2 TLS_RSA_WITH_AES_128_CBC_SHA static RSA RSA 2048",
    ),
    (
        include_str!("../../../../../fixtures/tls/flight-dhe-1024.hex"),
        "TLS 1.2 TLS_DHE_RSA_WITH_AES_128_CBC_SHA DHE 1024 RSA 2048",
    ),
    (
        include_str!("../../../../../fixtures/tls/flight-rsa1024.hex"),
        "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE X25519 RSA 1024",
    ),
    (
        include_str!("../../../../../fixtures/tls/flight-tls12-p521.hex"),
        "TLS 1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 ECDHE secp521r1 EC P-521",
    ),
    (
        include_str!("../../../../../fixtures/tls/flight-tls13-too.hex"),
        "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE X25519 RSA 2048",
    ),
    (
        include_str!("../../../../../fixtures/tls/flight-small-records.hex"),
        "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE X25519 RSA 2048",
    ),
    (CLIENT_CERTIFICATE, "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE X25519 RSA 2048"),
    (WARNED, "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE X25519 RSA 2048"),
];
const CLIENT_CERTIFICATE: &str =
    include_str!("../../../../../fixtures/tls/flight-client-certificate.hex");
const HANDSHAKE_FAILURE: &str =
    include_str!("../../../../../fixtures/tls/flight-handshake-failure.hex");
const PROTOCOL_VERSION: &str =
    include_str!("../../../../../fixtures/tls/flight-protocol-version.hex");
const WARNED: &str =
    include_str!("../../../../../fixtures/tls/flight-unrecognized-name-warning.hex");

fn octets(hex: &str) -> Vec<u8> {
    let digits = hex.trim().as_bytes().chunks(2);
    let text = digits.map(|pair| std::str::from_utf8(pair).unwrap());
    text.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn flight(octets: &[u8]) -> ServerFlight {
    match FirstFlight::parse(octets) {
        Ok(Some(FirstFlight::Hello(flight))) => flight,
        other => panic!("{other:?}"),
    }
}

fn alert(octets: &[u8]) -> Alert {
    match FirstFlight::parse(octets) {
        Ok(Some(FirstFlight::Alert(alert))) => alert,
        other => panic!("{other:?}"),
    }
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [kind, 0].into_iter().chain(sized16(body)).collect()
}

fn in_record(payload: &[u8]) -> Vec<u8> {
    [22, 3, 3].into_iter().chain(sized16(payload)).collect()
}

/// A `ServerHello` by hand, for what no server at hand does.
fn hello_message(version: u16, suite: u16, extensions: &[u8]) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend([7; 32]);
    body.push(0);
    body.extend(suite.to_be_bytes());
    body.push(0);
    if !extensions.is_empty() {
        body.extend(sized16(extensions));
    }
    message(SERVER_HELLO, &body)
}

#[test]
fn real_servers_are_recognised() {
    for (hex, expected) in FLIGHTS {
        let flight = flight(&octets(hex));
        let [leaf] = &flight.chain[..] else { panic!("{expected}: one certificate") };
        let ServerFlight { version, cipher_suite, key_exchange, .. } = &flight;
        let key = Certificate::parse(leaf).unwrap().public_key;
        assert_eq!(format!("{version} {cipher_suite} {key_exchange} {key}"), *expected);
        assert_eq!(flight.client_certificate_requested, *hex == CLIENT_CERTIFICATE);
        assert_eq!(flight.warnings.is_empty(), *hex != WARNED);
    }
}

#[test]
fn a_warning_does_not_hide_the_flight() {
    let warning = Alert { level: 1, name: "unrecognized_name".to_owned() };
    assert_eq!(flight(&octets(WARNED)).warnings, [warning]);
    // Closing is no warning, though it is sent as one.
    let closing = Alert { level: 1, name: "close_notify".to_owned() };
    assert_eq!(alert(&[21, 3, 1, 0, 2, 1, 0]), closing);
}

#[test]
fn refusals_have_their_names() {
    let fatal = |name: &str| Alert { level: 2, name: name.to_owned() };
    assert_eq!(alert(&octets(HANDSHAKE_FAILURE)), fatal("handshake_failure"));
    assert_eq!(alert(&octets(PROTOCOL_VERSION)), fatal("protocol_version"));
    assert_eq!(alert(&[21, 3, 1, 0, 2, 2, 200]), fatal("alert 200"));
}

#[test]
fn a_flight_may_be_split_anywhere() {
    let refusals = [HANDSHAKE_FAILURE, PROTOCOL_VERSION];
    for hex in FLIGHTS.iter().map(|(hex, _)| *hex).chain(refusals) {
        let all = octets(hex);
        for end in 0..all.len() {
            assert_eq!(FirstFlight::parse(&all[..end]), Ok(None), "{end} octets");
        }
        let whole = FirstFlight::parse(&all);
        let more = [&all[..], &[21, 3, 3, 0, 2, 2, 40], b"garbage"].concat();
        assert_eq!(FirstFlight::parse(&more), whole, "what follows does not matter");
    }
}

#[test]
fn messages_may_be_in_records_of_any_size() {
    let all = octets(FLIGHTS[0].0);
    let mut messages = Vec::new();
    let mut rest = &all[..];
    while let Some((_, payload, after)) = record(rest).unwrap() {
        messages.extend_from_slice(payload);
        rest = after;
    }
    for size in [1, 2, 3, 5, 100, messages.len()] {
        let records: Vec<u8> = messages.chunks(size).flat_map(in_record).collect();
        assert_eq!(FirstFlight::parse(&records), FirstFlight::parse(&all), "{size} octets");
    }
}

#[test]
fn what_no_server_at_hand_does_is_read() {
    let done = message(SERVER_HELLO_DONE, &[]);
    let old = in_record(&[hello_message(0x0300, 0x0005, &[]), done.clone()].concat());
    let old = flight(&old);
    assert_eq!(
        (&*old.version, &*old.cipher_suite, old.key_exchange),
        ("SSL 3.0", "TLS_RSA_WITH_RC4_128_SHA", KeyExchange::StaticRsa)
    );
    let strange = in_record(&[hello_message(0x0303, 0xfefe, &[]), done].concat());
    let strange = flight(&strange);
    assert_eq!((&*strange.cipher_suite, strange.key_exchange), ("0xfefe", KeyExchange::Other));
    // TLS 1.3 was not offered, and would be encrypted from here on.
    let mut extensions = extension(SUPPORTED_VERSIONS, &[3, 4]);
    extensions.extend(extension(KEY_SHARE, &[0, 30, 0, 0]));
    let modern = flight(&in_record(&hello_message(0x0303, 0x1301, &extensions)));
    assert_eq!(
        (&*modern.version, &*modern.cipher_suite, modern.key_exchange, modern.chain.len()),
        ("TLS 1.3", "TLS_AES_128_GCM_SHA256", KeyExchange::Ecdhe { group: "X448".to_owned() }, 0)
    );
}

#[test]
fn primes_are_measured_to_the_bit() {
    for (prime, expected) in [(&[0x7f, 0xff][..], 15), (&[0, 0x80, 0], 16), (&[], 0), (&[0], 0)] {
        assert_eq!(bits(prime), expected);
    }
}

#[test]
fn what_is_not_tls_is_quoted() {
    for text in ["220 mail.example ESMTP\r\n", "* OK ready\r\n", "+OK\r\n", "HTTP/1.1 400\r\n"] {
        let first_bytes = text.as_bytes().to_vec();
        let why = ParseFlightError::NotTls { first_bytes };
        assert_eq!(FirstFlight::parse(text.as_bytes()), Err(why));
    }
    let Err(ParseFlightError::NotTls { first_bytes }) = FirstFlight::parse(&[b'x'; 1000]) else {
        panic!("is not TLS");
    };
    assert_eq!(first_bytes.len(), MAX_FIRST_BYTES);
}

#[test]
fn what_cannot_become_a_flight_is_refused() {
    use ParseFlightError::{Damaged, TooLong, Unexpected};
    for (octets, why) in [
        (vec![23, 3, 3, 0, 0], Unexpected),
        (vec![20, 3, 3, 0, 1, 1], Unexpected),
        (vec![21, 3, 3, 0, 1, 2], Damaged),
        (vec![22, 3, 3, 0xff, 0xff], Damaged),
        (in_record(&message(SERVER_HELLO_DONE, &[])), Damaged),
        (in_record(&message(SERVER_HELLO, &[3, 3, 1])), Damaged),
        (in_record(&message(CERTIFICATE, &[0, 0, 9, 0, 0, 1, 1])), Damaged),
        (in_record(&[CERTIFICATE, 0xff, 0, 0]), TooLong),
        ([in_record(&[]), b"220 ready".to_vec()].concat(), Damaged),
        (in_record(&[]).repeat(MAX_OCTETS / 5 + 1), TooLong),
    ] {
        assert_eq!(FirstFlight::parse(&octets), Err(why));
    }
}

/// Version, suites and kinds of extensions of a `ClientHello`, as another reader sees it.
fn offered(hello: &[u8]) -> (u16, Vec<u16>, Vec<TlsExtension<'_>>) {
    let (rest, record) = parse_tls_plaintext(hello).unwrap();
    assert!(rest.is_empty());
    let [TlsMessage::Handshake(TlsMessageHandshake::ClientHello(hello))] = &record.msg[..] else {
        panic!("is a ClientHello");
    };
    let (rest, extensions) = parse_tls_extensions(hello.ext.unwrap()).unwrap();
    assert!(rest.is_empty());
    (hello.version.0, hello.ciphers.iter().map(|suite| suite.0).collect(), extensions)
}

#[test]
fn a_hello_offers_what_old_servers_speak() {
    let hello = legacy_client_hello(Some("imap.example.org"), [7; 32]);
    let (version, suites, extensions) = offered(&hello);
    assert_eq!(version, 0x0303);
    for suite in &suites[..suites.len() - 1] {
        assert!(TlsCipherSuite::from_id(*suite).is_some(), "0x{suite:04x}");
    }
    assert_eq!(suites.last(), Some(&0x00ff));
    let has = |name: &str| extensions.iter().any(|it| format!("{it:?}").contains(name));
    assert!(has("imap.example.org"));
    assert!(has("SignatureAlgorithms") && has("EllipticCurves") && !has("SupportedVersions"));
}

#[test]
fn only_names_are_named() {
    for host in ["192.0.2.1", "2001:db8::1", "[2001:db8::1]", "", ".", "a b", "bücher.example"] {
        assert_eq!(server_name(host), None, "{host}");
    }
    assert_eq!(server_name("imap.example.org."), Some("imap.example.org"));
    assert_eq!(server_name(&"a".repeat(254)), None);
}

proptest! {
    #[test]
    fn a_hello_is_never_of_the_length_that_hangs(host in "[a-z.]{0,260}") {
        let hello = legacy_client_hello(Some(&host), [7; 32]);
        prop_assert!(!(256..512).contains(&(hello.len() - 5)), "{} octets", hello.len());
        let (_, _, extensions) = offered(&hello);
        prop_assert!(extensions.len() >= 3);
    }

    #[test]
    fn never_panics(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _flight = FirstFlight::parse(&octets);
        let _flight = FirstFlight::parse(&in_record(&octets));
    }

    /// Damage in a real flight gets further than noise does.
    #[test]
    fn never_panics_on_damage(which in 0..FLIGHTS.len(), damage in proptest::collection::vec(any::<(u16, u8)>(), 1..6)) {
        let mut all = octets(FLIGHTS[which].0);
        for (at, octet) in damage {
            let at = usize::from(at) % all.len();
            all[at] = octet;
        }
        let _flight = FirstFlight::parse(&all);
    }
}
