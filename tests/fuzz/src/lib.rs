//! The properties that the targets are named for.

#[path = "../../properties.rs"]
pub mod properties;
