//! Requests in, pages out, on any stream.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use http_body_util::BodyExt;
use http_body_util::Either;
use http_body_util::Full;
use http_body_util::Limited;
use hyper::Method;
use hyper::Request;
use hyper::Response;
use hyper::StatusCode;
use hyper::body::Body;
use hyper::body::Bytes;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::body::SizeHint;
use hyper::header;
use hyper::header::HeaderValue;
use hyper::http::uri::Authority;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::time::sleep;
use tokio::time::timeout;

use super::Content;
use super::Page;
use super::ParsePageError;
use super::Scheme;
use super::Web;
use super::oauth;
use super::oauth::Asked;
use super::oauth::Said;
use crate::desk::Kept;
use crate::line::Lines;
use crate::line::MAX_OCTETS;
use crate::line::PATIENCE;
use crate::log::Door;
use crate::log::Ending;
use crate::log::Event;
use crate::log::Scribe;
use crate::settings::Settings;
use crate::settings::pacc_host;
use crate::settings::web_hosts;
use crate::start_error::StartError;
use crate::tls::TlsServer;

/// Where the two web servers listen, and what they show.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) http: SocketAddr,
    pub(crate) https: SocketAddr,
    pub(crate) site: Arc<Site>,
    pub(crate) web: Web,
    pub(crate) _kept: [Kept; 2],
}

/// What every connection to the web servers shares.
#[derive(Debug)]
pub(crate) struct Site {
    pages: Vec<Page>,
    portal: bool,
    /// Where the provider's own pages are.
    oauth: Option<oauth::Server>,
    autoconfig: String,
    autodiscover: String,
    pacc: String,
    tls: TlsServer,
}

type Answer = Response<Either<Full<Bytes>, Flood>>;

impl Site {
    pub(crate) fn new(
        web: &Web,
        settings: &Settings,
        tls: TlsServer,
        token: Option<String>,
    ) -> Result<Self, StartError> {
        let mut pages = web.pages.clone();
        if web.own_pages {
            pages.extend(own_pages(&settings.domain)?);
            if web.pacc {
                let page = Page::new(PACC, Content::Pacc)?;
                pages.push(page.host(pacc_host(&settings.domain)));
            }
        }
        let autoconfig = settings.autoconfig().map_err(StartError::Document)?;
        let autodiscover = settings.autodiscover().map_err(StartError::Document)?;
        let (portal, pacc) = (web.portal, settings.pacc());
        let oauth = web.own_pages.then(|| oauth::Server::new(web.oauth.clone(), token));
        Ok(Self { pages, portal, oauth, autoconfig, autodiscover, pacc, tls })
    }

    /// Serves one client until either side closes.
    pub(crate) async fn serve<S>(&self, stream: S, scheme: Scheme, scribe: &Scribe)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        scribe.note(Event::Connected);
        let serving = async {
            match scheme {
                Scheme::Http => self.converse(stream, scheme, scribe).await,
                Scheme::Https => self.secure(stream, scribe).await,
            }
        };
        let ending = timeout(VISIT, serving).await.unwrap_or(Ending::TimedOut);
        scribe.note(Event::Closed(ending));
    }

    async fn secure<S>(&self, stream: S, scribe: &Scribe) -> Ending
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        match self.tls.accept(Lines::new(stream, Vec::new(), scribe.clone())).await {
            Ok((stream, ..)) => self.converse(stream, Scheme::Https, scribe).await,
            Err(ending) => ending,
        }
    }

    async fn converse<S>(&self, stream: S, scheme: Scheme, scribe: &Scribe) -> Ending
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let service = service_fn(async |request: Request<Incoming>| {
            Ok::<_, Infallible>(self.answer(request, scheme, scribe).await)
        });
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(MAX_OCTETS);
        match server.serve_connection(TokioIo::new(stream), service).await {
            Ok(()) => Ending::ByClient,
            Err(why) if why.is_timeout() => Ending::TimedOut,
            Err(why) if why.is_parse_too_large() => Ending::TooLong,
            Err(why) if why.is_incomplete_message() => Ending::ByClient,
            Err(why) => Ending::Broken(why.to_string()),
        }
    }

    async fn answer(&self, request: Request<Incoming>, scheme: Scheme, scribe: &Scribe) -> Answer {
        let (asked, body) = request.into_parts();
        let named = asked.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = asked.uri.authority().map(Authority::as_str).or(named);
        let whole_host = host.unwrap_or_default();
        let host = without_port(whole_host).to_ascii_lowercase();
        let path = asked.uri.path();
        scribe.note(Event::Request {
            method: asked.method.to_string(),
            host: host.clone(),
            path: asked.uri.path_and_query().map_or(path, |path| path.as_str()).to_owned(),
            https: scheme == Scheme::Https,
        });
        // Few answers depend on it, but a client may not listen before it is taken.
        let reading = timeout(PATIENCE, Limited::new(body, MAX_OCTETS).collect());
        let Ok(Ok(body)) = reading.await else {
            let mut answer = html(StatusCode::PAYLOAD_TOO_LARGE, "The request is too long");
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            return answer;
        };
        if self.portal {
            return portal(&host);
        }
        match self.pages.iter().find(|page| page.fits(scheme, &host, path)) {
            None if scheme == Scheme::Https => {
                let query = asked.uri.query().unwrap_or_default();
                let (headers, body) = (&asked.headers, &body.to_bytes());
                let asked = Asked { path, query, headers, body, host: whole_host };
                let said = self.oauth.as_ref().and_then(|server| server.answer(&asked));
                said.map_or_else(missing, told)
            }
            None => missing(),
            Some(page) => {
                sleep(page.delay).await;
                self.show(page, &asked.method)
            }
        }
    }

    fn show(&self, page: &Page, method: &Method) -> Answer {
        let body = match &page.content {
            Content::Autodiscover if method != Method::POST => {
                return html(StatusCode::METHOD_NOT_ALLOWED, "POST a question to this page");
            }
            Content::Autodiscover => whole(&self.autodiscover),
            Content::Autoconfig => whole(&self.autoconfig),
            Content::Pacc => whole(&self.pacc),
            Content::Octets(octets) => Either::Right(Flood { left: *octets }),
            Content::Redirect(_) => whole(""),
            Content::Text(text) => whole(text),
        };
        let mut answer = Response::new(body);
        *answer.status_mut() = page.status;
        answer.headers_mut().clone_from(&page.headers);
        answer
    }
}

