//! What a source of settings answered, on which way, and who could have forged it.

use serde::{Deserialize, Serialize};

use super::{Chain, ConnectFailure, LookupFailure, ReadFailure, TlsFailure};
use crate::model::{Deviation, Host, Notes, ServerText, Setting, Source, Unusable};

/// What a source of settings answered.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Asked {
    /// Which source.
    pub source: Source,
    /// Exactly where: the name of the record, the URL, the file, the host and port tried.
    pub location: String,
    /// What came of it.
    pub outcome: SourceOutcome,
    /// The settings it names, best first.
    pub settings: Vec<Setting>,
    /// How long it took.
    pub took_ms: u64,
    /// The mail hoster's host that MX records name, where one led here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mx: Option<Host>,
    /// Whether DNSSEC vouches for the records on the way here; `None` where it does not matter, as the
    /// answer came over verified TLS from a name within the mail domain, or no DNS was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnssec: Option<Dnssec>,
    /// Every request on the way over the web, the redirected ones first; empty where the web was not
    /// asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    /// Round trips that were waited for one after the other, look-ups included; `None` where they were
    /// not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_trips: Option<u32>,
    /// How the document differs from its format, in the order in which it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<Deviation>,
    /// What else the document says to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
}

impl Asked {
    /// Puts an answer together that names nothing.
    pub fn new(source: Source, location: String, outcome: SourceOutcome, took_ms: u64) -> Self {
        Self {
            source,
            location,
            outcome,
            settings: Vec::new(),
            took_ms,
            by_mx: None,
            dnssec: None,
            hops: Vec::new(),
            round_trips: None,
            deviations: Vec::new(),
            notes: None,
        }
    }

    /// How somebody between the source and this device could have forged the answer; `None` when nobody
    /// could. A plain hop says more than an unsigned record.
    pub fn forgeable(&self) -> Option<Forgeable> {
        if self.hops.iter().any(|hop| !hop.is_https()) {
            return Some(Forgeable::PlainHttp);
        }
        if self.leads_elsewhere().is_some() {
            return Some(Forgeable::Redirected);
        }
        let is_vouched_for = self.dnssec.is_none_or(|dnssec| dnssec == Dnssec::Secure);
        (!is_vouched_for).then_some(Forgeable::UnsignedDns)
    }

    /// Whether these are SRV records of a domain that name its own hosts only. Somebody else may have
    /// written them, but could lead nobody elsewhere: the certificates of these hosts vouch for them.
    fn is_about_own_hosts(&self) -> bool {
        let domain = self.location.split_once("._tcp.").and_then(|(_, domain)| domain.parse().ok());
        let is_own =
            |domain: &Host| self.settings.iter().all(|it| it.endpoint.host.is_within(domain));
        self.source == Source::Srv && domain.as_ref().is_some_and(is_own)
    }

    /// How far its word counts against another's.
    pub fn authority(&self) -> Authority {
        match (self.source, self.forgeable()) {
            (Source::Given | Source::Preset, _) => Authority::Person,
            (Source::Guess, _) => Authority::Guess,
            (Source::Srv, _) if self.is_about_own_hosts() => Authority::Domain,
            (_, Some(Forgeable::PlainHttp)) => Authority::Plain,
            (_, Some(Forgeable::Redirected | Forgeable::UnsignedDns)) => Authority::Unsigned,
            (Source::Ispdb | Source::Provider, None) => Authority::Database,
            (Source::Mx, None) if self.is_third_party() => Authority::Database,
            (Source::Mx, None) => Authority::Hoster,
            (
                Source::Autoconfig
                | Source::Autodiscover
                | Source::Mailconf
                | Source::Pacc
                | Source::Srv
                | Source::WellKnown,
                None,
            ) => Authority::Domain,
        }
    }

    /// The first host that a redirect leads to outside of what was registered along with the host that was
    /// asked: somebody else says what the settings are.
    pub fn leads_elsewhere(&self) -> Option<Host> {
        let mut hosts = self.hops.iter().filter_map(|hop| hop.host()?.parse::<Host>().ok());
        let first = hosts.next()?;
        hosts.find(|host| *host != first && host.registrable() != first.registrable())
    }

    /// Whether the question went to somebody who is neither the mail domain nor its mail hoster.
    pub fn is_third_party(&self) -> bool {
        // The hoster's own document counts as his, an entry of the database does not.
        let is_database = |hop: &Hop| THIRD_PARTIES.iter().any(|host| hop.host() == Some(host));
        self.source == Source::Ispdb || self.hops.iter().any(is_database)
    }
}

