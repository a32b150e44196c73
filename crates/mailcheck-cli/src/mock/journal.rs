//! What clients do, told as it happens: by a thread of its own, so that a slow reader does not slow
//! the provider down.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use mailcheck::render::{escape, escape_json};
use mailcheck_mock::{Ending, Entry, Event, Follower};
use serde_json::json;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::MockError;
use super::args::{Format, Told};
use crate::tongue::say;

/// Where it is told.
pub(crate) enum Journal {
    /// As JSON lines.
    Json(Box<dyn Write + Send>, PathBuf),
    /// For people, on standard error.
    Text,
}

impl Journal {
    /// Opened before anything is started, so that nothing is in vain.
    pub(crate) fn open(told: &Told) -> Result<Self, MockError> {
        let stdout = || Self::Json(Box::new(io::stdout()), say("standard-output", &[]).into());
        match (&told.log, told.format) {
            (Some(path), _) if path == Path::new("-") => Ok(stdout()),
            (Some(path), _) => {
                let mut options = OpenOptions::new();
                options.write(true).create(true).truncate(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, PRIVATE);
                let file = options.open(path);
                let file = file.map_err(|why| MockError::Write { path: path.clone(), why })?;
                Ok(Self::Json(Box::new(file), path.clone()))
            }
            (None, Format::Json) => Ok(stdout()),
            (None, Format::Text) => Ok(Self::Text),
        }
    }

    /// Tells until the provider is gone, or nobody listens. The answer comes at the end.
    pub(crate) fn keep(self, mut follower: Follower) -> oneshot::Receiver<Result<(), MockError>> {
        let (done, end) = oneshot::channel();
        let handle = Handle::current();
        thread::spawn(move || {
            let result = handle.block_on(self.write(&mut follower));
            // Whoever has gone on does not want to know.
            let _gone = done.send(result);
        });
        end
    }

    async fn write(mut self, follower: &mut Follower) -> Result<(), MockError> {
        let mut missed = 0;
        while let Some(entry) = follower.next().await {
            let gap = follower.missed() - missed;
            missed = follower.missed();
            self.tell(gap, &entry)?;
        }
        Ok(())
    }

    fn tell(&mut self, gap: u64, entry: &Entry) -> Result<(), MockError> {
        match self {
            Self::Json(to, path) => {
                let mut lines = String::new();
                if gap > 0 {
                    lines = format!("{}\n", json!({ "event": "missed", "entries": gap }));
                }
                lines.push_str(&escape_json(&json!(entry).to_string()));
                lines.push('\n');
                let written = to.write_all(lines.as_bytes()).and_then(|()| to.flush());
                written.map_err(|why| MockError::Write { path: path.clone(), why })
            }
            Self::Text => {
                let mut err = io::stderr().lock();
                if gap > 0 {
                    let _nobody = writeln!(
                        err,
                        "{}",
                        say("journal-missed", &[("count", gap.to_string().into())])
                    );
                }
                // Where standard error is closed, there is nobody to tell.
                let _nobody = writeln!(err, "{}", escape(&readable(entry)));
                Ok(())
            }
        }
    }
}

/// An entry in one line, not yet escaped.
fn readable(entry: &Entry) -> String {
    let what = match &entry.event {
        Event::Connected => told("journal-connected", &[("peer", &entry.peer.to_string())]),
        Event::TlsEstablished { version, cipher_suite, server_name } => {
            let name = server_name.clone().unwrap_or_else(|| say("journal-no-name", &[]));
            let args = [("version", version), ("cipher", cipher_suite), ("name", &name)];
            told("journal-tls", &args)
        }
        Event::TlsFailed(why) => told("journal-tls-failed", &[("why", why)]),
        Event::Line(_) => format!("C: {}", entry.line().unwrap_or_default()),
        Event::Literal(octets) => format!("C: {}", String::from_utf8_lossy(octets)),
        Event::LoginAccepted { mechanism, user } => {
            told("journal-accepted", &[("user", user), ("mechanism", &mechanism.to_string())])
        }
        Event::LoginRejected { mechanism, user } => {
            told("journal-rejected", &[("user", user), ("mechanism", &mechanism.to_string())])
        }
        Event::MailDelivered { from, to } => {
            told("journal-delivered", &[("from", from), ("to", to)])
        }
        Event::MailDropped { from, to } => told("journal-dropped", &[("from", from), ("to", to)]),
        Event::Query { name, kind, transport } => {
            let transport = transport.name().to_owned();
            told("journal-query", &[("name", name), ("kind", kind), ("transport", &transport)])
        }
        Event::Request { method, host, path, .. } => format!("{method} {host}{path}"),
        Event::Closed(ending) => match ending {
            Ending::Broken(why) => told("journal-broken", &[("why", why)]),
            Ending::ByClient => say("journal-by-client", &[]),
            Ending::ByServer => say("journal-by-server", &[]),
            Ending::Reset => say("journal-reset", &[]),
            Ending::Stopped => say("journal-stopped", &[]),
            Ending::TimedOut => say("journal-timed-out", &[]),
            Ending::TooLong => say("journal-too-long", &[]),
            _later => say("journal-closed", &[]),
        },
        // What later versions tell is in the JSON lines.
        _later => json!(entry).to_string(),
    };
    let (at, door) = (entry.at.as_secs_f64(), entry.door);
    format!("[{at:7.3}] #{} {door} {what}", entry.connection)
}

fn told(key: &str, args: &[(&'static str, &String)]) -> String {
    let args: Vec<_> = args.iter().map(|&(name, text)| (name, text.as_str().into())).collect();
    say(key, &args)
}

/// To be read and written by its owner alone: clients may send real passwords.
#[cfg(unix)]
const PRIVATE: u32 = 0o600;
