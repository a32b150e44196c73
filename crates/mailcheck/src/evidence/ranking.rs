//! Which of the named servers won, and why it did.

use super::{Authority, ConnectFailure, EndpointView, Evidence, LookupFailure, Offer, Step};
use crate::evidence::GreetingKind;
use crate::model::{Host, Security, Service};

/// A server among those that sources name, with its place in their order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ranked<'a> {
    /// The server, and who names it.
    pub offer: Offer<'a>,
    /// Whether it is the one to use.
    pub is_chosen: bool,
    /// Whether a mail server answers there; `None` where nobody looked, or the run ended first.
    pub answers: Option<bool>,
    /// Why it stands before the next one of its protocol, else before the next at all; of the chosen one
    /// why it won. `None` of the last of several.
    pub reason: Option<Reason>,
}

impl Ranked<'_> {
    /// Whose word it stands on.
    pub fn authority(&self) -> Authority {
        self.offer.best().map_or(Authority::Guess, |it| it.asked.authority())
    }

    /// Whether a credential may go there as far as the sources are concerned.
    pub fn is_trusted(&self, domain: Option<&Host>) -> bool {
        let is_within = domain.is_some_and(|domain| self.offer.endpoint.host.is_within(domain));
        is_within || !self.offer.is_forgeable()
    }
}

/// Why one server goes before another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// Those before it do not work.
    Answers,
    /// Whoever names it has more to say.
    Authority,
    /// The other is not encrypted.
    Encrypted,
    /// All else being equal, the source names it first.
    FirstNamed,
    /// The other has POP3.
    Imap,
    /// The other encrypts only on request (RFC 8314 §3).
    ImplicitTls,
    /// There is no other.
    Only,
}

impl Reason {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Authority => "authority",
            Self::Encrypted => "encrypted",
            Self::FirstNamed => "first-named",
            Self::Imap => "imap",
            Self::ImplicitTls => "implicit-tls",
            Self::Only => "only",
        }
    }
}

impl Evidence {
    /// Every server of one side that some source names in the order of [`Evidence::offers`], with the one
    /// that won: what the run chose, else the first of which it is not known that nobody answers.
    pub fn ranking(&self, incoming: bool) -> Vec<Ranked<'_>> {
        let offers = self.offers(incoming);
        let answers: Vec<Option<bool>> =
            offers.iter().map(|offer| self.answers_at(offer)).collect();
        let of_side = |view: &EndpointView<'_>| view.endpoint().service.is_incoming() == incoming;
        let chosen = match self.views().find(of_side) {
            Some(view) => offers.iter().position(|offer| offer.endpoint == view.endpoint()),
            None => answers.iter().position(|answer| *answer != Some(false)).or(Some(0)),
        };
        let reasons: Vec<Option<Reason>> = (0..offers.len())
            .map(|place| {
                if chosen == Some(place) && place > 0 {
                    return Some(Reason::Answers);
                }
                let one = offers.get(place)?;
                let mut rest = offers.iter().skip(place + 1);
                let is_alike = |it: &&Offer<'_>| it.endpoint.service == one.endpoint.service;
                match rest.clone().find(is_alike).or_else(|| rest.next()) {
                    Some(next) => Some(between(one, next)),
                    None => (place == 0).then_some(Reason::Only),
                }
            })
            .collect();
        let rest = answers.into_iter().zip(reasons).enumerate();
        offers
            .into_iter()
            .zip(rest)
            .map(|(offer, (place, (answers, reason)))| Ranked {
                offer,
                is_chosen: chosen == Some(place),
                answers,
                reason,
            })
            .collect()
    }

    fn answers_at(&self, offer: &Offer<'_>) -> Option<bool> {
        let index = self.endpoints.iter().position(|it| it.endpoint == *offer.endpoint)?;
        self.view(index)?.answers_as_mail()
    }
}

impl EndpointView<'_> {
    /// Whether something that speaks a mail protocol answers at any address; `None` when that is not
    /// known.
    pub fn answers_as_mail(&self) -> Option<bool> {
        let addresses = self.addresses();
        let greeted = addresses.iter().filter_map(|address| address.greeting().done());
        if greeted.map(|greeting| &greeting.kind).any(is_of_mail) {
            return Some(true);
        }
        if addresses.is_empty() {
            let lookups = self.lookups();
            let is_nowhere = |failure: &LookupFailure| *failure == LookupFailure::NotFound;
            let without =
                |it: &super::Lookup<'_>| it.outcome.map_or_else(is_nowhere, <[_]>::is_empty);
            return (!lookups.is_empty() && lookups.iter().all(without)).then_some(false);
        }
        let is_cut_short = addresses.iter().any(|address| match address.connect() {
            Step::Failed(why) => *why == ConnectFailure::Stopped,
            Step::NotReached => true,
            Step::Done(_) => self.evidence.ended != super::Ended::Complete,
        });
        (!is_cut_short).then_some(false)
    }
}

/// Whether the greeting is one of a mail server, though it may turn away who comes.
fn is_of_mail(kind: &GreetingKind) -> bool {
    match kind {
        GreetingKind::Busy
        | GreetingKind::Preauth
        | GreetingKind::Ready
        | GreetingKind::Refused => true,
        GreetingKind::Http
        | GreetingKind::NotMail
        | GreetingKind::OtherService { .. }
        | GreetingKind::Ssh => false,
    }
}

