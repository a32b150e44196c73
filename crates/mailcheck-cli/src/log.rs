//! The log for people who debug the program: on standard error, and only when it is asked for.

use std::env::{self, VarError};
use std::io::{self, Write};

use mailcheck::render::escape;
use tracing_subscriber::filter::{EnvFilter, FilterExt as _, ParseError, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::complaint::{Complaint, Message};
use crate::reasons;

/// Why there is no log.
#[derive(Debug)]
enum LogError {
    BadFilter { name: &'static str, why: ParseError },
    NotUtf8 { name: &'static str },
}

impl From<LogError> for Complaint {
    fn from(why: LogError) -> Self {
        let message = match &why {
            LogError::BadFilter { name, why } => {
                Message::new("log-filter").with("name", *name).with("why", reasons::of(why))
            }
            LogError::NotUtf8 { name } => Message::new("log-not-utf8").with("name", *name),
        };
        message.into()
    }
}

/// Starts the log if `MAILCHECK_LOG` or else `RUST_LOG` is set.
pub(crate) fn start() -> Result<(), Complaint> {
    for name in ["MAILCHECK_LOG", "RUST_LOG"] {
        match env::var(name) {
            Ok(filter) if filter.is_empty() => {}
            Ok(filter) => return begin(name, &filter).map_err(Complaint::from),
            Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => return Err(LogError::NotUtf8 { name }.into()),
        }
    }
    Ok(())
}

fn begin(name: &'static str, filter: &str) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(filter).map_err(|why| LogError::BadFilter { name, why })?;
    // It prints credentials, so no filter may let it through, however exactly it names the module.
    let harmless = filter_fn(|event| !event.target().starts_with("async_imap"));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(|| Escaped(io::stderr()))
        .with_ansi(false)
        .with_filter(filter.and(harmless));
    // Fails only when there is a log already.
    let _first = tracing_subscriber::registry().with(lines).try_init();
    Ok(())
}

/// Makes what is written safe to show: the words of strangers are in it. Each event is written at once
/// and ends in a line feed.
struct Escaped<W>(W);

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let (text, end) = text.strip_suffix('\n').map_or((&*text, ""), |text| (text, "\n"));
        self.0.write_all([&escape(text), end].concat().as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_say_drives_no_terminal() {
        let mut written = Vec::new();
        for event in ["heard a\u{9b}2J\u{202e}\nb\n", "x\u{e0041}\n"] {
            Escaped(&mut written).write_all(event.as_bytes()).expect("is taken");
        }
        let written = String::from_utf8(written).expect("is UTF-8");
        assert_eq!(written, "heard a\\u{9b}2J\\u{202e}\\u{a}b\nx\\u{e0041}\n");
    }
}
