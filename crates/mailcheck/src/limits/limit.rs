//! One limit, as far as it could be measured.

use std::net::IpAddr;

use super::ended::{self, Ended};
use super::scope::{self, Others};
use super::words::Words;
use crate::evidence::{EndpointView, Evidence, Fact, Hold, Observation, Ramp, Trial};
use crate::knowledge::replies::Scope;

/// How many connections a server lets be held at once, as far as it could be measured.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limit<'a> {
    /// Which endpoint, as an index into [`Evidence::endpoints`].
    pub endpoint: usize,
    /// At which of its addresses.
    pub ip: Option<IpAddr>,
    /// What was seen.
    pub ramp: &'a Ramp,
    /// How many there can be beside those that the person's devices hold already.
    pub number: Number,
    /// Whose connections are counted together; `None` where that could not be told.
    pub scope: Option<Scope>,
    /// What is limited; `None` where no limit was met or nothing tells what it is.
    pub sort: Option<Sort>,
    /// How many connections the server says that it allows in all.
    pub stated: Option<u32>,
    /// How many of those that it allows others held, who are within the same limit.
    pub in_use: Option<u32>,
    /// Whether one more connection was let in after all goodbyes, be it some time later; `None` where
    /// that was not tried.
    pub usable_again: Option<bool>,
    /// Whether another address of this device was let in while all were held; `None` where that was not
    /// tried, or tells nothing.
    pub other_address: Option<bool>,
    /// Whether another user was.
    pub other_user: Option<bool>,
    /// Whether the other user's log-in was refused for another reason than the limit.
    pub other_user_rejected: bool,
    /// From which addresses of this device nobody asked, as the server was not reached by their family, or
    /// as they are the one that everybody asked from.
    pub not_asked: Vec<IpAddr>,
}

/// How many connections at once.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Number {
    /// So many were let in, and no more were asked for.
    AtLeast(u32),
    /// So many were let in, and the next was not, because there were so many.
    Exactly(u32),
    /// It cannot be told.
    NotDetermined(Doubt),
}

/// Why a number cannot be told.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Doubt {
    /// A connection that was held was hung up on.
    Lost,
    /// The line failed, or the run ended.
    Network,
    /// Not one was let in: others may hold all that there are.
    NoneHeld,
    /// One was not let in, and nothing tells that it was one too many.
    NotConfirmed,
    /// One was not let in, and neither was one after all goodbyes.
    NotRestored,
    /// One was not let in for a reason that is no limit.
    OtherReason,
    /// The limit is one of connections in a time.
    Rate,
}

impl Doubt {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Network => "network",
            Self::NoneHeld => "none-held",
            Self::NotConfirmed => "not-confirmed",
            Self::NotRestored => "not-restored",
            Self::OtherReason => "other-reason",
            Self::Rate => "rate",
        }
    }
}

/// What is limited.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Sort {
    /// Connections at once.
    Concurrency,
    /// Connections in a time.
    Rate {
        /// How many were let in before one was not.
        connections: u32,
        /// In how many milliseconds they came.
        within_ms: u64,
    },
}

impl Limit<'_> {
    /// How many the server allows in all, as it says or as was held with nobody else within the limit;
    /// `None` where others may hold some that nobody knows of.
    pub fn in_all(&self) -> Option<u32> {
        self.stated.filter(|_| self.in_use.is_some())
    }

    /// Whose connections are counted together, in a word, be it only that others were let in or were not.
    pub fn shared(&self) -> &'static str {
        match (self.scope, self.other_address, self.other_user) {
            (Some(scope), _, _) => scope.name(),
            (None, Some(true), _) => "each-address",
            (None, Some(false), _) => "any-address",
            (None, None, Some(true)) => "each-user",
            (None, None, Some(false)) => "any-user",
            (None, None, None) => "unknown",
        }
    }

    /// Whether it is one of logged-in connections.
    pub fn is_of_logins(&self) -> bool {
        self.ramp.hold == Hold::LoggedIn
    }
}

/// Every limit that was measured, in the order of the endpoints.
pub fn limits(evidence: &Evidence) -> Vec<Limit<'_>> {
    evidence.views().flat_map(|view| of(&view)).collect()
}

/// The limits that were measured of one endpoint, in the order in which they were.
pub fn of<'a>(view: &EndpointView<'a>) -> Vec<Limit<'a>> {
    let mut seen: Vec<(&'a Observation, &'a Ramp, Vec<&'a Trial>)> = Vec::new();
    let mut not_asked = Vec::new();
    for observation in view.observations() {
        if let Fact::Held(ramp) = &observation.fact {
            seen.push((observation, ramp, Vec::new()));
        }
        if let Fact::NotTried { from } = &observation.fact {
            not_asked.push(*from);
        }
        if let Fact::Tried(trial) = &observation.fact {
            // A trial is about the last ramp to the same address that took its connections as far.
            let its = seen.iter_mut().rev().find(|(held, ramp, _)| {
                held.place.ip == observation.place.ip && ramp.hold == trial.hold
            });
            if let Some((_, _, trials)) = its {
                trials.push(trial);
            }
        }
    }
    not_asked.sort();
    not_asked.dedup();
    let limit = |(held, ramp, trials): (&Observation, _, Vec<_>)| {
        let not_asked = not_asked.clone();
        Limit { not_asked, ..limit(view, held.place.ip, ramp, &trials) }
    };
    seen.into_iter().map(limit).collect()
}

fn limit<'a>(
    view: &EndpointView<'a>,
    ip: Option<IpAddr>,
    ramp: &'a Ramp,
    trials: &[&'a Trial],
) -> Limit<'a> {
    let words = ramp.refused.as_ref().map(|refused| Words::of(view, ip, refused));
    let words = words.unwrap_or_default();
    let Ended { number, sort, usable_again } = ended::ended(ramp, trials, &words);
    let scope = ramp.refused.as_ref().filter(|_| sort.is_some());
    let others = scope.map(|refused| Others::of(refused, trials)).unwrap_or_default();
    let scope = scope.and_then(|refused| scope::scope(refused, others, &words));
    let stated = words.limit.filter(|_| sort == Some(Sort::Concurrency));
    let in_use = match (number, stated) {
        (Number::Exactly(measured), Some(stated)) if scope.is_some() && scope == words.scope => {
            stated.checked_sub(measured)
        }
        (Number::AtLeast(_) | Number::Exactly(_) | Number::NotDetermined(_), _) => None,
    };
    Limit {
        endpoint: view.index,
        ip,
        ramp,
        number,
        scope,
        sort,
        stated,
        in_use,
        usable_again,
        other_address: others.address,
        other_user: others.user,
        other_user_rejected: others.user_rejected,
        not_asked: Vec::new(),
    }
}
