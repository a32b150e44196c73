//! A client that looks at bytes, and the TLS underneath.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;

use mailcheck_mock::Builder;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Service;
use rustls::ClientConfig;
use rustls::DigitallySignedStruct;
use rustls::RootCertStore;
use rustls::SignatureScheme;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::client::danger::ServerCertVerified;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::UnixTime;
use rustls::pki_types::pem::PemObject;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub(crate) const USER: &str = "you@example.org";
pub(crate) const PASSWORD: &str = "secret";
/// The encrypted ports of IMAP and submission.
pub(crate) const FOUR: [Port; 4] =
    [Port::ImapTls, Port::ImapStarttls, Port::SubmissionsTls, Port::SubmissionStarttls];
/// `\0you@example.org\0secret` in Base64.
pub(crate) const PLAIN: &str = "AHlvdUBleGFtcGxlLm9yZwBzZWNyZXQ=";

pub(crate) fn builder() -> Builder {
    Provider::builder().domain("example.org").account(USER, PASSWORD)
}

/// Any stream.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for S {}

/// Lines in and out, nothing understood.
pub(crate) struct Raw<S> {
    pub(crate) stream: S,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Raw<S> {
    /// The next line without its end, read byte by byte so that nothing behind it is touched.
    pub(crate) async fn line(&mut self) -> String {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            line.push(self.stream.read_u8().await.unwrap());
        }
        String::from_utf8_lossy(&line[..line.len() - 2]).into_owned()
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// Sends one line, and gives the lines up to and including the one that ends the reply.
    pub(crate) async fn ask(&mut self, text: &str) -> Vec<String> {
        self.send(&format!("{text}\r\n")).await;
        self.reply().await
    }

    /// The lines of one reply. IMAP's ends with a tag or `+`, SMTP's with a space behind the code.
    pub(crate) async fn reply(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await;
            let goes_on = line.starts_with("* ") || line.as_bytes().get(3) == Some(&b'-');
            lines.push(line);
            if !goes_on {
                return lines;
            }
        }
    }

    /// Sends one line, and gives POP3's answer of several lines without its dot.
    pub(crate) async fn ask_for_list(&mut self, text: &str) -> Vec<String> {
        let mut lines = self.ask(text).await;
        assert!(lines[0].starts_with("+OK"), "{lines:?}");
        loop {
            match self.line().await.as_str() {
                "." => return lines,
                line => lines.push(line.to_owned()),
            }
        }
    }

    /// Everything up to the end of the connection.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        // A server that hangs up without TLS' goodbye is an error that changes nothing here.
        let _ = self.stream.read_to_end(&mut rest).await;
        rest
    }
}

pub(crate) async fn dial(provider: &Provider, port: Port) -> Raw<TcpStream> {
    Raw { stream: TcpStream::connect(provider.addr(port)).await.unwrap() }
}

/// Connects, with TLS around it where TLS is due at once.
pub(crate) async fn open(provider: &Provider, port: Port) -> Raw<Box<dyn Stream>> {
    let raw = dial(provider, port).await;
    if port.is_implicit_tls() {
        let (stream, _) = secure(provider, port, raw).await.unwrap();
        Raw { stream: Box::new(stream) }
    } else {
        Raw { stream: Box::new(raw.stream) }
    }
}

/// Connects, and reads the greeting or asks for TLS, so that credentials may follow.
pub(crate) async fn open_secure(provider: &Provider, port: Port) -> Raw<Box<dyn Stream>> {
    let mut raw = open(provider, port).await;
    raw.line().await;
    if port.is_implicit_tls() {
        return raw;
    }
    go_ahead(&mut raw, port).await;
    let (stream, _) = secure(provider, port, raw).await.unwrap();
    Raw { stream: Box::new(stream) }
}

/// `STARTTLS` up to the go-ahead.
pub(crate) async fn go_ahead<S: Stream>(raw: &mut Raw<S>, port: Port) {
    match port.service() {
        Service::Imap => {
            assert_eq!(raw.ask("s STARTTLS").await, ["s OK Begin TLS negotiation now."]);
        }
        Service::Pop3 => assert_eq!(raw.ask("STLS").await, ["+OK Begin TLS negotiation now."]),
        Service::Smtp => {
            raw.ask("EHLO client.example.net").await;
            assert_eq!(raw.ask("STARTTLS").await, ["220 2.0.0 Ready to start TLS"]);
        }
        other => unreachable!("{other:?}"),
    }
}

/// What a client saw of a certificate: the chain, and what it thinks of it.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) verdict: Result<(), rustls::Error>,
}

/// TLS with a client that trusts the provider's root, judges, and goes on whatever it thinks.
pub(crate) async fn secure<S: Stream>(
    provider: &Provider,
    port: Port,
    raw: Raw<S>,
) -> io::Result<(TlsStream<S>, Seen)> {
    secure_as(provider, provider.host(port), raw).await
}

/// The same with any host name.
pub(crate) async fn secure_as<S: Stream>(
    provider: &Provider,
    host: String,
    raw: Raw<S>,
) -> io::Result<(TlsStream<S>, Seen)> {
    let crypto = Arc::new(aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(provider.ca_pem().as_bytes()).unwrap()).unwrap();
    let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&crypto));
    let witness = Arc::new(Witness { judge: judge.build().unwrap(), seen: Mutex::new(None) });
    let config = ClientConfig::builder_with_provider(crypto)
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::<Witness>::clone(&witness))
        .with_no_client_auth();
    let name = ServerName::try_from(host).unwrap();
    let stream = TlsConnector::from(Arc::new(config)).connect(name, raw.stream).await?;
    let seen = witness.seen.lock().unwrap().take().unwrap();
    Ok((stream, seen))
}

/// Lets the handshake go on, and remembers what was wrong.
#[derive(Debug)]
struct Witness {
    judge: Arc<WebPkiServerVerifier>,
    seen: Mutex<Option<Seen>>,
}

impl Witness {
    /// Adds what is wrong with the handshake's signature to what is wrong with the certificate.
    fn note(
        &self,
        judged: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> HandshakeSignatureValid {
        if let (Err(why), Some(seen)) = (judged, self.seen.lock().unwrap().as_mut()) {
            seen.verdict = Err(why);
        }
        HandshakeSignatureValid::assertion()
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.judge.verify_server_cert(leaf, others, name, ocsp, now).map(|_| ());
        let chain = [leaf].into_iter().chain(others);
        let chain = chain.map(|it| it.clone().into_owned()).collect();
        *self.seen.lock().unwrap() = Some(Seen { chain, verdict });
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(self.note(self.judge.verify_tls12_signature(message, leaf, signature)))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(self.note(self.judge.verify_tls13_signature(message, leaf, signature)))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}
