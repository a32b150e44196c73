//! The library's verified web as the flows of the crate `oauth2` ask it.

use mailcheck::evidence::FetchFailure;
use mailcheck::net::{Https, Net};
use oauth2::http::{Response, header};
use oauth2::{HttpRequest, HttpResponse};

use super::failure::Unasked;

/// Sends one request of a flow, all of which post a form, and gives its answer whatever its status.
pub(super) async fn send<N: Net>(
    https: &Https<'_, N>,
    request: HttpRequest,
) -> Result<HttpResponse, Unasked> {
    let (head, body) = request.into_parts();
    let host = head.uri.authority().map(ToString::to_string).unwrap_or_default();
    let unasked = |why| Unasked { host: host.clone(), why };
    let authorization = head.headers.get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|it| it.to_str().ok()).map(str::to_owned);
    let answer = https.post_form(&head.uri.to_string(), body, authorization).await;
    let answer = answer.map_err(unasked)?;
    let mut response = Response::builder().status(answer.status);
    if let Some(kind) = answer.content_type {
        response = response.header(header::CONTENT_TYPE, kind);
    }
    // A status or a type that cannot be is as good as no answer.
    response.body(answer.body).map_err(|_| unasked(FetchFailure::Status { status: answer.status }))
}
