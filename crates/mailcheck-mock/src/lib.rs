//! A mail provider that misbehaves on demand.

mod fault;
mod port;

pub use fault::Fault;
pub use fault::ParseFaultError;
pub use port::Port;