/// Databases of settings that are not the provider's.
pub const THIRD_PARTIES: [&str; 2] = ["autoconfig.thunderbird.net", "v1.ispdb.net"];

/// How far the word of a source counts, the most first: whoever may say what the settings are, by a way
/// on which nobody could change it, before whoever may not or could be somebody else.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Authority {
    /// The person said so.
    Person,
    /// The mail domain itself, beyond forgery.
    Domain,
    /// The mail hoster that signed MX records name, beyond forgery.
    Hoster,
    /// A database that is somebody else's, beyond forgery.
    Database,
    /// Unsigned DNS, or a page elsewhere that a redirect leads to.
    Unsigned,
    /// A page that came in clear.
    Plain,
    /// Nobody said so.
    Guess,
}

/// How an answer could be forged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Forgeable {
    /// Something on the way was in clear.
    PlainHttp,
    /// A redirect leads out of the domain that was asked.
    Redirected,
    /// It rests on DNS records that are not signed.
    UnsignedDns,
}

/// What DNSSEC says of records (RFC 4035 §4.3).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Dnssec {
    /// Signed, and the signatures lead to the root.
    Secure,
    /// Not signed, provably.
    Insecure,
    /// Signed, and the signatures are wrong.
    Bogus,
    /// It cannot be told: the resolver does not pass signatures on.
    Indeterminate,
}

/// What came of asking a source.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceOutcome {
    /// It could not be asked, as DNS gave no answer of use.
    Failed {
        /// Why.
        why: LookupFailure,
    },
    /// It could not be fetched from the web.
    NotFetched {
        /// Why.
        why: FetchFailure,
    },
    /// Something came, and there are no settings in it.
    Unusable {
        /// Why not.
        why: Unusable,
    },
    /// It names settings.
    Found,
    /// It knows nothing.
    Nothing,
    /// It says that the service is not offered (RFC 6186 §3.4: the target is `.`).
    NotOffered,
    /// It sends on to another domain, which is not asked.
    SentElsewhere {
        /// Where to.
        to: ServerText,
    },
    /// It was not to be asked.
    Skipped,
}

/// Why nothing came from the web.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FetchFailure {
    /// No TCP connection came about.
    Connect {
        /// Why, of the address that got furthest.
        why: ConnectFailure,
    },
    /// A host on the way has no address, or none could be learnt.
    Lookup {
        /// Which.
        host: String,
        /// Why; `NotFound` as well when it has no address.
        why: LookupFailure,
    },
    /// The address leads into a private network, which nobody outside of it may send us to.
    PrivateAddress {
        /// The host.
        host: String,
    },
    /// The answer could not be read.
    Read {
        /// Why.
        why: ReadFailure,
    },
    /// It was sent on to what cannot be followed: a page that has been there, one redirect too many, or
    /// no address on the web.
    Redirect {
        /// Where to.
        to: ServerText,
        /// Whether it is a circle or too long a chain; else the target is no web address.
        endless: bool,
    },
    /// The server answered, and has no such page: any status but 200 to 299 and redirects.
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// The run ended first.
    Stopped,
    /// The certificate is not trusted or not for this name, or TLS did not come about.
    Tls {
        /// Why.
        why: TlsFailure,
    },
}

/// One request on the way.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Hop {
    /// Where.
    pub url: String,
    /// The status of the answer, if one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The certificates, if TLS came to showing them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented: Option<Chain>,
    /// Whether the address held a user name or a password, which were left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_user_info: bool,
}

impl Hop {
    /// A request that got no answer yet.
    pub fn new(url: String) -> Self {
        Self { url, status: None, presented: None, has_user_info: false }
    }

    /// Whether it went over TLS. What is not verified gets no further, so this is verified.
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https://")
    }

    /// The host in the URL; IPv6 addresses in brackets.
    pub fn host(&self) -> Option<&str> {
        let authority = self.authority()?;
        Some(self.port().map_or(authority, |(host, _port)| host))
    }

    /// The host, and the port behind it where the URL names one.
    fn port(&self) -> Option<(&str, &str)> {
        self.authority()?.rsplit_once(':').filter(|(_host, port)| !port.ends_with(']'))
    }

    /// The port that the URL names; `None` where it is that of its scheme.
    pub fn odd_port(&self) -> Option<u16> {
        self.port()?.1.parse().ok()
    }

    fn authority(&self) -> Option<&str> {
        let (_scheme, rest) = self.url.split_once("://")?;
        rest.split(['/', '?', '#']).next()
    }
}
