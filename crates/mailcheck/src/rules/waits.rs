//! How long to wait before the next attempt. Where each number comes from stands in `docs/waits.md`.

use std::time::Duration;

/// After the resolver gave no answer: failures are cached from 1 s to 5 min (RFC 9520 §3.2).
pub(super) const DNS: Duration = Duration::from_mins(1);

/// After 421, `BYE` or silence: five of Postfix's counting periods (`anvil_rate_time_unit`, 60 s).
pub(super) const BUSY: Duration = Duration::from_mins(5);

/// After being hung up on: fail2ban's usual ban (`bantime`, 10 min).
pub(super) const HUNG_UP: Duration = Duration::from_mins(10);

/// After SMTP's 454 to STARTTLS: as [`BUSY`], Postfix counts TLS sessions by the same period.
pub(super) const STARTTLS: Duration = Duration::from_mins(5);

/// After a log-in that could not be checked: the short end of what providers ask for.
pub(super) const LOGIN: Duration = Duration::from_mins(5);
