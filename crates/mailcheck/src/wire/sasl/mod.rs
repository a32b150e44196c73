//! SASL messages. What is made here is secret, and wiped when dropped.

mod bearer;
mod cram_md5;
mod exchange;
mod fault;
mod gs2;
mod hash;
mod said;
mod scram;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use zeroize::Zeroizing;

use crate::model::Secret;

pub use exchange::{Channel, Exchange, Key, Who};
pub use fault::{OauthError, SaslFault};

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

/// A message as it is carried: in base64.
pub fn encode(message: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(STANDARD.encode(message))
}

/// What a challenge carries; `None` when it is no base64.
pub fn decode(challenge: &str) -> Option<Vec<u8>> {
    STANDARD.decode(challenge.trim()).ok()
}

/// An encoded message as it goes along with the command: an empty one is `=` there (RFC 4954 §4, RFC 4959
/// §3, RFC 5034 §4).
pub fn initial(encoded: &str) -> &str {
    if encoded.is_empty() { "=" } else { encoded }
}

/// What stands in the base64 of every text that this one is a part of: it depends on how many octets
/// come before, and as three make four letters (RFC 4648 §4), there are three possibilities.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::sasl;
/// let inside = sasl::inside("secret");
/// assert_eq!(*inside[0], "c2VjcmV0"); // "secret" in c2VjcmV0
/// assert_eq!(*inside[1], "NlY3Jld"); // "(secret)" in KHNlY3JldCk=
/// ```
pub fn inside(secret: &str) -> [Zeroizing<String>; 3] {
    [0, 1, 2].map(|before: usize| {
        let text = Zeroizing::new([&[0; 2][..before], secret.as_bytes()].concat());
        let letters = Zeroizing::new(STANDARD_NO_PAD.encode(&*text));
        // Six bits a letter: those at the edges also tell of what stands beside.
        let whole = (before * 8).div_ceil(6)..text.len() * 8 / 6;
        Zeroizing::new(letters.get(whole).unwrap_or_default().to_owned())
    })
}

/// Whether a name or password can be carried: NUL ends a part of PLAIN (RFC 4616 §2), a line end
/// ends a command, and both can come only from a damaged input.
pub fn is_carriable(text: &str) -> bool {
    !text.contains(['\0', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_with_a_secret_has_one_of_its_forms_inside() {
        for secret in ["s3cret", "s3cret!", "s3cret w", "пароль", "x", ""] {
            for before in 0..7 {
                for after in 0..4 {
                    let text = format!("{}{secret}{}", "(".repeat(before), "\u{7f}".repeat(after));
                    let encoded = STANDARD.encode(text);
                    let inside = &inside(secret)[before % 3];
                    assert!(encoded.contains(inside.as_str()), "{inside:?} in {encoded}");
                    // All that tells of nothing else: a letter is lost at each edge, and no more.
                    assert!(inside.len() * 6 + 12 > secret.len() * 8, "{inside:?} of {secret}");
                }
            }
        }
    }
}
