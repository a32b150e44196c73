//! How many connections a server lets be held at once: measured after everything else, one server after the
//! other, and ended by the first that is not let in.

mod ramp;
mod refusal;
mod session;
mod target;
mod trials;
mod wanted;

use std::future::pending;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::ramp::Climb;
use self::session::Login;
use self::target::Target;
use self::trials::Trials;
use super::desk::{Cut, Desk};
use crate::evidence::{Fact, RampEnd};
use crate::model::Service;
use crate::net::Net;
use crate::wire::sasl::Who;

pub use wanted::{Limits, MostConnections, OtherUser, TooManyConnectionsError};

/// Measures, where that was asked for, what each server lets be held: after its log-in was accepted, or where
/// there was nothing to log in with. The run ends at `ends`.
pub(super) async fn measure<N: Net>(desk: &Desk<'_, N>, ends: Instant, stop: &CancellationToken) {
    let Some(limits) = &desk.plan.limits else { return };
    for target in target::all(desk) {
        let measuring = Measuring { desk, limits, target: &target, ends, stop };
        measuring.all().await;
        if stop.is_cancelled() {
            return;
        }
    }
}

/// One server that is measured.
struct Measuring<'m, 'd, N> {
    desk: &'m Desk<'d, N>,
    limits: &'m Limits,
    target: &'m Target,
    ends: Instant,
    stop: &'m CancellationToken,
}

impl<N: Net> Measuring<'_, '_, N> {
    /// First those that are logged in, then those that are not, unless the answer is known by then.
    async fn all(&self) {
        let published = self.desk.published_name(self.target.index);
        let credential = self.desk.plan.credential(published);
        let endpoint = &self.target.endpoint;
        let login = credential.as_ref().zip(self.target.accepted.as_ref()).map(
            |((username, key), (mechanism, list))| Login {
                who: Who { username, key: *key, host: &endpoint.host, port: endpoint.port },
                mechanism: *mechanism,
                list,
            },
        );
        // Sending holds no session of its own for long: what matters is what an address may open.
        let login = login.filter(|_| endpoint.service != Service::Smtp);
        if login.is_some() && !self.one(login).await {
            return;
        }
        if self.limits.before_login {
            self.one(None).await;
        }
    }

    /// Lets time pass until then. Says whether the run goes on.
    async fn spot_until(&self, until: Instant) -> bool {
        let spot = self.target.spot(self.desk, self.target.ip, self.stop);
        spot.until(until, pending::<()>()).await != Err(Cut::Stopped)
    }

    /// One ramp with its trials. Says whether there is more to find out by another.
    async fn one(&self, login: Option<Login<'_>>) -> bool {
        let most = self.limits.most.get();
        let desks: Vec<_> =
            (0..ramp::spots(most)).map(|_| self.target.aside(self.desk, None)).collect();
        let spots: Vec<_> =
            desks.iter().map(|desk| self.target.spot(desk, self.target.ip, self.stop)).collect();
        let began = self.desk.now_ms();
        let climb = Climb::up(&spots, most, login).await;
        let ended = self.desk.now_ms();
        let told = climb.told(ended.saturating_sub(began));
        let (end, refused) = (told.end, told.refused.clone());
        let place = self.target.place(self.target.ip);
        self.desk.record(place, Fact::Held(told));
        let own = climb.held.first().and_then(|session| session.local);
        let mut trials = Trials { measuring: self, login, own, refused: refused.as_ref() };
        if end == RampEnd::Refused {
            trials.beside(ended).await;
        }
        ramp::leave(climb.held).await;
        if end == RampEnd::Stopped {
            return false;
        }
        let is_usable = trials.again().await;
        let is_before_login = refused.is_some_and(|it| it.turn.is_before_login());
        is_usable && end == RampEnd::Refused && !is_before_login
    }
}

/// How long what is held is held in the end: servers that hang up on those who are too many do so at once.
const HOLD: Duration = Duration::from_millis(300);
