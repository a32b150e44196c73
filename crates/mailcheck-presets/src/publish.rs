//! What a mail domain publishes so that every mail program finds its settings: from settings that were
//! verified to files, and where each of them goes. Not a sentence is written here.
//!
//! A server without encryption is never written, nor an address in place of a name, nor a log-in name
//! that only one person has.

mod autoconfig;
mod autodiscover;
mod now;
mod pacc;
#[cfg(test)]
mod tests;
mod verified;
mod zone;

pub use now::Now;
pub use verified::{Verified, verified};

use mailcheck::model::{
    Authentication, Endpoint, Host, ParseHostError, Security, Service, Setting,
};

/// What a domain offers, as it was verified.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Offer {
    /// The mail domain.
    pub domain: Host,
    /// The provider's name, for people.
    pub display_name: String,
    /// Servers for reading mail. The log-in name has placeholders, `%EMAILADDRESS%` or
    /// `%EMAILLOCALPART%`; where it is not said, the address is meant.
    pub incoming: Vec<Setting>,
    /// Servers for sending mail.
    pub outgoing: Vec<Setting>,
    /// Who gives bearer tokens (RFC 8414 §2), if somebody does.
    pub oauth_issuer: Option<String>,
    /// Services of which it is not known whether they are offered: nothing is said of them.
    pub not_known: Vec<Service>,
}

impl Offer {
    /// Puts an offer together whose log-ins need a password.
    pub fn new(
        domain: Host,
        display_name: &str,
        incoming: Vec<Setting>,
        outgoing: Vec<Setting>,
    ) -> Self {
        let display_name = display_name.to_owned();
        let not_known = Vec::new();
        Self { domain, display_name, incoming, outgoing, oauth_issuer: None, not_known }
    }
}

/// What is to be published.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Publication {
    /// The files, each with the places where it goes.
    pub files: Vec<Published>,
    /// Files that cannot be written.
    pub left_out: Vec<(Kind, Reason)>,
    /// Servers that are in no file.
    pub servers_left_out: Vec<(Endpoint, Reason)>,
}

impl Publication {
    /// The hosts of the web addresses: each needs an address record and a certificate.
    pub fn web_hosts(&self) -> Vec<&Host> {
        let places = self.files.iter().flat_map(|file| &file.places);
        let mut hosts: Vec<&Host> = places
            .filter_map(|place| match place {
                Place::Web { host, .. } => Some(host),
                Place::Zone { .. } => None,
            })
            .collect();
        hosts.sort();
        hosts.dedup();
        hosts
    }
}

/// One file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Published {
    /// What it is.
    pub kind: Kind,
    /// A name for it in a folder.
    pub name: &'static str,
    /// What is in it, octet for octet.
    pub content: String,
    /// Where it goes.
    pub places: Vec<Place>,
    /// Whether the server fills in placeholders for each address that asks.
    pub is_template: bool,
    /// The servers that it names, in its order.
    pub settings: Vec<Setting>,
}

/// What is published.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// An autoconfig document, version 1.1.
    Autoconfig,
    /// An answer to Autodiscover, "plain old XML" (MS-OXDSCLI).
    Autodiscover,
    /// The document of draft-ietf-mailmaint-pacc.
    Pacc,
    /// The TXT record that vouches for it.
    PaccRecord,
    /// SRV records (RFC 6186, RFC 8314 §5.1), and the one that leads to Autodiscover.
    Srv,
}

impl Kind {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Autoconfig => "autoconfig",
            Self::Autodiscover => "autodiscover",
            Self::Pacc => "pacc",
            Self::PaccRecord => "pacc-record",
            Self::Srv => "srv",
        }
    }
}

/// Where a file goes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Place {
    /// Its lines go into the zone of this domain.
    Zone {
        /// The domain.
        zone: Host,
    },
    /// It is what this address answers, over trusted TLS and without a log-in.
    Web {
        /// The address.
        url: String,
        /// Its host.
        host: Host,
        /// The media type to send it with.
        content_type: &'static str,
        /// Whether it is asked for by POST.
        by_post: bool,
    },
}

