//! OAUTHBEARER and XOAUTH2: a token instead of a password, and a reason before a refusal.

use zeroize::Zeroizing;

use super::gs2::escaped;
use super::{OauthError, SaslFault};
use crate::model::{Host, Secret};

/// One exchange.
pub(super) struct Bearer {
    /// `None` once it was said.
    message: Option<Zeroizing<String>>,
    /// What a reason is answered by, before the server refuses. `None` once that was said.
    dummy: Option<&'static [u8]>,
    error: Option<OauthError>,
}

impl Bearer {
    /// RFC 7628 §3.1.
    pub(super) fn oauthbearer(username: &str, token: &Secret, host: &Host, port: u16) -> Self {
        let (name, token) = (escaped(username), token.expose());
        let message = format!(
            "n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01",
            host = host.as_str()
        );
        // RFC 7628 §3.2.3.
        Self::new(message, b"\x01")
    }

    /// <https://developers.google.com/workspace/gmail/imap/xoauth2-protocol>, which Microsoft follows.
    pub(super) fn xoauth2(username: &str, token: &Secret) -> Self {
        let message = format!("user={username}\x01auth=Bearer {}\x01\x01", token.expose());
        Self::new(message, b"")
    }

    fn new(message: String, dummy: &'static [u8]) -> Self {
        Self { message: Some(Zeroizing::new(message)), dummy: Some(dummy), error: None }
    }

    pub(super) fn answer(&mut self, challenge: &[u8]) -> Result<Zeroizing<Vec<u8>>, SaslFault> {
        if let Some(message) = self.message.take() {
            return Ok(Zeroizing::new(message.as_bytes().to_vec()));
        }
        let dummy = self.dummy.take().ok_or(SaslFault::Unexpected)?;
        self.error = Some(OauthError::read(challenge)).filter(|it| *it != OauthError::default());
        Ok(Zeroizing::new(dummy.to_vec()))
    }

    pub(super) fn error(&self) -> Option<&OauthError> {
        self.error.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ServerText;

    fn said(bearer: &mut Bearer, challenge: &[u8]) -> Result<String, SaslFault> {
        bearer.answer(challenge).map(|it| String::from_utf8_lossy(&it).into_owned())
    }

    /// RFC 7628 §4.1.
    #[test]
    fn the_example_of_rfc_7628_is_said() {
        let token = Secret::new("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==".to_owned());
        let host = "server.example.com".parse().expect("is a host");
        let mut bearer = Bearer::oauthbearer("user@example.com", &token, &host, 143);
        let expected = "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01\
            auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01";
        assert_eq!(said(&mut bearer, b""), Ok(expected.to_owned()));
        // RFC 7628 §4.3.
        let why = br#"{"status":"invalid_token","scope":"example_scope",
            "openid-configuration":"https://example.com/.well-known/openid-configuration"}"#;
        assert_eq!(said(&mut bearer, why), Ok("\x01".to_owned()));
        let expected = OauthError {
            status: Some("invalid_token".into()),
            scope: Some("example_scope".into()),
            openid_configuration: Some(
                "https://example.com/.well-known/openid-configuration".into(),
            ),
            schemes: None,
        };
        assert_eq!(bearer.error(), Some(&expected));
        assert_eq!(said(&mut bearer, why), Err(SaslFault::Unexpected));
    }

    #[test]
    fn a_name_cannot_end_its_part() {
        let (token, host) = (Secret::new("t".to_owned()), "a.example".parse().expect("is a host"));
        let mut bearer = Bearer::oauthbearer("a,b=c", &token, &host, 993);
        let message = said(&mut bearer, b"").expect("is said first");
        assert!(message.starts_with("n,a=a=2Cb=3Dc,\x01host="), "{message:?}");
    }

    #[test]
    fn xoauth2_answers_a_reason_by_nothing() {
        let mut bearer = Bearer::xoauth2("you@mail.test", &Secret::new("token".to_owned()));
        let expected = "user=you@mail.test\x01auth=Bearer token\x01\x01";
        assert_eq!(said(&mut bearer, b""), Ok(expected.to_owned()));
        let why = br#"{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}"#;
        assert_eq!(said(&mut bearer, why), Ok(String::new()));
        let error = bearer.error().cloned().unwrap_or_default();
        assert_eq!(error.status.as_ref().map(ServerText::as_str), Some("400"));
        assert_eq!(error.schemes.as_ref().map(ServerText::as_str), Some("Bearer"));
    }

    #[test]
    fn no_reason_is_none() {
        let mut bearer = Bearer::xoauth2("you", &Secret::new("token".to_owned()));
        assert!(said(&mut bearer, b"").is_ok());
        assert_eq!(said(&mut bearer, b""), Ok(String::new()));
        assert_eq!(bearer.error(), None);
        assert_eq!(said(&mut bearer, b""), Err(SaslFault::Unexpected));
    }
}
