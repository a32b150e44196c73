//! A web server, in words: the pages that clients look for settings on, and worse ones.

mod oauth;
mod server;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use hyper::StatusCode;
use hyper::header;
use hyper::header::HeaderMap;
use hyper::header::HeaderName;
use hyper::header::HeaderValue;
use serde::Deserialize;

use crate::certificate::Certificates;
use crate::settings::pacc_host;
use crate::settings::web_hosts;
use crate::span::Span;
use crate::spec::Reach;

pub use oauth::Oauth;
pub(crate) use server::Running;
pub(crate) use server::Site;

/// What the provider's web servers, one in clear and one inside TLS, are to show.
///
/// They have the provider's settings where clients look for them: autoconfig at
/// `autoconfig.DOMAIN/mail/config-v1.1.xml` and `DOMAIN/.well-known/autoconfig/mail/config-v1.1.xml`,
/// Autodiscover at `/autodiscover/autodiscover.xml`. Inside TLS there is an authorization server ([`Oauth`]).
/// Anything else is not found. The certificate is
/// for these hosts and those of the pages, and issued like those of the mail services.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::Content;
/// use mailcheck_mock::Page;
/// use mailcheck_mock::Provider;
/// use mailcheck_mock::Web;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let elsewhere = Content::Redirect("https://settings.example.org/".to_owned());
/// let web = Web::default()
///     .page(Page::new("/mail/config-v1.1.xml", elsewhere)?.host("autoconfig.example.org"))
///     .page(Page::new("/bomb.xml", Content::Octets(500_000_000))?);
/// let provider = Provider::builder().domain("example.org").web(web).start().await?;
/// assert!(provider.http().is_some() && provider.https().is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Web {
    /// Whether the provider's own pages are there, too.
    own_pages: bool,
    /// Whether these have a PACC document, and the provider's records its digest.
    pacc: bool,
    pages: Vec<Page>,
    portal: bool,
    /// Who gives bearer tokens, inside TLS.
    oauth: Oauth,
    certificate: Option<Certificates>,
    http: Reach,
    https: Reach,
}

impl Default for Web {
    fn default() -> Self {
        let (pacc, pages, portal, oauth, certificate, http, https) = Default::default();
        Self { own_pages: true, pacc, pages, portal, oauth, certificate, http, https }
    }
}

impl Web {
    /// Shows nothing but the pages that are added.
    #[must_use]
    pub fn without_own_pages(mut self) -> Self {
        self.own_pages = false;
        self
    }

    /// Has the provider's settings as a PACC document as well, at
    /// `ua-auto-config.DOMAIN/.well-known/user-agent-configuration.json`. The provider's own DNS records
    /// then lead there and give its digest.
    #[must_use]
    pub fn pacc(mut self) -> Self {
        self.pacc = true;
        self
    }

    /// Adds a page. Of several that fit the first counts, and any counts before the provider's own.
    #[must_use]
    pub fn page(mut self, page: Page) -> Self {
        self.pages.push(page);
        self
    }

    /// Stands in the way as a network at an airport does until somebody has logged in: sends every
    /// request to a log-in page, and shows a certificate of its own.
    #[must_use]
    pub fn portal(mut self) -> Self {
        self.portal = true;
        self
    }

    /// Gives bearer tokens in this way.
    #[must_use]
    pub fn oauth(mut self, oauth: Oauth) -> Self {
        self.oauth = oauth;
        self
    }

    /// Shows these certificates. Where they do not say for which names they are, they are for the
    /// hosts that have pages.
    #[must_use]
    pub fn certificates(mut self, certificates: Certificates) -> Self {
        self.certificate = Some(certificates);
        self
    }

    /// The hosts that somebody who looks for settings of this domain comes to, in lower case.
    pub(crate) fn hosts(&self, domain: &str) -> BTreeSet<String> {
        let of_pages = self.pages.iter().filter_map(|page| page.host.as_ref());
        let portal = self.portal.then(|| server::PORTAL.to_owned());
        let pacc = self.pacc.then(|| pacc_host(domain));
        let hosts = of_pages.map(|host| host.to_ascii_lowercase()).chain(portal).chain(pacc);
        hosts.chain(web_hosts(domain)).collect()
    }

    pub(crate) fn has_pacc(&self) -> bool {
        self.pacc
    }

    /// What is shown to clients that want TLS.
    pub(crate) fn shown(&self, domain: &str) -> Certificates {
        let (usual, hosts) = if self.portal {
            (Certificates::self_signed(), vec![server::PORTAL.to_owned()])
        } else {
            (Certificates::default(), self.hosts(domain).into_iter().collect())
        };
        self.certificate.as_ref().unwrap_or(&usual).for_hosts(&hosts)
    }

