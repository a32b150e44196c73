//! How long to wait before the next attempt. Where each number comes from stands in `docs/waits.md`.

use std::time::Duration;

use super::{meaning, provider};
use crate::evidence::EndpointView;
use crate::knowledge::providers::{Lockout, Provider, Release};
use crate::knowledge::replies::Meaning;
use crate::report::{Wait, WaitSource};

/// How a lock for too many failures ends.
pub(super) enum Lock {
    /// By itself, after this time.
    Passes(Wait),
    /// When the person has it lifted, as the provider publishes.
    UntilLifted(&'static Provider, &'static Lockout),
}

/// How a lock at this server ends, by the best that is known: what the reply says, else what the
/// provider publishes, else how its software is set, else `usual`.
pub(super) fn lock(view: &EndpointView<'_>, meanings: &[Meaning], usual: Wait) -> Lock {
    let told = meaning::wait(meanings);
    if let Some(wait) = told
        && matches!(wait.whose, WaitSource::Provider | WaitSource::Reply)
    {
        return Lock::Passes(wait);
    }
    let provider = provider::of(view);
    let lockout = provider.and_then(|it| Some((it, it.lockout(view.endpoint().service)?)));
    match lockout.map(|(provider, lockout)| (provider, lockout, lockout.over)) {
        Some((provider, lockout, Release::OnRequest)) => Lock::UntilLifted(provider, lockout),
        Some((_, lockout, over @ Release::AfterSeconds(_))) => {
            let published = over
                .wait()
                .map(|length| Wait::new(length, WaitSource::Provider, &lockout.source.at));
            Lock::Passes(published.or(told).unwrap_or(usual))
        }
        Some((.., Release::NotPublished)) | None => Lock::Passes(told.unwrap_or(usual)),
    }
}

/// After the resolver gave no answer: failures are cached from 1 s to 5 min.
pub(super) const DNS: Wait = ours(1, "RFC 9520 §3.2");

/// After 421, `BYE` or silence: five of the periods in which Postfix counts connections.
pub(super) const BUSY: Wait = ours(5, "five times Postfix anvil_rate_time_unit");

/// After being hung up on: the usual ban.
pub(super) const HUNG_UP: Wait =
    Wait::new(Duration::from_mins(10), WaitSource::Software, "fail2ban bantime");

/// After SMTP's 454 to STARTTLS, where no limit is told of: as [`BUSY`].
pub(super) const STARTTLS: Wait = BUSY;

/// After a lock: the longest time that is published, which is also the usual one of Zimbra.
pub(super) const LOCKED: Wait = ours(60, "zimbraPasswordLockoutDuration");

/// After a log-in that could not be checked: the short end of what providers ask for.
pub(super) const LOGIN: Wait = ours(5, "RFC 5530 §3, RFC 4954 §6");

/// After a message was put off: as long as greylisting usually does.
pub(super) const DEFERRED: Wait =
    Wait::new(Duration::from_mins(5), WaitSource::Software, "Postgrey --delay");

/// A wait of our own choice.
const fn ours(minutes: u64, source: &'static str) -> Wait {
    Wait::new(Duration::from_mins(minutes), WaitSource::Default, source)
}
