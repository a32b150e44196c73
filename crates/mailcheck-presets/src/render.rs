//! Telling what was found: one file a format. Pure: adds and hides nothing.

mod diff;
mod history;

pub use diff::{diff_json, diff_text};
pub use history::{history_note, history_text};
