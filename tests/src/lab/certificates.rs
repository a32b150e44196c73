//! The certificates of the lab, made anew each time, so that none is ever out of date by accident.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::CustomExtension;
use rcgen::DnType;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::IsCa;
use rcgen::KeyPair;
use rcgen::KeyUsagePurpose;
use rcgen::PKCS_RSA_SHA256;
use rcgen::RsaKeySize;

use super::configuration;
use super::domains::ALIASES;
use super::error::LabError;
use super::states::CERTIFIED_USER;
use super::states::Certificate;
use super::states::STATES;
use super::states::State;
use super::web;

/// Writes `ca.pem`, which is to be trusted, and for every state `NAME.pem` (the chain as sent) and `NAME.key`.
pub(super) fn write_all(directory: &Path) -> Result<(), LabError> {
    let authorities = Authorities::new()?;
    configuration::write(&directory.join("ca.pem"), &authorities.root.pem())?;
    configuration::write(&directory.join("dh1024.pem"), SMALL_GROUP)?;
    let rsa = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?;
    for state in STATES {
        let path = |extension| directory.join(format!("{}.{extension}", state.name));
        if state.certificate == Certificate::Weak {
            write_weak(state, &authorities, directory)?;
            continue;
        }
        let own;
        let key = if state.certificate == Certificate::GoodRsa {
            &rsa
        } else {
            own = KeyPair::generate()?;
            &own
        };
        configuration::write(&path("pem"), &authorities.chain(state, key)?)?;
        configuration::write(&path("key"), &key.serialize_pem())?;
    }
    write_clients(directory)?;
    for certificate in web::CERTIFICATES {
        let path = |extension| directory.join(format!("{}.{extension}", certificate.name));
        let key = KeyPair::generate()?;
        let mut params = server(certificate.hosts);
        let (from_day, to_day) = certificate.days;
        valid(&mut params, from_day, to_day);
        let chain = params.signed_by(&key, &authorities.intermediate)?.pem();
        configuration::write(&path("pem"), &(chain + &authorities.intermediate.pem()))?;
        configuration::write(&path("key"), &key.serialize_pem())?;
    }
    Ok(())
}

/// The root to trust, of the lab in this directory.
pub(super) fn ca_file(lab: &Path) -> PathBuf {
    lab.join("tls/ca.pem")
}

/// The root that issues certificates to clients.
pub(super) fn client_ca_file(lab: &Path) -> PathBuf {
    lab.join("tls/clients.pem")
}

/// The certificate, in a `.pem` file, or the key, in a `.key` file, of the client that is [`CERTIFIED_USER`].
pub(super) fn client_file(lab: &Path, extension: &str) -> PathBuf {
    lab.join("tls/client").with_extension(extension)
}

/// Writes `clients.pem`, which servers trust, and `client.pem` and `client.key`.
fn write_clients(directory: &Path) -> Result<(), LabError> {
    let root = CertifiedIssuer::self_signed(authority("Lab Clients"), KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, CERTIFIED_USER);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    valid(&mut params, -2, 88);
    configuration::write(&directory.join("clients.pem"), &root.pem())?;
    configuration::write(&directory.join("client.pem"), &params.signed_by(&key, &root)?.pem())?;
    configuration::write(&directory.join("client.key"), &key.serialize_pem())
}

struct Authorities {
    root: CertifiedIssuer<'static, KeyPair>,
    intermediate: CertifiedIssuer<'static, KeyPair>,
    unknown: CertifiedIssuer<'static, KeyPair>,
}

impl Authorities {
    fn new() -> Result<Self, LabError> {
        let root = CertifiedIssuer::self_signed(authority("Lab Root"), KeyPair::generate()?)?;
        let intermediate =
            CertifiedIssuer::signed_by(authority("Lab Intermediate"), KeyPair::generate()?, &root)?;
        let unknown =
            CertifiedIssuer::self_signed(authority("Unknown Root"), KeyPair::generate()?)?;
        Ok(Self { root, intermediate, unknown })
    }

    /// The PEM text that the host sends.
    fn chain(&self, state: &State, key: &KeyPair) -> Result<String, LabError> {
        let leaf = leaf(state);
        let intermediate = self.intermediate.pem();
        Ok(match state.certificate {
            Certificate::Expired
            | Certificate::ExpiredWrongName
            | Certificate::ExpiresSoon
            | Certificate::Good
            | Certificate::GoodRsa
            | Certificate::NotYetValid
            | Certificate::Weak
            | Certificate::WrongName => {
                leaf.signed_by(key, &self.intermediate)?.pem() + &intermediate
            }
            Certificate::Incomplete => leaf.signed_by(key, &self.intermediate)?.pem(),
            Certificate::SelfSigned => leaf.self_signed(key)?.pem(),
            Certificate::UnknownIssuer => {
                leaf.signed_by(key, &self.unknown)?.pem() + &self.unknown.pem()
            }
            Certificate::UnknownIssuerLeafOnly => leaf.signed_by(key, &self.unknown)?.pem(),
        })
    }
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid(&mut params, -1000, 1000);
    params
}

/// A server's, for these hosts.
fn server(hosts: &[impl AsRef<str>]) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, hosts[0].as_ref());
    params.subject_alt_names = hosts
        .iter()
        .filter_map(|name| Some(rcgen::SanType::DnsName(name.as_ref().try_into().ok()?)))
        .collect();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    params
}

