//! Every mechanism on the wire, with `rsasl` as the client that none of us wrote.

use std::sync::Arc;

use aws_lc_rs::digest;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::Hmac;
use hmac::Mac;
use mailcheck_mock::Event;
use mailcheck_mock::Mechanism;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Service;
use mailcheck_mock::TlsSpec;
use md5::Md5;
use rcgen::CertificateParams;
use rcgen::KeyPair;
use rcgen::SanType;
use rsasl::callback::Context;
use rsasl::callback::Request;
use rsasl::callback::SessionCallback;
use rsasl::callback::SessionData;
use rsasl::config::SASLConfig;
use rsasl::mechanisms::login::LOGIN;
use rsasl::mechanisms::oauthbearer::OAUTHBEARER;
use rsasl::mechanisms::oauthbearer::properties::OAuthBearerErrored;
use rsasl::mechanisms::plain::PLAIN;
use rsasl::mechanisms::scram::SCRAM_SHA1;
use rsasl::mechanisms::scram::SCRAM_SHA1_PLUS;
use rsasl::mechanisms::scram::SCRAM_SHA256;
use rsasl::mechanisms::scram::SCRAM_SHA256_PLUS;
use rsasl::mechanisms::scram::SCRAM_SHA512;
use rsasl::mechanisms::scram::SCRAM_SHA512_PLUS;
use rsasl::mechanisms::xoauth2::XOAUTH2;
use rsasl::mechanisms::xoauth2::properties::XOAuth2Error;
use rsasl::mechname::Mechname;
use rsasl::prelude::ChannelBindingCallback;
use rsasl::prelude::Registry;
use rsasl::prelude::SASLClient;
use rsasl::prelude::SessionError;
use rsasl::property::AuthId;
use rsasl::property::AuthzId;
use rsasl::property::OAuthBearerToken;
use rsasl::property::OverrideCBType;
use rsasl::property::Password;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::SupportedProtocolVersion;
use rustls::crypto::aws_lc_rs as crypto;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject;
use rustls::version::TLS12;
use rustls::version::TLS13;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::client::PASSWORD;
use crate::client::Raw;
use crate::client::USER;
use crate::client::builder;
use crate::client::dial;
use crate::client::open;
use crate::client::open_secure;

const TOKEN: &str = "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg";
const IMPLICIT: [Port; 2] = [Port::ImapTls, Port::SubmissionsTls];

static SUPPORTED: &[rsasl::prelude::Mechanism] = &[
    LOGIN,
    OAUTHBEARER,
    PLAIN,
    SCRAM_SHA1,
    SCRAM_SHA1_PLUS,
    SCRAM_SHA256,
    SCRAM_SHA256_PLUS,
    SCRAM_SHA512,
    SCRAM_SHA512_PLUS,
    XOAUTH2,
];

/// What a client knows, and what of it.
#[derive(Clone, Copy)]
struct Knowledge {
    user: &'static str,
    password: &'static str,
    token: &'static str,
    /// The type of channel binding that it can do.
    binding: Option<&'static str>,
}

const RIGHT: Knowledge = Knowledge { user: USER, password: PASSWORD, token: TOKEN, binding: None };
const WRONG: Knowledge = Knowledge { password: "secreT", token: "expired", ..RIGHT };

