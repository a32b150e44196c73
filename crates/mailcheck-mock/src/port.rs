//! The doors of a mail provider, by the meaning of their usual numbers.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::spec::Security;

/// What is spoken at a door.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Service {
    /// `IMAP4rev1` and `IMAP4rev2` (RFC 3501, RFC 9051).
    Imap,
    /// POP3 (RFC 1939).
    Pop3,
    /// Message submission by SMTP (RFC 6409).
    Smtp,
}

/// A service together with the way it is secured.
///
/// A [`Provider`](crate::Provider) listens on other numbers, chosen by the system: the name says
/// what a client expects there.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Port {
    /// IMAP, TLS from the first byte (993).
    ImapTls,
    /// IMAP, clear at first, then `STARTTLS` (143).
    ImapStarttls,
    /// IMAP without TLS (143).
    ImapPlain,
    /// POP3, TLS from the first byte (995).
    Pop3Tls,
    /// POP3, clear at first, then `STLS` (110).
    Pop3Starttls,
    /// POP3 without TLS (110).
    Pop3Plain,
    /// Message submission, TLS from the first byte (465).
    #[serde(rename = "smtp-tls")]
    SubmissionsTls,
    /// Message submission, clear at first, then `STARTTLS` (587).
    #[serde(rename = "smtp-starttls")]
    SubmissionStarttls,
    /// Message submission without TLS (587).
    #[serde(rename = "smtp-plain")]
    SubmissionPlain,
}

impl Port {
    /// Every port, in the order of the variants.
    pub const ALL: [Self; 9] = [
        Self::ImapTls,
        Self::ImapStarttls,
        Self::ImapPlain,
        Self::Pop3Tls,
        Self::Pop3Starttls,
        Self::Pop3Plain,
        Self::SubmissionsTls,
        Self::SubmissionStarttls,
        Self::SubmissionPlain,
    ];

    /// The name that scenario files use, such as `imap-tls`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ImapTls => "imap-tls",
            Self::ImapStarttls => "imap-starttls",
            Self::ImapPlain => "imap-plain",
            Self::Pop3Tls => "pop3-tls",
            Self::Pop3Starttls => "pop3-starttls",
            Self::Pop3Plain => "pop3-plain",
            Self::SubmissionsTls => "smtp-tls",
            Self::SubmissionStarttls => "smtp-starttls",
            Self::SubmissionPlain => "smtp-plain",
        }
    }

    /// The number that the standards give this service (RFC 8314 §7).
    pub fn standard(self) -> u16 {
        match self {
            Self::ImapTls => 993,
            Self::ImapStarttls | Self::ImapPlain => 143,
            Self::Pop3Tls => 995,
            Self::Pop3Starttls | Self::Pop3Plain => 110,
            Self::SubmissionsTls => 465,
            Self::SubmissionStarttls | Self::SubmissionPlain => 587,
        }
    }

    /// What is spoken here.
    pub fn service(self) -> Service {
        match self {
            Self::ImapTls | Self::ImapStarttls | Self::ImapPlain => Service::Imap,
            Self::Pop3Tls | Self::Pop3Starttls | Self::Pop3Plain => Service::Pop3,
            Self::SubmissionsTls | Self::SubmissionStarttls | Self::SubmissionPlain => {
                Service::Smtp
            }
        }
    }

    /// Whether clients expect TLS from the first byte.
    pub fn is_implicit_tls(self) -> bool {
        self.security() == Security::Tls
    }

    /// How clients expect it to be secured.
    pub(crate) fn security(self) -> Security {
        match self {
            Self::ImapTls | Self::Pop3Tls | Self::SubmissionsTls => Security::Tls,
            Self::ImapStarttls | Self::Pop3Starttls | Self::SubmissionStarttls => {
                Security::Starttls
            }
            Self::ImapPlain | Self::Pop3Plain | Self::SubmissionPlain => Security::Plain,
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.standard())
    }
}
