//! The dialogue of a run in a file, one JSON object a line, so that it can be played back.
//! `docs/dialogue.md` describes it. The library masks secrets before anything gets here.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use base64::Engine as _;
use jiff::Timestamp;
use mailcheck::evidence::{Attempt, Fact, Observation, Place};
use mailcheck::model::Endpoint;
use mailcheck::probe::Event;
use mailcheck::render::escape_json;
use serde_json::{Map, Value, json};

use crate::complaint::{Complaint, Message};
use crate::output::{Sink, unwritable};

/// Why there is no recording.
#[derive(Debug)]
pub(crate) enum RecordError {
    IsReport { path: PathBuf },
    Write { path: PathBuf, why: io::Error },
}

impl From<RecordError> for Complaint {
    fn from(why: RecordError) -> Self {
        let message = match &why {
            RecordError::IsReport { path } => Message::new("record-is-report").path(path),
            RecordError::Write { path, why } => unwritable("record-write", path, why),
        };
        message.into()
    }
}

/// Whether it is said on a connection that is held along with others: their dialogues are all the same, and
/// in one place at one time, so that they could not be told apart.
fn is_one_of_many(event: &Event<'_>) -> bool {
    let place = match event {
        Event::Said { place, .. } | Event::Closed { place, .. } => place,
        Event::Held { .. } | Event::Observed(_) | Event::Waiting { .. } | _ => return false,
    };
    place.attempt == Some(Attempt::Ramp)
}

/// Writes down what is said on the wire.
#[derive(Debug)]
pub(crate) struct Record {
    file: File,
    path: PathBuf,
    began: Instant,
    /// Octets that may still be written.
    left: usize,
    /// By index, with what is told of them once.
    endpoints: Vec<(usize, Endpoint)>,
    /// The connections, in the order in which they were tried.
    connections: Vec<Place>,
    /// The first thing that went wrong.
    failed: Option<io::Error>,
}

impl Record {
    /// Opens the file, for nobody else to read: what servers say may be private. It is opened before
    /// anything is tested, so that no test is in vain.
    pub(crate) fn open(path: &Path, report: &Sink) -> Result<Self, RecordError> {
        if report.is(path) {
            return Err(RecordError::IsReport { path: path.to_owned() });
        }
        let file = open(path).map_err(|why| RecordError::Write { path: path.to_owned(), why })?;
        let mut record = Self {
            file,
            path: path.to_owned(),
            began: Instant::now(),
            left: MAX_OCTETS,
            endpoints: Vec::new(),
            connections: Vec::new(),
            failed: None,
        };
        record.write(&json!({
            "schema": SCHEMA,
            "mailcheck": env!("CARGO_PKG_VERSION"),
            "started": Timestamp::now(),
        }));
        Ok(record)
    }

    pub(crate) fn see(&mut self, event: &Event<'_>) {
        if is_one_of_many(event) {
            return;
        }
        match event {
            Event::Waiting { place, endpoint, .. } => {
                if let Some(index) = place.endpoint
                    && self.endpoint(index).is_none()
                {
                    self.endpoints.push((index, (*endpoint).clone()));
                }
            }
            Event::Said { place, client, octets, .. } => {
                let name = if *client { "sent" } else { "received" };
                self.happened(*place, name, said(octets));
            }
            Event::Observed(seen) => self.observed(seen),
            Event::Closed { place, why } => {
                let why = why.map(|why| ("why".to_owned(), json!(why)));
                self.happened(*place, "closed", why.into_iter().collect());
            }
            // How many are held is counted, not said. What later versions tell is for them.
            Event::Held { .. } | _ => {}
        }
    }