fn missing() -> Answer {
    html(StatusCode::NOT_FOUND, "There is no such page")
}

/// What the authorization server says.
fn told(said: Said) -> Answer {
    match said {
        Said::Json(status, value) => {
            let mut answer = Response::new(whole(&value.to_string()));
            *answer.status_mut() = status;
            let headers = answer.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            // RFC 6749 §5.1.
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer
        }
        Said::Redirect(to) => match HeaderValue::from_str(&to) {
            Ok(to) => {
                let mut answer = html(StatusCode::FOUND, "Go back to your program");
                answer.headers_mut().insert(header::LOCATION, to);
                answer
            }
            Err(_) => html(StatusCode::BAD_REQUEST, "No header can hold where to go"),
        },
    }
}

/// Where clients look for settings without having been told to.
fn own_pages(domain: &str) -> Result<Vec<Page>, ParsePageError> {
    let [autoconfig, apex, autodiscover] = web_hosts(domain);
    let page = |host: &str, path: &str, content| Ok(Page::new(path, content)?.host(host));
    let well_known = "/.well-known/autoconfig/mail/config-v1.1.xml";
    Ok(vec![
        page(&autoconfig, "/mail/config-v1.1.xml", Content::Autoconfig)?,
        page(&apex, well_known, Content::Autoconfig)?,
        page(&autodiscover, "/autodiscover/autodiscover.xml", Content::Autodiscover)?,
        page(&apex, "/autodiscover/autodiscover.xml", Content::Autodiscover)?,
    ])
}

/// What stands between a client and the network.
fn portal(host: &str) -> Answer {
    if host == PORTAL {
        return html(StatusCode::OK, "Welcome! Please log in to use this network");
    }
    let mut answer = html(StatusCode::FOUND, "Please log in");
    let to = HeaderValue::from_static("http://login.portal.example/");
    answer.headers_mut().insert(header::LOCATION, to);
    answer
}

/// `status` with a page that a person could read.
fn html(status: StatusCode, words: &str) -> Answer {
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>{status}</title></head>\
         <body><h1>{words}.</h1></body></html>\n"
    );
    let mut answer = Response::new(whole(&page));
    *answer.status_mut() = status;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

fn whole(text: &str) -> Either<Full<Bytes>, Flood> {
    Either::Left(Full::from(text.as_bytes().to_vec()))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// A body of any length, never held as a whole.
#[derive(Debug)]
struct Flood {
    left: u64,
}

impl Body for Flood {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        static CHUNK: [u8; 16 * 1024] = [b'x'; 16 * 1024];
        let size = usize::try_from(self.left).unwrap_or(usize::MAX).min(CHUNK.len());
        self.left -= size as u64;
        Poll::Ready((size > 0).then(|| Ok(Frame::data(Bytes::from_static(&CHUNK[..size])))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl Scheme {
    pub(crate) fn door(self) -> Door {
        match self {
            Self::Http => Door::Http,
            Self::Https => Door::Https,
        }
    }
}

/// Where a PACC document stands (RFC 8615).
const PACC: &str = "/.well-known/user-agent-configuration.json";

/// The host of the log-in page, of a name that nobody owns (RFC 2606 §2).
pub(super) const PORTAL: &str = "login.portal.example";

/// Longest time that a connection stays, however busy: longer than any client waits for a page.
const VISIT: Duration = Duration::from_hours(1);
