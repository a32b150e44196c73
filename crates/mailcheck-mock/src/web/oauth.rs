//! An authorization server of OAuth 2, in words and at work: it says yes to everybody who asks, and how often
//! it lets a program wait, and what it refuses, can be said.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::PoisonError;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hyper::StatusCode;
use hyper::header;
use hyper::header::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;
use url::form_urlencoded;

/// How the provider's authorization server gives bearer tokens.
///
/// Its metadata (RFC 8414) are at `/.well-known/oauth-authorization-server` on every host of the web server
/// inside TLS. There are a device flow (RFC 8628) and a browser flow with PKCE (RFC 7636); nobody is asked
/// anything, and the token is that of the provider's first account that has one. It is good for logging in.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::Oauth;
/// use mailcheck_mock::Provider;
/// use mailcheck_mock::Web;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let web = Web::default().oauth(Oauth::default().token_error("access_denied"));
/// let provider = Provider::builder().token("you@example.org", "secret").web(web).start().await?;
/// assert!(provider.https().is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Oauth {
    /// How often a program that asks for the token of a device is told to wait.
    pending: u32,
    /// How often it is told after that to wait longer from then on.
    slow_down: u32,
    /// Seconds between two such questions.
    interval: u64,
    /// Seconds until the codes are good for nothing.
    expires_in: u64,
    /// The secret that a program has to show, if it has to.
    client_secret: Option<String>,
    /// Whether there is no device flow.
    without_device: bool,
    /// Who it says that it is, if not who it is.
    issuer: Option<String>,
    /// The error in place of codes for a device.
    device_error: Option<String>,
    /// The error in place of a token.
    token_error: Option<String>,
    /// The error that a browser comes back with.
    authorization_error: Option<String>,
    /// Whether a browser comes back with another state than it was sent with.
    wrong_state: bool,
}

impl Default for Oauth {
    fn default() -> Self {
        Self {
            pending: 1,
            slow_down: 0,
            interval: 1,
            expires_in: 300,
            client_secret: None,
            without_device: false,
            issuer: None,
            device_error: None,
            token_error: None,
            authorization_error: None,
            wrong_state: false,
        }
    }
}

impl Oauth {
    /// Has a program that asks for the token of a device wait so often.
    #[must_use]
    pub fn pending(mut self, times: u32) -> Self {
        self.pending = times;
        self
    }

    /// Wants this secret from every program.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<String>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Answers this error (RFC 6749 §5.2, RFC 8628 §3.5) in place of a token.
    #[must_use]
    pub fn token_error(mut self, error: impl Into<String>) -> Self {
        self.token_error = Some(error.into());
        self
    }
}

/// The server at work.
#[derive(Debug)]
pub(super) struct Server {
    oauth: Oauth,
    /// What it gives, if an account has one.
    token: Option<String>,
    given: Mutex<Given>,
}

/// What was given out and not yet redeemed, the latest last.
#[derive(Debug, Default)]
struct Given {
    count: u64,
    devices: VecDeque<Device>,
    codes: VecDeque<Grant>,
}

#[derive(Debug)]
struct Device {
    code: String,
    asked: u32,
}

#[derive(Debug)]
struct Grant {
    code: String,
    challenge: String,
    redirect_uri: String,
}

/// What is answered: to a program, or to a browser.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Said {
    Json(StatusCode, Value),
    Redirect(String),
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    /// The host that was asked for, with its port.
    pub(super) host: &'a str,
}

type Fields = BTreeMap<String, String>;

impl Server {
    pub(super) fn new(oauth: Oauth, token: Option<String>) -> Self {
        Self { oauth, token, given: Mutex::default() }
    }

    /// What it has to say to this, if it is for it.
    pub(super) fn answer(&self, asked: &Asked<'_>) -> Option<Said> {
        let fields = || read(asked.body);
        Some(match asked.path {
            METADATA => Said::Json(StatusCode::OK, self.metadata(asked.host)),
            DEVICE if !self.oauth.without_device => self.device(asked.host, asked, &fields()),
            TOKEN => self.redeem(asked, &fields()),
            AUTHORIZATION => self.authorize(&read(asked.query.as_bytes())),
            _ => return None,
        })
    }

    /// RFC 8414 §3.2.
    fn metadata(&self, host: &str) -> Value {
        let at = |path: &str| format!("https://{host}{path}");
        let mut metadata = json!({
            "issuer": self.oauth.issuer.clone().unwrap_or_else(|| at("")),
            "authorization_endpoint": at(AUTHORIZATION),
            "token_endpoint": at(TOKEN),
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": [SCOPE],
        });
        if !self.oauth.without_device {
            metadata["device_authorization_endpoint"] = at(DEVICE).into();
        }
        metadata
    }

