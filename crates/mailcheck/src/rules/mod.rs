//! Judging: what can be wrong, one rule a fault. Pure: no socket, no clock, nothing that waits.

mod connect;
mod judge;
mod rule;

pub use judge::judge;
pub use rule::{Rule, all};
