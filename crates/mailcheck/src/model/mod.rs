//! The words everything else speaks: hosts, endpoints, addresses, secrets. No behaviour, no IO.

mod address;
mod document;
mod endpoint;
pub(crate) mod escape;
mod host;
mod mechanism;
mod reading;
mod secret;
mod setting;
mod source;
mod text;

pub use address::{Address, ParseAddressError};
pub use document::{Deviation, Notes, Unusable};
pub use endpoint::{Endpoint, ParseEndpointError, Security, Service};
pub use host::{Host, ParseHostError};
pub use mechanism::{Mechanism, ParseMechanismError};
pub use reading::{Encoding, Reading};
pub use secret::Secret;
pub use setting::{Authentication, Setting};
pub use source::{ParseSourceError, Source};
pub use text::ServerText;