    /// RFC 8628 §3.2.
    fn device(&self, host: &str, asked: &Asked<'_>, fields: &Fields) -> Said {
        if let Some(refusal) = self.objection(asked, fields) {
            return refusal;
        }
        if let Some(error) = &self.oauth.device_error {
            return refused(error);
        }
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let number = given.next();
        let code = format!("device-{number}");
        keep(&mut given.devices, Device { code: code.clone(), asked: 0 });
        let answer = json!({
            "device_code": code,
            "user_code": format!("MOCK-{number:04}"),
            "verification_uri": format!("https://{host}/oauth/enter"),
            "expires_in": self.oauth.expires_in,
            "interval": self.oauth.interval,
        });
        Said::Json(StatusCode::OK, answer)
    }

    /// RFC 6749 §4.1.2. Nobody is asked.
    fn authorize(&self, fields: &Fields) -> Said {
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let redirect_uri = field("redirect_uri");
        // RFC 8252 §7.3: a program on the person's own computer, on any port.
        if field("client_id").is_empty() || !redirect_uri.starts_with("http://127.0.0.1:") {
            return refused("invalid_request");
        }
        let state = if self.oauth.wrong_state { "another" } else { field("state") };
        let mut back = form_urlencoded::Serializer::new(String::new());
        back.append_pair("state", state);
        let is_proved =
            field("code_challenge_method") == "S256" && field("response_type") == "code";
        match &self.oauth.authorization_error {
            Some(error) => back.append_pair("error", error),
            None if !is_proved => back.append_pair("error", "invalid_request"),
            None => {
                let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
                let code = format!("code-{}", given.next());
                let (challenge, redirect_uri) = (field("code_challenge"), redirect_uri.to_owned());
                let challenge = challenge.to_owned();
                keep(&mut given.codes, Grant { code: code.clone(), challenge, redirect_uri });
                back.append_pair("code", &code)
            }
        };
        Said::Redirect(format!("{redirect_uri}?{}", back.finish()))
    }

    /// RFC 6749 §4.1.4, RFC 7636 §4.6, RFC 8628 §3.5.
    fn redeem(&self, asked: &Asked<'_>, fields: &Fields) -> Said {
        if let Some(refusal) = self.objection(asked, fields) {
            return refusal;
        }
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let Oauth { pending, slow_down, .. } = self.oauth;
        match field("grant_type") {
            "urn:ietf:params:oauth:grant-type:device_code" => {
                let is_it = |device: &Device| device.code == field("device_code");
                let Some(at) = given.devices.iter().position(is_it) else {
                    return refused("invalid_grant");
                };
                let Some(device) = given.devices.get_mut(at) else {
                    return refused("invalid_grant");
                };
                device.asked = device.asked.saturating_add(1);
                if device.asked <= pending {
                    return refused("authorization_pending");
                }
                if device.asked <= pending.saturating_add(slow_down) {
                    return refused("slow_down");
                }
                given.devices.remove(at);
            }
            "authorization_code" => {
                // What does not fit the code makes it good for nothing (RFC 6749 §10.5).
                let position = given.codes.iter().position(|it| it.code == field("code"));
                let code = position.and_then(|at| given.codes.remove(at));
                let verifier = Sha256::digest(field("code_verifier"));
                let fits = code.is_some_and(|code| {
                    code.redirect_uri == field("redirect_uri")
                        && code.challenge == BASE64_URL_SAFE_NO_PAD.encode(verifier)
                });
                if !fits {
                    return refused("invalid_grant");
                }
            }
            _ => return refused("unsupported_grant_type"),
        }
        match (&self.oauth.token_error, &self.token) {
            (Some(error), _) => refused(error),
            (None, None) => refused("access_denied"),
            (None, Some(token)) => Said::Json(
                StatusCode::OK,
                json!({
                    "access_token": token,
                    "token_type": "Bearer",
                    "expires_in": 3600,
                    "scope": SCOPE,
                }),
            ),
        }
    }

    /// What is wrong with the program that asks.
    fn objection(&self, asked: &Asked<'_>, fields: &Fields) -> Option<Said> {
        let basic = asked.headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
        let basic = basic.and_then(|it| BASE64_STANDARD.decode(it.strip_prefix("Basic ")?).ok());
        let basic = basic.and_then(|it| String::from_utf8(it).ok());
        let (id, secret) = match basic.as_deref().and_then(|it| it.split_once(':')) {
            Some((id, secret)) => (Some(id.to_owned()), Some(secret.to_owned())),
            None => (fields.get("client_id").cloned(), fields.get("client_secret").cloned()),
        };
        let is_known = id.is_some_and(|id| !id.is_empty());
        let is_proved = self.oauth.client_secret.is_none() || self.oauth.client_secret == secret;
        (!is_known || !is_proved)
            .then(|| Said::Json(StatusCode::UNAUTHORIZED, json!({ "error": "invalid_client" })))
    }
}

