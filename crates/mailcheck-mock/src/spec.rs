//! How the ports of a service differ from a healthy one's, as it is written in files.
//!
//! Everything is optional: what is not said stays as it is. A scenario is laid over the profile of a
//! server, and that over the healthy service.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;

use crate::certificate::Certificates;
use crate::clock::Clock;
use crate::delivery::Delivery;
use crate::replay::Replay;
use crate::reply::Reply;
use crate::reply::Words;
use crate::sasl::Mechanism;
use crate::sasl::ScramFault;
use crate::scenario::Profile;
use crate::script::Script;
use crate::script::Step;
use crate::span::Span;
use crate::tls::TlsSpec;

/// What is different.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Spec {
    /// The name of a real server's profile that lies below.
    pub(crate) profile: Option<Profile>,
    pub(crate) reach: Option<Reach>,
    /// The number to listen on, instead of any that is free.
    #[serde(default, deserialize_with = "number")]
    pub(crate) port: Option<u16>,
    /// What is spoken, whatever clients expect there.
    pub(crate) security: Option<Security>,
    pub(crate) certificate: Option<Certificates>,
    pub(crate) tls: Option<TlsSpec>,
    pub(crate) starttls: Option<Starttls>,
    pub(crate) greeting: Option<Words>,
    #[serde(default)]
    pub(crate) capabilities: Capabilities,
    /// SASL mechanisms in the order in which they are offered.
    pub(crate) mechanisms: Option<Vec<Mechanism>>,
    /// What SCRAM does wrong.
    pub(crate) scram: Option<ScramFault>,
    /// Why a token is not good, before it is refused; nothing if empty.
    pub(crate) token_refusal: Option<String>,
    /// Whether credentials are asked for and taken before TLS.
    pub(crate) log_in_in_clear: Option<bool>,
    /// The reply that every credential gets, right or wrong.
    pub(crate) refuse_with: Option<Reply>,
    /// What somebody who has not logged in may send.
    pub(crate) without_login: Option<WithoutLogin>,
    /// Whether somebody who has logged in may send in no name but their own.
    pub(crate) own_sender_only: Option<bool>,
    /// Whether IMAP opens a mailbox only for clients that have said which they are (RFC 2971).
    pub(crate) requires_id: Option<bool>,
    /// What becomes of mail that is sent here.
    pub(crate) deliver: Option<Delivery>,
    /// Whether IDLE is taken, and says nothing of new mail.
    pub(crate) silent_idle: Option<bool>,
    /// After how many wrong passwords an account is locked.
    pub(crate) lock_after: Option<u32>,
    pub(crate) limit: Option<Limit>,
    pub(crate) rate: Option<Rate>,
    /// Before every answer.
    pub(crate) latency: Option<Span>,
    /// How wrong the clock is that `$date` and `$time` are read from.
    pub(crate) clock: Option<Clock>,
    #[serde(default)]
    pub(crate) replies: BTreeMap<Reply, Words>,
    #[serde(default, rename = "script")]
    pub(crate) scripts: Vec<Script>,
    /// What the server is called, instead of the usual.
    #[serde(skip)]
    pub(crate) host: Option<String>,
    /// A dialogue that takes the place of everything that is said.
    #[serde(skip)]
    pub(crate) replay: Option<Arc<Replay>>,
}

