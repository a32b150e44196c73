//! A mail provider that misbehaves on demand.
//!
//! [`Provider`] speaks IMAP and message submission on loopback, healthy unless told otherwise:
//! each [`Fault`] changes one thing. Certificates are made when it starts, and what clients do is
//! written down word for word in its [log](Provider::log).
//!
//! It never delivers mail, never listens beyond loopback and never sleeps unless a fault is about
//! time.

mod behaviour;
mod certificate;
mod connection;
mod fault;
mod imap;
mod imap_command;
mod line;
mod log;
mod port;
mod provider;
mod sasl;
mod site;
mod smtp;
mod weak_key;

pub use fault::Fault;
pub use fault::ParseFaultError;
pub use log::Ending;
pub use log::Entry;
pub use log::Event;
pub use port::Port;
pub use provider::Builder;
pub use provider::Provider;
pub use provider::StartError;
