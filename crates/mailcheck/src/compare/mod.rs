//! Comparing: reports from other devices, lines or times side by side, and whose fault their
//! differences make it. Pure: it reads reports that were told as JSON, and looks at nothing.

mod conclude;
mod saved;
mod state;
#[cfg(test)]
mod tests;

pub use conclude::{Comparison, Conclusion, Differs, Kind, Row, Subject, compare};
pub use saved::{LoadReportError, SavedReport};
pub use state::State;
