//! Each client's documented behaviour, on answers that were put together by hand.

mod android;
mod delta_chat;
mod fair_email;
mod others;
mod thunderbird;

use jiff::Timestamp;

use super::{Client, Replay, Way, replay, sources};
use crate::evidence::{
    Account, Asked, Deviation, Dnssec, Evidence, Fact, Hop, Observation, Place, SourceOutcome,
    Unusable,
};
use crate::model::{Endpoint, Service, Setting, Source};

/// The places that are asked, each with nothing to say.
const PLACES: [(Source, &str); 13] = [
    (Source::Autoconfig, AUTOCONFIG),
    (Source::WellKnown, WELL_KNOWN),
    (Source::Autoconfig, HTTP),
    (Source::WellKnown, "http://example.org/.well-known/autoconfig/mail/config-v1.1.xml"),
    (Source::Srv, "_imaps._tcp.example.org"),
    (Source::Srv, "_imap._tcp.example.org"),
    (Source::Srv, "_submissions._tcp.example.org"),
    (Source::Srv, "_submission._tcp.example.org"),
    (Source::Autodiscover, AUTODISCOVER),
    (Source::Autodiscover, "https://autodiscover.example.org/autodiscover/autodiscover.xml"),
    (Source::Autodiscover, "http://autodiscover.example.org/autodiscover/autodiscover.xml"),
    (Source::Ispdb, ISPDB),
    (Source::Mx, MX),
];

pub(super) const AUTOCONFIG: &str = "https://autoconfig.example.org/mail/config-v1.1.xml";
pub(super) const WELL_KNOWN: &str =
    "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml";
pub(super) const HTTP: &str = "http://autoconfig.example.org/mail/config-v1.1.xml";
pub(super) const AUTODISCOVER: &str = "https://example.org/autodiscover/autodiscover.xml";
pub(super) const ISPDB: &str = "https://autoconfig.thunderbird.net/v1.1/example.org";
pub(super) const MX: &str = "example.org";
pub(super) const HOSTER: &str = "https://autoconfig.hoster.example/mail/config-v1.1.xml";

/// A run, as far as its answers go.
#[derive(Clone)]
pub(super) struct Run {
    asked: Vec<Asked>,
}

impl Run {
    /// Everybody was asked, and nobody knows anything.
    pub(super) fn silent() -> Self {
        let nothing = |(source, location): (Source, &str)| {
            Asked::new(source, location.to_owned(), SourceOutcome::Nothing, 1)
        };
        Self { asked: PLACES.map(nothing).to_vec() }
    }

    /// Nobody was asked.
    pub(super) fn unasked() -> Self {
        Self { asked: Vec::new() }
    }

    fn change(mut self, location: &str, change: impl FnOnce(&mut Asked)) -> Self {
        let found = self.asked.iter_mut().find(|asked| asked.location == location);
        change(found.expect("is a place"));
        self
    }

    pub(super) fn outcome(self, location: &str, outcome: SourceOutcome) -> Self {
        self.change(location, |asked| asked.outcome = outcome)
    }

    pub(super) fn page(self, location: &str) -> Self {
        self.outcome(location, SourceOutcome::Unusable { why: Unusable::HtmlPage })
    }

    /// An answer with these servers; see [`setting`].
    pub(super) fn found(self, location: &str, settings: &[&str]) -> Self {
        self.change(location, |asked| {
            asked.outcome = SourceOutcome::Found;
            asked.settings = settings.iter().map(|text| setting(text)).collect();
            if location.contains("://") {
                asked.hops.push(Hop::new(location.to_owned()));
            }
        })
    }

    pub(super) fn deviation(self, location: &str, kind: &str, line: u32, dropped: bool) -> Self {
        let found = Deviation::new(kind, "", line);
        self.odd(location, if dropped { found.dropping() } else { found })
    }

    pub(super) fn odd(self, location: &str, found: Deviation) -> Self {
        self.change(location, |asked| asked.deviations.push(found))
    }

    /// The mail hoster's file, found by records that are signed or not.
    pub(super) fn hoster(mut self, location: &str, settings: &[&str], dnssec: Dnssec) -> Self {
        self.asked.retain(|asked| asked.location != MX);
        let location = location.to_owned();
        self.asked.push(Asked::new(Source::Mx, location.clone(), SourceOutcome::Nothing, 1));
        self.found(&location, settings).change(&location, |asked| {
            asked.dnssec = Some(dnssec);
            asked.by_mx = Some("mx1.eu.hoster.example".parse().expect("is a host"));
        })
    }

    pub(super) fn sent_on(self, location: &str, to: &str) -> Self {
        self.change(location, |asked| asked.hops.push(Hop::new(to.to_owned())))
    }

    pub(super) fn evidence(&self, address: Option<&str>) -> Evidence {
        let account = Account {
            address: address.map(str::to_owned),
            domain: "example.org".parse().ok(),
            ..Account::default()
        };
        let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, account);
        for asked in &self.asked {
            let fact = Fact::Asked(asked.clone());
            evidence.observations.push(Observation::new(1, Place::default(), fact));
        }
        evidence
    }
}

/// `imap imap.example.org:993/tls NAME WAY,WAY`; `-` for no name, nothing for no way.
pub(super) fn setting(text: &str) -> Setting {
    let mut words = text.split(' ');
    let service = match words.next() {
        Some("imap") => Service::Imap,
        Some("pop3") => Service::Pop3,
        _smtp => Service::Smtp,
    };
    let place = words.next().unwrap_or_default();
    let mut setting = Setting::new(Endpoint::parse(service, place).expect(text));
    setting.username = words.next().filter(|name| *name != "-").map(str::to_owned);
    let ways = words.next().unwrap_or_default().split(',').filter(|way| !way.is_empty());
    setting.authentication = ways.map(|way| way.to_owned().into()).collect();
    setting
}

