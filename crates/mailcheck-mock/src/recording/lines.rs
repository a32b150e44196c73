//! The lines of a recording, as they stand in the file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::certificate::SeenChain;
use crate::port::Port;
use crate::replay::End;
use crate::tls::TlsSpec;

/// Where a connection went.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    pub(super) host: String,
    pub(super) port: Port,
}

impl Endpoint {
    pub(super) fn read(service: &str, text: &str) -> Option<Self> {
        let (place, security) = text.rsplit_once('/')?;
        let (host, _number) = place.rsplit_once(':')?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let name = format!("{service}-{security}");
        let port = Port::ALL.into_iter().find(|port| port.name() == name)?;
        Some(Self { host: host.to_owned(), port })
    }
}

/// The first line.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) schema: String,
    /// When the run began.
    pub(super) started: Option<Timestamp>,
}

/// Any other line.
#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) connection: Option<u64>,
    pub(super) service: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) attempt: Option<String>,
    #[serde(default)]
    pub(super) at_ms: u64,
    event: String,
    text: Option<String>,
    base64: Option<String>,
    fact: Option<Value>,
    why: Option<Why>,
}

/// A fact that says why something failed.
#[derive(Deserialize)]
struct Failure {
    why: Why,
}

/// Why something failed.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Why {
    pub(super) kind: String,
    name: Option<String>,
    pub(super) text: Option<String>,
}

impl Why {
    /// What the server did, when this is why the dialogue ended.
    pub(super) fn end(&self) -> End {
        match self.kind.as_str() {
            "closed" => End::Close,
            "reset" => End::Reset,
            "timed-out" => End::Silence,
            _ => End::Open,
        }
    }

    /// How the server did TLS, when this is why the handshake failed.
    pub(super) fn tls(&self) -> Option<TlsSpec> {
        let words = match (self.kind.as_str(), &self.name) {
            ("alert", Some(name)) => format!("alert {name}"),
            ("closed" | "reset", _) => "hangs up mid-handshake".to_owned(),
            ("timed-out", _) => "silent".to_owned(),
            // Records that no TLS library takes.
            ("other", _) => "empty records".to_owned(),
            ("plain-text", _) => "garbage".to_owned(),
            _ => return None,
        };
        words.parse().ok()
    }
}

/// What a server answered to a hello by hand.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Flight {
    version: Option<String>,
    key_exchange: Option<String>,
}

impl Flight {
    pub(super) fn words(&self) -> Option<&'static str> {
        match (self.version.as_deref()?, self.key_exchange.as_deref()?) {
            ("TLS 1.0", _) => Some("only 1.0"),
            ("TLS 1.1", _) => Some("only 1.1"),
            (_, "static RSA") => Some("static RSA only"),
            (_, "DHE 1024") => Some("DH 1024 only"),
            _ => None,
        }
    }
}

/// What a line says.
#[derive(Clone, Debug)]
pub(super) enum Happened {
    Certificates(SeenChain),
    Closed(Option<Why>),
    ConnectFailed(Why),
    Flight(Flight),
    /// Nothing of use here, or of a later version.
    Other,
    Received(Vec<u8>),
    Sent(Vec<u8>),
    Starttls,
    Tls,
    TlsFailed(Why),
}

impl Line {
    /// What happened in a run that began at this time.
    pub(super) fn happened(self, began: Option<Timestamp>) -> Result<Happened, String> {
        let Self { event, text, base64, fact, why, .. } = self;
        let octets = || match (text, base64) {
            (Some(text), None) => Ok(text.into_bytes()),
            (None, Some(base64)) => STANDARD.decode(base64).map_err(|why| format!("base64: {why}")),
            (Some(_), Some(_)) | (None, None) => {
                Err("what was said must stand in one of text and base64".to_owned())
            }
        };
        let failed = || read(&event, fact.clone()).map(|Failure { why }| why);
        Ok(match event.as_str() {
            "certificates" => {
                let began = began.ok_or("certificates need `started` in the first line")?;
                Happened::Certificates(read::<SeenChain>(&event, fact)?.seen(began))
            }
            "closed" => Happened::Closed(why),
            "connect-failed" => Happened::ConnectFailed(failed()?),
            "flight" => Happened::Flight(read(&event, fact)?),
            "received" => Happened::Received(octets()?),
            "sent" => Happened::Sent(octets()?),
            "starttls" => Happened::Starttls,
            "tls" => Happened::Tls,
            "tls-failed" => Happened::TlsFailed(failed()?),
            _ => Happened::Other,
        })
    }
}

/// Reads what is used of a fact.
fn read<T: DeserializeOwned>(event: &str, fact: Option<Value>) -> Result<T, String> {
    let fact = fact.ok_or_else(|| format!("{event} needs a fact"))?;
    serde_json::from_value(fact).map_err(|why| format!("the fact of {event}: {why}"))
}
