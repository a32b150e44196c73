//! Why there is no token, and what to do about it.

use std::time::Duration;

use mailcheck::evidence::{ConnectFailure, FetchFailure, LookupFailure, ReadFailure, TlsFailure};
use oauth2::url::Url;
use oauth2::{ErrorResponseType, RequestTokenError, StandardErrorResponse};

use crate::complaint::{Complaint, Message};
use crate::exit::Ending;

/// Why there is no token.
#[derive(Debug)]
pub(super) enum Failure {
    /// A browser came back with another state than it was sent with (RFC 6749 §10.12).
    OtherState,
    /// The answer is none of OAuth 2.
    NotUnderstood {
        host: String,
    },
    /// There is no word of who gives the tokens.
    NoEndpoints {
        domain: String,
    },
    /// The address that was given is no authorization server's.
    NoMetadata {
        issuer: String,
    },
    /// No flow of this kind is there.
    NoFlow {
        flow: &'static str,
    },
    /// No browser can come back here.
    NoListener(std::io::Error),
    /// The server says no (RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5).
    Refused {
        host: String,
        error: String,
        said: Option<String>,
    },
    /// Nobody signed in.
    TimedOut {
        after: Duration,
    },
    Unreachable {
        host: String,
        why: FetchFailure,
    },
    /// The metadata are another server's (RFC 8414 §3.3).
    WrongIssuer {
        host: String,
        issuer: String,
    },
}

impl From<Failure> for Complaint {
    fn from(why: Failure) -> Self {
        let (message, ending) = match why {
            Failure::OtherState => (Message::new("oauth-other-state"), Ending::Problem),
            Failure::NotUnderstood { host } => {
                (Message::new("oauth-not-understood").with("host", host), Ending::CouldNotTell)
            }
            Failure::NoEndpoints { domain } => {
                (Message::new("oauth-no-endpoints").with("domain", domain), Ending::WrongCall)
            }
            Failure::NoMetadata { issuer } => {
                (Message::new("oauth-no-metadata").with("issuer", issuer), Ending::WrongCall)
            }
            Failure::NoFlow { flow } => {
                (Message::new("oauth-no-flow").with("flow", flow), Ending::WrongCall)
            }
            Failure::NoListener(why) => {
                let why = crate::reasons::of(&why);
                (Message::new("oauth-no-listener").with("why", why), Ending::CouldNotTell)
            }
            Failure::Refused { host, error, said } => {
                let message = Message::new("oauth-refused").with("host", host).with("error", error);
                let said = said.map_or_else(|| "none".to_owned(), |said| short(&said));
                (message.with("said", said), Ending::Problem)
            }
            Failure::TimedOut { after } => {
                // Whole minutes are told as such, and all else by the second.
                let seconds = after.as_secs_f64();
                let minutes = after.as_secs() / 60;
                let is_whole = minutes > 0 && after == Duration::from_mins(minutes);
                let unit = if is_whole { "minutes" } else { "seconds" };
                let count = if is_whole { minutes.to_string() } else { seconds.to_string() };
                let message = Message::new("oauth-timed-out").with("unit", unit);
                (message.with("count", count), Ending::CouldNotTell)
            }
            Failure::Unreachable { host, why } => {
                let message = Message::new("oauth-unreachable").with("host", host);
                (message.with("kind", kind(&why)), Ending::CouldNotTell)
            }
            Failure::WrongIssuer { host, issuer } => {
                let message = Message::new("oauth-wrong-issuer").with("host", host);
                (message.with("issuer", short(&issuer)), Ending::Problem)
            }
        };
        Self::from(message).ending(ending)
    }
}

/// A host that could not be asked, as the library of the flows has it.
#[derive(Debug, thiserror::Error)]
#[error("{host} could not be asked")]
pub(super) struct Unasked {
    pub(super) host: String,
    pub(super) why: FetchFailure,
}

impl Failure {
    /// What became of a question to this address. What the server said is not kept beyond its error: it may
    /// be a token.
    pub(super) fn of<T>(
        why: RequestTokenError<Unasked, StandardErrorResponse<T>>,
        asked: &Url,
    ) -> Self
    where
        T: ErrorResponseType + AsRef<str> + std::fmt::Display + 'static,
    {
        let host = host(asked);
        match why {
            RequestTokenError::ServerResponse(response) => Self::Refused {
                host,
                error: response.error().as_ref().to_owned(),
                said: response.error_description().cloned(),
            },
            RequestTokenError::Request(Unasked { host, why }) => Self::Unreachable { host, why },
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                Self::NotUnderstood { host }
            }
        }
    }
}

/// The host of an address, with its port where that is not the usual one.
pub(super) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// How far a question got.
fn kind(why: &FetchFailure) -> &'static str {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the library's")]
    match why {
        FetchFailure::Lookup { why: LookupFailure::NotFound, .. } => "no-such-host",
        FetchFailure::Lookup { .. } => "lookup",
        FetchFailure::Connect { why: ConnectFailure::TimedOut }
        | FetchFailure::Read { why: ReadFailure::TimedOut }
        | FetchFailure::Tls { why: TlsFailure::TimedOut } => "silent",
        FetchFailure::Connect { .. } => "connect",
        FetchFailure::Tls { .. } => "tls",
        _ => "other",
    }
}

/// The beginning of what a server says, where it goes on and on.
fn short(said: &str) -> String {
    let mut short: String = said.chars().take(LONGEST_SAID).collect();
    if short.len() < said.len() {
        short.push('…');
    }
    short
}

/// Microsoft's, the longest that are known, have some 250 letters before the trace that follows.
const LONGEST_SAID: usize = 300;
