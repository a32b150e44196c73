//! One connection to one host and port, opened once and asked one thing after the other.

use std::error::Error as _;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{self, HeaderMap, HeaderName};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::either::Either;
use url::Url;

use super::{Page, Post, Question, Way, nowhere};
use crate::evidence::{
    Chain, ConnectFailure, Family, FetchFailure, LookupFailure, ReadFailure, TlsFailure,
};
use crate::model::{Host, ServerText};
use crate::net::tls::{Tls, Verified};
use crate::net::{Lookups, Net, connect_failure};

/// Where one host and port stands.
pub(super) enum Origin<S: AsyncRead + AsyncWrite + Unpin> {
    /// Not asked yet.
    Fresh,
    /// Connected.
    Open(Box<Open<S>>),
    /// It could not be reached, and will not be tried again in this run.
    Dead { why: FetchFailure, presented: Option<Chain> },
}

type Stream<S> = Either<S, Verified<S>>;

pub(super) struct Open<S: AsyncRead + AsyncWrite + Unpin> {
    sender: http1::SendRequest<Full<Bytes>>,
    driver: Driver<S>,
    presented: Option<Chain>,
    /// Whether something was asked and answered here.
    is_used: bool,
}

/// What moves octets; `None` once it has ended.
struct Driver<S>(Option<http1::Connection<TokioIo<Stream<S>>, Full<Bytes>>>)
where
    S: AsyncRead + AsyncWrite + Unpin;

