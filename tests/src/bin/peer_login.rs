//! Logs in with a client that is not ours: `peer_login imap|smtp HOST PORT CA USER`, the password on standard input.
//!
//! The real servers must please `async-imap` and `lettre` too; otherwise the lab would be wrong, not the program under
//! test. Prints the server's answer to the log-in and stays until the standard input ends; any failure is a non-zero exit
//! status.

use std::env;
use std::error::Error;
use std::fmt;
use std::io;
use std::io::BufRead as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::client::AsyncTokioStream;
use lettre::transport::smtp::extension::ClientId;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject as _;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [protocol, host, port, ca, user] = arguments.as_slice() else {
        return Err("usage: peer_login imap|smtp HOST PORT CA USER".into());
    };
    let mut password = String::new();
    io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches('\n');

    let stream = connect(host, port.parse()?, ca).await?;
    match protocol.as_str() {
        "imap" => imap(stream, user, password).await,
        "smtp" => smtp(stream, user, password).await,
        other => Err(format!("neither imap nor smtp: {other}").into()),
    }
}

/// Says that it is in, and stays as long as the caller wants it to.
fn stay(answer: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{answer}")?;
    io::stdout().flush()?;
    io::copy(&mut io::stdin().lock(), &mut io::sink()).map(drop)
}

/// `HOST` is a name, or `NAME=ADDRESS` where no resolver of the system knows it.
async fn connect(host: &str, port: u16, ca: &str) -> Result<Stream, Box<dyn Error>> {
    let (name, address) = host.split_once('=').unwrap_or((host, host));
    let mut roots = RootCertStore::empty();
    for root in CertificateDer::pem_file_iter(ca)? {
        roots.add(root?)?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let tcp = TcpStream::connect((address, port)).await?;
    let peer = tcp.peer_addr()?;
    let tls = TlsConnector::from(Arc::new(config))
        .connect(ServerName::try_from(name.to_owned())?, tcp)
        .await?;
    Ok(Stream { tls, peer })
}

async fn imap(stream: Stream, user: &str, password: &str) -> Result<(), Box<dyn Error>> {
    let mut client = async_imap::Client::new(stream);
    client.read_response().await?.ok_or("no greeting")?;
    let mut session = client.login(user, password).await.map_err(|(error, _)| error)?;
    let mailbox = session.select("INBOX").await?;
    stay(&format!("logged in; INBOX has {} messages", mailbox.exists))?;
    session.logout().await?;
    Ok(())
}

async fn smtp(stream: Stream, user: &str, password: &str) -> Result<(), Box<dyn Error>> {
    let name = ClientId::Domain("client.example.test".to_owned());
    let mut connection =
        AsyncSmtpConnection::connect_with_transport(Box::new(stream), &name).await?;
    let credentials = Credentials::new(user.to_owned(), password.to_owned());
    let response = connection.auth(&[Mechanism::Plain], &credentials).await?;
    let message = response.message().collect::<Vec<_>>().join(" ");
    stay(&format!("{} {message}", response.code()))?;
    connection.quit().await?;
    Ok(())
}

/// What `lettre` wants to know of a stream besides its bytes.
struct Stream {
    tls: TlsStream<TcpStream>,
    peer: SocketAddr,
}

impl fmt::Debug for Stream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Stream").field("peer", &self.peer).finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Stream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_read(cx, buf)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tls).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_shutdown(cx)
    }
}
