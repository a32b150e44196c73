//! Certificates made by OpenSSL, and by hand.

use proptest::prelude::*;

use super::*;

const ED25519: &str = include_str!("../../../../../fixtures/tls/certificate-ed25519.hex");
const P192: &str = include_str!("../../../../../fixtures/tls/certificate-p192.hex");
const P256: &str = include_str!("../../../../../fixtures/tls/certificate-p256.hex");
const P521: &str = include_str!("../../../../../fixtures/tls/certificate-p521.hex");
const PSS: &str = include_str!("../../../../../fixtures/tls/certificate-pss.hex");
const RSA1024: &str = include_str!("../../../../../fixtures/tls/certificate-rsa1024.hex");
const RSA2048: &str = include_str!("../../../../../fixtures/tls/certificate-rsa2048.hex");
const SHA1: &str = include_str!("../../../../../fixtures/tls/certificate-sha1.hex");

fn der(hex: &str) -> Vec<u8> {
    let digits = hex.trim().as_bytes().chunks(2);
    let text = digits.map(|pair| std::str::from_utf8(pair).unwrap());
    text.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn read(hex: &str) -> Certificate {
    Certificate::parse(&der(hex)).unwrap()
}

fn named(names: &[&str]) -> Certificate {
    Certificate { names: names.iter().map(ToString::to_string).collect(), ..read(RSA2048) }
}

/// The first place of `from` in a certificate becomes `to`, which is as long.
fn tampered(hex: &str, from: &[u8], to: &[u8]) -> Certificate {
    let mut der = der(hex);
    let at = der.windows(from.len()).position(|window| window == from).unwrap();
    der[at..at + from.len()].copy_from_slice(to);
    Certificate::parse(&der).unwrap()
}

#[test]
fn what_a_certificate_says_is_read() {
    let certificate = read(SHA1);
    assert_eq!(certificate.subject, "CN=imap.example.org");
    assert_eq!(certificate.issuer, "CN=Example CA");
    assert_eq!(certificate.common_name.as_deref(), Some("imap.example.org"));
    assert_eq!(certificate.ca_issuers, ["http://ca.example/ca.der"]);
    assert!(certificate.not_before < certificate.not_after);
    assert!(!certificate.is_ca && !certificate.self_issued && !certificate.self_signed);
    assert_eq!(
        certificate.names,
        ["imap.example.org", "*.mail.example.org", "192.0.2.1", "dns:192.0.2.9"]
    );
    let own = read(RSA2048);
    assert_eq!(own.subject, r"O=Example\, Inc., CN=imap.example.org");
    assert!(own.is_ca && own.self_issued && own.self_signed);
}

#[test]
fn the_fingerprint_is_that_of_all_octets() {
    // openssl x509 -fingerprint -sha256
    assert_eq!(
        read(P256).sha256,
        "80b4f730a82a83fe3d77601c6696403caa7b299f27285805dbe69d7d618fa01f"
    );
}

#[test]
fn keys_and_signatures_have_their_names() {
    for (hex, key, signature, weak) in [
        (ED25519, "Ed25519", "Ed25519", None),
        (P192, "EC P-192", "ecdsa-with-SHA256", Some("EC P-192")),
        (P256, "EC P-256", "ecdsa-with-SHA256", None),
        (P521, "EC P-521", "ecdsa-with-SHA256", None),
        (PSS, "RSA 2048", "RSASSA-PSS with SHA-256", None),
        (RSA1024, "RSA 1024", "sha256WithRSAEncryption", Some("RSA 1024")),
        (RSA2048, "RSA 2048", "sha256WithRSAEncryption", None),
        (SHA1, "RSA 2048", "sha1WithRSAEncryption", Some("sha1WithRSAEncryption")),
    ] {
        let certificate = read(hex);
        assert_eq!(certificate.public_key.to_string(), key);
        assert_eq!(certificate.signature, signature);
        let weakness = certificate.weakness().map(|it| it.to_string());
        assert_eq!(weakness.as_deref(), weak, "{key}");
    }
}

#[test]
fn what_is_below_the_floor_is_named() {
    let mut certificate = named(&[]);
    certificate.signature = "sha1WithRSAEncryption".to_owned();
    assert_eq!(certificate.weakness(), None, "it signs itself");
    certificate.self_signed = false;
    for broken in ["md5WithRSAEncryption", "ecdsa-with-SHA1", "RSASSA-PSS with SHA-1"] {
        certificate.signature = broken.to_owned();
        assert_eq!(certificate.weakness(), Some(Weakness::Signature(broken.to_owned())));
    }
    for (algorithm, bits, weak) in [
        ("RSA", 2047, true),
        ("RSA", 2048, false),
        ("DSA", 3072, true),
        ("EC 1.3.132.0.8", 160, true),
        ("EC P-224", 224, false),
        ("EC unknown curve", 0, false),
        ("Ed25519", 0, false),
    ] {
        let key = PublicKey { algorithm: algorithm.to_owned(), bits };
        let expected = weak.then(|| Weakness::Key(key.clone()));
        let signature = "sha256WithRSAEncryption".to_owned();
        let certificate = Certificate { public_key: key, signature, ..certificate.clone() };
        assert_eq!(certificate.weakness(), expected, "{algorithm} {bits}");
    }
}

#[test]
fn names_match_as_the_standard_says() {
    for (name, host, expected) in [
        ("imap.example.org", "IMAP.example.org", true),
        ("imap.example.org", "imap.example.org.", true),
        ("imap.example.org", "smtp.example.org", false),
        ("*.example.org", "imap.example.org", true),
        ("*.example.org", "example.org", false),
        ("*.example.org", ".example.org", false),
        ("*.example.org", "a.b.example.org", false),
        ("*.example.org", "*.example.org", false),
        ("*.xn--bcher-kva.example", "imap.xn--bcher-kva.example", true),
        ("im*.example.org", "imap.example.org", false),
        ("imap.*.org", "imap.example.org", false),
        ("*.org", "example.org", false),
        ("*", "localhost", false),
        ("", "", false),
        ("192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false),
        ("dns:192.0.2.1", "192.0.2.1", false),
        ("*.0.2.1", "192.0.2.1", false),
        ("2001:db8::1", "2001:db8:0::1", true),
        ("2001:db8::1", "[2001:db8::1]", true),
    ] {
        assert_eq!(named(&[name]).is_for(host), expected, "{name} {host}");
    }
}

#[test]
fn the_common_name_never_counts() {
    let certificate = named(&[]);
    assert_eq!(certificate.common_name.as_deref(), Some("imap.example.org"));
    assert!(!certificate.is_for("imap.example.org"));
}

#[test]
fn hostile_texts_stay_text() {
    let control = tampered(SHA1, b"Example CA", b"Ex\x1b[31m CA");
    assert_eq!(control.issuer, "CN=Ex\u{1b}[31m CA");
    let pretender = tampered(SHA1, b"Example CA", b"a,CN=b.com");
    assert_eq!(pretender.issuer, r"CN=a\,CN=b.com");
    let garbled = tampered(P256, b"*.Mail", b"\xff.Mail");
    assert!(garbled.names.contains(&"\u{fffd}.mail.example.org".to_owned()));
    assert!(garbled.is_for("imap.example.org"), "the other names stay");
}

#[test]
fn long_texts_are_cut() {
    assert_eq!(cut("short"), "short");
    assert_eq!(cut(&"é".repeat(MAX_LETTERS)).chars().count(), MAX_LETTERS);
    let text = cut(&"é".repeat(MAX_LETTERS + 1));
    assert_eq!(text.chars().count(), MAX_LETTERS + 1);
    assert!(text.ends_with("é…"));
}

#[test]
fn what_is_no_certificate_is_refused() {
    let too_long = Certificate::parse(&vec![0x30; MAX_OCTETS + 1]);
    assert_eq!(too_long, Err(ParseCertificateError::TooLong { octets: MAX_OCTETS + 1 }));
    let der = der(P256);
    for end in 0..der.len() {
        assert!(Certificate::parse(&der[..end]).is_err(), "{end} octets");
    }
}

#[test]
fn a_saved_certificate_is_the_same() {
    let certificate = read(P521);
    let saved = serde_json::to_string(&certificate).unwrap();
    assert_eq!(serde_json::from_str::<Certificate>(&saved).unwrap(), certificate);
}

proptest! {
    #[test]
    fn never_panics(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _certificate = Certificate::parse(&octets);
    }

    /// Damage in a real certificate gets further than noise does.
    #[test]
    fn never_panics_on_damage(which in 0..4_usize, damage in proptest::collection::vec(any::<(u16, u8)>(), 1..6)) {
        let mut der = der([ED25519, P256, PSS, SHA1][which]);
        for (at, octet) in damage {
            let at = usize::from(at) % der.len();
            der[at] = octet;
        }
        if let Ok(certificate) = Certificate::parse(&der) {
            let _weakness = certificate.weakness();
            prop_assert!(!certificate.is_for("nobody.invalid"));
        }
    }
}

#[test]
fn a_log_in_is_bound_by_the_hash_of_the_signature() {
    // RFC 5929 §4.1 has SHA-1 replaced, and says nothing of Ed25519.
    for with_sha256 in [P256, P521, PSS, RSA2048, SHA1] {
        let hash = end_point(&der(with_sha256)).unwrap();
        assert_eq!(hex(&hash), read(with_sha256).sha256);
    }
    assert_eq!(end_point(&der(ED25519)), None);
    // ecdsa-with-SHA256, and the same with SHA-384 and SHA-512 (RFC 5758 §3.2).
    let signed_by = |last: u8| {
        let mut der = der(P256);
        let identifier = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
        for at in 0..der.len() - identifier.len() {
            if der[at..].starts_with(&identifier) {
                der[at + identifier.len() - 1] = last;
            }
        }
        der
    };
    for (last, octets) in [(1, 28), (2, 32), (3, 48), (4, 64)] {
        assert_eq!(end_point(&signed_by(last)).map(|hash| hash.len()), Some(octets));
    }
    assert_eq!(end_point(&signed_by(9)), None);
}
