//! Every kind of deviation that an Autodiscover document can have, beside those of
//! [any XML](super::super::xml::deviation). Those that autoconfig has as well mean the same.

pub use crate::wire::autoconfig::deviation::{
    BAD_HOSTNAME, BAD_PORT, BAD_USERNAME, CONTRADICTING_PORT, DUPLICATE_SERVER, FOREIGN_NAMESPACE,
    MISSING_HOSTNAME, MISSING_USERNAME, PLAIN_SOCKET_TYPE, TOO_MANY_SERVERS, UNKNOWN_ELEMENT,
    UNKNOWN_TYPE, UNUSUAL_PORT,
};

/// A switch that is neither `on` nor `off`, as `yes`; the text is switch and value. What cannot be
/// understood counts as absent.
pub const BAD_SWITCH: &str = "bad-switch";
/// A domain must stand before the log-in name (`DomainRequired`); the text is the domain.
pub const DOMAIN_REQUIRED: &str = "domain-required";
/// A type in other words than the format's, as `POP` for `POP3`.
pub const MISNAMED_TYPE: &str = "misnamed-type";
/// It is not said what to do (`Action`).
pub const MISSING_ACTION: &str = "missing-action";
/// A server without port: the registered one is meant.
pub const MISSING_PORT: &str = "missing-port";
/// A server without `SPA`. The format means "on", and hardly anybody who leaves it out does, so nothing
/// is said of how to log in.
pub const MISSING_SPA: &str = "missing-spa";
/// `SSL` and `Encryption` contradict each other; `Encryption` counts.
pub const SSL_OVERRULED: &str = "ssl-overruled";
/// Something to do that the format does not have.
pub const UNKNOWN_ACTION: &str = "unknown-action";
/// An `Encryption` that the format does not have; it counts as absent.
pub const UNKNOWN_ENCRYPTION: &str = "unknown-encryption";
