//! What was said on the wire, on standard error for people. The library masks secrets and control
//! characters before a line gets here.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use mailcheck::evidence::{Attempt, Place};
use mailcheck::model::Endpoint;
use mailcheck::probe::Event;
use mailcheck::render::escape;

use crate::record::{Record, RecordError};
use crate::tongue::say;

/// Listens to a run.
#[derive(Debug)]
pub(crate) struct Transcript {
    verbose: u8,
    began: Instant,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// How the endpoints are called here, learnt from what is waited for.
    names: BTreeMap<usize, String>,
    record: Option<Record>,
}

impl Transcript {
    pub(crate) fn start(verbose: u8, record: Option<Record>) -> Self {
        let inner = Inner { names: BTreeMap::new(), record };
        Self { verbose, began: Instant::now(), inner: Mutex::new(inner) }
    }

    pub(crate) fn see(&self, event: &Event<'_>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = &mut inner.record {
            record.see(event);
        }
        match event {
            Event::Waiting { place, endpoint, .. } => {
                if let Some(index) = place.endpoint {
                    let Endpoint { service, host, port, .. } = endpoint;
                    inner.names.insert(index, format!("{service}:{port} {host}"));
                }
            }
            Event::Said { place, client, encrypted, line, .. } if self.verbose > 0 => {
                let who = if *client { "C" } else { "S" };
                let lock = if *encrypted { "tls" } else { "clear" };
                self.show(&inner, *place, &format!("{lock:5} {who}: {line}"));
            }
            Event::Observed(seen) if self.verbose > 1 => {
                let fact = serde_json::to_string(&seen.fact).unwrap_or_default();
                self.show(&inner, seen.place, &fact);
            }
            // What is seen is for those who ask twice; what later versions tell is for them.
            Event::Closed { .. }
            | Event::Held { .. }
            | Event::Observed(_)
            | Event::Said { .. }
            | _ => {}
        }
    }

    /// Ends the recording and says whether all of it is in the file.
    pub(crate) fn finish(self) -> Result<(), RecordError> {
        let inner = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        inner.record.map_or(Ok(()), Record::finish)
    }

    fn show(&self, inner: &Inner, place: Place, text: &str) {
        let name = place.endpoint.and_then(|index| inner.names.get(&index));
        let ip = place.ip.map(|ip| format!(" {ip}")).unwrap_or_default();
        let attempt = place.attempt.map(attempt).unwrap_or_default();
        let name = name.map_or("settings", String::as_str);
        let line =
            format!("[{:7.3}] {name}{ip}{attempt} {text}", self.began.elapsed().as_secs_f64());
        // Where standard error is closed, there is nobody to tell.
        let _nobody = writeln!(io::stderr().lock(), "{}", escape(&line));
    }
}

/// Says so when it is not the connection that a client would make.
fn attempt(attempt: Attempt) -> String {
    let key = match attempt {
        Attempt::Client => return String::new(),
        Attempt::Control => "attempt-control",
        Attempt::Diagnostic => "attempt-diagnostic",
        Attempt::ImplicitTls => "attempt-implicit-tls",
        Attempt::Legacy => "attempt-legacy",
        Attempt::Injection => "attempt-injection",
        Attempt::Unauthenticated => "attempt-unauthenticated",
        Attempt::Mechanism => "attempt-mechanism",
        Attempt::Ramp => "attempt-ramp",
        Attempt::Delivery => "attempt-delivery",
        Attempt::Mailbox => "attempt-mailbox",
        _later => "attempt-other",
    };
    format!(" {}", say(key, &[]))
}
