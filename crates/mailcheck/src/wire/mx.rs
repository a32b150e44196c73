//! MX records: which order, and what they say.

use crate::model::Host;

/// One MX record (RFC 5321 §5.1).
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_structs, reason = "complete by definition: RFC 1035 §3.3.9")]
pub struct Mx {
    /// Lower is tried first.
    pub preference: u16,
    /// The host; `None` is the "null MX" `.`, which says that the domain takes no mail (RFC 7505 §3).
    pub exchange: Option<Host>,
}
