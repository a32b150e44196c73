//! A mail provider that misbehaves on demand.
//!
//! [`Provider`] speaks IMAP, POP3 and message submission, on loopback and healthy unless told
//! otherwise: each [`Scenario`] changes something. On request it has a DNS server ([`Dns`]) and web
//! servers ([`Web`]) as well. Certificates are made when it starts, and what clients do is written
//! down word for word in its [log](Provider::log).
//!
//! No mail leaves it, and it never sleeps unless a fault is about time.

mod behaviour;
mod certificate;
mod clock;
mod connection;
mod delivery;
mod desk;
mod dns;
mod imap;
mod imap_command;
mod ledger;
mod line;
mod log;
mod octets;
mod pop3;
mod port;
mod provider;
mod recording;
mod replay;
mod reply;
mod sasl;
mod scenario;
mod script;
mod settings;
mod site;
mod smtp;
mod socket;
mod span;
mod spec;
mod start_error;
mod store;
mod tls;
mod web;
mod wire;
mod words;
#[cfg(feature = "world")]
mod world;

pub use certificate::Certificates;
pub use dns::Dns;
pub use dns::DnsAnswer;
pub use dns::ParseDnsError;
pub use dns::Transport;
pub use log::Door;
pub use log::Ending;
pub use log::Entry;
pub use log::Event;
pub use log::Follower;
pub use port::Port;
pub use port::Service;
pub use provider::Builder;
pub use provider::Provider;
pub use provider::Stopped;
pub use recording::ReadRecordingError;
pub use recording::Recording;
pub use sasl::Mechanism;
pub use sasl::ParseMechanismError;
pub use scenario::Measured;
pub use scenario::ReadScenarioError;
pub use scenario::Scenario;
pub use scenario::Verify;
pub use start_error::StartError;
pub use tls::TlsSpec;
pub use web::Content;
pub use web::Oauth;
pub use web::Page;
pub use web::PageProblem;
pub use web::ParsePageError;
pub use web::Scheme;
pub use web::Web;
pub use wire::Pipe;
pub use words::ParseWordsError;
#[cfg(feature = "world")]
pub use world::Distant;
#[cfg(feature = "world")]
pub use world::Link;
#[cfg(feature = "world")]
pub use world::NoEndpointError;
#[cfg(feature = "world")]
pub use world::World;

/// The example in Rust, so that it is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/mock.md")]
struct Documentation;