/// Why something is not published.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// Only sources name it whose answers could have been forged, and it is outside of the mail domain.
    Forgeable,
    /// The host is an IP address.
    HostIsAddress,
    /// The name of the mail domain is too long for what goes below it.
    LongDomain,
    /// The log-in name has no placeholder, so it is one person's.
    NameOfOne,
    /// The format cannot say a log-in name, and it is not the address.
    NameIsNotTheAddress,
    /// No server of one side is left.
    NoServer {
        /// Whether the side is the incoming one.
        incoming: bool,
    },
    /// The format knows only TLS from the start on the registered port, and no server of one side has
    /// that.
    NotImplicitTls {
        /// Whether the side is the incoming one.
        incoming: bool,
    },
    /// It was not tested.
    NotTested,
    /// It works, and so does another whose source has more to say.
    NotTheBest,
    /// It was not seen to work: no trusted certificate, no greeting or nothing to log in with.
    NotWorking,
    /// There is no encryption.
    Plain,
    /// Log-ins need a token, and the format cannot say, or it was not said, who gives it.
    TokensOnly,
}

impl Reason {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forgeable => "forgeable",
            Self::HostIsAddress => "host-is-address",
            Self::LongDomain => "long-domain",
            Self::NameIsNotTheAddress => "name-is-not-the-address",
            Self::NameOfOne => "name-of-one",
            Self::NoServer { incoming: true } => "no-incoming",
            Self::NoServer { incoming: false } => "no-outgoing",
            Self::NotImplicitTls { .. } => "not-implicit-tls",
            Self::NotTested => "not-tested",
            Self::NotTheBest => "not-the-best",
            Self::NotWorking => "not-working",
            Self::Plain => "plain",
            Self::TokensOnly => "tokens-only",
        }
    }
}

/// Writes all that can be published of an offer.
///
/// # Examples
///
/// ```
/// use mailcheck::model::{Endpoint, Service};
/// use mailcheck_presets::publish::{Kind, Offer, publish};
/// let imap = Endpoint::parse(Service::Imap, "imap.example.org")?.into();
/// let smtp = Endpoint::parse(Service::Smtp, "smtp.example.org")?.into();
/// let offer = Offer::new("example.org".parse()?, "Example", vec![imap], vec![smtp]);
/// let publication = publish(&offer);
/// assert_eq!(publication.files[0].kind, Kind::Srv);
/// let first = publication.files[0].content.lines().next();
/// assert_eq!(first, Some("_imaps._tcp.example.org. 3600 IN SRV 0 1 993 imap.example.org."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn publish(offer: &Offer) -> Publication {
    let mut publication = Publication::default();
    let servers = Servers::of(offer, &mut publication.servers_left_out);
    let mut add = |kind, files: Result<Vec<Published>, Reason>| match files {
        Ok(files) => publication.files.extend(files),
        Err(why) => publication.left_out.push((kind, why)),
    };
    let autodiscover = autodiscover::write(offer, &servers);
    add(Kind::Srv, zone::write(offer, &servers, autodiscover.is_ok()));
    add(Kind::Autoconfig, autoconfig::write(offer, &servers));
    add(Kind::Pacc, pacc::write(offer, &servers));
    add(Kind::Autodiscover, autodiscover);
    publication
}

/// The servers that may be published, the best first: TLS from the start before STARTTLS (RFC 8314
/// §3), IMAP before POP3, registered ports before others.
struct Servers<'a> {
    incoming: Vec<&'a Setting>,
    outgoing: Vec<&'a Setting>,
}

