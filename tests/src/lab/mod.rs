//! Real servers, Dovecot, Postfix with Cyrus SASL, nginx, knot and unbound, in network namespaces of their own.
//!
//! [`Lab::start`] makes two namespaces, `client` and `server`, joined by a cable, and in the server's one mail server
//! of each kind which shows another fault at every address ([`STATES`]), and the names that lead there ([`DOMAINS`]).
//! Everything lives in one directory and ends with the [`Lab`], even when its owner is killed. Nothing outside the two
//! namespaces is touched, so several labs can run side by side.

mod certificates;
mod configuration;
mod cyrus_sasl;
mod domains;
mod dovecot;
mod error;
mod inside;
mod janitor;
mod logs;
mod lost_check;
mod names;
mod network;
mod offers;
mod postfix;
mod program;
mod servers;
mod states;
mod tokens;
mod web;

pub use domains::DOMAINS;
pub use domains::Domain;
pub use domains::Services;
pub use error::LabError;
pub use inside::Inside;
pub use logs::Mark;
pub use network::CLIENT_ADDRESSES;
pub use network::DROPPING_NAMESERVER;
pub use network::NAMESERVER;
pub use network::PLAIN_NAMESERVER;
pub use network::SILENT_NAMESERVER;
pub use offers::SUBMISSION_PORT;
pub use servers::Lab;
pub use states::CERTIFIED_USER;
pub use states::Certificate;
pub use states::Ipv6;
pub use states::OTHER_USER;
pub use states::PASSWORD;
pub use states::PEER_USER;
pub use states::STATES;
pub use states::Service;
pub use states::State;
pub use states::USER;
pub use states::WRONG_PASSWORD_USER;
pub use tokens::Token;
