//! Who answers at an address, whichever of our connections found it out.

#![expect(clippy::wildcard_enum_match_arm, reason = "only some facts tell who answers")]

use super::{
    AddressView, Attempt, ConnectFailure, EndpointView, Fact, Flight, GreetingKind, ReadFailure,
    Stage, TlsFailure,
};
use crate::model::ServerText;
use crate::wire::{greeting, offers};

/// Who answers at an address, in the order of what says most.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Answer {
    /// The mail service that was asked for.
    Mail,
    /// Another mail service.
    OtherMail,
    /// Something else.
    Stranger {
        /// What it said first.
        line: ServerText,
        /// Whether that is HTTP.
        is_web: bool,
    },
    /// Who connected and then hung up.
    HungUp,
    /// Who connected and then said nothing.
    Silent,
    /// Somebody who speaks TLS, and with whom it did not come to a greeting.
    Encrypted,
    /// The port is shut.
    Refused,
    /// The connection was torn down while it was made.
    Reset,
    /// Nobody: no answer to the attempt to connect.
    Nobody,
    /// The network says that there is no way there.
    Unreachable,
    /// This could not be found out: no network here, or the run ended.
    Unknown,
}

impl Answer {
    /// Whether a connection came about.
    pub fn is_connected(&self) -> bool {
        match self {
            Self::Mail
            | Self::OtherMail
            | Self::Stranger { .. }
            | Self::Encrypted
            | Self::HungUp
            | Self::Silent => true,
            Self::Refused | Self::Reset | Self::Nobody | Self::Unreachable | Self::Unknown => false,
        }
    }

    /// Whether a server is there and can say by itself what it wants.
    pub fn is_server(&self) -> bool {
        matches!(self, Self::Mail | Self::OtherMail | Self::Encrypted)
    }
}

impl AddressView<'_> {
    /// Who answers, by all connections that were made there; a control probe counts like any other.
    pub fn answer(&self) -> Answer {
        let attempts = [Attempt::Client, Attempt::Control, Attempt::Diagnostic];
        let facts = attempts.into_iter().flat_map(|attempt| self.facts(attempt));
        let heard = facts.filter_map(|fact| self.says(fact)).min().unwrap_or(Answer::Unknown);
        let has_spoken = heard < Answer::HungUp;
        // Only who speaks TLS sends an alert of it.
        let is_old = matches!(self.flight(), Some(Flight::Answered { .. } | Flight::Alert { .. }));
        if !has_spoken && (is_old || self.speaks_implicit_tls()) {
            return Answer::Encrypted;
        }
        heard
    }

    fn says(&self, fact: &Fact) -> Option<Answer> {
        let stranger = |line: &ServerText, is_web| Answer::Stranger { line: line.clone(), is_web };
        let unread = |why: &ReadFailure| match why {
            ReadFailure::Garbled { text } => stranger(text, false),
            ReadFailure::TooLong { .. } => stranger(&ServerText::default(), false),
            ReadFailure::Closed | ReadFailure::Other { .. } | ReadFailure::Reset => Answer::HungUp,
            ReadFailure::Stopped => Answer::Unknown,
            ReadFailure::TimedOut => Answer::Silent,
        };
        let greets = |kind: &GreetingKind, line: Option<&ServerText>| match kind {
            GreetingKind::Http => stranger(&line.cloned().unwrap_or_default(), true),
            GreetingKind::NotMail | GreetingKind::Ssh => {
                stranger(&line.cloned().unwrap_or_default(), false)
            }
            GreetingKind::OtherService { .. } => Answer::OtherMail,
            GreetingKind::Busy
            | GreetingKind::Preauth
            | GreetingKind::Ready
            | GreetingKind::Refused => Answer::Mail,
        };
        Some(match fact {
            Fact::Encrypted(_) | Fact::Presented(_) => Answer::Encrypted,
            Fact::Greeted(greeting) => greets(&greeting.kind, greeting.lines.first()),
            Fact::GreetingFailed { why, .. } => unread(why),
            Fact::HandshakeFailed { why, .. } => match why {
                TlsFailure::Alert { .. } | TlsFailure::Certificate { .. } => Answer::Encrypted,
                TlsFailure::Closed | TlsFailure::Other { .. } | TlsFailure::Reset => Answer::HungUp,
                TlsFailure::PlainText { text, .. } => {
                    let service = self.endpoint.endpoint().service;
                    greets(&greeting::kind(service, text.as_str().as_bytes()), Some(text))
                }
                TlsFailure::Stopped => Answer::Unknown,
                TlsFailure::TimedOut => Answer::Silent,
            },
            Fact::ConnectFailed { why, .. } => match why {
                ConnectFailure::Refused => Answer::Refused,
                ConnectFailure::Reset => Answer::Reset,
                ConnectFailure::TimedOut => Answer::Nobody,
                ConnectFailure::Other { .. } | ConnectFailure::Unreachable => Answer::Unreachable,
                ConnectFailure::NoRoute | ConnectFailure::Stopped => Answer::Unknown,
            },
            _other => return None,
        })
    }
}