impl Spec {
    /// Lays `over` on top: what it says wins, and its scripts come first.
    pub(crate) fn overlaid(mut self, over: &Self) -> Self {
        fn set<T: Clone>(below: &mut Option<T>, over: Option<&T>) {
            if let Some(over) = over {
                *below = Some(over.clone());
            }
        }
        set(&mut self.profile, over.profile.as_ref());
        set(&mut self.reach, over.reach.as_ref());
        set(&mut self.port, over.port.as_ref());
        set(&mut self.security, over.security.as_ref());
        // Several things can be wrong with one certificate.
        self.certificate = match (self.certificate.take(), &over.certificate) {
            (Some(below), Some(over)) => Some(below.overlaid(over)),
            (below, over) => over.clone().or(below),
        };
        set(&mut self.tls, over.tls.as_ref());
        set(&mut self.starttls, over.starttls.as_ref());
        set(&mut self.greeting, over.greeting.as_ref());
        set(&mut self.capabilities.in_clear, over.capabilities.in_clear.as_ref());
        set(&mut self.capabilities.inside_tls, over.capabilities.inside_tls.as_ref());
        set(&mut self.capabilities.logged_in, over.capabilities.logged_in.as_ref());
        set(&mut self.mechanisms, over.mechanisms.as_ref());
        set(&mut self.scram, over.scram.as_ref());
        set(&mut self.token_refusal, over.token_refusal.as_ref());
        set(&mut self.log_in_in_clear, over.log_in_in_clear.as_ref());
        set(&mut self.refuse_with, over.refuse_with.as_ref());
        set(&mut self.without_login, over.without_login.as_ref());
        set(&mut self.own_sender_only, over.own_sender_only.as_ref());
        set(&mut self.requires_id, over.requires_id.as_ref());
        set(&mut self.deliver, over.deliver.as_ref());
        set(&mut self.silent_idle, over.silent_idle.as_ref());
        set(&mut self.lock_after, over.lock_after.as_ref());
        set(&mut self.limit, over.limit.as_ref());
        set(&mut self.rate, over.rate.as_ref());
        set(&mut self.latency, over.latency.as_ref());
        set(&mut self.clock, over.clock.as_ref());
        self.replies.extend(over.replies.iter().map(|(reply, words)| (*reply, words.clone())));
        set(&mut self.host, over.host.as_ref());
        set(&mut self.replay, over.replay.as_ref());
        self.scripts = over.scripts.iter().chain(&self.scripts).cloned().collect();
        self
    }

    /// All the words in it that a server says.
    #[cfg(test)]
    pub(crate) fn words(&self) -> impl Iterator<Item = &Words> {
        let Capabilities { in_clear, inside_tls, logged_in } = &self.capabilities;
        [&self.greeting, in_clear, inside_tls, logged_in]
            .into_iter()
            .flatten()
            .chain(self.replies.values())
    }
}

/// The number of a port.
fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u16>, D::Error> {
    let number = u16::try_from(i64::deserialize(from)?).ok().filter(|number| *number > 0);
    number.map(Some).ok_or_else(|| D::Error::custom("a port is a number from 1 to 65535"))
}

/// What a client meets before any word is said.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reach {
    /// Packets vanish.
    Filtered,
    /// A server.
    #[default]
    Open,
    /// Nothing listens.
    Refused,
}

/// How a port is secured.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Security {
    Plain,
    Starttls,
    Tls,
}

/// What becomes of `STARTTLS`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Starttls {
    /// What the client sent in clear behind the command counts inside TLS.
    CarriesCommands,
    /// A reply that nobody asked for follows the go-ahead in clear.
    Injected,
    NotOffered,
    #[default]
    Offered,
    OfferedThenRefused,
}

/// What somebody who has not logged in may send.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WithoutLogin {
    /// Mail to everywhere: an open relay.
    Anything,
    /// Mail for the accounts here, as to a server for incoming mail.
    LocalMail,
    #[default]
    Nothing,
}

/// What is listed to a client, in place of the usual list: words as in `CAPABILITY`, and for POP3
/// and SMTP keywords with their parameters, separated by commas.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Capabilities {
    pub(crate) in_clear: Option<Words>,
    pub(crate) inside_tls: Option<Words>,
    pub(crate) logged_in: Option<Words>,
}

/// How many connections are held at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Limit {
    pub(crate) connections: u32,
    pub(crate) per: Per,
    /// What the first above the limit meets, instead of the reply `limit`.
    #[serde(default)]
    pub(crate) steps: Vec<Step>,
}

/// How many connections may begin in a time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Rate {
    pub(crate) connections: u32,
    pub(crate) within: Span,
    #[serde(default)]
    pub(crate) steps: Vec<Step>,
}

/// Who shares a limit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Per {
    Address,
    Server,
    /// Counted once somebody has logged in.
    User,
    /// The same, for each address that the user comes from by itself, as Dovecot does.
    UserAndAddress,
}
