//! What a rule about claims is, and the list of all.

use mailcheck::report::Severity;

use super::rules::{
    authentication_not_offered, best_authentication_not_offered, better_authentication_offered,
    encryption_offered,
};
use super::{Seen, Untrue};

/// Something that a file can claim of a server, and how to recognise that it is not so.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Claim {
    /// Its id, `preset.what-is-wrong`.
    pub id: &'static str,
    /// How grave.
    pub severity: Severity,
    /// The standard or source behind it.
    pub reference: &'static str,
    /// The judgement.
    pub(crate) judge: fn(&Seen<'_>) -> Option<Untrue>,
}

impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claim").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Every rule.
pub fn all() -> &'static [&'static Claim] {
    ALL
}

static ALL: &[&Claim] = &[
    &encryption_offered::CLAIM,
    &authentication_not_offered::CLAIM,
    &best_authentication_not_offered::CLAIM,
    &better_authentication_offered::CLAIM,
];
