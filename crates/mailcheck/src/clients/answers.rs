//! The answers of a run, as clients ask for them.

use super::sources;
use crate::evidence::{
    Asked, ConnectFailure, Evidence, FetchFailure, Hop, LookupFailure, ReadFailure, SourceOutcome,
    THIRD_PARTIES, TlsFailure, Unusable,
};
use crate::model::{Address, Host, Source};

/// Whom a client asks. Places of one source differ in the host and in how the way is secured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// `autoconfig.DOMAIN`.
    Autoconfig(Scheme),
    /// `autodiscover.DOMAIN`.
    AutodiscoverBelow(Scheme),
    /// `DOMAIN/autodiscover`.
    AutodiscoverDomain,
    /// What the record `_autodiscover._tcp.DOMAIN` leads to.
    AutodiscoverRecord,
    /// The public database.
    Ispdb,
    /// The mail hoster's autoconfig host, and the database's entry for the hoster.
    Mx,
    /// Records of the mail domain.
    Srv,
    /// `DOMAIN/.well-known/autoconfig`.
    WellKnown(Scheme),
}

/// How a web address begins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Place {
    pub(super) fn source(self) -> Source {
        match self {
            Self::Autoconfig(_) => Source::Autoconfig,
            Self::AutodiscoverBelow(_) | Self::AutodiscoverDomain | Self::AutodiscoverRecord => {
                Source::Autodiscover
            }
            Self::Ispdb => Source::Ispdb,
            Self::Mx => Source::Mx,
            Self::Srv => Source::Srv,
            Self::WellKnown(_) => Source::WellKnown,
        }
    }
}

/// An answer and its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'a> {
    pub(super) index: usize,
    pub(super) asked: &'a Asked,
}

/// What came of a question, as a client would see it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Heard {
    /// A document with servers in it.
    Settings,
    /// A document with no server in it.
    Empty,
    /// A page for people.
    Page,
    /// A document that readers differ about.
    Unclear,
    /// The server wants a log-in first.
    WantsLogin,
    /// The service is not offered.
    NotOffered,
    /// Nothing is there.
    Nothing,
    /// Nobody was reached.
    NotReached,
    /// It was not asked, or whether there is an answer was not found out.
    NotAsked,
}

impl Answer<'_> {
    pub(super) fn heard(&self) -> Heard {
        match &self.asked.outcome {
            SourceOutcome::Failed { why } => lookup(why),
            SourceOutcome::Found => Heard::Settings,
            SourceOutcome::NotFetched { why } => fetch(why),
            SourceOutcome::NotOffered => Heard::NotOffered,
            SourceOutcome::Nothing => Heard::Nothing,
            // Where a client would be sent on to was not asked either.
            SourceOutcome::SentElsewhere { .. } | SourceOutcome::Skipped => Heard::NotAsked,
            SourceOutcome::Unusable { why } => match why {
                // The page is the network's, so the source was not heard.
                Unusable::CaptivePortal => Heard::NotAsked,
                Unusable::DigestMismatch | Unusable::Malformed { .. } | Unusable::WildcardDns => {
                    Heard::Unclear
                }
                Unusable::HtmlPage => Heard::Page,
                Unusable::NoServer => Heard::Empty,
                Unusable::WantsLogin => Heard::WantsLogin,
            },
        }
    }

    /// The host in its address.
    pub(super) fn host(&self) -> Option<Host> {
        Hop::new(self.asked.location.clone()).host()?.parse().ok()
    }

    pub(super) fn scheme(&self) -> Scheme {
        let is_https = Hop::new(self.asked.location.clone()).is_https();
        if is_https { Scheme::Https } else { Scheme::Http }
    }

    /// The domain that an entry of the database is about.
    pub(super) fn entry(&self) -> Option<Host> {
        self.asked.location.rsplit('/').next()?.parse().ok()
    }

    /// Whether it is an entry of the database.
    pub(super) fn is_entry(&self) -> bool {
        self.host().is_some_and(|host| THIRD_PARTIES.contains(&host.as_str()))
    }
}

