//! Going to a web address as a browser would, hop by hop, without cookies, scripts and a word of where
//! one comes from.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::evidence::{FetchFailure, Visit};
use crate::model::escape::is_unprintable;
use crate::net::http::{Fetcher, Follow, MAX_URL, Question};
use crate::net::tls::LazyTls;
use crate::net::{Lookups, Net, Roots};

/// An address on the web, as somebody typed or pasted it.
///
/// Without a scheme it is an address for HTTPS, which is what a browser makes of it.
///
/// # Examples
///
/// ```
/// use mailcheck::probe::WebAddress;
/// let address: WebAddress = "Login.ocn.ne.jp/top".parse()?;
/// assert_eq!(address.to_string(), "https://login.ocn.ne.jp/top");
/// assert!("javascript:alert(1)".parse::<WebAddress>().is_err());
/// # Ok::<(), mailcheck::probe::ParseWebAddressError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebAddress(Url);

impl fmt::Display for WebAddress {
    /// Writes it without user name, password and fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = self.0.clone();
        url.set_fragment(None);
        let _has_a_host = (url.set_username(""), url.set_password(None));
        f.write_str(url.as_str())
    }
}

impl FromStr for WebAddress {
    type Err = ParseWebAddressError;

    fn from_str(text: &str) -> Result<Self, ParseWebAddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ParseWebAddressError::Empty);
        }
        if text.len() > MAX_URL {
            return Err(ParseWebAddressError::TooLong { octets: text.len() });
        }
        // Browsers leave some of these out, so that another host is asked than the one that is seen.
        if text.chars().any(|letter| is_unprintable(letter) || letter.is_whitespace()) {
            return Err(ParseWebAddressError::Unprintable);
        }
        let url = match scheme(text) {
            Some(_) => Url::parse(text),
            None => Url::parse(&format!("https://{}", text.trim_start_matches('/'))),
        };
        let url = url.map_err(|_| ParseWebAddressError::NotAnAddress)?;
        match url.scheme() {
            "http" | "https" => Ok(Self(url)),
            scheme => Err(ParseWebAddressError::OtherScheme { scheme: scheme.to_owned() }),
        }
    }
}

/// The scheme of an address; in `host:443/` there is none.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    let port = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = !port.is_empty() && port.chars().all(|letter| letter.is_ascii_digit());
    let is_user = rest.contains('@') && !rest.starts_with(['/', '\\']) && scheme != "mailto";
    (is_scheme && !is_port && !is_user).then_some(scheme)
}

/// Why a text is no address on the web.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseWebAddressError {
    /// Nothing was given.
    #[error("the address is empty")]
    Empty,
    /// It has no host, or none that could be one.
    #[error("it is no web address, such as https://example.org/")]
    NotAnAddress,
    /// It leads to something that is not the web.
    #[error("{scheme}: is no web address; it must begin with https:// or http://")]
    OtherScheme {
        /// What it begins with.
        scheme: String,
    },
    /// It is longer than any address that people are sent to.
    #[error("the address is {octets} octets long, the limit is {MAX_URL}")]
    TooLong {
        /// How long it is.
        octets: usize,
    },
    /// There is a space or something that cannot be seen in it.
    #[error("there is a space or a character in it that cannot be seen")]
    Unprintable,
}

/// Goes to a web address and records every hop: redirects, and pages that refresh into another one.
///
/// One `GET` a hop, over one connection to each host and port. Certificates are verified; a hop whose
/// certificate is not good is the last. Nothing leads from a public address into a private network.
#[derive(Clone, Debug)]
pub struct Visitor {
    roots: Roots,
    timeout: Duration,
    deadline: Duration,
    most_redirects: usize,
    stop: CancellationToken,
}

impl Default for Visitor {
    fn default() -> Self {
        Self::new()
    }
}

impl Visitor {
    /// One with the usual patience, 10 seconds a hop and a minute in all, who follows 10 redirects and
    /// trusts the system's roots.
    pub fn new() -> Self {
        Self {
            roots: Roots::system(),
            timeout: Duration::from_secs(10),
            deadline: Duration::from_mins(1),
            most_redirects: MOST_REDIRECTS,
            stop: CancellationToken::new(),
        }
    }

