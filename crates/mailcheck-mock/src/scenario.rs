//! A scenario: why the world has it, what the provider does, and what a tester must find.

mod bundled;
mod files;
mod profile;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::dns::Dns;
use crate::port::Port;
use crate::port::Service;
use crate::span::Span;
use crate::spec::Spec;
use crate::web::Web;

pub use files::ReadScenarioError;
pub(crate) use profile::Profile;

/// What a provider does, as a file says it. `fixtures/scenarios/README.md` describes the files.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::Scenario;
///
/// let text = r#"
///     title = "the server is shutting down"
///     why = "Every server is restarted now and then; clients call it a wrong password."
///     [imap]
///     greeting = "* BYE Server shutting down."
/// "#;
/// let scenario = Scenario::from_toml("shutdown", text)?;
/// assert_eq!(scenario.title(), "the server is shutting down");
/// # Ok::<(), mailcheck_mock::ReadScenarioError>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scenario {
    #[serde(skip)]
    name: String,
    title: String,
    why: String,
    #[serde(default)]
    source: Vec<String>,
    #[serde(default)]
    all: Spec,
    #[serde(default)]
    imap: Spec,
    #[serde(default)]
    pop3: Spec,
    #[serde(default)]
    smtp: Spec,
    #[serde(default)]
    port: BTreeMap<Port, Spec>,
    dns: Option<Dns>,
    web: Option<Web>,
    #[serde(default)]
    verify: Vec<Verify>,
}

impl Scenario {
    /// One that is made and not read.
    pub(crate) fn of_ports(name: &str, title: &str, port: BTreeMap<Port, Spec>) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            why: String::new(),
            source: Vec::new(),
            all: Spec::default(),
            imap: Spec::default(),
            pop3: Spec::default(),
            smtp: Spec::default(),
            port,
            dns: None,
            web: None,
            verify: Vec::new(),
        }
    }

    /// The name of its file without the extension.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the provider does, in one line for a list of choices.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Why the world has this.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// Where it is known from: documents, source code, reports.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.source.iter().map(String::as_str)
    }

    /// The ways to look at it, and what must be found.
    pub fn looks(&self) -> &[Verify] {
        &self.verify
    }

    /// The DNS server, if there is to be one.
    pub(crate) fn dns(&self) -> Option<&Dns> {
        self.dns.as_ref()
    }

    /// The web servers, if there are to be any.
    pub(crate) fn web(&self) -> Option<&Web> {
        self.web.as_ref()
    }

    /// What it says of one port, the more particular over the more general.
    pub(crate) fn spec(&self, port: Port) -> Spec {
        let service = match port.service() {
            Service::Imap => &self.imap,
            Service::Pop3 => &self.pop3,
            Service::Smtp => &self.smtp,
        };
        let said = self.all.clone().overlaid(service);
        let said = match self.port.get(&port) {
            Some(particular) => said.overlaid(particular),
            None => said,
        };
        match said.profile.as_ref().and_then(|profile| profile.spec(port.service())) {
            Some(profile) => profile.clone().overlaid(&said),
            None => said,
        }
    }
}

/// One way to look at the provider, and what must be found then.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Verify {
    /// The ports that are named to the tester; with none, it is to find the settings itself.
    #[serde(default = "usual_ports")]
    pub ports: Vec<Port>,
    /// The provider's mail domain, if not `example.org`: some faults depend on whose customer it is.
    pub domain: Option<String>,
    /// The address that is typed, if not the right one.
    pub address: Option<String>,
    /// The log-in name that is typed, if not the address.
    pub username: Option<String>,
    /// The password that is used, if not the right one.
    pub password: Option<String>,
    /// The bearer token that is used instead of a password, if any. No scenario has a right one.
    pub token: Option<String>,
    /// Whom a certificate is for that is shown, and used instead of a password, if any.
    pub own_certificate: Option<String>,
    /// The devices that the account is to be used on.
    #[serde(default)]
    pub devices: Vec<String>,
    /// Whether to log in.
    #[serde(default = "yes")]
    pub log_in: bool,
    /// Whether to test if commands are carried over STARTTLS.
    #[serde(default)]
    pub injection: bool,
    /// Whether to ask if the address may send, and if a stranger may.
    #[serde(default)]
    pub sender: bool,
    /// Whether to send a message to oneself.
    #[serde(default)]
    pub send_test: bool,
    /// Whether that may be deleted once it was found.
    #[serde(default)]
    pub delete_test: bool,
    /// How many connections are to be held at the most, and how many must be in the end.
    pub limits: Option<Measured>,
    /// What the tester remembers of earlier log-ins, if there were any.
    #[cfg_attr(not(feature = "world"), expect(dead_code, reason = "only a tester remembers"))]
    pub(crate) refused_before: Option<Refused>,
    /// The ids of all the findings, no more and no less, in any order.
    pub findings: Vec<String>,
    /// The verdict, where the findings do not say enough.
    pub verdict: Option<String>,
}

impl Verify {
    /// The ports that are there: those that are named, or all where they are to be found.
    pub fn ports(&self) -> &[Port] {
        if self.ports.is_empty() { &Port::ALL } else { &self.ports }
    }
}

/// A limit that is measured.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Measured {
    /// How many connections are to be held at the most.
    pub most: u32,
    /// How many are held, for each ramp by itself: logged in first, then not logged in.
    pub held: Vec<u32>,
}

/// Earlier log-ins that were refused, and for how long there is to be no other.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(not(feature = "world"), expect(dead_code, reason = "only a tester remembers"))]
pub(crate) struct Refused {
    pub(crate) times: u32,
    pub(crate) wait: Span,
}

fn usual_ports() -> Vec<Port> {
    vec![Port::ImapTls, Port::SubmissionsTls]
}

fn yes() -> bool {
    true
}
