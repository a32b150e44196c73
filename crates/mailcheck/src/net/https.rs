//! One question to a web server over verified TLS, and its answer whatever its status.

use std::fmt;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::http::{Fetched, Fetcher, Follow, Post, Question};
use super::tls::LazyTls;
use super::{Lookups, Net, Roots};
use crate::evidence::FetchFailure;
use crate::model::ServerText;

/// Asks web servers, each question over a connection of its own, so that nothing is ever asked twice.
///
/// Only `https:` is asked, certificates are always verified, redirects are not followed, and answers and
/// waits are bounded: what is posted may be secret, and goes where it was sent or nowhere.
pub struct Https<'a, N> {
    net: &'a N,
    tls: LazyTls,
    timeout: Duration,
}

/// What a web server answered.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpsAnswer {
    /// The status (RFC 9110 §15).
    pub status: u16,
    /// What the content is, as the server says.
    pub content_type: Option<String>,
    /// The content, up to 256 KiB. It may be secret.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpsAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsAnswer").field("status", &self.status).finish_non_exhaustive()
    }
}

impl<'a, N: Net> Https<'a, N> {
    /// Asks over this network, with this patience for one answer, and trusts these roots.
    pub fn new(net: &'a N, roots: Roots, timeout: Duration) -> Self {
        Self { net, tls: LazyTls::new(roots), timeout }
    }

    /// Gets a page.
    ///
    /// # Errors
    ///
    /// [`FetchFailure`] when no answer came, or the address is not one of `https:`.
    pub async fn get(&self, url: &str) -> Result<HttpsAnswer, FetchFailure> {
        self.ask(url, None).await
    }

    /// Posts a form, percent-encoded, to a server that is to answer in JSON. `authorization` is the header
    /// that shows who asks (RFC 9110 §11.6.2).
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get).
    pub async fn post_form(
        &self,
        url: &str,
        fields: Vec<u8>,
        authorization: Option<String>,
    ) -> Result<HttpsAnswer, FetchFailure> {
        self.ask(url, Some(Post::Form { fields, authorization })).await
    }

    async fn ask(&self, url: &str, post: Option<Post>) -> Result<HttpsAnswer, FetchFailure> {
        if !url.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
            return Err(FetchFailure::Redirect { to: ServerText::from(url), endless: false });
        }
        let (lookups, stop) = (Lookups::new(self.net, self.timeout), CancellationToken::new());
        let fetcher = Fetcher::new(&lookups, &self.tls, self.timeout, &stop);
        let question = Question { url, post, follow: Follow::NowhereAtAnyStatus };
        let Fetched { outcome, .. } = fetcher.fetch(question).await;
        let page = outcome?;
        Ok(HttpsAnswer { status: page.status, content_type: page.content_type, body: page.body })
    }
}
