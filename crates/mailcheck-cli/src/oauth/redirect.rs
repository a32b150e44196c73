//! Where the browser comes back to: one path on one port of this computer, for one answer (RFC 8252 §7.3).

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use oauth2::url::form_urlencoded;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::tongue::say;

/// What a browser brought.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Brought {
    /// The code to get the token for (RFC 6749 §4.1.2).
    Code(String),
    /// A refusal (§4.1.2.1), and what is said about it.
    Error(String, Option<String>),
    /// It was not sent by this run.
    OtherState,
}

/// A port on loopback that waits for the browser.
#[derive(Debug)]
pub(super) struct Redirect {
    listener: TcpListener,
    at: SocketAddr,
}

impl Redirect {
    /// Takes any port that is free.
    pub(super) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let at = listener.local_addr()?;
        Ok(Self { listener, at })
    }

    /// The address to come back to. Of a program's address servers leave only the port open (§7.3), so that
    /// the path is the plain one that people register; the state keeps others out.
    pub(super) fn uri(&self) -> String {
        format!("http://{}{PATH}", self.at)
    }

    /// Waits for the one answer with this state. Browsers open connections that they do not use, and ask for
    /// a picture; none of that holds it up.
    pub(super) async fn answer(self, state: &str) -> io::Result<Brought> {
        let (sender, mut brought) = mpsc::channel(1);
        let mut left = MOST_CONNECTIONS;
        loop {
            tokio::select! {
                biased;
                Some(brought) = brought.recv() => return Ok(brought),
                accepted = self.listener.accept(), if left > 0 => {
                    left -= 1;
                    let (stream, _peer) = accepted?;
                    let (state, sender) = (state.to_owned(), sender.clone());
                    tokio::spawn(async move {
                        if let Ok(Some(brought)) = timeout(PATIENCE, serve(stream, &state)).await {
                            // Who comes second has nobody to tell.
                            let _first = sender.send(brought).await;
                        }
                    });
                }
            }
        }
    }
}

/// Reads one request and answers it; what it brought, if it is the one.
async fn serve(mut stream: TcpStream, state: &str) -> Option<Brought> {
    let mut head = Zeroizing::new(vec![0; LONGEST_HEAD]);
    let mut filled = 0;
    while !head.get(..filled)?.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(head.get_mut(filled..)?).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => filled += count,
        }
    }
    let brought = brought(head.get(..filled)?, state);
    let (status, text) = match &brought {
        Some(Brought::Code(_)) => ("200 OK", "oauth-page-done"),
        Some(Brought::Error(..) | Brought::OtherState) => ("400 Bad Request", "oauth-page-failed"),
        None => ("404 Not Found", "oauth-page-nothing"),
    };
    // Whether the browser shows it makes no difference.
    let _shown = stream.write_all(page(status, &told(text)).as_bytes()).await;
    let _closed = stream.shutdown().await;
    brought
}

fn told(key: &str) -> String {
    say(key, &[])
}

/// What a request for our path brings.
fn brought(head: &[u8], state: &str) -> Option<Brought> {
    let line = head.split(|&octet| octet == b'\r').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    let (path, query) = target.split_once('?')?;
    if path != PATH {
        return None;
    }
    let fields = form_urlencoded::parse(query.as_bytes()).into_owned();
    let mut fields: BTreeMap<String, String> = fields.collect();
    let (code, error) = (fields.remove("code"), fields.remove("error"));
    if code.is_none() && error.is_none() {
        return None;
    }
    if fields.get("state").is_none_or(|it| it != state) {
        return Some(Brought::OtherState);
    }
    match error {
        Some(error) => Some(Brought::Error(error, fields.remove("error_description"))),
        None => code.map(Brought::Code),
    }
}

/// A page that says this and loads nothing.
fn page(status: &str, text: &str) -> String {
    let page = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>mailcheck</title></head>\
         <body><p>{text}</p></body></html>\n"
    );
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'\r\n\
         Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )
}

const PATH: &str = "/";
/// The longest head of a request: a code has at most some 2,000 letters, and cookies of other programs on
/// this computer may come along.
const LONGEST_HEAD: usize = 32 * 1024;
/// Connections that are answered: more than a browser opens.
const MOST_CONNECTIONS: usize = 64;
/// Longest time that one takes.
const PATIENCE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<Brought> {
        brought(format!("{line}\r\nHost: 127.0.0.1:1\r\n\r\n").as_bytes(), "the-state")
    }

    #[test]
    fn only_the_answer_that_was_waited_for_counts() {
        let code = || Some(Brought::Code("a b/c".to_owned()));
        assert_eq!(of("GET /?code=a+b%2Fc&state=the-state HTTP/1.1"), code());
        let error = |said: Option<&str>| {
            Some(Brought::Error("access_denied".to_owned(), said.map(str::to_owned)))
        };
        assert_eq!(of("GET /?state=the-state&error=access_denied HTTP/1.1"), error(None));
        let line = "GET /?error=access_denied&error_description=No%21&state=the-state HTTP/1.1";
        assert_eq!(of(line), error(Some("No!")));
        for line in ["GET /?code=a&state=another HTTP/1.1", "GET /?error=x HTTP/1.1"] {
            assert_eq!(of(line), Some(Brought::OtherState), "{line}");
        }
        for line in [
            "GET / HTTP/1.1",
            "GET /favicon.ico HTTP/1.1",
            "GET /favicon.ico?code=a&state=the-state HTTP/1.1",
            "POST /?code=a&state=the-state HTTP/1.1",
            "GET /?x=y HTTP/1.1",
            "",
            "\u{16}\u{3}\u{1}",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
        assert_eq!(brought(b"\xff\xfe\r\n\r\n", "the-state"), None);
    }

    #[tokio::test]
    async fn what_is_silent_or_endless_holds_nobody_up() {
        let redirect = Redirect::open().await.expect("is free");
        let at = redirect.at;
        let silent = TcpStream::connect(at).await.expect("is open");
        let browser = async {
            let mut endless = TcpStream::connect(at).await.expect("is open");
            let flood = vec![b'x'; LONGEST_HEAD * 2];
            let _cut_off = endless.write_all(&flood).await;
            let mut browser = TcpStream::connect(at).await.expect("is open");
            let request = b"GET /?code=c&state=s HTTP/1.1\r\nHost: x\r\n\r\n";
            browser.write_all(request).await.expect("is open");
            let mut page = String::new();
            browser.read_to_string(&mut page).await.expect("is text");
            page
        };
        let (brought, page) = tokio::join!(redirect.answer("s"), browser);
        assert_eq!(brought.expect("is there"), Brought::Code("c".to_owned()));
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        drop(silent);
    }
}
