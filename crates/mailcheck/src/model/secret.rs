//! What must never be shown.

use std::fmt;

use zeroize::Zeroizing;

/// A password or token. It cannot be printed, compared, saved or cloned, and is wiped when dropped.
///
/// ```compile_fail,E0277
/// let secret = mailcheck::model::Secret::new("hunter2".to_owned());
/// println!("{secret}"); // cannot be displayed
/// ```
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a value into custody.
    pub fn new(value: String) -> Self {
        Self(Zeroizing::new(value))
    }

    /// Hands out the value. Call this only where bytes are written to a verified encrypted stream, and
    /// where it is looked at for slips of the finger.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