    /// Whether somebody is there.
    pub(crate) fn reach(&self, scheme: Scheme) -> Reach {
        match scheme {
            Scheme::Http => self.http,
            Scheme::Https => self.https,
        }
    }
}

/// Something to be found on the web.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Raw")]
pub struct Page {
    /// `None` means any host.
    host: Option<String>,
    path: String,
    /// `None` means both.
    scheme: Option<Scheme>,
    status: StatusCode,
    headers: HeaderMap,
    content: Content,
    delay: Duration,
}

impl Page {
    /// A page on any host, by both schemes, at once.
    ///
    /// # Errors
    ///
    /// [`ParsePageError`] if the path is none, or if no header can hold where to go instead.
    pub fn new(path: &str, content: Content) -> Result<Self, ParsePageError> {
        let page = |problem| ParsePageError { path: path.to_owned(), problem };
        if !path.starts_with('/') || path.contains(['?', '#']) {
            return Err(page(PageProblem::Path));
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content.usual_type()));
        let status = match &content {
            Content::Redirect(to) => {
                let to = HeaderValue::from_str(to).map_err(|_| page(PageProblem::Redirect))?;
                headers.insert(header::LOCATION, to);
                StatusCode::FOUND
            }
            Content::Autoconfig
            | Content::Autodiscover
            | Content::Octets(_)
            | Content::Pacc
            | Content::Text(_) => StatusCode::OK,
        };
        let path = path.to_owned();
        let delay = Duration::ZERO;
        Ok(Self { host: None, path, scheme: None, status, headers, content, delay })
    }

    /// Only on this host.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// Only by this scheme.
    #[must_use]
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// Only after a while.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// With another status than 200, or 302 where a redirect is.
    ///
    /// # Errors
    ///
    /// [`ParsePageError`] if this is not the status of a whole answer, from 200 to 599.
    pub fn status(mut self, status: u16) -> Result<Self, ParsePageError> {
        self.status = match StatusCode::from_u16(status) {
            Ok(code) if (200..600).contains(&status) => code,
            _ => return Err(self.error(PageProblem::Status(status))),
        };
        Ok(self)
    }

    /// With this header, in place of any other of that name.
    ///
    /// # Errors
    ///
    /// [`ParsePageError`] if this is no header, or one that says how long the body is.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, ParsePageError> {
        let bad = || PageProblem::Header { name: name.to_owned(), value: value.to_owned() };
        let parsed = (name.parse::<HeaderName>(), value.parse::<HeaderValue>());
        let (Ok(known), Ok(value)) = parsed else { return Err(self.error(bad())) };
        if FRAMING.contains(&known) {
            return Err(self.error(PageProblem::Framing(name.to_owned())));
        }
        self.headers.insert(known, value);
        Ok(self)
    }

    fn error(&self, problem: PageProblem) -> ParsePageError {
        ParsePageError { path: self.path.clone(), problem }
    }

    fn fits(&self, scheme: Scheme, host: &str, path: &str) -> bool {
        self.path == path
            && self.scheme.is_none_or(|wanted| wanted == scheme)
            && self.host.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(host))
    }
}

/// How a page is reached.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Scheme {
    /// In clear.
    Http,
    /// Inside TLS.
    Https,
}

/// What a page shows.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Content {
    /// The provider's settings as an autoconfig document.
    Autoconfig,
    /// The provider's settings as an answer of Autodiscover, which wants to be asked by POST.
    Autodiscover,
    /// So many octets of nothing much, up to any length.
    Octets(u64),
    /// The provider's settings as a PACC document (draft-ietf-mailmaint-pacc).
    Pacc,
    /// Nothing here: go there.
    Redirect(String),
    /// This text.
    Text(String),
}

impl Content {
    fn usual_type(&self) -> &'static str {
        match self {
            Self::Autoconfig | Self::Autodiscover | Self::Octets(_) => "text/xml",
            Self::Pacc => "application/json",
            Self::Text(text) if text.trim_start().starts_with("<?xml") => "text/xml",
            Self::Redirect(_) | Self::Text(_) => "text/html",
        }
    }
}

/// Why a page cannot be shown.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("page {path:?}: {problem}")]
#[non_exhaustive]
pub struct ParsePageError {
    /// Which one.
    pub path: String,
    /// What is wrong with it.
    pub problem: PageProblem,
}