impl Given {
    fn next(&mut self) -> u64 {
        self.count = self.count.saturating_add(1);
        self.count
    }
}

/// Keeps one more, and forgets the oldest where there are many.
fn keep<T>(all: &mut VecDeque<T>, one: T) {
    if all.len() >= MOST_GIVEN {
        all.pop_front();
    }
    all.push_back(one);
}

fn read(fields: &[u8]) -> Fields {
    form_urlencoded::parse(fields).into_owned().collect()
}

fn refused(error: &str) -> Said {
    Said::Json(StatusCode::BAD_REQUEST, json!({ "error": error }))
}

/// Where the server says what else there is (RFC 8414 §3).
const METADATA: &str = "/.well-known/oauth-authorization-server";
const AUTHORIZATION: &str = "/oauth/authorize";
const DEVICE: &str = "/oauth/device";
const TOKEN: &str = "/oauth/token";
/// The one that there is.
const SCOPE: &str = "mail";
/// Codes that are good at a time.
const MOST_GIVEN: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn server(oauth: Oauth) -> Server {
        Server::new(oauth, Some("the-token".to_owned()))
    }

    fn ask(server: &Server, path: &str, query: &str, body: &str) -> Said {
        let (headers, host) = (HeaderMap::new(), "example.org:8443");
        let asked = Asked { path, query, headers: &headers, body: body.as_bytes(), host };
        server.answer(&asked).expect("is for it")
    }

    fn error(said: &Said) -> &str {
        match said {
            Said::Json(_, value) => value["error"].as_str().unwrap_or("none"),
            Said::Redirect(_) => "redirect",
        }
    }

    #[test]
    fn a_device_waits_and_gets_its_token_once() {
        let server = server(Oauth { pending: 1, slow_down: 1, ..Oauth::default() });
        let Said::Json(StatusCode::OK, codes) = ask(&server, DEVICE, "", "client_id=x&scope=mail")
        else {
            unreachable!()
        };
        assert_eq!(codes["verification_uri"], "https://example.org:8443/oauth/enter");
        let body = format!(
            "client_id=x&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code={}",
            codes["device_code"].as_str().expect("is there")
        );
        assert_eq!(error(&ask(&server, TOKEN, "", &body)), "authorization_pending");
        assert_eq!(error(&ask(&server, TOKEN, "", &body)), "slow_down");
        let Said::Json(StatusCode::OK, token) = ask(&server, TOKEN, "", &body) else {
            unreachable!()
        };
        assert_eq!(token["access_token"], "the-token");
        assert_eq!(error(&ask(&server, TOKEN, "", &body)), "invalid_grant");
    }

    #[test]
    fn a_code_is_redeemed_once_and_by_whoever_began() {
        let server = server(Oauth::default());
        // RFC 7636 Appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let back = "http%3A%2F%2F127.0.0.1%3A1%2Fx";
        let query = format!(
            "client_id=x&response_type=code&state=s&redirect_uri={back}\
             &code_challenge={challenge}&code_challenge_method=S256"
        );
        let code = || {
            let Said::Redirect(to) = ask(&server, AUTHORIZATION, &query, "") else {
                unreachable!()
            };
            to.strip_prefix("http://127.0.0.1:1/x?state=s&code=").expect(&to).to_owned()
        };
        let redeem = |code: &str, verifier: &str| {
            let body = format!(
                "client_id=x&grant_type=authorization_code&code={code}&redirect_uri={back}\
                 &code_verifier={verifier}"
            );
            ask(&server, TOKEN, "", &body)
        };
        let first = code();
        assert_eq!(error(&redeem(&first, verifier)), "none");
        assert_eq!(error(&redeem(&first, verifier)), "invalid_grant");
        assert_eq!(error(&redeem(&code(), "another")), "invalid_grant");
        let elsewhere = query.replace(back, "https%3A%2F%2Fevil.example");
        assert_eq!(error(&ask(&server, AUTHORIZATION, &elsewhere, "")), "invalid_request");
    }

    #[test]
    fn a_secret_is_asked_for_where_there_is_one() {
        let server = server(Oauth::default().client_secret("geheim"));
        for (body, expected) in [
            ("client_id=x", "invalid_client"),
            ("client_id=x&client_secret=falsch", "invalid_client"),
            ("client_id=x&client_secret=geheim", "none"),
        ] {
            assert_eq!(error(&ask(&server, DEVICE, "", body)), expected, "{body}");
        }
    }
}
