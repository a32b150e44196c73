//! What can go wrong in an exchange though the server goes on with it, and what it says of a token.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::ServerText;

/// Why an exchange was given up by our side.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SaslFault {
    /// What the server sent is not what the mechanism has it send.
    #[error("the server sent what the mechanism does not have it send: {text:?}")]
    Malformed {
        /// What it sent, decoded.
        text: ServerText,
    },
    /// The server asks for more than the mechanism has, or the mechanism cannot carry what there is to
    /// log in with.
    #[error("the server asks for more than the mechanism has")]
    Unexpected,
    /// The server changed or did not lengthen the nonce: somebody may replay an old exchange (RFC 5802 §5.1).
    #[error("the server's nonce is not an extension of ours")]
    Nonce,
    /// The server wants the password to be hashed so often that a device would be busy with nothing else,
    /// or not at all.
    #[error("the server wants the password to be hashed {count} times")]
    Iterations {
        /// How often.
        count: u64,
    },
    /// The server did not prove that it knows the password (RFC 5802 §3): its signature is wrong.
    #[error("the server's signature is wrong")]
    ServerSignature,
    /// The server says that the log-in worked, and left its signature out.
    #[error("the server's signature is missing")]
    NoServerSignature,
    /// The server names an error of SCRAM (RFC 5802 §7, `server-error-value`).
    #[error("the server names an error: {error:?}")]
    Server {
        /// Its name, such as `invalid-proof`.
        error: ServerText,
    },
    /// The TLS connection gives nothing that the exchange could be bound to.
    #[error("there is nothing to bind the exchange to")]
    NoChannelBinding,
}

impl SaslFault {
    /// The same with other words of the server, where there are any: those that may be kept.
    #[must_use]
    pub fn with_texts(self, change: impl Fn(&ServerText) -> ServerText) -> Self {
        match self {
            Self::Malformed { text } => Self::Malformed { text: change(&text) },
            Self::Server { error } => Self::Server { error: change(&error) },
            Self::Unexpected
            | Self::Nonce
            | Self::Iterations { .. }
            | Self::ServerSignature
            | Self::NoServerSignature
            | Self::NoChannelBinding => self,
        }
    }
}

/// What a server says of a bearer token that it does not take (RFC 7628 §3.2.2; XOAUTH2 does the same).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OauthError {
    /// The reason, such as `invalid_token`, `401` or `400`.
    pub status: Option<ServerText>,
    /// The scope that a token needs.
    pub scope: Option<ServerText>,
    /// Where the provider describes itself.
    pub openid_configuration: Option<ServerText>,
    /// The schemes of the token, such as `Bearer`.
    pub schemes: Option<ServerText>,
}

impl OauthError {
    /// The same with other words of the server: those that may be kept.
    #[must_use]
    pub fn with_texts(&self, change: impl Fn(&ServerText) -> ServerText) -> Self {
        Self {
            status: self.status.as_ref().map(&change),
            scope: self.scope.as_ref().map(&change),
            openid_configuration: self.openid_configuration.as_ref().map(&change),
            schemes: self.schemes.as_ref().map(&change),
        }
    }

    /// Reads what a server says instead of yes or no. What is no object of JSON is kept as it is, for it
    /// says more than nothing.
    pub(super) fn read(challenge: &[u8]) -> Self {
        let Ok(object) = serde_json::from_slice::<Map<String, Value>>(challenge) else {
            let status = Some(ServerText::from_bytes(challenge));
            return Self { status: status.filter(|it| !it.as_str().is_empty()), ..Self::default() };
        };
        let member = |name| match object.get(name)? {
            Value::String(text) => Some(ServerText::from(text.as_str())),
            other @ (Value::Number(_) | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                Some(ServerText::from(other.to_string()))
            }
            Value::Null => None,
        };
        Self {
            status: member("status"),
            scope: member("scope"),
            openid_configuration: member("openid-configuration"),
            schemes: member("schemes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_token_is_read_leniently() {
        let read = |text: &str| OauthError::read(text.as_bytes());
        let with_status = |status: &str| OauthError {
            status: Some(ServerText::from(status)),
            ..OauthError::default()
        };
        for (text, expected) in [
            (r#"{"status":"401"}"#, with_status("401")),
            (r#"{"status":401,"scope":null,"more":{}}"#, with_status("401")),
            (r#"{"status":"\u001b[31m"}"#, with_status("\u{1b}[31m")),
            ("invalid token", with_status("invalid token")),
            (r#"["invalid"]"#, with_status(r#"["invalid"]"#)),
            (r#"{"status":"#, with_status(r#"{"status":"#)),
            ("{}", OauthError::default()),
            ("", OauthError::default()),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let deep = format!("{}{}", "[".repeat(4000), "]".repeat(4000));
        let status = read(&deep).status.unwrap_or_default();
        assert!(status.as_str().starts_with("[[[") && status.as_str().len() < 2100);
    }
}
