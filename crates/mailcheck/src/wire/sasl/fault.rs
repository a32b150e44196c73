//! What can go wrong in an exchange though the server goes on with it, and what it says of a token.

use serde::{Deserialize, Serialize};

use crate::model::ServerText;

/// Why an exchange was given up by our side.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SaslFault {
    /// What the server sent is not what the mechanism has it send.
    Malformed {
        /// What it sent, decoded.
        text: ServerText,
    },
    /// The server asks for more than the mechanism has.
    Unexpected,
    /// The server changed or did not lengthen the nonce: somebody may replay an old exchange (RFC 5802 §5.1).
    Nonce,
    /// The server wants the password to be hashed so often that no device could, or so seldom that it
    /// protects nothing (RFC 7677 §4 has 4096 at least).
    Iterations {
        /// How often.
        count: u64,
    },
    /// The server did not prove that it knows the password (RFC 5802 §3): its signature is wrong.
    ServerSignature,
    /// The server says that the log-in worked, and left its signature out.
    NoServerSignature,
    /// The server names an error of SCRAM (RFC 5802 §7, `server-error-value`).
    Server {
        /// Its name, such as `invalid-proof`.
        error: ServerText,
    },
    /// The TLS connection gives nothing that the exchange could be bound to.
    NoChannelBinding,
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