fn lookup(why: &LookupFailure) -> Heard {
    match why {
        LookupFailure::NotFound => Heard::Nothing,
        LookupFailure::Bogus
        | LookupFailure::NoAnswer
        | LookupFailure::Other { .. }
        | LookupFailure::ServerError { .. }
        | LookupFailure::Stopped => Heard::NotAsked,
    }
}

fn fetch(why: &FetchFailure) -> Heard {
    match why {
        FetchFailure::Connect { why: ConnectFailure::Stopped }
        | FetchFailure::PrivateAddress { .. }
        | FetchFailure::Read { why: ReadFailure::Stopped }
        | FetchFailure::Stopped
        | FetchFailure::Tls { why: TlsFailure::Stopped } => Heard::NotAsked,
        FetchFailure::Connect { .. }
        | FetchFailure::Read { .. }
        | FetchFailure::Redirect { .. }
        | FetchFailure::Tls { .. } => Heard::NotReached,
        FetchFailure::Lookup { why, .. } => lookup(why),
        FetchFailure::Status { .. } => Heard::Nothing,
    }
}

/// All answers, and whose they are about.
pub(super) struct Answers<'a> {
    asked: Vec<&'a Asked>,
    pub(super) address: Option<Address>,
    pub(super) domain: Option<Host>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(evidence: &'a Evidence) -> Self {
        let address: Option<Address> =
            evidence.account.address.as_ref().and_then(|address| address.parse().ok());
        let of_address = || address.as_ref().map(|address| address.domain().clone());
        let domain = evidence.account.domain.clone().or_else(of_address);
        Self { asked: sources(evidence), address, domain }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Answer<'a>> + '_ {
        self.asked.iter().enumerate().map(|(index, asked)| Answer { index, asked })
    }

    /// Those of one place, in the order of the run.
    pub(super) fn at(&self, place: Place) -> Vec<Answer<'a>> {
        self.all().filter(|answer| self.place(*answer) == Some(place)).collect()
    }

    /// Where an answer is from; `None` for what no client of this list knows, such as what a domain above
    /// the mail domain says.
    pub(super) fn place(&self, answer: Answer<'_>) -> Option<Place> {
        match answer.asked.source {
            Source::Autoconfig => {
                let is_own = self.is_own(answer.host().as_ref(), Some("autoconfig"));
                is_own.then_some(Place::Autoconfig(answer.scheme()))
            }
            Source::Autodiscover => Some(self.autodiscover(answer)),
            // A copy on this device stands for the one on the web.
            Source::Ispdb => {
                let is_copy = !answer.asked.location.contains("://");
                let is_own = is_copy || self.is_own(answer.entry().as_ref(), None);
                is_own.then_some(Place::Ispdb)
            }
            Source::Mx => Some(Place::Mx),
            Source::Srv => Some(Place::Srv),
            Source::WellKnown => {
                let is_own = self.is_own(answer.host().as_ref(), None);
                is_own.then_some(Place::WellKnown(answer.scheme()))
            }
            Source::Given
            | Source::Guess
            | Source::Mailconf
            | Source::Pacc
            | Source::Preset
            | Source::Provider => None,
        }
    }

    fn autodiscover(&self, answer: Answer<'_>) -> Place {
        if self.is_own(answer.host().as_ref(), None) {
            Place::AutodiscoverDomain
        } else if self.is_own(answer.host().as_ref(), Some("autodiscover")) {
            Place::AutodiscoverBelow(answer.scheme())
        } else {
            Place::AutodiscoverRecord
        }
    }

    /// Whether a host is the mail domain, or this label below it.
    fn is_own(&self, host: Option<&Host>, label: Option<&str>) -> bool {
        let domain = self.domain.as_ref();
        let own = match label {
            Some(label) => domain.and_then(|domain| domain.below(label).ok()),
            None => domain.cloned(),
        };
        own.is_some() && own.as_ref() == host
    }
}
