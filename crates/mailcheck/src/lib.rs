//! Tells whether mail settings will work, and if not, why.

#[cfg(feature = "net")]
mod discover;
pub mod evidence;
pub mod model;
#[cfg(feature = "net")]
pub mod net;
#[cfg(feature = "net")]
pub mod probe;
pub mod render;
pub mod report;
pub mod rules;
pub mod wire;

pub use rules::judge;