    /// Trusts these roots.
    #[must_use]
    pub fn roots(mut self, roots: Roots) -> Self {
        self.roots = roots;
        self
    }

    /// Sets the longest wait for one hop.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the longest wait for all.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how many redirects are followed.
    #[must_use]
    pub fn most_redirects(mut self, most: usize) -> Self {
        self.most_redirects = most;
        self
    }

    /// Ends when this is cancelled; what was seen until then is kept.
    #[must_use]
    pub fn stop(mut self, stop: CancellationToken) -> Self {
        self.stop = stop;
        self
    }

    /// Goes there.
    pub async fn go<N: Net>(self, address: &WebAddress, net: &N) -> Visit {
        let (began, start) = (net.now(), net.elapsed());
        let (tls, lookups) = (LazyTls::new(self.roots), Lookups::new(net, self.timeout));
        let over = self.stop.child_token();
        let fetcher = Fetcher::new(&lookups, &tls, self.timeout, &over);
        let follow = Follow::Browser { most: self.most_redirects };
        let question = Question { url: address.0.as_str(), post: None, follow };
        let mut work = Box::pin(async {
            // Reading the roots goes on beside the first look-ups.
            tokio::join!(tls.get(), fetcher.fetch(question)).1
        });
        let seen = tokio::select! {
            biased;
            seen = &mut work => Some(seen),
            () = sleep(self.deadline) => {
                over.cancel();
                timeout(WIND_DOWN, work).await.ok()
            }
        };
        let (hops, failure) = match seen {
            Some(seen) => (seen.hops, seen.outcome.err()),
            None => (Vec::new(), Some(FetchFailure::Stopped)),
        };
        let mut visit = Visit::new(began, hops, failure);
        let took = net.elapsed().saturating_sub(start).as_millis();
        visit.took_ms = u64::try_from(took).unwrap_or(u64::MAX);
        visit
    }
}

/// What browsers follow is twice as long; no entrance needs half of it.
const MOST_REDIRECTS: usize = 10;
/// All that is left to do when time is up is to look at what there is.
const WIND_DOWN: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_browsers_do() {
        for (text, expected) in [
            ("ocn.ne.jp", "https://ocn.ne.jp/"),
            (" https://OCN.ne.jp:443/a#b\n", "https://ocn.ne.jp/a"),
            ("http://ocn.ne.jp", "http://ocn.ne.jp/"),
            ("ocn.ne.jp:8443/x", "https://ocn.ne.jp:8443/x"),
            ("localhost:80", "https://localhost:80/"),
            ("//ocn.ne.jp/", "https://ocn.ne.jp/"),
            ("https:\\\\ocn.ne.jp\\@evil.example", "https://ocn.ne.jp/@evil.example"),
            ("ocn.ne.jp@evil.example", "https://evil.example/"),
            ("ocn.ne.jp:x@evil.example", "https://evil.example/"),
            ("https://осn.ne.jp/", "https://xn--n-0tbj.ne.jp/"),
            ("https://ｏｃｎ．ｎｅ．ｊｐ", "https://ocn.ne.jp/"),
            ("https://0x7f.1/", "https://127.0.0.1/"),
            ("[::1]/a", "https://[::1]/a"),
        ] {
            let read = text.parse::<WebAddress>().map(|address| address.to_string());
            assert_eq!(read.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        let read = |text: &str| text.parse::<WebAddress>().expect_err(text);
        for text in ["", " \n"] {
            assert_eq!(read(text), ParseWebAddressError::Empty);
        }
        for text in ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "mailto:a@b.c"]
        {
            assert!(matches!(read(text), ParseWebAddressError::OtherScheme { .. }), "{text}");
        }
        for text in ["a\nb.example", "a\u{1b}[31m.example", "a b", "a\u{202e}.example", "a\u{200b}"]
        {
            assert_eq!(read(text), ParseWebAddressError::Unprintable, "{text:?}");
        }
        for text in ["https://", "https://a..b:x/", "https://%/", ":", "https://[::z]/", "???"] {
            assert_eq!(read(text), ParseWebAddressError::NotAnAddress, "{text}");
        }
        let long = format!("https://a.example/{}", "a".repeat(100_000));
        assert_eq!(read(&long), ParseWebAddressError::TooLong { octets: 100_018 });
    }
}
