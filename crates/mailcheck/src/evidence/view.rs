//! Typed questions to what was seen of one endpoint. A stage that was not reached is a value.

#![expect(clippy::wildcard_enum_match_arm, reason = "each question names the facts it is about")]

use std::net::IpAddr;

use super::{
    Attempt, Candidate, Chain, ConnectFailure, Encryption, EnvelopeFailure, EnvelopePart,
    EnvelopeReply, Evidence, Fact, Family, Flight, Greeting, LoginFailure, LoginReply,
    LookupFailure, Mailbox, Mechanism, NotAttempted, Observation, Place, ReadFailure, SendReply,
    Stage, TlsFailure, Via,
};
use crate::model::{Endpoint, Host, Security, ServerText, Service};

/// How far a stage came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition")]
pub enum Step<T, E> {
    /// It was done, with this outcome.
    Done(T),
    /// It failed.
    Failed(E),
    /// Something before it failed, or it was not needed.
    NotReached,
}

impl<T, E> Step<T, E> {
    /// The outcome, if it was done.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(outcome) => Some(outcome),
            Self::Failed(_) | Self::NotReached => None,
        }
    }

    /// The failure, if it failed.
    pub fn failed(self) -> Option<E> {
        match self {
            Self::Failed(why) => Some(why),
            Self::Done(_) | Self::NotReached => None,
        }
    }
}

/// What one look-up of A or AAAA gave.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Lookup<'a> {
    /// A or AAAA.
    pub family: Family,
    /// The addresses, or why there are none.
    pub outcome: Result<&'a [IpAddr], &'a LookupFailure>,
    /// Who was asked; `None` for a failure.
    pub via: Option<Via>,
    /// Milliseconds.
    pub took_ms: u64,
}

/// What was seen of one endpoint.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EndpointView<'a> {
    /// All of the run.
    pub evidence: &'a Evidence,
    /// Which endpoint, as an index.
    pub index: usize,
    /// Which endpoint, and why it was probed.
    pub candidate: &'a Candidate,
}

impl<'a> EndpointView<'a> {
    pub(super) fn new(evidence: &'a Evidence, index: usize) -> Option<Self> {
        let candidate = evidence.endpoints.get(index)?;
        Some(Self { evidence, index, candidate })
    }

    /// Which endpoint.
    pub fn endpoint(&self) -> &'a Endpoint {
        &self.candidate.endpoint
    }

    /// Everything seen here, with time and place.
    pub fn observations(&self) -> impl Iterator<Item = &'a Observation> + use<'a> {
        self.evidence.observations.of(self.index)
    }

    /// The look-ups of the host, none for an address.
    pub fn lookups(&self) -> Vec<Lookup<'a>> {
        self.observations()
            .filter_map(|seen| match &seen.fact {
                Fact::Resolved { family, ips, via, took_ms } => Some(Lookup {
                    family: *family,
                    outcome: Ok(ips),
                    via: Some(*via),
                    took_ms: *took_ms,
                }),
                Fact::LookupFailed { family, why, took_ms } => Some(Lookup {
                    family: *family,
                    outcome: Err(why),
                    via: None,
                    took_ms: *took_ms,
                }),
                _other => None,
            })
            .collect()
    }

    /// The addresses that were tried, each once, in the order in which they were found.
    pub fn addresses(&self) -> Vec<AddressView<'a>> {
        let mut ips: Vec<IpAddr> = Vec::new();
        for seen in self.observations() {
            if let Some(ip) = seen.place.ip
                && !ips.contains(&ip)
            {
                ips.push(ip);
            }
        }
        ips.into_iter().map(|ip| AddressView { endpoint: *self, ip }).collect()
    }

    /// The address whose connection came furthest: where the log-in was or would have been, else the
    /// one with the most facts of the client's own connection.
    pub fn furthest(&self) -> Option<AddressView<'a>> {
        let depth = |address: &AddressView<'a>| {
            let login = address.login();
            let verified = matches!(address.encryption(), Step::Done(tls) if tls.verified);
            let is_chosen = address.not_attempted() != Some(NotAttempted::NotChosen);
            let facts = address.facts(Attempt::Client).count();
            (!matches!(login, Step::NotReached), verified, is_chosen, facts)
        };
        // `max_by_key` keeps the last of equals; the first found is the one people know.
        self.addresses().into_iter().rev().max_by_key(depth)
    }
}

/// What came of a mechanism beside the one that the client's own connection logged in by.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum OtherLogin<'a> {
    /// The server answered.
    Answered(&'a LoginReply),
    /// It gave no answer.
    Failed(&'a LoginFailure),
    /// It was not tried.
    LeftOut,
}

/// What was seen of one address of an endpoint.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AddressView<'a> {
    /// The endpoint it belongs to.
    pub endpoint: EndpointView<'a>,
    /// Which address.
    pub ip: IpAddr,
}

