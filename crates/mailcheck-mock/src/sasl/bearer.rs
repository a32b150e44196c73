//! OAUTHBEARER and XOAUTH2: a token instead of a password, and a reason before a refusal.

use crate::sasl::Claim;
use crate::sasl::Step;
use crate::sasl::Talk;
use crate::sasl::gs2;
use crate::sasl::gs2::Binding;
use crate::site::Account;

pub(super) struct Bearer<'a> {
    accounts: &'a [Account],
    dialect: Dialect,
    /// Why a token is not good, in place of the usual words.
    why: &'a str,
    /// Whose token was not good, once the client has been told why.
    refused: Option<Vec<u8>>,
}

#[derive(Clone, Copy)]
enum Dialect {
    /// RFC 7628.
    OauthBearer,
    /// <https://developers.google.com/workspace/gmail/imap/xoauth2-protocol>
    Xoauth2,
}

/// What a client says: who it is, which may be left to the token, and the token.
#[derive(Debug, Eq, PartialEq)]
struct Message {
    user: String,
    /// `None` where there is another kind of credential, or none.
    token: Option<String>,
}

impl<'a> Bearer<'a> {
    /// With the reason that every refused token gets, if not the usual one; none if it is empty.
    pub(super) fn oauthbearer(accounts: &'a [Account], why: Option<&'a str>) -> Self {
        Self::new(accounts, Dialect::OauthBearer, why)
    }

    /// The same for XOAUTH2.
    pub(super) fn xoauth2(accounts: &'a [Account], why: Option<&'a str>) -> Self {
        Self::new(accounts, Dialect::Xoauth2, why)
    }

    fn new(accounts: &'a [Account], dialect: Dialect, why: Option<&'a str>) -> Self {
        Self { accounts, dialect, why: why.unwrap_or_else(|| dialect.why()), refused: None }
    }

    /// The account that this token is for.
    fn owner(&self, message: &Message) -> Option<&'a Account> {
        let token = message.token.as_deref()?;
        self.accounts.iter().find(|account| {
            let is_user = message.user.is_empty() || account.is_called(message.user.as_bytes());
            is_user && account.token.as_deref() == Some(token)
        })
    }
}

impl Talk for Bearer<'_> {
    fn hear(&mut self, answer: &[u8]) -> Step {
        if let Some(user) = self.refused.take() {
            // RFC 7628 §3.2.3 wants one octet, Google nothing.
            return match answer {
                b"" | b"\x01" => Step::Done(Claim { user, is_right: false }),
                _ => Step::Malformed,
            };
        }
        let message = str::from_utf8(answer).ok().and_then(|text| self.dialect.read(text));
        let Some(message) = message else { return Step::Malformed };
        if let Some(account) = self.owner(&message) {
            let user = account.address.clone().into_bytes();
            return Step::Done(Claim { user, is_right: true });
        }
        let user = message.user.into_bytes();
        if self.why.is_empty() {
            return Step::Done(Claim { user, is_right: false });
        }
        self.refused = Some(user);
        Step::Challenge(self.why.into())
    }
}

impl Dialect {
    fn read(self, text: &str) -> Option<Message> {
        let (head, pairs) = text.split_once(SEPARATOR)?;
        let user = match self {
            Self::OauthBearer => match gs2::header(head)? {
                (header, "") if !matches!(header.binding, Binding::Used(_)) => header.on_behalf_of,
                _ => return None,
            },
            Self::Xoauth2 => head.strip_prefix("user=")?.to_owned(),
        };
        let pairs = pairs.strip_suffix(SEPARATOR)?.strip_suffix(SEPARATOR)?;
        let pairs: Option<Vec<_>> =
            pairs.split(SEPARATOR).map(|pair| pair.split_once('=')).collect();
        let (_, credential) = pairs?.into_iter().find(|(key, _)| *key == "auth")?;
        let token = credential.split_once(' ').and_then(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim_start().to_owned())
        });
        Some(Message { user, token })
    }

    /// Why a token is not good, for the program at the other end.
    fn why(self) -> &'static str {
        match self {
            // RFC 7628 §3.2.2.
            Self::OauthBearer => r#"{"status":"invalid_token","scope":"mail"}"#,
            // Google's answer.
            Self::Xoauth2 => {
                r#"{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}"#
            }
        }
    }
}

