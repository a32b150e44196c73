//! Whether a web address is an official entrance of a mail provider: every hop of a visit against the
//! hosts that providers are known to have (`docs/entrance.md`). Pure: it looks at nothing.
//!
//! An address is on the list or it is not. Neither says that a page is honest or that it is not.

mod fault;
mod judge;
#[cfg(test)]
mod tests;

pub use fault::{CertificateFault, Fault};
pub use judge::{Judged, Reason, Stop, judge};

/// What is known of an address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// Every hop is on one provider's list, encrypted and with a good certificate.
    OnTheList,
    /// Some hop is not.
    NotOnTheList,
    /// Nothing speaks against it, and not all of it could be seen.
    Inconclusive,
}

impl Verdict {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnTheList => "on-the-list",
            Self::NotOnTheList => "not-on-the-list",
            Self::Inconclusive => "inconclusive",
        }
    }
}
