//! How one port behaves, with everything decided that a [`Spec`] may leave open.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use crate::certificate::Certificates;
use crate::delivery::Delivery;
use crate::port::Port;
use crate::replay::Replay;
use crate::reply::Reply;
use crate::reply::Words;
use crate::sasl::Mechanism;
use crate::sasl::ScramFault;
use crate::script::Script;
use crate::spec::Capabilities;
use crate::spec::Limit;
use crate::spec::Rate;
use crate::spec::Reach;
use crate::spec::Security;
use crate::spec::Spec;
use crate::spec::Starttls;
use crate::spec::WithoutLogin;
use crate::tls::TlsSpec;

/// Everything in which one port can differ from another.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in the files")]
pub(crate) struct Behaviour {
    pub(crate) reach: Reach,
    /// The number to listen on; any that is free if zero.
    pub(crate) number: u16,
    pub(crate) implicit_tls: bool,
    pub(crate) certificates: Certificates,
    pub(crate) tls: TlsSpec,
    pub(crate) starttls: Starttls,
    pub(crate) greeting: Option<Words>,
    pub(crate) capabilities: Capabilities,
    pub(crate) mechanisms: Vec<Mechanism>,
    pub(crate) scram: Option<ScramFault>,
    /// Why a token is not good, before it is refused.
    pub(crate) token_refusal: Option<String>,
    /// Whether credentials are asked for and taken before TLS.
    pub(crate) clear_auth: bool,
    pub(crate) refuse_with: Option<Reply>,
    pub(crate) without_login: WithoutLogin,
    /// Whether somebody who has logged in may send in no name but their own.
    pub(crate) own_sender_only: bool,
    /// Whether IMAP opens a mailbox only for clients that have said which they are.
    pub(crate) requires_id: bool,
    pub(crate) deliver: Delivery,
    /// Whether IDLE is taken, and says nothing of new mail.
    pub(crate) silent_idle: bool,
    pub(crate) lock_after: Option<u32>,
    pub(crate) limit: Option<Limit>,
    pub(crate) rate: Option<Rate>,
    pub(crate) latency: Duration,
    /// How far the server's clock is ahead.
    pub(crate) clock: SignedDuration,
    pub(crate) replies: BTreeMap<Reply, Words>,
    pub(crate) scripts: Vec<Script>,
    pub(crate) replay: Option<Arc<Replay>>,
}

impl Behaviour {
    /// A healthy port, but for what `spec` says.
    pub(crate) fn new(port: Port, spec: Spec) -> Self {
        let usual = port.security();
        let security = spec.security.unwrap_or(usual);
        let starttls = spec.starttls.unwrap_or(match security {
            Security::Starttls | Security::Tls => Starttls::Offered,
            Security::Plain => Starttls::NotOffered,
        });
        Self {
            reach: spec.reach.unwrap_or_default(),
            number: spec.port.unwrap_or_default(),
            implicit_tls: security == Security::Tls,
            certificates: spec.certificate.unwrap_or_default(),
            tls: spec.tls.unwrap_or_default(),
            starttls,
            greeting: spec.greeting,
            capabilities: spec.capabilities,
            mechanisms: spec.mechanisms.unwrap_or_else(|| Mechanism::USUAL.to_vec()),
            scram: spec.scram,
            token_refusal: spec.token_refusal,
            clear_auth: spec.log_in_in_clear.unwrap_or(security == Security::Plain),
            refuse_with: spec.refuse_with,
            without_login: spec.without_login.unwrap_or_default(),
            own_sender_only: spec.own_sender_only.unwrap_or_default(),
            requires_id: spec.requires_id.unwrap_or_default(),
            deliver: spec.deliver.unwrap_or_default(),
            silent_idle: spec.silent_idle.unwrap_or_default(),
            lock_after: spec.lock_after,
            limit: spec.limit,
            rate: spec.rate,
            latency: spec.latency.unwrap_or_default().0,
            clock: spec.clock.unwrap_or_default().0,
            replies: spec.replies,
            scripts: spec.scripts,
            replay: spec.replay,
        }
    }
}
