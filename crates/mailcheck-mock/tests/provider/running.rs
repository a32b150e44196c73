//! Where a provider listens, how its log is followed, and how it ends.

use std::io::ErrorKind;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::time::Duration;

use mailcheck_mock::Dns;
use mailcheck_mock::Ending;
use mailcheck_mock::Event;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use mailcheck_mock::Scenario;
use mailcheck_mock::StartError;
use mailcheck_mock::Web;
use tokio::io::AsyncBufReadExt;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::io::BufReader;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A scenario in which IMAP with STARTTLS has this number.
fn numbered(number: u16) -> Scenario {
    let text = format!("title = 't'\nwhy = 'w'\n[port.imap-starttls]\nport = {number}\n");
    Scenario::from_toml("numbered", &text).unwrap()
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let first = Provider::builder().start().await.unwrap();
    let taken = first.addr(Port::ImapTls);
    let second = Provider::builder().scenario(numbered(taken.port())).start().await;
    let why = second.unwrap_err();
    assert!(matches!(why, StartError::Busy { addr, .. } if addr == taken), "{why}");
    assert_eq!(
        why.to_string(),
        format!("imap-starttls cannot listen at {taken}: another program does")
    );
}

#[tokio::test]
async fn an_address_that_is_elsewhere_is_named() {
    let elsewhere = "192.0.2.1".parse().unwrap();
    let why = Provider::builder().address(elsewhere).start().await.unwrap_err();
    assert!(matches!(why, StartError::NotHere { addr, .. } if addr.ip() == elsewhere), "{why}");
}

#[tokio::test]
async fn everything_listens_at_the_address_that_is_asked_for() {
    let here = Ipv6Addr::LOCALHOST.into();
    let builder = Provider::builder().address(here).dns(Dns::default()).web(Web::default());
    let provider = builder.start().await.unwrap();
    let mut listening: Vec<SocketAddr> = Port::ALL.map(|port| provider.addr(port)).to_vec();
    listening.extend([provider.dns(), provider.http(), provider.https()].map(Option::unwrap));
    assert!(listening.iter().all(|addr| addr.ip() == here), "{listening:?}");
    assert!(provider.autoconfig().contains("<hostname>imap.example.org</hostname>"));
}

#[tokio::test]
async fn a_number_is_to_be_had_again_after_a_restart() {
    let free = Provider::builder().start().await.unwrap();
    let number = free.addr(Port::ImapStarttls).port();
    let client = TcpStream::connect(free.addr(Port::ImapStarttls)).await.unwrap();
    free.stop().await;
    // The server left first, so that its end of the connection lingers.
    drop(client);
    let again = Provider::builder().scenario(numbered(number)).start().await.unwrap();
    assert_eq!(again.addr(Port::ImapStarttls).port(), number);
}

#[tokio::test]
async fn the_log_is_followed_as_it_grows() {
    let provider = Provider::builder().start().await.unwrap();
    let mut follower = provider.follow();
    assert!(timeout(Duration::from_millis(50), follower.next()).await.is_err(), "nothing yet");
    let mut client = provider.connect_in_memory(Port::ImapStarttls).unwrap();
    client.write_all(b"a LOGOUT\r\n").await.unwrap();
    assert_eq!(follower.next().await.unwrap().event, Event::Connected);
    assert_eq!(follower.next().await.unwrap().line().unwrap(), "a LOGOUT");
    client.read_to_end(&mut Vec::new()).await.unwrap();
    drop(client);
    provider.settled().await;
    let log = provider.stop().await.log().to_vec();
    assert_eq!(log.last(), follower.next().await.as_ref());
    assert_eq!((follower.next().await, follower.missed()), (None, 0));
}

#[tokio::test]
async fn a_log_that_is_bounded_says_how_much_is_missing() {
    let provider = Provider::builder().keep_entries(2).start().await.unwrap();
    let mut follower = provider.follow();
    let mut client = provider.connect_in_memory(Port::ImapStarttls).unwrap();
    client.write_all(b"a NOOP\r\nb NOOP\r\nc LOGOUT\r\n").await.unwrap();
    client.read_to_end(&mut Vec::new()).await.unwrap();
    drop(client);
    provider.settled().await;
    assert_eq!(provider.log().len(), 2);
    assert_eq!(follower.next().await.unwrap().line().unwrap(), "c LOGOUT");
    assert_eq!(follower.missed(), 3);
}

#[tokio::test]
async fn a_provider_that_is_stopped_has_let_everybody_go() {
    let provider = Provider::builder().start().await.unwrap();
    let addr = provider.addr(Port::ImapStarttls);
    let mut client = BufReader::new(TcpStream::connect(addr).await.unwrap());
    let mut line = String::new();
    client.read_line(&mut line).await.unwrap();
    let in_memory = provider.connect_in_memory(Port::ImapTls).unwrap();
    let stopped = provider.stop().await;
    let endings: Vec<_> =
        stopped.log().iter().filter(|entry| matches!(entry.event, Event::Closed(_))).collect();
    assert_eq!(endings.len(), 2);
    assert!(endings.iter().all(|entry| entry.event == Event::Closed(Ending::Stopped)));
    assert_eq!(client.read_line(&mut line).await.unwrap(), 0);
    assert_eq!(TcpStream::connect(addr).await.unwrap_err().kind(), ErrorKind::ConnectionRefused);
    drop(in_memory);
}
