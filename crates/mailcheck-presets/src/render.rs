//! Telling what was found: one file a format. Pure: adds and hides nothing.

mod diff;

pub use diff::{diff_json, diff_text};
