//! Why the program does not do what it was asked to do.

use std::fmt::Display;
use std::io::Write as _;

use mailcheck::render::escape;

/// What is wrong, and what to do instead.
#[derive(Debug)]
pub(crate) struct Complaint {
    text: String,
    hint: Option<&'static str>,
}

impl Complaint {
    pub(crate) fn new(what: impl Display) -> Self {
        Self { text: what.to_string(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Writes it to standard error. Where that is closed, there is nobody to tell.
    pub(crate) fn show(&self) {
        let mut err = std::io::stderr().lock();
        let lines: Vec<_> = self.text.trim_end().lines().map(escape).collect();
        let _nobody = writeln!(err, "mailcheck: error: {}", lines.join("\n"));
        if let Some(hint) = self.hint {
            let _nobody = writeln!(err, "  hint: {hint}");
        }
    }
}