fn leaf(state: &State) -> CertificateParams {
    let mut params = server(&names(state));
    match state.certificate {
        Certificate::Expired | Certificate::ExpiredWrongName => valid(&mut params, -90, -3),
        Certificate::ExpiresSoon => valid(&mut params, -80, 10),
        Certificate::NotYetValid => valid(&mut params, 1, 90),
        Certificate::Good
        | Certificate::GoodRsa
        | Certificate::Incomplete
        | Certificate::SelfSigned
        | Certificate::UnknownIssuer
        | Certificate::UnknownIssuerLeafOnly
        | Certificate::Weak
        | Certificate::WrongName => valid(&mut params, -2, 88),
    }
    match state.certificate {
        Certificate::Incomplete => {
            params.custom_extensions.extend([issuer_address(), promise_of_a_log()]);
        }
        Certificate::UnknownIssuerLeafOnly => params.custom_extensions.push(issuer_address()),
        Certificate::Expired
        | Certificate::ExpiredWrongName
        | Certificate::ExpiresSoon
        | Certificate::Good
        | Certificate::GoodRsa
        | Certificate::NotYetValid
        | Certificate::SelfSigned
        | Certificate::UnknownIssuer
        | Certificate::Weak
        | Certificate::WrongName => {}
    }
    params
}

fn names(state: &State) -> Vec<String> {
    let host = state.host();
    match state.certificate {
        Certificate::ExpiredWrongName | Certificate::WrongName => {
            vec![format!("mail.{host}"), "elsewhere.example.test".to_owned()]
        }
        Certificate::Expired
        | Certificate::ExpiresSoon
        | Certificate::Good
        | Certificate::GoodRsa
        | Certificate::Incomplete
        | Certificate::NotYetValid
        | Certificate::SelfSigned
        | Certificate::UnknownIssuer
        | Certificate::UnknownIssuerLeafOnly
        | Certificate::Weak => {
            let aliases =
                ALIASES.1.into_iter().filter(|_| state.name == ALIASES.0).map(str::to_owned);
            [host].into_iter().chain(aliases).collect()
        }
    }
}

/// Sets the days of validity, counted from now.
fn valid(params: &mut CertificateParams, from_day: i64, to_day: i64) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let day = |day: i64| {
        let seconds = now.saturating_add_signed(day * SECONDS_A_DAY);
        rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(seconds)
    };
    params.not_before = day(from_day);
    params.not_after = day(to_day);
}

/// "Authority Information Access" with the one entry "CA issuers" (RFC 5280 §4.2.2.1).
fn issuer_address() -> CustomExtension {
    const CA_ISSUERS: &[u8] = &[0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02];
    let url = b"http://ca.example.test/issuer.der";
    let entry = [CA_ISSUERS, &tagged(0x86, url)].concat();
    CustomExtension::from_oid_content(
        &[1, 3, 6, 1, 5, 5, 7, 1, 1],
        tagged(0x30, &tagged(0x30, &entry)),
    )
}

/// A log's promise to show the certificate, as public authorities embed it (RFC 6962 §3.3); nobody checks it here.
fn promise_of_a_log() -> CustomExtension {
    let sized = |data: &[u8]| [&[0, u8::try_from(data.len()).unwrap_or_default()], data].concat();
    // Version 1, whose log, when (in 2001), no extensions; SHA-256 with ECDSA.
    let head = [&[0], [1; 32].as_slice(), &[0, 0, 0, 0xe6, 0, 0, 0, 0], &[0, 0, 4, 3]].concat();
    let promise = sized(&[head, sized(&[1; 64])].concat());
    CustomExtension::from_oid_content(
        &[1, 3, 6, 1, 4, 1, 11129, 2, 4, 2],
        tagged(0x04, &sized(&promise)),
    )
}

/// One DER element shorter than 128 octets.
fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap_or_default();
    [&[tag, length], content].concat()
}

/// aws-lc-rs makes no such key any more, OpenSSL's command does.
fn write_weak(state: &State, authorities: &Authorities, directory: &Path) -> Result<(), LabError> {
    let path = |extension: &str| directory.join(format!("{}.{extension}", state.name));
    let root_key = directory.join("intermediate.key");
    let root = directory.join("intermediate.pem");
    configuration::write(&root_key, &authorities.intermediate.key().serialize_pem())?;
    configuration::write(&root, &authorities.intermediate.pem())?;
    let mut openssl = Command::new("openssl");
    openssl
        .args(["req", "-x509", "-newkey", "rsa:1024", "-nodes", "-sha256", "-days", "88", "-subj"]);
    openssl
        .arg(format!("/CN={}", state.host()))
        .arg("-addext")
        .arg(format!("subjectAltName=DNS:{}", state.host()));
    openssl.args([
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-addext",
        "extendedKeyUsage=serverAuth",
    ]);
    openssl.arg("-CA").arg(&root).arg("-CAkey").arg(&root_key);
    openssl.arg("-keyout").arg(path("key")).arg("-out").arg(path("pem"));
    configuration::output(&mut openssl)?;
    let leaf =
        std::fs::read_to_string(path("pem")).map_err(LabError::io("read the weak certificate"))?;
    configuration::write(&path("pem"), &(leaf + &authorities.intermediate.pem()))
}

/// The Diffie-Hellman group of 1024 bits that servers of long ago used: the second Oakley group (RFC 2409 §6.2).
const SMALL_GROUP: &str = "\
-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
";

const SECONDS_A_DAY: i64 = 24 * 60 * 60;