/// What can be wrong with a page.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PageProblem {
    /// Nothing, or more than one thing, says what it shows.
    #[error(
        "it shows one of `body`, `autoconfig = true`, `autodiscover = true`, `pacc = true`, \
         `redirect` and `body-octets`, not {0} of them"
    )]
    Contents(usize),
    /// The server itself says how long the body is.
    #[error("header {0:?} belongs to the server")]
    Framing(String),
    /// This is no header.
    #[error("{name:?}: {value:?} is no header")]
    Header {
        /// The name that was given.
        name: String,
        /// The value that was given.
        value: String,
    },
    /// The path is none.
    #[error("a path begins with / and has neither ? nor #")]
    Path,
    /// No header can hold this place.
    #[error("the place to go to has characters that no header can hold")]
    Redirect,
    /// This is no status of a whole answer.
    #[error("status {0} is none from 200 to 599")]
    Status(u16),
}

/// A page as it is written in a scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    host: Option<String>,
    path: String,
    scheme: Option<Scheme>,
    status: Option<u16>,
    r#type: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    #[serde(default)]
    autoconfig: bool,
    #[serde(default)]
    autodiscover: bool,
    #[serde(default)]
    pacc: bool,
    redirect: Option<String>,
    body_octets: Option<u64>,
    #[serde(default)]
    delay: Span,
}

impl TryFrom<Raw> for Page {
    type Error = ParsePageError;

    fn try_from(raw: Raw) -> Result<Self, ParsePageError> {
        let problem = |problem| ParsePageError { path: raw.path.clone(), problem };
        let contents = [
            raw.body.map(Content::Text),
            raw.autoconfig.then_some(Content::Autoconfig),
            raw.autodiscover.then_some(Content::Autodiscover),
            raw.pacc.then_some(Content::Pacc),
            raw.redirect.map(Content::Redirect),
            raw.body_octets.map(Content::Octets),
        ];
        let mut contents: Vec<Content> = contents.into_iter().flatten().collect();
        // A page that is not there needs no words.
        if contents.is_empty() && raw.status.is_some() {
            contents.push(Content::Text(String::new()));
        }
        let count = contents.len();
        let (Some(content), 1) = (contents.pop(), count) else {
            return Err(problem(PageProblem::Contents(count)));
        };
        let mut page = Self::new(&raw.path, content)?;
        page.host = raw.host;
        page.scheme = raw.scheme;
        page.delay = raw.delay.0;
        if let Some(status) = raw.status {
            page = page.status(status)?;
        }
        if let Some(kind) = raw.r#type {
            page = page.header("content-type", &kind)?;
        }
        for (name, value) in &raw.headers {
            page = page.header(name, value)?;
        }
        Ok(page)
    }
}

/// What says where a body ends: two opinions about that would break the server, not the client.
const FRAMING: [HeaderName; 3] =
    [header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_whole_or_not_at_all() {
        let web = serde_json::from_str::<Web>(
            r#"{
                "own-pages": false,
                "portal": true,
                "pages": [
                    {"host": "example.org", "path": "/a", "scheme": "https", "status": 500,
                     "type": "text/plain", "headers": {"x": "y"}, "body": "b", "delay": "3 s"},
                    {"path": "/b", "autoconfig": true},
                    {"path": "/c", "autodiscover": true},
                    {"path": "/d", "redirect": "http://example.org/d"},
                    {"path": "/e", "body-octets": 500000000},
                    {"path": "/f", "status": 404}
                ]
            }"#,
        );
        let web = web.unwrap();
        assert!(web.portal && !web.own_pages && web.pages.len() == 6);
        let [first, .., last] = &web.pages[..] else { unreachable!() };
        assert_eq!(first.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(first.delay, Duration::from_secs(3));
        assert_eq!(first.headers.len(), 2);
        assert!(first.fits(Scheme::Https, "EXAMPLE.org", "/a"));
        assert!(!first.fits(Scheme::Http, "example.org", "/a"));
        assert_eq!(last.status, StatusCode::NOT_FOUND);
        for (page, why) in [
            (r#"{"path": "/"}"#, "not 0 of them"),
            (r#"{"path": "/", "body": "", "autoconfig": true}"#, "not 2 of them"),
            (r#"{"path": "/", "body": "", "stauts": 200}"#, "unknown field `stauts`"),
            (r#"{"path": "/", "status": 100}"#, "page \"/\": status 100 is none from 200 to 599"),
            (
                r#"{"path": "/", "body": "", "delay": "soon"}"#,
                "a time is a whole number and a unit",
            ),
            (r#"{"path": "/", "body": "", "scheme": "gopher"}"#, "unknown variant `gopher`"),
            (r#"{"path": "a", "body": ""}"#, "page \"a\": a path begins with /"),
        ] {
            let table = format!(r#"{{"pages": [{page}]}}"#);
            let error = serde_json::from_str::<Web>(&table).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }
}
