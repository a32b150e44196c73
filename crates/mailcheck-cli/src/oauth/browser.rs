//! The browser flow: a code that the browser brings back to this computer, which nobody else can redeem
//! (RFC 6749 §4.1, RFC 7636, RFC 8252).

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use mailcheck::net::{Https, Net};
use mailcheck::render::escape;
use oauth2::basic::BasicTokenResponse;
use oauth2::url::Url;
use oauth2::{AuthUrl, AuthorizationCode, CsrfToken, PkceCodeChallenge, RedirectUrl, TokenUrl};

use super::failure::{Failure, host};
use super::redirect::{Brought, Redirect};
use super::{Client, web};
use crate::tongue::say;

/// Signs in.
pub(super) async fn sign_in<N: Net>(
    client: &Client,
    authorization: &Url,
    token: &Url,
    opens_browser: bool,
    https: &Https<'_, N>,
) -> Result<BasicTokenResponse, Failure> {
    let redirect = Redirect::open().await.map_err(Failure::NoListener)?;
    let uri = RedirectUrl::new(redirect.uri())
        .map_err(|_| Failure::NoListener(io::ErrorKind::AddrNotAvailable.into()))?;
    let with_endpoints = client
        .basic()
        .set_auth_uri(AuthUrl::from_url(authorization.clone()))
        .set_token_uri(TokenUrl::from_url(token.clone()))
        .set_redirect_uri(uri);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = with_endpoints
        .authorize_url(CsrfToken::new_random)
        .add_scopes(client.scopes())
        .set_pkce_challenge(challenge)
        .url();
    tell(&url, opens_browser && open(&url));
    let code = match redirect.answer(state.secret()).await.map_err(Failure::NoListener)? {
        Brought::Code(code) => code,
        Brought::Error(error, said) => {
            return Err(Failure::Refused { host: host(authorization), error, said });
        }
        Brought::OtherState => return Err(Failure::OtherState),
    };
    let http = |request| web::send(https, request);
    with_endpoints
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(verifier)
        .request_async(&http)
        .await
        .map_err(|why| Failure::of(why, token))
}

/// Says what to do, on standard error.
fn tell(url: &Url, is_open: bool) {
    let key = if is_open { "oauth-browser-opened" } else { "oauth-open-browser" };
    let mut err = io::stderr().lock();
    let _nobody = writeln!(err, "{}", escape(&say(key, &[])));
    let _nobody = writeln!(err, "{}", escape(url.as_str()));
}

/// Has the system open a browser; whether it has something to do that with.
fn open(url: &Url) -> bool {
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url.as_str());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