impl<S: AsyncRead + AsyncWrite + Unpin> Driver<S> {
    /// Does some work, and moves octets as long as it goes on.
    async fn drive<T>(&mut self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        poll_fn(|context| {
            if let Some(connection) = &mut self.0
                && Pin::new(connection).poll(context).is_ready()
            {
                self.0 = None;
            }
            work.as_mut().poll(context)
        })
        .await
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Origin<S> {
    pub(super) fn dead(why: FetchFailure, presented: Option<Chain>) -> Self {
        Self::Dead { why, presented }
    }

    pub(super) fn is_to_be_opened(&self) -> bool {
        match self {
            Self::Fresh => true,
            Self::Open(open) => open.sender.is_closed(),
            Self::Dead { .. } => false,
        }
    }

    /// Whether the connection was used before, and the server has gone since.
    pub(super) fn was_closed_between(&self) -> bool {
        match self {
            Self::Open(open) => open.is_used && open.sender.is_closed(),
            Self::Fresh | Self::Dead { .. } => false,
        }
    }

    /// One request and its answer.
    pub(super) async fn ask(
        &mut self,
        url: &Url,
        question: &Question<'_>,
        way: &mut Way,
        deadline: Instant,
    ) -> Result<Page, FetchFailure> {
        let open = match self {
            Self::Open(open) => open,
            Self::Fresh => return Err(FetchFailure::Stopped),
            Self::Dead { why, presented } => {
                if let Some(hop) = way.hops.last_mut() {
                    hop.presented.clone_from(presented);
                }
                return Err(why.clone());
            }
        };
        if let Some(hop) = way.hops.last_mut() {
            hop.presented.clone_from(&open.presented);
        }
        way.trip();
        let outcome = match timeout_at(deadline, open.exchange(url, question)).await {
            Ok(outcome) => outcome,
            Err(_elapsed) => Err(ReadFailure::TimedOut),
        };
        let why = match outcome {
            Ok(page) => {
                open.is_used = true;
                return Ok(page);
            }
            Err(why) => FetchFailure::Read { why },
        };
        let presented = open.presented.take();
        if !self.was_closed_between() {
            // A server that once was silent or out of its mind is not asked again.
            *self = Self::dead(why.clone(), presented);
        }
        Err(why)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Open<S> {
    async fn exchange(&mut self, url: &Url, question: &Question<'_>) -> Result<Page, ReadFailure> {
        let is_browser = question.follow.is_browser();
        let accepted = if is_browser { ACCEPT_PAGES } else { ACCEPT_DOCUMENTS };
        let request = request(url, question.post.as_ref(), accepted)?;
        let Self { sender, driver, .. } = self;
        let answer = driver.drive(async {
            sender.ready().await?;
            sender.send_request(request).await
        });
        let (head, body) = answer.await.map_err(|why| broken(&why))?.into_parts();
        let text = |name| text(&head.headers, name);
        let (location, content_type) = (text(header::LOCATION), text(header::CONTENT_TYPE));
        let refresh = text(header::REFRESH);
        let body = if is_browser {
            driver.drive(beginning(body)).await?
        } else {
            driver.drive(whole(Response::new(body))).await?
        };
        Ok(Page { status: head.status.as_u16(), location, content_type, refresh, body })
    }
}

fn request(
    url: &Url,
    post: Option<&Post>,
    accepted: &str,
) -> Result<Request<Full<Bytes>>, ReadFailure> {
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut builder = Request::builder()
        .method(if post.is_some() { Method::POST } else { Method::GET })
        .uri(target)
        .header(header::HOST, host)
        .header(header::USER_AGENT, USER_AGENT);
    let body = match post {
        None => {
            builder = builder.header(header::ACCEPT, accepted);
            Bytes::new()
        }
        Some(Post::Xml(xml)) => {
            builder = builder
                .header(header::ACCEPT, accepted)
                .header(header::CONTENT_TYPE, "text/xml; charset=utf-8");
            Bytes::from(xml.clone())
        }
        Some(Post::Form { fields, authorization }) => {
            builder = builder
                .header(header::ACCEPT, "application/json")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some(authorization) = authorization {
                builder = builder.header(header::AUTHORIZATION, authorization);
            }
            Bytes::from(fields.clone())
        }
    };
    let broken = |why: hyper::http::Error| ReadFailure::Other { text: why.to_string() };
    builder.body(Full::new(body)).map_err(broken)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The whole body, unless it is longer than any document with settings.
async fn whole(answer: Response<Incoming>) -> Result<Vec<u8>, ReadFailure> {
    match Limited::new(answer.into_body(), MAX_BODY).collect().await {
        Ok(body) => Ok(body.to_bytes().to_vec()),
        Err(why) if why.is::<LengthLimitError>() => Err(ReadFailure::TooLong { octets: MAX_BODY }),
        Err(why) => match why.downcast::<hyper::Error>() {
            Ok(why) => Err(broken(&why)),
            Err(why) => Err(ReadFailure::Other { text: why.to_string() }),
        },
    }
}

/// The beginning of a body, however long it is. What is not read closes the connection.
async fn beginning(mut answer: Incoming) -> Result<Vec<u8>, ReadFailure> {
    let mut body = Vec::new();
    while let Some(frame) = answer.frame().await {
        let frame = frame.map_err(|why| broken(&why))?;
        if let Ok(octets) = frame.into_data() {
            body.extend_from_slice(&octets);
        }
        if body.len() >= MAX_BODY {
            body.truncate(MAX_BODY);
            break;
        }
    }
    Ok(body)
}

fn broken(why: &hyper::Error) -> ReadFailure {
    let io = why.source().and_then(|source| source.downcast_ref::<io::Error>());
    if io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionReset) {
        ReadFailure::Reset
    } else if why.is_parse_too_large() {
        ReadFailure::TooLong { octets: MAX_HEAD }
    } else if why.is_parse() {
        ReadFailure::Garbled { text: ServerText::from(why.to_string()) }
    } else if why.is_incomplete_message() || why.is_closed() || why.is_canceled() {
        ReadFailure::Closed
    } else {
        ReadFailure::Other { text: why.to_string() }
    }
}

/// The addresses of a host, IPv6 first, or why there are none.
pub(super) async fn addresses<N: Net>(
    lookups: &Lookups<'_, N>,
    host: &Host,
    way: &mut Way,
) -> Result<Vec<IpAddr>, LookupFailure> {
    if host.ip().is_none() {
        way.trip();
    }
    let families = lookups.net.families().iter();
    let found = join_all(families.map(|&family: &Family| lookups.lookup(host, family))).await;
    let (mut ips, mut failures) = (Vec::new(), Vec::new());
    for (outcome, _via, _took_ms) in found {
        match outcome {
            Ok(found) => ips.extend(found.into_iter().take(MAX_ADDRESSES)),
            Err(why) => failures.push(why),
        }
    }
    if ips.is_empty() { Err(nowhere(failures)) } else { Ok(ips) }
}

/// Connects to the first address that answers, the next one tried a moment later (RFC 8305 §5), and
/// begins TLS where it is to be spoken.
pub(super) async fn open<N: Net>(
    net: &N,
    tls: Option<&Tls>,
    host: &Host,
    port: u16,
    ips: &[IpAddr],
    way: &mut Way,
    deadline: Instant,
) -> Origin<N::Stream> {
    way.trip();
    let stream = match timeout_at(deadline, connect(net, port, ips)).await {
        Ok(Ok(connected)) => connected,
        Ok(Err(why)) => return Origin::dead(FetchFailure::Connect { why }, None),
        Err(_elapsed) => {
            let why = ConnectFailure::TimedOut;
            return Origin::dead(FetchFailure::Connect { why }, None);
        }
    };
    let (stream, presented) = match tls {
        None => (Either::Left(stream), None),
        Some(tls) => {
            way.trip();
            let Ok(shaken) = timeout_at(deadline, tls.verified(stream, host)).await else {
                return Origin::dead(FetchFailure::Tls { why: TlsFailure::TimedOut }, None);
            };
            match shaken.outcome {
                Ok((stream, _agreed)) => (Either::Right(stream), shaken.presented),
                Err(why) => return Origin::dead(FetchFailure::Tls { why }, shaken.presented),
            }
        }
    };
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MAX_HEAD).max_headers(MAX_HEADERS);
    match builder.handshake(TokioIo::new(stream)).await {
        Ok((sender, driver)) => {
            let driver = Driver(Some(driver));
            Origin::Open(Box::new(Open { sender, driver, presented, is_used: false }))
        }
        Err(why) => Origin::dead(FetchFailure::Read { why: broken(&why) }, presented),
    }
}

async fn connect<N: Net>(net: &N, port: u16, ips: &[IpAddr]) -> Result<N::Stream, ConnectFailure> {
    let mut left = ips.iter();
    let mut tries = FuturesUnordered::new();
    let mut worst = None;
    loop {
        if let Some(&ip) = left.next() {
            tries.push(net.connect(SocketAddr::new(ip, port)));
        }
        let is_last = left.as_slice().is_empty();
        let answer = tokio::select! {
            biased;
            answer = tries.next() => answer,
            () = sleep(STAGGER), if !is_last => continue,
        };
        match answer {
            Some(Ok((stream, _local))) => return Ok(stream),
            Some(Err(why)) => {
                // That a port is shut says more than that there is no way to it.
                let why = connect_failure(&why);
                if worst.is_none() || why == ConnectFailure::Refused {
                    worst = Some(why);
                }
            }
            None if is_last => return Err(worst.unwrap_or(ConnectFailure::Unreachable)),
            None => {}
        }
    }
}

/// Who asks.
const USER_AGENT: &str = concat!("mailcheck/", env!("CARGO_PKG_VERSION"));
/// What is wanted where documents with settings are.
const ACCEPT_DOCUMENTS: &str = "text/xml, application/xml, application/json, */*;q=0.1";
/// What is wanted where people go.
const ACCEPT_PAGES: &str = "text/html, application/xhtml+xml, */*;q=0.1";
/// The longest document with settings; the longest in Thunderbird's database has 8 KiB.
const MAX_BODY: usize = 256 * 1024;
/// The longest head of an answer.
const MAX_HEAD: usize = 32 * 1024;
const MAX_HEADERS: usize = 64;
/// More addresses of one family than a web server has.
const MAX_ADDRESSES: usize = 4;
/// The "Connection Attempt Delay" of RFC 8305 §5.
const STAGGER: Duration = Duration::from_millis(250);
