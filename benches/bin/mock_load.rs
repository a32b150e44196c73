//! How much one mock provider bears: `mock_load [SESSIONS] [SECONDS]`.
//!
//! The provider runs in a process of its own, so that its memory is its own. First so many IMAP sessions log in over TLS
//! and stay; then whole dialogues (TCP, TLS 1.3 without resumption, greeting, log-in, goodbye) run for so many seconds.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mailcheck_mock::{Port, Provider};
use rustls::client::Resumption;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;
type Session = BufStream<TlsStream<TcpStream>>;

const LOGIN: &[u8] = b"a1 LOGIN you@example.org secret\r\n";
/// Dialogues at once: enough to keep both ends busy.
const AT_ONCE: usize = 16;

fn main() -> Outcome<()> {
    let mut arguments = env::args().skip(1);
    let first = arguments.next();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if first.as_deref() == Some("serve") {
        return runtime.block_on(serve());
    }
    let sessions = first.map_or(Ok(2_000), |text| text.parse())?;
    let seconds = arguments.next().map_or(Ok(10), |text| text.parse())?;
    runtime.block_on(load(sessions, Duration::from_secs(seconds)))
}

/// Prints where the provider is and what its root is, and ends when standard input does.
async fn serve() -> Outcome<()> {
    let provider = Provider::builder().account("you@example.org", "secret").start().await?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", provider.addr(Port::ImapTls))?;
    out.write_all(provider.ca_pem().as_bytes())?;
    writeln!(out, "end")?;
    out.flush()?;
    tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}

async fn load(sessions: usize, time: Duration) -> Outcome<()> {
    let mut server = Command::new(env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = BufReader::new(server.stdout.take().ok_or("no output")?).lines();
    let mut said = lines.take_while(|line| line.as_ref().is_ok_and(|line| line != "end"));
    let addr: SocketAddr = said.next().ok_or("no address")??.parse()?;
    let pem = said.collect::<Result<Vec<_>, _>>()?.join("\n");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes())?)?;
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.resumption = Resumption::disabled();
    let connector = TlsConnector::from(Arc::new(config));

    let before = resident(server.id())?;
    let mut logging_in = JoinSet::new();
    let mut held = Vec::new();
    for _ in 0..sessions {
        let connector = connector.clone();
        logging_in.spawn(async move { log_in(addr, &connector).await });
        if logging_in.len() >= AT_ONCE * 4 {
            held.extend(logging_in.join_next().await.transpose()?.transpose()?);
        }
    }
    while let Some(session) = logging_in.join_next().await {
        held.push(session??);
    }
    let after = resident(server.id())?;
    let mut out = io::stdout().lock();
    writeln!(out, "{} sessions held: {after} kB resident, {before} kB without them", held.len())?;
    drop(held);

    let began = Instant::now();
    let mut dialogues = JoinSet::new();
    for _ in 0..AT_ONCE {
        let connector = connector.clone();
        dialogues.spawn(async move {
            let mut done = 0_u32;
            while began.elapsed() < time {
                let mut session = log_in(addr, &connector).await?;
                ask(&mut session, b"a2 LOGOUT\r\n", "a2 ").await?;
                done += 1;
            }
            Ok::<u32, Box<dyn Error + Send + Sync>>(done)
        });
    }
    let mut done = 0;
    while let Some(count) = dialogues.join_next().await {
        done += count??;
    }
    let rate = f64::from(done) / began.elapsed().as_secs_f64();
    writeln!(out, "{rate:.0} log-in dialogues a second, both ends on this machine")?;
    drop(server.stdin.take());
    server.wait()?;
    Ok(())
}

async fn log_in(addr: SocketAddr, connector: &TlsConnector) -> Outcome<Session> {
    let stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    let stream = connector.connect(ServerName::try_from("imap.example.org")?, stream).await?;
    let mut session = BufStream::with_capacity(512, 512, stream);
    let mut greeting = String::new();
    session.read_line(&mut greeting).await?;
    ask(&mut session, LOGIN, "a1 ").await?;
    Ok(session)
}

/// Sends a command, and reads as far as its tag.
async fn ask(session: &mut Session, command: &[u8], tag: &str) -> Outcome<()> {
    session.write_all(command).await?;
    session.flush().await?;
    let mut line = String::new();
    while !line.starts_with(tag) {
        line.clear();
        if session.read_line(&mut line).await? == 0 {
            return Err("the server hung up".into());
        }
    }
    if line.starts_with(&format!("{tag}OK")) { Ok(()) } else { Err(line.into()) }
}

/// Resident memory of a process, in kB.
fn resident(process: u32) -> Outcome<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
