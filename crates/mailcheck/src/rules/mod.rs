//! Judging: what can be wrong, one rule a fault. Pure: no socket, no clock, nothing that waits.

mod beside;
mod capability;
mod causes;
mod certificate;
mod circle;
mod clock;
mod concerned;
mod connect;
mod denied;
mod dns;
mod exchange;
mod greeting;
mod intercepted;
mod judge;
mod limits;
mod login;
mod meaning;
mod menu;
mod opening;
mod outcome;
mod path;
mod provider;
mod rule;
mod send;
mod sending;
mod session;
mod settings;
mod submission;
#[cfg(test)]
mod tests;
mod tls;
mod token;
mod typing;
mod unrelated;
mod username;
mod usual;
mod waits;

pub use judge::{judge, mistyped};
pub(crate) use meaning::wait_of;
pub use rule::{Rule, all};
pub(crate) use usual::usual_wait;
