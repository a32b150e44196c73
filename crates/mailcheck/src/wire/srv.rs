//! SRV records: which order, and what they say.

use std::cmp::Reverse;

use crate::model::Host;

/// One SRV record (RFC 2782).
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "complete by definition: RFC 2782")]
pub struct Srv {
    /// Lower is tried first.
    pub priority: u16,
    /// Among equal priorities, higher is tried first more often.
    pub weight: u16,
    /// The TCP port.
    pub port: u16,
    /// The host; `None` is the target `.`, which says that the service is not offered
    /// (RFC 6186 §3.4).
    pub target: Option<Host>,
}

/// Puts records in the order in which they are to be tried.
///
/// RFC 2782 draws lots among equal priorities to spread load; a tester wants the same order on
/// every run, so the heaviest comes first. The order in which they came, which name servers rotate,
/// does not matter.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::srv::{Srv, sort};
/// let record = |priority, weight| Srv { priority, weight, port: 993, target: None };
/// let mut records = [record(10, 0), record(0, 1), record(0, 5)];
/// sort(&mut records);
/// assert_eq!(records, [record(0, 5), record(0, 1), record(10, 0)]);
/// ```
pub fn sort(records: &mut [Srv]) {
    fn key(record: &Srv) -> (u16, Reverse<u16>, u16, Option<&Host>) {
        (record.priority, Reverse(record.weight), record.port, record.target.as_ref())
    }
    records.sort_by(|one, other| key(one).cmp(&key(other)));
}
