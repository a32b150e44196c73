//! A recording of `mailcheck verify --record`, as a scenario: what the servers said, to be said again.
//! `docs/dialogue.md` describes the file.

mod lines;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::certificate::Certificates;
use crate::certificate::SeenChain;
use crate::port::Port;
use crate::port::Service;
use crate::replay::Act;
use crate::replay::End;
use crate::replay::Exchange;
use crate::replay::Replay;
use crate::replay::Said;
use crate::replay::verb;
use crate::scenario::Scenario;
use crate::spec::Reach;
use crate::spec::Security;
use crate::spec::Spec;
use lines::Endpoint;
use lines::Happened;
use lines::Head;
use lines::Line;
use lines::Why;

/// What servers said to `mailcheck verify`.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::Recording;
///
/// let text = r#"{"schema":"mailcheck-dialogue/1"}
/// {"connection":1,"service":"imap","endpoint":"imap.example.net:143/starttls","attempt":"client","at_ms":9,"event":"received","text":"* BYE Not today.\r\n"}
/// {"connection":1,"service":"imap","endpoint":"imap.example.net:143/starttls","attempt":"client","at_ms":9,"event":"closed","why":{"kind":"closed"}}
/// "#;
/// let recording = Recording::from_jsonl("case.jsonl", text)?;
/// assert_eq!(recording.domain(), Some("example.net"));
/// let provider = mailcheck_mock::Provider::builder().scenario(recording.scenario());
/// # Ok::<(), mailcheck_mock::ReadRecordingError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Recording {
    name: String,
    dialogues: Vec<Dialogue>,
}

impl Recording {
    /// Reads a recording from a file.
    ///
    /// # Errors
    ///
    /// [`ReadRecordingError`].
    pub fn read(path: &Path) -> Result<Self, ReadRecordingError> {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::from_jsonl(&file, &text),
            Err(why) => Err(ReadRecordingError::Unreadable { file, why }),
        }
    }

    /// Reads a recording from the text of a file with this name.
    ///
    /// # Errors
    ///
    /// [`ReadRecordingError`].
    pub fn from_jsonl(name: &str, text: &str) -> Result<Self, ReadRecordingError> {
        let mut lines = text.lines().enumerate();
        let head = lines.next().and_then(|(_, line)| serde_json::from_str::<Head>(line).ok());
        let Some(Head { started, .. }) = head.filter(|head| head.schema == SCHEMA) else {
            return Err(ReadRecordingError::Other { file: name.to_owned() });
        };
        let mut dialogues: BTreeMap<u64, Dialogue> = BTreeMap::new();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
            let wrong = |column, what| ReadRecordingError::Wrong {
                file: name.to_owned(),
                line: number + 1,
                column,
                what,
            };
            let line: Line =
                serde_json::from_str(line).map_err(|why| wrong(why.column(), why.to_string()))?;
            // What is said of no connection is about the file itself.
            let (Some(connection), Some(endpoint)) = (line.connection, &line.endpoint) else {
                continue;
            };
            let service = line.service.as_deref().unwrap_or_default();
            let Some(door) = Endpoint::read(service, endpoint) else {
                let what = format!("{service} {endpoint:?} is no endpoint: HOST:PORT/SECURITY");
                return Err(wrong(1, what));
            };
            let attempt = line.attempt.clone().unwrap_or_default();
            let (name, events) = (endpoint.clone(), Vec::new());
            let dialogue = dialogues.entry(connection);
            let dialogue = dialogue.or_insert(Dialogue { name, door, attempt, events });
            let at = Duration::from_millis(line.at_ms);
            let event = line.happened(started).map_err(|what| wrong(1, what))?;
            dialogue.events.push((at, event));
        }
        if dialogues.is_empty() {
            return Err(ReadRecordingError::Empty { file: name.to_owned() });
        }
        Ok(Self { name: name.to_owned(), dialogues: dialogues.into_values().collect() })
    }

    /// The mail domain, as far as the names of the servers tell.
    pub fn domain(&self) -> Option<&str> {
        let mut hosts = self.dialogues.iter().map(|dialogue| dialogue.door.host.as_str());
        let host = hosts.find(|host| host.parse::<IpAddr>().is_err())?;
        let above = host.split_once('.').map(|(_, above)| above);
        Some(above.filter(|above| above.contains('.')).unwrap_or(host))
    }

    /// A provider whose servers say again what they said: of the connections to one endpoint that
    /// on which the server said most, to every client.
    ///
    /// Certificates are made anew with the faults that were seen. What was not recorded refuses
    /// connections.
    pub fn scenario(&self) -> Scenario {
        let ports = Port::ALL.map(|port| (port, self.spec(port)));
        let title = "what servers said when it was recorded";
        Scenario::of_ports(&self.name, title, ports.into())
    }

    fn spec(&self, port: Port) -> Spec {
        let at_door = |dialogue: &&Dialogue| dialogue.door.port == port;
        let most = self.dialogues.iter().filter(at_door).rev().max_by_key(|it| it.lines());
        let Some(best) = most else {
            return Spec { reach: Some(Reach::Refused), ..Spec::default() };
        };
        let of_best = || self.dialogues.iter().filter(|dialogue| dialogue.name == best.name);
        let mut spec = best.spec();
        // Only a hello by hand may tell that TLS is what was waited for, or which.
        if of_best().any(|other| other.attempt == "implicit-tls" && other.is_answered()) {
            spec.security = Some(Security::Tls);
        }
        let old = of_best().find_map(Dialogue::old_tls);
        spec.tls = old.and_then(|words| words.parse().ok()).or(spec.tls);
        let host = &best.door.host;
        let seen = [best].into_iter().chain(of_best()).find_map(Dialogue::certificates);
        spec.certificate = seen.map(|seen| Certificates::from(seen.clone())).or_else(|| {
            let is_number = host.parse::<IpAddr>().is_ok();
            let words = if is_number { format!("address {host}") } else { format!("names {host}") };
            words.parse().ok()
        });
        spec.host = Some(host.clone());
        spec
    }
}

