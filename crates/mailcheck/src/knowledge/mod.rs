//! What is known beforehand: data with dates and sources, no judgement of a run.
//!
//! The data are TOML files in `data/`, one a speaker or standard, and part of the library. Why they
//! are files and no code stands in `docs/adr/0010-knowledge-as-data.md`.

pub mod devices;
pub mod inspection;
pub mod messages;
pub mod providers;
pub mod replies;
pub mod shorteners;
