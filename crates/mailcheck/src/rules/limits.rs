//! Limits of connections: how many were measured, what that means for the person's devices, and whether
//! the account was usable afterwards.

mod arguments;
mod devices;
mod low;
mod measured;
mod not_determined;
mod not_restored;
mod telling;

pub(super) use devices::TOO_MANY;
pub(super) use low::LOW;
pub(super) use measured::MEASURED;
pub(super) use not_determined::NOT_DETERMINED;
pub(super) use not_restored::NOT_RESTORED;
