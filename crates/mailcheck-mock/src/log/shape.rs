//! The log as data: one flat object an entry, as `docs/mock-log.md` describes it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::Serializer;

use super::Door;
use super::Ending;
use super::Entry;
use super::Event;

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { at, connection, door, peer, event } = self;
        let at_ms = u64::try_from(at.as_millis()).unwrap_or(u64::MAX);
        let (connection, peer, happened) = (*connection, peer.to_string(), event.into());
        Shape { at_ms, connection, door: door.name(), peer, happened }.serialize(serializer)
    }
}

impl Serialize for Door {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[derive(Serialize)]
struct Shape<'a> {
    at_ms: u64,
    connection: u64,
    door: &'static str,
    peer: String,
    #[serde(flatten)]
    happened: Happened<'a>,
}

/// What happened, by the name that stands in `event`.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Happened<'a> {
    Connected,
    Tls { version: &'a str, cipher_suite: &'a str, server_name: Option<&'a str> },
    TlsFailed { why: &'a str },
    Line(Octets<'a>),
    Literal(Octets<'a>),
    LoginAccepted { mechanism: &'a str, user: &'a str },
    LoginRejected { mechanism: &'a str, user: &'a str },
    MailDelivered { from: &'a str, to: &'a str },
    MailDropped { from: &'a str, to: &'a str },
    Query { name: &'a str, kind: &'a str, transport: &'static str },
    Request { method: &'a str, host: &'a str, path: &'a str, https: bool },
    Closed(Closed<'a>),
}

impl<'a> From<&'a Event> for Happened<'a> {
    fn from(event: &'a Event) -> Self {
        match event {
            Event::Connected => Self::Connected,
            Event::TlsEstablished { version, cipher_suite, server_name } => {
                Self::Tls { version, cipher_suite, server_name: server_name.as_deref() }
            }
            Event::TlsFailed(why) => Self::TlsFailed { why },
            Event::Line(octets) => Self::Line(octets.as_slice().into()),
            Event::Literal(octets) => Self::Literal(octets.as_slice().into()),
            Event::LoginAccepted { mechanism, user } => Self::LoginAccepted { mechanism, user },
            Event::LoginRejected { mechanism, user } => Self::LoginRejected { mechanism, user },
            Event::MailDelivered { from, to } => Self::MailDelivered { from, to },
            Event::MailDropped { from, to } => Self::MailDropped { from, to },
            Event::Query { name, kind, transport } => {
                Self::Query { name, kind, transport: transport.name() }
            }
            Event::Request { method, host, path, https } => {
                Self::Request { method, host, path, https: *https }
            }
            Event::Closed(ending) => Self::Closed(ending.into()),
        }
    }
}

/// Octets exactly as they came: text where they are text.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Octets<'a> {
    Text(&'a str),
    Base64(String),
}

impl<'a> From<&'a [u8]> for Octets<'a> {
    fn from(octets: &'a [u8]) -> Self {
        match str::from_utf8(octets) {
            Ok(text) => Self::Text(text),
            Err(_) => Self::Base64(STANDARD.encode(octets)),
        }
    }
}

/// How a connection ended.
#[derive(Serialize)]
struct Closed<'a> {
    by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

impl<'a> From<&'a Ending> for Closed<'a> {
    fn from(ending: &'a Ending) -> Self {
        let (by, why) = match ending {
            Ending::Broken(why) => ("error", Some(why.as_str())),
            Ending::ByClient => ("client", None),
            Ending::ByServer => ("server", None),
            Ending::Reset => ("server", Some("reset")),
            Ending::Stopped => ("server", Some("stopped")),
            Ending::TimedOut => ("server", Some("timed-out")),
            Ending::TooLong => ("server", Some("too-long")),
        };
        Self { by, why }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::time::Duration;

    use super::*;
    use crate::dns::Transport;
    use crate::port::Port;

    #[test]
    fn every_entry_is_one_flat_object() {
        let (version, cipher_suite) = ("TLSv1_3".to_owned(), "TLS13_AES_256_GCM_SHA384".to_owned());
        let (mechanism, user) = ("PLAIN", "you@example.org".to_owned());
        let (name, kind) = ("example.org".to_owned(), "MX".to_owned());
        let (method, host, path) = ("GET".to_owned(), "example.org".to_owned(), "/".to_owned());
        for (event, shape) in [
            (Event::Connected, r#""event":"connected""#),
            (
                Event::TlsEstablished { version, cipher_suite, server_name: None },
                r#""event":"tls","version":"TLSv1_3","cipher_suite":"TLS13_AES_256_GCM_SHA384","server_name":null"#,
            ),
            (Event::TlsFailed("no".to_owned()), r#""event":"tls-failed","why":"no""#),
            (Event::Line(b"a\x1b\r\n".to_vec()), r#""event":"line","text":"a\u001b\r\n""#),
            (Event::Literal(b"\xff".to_vec()), r#""event":"literal","base64":"/w==""#),
            (
                Event::LoginAccepted { mechanism, user },
                r#""event":"login-accepted","mechanism":"PLAIN","user":"you@example.org""#,
            ),
            (
                Event::Query { name, kind, transport: Transport::Udp },
                r#""event":"query","name":"example.org","kind":"MX","transport":"udp""#,
            ),
            (
                Event::Request { method, host, path, https: true },
                r#""event":"request","method":"GET","host":"example.org","path":"/","https":true"#,
            ),
            (Event::Closed(Ending::ByClient), r#""event":"closed","by":"client""#),
            (Event::Closed(Ending::Reset), r#""event":"closed","by":"server","why":"reset""#),
        ] {
            let entry = Entry {
                at: Duration::from_millis(7),
                connection: 3,
                door: Port::ImapTls.into(),
                peer: Ipv4Addr::LOCALHOST.into(),
                event,
            };
            let head = r#"{"at_ms":7,"connection":3,"door":"imap-tls","peer":"127.0.0.1","#;
            assert_eq!(serde_json::to_string(&entry).unwrap(), format!("{head}{shape}}}"));
        }
    }
}
