//! Tells whether mail settings will work, and if not, why.

pub mod evidence;
pub mod model;
#[cfg(feature = "net")]
pub mod net;
pub mod report;
pub mod rules;
pub mod wire;

pub use rules::judge;
