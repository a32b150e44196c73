//! What can be said against a hop.

use crate::evidence::FetchFailure;
use crate::knowledge::providers::Names;
use crate::model::{Host, ServerText};
use crate::typing::Likeness;

/// What can be said against a hop, or keeps it from being known.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Its certificate is not good.
    BadCertificate {
        /// In what.
        fault: CertificateFault,
        /// In the words of the verifier.
        why: String,
    },
    /// It leads in a circle, or on and on. Pages that want cookies do.
    EndlessRedirects {
        /// Where to.
        to: ServerText,
    },
    /// The host is an IP address, which nobody can read a provider from.
    IpAddress,
    /// It leads to something that is not the web.
    LeadsNowhere {
        /// Where to.
        to: ServerText,
    },
    /// A host on the list leads to one that is not: an open redirect, or a log-in at somebody else's.
    LeavesTheList {
        /// Where to.
        to: Host,
    },
    /// The host is like one of a provider's.
    LookAlike {
        /// Which.
        other: Host,
        /// In what.
        likeness: Likeness,
    },
    /// It is not encrypted.
    NotHttps,
    /// The port is not the usual one.
    OddPort {
        /// Which.
        port: u16,
    },
    /// The host is on the list of another provider.
    OtherProvider {
        /// Whose.
        names: Names,
    },
    /// It leads into a private network.
    PrivateAddress,
    /// The host has letters beyond ASCII, of which some look like others; and it is on no list.
    Punycode {
        /// As it goes on the wire.
        ascii: String,
    },
    /// The host makes long addresses short.
    Shortener,
    /// The server answered with an error, so where people get to is not known.
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// Time was up, or somebody stopped it.
    Stopped,
    /// The certificate is good, and from another authority than the provider says.
    UnexpectedIssuer {
        /// Who signed it.
        issuer: String,
        /// Who should have.
        expected: Vec<String>,
    },
    /// No provider is known by the host.
    UnknownHost,
    /// The host lies in a domain of the provider's and is not on the list. Customers' pages may be there.
    UnlistedHost {
        /// The domain.
        domain: Host,
        /// Whether a host on the list leads there.
        by_listed: bool,
    },
    /// It did not answer.
    Unreachable {
        /// Why not.
        why: FetchFailure,
    },
    /// A user name stands before the host and may look like one.
    UserInfo,
}

impl Fault {
    /// The stable name.
    pub fn id(&self) -> &'static str {
        match self {
            Self::BadCertificate { .. } => "bad-certificate",
            Self::EndlessRedirects { .. } => "endless-redirects",
            Self::IpAddress => "ip-address",
            Self::LeadsNowhere { .. } => "leads-nowhere",
            Self::LeavesTheList { .. } => "leaves-the-list",
            Self::LookAlike { .. } => "look-alike",
            Self::NotHttps => "not-https",
            Self::OddPort { .. } => "odd-port",
            Self::OtherProvider { .. } => "other-provider",
            Self::PrivateAddress => "private-address",
            Self::Punycode { .. } => "punycode",
            Self::Shortener => "shortener",
            Self::Status { .. } => "status",
            Self::Stopped => "stopped",
            Self::UnexpectedIssuer { .. } => "unexpected-issuer",
            Self::UnknownHost => "unknown-host",
            Self::UnlistedHost { .. } => "unlisted-host",
            Self::Unreachable { .. } => "unreachable",
            Self::UserInfo => "user-info",
        }
    }

    /// Whether it keeps the address off the list; else it is only not known what comes of it.
    pub fn is_against(&self) -> bool {
        match self {
            Self::EndlessRedirects { .. }
            | Self::Status { .. }
            | Self::Stopped
            | Self::UnlistedHost { by_listed: true, .. }
            | Self::Unreachable { .. } => false,
            Self::BadCertificate { .. }
            | Self::IpAddress
            | Self::LeadsNowhere { .. }
            | Self::LeavesTheList { .. }
            | Self::LookAlike { .. }
            | Self::NotHttps
            | Self::OddPort { .. }
            | Self::OtherProvider { .. }
            | Self::PrivateAddress
            | Self::Punycode { .. }
            | Self::Shortener
            | Self::UnexpectedIssuer { .. }
            | Self::UnknownHost
            | Self::UnlistedHost { by_listed: false, .. }
            | Self::UserInfo => true,
        }
    }
}

/// In what a certificate is not good.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CertificateFault {
    /// It is for another name.
    Name,
    /// The verifier's words say it.
    Other,
    /// No authority that is trusted here stands behind it.
    Untrusted,
}

impl CertificateFault {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Other => "other",
            Self::Untrusted => "untrusted",
        }
    }
}
