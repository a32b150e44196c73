//! How long to wait before the next attempt. Where each number comes from stands in `docs/waits.md`.

use std::time::Duration;

use crate::report::{Wait, WaitSource};

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