impl<'a> Servers<'a> {
    fn of(offer: &'a Offer, left_out: &mut Vec<(Endpoint, Reason)>) -> Self {
        let mut side = |settings: &'a [Setting], is_incoming: bool| {
            let mut kept: Vec<&Setting> = Vec::new();
            for setting in
                settings.iter().filter(|it| it.endpoint.service.is_incoming() == is_incoming)
            {
                let endpoint = &setting.endpoint;
                match unpublishable(setting) {
                    Some(why) => left_out.push((endpoint.clone(), why)),
                    None if kept.iter().any(|known| known.endpoint == *endpoint) => {}
                    None => kept.push(setting),
                }
            }
            kept.sort_by_key(|it| rank(&it.endpoint));
            kept
        };
        Self { incoming: side(&offer.incoming, true), outgoing: side(&offer.outgoing, false) }
    }

    /// Those of both sides that this is true of.
    ///
    /// # Errors
    ///
    /// What this makes of a side that has none.
    fn both(
        &self,
        is_wanted: impl Fn(&Setting) -> bool,
        none: impl Fn(bool) -> Reason,
    ) -> Result<Self, Reason> {
        let wanted = |side: &[&'a Setting]| -> Vec<&'a Setting> {
            side.iter().copied().filter(|setting| is_wanted(setting)).collect()
        };
        let found = Self { incoming: wanted(&self.incoming), outgoing: wanted(&self.outgoing) };
        match (found.incoming.is_empty(), found.outgoing.is_empty()) {
            (true, _) => Err(none(true)),
            (false, true) => Err(none(false)),
            (false, false) => Ok(found),
        }
    }

    /// Those that there is a server of each side of, at all.
    fn any(&self) -> Result<Self, Reason> {
        self.both(|_| true, |incoming| Reason::NoServer { incoming })
    }

    /// Those that take something else than a token.
    fn with_password(&self) -> Result<Self, Reason> {
        self.any()?.both(|setting| !ways(setting).is_empty(), |_| Reason::TokensOnly)
    }

    fn all(&self) -> impl Iterator<Item = &'a Setting> {
        self.incoming.iter().chain(&self.outgoing).copied()
    }
}

fn unpublishable(setting: &Setting) -> Option<Reason> {
    let name = username(setting);
    let is_for_all = ["%EMAILADDRESS%", "%EMAILLOCALPART%"].iter().any(|it| name.contains(it));
    if setting.endpoint.security == Security::Plain {
        Some(Reason::Plain)
    } else if setting.endpoint.host.ip().is_some() {
        Some(Reason::HostIsAddress)
    } else {
        (!is_for_all).then_some(Reason::NameOfOne)
    }
}

fn rank(endpoint: &Endpoint) -> (bool, bool, bool) {
    let is_usual =
        *endpoint == Endpoint::usual(endpoint.service, endpoint.host.clone(), endpoint.security);
    (endpoint.service == Service::Pop3, endpoint.security != Security::Tls, !is_usual)
}

fn username(setting: &Setting) -> &str {
    setting.username.as_deref().unwrap_or(ADDRESS)
}

/// The ways to log in that need no token, the best first; a password where nothing is said.
fn ways(setting: &Setting) -> Vec<Authentication> {
    if setting.authentication.is_empty() {
        return vec![Authentication::PasswordCleartext];
    }
    let has_a_word = |way: &&Authentication| match way {
        Authentication::PasswordCleartext
        | Authentication::PasswordEncrypted
        | Authentication::Ntlm
        | Authentication::Gssapi
        | Authentication::TlsClientCert
        | Authentication::ClientIpAddress => true,
        // Mail programs know the issuers of a few providers only; and `none` invites everybody.
        Authentication::OAuth2 | Authentication::None | Authentication::Other(_) => false,
        _later => false,
    };
    setting.authentication.iter().filter(has_a_word).cloned().collect()
}

/// A web address at the domain itself or below it.
fn web(
    offer: &Offer,
    label: Option<&str>,
    path: &str,
    content_type: &'static str,
    by_post: bool,
) -> Result<Place, Reason> {
    let host = match label {
        None => offer.domain.clone(),
        Some(label) => offer.domain.below(label).map_err(|_: ParseHostError| Reason::LongDomain)?,
    };
    Ok(Place::Web { url: format!("https://{}{path}", host.as_str()), host, content_type, by_post })
}

/// The name for people: one line of at most so many characters, the domain where nothing is left.
fn display_name(offer: &Offer, most: usize) -> String {
    let name: String = offer.display_name.chars().filter(|letter| !letter.is_control()).collect();
    let cut = |name: &str| name.trim().chars().take(most).collect::<String>().trim_end().to_owned();
    match cut(&name) {
        name if name.is_empty() => cut(offer.domain.as_str()),
        name => name,
    }
}

const ADDRESS: &str = "%EMAILADDRESS%";
