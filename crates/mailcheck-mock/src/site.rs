//! What every connection to one port shares: its behaviour, its names, the accounts.

use std::net::IpAddr;
use std::sync::Arc;

use crate::behaviour::Behaviour;
use crate::connection::Channel;
use crate::ledger::Ledger;
use crate::ledger::Seat;
use crate::ledger::Whose;
use crate::log::Event;
use crate::log::Scribe;
use crate::port::Port;
use crate::reply::Reply;
use crate::reply::Words;
use crate::sasl::Claim;
use crate::sasl::Credential;
use crate::sasl::KeyRing;
use crate::sasl::Mechanism;
use crate::script::Moment;
use crate::script::Stage;
use crate::script::Step;
use crate::spec::Per;
use crate::store::Store;
use crate::tls::TlsServer;

/// One port, seen from inside.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) port: Port,
    /// The host name that greets.
    pub(crate) host: String,
    pub(crate) behaviour: Behaviour,
    pub(crate) tls: TlsServer,
    pub(crate) accounts: Arc<[Account]>,
    pub(crate) ledger: Ledger,
    pub(crate) store: Arc<Store>,
}

/// Somebody who may log in.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) address: String,
    /// `None` for somebody who has only a token.
    pub(crate) password: Option<String>,
    /// An OAuth 2 token that is good for this account.
    pub(crate) token: Option<String>,
    pub(crate) keys: KeyRing,
}

impl Account {
    /// Somebody with a password and no token.
    pub(crate) fn with_password(address: &str, password: &str) -> Self {
        let (address, password) = (address.to_owned(), Some(password.to_owned()));
        Self { address, password, token: None, keys: KeyRing::default() }
    }

    /// Somebody with a token and no password.
    pub(crate) fn with_token(address: &str, token: &str) -> Self {
        let (address, token) = (address.to_owned(), Some(token.to_owned()));
        Self { address, password: None, token, keys: KeyRing::default() }
    }

    /// Whether this is the account's name, whatever its case.
    pub(crate) fn is_called(&self, user: &[u8]) -> bool {
        self.address.as_bytes().eq_ignore_ascii_case(user)
    }

    pub(crate) fn has_password(&self, password: &[u8]) -> bool {
        self.password.as_ref().is_some_and(|known| known.as_bytes() == password)
    }
}

/// What a credential led to.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// With a place among the user's connections, if they are counted.
    Accepted(Option<Seat>),
    Refused(Reply),
    /// Refused by these steps.
    Scripted(Arc<[Step]>),
}

/// Whether somebody who connects may stay.
#[derive(Debug)]
pub(crate) enum Admission {
    /// With a place among the connections, if they are counted.
    Admitted(Option<Seat>),
    Refused(Reply),
    Scripted(Arc<[Step]>),
}

impl Site {
    /// What is offered to log in with, in this order.
    pub(crate) fn mechanisms(&self, channel: Channel) -> Vec<Mechanism> {
        let takes_any = channel.is_secure() || self.behaviour.clear_auth;
        let all = self.behaviour.mechanisms.iter().copied().filter(|_| takes_any);
        all.filter(|mechanism| channel.is_secure() || !mechanism.needs_tls()).collect()
    }

    /// Judges a password and writes down how it went.
    pub(crate) fn judge(
        &self,
        credential: &Credential,
        mechanism: &'static str,
        scribe: &Scribe,
    ) -> Verdict {
        let (user, is_right) = (credential.user.clone(), self.knows(credential));
        self.judge_claim(&Claim { user, is_right }, mechanism, scribe)
    }

    /// Decides what becomes of a claim and writes down how it went.
    pub(crate) fn judge_claim(
        &self,
        claim: &Claim,
        mechanism: &'static str,
        scribe: &Scribe,
    ) -> Verdict {
        let user = String::from_utf8_lossy(&claim.user).into_owned();
        let verdict = self.weigh(&user.to_ascii_lowercase(), scribe.peer, claim.is_right);
        scribe.note(match verdict {
            Verdict::Accepted(_) => Event::LoginAccepted { mechanism, user },
            Verdict::Refused(_) | Verdict::Scripted(_) => Event::LoginRejected { mechanism, user },
        });
        verdict
    }

    fn weigh(&self, user: &str, from: IpAddr, is_right: bool) -> Verdict {
        let behaviour = &self.behaviour;
        if let Some(reply) = behaviour.refuse_with {
            return Verdict::Refused(reply);
        }
        if behaviour.lock_after.is_some_and(|most| self.ledger.refusals(user) >= most) {
            return Verdict::Refused(Reply::Locked);
        }
        if !is_right {
            self.ledger.refuse(user);
            return Verdict::Refused(Reply::Rejected);
        }
        let counted = behaviour.limit.as_ref().and_then(|limit| match limit.per {
            Per::Address | Per::Server => None,
            Per::User => Some((limit, Whose::User(user.to_owned()))),
            Per::UserAndAddress => Some((limit, Whose::UserAt(user.to_owned(), from))),
        });
        let Some((limit, whose)) = counted else {
            self.ledger.forgive(user);
            return Verdict::Accepted(None);
        };
        match self.ledger.sit(whose, limit.connections) {
            Some(seat) => {
                self.ledger.forgive(user);
                Verdict::Accepted(Some(seat))
            }
            None if limit.steps.is_empty() => Verdict::Refused(Reply::Limit),
            None => Verdict::Scripted(limit.steps.as_slice().into()),
        }
    }

    /// Whether one more connection from there is held.
    pub(crate) fn admit(&self, from: IpAddr) -> Admission {
        if let Some(rate) = &self.behaviour.rate
            && !self.ledger.arrive(from, rate.connections, rate.within.0)
        {
            return match rate.steps.as_slice() {
                [] => Admission::Refused(Reply::Rate),
                steps => Admission::Scripted(steps.into()),
            };
        }
        let Some(limit) = &self.behaviour.limit else { return Admission::Admitted(None) };
        let whose = match limit.per {
            Per::Address => Whose::Address(from),
            Per::Server => Whose::Everybody,
            Per::User | Per::UserAndAddress => return Admission::Admitted(None),
        };
        match self.ledger.sit(whose, limit.connections) {
            Some(seat) => Admission::Admitted(Some(seat)),
            None if limit.steps.is_empty() => Admission::Refused(Reply::Busy),
            None => Admission::Scripted(limit.steps.as_slice().into()),
        }
    }

    fn knows(&self, credential: &Credential) -> bool {
        self.accounts.iter().any(|account| {
            account.is_called(&credential.user) && account.has_password(&credential.password)
        })
    }

    /// What is said on this occasion.
    pub(crate) fn words(&self, reply: Reply) -> &[u8] {
        let own = self.behaviour.replies.get(&reply);
        own.map_or_else(|| reply.usual(self.port.service()).as_bytes(), Words::text)
    }

    /// The steps to go through now instead of what is usual.
    pub(crate) fn script(&self, at: &Moment, stage: Stage) -> Option<Arc<[Step]>> {
        self.behaviour.scripts.iter().find_map(|script| script.due(at, stage))
    }
}
