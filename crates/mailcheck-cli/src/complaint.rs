//! Why the program does not do what it was asked to do.

use std::fmt::Display;
use std::io::Write as _;

use mailcheck::render::escape;

use crate::exit::Ending;

/// What is wrong, and what to do instead.
#[derive(Debug)]
pub(crate) struct Complaint {
    text: String,
    hint: Option<&'static str>,
    ending: Ending,
}

impl Complaint {
    pub(crate) fn new(what: impl Display) -> Self {
        Self { text: what.to_string(), hint: None, ending: Ending::WrongCall }
    }

    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Says how the program ends, when it is not the call that is wrong.
    pub(crate) fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// Writes it to standard error, and says how the program ends. Where standard error is closed,
    /// there is nobody to tell.
    pub(crate) fn show(&self) -> Ending {
        let mut err = std::io::stderr().lock();
        let lines: Vec<_> = self.text.trim_end().lines().map(escape).collect();
        let _nobody = writeln!(err, "mailcheck: error: {}", lines.join("\n"));
        if let Some(hint) = self.hint {
            let _nobody = writeln!(err, "  hint: {hint}");
        }
        self.ending
    }
}

/// Says on standard error what did not work, though the job goes on.
pub(crate) fn warn(what: impl Display) {
    let text = what.to_string();
    let _nobody = writeln!(std::io::stderr().lock(), "mailcheck: warning: {}", escape(&text));
}

/// Says on standard error what is good to know and keeps nothing from being done.
pub(crate) fn note(text: &str) {
    let _nobody = writeln!(std::io::stderr().lock(), "mailcheck: note: {text}");
}
