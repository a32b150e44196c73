//! What was said on the wire: on standard error for people, in a file as JSON lines. The library
//! masks secrets and control characters before a line gets here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use mailcheck::evidence::{Attempt, Place};
use mailcheck::probe::Event;
use mailcheck::render::escape;
use serde_json::json;

use crate::complaint::Complaint;

/// Why there is no recording.
#[derive(Debug, thiserror::Error)]
#[error("the recording {} cannot be written: {why}", path.display())]
pub(crate) struct RecordError {
    path: PathBuf,
    why: io::Error,
}

impl From<RecordError> for Complaint {
    fn from(why: RecordError) -> Self {
        Self::new(why).hint("name a file in a directory that you may write to")
    }
}

/// Listens to a run.
#[derive(Debug)]
pub(crate) struct Transcript {
    verbose: u8,
    began: Instant,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Learnt from what is waited for.
    hosts: BTreeMap<usize, String>,
    record: Option<(BufWriter<File>, PathBuf)>,
    /// The first thing that went wrong with the recording.
    failed: Option<RecordError>,
}

impl Transcript {
    pub(crate) fn start(verbose: u8, record: Option<&Path>) -> Result<Self, RecordError> {
        let record = match record {
            None => None,
            Some(path) => match File::create(path) {
                Ok(file) => Some((BufWriter::new(file), path.to_owned())),
                Err(why) => return Err(RecordError { path: path.to_owned(), why }),
            },
        };
        let inner = Inner { hosts: BTreeMap::new(), record, failed: None };
        Ok(Self { verbose, began: Instant::now(), inner: Mutex::new(inner) })
    }

    pub(crate) fn see(&self, event: &Event<'_>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Waiting { place, host, .. } => {
                if let Some(index) = place.endpoint {
                    inner.hosts.insert(index, host.to_string());
                }
            }
            Event::Said { place, client, encrypted, line } => {
                if self.verbose > 0 {
                    let who = if *client { "C" } else { "S" };
                    let lock = if *encrypted { "tls" } else { "clear" };
                    self.show(&inner, *place, &format!("{lock:5} {who}: {line}"));
                }
                let at_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
                inner.record(
                    at_ms,
                    *place,
                    &json!({
                        "client": client, "encrypted": encrypted, "line": line,
                    }),
                );
            }
            Event::Observed(seen) if self.verbose > 1 => {
                let fact = serde_json::to_string(&seen.fact).unwrap_or_default();
                self.show(&inner, seen.place, &fact);
            }
            // What is seen is for those who ask twice; what later versions tell is for them.
            Event::Observed(_) | _ => {}
        }
    }

    /// Ends the recording and says whether all of it is in the file.
    pub(crate) fn finish(self) -> Result<(), RecordError> {
        let mut inner = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        inner.attempt(io::Write::flush);
        inner.failed.map_or(Ok(()), Err)
    }

    fn show(&self, inner: &Inner, place: Place, text: &str) {
        let host = place.endpoint.and_then(|index| inner.hosts.get(&index));
        let ip = place.ip.map(|ip| format!(" {ip}")).unwrap_or_default();
        let attempt = place.attempt.map(attempt).unwrap_or_default();
        let host = host.map_or("settings", String::as_str);
        let line =
            format!("[{:7.3}] {host}{ip}{attempt} {text}", self.began.elapsed().as_secs_f64());
        // Where standard error is closed, there is nobody to tell.
        let _nobody = writeln!(io::stderr().lock(), "{}", escape(&line));
    }
}

impl Inner {
    fn record(&mut self, at_ms: u64, place: Place, said: &serde_json::Value) {
        if self.record.is_none() {
            return;
        }
        let host = place.endpoint.and_then(|index| self.hosts.get(&index));
        let mut line = json!({ "at_ms": at_ms, "host": host, "place": place });
        if let (Some(line), Some(said)) = (line.as_object_mut(), said.as_object()) {
            line.extend(said.clone());
        }
        self.attempt(|file| writeln!(file, "{line}"));
    }

    fn attempt(&mut self, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) {
        let Some((file, path)) = &mut self.record else { return };
        if let Err(why) = write(file)
            && self.failed.is_none()
        {
            self.failed = Some(RecordError { path: path.clone(), why });
        }
    }
}

/// Says so when it is not the connection that a client would make.
fn attempt(attempt: Attempt) -> &'static str {
    match attempt {
        Attempt::Client => "",
        Attempt::Diagnostic => " (diagnosis)",
        Attempt::ImplicitTls => " (is it TLS?)",
        Attempt::Legacy => " (is it old?)",
        Attempt::Injection => " (injection test)",
        _later => " (another)",
    }
}
