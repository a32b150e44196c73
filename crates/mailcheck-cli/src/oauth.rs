//! `mailcheck oauth`: a bearer token of OAuth2, by the device flow or the browser flow.

pub(crate) mod args;
mod browser;
mod device;
mod endpoints;
mod failure;
mod redirect;
mod web;

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use mailcheck::model::Secret;
use mailcheck::net::{Https, Net};
use oauth2::basic::{BasicClient, BasicTokenResponse, BasicTokenType};
use oauth2::{ClientId, ClientSecret, Scope, TokenResponse as _};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::complaint::{self, Complaint, Message};
use crate::exit::Ending;
use crate::output::Sink;
use crate::password::{self, Kind};
use crate::stop::Stop;
use crate::{keyring, run, token, tongue};
use args::{Flow, Oauth, Whose};
use endpoints::Endpoints;
use failure::{Failure, host};

/// The person's own program, as the provider knows it, and what it asks for.
struct Client {
    id: String,
    secret: Option<Secret>,
    scopes: Vec<String>,
}

impl Client {
    fn basic(&self) -> BasicClient {
        let client = BasicClient::new(ClientId::new(self.id.clone()));
        match &self.secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
            None => client,
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        self.scopes.iter().cloned().map(Scope::new).collect()
    }
}

pub(crate) fn run(call: &Oauth) -> Result<Ending, Complaint> {
    let sink = Sink::open(None)?;
    let roots = run::roots(&call.network)?;
    let net = run::internet(&call.network)?;
    run::runtime()?.block_on(async {
        let patience = call.network.timeout.unwrap_or(PATIENCE);
        let https = Https::new(&net, roots, patience);
        let stop = Stop::listen();
        let halt = stop.token();
        tokio::select! {
            biased;
            () = halt.cancelled() => Ok(Ending::Interrupted(stop.signal())),
            brought = bring(call, &net, &https, sink) => brought.map(|()| Ending::Done),
        }
    })
}

/// Gets the token to where it is wanted.
async fn bring<N: Net>(
    call: &Oauth,
    net: &N,
    https: &Https<'_, N>,
    sink: Sink,
) -> Result<(), Complaint> {
    let deadline = call.network.deadline;
    if call.keyring {
        keyring::reach(deadline).await?;
    }
    let got = timeout(deadline, get(call, net, https)).await;
    let token = got.unwrap_or_else(|_late| Err(Failure::TimedOut { after: deadline }.into()))?;
    if call.keyring {
        let name = call.provider.name.clone();
        let told = Message::new("keyring-has-token").with("name", name.as_str());
        keyring::put(name, token, deadline).await?;
        complaint::note(&told);
        return Ok(());
    }
    if io::stdout().is_terminal() {
        complaint::note(&Message::new("oauth-on-terminal"));
    }
    let line = Zeroizing::new(format!("{}\n", token.expose()));
    sink.write(&line)?;
    Ok(())
}

/// Finds out whom to ask, has the person sign in, and gives back the token.
async fn get<N: Net>(call: &Oauth, net: &N, https: &Https<'_, N>) -> Result<Secret, Complaint> {
    let Some(id) = call.client_id.clone() else { return Err(no_client_id(call, net).await) };
    let secret = client_secret(call).await?;
    let endpoints =
        endpoints::find(&call.provider.whose, call.tenant.as_deref(), net, https).await?;
    if call.tenant.is_some() && !endpoints.has_tenant {
        return Err(Message::new("oauth-no-tenant").into());
    }
    let Endpoints { authorization, token, device, scopes, .. } = endpoints;
    let scopes = if call.scope.is_empty() { scopes } else { call.scope.clone() };
    let client = Client { id, secret, scopes };
    let no_flow = |flow| Failure::NoFlow { flow };
    let usual = if device.is_some() { Flow::Device } else { Flow::Browser };
    let flow = call.flow.unwrap_or(usual);
    let token = token.ok_or_else(|| no_flow("any"))?;
    let response = match flow {
        Flow::Device => {
            let device = device.ok_or_else(|| no_flow("device"))?;
            device::sign_in(&client, &device, &token, https).await?
        }
        Flow::Browser => {
            let authorization = authorization.ok_or_else(|| no_flow("browser"))?;
            let opens = !call.no_browser;
            browser::sign_in(&client, &authorization, &token, opens, https).await?
        }
    };
    bearer(&response, &host(&token))
}

/// The token, if it is one to log in with.
fn bearer(response: &BasicTokenResponse, host: &str) -> Result<Secret, Complaint> {
    let token = Secret::new(response.access_token().secret().clone());
    let is_bearer = *response.token_type() == BasicTokenType::Bearer;
    if !is_bearer || token.expose().is_empty() || token::check(&token).is_err() {
        return Err(Failure::NotUnderstood { host: host.to_owned() }.into());
    }
    Ok(token)
}

async fn client_secret(call: &Oauth) -> Result<Option<Secret>, Complaint> {
    let kind = Kind::ClientSecret;
    let secret = if call.client_secret_stdin {
        password::from_stdin(kind)
    } else if let Some(command) = &call.client_secret_command {
        password::run(kind, command, call.network.deadline, tongue::words()).await
    } else if let Some(path) = &call.client_secret_file {
        password::read_file(kind, path.clone())
    } else {
        return Ok(None);
    };
    secret.map(Some).map_err(|why| why.about(kind))
}

/// Where to get an id, as far as that is known.
async fn no_client_id<N: Net>(call: &Oauth, net: &N) -> Complaint {
    let provider = match &call.provider.whose {
        Whose::Provider(provider) => Some(*provider),
        Whose::Domain(domain) => endpoints::provider(domain, net).await,
        Whose::Issuer(_) => None,
    };
    let page = provider.and_then(|it| it.oauth.as_ref()).and_then(|it| it.register.clone());
    let page = page.unwrap_or_else(|| "none".to_owned());
    Message::new("oauth-no-client-id").with("page", page).into()
}

/// Longest wait for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
