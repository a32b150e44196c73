//! Why the program does not do what it was asked to do.

use std::io::Write as _;
use std::path::Path;

use mailcheck::render::{Words, escape};
use mailcheck::report::Arg;

use crate::exit::Ending;
use crate::tongue;

/// A text of the program, by its key; what to do about it is the text's part `hint`.
#[derive(Debug)]
pub(crate) struct Message {
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Message {
    pub(crate) fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Says what stands for a variable in the text.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The same for a file.
    pub(crate) fn path(self, path: &Path) -> Self {
        self.with("path", path.display().to_string())
    }

    /// The text, not yet escaped.
    pub(crate) fn told(&self, words: &Words) -> String {
        words.ui(self.key, &self.args)
    }
}

/// What is wrong, and what to do instead.
#[derive(Debug)]
pub(crate) struct Complaint {
    what: What,
    ending: Ending,
}

#[derive(Debug)]
enum What {
    Message(Message),
    /// It is in words already, and what to do is among them.
    Text(String),
}

impl From<Message> for Complaint {
    fn from(message: Message) -> Self {
        Self { what: What::Message(message), ending: Ending::WrongCall }
    }
}

impl Complaint {
    pub(crate) fn text(text: String) -> Self {
        Self { what: What::Text(text), ending: Ending::WrongCall }
    }

    /// Says how the program ends, when it is not the call that is wrong.
    pub(crate) fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// Writes it to standard error, and says how the program ends. Where standard error is closed,
    /// there is nobody to tell.
    pub(crate) fn show(&self) -> Ending {
        let words = tongue::words();
        let (text, hint) = match &self.what {
            What::Message(message) => {
                let Message { key, args } = message;
                (message.told(words), words.find(key, Some("hint"), args))
            }
            What::Text(text) => (text.clone(), None),
        };
        say("label-error", &text);
        if let Some(hint) = hint {
            let label = words.ui("label-hint", &[]);
            let _nobody = writeln!(std::io::stderr().lock(), "  {label}: {}", escape(&hint));
        }
        self.ending
    }
}

/// Says on standard error what did not work, though the job goes on.
pub(crate) fn warn(what: &str) {
    say("label-warning", what);
}

/// Says on standard error what is good to know and keeps nothing from being done.
pub(crate) fn note(what: &Message) {
    say("label-note", &what.told(tongue::words()));
}

fn say(label: &str, text: &str) {
    let label = tongue::say(label, &[]);
    let lines: Vec<_> = text.trim_end().lines().map(escape).collect();
    let _nobody = writeln!(std::io::stderr().lock(), "mailcheck: {label}: {}", lines.join("\n"));
}
