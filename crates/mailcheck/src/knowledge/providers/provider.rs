//! One provider, and what can be asked of it.

use std::time::Duration;

use serde::Deserialize;

use super::facts::{
    Access, Credential, CredentialKind, Entrance, ForeignFilter, HostGroup, Limit, LimitKind,
    Lockout, Names, Note, Oauth, Page, PageKind, PatternGroup, Server, Switch, Username, WebGroup,
};
use super::{HostPattern, ReadProviderError, read};
use crate::model::{Host, Service};

/// What is known of one mail provider. An empty list says that nothing is known.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Provider {
    /// The name of its file.
    pub id: String,
    /// What people call it.
    pub names: Names,
    /// The mail domains that it gives out.
    #[serde(default)]
    pub domains: Vec<PatternGroup>,
    /// How its servers are recognised.
    #[serde(default)]
    pub hosts: Vec<HostGroup>,
    /// How mail programs get in, where it is not as usual.
    pub access: Option<Access>,
    /// The servers to enter, the best first.
    #[serde(default)]
    pub servers: Vec<Server>,
    /// What to enter as user name.
    #[serde(default)]
    pub usernames: Vec<Username>,
    /// What is taken as a password.
    #[serde(default)]
    pub credentials: Vec<Credential>,
    /// Who gives tokens.
    pub oauth: Option<Oauth>,
    /// What has to be switched on.
    #[serde(default)]
    pub switches: Vec<Switch>,
    /// How much is allowed.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// What happens after too many refused log-ins.
    #[serde(default)]
    pub lockouts: Vec<Lockout>,
    /// Whether log-ins from abroad are refused.
    #[serde(default)]
    pub foreign_filters: Vec<ForeignFilter>,
    /// Pages to read.
    #[serde(default)]
    pub pages: Vec<Page>,
    /// Pages where people enter, that of the account first.
    #[serde(default)]
    pub entrances: Vec<Entrance>,
    /// Hosts of its own web pages.
    #[serde(default)]
    pub web: Vec<WebGroup>,
    /// Something to know for whoever keeps the data.
    #[serde(default)]
    pub notes: Vec<Note>,
}

impl Provider {
    /// Reads a file of `data/providers`.
    ///
    /// # Errors
    ///
    /// [`ReadProviderError`] when it is not as `docs/providers.md` describes.
    pub fn from_toml(text: &str) -> Result<Self, ReadProviderError> {
        read::provider(text)
    }

    /// What to enter as user name for a service; `None` when that is not known.
    pub fn username(&self, service: Service) -> Option<&Username> {
        self.usernames.iter().find(|it| is_for(&it.services, service))
    }

    /// Whether a service has to be switched on; `None` when that is not known.
    pub fn switch(&self, service: Service) -> Option<&Switch> {
        self.switches.iter().find(|it| is_for(&it.services, service))
    }

    /// A limit for a service; `None` when nobody has looked for it.
    pub fn limit(&self, of: LimitKind, service: Service) -> Option<&Limit> {
        self.limits.iter().find(|it| it.of == of && is_for(&it.services, service))
    }

    /// What happens after too many refused log-ins; `None` when nobody has looked for it.
    pub fn lockout(&self, service: Service) -> Option<&Lockout> {
        self.lockouts.iter().find(|it| is_for(&it.services, service))
    }

    /// How long the provider says to wait after refused log-ins. It is right where our own numbers
    /// differ; `None` where it tells none.
    pub fn published_wait(&self, service: Service) -> Option<PublishedWait<'_>> {
        let lockout = self.lockout(service)?;
        Some(PublishedWait { length: lockout.over.wait()?, source: &lockout.source.at })
    }

    /// Whether log-ins from abroad are refused; `None` when that is not known.
    pub fn foreign_filter(&self, service: Service) -> Option<&ForeignFilter> {
        self.foreign_filters.iter().find(|it| is_for(&it.services, service))
    }

    /// A kind of credential, if the servers are known to take it.
    pub fn credential(&self, kind: CredentialKind) -> Option<&Credential> {
        self.credentials.iter().find(|it| it.kind == kind)
    }

    /// A page to read.
    pub fn page(&self, kind: PageKind) -> Option<&Page> {
        self.pages.iter().find(|it| it.kind == kind)
    }

    /// Whether a server is one of those to enter here, which several providers may have in common.
    pub fn names_server(&self, host: &Host) -> bool {
        self.servers.iter().any(|server| server.host.fit(host).is_some())
    }

    /// The hosts among which a host of its web pages is; `None` where it is not known to be one.
    pub fn web_group(&self, host: &Host) -> Option<&WebGroup> {
        let fits = |group: &&WebGroup| group.names.iter().any(|name| name.fit(host).is_some());
        self.web.iter().find(fits)
    }

    /// How well a mail domain fits.
    pub(super) fn domain_fit(&self, domain: &Host) -> Option<usize> {
        let patterns = self.domains.iter().flat_map(|group| &group.names);
        patterns.filter_map(|pattern| pattern.fit(domain)).max()
    }

    /// How well the name of a server fits.
    pub(super) fn host_fit(&self, host: &Host) -> Option<usize> {
        let names = self.hosts.iter().flat_map(|group| &group.names);
        let within = names.filter(|name| host.is_within(name));
        let within = within.map(|name| name.as_str().len());
        let told = self.servers.iter().map(|server| &server.host);
        let told = told.filter(|pattern| matches!(pattern, HostPattern::Below(_)));
        within.chain(told.filter_map(|pattern| pattern.fit(host))).max()
    }
}

fn is_for(services: &[Service], service: Service) -> bool {
    services.is_empty() || services.contains(&service)
}

/// A wait that a provider publishes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PublishedWait<'a> {
    /// How long.
    pub length: Duration,
    /// Where it is written.
    pub source: &'a str,
}