impl EndpointView<'_> {
    /// Who answers at the address that tells most.
    pub fn answer(&self) -> Answer {
        self.addresses().iter().map(AddressView::answer).min().unwrap_or(Answer::Unknown)
    }

    /// Whether a server was heard to offer STARTTLS, be it to a control probe.
    pub fn offers_starttls(&self) -> bool {
        self.observations().any(|seen| match &seen.fact {
            Fact::Capabilities { stage: Stage::BeforeTls, list, .. } => {
                offers(list, "STARTTLS") || offers(list, "STLS")
            }
            _other => false,
        })
    }

    /// The other ports of the same host that were tried for the same service, be it for their own
    /// sake or as control probes.
    pub fn other_ports(&self) -> Vec<Self> {
        let (here, evidence) = (self.endpoint(), self.evidence);
        let all = (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index));
        let is_other = |view: &EndpointView<'_>| {
            let it = view.endpoint();
            it.service == here.service && it.host == here.host && it.port != here.port
        };
        all.filter(is_other).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use jiff::Timestamp;

    use super::super::{Account, Candidate, Encryption, Evidence, Greeting, Observation, Place};
    use super::*;
    use crate::model::{Endpoint, Service, Source};

    const IP: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    /// Who answers at an SMTP port, by these facts of these connections.
    fn answer(facts: Vec<(Attempt, Fact)>) -> Answer {
        let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, Account::default());
        let endpoint = Endpoint::parse(Service::Smtp, "smtp.example.org").expect("is a place");
        evidence.endpoints.push(Candidate::new(endpoint, Source::Given));
        for (attempt, fact) in facts {
            let place = Place { endpoint: Some(0), ip: Some(IP), attempt: Some(attempt) };
            evidence.observations.push(Observation::new(0, place, fact));
        }
        evidence.view(0).expect("is there").answer()
    }

    #[test]
    fn what_says_most_counts() {
        let tls = || Fact::Encrypted(Encryption::new("TLS 1.3".into(), "X".into(), true, 1));
        let mute =
            || Fact::GreetingFailed { why: ReadFailure::TimedOut, partial: None, took_ms: 1 };
        let greeted = |line: &str| {
            let kind = greeting::kind(Service::Smtp, line.as_bytes());
            Fact::Greeted(Greeting::new(kind, vec![ServerText::from(line)], 1))
        };
        let failed = |why| Fact::ConnectFailed { why, took_ms: 1 };
        let alert = TlsFailure::Alert { name: "internal_error".to_owned() };
        let (client, control) = (Attempt::Client, Attempt::Control);
        let web = Answer::Stranger { line: ServerText::from("HTTP/1.1 302 Found"), is_web: true };
        for (facts, expected) in [
            (vec![], Answer::Unknown),
            (vec![(client, tls()), (client, greeted("220 hi"))], Answer::Mail),
            (vec![(control, tls()), (control, greeted("220 hi"))], Answer::Mail),
            (vec![(client, greeted("+OK hi"))], Answer::OtherMail),
            (vec![(client, tls()), (client, mute())], Answer::Silent),
            (vec![(client, mute()), (Attempt::ImplicitTls, tls())], Answer::Encrypted),
            (vec![(client, Fact::HandshakeFailed { why: alert, took_ms: 1 })], Answer::Encrypted),
            (vec![(client, greeted("HTTP/1.1 302 Found"))], web),
            (vec![(client, failed(ConnectFailure::Refused))], Answer::Refused),
            (vec![(client, failed(ConnectFailure::TimedOut))], Answer::Nobody),
            (vec![(client, failed(ConnectFailure::NoRoute))], Answer::Unknown),
        ] {
            let (count, has_server) = (facts.len(), expected.is_server());
            assert_eq!(answer(facts), expected, "{count} facts");
            assert!(!has_server || expected.is_connected(), "{expected:?}");
        }
    }
}
