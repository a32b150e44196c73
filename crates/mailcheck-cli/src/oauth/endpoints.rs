//! Where tokens are to be had: what is known of the provider, what its autoconfig says, its metadata.

use mailcheck::evidence::FetchFailure;
use mailcheck::knowledge::providers::{self, Oauth, Provider};
use mailcheck::model::{Host, ServerText};
use mailcheck::net::{Https, Net};
use mailcheck::wire::autoconfig::{self, OAuth};
use oauth2::url::Url;
use serde::Deserialize;

use super::args::Whose;
use super::failure::{Failure, host};

/// The addresses of an authorization server, all of `https:`, and what to ask for there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Endpoints {
    /// Where a person is sent to with a browser.
    pub(super) authorization: Option<Url>,
    /// Where a token is given out.
    pub(super) token: Option<Url>,
    /// Where a device gets its codes.
    pub(super) device: Option<Url>,
    /// What to ask for; the server decides if there is none.
    pub(super) scopes: Vec<String>,
    /// Whether they are those of one organisation or another.
    pub(super) has_tenant: bool,
}

/// Finds them: the provider's data first, then what the domain itself says.
pub(super) async fn find<N: Net>(
    whose: &Whose,
    tenant: Option<&str>,
    net: &N,
    https: &Https<'_, N>,
) -> Result<Endpoints, Failure> {
    match whose {
        Whose::Issuer(issuer) => of_metadata(issuer, https).await,
        Whose::Provider(provider) => known(provider, tenant).ok_or_else(|| none(&provider.id)),
        Whose::Domain(domain) => {
            if let Some(found) = provider(domain, net).await.and_then(|it| known(it, tenant)) {
                return Ok(found);
            }
            of_autoconfig(domain, https).await.ok_or_else(|| none(domain.as_str()))
        }
    }
}

/// The provider of a mail domain: who gave the domain out, else whose servers take its mail. A forged answer
/// of the latter leads to another provider that is known, and nowhere else.
pub(super) async fn provider<N: Net>(domain: &Host, net: &N) -> Option<&'static Provider> {
    if let Some(provider) = providers::by_domain(domain) {
        return Some(provider);
    }
    let exchangers = net.mx(domain).await.ok()?;
    let best = exchangers.iter().min_by_key(|it| it.preference)?;
    providers::by_server(best.exchange.as_ref()?)
}

fn none(domain: &str) -> Failure {
    Failure::NoEndpoints { domain: domain.to_owned() }
}

/// What the data say.
fn known(provider: &Provider, tenant: Option<&str>) -> Option<Endpoints> {
    let Oauth { authorization, token, device, scopes, .. } = provider.oauth.as_ref()?;
    let url = |text: &str| secure(&text.replace(TENANT, tenant.unwrap_or(ANY_TENANT)));
    Some(Endpoints {
        authorization: url(authorization),
        token: url(token),
        device: device.as_deref().and_then(url),
        scopes: scopes.clone(),
        has_tenant: token.contains(TENANT),
    })
}

/// What the domain's own autoconfig says, over TLS only: whoever forges it gets what is signed in with.
async fn of_autoconfig<N: Net>(domain: &Host, https: &Https<'_, N>) -> Option<Endpoints> {
    for place in [
        format!("https://autoconfig.{domain}/mail/config-v1.1.xml"),
        format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
    ] {
        let Ok(answer) = https.get(&place).await else { continue };
        if answer.status != OK {
            continue;
        }
        let document = autoconfig::read(&answer.body, answer.content_type.as_deref(), domain, None);
        if let Some(oauth) = document.ok().and_then(|document| document.oauth) {
            return of_document(&oauth, https).await;
        }
    }
    None
}

/// The issuer's own word, which may know of a device flow, else the addresses in the document.
async fn of_document<N: Net>(oauth: &OAuth, https: &Https<'_, N>) -> Option<Endpoints> {
    let text = |it: &Option<ServerText>| it.as_ref().map(ServerText::to_string);
    let scopes = text(&oauth.scope).unwrap_or_default();
    let scopes = scopes.split_whitespace().map(str::to_owned).collect();
    let issuer = text(&oauth.issuer).and_then(|it| {
        let is_whole = it.contains("://");
        secure(&if is_whole { it } else { format!("https://{it}") })
    });
    if let Some(issuer) = issuer
        && let Ok(found) = of_metadata(&issuer, https).await
    {
        return Some(Endpoints { scopes, ..found });
    }
    let url = |it| text(it).and_then(|it| secure(&it));
    let (authorization, token) = (url(&oauth.auth_url), url(&oauth.token_url)?);
    Some(Endpoints { authorization, token: Some(token), scopes, ..Endpoints::default() })
}

/// What a server says of itself (RFC 8414, `OpenID` Connect Discovery 1.0 §4).
async fn of_metadata<N: Net>(issuer: &Url, https: &Https<'_, N>) -> Result<Endpoints, Failure> {
    let host = host(issuer);
    let mut failure = None;
    for place in well_known(issuer) {
        let answer = match https.get(place.as_str()).await {
            Ok(answer) if answer.status == OK => answer,
            Ok(answer) => {
                failure = Some(FetchFailure::Status { status: answer.status });
                continue;
            }
            Err(why) => {
                failure = Some(why);
                // It will not be there for the other question either.
                break;
            }
        };
        let metadata: Metadata = serde_json::from_slice(&answer.body)
            .map_err(|_| Failure::NotUnderstood { host: host.clone() })?;
        if metadata.issuer.trim_end_matches('/') != issuer.as_str().trim_end_matches('/') {
            return Err(Failure::WrongIssuer { host, issuer: metadata.issuer });
        }
        return Ok(metadata.endpoints());
    }
    Err(match failure {
        Some(FetchFailure::Status { .. }) | None => {
            Failure::NoMetadata { issuer: issuer.to_string() }
        }
        Some(why) => Failure::Unreachable { host, why },
    })
}

/// Where an issuer's metadata are: RFC 8414 §3.1 puts the path behind the well-known one, `OpenID` before
/// it.
fn well_known(issuer: &Url) -> [Url; 2] {
    let path = issuer.path().trim_end_matches('/');
    [
        format!("/.well-known/oauth-authorization-server{path}"),
        format!("{path}/.well-known/openid-configuration"),
    ]
    .map(|path| {
        let mut place = issuer.clone();
        place.set_path(&path);
        place
    })
}

/// RFC 8414 §2, RFC 8628 §4.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
}

impl Metadata {
    fn endpoints(self) -> Endpoints {
        let url = |text: Option<String>| text.and_then(|text| secure(&text));
        Endpoints {
            authorization: url(self.authorization_endpoint),
            token: url(self.token_endpoint),
            device: url(self.device_authorization_endpoint),
            ..Endpoints::default()
        }
    }
}

/// An address that secrets may be sent to.
fn secure(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (url.scheme() == "https" && url.host_str().is_some()).then_some(url)
}

/// What stands for it in the data.
const TENANT: &str = "{tenant}";
/// What Microsoft calls accounts of any organisation, and of none.
const ANY_TENANT: &str = "common";
const OK: u16 = 200;

#[cfg(test)]
mod tests;