/// Why the one goes before the next, in the order in which [`Evidence::offers`] asks.
fn between(one: &Offer<'_>, next: &Offer<'_>) -> Reason {
    let is_plain = |offer: &Offer<'_>| offer.endpoint.security == Security::Plain;
    let is_starttls = |offer: &Offer<'_>| offer.endpoint.security == Security::Starttls;
    let is_pop3 = |offer: &Offer<'_>| offer.endpoint.service == Service::Pop3;
    let authority = |offer: &Offer<'_>| offer.best().map(|it| it.asked.authority());
    if is_plain(one) != is_plain(next) {
        Reason::Encrypted
    } else if authority(one) != authority(next) {
        Reason::Authority
    } else if is_starttls(one) != is_starttls(next) {
        Reason::ImplicitTls
    } else if is_pop3(one) != is_pop3(next) {
        Reason::Imap
    } else {
        Reason::FirstNamed
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::evidence::{
        Account, Asked, Attempt, Candidate, Fact, Greeting, Observation, Place, SourceOutcome,
    };
    use crate::model::{Endpoint, Setting, Source};

    fn evidence(named: &[(Source, &str)]) -> Evidence {
        let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, Account::default());
        for (source, server) in named {
            let mut asked = Asked::new(*source, (*server).to_owned(), SourceOutcome::Found, 1);
            let service = if server.starts_with("pop") { Service::Pop3 } else { Service::Imap };
            let endpoint = Endpoint::parse(service, server).expect("is an endpoint");
            asked.settings.push(Setting::new(endpoint));
            evidence.observations.push(Observation::new(1, Place::default(), Fact::Asked(asked)));
        }
        evidence
    }

    fn told(evidence: &Evidence) -> Vec<(String, bool, Option<&'static str>)> {
        let ranking = evidence.ranking(true);
        let told = |it: &Ranked<'_>| {
            (it.offer.endpoint.host.to_string(), it.is_chosen, it.reason.map(Reason::name))
        };
        ranking.iter().map(told).collect()
    }

    fn sees(evidence: &mut Evidence, server: &str, fact: Fact) {
        let endpoint = Endpoint::parse(Service::Imap, server).expect("is an endpoint");
        let mut candidate = Candidate::new(endpoint, Source::Srv);
        candidate.chosen = false;
        evidence.endpoints.push(candidate);
        let place = Place {
            endpoint: Some(evidence.endpoints.len() - 1),
            ip: "192.0.2.1".parse().ok(),
            attempt: Some(Attempt::Client),
        };
        evidence.observations.push(Observation::new(2, place, Fact::Connected { took_ms: 1 }));
        evidence.observations.push(Observation::new(2, place, fact));
    }

    #[test]
    fn each_goes_before_the_next_for_a_reason() {
        let named = [
            (Source::WellKnown, "tls.example.org"),
            (Source::WellKnown, "second.example.org"),
            (Source::WellKnown, "pop.example.org"),
            (Source::WellKnown, "starttls.example.org:143/starttls"),
            (Source::Ispdb, "database.example.org"),
            (Source::WellKnown, "plain.example.org:143/plain"),
        ];
        let of = |host: &str, is_chosen, reason| (format!("{host}.example.org"), is_chosen, reason);
        let expected = [
            of("second", true, Some("first-named")),
            of("tls", false, Some("implicit-tls")),
            of("pop", false, Some("implicit-tls")),
            of("starttls", false, Some("authority")),
            of("database", false, Some("encrypted")),
            of("plain", false, None),
        ];
        assert_eq!(told(&evidence(&named)), expected);
        let both = [(Source::Srv, "pop.example.org"), (Source::Srv, "imap.example.org")];
        let expected = [of("imap", true, Some("imap")), of("pop", false, None)];
        assert_eq!(told(&evidence(&both)), expected);
        let only = evidence(&[(Source::Guess, "imap.example.org")]);
        assert_eq!(told(&only), [of("imap", true, Some("only"))]);
    }

    #[test]
    fn who_does_not_answer_is_passed_over() {
        let named = [(Source::WellKnown, "old.example.org"), (Source::Ispdb, "new.example.org")];
        let mut evidence = evidence(&named);
        let http = Fact::Greeted(Greeting::new(GreetingKind::Http, Vec::new(), 1));
        sees(&mut evidence, "old.example.org", http);
        let of = |host: &str, is_chosen, reason| (format!("{host}.example.org"), is_chosen, reason);
        let expected = [of("old", false, Some("authority")), of("new", true, Some("answers"))];
        assert_eq!(told(&evidence), expected);
        let mail = Fact::Greeted(Greeting::new(GreetingKind::Busy, Vec::new(), 1));
        sees(&mut evidence, "new.example.org", mail);
        let answers: Vec<_> = evidence.ranking(true).iter().map(|it| it.answers).collect();
        assert_eq!(answers, [Some(false), Some(true)]);
    }

    #[test]
    fn a_look_that_was_cut_short_says_nothing() {
        let mut evidence = evidence(&[(Source::Srv, "imap.example.org")]);
        let endpoint = Endpoint::parse(Service::Imap, "imap.example.org").expect("is right");
        evidence.endpoints.push(Candidate::new(endpoint, Source::Srv));
        let answers = |evidence: &Evidence| evidence.ranking(true)[0].answers;
        assert_eq!(answers(&evidence), None);
        let place = Place { endpoint: Some(0), ip: None, attempt: None };
        let gone =
            |why| Fact::LookupFailed { family: crate::evidence::Family::Ipv4, why, took_ms: 1 };
        evidence.observations.push(Observation::new(1, place, gone(LookupFailure::NoAnswer)));
        assert_eq!(answers(&evidence), None);
        evidence.observations.pop();
        evidence.observations.push(Observation::new(1, place, gone(LookupFailure::NotFound)));
        assert_eq!(answers(&evidence), Some(false));
    }
}
