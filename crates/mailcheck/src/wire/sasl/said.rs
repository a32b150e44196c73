//! Mechanisms whose messages are known from the start: PLAIN, LOGIN, EXTERNAL.

use zeroize::Zeroizing;

use super::SaslFault;
use crate::model::Secret;

/// Messages that are said one after the other, whatever the server asks.
pub(super) struct Said(Vec<Zeroizing<Vec<u8>>>);

impl Said {
    /// The one message of PLAIN: no authorisation identity, the name, the password (RFC 4616 §2).
    pub(super) fn plain(username: &str, password: &Secret) -> Self {
        let message = format!("\0{username}\0{}", password.expose());
        Self(vec![Zeroizing::new(message.into_bytes())])
    }

    /// First the name, then the password (draft-murchison-sasl-login §2.1).
    pub(super) fn login(username: &str, password: &Secret) -> Self {
        let message = |text: &str| Zeroizing::new(text.as_bytes().to_vec());
        Self(vec![message(username), message(password.expose())])
    }

    /// No authorisation identity: who we are stands in the certificate (RFC 4422 appendix A.1).
    pub(super) fn external() -> Self {
        Self(vec![Zeroizing::default()])
    }

    pub(super) fn answer(&mut self) -> Result<Zeroizing<Vec<u8>>, SaslFault> {
        if self.0.is_empty() { Err(SaslFault::Unexpected) } else { Ok(self.0.remove(0)) }
    }
}