    /// Whether all of it is in the file.
    pub(crate) fn finish(self) -> Result<(), RecordError> {
        let Self { path, failed, .. } = self;
        failed.map_or(Ok(()), |why| Err(RecordError::Write { path, why }))
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the rest was said, and stands there as such"
    )]
    fn observed(&mut self, seen: &Observation) {
        let name = match &seen.fact {
            Fact::Connected { .. } => {
                self.connections.push(seen.place);
                "connected"
            }
            Fact::ConnectFailed { .. } => {
                self.connections.push(seen.place);
                "connect-failed"
            }
            Fact::Presented(_) => "certificates",
            Fact::StarttlsAccepted { .. } => "starttls",
            Fact::Encrypted(_) => "tls",
            Fact::HandshakeFailed { .. } => "tls-failed",
            Fact::FirstFlight(_) => "flight",
            _said => return,
        };
        let mut fact = json!(seen.fact);
        if let Some(fact) = fact.as_object_mut() {
            fact.remove("fact");
        }
        self.happened(seen.place, name, Map::from_iter([("fact".to_owned(), fact)]));
    }

    fn happened(&mut self, place: Place, name: &str, more: Map<String, Value>) {
        // A place that is connected to again is a new connection; the last one is meant.
        let connection = self.connections.iter().rposition(|known| *known == place);
        let Some(endpoint) = place.endpoint.and_then(|index| self.endpoint(index)) else { return };
        let service = endpoint.service.to_string();
        let text = endpoint.to_string();
        let mut line = json!({
            "connection": connection.map(|at| at + 1),
            "service": service,
            "endpoint": text.split_once("://").map_or(text.as_str(), |(_, rest)| rest),
            "address": place.ip,
            "attempt": place.attempt,
            "at_ms": u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
            "event": name,
        });
        if let Some(line) = line.as_object_mut() {
            line.extend(more);
        }
        self.write(&line);
    }

    fn endpoint(&self, index: usize) -> Option<&Endpoint> {
        self.endpoints.iter().find(|(known, _)| *known == index).map(|(_, endpoint)| endpoint)
    }

    fn write(&mut self, line: &Value) {
        if self.failed.is_some() || self.left == 0 {
            return;
        }
        let mut line = escape_json(&line.to_string()) + "\n";
        if line.len() > self.left {
            self.left = 0;
            line = format!("{}\n", json!({ "event": "truncated" }));
        } else {
            self.left -= line.len();
        }
        // In one go, so that whatever happens to the program, what is there is whole.
        self.failed = self.file.write_all(line.as_bytes()).err();
    }
}

/// Octets as they are: text where they are text.
fn said(octets: &[u8]) -> Map<String, Value> {
    let (name, value) = match std::str::from_utf8(octets) {
        Ok(text) => ("text", text.to_owned()),
        Err(_) => ("base64", base64::engine::general_purpose::STANDARD.encode(octets)),
    };
    Map::from_iter([(name.to_owned(), Value::from(value))])
}

/// A new file, or a regular one that is emptied; never a device, nor a pipe that nobody reads.
fn open(path: &Path) -> io::Result<File> {
    let irregular = || io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
    if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
        return Err(irregular());
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, PRIVATE);
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(irregular());
    }
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(PRIVATE))?;
    file.set_len(0)?;
    Ok(file)
}

/// Octets of a recording. A run reads at most 512 KiB from each connection, and needs some ten.
const MAX_OCTETS: usize = 16 * 1024 * 1024;
/// To be read and written by its owner alone.
#[cfg(unix)]
const PRIVATE: u32 = 0o600;
/// What the first line says that the file is.
const SCHEMA: &str = "mailcheck-dialogue/1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_stay_what_they_are() {
        assert_eq!(json!(said(b"a NO \x1b[2J\r\n")), json!({ "text": "a NO \u{1b}[2J\r\n" }));
        assert_eq!(json!(said(b"\xff\r\n")), json!({ "base64": "/w0K" }));
    }

    #[test]
    fn a_recording_drives_no_terminal_and_keeps_its_value() {
        let path = std::env::temp_dir().join(format!("mailcheck-record-{}", std::process::id()));
        let mut record = Record::open(&path, &Sink::Stdout).expect("can be written");
        let line = json!(said("* OK \u{9b}2J\u{202e}\u{e0041}\u{3164}ü\r\n".as_bytes()));
        record.write(&line);
        let written = fs::read_to_string(&path).expect("is there");
        fs::remove_file(&path).expect("is ours");
        let last = written.lines().last().expect("is there");
        assert_eq!(last, r#"{"text":"* OK \u009b2J\u202e\udb40\udc41\u3164ü\r\n"}"#);
        assert_eq!(serde_json::from_str::<Value>(last).expect("is JSON"), line);
    }

    #[test]
    fn a_recording_ends_at_its_limit() {
        let path = std::env::temp_dir().join(format!("mailcheck-limit-{}", std::process::id()));
        let mut record = Record::open(&path, &Sink::Stdout).expect("can be written");
        record.left = 40;
        for number in 0..10 {
            record.write(&json!({ "number": number }));
        }
        let written = fs::read_to_string(&path).expect("is there");
        fs::remove_file(&path).expect("is ours");
        let lines: Vec<&str> = written.lines().skip(1).collect();
        let expected = [r#"{"number":0}"#, r#"{"number":1}"#, r#"{"event":"truncated"}"#];
        assert_eq!(lines, [expected[0], expected[1], r#"{"number":2}"#, expected[2]]);
    }
}