/// RFC 7628 §3.1: `kvsep`.
const SEPARATOR: char = '\x01';

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7628 §4.1.
    const EXAMPLE: &str = "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01\
        auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01";
    const TOKEN: &str = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    fn accounts() -> [Account; 2] {
        let mut accounts =
            ["you@example.com", "user@example.com"].map(|name| Account::with_password(name, ""));
        accounts[1].token = Some(TOKEN.to_owned());
        accounts
    }

    fn claimed(user: &str, is_right: bool) -> Step {
        Step::Done(Claim { user: user.into(), is_right })
    }

    #[test]
    fn the_example_of_rfc_7628_is_right() {
        let accounts = accounts();
        let hear = |text: &str| Bearer::oauthbearer(&accounts, None).hear(text.as_bytes());
        assert_eq!(hear(EXAMPLE), claimed("user@example.com", true));
        // Who it is may be left to the token.
        let nameless = EXAMPLE.replace("a=user@example.com", "");
        assert_eq!(hear(&nameless), claimed("user@example.com", true));
        assert_eq!(hear(&EXAMPLE.replace("n,", "y,")), claimed("user@example.com", true));
    }

    #[test]
    fn a_refusal_has_a_reason_first() {
        let accounts = accounts();
        let why = r#"{"status":"invalid_token","scope":"mail"}"#;
        let wrong = [
            (EXAMPLE.replace("vF9", "vF8"), "user@example.com"),
            (EXAMPLE.replace("a=user", "a=you"), "you@example.com"),
            (EXAMPLE.replace("Bearer", "Basic"), "user@example.com"),
            // RFC 7628 §4.3: asks where to get a token.
            ("n,a=user@example.com,\x01auth=\x01\x01".to_owned(), "user@example.com"),
            ("n,,\x01auth=\x01\x01".to_owned(), ""),
        ];
        for (message, user) in wrong {
            for (answer, outcome) in [
                (&b"\x01"[..], claimed(user, false)),
                (b"", claimed(user, false)),
                (EXAMPLE.as_bytes(), Step::Malformed),
            ] {
                let mut bearer = Bearer::oauthbearer(&accounts, None);
                assert_eq!(bearer.hear(message.as_bytes()), Step::Challenge(why.into()));
                assert_eq!(bearer.hear(answer), outcome, "{message:?}");
            }
        }
    }

    #[test]
    fn a_reason_can_be_another_or_missing() {
        let accounts = accounts();
        let hear = |why| {
            let mut bearer = Bearer::xoauth2(&accounts, Some(why));
            bearer.hear(b"user=user@example.com\x01auth=Bearer x\x01\x01")
        };
        assert_eq!(hear("{}"), Step::Challenge(b"{}".to_vec()));
        assert_eq!(hear(""), claimed("user@example.com", false));
    }

    #[test]
    fn absurd_messages_are_malformed() {
        let accounts = accounts();
        for absurd in [
            "",
            "\x01",
            "n,,\x01\x01",
            "n,,\x01host=x\x01\x01",
            "n,,\x01auth\x01\x01",
            "n,,\x01auth=Bearer x\x01",
            "n,,x\x01auth=Bearer x\x01\x01",
            "p=tls-exporter,,\x01auth=Bearer x\x01\x01",
            "user=user@example.com\x01auth=Bearer x\x01\x01",
        ] {
            let heard = Bearer::oauthbearer(&accounts, None).hear(absurd.as_bytes());
            assert_eq!(heard, Step::Malformed, "{absurd:?}");
        }
        assert_eq!(Bearer::xoauth2(&accounts, None).hear(b"\xff"), Step::Malformed);
        assert_eq!(Bearer::xoauth2(&accounts, None).hear(EXAMPLE.as_bytes()), Step::Malformed);
    }

    #[test]
    fn xoauth2_is_the_same_without_a_header() {
        let accounts = accounts();
        let message = format!("user=User@example.com\x01auth=Bearer {TOKEN}\x01\x01");
        let heard = Bearer::xoauth2(&accounts, None).hear(message.as_bytes());
        assert_eq!(heard, claimed("user@example.com", true));
        let mut bearer = Bearer::xoauth2(&accounts, None);
        let heard = bearer.hear(message.replace("vF9", "vF8").as_bytes());
        assert!(matches!(heard, Step::Challenge(_)), "{heard:?}");
        assert_eq!(bearer.hear(b""), claimed("User@example.com", false));
    }
}
