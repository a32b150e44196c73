//! CRAM-MD5: a challenge, hashed with the password (RFC 2195 §2).

use hmac::Hmac;
use md5::Md5;
use zeroize::Zeroizing;

use super::SaslFault;
use super::hash::mac;
use crate::model::{Secret, ServerText};

/// The one answer that there is.
pub(super) struct CramMd5 {
    username: String,
    /// `None` once it was used.
    password: Option<Zeroizing<String>>,
}

impl CramMd5 {
    pub(super) fn new(username: &str, password: &Secret) -> Self {
        let password = Zeroizing::new(password.expose().to_owned());
        Self { username: username.to_owned(), password: Some(password) }
    }

    pub(super) fn answer(&mut self, challenge: &[u8]) -> Result<Zeroizing<Vec<u8>>, SaslFault> {
        let password = self.password.take().ok_or(SaslFault::Unexpected)?;
        if challenge.is_empty() {
            // What is hashed with nothing fresh could be used again by whoever hears it.
            return Err(SaslFault::Malformed { text: ServerText::default() });
        }
        let digest = mac::<Hmac<Md5>>(password.as_bytes(), challenge);
        let digits = digest.iter().flat_map(|octet| [octet >> 4, octet & 15]);
        let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
        let answer = Zeroizing::new(format!("{} {}", self.username, digits.collect::<String>()));
        Ok(Zeroizing::new(answer.as_bytes().to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_2195_is_said() {
        let mut exchange = CramMd5::new("tim", &Secret::new("tanstaaftanstaaf".to_owned()));
        let answer = exchange.answer(b"<1896.697170952@postoffice.reston.mci.net>");
        let expected = b"tim b913a602c7eda7a495b4e6e7334d3890".to_vec();
        assert_eq!(answer, Ok(Zeroizing::new(expected)));
        assert_eq!(exchange.answer(b"<2@mci.net>"), Err(SaslFault::Unexpected));
    }

    #[test]
    fn nothing_is_not_hashed() {
        let mut exchange = CramMd5::new("tim", &Secret::new("tanstaaftanstaaf".to_owned()));
        assert!(matches!(exchange.answer(b""), Err(SaslFault::Malformed { .. })));
        assert_eq!(exchange.answer(b"<1@mci.net>"), Err(SaslFault::Unexpected));
    }
}
