//! What a run is to do.

use std::sync::Arc;
use std::time::Duration;

use super::circle::SendTest;
use super::confirm::Confirm;
use super::ledger::Ledger;
use super::limits::Limits;
use crate::discover::Search;
use crate::evidence::{self, Credential, Mechanism, Wanted};
use crate::model::{Address, Endpoint, Host, Secret};
use crate::net::{ClientCertificate, Roots};
use crate::typing::{Slip, Typed, slips};
use crate::wire::sasl::Key;

/// Whose settings are tested.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Account {
    /// The mail address. Without one, no settings can be sought.
    pub address: Option<Address>,
    /// The log-in name, when it is not the address.
    pub username: Option<String>,
    /// What to log in with. Without one, everything but the log-in is tested.
    pub password: Option<Secret>,
    /// A bearer token of OAuth 2 (RFC 6750), which is used instead of a password.
    pub token: Option<Secret>,
    /// A certificate of the person's own, shown to servers that ask for one. Without a password or token it
    /// is what there is to log in with.
    pub certificate: Option<ClientCertificate>,
    /// On what it is to be used. It changes nothing of the run, and is judged with what was seen.
    pub devices: Vec<Wanted>,
}

impl Account {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the mail address.
    #[must_use]
    pub fn address(mut self, address: Address) -> Self {
        self.address = Some(address);
        self
    }

    /// Sets the log-in name.
    #[must_use]
    pub fn username(mut self, username: String) -> Self {
        self.username = Some(username);
        self
    }

    /// Sets a bearer token of OAuth 2, which is used instead of a password.
    #[must_use]
    pub fn token(mut self, token: Secret) -> Self {
        self.token = Some(token);
        self
    }

    /// Sets a certificate of the person's own.
    #[must_use]
    pub fn certificate(mut self, certificate: ClientCertificate) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// Sets the password.
    #[must_use]
    pub fn password(mut self, password: Secret) -> Self {
        self.password = Some(password);
        self
    }

    /// Whether there is anything to log in with.
    pub fn has_credential(&self) -> bool {
        self.password.is_some() || self.token.is_some() || self.certificate.is_some()
    }

    /// The name to log in with: the one that the person gave, else the one that a source gives, else the
    /// address.
    fn login_name(&self, published: Option<String>) -> Option<String> {
        let named = self.username.clone().or(published);
        named.or_else(|| self.address.as_ref().map(Address::to_ascii_domain))
    }

    /// The part that may be saved.
    pub(super) fn described(&self) -> evidence::Account {
        evidence::Account {
            address: self.address.as_ref().map(ToString::to_string),
            username: self.username.clone(),
            domain: self.address.as_ref().map(|address| address.domain().clone()),
            credential: Credential::None,
            is_address_told: false,
            devices: self.devices.clone(),
        }
    }
}

/// What a run is to do: whose settings, where, and how patiently.
#[derive(Debug)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Plan {
    /// Whose settings are tested.
    pub account: Account,
    /// Where to look. When there is none, settings are sought for the address's domain.
    pub endpoints: Vec<Endpoint>,
    /// Whom to ask for settings.
    pub search: Search,
    /// Whether to log in, given a password.
    pub login: bool,
    /// Whether to find out if servers do inside TLS what was sent in clear along with STARTTLS
    /// (CVE-2011-0411). It takes one more connection to each address of a STARTTLS endpoint.
    pub injection: bool,
    /// Whether to ask the outgoing server, without sending a message, if the account's address may send,
    /// and if the server takes mail to elsewhere without a log-in (RFC 6409 §4.3). It is done only once
    /// the log-in was accepted; the second question takes one more connection.
    pub sender: bool,
    /// Whether to send a message to the account's own address, and to look for it. It is done only once
    /// both an IMAP server and an outgoing one took the log-in, and takes one more connection to each.
    pub send_test: Option<SendTest>,
    /// Whether the credential may go to hosts outside of the mail domain that only unsigned DNS
    /// names (RFC 6186 §6): somebody has made sure that they are the right ones.
    pub accept_foreign_host: bool,
    /// The only mechanism to log in with; the best that is offered if `None`.
    pub mechanism: Option<Mechanism>,
    /// Whether to try every other mechanism that is offered and the credential can be used with, once each,
    /// after a log-in was accepted. As many as [`MOST_REFUSALS`](super::MOST_REFUSALS) log-ins of the run
    /// may be refused; each takes one more connection.
    pub all_mechanisms: bool,
    /// How to measure how many connections the servers let be held at once; not at all if `None`.
    pub limits: Option<Limits>,
    /// Whether other usual ports of a server are tried where it did not answer as mail, to tell the line
    /// from the server. It takes up to three more connections, all at once.
    pub other_ports: bool,
    /// The time between the beginnings of two connections, if each is to wait for the one before. Only a
    /// server that stays silent is then asked on a second one beside whether it awaits TLS. All addresses
    /// are tried at once if `None`.
    pub pace: Option<Duration>,
    /// How many addresses of each family are tried of a host.
    pub most_addresses: usize,
    /// Longest wait for one step, such as connecting or one reply.
    pub timeout: Duration,
    /// Longest wait for the answer to a log-in. Servers delay it after failures: Dovecot by up to
    /// 15 s (`auth-penalty.h`).
    pub login_timeout: Duration,
    /// The roots to trust.
    pub roots: Roots,
    /// Who remembers refused log-ins from run to run; nobody if `None`.
    pub ledger: Option<Arc<dyn Ledger>>,
    /// Who is asked before the credential goes to a host that `accept_foreign_host` is about; it does not
    /// go there if `None`.
    pub confirm: Option<Arc<dyn Confirm>>,
}

