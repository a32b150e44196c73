//! The words everything else speaks: hosts, endpoints, addresses, secrets. No behaviour, no IO.

mod address;
mod endpoint;
mod host;
mod secret;
mod source;
mod text;

pub use address::{Address, ParseAddressError};
pub use endpoint::{Endpoint, ParseEndpointError, Security, Service};
pub use host::{Host, ParseHostError};
pub use secret::Secret;
pub use source::Source;
pub use text::ServerText;