/// Why there is no recording.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadRecordingError {
    /// No server was met.
    #[error("{file}: no server was connected to when this was recorded")]
    Empty {
        /// The file.
        file: String,
    },
    /// The file is something else.
    #[error("{file}:1:1: this is no recording; the first line must say {SCHEMA:?}")]
    Other {
        /// The file.
        file: String,
    },
    /// The file cannot be read.
    #[error("{file}: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        why: io::Error,
    },
    /// What stands in the file makes no sense.
    #[error("{file}:{line}:{column}: {what}")]
    Wrong {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in octets.
        column: usize,
        /// What is wrong.
        what: String,
    },
}

/// What one connection was like.
#[derive(Clone, Debug)]
struct Dialogue {
    /// The endpoint as it is written.
    name: String,
    door: Endpoint,
    attempt: String,
    events: Vec<(Duration, Happened)>,
}

impl Dialogue {
    /// How much was heard from the server, as far as that can be said again.
    fn lines(&self) -> (bool, usize) {
        let is_usual = matches!(self.attempt.as_str(), "client" | "diagnostic");
        let said = self.events.iter().filter(|(_, it)| matches!(it, Happened::Received(_)));
        (is_usual, if is_usual { said.count() } else { 0 })
    }

    fn is_answered(&self) -> bool {
        self.events.iter().any(|(_, it)| matches!(it, Happened::Tls | Happened::Flight(_)))
    }

    /// The words for TLS that no library does any more, if that was seen.
    fn old_tls(&self) -> Option<&'static str> {
        self.events.iter().find_map(|(_, it)| {
            let Happened::Flight(flight) = it else { return None };
            flight.words()
        })
    }

    /// What the server showed first.
    fn certificates(&self) -> Option<&SeenChain> {
        self.events.iter().find_map(|(_, it)| {
            let Happened::Certificates(seen) = it else { return None };
            Some(seen).filter(|seen| !seen.certificates.is_empty())
        })
    }

    fn spec(&self) -> Spec {
        let mut spec = Spec::default();
        let (mut replay, mut is_inside) = (Replay::default(), false);
        let mut before = self.events.first().map_or(Duration::ZERO, |(at, _)| *at);
        for (at, event) in &self.events {
            let after = Some(at.saturating_sub(before)).filter(|it| *it >= SHORTEST_PAUSE);
            let after = after.unwrap_or_default();
            before = *at;
            let act = if is_inside { &mut replay.inside_tls } else { &mut replay.in_clear };
            match event {
                Happened::Received(octets) => act.said(after, octets),
                Happened::Sent(line) => {
                    let heard = line.trim_ascii_end().to_vec();
                    act.exchanges.push(Exchange { heard, said: Vec::new() });
                }
                Happened::Starttls => act.end = End::Tls,
                Happened::Tls => is_inside = true,
                Happened::TlsFailed(why) if why.kind == "plain-text" && act.end != End::Tls => {
                    spec.security = Some(Security::Starttls);
                    let line = format!("{}\r\n", why.text.as_deref().unwrap_or_default());
                    act.said(after, line.as_bytes());
                }
                Happened::TlsFailed(why) => spec.tls = why.tls(),
                Happened::Closed(why) => act.end = why.as_ref().map_or(End::Open, Why::end),
                Happened::ConnectFailed(why) => {
                    let is_silent = why.kind == "timed-out";
                    spec.reach = Some(if is_silent { Reach::Filtered } else { Reach::Refused });
                }
                Happened::Certificates(_) | Happened::Flight(_) | Happened::Other => {}
            }
        }
        for act in [&mut replay.in_clear, &mut replay.inside_tls] {
            act.forget_goodbye(self.door.port.service());
        }
        spec.replay = Some(Arc::new(replay));
        spec
    }
}

impl Act {
    fn said(&mut self, after: Duration, octets: &[u8]) {
        let said = match self.exchanges.last_mut() {
            Some(exchange) => &mut exchange.said,
            None => &mut self.greeting,
        };
        match said.last_mut() {
            // In one go, as it came: what follows a go-ahead for TLS must not come too late.
            Some(last) if after.is_zero() => last.octets.extend_from_slice(octets),
            Some(_) | None => said.push(Said { after, octets: octets.to_vec() }),
        }
    }

    /// The tester does not wait for the answer to its goodbye.
    fn forget_goodbye(&mut self, service: Service) {
        let is_goodbye = |exchange: &Exchange| {
            let verb = verb(&exchange.heard, service);
            exchange.said.is_empty() && matches!(verb.as_slice(), b"LOGOUT" | b"QUIT")
        };
        if self.end == End::Open && self.exchanges.last().is_some_and(is_goodbye) {
            self.exchanges.pop();
        }
    }
}

/// Shorter pauses are the network's.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
/// What the first line says that the file is.
const SCHEMA: &str = "mailcheck-dialogue/1";