impl SessionCallback for Knowledge {
    fn callback(
        &self,
        _: &SessionData,
        _: &Context<'_>,
        request: &mut Request<'_>,
    ) -> Result<(), SessionError> {
        if let Some(why) = request.get_action::<XOAuth2Error>() {
            assert!(why.starts_with(r#"{"status":"400","#), "{why}");
        }
        if let Some(why) = request.get_action::<OAuthBearerErrored>() {
            assert_eq!(why.status, "invalid_token");
        }
        request
            .satisfy::<AuthId>(self.user)?
            .satisfy::<AuthzId>(self.user)?
            .satisfy::<Password>(self.password.as_bytes())?
            .satisfy::<OAuthBearerToken>(self.token)?
            .satisfy::<OverrideCBType>(self.binding.unwrap_or_default())?;
        Ok(())
    }

    fn enable_channel_binding(&self) -> bool {
        self.binding.is_some()
    }
}

/// What the client's side of TLS can be bound to.
struct Bindings {
    exporter: [u8; 32],
    end_point: Vec<u8>,
}

impl ChannelBindingCallback for Bindings {
    fn get_cb_data(&self, name: &str) -> Option<&[u8]> {
        match name {
            "tls-exporter" => Some(&self.exporter),
            "tls-server-end-point" => Some(&self.end_point),
            // No client has one in TLS 1.3; this one makes it up.
            "tls-unique" => Some(b"unique"),
            _ => None,
        }
    }
}

/// TLS of one version, after the greeting.
async fn connect(
    provider: &Provider,
    port: Port,
    version: &'static SupportedProtocolVersion,
) -> (Raw<TlsStream<TcpStream>>, Bindings) {
    connect_as(provider, port, version, None).await
}

/// The same, by somebody who shows a certificate for this name.
async fn connect_as(
    provider: &Provider,
    port: Port,
    version: &'static SupportedProtocolVersion,
    client: Option<&str>,
) -> (Raw<TlsStream<TcpStream>>, Bindings) {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(provider.ca_pem().as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots);
    let config = match client {
        None => config.with_no_client_auth(),
        Some(name) => {
            let mut params = CertificateParams::default();
            params.subject_alt_names = vec![SanType::Rfc822Name(name.try_into().unwrap())];
            let key = KeyPair::generate().unwrap();
            let chain = vec![params.self_signed(&key).unwrap().into()];
            config.with_client_auth_cert(chain, key.into()).unwrap()
        }
    };
    let name = ServerName::try_from(provider.host(port)).unwrap();
    let stream = dial(provider, port).await.stream;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    let (_, tls) = stream.get_ref();
    let label = b"EXPORTER-Channel-Binding";
    let exporter = tls.export_keying_material([0; 32], label, Some(b"")).unwrap();
    // The provider's authority signs with ECDSA and SHA-256.
    let leaf = &tls.peer_certificates().unwrap()[0];
    let end_point = digest::digest(&digest::SHA256, leaf).as_ref().to_vec();
    let mut raw = Raw { stream };
    raw.line().await;
    if port.service() != Service::Imap {
        raw.ask("EHLO client.example.net").await;
    }
    (raw, Bindings { exporter, end_point })
}

/// What decides the answers of a client.
type Answers<'a> = Box<dyn FnMut(Option<&[u8]>) -> Vec<u8> + 'a>;

fn rsasl(mechanism: Mechanism, knows: Knowledge, bindings: Bindings) -> (bool, Answers<'static>) {
    let registry = Registry::with_mechanisms(SUPPORTED);
    let config = SASLConfig::builder().with_registry(registry).with_callback(knows).unwrap();
    let client = SASLClient::with_cb(config, bindings);
    let name = Mechname::parse(mechanism.name().as_bytes()).unwrap();
    let mut session = client.start_suggested(&[name]).unwrap();
    assert_eq!(session.get_mechname(), name);
    let begins = session.are_we_first();
    let answers = move |challenge: Option<&[u8]>| {
        let mut answer = Vec::new();
        session.step(challenge, &mut answer).unwrap();
        answer
    };
    (begins, Box::new(answers))
}

/// CRAM-MD5, which `rsasl` does not have.
fn cram(knows: Knowledge) -> (bool, Answers<'static>) {
    let answers = move |challenge: Option<&[u8]>| {
        let mac = Hmac::<Md5>::new_from_slice(knows.password.as_bytes()).unwrap();
        let digest = mac.chain_update(challenge.unwrap()).finalize().into_bytes();
        format!("{} {digest:x}", knows.user).into_bytes()
    };
    (false, Box::new(answers))
}

/// Speaks one mechanism, and gives the server's last word.
async fn authenticate(
    raw: &mut Raw<TlsStream<TcpStream>>,
    port: Port,
    mechanism: Mechanism,
    (begins, mut answers): (bool, Answers<'_>),
    initial: bool,
) -> String {
    let (command, prompt) =
        if port.service() == Service::Imap { ("a AUTHENTICATE", "+ ") } else { ("AUTH", "334 ") };
    let mut line = format!("{command} {mechanism}");
    if begins && initial {
        line = format!("{line} {}", BASE64_STANDARD.encode(answers(None)));
    }
    let mut is_first = begins && !initial;
    loop {
        let reply = raw.ask(&line).await.pop().unwrap();
        let Some(challenge) = reply.strip_prefix(prompt) else { return reply };
        let challenge = BASE64_STANDARD.decode(challenge).unwrap();
        assert!(!is_first || challenge.is_empty());
        let challenge = (!is_first).then_some(challenge.as_slice());
        line = BASE64_STANDARD.encode(answers(challenge));
        is_first = false;
    }
}

/// What the log says of log-ins.
fn logins(provider: &Provider) -> Vec<(bool, &'static str, String)> {
    let events = provider.log().into_iter().map(|entry| entry.event);
    let logins = events.filter_map(|event| {
        if let Event::LoginAccepted { mechanism, user } = event {
            Some((true, mechanism, user))
        } else if let Event::LoginRejected { mechanism, user } = event {
            Some((false, mechanism, user))
        } else {
            None
        }
    });
    logins.collect()
}

async fn healthy(mechanisms: &[Mechanism]) -> Provider {
    let mechanisms = mechanisms.iter().copied();
    builder().token(USER, TOKEN).mechanisms(mechanisms).start().await.unwrap()
}

/// The server's last word to `rsasl` on a connection of its own.
async fn log_in(
    provider: &Provider,
    port: Port,
    mechanism: Mechanism,
    knows: Knowledge,
    version: &'static SupportedProtocolVersion,
) -> String {
    let (mut raw, bindings) = connect(provider, port, version).await;
    authenticate(&mut raw, port, mechanism, rsasl(mechanism, knows, bindings), true).await
}

/// Whether the server says that somebody is logged in; if not, it must say that the credential
/// is not good.
fn is_welcome(reply: &str) -> bool {
    let refused = [
        "a NO [AUTHENTICATIONFAILED] Authentication failed.",
        "535 5.7.8 Error: authentication failed: (reason unavailable)",
    ];
    let is_welcome = reply.starts_with("a OK ") || reply.starts_with("235 2.7.0 ");
    assert!(is_welcome || refused.contains(&reply), "{reply}");
    is_welcome
}

#[tokio::test]
async fn every_mechanism_tells_right_from_wrong() {
    let provider = healthy(Mechanism::ALL).await;
    let mut expected = Vec::new();
    for &mechanism in Mechanism::ALL.iter().filter(|it| **it != Mechanism::External) {
        let is_bound = mechanism.name().ends_with("-PLUS");
        let binding = is_bound.then_some("tls-exporter");
        for (port, initial, is_right) in [
            (Port::ImapTls, false, true),
            (Port::ImapTls, true, true),
            (Port::ImapTls, true, false),
            (Port::SubmissionsTls, false, true),
            (Port::SubmissionsTls, true, true),
            (Port::SubmissionsTls, false, false),
        ] {
            let (mut raw, bindings) = connect(&provider, port, &TLS13).await;
            let knows = Knowledge { binding, ..if is_right { RIGHT } else { WRONG } };
            let is_cram = mechanism == Mechanism::CramMd5;
            let client = if is_cram { cram(knows) } else { rsasl(mechanism, knows, bindings) };
            let reply = authenticate(&mut raw, port, mechanism, client, initial).await;
            assert_eq!(is_welcome(&reply), is_right, "{mechanism}: {reply}");
            expected.push((is_right, mechanism.name(), USER.to_owned()));
        }
    }
    assert_eq!(logins(&provider), expected);
}

#[tokio::test]
async fn a_certificate_says_who_a_client_is() {
    let asks: TlsSpec = "client certificate asked for".parse().unwrap();
    let offered = [Mechanism::External, Mechanism::Plain];
    let provider = builder().mechanisms(offered).tls(Port::ImapTls, asks);
    let provider = provider.start().await.unwrap();
    let mut expected = Vec::new();
    for (port, client, is_right) in [
        (Port::ImapTls, Some(USER), true),
        (Port::ImapTls, Some("nobody@example.org"), false),
        (Port::ImapTls, None, false),
        // Who is not asked shows nothing.
        (Port::SubmissionsTls, Some(USER), false),
    ] {
        for version in [&TLS12, &TLS13] {
            let (mut raw, _) = connect_as(&provider, port, version, client).await;
            let empty: Answers<'_> = Box::new(|_| Vec::new());
            let mechanism = Mechanism::External;
            let reply = authenticate(&mut raw, port, mechanism, (true, empty), false).await;
            assert_eq!(is_welcome(&reply), is_right, "{client:?}: {reply}");
            let is_seen = port == Port::ImapTls;
            let user = client.filter(|_| is_seen).unwrap_or_default().to_owned();
            expected.push((is_right, "EXTERNAL", user));
        }
    }
    assert_eq!(logins(&provider), expected);
}

#[tokio::test]
async fn nobody_can_pass_a_bound_log_in_on() {
    let provider = healthy(&[Mechanism::ScramSha256Plus]).await;
    for port in IMPLICIT {
        for kind in ["tls-exporter", "tls-server-end-point"] {
            for is_right in [true, false] {
                let (mut raw, mut bindings) = connect(&provider, port, &TLS13).await;
                if !is_right {
                    // What the client sees is the TLS of somebody in between.
                    bindings.exporter[31] ^= 1;
                    bindings.end_point[0] ^= 1;
                }
                let knows = Knowledge { binding: Some(kind), ..RIGHT };
                let mechanism = Mechanism::ScramSha256Plus;
                let client = rsasl(mechanism, knows, bindings);
                let reply = authenticate(&mut raw, port, mechanism, client, true).await;
                assert_eq!(is_welcome(&reply), is_right, "{kind}: {reply}");
            }
        }
    }
}

#[tokio::test]
async fn not_every_binding_is_good_for_every_tls() {
    let provider = healthy(&[Mechanism::ScramSha1Plus]).await;
    for (version, kind, is_right) in [
        (&TLS12, "tls-server-end-point", true),
        (&TLS12, "tls-exporter", false),
        (&TLS12, "tls-unique", false),
        (&TLS13, "tls-unique", false),
    ] {
        let knows = Knowledge { binding: Some(kind), ..RIGHT };
        let mechanism = Mechanism::ScramSha1Plus;
        let reply = log_in(&provider, Port::ImapTls, mechanism, knows, version).await;
        assert_eq!(is_welcome(&reply), is_right, "{kind}");
    }
}

#[tokio::test]
async fn a_client_that_missed_an_offer_is_refused() {
    // It would have bound the log-in, had it not been told that there is no such offer.
    let able = Knowledge { binding: Some("tls-exporter"), ..RIGHT };
    let both = [Mechanism::ScramSha256, Mechanism::ScramSha256Plus];
    for (offered, knows, is_right) in [
        (&both[..], able, false),
        (&both[..], RIGHT, true),
        (&both[..1], able, true),
        (&[Mechanism::ScramSha256, Mechanism::ScramSha1Plus], able, true),
    ] {
        let provider = healthy(offered).await;
        let (port, mechanism) = (Port::SubmissionsTls, Mechanism::ScramSha256);
        let reply = log_in(&provider, port, mechanism, knows, &TLS13).await;
        assert_eq!(is_welcome(&reply), is_right, "{offered:?}");
    }
}

#[tokio::test]
async fn a_password_is_prepared_before_it_is_hashed() {
    // RFC 4013 §3: a soft hyphen is nothing, and a Roman nine is two letters. `rsasl` leaves it to
    // its callers to know that.
    let mechanisms = [Mechanism::ScramSha256];
    let user = "unicode@example.org";
    let provider = builder().account(user, "\u{ad}\u{2168}").mechanisms(mechanisms);
    let provider = provider.start().await.unwrap();
    let knows = Knowledge { user, password: "IX", ..RIGHT };
    let mechanism = Mechanism::ScramSha256;
    assert!(is_welcome(&log_in(&provider, Port::ImapTls, mechanism, knows, &TLS13).await));
}

#[tokio::test]
async fn a_token_is_no_password_and_a_password_no_token() {
    let user = "app@example.org";
    let mechanisms = [Mechanism::Plain, Mechanism::Xoauth2];
    let provider = builder().token(user, TOKEN).token(USER, TOKEN).mechanisms(mechanisms);
    let provider = provider.start().await.unwrap();
    for (mechanism, knows, is_right) in [
        (Mechanism::Xoauth2, Knowledge { user, ..RIGHT }, true),
        (Mechanism::Xoauth2, RIGHT, true),
        (Mechanism::Xoauth2, Knowledge { token: PASSWORD, ..RIGHT }, false),
        (Mechanism::Plain, Knowledge { user, password: TOKEN, ..RIGHT }, false),
        (Mechanism::Plain, RIGHT, true),
    ] {
        let reply = log_in(&provider, Port::ImapTls, mechanism, knows, &TLS13).await;
        assert_eq!(is_welcome(&reply), is_right, "{mechanism} {}", knows.user);
    }
}

#[tokio::test]
async fn what_is_offered_is_listed_in_that_order_and_only_where_it_can_be_had() {
    let offered = [Mechanism::ScramSha1Plus, Mechanism::Xoauth2, Mechanism::ScramSha1];
    let provider = builder()
        .mechanisms(offered)
        .scenario("clear-auth".parse().unwrap())
        .start()
        .await
        .unwrap();
    let capabilities = async |port, is_secure| {
        let mut raw = if is_secure {
            open_secure(&provider, port).await
        } else {
            let mut raw = open(&provider, port).await;
            raw.line().await;
            raw
        };
        let lines = if port.service() == Service::Imap {
            raw.ask("a CAPABILITY").await
        } else {
            raw.ask("EHLO client.example.net").await
        };
        lines.join(" ")
    };
    // Without a password in clear there is no LOGIN command.
    let tls = "AUTH=SCRAM-SHA-1-PLUS AUTH=XOAUTH2 AUTH=SCRAM-SHA-1 LOGINDISABLED";
    let clear = "STARTTLS AUTH=XOAUTH2 AUTH=SCRAM-SHA-1 LOGINDISABLED";
    assert!(capabilities(Port::ImapTls, true).await.contains(tls));
    assert!(capabilities(Port::ImapStarttls, false).await.contains(clear));
    let tls = "250-AUTH SCRAM-SHA-1-PLUS XOAUTH2 SCRAM-SHA-1 250-";
    let clear = "250-AUTH XOAUTH2 SCRAM-SHA-1 250-";
    assert!(capabilities(Port::SubmissionStarttls, true).await.contains(tls));
    assert!(capabilities(Port::SubmissionStarttls, false).await.contains(clear));
}

#[tokio::test]
async fn what_is_not_offered_is_refused() {
    let provider = healthy(&[Mechanism::ScramSha256Plus]).await;
    let mut imap = open_secure(&provider, Port::ImapTls).await;
    let refused = imap.ask("a AUTHENTICATE PLAIN").await;
    assert_eq!(refused, ["a NO Unsupported authentication mechanism."]);
    let refused = imap.ask("a LOGIN you@example.org secret").await;
    assert_eq!(refused, ["a NO Authentication is disabled."]);
    let mut smtp = open_secure(&provider, Port::SubmissionsTls).await;
    smtp.ask("EHLO client.example.net").await;
    let refused = smtp.ask("AUTH SCRAM-SHA-256 biwsbj1hLHI9Yg==").await;
    assert_eq!(refused, ["535 5.7.8 Error: authentication failed: Invalid mechanism"]);
}

#[tokio::test]
async fn giving_up_is_not_the_same_as_talking_nonsense() {
    let provider = healthy(Mechanism::ALL).await;
    for &mechanism in Mechanism::ALL {
        let mut imap = open_secure(&provider, Port::ImapTls).await;
        let mut smtp = open_secure(&provider, Port::SubmissionsTls).await;
        smtp.ask("EHLO client.example.net").await;
        for (answer, imap_says, smtp_says) in [
            ("*", "a BAD Authentication aborted by client.", "501 5.7.0 Authentication aborted"),
            (
                "?",
                "a BAD Malformed authentication response.",
                "501 5.5.2 Error: malformed authentication response",
            ),
        ] {
            imap.ask(&format!("a AUTHENTICATE {mechanism}")).await;
            assert_eq!(imap.ask(answer).await, [imap_says], "{mechanism}");
            smtp.ask(&format!("AUTH {mechanism}")).await;
            assert_eq!(smtp.ask(answer).await, [smtp_says], "{mechanism}");
        }
    }
    assert_eq!(logins(&provider), []);
}

#[tokio::test]
async fn where_the_server_begins_no_client_can() {
    let provider = healthy(&[Mechanism::CramMd5]).await;
    let mut smtp = open_secure(&provider, Port::SubmissionsTls).await;
    smtp.ask("EHLO client.example.net").await;
    let refused = smtp.ask("AUTH CRAM-MD5 eCB5").await;
    assert_eq!(refused, ["501 5.5.2 Error: malformed authentication response"]);
}
