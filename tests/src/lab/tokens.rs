//! Bearer tokens that the host `mechanisms` takes, or has reasons not to (RFC 7519).

use std::process::Command;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use super::configuration;
use super::error::LabError;

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Token {
    /// Nothing.
    Good,
    /// It expired an hour ago.
    Expired,
    /// It is signed with another key than the server's.
    Forged,
}

impl Token {
    /// Makes one that stands for `user`.
    ///
    /// # Errors
    ///
    /// [`LabError::Command`] when it cannot be signed.
    pub fn for_user(self, user: &str) -> Result<String, LabError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let expires = if self == Self::Expired { now - HOUR } else { now + HOUR };
        let payload = serde_json::json!({
            "sub": user, "email": user, "iat": now - 2 * HOUR, "nbf": now - 2 * HOUR, "exp": expires,
        });
        let header = encode(HEADER.as_bytes())?;
        let signed = format!("{header}.{}", encode(payload.to_string().as_bytes())?);
        let key = if self == Self::Forged { "another key" } else { KEY };
        let mut openssl = Command::new("openssl");
        openssl.args(["dgst", "-sha256", "-binary", "-hmac", key]);
        let signature = configuration::output_of(&mut openssl, signed.as_bytes())?.stdout;
        Ok(format!("{signed}.{}", encode(&signature)?))
    }
}

/// The key as Dovecot reads it from a file.
pub(super) fn key() -> Result<String, LabError> {
    base64(KEY.as_bytes())
}

/// Base64 for addresses, without the filling (RFC 7515 §2).
fn encode(octets: &[u8]) -> Result<String, LabError> {
    Ok(base64(octets)?.replace('+', "-").replace('/', "_").replace('=', ""))
}

fn base64(octets: &[u8]) -> Result<String, LabError> {
    let mut openssl = Command::new("openssl");
    let output = configuration::output_of(openssl.args(["base64", "-A"]), octets)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
const KEY: &str = "a key that the server of the lab knows";
const HOUR: u64 = 60 * 60;