/// What a document with one server for each side usually has.
pub(super) const BOTH: [&str; 2] = [
    "imap imap.example.org:993/tls %EMAILADDRESS% password-cleartext",
    "smtp smtp.example.org:465/tls %EMAILADDRESS% password-cleartext",
];
/// The same of another host.
pub(super) const OTHERS: [&str; 2] = [
    "imap mail.hoster.example:993/tls %EMAILLOCALPART% password-cleartext",
    "smtp mail.hoster.example:587/starttls %EMAILLOCALPART% password-cleartext",
];

/// A replay in few words: the way, the servers, the names, what a wrong password costs.
pub(super) fn told(client: Client, run: &Run) -> String {
    let evidence = run.evidence(Some("you@example.org"));
    outcome(&replay(client, &evidence), &evidence)
}

fn outcome(replay: &Replay, evidence: &Evidence) -> String {
    let sources = sources(evidence);
    let mut words = vec![match replay.way {
        Way::ByHand => "by hand".to_owned(),
        Way::Guesses => "guesses".to_owned(),
        Way::Source(index) => sources[index].location.clone(),
    }];
    for pick in [&replay.incoming, &replay.outgoing].into_iter().flatten() {
        let username = pick.username.as_deref().unwrap_or("-");
        words.push(format!("{} {username}", pick.endpoint));
    }
    let names: Vec<&str> = replay.names.iter().map(|form| form.name()).collect();
    words.push(names.join("+"));
    words.extend(replay.log_ins.map(|costs| {
        let most = if costs.at_most { "<=" } else { "" };
        format!("{most}{}+{}", costs.incoming, costs.outgoing)
    }));
    words.join(" | ")
}

/// What it does not use, and why: `LOCATION WHY`, with `ENDPOINT`, `:LINE` and `(one)` where these are
/// told; those that merely say nothing are left out.
pub(super) fn rejected(client: Client, run: &Run) -> Vec<String> {
    let evidence = run.evidence(Some("you@example.org"));
    let sources = sources(&evidence);
    let replay = replay(client, &evidence);
    let told = replay.rejected.iter().filter(|it| it.why != super::WhyRejected::Nothing);
    let words = told.map(|it| {
        let place = it.endpoint.as_ref().map(|endpoint| format!(" {endpoint}"));
        let line = Some(it.line).filter(|line| *line > 0).map(|line| format!(" :{line}"));
        let one = if it.is_whole { "" } else { " (one)" };
        let (place, line) = (place.unwrap_or_default(), line.unwrap_or_default());
        format!("{} {}{place}{line}{one}", sources[it.source].location, it.why.name())
    });
    words.collect()
}

/// The notes and the doubts, in their order.
pub(super) fn remarks(client: Client, run: &Run) -> Vec<&'static str> {
    let replay = replay(client, &run.evidence(Some("you@example.org")));
    let notes = replay.notes.iter().map(|note| note.name());
    notes.chain(replay.doubts.iter().map(|doubt| doubt.why.name())).collect()
}

pub(super) fn guesses(client: Client, run: &Run) -> Vec<String> {
    let replay = replay(client, &run.evidence(Some("you@example.org")));
    replay.guesses.iter().map(ToString::to_string).collect()
}

#[test]
fn names_lead_to_clients() {
    for client in Client::ALL {
        assert_eq!(client.name().parse(), Ok(client));
    }
    assert_eq!("k9".parse::<Client>(), Err(super::ParseClientError));
}

/// What was not asked is never taken for a source that knows nothing.
#[test]
fn nothing_is_certain_where_nobody_was_asked() {
    for client in Client::ALL {
        let replay = replay(client, &Run::unasked().evidence(None));
        assert!(!replay.is_certain(), "{client}");
        let is_documented = client.version().is_some();
        assert_eq!(replay.doubts.iter().any(|it| it.source.is_some()), client != Client::AppleMail);
        let generally = replay.doubts.iter().any(|it| it.why == super::WhyDoubt::GenerallyKnown);
        assert_eq!(generally, !is_documented, "{client}");
    }
}

/// The same answers always give the same replay, and none panics on any pair of odd answers.
#[test]
fn every_client_copes_with_every_outcome() {
    let outcomes = [
        SourceOutcome::Nothing,
        SourceOutcome::NotOffered,
        SourceOutcome::Skipped,
        SourceOutcome::Found,
        SourceOutcome::Unusable { why: Unusable::NoServer },
        SourceOutcome::Unusable { why: Unusable::WantsLogin },
        SourceOutcome::Unusable { why: Unusable::Malformed { text: "x".to_owned() } },
    ];
    for outcome in &outcomes {
        for (_, location) in PLACES {
            let run = Run::silent().outcome(location, outcome.clone());
            for client in Client::ALL {
                let evidence = run.evidence(None);
                let first = replay(client, &evidence);
                assert_eq!(first, replay(client, &evidence), "{client} {location}");
                assert!(
                    first.rejected.iter().all(|it| it.source < PLACES.len()),
                    "{client} {location}"
                );
                // An answer without a server is never gone by.
                assert_eq!(first.incoming, None, "{client} {location} {outcome:?}");
            }
        }
    }
}
