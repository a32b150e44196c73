//! A memory of refused log-ins, as a scenario says it: it holds every log-in back.

use jiff::Timestamp;
use mailcheck::evidence::Risk;
use mailcheck::evidence::TooSoon;
use mailcheck::model::Host;
use mailcheck::probe::Ledger;
use mailcheck::probe::Permission;

use crate::scenario::Refused;

/// Denies every log-in.
#[derive(Debug)]
pub(super) struct Denies(TooSoon);

impl Denies {
    pub(super) fn new(refused: &Refused) -> Self {
        let until = Timestamp::now().checked_add(refused.wait.0).unwrap_or(Timestamp::MAX);
        Self(TooSoon::new(Risk::Lock, refused.times, until))
    }
}

impl Ledger for Denies {
    fn permit(&self, _login_name: &str, _host: &Host) -> Permission {
        Permission::Denied(self.0)
    }

    /// Nobody is let in who was not permitted.
    fn accepted(&self, _login_name: &str, _host: &Host) {}
}
