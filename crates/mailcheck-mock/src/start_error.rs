//! Why a provider could not be started.

use std::io;
use std::net::SocketAddr;

use crate::dns::ParseDnsError;
use crate::log::Door;
use crate::web::ParsePageError;

/// Why a provider could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Somebody else listens there.
    #[error("{door} cannot listen at {addr}: another program does")]
    Busy {
        /// What was to listen.
        door: Door,
        /// Where.
        addr: SocketAddr,
    },
    /// A certificate cannot be made, usually because the domain is no domain.
    #[error("a certificate cannot be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// A DNS record, or the domain itself, cannot be served.
    #[error(transparent)]
    Dns(#[from] ParseDnsError),
    /// A document about the provider cannot be written.
    #[error("a document about the provider cannot be written: {0}")]
    Document(#[source] io::Error),
    /// The number is below 1024, and the system keeps those for the privileged.
    #[error("{door} cannot listen at {addr}: that takes a privilege that this program lacks")]
    Forbidden {
        /// What was to listen.
        door: Door,
        /// Where.
        addr: SocketAddr,
    },
    /// The system says no for some other reason.
    #[error("{door} cannot listen at {addr}: {why}")]
    Listen {
        /// What was to listen.
        door: Door,
        /// Where.
        addr: SocketAddr,
        /// The system's reason.
        why: io::Error,
    },
    /// The address is none of this computer's.
    #[error("{door} cannot listen at {}: this computer does not have that address", addr.ip())]
    NotHere {
        /// What was to listen.
        door: Door,
        /// Where.
        addr: SocketAddr,
    },
    /// A page cannot be shown.
    #[error(transparent)]
    Page(#[from] ParsePageError),
    /// The system does not let a socket be used.
    #[error("a socket cannot be used: {0}")]
    Socket(#[source] io::Error),
    /// The TLS library does not take the certificate.
    #[error("the TLS server cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

impl StartError {
    /// Why nobody can be served there.
    pub(crate) fn listen(door: Door, addr: SocketAddr, why: io::Error) -> Self {
        #[expect(clippy::wildcard_enum_match_arm, reason = "the standard library's list is open")]
        match why.kind() {
            io::ErrorKind::AddrInUse => Self::Busy { door, addr },
            io::ErrorKind::AddrNotAvailable => Self::NotHere { door, addr },
            io::ErrorKind::PermissionDenied => Self::Forbidden { door, addr },
            _ => Self::Listen { door, addr, why },
        }
    }
}
