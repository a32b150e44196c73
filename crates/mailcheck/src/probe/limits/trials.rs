//! One more connection at a time, to find out what ended a ramp, and whether it has an end.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use tokio::time::Instant;

use super::Measuring;
use super::refusal::{Miss, is_about_the_credential};
use super::session::{self, Login};
use crate::evidence::{Asker, Fact, Family, Hold, Refused, Trial, TrialKind};
use crate::net::Net;
use crate::probe::watch::StepName;
use crate::wire::sasl::{Key, Who};

/// What there is to try after a ramp.
pub(super) struct Trials<'t, 'm, 'd, N> {
    pub(super) measuring: &'t Measuring<'m, 'd, N>,
    pub(super) login: Option<Login<'t>>,
    /// The address of ours that all of it came from.
    pub(super) own: Option<IpAddr>,
    /// What ended the ramp, if anything did.
    pub(super) refused: Option<&'t Refused>,
}

/// How long a server gets to notice that everybody has left, before it is asked once more.
const SETTLING: Duration = Duration::from_millis(800);

impl<N: Net> Trials<'_, '_, '_, N> {
    /// While all are held: whether others are let in.
    pub(super) async fn beside(&mut self, refused_at: u64) {
        let Some(refused) = self.refused else { return };
        // Who is turned away before the log-in need not log in to be so.
        let login = self.login.filter(|_| !refused.turn.is_before_login());
        if login.is_some() && is_about_the_credential(refused) {
            return;
        }
        for from in self.addresses() {
            let Measuring { desk, target, .. } = self.measuring;
            if target.ip_for(from).is_none() || self.own == Some(from) {
                desk.record(target.place(target.ip), Fact::NotTried { from });
                continue;
            }
            let asker = Asker::OtherAddress { from };
            self.ask(TrialKind::Beside, asker, login, refused_at).await;
        }
        if let Some(login) = login.and_then(|login| self.of_other_user(login)) {
            self.ask(TrialKind::Beside, Asker::OtherUser, Some(login), refused_at).await;
        }
    }

    /// After all goodbyes: whether the account is usable again, at once or some time later. Says so.
    pub(super) async fn again(&mut self) -> bool {
        let left = self.measuring.desk.now_ms();
        let login = self.login;
        let Some(first) = self.ask(TrialKind::Again, Asker::Same, login, left).await else {
            return false;
        };
        let Some(refused) = first else { return true };
        let is_denied = |it: &Refused| login.is_some() && is_about_the_credential(it);
        if is_denied(&refused) && self.refused.is_some_and(is_denied) {
            return false;
        }
        // A server may not have noticed yet that everybody has left.
        let settled = self.measuring.spot_until(Instant::now() + SETTLING).await;
        if !settled {
            return false;
        }
        let Some(second) = self.ask(TrialKind::Again, Asker::Same, login, left).await else {
            return false;
        };
        if second.is_none() {
            return true;
        }
        if !self.wait().await {
            return false;
        }
        matches!(self.ask(TrialKind::Later, Asker::Same, login, left).await, Some(None))
    }

    /// Lets time pass, if there is enough of it. Says whether it has.
    async fn wait(&self) -> bool {
        let Measuring { desk, limits, target, ends, stop } = self.measuring;
        let until = Instant::now() + limits.later;
        if until + desk.plan.timeout >= *ends {
            return false;
        }
        target.spot(desk, target.ip, stop).waiting(StepName::Later);
        self.measuring.spot_until(until).await
    }

    /// Asks to be let in once more, and leaves. Gives what it met, if anything; nothing when the run ended
    /// first.
    async fn ask(
        &self,
        kind: TrialKind,
        asker: Asker,
        login: Option<Login<'_>>,
        since: u64,
    ) -> Option<Option<Refused>> {
        let Measuring { desk, target, stop, .. } = self.measuring;
        if stop.is_cancelled() {
            return None;
        }
        let from = match asker {
            Asker::OtherAddress { from } => Some(from),
            Asker::OtherUser | Asker::Same => None,
        };
        let ip = from.map_or(Some(target.ip), |from| target.ip_for(from))?;
        let aside = target.aside(desk, from);
        let spot = target.spot(&aside, ip, stop);
        let hold = if login.is_some() { Hold::LoggedIn } else { Hold::Greeted };
        let began = desk.now_ms();
        let let_in = match (session::open(&spot, hold).await, login) {
            (Ok(session), Some(login)) => session.log_in(login).await,
            (outcome, _) => outcome,
        };
        let took_ms = desk.now_ms().saturating_sub(began);
        let refused = match let_in {
            Ok(session) => {
                session.leave().await;
                None
            }
            Err(Miss::Refused(refused)) => Some(refused),
            Err(Miss::Stopped) => return None,
        };
        let mut trial = Trial::new(kind, hold, asker);
        trial.refused.clone_from(&refused);
        trial.after_ms = began.saturating_sub(since);
        trial.took_ms = took_ms;
        desk.record(target.place(ip), Fact::Tried(trial));
        Some(refused)
    }

    /// The addresses to ask from: those that were named, else the one of the other family, if the server was
    /// reached by both.
    fn addresses(&self) -> Vec<IpAddr> {
        let Measuring { limits, target, .. } = self.measuring;
        if !limits.from.is_empty() {
            return limits.from.clone();
        }
        let of_family = |ip: IpAddr| match Family::of(ip) {
            Family::Ipv4 => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            Family::Ipv6 => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        };
        target.other.map(of_family).into_iter().collect()
    }

    /// The same log-in for somebody else; the same person is nobody else.
    fn of_other_user<'l>(&'l self, login: Login<'l>) -> Option<Login<'l>> {
        let other = self.measuring.limits.other.as_ref()?;
        let key = match login.who.key {
            Key::Password(_) => Key::Password(&other.secret),
            Key::Token(_) => Key::Token(&other.secret),
            Key::Certificate => return None,
        };
        let who = Who { username: &other.username, key, ..login.who };
        let is_other = !who.username.eq_ignore_ascii_case(login.who.username);
        is_other.then_some(Login { who, ..login })
    }
}
