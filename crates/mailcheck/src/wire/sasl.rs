//! SASL messages. What is made here is secret, and wiped when dropped.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::model::Secret;

/// The one message of PLAIN, in base64: no authorisation identity, the name, the password.
///
/// Source: [RFC 4616 §2](https://www.rfc-editor.org/rfc/rfc4616#section-2).
///
/// # Examples
///
/// ```
/// use mailcheck::{model::Secret, wire::sasl};
/// let message = sasl::plain("tim", &Secret::new("tanstaaftanstaaf".to_owned()));
/// assert_eq!(*message, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
/// ```
pub fn plain(username: &str, password: &Secret) -> Zeroizing<String> {
    let message = Zeroizing::new(format!("\0{username}\0{}", password.expose()));
    Zeroizing::new(STANDARD.encode(message.as_bytes()))
}

/// One message of LOGIN, in base64: first the name, then the password.
pub fn login(text: &str) -> Zeroizing<String> {
    Zeroizing::new(STANDARD.encode(text))
}

/// Whether a name or password can be carried: NUL ends a part of PLAIN (RFC 4616 §2), a line end
/// ends a command, and both can come only from a damaged input.
pub fn is_carriable(text: &str) -> bool {
    !text.contains(['\0', '\r', '\n'])
}
