//! The arguments of `mailcheck oauth`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::PossibleValue;
use clap::{ArgGroup, Args, ValueEnum, ValueHint};
use mailcheck::knowledge::providers::{self, Provider};
use mailcheck::model::{Address, Host, ParseAddressError, ParseHostError};
use oauth2::url::Url;

use crate::args::{Listed, Network};

/// Get a bearer token of OAuth2 for a mail account
///
/// You sign in on the provider's own page, on another device by a code (device flow) or in a browser on this
/// computer; no password comes here. The token alone goes to standard output, all else to standard error, so
/// that another command can read it. It is written to no file: whoever has it can read the mail until it
/// expires.
#[derive(Args, Debug)]
#[command(
    mut_arg("deadline", |it| it.help("Longest wait for all, the signing in included").default_value("900")),
    mut_arg("timeout", |it| it.help("Longest wait for one answer [default: 10]")),
    after_help = "Examples:\n  \
                  mailcheck oauth you@outlook.com --client-id ID\n  \
                  mailcheck oauth gmail --client-id ID --client-secret-file FILE --no-browser\n  \
                  mailcheck oauth https://login.example.org --client-id ID --scope mail\n\n\
                  Exit status: 0 the token was printed or kept, 1 it was refused, 2 the call was wrong, 3 could not \
                  tell, 130 interrupted by Ctrl-C, 143 by SIGTERM.",
    group = ArgGroup::new("client_secret")
        .args(["client_secret_stdin", "client_secret_command", "client_secret_file"]),
)]
pub(crate) struct Oauth {
    /// Whose token: a provider such as gmail, a mail address or its domain, or the https:// address of an
    /// authorization server
    #[arg(value_name = "PROVIDER", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: str::parse::<Owner>, values: provider_ids })]
    pub(crate) provider: Owner,
    /// The id that the provider gave you when you registered a program of your own; docs/oauth.md says how
    #[arg(long, value_name = "ID", value_parser = client_id)]
    pub(crate) client_id: Option<String>,
    /// Read the secret that belongs to the id from standard input, where the provider gave you one
    #[arg(long)]
    pub(crate) client_secret_stdin: bool,
    /// Run a command that prints the secret
    #[arg(long, value_name = "CMD", value_hint = ValueHint::CommandString)]
    pub(crate) client_secret_command: Option<String>,
    /// Read the secret from a file
    #[arg(long, value_name = "FILE")]
    pub(crate) client_secret_file: Option<PathBuf>,
    /// What to ask for, instead of what reading and sending mail takes (repeatable)
    #[arg(long, value_name = "SCOPE")]
    pub(crate) scope: Vec<String>,
    /// How to sign in [default: device, where the provider has that for mail, else browser]
    #[arg(long, value_name = "FLOW")]
    pub(crate) flow: Option<Flow>,
    /// Print the address to open in a browser on this computer, and open none
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// The organisation of a Microsoft account: its domain or id [default: common]
    #[arg(long, value_name = "NAME", value_parser = tenant)]
    pub(crate) tenant: Option<String>,
    /// Put the token into the system's keyring under PROVIDER, best your address, and print it nowhere (only
    /// in builds with the feature `keyring`)
    #[arg(long)]
    pub(crate) keyring: bool,

    #[command(flatten)]
    pub(crate) network: Network,
}

/// How somebody signs in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Flow {
    /// On any device, by a code (RFC 8628)
    Device,
    /// In a browser on this computer (RFC 8252)
    Browser,
}

/// Whose token, and what that is called.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    /// As it was given; of an address the form that all commands have of it.
    pub(crate) name: String,
    pub(crate) whose: Whose,
}

impl FromStr for Owner {
    type Err = WhoseError;

    fn from_str(text: &str) -> Result<Self, WhoseError> {
        let whose = text.parse()?;
        let address: Option<Address> = text.parse().ok();
        let name = address.map_or_else(|| text.to_owned(), |it| it.to_string());
        Ok(Self { name, whose })
    }
}

/// Whose token.
#[derive(Clone, Debug)]
pub(crate) enum Whose {
    /// That of the accounts of a mail domain.
    Domain(Host),
    /// That of an authorization server (RFC 8414 §2).
    Issuer(Url),
    /// That of a provider that is known.
    Provider(&'static Provider),
}

impl FromStr for Whose {
    type Err = WhoseError;

