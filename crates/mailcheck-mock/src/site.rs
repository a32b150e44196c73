//! What every connection to one port shares: its behaviour, its names, the accounts.

use std::sync::Arc;

use rustls::ServerConfig;

use crate::behaviour::Behaviour;
use crate::behaviour::Login;
use crate::log::Event;
use crate::log::Scribe;
use crate::port::Port;
use crate::sasl::Credential;

/// One port, seen from inside.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) port: Port,
    /// The host name that greets.
    pub(crate) host: String,
    pub(crate) behaviour: Behaviour,
    pub(crate) tls: Arc<ServerConfig>,
    pub(crate) accounts: Arc<[Account]>,
}

/// Somebody who may log in.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) address: String,
    pub(crate) password: String,
}

/// What a credential led to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    Accepted,
    AcceptedThenBye,
    Refused,
    TemporaryFailure,
}

impl Site {
    /// Judges a credential and writes down how it went.
    pub(crate) fn judge(
        &self,
        credential: &Credential,
        mechanism: &'static str,
        scribe: &Scribe,
    ) -> Verdict {
        let verdict = match (self.behaviour.login, self.knows(credential)) {
            (Login::Checked, true) => Verdict::Accepted,
            (Login::CheckedThenBye, true) => Verdict::AcceptedThenBye,
            (Login::TemporaryFailure, _) => Verdict::TemporaryFailure,
            (Login::Refused, _) | (Login::Checked | Login::CheckedThenBye, false) => {
                Verdict::Refused
            }
        };
        let user = String::from_utf8_lossy(&credential.user).into_owned();
        scribe.note(match verdict {
            Verdict::Accepted | Verdict::AcceptedThenBye => {
                Event::LoginAccepted { mechanism, user }
            }
            Verdict::Refused | Verdict::TemporaryFailure => {
                Event::LoginRejected { mechanism, user }
            }
        });
        verdict
    }

    fn knows(&self, credential: &Credential) -> bool {
        self.accounts.iter().any(|account| {
            account.address.as_bytes().eq_ignore_ascii_case(&credential.user)
                && account.password.as_bytes() == credential.password
        })
    }

    /// A text for people, with what no terminal should see if this port is like that.
    pub(crate) fn text(&self, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        if self.behaviour.control_characters {
            bytes.extend_from_slice(CONTROL_CHARACTERS);
        }
        bytes
    }

    /// Where and when, as Dovecot signs its internal errors.
    pub(crate) fn stamp(&self) -> String {
        let now = jiff::Timestamp::now();
        format!("{}:{}", self.host, now.strftime("%Y-%m-%d %H:%M:%S"))
    }

    /// Names of capabilities that nobody has heard of.
    pub(crate) fn invented_capabilities(&self) -> impl Iterator<Item = String> {
        (0..self.behaviour.invented_capabilities).map(|number| format!("X-INVENTED-{number}"))
    }
}

/// Clears the screen, sets the window's title, rings, and is neither text nor UTF-8.
const CONTROL_CHARACTERS: &[u8] = b" \x1b[2J\x1b]0;owned\x07\0\x08\x7f\xc2\x9b31m\xff\xfe\xc3";
