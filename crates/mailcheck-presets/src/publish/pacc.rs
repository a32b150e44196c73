//! A document of draft-ietf-mailmaint-pacc-02, and the record that vouches for it.

use std::collections::BTreeMap;

use mailcheck::model::{Authentication, Endpoint, Security, Service, Setting};
use mailcheck::wire::pacc::vouch;
use serde::Serialize;

use super::zone::line;
use super::{ADDRESS, Kind, Offer, Place, Published, Reason, Servers, display_name, username, web};

#[derive(Serialize)]
struct Document<'a> {
    protocols: BTreeMap<&'static str, Server<'a>>,
    authentication: Ways<'a>,
    info: Info,
}

#[derive(Clone, Copy, Serialize)]
struct Server<'a> {
    host: &'a str,
}

#[derive(Serialize)]
struct Ways<'a> {
    #[serde(rename = "oauth-public", skip_serializing_if = "Option::is_none")]
    oauth_public: Option<OauthPublic<'a>>,
    password: bool,
}

#[derive(Serialize)]
struct OauthPublic<'a> {
    issuer: &'a str,
}

#[derive(Serialize)]
struct Info {
    provider: Provider,
}

#[derive(Serialize)]
struct Provider {
    name: String,
}

pub(super) fn write(offer: &Offer, servers: &Servers<'_>) -> Result<Vec<Published>, Reason> {
    let servers =
        servers.any()?.both(is_implicit, |incoming| Reason::NotImplicitTls { incoming })?;
    let servers =
        servers.both(|setting| username(setting) == ADDRESS, |_| Reason::NameIsNotTheAddress)?;
    let authentication = authentication(offer, &servers).ok_or(Reason::TokensOnly)?;
    let mut protocols = BTreeMap::new();
    let mut settings: Vec<Setting> = Vec::new();
    for setting in servers.all() {
        let server = Server { host: setting.endpoint.host.as_str() };
        let names: &[&str] = match setting.endpoint.service {
            Service::Imap => &["imap"],
            Service::Pop3 => &["pop3"],
            // Both names that drafts have had for it.
            Service::Smtp => &["smtp", "submit"],
            _later => &[],
        };
        if names.iter().all(|name| !protocols.contains_key(name)) {
            settings.push(setting.clone());
        }
        for name in names {
            protocols.entry(*name).or_insert(server);
        }
    }
    let info = Info { provider: Provider { name: display_name(offer, MAX_NAME) } };
    let document = Document { protocols, authentication, info };
    // Texts and truths can always be written.
    let mut content = serde_json::to_string_pretty(&document).unwrap_or_default();
    content.push('\n');
    let record = line(
        "_ua-auto-config",
        &offer.domain,
        "TXT",
        &format!("\"{}\"", vouch(content.as_bytes())),
    );
    let path = "/.well-known/user-agent-configuration.json";
    let places = vec![web(offer, Some("ua-auto-config"), path, "application/json", false)?];
    Ok(vec![
        Published {
            kind: Kind::Pacc,
            name: "user-agent-configuration.json",
            content,
            places,
            is_template: false,
            settings,
        },
        Published {
            kind: Kind::PaccRecord,
            name: "ua-auto-config.zone",
            content: record,
            places: vec![Place::Zone { zone: offer.domain.clone() }],
            is_template: false,
            settings: Vec::new(),
        },
    ])
}

/// Whether the format can say where this is: it has hosts only.
fn is_implicit(setting: &Setting) -> bool {
    let endpoint = &setting.endpoint;
    *endpoint == Endpoint::usual(endpoint.service, endpoint.host.clone(), Security::Tls)
}

/// How all of the servers can be logged in to; `None` when the format cannot say it.
fn authentication<'a>(offer: &'a Offer, servers: &Servers<'_>) -> Option<Ways<'a>> {
    let is_password = |way: &Authentication| {
        [Authentication::PasswordCleartext, Authentication::PasswordEncrypted].contains(way)
    };
    let password = servers.all().all(|setting| {
        setting.authentication.is_empty() || setting.authentication.iter().any(is_password)
    });
    let token = servers.all().all(|it| it.authentication.contains(&Authentication::OAuth2));
    let issuer = offer.oauth_issuer.as_deref().filter(|_| token);
    let oauth_public = issuer.map(|issuer| OauthPublic { issuer });
    (password || oauth_public.is_some()).then_some(Ways { oauth_public, password })
}

/// Characters of the provider's name.
const MAX_NAME: usize = 60;
