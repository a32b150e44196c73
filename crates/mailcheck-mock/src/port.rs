//! The four doors of a mail provider, by the meaning of their usual numbers.

use std::fmt;

/// A service together with the way it is secured.
///
/// A [`Provider`](crate::Provider) listens on other numbers, chosen by the system: the name says
/// what a client expects there.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Port {
    /// IMAP, TLS from the first byte (993).
    ImapTls,
    /// IMAP, clear at first, then `STARTTLS` (143).
    ImapStarttls,
    /// Message submission, TLS from the first byte (465).
    SubmissionsTls,
    /// Message submission, clear at first, then `STARTTLS` (587).
    SubmissionStarttls,
}

impl Port {
    /// Every port, in the order of the variants.
    pub const ALL: [Self; 4] =
        [Self::ImapTls, Self::ImapStarttls, Self::SubmissionsTls, Self::SubmissionStarttls];

    /// The number that the standards give this service (RFC 8314 §7).
    pub fn standard(self) -> u16 {
        match self {
            Self::ImapTls => 993,
            Self::ImapStarttls => 143,
            Self::SubmissionsTls => 465,
            Self::SubmissionStarttls => 587,
        }
    }

    /// Whether IMAP is spoken here, and not SMTP.
    pub fn is_imap(self) -> bool {
        matches!(self, Self::ImapTls | Self::ImapStarttls)
    }

    /// Whether clients expect TLS from the first byte.
    pub fn is_implicit_tls(self) -> bool {
        matches!(self, Self::ImapTls | Self::SubmissionsTls)
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.standard())
    }
}