    fn from_str(text: &str) -> Result<Self, WhoseError> {
        if text.contains("://") {
            let url = Url::parse(text).map_err(|_| WhoseError::NoIssuer)?;
            if url.scheme() == "http" {
                return Err(WhoseError::NotHttps);
            }
            let is_bare = url.query().is_none() && url.fragment().is_none();
            let is_bare = is_bare && url.username().is_empty() && url.password().is_none();
            let is_one = is_bare && url.scheme() == "https" && url.host_str().is_some();
            return if is_one { Ok(Self::Issuer(url)) } else { Err(WhoseError::NoIssuer) };
        }
        if text.contains('@') {
            let address: Address = text.parse().map_err(WhoseError::Address)?;
            return Ok(Self::Domain(address.domain().clone()));
        }
        if text.contains('.') {
            let host: Host = text.parse().map_err(WhoseError::Domain)?;
            let is_name = host.ip().is_none();
            return if is_name { Ok(Self::Domain(host)) } else { Err(WhoseError::Unknown) };
        }
        let id = text.to_ascii_lowercase();
        let alias = ALIASES.iter().find(|(alias, _)| *alias == id);
        let id = alias.map_or(id.as_str(), |(_, id)| id);
        let found = with_tokens().find(|it| it.id == id);
        found.map(Self::Provider).ok_or(WhoseError::Unknown)
    }
}

/// Why nobody is known by this name.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WhoseError {
    #[error(transparent)]
    Address(ParseAddressError),
    #[error(transparent)]
    Domain(ParseHostError),
    #[error(
        "an authorization server has an address such as https://login.example.org, with nothing behind the path"
    )]
    NoIssuer,
    #[error(
        "the address must begin with https://: whoever is on the way could read what http:// carries"
    )]
    NotHttps,
    #[error("no provider whose tokens are known has this name; use {}, a mail address, or an https:// address", provider_names().join(", "))]
    Unknown,
}

/// Why it is no id of a program.
#[derive(Debug, thiserror::Error)]
#[error("the id is empty")]
pub(crate) struct ClientIdError;

fn client_id(text: &str) -> Result<String, ClientIdError> {
    if text.trim().is_empty() { Err(ClientIdError) } else { Ok(text.to_owned()) }
}

/// Why it names no organisation.
#[derive(Debug, thiserror::Error)]
#[error("it is a domain or an id: letters, digits, dots and hyphens")]
pub(crate) struct TenantError;

/// It becomes a part of addresses.
fn tenant(text: &str) -> Result<String, TenantError> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
    let is_one = !text.is_empty() && text.chars().all(is_plain) && !text.starts_with('.');
    if is_one { Ok(text.to_owned()) } else { Err(TenantError) }
}

fn provider_ids() -> Vec<PossibleValue> {
    with_tokens().map(|it| PossibleValue::new(it.id.as_str())).collect()
}

/// The names of the providers who are known to give tokens.
pub(crate) fn provider_names() -> Vec<String> {
    with_tokens().map(|it| it.id.clone()).collect()
}

fn with_tokens() -> impl Iterator<Item = &'static Provider> {
    providers::all().filter(|it| it.oauth.is_some())
}

/// What people call some of them.
const ALIASES: [(&str, &str); 4] = [
    ("google", "gmail"),
    ("hotmail", "outlook-com"),
    ("microsoft", "microsoft-365"),
    ("outlook", "outlook-com"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_domains_and_servers_are_told_apart() {
        for (text, expected) in [
            ("gmail", "provider gmail"),
            ("Google", "provider gmail"),
            ("microsoft", "provider microsoft-365"),
            ("you@example.org", "domain example.org"),
            ("Example.ORG", "domain example.org"),
            ("https://login.example.org:8443/realm", "issuer https://login.example.org:8443/realm"),
        ] {
            let read = match text.parse::<Whose>().expect(text) {
                Whose::Domain(host) => format!("domain {host}"),
                Whose::Issuer(url) => format!("issuer {url}"),
                Whose::Provider(provider) => format!("provider {}", provider.id),
            };
            assert_eq!(read, expected);
        }
        for text in [
            "",
            "nobody",
            "192.0.2.1",
            "http://login.example.org",
            "https://login.example.org/?a=b",
            "https://you:secret@login.example.org/",
            "https://login.example.org/#a",
            "https://",
            "a@b@c.example",
            "a..example",
        ] {
            assert!(text.parse::<Whose>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_token_is_kept_under_the_name_that_it_is_looked_for_under() {
        for (text, name) in [
            ("gmail", "gmail"),
            ("You@Example.ORG", "You@example.org"),
            ("example.org", "example.org"),
        ] {
            assert_eq!(text.parse::<Owner>().expect(text).name, name);
        }
    }

    #[test]
    fn an_organisation_cannot_lead_elsewhere() {
        for text in ["common", "contoso.onmicrosoft.com", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"] {
            assert!(tenant(text).is_ok(), "{text}");
        }
        for text in ["", "a/b", "..", "a?b", "a#b", "a b", "a@b", "é"] {
            assert!(tenant(text).is_err(), "{text}");
        }
    }
}
