//! What all sources together say: each server once, with who names it, in the order in which they are to
//! be believed and tried.

use super::{Asked, Authority, Evidence, Fact, SourceOutcome};
use crate::model::{Endpoint, Host, Security, Service, Setting};

/// A server that at least one source names.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Offer<'a> {
    /// Where.
    pub endpoint: &'a Endpoint,
    /// Who names it and with which log-in name and authentication, the greatest authority first.
    pub named: Vec<Named<'a>>,
}

/// A source that names a server.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Named<'a> {
    /// Its answer.
    pub asked: &'a Asked,
    /// What it says of the server.
    pub setting: &'a Setting,
    /// How many servers of this side it names before, 0 for its first.
    pub place: usize,
}

impl<'a> Offer<'a> {
    /// The source whose word counts most.
    pub fn best(&self) -> Option<&Named<'a>> {
        self.named.first()
    }

    /// Whether every source that names it could have been forged. A guess was named by nobody, so nobody
    /// could forge it: its host lies within the mail domain.
    pub fn is_forgeable(&self) -> bool {
        self.named.iter().all(|it| it.asked.forgeable().is_some())
    }

    /// Whether a credential may go there as far as the sources are concerned: the host is within the mail
    /// domain, or somebody names it whose answer nobody could have forged (RFC 6186 §6, RFC 8314 §5.1).
    pub fn is_trusted(&self, domain: &Host) -> bool {
        self.endpoint.host.is_within(domain) || !self.is_forgeable()
    }

    /// The order: encrypted before anything, then whose word counts most, implicit TLS before STARTTLS
    /// (RFC 8314 §5.1), IMAP before POP3, and then as the source has it.
    fn key(&self) -> (bool, Authority, bool, bool, usize) {
        let is_plain = self.endpoint.security == Security::Plain;
        let is_starttls = self.endpoint.security == Security::Starttls;
        let is_pop3 = self.endpoint.service == Service::Pop3;
        let best = self.best();
        let authority = best.map_or(Authority::Guess, |it| it.asked.authority());
        (is_plain, authority, is_starttls, is_pop3, best.map_or(0, |it| it.place))
    }
}

impl Evidence {
    /// Every source's answer, in the order in which they came.
    pub fn answers(&self) -> impl Iterator<Item = &Asked> {
        self.observations.iter().filter_map(|seen| {
            let Fact::Asked(asked) = &seen.fact else { return None };
            Some(asked)
        })
    }

    /// Whether only sources that could have been forged lead to this server, and it is outside of the mail
    /// domain: nobody knows then whose it is.
    pub fn is_doubtful(&self, endpoint: &Endpoint) -> bool {
        let Some(domain) = &self.account.domain else { return false };
        let offers = self.offers(endpoint.service.is_incoming());
        let offer = offers.iter().find(|offer| offer.endpoint == endpoint);
        offer.is_some_and(|offer| !offer.is_trusted(domain))
    }

    /// Every server of one side that some source names, the one to be tried first in front. The order does
    /// not depend on which answer came first.
    pub fn offers(&self, incoming: bool) -> Vec<Offer<'_>> {
        let mut answers: Vec<&Asked> =
            self.answers().filter(|asked| asked.outcome == SourceOutcome::Found).collect();
        answers.sort_by(|one, other| {
            let key = |asked: &Asked| (asked.authority(), asked.source);
            key(one).cmp(&key(other)).then_with(|| one.location.cmp(&other.location))
        });
        let mut offers: Vec<Offer<'_>> = Vec::new();
        for asked in answers {
            let of_side =
                asked.settings.iter().filter(|it| it.endpoint.service.is_incoming() == incoming);
            for (place, setting) in of_side.enumerate() {
                let named = Named { asked, setting, place };
                match offers.iter_mut().find(|offer| *offer.endpoint == setting.endpoint) {
                    Some(offer) => offer.named.push(named),
                    None => {
                        offers.push(Offer { endpoint: &setting.endpoint, named: vec![named] });
                    }
                }
            }
        }
        // Stable: what is alike stays in the order of the sources.
        offers.sort_by_key(Offer::key);
        offers
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::evidence::{Account, Dnssec, Hop, Observation, Place};
    use crate::model::Source;

    fn asked(source: Source, url: &str, servers: &[&str]) -> Asked {
        let mut asked = Asked::new(source, url.to_owned(), SourceOutcome::Found, 1);
        if url.starts_with("http") {
            asked.hops.push(Hop::new(url.to_owned()));
        } else if source == Source::Srv {
            asked.dnssec = Some(Dnssec::Insecure);
        }
        let read = |text: &&str| Endpoint::parse(Service::Imap, text).expect("is an endpoint");
        asked.settings = servers.iter().map(read).map(Setting::from).collect();
        asked
    }

    fn order(answers: &[Asked]) -> Vec<(String, usize)> {
        let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, Account::default());
        for asked in answers {
            let fact = Fact::Asked(asked.clone());
            evidence.observations.push(Observation::new(1, Place::default(), fact));
        }
        let told = |offer: &Offer<'_>| (offer.endpoint.host.to_string(), offer.named.len());
        evidence.offers(true).iter().map(told).collect()
    }

    #[test]
    fn whose_word_counts_most_comes_first_and_plain_text_last() {
        let answers = [
            asked(Source::Guess, "imap.example.org:993", &["guess.example.org"]),
            asked(
                Source::Autoconfig,
                "http://autoconfig.example.org/",
                &["plain-http.example.org"],
            ),
            asked(Source::Srv, "_imaps._tcp.example.org", &["srv.example.net", "db.example.org"]),
            asked(Source::Ispdb, "https://autoconfig.thunderbird.net/", &["db.example.org"]),
            asked(
                Source::WellKnown,
                "https://example.org/",
                &[
                    "in-clear.example.org:143/plain",
                    "first.example.org:143/starttls",
                    "second.example.org",
                ],
            ),
        ];
        let expected = [
            ("second.example.org", 1),
            ("first.example.org", 1),
            ("db.example.org", 2),
            ("srv.example.net", 1),
            ("plain-http.example.org", 1),
            ("guess.example.org", 1),
            ("in-clear.example.org", 1),
        ];
        let expected: Vec<(String, usize)> =
            expected.iter().map(|(host, count)| ((*host).to_owned(), *count)).collect();
        assert_eq!(order(&answers), expected);
        let mut turned = answers.to_vec();
        turned.reverse();
        assert_eq!(order(&turned), expected, "whichever answer comes first");
    }

    #[test]
    fn a_redirect_out_of_the_domain_and_unsigned_records_are_forgeable() {
        let mut elsewhere =
            asked(Source::Autoconfig, "https://autoconfig.example.org/", &["a.example"]);
        assert_eq!(elsewhere.forgeable(), None);
        elsewhere.hops.push(Hop::new("https://example.org:443/mail".to_owned()));
        assert_eq!(elsewhere.forgeable(), None, "within what was registered");
        elsewhere.hops.push(Hop::new("https://hoster.example/mail".to_owned()));
        assert_eq!(
            elsewhere.leads_elsewhere().map(|it| it.to_string()).as_deref(),
            Some("hoster.example")
        );
        let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, Account::default());
        let fact = Fact::Asked(elsewhere);
        evidence.observations.push(Observation::new(1, Place::default(), fact));
        let offers = evidence.offers(true);
        let domain = "example.org".parse().expect("is a host");
        assert!(!offers[0].is_trusted(&domain));
        assert!(
            offers[0].is_trusted(&"a.example".parse().expect("is a host")),
            "within the domain"
        );
    }
}