impl Plan {
    /// Tests this account with the usual patience against the system's roots.
    pub fn new(account: Account) -> Self {
        Self {
            account,
            endpoints: Vec::new(),
            search: Search::default(),
            login: true,
            injection: false,
            sender: false,
            send_test: None,
            accept_foreign_host: false,
            mechanism: None,
            all_mechanisms: false,
            limits: None,
            other_ports: true,
            pace: None,
            most_addresses: MAX_ADDRESSES,
            timeout: Duration::from_secs(10),
            login_timeout: Duration::from_secs(30),
            roots: Roots::system(),
            ledger: None,
            confirm: None,
        }
    }

    /// Adds a place to look at.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoints.push(endpoint);
        self
    }

    /// Leaves the log-in out.
    #[must_use]
    pub fn without_login(mut self) -> Self {
        self.login = false;
        self
    }

    /// Trusts these roots.
    #[must_use]
    pub fn roots(mut self, roots: Roots) -> Self {
        self.roots = roots;
        self
    }

    /// Asks this ledger before a credential is sent.
    #[must_use]
    pub fn ledger(mut self, ledger: Arc<dyn Ledger>) -> Self {
        self.ledger = Some(ledger);
        self
    }

    /// The mail domain.
    pub(super) fn domain(&self) -> Option<&Host> {
        let of_address = self.account.address.as_ref().map(Address::domain);
        of_address.or(self.search.domain.as_ref())
    }

    /// The name to log in with and what proves it, if there are both and they are to be used.
    pub(super) fn credential(&self, published: Option<String>) -> Option<(String, Key<'_>)> {
        let Account { password, token, certificate, .. } = &self.account;
        let token = token.as_ref().map(Key::Token);
        let secret = token.or_else(|| password.as_ref().map(Key::Password));
        let key = secret.or_else(|| certificate.as_ref().map(|_| Key::Certificate));
        Some((self.account.login_name(published)?, key.filter(|_| self.logs_in())?))
    }

    /// Whether a credential is to be used at all.
    pub(super) fn logs_in(&self) -> bool {
        self.login && !self.search.is_survey
    }

    /// The slips in what was typed. A password that was taken is right, whatever it looks like, and
    /// nothing is said of it.
    pub(super) fn slips(&self, is_password_taken: bool) -> Vec<Slip> {
        let Account { address, username, password, .. } = &self.account;
        slips(&Typed {
            address: address.as_ref().map(Address::typed),
            username: username.as_deref(),
            password: password.as_ref().filter(|_| self.login && !is_password_taken),
        })
    }

    pub(super) fn described(&self) -> evidence::Account {
        let mut account = self.account.described();
        account.domain = self.domain().cloned();
        account.is_address_told = self.search.send_address && account.address.is_some();
        account.credential = match self.credential(None) {
            Some((_, Key::Password(_))) => Credential::Password,
            Some((_, Key::Token(_))) => Credential::Token,
            Some((_, Key::Certificate)) => Credential::Certificate,
            None => Credential::None,
        };
        account
    }
}

/// More addresses of one family than any mail host has; a list without end must not be followed.
const MAX_ADDRESSES: usize = 16;