impl<'a> AddressView<'a> {
    /// The facts of one kind of connection, in order.
    pub fn facts(&self, attempt: Attempt) -> impl Iterator<Item = &'a Fact> + use<'a> {
        let place = Place {
            endpoint: Some(self.endpoint.index),
            ip: Some(self.ip),
            attempt: Some(attempt),
        };
        let here = move |seen: &&'a Observation| seen.place == place;
        self.endpoint.observations().filter(here).map(|seen| &seen.fact)
    }

    /// The facts of the connection that a client would make.
    fn client(&self) -> impl Iterator<Item = &'a Fact> + use<'a> {
        self.facts(Attempt::Client)
    }

    /// The client's own connection if it got as far as TLS, else the diagnostic one: they see the
    /// same server, and only one of them sees it behind a certificate that is not trusted.
    fn deepest(&self) -> impl Iterator<Item = &'a Fact> + use<'a> {
        self.facts(Attempt::Diagnostic).chain(self.facts(Attempt::Client))
    }

    /// TCP; the time it took.
    pub fn connect(&self) -> Step<u64, &'a ConnectFailure> {
        self.client().fold(Step::NotReached, |step, fact| match fact {
            Fact::Connected { took_ms } => Step::Done(*took_ms),
            Fact::ConnectFailed { why, .. } => Step::Failed(why),
            _other => step,
        })
    }

    /// The greeting, be it in clear or inside TLS.
    pub fn greeting(&self) -> Step<&'a Greeting, &'a ReadFailure> {
        first(self.client(), greeting_in).or_else(|| first(self.deepest(), greeting_in)).into()
    }

    /// What had come of a greeting that did not get complete.
    pub fn partial_greeting(&self) -> Option<&'a ServerText> {
        first(self.deepest(), |fact| match fact {
            Fact::GreetingFailed { partial, .. } => partial.as_ref(),
            _other => None,
        })
    }

    /// The upgrade command: the reply, or why there is none.
    pub fn starttls(&self) -> Option<&'a Fact> {
        first(self.client(), |fact| match fact {
            Fact::StarttlsNotOffered
            | Fact::StarttlsAccepted { .. }
            | Fact::StarttlsRefused { .. }
            | Fact::StarttlsFailed { .. } => Some(fact),
            _other => None,
        })
    }

    /// Text in clear that followed the server's go-ahead.
    pub fn starttls_leftover(&self) -> Option<&'a ServerText> {
        first(self.client(), |fact| match fact {
            Fact::StarttlsLeftover { text } => Some(text),
            _other => None,
        })
    }

    /// What the server answered inside TLS to a command that was sent in clear.
    pub fn injected_reply(&self) -> Option<&'a ServerText> {
        first(self.facts(Attempt::Injection), |fact| match fact {
            Fact::CommandInjected { reply } => reply.as_ref(),
            _other => None,
        })
    }

    /// The handshake of the client's own connection.
    pub fn handshake(&self) -> Step<&'a Encryption, &'a TlsFailure> {
        first(self.client(), handshake_in).into()
    }

    /// The handshake, by whichever connection completed one.
    pub fn encryption(&self) -> Step<&'a Encryption, &'a TlsFailure> {
        let done = first(self.client().chain(self.facts(Attempt::Diagnostic)), |fact| match fact {
            Fact::Encrypted(encryption) => Some(encryption),
            _other => None,
        });
        done.map_or_else(|| self.handshake(), Step::Done)
    }

    /// Whether TLS answers where a greeting in clear was awaited.
    pub fn speaks_implicit_tls(&self) -> bool {
        self.facts(Attempt::ImplicitTls).any(|fact| match fact {
            Fact::Encrypted(_) | Fact::Presented(_) => true,
            // Only who speaks TLS sends an alert of it.
            Fact::HandshakeFailed { why, .. } => matches!(why, TlsFailure::Alert { .. }),
            _other => false,
        })
    }

    /// The certificates.
    pub fn chain(&self) -> Option<&'a Chain> {
        let all = self.client().chain(self.facts(Attempt::Diagnostic));
        first(all, |fact| match fact {
            Fact::Presented(chain) => Some(chain),
            _other => None,
        })
    }

    /// The names of the certificate that were looked up, in the order in which they were chosen: where
    /// each leads, and why that may not be all.
    pub fn names_looked_up(
        &self,
    ) -> impl Iterator<Item = (&'a Host, &'a [IpAddr], Option<&'a LookupFailure>)> + use<'a> {
        let place = Place { endpoint: Some(self.endpoint.index), ip: Some(self.ip), attempt: None };
        let observations = self.endpoint.observations();
        observations.filter(move |seen| seen.place == place).filter_map(|seen| match &seen.fact {
            Fact::NameLookedUp { name, ips, why } => Some((name, ips.as_slice(), why.as_ref())),
            _other => None,
        })
    }

    /// What the hand-made `ClientHello` brought to light.
    pub fn flight(&self) -> Option<&'a Flight> {
        first(self.facts(Attempt::Legacy), |fact| match fact {
            Fact::FirstFlight(flight) => Some(flight),
            _other => None,
        })
    }

    /// The capabilities of one stage; the last list wins, as the server may have been asked again.
    pub fn capabilities(&self, stage: Stage) -> Option<&'a [ServerText]> {
        self.deepest().fold(None, |last, fact| match fact {
            Fact::Capabilities { stage: at, list, .. } if *at == stage => Some(list.as_slice()),
            Fact::CapabilitiesNotListed { stage: at, .. } if *at == stage => Some(&[]),
            _other => last,
        })
    }

    /// What a server that listed no capabilities said instead.
    pub fn said_for_a_list(&self, stage: Stage) -> Option<&'a ServerText> {
        first(self.deepest(), |fact| match fact {
            Fact::CapabilitiesNotListed { stage: at, reply } if *at == stage => Some(reply),
            _other => None,
        })
    }

    /// The SASL mechanisms of one stage, in upper case.
    pub fn mechanisms(&self, stage: Stage) -> Option<Vec<String>> {
        let list = self.capabilities(stage)?;
        Some(crate::wire::mechanisms(self.endpoint.endpoint().service, list))
    }

    /// The timestamp of a POP3 greeting inside TLS, which says that there is APOP (RFC 1939 §7). What was
    /// said in clear is forgotten when TLS begins (RFC 2595 §4).
    pub fn apop_timestamp(&self) -> Option<&'a str> {
        let endpoint = self.endpoint.endpoint();
        let is_private = endpoint.service == Service::Pop3 && endpoint.security == Security::Tls;
        let greeting = self.greeting().done().filter(|_| is_private)?;
        crate::wire::pop3::timestamp(greeting.lines.first()?.as_str())
    }

    /// Whether, inside TLS, the server offers anything to log in with. IMAP's LOGIN needs no mention, only
    /// the absence of `LOGINDISABLED` (RFC 9051 §6.2.3), and neither does POP3's USER where there is no list
    /// (RFC 2449 §6.3).
    pub fn login_is_offered(&self) -> bool {
        let service = self.endpoint.endpoint().service;
        let list = self.capabilities(Stage::AfterTls);
        let has_login = match service {
            Service::Imap => list.is_some_and(|list| !crate::wire::offers(list, "LOGINDISABLED")),
            Service::Pop3 => list.is_some_and(|list| {
                let has_user = list.is_empty() || crate::wire::offers(list, "USER");
                has_user || self.apop_timestamp().is_some()
            }),
            Service::Smtp => false,
        };
        has_login || self.mechanisms(Stage::AfterTls).is_some_and(|names| !names.is_empty())
    }

    /// Round trips that the client's own connection cost, the look-up included; computed from what
    /// was seen, without those that a network may add.
    pub fn round_trips(&self) -> u32 {
        let looked_up = self.endpoint.lookups().iter().any(|it| it.via == Some(Via::Dns));
        self.client().map(|fact| self.cost(fact)).sum::<u32>() + u32::from(looked_up)
    }

    fn cost(&self, fact: &Fact) -> u32 {
        match fact {
            // Asked for along with all that is asked then.
            Fact::Capabilities { stage: Stage::AfterLogin, .. }
            | Fact::CapabilitiesNotListed { stage: Stage::AfterLogin, .. }
                if self.mailbox().is_some() =>
            {
                0
            }
            Fact::Mailbox(Mailbox { inbox_after_id, .. }) => {
                1 + u32::from(inbox_after_id.is_some())
            }
            Fact::Connected { .. }
            | Fact::Greeted(_)
            | Fact::Capabilities { unasked: false, .. }
            | Fact::CapabilitiesNotListed { .. }
            | Fact::StarttlsAccepted { .. }
            | Fact::StarttlsRefused { .. } => 1,
            Fact::Encrypted(tls) if tls.version == "TLS 1.3" => 1,
            Fact::Encrypted(_) => 2,
            Fact::Login(reply) => self.login_cost(reply.mechanism),
            _other => 0,
        }
    }

    fn login_cost(&self, mechanism: Mechanism) -> u32 {
        let list = self.capabilities(Stage::AfterTls).unwrap_or_default();
        let imap = self.endpoint.endpoint().service == Service::Imap;
        // With an initial response (RFC 4959, RFC 4954 §4) there is nothing to wait for.
        let along = !imap || crate::wire::offers(list, "SASL-IR");
        match mechanism {
            Mechanism::Apop | Mechanism::ImapLogin => 1,
            Mechanism::CramMd5 => 2,
            Mechanism::Pop3User => 2 - u32::from(crate::wire::offers(list, "PIPELINING")),
            Mechanism::External
            | Mechanism::OauthBearer
            | Mechanism::Plain
            | Mechanism::Xoauth2 => 2 - u32::from(along),
            Mechanism::Login => 3,
            Mechanism::ScramSha1
            | Mechanism::ScramSha1Plus
            | Mechanism::ScramSha256
            | Mechanism::ScramSha256Plus
            | Mechanism::ScramSha512
            | Mechanism::ScramSha512Plus => 4 - u32::from(along),
        }
    }

    /// How the server names itself.
    pub fn identity(&self) -> Option<&'a ServerText> {
        first(self.deepest(), |fact| match fact {
            Fact::Identity { name } => Some(name),
            _other => None,
        })
    }

    /// What came of logging in, in the end.
    pub fn login(&self) -> Step<&'a LoginReply, &'a LoginFailure> {
        self.client().fold(Step::NotReached, |step, fact| match fact {
            Fact::Login(reply) => Step::Done(reply),
            Fact::LoginFailed(why) => Step::Failed(why),
            _other => step,
        })
    }

    /// The answer to a mechanism that the server turned out not to have, after which another was used.
    pub fn login_by_a_missing_mechanism(&self) -> Option<&'a LoginReply> {
        let mut logins =
            self.client().filter(|fact| matches!(fact, Fact::Login(_) | Fact::LoginFailed(_)));
        match (logins.next(), logins.next()) {
            (Some(Fact::Login(reply)), Some(_)) => Some(reply),
            _other => None,
        }
    }

    /// What came of the other mechanisms that were tried there, in the order in which they were.
    pub fn other_mechanisms(&self) -> impl Iterator<Item = (Mechanism, OtherLogin<'a>)> + use<'a> {
        self.facts(Attempt::Mechanism).filter_map(|fact| match fact {
            Fact::Login(reply) => Some((reply.mechanism, OtherLogin::Answered(reply))),
            Fact::LoginFailed(failure) => Some((failure.mechanism, OtherLogin::Failed(failure))),
            Fact::MechanismLeftOut { mechanism } => Some((*mechanism, OtherLogin::LeftOut)),
            _other => None,
        })
    }

    /// What a mail program finds right after the log-in.
    pub fn mailbox(&self) -> Option<&'a Mailbox> {
        first(self.client(), |fact| match fact {
            Fact::Mailbox(mailbox) => Some(mailbox),
            _other => None,
        })
    }

    /// What the server said of an envelope on this kind of connection: the first that is no yes, else
    /// that to the recipient.
    pub fn envelope(&self, attempt: Attempt) -> Step<&'a EnvelopeReply, &'a EnvelopeFailure> {
        first(self.facts(attempt), |fact| match fact {
            Fact::Envelope(reply) => {
                let is_last = reply.part == EnvelopePart::Recipient || !reply.is_positive();
                is_last.then_some(Ok(reply))
            }
            Fact::EnvelopeFailed(why) => Some(Err(why)),
            _other => None,
        })
        .into()
    }

    /// What the server said to the message to oneself.
    pub fn message(&self) -> Option<&'a SendReply> {
        first(self.facts(Attempt::Delivery), |fact| match fact {
            Fact::Sent(reply) => Some(reply),
            _other => None,
        })
    }

    /// Why logging in was left out, if it was.
    pub fn not_attempted(&self) -> Option<NotAttempted> {
        first(self.deepest(), |fact| match fact {
            Fact::NotAttempted { why } => Some(*why),
            _other => None,
        })
    }
}

impl<T, E> From<Option<Result<T, E>>> for Step<T, E> {
    fn from(outcome: Option<Result<T, E>>) -> Self {
        match outcome {
            Some(Ok(outcome)) => Self::Done(outcome),
            Some(Err(why)) => Self::Failed(why),
            None => Self::NotReached,
        }
    }
}

fn first<'a, T>(
    mut facts: impl Iterator<Item = &'a Fact>,
    pick: impl Fn(&'a Fact) -> Option<T>,
) -> Option<T> {
    facts.find_map(pick)
}

fn greeting_in(fact: &Fact) -> Option<Result<&Greeting, &ReadFailure>> {
    match fact {
        Fact::Greeted(greeting) => Some(Ok(greeting)),
        Fact::GreetingFailed { why, .. } => Some(Err(why)),
        _other => None,
    }
}

fn handshake_in(fact: &Fact) -> Option<Result<&Encryption, &TlsFailure>> {
    match fact {
        Fact::Encrypted(encryption) => Some(Ok(encryption)),
        Fact::HandshakeFailed { why, .. } => Some(Err(why)),
        _other => None,
    }
}
