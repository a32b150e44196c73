//! What there is to say instead of arguments: help, the version, a mistake in the call.

use std::ffi::OsString;
use std::io::{self, Write as _};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use mailcheck::render::{Lang, Words};

use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::{help, output, reasons, tongue};

/// What clap has to say. In English it says so itself.
#[derive(Debug)]
pub(crate) struct Told(clap::Error);

impl Told {
    pub(crate) fn new(what: clap::Error) -> Self {
        Self(what)
    }

    pub(crate) fn show(&self) -> Result<Ending, Complaint> {
        let words = tongue::words();
        let text = self.0.render().to_string();
        let help = || if words.lang() == Lang::En { text.clone() } else { help::fitted(&text) };
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others are mistakes")]
        match self.0.kind() {
            ErrorKind::DisplayHelp => output::print(&help()),
            ErrorKind::DisplayVersion => output::print(&text),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let _nobody = io::stderr().lock().write_all(help().as_bytes());
                Ok(Ending::WrongCall)
            }
            ErrorKind::InvalidUtf8 => Err(not_utf8()),
            _ if words.lang() == Lang::En => {
                Err(Complaint::text(text.strip_prefix("error: ").unwrap_or(&text).to_owned()))
            }
            _ => Err(Complaint::text(mistake(&self.0, words))),
        }
    }
}

/// Which argument it is; clap does not say.
fn not_utf8() -> Complaint {
    let is_bad = |(_, argument): &(usize, OsString)| argument.to_str().is_none();
    let message = match std::env::args_os().enumerate().find(is_bad) {
        Some((number, argument)) => Message::new("argument-not-utf8")
            .with("number", number.to_string())
            .with("argument", argument.to_string_lossy().into_owned()),
        None => Message::new("some-argument-not-utf8"),
    };
    message.into()
}

/// A mistake in these words: what it is, what may have been meant, what can be said, and how calls look.
fn mistake(error: &clap::Error, words: &Words) -> String {
    let mut lines = vec![message(error, words).told(words)];
    let values = named(error, ContextKind::ValidValue);
    if !values.is_empty() {
        lines.push(format!("  {}", words.ui("mistake-values", &[("values", values.into())])));
    }
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let suggested = suggested.map(|kind| named(error, kind)).concat();
    if !suggested.is_empty() {
        let meant = words.ui("mistake-meant", &[("suggestion", suggested.into())]);
        lines.push(format!("  {meant}"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let forms = usage.strip_prefix("Usage: ").unwrap_or(&usage);
        lines.push(format!("\n{}  {forms}", words.ui("usage", &[])));
    }
    lines.push(format!("\n{}", words.ui("mistake-more", &[])));
    lines.join("\n")
}

fn message(error: &clap::Error, words: &Words) -> Message {
    let one = |kind| named(error, kind).join(" ");
    let (arg, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is clap's")]
    match error.kind() {
        ErrorKind::ArgumentConflict => {
            let others = named(error, ContextKind::PriorArg);
            let key = if others == [arg.as_str()] { "mistake-twice" } else { "mistake-conflict" };
            Message::new(key).with("arg", arg).with("others", others)
        }
        ErrorKind::InvalidSubcommand => Message::new("mistake-unknown-command")
            .with("command", one(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => {
            Message::new("mistake-no-value").with("arg", arg)
        }
        ErrorKind::InvalidValue => {
            Message::new("mistake-not-listed").with("arg", arg).with("value", value)
        }
        ErrorKind::MissingRequiredArgument => {
            Message::new("mistake-required").with("args", named(error, ContextKind::InvalidArg))
        }
        ErrorKind::MissingSubcommand => Message::new("mistake-no-command"),
        ErrorKind::TooManyValues => {
            Message::new("mistake-too-many").with("arg", arg).with("value", value)
        }
        ErrorKind::UnknownArgument => Message::new("mistake-unknown-argument").with("arg", arg),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error);
            let why = why.map(|why| reasons::told(why, words)).unwrap_or_default();
            Message::new("mistake-value").with("arg", arg).with("value", value).with("why", why)
        }
        // They come of no argument that there is.
        _ => Message::new("mistake-other"),
    }
}

/// What clap names of this kind.
fn named(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _nothing => Vec::new(),
    }
}
