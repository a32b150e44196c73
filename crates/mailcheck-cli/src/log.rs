//! The log for people who debug the program: on standard error, and only when it is asked for.

use std::env::{self, VarError};

use tracing_subscriber::filter::{EnvFilter, FilterExt as _, ParseError, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::complaint::Complaint;

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
enum LogError {
    #[error("{name} is no filter for the log: {why}")]
    BadFilter { name: &'static str, why: ParseError },
    #[error("{name} is not valid UTF-8")]
    NotUtf8 { name: &'static str },
}

/// Starts the log if `MAILCHECK_LOG` or else `RUST_LOG` is set.
pub(crate) fn start() -> Result<(), Complaint> {
    for name in ["MAILCHECK_LOG", "RUST_LOG"] {
        match env::var(name) {
            Ok(filter) if filter.is_empty() => {}
            Ok(filter) => return begin(name, &filter).map_err(complain),
            Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => return Err(complain(LogError::NotUtf8 { name })),
        }
    }
    Ok(())
}

fn begin(name: &'static str, filter: &str) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(filter).map_err(|why| LogError::BadFilter { name, why })?;
    // It prints credentials, so no filter may let it through, however exactly it names the module.
    let harmless = filter_fn(|event| !event.target().starts_with("async_imap"));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_filter(filter.and(harmless));
    // Fails only when there is a log already.
    let _first = tracing_subscriber::registry().with(lines).try_init();
    Ok(())
}

fn complain(why: LogError) -> Complaint {
    Complaint::new(why).hint("examples: debug, mailcheck=trace, warn,mailcheck=debug")
}
